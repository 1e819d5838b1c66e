"""Checkpoints of domains: the points that incremental backups begin at."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.domains.definition import OPENED
from virtreach.daemon.hypervisor.domains.domain import Domain
from virtreach.daemon.hypervisor.moments.definition import check_checkpoint_name, checkpoint_disks, past_of
from virtreach.daemon.hypervisor.moments.moment import Moment, forget, listed, need_room, would_circle
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.xmltext import copy, name_of, parse, set_text, text_of, to_text
from virtreach.daemon.wording import DOMAIN, argument_fault, check_flags, fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.state import Hypervisor
    from virtreach.daemon.hypervisor.table import Result

__all__ = ["make_checkpoint"]

_REDEFINE = C.VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE
_CREATE = (
    _REDEFINE | C.VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE | C.VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE
)
_TOPOLOGICAL = C.VIR_DOMAIN_CHECKPOINT_LIST_TOPOLOGICAL
_LIST = 13 | _TOPOLOGICAL


def _of(session: TestSession, ref: Any) -> tuple[Domain, Moment]:
    domain = session.hypervisor.domain(ref[1])
    return domain, domain.moment(ref[0], checkpoint=True)


def _listed(domain: Domain, flags: int, top: Moment | None = None) -> list[Moment]:
    # The one bit that stands elsewhere than in the flags of snapshots.
    common = flags & 13 | (1024 if flags & _TOPOLOGICAL else 0)
    return listed(domain.checkpoints, common, top)


@handles("domain_checkpoint_create_xml")
def _on_create(session: TestSession, args: Any) -> Result:
    validate = C.VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE
    if args.flags & validate and not args.flags & _REDEFINE:
        names = "VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE", "VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE"
        text = f"Flag '{names[0]}' is required by flag '{names[1]}'"
        raise argument_fault(text, "virDomainCheckpointCreateXML", "ctl", domain=C.VIR_FROM_DOMAIN_CHECKPOINT)
    check_flags(args.flags, _CREATE, "testDomainCheckpointCreateXML")
    hypervisor = session.hypervisor
    domain = hypervisor.domain(args.dom)
    return (make_checkpoint(hypervisor, domain, args.xml_desc, args.flags).ref(args.dom),)


def make_checkpoint(hypervisor: Hypervisor, domain: Domain, text: str, flags: int) -> Moment:
    """Make a checkpoint, which becomes the current one.

    Args:
        hypervisor: whose.
        domain: of which guest.
        text: its description.
        flags: of virDomainCheckpointCreateFlags.

    Raises:
        LibvirtError: the description makes no sense, or there cannot be one now.
    """
    if domain.snapshots:
        detail = "cannot create checkpoint while snapshot exists"
        raise fault(C.VIR_ERR_OPERATION_UNSUPPORTED, detail)
    root = parse(text, "domain_checkpoint", "domaincheckpoint", domain=C.VIR_FROM_DOMAIN_CHECKPOINT)
    now = past_of(root, "checkpoint") if flags & _REDEFINE else int(hypervisor.clock())
    name = name_of(root) or str(now)
    check_checkpoint_name(name)
    if not flags & _REDEFINE:
        if not domain.active:
            raise fault(C.VIR_ERR_OPERATION_UNSUPPORTED, "cannot create checkpoint for inactive domain")
        if name in domain.checkpoints:
            raise fault(C.VIR_ERR_OPERATION_FAILED, f"domain moment {name} already exists", domain=DOMAIN)
    need_room(domain.checkpoints, name, hypervisor.limits.moments)
    made = Moment(name, text_of(root, "description"), now, domain.state, copy(domain.definition))
    made.disks = checkpoint_disks(root, domain, name)
    if flags & _REDEFINE:
        parent = name_of(root, "parent/name")
        made.parent = domain.checkpoints.get(parent) if parent else None
        if parent and made.parent is None:
            detail = f"parent {parent} for moment {made.name} not found"
            raise fault(C.VIR_ERR_INVALID_ARG, detail, domain=DOMAIN)
        old = domain.checkpoints.get(name)
        if old is not None and would_circle(made, old):
            detail = f"parent {parent} would create cycle to {made.name}"
            raise fault(C.VIR_ERR_INVALID_ARG, detail, domain=DOMAIN)
        if old is not None:
            for one in domain.checkpoints.values():
                if one.parent is old:
                    one.parent = made
    else:
        made.parent = domain.checkpoint
    domain.checkpoints[name] = made
    domain.checkpoint = made
    return made


@handles("domain_checkpoint_get_xml_desc")
def _on_get_xml(session: TestSession, args: Any) -> Result:
    no_domain = C.VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN
    known = C.VIR_DOMAIN_CHECKPOINT_XML_SECURE | no_domain | C.VIR_DOMAIN_CHECKPOINT_XML_SIZE
    check_flags(args.flags, known, "testDomainCheckpointGetXMLDesc")
    _, moment = _of(session, args.checkpoint)
    root = Element("domaincheckpoint")
    set_text(root, "name", moment.name)
    if moment.description:
        set_text(root, "description", moment.description)
    if moment.parent is not None:
        parent = Element("parent")
        set_text(parent, "name", moment.parent.name)
        root.append(parent)
    set_text(root, "creationTime", str(moment.created))
    if moment.disks:
        disks = Element("disks")
        disks.extend(moment.disks)
        root.append(disks)
    if not args.flags & no_domain:
        root.append(moment.definition)
    return (to_text(root, opened=OPENED),)


@handles("domain_list_all_checkpoints")
def _on_list_all(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _LIST, "testDomainListAllCheckpoints")
    domain = session.hypervisor.domain(args.dom)
    found = [one.ref(args.dom) for one in _listed(domain, args.flags)]
    return found if args.need_results else [], len(found)


@handles("domain_checkpoint_list_all_children")
def _on_list_children(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _LIST, "testDomainCheckpointListAllChildren")
    domain, moment = _of(session, args.checkpoint)
    found = [one.ref(args.checkpoint[1]) for one in _listed(domain, args.flags, moment)]
    return found if args.need_results else [], len(found)


@handles("domain_checkpoint_lookup_by_name")
def _on_lookup(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainCheckpointLookupByName")
    domain = session.hypervisor.domain(args.dom)
    return (domain.moment(args.name, checkpoint=True).ref(args.dom),)


@handles("domain_checkpoint_get_parent")
def _on_parent_of(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainCheckpointGetParent")
    _, moment = _of(session, args.checkpoint)
    if moment.parent is None:
        detail = f"checkpoint '{moment.name}' does not have a parent"
        raise fault(C.VIR_ERR_NO_DOMAIN_CHECKPOINT, detail)
    return (moment.parent.ref(args.checkpoint[1]),)


@handles("domain_checkpoint_delete")
def _on_delete(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 7, "testDomainCheckpointDelete")
    domain, moment = _of(session, args.checkpoint)
    only = bool(args.flags & C.VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN_ONLY)
    children = bool(args.flags & C.VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN)
    gone = forget(domain.checkpoints, moment, children=children, only_children=only)
    if domain.checkpoint is not None and domain.checkpoint.name in gone:
        domain.checkpoint = moment if only else moment.parent
    return None
