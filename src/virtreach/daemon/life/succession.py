"""Renewal in place: the process becomes its own successor, with the same number, sockets and objects.

Before that the new code is asked whether it would start at all (``--check``), since there is no way back once ``exec``
has succeeded. What drivers hand on travels in a file in memory: a line of JSON that says what follows, then the bytes.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
from logging import getLogger

from virtreach.daemon.life.inheritance import bequeath, keep
from virtreach.errors import ConfigError, VirtreachError
from virtreach.errors.text import printable
from virtreach.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from virtreach.daemon.life.inheritance import Heirloom

__all__ = ["SIGNALS", "STATE", "become", "check", "pack_state", "unpack_state"]

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR2)
"""What a daemon listens to. While the successor starts they wait, so that they do not kill it."""
STATE = "state"
"""The name under which the state is handed on."""

_log = getLogger("virtreach.daemon")
_CHECK_SECONDS = 60.0
_HEADER_MAX = 65536


async def check(command: Sequence[str]) -> None:
    """Ask the code that is installed now whether it would start.

    Args:
        command: the words that would start it.

    Raises:
        ConfigError: it would not, and why.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command, "--check", stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
    except OSError as error:
        raise ConfigError(f"{command[0]} cannot be run: {error.strerror}") from error
    try:
        async with asyncio.timeout(_CHECK_SECONDS):
            _, words = await process.communicate()
    except BaseException as error:
        process.kill()
        await process.wait()
        if isinstance(error, TimeoutError):
            raise ConfigError(f"the check did not end within {_CHECK_SECONDS:g} seconds") from None
        raise
    if process.returncode:
        raise ConfigError(printable(words.decode(errors="replace").strip()[-1000:]) or "the check failed")


def pack_state(parts: Mapping[str, bytes]) -> int:
    """Write what is handed on into memory.

    Returns:
        The descriptor of it.
    """
    header = json.dumps({"virtreach": __version__, "parts": [[name, len(parts[name])] for name in parts]})
    descriptor = os.memfd_create("virtreachd-state")
    with open(os.dup(descriptor), "wb") as file:
        file.write(header.encode() + b"\n")
        file.writelines(parts.values())
    return descriptor


def unpack_state(descriptor: int) -> dict[str, bytes]:
    """Read what a predecessor has handed on, and close it.

    Raises:
        ConfigError: it cannot be understood.
    """
    with open(descriptor, "rb") as file:
        file.seek(0)
        try:
            header = json.loads(file.readline(_HEADER_MAX))
            found = {str(name): file.read(int(size)) for name, size in header["parts"]}
            whole = all(len(found[name]) == size for name, size in header["parts"])
        except (ValueError, TypeError, KeyError) as error:
            raise ConfigError("what the predecessor has handed on makes no sense") from error
    if not whole:
        raise ConfigError("what the predecessor has handed on is not whole")
    return found


def become(
    command: Sequence[str],
    descriptors: Iterable[Heirloom],
    *,
    activated: bool = False,
    children: Iterable[int] = (),
) -> None:
    """Become the successor. This returns only when that fails, and then nothing has changed.

    Args:
        command: the words that start it; the first one is a path.
        descriptors, activated, children: what it gets, as `bequeath` takes it.

    Raises:
        VirtreachError: the system refuses.
    """
    heirlooms = list(descriptors)
    environment = dict(os.environ)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    bequeath(heirlooms, environment, activated=activated, children=children)
    try:
        os.execve(command[0], list(command), environment)
    except OSError as error:
        keep(heirlooms)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        raise VirtreachError(f"{command[0]} cannot be run: {error.strerror}") from error
