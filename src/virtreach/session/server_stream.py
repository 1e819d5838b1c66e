"""One stream of bytes with holes as the server sees it, without I/O.

A call that opens a stream makes a `ServerStream` under its serial, and the driver that answers the call reads and
writes it. Data goes both ways in STREAM packets; an empty one from us is the end of our data. The client ends the
stream with an empty OK packet, which waits for our OK, or breaks it off with an ERROR packet. Once a stream is over,
what still comes for it is dropped, since the client may have sent it before it knew (libvirt,
``src/remote/remote_daemon_stream.c`` and ``virNetServerProgramDispatch``).
"""

from __future__ import annotations

from collections import deque

from virtreach.errors import LibvirtError, StreamError
from virtreach.session.stream import Hole
from virtreach.wire.packet import CONTINUE, ERROR, HEADER, HEADER_SIZE, OK, STREAM, STREAM_HOLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.protocol.procedure import Procedure
    from virtreach.session.server import ServerSession

__all__ = ["CHUNK", "ServerStream"]

CHUNK = (1 << 20) - HEADER_SIZE
"""Bytes of data in the largest packet that we send."""

_PIECE = 64


class ServerStream:
    """The state of one stream; the driver holds it, and belongs to the session's thread.

    The driver sets what it wants to know, at the latest before the call that opened the stream has its reply::

        stream.on_data      = lambda data: ...     # valid during the call only; may raise LibvirtError
        stream.on_hole      = lambda length: ...   # a run of zeros, when the stream is sparse
        stream.on_finish    = lambda: ...          # the client is done; answer with `finished` or `fail`
        stream.on_abort     = lambda: ...          # the client broke it off, or is gone; the stream is closed
        stream.on_writable  = lambda: ...          # `write` has room again

    Without ``on_finish`` the end is acknowledged at once; data for which there is no ``on_data`` is refused.

    Attributes:
        procedure: what opened the stream.
        serial: the serial of the call that opened it.
        sparse: holes may go over it.
        open: neither side has ended it.
        paused: incoming data waits, because of `pause`.
        buffered: bytes that wait, and 64 more for each piece of them and each hole.
    """

    __slots__ = (
        "_ended",
        "_finishing",
        "_prefix",
        "_replied",
        "_session",
        "_stash",
        "_waiting",
        "buffered",
        "on_abort",
        "on_data",
        "on_finish",
        "on_hole",
        "on_writable",
        "open",
        "paused",
        "procedure",
        "serial",
        "sparse",
    )

    def __init__(
        self, session: ServerSession, procedure: Procedure[Any], serial: int, *, sparse: bool
    ) -> None:
        self.procedure = procedure
        self.serial = serial
        self.sparse = sparse
        self.open = True
        self.paused = False
        self.buffered = 0
        self.on_data: Callable[[bytes | memoryview], None] | None = None
        self.on_hole: Callable[[int], None] | None = None
        self.on_finish: Callable[[], None] | None = None
        self.on_abort: Callable[[], None] | None = None
        self.on_writable: Callable[[], None] | None = None
        self._session = session
        self._waiting: deque[bytes | Hole] = deque()
        self._ended = False
        self._finishing = False
        # What was sent before the call that opens the stream has its reply: that goes first.
        self._replied = False
        self._stash: list[bytes] = []
        self._prefix = (procedure.program_number, procedure.version, procedure.number)

    @property
    def identity(self) -> tuple[int, int]:
        """Program and procedure number, which each packet of the stream repeats."""
        return self._prefix[0], self._prefix[2]

    # To the client.

    @property
    def writable(self) -> bool:
        """Whether more data may be written now; else ``on_writable`` says when.

        It is not as long as the call that opens the stream has no reply.
        """
        session = self._session
        return self.open and self._replied and not session.blocked and not session.tired

    def write(self, data: bytes | memoryview) -> bool:
        """Send data.

        Returns:
            `writable`; what is written against it is kept in memory, and a driver that never looks fills it.

        Raises:
            StreamError: the stream is over, or `end` was said.
        """
        self._check()
        for start in range(0, len(data), CHUNK):
            piece = data[start : start + CHUNK]
            self._send(b"".join((self._header(STREAM, CONTINUE, len(piece)), piece)))
            self._session.spent(len(piece))
        return self.writable

    def hole(self, length: int) -> bool:
        """Send a run of zeros without the zeros; returns as `write` does.

        Raises:
            StreamError: the stream is over, or not sparse.
        """
        self._check()
        if not self.sparse:
            raise StreamError("the client did not ask for a sparse stream")
        from virtreach.protocol.rpc import encode_hole

        body = encode_hole(length)
        self._send(self._header(STREAM_HOLE, CONTINUE, len(body)) + body)
        return self.writable

    def end(self) -> None:
        """Say that no more data comes; the client will then finish the stream.

        Raises:
            StreamError: the stream is over, or it was said already.
        """
        self._check()
        self._ended = True
        self._send(self._header(STREAM, CONTINUE, 0))

    def finished(self) -> None:
        """Acknowledge the client's end: all of its data has arrived where it belongs."""
        if self.open:
            self._close()
            self._send(self._header(STREAM, OK, 0))

    def fail(self, error: LibvirtError) -> None:
        """Break the stream off with an error for the client. Does nothing when it is over."""
        if self.open:
            from virtreach.protocol.rpc import encode_error

            self._close()
            body = encode_error(error)
            self._send(self._header(STREAM, ERROR, len(body)) + body)

    def _send(self, packet: bytes) -> None:
        if self._replied:
            self._session.send(packet)
        else:
            self._stash.append(packet)

    def _check(self) -> None:
        if not self.open or self._ended:
            raise StreamError("the stream is over")

    def _header(self, kind: int, status: int, size: int) -> bytes:
        return HEADER.pack(HEADER_SIZE + size, *self._prefix, kind, self.serial, status)

    def _close(self) -> None:
        self.open = False
        self._waiting.clear()
        self.buffered = 0
        self._session.streams.pop(self.serial, None)

    # From the client. The session calls what begins with "take".

    def pause(self) -> None:
        """Take no more data for now. What comes waits here, and after some MiB the connection is not read any more."""
        self.paused = True

    def resume(self) -> None:
        """Take data again, beginning with what waits."""
        self.paused = False
        waiting = self._waiting
        while waiting and not self.paused and self.open:
            piece = waiting.popleft()
            if isinstance(piece, Hole):
                self.buffered -= _PIECE
                self._deliver(self.on_hole, int(piece))
            else:
                self.buffered -= len(piece) + _PIECE
                self._deliver(self.on_data, piece)
        if self._finishing and not waiting and not self.paused and self.open:
            self._finish()
        self._session.wake()

    def replied(self) -> list[bytes]:
        """The call that opens the stream has its reply now; gives what was to follow it."""
        self._replied = True
        stash, self._stash = self._stash, []
        return stash

    def take(self, data: bytes | memoryview) -> None:
        """A piece of the client's data has come."""
        if self.paused:
            self._waiting.append(bytes(data))
            self.buffered += len(data) + _PIECE
        else:
            self._deliver(self.on_data, data)

    def take_hole(self, length: int) -> None:
        """A run of zeros has come."""
        if not self.sparse:
            self._refuse("a hole in a stream that was not opened as sparse")
        elif self.paused:
            self._waiting.append(Hole(length))
            self.buffered += _PIECE
        else:
            self._deliver(self.on_hole, length)

    def take_finish(self) -> None:
        """The client has sent all it had."""
        self._finishing = True
        if not self._waiting:
            self._finish()

    def take_abort(self) -> None:
        """The client breaks the stream off."""
        self._close()
        self._send(self._header(STREAM, OK, 0))
        self.lost()

    def lost(self) -> None:
        """Tell the driver that nobody is at the other end any more."""
        self.open = False
        if self.on_abort is not None:
            self.on_abort()

    def _deliver(self, callback: Callable[[Any], None] | None, piece: Any) -> None:
        if callback is None:
            self._refuse("this stream takes no data")
            return
        try:
            callback(piece)
        except LibvirtError as error:
            self.fail(error)

    def _finish(self) -> None:
        if self.on_finish is None:
            self.finished()
            return
        try:
            self.on_finish()
        except LibvirtError as error:
            self.fail(error)

    def _refuse(self, what: str) -> None:
        from virtreach.session.server_answers import rpc_error

        self.fail(rpc_error(what))
        if self.on_abort is not None:
            self.on_abort()
