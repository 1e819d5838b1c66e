# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomain

class DomainBlockStatsArgs(NamedTuple):
    dom: NonnullDomain
    path: str

class DomainInterfaceStatsArgs(NamedTuple):
    dom: NonnullDomain
    device: str

class DomainMemoryStatsArgs(NamedTuple):
    dom: NonnullDomain
    max_stats: int
    flags: int

class DomainGetJobInfoArgs(NamedTuple):
    dom: NonnullDomain

class DomainAbortJobArgs(NamedTuple):
    dom: NonnullDomain

class DomainGetControlInfoArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainGetBlockJobInfoArgs(NamedTuple):
    dom: NonnullDomain
    path: str
    flags: int

class DomainBlockStatsFlagsArgs(NamedTuple):
    dom: NonnullDomain
    path: str
    nparams: int
    flags: int

class DomainGetCpuStatsArgs(NamedTuple):
    dom: NonnullDomain
    nparams: int
    start_cpu: int
    ncpus: int
    flags: int

class DomainGetDiskErrorsArgs(NamedTuple):
    dom: NonnullDomain
    maxerrors: int
    flags: int

class DomainGetJobStatsArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainSetMemoryStatsPeriodArgs(NamedTuple):
    dom: NonnullDomain
    period: int
    flags: int

class ConnectGetAllDomainStatsArgs(NamedTuple):
    doms: list[tuple[str, bytes, int]]
    stats: int
    flags: int

class DomainGetPerfEventsArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainSetPerfEventsArgs(NamedTuple):
    dom: NonnullDomain
    params: dict[str, int | float | bool | str]
    flags: int

class DomainGetMessagesArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainStartDirtyRateCalcArgs(NamedTuple):
    dom: NonnullDomain
    seconds: int
    flags: int

class DomainAbortJobFlagsArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
