# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple


class ConnectGetMaxVcpusArgs(NamedTuple):
    type: str | None

class NodeGetCellsFreeMemoryArgs(NamedTuple):
    start_cell: int
    maxcells: int

class ConnectDomainXmlFromNativeArgs(NamedTuple):
    native_format: str
    native_config: str
    flags: int

class ConnectDomainXmlToNativeArgs(NamedTuple):
    native_format: str
    domain_xml: str
    flags: int

class ConnectCompareCpuArgs(NamedTuple):
    xml: str
    flags: int

class ConnectBaselineCpuArgs(NamedTuple):
    xml_cpus: list[str]
    flags: int

class ConnectGetSysinfoArgs(NamedTuple):
    flags: int

class NodeGetCpuStatsArgs(NamedTuple):
    cpu_num: int
    nparams: int
    flags: int

class NodeGetMemoryStatsArgs(NamedTuple):
    nparams: int
    cell_num: int
    flags: int

class NodeSuspendForDurationArgs(NamedTuple):
    target: int
    duration: int
    flags: int

class NodeSetMemoryParametersArgs(NamedTuple):
    params: dict[str, int | float | bool | str]
    flags: int

class NodeGetMemoryParametersArgs(NamedTuple):
    nparams: int
    flags: int

class NodeGetCpuMapArgs(NamedTuple):
    need_map: int
    need_online: int
    flags: int

class ConnectGetCpuModelNamesArgs(NamedTuple):
    arch: str
    need_results: int
    flags: int

class NodeGetFreePagesArgs(NamedTuple):
    pages: list[int]
    start_cell: int
    cell_count: int
    flags: int

class ConnectGetDomainCapabilitiesArgs(NamedTuple):
    emulatorbin: str | None
    arch: str | None
    machine: str | None
    virttype: str | None
    flags: int

class NodeAllocPagesArgs(NamedTuple):
    page_sizes: list[int]
    page_counts: list[int]
    start_cell: int
    cell_count: int
    flags: int

class ConnectCompareHypervisorCpuArgs(NamedTuple):
    emulator: str | None
    arch: str | None
    machine: str | None
    virttype: str | None
    xml_cpu: str
    flags: int

class ConnectBaselineHypervisorCpuArgs(NamedTuple):
    emulator: str | None
    arch: str | None
    machine: str | None
    virttype: str | None
    xml_cpus: list[str]
    flags: int

class NodeGetSevInfoArgs(NamedTuple):
    nparams: int
    flags: int

class ConnectGetStoragePoolCapabilitiesArgs(NamedTuple):
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
