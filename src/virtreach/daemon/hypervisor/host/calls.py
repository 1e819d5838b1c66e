"""What is asked of the host: who it is, what it has, how busy it is."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.host.host import CPU_MODELS, capabilities, cpu_models, sysinfo
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.units import cpu_map
from virtreach.daemon.hypervisor.xmltext import parse, text_of, to_text
from virtreach.daemon.parameters import check_params
from virtreach.daemon.wording import DOMAIN, argument_fault, bad_argument, check_flags, fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result

__all__: list[str] = []

# virDrvFeature: text parameters, the keepalive program, event callbacks with numbers, close callbacks and the
# order of network updates; what libvirtd says yes to for its test driver, without passing of descriptors. Then what
# migration needs: peer-to-peer, version 3, protection against changes, migratable XML, offline, typed parameters.
_FEATURES = frozenset((9, 10, 14, 15, 16, 4, 6, 7, 11, 12, 13))
_LIBRARY = 9_000_000
_HYPERVISOR = 2
_MAX_VCPUS = 32
_CPU_STATS = {"user": 9797400000, "kernel": 34678723400000, "idle": 87264900000, "iowait": 763600000}
_MEMORY_STATS = {"total": 8192 << 10, "free": 3072 << 10, "buffers": 256 << 10, "cached": 1024 << 10}


def _bytes(text: str, length: int = 0) -> bytes:
    raw = text.encode()
    return raw.ljust(length, b"\0") if length else raw + b"\0"


@handles("connect_open", "connect_close", "connect_set_identity", "connect_register_close_callback")
def _on_accept(session: TestSession, args: Any) -> Result:
    return None


@handles("connect_unregister_close_callback")
def _on_forget_close(session: TestSession, args: Any) -> Result:
    return None


@handles("connect_supports_feature")
def _on_supports_feature(session: TestSession, args: Any) -> Result:
    return (int(args.feature in _FEATURES),)


@handles("connect_get_type")
def _on_get_type(session: TestSession, args: Any) -> Result:
    return ("TEST",)


@handles("connect_get_version")
def _on_get_version(session: TestSession, args: Any) -> Result:
    return (_HYPERVISOR,)


@handles("connect_get_lib_version")
def _on_get_library_version(session: TestSession, args: Any) -> Result:
    return (_LIBRARY,)


@handles("connect_get_hostname")
def _on_get_hostname(session: TestSession, args: Any) -> Result:
    return (session.hypervisor.host.name,)


@handles("connect_get_uri")
def _on_get_uri(session: TestSession, args: Any) -> Result:
    return (session.hypervisor.uri,)


@handles("connect_is_secure")
def _on_is_secure(session: TestSession, args: Any) -> Result:
    return (1,)


@handles("connect_get_max_vcpus")
def _on_get_max_vcpus(session: TestSession, args: Any) -> Result:
    return (_MAX_VCPUS,)


@handles("connect_get_capabilities")
def _on_get_capabilities(session: TestSession, args: Any) -> Result:
    return (capabilities(session.hypervisor.host),)


@handles("connect_get_sysinfo")
def _on_get_sysinfo(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testConnectGetSysinfo")
    return (sysinfo(),)


@handles("connect_get_domain_capabilities")
def _on_get_domain_capabilities(session: TestSession, args: Any) -> Result:
    host = session.hypervisor.host
    if args.virttype not in (None, "test"):
        raise bad_argument(f"unknown virttype: {args.virttype}")
    root = Element("domainCapabilities")
    for tag, text in (
        ("path", args.emulatorbin or "/usr/bin/test-hv"),
        ("domain", args.virttype or "test"),
        ("arch", args.arch or host.arch),
    ):
        one = Element(tag)
        one.text = text
        root.append(one)
    root.append(Element("vcpu", {"max": str(_MAX_VCPUS)}))
    return (to_text(root),)


@handles("connect_get_cpu_model_names")
def _on_get_cpu_models(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testConnectGetCPUModelNames")
    try:
        found = cpu_models(args.arch)
    except KeyError:
        raise bad_argument(f"cannot find architecture {args.arch}") from None
    if found is None:
        detail = f"'{args.arch}' architecture is not supported by CPU driver"
        raise fault(C.VIR_ERR_NO_SUPPORT, detail, domain=C.VIR_FROM_CPU)
    return list(found) if args.need_results else [], len(found)


@handles("connect_baseline_cpu", "connect_baseline_hypervisor_cpu")
def _on_baseline_cpu(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 3, "testConnectBaselineCPU")
    if not args.xml_cpus:
        raise bad_argument("no CPUs given", domain=DOMAIN)
    models = []
    for text in args.xml_cpus:
        root = parse(text, "cpu_definition", "")
        if root.tag != "cpu":
            detail = "XML does not contain expected 'cpu' element"
            raise fault(C.VIR_ERR_XML_ERROR, detail, domain=C.VIR_FROM_CPU)
        models.append(text_of(root, "model"))
    known = [model for model in models if model in CPU_MODELS]
    if len(known) < len(models):
        unknown = next(model for model in models if model not in CPU_MODELS)
        raise fault(C.VIR_ERR_INTERNAL_ERROR, f"Unknown CPU model {unknown}", domain=C.VIR_FROM_CPU)
    root = Element("cpu", {"mode": "custom", "match": "exact"})
    model = Element("model", {"fallback": "allow" if len(models) > 1 else "forbid"})
    model.text = min(known, key=CPU_MODELS.index)
    root.append(model)
    return (to_text(root),)


def _compared(text: str) -> Result:
    model = text_of(parse(text, "cpu_definition", "cpu"), "model")
    return (C.VIR_CPU_COMPARE_IDENTICAL if model in CPU_MODELS else C.VIR_CPU_COMPARE_INCOMPATIBLE,)


@handles("connect_compare_cpu")
def _on_compare_cpu(session: TestSession, args: Any) -> Result:
    return _compared(args.xml)


@handles("connect_compare_hypervisor_cpu")
def _on_compare_hypervisor_cpu(session: TestSession, args: Any) -> Result:
    # The host's CPUs are the hypervisor's.
    return _compared(args.xml_cpu)


@handles("node_get_info")
def _on_node_info(session: TestSession, args: Any) -> Result:
    host = session.hypervisor.host
    model = _bytes(host.model, 32)
    return (model, host.memory, host.cpus, host.mhz, host.nodes, host.sockets, host.cores, host.threads)


@handles("node_get_free_memory")
def _on_free_memory(session: TestSession, args: Any) -> Result:
    return (sum(session.hypervisor.host.cells) // 2,)


@handles("node_get_cells_free_memory")
def _on_cells_free_memory(session: TestSession, args: Any) -> Result:
    cells = session.hypervisor.host.cells
    if not 0 <= args.start_cell < len(cells):
        raise bad_argument("Range exceeds available cells")
    return (cells[args.start_cell : args.start_cell + max(args.maxcells, 0)],)


@handles("node_get_free_pages")
def _on_free_pages(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testNodeGetFreePages")
    cells = session.hypervisor.host.cells
    if args.cell_count > len(cells):
        raise bad_argument("Range exceeds available cells")
    counts = []
    number = 6
    for cell in range(args.start_cell, args.start_cell + args.cell_count):
        if not 0 <= cell < len(cells):
            raise bad_argument("Range exceeds available cells")
        for _ in args.pages:
            number = 2 * number + 7
            counts.append(number)
    return (counts,)


@handles("node_alloc_pages")
def _on_alloc_pages(session: TestSession, args: Any) -> Result:
    pages = session.hypervisor.host.pages
    add = not args.flags & C.VIR_NODE_ALLOC_PAGES_SET
    changed = 0
    for cell in range(max(args.start_cell, 0), min(args.start_cell + args.cell_count, len(pages))):
        for size, count in zip(args.page_sizes, args.page_counts, strict=False):
            if size in pages[cell]:
                pages[cell][size] = count + (pages[cell][size] if add else 0)
                changed += 1
    return (changed,)


@handles("node_get_cpu_map")
def _on_node_cpu_map(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testNodeGetCPUMap")
    online = {0, 2, 4}
    bitmap = cpu_map(online, 1) if args.need_map else b""
    return (bitmap, len(online) if args.need_online else 0, 8)


@handles("node_get_cpu_stats")
def _on_node_cpu_stats(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testNodeGetCPUStats")
    if args.nparams == 0:
        return ([], len(_CPU_STATS))
    return (list(_CPU_STATS.items())[: args.nparams], 0)


@handles("node_get_memory_stats")
def _on_node_memory_stats(session: TestSession, args: Any) -> Result:
    last = len(session.hypervisor.host.cells) - 1
    if not -1 <= args.cell_num <= last:
        detail = f"cellNum in virNodeGetMemoryStats must be less than or equal to {last}"
        raise argument_fault(detail, "virNodeGetMemoryStats", "cellNum", domain=C.VIR_FROM_NONE)
    if args.nparams == 0:
        return ([], len(_MEMORY_STATS))
    return (list(_MEMORY_STATS.items())[: args.nparams], 0)


@handles("node_get_memory_parameters")
def _on_get_memory_parameters(session: TestSession, args: Any) -> Result:
    params = session.hypervisor.host.memory_parameters
    if args.nparams == 0:
        return ({}, len(params))
    return (dict(list(params.items())[: args.nparams]), 0)


@handles("node_set_memory_parameters")
def _on_set_memory_parameters(session: TestSession, args: Any) -> Result:
    params = session.hypervisor.host.memory_parameters
    check_params(args.params, params)
    params.update(args.params)
    return None


@handles("node_get_security_model")
def _on_security_model(session: TestSession, args: Any) -> Result:
    return (_bytes("testSecurity"), _bytes(""))


@handles("node_suspend_for_duration")
def _on_suspend_host(session: TestSession, args: Any) -> Result:
    if not 0 <= args.target <= 2:
        raise bad_argument(f"unknown suspend target {args.target}", domain=DOMAIN)
    return None
