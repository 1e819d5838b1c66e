# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomain

class DomainGetMaxMemoryArgs(NamedTuple):
    dom: NonnullDomain

class DomainSetMaxMemoryArgs(NamedTuple):
    dom: NonnullDomain
    memory: int

class DomainSetMemoryArgs(NamedTuple):
    dom: NonnullDomain
    memory: int

class DomainGetSchedulerTypeArgs(NamedTuple):
    dom: NonnullDomain

class DomainGetSchedulerParametersArgs(NamedTuple):
    dom: NonnullDomain
    nparams: int

class DomainSetSchedulerParametersArgs(NamedTuple):
    dom: NonnullDomain
    params: dict[str, int | float | bool | str]

class DomainGetSecurityLabelArgs(NamedTuple):
    dom: NonnullDomain

class DomainSetMemoryParametersArgs(NamedTuple):
    dom: NonnullDomain
    params: dict[str, int | float | bool | str]
    flags: int

class DomainGetMemoryParametersArgs(NamedTuple):
    dom: NonnullDomain
    nparams: int
    flags: int

class DomainSetMemoryFlagsArgs(NamedTuple):
    dom: NonnullDomain
    memory: int
    flags: int

class DomainSetBlkioParametersArgs(NamedTuple):
    dom: NonnullDomain
    params: dict[str, int | float | bool | str]
    flags: int

class DomainGetBlkioParametersArgs(NamedTuple):
    dom: NonnullDomain
    nparams: int
    flags: int

class DomainSetSchedulerParametersFlagsArgs(NamedTuple):
    dom: NonnullDomain
    params: dict[str, int | float | bool | str]
    flags: int

class DomainGetSchedulerParametersFlagsArgs(NamedTuple):
    dom: NonnullDomain
    nparams: int
    flags: int

class DomainSetNumaParametersArgs(NamedTuple):
    dom: NonnullDomain
    params: dict[str, int | float | bool | str]
    flags: int

class DomainGetNumaParametersArgs(NamedTuple):
    dom: NonnullDomain
    nparams: int
    flags: int

class DomainSetInterfaceParametersArgs(NamedTuple):
    dom: NonnullDomain
    device: str
    params: dict[str, int | float | bool | str]
    flags: int

class DomainGetInterfaceParametersArgs(NamedTuple):
    dom: NonnullDomain
    device: str
    nparams: int
    flags: int

class DomainSetMetadataArgs(NamedTuple):
    dom: NonnullDomain
    type: int
    metadata: str | None
    key: str | None
    uri: str | None
    flags: int

class DomainGetMetadataArgs(NamedTuple):
    dom: NonnullDomain
    type: int
    uri: str | None
    flags: int

class DomainGetSecurityLabelListArgs(NamedTuple):
    dom: NonnullDomain

class DomainSetLifecycleActionArgs(NamedTuple):
    dom: NonnullDomain
    type: int
    action: int
    flags: int

class DomainGetLaunchSecurityInfoArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainSetLaunchSecurityStateArgs(NamedTuple):
    dom: NonnullDomain
    params: dict[str, int | float | bool | str]
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
