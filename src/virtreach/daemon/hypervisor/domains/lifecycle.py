"""The lives of domains: defined, started, paused, stopped, renamed, forgotten."""

from __future__ import annotations

from virtreach.daemon.hypervisor.collection import dashed
from virtreach.daemon.hypervisor.domains.definition import domain_text, take_domain
from virtreach.daemon.hypervisor.domains.domain import Domain
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.xmltext import set_text, text_of
from virtreach.daemon.wording import (
    DOMAIN,
    argument_fault,
    bad_argument,
    check_flags,
    fault,
    internal,
    invalid,
    xml_fault,
)
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.state import Hypervisor
    from virtreach.daemon.hypervisor.table import Result

__all__ = ["announce", "define", "start", "stop"]

_REBOOT = 2 * C.VIR_DOMAIN_REBOOT_PARAVIRT - 1
_ACTIONS = ("destroy", "restart", "rename-restart", "preserve", "coredump-destroy", "coredump-restart")
_LIFECYCLES = ("on_poweroff", "on_reboot", "on_crash")


def announce(hypervisor: Hypervisor, domain: Domain, event: int, detail: int) -> None:
    """Tell whoever listens what has become of a domain."""
    hypervisor.announce("domain", C.VIR_DOMAIN_EVENT_ID_LIFECYCLE, domain, event, detail)


def define(
    hypervisor: Hypervisor, name: str, uuid: bytes, tree: Element, *, starting: bool = False
) -> Domain:
    """Find the domain that a definition is of, or make it (``virDomainObjListAdd``).

    Args:
        hypervisor: whose.
        name, uuid: of the definition.
        tree: the definition.
        starting: it shall be started, so that it must not run.

    Raises:
        LibvirtError: name and UUID belong to different domains.
    """
    found = hypervisor.domains.with_uuid(uuid)
    if found is not None:
        if found.name != name:
            detail = f"domain '{found.name}' is already defined with uuid {dashed(uuid)}"
            raise fault(C.VIR_ERR_OPERATION_FAILED, detail, domain=DOMAIN)
        if starting:
            if found.active:
                raise invalid(f"domain '{name}' is already active", domain=DOMAIN)
            found.live = tree
        else:
            found.config = tree
        return found
    other = hypervisor.domains.named(name)
    if other is not None:
        detail = f"domain '{name}' already exists with uuid {dashed(other.uuid)}"
        raise fault(C.VIR_ERR_OPERATION_FAILED, detail, domain=DOMAIN)
    made = Domain(name, uuid)
    if starting:
        made.live = tree
    else:
        made.config = tree
    hypervisor.domains.add(made)
    return made


def start(hypervisor: Hypervisor, domain: Domain, *, reason: int, detail: int, paused: bool = False) -> None:
    """Let a domain run.

    Args:
        hypervisor: whose it is.
        domain: which.
        reason: the new state's, of virDomainRunningReason.
        detail: the event's, of virDomainEventStartedDetailType.
        paused: it stands still at first.
    """
    domain.begin()
    hypervisor.start_id(domain)
    domain.state, domain.reason = C.VIR_DOMAIN_RUNNING, reason
    announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_STARTED, detail)
    if paused:
        domain.state, domain.reason = C.VIR_DOMAIN_PAUSED, C.VIR_DOMAIN_PAUSED_USER
        announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_SUSPENDED, C.VIR_DOMAIN_EVENT_SUSPENDED_PAUSED)
    elif any(_agent(one) for one in domain.devices("channel")):
        agent = (
            C.VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED,
            C.VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_DOMAIN_STARTED,
        )
        hypervisor.announce("domain", C.VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE, domain, *agent)


def _agent(channel: Element) -> bool:
    # Whether a channel leads to the agent of a guest.
    target = channel.find("target")
    return target is not None and target.get("name") == "org.qemu.guest_agent.0"


def stop(hypervisor: Hypervisor, domain: Domain, *, reason: int, detail: int, keep: bool = False) -> None:
    """Let a domain end; a transient one is forgotten.

    Args:
        hypervisor: whose it is.
        domain: which.
        reason: the new state's, of virDomainShutoffReason.
        detail: the event's, of virDomainEventStoppedDetailType.
        keep: not even a transient one is forgotten, for it starts again at once.
    """
    job = domain.job
    if job is not None and job.broken is not None:
        job.broken()
    for one in domain.block_jobs.values():
        one.drop()
    domain.block_jobs.clear()
    announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_STOPPED, detail)
    hypervisor.stop_id(domain)
    domain.state, domain.reason = C.VIR_DOMAIN_SHUTOFF, reason
    domain.frozen.clear()
    domain.autodestroy = False
    if domain.config is not None:
        domain.live = None
    elif not keep:
        hypervisor.domains.remove(domain)


def _define(session: TestSession, text: str) -> Domain:
    hypervisor = session.hypervisor
    name, uuid, tree = take_domain(hypervisor, text)
    if "\n" in name:
        raise xml_fault("invalid char in name: \n", domain=C.VIR_FROM_XML)
    before = hypervisor.domains.with_uuid(uuid)
    existed = before is not None and before.persistent
    domain = define(hypervisor, name, uuid, tree)
    detail = C.VIR_DOMAIN_EVENT_DEFINED_UPDATED if existed else C.VIR_DOMAIN_EVENT_DEFINED_ADDED
    announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_DEFINED, detail)
    return domain


@handles("domain_define_xml")
def _on_define_xml(session: TestSession, args: Any) -> Result:
    return (_define(session, args.xml).ref,)


@handles("domain_define_xml_flags")
def _on_define_xml_flags(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_DOMAIN_DEFINE_VALIDATE, "testDomainDefineXMLFlags")
    return (_define(session, args.xml).ref,)


@handles("domain_create_xml", "domain_create_xml_with_files")
def _on_create_xml(session: TestSession, args: Any) -> Result:
    allowed = C.VIR_DOMAIN_START_PAUSED | C.VIR_DOMAIN_START_AUTODESTROY | C.VIR_DOMAIN_START_VALIDATE
    check_flags(args.flags, allowed, "testDomainCreateXML")
    hypervisor = session.hypervisor
    name, uuid, tree = take_domain(hypervisor, args.xml_desc)
    domain = define(hypervisor, name, uuid, tree, starting=True)
    start(
        hypervisor,
        domain,
        reason=C.VIR_DOMAIN_RUNNING_BOOTED,
        detail=C.VIR_DOMAIN_EVENT_STARTED_BOOTED,
        paused=bool(args.flags & C.VIR_DOMAIN_START_PAUSED),
    )
    if args.flags & C.VIR_DOMAIN_START_AUTODESTROY:
        session.bind(domain)
    return (domain.ref,)


def _create(session: TestSession, ref: tuple[str, bytes, int], flags: int) -> Domain:
    allowed = C.VIR_DOMAIN_START_PAUSED | C.VIR_DOMAIN_START_AUTODESTROY
    allowed |= C.VIR_DOMAIN_START_BYPASS_CACHE | C.VIR_DOMAIN_START_FORCE_BOOT
    check_flags(flags, allowed, "testDomainCreateWithFlags")
    hypervisor = session.hypervisor
    domain = hypervisor.domain(ref)
    if domain.active:
        raise internal(f"Domain '{domain.name}' is already running")
    paused = bool(flags & C.VIR_DOMAIN_START_PAUSED)
    if domain.saved is not None and not flags & C.VIR_DOMAIN_START_FORCE_BOOT:
        domain.live = domain.saved
    domain.saved = None
    start(
        hypervisor,
        domain,
        reason=C.VIR_DOMAIN_RUNNING_BOOTED,
        detail=C.VIR_DOMAIN_EVENT_STARTED_BOOTED,
        paused=paused,
    )
    if flags & C.VIR_DOMAIN_START_AUTODESTROY:
        session.bind(domain)
    return domain


@handles("domain_create")
def _on_create(session: TestSession, args: Any) -> Result:
    _create(session, args.dom, 0)
    return None


@handles("domain_create_with_flags", "domain_create_with_files")
def _on_create_with_flags(session: TestSession, args: Any) -> Result:
    return (_create(session, args.dom, args.flags).ref,)


@handles("domain_destroy")
def _on_destroy(session: TestSession, args: Any) -> Result:
    return _destroy(session, args.dom)


@handles("domain_destroy_flags")
def _on_destroy_flags(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_DOMAIN_DESTROY_GRACEFUL, "testDomainDestroyFlags")
    return _destroy(session, args.dom)


def _destroy(session: TestSession, ref: tuple[str, bytes, int]) -> Result:
    domain = session.hypervisor.domain(ref)
    domain.need_active()
    stop(
        session.hypervisor,
        domain,
        reason=C.VIR_DOMAIN_SHUTOFF_DESTROYED,
        detail=C.VIR_DOMAIN_EVENT_STOPPED_DESTROYED,
    )
    return None


@handles("domain_shutdown")
def _on_shutdown(session: TestSession, args: Any) -> Result:
    return _shutdown(session, args.dom)


@handles("domain_shutdown_flags")
def _on_shutdown_flags(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainShutdownFlags")
    return _shutdown(session, args.dom)


def _shutdown(session: TestSession, ref: tuple[str, bytes, int]) -> Result:
    domain = session.hypervisor.domain(ref)
    if domain.state != C.VIR_DOMAIN_RUNNING:
        raise internal(f"domain '{domain.name}' not running")
    stop(
        session.hypervisor,
        domain,
        reason=C.VIR_DOMAIN_SHUTOFF_SHUTDOWN,
        detail=C.VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN,
    )
    return None


@handles("domain_reboot")
def _on_reboot(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _REBOOT, "testDomainReboot")
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    if text_of(domain.definition, "on_reboot") not in ("restart", "rename-restart"):
        stop(
            session.hypervisor,
            domain,
            reason=C.VIR_DOMAIN_SHUTOFF_SHUTDOWN,
            detail=C.VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN,
        )
        return None
    domain.state, domain.reason = C.VIR_DOMAIN_RUNNING, C.VIR_DOMAIN_RUNNING_BOOTED
    session.hypervisor.announce("domain", C.VIR_DOMAIN_EVENT_ID_REBOOT, domain)
    return None


@handles("domain_reset")
def _on_reset(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainReset")
    session.hypervisor.domain(args.dom).need_active()
    session.hypervisor.announce("domain", C.VIR_DOMAIN_EVENT_ID_REBOOT, session.hypervisor.domain(args.dom))
    return None


@handles("domain_suspend")
def _on_suspend(session: TestSession, args: Any) -> Result:
    domain = session.hypervisor.domain(args.dom)
    if domain.state in (C.VIR_DOMAIN_SHUTOFF, C.VIR_DOMAIN_PAUSED):
        raise internal(f"domain '{domain.name}' not running")
    domain.state, domain.reason = C.VIR_DOMAIN_PAUSED, C.VIR_DOMAIN_PAUSED_USER
    announce(session.hypervisor, domain, C.VIR_DOMAIN_EVENT_SUSPENDED, C.VIR_DOMAIN_EVENT_SUSPENDED_PAUSED)
    return None


@handles("domain_resume")
def _on_resume(session: TestSession, args: Any) -> Result:
    domain = session.hypervisor.domain(args.dom)
    if domain.state != C.VIR_DOMAIN_PAUSED:
        raise internal(f"domain '{domain.name}' not paused")
    domain.state, domain.reason = C.VIR_DOMAIN_RUNNING, C.VIR_DOMAIN_RUNNING_UNPAUSED
    announce(session.hypervisor, domain, C.VIR_DOMAIN_EVENT_RESUMED, C.VIR_DOMAIN_EVENT_RESUMED_UNPAUSED)
    return None


@handles("domain_undefine")
def _on_undefine(session: TestSession, args: Any) -> Result:
    return _undefine(session, args.dom, 0)


@handles("domain_undefine_flags")
def _on_undefine_flags(session: TestSession, args: Any) -> Result:
    allowed = C.VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | C.VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA
    allowed |= C.VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA | C.VIR_DOMAIN_UNDEFINE_NVRAM
    allowed |= C.VIR_DOMAIN_UNDEFINE_KEEP_NVRAM
    check_flags(args.flags, allowed, "testDomainUndefineFlags")
    return _undefine(session, args.dom, args.flags)


def _undefine(session: TestSession, ref: tuple[str, bytes, int], flags: int) -> Result:
    hypervisor = session.hypervisor
    domain = hypervisor.domain(ref)
    if not domain.persistent:
        return None  # as libvirt's test driver: there is nothing to forget
    if domain.saved is not None and not flags & C.VIR_DOMAIN_UNDEFINE_MANAGED_SAVE:
        raise invalid("Refusing to undefine while domain managed save image exists")
    if not domain.active and domain.snapshots and not flags & C.VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA:
        raise invalid(f"cannot delete inactive domain with {len(domain.snapshots)} snapshots")
    domain.saved = None
    announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_UNDEFINED, C.VIR_DOMAIN_EVENT_UNDEFINED_REMOVED)
    if domain.active:
        domain.begin()
        domain.config = None
    else:
        hypervisor.domains.remove(domain)
    return None


@handles("domain_rename")
def _on_rename(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainRename")
    hypervisor = session.hypervisor
    domain = hypervisor.domain(args.dom)
    if domain.active:
        raise invalid("cannot rename active domain")
    if not domain.persistent:
        raise invalid("cannot rename a transient domain")
    name = args.new_name or ""
    if name == domain.name:
        raise invalid("Can't rename domain to itself", domain=DOMAIN)
    if hypervisor.domains.named(name) is not None:
        raise invalid(f"domain with name '{name}' already exists", domain=DOMAIN)
    if not name:
        raise argument_fault("new_name in virDomainRename must not be empty", "virDomainRename", "new_name")
    if "/" in name:
        raise fault(C.VIR_ERR_XML_ERROR, f"name {name} cannot contain '/'")
    announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_UNDEFINED, C.VIR_DOMAIN_EVENT_UNDEFINED_RENAMED)
    hypervisor.domains.rename(domain, name)
    set_text(domain.definition, "name", name)
    announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_DEFINED, C.VIR_DOMAIN_EVENT_DEFINED_RENAMED)
    return (0,)


@handles("domain_get_xml_desc")
def _on_get_xml(session: TestSession, args: Any) -> Result:
    allowed = C.VIR_DOMAIN_XML_SECURE | C.VIR_DOMAIN_XML_INACTIVE | C.VIR_DOMAIN_XML_MIGRATABLE
    check_flags(args.flags, allowed, "testDomainGetXMLDesc")
    return (domain_text(session.hypervisor.domain(args.dom), args.flags),)


@handles("domain_get_state")
def _on_get_state(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainGetState")
    domain = session.hypervisor.domain(args.dom)
    return domain.state, domain.reason


@handles("domain_get_info")
def _on_get_info(session: TestSession, args: Any) -> Result:
    domain = session.hypervisor.domain(args.dom)
    # libvirt's test driver gives the time of day as the time that the CPUs have worked.
    cpu_time = int(session.hypervisor.clock() * 1_000_000) * 1000
    return domain.state, domain.memory_max, domain.memory, domain.vcpus, cpu_time


@handles("domain_get_os_type")
def _on_get_os_type(session: TestSession, args: Any) -> Result:
    session.hypervisor.domain(args.dom)
    return ("linux",)


@handles("domain_is_active")
def _on_is_active(session: TestSession, args: Any) -> Result:
    return (int(session.hypervisor.domain(args.dom).active),)


@handles("domain_is_persistent")
def _on_is_persistent(session: TestSession, args: Any) -> Result:
    return (int(session.hypervisor.domain(args.dom).persistent),)


@handles("domain_is_updated")
def _on_is_updated(session: TestSession, args: Any) -> Result:
    session.hypervisor.domain(args.dom)
    return (0,)


@handles("domain_get_autostart")
def _on_get_autostart(session: TestSession, args: Any) -> Result:
    return (int(session.hypervisor.domain(args.dom).autostart),)


@handles("domain_set_autostart")
def _on_set_autostart(session: TestSession, args: Any) -> Result:
    session.hypervisor.domain(args.dom).autostart = bool(args.autostart)
    return None


@handles("domain_get_autostart_once")
def _on_get_autostart_once(session: TestSession, args: Any) -> Result:
    return (int(session.hypervisor.domain(args.dom).autostart_once),)


@handles("domain_set_autostart_once")
def _on_set_autostart_once(session: TestSession, args: Any) -> Result:
    session.hypervisor.domain(args.dom).autostart_once = bool(args.autostart)
    return None


@handles("domain_set_lifecycle_action")
def _on_set_lifecycle_action(session: TestSession, args: Any) -> Result:
    domain = session.hypervisor.domain(args.dom)
    if not 0 <= args.type < len(_LIFECYCLES):
        raise bad_argument(f"invalid lifecycle type '{args.type}'", domain=DOMAIN)
    if not 0 <= args.action < len(_ACTIONS):
        raise bad_argument(f"invalid lifecycle action '{args.action}'", domain=DOMAIN)
    for tree in domain.affected(args.flags):
        set_text(tree, _LIFECYCLES[args.type], _ACTIONS[args.action])
    return None
