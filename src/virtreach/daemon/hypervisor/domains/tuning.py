"""Typed parameters of domains: memory, block I/O, NUMA, scheduler, interfaces, throttling, performance events."""

from __future__ import annotations

from virtreach.daemon.hypervisor.domains.definition import IO_TUNE, IO_TUNE_NUMBERS, arrange_definition
from virtreach.daemon.hypervisor.domains.device_definition import arrange_device
from virtreach.daemon.hypervisor.domains.domain import CONFIG, LIVE, Domain, memory_of
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.units import format_cpus, parse_cpus
from virtreach.daemon.hypervisor.xmltext import arrange, attribute_number, child, set_text
from virtreach.daemon.parameters import check_params
from virtreach.daemon.wording import DOMAIN, bad_argument, check_flags, fault, invalid
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result

    Params = dict[str, Any]

__all__: list[str] = []

_STRINGS = C.VIR_TYPED_PARAM_STRING_OKAY
_READ = LIVE | CONFIG | _STRINGS
_UNLIMITED = 9007199254740991
_MEMORY = ("hard_limit", "soft_limit", "swap_hard_limit")
_BLKIO_DEVICES = {
    "device_weight": "weight",
    "device_read_iops_sec": "read_iops_sec",
    "device_write_iops_sec": "write_iops_sec",
    "device_read_bytes_sec": "read_bytes_sec",
    "device_write_bytes_sec": "write_bytes_sec",
}
_NUMA_MODES = ("strict", "preferred", "interleave", "restrictive")
_BANDWIDTH = ("average", "peak", "burst", "floor")
_INTERFACE = tuple(f"inbound.{one}" for one in _BANDWIDTH) + tuple(
    f"outbound.{one}" for one in _BANDWIDTH[:3]
)
_IO_TUNE_ALL = (*IO_TUNE, "size_iops_sec", "group_name", *IO_TUNE_NUMBERS[len(IO_TUNE) + 1 :])
_PERF = (
    "cmt mbmt mbml cpu_cycles instructions cache_references cache_misses branch_instructions branch_misses bus_cycles"
    " stalled_cycles_frontend stalled_cycles_backend ref_cpu_cycles cpu_clock task_clock page_faults context_switches"
    " cpu_migrations page_faults_min page_faults_maj alignment_faults emulation_faults"
).split()


def _given(params: Params, nparams: int, flags: int) -> tuple[Params, int]:
    # The two steps of every getter: how many there are, then at most as many as asked for. Texts go to those who say
    # that they take them.
    if nparams == 0:
        return {}, len(params)
    first = dict(list(params.items())[:nparams])
    if not flags & _STRINGS:
        first = {name: value for name, value in first.items() if not isinstance(value, str)}
    return first, 0


@handles("domain_get_memory_parameters")
def _on_get_memory(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _READ, "testDomainGetMemoryParameters")
    tree = session.hypervisor.domain(args.dom).one_affected(args.flags, "virDomainGetMemoryParameters")
    tune = tree.find("memtune")
    return _given({name: _limit(tune, name) for name in _MEMORY}, args.nparams, args.flags)


def _limit(tune: Element | None, name: str) -> int:
    return (memory_of(tune, name) or _UNLIMITED) if tune is not None else _UNLIMITED


@handles("domain_set_memory_parameters")
def _on_set_memory(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainSetMemoryParameters")
    check_params(args.params, _MEMORY)
    trees = session.hypervisor.domain(args.dom).affected(args.flags)
    for tree in trees:
        hard, swap = (
            args.params.get(name, _limit(tree.find("memtune"), name))
            for name in ("hard_limit", "swap_hard_limit")
        )
        if ("hard_limit" in args.params or "swap_hard_limit" in args.params) and hard > swap:
            detail = "memory hard_limit tunable value must be lower than or equal to swap_hard_limit"
            raise bad_argument(detail)
    for tree in trees:
        tune = child(tree, "memtune")
        for name, value in args.params.items():
            set_text(tune, name, str(value), unit="KiB")
            if value >= _UNLIMITED:
                tune.remove(child(tune, name))
        arrange(tune, ("hard_limit", "soft_limit", "min_guarantee", "swap_hard_limit"))
        _drop_empty(tree, tune)
        arrange_definition(tree)
    return None


def _drop_empty(tree: Element, section: Element) -> None:
    if not len(section) and not section.attrib:
        tree.remove(section)


@handles("domain_get_blkio_parameters")
def _on_get_blkio(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _READ, "testDomainGetBlkioParameters")
    tree = session.hypervisor.domain(args.dom).one_affected(args.flags, "virDomainGetBlkioParameters")
    tune = tree.find("blkiotune")
    values: Params = {"weight": int(tune.findtext("weight") or 0) if tune is not None else 0}
    for name, tag in _BLKIO_DEVICES.items():
        parts = []
        for device in tune.findall("device") if tune is not None else ():
            if device.findtext(tag):
                parts += [device.findtext("path") or "", device.findtext(tag) or ""]
        values[name] = ",".join(parts)
    return _given(values, args.nparams, args.flags)


@handles("domain_set_blkio_parameters")
def _on_set_blkio(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainSetBlkioParameters")
    check_params(args.params, ("weight", *_BLKIO_DEVICES), texts=_BLKIO_DEVICES)
    for tree in session.hypervisor.domain(args.dom).affected(args.flags):
        tune = child(tree, "blkiotune")
        for name, value in args.params.items():
            if name == "weight":
                set_text(tune, "weight", str(value))
                continue
            words = value.split(",") if value else []
            if len(words) % 2 or not all(word.isdigit() for word in words[1::2]):
                raise bad_argument(f"unable to parse blkio device '{name}' '{value}'", domain=DOMAIN)
            for path, number in zip(words[::2], words[1::2], strict=True):
                device = next((one for one in tune.findall("device") if one.findtext("path") == path), None)
                if device is None:
                    device = tune.makeelement("device", {})
                    tune.append(device)
                    set_text(device, "path", path)
                set_text(device, _BLKIO_DEVICES[name], number)
        arrange(tune, ("weight",))
        arrange_definition(tree)
    return None


@handles("domain_get_numa_parameters")
def _on_get_numa(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _READ, "testDomainGetNumaParameters")
    tree = session.hypervisor.domain(args.dom).one_affected(args.flags)
    memory = tree.find("numatune/memory")
    mode = memory.get("mode", "strict") if memory is not None else "strict"
    values: Params = {
        "numa_mode": _NUMA_MODES.index(mode) if mode in _NUMA_MODES else 0,
        "numa_nodeset": memory.get("nodeset", "") if memory is not None else "",
    }
    return _given(values, args.nparams, args.flags)


@handles("domain_set_numa_parameters")
def _on_set_numa(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainSetNumaParameters")
    check_params(args.params, ("numa_mode", "numa_nodeset"), texts=("numa_nodeset",))
    mode = args.params.get("numa_mode")
    if mode is not None and not 0 <= mode < len(_NUMA_MODES):
        raise bad_argument(f"unsupported numatune mode: '{mode}'")
    nodes = args.params.get("numa_nodeset")
    text = format_cpus(parse_cpus(nodes)) if nodes is not None else ""
    domain = session.hypervisor.domain(args.dom)
    trees = domain.affected(args.flags)
    for tree in trees:
        old = tree.find("numatune/memory")
        before = old.get("mode", "strict") if old is not None else None
        if mode is not None and tree is domain.live and before not in (None, _NUMA_MODES[mode]):
            raise invalid("can't change numatune mode for running domain")
        if not text and (old is None or not old.get("nodeset")):
            detail = "nodeset for NUMA memory tuning must be set if 'placement' is 'static'"
            raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, detail, domain=DOMAIN)
    for tree in trees:
        memory = child(child(tree, "numatune"), "memory")
        memory.set("mode", _NUMA_MODES[mode] if mode is not None else memory.get("mode", "strict"))
        if text:
            memory.set("nodeset", text)
        arrange_definition(tree)
    return None


@handles("domain_get_scheduler_type")
def _on_get_scheduler_type(session: TestSession, args: Any) -> Result:
    session.hypervisor.domain(args.dom)
    return "fair", 1


def _weight(session: TestSession, ref: tuple[str, bytes, int]) -> Params:
    return {"weight": session.hypervisor.domain(ref).tuning.get("weight", 50)}


@handles("domain_get_scheduler_parameters")
def _on_get_scheduler(session: TestSession, args: Any) -> Result:
    return (_weight(session, args.dom) if args.nparams else {},)


@handles("domain_get_scheduler_parameters_flags")
def _on_get_scheduler_flags(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _READ, "testDomainGetSchedulerParametersFlags")
    return (_weight(session, args.dom) if args.nparams else {},)


def _set_scheduler(session: TestSession, args: Any) -> Result:
    domain = session.hypervisor.domain(args.dom)
    check_params(args.params, ("weight",))
    domain.tuning.update(args.params)
    return None


@handles("domain_set_scheduler_parameters")
def _on_set_scheduler(session: TestSession, args: Any) -> Result:
    return _set_scheduler(session, args)


@handles("domain_set_scheduler_parameters_flags")
def _on_set_scheduler_flags(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainSetSchedulerParametersFlags")
    return _set_scheduler(session, args)


def _interface(domain: Domain, tree: Element, name: str) -> Element:
    for one in tree.findall("devices/interface"):
        target, mac = one.find("target"), one.find("mac")
        if (target is not None and target.get("dev") == name) or (
            mac is not None and mac.get("address", "").lower() == name.lower()
        ):
            return one
    raise bad_argument(f"'{name}' is not a known interface", domain=DOMAIN)


@handles("domain_get_interface_parameters")
def _on_get_interface(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _READ, "testDomainGetInterfaceParameters")
    domain = session.hypervisor.domain(args.dom)
    tree = domain.one_affected(args.flags, "virDomainGetInterfaceParameters")
    if args.nparams == 0:
        return {}, len(_INTERFACE)
    bandwidth = _interface(domain, tree, args.device).find("bandwidth")
    values: Params = {}
    for name in _INTERFACE:
        side, _, what = name.partition(".")
        found = bandwidth.find(side) if bandwidth is not None else None
        values[name] = attribute_number(found, what) if found is not None else 0
    return _given(values, args.nparams, args.flags)


@handles("domain_set_interface_parameters")
def _on_set_interface(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainSetInterfaceParameters")
    check_params(args.params, _INTERFACE)
    domain = session.hypervisor.domain(args.dom)
    for tree in domain.affected(args.flags):
        device = _interface(domain, tree, args.device)
        bandwidth = child(device, "bandwidth")
        # An average replaces all that was said of its direction; without one the rest counts for nothing.
        for side in ("inbound", "outbound"):
            if f"{side}.average" not in args.params:
                continue
            old = bandwidth.find(side)
            if old is not None:
                bandwidth.remove(old)
            if args.params[f"{side}.average"]:
                given = {name: args.params.get(f"{side}.{name}", 0) for name in _BANDWIDTH}
                made = {name: str(value) for name, value in given.items() if value}
                bandwidth.append(bandwidth.makeelement(side, made))
        arrange(bandwidth, ("inbound", "outbound"))
        arrange_device(device)
    return None


def _tuned_disk(tree: Element, path: str) -> Element:
    for one in tree.findall("devices/disk"):
        target, source = one.find("target"), one.find("source")
        if target is not None and target.get("dev") == path:
            return one
        if source is not None and path in (source.get("file"), source.get("dev")):
            return one
    raise bad_argument(f"disk '{path}' was not found in the domain config")


@handles("domain_get_block_io_tune")
def _on_get_io_tune(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _READ, "testDomainGetBlockIoTune")
    domain = session.hypervisor.domain(args.dom)
    tree = domain.one_affected(args.flags, "virDomainGetBlockIoTune")
    if args.disk is None:
        return {}, len(_IO_TUNE_ALL)
    tune = _tuned_disk(tree, args.disk).find("iotune")
    values: Params = {}
    for name in _IO_TUNE_ALL:
        text = (tune.findtext(name) or "") if tune is not None else ""
        values[name] = text if name == "group_name" else int(text or 0)
    return _given(values, args.nparams, args.flags)


@handles("domain_set_block_io_tune")
def _on_set_io_tune(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainSetBlockIoTune")
    check_params(args.params, _IO_TUNE_ALL, texts=("group_name",))
    domain = session.hypervisor.domain(args.dom)
    params = args.params
    for what in ("bytes_sec", "iops_sec", "bytes_sec_max", "iops_sec_max"):
        if params.get(f"total_{what}") and (params.get(f"read_{what}") or params.get(f"write_{what}")):
            raise bad_argument(f"total and read/write of {what} cannot be set at the same time")
    for tree in domain.affected(args.flags):
        disk = _tuned_disk(tree, args.disk)
        tune = child(disk, "iotune")
        for name in IO_TUNE:
            # A limit above the burst is refused also when there is no burst, as libvirt's test driver does.
            if not name.endswith("_max") and params.get(name):
                most = params.get(f"{name}_max", int(tune.findtext(f"{name}_max") or 0))
                if params[name] > most:
                    _drop_empty(disk, tune)
                    raise bad_argument(f"{name} cannot be set higher than {name}_max ")
        for name, value in params.items():
            if value:
                set_text(tune, name, str(value))
            elif tune.find(name) is not None:
                tune.remove(child(tune, name))
        arrange(tune, _IO_TUNE_ALL)
        _drop_empty(disk, tune)
        arrange_device(disk)
    return None


@handles("domain_get_perf_events")
def _on_get_perf(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _READ, "testDomainGetPerfEvents")
    domain = session.hypervisor.domain(args.dom)
    tree = domain.one_affected(args.flags)
    on = {one.get("name") for one in tree.findall("perf/event") if one.get("enabled") == "yes"}
    return ({name: name in on for name in _PERF},)


@handles("domain_set_perf_events")
def _on_set_perf(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainSetPerfEvents")
    check_params(args.params, _PERF, flags=True)
    for tree in session.hypervisor.domain(args.dom).affected(args.flags):
        section = child(tree, "perf")
        for name, value in args.params.items():
            for one in section.findall("event"):
                if one.get("name") == name:
                    section.remove(one)
            section.append(section.makeelement("event", {"name": name, "enabled": "yes" if value else "no"}))
        section[:] = sorted(section, key=lambda one: (*_PERF, one.get("name")).index(one.get("name", "")))
        arrange_definition(tree)
    return None
