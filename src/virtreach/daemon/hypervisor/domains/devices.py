"""Devices attached, detached and changed. libvirt's test driver does none of it."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.disks.chain import image_path
from virtreach.daemon.hypervisor.domains.device_definition import (
    DEVICES_MAX,
    KINDS,
    add_missing,
    arrange_devices,
    complete_device,
    identity,
)
from virtreach.daemon.hypervisor.domains.domain import Domain
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.xmltext import child, copy, parse
from virtreach.daemon.wording import DOMAIN, bad_argument, fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.state import Hypervisor
    from virtreach.daemon.hypervisor.table import Result

__all__: list[str] = []


def _device(text: str) -> Element:
    return parse(text, "device_definition", "|".join(("device", *KINDS)))


def _alias(device: Element) -> str:
    alias = device.find("alias")
    if alias is not None and alias.get("name"):
        return alias.get("name", "")
    return "-".join(identity(device)[:2])


def _find(devices: Element, wanted: Element) -> Element | None:
    mark = identity(wanted)
    return next((one for one in devices.findall(wanted.tag) if identity(one) == mark), None)


def _missing(wanted: Element) -> Exception:
    mark = identity(wanted)
    if wanted.tag == "disk":
        return fault(C.VIR_ERR_DEVICE_MISSING, f"disk {mark[1]} not found", domain=DOMAIN)
    if wanted.tag == "interface":
        detail = f"no device matching MAC address {mark[1]} found"
        return fault(C.VIR_ERR_DEVICE_MISSING, detail, domain=DOMAIN)
    return fault(C.VIR_ERR_DEVICE_MISSING, f"matching {wanted.tag} device not found", domain=DOMAIN)


def _need_idle(domain: Domain, device: Element) -> None:
    if device.tag == "disk" and identity(device)[1] in domain.block_jobs:
        detail = f"disk '{identity(device)[1]}' already in active block job"
        raise fault(C.VIR_ERR_OPERATION_UNSUPPORTED, detail, domain=DOMAIN)


def _attach(session: TestSession, ref: tuple[str, bytes, int], text: str, flags: int) -> Result:
    domain = session.hypervisor.domain(ref)
    trees = domain.affected(flags)
    wanted = _device(text)
    if wanted.tag in ("disk", "interface"):
        complete_device(wanted, 0, child(trees[0], "devices"))
    for tree in trees:
        if wanted.tag == "disk" and _find(child(tree, "devices"), wanted) is not None:
            name = identity(wanted)[1]
            detail = f"target {name} already exists"
            raise fault(C.VIR_ERR_OPERATION_FAILED, detail, domain=DOMAIN)
        if wanted.tag == "interface" and _find(child(tree, "devices"), wanted) is not None:
            raise bad_argument("device matching the MAC address is already attached", domain=DOMAIN)
    for tree in trees:
        devices = child(tree, "devices")
        if len(devices) >= DEVICES_MAX:
            raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, f"more than {DEVICES_MAX} devices", domain=DOMAIN)
        made = copy(wanted)
        if made.tag not in ("disk", "interface"):
            complete_device(made, len(devices.findall(made.tag)), devices)
        devices.append(made)
        add_missing(devices)
        arrange_devices(devices)
    if any(tree is domain.live for tree in trees):
        session.hypervisor.announce("domain", C.VIR_DOMAIN_EVENT_ID_DEVICE_ADDED, domain, _alias(wanted))
    return None


def _detach(session: TestSession, ref: tuple[str, bytes, int], text: str, flags: int) -> Result:
    domain = session.hypervisor.domain(ref)
    trees = domain.affected(flags)
    wanted = _device(text)
    found = [_find(child(tree, "devices"), wanted) for tree in trees]
    _remove(session, domain, trees, found, wanted)
    return None


def _remove(
    session: TestSession, domain: Domain, trees: list[Element], found: list[Element | None], wanted: Element
) -> None:
    if any(one is None for one in found):
        raise _missing(wanted)
    _need_idle(domain, wanted)
    for tree, one in zip(trees, found, strict=True):
        assert one is not None
        child(tree, "devices").remove(one)
        if tree is domain.live:
            session.hypervisor.announce("domain", C.VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED, domain, _alias(one))


def _update(session: TestSession, ref: tuple[str, bytes, int], text: str, flags: int) -> Result:
    domain = session.hypervisor.domain(ref)
    trees = domain.affected(flags & ~C.VIR_DOMAIN_DEVICE_MODIFY_FORCE)
    wanted = _device(text)
    found = [_find(child(tree, "devices"), wanted) for tree in trees]
    if any(one is None for one in found):
        raise _missing(wanted)
    _need_idle(domain, wanted)
    for tree, one in zip(trees, found, strict=True):
        assert one is not None
        devices = child(tree, "devices")
        made = copy(wanted)
        address = one.find("address")
        if made.find("address") is None and address is not None:
            made.append(copy(address))
        place = list(devices).index(one)
        devices.remove(one)
        complete_device(made, place, devices)
        devices.insert(place, made)
        if tree is domain.live and made.tag == "disk":
            _tell_of_media(session.hypervisor, domain, one, made)
    return None


def _tell_of_media(hypervisor: Hypervisor, domain: Domain, before: Element, after: Element) -> None:
    """Tell of a disc or floppy that has come or gone."""
    old, new = image_path(before), image_path(after)
    if old == new or after.get("device") not in ("cdrom", "floppy"):
        return
    moves = C.VIR_DOMAIN_EVENT_TRAY_CHANGE_OPEN, C.VIR_DOMAIN_EVENT_TRAY_CHANGE_CLOSE
    for move in moves if new else moves[:1]:
        hypervisor.announce("domain", C.VIR_DOMAIN_EVENT_ID_TRAY_CHANGE, domain, _alias(after), move)


@handles("domain_attach_device")
def _on_attach(session: TestSession, args: Any) -> Result:
    return _attach(session, args.dom, args.xml, C.VIR_DOMAIN_AFFECT_LIVE)


@handles("domain_attach_device_flags")
def _on_attach_flags(session: TestSession, args: Any) -> Result:
    return _attach(session, args.dom, args.xml, args.flags)


@handles("domain_detach_device")
def _on_detach(session: TestSession, args: Any) -> Result:
    return _detach(session, args.dom, args.xml, C.VIR_DOMAIN_AFFECT_LIVE)


@handles("domain_detach_device_flags")
def _on_detach_flags(session: TestSession, args: Any) -> Result:
    return _detach(session, args.dom, args.xml, args.flags)


@handles("domain_detach_device_alias")
def _on_detach_alias(session: TestSession, args: Any) -> Result:
    domain = session.hypervisor.domain(args.dom)
    trees = domain.affected(args.flags)
    found = [
        next((one for one in child(tree, "devices") if _alias(one) == args.alias), None) for tree in trees
    ]
    if any(one is None for one in found):
        detail = f"no device found with alias {args.alias}"
        raise fault(C.VIR_ERR_DEVICE_MISSING, detail, domain=DOMAIN)
    wanted = found[0]
    assert wanted is not None
    _remove(session, domain, trees, found, wanted)
    return None


@handles("domain_update_device_flags")
def _on_update(session: TestSession, args: Any) -> Result:
    return _update(session, args.dom, args.xml, args.flags)


@handles("domain_get_disk_errors")
def _on_disk_errors(session: TestSession, args: Any) -> Result:
    # As libvirt's test driver: every disk has the error that comes next after that of the disk before it.
    disks = session.hypervisor.domain(args.dom)
    disks.need_active()
    names = [one.get("dev", "") for disk in disks.devices("disk") for one in disk.findall("target")]
    found = [(name, place % 2 + 1) for place, name in enumerate(names)]
    if args.maxerrors == 0:
        return [], len(found)
    found = found[: args.maxerrors]
    return found, len(found)


@handles("domain_graphics_reload")
def _on_graphics_reload(session: TestSession, args: Any) -> Result:
    session.hypervisor.domain(args.dom).need_active()
    return None


@handles("domain_block_peek")
def _on_block_peek(session: TestSession, args: Any) -> Result:
    domain = session.hypervisor.domain(args.dom)
    if domain.disk(args.path) is None:
        raise bad_argument(f"invalid path '{args.path}'", domain=DOMAIN)
    if args.size > 4 << 20:
        raise bad_argument("a peek is 4 MiB at most")
    return (bytes(args.size),)
