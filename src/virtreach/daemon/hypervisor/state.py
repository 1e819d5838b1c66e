"""The objects of one hypervisor, and the sessions that look at them."""

from __future__ import annotations

import os
import time

from virtreach.daemon.hypervisor.agenda import Agenda
from virtreach.daemon.hypervisor.collection import Collection, dashed
from virtreach.daemon.hypervisor.ledger import Ledger, Shelf
from virtreach.daemon.hypervisor.storage.sources import Pools
from virtreach.daemon.wording import fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asyncio import Task
    from collections.abc import Callable
    from typing import Any
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.domains.domain import Domain
    from virtreach.daemon.hypervisor.host.host import Host
    from virtreach.daemon.hypervisor.host.node_device import NodeDevice
    from virtreach.daemon.hypervisor.host.secret import Secret
    from virtreach.daemon.hypervisor.limits import Limits
    from virtreach.daemon.hypervisor.migration.target import Arrival
    from virtreach.daemon.hypervisor.networks.interface import Interface
    from virtreach.daemon.hypervisor.networks.network import Network
    from virtreach.daemon.hypervisor.networks.nwfilter import Binding, Filter
    from virtreach.daemon.hypervisor.persistence.journal import Journal
    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.storage.pool import Pool

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
        ledger: what its collections count, and note.
        journal: what keeps its state beyond the daemon, or None.
        data_held: bytes that its volumes hold in memory, or more.
        last_id: the number of the domain that was started last.
        agenda: what is due later.
        identity: tells this hypervisor from all others, also from what it was before a restart.
        arrivals: guests on their way here, by name.
        errands: tasks that go on without the client that has asked for them.
    """

    def __init__(self, uri: str, host: Host, *, clock: Callable[[], float] = time.time) -> None:
        self.uri = uri
        self.host = host
        self.clock = clock
        self.ledger = ledger = Ledger()
        self.journal: Journal | None = None
        self.data_held = 0
        self.domains: Collection[Domain] = Collection("domain", ledger)
        self.networks: Collection[Network] = Collection("network", ledger)
        self.pools = Pools(ledger)
        self.secrets: Collection[Secret] = Collection("secret", ledger)
        self.filters: Collection[Filter] = Collection("filter", ledger)
        self.interfaces: Shelf[str, Interface] = Shelf("interface", ledger)
        self.interfaces_before: dict[str, Interface] | None = None
        self.devices: Shelf[str, NodeDevice] = Shelf("device", ledger)
        self.bindings: Shelf[str, Binding] = Shelf("binding", ledger)
        self.images: Shelf[str, Element] = Shelf("image", ledger)
        self.sessions: list[TestSession] = []
        self.agenda = Agenda()
        self.identity = dashed(self.new_uuid())
        self.arrivals: dict[str, Arrival] = {}
        self.errands: set[Task[Any]] = set()
        self.last_id = 0
        self._running: dict[int, Domain] = {}

    @property
    def limits(self) -> Limits:
        """How much it takes."""
        return self.ledger.limits

    def new_uuid(self) -> bytes:
        """A UUID that nothing has yet: a random one (RFC 9562, 5.4)."""
        made = bytearray(os.urandom(16))
        made[6] = made[6] & 0x0F | 0x40
        made[8] = made[8] & 0x3F | 0x80
        return bytes(made)

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
        """The network of a handle: its UUID counts; without one there, the error has the name, as libvirt's has.

        Raises:
            LibvirtError: there is none.
        """
        found = self.networks.with_uuid(ref[1])
        if found is None:
            by = f"name '{ref[0]}'" if ref[0] else f"uuid '{dashed(ref[1])}'"
            raise fault(C.VIR_ERR_NO_NETWORK, f"no network with matching {by}")
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
        self.last_id += 1
        self.set_id(domain, self.last_id)

    def stop_id(self, domain: Domain) -> None:
        """Take the number of a domain that has stopped."""
        self.set_id(domain, -1)

    def set_id(self, domain: Domain, number: int) -> None:
        """Let a domain run under a number, or not at all, which is -1."""
        self._running.pop(domain.id, None)
        domain.id = number
        if number != -1:
            self._running[number] = domain

    def running(self, number: int) -> Domain | None:
        """The running domain with a number."""
        return self._running.get(number)

    @property
    def active_count(self) -> int:
        """How many domains run."""
        return len(self._running)

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
        if self.journal is not None:
            self.journal.touched(family, subject.key)
        for session in list(self.sessions):
            session.subscriptions.announce(family, event, subject, values)
            if family == "domain":
                session.monitors.announce(event, subject, values, self.clock())

    def become(self, other: Hypervisor) -> None:
        """Have the objects of another hypervisor in place of one's own; the other one must not be used any more.

        Sessions stay, and so do the events that they have asked for; no event tells of the change. Whatever was to be
        done later is not done any more.
        """
        for errand in self.errands:
            errand.cancel()
        self.agenda.close()
        kept = {name: getattr(self, name) for name in ("sessions", "clock", "identity")}
        limits = self.limits
        vars(self).update(vars(other), **kept)
        if self.journal is not None:
            self.journal.hypervisor = self
        self.ledger.limits = limits
        for session in self.sessions:
            session.forget()
