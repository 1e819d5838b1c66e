"""What one client has opened: its calls are answered from the table, its events come from the hypervisor."""

from __future__ import annotations

from contextlib import nullcontext
from types import CoroutineType

from virtreach.daemon.drivers.base import Session
from virtreach.daemon.hypervisor.domains.lifecycle import stop
from virtreach.daemon.hypervisor.domains.qemu_events import Monitors
from virtreach.daemon.hypervisor.migration.source import leave
from virtreach.daemon.hypervisor.migration.target import give_up
from virtreach.daemon.hypervisor.subscriptions import Subscriptions
from virtreach.daemon.hypervisor.table import HANDLERS, STREAMS
from virtreach.daemon.wording import RPC, fault, internal, unsupported
from virtreach.errors import EncodeError
from virtreach.protocol import constants as C
from virtreach.wire.packet import HEADER_SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable
    from typing import Any

    from virtreach.daemon.hypervisor.domains.domain import Domain
    from virtreach.daemon.hypervisor.state import Hypervisor
    from virtreach.daemon.hypervisor.table import Result
    from virtreach.protocol.procedure import Procedure
    from virtreach.session.server_stream import ServerStream

__all__ = ["TestSession"]


class TestSession(Session):
    """One client's view of a hypervisor. Calls are answered at once, but for those that move guests.

    Attributes:
        hypervisor: what it looks at.
        readonly: whether the client may only look; the daemon holds it to that, and secrets are kept from it here.
        subscriptions: the events that it wants.
        monitors: the events of monitors that it wants.
        dying: UUIDs of the domains that end with this session.
        uid: of the client's process on this machine; -1 when it is elsewhere.
        moving: domains that this client leads to another host.
    """

    __test__ = False  # not a test, though its name begins like one

    def __init__(self, hypervisor: Hypervisor, *, readonly: bool = False, uid: int = -1) -> None:
        self.hypervisor = hypervisor
        self.readonly = readonly
        self.subscriptions = Subscriptions(self._send)
        self.monitors = Monitors(self._send)
        self.dying: set[bytes] = set()
        self.uid = uid
        self.moving: list[Domain] = []
        hypervisor.sessions.append(self)

    def _send(self, procedure: Procedure[Any], body: bytes) -> None:
        self.emit(procedure, body)

    def call(self, procedure: Procedure[Any], packet: bytes) -> bytes | Awaitable[bytes]:
        """Answer a call; see `Session.call`. Where state is kept, the answer to what changes it waits for that."""
        if procedure.program == "remote":
            handler = HANDLERS.get(procedure.name)
        else:
            handler = HANDLERS.get(f"{procedure.program}.{procedure.name}")
        if handler is None:
            raise unsupported(procedure)
        if len(packet) > self.hypervisor.limits.call:
            detail = f"a call of {len(packet)} bytes; {self.hypervisor.limits.call} may be (test_max_call)"
            raise fault(C.VIR_ERR_OPERATION_FAILED, detail)
        args = procedure.decode_args(packet, HEADER_SIZE)
        journal = self.hypervisor.journal
        if journal is None or procedure.readonly != "deny" or procedure.replayable:
            result = handler(self, args)
            if type(result) is CoroutineType:
                return _later(procedure, result)
            return _encoded(procedure, result)  # type: ignore[arg-type]
        with journal:
            result = handler(self, args)
        if type(result) is CoroutineType:
            return journal.answer_later(_later(procedure, result))
        return journal.answer(_encoded(procedure, result))  # type: ignore[arg-type]

    def open_stream(self, procedure: Procedure[Any], packet: bytes, stream: ServerStream) -> bytes:
        """Answer a call that opens a stream; see `Session.open_stream`."""
        handler = STREAMS.get(procedure.name) if procedure.program == "remote" else None
        if handler is None:
            raise unsupported(procedure)
        result = handler(self, procedure.decode_args(packet, HEADER_SIZE), stream)
        return _encoded(procedure, result)

    def close(self) -> None:
        """Leave the hypervisor. Its objects stay, except domains that were started to end with their creator."""
        if self in self.hypervisor.sessions:
            self.hypervisor.sessions.remove(self)
        with self.hypervisor.journal or nullcontext():
            self._end_what_is_bound()

    def bind(self, domain: Domain) -> None:
        """Have a domain end with this session."""
        for session in self.hypervisor.sessions:
            session.dying.discard(domain.uuid)
        domain.autodestroy = True
        self.dying.add(domain.uuid)

    def forget(self) -> None:
        """The hypervisor has other objects now."""
        self.dying.clear()
        for domain in list(self.moving):
            if domain.job is not None and domain.job.broken is not None:
                domain.job.broken()
        self.moving.clear()

    def _end_what_is_bound(self) -> None:
        for uuid in self.dying:
            domain = self.hypervisor.domains.with_uuid(uuid)
            # It may have ended, and have been started anew without such a bond.
            if domain is not None and domain.active and domain.autodestroy:
                stop(
                    self.hypervisor,
                    domain,
                    reason=C.VIR_DOMAIN_SHUTOFF_DESTROYED,
                    detail=C.VIR_DOMAIN_EVENT_STOPPED_DESTROYED,
                )
        self.dying.clear()
        for domain in list(self.moving):
            leave(self, domain)
        for arrival in list(self.hypervisor.arrivals.values()):
            if arrival.session is self:
                give_up(self.hypervisor, arrival)


async def _later(procedure: Procedure[Any], result: Awaitable[Result]) -> bytes:
    return _encoded(procedure, await result)


def _encoded(procedure: Procedure[Any], result: Result) -> bytes:
    # A list may have grown beyond what the protocol carries.
    if result is None:
        return b""
    try:
        return procedure.encode_ret(*result)
    except EncodeError as error:
        raise internal(f"the answer does not fit the protocol: {error}", domain=RPC) from error
