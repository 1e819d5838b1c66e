"""How much memory domains have."""

from __future__ import annotations

from virtreach.daemon.hypervisor.domains.device_definition import arrange_device
from virtreach.daemon.hypervisor.domains.domain import CONFIG, LIVE
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.xmltext import integer, set_text
from virtreach.daemon.wording import DOMAIN, argument_fault, bad_argument, check_flags, invalid
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result

__all__: list[str] = []

_DIRTY_SECONDS_MAX = 60

# What the guest's balloon says of a guest that uses half of its memory.
_LAST_UPDATE = 627319920


@handles("domain_get_max_memory")
def _on_get_max_memory(session: TestSession, args: Any) -> Result:
    return (session.hypervisor.domain(args.dom).memory_max,)


@handles("domain_set_max_memory")
def _on_set_max_memory(session: TestSession, args: Any) -> Result:
    if not args.memory:
        raise argument_fault(
            "memory in virDomainSetMaxMemory must not be zero", "virDomainSetMaxMemory", "memory"
        )
    return _set(session, args.dom, args.memory, C.VIR_DOMAIN_MEM_MAXIMUM)


@handles("domain_set_memory")
def _on_set_memory(session: TestSession, args: Any) -> Result:
    if not args.memory:
        raise argument_fault("memory in virDomainSetMemory must not be zero", "virDomainSetMemory", "memory")
    return _set(session, args.dom, args.memory, LIVE)


@handles("domain_set_memory_flags")
def _on_set_memory_flags(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG | C.VIR_DOMAIN_MEM_MAXIMUM, "testDomainSetMemoryFlags")
    if not args.memory:
        raise argument_fault(
            "memory in virDomainSetMemoryFlags must not be zero", "virDomainSetMemoryFlags", "memory"
        )
    return _set(session, args.dom, args.memory, args.flags)


def _set(session: TestSession, ref: tuple[str, bytes, int], memory: int, flags: int) -> Result:
    domain = session.hypervisor.domain(ref)
    trees = [domain.one_affected(flags)]
    if flags & C.VIR_DOMAIN_MEM_MAXIMUM:
        if domain.active and any(tree is domain.live for tree in trees):
            raise invalid("cannot resize the maximum memory on an active domain")
        for tree in trees:
            set_text(tree, "memory", str(memory))
            if (integer(tree, "currentMemory") or 0) > memory:
                set_text(tree, "currentMemory", str(memory))
        return None
    for tree in trees:
        if memory > (integer(tree, "memory") or 0):
            raise bad_argument("cannot set memory higher than max memory")
    for tree in trees:
        set_text(tree, "currentMemory", str(memory), unit="KiB")
    if any(tree is domain.live for tree in trees):
        session.hypervisor.announce("domain", C.VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE, domain, memory)
    return None


@handles("domain_memory_stats")
def _on_memory_stats(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainMemoryStats")
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    now = domain.memory
    stats = []
    if domain.devices("memballoon"):
        stats = [
            (C.VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON, now),
            (C.VIR_DOMAIN_MEMORY_STAT_SWAP_IN, 0),
            (C.VIR_DOMAIN_MEMORY_STAT_SWAP_OUT, 0),
            (C.VIR_DOMAIN_MEMORY_STAT_MAJOR_FAULT, 0),
            (C.VIR_DOMAIN_MEMORY_STAT_MINOR_FAULT, 0),
            (C.VIR_DOMAIN_MEMORY_STAT_UNUSED, now // 2),
            (C.VIR_DOMAIN_MEMORY_STAT_AVAILABLE, now),
            (C.VIR_DOMAIN_MEMORY_STAT_USABLE, now // 2),
            (C.VIR_DOMAIN_MEMORY_STAT_LAST_UPDATE, _LAST_UPDATE),
            (C.VIR_DOMAIN_MEMORY_STAT_DISK_CACHES, now // 8),
            (C.VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGALLOC, 0),
            (C.VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGFAIL, 0),
            (C.VIR_DOMAIN_MEMORY_STAT_RSS, now // 2),
        ]
    return (stats[: args.max_stats],)


@handles("domain_set_memory_stats_period")
def _on_set_stats_period(session: TestSession, args: Any) -> Result:
    domain = session.hypervisor.domain(args.dom)
    for tree in domain.affected(args.flags):
        balloon = tree.find("devices/memballoon")
        if balloon is None:
            raise invalid("Memory balloon model must be virtio to set the collection period")
        if args.period > 0:
            set_text(balloon, "stats", "", period=str(args.period))
            arrange_device(balloon)
        else:
            found = balloon.find("stats")
            if found is not None:
                balloon.remove(found)
    return None


@handles("domain_memory_peek")
def _on_memory_peek(session: TestSession, args: Any) -> Result:
    session.hypervisor.domain(args.dom).need_active()
    if args.size > 65536:
        raise bad_argument("a peek is 64 KiB at most")
    # libvirt's test driver counts in every byte.
    first = args.offset & 255
    return (bytes([(first + place) & 255 for place in range(args.size)]),)


@handles("domain_start_dirty_rate_calc")
def _on_dirty_rate(session: TestSession, args: Any) -> Result:
    # qemuDomainStartDirtyRateCalc; `domstats --dirtyrate` has the result.
    modes = C.VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_BITMAP | C.VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_RING
    check_flags(args.flags, modes, "testDomainStartDirtyRateCalc")
    if not 1 <= args.seconds <= _DIRTY_SECONDS_MAX:
        detail = f"seconds={args.seconds} is invalid, please choose value within [1, {_DIRTY_SECONDS_MAX}]."
        raise bad_argument(detail, domain=DOMAIN)
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    domain.tuning["dirtyrate"] = {
        "start": int(session.hypervisor.clock()),
        "period": args.seconds,
        "mode": args.flags,
    }
    return None
