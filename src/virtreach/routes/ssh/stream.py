"""`Stream`: bytes to and from what stands at the end of a chain; and `ChannelSocket`, the same as a socket."""

from __future__ import annotations

import asyncio
import contextlib
import select
import socket
from typing import TYPE_CHECKING, Any

from virtreach.errors import ConnectionClosed, TransportError
from virtreach.routes.ssh.extra import asyncssh

if TYPE_CHECKING:
    from virtreach.routes.ssh.link import Link

__all__ = ["ChannelSocket", "Stream", "StreamSession"]

_HIGH = 4 << 20
_LOW = 1 << 20
_PIECE = 1 << 18
_LOOK = 0.2


class StreamSession(asyncssh.SSHTCPSession[bytes]):
    """asyncssh's side of a `Stream`: a buffer of bounded size, and the end and why.

    Attributes:
        ended: set when the channel is gone altogether.
        failure: why it ended, if not as it should.
    """

    def __init__(self, link: Link) -> None:
        """Make one over a connection."""
        self._link = link
        self._buffer = bytearray()
        self._chan: Any = None
        self._eof = False
        self._told = False  # whether the far side has said that this is the end
        self._paused = False
        self._readable = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()
        self.ended = asyncio.Event()
        self.failure: Exception | None = None

    def connection_made(self, chan: Any) -> None:
        self._chan = chan
        chan.set_write_buffer_limits(_HIGH, _LOW)

    def data_received(self, data: bytes, datatype: int | None) -> None:
        if datatype is not None:
            return
        self._buffer += data
        self._readable.set()
        if len(self._buffer) > _HIGH and not self._paused:
            self._paused = True
            self._chan.pause_reading()

    def eof_received(self) -> bool:
        self._told = True
        self._eof = True
        self._readable.set()
        return True  # our direction stays open

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is not None and self.failure is None:
            self.failure = self._link.explain(exc)
        self._eof = True
        self.ended.set()
        self._readable.set()
        self._writable.set()

    @property
    def readable(self) -> bool:
        """Whether `take` would return, or raise, at once."""
        return bool(self._buffer) or self._eof

    async def take(self, size: int) -> bytes:
        """Return at least one byte and at most `size`; nothing at the end."""
        while not self._buffer:
            if self._eof:
                # A connection that is ended in good order cuts its streams all the same, and asyncssh does not say so.
                cut = self.failure if self._told else self.failure or self._link.gone
                if cut is not None:
                    raise cut
                return b""
            self._readable.clear()
            await self._readable.wait()
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        if self._paused and len(self._buffer) < _LOW:
            self._paused = False
            self._chan.resume_reading()
        return data

    async def writable(self) -> None:
        """Wait until more may be written."""
        await self._writable.wait()
        if not self._link.flowing.is_set():
            # asyncssh itself never asks whether the socket takes what is written.
            await self._link.flowing.wait()
        if self.ended.is_set():
            raise self.failure or ConnectionClosed("the stream is closed")


class Stream:
    """Bytes to and from a service. For one reader and one writer at a time, in one event loop.

    Attributes:
        way: how it was made: ``direct``, or the relay's name.
        target: what is at its end, for people.
    """

    def __init__(self, chan: Any, session: StreamSession, *, way: str, target: str) -> None:
        self._chan = chan
        self._session = session
        self.way = way
        self.target = target

    async def read(self, size: int = _PIECE) -> bytes:
        """Read at least one byte and at most `size`; b"" is the far side's proper end.

        Raises:
            HopLost: the way broke; what was read before may not be all.
        """
        return await self._session.take(size)

    @property
    def readable(self) -> bool:
        """Whether reading would return at once: bytes have come, or the end."""
        return self._session.readable

    async def write(self, data: bytes) -> None:
        """Write, and wait while too much is under way.

        Raises:
            HopLost: the way broke; how much arrived is not known.
            ConnectionClosed: the stream was closed.
        """
        await self._session.writable()
        try:
            self._chan.write(data)
        except OSError as error:
            raise self._session.failure or ConnectionClosed(f"{self.target}: the stream is closed") from error
        await self._session.writable()

    def write_eof(self) -> None:
        """Say that nothing more will be written; reading goes on."""
        with contextlib.suppress(OSError):
            self._chan.write_eof()

    def close(self) -> None:
        """Close both directions. May be called twice."""
        self._chan.close()

    def abort(self) -> None:
        """Close without waiting for what is under way."""
        self._chan.abort()

    async def wait_closed(self) -> None:
        """Wait until it is closed."""
        await self._session.ended.wait()

    def to_socket(self) -> ChannelSocket:
        """Give the stream away as a socket, which any code may read and write; closing that closes the stream.

        The caller's event loop moves the bytes, so it has to run; the socket belongs to another thread or loop, or to
        code of this loop that never blocks.
        """
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        outside = ChannelSocket(fileno=theirs.detach())
        outside.way = self.way
        task = asyncio.get_running_loop().create_task(_pump(self, ours, outside))
        _pumps.add(task)
        task.add_done_callback(_pumps.discard)
        return outside


_pumps: set[asyncio.Task[None]] = set()


class ChannelSocket(socket.socket):
    """Our end of a stream through other machines, as a socket in blocking mode.

    A cut is no end: when the way broke, reading behind the last byte raises instead of giving b"".

    Attributes:
        failure: why the stream ended, if not as it should.
        way: how it was made: ``direct``, a relay's name, ``tcp`` or ``command``.
    """

    failure: Exception | None = None
    way = ""

    def recv(self, *args: Any) -> bytes:
        data = super().recv(*args)
        if not data:
            self._raise_if_cut()
        return data

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        count = super().recv_into(*args, **kwargs)
        if not count:
            self._raise_if_cut()
        return count

    def _raise_if_cut(self) -> None:
        if self.failure is not None:
            raise self.failure


async def _pump(stream: Stream, ours: socket.socket, outside: ChannelSocket) -> None:
    loop = asyncio.get_running_loop()

    async def down() -> None:
        try:
            while data := await stream.read():
                await loop.sock_sendall(ours, data)
        except TransportError as error:
            # Before the end shows: whoever sees the end looks here.
            outside.failure = error
            raise
        ours.shutdown(socket.SHUT_WR)

    async def up() -> None:
        while data := await loop.sock_recv(ours, _PIECE):
            await stream.write(data)
        stream.write_eof()
        # The other end may only have stopped writing. Closed, it wants nothing more; no event tells the two apart.
        poller = select.poll()
        poller.register(ours, 0)
        while not any(events & select.POLLHUP for _, events in poller.poll(0)):  # noqa: ASYNC110
            await asyncio.sleep(_LOOK)
        raise ConnectionClosed("the socket was closed")

    tasks = [loop.create_task(down()), loop.create_task(up())]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.exception()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        ours.close()
        stream.close()
