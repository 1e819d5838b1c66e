"""What a guest's agent would answer: file systems, time, users, addresses. Our guests are in the best of health."""

from __future__ import annotations

from ipaddress import ip_address

from virtreach.daemon.hypervisor.domains.domain import Domain
from virtreach.daemon.hypervisor.networks.definition import prefix_of
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.units import format_cpus, parse_cpus
from virtreach.daemon.wording import (
    DOMAIN,
    bad_argument,
    check_flags,
    fault,
    internal,
    invalid,
)
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.state import Hypervisor
    from virtreach.daemon.hypervisor.table import Result

__all__: list[str] = []

_TIME = 627319920
_KEY_MAX = 255
_CODESETS = ("linux", "xt", "atset1", "atset2", "atset3", "os_x", "xt_kbd", "usb", "win32", "qnum")
_MOUNTS = ("/", "/boot")
_FLAGS_LEASE, _FLAGS_AGENT, _FLAGS_ARP = 0, 1, 2


def _running(session: TestSession, ref: tuple[str, bytes, int]) -> Domain:
    domain = session.hypervisor.domain(ref)
    domain.need_active()
    return domain


def _awake(session: TestSession, ref: tuple[str, bytes, int]) -> Domain:
    # A clock can only be asked while it goes.
    domain = session.hypervisor.domain(ref)
    if domain.state != C.VIR_DOMAIN_RUNNING:
        raise invalid("domain is not running")
    return domain


@handles("domain_get_hostname")
def _on_hostname(session: TestSession, args: Any) -> Result:
    allowed = C.VIR_DOMAIN_GET_HOSTNAME_LEASE | C.VIR_DOMAIN_GET_HOSTNAME_AGENT
    check_flags(args.flags, allowed, "testDomainGetHostname")
    domain = _running(session, args.dom)
    return (f"{domain.name}host",)


@handles("domain_get_time")
def _on_get_time(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainGetTime")
    domain = _awake(session, args.dom)
    seconds, nseconds = domain.tuning.get("time", (_TIME, 0))
    return seconds, nseconds


@handles("domain_set_time")
def _on_set_time(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_DOMAIN_TIME_SYNC, "testDomainSetTime")
    domain = _running(session, args.dom)
    if not args.flags & C.VIR_DOMAIN_TIME_SYNC:
        domain.tuning["time"] = args.seconds, args.nseconds
    return None


@handles("domain_get_fsinfo")
def _on_fsinfo(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainGetFSInfo")
    domain = _running(session, args.dom)
    target = next((one.find("target") for one in domain.devices("disk")), None)
    if target is None:
        return [], 0
    name = target.get("dev", "")
    found = [("/", f"{name}1", "ext4", [name]), ("/boot", f"{name}2", "ext4", [name])]
    return found, len(found)


def _mounts(points: list[str]) -> list[str]:
    for point in points:
        if point not in _MOUNTS:
            raise fault(C.VIR_ERR_OPERATION_INVALID, f"mount point not found: {point}")
    return points or list(_MOUNTS)


@handles("domain_fsfreeze")
def _on_fsfreeze(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainFSFreeze")
    domain = _running(session, args.dom)
    wanted = set(_mounts(args.mountpoints)) - domain.frozen
    domain.frozen |= wanted
    return (len(wanted),)


@handles("domain_fsthaw")
def _on_fsthaw(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainFSThaw")
    domain = _running(session, args.dom)
    wanted = set(_mounts(args.mountpoints)) & domain.frozen
    domain.frozen -= wanted
    return (len(wanted),)


@handles("domain_fstrim")
def _on_fstrim(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainFSTrim")
    _running(session, args.dom)
    _mounts([args.mount_point] if args.mount_point else [])
    return None


@handles("domain_set_user_password")
def _on_set_password(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_DOMAIN_PASSWORD_ENCRYPTED, "testDomainSetUserPassword")
    _running(session, args.dom)
    return None


def _address(hypervisor: Hypervisor, domain: Domain, device: Element, place: int) -> tuple[int, str, int]:
    # The address that libvirt's test driver gives to an interface: of its network, 20 for each guest.
    source = device.find("source")
    network = None
    if device.get("type") == "network" and source is not None:
        name = source.get("network", "")
        network = hypervisor.networks.named(name)
        if network is None:
            raise fault(C.VIR_ERR_NO_NETWORK, f"no network with matching name '{name}'")
    element = network.tree.find("ip") if network is not None else None
    if element is None:
        return C.VIR_IP_ADDR_TYPE_IPV4, f"192.168.0.{place + 1}", 24
    first = element.find("dhcp/range")
    given: str = first.get("start", "") if first is not None else ""
    start = ip_address(given or element.get("address", ""))
    kind = C.VIR_IP_ADDR_TYPE_IPV4 if start.version == 4 else C.VIR_IP_ADDR_TYPE_IPV6
    number = int(start) + 20 * (domain.id - 1) + place + 1
    return kind, str(type(start)(number % (1 << start.max_prefixlen))), prefix_of(element)


@handles("domain_interface_addresses")
def _on_addresses(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainInterfaceAddresses")
    domain = _running(session, args.dom)
    if args.source not in (_FLAGS_LEASE, _FLAGS_AGENT, _FLAGS_ARP):
        raise fault(C.VIR_ERR_ARGUMENT_UNSUPPORTED, f"Unknown IP address data source {args.source}")
    found = []
    for place, device in enumerate(domain.devices("interface")):
        target, mac = device.find("target"), device.find("mac")
        name = target.get("dev", "") if target is not None else ""
        hardware = mac.get("address") if mac is not None else None
        found.append((name, hardware, [_address(session.hypervisor, domain, device, place)]))
    return (found,)


@handles("domain_send_key")
def _on_send_key(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainSendKey")
    _running(session, args.dom)
    for code in args.keycodes:
        if code > _KEY_MAX:
            codeset = _CODESETS[args.codeset] if args.codeset < len(_CODESETS) else str(args.codeset)
            raise internal(f"invalid keycode {code} of {codeset} codeset", domain=C.VIR_FROM_TEST)
    return None


@handles("domain_inject_nmi")
def _on_inject_nmi(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainInjectNMI")
    _running(session, args.dom)
    return None


@handles("domain_send_process_signal")
def _on_send_signal(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainSendProcessSignal")
    session.hypervisor.domain(args.dom)
    if args.pid_value != 1:
        raise bad_argument("only sending a signal to pid 1 is supported")
    if args.signum >= C.VIR_DOMAIN_PROCESS_SIGNAL_LAST:
        raise bad_argument(f"signum value {args.signum} is out of range")
    return None


@handles("domain_get_guest_vcpus")
def _on_guest_vcpus(session: TestSession, args: Any) -> Result:
    domain = _running(session, args.dom)
    everything = format_cpus(set(range(domain.vcpus)))
    offline = domain.tuning.get("vcpus_off", set())
    online = format_cpus(set(range(domain.vcpus)) - offline)
    return ({"vcpus": everything, "online": online, "offlinable": everything},)


@handles("domain_set_guest_vcpus")
def _on_set_guest_vcpus(session: TestSession, args: Any) -> Result:
    domain = _running(session, args.dom)
    asked = parse_cpus(args.cpumap)
    if max(asked) >= domain.vcpus:
        raise bad_argument("requested vcpu is not present in the guest")
    offline = domain.tuning.setdefault("vcpus_off", set())
    if args.state:
        offline.difference_update(asked)
    else:
        offline.update(asked)
    return None


@handles("domain_authorized_ssh_keys_get")
def _on_get_keys(session: TestSession, args: Any) -> Result:
    domain = _running(session, args.dom)
    return (list(domain.tuning.get("keys", {}).get(args.user, ())),)


@handles("domain_authorized_ssh_keys_set")
def _on_set_keys(session: TestSession, args: Any) -> Result:
    domain = _running(session, args.dom)
    keys = domain.tuning.setdefault("keys", {})
    if args.flags & C.VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_REMOVE:
        keys[args.user] = [one for one in keys.get(args.user, ()) if one not in args.keys]
    elif args.flags & C.VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_APPEND:
        keys[args.user] = [*keys.get(args.user, ()), *args.keys]
    else:
        keys[args.user] = list(args.keys)
    return None


@handles("domain_agent_set_response_timeout")
def _on_set_timeout(session: TestSession, args: Any) -> Result:
    session.hypervisor.domain(args.dom)
    if args.timeout < C.VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_BLOCK:
        raise bad_argument(
            f"guest agent timeout '{args.timeout}' is less than the minimum '-2'", domain=DOMAIN
        )
    return (0,)


@handles("domain_get_guest_info")
def _on_guest_info(session: TestSession, args: Any) -> Result:
    domain = _running(session, args.dom)
    types = args.types or 0xFFFF
    text, unsigned = C.VIR_TYPED_PARAM_STRING, C.VIR_TYPED_PARAM_UINT
    found: list[tuple[str, int, Any]] = []
    if types & C.VIR_DOMAIN_GUEST_INFO_USERS:
        found.append(("user.count", unsigned, 0))
    if types & C.VIR_DOMAIN_GUEST_INFO_OS:
        found += [("os.id", text, "test"), ("os.name", text, "Test guest"), ("os.version-id", text, "1")]
    if types & C.VIR_DOMAIN_GUEST_INFO_TIMEZONE:
        found += [("timezone.name", text, "UTC"), ("timezone.offset", C.VIR_TYPED_PARAM_INT, 0)]
    if types & C.VIR_DOMAIN_GUEST_INFO_HOSTNAME:
        found.append(("hostname", text, f"{domain.name}host"))
    return (found,)
