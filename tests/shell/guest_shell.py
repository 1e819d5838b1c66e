"""A shell of this machine on a pseudo-terminal, as what a serial console leads to; it may be made to lie."""

from __future__ import annotations

import asyncio
import os
import pty
import signal
import subprocess
from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["FakeDomain", "Line"]


class Line:
    """The stream of a console, whose other end is a program on a terminal.

    Args:
        argv: the program.
        mangle: is given what the program printed, and returns what arrives.
        typed: is given what is typed, and returns what arrives.
    """

    def __init__(
        self,
        argv: Sequence[str] = ("sh",),
        *,
        mangle: Callable[[bytes], bytes] = bytes,
        typed: Callable[[bytes], bytes] = bytes,
    ) -> None:
        self._mangle = mangle
        self._typed = typed
        self.sent = bytearray()
        self._master, slave = pty.openpty()
        self.program = subprocess.Popen(
            argv,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=_take_terminal,
            env={"PATH": os.environ["PATH"], "PS1": "guest# ", "HOME": "/"},
        )
        os.close(slave)
        os.set_blocking(self._master, False)
        self.aborted = False

    async def send(self, data: bytes) -> None:
        """Type something."""
        self.sent += data
        data = self._typed(data)
        while data:
            try:
                data = data[os.write(self._master, data) :]
            except BlockingIOError:
                await asyncio.sleep(0.001)

    async def recv(self) -> bytes:
        """Return what comes next; nothing once the program has gone."""
        while True:
            loop = asyncio.get_running_loop()
            ready: asyncio.Future[None] = loop.create_future()
            loop.add_reader(self._master, lambda ready=ready: ready.done() or ready.set_result(None))
            try:
                await ready
            finally:
                loop.remove_reader(self._master)
            try:
                data = self._mangle(os.read(self._master, 4096))
            except BlockingIOError:
                continue
            except OSError:
                return b""
            if data:
                return data

    async def abort(self) -> None:
        """Hang up."""
        self.aborted = True

    def close(self) -> None:
        """End the program."""
        os.close(self._master)
        try:
            os.killpg(self.program.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.program.wait(10)


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class FakeDomain:
    """What `SerialRemote` and `AgentRemote` need of a domain."""

    name = "guest"

    def __init__(self, line: Any = None, qemu: Any = None) -> None:
        self._line = line
        self.qemu = qemu
        self.asked: list[tuple[str | None, int]] = []

    async def open_console(self, device: str | None, *, flags: int = 0) -> Any:
        """Return the line."""
        self.asked.append((device, flags))
        if isinstance(self._line, Exception):
            raise self._line
        return self._line
