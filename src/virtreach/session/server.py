"""The server's side of a conversation: calls, replies, streams and messages.

`ServerSession` is fed with what arrives (`receive`), hands calls out (``on_call``) and collects packets to send in
``output``. A call that is answered at once costs no more than a function call; one that takes its time is *deferred*,
and its reply is handed in later.

Of deferred calls a client may have ``limit`` at a time. Further calls wait in order, and the session reads on, so that
keepalive is answered even if every call hangs (libvirtd stops reading then, and the client believes it dead). What
waits is bounded: beyond that the session is `congested`, and its shell should stop reading.
"""

from __future__ import annotations

from collections import deque

from virtreach.errors import DecodeError, FrameError, LibvirtError
from virtreach.session.server_answers import rpc_error, undecodable
from virtreach.session.server_stream import ServerStream
from virtreach.wire.packet import (
    CALL,
    CALL_WITH_FDS,
    CONTINUE,
    ERROR,
    HEADER,
    HEADER_SIZE,
    MESSAGE,
    OK,
    PACKET_MAX,
    REPLY,
    STREAM,
    STREAM_HOLE,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from virtreach.protocol.procedure import Procedure
    from virtreach.session.programs import Programs
    from virtreach.session.relay import Relay, RelayStream

    AnyStream: TypeAlias = ServerStream | RelayStream

__all__ = ["LARGE", "LIMIT", "OPENING_MAX", "STREAMS_MAX", "ServerSession"]

LIMIT = 5
"""Deferred calls of one client at a time (libvirtd: ``max_client_requests``)."""
OPENING_MAX = 131_072
"""The largest packet before the client is known, bytes: SASL data of 32,000 characters of four bytes each."""
LARGE = 1 << 20
"""A packet of more bytes is large: somebody is told of it while it is incomplete."""
STREAMS_MAX = 128
"""Streams that one client may have open at a time."""

# Calls that wait, their bytes, and bytes of a paused stream, beyond which nothing more should be read.
_WAITING_MAX = 256
_WAITING_BYTES = 1 << 20
_STREAM_BYTES = 4 << 20
# Replies to what was received in one go, in bytes, after which it is looked whether the client takes any.
_REPLIES_BYTES = 1 << 20
# Stream data that is written without a pause, in bytes: a client that reads as fast as we write is not alone.
_TURN_BYTES = 1 << 20
# What arrives in pieces below that is joined as it comes: many small objects would take more memory than the packet.
_SMALL = 4096

_KEEPALIVE = 0x6B656570
_PING, _PONG = 1, 2
_PONG_PACKET = HEADER.pack(HEADER_SIZE, _KEEPALIVE, 1, _PONG, MESSAGE, 0, OK)
_PING_PACKET = HEADER.pack(HEADER_SIZE, _KEEPALIVE, 1, _PING, MESSAGE, 0, OK)
_pack = HEADER.pack
_unpack = HEADER.unpack_from


class ServerSession:
    """Everything that is known about one client's conversation, except how to move its bytes.

    Args:
        programs: what may be called.
        limit: deferred calls at a time.

    Attributes:
        programs: as above.
        on_call: ``(procedure, serial, packet)`` to the body of the reply, or None when the call is deferred; may raise
            `LibvirtError`, and `DecodeError` for a body that does not fit. Set by the shell.
        on_stream: the same for a call that opens a stream, which is a fourth argument.
        on_large: ``(size)``: called in `receive` when a large packet has come in part, and with 0 when it is whole.
        on_flush: called in `receive` when there is much in ``output``: to send it, and to set ``blocked``.
        on_wake: called when ``output`` gets something outside of `receive`, and when the session is less congested.
        output: packets to send, in order; the shell takes them out.
        on_tired: called when streams have written so much that others should have a turn; `rested` is called after it.
        tired: they may not write until then.
        blocked: set by the shell while the client does not take what it was sent; streams look at it.
        streams: open streams by serial.
        deferred: how many calls are being carried out.
        receiving: what ``output`` gets will be looked at, without ``on_wake``.
        relay: what passes calls on to a host, streams with them; or None.

    Belongs to one thread.
    """

    __slots__ = (
        "_chunks",
        "_fresh",
        "_have",
        "_held",
        "_limit",
        "_max",
        "_need",
        "_rest",
        "_sink",
        "_turn",
        "_unreplied",
        "_waiting",
        "_waiting_bytes",
        "blocked",
        "deferred",
        "on_call",
        "on_flush",
        "on_large",
        "on_stream",
        "on_tired",
        "on_wake",
        "output",
        "programs",
        "receiving",
        "relay",
        "streams",
        "tired",
    )

    on_call: Callable[[Procedure[Any], int, bytes], bytes | None]
    # A driver knows which of the two kinds of streams it gets: what relays gets `RelayStream`.
    on_stream: Callable[[Procedure[Any], int, bytes, Any], bytes | None]

    def __init__(self, programs: Programs, *, limit: int = LIMIT) -> None:
        self.programs = programs
        self._limit = limit
        self.on_flush: Callable[[], None] | None = None
        self.on_large: Callable[[int], None] | None = None
        self.on_tired: Callable[[], None] | None = None
        self.on_wake: Callable[[], None] | None = None
        self.tired = False
        self._turn = 0
        self.output: list[bytes] = []
        self.blocked = False
        self.relay: Relay | None = None
        self.streams: dict[int, AnyStream] = {}
        # Streams whose calls have no reply yet, and those that got it just now.
        self._unreplied: dict[int, AnyStream] = {}
        self._fresh: list[AnyStream] = []
        self.deferred = 0
        self._waiting: deque[tuple[Procedure[Any], int, bytes]] | None = None
        self._waiting_bytes = 0
        self._max = OPENING_MAX
        self.receiving = False
        # What was received and not looked at, because the client does not take the replies to what came before it.
        self._held = b""
        # An incomplete packet: its pieces, their size, and the size that is waited for (0 when there is none).
        self._chunks: list[bytes | bytearray] = []
        self._have = 0
        self._need = 0
        # Inside the body of a stream packet: where it goes (None: nowhere), and how much is still to come.
        self._sink: AnyStream | None = None
        self._rest = 0

    def opened(self) -> None:
        """The client is known: packets may now be as large as libvirt allows."""
        self._max = PACKET_MAX

    def bar(self) -> None:
        """Take nothing more until `unbar`: what comes after this call belongs under a security layer."""
        self._max = 0

    def unbar(self) -> None:
        """The layer is in force.

        Raises:
            FrameError: something came before it was, which anybody on the way may have put there.
        """
        if self._chunks or self._held or self._need:
            raise FrameError("data before the security layer")
        self._max = OPENING_MAX

    @property
    def waiting(self) -> int:
        """How many calls wait for others to end."""
        return len(self._waiting) if self._waiting else 0

    def busy(self) -> bool:
        """Whether what comes next has to wait for something, or goes on with something."""
        return bool(self._need or self._rest or self._held or self.deferred >= self._limit or self.blocked)

    @property
    def congested(self) -> bool:
        """Whether so much waits here that nothing more should be read."""
        if self._waiting and (len(self._waiting) > _WAITING_MAX or self._waiting_bytes > _WAITING_BYTES):
            return True
        if self._held or (self.relay is not None and self.relay.blocked):
            return True
        return any(stream.buffered > _STREAM_BYTES for stream in self.streams.values())

    # Receiving.

    def receive(self, data: bytes) -> None:
        """Take bytes as they come from the client, in pieces of any size; then look at ``output``.

        Raises:
            FrameError: the client broke the protocol in a way that libvirtd, too, closes the connection for.
        """
        if self._held:
            data, self._held = self._held + data, b""
        self.receiving = True
        try:
            self._receive(data)
        finally:
            self.receiving = False
        if self._fresh:
            self._start_streams()
        if self.relay is not None and self.relay.host.output:
            self.relay.flush()

    def _receive(self, data: bytes) -> None:
        if self._rest:
            data = self._stream_rest(data)
        elif self._need:
            whole = self._joined(data)
            if whole is None:
                return
            data = whole
        position = 0
        replies = 0
        end = len(data)
        while position < end:
            if replies > _REPLIES_BYTES:
                # A small call may have a large reply, and many calls fit into what comes at once.
                replies = 0
                if self.on_flush is not None:
                    self.on_flush()
                if self.blocked:
                    self._held = data[position:]
                    return
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
                position = self._stream_data(data, position, length, (program, number, serial))
                continue
            if length > available:
                self._keep(data[position:] if position else data, length)
                return
            packet = data if length == end else data[position : position + length]
            position += length
            if kind != CALL:
                self._other(packet, kind)
                continue
            try:
                if status != OK:
                    raise rpc_error(f"Unexpected message status {status}")
                procedure = self.programs[program, version, number]
                if self.deferred >= self._limit:
                    self._wait(procedure, serial, packet)
                    continue
                body = (
                    self._open_stream(procedure, serial, packet)
                    if procedure.stream
                    else self.on_call(procedure, serial, packet)
                )
            except LibvirtError as error:
                self.output.append(_error_packet(program, version, number, serial, error))
                continue
            except DecodeError:
                self.output.append(_error_packet(program, version, number, serial, undecodable()))
                continue
            if body is None:
                self.deferred += 1
            else:
                size = HEADER_SIZE + len(body)
                replies += size
                self.output.append(_pack(size, program, version, number, REPLY, serial, OK) + body)
                if procedure.stream:
                    self._stream_replied(serial)

    def _joined(self, data: bytes) -> bytes | None:
        """Put a piece to those of the incomplete packet; gives all of it once it is enough."""
        last = self._chunks[-1]
        if len(data) >= _SMALL:
            self._chunks.append(data)
        elif isinstance(last, bytearray):
            last += data
        else:
            self._chunks.append(bytearray(data))
        self._have += len(data)
        if self._have < self._need:
            return None
        joined = b"".join(self._chunks)
        self._chunks.clear()
        if self._need > LARGE and self.on_large is not None:
            self.on_large(0)
        self._need = 0
        return joined

    def _keep(self, data: bytes, need: int) -> None:
        self._chunks.append(data)
        self._have = len(data)
        self._need = need
        if need > LARGE and self.on_large is not None:
            self.on_large(need)

    def _check_length(self, length: int) -> None:
        if not HEADER_SIZE <= length <= self._max:
            raise FrameError(f"a packet of {length} bytes; {HEADER_SIZE} to {self._max} are allowed here")

    def _other(self, packet: bytes, kind: int) -> None:
        """Take what is no plain call. What makes no sense is dropped without a word, as libvirtd does."""
        _, program, version, number, _, serial, status = _unpack(packet)
        if kind == MESSAGE and program == _KEEPALIVE:
            if number == _PING:
                self.output.append(_PONG_PACKET)
        elif kind in (STREAM, STREAM_HOLE):
            self._stream_control(packet, (program, number, serial), kind, status)
        elif kind == CALL_WITH_FDS:
            refusal = rpc_error("file descriptors cannot be passed to this daemon")
            self.output.append(_error_packet(program, version, number, serial, refusal))

    # Calls that take their time.

    def _wait(self, procedure: Procedure[Any], serial: int, packet: bytes) -> None:
        if self._waiting is None:
            self._waiting = deque()
        self._waiting.append((procedure, serial, packet))
        self._waiting_bytes += len(packet)

    def reply(self, procedure: Procedure[Any], serial: int, body: bytes) -> None:
        """Answer a deferred call."""
        size = HEADER_SIZE + len(body)
        prefix = (procedure.program_number, procedure.version, procedure.number)
        self._answered(_pack(size, *prefix, REPLY, serial, OK) + body, serial if procedure.stream else None)

    def reply_error(self, procedure: Procedure[Any], serial: int, error: LibvirtError) -> None:
        """Answer a deferred call with an error."""
        if procedure.stream:
            stream = self._unreplied.pop(serial, None)
            if stream is not None and self.streams.pop(serial, None) is stream:
                stream.lost()
        prefix = (procedure.program_number, procedure.version, procedure.number)
        self._answered(_error_packet(*prefix, serial, error))

    def pass_reply(self, packet: bytes, stream: int | None, *, failed: bool) -> None:
        """Answer a deferred call with a reply that is there already.

        Args:
            packet: the reply.
            stream: the serial, for a call that opens a stream; else None.
            failed: the reply is an error.
        """
        if failed and stream is not None:
            self._unreplied.pop(stream, None)
            self.streams.pop(stream, None)
            stream = None
        self._answered(packet, stream)

    def _answered(self, packet: bytes, stream: int | None = None) -> None:
        self.deferred -= 1
        self.output.append(packet)
        if stream is not None:
            self._stream_replied(stream)
        while self._waiting and self.deferred < self._limit:
            procedure, serial, waiting = self._waiting.popleft()
            self._waiting_bytes -= len(waiting)
            self._now(procedure, serial, waiting)
        self.wake()
        if self._fresh and not self.receiving:
            self._start_streams()

    def _now(self, procedure: Procedure[Any], serial: int, packet: bytes) -> None:
        """Carry out a call that had to wait."""
        prefix = (procedure.program_number, procedure.version, procedure.number)
        try:
            if procedure.stream:
                body = self._open_stream(procedure, serial, packet)
            else:
                body = self.on_call(procedure, serial, packet)
        except LibvirtError as error:
            self.output.append(_error_packet(*prefix, serial, error))
        except DecodeError:
            self.output.append(_error_packet(*prefix, serial, undecodable()))
        else:
            if body is None:
                self.deferred += 1
            else:
                self.output.append(_pack(HEADER_SIZE + len(body), *prefix, REPLY, serial, OK) + body)
                if procedure.stream:
                    self._stream_replied(serial)

    # Sending.

    def message(self, procedure: Procedure[Any], body: bytes) -> None:
        """Send an event."""
        size = HEADER_SIZE + len(body)
        self.send(
            _pack(size, procedure.program_number, procedure.version, procedure.number, MESSAGE, 0, OK) + body
        )

    def ping(self) -> None:
        """Send a keepalive PING."""
        self.send(_PING_PACKET)

    def send(self, packet: bytes) -> None:
        """Send a packet that is no reply."""
        self.output.append(packet)
        self.wake()

    def wake(self) -> None:
        """Let the shell look at ``output`` and at `congested`, unless it will anyway."""
        if not self.receiving and self.on_wake is not None:
            self.on_wake()

    def unblocked(self) -> None:
        """The client takes data again: let calls that came meanwhile and streams go on.

        Raises:
            FrameError: as in `receive`.
        """
        self.blocked = False
        if self._held:
            self.receive(b"")
        self._go_on()
        if self.relay is not None:
            self.relay.resume()

    def rested(self) -> None:
        """Others have had their turn: let streams go on."""
        self.tired = False
        self._turn = 0
        self._go_on()

    def spent(self, size: int) -> None:
        """A stream has written so many bytes."""
        self._turn += size
        if self._turn >= _TURN_BYTES and not self.tired and self.on_tired is not None:
            self.tired = True
            self.on_tired()

    def _go_on(self) -> None:
        for stream in list(self.streams.values()):
            if stream.writable and stream.on_writable is not None:
                stream.on_writable()

    # Streams.

    def _open_stream(self, procedure: Procedure[Any], serial: int, packet: bytes) -> bytes | None:
        if serial in self.streams or serial in self._unreplied:
            raise rpc_error(f"the stream with serial {serial} is still open")
        if len(self.streams) >= STREAMS_MAX:
            raise rpc_error(f"more than {STREAMS_MAX} streams at a time")
        # The flags are the last field of every procedure that has them.
        sparse = bool(procedure.sparse_flag and packet[-1] & procedure.sparse_flag)
        kind = ServerStream if self.relay is None else self.relay.stream
        stream = kind(self, procedure, serial, sparse=sparse)
        self.streams[serial] = self._unreplied[serial] = stream
        try:
            return self.on_stream(procedure, serial, packet, stream)
        except BaseException:
            stream.open = False
            self.streams.pop(serial, None)
            del self._unreplied[serial]
            raise

    def _stream_replied(self, serial: int) -> None:
        """The reply to a call that opened a stream is on its way; what the driver has sent already follows."""
        stream = self._unreplied.pop(serial)
        self.output += stream.replied()
        self._fresh.append(stream)

    def _start_streams(self) -> None:
        """Let drivers write whose streams have just been opened."""
        fresh, self._fresh = self._fresh, []
        self.wake()
        for stream in fresh:
            if stream.writable and stream.on_writable is not None:
                stream.on_writable()

    def _stream_data(self, data: bytes, position: int, length: int, identity: tuple[int, int, int]) -> int:
        """Hand stream data on as it comes, without waiting for the whole packet."""
        stream = self._stream_for(identity)
        start = position + HEADER_SIZE
        stop = position + length
        if stop > len(data):
            self._sink = stream
            self._rest = stop - len(data)
            stop = len(data)
        if stream is not None and stop > start:
            stream.take(memoryview(data)[start:stop])
        return stop

    def _stream_rest(self, data: bytes) -> bytes:
        """Hand on what belongs to the stream packet that an earlier piece began."""
        size = min(self._rest, len(data))
        self._rest -= size
        stream = self._sink
        if stream is not None and stream.open:
            stream.take(memoryview(data)[:size])
        if not self._rest:
            self._sink = None
        return data[size:]

    def _stream_for(self, identity: tuple[int, int, int]) -> AnyStream | None:
        """The open stream that a packet belongs to; None for one that is over, whose packets are dropped."""
        stream = self.streams.get(identity[2])
        return stream if stream is not None and stream.identity == identity[:2] else None

    def _stream_control(self, packet: bytes, identity: tuple[int, int, int], kind: int, status: int) -> None:
        stream = self._stream_for(identity)
        if stream is None:
            return
        if kind == STREAM_HOLE:
            from virtreach.protocol.rpc import decode_hole

            try:
                length = decode_hole(packet, HEADER_SIZE)
            except DecodeError as error:
                stream.fail(rpc_error(str(error)))
                stream.lost()
                return
            stream.take_hole(length)
        elif status == OK:
            stream.take_finish()
        elif status != CONTINUE:
            stream.take_abort()

    # The end.

    def close(self) -> None:
        """The client is gone: drivers are told of their streams, and calls that wait are dropped.

        `receive`, should it be at work, raises `FrameError` instead of looking at further calls.
        """
        self._max = 0
        streams = list(self.streams.values())
        self.streams.clear()
        self._unreplied.clear()
        self._fresh.clear()
        self._waiting = None
        self.on_wake = self.on_flush = self.on_tired = self.on_large = None
        self._held = b""
        for stream in streams:
            stream.lost()
        self.output.clear()
        self._chunks.clear()


def _error_packet(program: int, version: int, number: int, serial: int, error: LibvirtError) -> bytes:
    from virtreach.protocol.rpc import encode_error

    body = encode_error(error)
    return _pack(HEADER_SIZE + len(body), program, version, number, REPLY, serial, ERROR) + body
