"""Between a client and a host: one `ServerSession`, one `ClientSession`, and packets that pass as they are.

Both sessions know a call by the same serial, the client's, so that a packet needs no change on its way::

    client ── ServerSession ── Relay ── HostSession ── host
                calls  ────────────────>  calls
                replies, events  <──────  replies, events
                stream data, in pieces, both ways

What is decided about a call is decided before it comes here, from its header. Replies and events pass whole; stream
data passes in pieces as it comes, each under a header of its own, so that neither side ever waits in the middle of a
packet, and PINGs are answered whatever the other side does. Keepalive is a matter of each side alone.

There is no I/O here: `HostSession` belongs to whatever moves its bytes, and ``flush`` asks that to do so.
"""

from __future__ import annotations

from virtreach.errors import DecodeError, FrameError, LibvirtError
from virtreach.session.client import Call, ClientSession
from virtreach.session.server_answers import rpc_error
from virtreach.wire.packet import CALL, CONTINUE, ERROR, HEADER, HEADER_SIZE, OK, REPLY, STREAM, STREAM_HOLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, Protocol, TypeAlias

    from virtreach.protocol.procedure import Procedure
    from virtreach.session.server import ServerSession

    Done: TypeAlias = Callable[[BaseException | None, bytes], None]

    class Question(Protocol):
        """What a host is asked in place of a client's call."""

        asked: Procedure[Any]

        def reply(self, packet: bytes) -> bytes: ...


__all__ = ["HostSession", "Relay", "RelayStream"]

# Calls are held to the window by the server's session, which has a limit of its own.
_WINDOW = 1 << 30
# Stream data below that is joined with its header: one piece to move instead of two.
_SMALL = 4096
_unpack = HEADER.unpack_from


class Relay:
    """What joins the two sessions.

    Args:
        lost: ``(reason)`` to the error that calls get whose host has gone.
        withheld: procedures that never get to the host.

    Attributes:
        server: the client's side, once `attach` was called.
        host: the other side's session, made here: it is to be opened before `attach`.
        blocked: the host does not take what it is sent: the client should not be read from.
        error: what calls get, once the host is gone; else None.
        flush: sends what the host's ``output`` has. Set by what moves its bytes.
        resume: the client takes data again. Set likewise.
        passes_event: ``(program number, procedure number, packet)`` to whether the client gets that event.
        withheld: as above; whoever forwards refuses them.

    Belongs to one thread.
    """

    __slots__ = ("blocked", "error", "flush", "host", "lost", "passes_event", "resume", "server", "withheld")

    flush: Callable[[], None]
    resume: Callable[[], None]

    def __init__(
        self, lost: Callable[[Exception], LibvirtError], withheld: Iterable[Procedure[Any]] = ()
    ) -> None:
        self.lost = lost
        self.withheld = frozenset(withheld)
        self.server: ServerSession | None = None
        self.host = HostSession(self)
        self.blocked = False
        self.error: LibvirtError | None = None
        self.passes_event: Callable[[int, int, bytes], bool] = _is_event

    def attach(self, server: ServerSession) -> None:
        """Join a client's session, which has nothing under way, to the host's, which is open."""
        self.server = server
        server.relay = self

    def detach(self) -> None:
        """The client is gone, or wants nothing more from this host."""
        if self.server is not None:
            self.server.relay = None
            self.server = None

    @property
    def unread(self) -> bool:
        """Whether the client does not take what it is sent: then the host should not be read from."""
        return self.server is not None and self.server.blocked

    # From the client.

    def forward(
        self,
        procedure: Procedure[Any],
        serial: int,
        packet: bytes,
        done: Done | None = None,
        question: Question | None = None,
    ) -> None:
        """Pass a call on. To the client's session it is a deferred one, which this answers.

        Args:
            procedure, serial, packet: the call.
            done: called before the client gets its answer, with the host's error, or None, and the body of the reply;
                or with another exception when the connection to the host has ended before there was an answer.
            question: when another call goes to the host than the client has made: makes the client's reply of the
                host's. What it cannot take apart is an error to the client. None passes replies on as they are.

        Raises:
            LibvirtError: the host is gone, or the client has a call with that serial in flight already.
        """
        if self.error is not None:
            raise self.error
        host = self.host
        if serial in host.pending:
            raise rpc_error(f"the call with serial {serial} has no reply yet")
        if serial > host.serial:
            host.serial = serial
        server = self.server
        assert server is not None
        host.pending[serial] = _Forwarded(procedure, serial, self, done, question)
        if procedure.stream:
            host.streams[serial] = server.streams[serial]
        host.output.append(packet)
        if not server.receiving:
            self.flush()

    def sole_call(self, data: bytes, care: Mapping[Procedure[Any], int]) -> Procedure[Any] | None:
        """Take what is one call and nothing else, and one that is passed on as it is: most input is that.

        Args:
            data: what has come from the client.
            care: the procedures that need no care have 0 in it.

        Returns:
            The procedure; then the host is to get the data. None when it is anything else: then nothing has happened,
            and the data belongs to the client's session.
        """
        server = self.server
        if server is None or self.error is not None or len(data) < HEADER_SIZE or server.busy():
            return None
        length, program, version, number, kind, serial, status = _unpack(data)
        host = self.host
        if length != len(data) or kind != CALL or status != OK or serial in host.pending:
            return None
        procedure = server.programs.get((program, version, number))
        if procedure is None or care.get(procedure, 1) or procedure.stream or procedure in self.withheld:
            return None
        if serial > host.serial:
            host.serial = serial
        host.pending[serial] = _Unobserved(procedure, serial, self)
        server.deferred += 1
        return procedure

    def sole_reply(self, data: bytes) -> bool:
        """Take what is one reply and nothing else, to a call that nobody else wants to hear of.

        Returns:
            Whether it was; then the client is to get the data. Else nothing has happened.
        """
        server = self.server
        if server is None or server.output or server.blocked or server.waiting:
            return False
        host = self.host
        if len(data) < HEADER_SIZE or host.wanted:
            return False
        length, program, _, number, kind, serial, status = _unpack(data)
        call = host.pending.get(serial)
        if type(call) is not _Unobserved or length != len(data) or kind != REPLY or status != OK:
            return False
        procedure = call.procedure
        if number != procedure.number or program != procedure.program_number:
            return False
        del host.pending[serial]
        server.deferred -= 1
        return True

    def stream(
        self, session: ServerSession, procedure: Procedure[Any], serial: int, *, sparse: bool
    ) -> RelayStream:
        """What a call that opens a stream gets, in place of a `ServerStream`."""
        return RelayStream(self, procedure, serial, sparse=sparse)

    # From the host.

    def answered(self, call: Call, packet: bytes, *, failed: bool) -> None:
        """Pass a reply on."""
        server = self.server
        if server is not None:
            server.pass_reply(packet, call.serial if call.procedure.stream else None, failed=failed)

    def event(self, program: int, number: int, packet: bytes) -> None:
        """Pass an event on."""
        if self.server is not None and self.passes_event(program, number, packet):
            self.server.send(packet)


class RelayStream:
    """One stream that passes through, in both tables under the serial of the call that opened it.

    It answers to what `ServerSession` asks of a `ServerStream`, and `ClientSession` of a `ClientStream`. Nothing is
    kept here: whoever cannot send any more stops reading from the other side.
    """

    __slots__ = ("_prefix", "_relay", "open", "procedure", "serial", "sparse")

    buffered = 0
    incoming = ()
    on_writable = None
    paused = False
    writable = False

    def __init__(self, relay: Relay, procedure: Procedure[Any], serial: int, *, sparse: bool) -> None:
        self.procedure = procedure
        self.serial = serial
        self.sparse = sparse
        self.open = True
        self._relay = relay
        self._prefix = (procedure.program_number, procedure.version, procedure.number)

    @property
    def identity(self) -> tuple[int, int]:
        """Program and procedure number, which each packet of the stream repeats."""
        return self._prefix[0], self._prefix[2]

    def _header(self, kind: int, status: int, size: int) -> bytes:
        return HEADER.pack(HEADER_SIZE + size, *self._prefix, kind, self.serial, status)

    # To the host: the client's session calls these.

    def take(self, data: bytes | memoryview) -> None:
        """A piece of the client's data has come."""
        self._put(self._relay.host.output, data)

    def take_hole(self, length: int) -> None:
        """A run of zeros has come."""
        self._to_host(self._hole(length))

    def take_finish(self) -> None:
        """The client has sent all it had."""
        self._to_host(self._header(STREAM, OK, 0))

    def take_abort(self) -> None:
        """The client breaks the stream off; the host will answer that."""
        self._to_host(self._header(STREAM, ERROR, 0))

    def replied(self) -> list[bytes]:
        """The call that opened the stream has its reply; what the host sends follows by itself."""
        return []

    def lost(self) -> None:
        """The client's side is over without the client's having said so: the host is told."""
        self.open = False
        if self._relay.host.streams.get(self.serial) is self:
            self.take_abort()

    def _to_host(self, packet: bytes) -> None:
        self._relay.host.output.append(packet)

    # To the client: the host's session calls these.

    def feed(self, data: bytes | memoryview) -> None:
        """A piece of the host's data has come."""
        server = self._relay.server
        if server is not None and self.open:
            self._put(server.output, data)

    def feed_hole(self, length: int) -> None:
        """A run of zeros has come."""
        self._to_client(self._hole(length))

    def feed_end(self) -> None:
        """The host has no more data."""
        self._to_client(self._header(STREAM, CONTINUE, 0))

    def feed_finished(self) -> None:
        """The host acknowledged the client's end."""
        self._to_client(self._header(STREAM, OK, 0))
        self._over()

    def fail(self, error: Exception) -> None:
        """The host broke the stream off, or is gone."""
        from virtreach.protocol.rpc import encode_error

        if not self.open:
            return
        body = encode_error(error if isinstance(error, LibvirtError) else rpc_error(str(error)))
        self._to_client(self._header(STREAM, ERROR, len(body)) + body)
        self._over()

    def _to_client(self, packet: bytes) -> None:
        server = self._relay.server
        if server is not None and self.open:
            server.send(packet)

    def _over(self) -> None:
        self.open = False
        if self._relay.server is not None:
            self._relay.server.streams.pop(self.serial, None)

    def _hole(self, length: int) -> bytes:
        from virtreach.protocol.rpc import encode_hole

        body = encode_hole(length)
        return self._header(STREAM_HOLE, CONTINUE, len(body)) + body

    def _put(self, output: list[Any], data: bytes | memoryview) -> None:
        header = self._header(STREAM, CONTINUE, len(data))
        if len(data) < _SMALL:
            output.append(b"".join((header, data)))
        else:
            output += (header, data)


class HostSession(ClientSession):
    """The host's side of a relay. Until it is attached it is a client's session like others, and opened like them."""

    __slots__ = ("relay",)

    streams: dict[int, Any]

    def __init__(self, relay: Relay) -> None:
        super().__init__(window=_WINDOW, on_message=relay.event)
        self.relay = relay

    def receive(self, data: bytes) -> None:
        """Take bytes from the host; what is for the client leaves in one go. See `ClientSession.receive`."""
        server = self.relay.server
        if server is None:
            super().receive(data)
            return
        server.receiving = True
        try:
            super().receive(data)
        finally:
            server.receiving = False
            server.wake()

    def _reply_error(self, call: Call, packet: bytes, status: int) -> None:
        if not isinstance(call, _Forwarded):
            super()._reply_error(call, packet, status)
            return
        if status != ERROR:
            raise FrameError(f"a reply with status {status}")
        from virtreach.protocol.rpc import decode_error

        # An error that makes no sense is the host's fault, and not passed on.
        error = decode_error(packet, HEADER_SIZE)
        del self.pending[call.serial]
        self.streams.pop(call.serial, None)
        call.failed(packet, error)

    def fail(self, make_error: Callable[[Procedure[Any], bool], Exception], reason: Exception) -> None:
        """The host is gone: the client gets an error for each call and stream; see `ClientSession.fail`."""
        relay = self.relay
        if relay.server is not None:
            reason = relay.error = relay.lost(reason)
        super().fail(make_error, reason)


class _Forwarded(Call):
    """A call of the client's that waits for the host's reply."""

    def __init__(
        self,
        procedure: Procedure[Any],
        serial: int,
        relay: Relay,
        done: Done | None,
        question: Question | None = None,
    ) -> None:
        self.procedure = procedure
        self.serial = serial
        self._relay = relay
        self._done = done
        self._question = question

    def resolve(self, packet: bytes) -> None:
        if self._question is not None:
            try:
                packet = self._question.reply(packet)
            except DecodeError as error:
                self.reject(error)
                return
        if self._done is not None:
            self._done(None, packet[HEADER_SIZE:])
        self._relay.answered(self, packet, failed=False)

    def failed(self, packet: bytes, error: LibvirtError) -> None:
        """Take the host's error, which stands in the packet."""
        if self._done is not None:
            self._done(error, b"")
        if self._question is None:
            self._relay.answered(self, packet, failed=True)
        elif self._relay.server is not None:
            self._relay.server.reply_error(self._question.asked, self.serial, error)

    def reject(self, error: Exception) -> None:
        relay = self._relay
        told = relay.error or relay.lost(error)
        if self._done is not None:
            self._done(error, b"")
        if relay.server is not None:
            asked = self.procedure if self._question is None else self._question.asked
            relay.server.reply_error(asked, self.serial, told)


class _Unobserved(_Forwarded):
    """One without a stream whose reply nobody wants to see on its way."""

    _done = None
    _question = None

    def __init__(self, procedure: Procedure[Any], serial: int, relay: Relay) -> None:
        self.procedure = procedure
        self.serial = serial
        self._relay = relay


def _is_event(program: int, number: int, packet: bytes) -> bool:
    """Whether a message is an event that is known here."""
    from virtreach.protocol.registry import by_number

    procedure = by_number(program, number)
    return procedure is not None and procedure.event
