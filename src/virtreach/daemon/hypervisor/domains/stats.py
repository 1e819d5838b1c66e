"""How busy domains are: disks, interfaces, CPUs. The numbers come from the clock, as in libvirt's test driver."""

from __future__ import annotations

from virtreach.daemon.hypervisor.disks.chain import target_of
from virtreach.daemon.hypervisor.disks.job import DISK_SIZE, disk_size
from virtreach.daemon.hypervisor.domains.domain import Domain
from virtreach.daemon.hypervisor.domains.lists import FILTERS, passes
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.wording import DOMAIN, bad_argument, check_flags, fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.state import Hypervisor
    from virtreach.daemon.hypervisor.table import Result

__all__: list[str] = []

_FREE = 5056 << 10
_CPU_TIME, _VCPU_TIME = 24386308517, 23151740627
_USER_TIME, _SYSTEM_TIME = 5540000000, 6460000000
_ENFORCE = C.VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS
_STATE, _CPU, _BALLOON, _VCPU, _NET, _BLOCK = 1, 2, 4, 8, 16, 32
_DIRTY_RATE = C.VIR_DOMAIN_STATS_DIRTYRATE
_KNOWN = _STATE | _CPU | _BALLOON | _VCPU | _NET | _BLOCK | _DIRTY_RATE


def _disk(domain: Domain, path: str) -> None:
    if not path:
        raise bad_argument("summary statistics are not supported yet", domain=C.VIR_FROM_TEST)
    if domain.disk(path) is None:
        raise bad_argument(f"invalid path: {path}")


def _disk_numbers(hypervisor: Hypervisor) -> tuple[int, int, int, int, int]:
    now = int(hypervisor.clock() * 1_000_000) * 1000
    return now // 10000, now // 20000, now // 30000, now // 40000, now // 1_000_000_000 // 2


def _net_numbers(hypervisor: Hypervisor) -> tuple[int, ...]:
    now = int(hypervisor.clock() * 1_000_000) * 1000
    seconds = now // 1_000_000_000
    return (
        now // 10000, now // 100000, seconds, seconds // 2,
        now // 20000, now // 110000, seconds // 3, seconds // 4,
    )  # fmt: skip


@handles("domain_block_stats")
def _on_block_stats(session: TestSession, args: Any) -> Result:
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    _disk(domain, args.path)
    return _disk_numbers(session.hypervisor)


@handles("domain_block_stats_flags")
def _on_block_stats_flags(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_TYPED_PARAM_STRING_OKAY, "testDomainBlockStatsFlags")
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    _disk(domain, args.path)
    names = ("rd_operations", "rd_bytes", "wr_operations", "wr_bytes", "errs")
    values = dict(zip(names, _disk_numbers(session.hypervisor), strict=True))
    if args.nparams == 0:
        return {}, len(values)
    return dict(list(values.items())[: args.nparams]), 0


@handles("domain_get_block_info")
def _on_block_info(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainGetBlockInfo")
    domain = session.hypervisor.domain(args.dom)
    disk = domain.disk(args.path)
    if disk is None:
        raise bad_argument(f"invalid path {args.path} not assigned to domain")
    size = disk_size(domain, target_of(disk))
    # libvirt's test driver has a little less room in its disks.
    return size, size - _FREE if size == DISK_SIZE else size, size


@handles("domain_interface_stats")
def _on_interface_stats(session: TestSession, args: Any) -> Result:
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    if domain.interface(args.device) is None:
        raise bad_argument(f"'{args.device}' is not a known interface", domain=DOMAIN)
    return _net_numbers(session.hypervisor)


@handles("domain_get_cpu_stats")
def _on_cpu_stats(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_TYPED_PARAM_STRING_OKAY, "testDomainGetCPUStats")
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    count = domain.vcpus
    if args.start_cpu < 0:
        if args.nparams == 0:
            return [], 3
        total = sum(_CPU_TIME + number for number in range(count))
        params = [
            ("cpu_time", C.VIR_TYPED_PARAM_ULLONG, total),
            ("user_time", C.VIR_TYPED_PARAM_ULLONG, _USER_TIME),
            ("system_time", C.VIR_TYPED_PARAM_ULLONG, _SYSTEM_TIME),
        ]
        return params[: args.nparams], min(args.nparams, 3)
    if args.ncpus == 0:
        return [], count
    if args.nparams == 0:
        return [], 2
    if args.start_cpu >= count:
        raise bad_argument(f"start_cpu {args.start_cpu} larger than maximum of {count - 1}")
    found = []
    for number in range(args.start_cpu, min(count, args.start_cpu + args.ncpus)):
        each = [
            ("cpu_time", C.VIR_TYPED_PARAM_ULLONG, _CPU_TIME + number),
            ("vcpu_time", C.VIR_TYPED_PARAM_ULLONG, _VCPU_TIME + number),
        ]
        found += each[: args.nparams]
    return found, min(args.nparams, 2)


def _everything(hypervisor: Hypervisor, domain: Domain, stats: int) -> list[tuple[str, int, Any]]:
    # virConnectGetAllDomainStats's names; the kinds are those of its documentation.
    found: list[tuple[str, int, Any]] = []
    number, large, text = C.VIR_TYPED_PARAM_INT, C.VIR_TYPED_PARAM_ULLONG, C.VIR_TYPED_PARAM_STRING
    unsigned = C.VIR_TYPED_PARAM_UINT
    if stats & _STATE:
        found += [("state.state", number, domain.state), ("state.reason", number, domain.reason)]
    if stats & _CPU and domain.active:
        found += [
            ("cpu.time", large, sum(_CPU_TIME + one for one in range(domain.vcpus))),
            ("cpu.user", large, _USER_TIME),
            ("cpu.system", large, _SYSTEM_TIME),
        ]
    if stats & _BALLOON:
        found += [("balloon.current", large, domain.memory), ("balloon.maximum", large, domain.memory_max)]
    if stats & _VCPU:
        found += [("vcpu.current", unsigned, domain.vcpus), ("vcpu.maximum", unsigned, domain.vcpus_max)]
        for one in range(domain.vcpus if domain.active else 0):
            found += [(f"vcpu.{one}.state", number, 1), (f"vcpu.{one}.time", large, _VCPU_TIME + one)]
    if stats & _NET and domain.active:
        names = ("rx.bytes", "rx.pkts", "rx.errs", "rx.drop", "tx.bytes", "tx.pkts", "tx.errs", "tx.drop")
        devices = domain.devices("interface")
        found.append(("net.count", unsigned, len(devices)))
        for place, device in enumerate(devices):
            target = device.find("target")
            found.append((f"net.{place}.name", text, target.get("dev", "") if target is not None else ""))
            for name, value in zip(names, _net_numbers(hypervisor), strict=True):
                found.append((f"net.{place}.{name}", large, value))
    if stats & _BLOCK:
        devices = domain.devices("disk")
        found.append(("block.count", unsigned, len(devices)))
        for place, device in enumerate(devices):
            target, source = device.find("target"), device.find("source")
            found.append((f"block.{place}.name", text, target.get("dev", "") if target is not None else ""))
            path = (source.get("file") or source.get("dev")) if source is not None else None
            if path:
                found.append((f"block.{place}.path", text, path))
            if domain.active:
                for name, value in zip(
                    ("rd.reqs", "rd.bytes", "wr.reqs", "wr.bytes"), _disk_numbers(hypervisor), strict=False
                ):
                    found.append((f"block.{place}.{name}", large, value))
            found.append((f"block.{place}.capacity", large, disk_size(domain, target_of(device))))
            threshold = domain.tuning.get("thresholds", {}).get(target_of(device))
            if threshold:
                found.append((f"block.{place}.threshold", large, threshold))
    if stats & _DIRTY_RATE and domain.active and "dirtyrate" in domain.tuning:
        found += _dirty_rate(hypervisor, domain)
    return found


def _dirty_rate(hypervisor: Hypervisor, domain: Domain) -> list[tuple[str, int, Any]]:
    # virDomainStatsRecord's dirtyrate group; a guest of ours writes a megabyte a second.
    asked = domain.tuning["dirtyrate"]
    done = hypervisor.clock() >= asked["start"] + asked["period"]
    names = {
        C.VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_BITMAP: "dirty-bitmap",
        C.VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_RING: "dirty-ring",
    }
    number, large, text = C.VIR_TYPED_PARAM_INT, C.VIR_TYPED_PARAM_LLONG, C.VIR_TYPED_PARAM_STRING
    status = C.VIR_DOMAIN_DIRTYRATE_MEASURED if done else C.VIR_DOMAIN_DIRTYRATE_MEASURING
    found = [
        (C.VIR_DOMAIN_STATS_DIRTYRATE_CALC_STATUS, number, status),
        (C.VIR_DOMAIN_STATS_DIRTYRATE_CALC_START_TIME, large, asked["start"]),
        (C.VIR_DOMAIN_STATS_DIRTYRATE_CALC_PERIOD, number, asked["period"]),
        (C.VIR_DOMAIN_STATS_DIRTYRATE_CALC_MODE, text, names.get(asked["mode"], "page-sampling")),
    ]
    if done:
        found.append((C.VIR_DOMAIN_STATS_DIRTYRATE_MEGABYTES_PER_SECOND, large, 1))
    return found


@handles("connect_get_all_domain_stats")
def _on_all_stats(session: TestSession, args: Any) -> Result:
    hypervisor = session.hypervisor
    extra = _ENFORCE | C.VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT
    flags = args.flags & 0xFFFFFFFF
    check_flags(
        flags, FILTERS | extra | C.VIR_CONNECT_GET_ALL_DOMAINS_STATS_BACKING, "testConnectGetAllDomainStats"
    )
    stats = args.stats & 0xFFFFFFFF
    if flags & _ENFORCE and stats & ~_KNOWN:
        detail = f"Stats types bits 0x{stats & ~_KNOWN:x} are not supported by this daemon"
        raise fault(C.VIR_ERR_ARGUMENT_UNSUPPORTED, detail)
    if args.doms:
        found = [hypervisor.domains.with_uuid(ref[1]) for ref in args.doms]
        domains = [one for one in found if one is not None]
    else:
        domains = list(hypervisor.domains)
    wanted = [one for one in domains if passes(one, flags & FILTERS)]
    return ([(one.ref, _everything(hypervisor, one, stats or _KNOWN)) for one in wanted],)
