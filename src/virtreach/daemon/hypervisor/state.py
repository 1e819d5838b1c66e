"""The objects of one hypervisor, and the sessions that look at them."""

from __future__ import annotations

import time
import uuid

from virtreach.daemon.hypervisor.agenda import Agenda
from virtreach.daemon.hypervisor.collection import Collection, dashed
from virtreach.daemon.hypervisor.faults import fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asyncio import Task
    from collections.abc import Callable
    from typing import Any

    from virtreach.daemon.hypervisor.domain import Domain
    from virtreach.daemon.hypervisor.host import Host
    from virtreach.daemon.hypervisor.interface import Interface
    from virtreach.daemon.hypervisor.migration_target import Arrival
    from virtreach.daemon.hypervisor.network import Network
    from virtreach.daemon.hypervisor.node_device import NodeDevice
    from virtreach.daemon.hypervisor.nwfilter import Binding, Filter
    from virtreach.daemon.hypervisor.pool import Pool
    from virtreach.daemon.hypervisor.secret import Secret
    from virtreach.daemon.hypervisor.session import TestSession

__all__ = ["Hypervisor"]


class Hypervisor:
    """Everything that one URI opens. Its state stays when the last client leaves.

    Attributes:
        uri: what clients opened: ``test:///default``.
        host: facts about the make-believe host.
        domains, networks, pools, secrets, filters: objects by name and UUID.
        interfaces, devices, bindings: objects by name.
        interfaces_before: the interfaces as they were when a change began; None when none runs.
        images: saved guests and memory dumps by the path that they were given.
        sessions: who may want events.
        clock: seconds since 1970.
        agenda: what is due later.
        identity: tells this hypervisor from all others, also from what it was before a restart.
        arrivals: guests on their way here, by name.
        errands: tasks that go on without the client that has asked for them.
    """

    def __init__(self, uri: str, host: Host, *, clock: Callable[[], float] = time.time) -> None:
        self.uri = uri
        self.host = host
        self.clock = clock
        self.domains: Collection[Domain] = Collection()
        self.networks: Collection[Network] = Collection()
        self.pools: Collection[Pool] = Collection()
        self.secrets: Collection[Secret] = Collection()
        self.filters: Collection[Filter] = Collection()
        self.interfaces: dict[str, Interface] = {}
        self.interfaces_before: dict[str, Interface] | None = None
        self.devices: dict[str, NodeDevice] = {}
        self.bindings: dict[str, Binding] = {}
        self.images: dict[str, Any] = {}
        self.sessions: list[TestSession] = []
        self.agenda = Agenda()
        self.identity = uuid.uuid4()
        self.arrivals: dict[str, Arrival] = {}
        self.errands: set[Task[Any]] = set()
        self._last_id = 0
        self._running: dict[int, Domain] = {}

    def new_uuid(self) -> bytes:
        """A UUID that nothing has yet."""
        return uuid.uuid4().bytes

    def domain(self, ref: tuple[str, bytes, int]) -> Domain:
        """The domain of a handle: the UUID alone says which.

        Raises:
            LibvirtError: there is none.
        """
        found = self.domains.with_uuid(ref[1])
        if found is None:
            detail = f"no domain with matching uuid '{dashed(ref[1])}' ({ref[0]})"
            raise fault(C.VIR_ERR_NO_DOMAIN, detail)
        return found

    def network(self, ref: tuple[str, bytes]) -> Network:
        """The network of a handle.

        Raises:
            LibvirtError: there is none.
        """
        found = self.networks.with_uuid(ref[1])
        if found is None:
            raise fault(C.VIR_ERR_NO_NETWORK, f"no network with matching uuid '{dashed(ref[1])}'")
        return found

    def pool(self, ref: tuple[str, bytes]) -> Pool:
        """The storage pool of a handle: libvirt goes by its name.

        Raises:
            LibvirtError: there is none.
        """
        found = self.pools.named(ref[0])
        if found is None:
            raise fault(C.VIR_ERR_NO_STORAGE_POOL, f"no storage pool with matching name '{ref[0]}'")
        return found

    def start_id(self, domain: Domain) -> None:
        """Give a starting domain its number."""
        self._last_id += 1
        domain.id = self._last_id
        self._running[domain.id] = domain

    def stop_id(self, domain: Domain) -> None:
        """Take the number of a domain that has stopped."""
        self._running.pop(domain.id, None)
        domain.id = -1

    def running(self, number: int) -> Domain | None:
        """The running domain with a number."""
        return self._running.get(number)

    @property
    def active(self) -> list[Domain]:
        """Running domains by number."""
        return [self._running[number] for number in sorted(self._running)]

    def announce(self, family: str, event: int, subject: Any, *values: Any) -> None:
        """Tell every session that has asked for it about an event.

        Args:
            family: ``domain``, ``network``, ``pool``, ``device`` or ``secret``.
            event: the family's event number.
            subject: what it is about.
            values: what comes behind the subject.
        """
        for session in list(self.sessions):
            session.subscriptions.announce(family, event, subject, values)
