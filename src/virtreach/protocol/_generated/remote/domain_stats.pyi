# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomain
from virtreach.protocol.procedure import Procedure

class DomainMemoryStat(NamedTuple):
    tag: int
    val: int

class DomainDiskError(NamedTuple):
    disk: str
    error: int

class DomainStatsRecord(NamedTuple):
    dom: NonnullDomain
    params: dict[str, int | float | bool | str]

class DomainBlockStatsRet(NamedTuple):
    rd_req: int
    rd_bytes: int
    wr_req: int
    wr_bytes: int
    errs: int

class DomainInterfaceStatsRet(NamedTuple):
    rx_bytes: int
    rx_packets: int
    rx_errs: int
    rx_drop: int
    tx_bytes: int
    tx_packets: int
    tx_errs: int
    tx_drop: int

class DomainMemoryStatsRet(NamedTuple):
    stats: list[DomainMemoryStat]

class DomainGetJobInfoRet(NamedTuple):
    type: int
    time_elapsed: int
    time_remaining: int
    data_total: int
    data_processed: int
    data_remaining: int
    mem_total: int
    mem_processed: int
    mem_remaining: int
    file_total: int
    file_processed: int
    file_remaining: int

class DomainGetControlInfoRet(NamedTuple):
    state: int
    details: int
    state_time: int

class DomainGetBlockJobInfoRet(NamedTuple):
    found: int
    type: int
    bandwidth: int
    cur: int
    end: int

class DomainBlockStatsFlagsRet(NamedTuple):
    params: dict[str, int | float | bool | str]
    nparams: int

class DomainGetCpuStatsRet(NamedTuple):
    params: dict[str, int | float | bool | str]
    nparams: int

class DomainGetDiskErrorsRet(NamedTuple):
    errors: list[DomainDiskError]
    nerrors: int

class DomainGetJobStatsRet(NamedTuple):
    type: int
    params: dict[str, int | float | bool | str]

class ConnectGetAllDomainStatsRet(NamedTuple):
    ret_stats: list[DomainStatsRecord]

class DomainGetPerfEventsRet(NamedTuple):
    params: dict[str, int | float | bool | str]

class DomainGetMessagesRet(NamedTuple):
    msgs: list[str]

DOMAIN_BLOCK_STATS: Procedure[DomainBlockStatsRet]
DOMAIN_INTERFACE_STATS: Procedure[DomainInterfaceStatsRet]
DOMAIN_MEMORY_STATS: Procedure[DomainMemoryStatsRet]
DOMAIN_GET_JOB_INFO: Procedure[DomainGetJobInfoRet]
DOMAIN_ABORT_JOB: Procedure[None]
DOMAIN_GET_CONTROL_INFO: Procedure[DomainGetControlInfoRet]
DOMAIN_GET_BLOCK_JOB_INFO: Procedure[DomainGetBlockJobInfoRet]
DOMAIN_BLOCK_STATS_FLAGS: Procedure[DomainBlockStatsFlagsRet]
DOMAIN_GET_CPU_STATS: Procedure[DomainGetCpuStatsRet]
DOMAIN_GET_DISK_ERRORS: Procedure[DomainGetDiskErrorsRet]
DOMAIN_GET_JOB_STATS: Procedure[DomainGetJobStatsRet]
DOMAIN_SET_MEMORY_STATS_PERIOD: Procedure[None]
CONNECT_GET_ALL_DOMAIN_STATS: Procedure[ConnectGetAllDomainStatsRet]
DOMAIN_GET_PERF_EVENTS: Procedure[DomainGetPerfEventsRet]
DOMAIN_SET_PERF_EVENTS: Procedure[None]
DOMAIN_GET_MESSAGES: Procedure[DomainGetMessagesRet]
DOMAIN_START_DIRTY_RATE_CALC: Procedure[None]
DOMAIN_ABORT_JOB_FLAGS: Procedure[None]
