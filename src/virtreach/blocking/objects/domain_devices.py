# Made by `make generate` (tools/twin.py) from aio/objects/domain_devices.py. Edit that file.
"""Attaching, changing and detaching a domain's devices."""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet
from virtreach.protocol import remote as P

__all__ = ["DomainDevices"]

_LIVE = 1  # VIR_DOMAIN_AFFECT_LIVE; alone, it is what the older procedures do


class DomainDevices(Facet):
    """``domain.devices``.

    ``flags`` of every method are `DomainDeviceModifyFlags`: ``LIVE`` changes the running guest,
    ``CONFIG`` the configuration of its next start, both together both; 0 is whichever state the domain
    is in. Removing and changing from a running guest may end later than the call: the device-removed
    event tells.
    """

    __slots__ = ()

    def attach(self, xml: str, *, flags: int = 0) -> None:
        """Add the device that the XML describes.

        libvirt: virDomainAttachDevice, virDomainAttachDeviceFlags.
        """
        if flags == _LIVE:
            self._connection._call(P.DOMAIN_ATTACH_DEVICE, self._owner, xml)
        else:
            self._connection._call(P.DOMAIN_ATTACH_DEVICE_FLAGS, self._owner, xml, flags)

    def detach(self, xml: str, *, flags: int = 0) -> None:
        """Remove the device that the XML matches.

        libvirt: virDomainDetachDevice, virDomainDetachDeviceFlags.
        """
        if flags == _LIVE:
            self._connection._call(P.DOMAIN_DETACH_DEVICE, self._owner, xml)
        else:
            self._connection._call(P.DOMAIN_DETACH_DEVICE_FLAGS, self._owner, xml, flags)

    def detach_alias(self, alias: str, *, flags: int = 0) -> None:
        """Ask the running guest to give up the device with this alias.

        Args:
            alias: the device's ``<alias name=.../>``.
            flags: `DomainDeviceModifyFlags`.

        libvirt: virDomainDetachDeviceAlias.
        """
        self._connection._call(P.DOMAIN_DETACH_DEVICE_ALIAS, self._owner, alias, flags)

    def update(self, xml: str, *, flags: int = 0) -> None:
        """Change a device in place: another medium, another link state, another limit.

        Args:
            xml: the whole device as it shall be.
            flags: `DomainDeviceModifyFlags`; ``FORCE`` takes a medium out of a locked tray.

        libvirt: virDomainUpdateDeviceFlags.
        """
        self._connection._call(P.DOMAIN_UPDATE_DEVICE_FLAGS, self._owner, xml, flags)
