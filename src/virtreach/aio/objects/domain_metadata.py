"""A domain's title, description and applications' own XML."""

from __future__ import annotations

from virtreach.aio.objects.base import Facet
from virtreach.protocol import remote as P

__all__ = ["DomainMetadata"]

_DESCRIPTION, _TITLE, _ELEMENT = 0, 1, 2  # virDomainMetadataType


class DomainMetadata(Facet):
    """``domain.metadata``. ``flags`` of every method are `DomainModificationImpact`.

    Reading what was never set raises `NoDomainMetadata`.
    libvirt: virDomainGetMetadata, virDomainSetMetadata.
    """

    __slots__ = ()

    async def get(self, kind: int, uri: str | None = None, *, flags: int = 0) -> str:
        """Return one piece of metadata.

        Args:
            kind: `DomainMetadataType`.
            uri: the XML namespace that names an application's element; None for the other kinds.
            flags: `DomainModificationImpact`.
        """
        return (await self._connection._call(P.DOMAIN_GET_METADATA, self._owner, kind, uri, flags)).metadata

    async def set(
        self, kind: int, value: str | None, *, key: str | None = None, uri: str | None = None, flags: int = 0
    ) -> None:
        """Set or remove one piece of metadata.

        Args:
            kind: `DomainMetadataType`.
            value: the text, or the XML of one element; None removes it.
            key: the namespace prefix to write an element with.
            uri: the XML namespace that names an application's element.
            flags: `DomainModificationImpact`.
        """
        await self._connection._call(P.DOMAIN_SET_METADATA, self._owner, kind, value, key, uri, flags)

    async def title(self, *, flags: int = 0) -> str:
        """Return the one-line title."""
        return await self.get(_TITLE, flags=flags)

    async def set_title(self, title: str | None, *, flags: int = 0) -> None:
        """Set the one-line title; None removes it."""
        await self.set(_TITLE, title, flags=flags)

    async def description(self, *, flags: int = 0) -> str:
        """Return the description."""
        return await self.get(_DESCRIPTION, flags=flags)

    async def set_description(self, description: str | None, *, flags: int = 0) -> None:
        """Set the description; None removes it."""
        await self.set(_DESCRIPTION, description, flags=flags)

    async def element(self, uri: str, *, flags: int = 0) -> str:
        """Return an application's element as XML.

        Args:
            uri: the XML namespace that names it.
            flags: `DomainModificationImpact`.
        """
        return await self.get(_ELEMENT, uri, flags=flags)

    async def set_element(self, uri: str, xml: str | None, *, key: str | None = None, flags: int = 0) -> None:
        """Set or remove an application's element.

        Args:
            uri: the XML namespace that names it.
            xml: the element; None removes it.
            key: the namespace prefix to write it with; needed to set.
            flags: `DomainModificationImpact`.
        """
        await self.set(_ELEMENT, xml, key=key, uri=uri, flags=flags)
