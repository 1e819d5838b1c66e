"""One client: who it is, what it has opened, and who answers its calls.

The states are what `ServerSession.on_call` is set to::

    `begin` ─┬─> `Authentication.call` ─┐
             └──────────────────────────┴─> `_known_call` ──> `_open_call`
"""

from __future__ import annotations

from functools import partial
from logging import getLogger
from time import perf_counter_ns

from virtreach.daemon.channel import Channel
from virtreach.daemon.dispatch import AUDIT, OWN, PRUNE, surprise
from virtreach.daemon.drivers.base import Session
from virtreach.daemon.entry.opening import Authentication, Stranger, answer_early
from virtreach.daemon.pruning import PrunedSession, Question, passes
from virtreach.daemon.records.audit import outcome_of
from virtreach.errors import DecodeError, LibvirtError
from virtreach.session.server_answers import access_denied, internal_error
from virtreach.wire.packet import HEADER_SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable
    from typing import Any

    from virtreach.daemon.house import Door, House
    from virtreach.protocol.procedure import Procedure
    from virtreach.session.sasl.server_base import ServerMechanism
    from virtreach.session.server_stream import ServerStream

__all__ = ["Client"]

_log = getLogger("virtreach.daemon")
_CONNECT_OPEN, _SUPPORTS_FEATURE = 1, 60
# Unless it is a host's, what the driver has open ends when the daemon does: then there is nobody left to say so.
_CLOSE_CALLBACKS = (360, 361)
_READONLY = 1
# VIR_DRV_FEATURE_...: what a daemon answers for itself. Descriptors cannot be passed.
_KEEPALIVE_FEATURE = 10
_REMOTE_EVENTS = 14
_FEATURES = {8: 0, _KEEPALIVE_FEATURE: 1, _REMOTE_EVENTS: 1, 15: 1}


class Client(Channel):
    """A client of the drivers.

    Args:
        house: what it shares with the others.
        door: how it came in.

    Attributes:
        encrypted: nobody on the way can read what is said.
    """

    __slots__ = ("_authentication", "_care", "_opened", "_wants_close", "encrypted")

    def __init__(self, house: House, door: Door) -> None:
        super().__init__(house, door, house.programs)
        self._authentication: Stranger | None = None
        self._care = house.policy.readonly if door.readonly else house.policy.full
        self._opened: Session | None = None
        self._wants_close = False
        self.encrypted = door.transport != "tcp"

    # Who it is.

    def begin(self) -> None:
        """Let the client say who it is, if it has to; see `Channel.begin`."""
        if self.door.sasl or (self.door.polkit and self.info.uid != 0):
            if self.door.sasl:
                self._authentication = Authentication(self)
            else:
                from virtreach.daemon.entry.polkit import PolkitAuthentication

                self._authentication = PolkitAuthentication(self)
            self.session.on_call = self._authentication.call
            self.session.on_stream = self._no_stream
        else:
            self.authenticated(None)

    def authenticated(self, mechanism: ServerMechanism | None) -> None:
        """The client is known from now on.

        Args:
            mechanism: the security layer that takes effect after the reply, or None.
        """
        self._authentication = None
        self.house.admission.introduce(self)
        self.house.policy.audit.event("login", self.info, "ok")
        self._metrics.login(self.info.authenticated, "ok")
        session = self.session
        session.on_call = self._known_call
        session.on_stream = self._no_stream
        if mechanism is None:
            session.opened()
        else:
            self.protect(mechanism)
            self.encrypted = True

    def _no_stream(
        self, procedure: Procedure[Any], serial: int, packet: bytes, stream: ServerStream
    ) -> bytes | None:
        return self.session.on_call(procedure, serial, packet)

    def _known_call(self, procedure: Procedure[Any], serial: int, packet: bytes) -> bytes | None:
        """Answer a call before anything is open."""
        if procedure.program == "remote":
            if procedure.number == _SUPPORTS_FEATURE:
                feature = procedure.decode_args(packet, HEADER_SIZE).feature
                if feature == _KEEPALIVE_FEATURE:
                    return self._supports(procedure, feature)
            elif procedure.number == _CONNECT_OPEN:
                return self._open(procedure, serial, packet)
        return answer_early(self, procedure, packet)

    def _open(self, procedure: Procedure[Any], serial: int, packet: bytes) -> bytes | None:
        args = procedure.decode_args(packet, HEADER_SIZE)
        name = args.name or ""
        flags = args.flags
        if self.door.readonly:
            flags |= _READONLY
        policy = self.house.policy
        if flags & _READONLY:
            self.info.readonly = True
            self._care = policy.readonly
        care = self._care[procedure]
        if care:
            policy.check(care, self.info, procedure, packet)
        driver = self.house.driver_for(name)
        try:
            opened = driver.open(self.info, name, flags)
        except (LibvirtError, DecodeError):
            raise
        except Exception as error:  # noqa: BLE001 - a driver's fault must not cost the client its connection
            raise surprise(self.info, procedure, error) from None
        if isinstance(opened, Session):
            self._enter(opened)
            return b""
        self.session.on_call = self._opening_call
        self.later(procedure, serial, self._wait_for(opened))
        return None

    async def _wait_for(self, opening: Awaitable[Session]) -> bytes:
        """Have the driver open something that takes its time."""
        try:
            opened = await opening
            if self._gone:
                # It left in the very turn in which this was opened.
                opened.close()
            else:
                self._enter(opened)
        except BaseException:
            self.session.on_call = self._known_call
            raise
        return b""

    def _enter(self, opened: Session) -> None:
        """Hand further calls to what the driver has opened."""
        if self.house.policy.shows is not None:
            shown = partial(self.house.policy.shows, self.info)
            if opened.relay is not None:
                opened.relay.passes_event = partial(passes, shown)
            else:
                opened = PrunedSession(opened, shown)
        opened.emit = self.emit
        opened.hang_up = self.evict
        if opened.relay is not None:
            opened.join(self.session, self._host_left)
            self.info.host = opened.name
            self.session.on_call = self.session.on_stream = self._relayed_call
            self._shorten(opened)
        else:
            self.session.on_call = self._open_call
            self.session.on_stream = self._open_stream
        self._opened = opened

    def _shorten(self, opened: Session) -> None:
        """Let simple calls and replies pass the sessions by."""
        from virtreach.daemon.passage import Passage

        assert opened.link is not None
        opened.link.passage = self.send_now
        if not self._layers:
            self._transport.set_protocol(Passage(self, opened.link, self._care, self._view))

    def _opening_call(self, procedure: Procedure[Any], serial: int, packet: bytes) -> bytes | None:
        """Answer a call that comes while the driver still opens."""
        raise internal_error("the connection is being opened")

    def _supports(self, procedure: Procedure[Any], feature: int) -> bytes:
        if feature == _KEEPALIVE_FEATURE:
            self.watch()
        return procedure.encode_ret(_FEATURES[feature])

    # Calls.

    def _open_call(self, procedure: Procedure[Any], serial: int, packet: bytes) -> bytes | None:
        """Answer a call of a client that has something open."""
        start = perf_counter_ns()
        care = self._care[procedure]
        if care:
            self.house.policy.check(care, self.info, procedure, packet)
            if care & OWN:
                answer = self._own_call(procedure, packet)
                if answer is not None:
                    return answer
        opened = self._opened
        assert opened is not None
        try:
            result = opened.call(procedure, packet)
        except (LibvirtError, DecodeError) as error:
            self._account(care, start, procedure, packet, error)
            raise
        except Exception as error:  # noqa: BLE001 - a driver's fault must not cost the client its connection
            told = surprise(self.info, procedure, error)
            self._account(care, start, procedure, packet, told)
            raise told from None
        if type(result) is bytes:
            if care:
                self._account(care, start, procedure, packet, None, result)
                return result
            # `Metrics.answered`, written out: this is where most calls pass.
            spent = perf_counter_ns() - start
            metrics = self._metrics
            tally = metrics.calls[procedure]
            tally[0] += 1
            tally[2] += spent
            metrics.times[(spent >> 10).bit_length()] += 1
            return result
        self.later(procedure, serial, result, partial(self._account, care, start, procedure, packet))  # type: ignore[arg-type]
        return None

    def _open_stream(
        self, procedure: Procedure[Any], serial: int, packet: bytes, stream: ServerStream
    ) -> bytes | None:
        """The same for a call that opens a stream."""
        start = perf_counter_ns()
        self._metrics.streams += 1
        care = self._care[procedure]
        if care:
            self.house.policy.check(care, self.info, procedure, packet)
        opened = self._opened
        assert opened is not None
        try:
            result = opened.open_stream(procedure, packet, stream)
        except (LibvirtError, DecodeError) as error:
            self._account(care, start, procedure, packet, error)
            raise
        except Exception as error:  # noqa: BLE001 - as above
            told = surprise(self.info, procedure, error)
            self._account(care, start, procedure, packet, told)
            raise told from None
        if isinstance(result, bytes):
            self._account(care, start, procedure, packet, None, result)
            return result
        self.later(procedure, serial, result, partial(self._account, care, start, procedure, packet))
        return None

    def _relayed_call(
        self, procedure: Procedure[Any], serial: int, packet: bytes, stream: object = None
    ) -> bytes | None:
        """The same for a call, with or without a stream, that is passed on as it is."""
        opened = self._opened
        assert opened is not None
        assert opened.relay is not None
        care = self._care[procedure]
        done = None
        if procedure in opened.relay.withheld:
            self.house.policy.record(self.info, procedure, packet, "denied")
            raise access_denied(f"{procedure.name} is not passed on")
        if care:
            self.house.policy.check(care, self.info, procedure, packet)
            if care & OWN:
                answer = self._own_call(procedure, packet)
                if answer is not None:
                    return answer
            if care & AUDIT:
                done = partial(self._record, procedure, packet)
        self._metrics.calls[procedure][3] += 1
        try:
            if care:
                # A host may see more in it than we do: libvirtd ignores what follows the arguments.
                procedure.decode_args(packet, HEADER_SIZE)
            if care & PRUNE:
                assert self.house.policy.shows is not None
                question = Question(procedure, packet, partial(self.house.policy.shows, self.info))
                opened.relay.forward(question.procedure, serial, question.packet, done, question)
            else:
                opened.relay.forward(procedure, serial, packet, done)
        except (LibvirtError, DecodeError) as error:
            if done is not None:
                done(error, b"")
            raise
        return None

    def _host_left(self, reason: Exception) -> None:
        """The host behind the relay has gone: say so to who asked for it, and close."""
        if self._wants_close:
            from virtreach.protocol.remote import CONNECT_EVENT_CONNECTION_CLOSED as CLOSED
            from virtreach.session.events import close_reason

            self.emit(CLOSED, CLOSED.encode_ret(close_reason(reason)))
        self.close_soon(f"the host {self.info.host} is gone: {reason}")
        self._wake()

    def _own_call(self, procedure: Procedure[Any], packet: bytes) -> bytes | None:
        """Answer what the daemon knows itself; None for what the driver does."""
        if procedure.number == _SUPPORTS_FEATURE:
            feature = procedure.decode_args(packet, HEADER_SIZE).feature
            forwarded = feature == _REMOTE_EVENTS and self.session.relay is not None
            return self._supports(procedure, feature) if feature in _FEATURES and not forwarded else None
        if procedure.number == _CONNECT_OPEN:
            raise internal_error("connection already open")
        if procedure.number in _CLOSE_CALLBACKS:
            self._wants_close = procedure.number == _CLOSE_CALLBACKS[0]
            return b""
        return answer_early(self, procedure, packet)

    def _account(
        self,
        care: int,
        start: int,
        procedure: Procedure[Any],
        packet: bytes,
        error: BaseException | None,
        body: bytes = b"",
    ) -> None:
        """Count a call that has ended, and write it down if that is asked for."""
        self._metrics.answered(procedure, start, failed=error is not None)
        if care & AUDIT:
            self._record(procedure, packet, error, body)

    def _record(
        self, procedure: Procedure[Any], packet: bytes, error: BaseException | None, body: bytes
    ) -> None:
        """Write down how a call has ended."""
        self.house.policy.record(self.info, procedure, packet, outcome_of(error), body)

    def ended(self) -> None:
        """Close what it had opened; see `Channel.ended`."""
        opened, self._opened = self._opened, None
        if opened is not None:
            try:
                opened.close()
            except Exception:  # noqa: BLE001 - a driver's fault must not cost others anything
                _log.exception("closing what %r had opened failed", self.info)
        self._authentication = None
