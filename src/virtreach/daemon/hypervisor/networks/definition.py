"""Network XML: what is taken is checked and put in libvirt's form.

Source: ``virNetworkDefParseXML`` and its helpers in ``src/conf/network_conf.c``, ``virSocketAddrGetRange`` in
``src/util/virsocketaddr.c``, seen from outside.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_interface
from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.collection import dashed
from virtreach.daemon.hypervisor.xmltext import arrange, child, name_of, parse, set_text, text_of, uuid_of
from virtreach.daemon.wording import NETWORK, NONE, XML, fault, internal, system_fault, xml_fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from virtreach.daemon.hypervisor.state import Hypervisor
    from virtreach.errors.libvirt import LibvirtError

__all__ = [
    "arrange_network",
    "check_dns_host",
    "check_dns_srv",
    "check_dns_txt",
    "check_forward_interface",
    "check_host",
    "check_portgroup",
    "check_range",
    "prefix_of",
    "take_network",
]

_ORDER = (
    "name uuid title description metadata forward bridge mtu mac domain dns vlan bandwidth ip route virtualport port"
    " portgroup"
).split()
_DNS_ORDER = ("forwarder", "txt", "srv", "host")
_DHCP_ORDER = ("range", "host", "bootp")
_BRIDGED = ("bridge", "private", "vepa", "passthrough", "hostdev")
_FORWARDS = ("none", "nat", "route", "open", *_BRIDGED)
_PORT_MAX = 65535
_CLASSES = ((128, 8), (192, 16), (224, 24))


def take_network(hypervisor: Hypervisor, text: str | Element) -> tuple[str, bytes, Element]:
    """Read and complete a network's definition.

    Returns:
        Its name, its UUID (a new one when it has none), and the tree.

    Raises:
        LibvirtError: it is not well formed, or says what cannot be.
    """
    root = parse(text, "network_definition", "network", domain=NETWORK) if isinstance(text, str) else text
    name = name_of(root)
    if not name:
        raise fault(C.VIR_ERR_NO_NAME, domain=NETWORK)
    if "/" in name:
        raise xml_fault("invalid char in name: /", domain=XML)
    uuid = uuid_of(root, domain=NETWORK) or hypervisor.new_uuid()
    set_text(root, "uuid", dashed(uuid))
    _check_parts(root, name)
    mode = _forward(root)
    if mode not in _BRIDGED:
        bridge = child(root, "bridge")
        attributes = dict(bridge.attrib)
        bridge.attrib.clear()
        for one in ("name", "zone"):
            if one in attributes:
                bridge.set(one, attributes.pop(one))
        bridge.set("stp", attributes.pop("stp", "on"))
        bridge.set("delay", attributes.pop("delay", "0"))
        bridge.attrib.update(attributes)
    arrange_network(root)
    return name, uuid, root


def arrange_network(root: Element) -> None:
    """Put a definition's sections in order again after something was added."""
    for path, order in (("dns", _DNS_ORDER), ("ip/dhcp", _DHCP_ORDER)):
        for section in root.findall(path):
            arrange(section, order)
    _forward_device(root)
    arrange(root, _ORDER)


def _forward(root: Element) -> str:
    # How the network reaches others; the section of one that does not is dropped.
    forward = root.find("forward")
    if forward is None:
        return "none"
    mode = forward.get("mode", "nat")
    if mode not in _FORWARDS:
        raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, f"unknown forwarding type '{mode}'", domain=NETWORK)
    device = forward.get("dev")
    if device and forward.find("interface") is None:
        forward.append(Element("interface", {"dev": device}))
    forward.set("mode", mode)
    if mode == "none":
        root.remove(forward)
    return mode


def _forward_device(root: Element) -> None:
    # ``dev`` is the first interface's, and stands before the mode.
    forward = root.find("forward")
    if forward is None:
        return
    first = forward.find("interface")
    attributes = dict(forward.attrib)
    forward.attrib.clear()
    attributes.pop("dev", None)
    if first is not None and first.get("dev"):
        forward.set("dev", first.get("dev", ""))
    forward.attrib.update(attributes)


def _check_parts(root: Element, name: str) -> None:
    delay = root.find("bridge")
    if delay is not None and not delay.get("delay", "0").isdecimal():
        raise _xml(f"Invalid delay value in network '{name}'")
    for one in root.findall("mac"):
        if not _is_mac(one.get("address", "")):
            raise _xml(f"Invalid bridge mac address '{one.get('address', '')}' in network '{name}'")
        one.set("address", ":".join([f"{int(part, 16):02x}" for part in one.get("address", "").split(":")]))
    for one in root.findall("mtu"):
        if not one.get("size", "").isdecimal():
            raise _xml(f"Invalid mtu size '{one.get('size', '')}' in network '{name}'")
    for one in root.findall("dns"):
        if one.get("enable", "yes") not in ("yes", "no"):
            detail = f"Invalid value for attribute 'enable' in element 'dns': '{one.get('enable')}'."
            raise fault(C.VIR_ERR_XML_ERROR, detail, domain=XML)
    checks: tuple[tuple[str, Callable[[Element, str], None]], ...] = (
        ("portgroup", check_portgroup),
        ("dns/host", check_dns_host),
        ("dns/txt", check_dns_txt),
        ("dns/srv", check_dns_srv),
        ("forward/interface", check_forward_interface),
    )
    for path, check in checks:
        for one in root.findall(path):
            check(one, name)
    for address in root.findall("ip"):
        _check_address(address, name)
        for one in address.findall("dhcp/range"):
            check_range(one, name, address)
        for one in address.findall("dhcp/host"):
            check_host(one, name, address)
    for one in root.findall("route"):
        for attribute in ("address", "gateway"):
            if not one.get(attribute):
                raise _xml(f"{name}: Missing required {attribute} attribute in route definition")


def _xml(detail: str) -> LibvirtError:
    return fault(C.VIR_ERR_XML_ERROR, detail, domain=NETWORK)


def _unsupported(detail: str) -> LibvirtError:
    return fault(C.VIR_ERR_CONFIG_UNSUPPORTED, detail, domain=NETWORK)


def _is_mac(text: str) -> bool:
    parts = text.split(":")
    return len(parts) == 6 and all(
        1 <= len(one) <= 2 and not set(one.lower()) - set("0123456789abcdef") for one in parts
    )


def _address(text: str | None) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text or "")
    except ValueError:
        return None


def _check_address(element: Element, name: str) -> None:
    # virNetworkIPDefParseXML
    text, family = element.get("address"), element.get("family")
    if not text:
        raise _xml(f"Missing required address attribute in network '{name}'")
    address = _address(text)
    if address is None:
        raise _xml(f"Invalid address '{text}' in network '{name}'")
    mask, prefix = element.get("netmask"), element.get("prefix")
    if mask is not None and _address(mask) is None:
        raise _xml(f"Invalid netmask '{mask}' in network '{name}'")
    four = isinstance(address, IPv4Address)
    if family is None and not four:
        raise _unsupported(f"no family specified for non-IPv4 address '{text}' in network '{name}'")
    if family not in (None, "ipv4", "ipv6"):
        raise _xml(f"Unrecognized family '{family}' in network '{name}'")
    if family is not None and four != (family == "ipv4"):
        version = "IPv4" if family == "ipv4" else "IPv6"
        raise _unsupported(
            f"Family '{family}' specified for non-{version} address '{text}' in network '{name}'"
        )
    if prefix is not None and mask is not None:
        raise _unsupported(f"Network '{name}' IP address cannot have both a prefix and a netmask")
    if prefix is not None and not (
        prefix.isdecimal() and len(prefix) < 4 and int(prefix) <= (32 if four else 128)
    ):
        raise _unsupported(f"Invalid {'IPv4' if four else 'IPv6'} prefix '{prefix}' in network '{name}'")


def prefix_of(element: Element) -> int:
    """The length of the network part of an ``ip`` element's address."""
    # Without a mask it is the address's class that counts, as before 1993.
    address = _address(element.get("address"))
    prefix, mask = element.get("prefix"), element.get("netmask")
    if prefix:
        return int(prefix)
    if mask:
        return int(_address(mask) or IPv4Address(0)).bit_count()
    if isinstance(address, IPv4Address):
        first = address.packed[0]
        return next((length for below, length in _CLASSES if first < below), 32)
    return 64


def check_range(element: Element, name: str, inside: Element) -> None:
    """Refuse a range of addresses that cannot be given out.

    Args:
        element: the ``range``.
        name: the network's.
        inside: the ``ip`` that it belongs to.
    """
    ends = []
    for attribute in ("start", "end"):
        text = element.get(attribute)
        if not text:
            raise _xml(f"Missing '{attribute}' attribute in dhcp range for network '{name}'")
        found = _address(text)
        if found is None:
            detail = f"Cannot parse socket address '{text}': Name or service not known"
            raise system_fault(detail, -1, domain=NONE)
        ends.append(found)
    first, last = ends
    shown = f"range {first} - {last}"
    if first.version != last.version:
        raise internal(f"{shown} is not entirely within network {inside.get('address')}", domain=NONE)
    if int(first) > int(last):
        raise internal(f"{shown} is reversed ", domain=NONE)
    around = ip_interface(f"{inside.get('address')}/{prefix_of(inside)}")
    if first not in around.network or last not in around.network:
        raise internal(f"{shown} is not entirely within network {around}", domain=NONE)


def check_host(element: Element, name: str, inside: Element) -> None:
    """Refuse a host that cannot be told from others, or has no address; see `check_range`."""
    mac, address = element.get("mac"), element.get("ip")
    four = isinstance(_address(inside.get("address")), IPv4Address)
    if mac is not None and not _is_mac(mac):
        raise _xml(f"Cannot parse MAC address '{mac}' in network '{name}'")
    if four and not mac and not element.get("name"):
        raise _xml(f"Static host definition in IPv4 network '{name}' must have mac or name attribute")
    if not address:
        raise _xml(f"Missing IP address in static host definition for network '{name}'")
    if _address(address) is None:
        raise _xml(f"Invalid IP address in static host definition for network '{name}'")


def check_forward_interface(element: Element, name: str) -> None:
    """Refuse an interface without a name; `name` is the network's."""
    if not element.get("dev"):
        raise _xml("missing dev attribute in <interface> element")


def check_portgroup(element: Element, name: str) -> None:
    """Refuse a port group without a name; `name` is the network's."""
    if not element.get("name"):
        raise _xml("Missing required name attribute in portgroup")


def check_dns_host(element: Element, name: str) -> None:
    """Refuse a host without an address or a name; `name` is the network's."""
    where = f"network '{name}' DNS HOST record"
    if not element.get("ip"):
        raise xml_fault(f"Missing IP address in {where}", domain=NETWORK)
    if _address(element.get("ip")) is None:
        raise xml_fault(f"Invalid IP address in {where}", domain=NETWORK)
    if not text_of(element, "hostname"):
        raise xml_fault(f"Missing hostname in {where}", domain=NETWORK)


def check_dns_txt(element: Element, name: str) -> None:
    """Refuse a text record without a name, or with a strange one; `name` is the network's."""
    own = element.get("name")
    if not own:
        text = f"missing required name attribute in DNS TXT record of network {name}"
        raise xml_fault(text, domain=NETWORK)
    if " " in own:
        text = f"prohibited character in DNS TXT record name '{own}' of network {name}"
        raise xml_fault(text, domain=NETWORK)


def check_dns_srv(element: Element, name: str) -> None:
    """Refuse a service record without a service, a protocol or a real port; `name` is the network's."""
    service = element.get("service")
    if not service:
        text = f"missing required service attribute in DNS SRV record of network '{name}'"
        raise xml_fault(text, domain=NETWORK)
    if not element.get("protocol"):
        text = f"missing required protocol attribute in DNS SRV record '{service}' of network '{name}'"
        raise xml_fault(text, domain=NETWORK)
    port = element.get("port")
    if port is not None and not (port.isdecimal() and len(port) < 6 and 0 < int(port) <= _PORT_MAX):
        text = f"invalid DNS SRV port attribute for service '{service}' in network '{name}'"
        raise xml_fault(text, domain=NETWORK)
