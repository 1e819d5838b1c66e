# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomain

class DomainBlockPeekArgs(NamedTuple):
    dom: NonnullDomain
    path: str
    offset: int
    size: int
    flags: int

class DomainMemoryPeekArgs(NamedTuple):
    dom: NonnullDomain
    offset: int
    size: int
    flags: int

class DomainGetBlockInfoArgs(NamedTuple):
    dom: NonnullDomain
    path: str
    flags: int

class DomainBlockJobAbortArgs(NamedTuple):
    dom: NonnullDomain
    path: str
    flags: int

class DomainBlockJobSetSpeedArgs(NamedTuple):
    dom: NonnullDomain
    path: str
    bandwidth: int
    flags: int

class DomainBlockPullArgs(NamedTuple):
    dom: NonnullDomain
    path: str
    bandwidth: int
    flags: int

class DomainBlockResizeArgs(NamedTuple):
    dom: NonnullDomain
    disk: str
    size: int
    flags: int

class DomainSetBlockIoTuneArgs(NamedTuple):
    dom: NonnullDomain
    disk: str
    params: dict[str, int | float | bool | str]
    flags: int

class DomainGetBlockIoTuneArgs(NamedTuple):
    dom: NonnullDomain
    disk: str | None
    nparams: int
    flags: int

class DomainBlockRebaseArgs(NamedTuple):
    dom: NonnullDomain
    path: str
    base: str | None
    bandwidth: int
    flags: int

class DomainBlockCommitArgs(NamedTuple):
    dom: NonnullDomain
    disk: str
    base: str | None
    top: str | None
    bandwidth: int
    flags: int

class DomainBlockCopyArgs(NamedTuple):
    dom: NonnullDomain
    path: str
    destxml: str
    params: dict[str, int | float | bool | str]
    flags: int

class DomainSetBlockThresholdArgs(NamedTuple):
    dom: NonnullDomain
    dev: str
    threshold: int
    flags: int

class DomainSetThrottleGroupArgs(NamedTuple):
    dom: NonnullDomain
    group: str
    params: dict[str, int | float | bool | str]
    flags: int

class DomainDelThrottleGroupArgs(NamedTuple):
    dom: NonnullDomain
    group: str | None
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
