# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomain

class DomainGetMaxVcpusArgs(NamedTuple):
    dom: NonnullDomain

class DomainGetVcpusArgs(NamedTuple):
    dom: NonnullDomain
    maxinfo: int
    maplen: int

class DomainPinVcpuArgs(NamedTuple):
    dom: NonnullDomain
    vcpu: int
    cpumap: bytes

class DomainSetVcpusArgs(NamedTuple):
    dom: NonnullDomain
    nvcpus: int

class DomainSetVcpusFlagsArgs(NamedTuple):
    dom: NonnullDomain
    nvcpus: int
    flags: int

class DomainGetVcpusFlagsArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainPinVcpuFlagsArgs(NamedTuple):
    dom: NonnullDomain
    vcpu: int
    cpumap: bytes
    flags: int

class DomainGetVcpuPinInfoArgs(NamedTuple):
    dom: NonnullDomain
    ncpumaps: int
    maplen: int
    flags: int

class DomainPinEmulatorArgs(NamedTuple):
    dom: NonnullDomain
    cpumap: bytes
    flags: int

class DomainGetEmulatorPinInfoArgs(NamedTuple):
    dom: NonnullDomain
    maplen: int
    flags: int

class DomainGetIothreadInfoArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainPinIothreadArgs(NamedTuple):
    dom: NonnullDomain
    iothreads_id: int
    cpumap: bytes
    flags: int

class DomainAddIothreadArgs(NamedTuple):
    dom: NonnullDomain
    iothread_id: int
    flags: int

class DomainDelIothreadArgs(NamedTuple):
    dom: NonnullDomain
    iothread_id: int
    flags: int

class DomainSetVcpuArgs(NamedTuple):
    dom: NonnullDomain
    cpumap: str
    state: int
    flags: int

class DomainSetIothreadParamsArgs(NamedTuple):
    dom: NonnullDomain
    iothread_id: int
    params: dict[str, int | float | bool | str]
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
