"""Virtual CPUs and I/O threads: how many, and on which of the host's CPUs."""

from __future__ import annotations

from virtreach.daemon.hypervisor.domain import CONFIG, LIVE, MAXIMUM, Domain, vcpus_max_of, vcpus_of
from virtreach.daemon.hypervisor.domain_xml import arrange_definition
from virtreach.daemon.hypervisor.faults import (
    DOMAIN,
    argument_fault,
    bad_argument,
    check_flags,
    invalid,
)
from virtreach.daemon.hypervisor.parameters import check_params
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.units import check_maps, cpu_map, cpus_of, format_cpus, parse_cpus
from virtreach.daemon.hypervisor.xmltext import child
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result

__all__: list[str] = []

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


def _pin(tree: Element, tag: str, attributes: dict[str, str], cpus: set[int]) -> None:
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
    trees = domain.affected(flags)
    for tree in trees:
        if args.vcpu >= vcpus_of(tree):
            raise bad_argument(f"requested vcpu '{args.vcpu}' is not present in the domain")
    cpus = _wanted(args.cpumap)
    for tree in trees:
        _pin(tree, "vcpupin", {"vcpu": str(args.vcpu)}, cpus)
    return None


def _wanted(bitmap: bytes) -> set[int]:
    cpus = cpus_of(bitmap)
    if not cpus:
        raise bad_argument("Empty cpu list for pinning")
    return cpus


@handles("domain_get_emulator_pin_info")
def _on_get_emulator_pin(session: TestSession, args: Any) -> Result:
    check_maps(1, args.maplen, "ncpumaps")
    check_flags(args.flags, LIVE | CONFIG, "testDomainGetEmulatorPinInfo")
    tree = session.hypervisor.domain(args.dom).one_affected(args.flags, "virDomainGetEmulatorPinInfo")
    pin = tree.find("cputune/emulatorpin")
    cpus = parse_cpus(pin.get("cpuset", "")) if pin is not None else set(range(session.hypervisor.host.cpus))
    return cpu_map(cpus, args.maplen), 1


@handles("domain_pin_emulator")
def _on_pin_emulator(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainPinEmulator")
    cpus = _wanted(args.cpumap)
    for tree in session.hypervisor.domain(args.dom).affected(args.flags):
        _pin(tree, "emulatorpin", {}, cpus)
    return None


@handles("domain_get_iothread_info")
def _on_iothread_info(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainGetIOThreadInfo")
    domain = session.hypervisor.domain(args.dom)
    domain.one_affected(args.flags, "virDomainGetIOThreadInfo")
    # Without pinning libvirt's test driver names as many host CPUs as the guest has virtual ones.
    everywhere = set(range(domain.vcpus))
    count = session.hypervisor.host.cpus if any(domain.iothreads.values()) else domain.vcpus
    length = (count + 7) // 8
    threads = [(one, cpu_map(cpus or everywhere, length)) for one, cpus in sorted(domain.iothreads.items())]
    return threads, len(threads)


def _iothread(domain: Domain, number: int) -> None:
    if number not in domain.iothreads:
        raise bad_argument(f"cannot find IOThread '{number}' in iothreadids list", domain=DOMAIN)


def _iothreads_changed(domain: Domain, flags: int) -> None:
    for tree in domain.affected(flags):
        element = tree.find("iothreads")
        if domain.iothreads:
            child(tree, "iothreads").text = str(len(domain.iothreads))
        elif element is not None:
            tree.remove(element)
            arrange_definition(tree)


@handles("domain_add_iothread")
def _on_add_iothread(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainAddIOThread")
    domain = session.hypervisor.domain(args.dom)
    domain.affected(args.flags)
    if args.iothread_id == 0:
        raise argument_fault(
            "iothread_id in virDomainAddIOThread must not be zero", "virDomainAddIOThread", "iothread_id"
        )
    if args.iothread_id in domain.iothreads:
        detail = f"an IOThread is already using iothread_id '{args.iothread_id}'"
        raise bad_argument(detail, domain=DOMAIN)
    domain.iothreads[args.iothread_id] = set()
    _iothreads_changed(domain, args.flags)
    return None


@handles("domain_del_iothread")
def _on_del_iothread(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainDelIOThread")
    domain = session.hypervisor.domain(args.dom)
    domain.affected(args.flags)
    _iothread(domain, args.iothread_id)
    del domain.iothreads[args.iothread_id]
    _iothreads_changed(domain, args.flags)
    return None


@handles("domain_pin_iothread")
def _on_pin_iothread(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainPinIOThread")
    domain = session.hypervisor.domain(args.dom)
    domain.affected(args.flags)
    _iothread(domain, args.iothreads_id)
    domain.iothreads[args.iothreads_id] = _wanted(args.cpumap)
    return None


@handles("domain_set_iothread_params")
def _on_set_iothread_params(session: TestSession, args: Any) -> Result:
    domain = session.hypervisor.domain(args.dom)
    domain.affected(args.flags)
    _iothread(domain, args.iothread_id)
    known = ("poll_max_ns", "poll_grow", "poll_shrink", "thread_pool_min", "thread_pool_max")
    check_params(args.params, known)
    domain.tuning.setdefault("iothreads", {}).setdefault(args.iothread_id, {}).update(args.params)
    return None
