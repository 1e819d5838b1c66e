"""Storage volumes: disk images in pools; their data goes up and down through streams.

`PoolVolumes` is the collection in a pool (``pool.volumes``), `StorageVolumes` looks volumes up across
pools (``connection.storage_volumes``), `StorageVolume` is one volume. Errors and sharing are as
`virtreach.aio.objects.network` says. Facts: libvirt ``src/libvirt-storage.c``,
``include/libvirt/libvirt-storage.h``.
"""

from __future__ import annotations

import io
from os import PathLike

from virtreach.aio.entering import entered
from virtreach.aio.objects.base import Facet, RemoteObject
from virtreach.errors import UsageError
from virtreach.protocol import remote as P
from virtreach.wire.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from builtins import list as List
    from collections.abc import Callable, Iterable
    from typing import Any, BinaryIO, NamedTuple, TypeAlias

    from virtreach.aio.objects.storage_pool import StoragePool
    from virtreach.aio.stream import Stream

    Buffer: TypeAlias = bytes | bytearray | memoryview

    class VolumeInfo(NamedTuple):
        """Kind and sizes of a volume."""

        type: int
        """`StorageVolType`."""
        capacity: int
        """What a guest sees, in bytes."""
        allocation: int
        """What it takes on the host, in bytes."""

else:
    VolumeInfo = record("VolumeInfo", "type capacity allocation", __name__)

__all__ = ["PoolVolumes", "StorageVolume", "StorageVolumes", "VolumeInfo"]

# The most names that one reply may carry: REMOTE_STORAGE_VOL_LIST_MAX.
_NAMES_MAX = 16384

# VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM and VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM.
_SPARSE = 1


def _size_of(source: Any) -> int:
    """How many bytes a source is going to give, or 0 when nobody knows."""
    if isinstance(source, bytes | bytearray | memoryview):
        return memoryview(source).nbytes
    try:
        here: int = source.tell()
        end: int = source.seek(0, io.SEEK_END)
        source.seek(here)
    except (AttributeError, OSError):
        return 0
    return max(end - here, 0)


def _reporter(progress: Callable[[int, int], object] | None, total: int) -> Callable[[int], object] | None:
    # Streams tell how much is done; what there is in total is known here.
    if progress is None:
        return None
    return lambda done: progress(done, total)


class StorageVolume(RemoteObject):
    """One volume."""

    __slots__ = ()

    _layout = "sss"

    @property
    def pool_name(self) -> str:
        """The name of the pool that holds it."""
        value: str = self._ref[0]
        return value

    @property
    def name(self) -> str:
        """Its name, unique in its pool."""
        value: str = self._ref[1]
        return value

    @property
    def key(self) -> str:
        """Its key, unique on the host; mostly its path."""
        value: str = self._ref[2]
        return value

    def _label(self) -> str:
        return f"{self._ref[1]!r} in {self._ref[0]!r}"

    async def pool(self) -> StoragePool:
        """Find the pool that holds this volume. libvirt: virStoragePoolLookupByVolume."""
        from virtreach.aio.objects.storage_pool import StoragePool

        ret = await self._connection._call(P.STORAGE_POOL_LOOKUP_BY_VOLUME, self)
        return StoragePool._one(self._connection, ret.pool)

    async def info(self, *, flags: int = 0) -> VolumeInfo:
        """Read kind and sizes. libvirt: virStorageVolGetInfo, with flags virStorageVolGetInfoFlags.

        Args:
            flags: `StorageVolInfoFlags`; GET_PHYSICAL puts the file's physical size into ``allocation``.
        """
        if flags:
            with_flags = await self._connection._call(P.STORAGE_VOL_GET_INFO_FLAGS, self, flags)
            return VolumeInfo._make(with_flags)
        ret = await self._connection._call(P.STORAGE_VOL_GET_INFO, self)
        return VolumeInfo._make(ret)

    async def xml(self, *, flags: int = 0) -> str:
        """Describe this volume in XML. libvirt: virStorageVolGetXMLDesc."""
        ret = await self._connection._call(P.STORAGE_VOL_GET_XML_DESC, self, flags)
        return ret.xml

    async def path(self) -> str:
        """Tell where the host finds this volume. libvirt: virStorageVolGetPath."""
        ret = await self._connection._call(P.STORAGE_VOL_GET_PATH, self)
        return ret.name

    async def delete(self, *, flags: int = 0) -> None:
        """Delete this volume and its data. libvirt: virStorageVolDelete.

        Args:
            flags: `StorageVolDeleteFlags`.
        """
        await self._connection._call(P.STORAGE_VOL_DELETE, self, flags)

    async def wipe(self, *, algorithm: int | None = None, flags: int = 0) -> None:
        """Overwrite the data so that it cannot be read later. It may take long.

        libvirt: virStorageVolWipe, with an algorithm virStorageVolWipePattern.

        Args:
            algorithm: `StorageVolWipeAlgorithm`; None writes zeros once.
            flags: none is defined yet.
        """
        if algorithm is None:
            await self._connection._call(P.STORAGE_VOL_WIPE, self, flags)
        else:
            await self._connection._call(P.STORAGE_VOL_WIPE_PATTERN, self, algorithm, flags)

    async def resize(self, capacity: int, *, flags: int = 0) -> None:
        """Change what a guest sees as this volume's size. libvirt: virStorageVolResize.

        Args:
            capacity: bytes; with DELTA, bytes to add.
            flags: `StorageVolResizeFlags`; without SHRINK a volume only grows.
        """
        await self._connection._call(P.STORAGE_VOL_RESIZE, self, capacity, flags)

    @entered
    async def open_upload(
        self, *, offset: int = 0, length: int = 0, sparse: bool = False, flags: int = 0
    ) -> Stream:
        """Open a stream that writes this volume's data. libvirt: virStorageVolUpload.

        Args:
            offset: where to start, in bytes.
            length: how many bytes may be written; 0 is no limit.
            sparse: whether holes may be sent.
            flags: `StorageVolUploadFlags`; ``sparse`` adds its own.

        Returns:
            A stream; the data is safe only after its ``finish``.
        """
        flags |= _SPARSE if sparse else 0
        stream, _ = await self._connection._open_stream(P.STORAGE_VOL_UPLOAD, self, offset, length, flags)
        return stream

    @entered
    async def open_download(
        self, *, offset: int = 0, length: int = 0, sparse: bool = False, flags: int = 0
    ) -> Stream:
        """Open a stream that reads this volume's data. libvirt: virStorageVolDownload.

        Args:
            offset: where to start, in bytes.
            length: how many bytes to read; 0 is all.
            sparse: whether holes may come.
            flags: `StorageVolDownloadFlags`; ``sparse`` adds its own.
        """
        flags |= _SPARSE if sparse else 0
        stream, _ = await self._connection._open_stream(P.STORAGE_VOL_DOWNLOAD, self, offset, length, flags)
        return stream

    async def upload(
        self,
        source: BinaryIO | Buffer | Iterable[bytes],
        *,
        offset: int = 0,
        length: int = 0,
        sparse: bool = False,
        progress: Callable[[int, int], object] | None = None,
    ) -> int:
        """Write data into this volume, from start to finish. libvirt: virStorageVolUpload.

        Args:
            source: an open binary file (read from where it stands), bytes, or an iterable of bytes.
            offset: where in the volume to start, in bytes.
            length: how many bytes to write; 0 is all of the source.
            sparse: skip the holes of the source, which must then be a file on a disk.
            progress: called with bytes done and bytes in total (0 when not known).

        Returns:
            How many bytes the source gave, holes included.

        Raises:
            StreamError: the stream broke; the volume holds part of the data.
            UsageError: holes were asked of a source that cannot have any, or it is no source of bytes.
        """
        total = length or _size_of(source)
        report = _reporter(progress, total)
        if isinstance(source, bytes | bytearray | memoryview):
            source = io.BytesIO(source)
        if isinstance(source, str | PathLike):
            raise UsageError(f"{source!r} names a file; upload wants it open: open(..., 'rb')")
        file: Any = source if hasattr(source, "read") else None
        if isinstance(file, io.TextIOBase):
            raise UsageError("the file is open as text; upload wants bytes: open(..., 'rb')")
        if sparse and not hasattr(source, "fileno"):
            raise UsageError("only a file can have holes; pass an open one, or sparse=False")
        stream = await self.open_upload(offset=offset, length=length, sparse=sparse)
        async with stream:
            if file is not None:
                return await stream.send_file(file, length=length or None, sparse=sparse, progress=report)
            done = 0
            for piece in source:
                if length and done + len(piece) > length:
                    piece = piece[: length - done]
                await stream.send(piece)
                done += len(piece)
                if report is not None:
                    report(done)
                if done == length:
                    break
            return done

    async def download(
        self,
        target: BinaryIO,
        *,
        offset: int = 0,
        length: int = 0,
        sparse: bool = False,
        progress: Callable[[int, int], object] | None = None,
    ) -> int:
        """Read this volume's data into a file. libvirt: virStorageVolDownload.

        Args:
            target: an open binary file, written from where it stands.
            offset: where in the volume to start, in bytes.
            length: how many bytes to read; 0 is all.
            sparse: leave holes in the file where the volume has them; the file must be able to seek.
            progress: called with bytes done and bytes in total; the total is ``length``, or when that is 0
                what the volume holds from ``offset``, asked for by one more call.

        Returns:
            How many bytes came, holes included.

        Raises:
            StreamError: more came than ``length``.
            UsageError: the target cannot take bytes; nothing was sent.
        """
        if not hasattr(target, "write") or isinstance(target, io.TextIOBase):
            raise UsageError("download wants a file that is open for writing bytes: open(..., 'wb')")
        total = length
        if progress is not None and not total:
            total = max((await self.info()).capacity - offset, 0)
        stream = await self.open_download(offset=offset, length=length, sparse=sparse)
        async with stream:
            return await stream.recv_file(
                target, limit=length or None, sparse=sparse, progress=_reporter(progress, total)
            )


class PoolVolumes(Facet):
    """The volumes of a pool: ``pool.volumes``."""

    __slots__ = ()

    async def list(self, *, flags: int = 0) -> List[StorageVolume]:
        """List the volumes of this running pool. libvirt: virStoragePoolListAllVolumes."""
        ret = await self._connection._call(P.STORAGE_POOL_LIST_ALL_VOLUMES, self._owner, 1, flags)
        return StorageVolume._many(self._connection, ret.vols)

    async def count(self) -> int:
        """Count the volumes of this running pool. libvirt: virStoragePoolNumOfVolumes."""
        return (await self._connection._call(P.STORAGE_POOL_NUM_OF_VOLUMES, self._owner)).num

    async def names(self) -> List[str]:
        """List names. libvirt: virStoragePoolListVolumes."""
        return (await self._connection._call(P.STORAGE_POOL_LIST_VOLUMES, self._owner, _NAMES_MAX)).names

    async def lookup_by_name(self, name: str) -> StorageVolume:
        """Find a volume by its name. libvirt: virStorageVolLookupByName.

        Raises:
            NoStorageVol: there is none.
        """
        ret = await self._connection._call(P.STORAGE_VOL_LOOKUP_BY_NAME, self._owner, name)
        return StorageVolume._one(self._connection, ret.vol)

    async def create_xml(self, xml: str, *, flags: int = 0) -> StorageVolume:
        """Create a volume. libvirt: virStorageVolCreateXML.

        Args:
            xml: the volume.
            flags: `StorageVolCreateFlags`.
        """
        ret = await self._connection._call(P.STORAGE_VOL_CREATE_XML, self._owner, xml, flags)
        return StorageVolume._one(self._connection, ret.vol)

    async def clone_xml(self, xml: str, source: StorageVolume, *, flags: int = 0) -> StorageVolume:
        """Create a volume with the data of another one. libvirt: virStorageVolCreateXMLFrom.

        Args:
            xml: the new volume.
            source: the volume to copy, in this pool or in another.
            flags: `StorageVolCreateFlags`; REFLINK shares blocks until one side writes.
        """
        ret = await self._connection._call(P.STORAGE_VOL_CREATE_XML_FROM, self._owner, xml, source, flags)
        return StorageVolume._one(self._connection, ret.vol)


class StorageVolumes(Facet):
    """Volumes of all pools of a host: ``connection.storage_volumes``."""

    __slots__ = ()

    async def lookup_by_key(self, key: str) -> StorageVolume:
        """Find a volume by its key. libvirt: virStorageVolLookupByKey.

        Raises:
            NoStorageVol: there is none.
        """
        ret = await self._connection._call(P.STORAGE_VOL_LOOKUP_BY_KEY, key)
        return StorageVolume._one(self._connection, ret.vol)

    async def lookup_by_path(self, path: str) -> StorageVolume:
        """Find a volume by its path on the host. libvirt: virStorageVolLookupByPath.

        Raises:
            NoStorageVol: there is none.
        """
        ret = await self._connection._call(P.STORAGE_VOL_LOOKUP_BY_PATH, path)
        return StorageVolume._one(self._connection, ret.vol)
