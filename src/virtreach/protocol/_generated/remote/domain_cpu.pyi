# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol.procedure import Procedure

class VcpuInfo(NamedTuple):
    number: int
    state: int
    cpu_time: int
    cpu: int

class DomainIothreadInfo(NamedTuple):
    iothread_id: int
    cpumap: bytes

class DomainGetMaxVcpusRet(NamedTuple):
    num: int

class DomainGetVcpusRet(NamedTuple):
    info: list[VcpuInfo]
    cpumaps: bytes

class DomainGetVcpusFlagsRet(NamedTuple):
    num: int

class DomainGetVcpuPinInfoRet(NamedTuple):
    cpumaps: bytes
    num: int

class DomainGetEmulatorPinInfoRet(NamedTuple):
    cpumaps: bytes
    ret: int

class DomainGetIothreadInfoRet(NamedTuple):
    info: list[DomainIothreadInfo]
    ret: int

DOMAIN_GET_MAX_VCPUS: Procedure[DomainGetMaxVcpusRet]
DOMAIN_GET_VCPUS: Procedure[DomainGetVcpusRet]
DOMAIN_PIN_VCPU: Procedure[None]
DOMAIN_SET_VCPUS: Procedure[None]
DOMAIN_SET_VCPUS_FLAGS: Procedure[None]
DOMAIN_GET_VCPUS_FLAGS: Procedure[DomainGetVcpusFlagsRet]
DOMAIN_PIN_VCPU_FLAGS: Procedure[None]
DOMAIN_GET_VCPU_PIN_INFO: Procedure[DomainGetVcpuPinInfoRet]
DOMAIN_PIN_EMULATOR: Procedure[None]
DOMAIN_GET_EMULATOR_PIN_INFO: Procedure[DomainGetEmulatorPinInfoRet]
DOMAIN_GET_IOTHREAD_INFO: Procedure[DomainGetIothreadInfoRet]
DOMAIN_PIN_IOTHREAD: Procedure[None]
DOMAIN_ADD_IOTHREAD: Procedure[None]
DOMAIN_DEL_IOTHREAD: Procedure[None]
DOMAIN_SET_VCPU: Procedure[None]
DOMAIN_SET_IOTHREAD_PARAMS: Procedure[None]
