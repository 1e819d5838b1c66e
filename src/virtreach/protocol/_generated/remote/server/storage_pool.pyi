# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullStoragePool
from virtreach.protocol._generated.remote.handles import NonnullStorageVol

class ConnectListStoragePoolsArgs(NamedTuple):
    maxnames: int

class ConnectListDefinedStoragePoolsArgs(NamedTuple):
    maxnames: int

class ConnectFindStoragePoolSourcesArgs(NamedTuple):
    type: str
    src_spec: str | None
    flags: int

class StoragePoolCreateXmlArgs(NamedTuple):
    xml: str
    flags: int

class StoragePoolDefineXmlArgs(NamedTuple):
    xml: str
    flags: int

class StoragePoolCreateArgs(NamedTuple):
    pool: NonnullStoragePool
    flags: int

class StoragePoolBuildArgs(NamedTuple):
    pool: NonnullStoragePool
    flags: int

class StoragePoolDestroyArgs(NamedTuple):
    pool: NonnullStoragePool

class StoragePoolDeleteArgs(NamedTuple):
    pool: NonnullStoragePool
    flags: int

class StoragePoolUndefineArgs(NamedTuple):
    pool: NonnullStoragePool

class StoragePoolRefreshArgs(NamedTuple):
    pool: NonnullStoragePool
    flags: int

class StoragePoolLookupByNameArgs(NamedTuple):
    name: str

class StoragePoolLookupByUuidArgs(NamedTuple):
    uuid: bytes

class StoragePoolLookupByVolumeArgs(NamedTuple):
    vol: NonnullStorageVol

class StoragePoolGetInfoArgs(NamedTuple):
    pool: NonnullStoragePool

class StoragePoolGetXmlDescArgs(NamedTuple):
    pool: NonnullStoragePool
    flags: int

class StoragePoolGetAutostartArgs(NamedTuple):
    pool: NonnullStoragePool

class StoragePoolSetAutostartArgs(NamedTuple):
    pool: NonnullStoragePool
    autostart: int

class StoragePoolIsActiveArgs(NamedTuple):
    pool: NonnullStoragePool

class StoragePoolIsPersistentArgs(NamedTuple):
    pool: NonnullStoragePool

class ConnectListAllStoragePoolsArgs(NamedTuple):
    need_results: int
    flags: int

class StoragePoolLookupByTargetPathArgs(NamedTuple):
    path: str

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
