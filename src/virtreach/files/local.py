"""This side's end of a copy: a file that appears whole or not at all, and checksums."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import os
import secrets
import shutil
import stat as modes
from pathlib import Path
from typing import TYPE_CHECKING

from virtreach.errors.files import FileError, NoSpace, WrongFileType

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from virtreach.files.model import CopyOptions, FileStat

__all__ = ["GROWTH", "LocalTarget", "digest", "watch_reader", "watch_size"]

GROWTH = 64 << 20
"""How many bytes more than it had a file may bring that somebody writes to while it is copied."""

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC


class LocalTarget:
    """A local file in the making; an async context manager that removes it unless it was finished.

    Whoever may write in the target's directory may exchange names in it, for links too. So the directory that we
    write in is made, looked at and held open; from then on all goes by that descriptor.

    Attributes:
        part: where to write; nothing stands there yet, unless a copy is resumed. It is in a directory beside
            the target that only we may enter, whose name is ours alone; a path through ``/proc`` to what is open,
            which the programs that we start can take, or by name where there is none (not Linux).
    """

    def __init__(self, target: Path, options: CopyOptions, found: FileStat) -> None:
        """Describe it.

        Args:
            target: where the file will be.
            options: of the copy.
            found: what the source is.
        """
        self._target = target
        self._options = options
        self._found = found
        self._keep = options.resume
        self._parent = self._inside = -1
        self._name = ""
        self.part = target

    async def __aenter__(self) -> LocalTarget:
        if self._target.is_dir() and not self._target.is_symlink():
            raise WrongFileType(
                "is a directory; name the file in it ('virtreach cp': end it with '/')",
                path=os.fsencode(self._target),
            )
        if not self._options.overwrite and os.path.lexists(self._target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(self._target))
        free = shutil.disk_usage(self._target.parent).free
        if self._found.size > free and not (self._options.sparse or self._options.resume):
            raise NoSpace(
                f"a file of {self._found.size} bytes, and {free} are free here",
                path=os.fsencode(self._target),
            )
        self._parent = os.open(self._target.parent, _DIRECTORY)
        try:
            self._enter()
        except BaseException:
            self._close()
            raise
        return self

    def _enter(self) -> None:
        if self._options.resume:
            # A resumed copy has to find its directory again: the name follows from what is copied.
            mark = f"{self._target.name}\0{self._found.size}\0{self._found.mtime}"
            digits = hashlib.sha256(mark.encode("utf-8", "surrogateescape")).hexdigest()
            if self._take(digits[:16], exist_ok=True):
                return
        # Somebody else's directory, or file, is left to him.
        if not self._take(secrets.token_hex(8), exist_ok=False):
            raise FileError(
                "somebody exchanges names in the target's directory", path=os.fsencode(self._target)
            )

    def _take(self, token: str, *, exist_ok: bool) -> bool:
        """Make a private directory and hold it open; return whether it is ours, and what is in it."""
        self._name = f".virtreach-{token}.part"
        try:
            os.mkdir(self._name, 0o700, dir_fd=self._parent)
        except FileExistsError:
            if not exist_ok:
                raise
        try:
            self._inside = os.open(self._name, _DIRECTORY | os.O_NOFOLLOW, dir_fd=self._parent)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.EACCES, errno.ENOENT):
                return False
            raise
        ours = _is_ours(os.fstat(self._inside), modes.S_ISDIR) or self._nobody_else_may()
        if not ours or not self._data_is_ours():
            os.close(self._inside)
            self._inside = -1
            return False
        here = Path(f"/proc/{os.getpid()}/fd/{self._inside}")
        if not _is_same(here, self._inside):
            here = self._target.parent / self._name
        self.part = here / "data"
        return True

    def _nobody_else_may(self) -> bool:
        """Return whether only we can exchange names around: file systems without owners and modes will do there."""
        about = os.fstat(self._parent)
        return about.st_uid in (0, os.geteuid()) and not about.st_mode & 0o022

    def _data_is_ours(self) -> bool:
        try:
            about = os.lstat("data", dir_fd=self._inside)
            return _is_ours(about, modes.S_ISREG) or (
                self._nobody_else_may() and modes.S_ISREG(about.st_mode)
            )
        except FileNotFoundError:
            return True

    def spoil(self) -> None:
        """Say that what has arrived is not worth going on from."""
        self._keep = False

    async def finish(self) -> None:
        """Set mode and times, flush, and give the file its name."""
        await asyncio.to_thread(self._finish)
        self._keep = False

    def _finish(self) -> None:
        try:
            descriptor = os.open("data", os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW, dir_fd=self._inside)
        except FileNotFoundError as error:
            raise FileError("no file has come", path=os.fsencode(self._target)) from error
        try:
            if os.fstat(descriptor).st_size < self._found.size:
                self._keep = False
                raise FileError("the file became shorter while it was copied", path=os.fsencode(self._target))
            if self._options.preserve:
                os.fchmod(descriptor, self._found.mode & 0o777)
                if self._found.mtime is not None:
                    os.utime(descriptor, (self._found.mtime, self._found.mtime))
            else:
                os.fchmod(descriptor, 0o600)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        ends = {"src_dir_fd": self._inside, "dst_dir_fd": self._parent}
        if self._options.overwrite:
            os.rename("data", self._target.name, **ends)
        else:
            os.link("data", self._target.name, **ends, follow_symlinks=False)
        os.fsync(self._parent)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._keep:
            for name in os.listdir(self._inside):
                _remove(name, self._inside)
            # Under its name there may be something else by now.
            with contextlib.suppress(OSError):
                os.rmdir(self._name, dir_fd=self._parent)
        self._close()

    def _close(self) -> None:
        for descriptor in (self._inside, self._parent):
            if descriptor >= 0:
                os.close(descriptor)
        self._inside = self._parent = -1


def _is_ours(about: os.stat_result, kind: Callable[[int], bool]) -> bool:
    """Return whether something is of a kind, belongs to us, and no directory or file that others may change."""
    others = 0o077 if modes.S_ISDIR(about.st_mode) else 0o022
    return kind(about.st_mode) and about.st_uid == os.geteuid() and not about.st_mode & others


def _is_same(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except OSError:
        return False


def _remove(name: str, directory: int) -> None:
    with contextlib.suppress(OSError):
        if modes.S_ISDIR(os.lstat(name, dir_fd=directory).st_mode):
            shutil.rmtree(name, ignore_errors=True, dir_fd=directory)
        else:
            os.unlink(name, dir_fd=directory)


async def digest(path: Path) -> str:
    """Return the SHA-256 of a local file, in hexadecimal digits."""

    def work() -> str:
        with path.open("rb", buffering=0) as source:
            return hashlib.file_digest(source, "sha256").hexdigest()

    return await asyncio.to_thread(work)


async def watch_size(path: Path, total: int, options: CopyOptions, *, interval: float = 0.1) -> None:
    """Report how much of a local file has arrived, until cancelled.

    Args:
        path: the file, or a directory whose largest file is meant; it may not be there yet.
        total: its size in the end, bytes.
        options: whose `progress` is told.
        interval: seconds between two looks.
    """
    while True:
        await asyncio.sleep(interval)
        try:
            files = [path] if not path.is_dir() else list(path.iterdir())
            done = max((file.stat().st_size for file in files), default=0)
        except FileNotFoundError:
            continue
        options.report(min(done, total), total)


async def watch_reader(
    pid: int, path: bytes, total: int, options: CopyOptions, *, interval: float = 0.1
) -> None:
    """Report how far another process has read a local file, until cancelled.

    Linux tells where each open file of a process stands (proc_pid_fdinfo(5)); elsewhere nothing is reported.

    Args:
        pid: a process of this user.
        path: the file.
        total: its size, bytes.
        options: whose `progress` is told.
        interval: seconds between two looks.
    """
    real = os.path.realpath(path)
    place = Path(f"/proc/{pid}")
    told = 0
    while place.exists():
        await asyncio.sleep(interval)
        for entry in _entries_of(place / "fd"):
            try:
                if os.readlink(os.fsencode(entry)) != real:
                    continue
                position = (place / "fdinfo" / entry.name).read_text().split(None, 2)[1]
            except OSError:
                continue  # closed meanwhile
            if told < int(position) <= total:
                told = int(position)
                options.report(told, total)


def _entries_of(directory: Path) -> list[Path]:
    try:
        return list(directory.iterdir())
    except OSError:
        return []
