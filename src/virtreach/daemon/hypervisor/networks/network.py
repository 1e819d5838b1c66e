"""Virtual networks."""

from __future__ import annotations

from operator import attrgetter

from virtreach.daemon.hypervisor.collection import dashed
from virtreach.daemon.hypervisor.ledger import Shelf
from virtreach.daemon.hypervisor.listing import fits, list_by_names
from virtreach.daemon.hypervisor.networks.definition import take_network
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.xmltext import copy, to_text
from virtreach.daemon.wording import NETWORK, TEST, check_flags, fault, internal, invalid
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.ledger import Ledger
    from virtreach.daemon.hypervisor.networks.port import Port
    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.state import Hypervisor
    from virtreach.daemon.hypervisor.table import Result

__all__ = ["Network", "define_network", "network_text"]

_ACTIVE, _INACTIVE = C.VIR_CONNECT_LIST_NETWORKS_ACTIVE, C.VIR_CONNECT_LIST_NETWORKS_INACTIVE
_PERSISTENT, _TRANSIENT = C.VIR_CONNECT_LIST_NETWORKS_PERSISTENT, C.VIR_CONNECT_LIST_NETWORKS_TRANSIENT
_AUTOSTART, _NO_AUTOSTART = C.VIR_CONNECT_LIST_NETWORKS_AUTOSTART, C.VIR_CONNECT_LIST_NETWORKS_NO_AUTOSTART


class Network:
    """One virtual network.

    Args:
        name, uuid: who it is.
        ledger: where its ports are counted.

    Attributes:
        name, uuid: as given.
        config: the persistent definition, or None of a transient network.
        live: the definition that it runs with, or None.
        autostart: whether it starts with the host.
        ports: its ports by UUID.
    """

    def __init__(self, name: str, uuid: bytes, ledger: Ledger) -> None:
        self.name = name
        self.uuid = uuid
        self.config: Element | None = None
        self.live: Element | None = None
        self.autostart = False
        self.ports: Shelf[bytes, Port] = Shelf("port", ledger, uuid)

    @property
    def ref(self) -> tuple[str, bytes]:
        """Its handle on the wire."""
        return self.name, self.uuid

    @property
    def key(self) -> bytes:
        """What event callbacks for this network alone go by."""
        return self.uuid

    @property
    def active(self) -> bool:
        """Whether it runs."""
        return self.live is not None

    @property
    def tree(self) -> Element:
        """The definition that counts now."""
        found = self.live if self.live is not None else self.config
        assert found is not None
        return found


def network_text(network: Network, flags: int = 0) -> str:
    """Print a network; with INACTIVE, what it will be when it starts again."""
    tree = network.tree
    if flags & C.VIR_NETWORK_XML_INACTIVE and network.config is not None:
        tree = network.config
    return to_text(tree, opened=("ip", "portgroup"))


def define_network(
    hypervisor: Hypervisor, text: str | Element, *, live: bool = False
) -> tuple[Network, bool]:
    """Define a network, or make a transient one that runs.

    Returns:
        The network, and whether it is new.
    """
    name, uuid, tree = take_network(hypervisor, text)
    found = hypervisor.networks.with_uuid(uuid)
    other = hypervisor.networks.named(name)
    if found is None and other is not None:
        detail = f"network '{name}' already exists with uuid {dashed(other.uuid)}"
        raise fault(C.VIR_ERR_OPERATION_FAILED, detail, domain=NETWORK)
    if found is not None and found.name != name:
        detail = f"network '{found.name}' is already defined with uuid {dashed(uuid)}"
        raise fault(C.VIR_ERR_OPERATION_FAILED, detail, domain=NETWORK)
    new = found is None
    if found is None:
        found = Network(name, uuid, hypervisor.ledger)
        hypervisor.networks.add(found)
    elif live and found.active:
        raise invalid(f"network is already active as '{name}'", domain=NETWORK)
    if live:
        found.live = tree
    else:
        found.config = tree
    return found, new


def _announce(hypervisor: Hypervisor, network: Network, event: int) -> None:
    hypervisor.announce("network", C.VIR_NETWORK_EVENT_ID_LIFECYCLE, network, event, 0)


@handles("network_lookup_by_name")
def _on_lookup_by_name(session: TestSession, args: Any) -> Result:
    found = session.hypervisor.networks.named(args.name)
    if found is None:
        raise fault(C.VIR_ERR_NO_NETWORK, f"no network with matching name '{args.name}'")
    return (found.ref,)


@handles("network_lookup_by_uuid")
def _on_lookup_by_uuid(session: TestSession, args: Any) -> Result:
    return (session.hypervisor.network(("", args.uuid)).ref,)


list_by_names("networks", attrgetter("networks"))


def _passes(network: Network, flags: int) -> bool:
    return fits(
        flags,
        (_ACTIVE, _INACTIVE, network.active),
        (_PERSISTENT, _TRANSIENT, network.config is not None),
        (_AUTOSTART, _NO_AUTOSTART, network.autostart),
    )


@handles("connect_list_all_networks")
def _on_list_all(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 63, "testConnectListAllNetworks")
    found = [one.ref for one in session.hypervisor.networks if _passes(one, args.flags)]
    return found if args.need_results else [], len(found)


def _define(session: TestSession, text: str) -> Result:
    network, _ = define_network(session.hypervisor, text)
    _announce(session.hypervisor, network, C.VIR_NETWORK_EVENT_DEFINED)
    return (network.ref,)


@handles("network_define_xml")
def _on_define(session: TestSession, args: Any) -> Result:
    return _define(session, args.xml)


@handles("network_define_xml_flags")
def _on_define_flags(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_NETWORK_DEFINE_VALIDATE, "testNetworkDefineXMLFlags")
    return _define(session, args.xml)


def _create_xml(session: TestSession, text: str) -> Result:
    network, _ = define_network(session.hypervisor, text, live=True)
    _announce(session.hypervisor, network, C.VIR_NETWORK_EVENT_STARTED)
    return (network.ref,)


@handles("network_create_xml")
def _on_create_xml(session: TestSession, args: Any) -> Result:
    return _create_xml(session, args.xml)


@handles("network_create_xml_flags")
def _on_create_xml_flags(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_NETWORK_CREATE_VALIDATE, "testNetworkCreateXMLFlags")
    return _create_xml(session, args.xml)


@handles("network_create")
def _on_create(session: TestSession, args: Any) -> Result:
    network = session.hypervisor.network(args.net)
    if network.active:
        raise invalid(f"Network '{network.name}' is already running")
    assert network.config is not None
    network.live = copy(network.config)
    _announce(session.hypervisor, network, C.VIR_NETWORK_EVENT_STARTED)
    return None


@handles("network_destroy")
def _on_destroy(session: TestSession, args: Any) -> Result:
    hypervisor = session.hypervisor
    network = hypervisor.network(args.net)
    if network.active or network.config is None:
        _announce(hypervisor, network, C.VIR_NETWORK_EVENT_STOPPED)
    network.ports.clear()
    if network.config is None:
        hypervisor.networks.remove(network)
    else:
        network.live = None
    return None


@handles("network_undefine")
def _on_undefine(session: TestSession, args: Any) -> Result:
    network = session.hypervisor.network(args.net)
    if network.active:
        raise invalid(f"Network '{network.name}' is still running")
    _announce(session.hypervisor, network, C.VIR_NETWORK_EVENT_UNDEFINED)
    session.hypervisor.networks.remove(network)
    return None


@handles("network_get_xml_desc")
def _on_get_xml(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_NETWORK_XML_INACTIVE, "testNetworkGetXMLDesc")
    return (network_text(session.hypervisor.network(args.net), args.flags),)


@handles("network_get_bridge_name")
def _on_bridge_name(session: TestSession, args: Any) -> Result:
    network = session.hypervisor.network(args.net)
    bridge = network.tree.find("bridge")
    name = bridge.get("name") if bridge is not None else None
    if not name:
        raise internal(f"network '{network.name}' does not have a bridge name.", domain=TEST)
    return (name,)


@handles("network_get_autostart")
def _on_get_autostart(session: TestSession, args: Any) -> Result:
    return (int(session.hypervisor.network(args.net).autostart),)


@handles("network_set_autostart")
def _on_set_autostart(session: TestSession, args: Any) -> Result:
    session.hypervisor.network(args.net).autostart = bool(args.autostart)
    return None


@handles("network_is_active")
def _on_is_active(session: TestSession, args: Any) -> Result:
    return (int(session.hypervisor.network(("", args.net[1])).active),)


@handles("network_is_persistent")
def _on_is_persistent(session: TestSession, args: Any) -> Result:
    return (int(session.hypervisor.network(("", args.net[1])).config is not None),)


@handles("network_get_dhcp_leases")
def _on_leases(session: TestSession, args: Any) -> Result:
    network = session.hypervisor.network(args.net)
    found = []
    now = int(session.hypervisor.clock())
    for host in network.tree.findall("ip/dhcp/host"):
        mac, address = host.get("mac"), host.get("ip", "")
        if mac and (args.mac is None or args.mac.lower() == mac.lower()):
            bridge = network.tree.find("bridge")
            name = bridge.get("name", "") if bridge is not None else ""
            row = (name, now + 3600, C.VIR_IP_ADDR_TYPE_IPV4, mac, None, address, 24, host.get("name"), None)
            found.append(row)
    return found if args.need_results else [], len(found)
