"""Ports of networks: where guests' interfaces are plugged in."""

from __future__ import annotations

from virtreach.daemon.hypervisor.collection import dashed
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.xmltext import (
    arrange,
    attribute_number,
    child,
    parse,
    set_text,
    to_text,
    uuid_of,
)
from virtreach.daemon.parameters import check_params
from virtreach.daemon.wording import NETWORK, check_flags, fault, invalid
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.networks.network import Network
    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result

__all__ = ["Port"]

_ORDER = (
    "uuid",
    "owner",
    "class",
    "group",
    "mac",
    "virtualport",
    "rxfilters",
    "vlan",
    "bandwidth",
    "port",
    "plug",
)
_PARAMETERS = tuple(
    f"{side}.{what}"
    for side, names in (
        ("inbound", ("average", "peak", "burst", "floor")),
        ("outbound", ("average", "peak", "burst")),
    )
    for what in names
)


class Port:
    """One port of a network.

    Attributes:
        uuid: who it is.
        tree: its definition.
    """

    def __init__(self, uuid: bytes, tree: Element) -> None:
        self.uuid = uuid
        self.tree = tree

    def ref(self, network: Network) -> tuple[tuple[str, bytes], bytes]:
        """Its handle on the wire."""
        return network.ref, self.uuid


def _of(session: TestSession, ref: Any) -> tuple[Network, Port]:
    network = session.hypervisor.network(ref[0])
    return network, _port(network, ref[1])


def _port(network: Network, uuid: bytes) -> Port:
    found = network.ports.get(uuid)
    if found is None:
        detail = f"Network port with UUID {dashed(uuid)} does not exist"
        raise fault(C.VIR_ERR_NO_NETWORK_PORT, detail, domain=NETWORK)
    return found


@handles("network_list_all_ports")
def _on_list_all(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testNetworkListAllPorts", domain=NETWORK)
    network = session.hypervisor.network(args.network)
    found = [one.ref(network) for one in network.ports.values()]
    return found if args.need_results else [], len(found)


@handles("network_port_lookup_by_uuid")
def _on_lookup(session: TestSession, args: Any) -> Result:
    network = session.hypervisor.network(args.network)
    return (_port(network, args.uuid).ref(network),)


@handles("network_port_create_xml")
def _on_create(session: TestSession, args: Any) -> Result:
    network = session.hypervisor.network(args.network)
    if not network.active:
        raise invalid("network is not active", domain=NETWORK)
    tree = parse(args.xml, "networkport_definition", "networkport", domain=NETWORK)
    uuid = uuid_of(tree, domain=NETWORK) or session.hypervisor.new_uuid()
    if uuid in network.ports:
        raise fault(C.VIR_ERR_NETWORK_PORT_EXIST, f"UUID {dashed(uuid)}", domain=NETWORK)
    set_text(tree, "uuid", dashed(uuid))
    arrange(tree, _ORDER)
    network.ports[uuid] = Port(uuid, tree)
    return (network.ports[uuid].ref(network),)


@handles("network_port_get_xml_desc")
def _on_get_xml(session: TestSession, args: Any) -> Result:
    _, port = _of(session, args.port)
    return (to_text(port.tree),)


@handles("network_port_delete")
def _on_delete(session: TestSession, args: Any) -> Result:
    network, port = _of(session, args.port)
    del network.ports[port.uuid]
    return None


@handles("network_port_get_parameters")
def _on_get_parameters(session: TestSession, args: Any) -> Result:
    _, port = _of(session, args.port)
    if args.nparams == 0:
        return {}, len(_PARAMETERS)
    values = {}
    for name in _PARAMETERS[: args.nparams]:
        side, _, what = name.partition(".")
        found = port.tree.find(f"bandwidth/{side}")
        values[name] = attribute_number(found, what) if found is not None else 0
    return values, 0


@handles("network_port_set_parameters")
def _on_set_parameters(session: TestSession, args: Any) -> Result:
    _, port = _of(session, args.port)
    check_params(args.params, _PARAMETERS)
    for name, value in args.params.items():
        side, _, what = name.partition(".")
        child(child(port.tree, "bandwidth"), side).set(what, str(value))
    arrange(port.tree, _ORDER)
    return None
