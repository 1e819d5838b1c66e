# Made by `make generate` (tools/twin.py) from aio/objects/metadata.py. Edit that file.
"""Titles, descriptions and applications' own XML, of whatever has them: domains and networks."""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet

__all__ = ["Metadata"]

# virDomainMetadataType and virNetworkMetadataType
_DESCRIPTION, _TITLE, _ELEMENT = 0, 1, 2


class Metadata(Facet):
    """What is written about something, for people and for programs; ``flags`` are those of its own ``get``."""

    __slots__ = ()

    def get(self, kind: int, uri: str | None = None, *, flags: int = 0) -> str:
        """Return one piece of metadata."""
        raise AssertionError("a subclass knows the procedure")

    def set(
        self, kind: int, value: str | None, *, key: str | None = None, uri: str | None = None, flags: int = 0
    ) -> None:
        """Set or remove one piece of metadata."""
        raise AssertionError("a subclass knows the procedure")

    def title(self, *, flags: int = 0) -> str:
        """Return the one-line title."""
        return self.get(_TITLE, flags=flags)

    def set_title(self, title: str | None, *, flags: int = 0) -> None:
        """Set the one-line title; None removes it."""
        self.set(_TITLE, title, flags=flags)

    def description(self, *, flags: int = 0) -> str:
        """Return the description."""
        return self.get(_DESCRIPTION, flags=flags)

    def set_description(self, description: str | None, *, flags: int = 0) -> None:
        """Set the description; None removes it."""
        self.set(_DESCRIPTION, description, flags=flags)

    def element(self, uri: str, *, flags: int = 0) -> str:
        """Return an application's element as XML.

        Args:
            uri: the XML namespace that names it.
            flags: which configuration, as for `get`.
        """
        return self.get(_ELEMENT, uri, flags=flags)

    def set_element(self, uri: str, xml: str | None, *, key: str | None = None, flags: int = 0) -> None:
        """Set or remove an application's element.

        Args:
            uri: the XML namespace that names it.
            xml: the element; None removes it.
            key: the namespace prefix to write it with; needed to set.
            flags: which configuration, as for `get`.
        """
        self.set(_ELEMENT, xml, key=key, uri=uri, flags=flags)
