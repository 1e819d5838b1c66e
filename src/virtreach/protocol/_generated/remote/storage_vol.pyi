# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullStorageVol
from virtreach.protocol.procedure import Procedure

class StoragePoolNumOfVolumesRet(NamedTuple):
    num: int

class StoragePoolListVolumesRet(NamedTuple):
    names: list[str]

class StorageVolCreateXmlRet(NamedTuple):
    vol: NonnullStorageVol

class StorageVolLookupByNameRet(NamedTuple):
    vol: NonnullStorageVol

class StorageVolLookupByKeyRet(NamedTuple):
    vol: NonnullStorageVol

class StorageVolLookupByPathRet(NamedTuple):
    vol: NonnullStorageVol

class StorageVolGetInfoRet(NamedTuple):
    type: int
    capacity: int
    allocation: int

class StorageVolGetXmlDescRet(NamedTuple):
    xml: str

class StorageVolGetPathRet(NamedTuple):
    name: str

class StorageVolCreateXmlFromRet(NamedTuple):
    vol: NonnullStorageVol

class StoragePoolListAllVolumesRet(NamedTuple):
    vols: list[tuple[str, str, str]]
    ret: int

class StorageVolGetInfoFlagsRet(NamedTuple):
    type: int
    capacity: int
    allocation: int

STORAGE_POOL_NUM_OF_VOLUMES: Procedure[StoragePoolNumOfVolumesRet]
STORAGE_POOL_LIST_VOLUMES: Procedure[StoragePoolListVolumesRet]
STORAGE_VOL_CREATE_XML: Procedure[StorageVolCreateXmlRet]
STORAGE_VOL_DELETE: Procedure[None]
STORAGE_VOL_LOOKUP_BY_NAME: Procedure[StorageVolLookupByNameRet]
STORAGE_VOL_LOOKUP_BY_KEY: Procedure[StorageVolLookupByKeyRet]
STORAGE_VOL_LOOKUP_BY_PATH: Procedure[StorageVolLookupByPathRet]
STORAGE_VOL_GET_INFO: Procedure[StorageVolGetInfoRet]
STORAGE_VOL_GET_XML_DESC: Procedure[StorageVolGetXmlDescRet]
STORAGE_VOL_GET_PATH: Procedure[StorageVolGetPathRet]
STORAGE_VOL_CREATE_XML_FROM: Procedure[StorageVolCreateXmlFromRet]
STORAGE_VOL_WIPE: Procedure[None]
STORAGE_VOL_UPLOAD: Procedure[None]
STORAGE_VOL_DOWNLOAD: Procedure[None]
STORAGE_VOL_WIPE_PATTERN: Procedure[None]
STORAGE_VOL_RESIZE: Procedure[None]
STORAGE_POOL_LIST_ALL_VOLUMES: Procedure[StoragePoolListAllVolumesRet]
STORAGE_VOL_GET_INFO_FLAGS: Procedure[StorageVolGetInfoFlagsRet]
