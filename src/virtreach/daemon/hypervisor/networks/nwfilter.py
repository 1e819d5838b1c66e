"""Network filters and their bindings. libvirt's test driver has none; these filter nothing."""

from __future__ import annotations

from virtreach.daemon.hypervisor.collection import dashed
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.xmltext import arrange, child, parse, set_text, text_of, to_text, uuid_of
from virtreach.daemon.wording import NWFILTER, check_flags, fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result

__all__ = ["Binding", "Filter"]


class Filter:
    """One network filter.

    Attributes:
        name, uuid: who it is.
        tree: its definition.
    """

    def __init__(self, name: str, uuid: bytes, tree: Element) -> None:
        self.name = name
        self.uuid = uuid
        self.tree = tree

    @property
    def ref(self) -> tuple[str, bytes]:
        """Its handle on the wire."""
        return self.name, self.uuid


class Binding:
    """A filter applied to a port.

    Attributes:
        port: the port's device.
        tree: its definition.
    """

    def __init__(self, port: str, tree: Element) -> None:
        self.port = port
        self.tree = tree

    @property
    def filter(self) -> str:
        """The filter's name."""
        found = self.tree.find("filterref")
        return found.get("filter", "") if found is not None else ""

    @property
    def ref(self) -> tuple[str, str]:
        """Its handle on the wire."""
        return self.port, self.filter


def _of(session: TestSession, uuid: bytes) -> Filter:
    found = session.hypervisor.filters.with_uuid(uuid)
    if found is None:
        detail = f"no nwfilter with matching uuid '{dashed(uuid)}'"
        raise fault(C.VIR_ERR_NO_NWFILTER, detail, domain=NWFILTER)
    return found


@handles("connect_num_of_nwfilters")
def _on_count(session: TestSession, args: Any) -> Result:
    return (len(session.hypervisor.filters),)


@handles("connect_list_nwfilters")
def _on_names(session: TestSession, args: Any) -> Result:
    return ([one.name for one in session.hypervisor.filters][: max(args.maxnames, 0)],)


@handles("connect_list_all_nwfilters")
def _on_list_all(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "nwfilterConnectListAllNWFilters", domain=NWFILTER)
    found = [one.ref for one in session.hypervisor.filters]
    return found if args.need_results else [], len(found)


@handles("nwfilter_lookup_by_name")
def _on_lookup_by_name(session: TestSession, args: Any) -> Result:
    found = session.hypervisor.filters.named(args.name)
    if found is None:
        raise fault(C.VIR_ERR_NO_NWFILTER, f"no nwfilter with matching name '{args.name}'", domain=NWFILTER)
    return (found.ref,)


@handles("nwfilter_lookup_by_uuid")
def _on_lookup_by_uuid(session: TestSession, args: Any) -> Result:
    return (_of(session, args.uuid).ref,)


def _define(session: TestSession, text: str) -> Result:
    hypervisor = session.hypervisor
    root = parse(text, "nwfilter_definition", "filter", domain=NWFILTER)
    name = root.get("name")
    if not name:
        raise fault(C.VIR_ERR_INTERNAL_ERROR, "filter has no name", domain=NWFILTER)
    other = hypervisor.filters.named(name)
    uuid = uuid_of(root, domain=NWFILTER) or (other.uuid if other is not None else hypervisor.new_uuid())
    if other is not None and other.uuid != uuid:
        detail = f"filter with same UUID but different name ('{name}') already exists"
        raise fault(C.VIR_ERR_OPERATION_FAILED, detail, domain=NWFILTER)
    found = hypervisor.filters.with_uuid(uuid)
    if found is not None and found.name != name:
        detail = f"filter with same UUID but different name ('{found.name}') already exists"
        raise fault(C.VIR_ERR_OPERATION_FAILED, detail, domain=NWFILTER)
    root.attrib.setdefault("chain", "root")
    set_text(root, "uuid", dashed(uuid))
    arrange(root, ("uuid",))
    if found is None:
        found = Filter(name, uuid, root)
        hypervisor.filters.add(found)
    found.tree = root
    return (found.ref,)


@handles("nwfilter_define_xml")
def _on_define(session: TestSession, args: Any) -> Result:
    return _define(session, args.xml)


@handles("nwfilter_define_xml_flags")
def _on_define_flags(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_NWFILTER_DEFINE_VALIDATE, "nwfilterDefineXMLFlags", domain=NWFILTER)
    return _define(session, args.xml)


@handles("nwfilter_undefine")
def _on_undefine(session: TestSession, args: Any) -> Result:
    found = _of(session, args.nwfilter[1])
    if any(one.filter == found.name for one in session.hypervisor.bindings.values()):
        raise fault(C.VIR_ERR_OPERATION_INVALID, "nwfilter is in use", domain=NWFILTER)
    session.hypervisor.filters.remove(found)
    return None


@handles("nwfilter_get_xml_desc")
def _on_get_xml(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "nwfilterGetXMLDesc", domain=NWFILTER)
    return (to_text(_of(session, args.nwfilter[1]).tree),)


def _binding(session: TestSession, port: str) -> Binding:
    found = session.hypervisor.bindings.get(port)
    if found is None:
        detail = f"no nwfilter binding for port dev '{port}'"
        raise fault(C.VIR_ERR_NO_NWFILTER_BINDING, detail, domain=NWFILTER)
    return found


@handles("connect_list_all_nwfilter_bindings")
def _on_list_bindings(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "nwfilterConnectListAllNWFilterBindings", domain=NWFILTER)
    found = [one.ref for one in session.hypervisor.bindings.values()]
    return found if args.need_results else [], len(found)


@handles("nwfilter_binding_lookup_by_port_dev")
def _on_lookup_binding(session: TestSession, args: Any) -> Result:
    return (_binding(session, args.name).ref,)


@handles("nwfilter_binding_create_xml")
def _on_create_binding(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 1, "nwfilterBindingCreateXML", domain=NWFILTER)
    hypervisor = session.hypervisor
    root = parse(args.xml, "nwfilterbinding_definition", "filterbinding", domain=NWFILTER)
    port = child(root, "portdev").get("name", "")
    if not port or not text_of(root, "owner/name"):
        raise fault(C.VIR_ERR_INTERNAL_ERROR, "filter binding has no portdev or owner", domain=NWFILTER)
    made = Binding(port, root)
    if hypervisor.filters.named(made.filter) is None:
        detail = f"referenced filter '{made.filter}' is missing"
        raise fault(C.VIR_ERR_INTERNAL_ERROR, detail, domain=NWFILTER)
    if port in hypervisor.bindings:
        detail = f"binding '{port}' already exists"
        raise fault(C.VIR_ERR_OPERATION_FAILED, detail, domain=NWFILTER)
    hypervisor.bindings[port] = made
    return (made.ref,)


@handles("nwfilter_binding_get_xml_desc")
def _on_get_binding_xml(session: TestSession, args: Any) -> Result:
    return (to_text(_binding(session, args.nwfilter[0]).tree),)


@handles("nwfilter_binding_delete")
def _on_delete_binding(session: TestSession, args: Any) -> Result:
    found = _binding(session, args.nwfilter[0])
    del session.hypervisor.bindings[found.port]
    return None
