"""Snapshots of a domain: its disks, and with them its memory when it ran."""

from __future__ import annotations

from virtreach.aio.objects.base import DomainPart, Facet
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from builtins import list as List
    from typing import Self


__all__ = ["DomainSnapshots", "Snapshot"]

_NAMES = 16384  # REMOTE_DOMAIN_SNAPSHOT_LIST_MAX


class Snapshot(DomainPart):
    """One snapshot of one domain. A handle, as `Domain` is.

    Attributes:
        name: unique among the domain's snapshots.
        domain: the domain that it is of.
    """

    __slots__ = ()

    async def xml(self, *, flags: int = 0) -> str:
        """Return the XML description.

        Args:
            flags: `DomainSnapshotXMLFlags`: ``XML_SECURE`` includes passwords (refused on a read-only
                connection).

        libvirt: virDomainSnapshotGetXMLDesc.
        """
        return (await self._connection._call(P.DOMAIN_SNAPSHOT_GET_XML_DESC, self, flags)).xml

    async def parent(self, *, flags: int = 0) -> Self:
        """Return the snapshot that this one grew from.

        Raises:
            NoDomainSnapshot: it is a root.

        libvirt: virDomainSnapshotGetParent.
        """
        ret = await self._connection._call(P.DOMAIN_SNAPSHOT_GET_PARENT, self, flags)
        return self._one(self._connection, ret.snap)

    async def children(self, *, flags: int = 0) -> list[Self]:
        """Return the snapshots that grew from this one.

        Args:
            flags: `DomainSnapshotListFlags`: ``DESCENDANTS`` for the whole subtree, and filters.

        libvirt: virDomainSnapshotListAllChildren.
        """
        ret = await self._connection._call(P.DOMAIN_SNAPSHOT_LIST_ALL_CHILDREN, self, 1, flags)
        return self._many(self._connection, ret.snapshots)

    async def children_names(self, *, flags: int = 0) -> list[str]:
        """Return only the children's names (for daemons before libvirt 0.9.13).

        libvirt: virDomainSnapshotListChildrenNames.
        """
        ret = await self._connection._call(P.DOMAIN_SNAPSHOT_LIST_CHILDREN_NAMES, self, _NAMES, flags)
        return list(ret.names)

    async def children_count(self, *, flags: int = 0) -> int:
        """Return the number of children. libvirt: virDomainSnapshotNumChildren."""
        return (await self._connection._call(P.DOMAIN_SNAPSHOT_NUM_CHILDREN, self, flags)).num

    async def is_current(self, *, flags: int = 0) -> bool:
        """Tell whether the domain's state grew from it last. libvirt: virDomainSnapshotIsCurrent."""
        return bool((await self._connection._call(P.DOMAIN_SNAPSHOT_IS_CURRENT, self, flags)).current)

    async def has_metadata(self, *, flags: int = 0) -> bool:
        """Tell whether libvirt keeps a record of it that hinders ``undefine``.

        libvirt: virDomainSnapshotHasMetadata.
        """
        return bool((await self._connection._call(P.DOMAIN_SNAPSHOT_HAS_METADATA, self, flags)).metadata)

    async def revert(self, *, flags: int = 0) -> None:
        """Bring the domain back to this state. What it is now is lost.

        Args:
            flags: `DomainSnapshotRevertFlags`: ``RUNNING`` or ``PAUSED`` afterwards, ``FORCE`` where
                libvirt cannot be sure that it is safe.

        libvirt: virDomainRevertToSnapshot.
        """
        await self._connection._call(P.DOMAIN_REVERT_TO_SNAPSHOT, self, flags)

    async def delete(self, *, flags: int = 0) -> None:
        """Delete it; the state that it holds is merged where others need it.

        Args:
            flags: `DomainSnapshotDeleteFlags`: ``CHILDREN`` as well, ``CHILDREN_ONLY``, or
                ``METADATA_ONLY``.

        libvirt: virDomainSnapshotDelete.
        """
        await self._connection._call(P.DOMAIN_SNAPSHOT_DELETE, self, flags)


class DomainSnapshots(Facet):
    """``domain.snapshots``."""

    __slots__ = ()

    async def list(self, *, flags: int = 0) -> List[Snapshot]:
        """Return the domain's snapshots.

        Args:
            flags: `DomainSnapshotListFlags`: ``ROOTS``, ``LEAVES``, ``TOPOLOGICAL``, ... ; 0 for all.

        libvirt: virDomainListAllSnapshots.
        """
        ret = await self._connection._call(P.DOMAIN_LIST_ALL_SNAPSHOTS, self._owner, 1, flags)
        return Snapshot._many(self._connection, ret.snapshots)

    async def names(self, *, flags: int = 0) -> List[str]:
        """Return only the names (for daemons before libvirt 0.9.13). libvirt: virDomainSnapshotListNames."""
        ret = await self._connection._call(P.DOMAIN_SNAPSHOT_LIST_NAMES, self._owner, _NAMES, flags)
        return [*ret.names]

    async def count(self, *, flags: int = 0) -> int:
        """Return the number of snapshots. libvirt: virDomainSnapshotNum."""
        return (await self._connection._call(P.DOMAIN_SNAPSHOT_NUM, self._owner, flags)).num

    async def lookup_by_name(self, name: str, *, flags: int = 0) -> Snapshot:
        """Return the snapshot with this name.

        Raises:
            NoDomainSnapshot: there is none.

        libvirt: virDomainSnapshotLookupByName.
        """
        ret = await self._connection._call(P.DOMAIN_SNAPSHOT_LOOKUP_BY_NAME, self._owner, name, flags)
        return Snapshot._one(self._connection, ret.snap)

    async def has_current(self, *, flags: int = 0) -> bool:
        """Tell whether there is a current snapshot. libvirt: virDomainHasCurrentSnapshot."""
        ret = await self._connection._call(P.DOMAIN_HAS_CURRENT_SNAPSHOT, self._owner, flags)
        return bool(ret.result)

    async def current(self, *, flags: int = 0) -> Snapshot:
        """Return the snapshot that the domain's state grew from last.

        Raises:
            NoDomainSnapshot: there is none.

        libvirt: virDomainSnapshotCurrent.
        """
        ret = await self._connection._call(P.DOMAIN_SNAPSHOT_CURRENT, self._owner, flags)
        return Snapshot._one(self._connection, ret.snap)

    async def create(self, xml: str = "<domainsnapshot/>", *, flags: int = 0) -> Snapshot:
        """Take a snapshot.

        Args:
            xml: a ``<domainsnapshot>``: name, description, disks; the default leaves all to the driver.
            flags: `DomainSnapshotCreateFlags`: ``DISK_ONLY``, ``QUIESCE``, ``ATOMIC``, ``LIVE``, ...

        libvirt: virDomainSnapshotCreateXML.
        """
        ret = await self._connection._call(P.DOMAIN_SNAPSHOT_CREATE_XML, self._owner, xml, flags)
        return Snapshot._one(self._connection, ret.snap)
