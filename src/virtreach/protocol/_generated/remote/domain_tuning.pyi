# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol.procedure import Procedure

class DomainGetSecurityLabelRet(NamedTuple):
    label: bytes
    enforcing: int

class DomainGetMaxMemoryRet(NamedTuple):
    memory: int

class DomainGetSchedulerTypeRet(NamedTuple):
    type: str
    nparams: int

class DomainGetSchedulerParametersRet(NamedTuple):
    params: dict[str, int | float | bool | str]

class DomainGetMemoryParametersRet(NamedTuple):
    params: dict[str, int | float | bool | str]
    nparams: int

class DomainGetBlkioParametersRet(NamedTuple):
    params: dict[str, int | float | bool | str]
    nparams: int

class DomainGetSchedulerParametersFlagsRet(NamedTuple):
    params: dict[str, int | float | bool | str]

class DomainGetNumaParametersRet(NamedTuple):
    params: dict[str, int | float | bool | str]
    nparams: int

class DomainGetInterfaceParametersRet(NamedTuple):
    params: dict[str, int | float | bool | str]
    nparams: int

class DomainGetMetadataRet(NamedTuple):
    metadata: str

class DomainGetSecurityLabelListRet(NamedTuple):
    labels: list[DomainGetSecurityLabelRet]
    ret: int

class DomainGetLaunchSecurityInfoRet(NamedTuple):
    params: dict[str, int | float | bool | str]

DOMAIN_GET_MAX_MEMORY: Procedure[DomainGetMaxMemoryRet]
DOMAIN_SET_MAX_MEMORY: Procedure[None]
DOMAIN_SET_MEMORY: Procedure[None]
DOMAIN_GET_SCHEDULER_TYPE: Procedure[DomainGetSchedulerTypeRet]
DOMAIN_GET_SCHEDULER_PARAMETERS: Procedure[DomainGetSchedulerParametersRet]
DOMAIN_SET_SCHEDULER_PARAMETERS: Procedure[None]
DOMAIN_GET_SECURITY_LABEL: Procedure[DomainGetSecurityLabelRet]
DOMAIN_SET_MEMORY_PARAMETERS: Procedure[None]
DOMAIN_GET_MEMORY_PARAMETERS: Procedure[DomainGetMemoryParametersRet]
DOMAIN_SET_MEMORY_FLAGS: Procedure[None]
DOMAIN_SET_BLKIO_PARAMETERS: Procedure[None]
DOMAIN_GET_BLKIO_PARAMETERS: Procedure[DomainGetBlkioParametersRet]
DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS: Procedure[None]
DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS: Procedure[DomainGetSchedulerParametersFlagsRet]
DOMAIN_SET_NUMA_PARAMETERS: Procedure[None]
DOMAIN_GET_NUMA_PARAMETERS: Procedure[DomainGetNumaParametersRet]
DOMAIN_SET_INTERFACE_PARAMETERS: Procedure[None]
DOMAIN_GET_INTERFACE_PARAMETERS: Procedure[DomainGetInterfaceParametersRet]
DOMAIN_SET_METADATA: Procedure[None]
DOMAIN_GET_METADATA: Procedure[DomainGetMetadataRet]
DOMAIN_GET_SECURITY_LABEL_LIST: Procedure[DomainGetSecurityLabelListRet]
DOMAIN_SET_LIFECYCLE_ACTION: Procedure[None]
DOMAIN_GET_LAUNCH_SECURITY_INFO: Procedure[DomainGetLaunchSecurityInfoRet]
DOMAIN_SET_LAUNCH_SECURITY_STATE: Procedure[None]
