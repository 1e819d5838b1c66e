"""Changes to parts of a network's definition, which need not stop it.

Source: ``virNetworkDefUpdateSection`` and its helpers in ``src/conf/network_conf.c``, seen from outside.
"""

from __future__ import annotations

from virtreach.daemon.hypervisor.networks.definition import (
    arrange_network,
    check_dns_host,
    check_dns_srv,
    check_dns_txt,
    check_forward_interface,
    check_host,
    check_portgroup,
    check_range,
)
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.xmltext import child, copy, parse
from virtreach.daemon.wording import NETWORK, check_flags, fault, invalid
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.networks.network import Network
    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result
    from virtreach.errors.libvirt import LibvirtError

__all__: list[str] = []

_MODIFY, _DELETE = C.VIR_NETWORK_UPDATE_COMMAND_MODIFY, C.VIR_NETWORK_UPDATE_COMMAND_DELETE
_FIRST, _LAST = C.VIR_NETWORK_UPDATE_COMMAND_ADD_FIRST, C.VIR_NETWORK_UPDATE_COMMAND_ADD_LAST
# virNetworkUpdateSection: where it is, what it holds, and what libvirt calls what it holds.
_SECTIONS = {
    C.VIR_NETWORK_SECTION_IP_DHCP_HOST: ("dhcp", "host", "dhcp host"),
    C.VIR_NETWORK_SECTION_IP_DHCP_RANGE: ("dhcp", "range", "dhcp range"),
    C.VIR_NETWORK_SECTION_FORWARD_INTERFACE: ("forward", "interface", "forward interface"),
    C.VIR_NETWORK_SECTION_PORTGROUP: ("", "portgroup", "portgroup"),
    C.VIR_NETWORK_SECTION_DNS_HOST: ("dns", "host", "DNS HOST"),
    C.VIR_NETWORK_SECTION_DNS_TXT: ("dns", "txt", "DNS TXT"),
    C.VIR_NETWORK_SECTION_DNS_SRV: ("dns", "srv", "DNS SRV"),
}
_FIXED = {
    C.VIR_NETWORK_SECTION_BRIDGE: "bridge",
    C.VIR_NETWORK_SECTION_DOMAIN: "domain",
    C.VIR_NETWORK_SECTION_IP: "ip",
    C.VIR_NETWORK_SECTION_FORWARD: "forward",
    C.VIR_NETWORK_SECTION_FORWARD_PF: "forward pf",
}
_MODIFIED = ("dhcp host", "portgroup")


@handles("network_update")
def _on_update(session: TestSession, args: Any) -> Result:
    live, config = C.VIR_NETWORK_UPDATE_AFFECT_LIVE, C.VIR_NETWORK_UPDATE_AFFECT_CONFIG
    check_flags(args.flags, live | config, "testNetworkUpdate")
    network = session.hypervisor.network(args.net)
    flags = args.flags
    if not flags & (live | config):
        flags |= live if network.active else config
    if flags & live and not network.active:
        raise invalid("network is not running", domain=NETWORK)
    if flags & config and network.config is None:
        raise invalid("cannot change persistent config of a transient network", domain=NETWORK)
    both = ((live, network.live), (config, network.config))
    trees = [tree for flag, tree in both if flags & flag and tree is not None]
    # All or nothing: the first round is thrown away.
    for tree in trees:
        _update(network, copy(tree), args)
    for tree in trees:
        _update(network, tree, args)
    return None


def _refused(detail: str) -> LibvirtError:
    return fault(C.VIR_ERR_OPERATION_UNSUPPORTED, detail, domain=NETWORK)


def _update(network: Network, tree: Element, args: Any) -> None:
    if args.section in _FIXED:
        raise _refused(f"can't update '{_FIXED[args.section]}' section of network '{network.name}'")
    if args.section not in _SECTIONS:
        raise _refused("can't update unrecognized section of network")
    where, tag, called = _SECTIONS[args.section]
    command, name = args.command, network.name
    if command == _MODIFY and called not in _MODIFIED:
        what = (
            f"{called} entries" if where == "forward" else f"{called}{'s' if where == 'dhcp' else ' records'}"
        )
        raise _refused(f"{what} cannot be modified, only added or deleted")
    new = parse(args.xml, "network_update_xml", "", domain=NETWORK, bare=True)
    if new.tag != tag:
        detail = f"unexpected element <{new.tag}>, expecting <{tag}>, while updating network '{name}'"
        raise fault(C.VIR_ERR_XML_ERROR, detail, domain=NETWORK)
    section = _section(network, tree, where, args.parent_index)
    if where == "dhcp" and (tag == "range" or command != _DELETE):
        inside = next(one for one in tree.findall("ip") if one.find("dhcp") is section)
        (check_range if tag == "range" else check_host)(new, name, inside)
    elif where != "dhcp" and command != _DELETE:
        _CHECKS[args.section](new, name)
    entries = section.findall(tag)
    found = [one for one in entries if _same(args.section, one, new, command)]
    if command == _DELETE:
        section.remove(_only(found, called, new, name))
    elif command == _MODIFY:
        old = _only(found, called, new, name, modify=True)
        place = list(section).index(old)
        section.remove(old)
        section.insert(place, new)
    elif command in (_FIRST, _LAST):
        if found:
            raise invalid(_there(called, new, name), domain=NETWORK)
        places = [place for place, one in enumerate(section) if one.tag == tag]
        section.insert(places[0] if places and command == _FIRST else len(section), new)
    else:
        raise _refused(f"unrecognized network update command code {command}")
    if where == "dns" and not len(section):
        tree.remove(section)
    arrange_network(tree)


_CHECKS = {
    C.VIR_NETWORK_SECTION_FORWARD_INTERFACE: check_forward_interface,
    C.VIR_NETWORK_SECTION_PORTGROUP: check_portgroup,
    C.VIR_NETWORK_SECTION_DNS_HOST: check_dns_host,
    C.VIR_NETWORK_SECTION_DNS_TXT: check_dns_txt,
    C.VIR_NETWORK_SECTION_DNS_SRV: check_dns_srv,
}


def _same(section: int, old: Element, new: Element, command: int) -> bool:
    # Whether an entry is the one that is meant, or would collide with a new one.
    def equal(key: str) -> bool:
        return old.get(key) == new.get(key)

    def given(key: str) -> bool:
        return bool(new.get(key)) and equal(key)

    if section == C.VIR_NETWORK_SECTION_IP_DHCP_HOST:
        if command == _MODIFY:
            return given("mac") or (not new.get("mac") and given("name"))
        if command == _DELETE:
            return all(not new.get(key) or equal(key) for key in ("mac", "name", "ip"))
        return given("mac") or given("name") or given("ip")
    if section == C.VIR_NETWORK_SECTION_IP_DHCP_RANGE:
        return equal("start") and equal("end")
    if section == C.VIR_NETWORK_SECTION_FORWARD_INTERFACE:
        return equal("dev")
    if section == C.VIR_NETWORK_SECTION_DNS_HOST:
        names = {one.text for one in new.findall("hostname")}
        shared = bool(names & {one.text for one in old.findall("hostname")})
        if command == _DELETE:
            return (given("ip") or not new.get("ip")) and (shared or not names)
        return given("ip")
    if section == C.VIR_NETWORK_SECTION_DNS_SRV:
        keys = ("service", "protocol", "domain", "target")
        return all(not new.get(key) or equal(key) for key in keys)
    return equal("name")


def _only(found: list[Element], called: str, new: Element, name: str, *, modify: bool = False) -> Element:
    if len(found) > 1 and called.startswith("DNS"):
        raise invalid(f"multiple matching {called} records were found in network {name}", domain=NETWORK)
    if found:
        return found[0]
    if called.startswith("DNS"):
        raise invalid(f"couldn't locate a matching {called} record in network {name}", domain=NETWORK)
    if called in ("portgroup", "forward interface"):
        what = "an interface" if new.tag == "interface" else "a portgroup"
        key = "dev" if new.tag == "interface" else "name"
        detail = f"couldn't find {what} entry in network '{name}' matching <{new.tag} {key}='{new.get(key)}'>"
        raise invalid(detail, domain=NETWORK)
    if modify:
        fields = " ".join([f"\"{key}='{new.get(key) or '(null)'}'\"" for key in ("mac", "name", "ip")])
        raise invalid(
            f"couldn't locate an existing {called} entry with {fields} in network '{name}'", domain=NETWORK
        )
    raise invalid(f"couldn't locate a matching {called} entry in network '{name}'", domain=NETWORK)


def _there(called: str, new: Element, name: str) -> str:
    if called == "DNS TXT":
        return f"there is already a DNS TXT record with name '{new.get('name')}' in network {name}"
    if called.startswith("DNS"):
        how = "with a matching field" if called == "DNS HOST" else "matching all specified fields"
        return f"there is already at least one {called} record {how} in network {name}"
    keys = {
        "host": ("mac", "name", "ip"),
        "range": ("start", "end"),
        "interface": ("dev",),
        "portgroup": ("name",),
    }
    fields = " ".join([f"{key}='{new.get(key) or '(null)'}'" for key in keys[new.tag]])
    end = "/>" if called.startswith("dhcp") else ">"
    what = called.removeprefix("forward ")
    return f"there is an existing {what} entry in network '{name}' that matches \"<{new.tag} {fields}{end}\""


def _section(network: Network, tree: Element, where: str, index: int) -> Element:
    if where != "dhcp":
        return child(tree, where) if where else tree
    addresses = tree.findall("ip")
    with_dhcp = (place for place, one in enumerate(addresses) if one.find("dhcp") is not None)
    wanted = index if index >= 0 else next(with_dhcp, 0)
    if wanted >= len(addresses):
        detail = "couldn't update dhcp host entry - no <ip> element found at index {} in network '{}'"
        raise invalid(detail.format(index, network.name), domain=NETWORK)
    return child(addresses[wanted], "dhcp")
