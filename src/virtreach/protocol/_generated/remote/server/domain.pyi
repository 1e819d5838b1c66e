# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomain

class DomainCreateArgs(NamedTuple):
    dom: NonnullDomain

class DomainCreateXmlArgs(NamedTuple):
    xml_desc: str
    flags: int

class DomainDefineXmlArgs(NamedTuple):
    xml: str

class DomainDestroyArgs(NamedTuple):
    dom: NonnullDomain

class DomainGetXmlDescArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainGetAutostartArgs(NamedTuple):
    dom: NonnullDomain

class DomainGetInfoArgs(NamedTuple):
    dom: NonnullDomain

class DomainGetOsTypeArgs(NamedTuple):
    dom: NonnullDomain

class ConnectListDefinedDomainsArgs(NamedTuple):
    maxnames: int

class DomainLookupByIdArgs(NamedTuple):
    id: int

class DomainLookupByNameArgs(NamedTuple):
    name: str

class DomainLookupByUuidArgs(NamedTuple):
    uuid: bytes

class DomainRebootArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainResumeArgs(NamedTuple):
    dom: NonnullDomain

class DomainSetAutostartArgs(NamedTuple):
    dom: NonnullDomain
    autostart: int

class DomainShutdownArgs(NamedTuple):
    dom: NonnullDomain

class DomainSuspendArgs(NamedTuple):
    dom: NonnullDomain

class DomainUndefineArgs(NamedTuple):
    dom: NonnullDomain

class ConnectListDomainsArgs(NamedTuple):
    maxids: int

class DomainIsActiveArgs(NamedTuple):
    dom: NonnullDomain

class DomainIsPersistentArgs(NamedTuple):
    dom: NonnullDomain

class DomainCreateWithFlagsArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainIsUpdatedArgs(NamedTuple):
    dom: NonnullDomain

class DomainGetStateArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainUndefineFlagsArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainDestroyFlagsArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainResetArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainShutdownFlagsArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class ConnectListAllDomainsArgs(NamedTuple):
    need_results: int
    flags: int

class DomainCreateXmlWithFilesArgs(NamedTuple):
    xml_desc: str
    flags: int

class DomainCreateWithFilesArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainDefineXmlFlagsArgs(NamedTuple):
    xml: str
    flags: int

class DomainRenameArgs(NamedTuple):
    dom: NonnullDomain
    new_name: str | None
    flags: int

class DomainGetAutostartOnceArgs(NamedTuple):
    dom: NonnullDomain

class DomainSetAutostartOnceArgs(NamedTuple):
    dom: NonnullDomain
    autostart: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
