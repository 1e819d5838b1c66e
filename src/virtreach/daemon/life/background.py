"""Going into the background, with word to whoever started the daemon, and the pid file.

The parent waits until the child says that it listens, or why it does not, and ends accordingly: ``virtreachd
--daemon && virsh ...`` works.
"""

from __future__ import annotations

import fcntl
import os
import stat
import sys
from logging import getLogger

from virtreach.daemon.plain_file import why_not_ours
from virtreach.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["Herald", "PidFile", "detach", "errors_are_kept"]

_log = getLogger("virtreach.daemon")


class Herald:
    """The child's end of the pipe to its parent."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def ready(self) -> None:
        """The daemon listens: the parent ends well, and the terminal is let go of."""
        null = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1):
            os.dup2(null, number)
        if not errors_are_kept():
            os.dup2(null, 2)
        os.close(null)
        os.write(self._descriptor, b"\0")
        os.close(self._descriptor)


def errors_are_kept() -> bool:
    """Whether the standard error stream is a file, where somebody will find what is written to it."""
    try:
        return stat.S_ISREG(os.fstat(2).st_mode)
    except OSError:
        return False


def detach() -> Herald:
    """Become a child of init, in a session of its own; the parent stays until it hears from the child, and ends.

    Call it before there is an event loop or a thread. What is written to the standard error stream reaches the
    terminal until `Herald.ready`, and a file always.
    """
    heard, told = os.pipe()
    if os.fork():
        os.close(told)
        _wait_for_word(heard)
    os.close(heard)
    os.setsid()
    if os.fork():
        os._exit(0)
    os.chdir("/")
    return Herald(told)


def _wait_for_word(heard: int) -> NoReturn:
    word = os.read(heard, 1)
    sys.stderr.flush()
    # Without a word the child has ended, and said why.
    os._exit(0 if word else 1)


class PidFile:
    """A file with the process's number, locked as long as it runs.

    Args:
        path: where.
        descriptor: the open file, when a predecessor has left it; None to open it.

    Attributes:
        descriptor: the open file.

    Raises:
        ConfigError: another daemon has it, it cannot be written, or somebody else could write to it.
    """

    def __init__(self, path: str, descriptor: int | None = None) -> None:
        self._path = path
        if descriptor is not None:
            self.descriptor = descriptor
            return
        try:
            flags = os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
            self.descriptor = os.open(path, flags, 0o644)
        except OSError as error:
            raise ConfigError(f"the pid file cannot be written: {error.strerror}", path=path) from error
        why = why_not_ours(os.fstat(self.descriptor))
        if why:
            os.close(self.descriptor)
            raise ConfigError(why, path=path)
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self.descriptor)
            raise ConfigError("a daemon with this pid file runs already", path=path) from error
        try:
            os.ftruncate(self.descriptor, 0)
            os.write(self.descriptor, f"{os.getpid()}\n".encode())
        except OSError as error:
            self.remove()
            raise ConfigError(f"the pid file cannot be written: {error.strerror}", path=path) from error

    def remove(self) -> None:
        """Take the file away, unless somebody has done so; the lock goes with it."""
        try:
            os.unlink(self._path)
        except OSError as error:
            _log.warning("the pid file %s cannot be removed: %s", self._path, error.strerror)
        finally:
            os.close(self.descriptor)
