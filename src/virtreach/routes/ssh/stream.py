"""`Stream`: bytes to and from what stands at the end of a chain; and `ChannelSocket`, the same as a socket."""

from __future__ import annotations

import asyncio
import collections
import contextlib
import socket
from typing import TYPE_CHECKING, Any

from virtreach.errors import ConnectionClosed
from virtreach.routes.ssh.extra import asyncssh
from virtreach.routes.ssh.pumping import pump

if TYPE_CHECKING:
    from collections.abc import Callable

    from virtreach.routes.ssh.link import Link

__all__ = ["ChannelSocket", "Stream", "StreamSession"]

_HIGH = 4 << 20
_LOW = 1 << 20
_PIECE = 1 << 18


class StreamSession(asyncssh.SSHTCPSession[bytes]):
    """asyncssh's side of a `Stream`: a buffer of bounded size, and the end and why.

    Attributes:
        ended: set when the channel is gone altogether.
        failure: why it ended, if not as it should.
        watcher: called when there is something to take; None while nobody wants to be.
    """

    def __init__(self, link: Link) -> None:
        """Make one over a connection."""
        self._link = link
        self._pieces: collections.deque[bytes] = collections.deque()
        self._begin = 0  # how much of the first piece is taken
        self._held = 0
        self._chan: Any = None
        self._eof = False
        self._told = False  # whether the far side has said that this is the end
        self._paused = False
        self._readable = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()
        self.ended = asyncio.Event()
        self.failure: Exception | None = None
        self.watcher: Callable[[], None] | None = None

    def connection_made(self, chan: Any) -> None:
        self._chan = chan
        chan.set_write_buffer_limits(_HIGH, _LOW)

    def data_received(self, data: bytes, datatype: int | None) -> None:
        if datatype is not None:
            return
        self._pieces.append(data)
        self._held += len(data)
        self._notify()
        if self._held > _HIGH and not self._paused:
            self._paused = True
            self._chan.pause_reading()

    def eof_received(self) -> bool:
        self._told = True
        self._eof = True
        self._notify()
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
        self._writable.set()
        # Later, as the connection learns of its own end after its channels.
        asyncio.get_running_loop().call_soon(self._notify)

    def _notify(self) -> None:
        self._readable.set()
        if self.watcher is not None:
            self.watcher()

    @property
    def readable(self) -> bool:
        """Whether `take` would return, or raise, at once."""
        return bool(self._held) or self._eof

    async def take(self, size: int) -> bytes:
        """Return at least one byte and at most `size`; nothing at the end."""
        while (data := self.take_now(size)) is None:
            self._readable.clear()
            await self._readable.wait()
        return data

    def take_now(self, size: int) -> bytes | None:
        """Return the same of what is there; None when nothing is, and more may come."""
        if not self._held:
            if not self._eof:
                return None
            # A connection that is ended in good order cuts its streams all the same, and asyncssh does not say so.
            cut = self.failure if self._told else self.failure or self._link.gone
            if cut is not None:
                raise cut
            return b""
        taken = []
        while size and self._pieces:
            piece = self._pieces[0]
            rest = len(piece) - self._begin
            if size < rest:
                taken.append(piece[self._begin : self._begin + size])
                self._begin += size
                break
            taken.append(piece[self._begin :] if self._begin else piece)
            self._pieces.popleft()
            self._begin = 0
            size -= rest
        data = taken[0] if len(taken) == 1 else b"".join(taken)
        self._held -= len(data)
        if self._paused and self._held < _LOW:
            self._paused = False
            self._chan.resume_reading()
        return data

    def give(self, data: bytes) -> bool:
        """Write; return whether that was possible."""
        try:
            self._chan.write(data)
        except OSError:
            return False
        return True

    @property
    def has_room(self) -> bool:
        """Whether more may be written at once."""
        return self._writable.is_set() and self._link.flowing.is_set() and not self.ended.is_set()

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
        if not self._session.give(data):
            raise self._session.failure or ConnectionClosed(f"{self.target}: the stream is closed")
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
        task = asyncio.get_running_loop().create_task(pump(self, self._session, ours, outside))
        _pumps.add(task)
        task.add_done_callback(_pumps.discard)
        return outside


_pumps: set[asyncio.Task[None]] = set()


class ChannelSocket(socket.socket):
    """Our end of a stream through other machines, as a socket in blocking mode.

    A cut is no end: when the way broke, reading behind the last byte raises instead of giving b"", and writing says why
    it fails.

    Attributes:
        failure: why the stream ended, if not as it should.
        way: how it was made: ``direct``, a relay's name, ``tcp`` or ``command``.
    """

    failure: Exception | None = None
    way = ""

    def recv(self, *args: Any) -> bytes:
        try:
            data = super().recv(*args)
        except OSError:
            self._raise_if_cut()
            raise
        if not data:
            self._raise_if_cut()
        return data

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        try:
            count = super().recv_into(*args, **kwargs)
        except OSError:
            self._raise_if_cut()
            raise
        if not count:
            self._raise_if_cut()
        return count

    def send(self, *args: Any) -> int:
        try:
            return super().send(*args)
        except OSError:
            self._raise_if_cut()
            raise

    def sendall(self, *args: Any) -> None:
        try:
            super().sendall(*args)
        except OSError:
            self._raise_if_cut()
            raise

    def _raise_if_cut(self) -> None:
        if self.failure is not None:
            raise self.failure
