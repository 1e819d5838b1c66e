# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomain
from virtreach.protocol.procedure import Procedure

class DomainCreateXmlRet(NamedTuple):
    dom: NonnullDomain

class DomainDefineXmlRet(NamedTuple):
    dom: NonnullDomain

class DomainGetXmlDescRet(NamedTuple):
    xml: str

class DomainGetAutostartRet(NamedTuple):
    autostart: int

class DomainGetInfoRet(NamedTuple):
    state: int
    max_mem: int
    memory: int
    nr_virt_cpu: int
    cpu_time: int

class DomainGetOsTypeRet(NamedTuple):
    type: str

class ConnectListDefinedDomainsRet(NamedTuple):
    names: list[str]

class DomainLookupByIdRet(NamedTuple):
    dom: NonnullDomain

class DomainLookupByNameRet(NamedTuple):
    dom: NonnullDomain

class DomainLookupByUuidRet(NamedTuple):
    dom: NonnullDomain

class ConnectNumOfDefinedDomainsRet(NamedTuple):
    num: int

class ConnectListDomainsRet(NamedTuple):
    ids: list[int]

class ConnectNumOfDomainsRet(NamedTuple):
    num: int

class DomainIsActiveRet(NamedTuple):
    active: int

class DomainIsPersistentRet(NamedTuple):
    persistent: int

class DomainCreateWithFlagsRet(NamedTuple):
    dom: NonnullDomain

class DomainIsUpdatedRet(NamedTuple):
    updated: int

class DomainGetStateRet(NamedTuple):
    state: int
    reason: int

class ConnectListAllDomainsRet(NamedTuple):
    domains: list[tuple[str, bytes, int]]
    ret: int

class DomainCreateXmlWithFilesRet(NamedTuple):
    dom: NonnullDomain

class DomainCreateWithFilesRet(NamedTuple):
    dom: NonnullDomain

class DomainDefineXmlFlagsRet(NamedTuple):
    dom: NonnullDomain

class DomainRenameRet(NamedTuple):
    retcode: int

class DomainGetAutostartOnceRet(NamedTuple):
    autostart: int

DOMAIN_CREATE: Procedure[None]
DOMAIN_CREATE_XML: Procedure[DomainCreateXmlRet]
DOMAIN_DEFINE_XML: Procedure[DomainDefineXmlRet]
DOMAIN_DESTROY: Procedure[None]
DOMAIN_GET_XML_DESC: Procedure[DomainGetXmlDescRet]
DOMAIN_GET_AUTOSTART: Procedure[DomainGetAutostartRet]
DOMAIN_GET_INFO: Procedure[DomainGetInfoRet]
DOMAIN_GET_OS_TYPE: Procedure[DomainGetOsTypeRet]
CONNECT_LIST_DEFINED_DOMAINS: Procedure[ConnectListDefinedDomainsRet]
DOMAIN_LOOKUP_BY_ID: Procedure[DomainLookupByIdRet]
DOMAIN_LOOKUP_BY_NAME: Procedure[DomainLookupByNameRet]
DOMAIN_LOOKUP_BY_UUID: Procedure[DomainLookupByUuidRet]
CONNECT_NUM_OF_DEFINED_DOMAINS: Procedure[ConnectNumOfDefinedDomainsRet]
DOMAIN_REBOOT: Procedure[None]
DOMAIN_RESUME: Procedure[None]
DOMAIN_SET_AUTOSTART: Procedure[None]
DOMAIN_SHUTDOWN: Procedure[None]
DOMAIN_SUSPEND: Procedure[None]
DOMAIN_UNDEFINE: Procedure[None]
CONNECT_LIST_DOMAINS: Procedure[ConnectListDomainsRet]
CONNECT_NUM_OF_DOMAINS: Procedure[ConnectNumOfDomainsRet]
DOMAIN_IS_ACTIVE: Procedure[DomainIsActiveRet]
DOMAIN_IS_PERSISTENT: Procedure[DomainIsPersistentRet]
DOMAIN_CREATE_WITH_FLAGS: Procedure[DomainCreateWithFlagsRet]
DOMAIN_IS_UPDATED: Procedure[DomainIsUpdatedRet]
DOMAIN_GET_STATE: Procedure[DomainGetStateRet]
DOMAIN_UNDEFINE_FLAGS: Procedure[None]
DOMAIN_DESTROY_FLAGS: Procedure[None]
DOMAIN_RESET: Procedure[None]
DOMAIN_SHUTDOWN_FLAGS: Procedure[None]
CONNECT_LIST_ALL_DOMAINS: Procedure[ConnectListAllDomainsRet]
DOMAIN_CREATE_XML_WITH_FILES: Procedure[DomainCreateXmlWithFilesRet]
DOMAIN_CREATE_WITH_FILES: Procedure[DomainCreateWithFilesRet]
DOMAIN_DEFINE_XML_FLAGS: Procedure[DomainDefineXmlFlagsRet]
DOMAIN_RENAME: Procedure[DomainRenameRet]
DOMAIN_GET_AUTOSTART_ONCE: Procedure[DomainGetAutostartOnceRet]
DOMAIN_SET_AUTOSTART_ONCE: Procedure[None]
