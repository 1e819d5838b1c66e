"""The steps of a migration that the source takes: begin, perform, confirm; and how each is undone.

The guest runs here until all is sent. It stands still then, and waits for the word that it runs on the destination;
whoever loses that word loses the guest's run and never has it twice. Source of the order and of the states:
``qemuMigrationSrcBegin``, ``qemuMigrationSrcPerformPhase`` and ``qemuMigrationSrcConfirmPhase`` in
``src/qemu/qemu_migration.c``.
"""

from __future__ import annotations

import asyncio

from virtreach.daemon.hypervisor.agenda import AT_ONCE, Work, rate_within
from virtreach.daemon.hypervisor.domains.definition import domain_text, take_domain
from virtreach.daemon.hypervisor.domains.job import BEGUN, MEMORY_MAX, RUNNING, SENT, Job, need_free
from virtreach.daemon.hypervisor.domains.lifecycle import announce, stop
from virtreach.daemon.hypervisor.migration.cookie import SPEED_MAX, Cookie
from virtreach.daemon.hypervisor.xmltext import copy, text_of
from virtreach.daemon.wording import DOMAIN, fault, invalid
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.agenda import Agenda
    from virtreach.daemon.hypervisor.domains.domain import Domain
    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.state import Hypervisor

__all__ = ["Departure", "begin", "confirm", "leave", "lose", "perform", "rate_of", "undo"]

_MIB = 1 << 20
_OUTGOING = C.VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT


class Departure(Job):
    """The job of a guest that leaves.

    Attributes:
        session: whose client leads; None when this daemon does.
        paused_here: it was this job that has paused the guest.
        post_copy: the guest may go before all of its memory has.
        done: what waits for the memory to be sent.
    """

    def __init__(self, caller: str, session: TestSession | None, *, post_copy: bool = False) -> None:
        super().__init__(_OUTGOING, caller)
        self.session = session
        self.paused_here = False
        self.post_copy = post_copy
        self.done: asyncio.Future[None] | None = None

    def fail(self, error: Exception) -> None:
        """End the sending with an error; who waits for it gets it."""
        if self.done is not None and not self.done.done():
            self.done.set_exception(error)

    def switch_over(self, agenda: Agenda) -> None:
        """Let the guest go now; what has not been sent follows."""
        assert self.work is not None
        self.work.set_rate(AT_ONCE)
        agenda.run()


def begin(
    hypervisor: Hypervisor,
    domain: Domain,
    params: Mapping[str, Any],
    flags: int,
    *,
    session: TestSession | None,
    caller: str = "remoteDispatchDomainMigrateBegin3Params",
) -> tuple[bytes, str]:
    """Make the XML for the destination; with CHANGE_PROTECTION the guest is busy from now on.

    Returns:
        The cookie for prepare, and the XML.

    Raises:
        LibvirtError: the domain cannot go, or the wished XML is another guest's.
    """
    need_free(domain.job)
    offline = bool(flags & C.VIR_MIGRATE_OFFLINE)
    if not offline:
        domain.need_active()
        if domain.block_jobs:
            raise invalid("domain has active block job", domain=DOMAIN)
    cookie = Cookie.of(hypervisor)
    tree = domain.definition
    secure = C.VIR_DOMAIN_XML_SECURE
    text = domain_text(domain, secure, definition=tree)
    if "destination_xml" in params:
        wished = _wished(hypervisor, params["destination_xml"], domain, tree)
        text = domain_text(domain, secure, definition=wished)
    if flags & C.VIR_MIGRATE_PERSIST_DEST:
        config = domain.config if domain.config is not None else tree
        if "persistent_xml" in params:
            config = _wished(hypervisor, params["persistent_xml"], domain, config)
        cookie.config = copy(config)
        cookie.config.attrib.pop("id", None)
    if flags & C.VIR_MIGRATE_CHANGE_PROTECTION and not offline:
        _occupy(domain, Departure(caller, session))
    return cookie.write(), text


def _wished(hypervisor: Hypervisor, text: str, domain: Domain, tree: Element) -> Element:
    # virDomainDefCheckABIStability: the guest must not see the difference.
    name, uuid, wished = take_domain(hypervisor, text)
    for what, given, own in (
        ("domain name", f"'{name}'", f"'{domain.name}'"),
        ("domain uuid", uuid.hex(), domain.uuid.hex()),
        ("domain virtualization type", wished.get("type"), tree.get("type")),
        ("domain max memory", text_of(wished, "memory"), text_of(tree, "memory")),
        ("domain vCPU max", text_of(wished, "vcpu"), text_of(tree, "vcpu")),
        ("domain OS type", text_of(wished, "os/type"), text_of(tree, "os/type")),
    ):
        if given != own:
            detail = f"Target {what} {given} does not match source {own}"
            raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, detail, domain=DOMAIN)
    for kind in ("disk", "interface", "hostdev"):
        mine, theirs = len(tree.findall(f"devices/{kind}")), len(wished.findall(f"devices/{kind}"))
        if mine != theirs:
            detail = f"Target domain {kind} count {theirs} does not match source {mine}"
            raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, detail, domain=DOMAIN)
    return wished


def _occupy(domain: Domain, job: Departure) -> None:
    def broken() -> None:
        error = fault(C.VIR_ERR_OPERATION_FAILED, "domain is not running", domain=DOMAIN)
        _release(domain, job, success=False, error=str(error))
        job.fail(error)

    domain.job = job
    job.broken = broken
    if job.session is not None:
        job.session.moving.append(domain)


def _release(domain: Domain, job: Departure, *, success: bool, error: str = "") -> None:
    job.end(success=success, error=error)
    domain.job, domain.finished_job = None, job
    if job.session is not None and domain in job.session.moving:
        job.session.moving.remove(domain)


def _departure(domain: Domain) -> Departure:
    if not isinstance(domain.job, Departure):
        raise invalid(f"domain '{domain.name}' is not processing outgoing migration job")
    return domain.job


def rate_of(domain: Domain, memory: int, bandwidth: int) -> float:
    """How many bytes a second the make-believe network carries.

    Args:
        domain: who goes; its own limit counts when there is no other.
        memory: bytes that are to be sent.
        bandwidth: limit in MiB/s; 0 is none.
    """
    speed = bandwidth or domain.tuning.get("migration", {}).get("speed", SPEED_MAX)
    return rate_within(memory, float(speed) * _MIB)


async def perform(
    hypervisor: Hypervisor,
    domain: Domain,
    params: Mapping[str, Any],
    flags: int,
    *,
    session: TestSession | None,
    caller: str = "remoteDispatchDomainMigratePerform3Params",
) -> bytes:
    """Send the guest's memory; it stands still afterwards.

    When this raises, or is cancelled, the guest runs on here as before, and the job is over.

    Returns:
        The cookie for finish.

    Raises:
        LibvirtError: the job was aborted, or the guest has stopped.
    """
    job = domain.job
    if not (isinstance(job, Departure) and job.step == BEGUN):
        need_free(job)
        job = Departure(caller, session)
        domain.need_active()
        _occupy(domain, job)
    job.caller = caller
    job.step = RUNNING
    job.post_copy = bool(flags & C.VIR_MIGRATE_POSTCOPY)
    job.abort = lambda: job.fail(fault(C.VIR_ERR_OPERATION_ABORTED, "migration out job: canceled by client"))
    cookie = Cookie.of(hypervisor)
    cookie.paused = domain.state == C.VIR_DOMAIN_PAUSED
    if not flags & C.VIR_MIGRATE_LIVE and not cookie.paused:
        _pause(hypervisor, domain, job)
    job.done = sent = asyncio.get_running_loop().create_future()
    memory = min(domain.memory << 10, MEMORY_MAX)
    rate = rate_of(domain, memory, params.get("bandwidth", 0))
    try:
        job.work = Work(
            hypervisor.agenda, memory, rate, lambda: None if sent.done() else sent.set_result(None)
        )
        hypervisor.announce("domain", C.VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION, domain, 1)
        await sent
    except BaseException as error:
        undo(hypervisor, domain, job, str(error) or "the client is gone")
        raise
    job.abort = None
    job.step = SENT
    if domain.state == C.VIR_DOMAIN_PAUSED:
        # The user may have paused it on the way.
        cookie.paused = cookie.paused or not job.paused_here
    else:
        _pause(hypervisor, domain, job)
    cookie.sent = True
    return cookie.write()


def _pause(hypervisor: Hypervisor, domain: Domain, job: Departure) -> None:
    domain.state, domain.reason = C.VIR_DOMAIN_PAUSED, C.VIR_DOMAIN_PAUSED_MIGRATION
    job.paused_here = True
    announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_SUSPENDED, C.VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED)


def undo(hypervisor: Hypervisor, domain: Domain, job: Departure, error: str) -> None:
    """The guest stays: it runs on if it was the job that has paused it."""
    if domain.job is not job:
        return
    _release(domain, job, success=False, error=error)
    # After a reset the hypervisor has other domains.
    if job.paused_here and domain.active and hypervisor.domains.with_uuid(domain.uuid) is domain:
        domain.state, domain.reason = C.VIR_DOMAIN_RUNNING, C.VIR_DOMAIN_RUNNING_MIGRATION_CANCELED
        announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_RESUMED, C.VIR_DOMAIN_EVENT_RESUMED_MIGRATED)


def confirm(hypervisor: Hypervisor, domain: Domain, flags: int, *, cancelled: bool) -> None:
    """Hear what has become of the guest: it ends here, or, when the move was cancelled, runs on.

    Raises:
        LibvirtError: no move of it is under way, or it has not been sent.
    """
    if flags & C.VIR_MIGRATE_OFFLINE:
        if not cancelled and flags & C.VIR_MIGRATE_UNDEFINE_SOURCE:
            _forget(hypervisor, domain)
        return
    job = _departure(domain)
    if cancelled:
        if job.step == RUNNING:
            job.fail(fault(C.VIR_ERR_OPERATION_ABORTED, "migration out job: canceled by client"))
            return
        undo(hypervisor, domain, job, "the migration was cancelled")
        return
    if job.step != SENT:
        raise invalid(f"domain '{domain.name}' has not been sent")
    _release(domain, job, success=True)
    hypervisor.announce("domain", C.VIR_DOMAIN_EVENT_ID_JOB_COMPLETED, domain, job.stats()[1])
    if flags & C.VIR_MIGRATE_UNDEFINE_SOURCE and domain.persistent:
        announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_UNDEFINED, C.VIR_DOMAIN_EVENT_UNDEFINED_REMOVED)
        domain.config = None
    stop(
        hypervisor,
        domain,
        reason=C.VIR_DOMAIN_SHUTOFF_MIGRATED,
        detail=C.VIR_DOMAIN_EVENT_STOPPED_MIGRATED,
    )


def _forget(hypervisor: Hypervisor, domain: Domain) -> None:
    if not domain.persistent:
        return
    announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_UNDEFINED, C.VIR_DOMAIN_EVENT_UNDEFINED_REMOVED)
    if domain.active:
        domain.config = None
    else:
        hypervisor.domains.remove(domain)


def leave(session: TestSession, domain: Domain) -> None:
    """The client that led is gone: what was not sent stays; what was sent waits, paused, for somebody who knows."""
    job = domain.job
    if not isinstance(job, Departure) or job.session is not session:
        return
    if job.step == BEGUN:
        undo(session.hypervisor, domain, job, "the client is gone")
    elif job.step == SENT:
        lose(domain, job)


def lose(domain: Domain, job: Departure) -> None:
    """Nobody knows where the guest runs: it stays here, paused, and is free for whoever finds out."""
    _release(domain, job, success=False, error="nobody has said whether the guest runs on the destination")
