"""A domain's graphics server (VNC, SPICE)."""

from __future__ import annotations

from virtreach.aio.objects.base import Facet
from virtreach.aio.objects.domain_power import no_descriptors
from virtreach.protocol import remote as P

__all__ = ["DomainGraphics"]


class DomainGraphics(Facet):
    """``domain.graphics``."""

    __slots__ = ()

    async def open(self, index: int = 0, *, fd: int | None = None, flags: int = 0) -> None:
        """Hand one end of a socket pair to the graphics server.

        Args:
            index: which graphics device, counted from 0.
            fd: the descriptor to hand over. It is refused for now; without it, the daemon's own
                refusal is what comes back.
            flags: `DomainOpenGraphicsFlags`.

        Raises:
            UsageError: a descriptor was given; nothing was sent.

        libvirt: virDomainOpenGraphics.
        """
        if fd is not None:
            raise no_descriptors(P.DOMAIN_OPEN_GRAPHICS.name)
        await self._connection._call(P.DOMAIN_OPEN_GRAPHICS, self._owner, index, flags)

    async def open_fd(self, index: int = 0, *, flags: int = 0) -> int:
        """Get a connected socket to the graphics server; never succeeds for now.

        Args:
            index: which graphics device, counted from 0.
            flags: `DomainOpenGraphicsFlags`.

        Raises:
            UsageError: always, and nothing is sent: the answer carries a descriptor.

        libvirt: virDomainOpenGraphicsFD.
        """
        raise no_descriptors(f"{P.DOMAIN_OPEN_GRAPHICS_FD.name}({index}, {flags})")

    async def reload(self, kind: int = 0, *, flags: int = 0) -> None:
        """Make the graphics server read its certificates again.

        Args:
            kind: `DomainGraphicsReloadType`: 0 any, 1 VNC.
            flags: none are defined.

        libvirt: virDomainGraphicsReload.
        """
        await self._connection._call(P.DOMAIN_GRAPHICS_RELOAD, self._owner, kind, flags)
