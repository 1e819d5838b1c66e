"""A shell, or a program, with a terminal on a machine, joined to the terminal that we were started from.

The local terminal becomes raw for the time, so that keys such as ^C reach the far side; its size goes there when it
changes. Without a local terminal the far side gets none unless asked, and bytes pass as they are, as with ssh.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import termios
import tty
from typing import TYPE_CHECKING, Any

from virtreach.routes.far_shell import quote_words
from virtreach.routes.ssh.extra import asyncssh
from virtreach.shell.ssh import CommandSession

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from virtreach.routes.ssh.link import Link
    from virtreach.shell.ssh import SshRemote

__all__ = ["interact", "read_descriptor"]

_PIECE = 1 << 16
_LOOK = 0.25
"""Seconds between looks at our terminal's size, in a thread that gets no signals."""
_MODES = {
    termios.ECHO: asyncssh.PTY_ECHO,
    termios.ICANON: asyncssh.PTY_ICANON,
    termios.ISIG: asyncssh.PTY_ISIG,
}
"""What a terminal of ours does that the far one shall do, too; all else is as usual there."""


async def interact(
    remote: SshRemote,
    line: str | None = None,
    *,
    terminal: bool | None = None,
    stdin: int = 0,
    stdout: int = 1,
    stderr: int = 2,
) -> tuple[int, str]:
    """Run the login shell of a machine, or a command line in it, on our own descriptors, and wait for its end.

    Args:
        remote: the machine.
        line: for its login shell, as with ssh; None for the shell itself.
        terminal: whether it gets a terminal; by default when there is no line and `stdin` is one.
        stdin, stdout, stderr: descriptors of this process. A terminal of ours is as it was afterwards.

    Returns:
        The exit status, or -1 and the name of the signal that ended it.

    Raises:
        CommandOutcomeUnknown: the way broke before its end was told.
        RouteError: the machine was not reached.
    """
    ours = os.isatty(stdin)
    wanted = (ours and line is None) if terminal is None else terminal
    sessions: list[CommandSession] = []
    asked: dict[str, Any] = {"request_pty": "force" if wanted else False}
    if wanted:
        asked["term_type"] = os.environ.get("TERM", "dumb")
        asked["term_size"] = _size(stdin) if ours else (80, 24, 0, 0)
        asked["term_modes"] = dict.fromkeys(_MODES.values(), 1)

    async def opening(link: Link) -> Any:
        sessions.append(CommandSession(lambda data: _write(stdout, data), lambda data: _write(stderr, data)))
        command = line if line is None or line.isprintable() else quote_words(("sh", "-c", line))
        channel, _ = await link.connection.create_session(
            lambda: sessions[-1], command, encoding=None, **asked
        )
        return channel

    async with remote.route.session(opening) as (link, channel):
        with _raw(stdin if wanted and ours else None), _resizing(channel if wanted and ours else None, stdin):
            return await sessions[-1].conclude(read_descriptor(stdin), channel, link, remote.label)


def _size(descriptor: int) -> tuple[int, int, int, int]:
    with contextlib.suppress(OSError):
        size = os.get_terminal_size(descriptor)
        return (size.columns, size.lines, 0, 0)
    return (80, 24, 0, 0)


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


async def read_descriptor(descriptor: int) -> AsyncIterator[bytes]:
    """Yield what comes from a descriptor, without a thread, which nobody could stop."""
    while True:
        await _readable(descriptor)
        try:
            data = os.read(descriptor, _PIECE)
        except BlockingIOError:
            continue
        except OSError:
            return  # a terminal whose other end has gone
        if not data:
            return
        yield data


async def _readable(descriptor: int) -> None:
    """Wait until something can be read; a file always can, and no loop watches it."""
    loop = asyncio.get_running_loop()
    arrived = asyncio.Event()
    try:
        loop.add_reader(descriptor, arrived.set)
    except OSError:
        return
    try:
        await arrived.wait()
    finally:
        loop.remove_reader(descriptor)


@contextlib.contextmanager
def _raw(descriptor: int | None) -> Iterator[None]:
    """Have a terminal give each key as it is, and be as it was afterwards."""
    if descriptor is None:
        yield
        return
    was = termios.tcgetattr(descriptor)
    tty.setraw(descriptor, termios.TCSADRAIN)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, was)


@contextlib.contextmanager
def _resizing(channel: Any, descriptor: int) -> Iterator[None]:
    """Tell the far terminal when ours changes its size."""
    loop = asyncio.get_running_loop()
    if channel is None:
        yield
        return

    def changed() -> None:
        with contextlib.suppress(OSError, asyncssh.Error):
            channel.change_terminal_size(*_size(descriptor))

    async def watch() -> None:
        known = _size(descriptor)
        while True:
            await asyncio.sleep(_LOOK)
            if _size(descriptor) != known:
                known = _size(descriptor)
                changed()

    try:
        loop.add_signal_handler(signal.SIGWINCH, changed)
    except (ValueError, RuntimeError):  # not the main thread
        watching = loop.create_task(watch())
        try:
            yield
        finally:
            watching.cancel()
        return
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGWINCH)
