# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullStoragePool
from virtreach.protocol._generated.remote.handles import NonnullStorageVol

class StoragePoolNumOfVolumesArgs(NamedTuple):
    pool: NonnullStoragePool

class StoragePoolListVolumesArgs(NamedTuple):
    pool: NonnullStoragePool
    maxnames: int

class StorageVolCreateXmlArgs(NamedTuple):
    pool: NonnullStoragePool
    xml: str
    flags: int

class StorageVolDeleteArgs(NamedTuple):
    vol: NonnullStorageVol
    flags: int

class StorageVolLookupByNameArgs(NamedTuple):
    pool: NonnullStoragePool
    name: str

class StorageVolLookupByKeyArgs(NamedTuple):
    key: str

class StorageVolLookupByPathArgs(NamedTuple):
    path: str

class StorageVolGetInfoArgs(NamedTuple):
    vol: NonnullStorageVol

class StorageVolGetXmlDescArgs(NamedTuple):
    vol: NonnullStorageVol
    flags: int

class StorageVolGetPathArgs(NamedTuple):
    vol: NonnullStorageVol

class StorageVolCreateXmlFromArgs(NamedTuple):
    pool: NonnullStoragePool
    xml: str
    clonevol: NonnullStorageVol
    flags: int

class StorageVolWipeArgs(NamedTuple):
    vol: NonnullStorageVol
    flags: int

class StorageVolUploadArgs(NamedTuple):
    vol: NonnullStorageVol
    offset: int
    length: int
    flags: int

class StorageVolDownloadArgs(NamedTuple):
    vol: NonnullStorageVol
    offset: int
    length: int
    flags: int

class StorageVolWipePatternArgs(NamedTuple):
    vol: NonnullStorageVol
    algorithm: int
    flags: int

class StorageVolResizeArgs(NamedTuple):
    vol: NonnullStorageVol
    capacity: int
    flags: int

class StoragePoolListAllVolumesArgs(NamedTuple):
    pool: NonnullStoragePool
    need_results: int
    flags: int

class StorageVolGetInfoFlagsArgs(NamedTuple):
    vol: NonnullStorageVol
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
