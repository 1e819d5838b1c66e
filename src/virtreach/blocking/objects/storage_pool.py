# Made by `make generate` (tools/twin.py) from aio/objects/storage_pool.py. Edit that file.
"""Storage pools: directories, volume groups and other places that hold volumes.

`StoragePools` is the collection on a connection (``connection.storage_pools``), `StoragePool` one pool.
Volumes live in `virtreach.blocking.objects.storage_volume`. Errors and sharing are as
`virtreach.blocking.objects.network` says. Facts: libvirt ``src/libvirt-storage.c``,
``include/libvirt/libvirt-storage.h``.
"""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet, NamedObject, uuid_bytes
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from builtins import list as List
    from uuid import UUID

    from virtreach.blocking.objects.storage_volume import PoolVolumes, StorageVolume
    from virtreach.protocol.remote import StoragePoolGetInfoRet

__all__ = ["StoragePool", "StoragePools"]

# The most names that one reply may carry: REMOTE_STORAGE_POOL_LIST_MAX.
_NAMES_MAX = 16384


class StoragePool(NamedObject):
    """One storage pool. Its ``name`` is unique on its host, its ``uuid`` everywhere."""

    __slots__ = ()

    @property
    def volumes(self) -> PoolVolumes:
        """The volumes in this pool."""
        from virtreach.blocking.objects.storage_volume import PoolVolumes

        return PoolVolumes(self)

    def start(self, *, flags: int = 0) -> None:
        """Start this defined pool. libvirt: virStoragePoolCreate.

        Args:
            flags: `StoragePoolCreateFlags`; they say whether and how to build it first.
        """
        self._connection._call(P.STORAGE_POOL_CREATE, self, flags)

    def build(self, *, flags: int = 0) -> None:
        """Make what this pool stands on (a directory, a file system). libvirt: virStoragePoolBuild.

        Args:
            flags: `StoragePoolBuildFlags`; OVERWRITE destroys what is there.
        """
        self._connection._call(P.STORAGE_POOL_BUILD, self, flags)

    def destroy(self) -> None:
        """Stop this pool; the data stays. libvirt: virStoragePoolDestroy."""
        self._connection._call(P.STORAGE_POOL_DESTROY, self)

    def delete(self, *, flags: int = 0) -> None:
        """Destroy what this stopped pool stands on; not recoverable. libvirt: virStoragePoolDelete.

        Args:
            flags: `StoragePoolDeleteFlags`.
        """
        self._connection._call(P.STORAGE_POOL_DELETE, self, flags)

    def undefine(self) -> None:
        """Forget the definition of this stopped pool; the data stays. libvirt: virStoragePoolUndefine."""
        self._connection._call(P.STORAGE_POOL_UNDEFINE, self)

    def refresh(self, *, flags: int = 0) -> None:
        """Look for volumes that came or went behind libvirt's back. libvirt: virStoragePoolRefresh."""
        self._connection._call(P.STORAGE_POOL_REFRESH, self, flags)

    def info(self) -> StoragePoolGetInfoRet:
        """Read state and sizes. libvirt: virStoragePoolGetInfo.

        Returns:
            ``state`` (`StoragePoolState`), ``capacity``, ``allocation`` and ``available`` in bytes.
        """
        return self._connection._call(P.STORAGE_POOL_GET_INFO, self)

    def xml(self, *, flags: int = 0) -> str:
        """Describe this pool in XML. libvirt: virStoragePoolGetXMLDesc.

        Args:
            flags: `StorageXMLFlags`; INACTIVE asks for the persistent definition.
        """
        ret = self._connection._call(P.STORAGE_POOL_GET_XML_DESC, self, flags)
        return ret.xml

    def autostart(self) -> bool:
        """Tell whether this pool starts with the host. libvirt: virStoragePoolGetAutostart."""
        ret = self._connection._call(P.STORAGE_POOL_GET_AUTOSTART, self)
        return bool(ret.autostart)

    def set_autostart(self, enabled: bool) -> None:
        """Choose whether this pool starts with the host. libvirt: virStoragePoolSetAutostart."""
        self._connection._call(P.STORAGE_POOL_SET_AUTOSTART, self, int(enabled))

    def is_active(self) -> bool:
        """Tell whether this pool runs. libvirt: virStoragePoolIsActive."""
        ret = self._connection._call(P.STORAGE_POOL_IS_ACTIVE, self)
        return bool(ret.active)

    def is_persistent(self) -> bool:
        """Tell whether a definition outlives this pool's run. libvirt: virStoragePoolIsPersistent."""
        ret = self._connection._call(P.STORAGE_POOL_IS_PERSISTENT, self)
        return bool(ret.persistent)


class StoragePools(Facet):
    """The storage pools of a host: ``connection.storage_pools``."""

    __slots__ = ()

    def list(self, *, active: bool | None = None, flags: int = 0) -> List[StoragePool]:
        """List pools, running and defined. libvirt: virConnectListAllStoragePools.

        Args:
            active: True for those that run, False for those that are defined and do not, None for all.
            flags: `ConnectListAllStoragePoolsFlags`, more filters. Of one group (persistent, autostart, kind)
                one flag narrows, several widen.
        """
        if active is not None:
            # VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE and _INACTIVE
            flags |= 2 if active else 1
        ret = self._connection._call(P.CONNECT_LIST_ALL_STORAGE_POOLS, 1, flags)
        return StoragePool._many(self._connection, ret.pools)

    def count(self, *, active: bool | None = None) -> int:
        """Count pools. libvirt: virConnectNumOfStoragePools, virConnectNumOfDefinedStoragePools.

        Args:
            active: True: only running ones; False: only those that are defined and do not run;
                None: all, by two calls.
        """
        total = 0
        if active is not False:
            total += (self._connection._call(P.CONNECT_NUM_OF_STORAGE_POOLS)).num
        if active is not True:
            total += (self._connection._call(P.CONNECT_NUM_OF_DEFINED_STORAGE_POOLS)).num
        return total

    def names(self, *, active: bool | None = None) -> List[str]:
        """List names. libvirt: virConnectListStoragePools, virConnectListDefinedStoragePools.

        Args:
            active: as for `count`.
        """
        found: List[str] = []
        if active is not False:
            found += (self._connection._call(P.CONNECT_LIST_STORAGE_POOLS, _NAMES_MAX)).names
        if active is not True:
            found += (self._connection._call(P.CONNECT_LIST_DEFINED_STORAGE_POOLS, _NAMES_MAX)).names
        return found

    def lookup_by_name(self, name: str) -> StoragePool:
        """Find a pool by its name. libvirt: virStoragePoolLookupByName.

        Raises:
            NoStoragePool: there is none.
        """
        ret = self._connection._call(P.STORAGE_POOL_LOOKUP_BY_NAME, name)
        return StoragePool._one(self._connection, ret.pool)

    def lookup_by_uuid(self, uuid: str | bytes | UUID) -> StoragePool:
        """Find a pool by its UUID. libvirt: virStoragePoolLookupByUUID.

        Raises:
            NoStoragePool: there is none.
        """
        ret = self._connection._call(P.STORAGE_POOL_LOOKUP_BY_UUID, uuid_bytes(uuid))
        return StoragePool._one(self._connection, ret.pool)

    def lookup_by_volume(self, volume: StorageVolume) -> StoragePool:
        """Find the pool that holds a volume. libvirt: virStoragePoolLookupByVolume."""
        ret = self._connection._call(P.STORAGE_POOL_LOOKUP_BY_VOLUME, volume)
        return StoragePool._one(self._connection, ret.pool)

    def lookup_by_target_path(self, path: str) -> StoragePool:
        """Find the pool at a path of the host. libvirt: virStoragePoolLookupByTargetPath.

        Raises:
            NoStoragePool: there is none.
        """
        ret = self._connection._call(P.STORAGE_POOL_LOOKUP_BY_TARGET_PATH, path)
        return StoragePool._one(self._connection, ret.pool)

    def define_xml(self, xml: str, *, flags: int = 0) -> StoragePool:
        """Define a persistent pool, or redefine one; it is not started.

        libvirt: virStoragePoolDefineXML.

        Args:
            xml: the pool.
            flags: `StoragePoolDefineFlags`.
        """
        ret = self._connection._call(P.STORAGE_POOL_DEFINE_XML, xml, flags)
        return StoragePool._one(self._connection, ret.pool)

    def create_xml(self, xml: str, *, flags: int = 0) -> StoragePool:
        """Start a transient pool: it is forgotten when it stops. libvirt: virStoragePoolCreateXML.

        Args:
            xml: the pool.
            flags: `StoragePoolCreateFlags`; they say whether and how to build it first.
        """
        ret = self._connection._call(P.STORAGE_POOL_CREATE_XML, xml, flags)
        return StoragePool._one(self._connection, ret.pool)

    def find_sources(self, kind: str, *, source: str | None = None, flags: int = 0) -> str:
        """Look for places that a pool could be made from. libvirt: virConnectFindStoragePoolSources.

        Args:
            kind: the pool's type (``netfs``, ``iscsi``, ``logical``, ...).
            source: XML ``<source>`` that narrows the search (a server's name); some types need it.
            flags: none is defined yet.

        Returns:
            XML ``<sources>``.
        """
        ret = self._connection._call(P.CONNECT_FIND_STORAGE_POOL_SOURCES, kind, source, flags)
        return ret.xml
