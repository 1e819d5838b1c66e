# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol.procedure import Procedure

class NodeGetCpuStats(NamedTuple):
    field: str
    value: int

class NodeGetMemoryStats(NamedTuple):
    field: str
    value: int

class ConnectGetMaxVcpusRet(NamedTuple):
    max_vcpus: int

class NodeGetInfoRet(NamedTuple):
    model: bytes
    memory: int
    cpus: int
    mhz: int
    nodes: int
    sockets: int
    cores: int
    threads: int

class ConnectGetCapabilitiesRet(NamedTuple):
    capabilities: str

class NodeGetCellsFreeMemoryRet(NamedTuple):
    cells: list[int]

class NodeGetFreeMemoryRet(NamedTuple):
    free_mem: int

class NodeGetSecurityModelRet(NamedTuple):
    model: bytes
    doi: bytes

class ConnectDomainXmlFromNativeRet(NamedTuple):
    domain_xml: str

class ConnectDomainXmlToNativeRet(NamedTuple):
    native_config: str

class ConnectCompareCpuRet(NamedTuple):
    result: int

class ConnectBaselineCpuRet(NamedTuple):
    cpu: str

class ConnectGetSysinfoRet(NamedTuple):
    sysinfo: str

class NodeGetCpuStatsRet(NamedTuple):
    params: list[NodeGetCpuStats]
    nparams: int

class NodeGetMemoryStatsRet(NamedTuple):
    params: list[NodeGetMemoryStats]
    nparams: int

class NodeGetMemoryParametersRet(NamedTuple):
    params: dict[str, int | float | bool | str]
    nparams: int

class NodeGetCpuMapRet(NamedTuple):
    cpumap: bytes
    online: int
    ret: int

class ConnectGetCpuModelNamesRet(NamedTuple):
    models: list[str]
    ret: int

class NodeGetFreePagesRet(NamedTuple):
    counts: list[int]

class ConnectGetDomainCapabilitiesRet(NamedTuple):
    capabilities: str

class NodeAllocPagesRet(NamedTuple):
    ret: int

class ConnectCompareHypervisorCpuRet(NamedTuple):
    result: int

class ConnectBaselineHypervisorCpuRet(NamedTuple):
    cpu: str

class NodeGetSevInfoRet(NamedTuple):
    params: dict[str, int | float | bool | str]
    nparams: int

class ConnectGetStoragePoolCapabilitiesRet(NamedTuple):
    capabilities: str

CONNECT_GET_MAX_VCPUS: Procedure[ConnectGetMaxVcpusRet]
NODE_GET_INFO: Procedure[NodeGetInfoRet]
CONNECT_GET_CAPABILITIES: Procedure[ConnectGetCapabilitiesRet]
NODE_GET_CELLS_FREE_MEMORY: Procedure[NodeGetCellsFreeMemoryRet]
NODE_GET_FREE_MEMORY: Procedure[NodeGetFreeMemoryRet]
NODE_GET_SECURITY_MODEL: Procedure[NodeGetSecurityModelRet]
CONNECT_DOMAIN_XML_FROM_NATIVE: Procedure[ConnectDomainXmlFromNativeRet]
CONNECT_DOMAIN_XML_TO_NATIVE: Procedure[ConnectDomainXmlToNativeRet]
CONNECT_COMPARE_CPU: Procedure[ConnectCompareCpuRet]
CONNECT_BASELINE_CPU: Procedure[ConnectBaselineCpuRet]
CONNECT_GET_SYSINFO: Procedure[ConnectGetSysinfoRet]
NODE_GET_CPU_STATS: Procedure[NodeGetCpuStatsRet]
NODE_GET_MEMORY_STATS: Procedure[NodeGetMemoryStatsRet]
NODE_SUSPEND_FOR_DURATION: Procedure[None]
NODE_SET_MEMORY_PARAMETERS: Procedure[None]
NODE_GET_MEMORY_PARAMETERS: Procedure[NodeGetMemoryParametersRet]
NODE_GET_CPU_MAP: Procedure[NodeGetCpuMapRet]
CONNECT_GET_CPU_MODEL_NAMES: Procedure[ConnectGetCpuModelNamesRet]
NODE_GET_FREE_PAGES: Procedure[NodeGetFreePagesRet]
CONNECT_GET_DOMAIN_CAPABILITIES: Procedure[ConnectGetDomainCapabilitiesRet]
NODE_ALLOC_PAGES: Procedure[NodeAllocPagesRet]
CONNECT_COMPARE_HYPERVISOR_CPU: Procedure[ConnectCompareHypervisorCpuRet]
CONNECT_BASELINE_HYPERVISOR_CPU: Procedure[ConnectBaselineHypervisorCpuRet]
NODE_GET_SEV_INFO: Procedure[NodeGetSevInfoRet]
CONNECT_GET_STORAGE_POOL_CAPABILITIES: Procedure[ConnectGetStoragePoolCapabilitiesRet]
