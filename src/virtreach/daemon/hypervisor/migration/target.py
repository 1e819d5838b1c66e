"""The steps of a migration that the destination takes: prepare and finish.

Between the two the guest is there, but does not run; it goes when the client that prepared it does. Source of the order
and of the states: ``qemuMigrationDstPrepareAny`` and ``qemuMigrationDstFinish`` in ``src/qemu/qemu_migration.c``.
"""

from __future__ import annotations

from virtreach.daemon.hypervisor.domains.definition import parse_domain, take_domain
from virtreach.daemon.hypervisor.domains.job import MEMORY_MAX, RECEIVING, Job, need_free
from virtreach.daemon.hypervisor.domains.lifecycle import announce, define, start, stop
from virtreach.daemon.hypervisor.migration.cookie import Cookie
from virtreach.daemon.hypervisor.xmltext import copy, parse, set_text
from virtreach.daemon.wording import DOMAIN, argument_fault, bad_argument, fault, internal, invalid
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.domains.domain import Domain
    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.state import Hypervisor

__all__ = ["ARRIVALS_MAX", "Arrival", "finish", "give_up", "prepare"]

ARRIVALS_MAX = 1000
"""Guests that may be on their way to a hypervisor at a time."""


class Arrival:
    """A guest on its way here.

    Attributes:
        session: whose client has prepared it.
        name, uuid: of the guest, here.
        tree: the definition that it comes with.
        config: the definition that is kept, or None.
        offline: only the definition comes; there is no guest.
        domain: the guest that stands still, or None when there is none.
    """

    def __init__(self, session: TestSession, name: str, uuid: bytes, tree: Element, *, offline: bool) -> None:
        self.session = session
        self.name = name
        self.uuid = uuid
        self.tree = tree
        self.config: Element | None = None
        self.offline = offline
        self.domain: Domain | None = None


def prepare(
    session: TestSession, params: Mapping[str, Any], cookie: bytes, flags: int
) -> tuple[bytes, str | None]:
    """Get ready for a guest.

    Returns:
        The cookie for perform, and where the memory shall go, unless the client has said so.

    Raises:
        LibvirtError: it cannot come here.
    """
    hypervisor = session.hypervisor
    theirs = Cookie.read(cookie)
    if theirs.identity == hypervisor.identity:
        raise internal(f"Attempt to migrate guest to the same host {theirs.identity}")
    if not params.get("destination_xml"):
        raise internal("no domain XML passed")
    if len(hypervisor.arrivals) >= ARRIVALS_MAX:
        raise fault(C.VIR_ERR_OPERATION_FAILED, f"{ARRIVALS_MAX} guests are on their way here already")
    name, uuid, tree = take_domain(hypervisor, params["destination_xml"])
    name = _named(tree, params, name)
    if name in hypervisor.arrivals:
        raise fault(C.VIR_ERR_OPERATION_FAILED, f"domain '{name}' is on its way here already", domain=DOMAIN)
    arrival = Arrival(session, name, uuid, tree, offline=bool(flags & C.VIR_MIGRATE_OFFLINE))
    if flags & C.VIR_MIGRATE_PERSIST_DEST:
        arrival.config = _config(hypervisor, arrival, theirs, params)
    known = hypervisor.domains.with_uuid(uuid)
    if arrival.offline:
        _check_free(hypervisor, arrival)
    else:
        if known is not None:
            need_free(known.job)
        arrival.domain = _settle_in(hypervisor, arrival)
    hypervisor.arrivals[name] = arrival
    uri = params.get("migrate_uri")
    return Cookie.of(hypervisor).write(), None if uri else f"tcp:{hypervisor.host.name}:49152"


def _named(tree: Element, params: Mapping[str, Any], name: str) -> str:
    wished: str = params.get("destination_name") or name
    if "/" in wished:
        raise fault(C.VIR_ERR_XML_ERROR, f"name {wished} cannot contain '/'", domain=DOMAIN)
    set_text(tree, "name", wished)
    return wished


def _config(hypervisor: Hypervisor, arrival: Arrival, theirs: Cookie, params: Mapping[str, Any]) -> Element:
    # What shall stay: as the client wishes, as the source had it, or as it comes.
    if "persistent_xml" in params:
        root = parse(params["persistent_xml"], "domain_definition", "domain")
    else:
        root = copy(theirs.config if theirs.config is not None else arrival.tree)
    _, uuid, tree = parse_domain(hypervisor, root)
    if uuid != arrival.uuid:
        raise bad_argument("the definition that is to stay has another UUID than the guest", domain=DOMAIN)
    set_text(tree, "name", arrival.name)
    return tree


def _check_free(hypervisor: Hypervisor, arrival: Arrival) -> None:
    # As `define` would, without a domain that others see.
    known = hypervisor.domains.with_uuid(arrival.uuid)
    other = hypervisor.domains.named(arrival.name)
    if known is not None and known.active:
        raise invalid(f"domain '{arrival.name}' is already active", domain=DOMAIN)
    if known is not None and known.name != arrival.name:
        detail = f"domain '{known.name}' is already defined with this uuid"
        raise fault(C.VIR_ERR_OPERATION_FAILED, detail, domain=DOMAIN)
    if other is not None and other is not known:
        detail = f"domain '{arrival.name}' already exists with another uuid"
        raise fault(C.VIR_ERR_OPERATION_FAILED, detail, domain=DOMAIN)


def _settle_in(hypervisor: Hypervisor, arrival: Arrival) -> Domain:
    domain = define(hypervisor, arrival.name, arrival.uuid, arrival.tree, starting=True)
    domain.arriving = True
    start(
        hypervisor,
        domain,
        reason=C.VIR_DOMAIN_RUNNING_MIGRATED,
        detail=C.VIR_DOMAIN_EVENT_STARTED_MIGRATED,
    )
    domain.state, domain.reason = C.VIR_DOMAIN_PAUSED, C.VIR_DOMAIN_PAUSED_MIGRATION
    job = Job(C.VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN, "remoteDispatchDomainMigratePrepare3Params")
    job.step = RECEIVING
    job.broken = lambda: _lost(hypervisor, arrival, domain)
    domain.job = job
    return domain


def _lost(hypervisor: Hypervisor, arrival: Arrival, domain: Domain) -> None:
    # Somebody has destroyed it while it was on its way.
    hypervisor.arrivals.pop(arrival.name, None)
    domain.job = None
    domain.arriving = False
    arrival.domain = None


def finish(
    session: TestSession, params: Mapping[str, Any], cookie: bytes, flags: int, *, cancelled: bool
) -> tuple[Domain, bytes]:
    """Let the guest run here, or throw it away.

    Returns:
        The domain, and the cookie for confirm.

    Raises:
        LibvirtError: it was thrown away, as wished (VIR_ERR_MIGRATE_FINISH_OK) or because it is not all here.
    """
    hypervisor = session.hypervisor
    name = params.get("destination_name")
    if not name:
        raise argument_fault(
            "missing domain name", "virDomainMigrateFinish3Params", "params", domain=C.VIR_FROM_TEST
        )
    arrival = hypervisor.arrivals.get(name)
    if arrival is None:
        raise fault(C.VIR_ERR_NO_DOMAIN, f"no domain with matching name '{name}'")
    theirs = Cookie.read(cookie)
    if cancelled:
        give_up(hypervisor, arrival)
        raise fault(C.VIR_ERR_MIGRATE_FINISH_OK)
    if not arrival.offline and not theirs.sent:
        give_up(hypervisor, arrival)
        raise fault(C.VIR_ERR_OPERATION_FAILED, f"the memory of domain '{name}' has not come", domain=DOMAIN)
    del hypervisor.arrivals[name]
    domain = arrival.domain
    existed = hypervisor.domains.with_uuid(arrival.uuid)
    kept = existed is not None and existed.persistent
    if domain is None:
        assert arrival.config is not None
        domain = define(hypervisor, arrival.name, arrival.uuid, arrival.config)
    elif arrival.config is not None:
        domain.config = arrival.config
    if arrival.config is not None:
        detail = C.VIR_DOMAIN_EVENT_DEFINED_UPDATED if kept else C.VIR_DOMAIN_EVENT_DEFINED_ADDED
        announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_DEFINED, detail)
    if arrival.domain is not None:
        _let_run(hypervisor, domain, paused=theirs.paused or bool(flags & C.VIR_MIGRATE_PAUSED))
    return domain, Cookie.of(hypervisor).write()


def _let_run(hypervisor: Hypervisor, domain: Domain, *, paused: bool) -> None:
    job, domain.job = domain.job, None
    domain.arriving = False
    assert job is not None
    job.moved = min(domain.memory << 10, MEMORY_MAX)
    job.end(success=True)
    domain.finished_job = job
    if paused:
        domain.reason = C.VIR_DOMAIN_PAUSED_USER
        announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_SUSPENDED, C.VIR_DOMAIN_EVENT_SUSPENDED_PAUSED)
        return
    domain.state, domain.reason = C.VIR_DOMAIN_RUNNING, C.VIR_DOMAIN_RUNNING_MIGRATED
    announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_RESUMED, C.VIR_DOMAIN_EVENT_RESUMED_MIGRATED)


def give_up(hypervisor: Hypervisor, arrival: Arrival) -> None:
    """Throw away what was prepared for a guest that does not come."""
    hypervisor.arrivals.pop(arrival.name, None)
    domain, arrival.domain = arrival.domain, None
    if domain is None:
        return
    domain.job = None
    domain.arriving = False
    stop(
        hypervisor,
        domain,
        reason=C.VIR_DOMAIN_SHUTOFF_FAILED,
        detail=C.VIR_DOMAIN_EVENT_STOPPED_FAILED,
    )
