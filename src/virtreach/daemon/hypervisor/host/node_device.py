"""The host's devices."""

from __future__ import annotations

from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.xmltext import arrange, copy, parse, set_text, text_of, to_text
from virtreach.daemon.wording import NODEDEV, bad_argument, check_flags, fault, internal
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.state import Hypervisor
    from virtreach.daemon.hypervisor.table import Result

__all__ = ["NodeDevice", "add_device"]

_ORDER = ("name", "path", "devnode", "parent", "driver", "capability")
# virConnectListAllNodeDeviceFlags, by the capability's name.
_CAPABILITIES = {
    "system": 1, "pci": 2, "usb_device": 4, "usb": 8, "net": 16, "scsi_host": 32, "scsi_target": 64, "scsi": 128,
    "storage": 256, "fc_host": 512, "vports": 1024, "scsi_generic": 2048, "drm": 4096, "mdev_types": 8192,
    "mdev": 16384, "ccw": 32768, "css": 65536, "vdpa": 131072, "ap_card": 262144, "ap_queue": 524288,
    "ap_matrix": 1048576, "vpd": 2097152,
}  # fmt: skip
_PERSISTENT, _TRANSIENT, _INACTIVE, _ACTIVE = 1 << 28, 1 << 29, 1 << 30, 1 << 31
_KNOWN = sum(_CAPABILITIES.values())


class NodeDevice:
    """One device of the host.

    Attributes:
        name: who it is.
        tree: its description.
        active: whether it is there now.
        persistent: whether it is defined to come back.
        autostart: whether it comes back with the host.
    """

    def __init__(self, name: str, tree: Element) -> None:
        self.name = name
        self.tree = tree
        self.active = True
        self.persistent = False
        self.autostart = False

    @property
    def ref(self) -> tuple[str]:
        """Its handle on the wire."""
        return (self.name,)

    @property
    def key(self) -> bytes:
        """What event callbacks for this device alone go by."""
        return self.name.encode()

    @property
    def parent(self) -> str:
        """The name of the device that it hangs on, or ""."""
        return text_of(self.tree, "parent")

    @property
    def capabilities(self) -> list[str]:
        """What kinds of device it is."""
        return [one.get("type", "") for one in self.tree.findall("capability")]

    @property
    def all_capabilities(self) -> list[str]:
        """The same, those inside of others included; libvirt calls ``vport_ops`` ``vports``."""
        found = [one.get("type", "") for one in self.tree.iter("capability")]
        return ["vports" if one == "vport_ops" else one for one in found]


def add_device(hypervisor: Hypervisor, text: str | Element) -> NodeDevice:
    """Add a device from its description."""
    root = parse(text, "node_device_definition", "device", domain=NODEDEV) if isinstance(text, str) else text
    name = text_of(root, "name")
    if not name:
        raise fault(C.VIR_ERR_NO_NAME, domain=NODEDEV)
    arrange(root, _ORDER)
    made = hypervisor.devices[name] = NodeDevice(name, root)
    return made


def _of(session: TestSession, name: str) -> NodeDevice:
    found = session.hypervisor.devices.get(name)
    if found is None:
        raise fault(C.VIR_ERR_NO_NODE_DEVICE, f"no node device with matching name '{name}'")
    return found


def _announce(session: TestSession, device: NodeDevice, event: int) -> None:
    session.hypervisor.announce("device", C.VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE, device, event, 0)


def _with(session: TestSession, capability: str | None) -> list[str]:
    return [
        one.name
        for one in session.hypervisor.devices.values()
        if one.active and (not capability or capability in one.all_capabilities)
    ]


@handles("node_num_of_devices")
def _on_count(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testNodeNumOfDevices")
    return (len(_with(session, args.cap)),)


@handles("node_list_devices")
def _on_names(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testNodeListDevices")
    return (_with(session, args.cap)[: max(args.maxnames, 0)],)


@handles("connect_list_all_node_devices")
def _on_list_all(session: TestSession, args: Any) -> Result:
    flags = args.flags & 0xFFFFFFFF
    check_flags(
        flags, _KNOWN | _PERSISTENT | _TRANSIENT | _INACTIVE | _ACTIVE, "testConnectListAllNodeDevices"
    )
    found = []
    for one in session.hypervisor.devices.values():
        kinds = flags & _KNOWN
        if kinds and not any(kinds & _CAPABILITIES.get(kind, 0) for kind in one.all_capabilities):
            continue
        if flags & (_ACTIVE | _INACTIVE) and not flags & (_ACTIVE if one.active else _INACTIVE):
            continue
        if flags & (_PERSISTENT | _TRANSIENT) and not flags & (_PERSISTENT if one.persistent else _TRANSIENT):
            continue
        if not flags & _INACTIVE and not one.active and not flags & _PERSISTENT:
            continue
        found.append(one.ref)
    return found if args.need_results else [], len(found)


@handles("node_device_lookup_by_name")
def _on_lookup(session: TestSession, args: Any) -> Result:
    return (_of(session, args.name).ref,)


@handles("node_device_lookup_scsi_host_by_wwn")
def _on_lookup_by_wwn(session: TestSession, args: Any) -> Result:
    for one in session.hypervisor.devices.values():
        for inner in one.tree.findall("capability/capability"):
            if text_of(inner, "wwnn") == args.wwnn and text_of(inner, "wwpn") == args.wwpn:
                return (one.ref,)
    detail = f"no node device with matching wwnn '{args.wwnn}' and wwpn '{args.wwpn}'"
    raise fault(C.VIR_ERR_NO_NODE_DEVICE, detail)


@handles("node_device_get_xml_desc")
def _on_get_xml(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 1, "testNodeDeviceGetXMLDesc")
    return (to_text(_of(session, args.name).tree),)


@handles("node_device_get_parent")
def _on_get_parent(session: TestSession, args: Any) -> Result:
    return (_of(session, args.name).parent or None,)


@handles("node_device_num_of_caps")
def _on_count_capabilities(session: TestSession, args: Any) -> Result:
    return (len(_of(session, args.name).capabilities),)


@handles("node_device_list_caps")
def _on_list_capabilities(session: TestSession, args: Any) -> Result:
    return (_of(session, args.name).capabilities[: max(args.maxnames, 0)],)


def _new_host(session: TestSession, root: Element) -> NodeDevice:
    # A virtual SCSI host: a copy of libvirt's pattern, scsi_host11, with the names that were asked for.
    if root.find("capability") is None:
        raise internal("no device capabilities for 'new device'", domain=NODEDEV)
    wwns = [(text_of(one, "wwnn"), text_of(one, "wwpn")) for one in root.findall("capability/capability")]
    if not wwns:
        raise internal("Device is not a fibre channel HBA", domain=NODEDEV)
    devices = session.hypervisor.devices
    parent = text_of(root, "parent")
    if not parent:
        parent = next((one.name for one in devices.values() if "vports" in one.all_capabilities), "")
    if parent not in devices:
        raise internal("Could not find parent device for 'new device'", domain=NODEDEV)
    if "vports" not in devices[parent].all_capabilities:
        raise internal(f"Parent device {parent} is not capable of vport operations", domain=NODEDEV)
    numbers = [int(name[9:]) for name in session.hypervisor.devices if name[9:].isdigit()]
    pattern = session.hypervisor.devices.get("scsi_host11")
    tree = copy(pattern.tree) if pattern is not None else root
    set_text(tree, "name", f"scsi_host{max(numbers, default=0) + 1}")
    set_text(tree, "parent", parent)
    for inner in tree.findall("capability/capability"):
        if inner.get("type") == "fc_host":
            for tag, value in zip(("wwnn", "wwpn"), wwns[0], strict=True):
                if value:
                    set_text(inner, tag, value)
    return add_device(session.hypervisor, tree)


@handles("node_device_create_xml")
def _on_create_xml(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 1, "testNodeDeviceCreateXML")
    root = parse(args.xml_desc, "node_device_definition", "device", domain=NODEDEV)
    device = _new_host(session, root)
    _announce(session, device, C.VIR_NODE_DEVICE_EVENT_CREATED)
    return (device.ref,)


@handles("node_device_define_xml")
def _on_define_xml(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 1, "testNodeDeviceDefineXML")
    root = parse(args.xml_desc, "node_device_definition", "device", domain=NODEDEV)
    device = add_device(session.hypervisor, root) if text_of(root, "name") else _new_host(session, root)
    device.active, device.persistent = False, True
    _announce(session, device, C.VIR_NODE_DEVICE_EVENT_DEFINED)
    return (device.ref,)


@handles("node_device_update")
def _on_update(session: TestSession, args: Any) -> Result:
    device = _of(session, args.name)
    root = parse(args.xml_desc, "node_device_definition", "device", domain=NODEDEV)
    if text_of(root, "name") not in ("", device.name):
        raise bad_argument("the description is another device's", domain=NODEDEV)
    set_text(root, "name", device.name)
    arrange(root, _ORDER)
    device.tree = root
    session.hypervisor.announce("device", C.VIR_NODE_DEVICE_EVENT_ID_UPDATE, device)
    return None


@handles("node_device_create")
def _on_create(session: TestSession, args: Any) -> Result:
    device = _of(session, args.name)
    if device.active:
        raise fault(C.VIR_ERR_OPERATION_INVALID, "Device is already active", domain=NODEDEV)
    device.active = True
    _announce(session, device, C.VIR_NODE_DEVICE_EVENT_CREATED)
    return None


@handles("node_device_undefine")
def _on_undefine(session: TestSession, args: Any) -> Result:
    device = _of(session, args.name)
    if not device.persistent:
        raise fault(C.VIR_ERR_OPERATION_INVALID, "Node device is not defined", domain=NODEDEV)
    device.persistent = False
    _announce(session, device, C.VIR_NODE_DEVICE_EVENT_UNDEFINED)
    if not device.active:
        del session.hypervisor.devices[device.name]
    return None


@handles("node_device_destroy")
def _on_destroy(session: TestSession, args: Any) -> Result:
    device = _of(session, args.name)
    _announce(session, device, C.VIR_NODE_DEVICE_EVENT_DELETED)
    if device.persistent:
        device.active = False
    else:
        del session.hypervisor.devices[device.name]
    return None


@handles("node_device_get_autostart")
def _on_get_autostart(session: TestSession, args: Any) -> Result:
    return (int(_of(session, args.name).autostart),)


@handles("node_device_set_autostart")
def _on_set_autostart(session: TestSession, args: Any) -> Result:
    _of(session, args.name).autostart = bool(args.autostart)
    return None


@handles("node_device_is_active")
def _on_is_active(session: TestSession, args: Any) -> Result:
    return (int(_of(session, args.name).active),)


@handles("node_device_is_persistent")
def _on_is_persistent(session: TestSession, args: Any) -> Result:
    return (int(_of(session, args.name).persistent),)


@handles("node_device_dettach", "node_device_detach_flags", "node_device_re_attach", "node_device_reset")
def _on_reassign(session: TestSession, args: Any) -> Result:
    if "pci" not in _of(session, args.name).capabilities:
        raise bad_argument(f"device {args.name} is not a PCI device", domain=NODEDEV)
    return None
