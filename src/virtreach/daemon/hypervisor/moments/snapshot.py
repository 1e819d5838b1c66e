"""Snapshots of domains."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.collection import dashed
from virtreach.daemon.hypervisor.disks.chain import image_path, put_overlay, target_of
from virtreach.daemon.hypervisor.domains.definition import OPENED, parse_domain
from virtreach.daemon.hypervisor.domains.domain import Domain
from virtreach.daemon.hypervisor.domains.lifecycle import announce, start, stop
from virtreach.daemon.hypervisor.moments.definition import past_of, snapshot_disks, snapshot_memory
from virtreach.daemon.hypervisor.moments.moment import Moment, below, forget, listed, need_room, would_circle
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.xmltext import copy, name_of, parse, set_text, text_of, to_text
from virtreach.daemon.wording import (
    DOMAIN,
    argument_fault,
    check_flags,
    exclusive,
    fault,
    internal,
    invalid,
)
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.state import Hypervisor
    from virtreach.daemon.hypervisor.table import Result

__all__ = ["STATES", "take_up"]

STATES = ("nostate", "running", "blocked", "paused", "shutdown", "shutoff", "crashed", "pmsuspended")
"""What the states of virDomainState are called in XML."""

# The state of a snapshot of a running guest's disks alone (virDomainSnapshotState).
_DISK_STATE = C.VIR_DOMAIN_LAST
_NAMES = (*STATES, "disk-snapshot")
_REDEFINE, _CURRENT, _NO_METADATA, _HALT = 1, 2, 4, 8
_DISKS_ALONE, _REUSE = C.VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY, C.VIR_DOMAIN_SNAPSHOT_CREATE_REUSE_EXT
_CREATE = _REDEFINE | _CURRENT | _NO_METADATA | _HALT | _DISKS_ALONE | _REUSE | 64 | 128 | 256 | 512
_METADATA, _NO_METADATA_LIST, _INACTIVE, _ACTIVE, _DISK_ONLY, _INTERNAL, _EXTERNAL = (
    2,
    16,
    32,
    64,
    128,
    256,
    512,
)
_LIST = 2047


def _of(session: TestSession, ref: Any) -> tuple[Domain, Moment]:
    domain = session.hypervisor.domain(ref[1])
    return domain, domain.moment(ref[0])


def _listed(domain: Domain, flags: int, top: Moment | None = None) -> list[Moment]:
    found = listed(domain.snapshots, flags, top)
    if flags & _NO_METADATA_LIST and not flags & _METADATA:
        return []
    states = flags & (_INACTIVE | _ACTIVE | _DISK_ONLY)
    if states:
        kinds = {C.VIR_DOMAIN_SHUTOFF: _INACTIVE, _DISK_STATE: _DISK_ONLY}
        found = [one for one in found if states & kinds.get(one.state, _ACTIVE)]
    if bool(flags & _EXTERNAL) != bool(flags & _INTERNAL):
        found = [one for one in found if _external(one) == bool(flags & _EXTERNAL)]
    return found


def _external(moment: Moment) -> bool:
    # Whether it is kept in files of its own.
    return bool(moment.memory) or any(one.get("snapshot") == "external" for one in moment.disks)


@handles("domain_snapshot_create_xml")
def _on_create(session: TestSession, args: Any) -> Result:
    flags = args.flags
    _check_create(flags)
    hypervisor = session.hypervisor
    domain = hypervisor.domain(args.dom)
    if flags & _HALT and not domain.persistent:
        raise invalid("cannot halt after transient domain snapshot")
    if domain.checkpoints:
        detail = "cannot create snapshot while checkpoint exists"
        raise fault(C.VIR_ERR_OPERATION_UNSUPPORTED, detail)
    root = parse(args.xml_desc, "domain_snapshot", "domainsnapshot", domain=C.VIR_FROM_DOMAIN_SNAPSHOT)
    now = past_of(root, "snapshot") if flags & _REDEFINE else int(hypervisor.clock())
    name = name_of(root) or str(now)
    old = domain.snapshots.get(name)
    if old is not None and not flags & _REDEFINE:
        raise fault(C.VIR_ERR_OPERATION_FAILED, f"domain moment {name} already exists", domain=DOMAIN)
    need_room(domain.snapshots, name, hypervisor.limits.moments)
    made = Moment(name, text_of(root, "description"), now, domain.state, copy(domain.definition))
    made.config = copy(domain.config) if domain.config is not None else None
    if flags & _REDEFINE:
        _redefine(hypervisor, domain, made, root, old)
    else:
        made.memory = snapshot_memory(root)
        if flags & _DISKS_ALONE:
            made.disks = snapshot_disks(root, domain, external=True, suffix=name)
            made.state = _DISK_STATE if domain.active else C.VIR_DOMAIN_SHUTOFF
            _put_overlays(domain, made)
        else:
            made.disks = snapshot_disks(root, domain, external=bool(made.memory))
        made.parent = domain.snapshot
    if not flags & _NO_METADATA:
        domain.snapshots[name] = made
        if not flags & _REDEFINE or flags & _CURRENT:
            domain.snapshot = made
    if flags & _HALT and domain.active and not flags & _REDEFINE:
        stop(
            hypervisor,
            domain,
            reason=C.VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT,
            detail=C.VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT,
        )
    return (made.ref(args.dom),)


def _put_overlays(domain: Domain, moment: Moment) -> None:
    # The guest writes to new files from now on; the old ones, behind these, are what they were.
    overlays = {one.get("name", ""): one for one in moment.disks if one.get("snapshot") == "external"}
    if not overlays:
        detail = "nothing selected for snapshot"
        raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, detail, domain=C.VIR_FROM_DOMAIN_SNAPSHOT)
    for name in overlays:
        if name in domain.block_jobs:
            detail = f"disk '{name}' already in active block job"
            raise fault(C.VIR_ERR_OPERATION_UNSUPPORTED, detail, domain=DOMAIN)
    now = {target_of(one): image_path(one) for one in domain.devices("disk")}
    for tree in (domain.live, domain.config):
        for disk in tree.findall("devices/disk") if tree is not None else ():
            name = target_of(disk)
            # The persistent definition goes along as far as it is about the same images.
            if name in overlays and image_path(disk) == now[name]:
                put_overlay(disk, overlays[name])


def take_up(hypervisor: Hypervisor, domain: Domain, root: Element) -> Moment:
    """Give a domain a snapshot that was taken elsewhere, as a redefinition does; its parent must be there.

    Raises:
        LibvirtError: the description makes no sense.
    """
    created = past_of(root, "snapshot")
    name = name_of(root) or str(created)
    need_room(domain.snapshots, name, hypervisor.limits.moments)
    made = Moment(name, text_of(root, "description"), created, domain.state, domain.definition)
    _redefine(hypervisor, domain, made, root, domain.snapshots.get(name))
    domain.snapshots[name] = made
    return made


def _check_create(flags: int) -> None:
    # What virDomainSnapshotCreateXML refuses itself, and then its driver.
    names = "VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE", "VIR_DOMAIN_SNAPSHOT_CREATE_{}"
    if flags & _CURRENT and not flags & _REDEFINE:
        text = f"Flag '{names[0]}' is required by flag '{names[1].format('CURRENT')}'"
        raise argument_fault(text, "virDomainSnapshotCreateXML", "ctl", domain=C.VIR_FROM_DOMAIN_SNAPSHOT)
    for bit, name in ((_NO_METADATA, "NO_METADATA"), (_HALT, "HALT")):
        both = names[0], names[1].format(name)
        exclusive(flags, _REDEFINE, bit, both, "virDomainSnapshotCreateXML", C.VIR_FROM_DOMAIN_SNAPSHOT)
    check_flags(flags, _CREATE, "testDomainSnapshotCreateXML")


def _redefine(
    hypervisor: Hypervisor, domain: Domain, made: Moment, root: Element, old: Moment | None
) -> None:
    # What a program once got from getXMLDesc, given back.
    origin = C.VIR_FROM_DOMAIN_SNAPSHOT
    parent = name_of(root, "parent/name")
    state = text_of(root, "state")
    if not state:
        raise fault(C.VIR_ERR_XML_ERROR, "missing state from existing snapshot", domain=origin)
    if state not in _NAMES:
        detail = f"Invalid state '{state}' in domain snapshot XML"
        raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, detail, domain=origin)
    inner = root.find("domain")
    if inner is None:
        raise internal("missing domain in snapshot", domain=origin)
    _, uuid, made.definition = parse_domain(hypervisor, copy(inner))
    made.memory = snapshot_memory(root)
    if parent:
        if parent == made.name:
            detail = f"cannot set moment {parent} as its own parent"
            raise fault(C.VIR_ERR_INVALID_ARG, detail, domain=DOMAIN)
        made.parent = domain.snapshots.get(parent)
        if made.parent is None:
            detail = f"parent {parent} for moment {made.name} not found"
            raise fault(C.VIR_ERR_INVALID_ARG, detail, domain=DOMAIN)
    if old is not None and would_circle(made, old):
        detail = f"parent {parent} would create cycle to {made.name}"
        raise fault(C.VIR_ERR_INVALID_ARG, detail, domain=DOMAIN)
    if uuid != domain.uuid:
        detail = f"definition for snapshot {made.name} must use uuid {dashed(domain.uuid)}"
        raise fault(C.VIR_ERR_INVALID_ARG, detail, domain=origin)
    made.state = _NAMES.index(state)
    made.disks = [copy(one) for one in root.findall("disks/disk")]
    if old is not None:
        for one in domain.snapshots.values():
            if one.parent is old:
                one.parent = made
        if domain.snapshot is old:
            domain.snapshot = made


@handles("domain_snapshot_get_xml_desc")
def _on_get_xml(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_DOMAIN_XML_SECURE, "testDomainSnapshotGetXMLDesc")
    _, moment = _of(session, args.snap)
    root = Element("domainsnapshot")
    set_text(root, "name", moment.name)
    if moment.description:
        set_text(root, "description", moment.description)
    set_text(root, "state", _NAMES[moment.state])
    if moment.parent is not None:
        parent = Element("parent")
        set_text(parent, "name", moment.parent.name)
        root.append(parent)
    set_text(root, "creationTime", str(moment.created))
    off = moment.state in (C.VIR_DOMAIN_SHUTOFF, _DISK_STATE)
    memory = Element("memory", {"snapshot": "external" if moment.memory else "no" if off else "internal"})
    if moment.memory:
        memory.set("file", moment.memory)
    root.append(memory)
    if moment.disks:
        disks = Element("disks")
        disks.extend(moment.disks)
        root.append(disks)
    root.append(moment.definition)
    return (to_text(root, opened=OPENED),)


@handles("domain_snapshot_num")
def _on_count(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _LIST, "testDomainSnapshotNum")
    return (len(_listed(session.hypervisor.domain(args.dom), args.flags)),)


@handles("domain_snapshot_list_names")
def _on_names(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _LIST, "testDomainSnapshotListNames")
    found = _listed(session.hypervisor.domain(args.dom), args.flags)
    return ([one.name for one in found][: max(args.maxnames, 0)],)


@handles("domain_list_all_snapshots")
def _on_list_all(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _LIST, "testDomainListAllSnapshots")
    domain = session.hypervisor.domain(args.dom)
    found = [one.ref(args.dom) for one in _listed(domain, args.flags)]
    return found if args.need_results else [], len(found)


@handles("domain_snapshot_num_children")
def _on_count_children(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _LIST, "testDomainSnapshotNumChildren")
    domain, moment = _of(session, args.snap)
    return (len(_listed(domain, args.flags, moment)),)


@handles("domain_snapshot_list_children_names")
def _on_children_names(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _LIST, "testDomainSnapshotListChildrenNames")
    domain, moment = _of(session, args.snap)
    return ([one.name for one in _listed(domain, args.flags, moment)][: max(args.maxnames, 0)],)


@handles("domain_snapshot_list_all_children")
def _on_list_children(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _LIST, "testDomainSnapshotListAllChildren")
    domain, moment = _of(session, args.snapshot)
    found = [one.ref(args.snapshot[1]) for one in _listed(domain, args.flags, moment)]
    return found if args.need_results else [], len(found)


@handles("domain_snapshot_lookup_by_name")
def _on_lookup(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainSnapshotLookupByName")
    domain = session.hypervisor.domain(args.dom)
    return (domain.moment(args.name).ref(args.dom),)


@handles("domain_has_current_snapshot")
def _on_has_current(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainHasCurrentSnapshot")
    return (int(session.hypervisor.domain(args.dom).snapshot is not None),)


@handles("domain_snapshot_current")
def _on_current(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainSnapshotCurrent")
    domain = session.hypervisor.domain(args.dom)
    if domain.snapshot is None:
        raise fault(C.VIR_ERR_NO_DOMAIN_SNAPSHOT, "the domain does not have a current snapshot")
    return (domain.snapshot.ref(args.dom),)


@handles("domain_snapshot_get_parent")
def _on_parent_of(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainSnapshotGetParent")
    _, moment = _of(session, args.snap)
    if moment.parent is None:
        raise fault(C.VIR_ERR_NO_DOMAIN_SNAPSHOT, f"snapshot '{moment.name}' does not have a parent")
    return (moment.parent.ref(args.snap[1]),)


@handles("domain_snapshot_is_current")
def _on_is_current(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainSnapshotIsCurrent")
    domain, moment = _of(session, args.snap)
    return (int(domain.snapshot is moment),)


@handles("domain_snapshot_has_metadata")
def _on_has_metadata(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainSnapshotHasMetadata")
    _of(session, args.snap)
    return (1,)


@handles("domain_snapshot_delete")
def _on_delete(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 7, "testDomainSnapshotDelete")
    domain, moment = _of(session, args.snap)
    only = bool(args.flags & C.VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY)
    children = bool(args.flags & C.VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN)
    now = domain.snapshot
    inside = {id(one) for one in below(domain.snapshots, moment, deep=True)}
    gone = forget(domain.snapshots, moment, children=children, only_children=only)
    if now is not None and now.name in gone:
        domain.snapshot = moment if only and id(now) in inside else moment.parent
    return None


@handles("domain_revert_to_snapshot")
def _on_revert(session: TestSession, args: Any) -> Result:
    running, paused = C.VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING, C.VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED
    check_flags(
        args.flags, running | paused | C.VIR_DOMAIN_SNAPSHOT_REVERT_FORCE | 8, "testDomainRevertToSnapshot"
    )
    hypervisor = session.hypervisor
    domain, moment = _of(session, args.snap)
    if domain.block_jobs:
        raise invalid("domain has active block job", domain=DOMAIN)
    if moment.state == _DISK_STATE:
        raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, "revert to external snapshot not supported yet")
    if moment.config is not None and domain.persistent:
        domain.config = copy(moment.config)
    wants = moment.state in (C.VIR_DOMAIN_RUNNING, C.VIR_DOMAIN_PAUSED) or bool(
        args.flags & (running | paused)
    )
    still = moment.state == C.VIR_DOMAIN_PAUSED
    if args.flags & (running | paused):
        still = bool(args.flags & paused)
    domain.snapshot = moment
    if not wants:
        if domain.active:
            stop(
                hypervisor,
                domain,
                reason=C.VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT,
                detail=C.VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT,
            )
        return None
    if domain.active:
        off = C.VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT
        stop(hypervisor, domain, reason=off, detail=C.VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT, keep=True)
    definition = copy(moment.definition)
    definition.attrib.pop("id", None)
    domain.live = definition
    on = C.VIR_DOMAIN_RUNNING_FROM_SNAPSHOT
    start(hypervisor, domain, reason=on, detail=C.VIR_DOMAIN_EVENT_STARTED_FROM_SNAPSHOT)
    if still:
        domain.state, domain.reason = C.VIR_DOMAIN_PAUSED, C.VIR_DOMAIN_PAUSED_FROM_SNAPSHOT
        detail = C.VIR_DOMAIN_EVENT_SUSPENDED_FROM_SNAPSHOT
        announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_SUSPENDED, detail)
    return None
