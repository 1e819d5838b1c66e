"""The saved state that a host keeps for a domain and resumes from on the next start."""

from __future__ import annotations

from virtreach.aio.objects.base import Facet
from virtreach.protocol import remote as P

__all__ = ["DomainManagedSave"]


class DomainManagedSave(Facet):
    """``domain.managed_save``. For a file of your own choice see ``Domain.save``."""

    __slots__ = ()

    async def create(self, *, flags: int = 0) -> None:
        """Save the running guest's state and stop it; the call lasts until the file is complete.

        Args:
            flags: `DomainSaveRestoreFlags`: ``BYPASS_CACHE``; ``RUNNING`` or ``PAUSED`` after resuming.

        libvirt: virDomainManagedSave.
        """
        await self._connection._call(P.DOMAIN_MANAGED_SAVE, self._owner, flags)

    async def exists(self, *, flags: int = 0) -> bool:
        """Tell whether there is such a state. libvirt: virDomainHasManagedSaveImage."""
        ret = await self._connection._call(P.DOMAIN_HAS_MANAGED_SAVE_IMAGE, self._owner, flags)
        return bool(ret.result)

    async def remove(self, *, flags: int = 0) -> None:
        """Throw the state away, so that the next start boots. libvirt: virDomainManagedSaveRemove."""
        await self._connection._call(P.DOMAIN_MANAGED_SAVE_REMOVE, self._owner, flags)

    async def xml(self, *, flags: int = 0) -> str:
        """Return the domain XML inside the saved state.

        Args:
            flags: `DomainSaveImageXMLFlags`: ``XML_SECURE`` includes passwords (refused on a read-only
                connection).

        libvirt: virDomainManagedSaveGetXMLDesc.
        """
        return (await self._connection._call(P.DOMAIN_MANAGED_SAVE_GET_XML_DESC, self._owner, flags)).xml

    async def define_xml(self, xml: str, *, flags: int = 0) -> None:
        """Replace the domain XML inside the saved state; only host-side details may differ.

        Args:
            xml: the new description.
            flags: `DomainSaveRestoreFlags`: ``RUNNING`` or ``PAUSED`` after resuming.

        libvirt: virDomainManagedSaveDefineXML.
        """
        await self._connection._call(P.DOMAIN_MANAGED_SAVE_DEFINE_XML, self._owner, xml, flags)
