# Made by `make generate` (tools/twin.py) from aio/objects/domain_metadata.py. Edit that file.
"""A domain's title, description and applications' own XML."""

from __future__ import annotations

from virtreach.blocking.objects.metadata import Metadata
from virtreach.protocol import remote as P

__all__ = ["DomainMetadata"]


class DomainMetadata(Metadata):
    """``domain.metadata``. ``flags`` of every method are `DomainModificationImpact`.

    Reading what was never set raises `NoDomainMetadata`.
    libvirt: virDomainGetMetadata, virDomainSetMetadata.
    """

    __slots__ = ()

    def get(self, kind: int, uri: str | None = None, *, flags: int = 0) -> str:
        """Return one piece of metadata.

        Args:
            kind: `DomainMetadataType`.
            uri: the XML namespace that names an application's element; None for the other kinds.
            flags: `DomainModificationImpact`.
        """
        return (self._connection._call(P.DOMAIN_GET_METADATA, self._owner, kind, uri, flags)).metadata

    def set(
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
        self._connection._call(P.DOMAIN_SET_METADATA, self._owner, kind, value, key, uri, flags)
