# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullStoragePool
from virtreach.protocol.procedure import Procedure

class ConnectNumOfStoragePoolsRet(NamedTuple):
    num: int

class ConnectListStoragePoolsRet(NamedTuple):
    names: list[str]

class ConnectNumOfDefinedStoragePoolsRet(NamedTuple):
    num: int

class ConnectListDefinedStoragePoolsRet(NamedTuple):
    names: list[str]

class ConnectFindStoragePoolSourcesRet(NamedTuple):
    xml: str

class StoragePoolCreateXmlRet(NamedTuple):
    pool: NonnullStoragePool

class StoragePoolDefineXmlRet(NamedTuple):
    pool: NonnullStoragePool

class StoragePoolLookupByNameRet(NamedTuple):
    pool: NonnullStoragePool

class StoragePoolLookupByUuidRet(NamedTuple):
    pool: NonnullStoragePool

class StoragePoolLookupByVolumeRet(NamedTuple):
    pool: NonnullStoragePool

class StoragePoolGetInfoRet(NamedTuple):
    state: int
    capacity: int
    allocation: int
    available: int

class StoragePoolGetXmlDescRet(NamedTuple):
    xml: str

class StoragePoolGetAutostartRet(NamedTuple):
    autostart: int

class StoragePoolIsActiveRet(NamedTuple):
    active: int

class StoragePoolIsPersistentRet(NamedTuple):
    persistent: int

class ConnectListAllStoragePoolsRet(NamedTuple):
    pools: list[tuple[str, bytes]]
    ret: int

class StoragePoolLookupByTargetPathRet(NamedTuple):
    pool: NonnullStoragePool

CONNECT_NUM_OF_STORAGE_POOLS: Procedure[ConnectNumOfStoragePoolsRet]
CONNECT_LIST_STORAGE_POOLS: Procedure[ConnectListStoragePoolsRet]
CONNECT_NUM_OF_DEFINED_STORAGE_POOLS: Procedure[ConnectNumOfDefinedStoragePoolsRet]
CONNECT_LIST_DEFINED_STORAGE_POOLS: Procedure[ConnectListDefinedStoragePoolsRet]
CONNECT_FIND_STORAGE_POOL_SOURCES: Procedure[ConnectFindStoragePoolSourcesRet]
STORAGE_POOL_CREATE_XML: Procedure[StoragePoolCreateXmlRet]
STORAGE_POOL_DEFINE_XML: Procedure[StoragePoolDefineXmlRet]
STORAGE_POOL_CREATE: Procedure[None]
STORAGE_POOL_BUILD: Procedure[None]
STORAGE_POOL_DESTROY: Procedure[None]
STORAGE_POOL_DELETE: Procedure[None]
STORAGE_POOL_UNDEFINE: Procedure[None]
STORAGE_POOL_REFRESH: Procedure[None]
STORAGE_POOL_LOOKUP_BY_NAME: Procedure[StoragePoolLookupByNameRet]
STORAGE_POOL_LOOKUP_BY_UUID: Procedure[StoragePoolLookupByUuidRet]
STORAGE_POOL_LOOKUP_BY_VOLUME: Procedure[StoragePoolLookupByVolumeRet]
STORAGE_POOL_GET_INFO: Procedure[StoragePoolGetInfoRet]
STORAGE_POOL_GET_XML_DESC: Procedure[StoragePoolGetXmlDescRet]
STORAGE_POOL_GET_AUTOSTART: Procedure[StoragePoolGetAutostartRet]
STORAGE_POOL_SET_AUTOSTART: Procedure[None]
STORAGE_POOL_IS_ACTIVE: Procedure[StoragePoolIsActiveRet]
STORAGE_POOL_IS_PERSISTENT: Procedure[StoragePoolIsPersistentRet]
CONNECT_LIST_ALL_STORAGE_POOLS: Procedure[ConnectListAllStoragePoolsRet]
STORAGE_POOL_LOOKUP_BY_TARGET_PATH: Procedure[StoragePoolLookupByTargetPathRet]
