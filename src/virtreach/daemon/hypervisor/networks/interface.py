"""The host's network interfaces, and changes to them that can be taken back."""

from __future__ import annotations

from virtreach.daemon.hypervisor.listing import list_by_names
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.xmltext import arrange, copy, parse, to_text
from virtreach.daemon.wording import INTERFACE, XML, check_flags, fault, invalid
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.state import Hypervisor
    from virtreach.daemon.hypervisor.table import Result

__all__ = ["Interface", "define_interface"]

_TYPES = ("ethernet", "bridge", "bond", "vlan")
# libvirt prints the MAC address behind everything else of an ethernet interface.
_ORDER = ("start", "mtu", "protocol", "link", "mac", "bridge", "bond", "vlan")


class Interface:
    """One interface of the host.

    Attributes:
        name: such as ``eth1``.
        tree: its definition.
        active: whether it is up.
    """

    def __init__(self, name: str, tree: Element, *, active: bool = False) -> None:
        self.name = name
        self.tree = tree
        self.active = active

    @property
    def mac(self) -> str:
        """Its address, or ""."""
        found = self.tree.find("mac")
        return found.get("address", "") if found is not None else ""

    @property
    def ref(self) -> tuple[str, str]:
        """Its handle on the wire."""
        return self.name, self.mac


def define_interface(hypervisor: Hypervisor, text: str | Element) -> Interface:
    """Define an interface, or another definition of it.

    Raises:
        LibvirtError: the definition makes no sense.
    """
    root = (
        parse(text, "interface_definition", "interface", domain=INTERFACE) if isinstance(text, str) else text
    )
    kind = root.get("type")
    if kind is None:
        raise fault(
            C.VIR_ERR_XML_ERROR, "Missing required attribute 'type' in element 'interface'", domain=XML
        )
    if kind not in _TYPES:
        detail = f"Invalid value for attribute 'type' in element 'interface': '{kind}'."
        raise fault(C.VIR_ERR_XML_ERROR, detail, domain=XML)
    name = root.get("name")
    if not name:
        raise fault(C.VIR_ERR_XML_ERROR, "interface has no name", domain=INTERFACE)
    if kind == "vlan" and root.find("vlan") is None:
        raise fault(C.VIR_ERR_XML_ERROR, "vlan interface misses the vlan element", domain=INTERFACE)
    root.attrib.clear()
    root.attrib.update({"type": kind, "name": name})
    arrange(root, _ORDER)
    found = hypervisor.interfaces.get(name)
    if found is None:
        found = hypervisor.interfaces[name] = Interface(name, root)
    else:
        found.tree = root
    return found


def _of(session: TestSession, name: str) -> Interface:
    found = session.hypervisor.interfaces.get(name)
    if found is None:
        raise fault(C.VIR_ERR_NO_INTERFACE, f"no interface with matching name '{name}'")
    return found


list_by_names("interfaces", lambda hypervisor: hypervisor.interfaces.values())


@handles("connect_list_all_interfaces")
def _on_list_all(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 3, "testConnectListAllInterfaces")
    flags = args.flags
    inactive, active = C.VIR_CONNECT_LIST_INTERFACES_INACTIVE, C.VIR_CONNECT_LIST_INTERFACES_ACTIVE
    found = [
        one.ref
        for one in session.hypervisor.interfaces.values()
        if not flags or flags & (active if one.active else inactive)
    ]
    return found if args.need_results else [], len(found)


@handles("interface_lookup_by_name")
def _on_lookup_by_name(session: TestSession, args: Any) -> Result:
    return (_of(session, args.name).ref,)


@handles("interface_lookup_by_mac_string")
def _on_lookup_by_mac(session: TestSession, args: Any) -> Result:
    found = [one for one in session.hypervisor.interfaces.values() if one.mac.lower() == args.mac.lower()]
    if not found:
        raise fault(C.VIR_ERR_NO_INTERFACE, f"no interface with matching mac '{args.mac}'")
    if len(found) > 1:
        code = C.VIR_ERR_MULTIPLE_INTERFACES
        raise fault(code)
    return (found[0].ref,)


@handles("interface_get_xml_desc")
def _on_get_xml(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_INTERFACE_XML_INACTIVE, "testInterfaceGetXMLDesc")
    tree = _of(session, args.iface[0]).tree
    # What a VLAN hangs on is named alone; other empty interfaces get an end tag.
    return (to_text(tree, opened=() if tree.get("type") == "vlan" else ("interface", "bridge")),)


@handles("interface_define_xml")
def _on_define(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_INTERFACE_DEFINE_VALIDATE, "testInterfaceDefineXML")
    return (define_interface(session.hypervisor, args.xml).ref,)


@handles("interface_undefine")
def _on_undefine(session: TestSession, args: Any) -> Result:
    found = _of(session, args.iface[0])
    del session.hypervisor.interfaces[found.name]
    return None


@handles("interface_create")
def _on_create(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testInterfaceCreate")
    found = _of(session, args.iface[0])
    if found.active:
        raise fault(C.VIR_ERR_OPERATION_INVALID)
    found.active = True
    return None


@handles("interface_destroy")
def _on_destroy(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testInterfaceDestroy")
    found = _of(session, args.iface[0])
    if not found.active:
        raise fault(C.VIR_ERR_OPERATION_INVALID)
    found.active = False
    return None


@handles("interface_is_active")
def _on_is_active(session: TestSession, args: Any) -> Result:
    return (int(_of(session, args.iface[0]).active),)


@handles("interface_change_begin")
def _on_change_begin(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testInterfaceChangeBegin")
    hypervisor = session.hypervisor
    if hypervisor.interfaces_before is not None:
        raise invalid("there is another transaction running.")
    hypervisor.interfaces_before = {
        one.name: Interface(one.name, copy(one.tree), active=one.active)
        for one in hypervisor.interfaces.values()
    }
    return None


@handles("interface_change_commit")
def _on_change_commit(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testInterfaceChangeCommit")
    if session.hypervisor.interfaces_before is None:
        raise invalid("no transaction running, nothing to be committed.")
    session.hypervisor.interfaces_before = None
    return None


@handles("interface_change_rollback")
def _on_change_rollback(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testInterfaceChangeRollback")
    hypervisor = session.hypervisor
    if hypervisor.interfaces_before is None:
        raise invalid("no transaction running, nothing to rollback.")
    hypervisor.interfaces.replace(hypervisor.interfaces_before.items())
    hypervisor.interfaces_before = None
    return None
