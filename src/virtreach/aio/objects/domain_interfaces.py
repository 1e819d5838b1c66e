"""A domain's network interfaces."""

from __future__ import annotations

from virtreach.aio.objects.base import Facet
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.aio.objects.base import Params
    from virtreach.protocol.remote import DomainInterface, DomainInterfaceStatsRet

__all__ = ["DomainInterfaces"]

_STRINGS = 4  # VIR_TYPED_PARAM_STRING_OKAY: without it, the daemon leaves parameters that are text out
_PARAMETERS = 16  # REMOTE_DOMAIN_INTERFACE_PARAMETERS_MAX


class DomainInterfaces(Facet):
    """``domain.interfaces``. An interface is named by its host-side device (``vnet0``) or its MAC address."""

    __slots__ = ()

    async def addresses(self, source: int = 0, *, flags: int = 0) -> list[DomainInterface]:
        """Return the guest's interfaces with their addresses.

        Args:
            source: `DomainInterfaceAddressesSource`: 0 the networks' DHCP leases, 1 the guest agent
                (refused on a read-only connection), 2 the host's ARP table.
            flags: none are defined.

        Returns:
            Records of ``name``, ``hwaddr`` (or None) and ``addrs``: records of ``type``
            (`IPAddrType`), ``addr`` and ``prefix``.

        libvirt: virDomainInterfaceAddresses.
        """
        ret = await self._connection._call(P.DOMAIN_INTERFACE_ADDRESSES, self._owner, source, flags)
        return list(ret.ifaces)

    async def stats(self, device: str) -> DomainInterfaceStatsRet:
        """Return one interface's counters: bytes, packets, errors and drops, each way; -1 where unknown.

        libvirt: virDomainInterfaceStats.
        """
        return await self._connection._call(P.DOMAIN_INTERFACE_STATS, self._owner, device)

    async def parameters(self, device: str, *, flags: int = 0) -> dict[str, Any]:
        """Return one interface's bandwidth limits (``inbound.average`` in KiB/s, ...).

        Args:
            device: the interface.
            flags: `DomainModificationImpact`.

        libvirt: virDomainGetInterfaceParameters.
        """
        ret = await self._connection._call(
            P.DOMAIN_GET_INTERFACE_PARAMETERS, self._owner, device, _PARAMETERS, flags | _STRINGS
        )
        return ret.params

    async def set_parameters(self, device: str, params: Params, *, flags: int = 0) -> None:
        """Change one interface's bandwidth limits.

        Args:
            device: the interface.
            params: ``VIR_DOMAIN_BANDWIDTH_*`` names to values; others stay.
            flags: `DomainModificationImpact`.

        libvirt: virDomainSetInterfaceParameters.
        """
        await self._connection._call(P.DOMAIN_SET_INTERFACE_PARAMETERS, self._owner, device, params, flags)
