"""The client's side of a conversation: calls, replies, streams and messages.

`ClientSession` is fed with what arrives (`receive`) and hands back packets to
send. It matches replies to calls by serial, keeps the number of calls in flight
below the server's limit, puts stream data where it belongs and answers keepalive.

Why a window: libvirtd stops reading from a client that has ``max_client_requests``
(5 by default) calls in flight, and then no PONG gets through either, so that both
sides believe the other one dead. Calls beyond the window wait here instead.
"""

from __future__ import annotations

from collections import deque

from virtreach.errors import FrameError, StreamError
from virtreach.session.stream import ClientStream
from virtreach.wire.packet import (
    CALL,
    CONTINUE,
    ERROR,
    HEADER,
    HEADER_SIZE,
    MESSAGE,
    OK,
    OPENING_PACKET_MAX,
    PACKET_MAX,
    REPLY,
    STREAM,
    STREAM_HOLE,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.errors import LibvirtError
    from virtreach.protocol.procedure import Procedure

__all__ = [
    "KEEPALIVE_PROGRAM",
    "STREAM_BUFFER",
    "STREAM_BUFFER_MAX",
    "STREAM_PIECES",
    "STREAM_PIECES_MAX",
    "WINDOW",
    "Call",
    "ClientSession",
]

# One below the default of max_client_requests (5).
WINDOW = 4

# Data of one stream that nobody has taken yet, in bytes: above the first figure nothing more should be read while no
# call waits for its reply; above the second the stream is aborted, since calls on the connection must go on.
STREAM_BUFFER = 8 << 20
STREAM_BUFFER_MAX = 64 << 20
# The same for pieces: each takes some 200 bytes of memory, however few it holds, and a hole has no data at all.
STREAM_PIECES = 8192
STREAM_PIECES_MAX = 65536
# A piece that is no larger than a quarter of what was received with it is copied, so as not to keep the rest alive.
_COPIED = 4
# Packets that a peer may have us owe it: PINGs beyond that are not answered, for it does not read.
_OUTPUT_MAX = 64
# What arrives in pieces below that is joined as it comes: many small objects would take more memory than the packet.
_SMALL = 4096

KEEPALIVE_PROGRAM = 0x6B656570
_PING = 1
_PONG = 2
_PONG_PACKET = HEADER.pack(HEADER_SIZE, KEEPALIVE_PROGRAM, 1, _PONG, MESSAGE, 0, OK)
_PING_PACKET = HEADER.pack(HEADER_SIZE, KEEPALIVE_PROGRAM, 1, _PING, MESSAGE, 0, OK)
_SERIAL_LIMIT = 0xFFFF_FFF0
_pack = HEADER.pack
_unpack = HEADER.unpack_from


class Call:
    """A call that waits for its reply; each shell has a subclass of its own.

    Attributes:
        procedure: what is called.
        serial: its number on the wire, 0 before `ClientSession.begin`.
        stream: the stream that the call opens, or None.
    """

    # Defaults of the class, not slots: a call that sets nothing but its serial is cheaper to make.
    serial = 0
    stream: ClientStream | None = None

    def __init__(self, procedure: Procedure[Any]) -> None:
        self.procedure = procedure

    def resolve(self, packet: bytes) -> None:
        """Take the reply: a whole packet whose body begins at `HEADER_SIZE`."""
        raise AssertionError("a shell defines what a reply does")

    def reject(self, error: Exception) -> None:
        """Take the error that came instead of the reply."""
        raise AssertionError("a shell defines what an error does")


class ClientSession:
    """Everything that is known about one connection, except how to move its bytes.

    Args:
        window: calls that may be in flight at once; further ones wait in order.
        on_message: called with (program number, procedure number, packet) for each message that is not a reply,
            i.e. for events.
        trace: called with (direction, packet) for each packet, or None.

    Thread safety is the shell's business: `begin`, `abandon` and `receive` change the same tables and must not run
    at the same time.
    """

    __slots__ = (
        "_chunks",
        "_have",
        "_max",
        "_need",
        "_rest",
        "_sink",
        "on_late",
        "on_message",
        "output",
        "pending",
        "queue",
        "serial",
        "streams",
        "trace",
        "window",
    )

    def __init__(
        self,
        *,
        window: int = WINDOW,
        on_message: Callable[[int, int, bytes], None] | None = None,
        trace: Callable[[str, bytes], None] | None = None,
    ) -> None:
        self.window = window
        self.on_message = on_message
        # Called with a procedure and a reply that nobody waited for any longer; gives the call that undoes it, if any.
        self.on_late: Callable[[Procedure[Any], bytes], tuple[Procedure[Any], bytes] | None] | None = None
        self.trace = trace
        self.serial = 0
        self.pending: dict[int, Call] = {}
        self.streams: dict[int, ClientStream] = {}
        # A deque once something has to wait: an empty one takes more memory than the rest of an idle session.
        self.queue: deque[tuple[Call, bytes]] | None = None
        self.output: list[bytes] = []
        self._max = OPENING_PACKET_MAX
        # An incomplete packet: its pieces, their size, and the size that is waited for (0 when there is none).
        self._chunks: list[bytes | bytearray] = []
        self._have = 0
        self._need = 0
        # Inside the body of a stream packet: where it goes (None: nowhere), and how much is still to come.
        self._sink: ClientStream | None = None
        self._rest = 0

    def opened(self) -> None:
        """The connection is open: packets may now be as large as libvirt allows."""
        self._max = PACKET_MAX

    # Sending.

    def begin(self, call: Call, body: bytes) -> bytes:
        """Number a call and remember it.

        Args:
            call: what waits for the reply.
            body: the encoded arguments.

        Returns:
            The packet to send now, or nothing when the window is full: then it comes out of ``output`` later.
        """
        serial = self.serial + 1
        if serial > _SERIAL_LIMIT:
            serial = 1
        self.serial = call.serial = serial
        procedure = call.procedure
        packet = _pack(
            HEADER_SIZE + len(body),
            procedure.program_number,
            procedure.version,
            procedure.number,
            CALL,
            serial,
            OK,
        )
        if body:
            packet += body
        if self.queue or len(self.pending) >= self.window:
            # Behind those that wait already, even when a place has just become free: a task that calls again and again
            # would take every one of them.
            if self.queue is None:
                self.queue = deque()
            self.queue.append((call, packet))
            return b""
        if procedure.stream or self.trace is not None:
            self._sent(call, packet)
        else:
            self.pending[serial] = call
        return packet

    def _sent(self, call: Call, packet: bytes) -> None:
        self.pending[call.serial] = call
        if call.procedure.stream:
            # Before the packet leaves: data may overtake the reply.
            stream = call.stream = self.streams[call.serial] = ClientStream(call.procedure, call.serial)
            # The flags are the last field.
            stream.sparse = bool(call.procedure.sparse_flag & int.from_bytes(packet[-4:], "big"))
        if self.trace is not None:
            self.trace("send", packet)

    def abandon(self, call: Call) -> bool:
        """Stop waiting for a call.

        Returns:
            True when it was never sent, so that nothing can have come of it. Otherwise it keeps its place in the
            window until its reply comes, since the server is still busy with it.
        """
        for entry in self.queue or ():
            if entry[0] is call:
                assert self.queue is not None
                self.queue.remove(entry)
                return True
        if call.serial in self.pending:
            self.pending[call.serial] = _Abandoned(call, self)
        return False

    def withdraw(self, call: Call) -> None:
        """Take back a call whose packet has not been sent after all."""
        self.pending.pop(call.serial, None)
        self.streams.pop(call.serial, None)
        self._release()

    def ping(self) -> bytes:
        """A keepalive PING packet."""
        if self.trace is not None:
            self.trace("send", _PING_PACKET)
        return _PING_PACKET

    # Receiving.

    @property
    def congested(self) -> bool:
        """Whether a stream holds more data than should be read ahead of its reader."""
        if not self.streams:
            return False
        # A copy: another thread may open a stream meanwhile.
        return any(
            stream.buffered > STREAM_BUFFER or len(stream.incoming) > STREAM_PIECES
            for stream in list(self.streams.values())
        )

    @property
    def wanted(self) -> int:
        """How many bytes the incomplete packet still lacks; 0 when none is incomplete."""
        return self._rest or (self._need - self._have if self._need else 0)

    def receive(self, data: bytes) -> None:
        """Take bytes as they come from the peer, in pieces of any size.

        Replies go to their calls, events to ``on_message``, stream data to its stream. Afterwards ``output`` may hold
        packets that must be sent: PONGs, and calls that waited for the window.

        Raises:
            FrameError: the peer broke the protocol; the session is of no more use.
        """
        if self._rest:
            data = self._stream_rest(data)
        elif self._need:
            last = self._chunks[-1]
            if len(data) >= _SMALL:
                self._chunks.append(data)
            elif isinstance(last, bytearray):
                last += data
            else:
                self._chunks.append(bytearray(data))
            self._have += len(data)
            if self._have < self._need:
                return
            data = b"".join(self._chunks)
            self._chunks.clear()
            self._need = 0
        position = 0
        end = len(data)
        pending = self.pending
        while position < end:
            available = end - position
            if available < HEADER_SIZE:
                # A bad length is refused as soon as it is there, however it comes.
                if available < 4:
                    self._keep(data[position:], 4)
                    return
                self._check_length(int.from_bytes(data[position : position + 4], "big"))
                self._keep(data[position:], HEADER_SIZE)
                return
            length, program, version, number, kind, serial, status = _unpack(data, position)
            if length > self._max or length < HEADER_SIZE:
                self._check_length(length)
            if kind == STREAM and status == CONTINUE and length > HEADER_SIZE:
                position = self._stream_data(data, position, length, (program, version, number, serial))
                continue
            if length > available:
                self._keep(data[position:] if position else data, length)
                return
            packet = data if length == end else data[position : position + length]
            position += length
            if self.trace is not None:
                self.trace("recv", packet)
            if kind != REPLY or serial not in pending:
                self._other(packet, program, number, kind, serial, status)
                continue
            # It stays pending until all is known to be well: what raises here is told to it by `fail`.
            call = pending[serial]
            procedure = call.procedure
            if number != procedure.number or program != procedure.program_number:
                raise FrameError(
                    f"the reply with serial {serial} is for procedure {number} of program {program:#x}, "
                    f"but {procedure.name} was called"
                )
            if status == OK:
                del pending[serial]
                call.resolve(packet)
            else:
                self._reply_error(call, packet, status)
            if self.queue:
                self._release()

    def receive_reply(self, data: bytes, call: Call) -> bool:
        """Take bytes that are most likely the reply to one call, whole, and nothing else.

        Returns:
            Whether they were: then the call is no longer pending, and whoever waits for it takes the packet itself.
            Else nothing has happened, and the bytes belong to `receive`.
        """
        if self._need or self._rest or len(data) < HEADER_SIZE or self.queue or self.trace is not None:
            return False
        length, program, _, number, kind, serial, status = _unpack(data)
        procedure = call.procedure
        if (
            length != len(data)
            or kind != REPLY
            or status != OK
            or serial != call.serial
            or number != procedure.number
            or program != procedure.program_number
            or serial not in self.pending
        ):
            return False
        del self.pending[serial]
        return True

    def _check_length(self, length: int) -> None:
        if not HEADER_SIZE <= length <= self._max:
            raise FrameError(f"a packet of {length} bytes; {HEADER_SIZE} to {self._max} are allowed here")

    def _keep(self, data: bytes, need: int) -> None:
        self._chunks.append(data)
        self._have = len(data)
        self._need = need

    def _release(self) -> None:
        """Let calls that wait for the window go."""
        while self.queue and len(self.pending) < self.window:
            call, packet = self.queue.popleft()
            self._sent(call, packet)
            self.output.append(packet)

    def _reply_error(self, call: Call, packet: bytes, status: int) -> None:
        if status != ERROR:
            raise FrameError(f"a reply with status {status}")
        error = _decode_error(packet)
        del self.pending[call.serial]
        if call.stream is not None:
            self.streams.pop(call.serial, None)
        call.reject(error)

    def _other(self, packet: bytes, program: int, number: int, kind: int, serial: int, status: int) -> None:
        if kind == MESSAGE:
            if program == KEEPALIVE_PROGRAM:
                self._keepalive(number, len(packet))
            elif self.on_message is not None:
                self.on_message(program, number, packet)
        elif kind in (STREAM, STREAM_HOLE):
            self._stream_control(packet, (program, number, serial), kind, status)
        elif kind == REPLY:
            raise FrameError(f"a reply with serial {serial}, which no call waits for")
        else:
            raise FrameError(f"a packet of type {kind}, which a server does not send")

    def _keepalive(self, number: int, length: int) -> None:
        if length != HEADER_SIZE or number not in (_PING, _PONG):
            raise FrameError(f"keepalive procedure {number} with {length - HEADER_SIZE} bytes of body")
        if number == _PING and len(self.output) < _OUTPUT_MAX:
            self.output.append(_PONG_PACKET)
            if self.trace is not None:
                self.trace("send", _PONG_PACKET)

    # Streams.

    def _stream_data(
        self, data: bytes, position: int, length: int, identity: tuple[int, int, int, int]
    ) -> int:
        """Hand stream data on as it comes, without waiting for the whole packet."""
        program, _version, number, serial = identity
        stream = self._stream_for(program, number, serial)
        if self.trace is not None:
            self.trace("recv", data[position : position + HEADER_SIZE])
        start = position + HEADER_SIZE
        stop = position + length
        if stop > len(data):
            self._sink = stream
            self._rest = stop - len(data)
            stop = len(data)
        if stream is not None and stop > start:
            self._feed(stream, data, start, stop)
        return stop

    def _feed(self, stream: ClientStream, data: bytes, start: int, stop: int) -> None:
        """Hand a part of what was received to its stream."""
        if (stop - start) * _COPIED <= len(data):
            stream.feed(data[start:stop])
        else:
            stream.feed(memoryview(data)[start:stop] if stop - start < len(data) else data)
        self._check_backlog(stream)

    def _check_backlog(self, stream: ClientStream) -> None:
        """Abort a stream whose reader takes nothing: what else comes on the connection must go on."""
        if stream.buffered > STREAM_BUFFER_MAX or len(stream.incoming) > STREAM_PIECES_MAX:
            what = f"{stream.buffered >> 20} MiB of stream data in {len(stream.incoming)} pieces"
            abort = stream.abort()
            stream.overrun(StreamError(f"{what} were not taken; it was aborted"))
            if abort:
                self.output.append(abort)

    def _stream_rest(self, data: bytes) -> bytes:
        """Hand on what belongs to the stream packet that an earlier piece began."""
        size = min(self._rest, len(data))
        self._rest -= size
        stream = self._sink
        if stream is not None:
            self._feed(stream, data, 0, size)
        if not self._rest:
            self._sink = None
        return data[size:]

    def _stream_for(self, program: int, number: int, serial: int) -> ClientStream | None:
        """The stream with that serial; None for one that is over and may be skipped."""
        stream = self.streams.get(serial)
        if stream is None:
            if not 0 < serial <= self.serial:
                raise FrameError(f"stream data with serial {serial}, which no stream has")
            return None
        if stream.identity != (program, number):
            raise FrameError(
                f"stream data with serial {serial} for procedure {number} of program {program:#x}"
            )
        return stream

    def _stream_control(self, packet: bytes, identity: tuple[int, int, int], kind: int, status: int) -> None:
        stream = self._stream_for(*identity)
        if kind == STREAM_HOLE:
            length = _decode_hole(packet)
            if stream is not None:
                if not stream.sparse:
                    # A few bytes would have whoever receives it write any number of zeros.
                    raise FrameError(f"a hole of {length} bytes in a stream that was not opened as sparse")
                stream.feed_hole(length)
                self._check_backlog(stream)
        elif stream is None:
            return
        elif status == CONTINUE:
            stream.feed_end()
        elif status == OK:
            self.streams.pop(stream.serial, None)
            stream.feed_finished()
        elif status == ERROR:
            self.streams.pop(stream.serial, None)
            stream.fail(_decode_error(packet))
        else:
            raise FrameError(f"a stream packet with status {status}")

    # The end.

    def fail(self, make_error: Callable[[Procedure[Any], bool], Exception], reason: Exception) -> None:
        """The connection is gone: nothing that waits will be answered.

        Args:
            make_error: gives the error for a call from its procedure and whether it was sent.
            reason: the error that streams end with.
        """
        waiting: list[tuple[Call, bool]] = [(call, True) for call in self.pending.values()]
        waiting += [(call, False) for call, _ in self.queue or ()]
        streams = list(self.streams.values())
        self.pending.clear()
        self.queue = None
        self.streams.clear()
        for call, sent in waiting:
            call.reject(make_error(call.procedure, sent))
        for stream in streams:
            stream.fail(reason)


class _Abandoned(Call):
    """Holds the place of a call that nobody waits for any more."""

    def __init__(self, call: Call, session: ClientSession) -> None:
        super().__init__(call.procedure)
        self.serial = call.serial
        self.stream = call.stream
        self._session = session

    def resolve(self, packet: bytes) -> None:
        if self.stream is not None:
            # Nobody will ever use the stream that this call opened.
            abort = self.stream.abort()
            if abort:
                self._session.output.append(abort)
        undo = self._session.on_late(self.procedure, packet) if self._session.on_late is not None else None
        if undo is not None:
            procedure, body = undo
            undoing = self._session.begin(_Abandoned(Call(procedure), self._session), body)
            if undoing:
                self._session.output.append(undoing)

    def reject(self, error: Exception) -> None:
        """Nobody waits for the error either."""


def _decode_error(packet: bytes) -> LibvirtError:
    from virtreach.protocol.rpc import decode_error

    return decode_error(packet, HEADER_SIZE)


def _decode_hole(packet: bytes) -> int:
    from virtreach.protocol.rpc import decode_hole

    return decode_hole(packet, HEADER_SIZE)
