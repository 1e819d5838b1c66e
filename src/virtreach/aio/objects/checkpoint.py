"""Checkpoints of a domain: instants that incremental backups can differ from."""

from __future__ import annotations

from virtreach.aio.objects.base import DomainPart, Facet
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from builtins import list as List
    from typing import Self


__all__ = ["Checkpoint", "DomainCheckpoints"]


class Checkpoint(DomainPart):
    """One checkpoint of one domain. A handle, as `Domain` is.

    Attributes:
        name: unique among the domain's checkpoints.
        domain: the domain that it is of.
    """

    __slots__ = ()

    async def xml(self, *, flags: int = 0) -> str:
        """Return the XML description.

        Args:
            flags: `DomainCheckpointXMLFlags`: ``SIZE`` adds how much changed since, ``NO_DOMAIN``
                leaves the domain's XML out, ``SECURE`` includes passwords (refused on a read-only
                connection).

        libvirt: virDomainCheckpointGetXMLDesc.
        """
        return (await self._connection._call(P.DOMAIN_CHECKPOINT_GET_XML_DESC, self, flags)).xml

    async def parent(self, *, flags: int = 0) -> Self:
        """Return the checkpoint before this one.

        Raises:
            NoDomainCheckpoint: it is a root.

        libvirt: virDomainCheckpointGetParent.
        """
        ret = await self._connection._call(P.DOMAIN_CHECKPOINT_GET_PARENT, self, flags)
        return self._one(self._connection, ret.parent)

    async def children(self, *, flags: int = 0) -> list[Self]:
        """Return the checkpoints that follow this one.

        Args:
            flags: `DomainCheckpointListFlags`: ``DESCENDANTS`` for the whole subtree, and filters.

        libvirt: virDomainCheckpointListAllChildren.
        """
        ret = await self._connection._call(P.DOMAIN_CHECKPOINT_LIST_ALL_CHILDREN, self, 1, flags)
        return self._many(self._connection, ret.checkpoints)

    async def delete(self, *, flags: int = 0) -> None:
        """Delete it; backups can no longer differ from it.

        Args:
            flags: `DomainCheckpointDeleteFlags`: ``CHILDREN`` as well, ``CHILDREN_ONLY``, or
                ``METADATA_ONLY``.

        libvirt: virDomainCheckpointDelete.
        """
        await self._connection._call(P.DOMAIN_CHECKPOINT_DELETE, self, flags)


class DomainCheckpoints(Facet):
    """``domain.checkpoints``."""

    __slots__ = ()

    async def list(self, *, flags: int = 0) -> List[Checkpoint]:
        """Return the domain's checkpoints.

        Args:
            flags: `DomainCheckpointListFlags`; 0 for all.

        libvirt: virDomainListAllCheckpoints.
        """
        ret = await self._connection._call(P.DOMAIN_LIST_ALL_CHECKPOINTS, self._owner, 1, flags)
        return Checkpoint._many(self._connection, ret.checkpoints)

    async def lookup_by_name(self, name: str, *, flags: int = 0) -> Checkpoint:
        """Return the checkpoint with this name.

        Raises:
            NoDomainCheckpoint: there is none.

        libvirt: virDomainCheckpointLookupByName.
        """
        ret = await self._connection._call(P.DOMAIN_CHECKPOINT_LOOKUP_BY_NAME, self._owner, name, flags)
        return Checkpoint._one(self._connection, ret.checkpoint)

    async def create(self, xml: str = "<domaincheckpoint/>", *, flags: int = 0) -> Checkpoint:
        """Make a checkpoint; see ``domain.block.begin_backup`` to make one together with a backup.

        Args:
            xml: a ``<domaincheckpoint>``: name, description, disks.
            flags: `DomainCheckpointCreateFlags`.

        libvirt: virDomainCheckpointCreateXML.
        """
        ret = await self._connection._call(P.DOMAIN_CHECKPOINT_CREATE_XML, self._owner, xml, flags)
        return Checkpoint._one(self._connection, ret.checkpoint)
