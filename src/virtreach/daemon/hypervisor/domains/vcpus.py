"""Virtual CPUs: how many, and on which of the host's CPUs."""

from __future__ import annotations

from virtreach.daemon.hypervisor.domains.definition import arrange_definition
from virtreach.daemon.hypervisor.domains.domain import CONFIG, LIVE, MAXIMUM, vcpus_max_of, vcpus_of
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.units import check_maps, cpu_map, cpus_of, format_cpus, parse_cpus
from virtreach.daemon.hypervisor.xmltext import child
from virtreach.daemon.wording import DOMAIN, argument_fault, bad_argument, check_flags, invalid
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result

__all__ = ["pin", "wanted_cpus"]

_MOST = 32


def _pinned(tree: Element, vcpu: int, host_cpus: int) -> set[int]:
    # Where a virtual CPU may run: its own pinning, that of all, or everywhere.
    for one in tree.findall("cputune/vcpupin"):
        if one.get("vcpu") == str(vcpu):
            return parse_cpus(one.get("cpuset", ""))
    element = tree.find("vcpu")
    if element is not None and element.get("cpuset"):
        return parse_cpus(element.get("cpuset", ""))
    return set(range(host_cpus))


def pin(tree: Element, tag: str, attributes: dict[str, str], cpus: set[int]) -> None:
    """Write down where something may run.

    Args:
        tree: the definition.
        tag: an element of ``cputune``: ``vcpupin``, ``emulatorpin``, ``iothreadpin``.
        attributes: what tells it from others of its name.
        cpus: of the host.
    """
    tune = child(tree, "cputune")
    for one in tune.findall(tag):
        if all(one.get(name) == value for name, value in attributes.items()):
            one.set("cpuset", format_cpus(cpus))
            return
    made = child(tune, tag) if tune.find(tag) is None else _another(tune, tag)
    made.attrib.update(attributes)
    made.set("cpuset", format_cpus(cpus))
    arrange_definition(tree)


def _another(parent: Element, tag: str) -> Element:
    made = parent.makeelement(tag, {})
    parent.append(made)
    return made


@handles("domain_get_max_vcpus")
def _on_get_max_vcpus(session: TestSession, args: Any) -> Result:
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    return (vcpus_max_of(domain.definition),)


@handles("domain_get_vcpus_flags")
def _on_get_vcpus_flags(session: TestSession, args: Any) -> Result:
    flags = args.flags
    check_flags(flags, LIVE | CONFIG | MAXIMUM, "testDomainGetVcpusFlags")
    tree = session.hypervisor.domain(args.dom).one_affected(flags, "virDomainGetVcpusFlags")
    return (vcpus_max_of(tree) if flags & MAXIMUM else vcpus_of(tree),)


@handles("domain_set_vcpus")
def _on_set_vcpus(session: TestSession, args: Any) -> Result:
    if not args.nvcpus:
        raise argument_fault("nvcpus in virDomainSetVcpus must not be zero", "virDomainSetVcpus", "nvcpus")
    return _set(session, args.dom, args.nvcpus, LIVE)


@handles("domain_set_vcpus_flags")
def _on_set_vcpus_flags(session: TestSession, args: Any) -> Result:
    if not args.nvcpus:
        raise argument_fault(
            "nvcpus in virDomainSetVcpusFlags must not be zero", "virDomainSetVcpusFlags", "nvcpus"
        )
    check_flags(args.flags, LIVE | CONFIG | MAXIMUM, "testDomainSetVcpusFlags")
    return _set(session, args.dom, args.nvcpus, args.flags)


def _set(session: TestSession, ref: tuple[str, bytes, int], count: int, flags: int) -> Result:
    if count > _MOST:
        raise bad_argument(f"requested cpu amount exceeds maximum supported amount ({count} > {_MOST})")
    domain = session.hypervisor.domain(ref)
    trees = domain.affected(flags)
    if flags & MAXIMUM:
        if not flags & CONFIG:
            raise argument_fault(
                "Flag 'VIR_DOMAIN_AFFECT_CONFIG' is required by flag 'VIR_DOMAIN_VCPU_MAXIMUM'",
                "virDomainSetVcpusFlags",
                "ctl",
            )
        if any(tree is domain.live for tree in trees):
            raise invalid("cannot adjust maximum vcpus on running domain", domain=DOMAIN)
    else:
        for tree in trees:
            most = vcpus_max_of(tree)
            if count > most:
                raise bad_argument(f"requested cpu amount exceeds maximum ({count} > {most})")
    for tree in trees:
        _count(tree, count, bool(flags & MAXIMUM))
    return None


def _count(tree: Element, count: int, maximum: bool) -> None:
    element = child(tree, "vcpu")
    most, now = vcpus_max_of(tree), vcpus_of(tree)
    if maximum:
        most, now = count, min(now, count)
    else:
        now = count
    element.text = str(most)
    if now < most:
        element.set("current", str(now))
    else:
        element.attrib.pop("current", None)


@handles("domain_set_vcpu")
def _on_set_vcpu(session: TestSession, args: Any) -> Result:
    domain = session.hypervisor.domain(args.dom)
    asked = parse_cpus(args.cpumap)
    for tree in domain.affected(args.flags):
        most, now = vcpus_max_of(tree), vcpus_of(tree)
        if max(asked) >= most:
            raise bad_argument(f"vcpu '{max(asked)}' is not present in domain")
        on = set(range(now)) | asked if args.state else set(range(now)) - asked
        if not on:
            raise bad_argument("vCPU '0' must be enabled")
        _count(tree, len(on), maximum=False)
    return None


@handles("domain_get_vcpus")
def _on_get_vcpus(session: TestSession, args: Any) -> Result:
    check_maps(args.maxinfo, args.maplen, "maxinfo")
    hypervisor = session.hypervisor
    domain = hypervisor.domain(args.dom)
    domain.need_active(domain=C.VIR_FROM_TEST, detail="cannot list vcpus for an inactive domain")
    cpu_time = int(hypervisor.clock() * 1_000_000) * 1000 // 10000
    info = []
    maps = []
    for number in range(min(args.maxinfo, domain.vcpus)):
        cpus = _pinned(domain.definition, number, hypervisor.host.cpus)
        info.append((number, C.VIR_VCPU_RUNNING, cpu_time, max(cpus, default=0)))
        maps.append(cpu_map(cpus, args.maplen))
    return info, b"".join(maps)


@handles("domain_get_vcpu_pin_info")
def _on_get_pin_info(session: TestSession, args: Any) -> Result:
    check_maps(args.ncpumaps, args.maplen, "ncpumaps")
    check_flags(args.flags, LIVE | CONFIG, "testDomainGetVcpuPinInfo")
    tree = session.hypervisor.domain(args.dom).one_affected(args.flags, "virDomainGetVcpuPinInfo")
    count = min(args.ncpumaps, vcpus_max_of(tree))
    cpus = session.hypervisor.host.cpus
    return b"".join([cpu_map(_pinned(tree, one, cpus), args.maplen) for one in range(count)]), count


@handles("domain_pin_vcpu")
def _on_pin_vcpu(session: TestSession, args: Any) -> Result:
    return _pin_vcpu(session, args, LIVE)


@handles("domain_pin_vcpu_flags")
def _on_pin_vcpu_flags(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainPinVcpuFlags")
    return _pin_vcpu(session, args, args.flags)


def _pin_vcpu(session: TestSession, args: Any, flags: int) -> Result:
    domain = session.hypervisor.domain(args.dom)
    if flags == LIVE:
        domain.need_active(domain=C.VIR_FROM_TEST, detail="cannot pin vcpus on an inactive domain")
    trees = domain.affected(flags)
    for tree in trees:
        if args.vcpu >= vcpus_of(tree):
            raise bad_argument(f"requested vcpu '{args.vcpu}' is not present in the domain")
    cpus = wanted_cpus(args.cpumap)
    for tree in trees:
        pin(tree, "vcpupin", {"vcpu": str(args.vcpu)}, cpus)
    return None


def wanted_cpus(bitmap: bytes, detail: str = "Empty cpu list for pinning") -> set[int]:
    """The CPUs of a bitmap, which must not be empty: `detail` says so."""
    cpus = cpus_of(bitmap)
    if not cpus:
        raise bad_argument(detail)
    return cpus


@handles("domain_get_emulator_pin_info")
def _on_get_emulatorpin(session: TestSession, args: Any) -> Result:
    check_maps(1, args.maplen, "ncpumaps")
    check_flags(args.flags, LIVE | CONFIG, "testDomainGetEmulatorPinInfo")
    tree = session.hypervisor.domain(args.dom).one_affected(args.flags, "virDomainGetEmulatorPinInfo")
    pin = tree.find("cputune/emulatorpin")
    cpus = parse_cpus(pin.get("cpuset", "")) if pin is not None else set(range(session.hypervisor.host.cpus))
    return cpu_map(cpus, args.maplen), 1


@handles("domain_pin_emulator")
def _on_pin_emulator(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainPinEmulator")
    cpus = wanted_cpus(args.cpumap)
    for tree in session.hypervisor.domain(args.dom).affected(args.flags):
        pin(tree, "emulatorpin", {}, cpus)
    return None
