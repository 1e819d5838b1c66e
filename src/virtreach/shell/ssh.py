"""`SshRemote`: a machine with a login by SSH, behind any route."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from virtreach.errors.routes import CommandOutcomeUnknown
from virtreach.routes.far_shell import quote_words
from virtreach.routes.ssh.extra import asyncssh
from virtreach.routes.ssh.pool import TIMEOUT
from virtreach.shell.base import Remote
from virtreach.shell.result import Capability

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncIterator, Callable, Sequence

    from virtreach.routes.ssh.link import Link
    from virtreach.shell.forward_spec import ForwardSpec
    from virtreach.shell.forwarding import LocalForward, RemoteForward
    from virtreach.shell.node import NodeRoute
    from virtreach.shell.plain_stream import ByteStream

__all__ = ["CommandSession", "SshRemote"]

_HIGH = 1 << 20
_LOW = 1 << 18


class SshRemote(Remote):
    """A machine that a route leads to. Its connections are the pool's, and stay open for others."""

    _medium = "a login by SSH"

    def __init__(self, route: NodeRoute, *, connect_timeout: float = TIMEOUT) -> None:
        """Describe it; nothing is opened yet.

        Args:
            route: the way.
            connect_timeout: seconds to get there, each time a connection has to be opened.
        """
        self.route = route
        self.label = route.label
        self._connect_timeout = connect_timeout

    def capabilities(self) -> frozenset[Capability]:
        """Return everything there is."""
        return frozenset(Capability)

    async def _execute(
        self,
        line: Sequence[str],
        feed: AsyncIterator[bytes],
        on_stdout: Callable[[bytes], object],
        on_stderr: Callable[[bytes], object],
    ) -> tuple[int, str]:
        """Run a program there; see `Remote._execute`."""
        sessions: list[CommandSession] = []

        async def opening(link: Link) -> Any:
            sessions.append(CommandSession(on_stdout, on_stderr))
            channel, _ = await link.connection.create_session(
                lambda: sessions[-1], quote_words(line), encoding=None
            )
            return channel

        async with self.route.session(opening, timeout=self._connect_timeout) as (link, channel):
            return await sessions[-1].conclude(feed, channel, link, self.label)

    async def open_stream(
        self, port: int, host: str | None = None, *, timeout: float = TIMEOUT
    ) -> ByteStream:
        """Open a stream to a port of the machine, or to one that it can reach; see `NodeRoute.open_stream`."""
        return await self.route.open_stream(port, host, timeout=timeout)

    async def open_socket(
        self, port: int, host: str | None = None, *, timeout: float = TIMEOUT
    ) -> socket.socket:
        """Open the same as a socket in blocking mode, for another thread."""
        return await self.route.open_socket(port, host, timeout=timeout)

    async def open_unix_socket(self, path: str, *, timeout: float = TIMEOUT) -> socket.socket:
        """Open a stream to a unix socket of the machine, as a socket in blocking mode."""
        return await self.route.open_unix_socket(path, timeout=timeout)

    def forward(
        self, spec: ForwardSpec | str, *, remote: bool = False, **options: Any
    ) -> LocalForward | RemoteForward:
        """Return a forwarding to the machine, or from it; see `Remote.forward`."""
        from virtreach.shell.forwarding import LocalForward, RemoteForward

        return (RemoteForward if remote else LocalForward)(self.route, spec, **options)

    async def interact(self, line: str | None = None, **options: Any) -> tuple[int, str]:
        """Run the login shell of the machine, or a command line in it; see `Remote.interact`."""
        from virtreach.shell.terminal import interact

        return await interact(self, line, **options)


class CommandSession(asyncssh.SSHClientSession[bytes]):
    """asyncssh's side of a command: output goes on as it comes, input waits while too much is under way.

    Attributes:
        ended: set when the channel is gone.
        failure: why it ended, if not as it should.
    """

    def __init__(self, on_stdout: Callable[[bytes], object], on_stderr: Callable[[bytes], object]) -> None:
        self._give = (on_stdout, on_stderr)
        self._chan: Any = None
        self._writable = asyncio.Event()
        self._writable.set()
        self._thrown: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.ended = asyncio.Event()
        self.failure: Exception | None = None

    def connection_made(self, chan: Any) -> None:
        self._chan = chan
        chan.set_write_buffer_limits(_HIGH, _LOW)

    def data_received(self, data: bytes, datatype: int | None) -> None:
        if self._thrown.done():
            return
        try:
            self._give[0 if datatype is None else 1](data)
        except Exception as error:  # noqa: BLE001  # whatever the caller's function raises
            self._thrown.set_exception(error)

    def eof_received(self) -> bool:
        return True

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self.failure = exc
        self.ended.set()
        self._writable.set()

    async def write(self, feed: AsyncIterator[bytes]) -> None:
        """Write all input, then its end. A command that ends before it has read all is none of our business."""
        with contextlib.suppress(OSError):
            async for data in feed:
                await self._writable.wait()
                if self.ended.is_set():
                    return
                self._chan.write(data)
            self._chan.write_eof()

    async def wait_ended(self, writing: asyncio.Task[None]) -> None:
        """Wait for the command's end.

        Raises:
            Exception: what taking its output, or making its input, raised.
        """
        ended = asyncio.get_running_loop().create_task(self.ended.wait())
        waits: set[asyncio.Future[Any]] = {ended, self._thrown, writing}
        try:
            while not ended.done():
                done, waits = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
                for one in done:
                    one.result()
            if self._thrown.done():
                self._thrown.result()
        finally:
            ended.cancel()
            if not self._thrown.done():
                self._thrown.cancel()

    async def conclude(
        self, feed: AsyncIterator[bytes], channel: Any, link: Link, label: str
    ) -> tuple[int, str]:
        """Write all input, wait for the command's end, and return its status, or -1 and its signal's name.

        Raises:
            CommandOutcomeUnknown: the way broke before the end was told.
            Exception: see `wait_ended`.
        """
        writing = asyncio.get_running_loop().create_task(self.write(feed))
        try:
            await self.wait_ended(writing)
        finally:
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
            if not self.ended.is_set():
                channel.abort()
        status = channel.get_exit_status()
        if status is None or self.failure is not None:
            # asyncssh tells a lost connection like any other end.
            raise CommandOutcomeUnknown(
                f"{label}: the way broke before the command's end was told; it may still be running there",
                hop=label,
            ) from (link.failure or self.failure)
        signal = channel.get_exit_signal()
        return (-1, signal[0]) if signal else (status, "")
