"""I/O threads of domains: which there are, and on which of the host's CPUs they run.

They stand in the definition: ``iothreads`` says how many, ``iothreadids`` which when they are not simply counted.
Source: ``virDomainDefIothreadShouldFormat`` in ``src/conf/domain_conf.c``, and the functions of
``src/test/test_driver.c`` that errors name.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.domains.definition import arrange_definition
from virtreach.daemon.hypervisor.domains.domain import CONFIG, LIVE, vcpus_of
from virtreach.daemon.hypervisor.domains.vcpus import pin, wanted_cpus
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.units import cpu_map, parse_cpus
from virtreach.daemon.hypervisor.xmltext import attribute_number, child, set_text
from virtreach.daemon.parameters import check_params
from virtreach.daemon.wording import (
    DOMAIN,
    TEST,
    argument_fault,
    bad_argument,
    check_flags,
    invalid,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result

__all__: list[str] = []

_NUMBER_MAX = (1 << 32) - 1


def _threads(tree: Element) -> list[int]:
    # Those that are listed, then the lowest free numbers until there are as many as there shall be.
    found = [attribute_number(one, "id", most=_NUMBER_MAX) for one in tree.findall("iothreadids/iothread")]
    used = set(found)
    number = 1
    for _ in range(int(tree.findtext("iothreads") or 0) - len(found)):
        while number in used:
            number += 1
        used.add(number)
        found.append(number)
    return found


def _keep(tree: Element, threads: list[int]) -> None:
    # Threads that have gone lose their pinning.
    listed = tree.find("iothreadids")
    known = {one.get("id"): one for one in listed} if listed is not None else {}
    for tag in ("iothreads", "iothreadids"):
        old = tree.find(tag)
        if old is not None:
            tree.remove(old)
    if threads:
        set_text(tree, "iothreads", str(len(threads)))
        section = child(tree, "iothreadids")
        section.extend([known.get(str(one), Element("iothread", {"id": str(one)})) for one in threads])
    tune = tree.find("cputune")
    if tune is not None:
        for one in tune.findall("iothreadpin"):
            if one.get("iothread", "") not in {str(number) for number in threads}:
                tune.remove(one)
        if not len(tune):
            tree.remove(tune)
    arrange_definition(tree)


def _need(tree: Element, number: int, detail: str, *, domain: int) -> list[int]:
    threads = _threads(tree)
    if number not in threads:
        raise bad_argument(detail.format(number), domain=domain)
    return threads


@handles("domain_get_iothread_info")
def _on_info(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainGetIOThreadInfo")
    tree = session.hypervisor.domain(args.dom).one_affected(args.flags, "virDomainGetIOThreadInfo")
    vcpu = tree.find("vcpu")
    # Without any pinning libvirt's test driver names as many host CPUs as the guest has virtual ones.
    anywhere = set(range(vcpus_of(tree)))
    if vcpu is not None and vcpu.get("cpuset"):
        anywhere = parse_cpus(vcpu.get("cpuset", ""))
    pinned = {one.get("iothread"): one.get("cpuset", "") for one in tree.findall("cputune/iothreadpin")}
    found = []
    for number in _threads(tree):
        cpus = parse_cpus(pinned[str(number)]) if str(number) in pinned else anywhere
        found.append((number, cpu_map(cpus, max(cpus) // 8 + 1)))
    return found, len(found)


@handles("domain_add_iothread")
def _on_add(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainAddIOThread")
    if args.iothread_id == 0:
        raise bad_argument("invalid value of 0 for iothread_id")
    tree = session.hypervisor.domain(args.dom).one_affected(args.flags)
    threads = _threads(tree)
    if args.iothread_id in threads:
        detail = f"an IOThread is already using iothread_id '{args.iothread_id}'"
        raise bad_argument(detail, domain=DOMAIN)
    _keep(tree, [*threads, args.iothread_id])
    return None


@handles("domain_del_iothread")
def _on_del(session: TestSession, args: Any) -> Result:
    if args.iothread_id == 0:
        text = "iothread_id in virDomainDelIOThread must not be zero"
        raise argument_fault(text, "virDomainDelIOThread", "iothread_id")
    check_flags(args.flags, LIVE | CONFIG, "testDomainDelIOThread")
    tree = session.hypervisor.domain(args.dom).one_affected(args.flags)
    detail = "cannot find IOThread '{}' in iothreadids list"
    threads = _need(tree, args.iothread_id, detail, domain=DOMAIN)
    for kind, name in (("disk", "target"), ("controller", "")):
        for device in tree.findall(f"devices/{kind}"):
            driver, target = device.find("driver"), device.find(name) if name else None
            if driver is not None and driver.get("iothread") == str(args.iothread_id):
                what = target.get("dev", "") if target is not None else device.get("index", "0")
                text = f"cannot remove IOThread {args.iothread_id} since it is being used by {kind} '{what}'"
                raise invalid(text, domain=DOMAIN)
    _keep(tree, [one for one in threads if one != args.iothread_id])
    return None


@handles("domain_pin_iothread")
def _on_pin(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainPinIOThread")
    tree = session.hypervisor.domain(args.dom).one_affected(args.flags)
    cpus = wanted_cpus(args.cpumap, "Empty iothread cpumap list for pinning")
    _need(tree, args.iothreads_id, "iothreadid {} not found", domain=TEST)
    pin(tree, "iothreadpin", {"iothread": str(args.iothreads_id)}, cpus)
    return None


@handles("domain_set_iothread_params")
def _on_set_params(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE, "testDomainSetIOThreadParams")
    known = ("poll_max_ns", "poll_grow", "poll_shrink", "thread_pool_min", "thread_pool_max")
    check_params(args.params, known)
    domain = session.hypervisor.domain(args.dom)
    tree = session.hypervisor.domain(args.dom).one_affected(args.flags)
    _need(tree, args.iothread_id, "cannot find IOThread '{}' in iothreadids", domain=TEST)
    domain.tuning.setdefault("iothreads", {}).setdefault(args.iothread_id, {}).update(args.params)
    return None
