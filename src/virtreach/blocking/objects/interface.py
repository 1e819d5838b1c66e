# Made by `make generate` (tools/twin.py) from aio/objects/interface.py. Edit that file.
"""The host's own network interfaces, and the transaction that changes them.

`Interfaces` is the collection on a connection (``connection.interfaces``), `Interface` one interface.
Errors and sharing are as `virtreach.blocking.objects.network` says. Facts: libvirt ``src/libvirt-interface.c``,
``include/libvirt/libvirt-interface.h``.
"""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet, RemoteObject
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from builtins import list as List

__all__ = ["Interface", "Interfaces"]

# The most names that one reply may carry: REMOTE_INTERFACE_LIST_MAX.
_NAMES_MAX = 16384


class Interface(RemoteObject):
    """One network interface of the host."""

    __slots__ = ()

    _layout = "ss"

    @property
    def name(self) -> str:
        """Its name (``eth0``)."""
        value: str = self._ref[0]
        return value

    @property
    def mac(self) -> str:
        """Its MAC address, or empty."""
        value: str = self._ref[1]
        return value

    def xml(self, *, flags: int = 0) -> str:
        """Describe this interface in XML. libvirt: virInterfaceGetXMLDesc.

        Args:
            flags: `InterfaceXMLFlags`; INACTIVE asks for the stored configuration, not the live state.
        """
        ret = self._connection._call(P.INTERFACE_GET_XML_DESC, self, flags)
        return ret.xml

    def start(self, *, flags: int = 0) -> None:
        """Bring this interface up. libvirt: virInterfaceCreate."""
        self._connection._call(P.INTERFACE_CREATE, self, flags)

    def destroy(self, *, flags: int = 0) -> None:
        """Take this interface down. libvirt: virInterfaceDestroy."""
        self._connection._call(P.INTERFACE_DESTROY, self, flags)

    def undefine(self) -> None:
        """Forget this interface's configuration; what runs stays up. libvirt: virInterfaceUndefine."""
        self._connection._call(P.INTERFACE_UNDEFINE, self)

    def is_active(self) -> bool:
        """Tell whether this interface is up. libvirt: virInterfaceIsActive."""
        ret = self._connection._call(P.INTERFACE_IS_ACTIVE, self)
        return bool(ret.active)


class Interfaces(Facet):
    """The network interfaces of a host: ``connection.interfaces``."""

    __slots__ = ()

    def list(self, *, active: bool | None = None, flags: int = 0) -> List[Interface]:
        """List interfaces. libvirt: virConnectListAllInterfaces.

        Args:
            active: True for those that run, False for those that are defined and do not, None for all.
            flags: `ConnectListAllInterfacesFlags`.
        """
        if active is not None:
            # VIR_CONNECT_LIST_INTERFACES_ACTIVE and _INACTIVE
            flags |= 2 if active else 1
        ret = self._connection._call(P.CONNECT_LIST_ALL_INTERFACES, 1, flags)
        return Interface._many(self._connection, ret.ifaces)

    def count(self, *, active: bool | None = None) -> int:
        """Count interfaces. libvirt: virConnectNumOfInterfaces, virConnectNumOfDefinedInterfaces.

        Args:
            active: True: only those that are up; False: only those that are down; None: all, by two calls.
        """
        total = 0
        if active is not False:
            total += (self._connection._call(P.CONNECT_NUM_OF_INTERFACES)).num
        if active is not True:
            total += (self._connection._call(P.CONNECT_NUM_OF_DEFINED_INTERFACES)).num
        return total

    def names(self, *, active: bool | None = None) -> List[str]:
        """List names. libvirt: virConnectListInterfaces, virConnectListDefinedInterfaces.

        Args:
            active: as for `count`.
        """
        found: List[str] = []
        if active is not False:
            found += (self._connection._call(P.CONNECT_LIST_INTERFACES, _NAMES_MAX)).names
        if active is not True:
            found += (self._connection._call(P.CONNECT_LIST_DEFINED_INTERFACES, _NAMES_MAX)).names
        return found

    def lookup_by_name(self, name: str) -> Interface:
        """Find an interface by its name. libvirt: virInterfaceLookupByName.

        Raises:
            NoInterface: there is none.
        """
        ret = self._connection._call(P.INTERFACE_LOOKUP_BY_NAME, name)
        return Interface._one(self._connection, ret.iface)

    def lookup_by_mac(self, mac: str) -> Interface:
        """Find an interface by its MAC address. libvirt: virInterfaceLookupByMACString.

        Raises:
            NoInterface: there is none.
            MultipleInterfaces: several have it.
        """
        ret = self._connection._call(P.INTERFACE_LOOKUP_BY_MAC_STRING, mac)
        return Interface._one(self._connection, ret.iface)

    def define_xml(self, xml: str, *, flags: int = 0) -> Interface:
        """Configure an interface, or configure one anew; it is not brought up.

        libvirt: virInterfaceDefineXML.

        Args:
            xml: the interface.
            flags: `InterfaceDefineFlags`.
        """
        ret = self._connection._call(P.INTERFACE_DEFINE_XML, xml, flags)
        return Interface._one(self._connection, ret.iface)

    def begin_change(self, *, flags: int = 0) -> None:
        """Remember the configuration, so that `rollback_change` can come back to it.

        Changes that are neither committed nor rolled back are undone when the host boots.
        libvirt: virInterfaceChangeBegin.
        """
        self._connection._call(P.INTERFACE_CHANGE_BEGIN, flags)

    def commit_change(self, *, flags: int = 0) -> None:
        """Keep what was changed since `begin_change`. libvirt: virInterfaceChangeCommit."""
        self._connection._call(P.INTERFACE_CHANGE_COMMIT, flags)

    def rollback_change(self, *, flags: int = 0) -> None:
        """Undo what was changed since `begin_change`. libvirt: virInterfaceChangeRollback."""
        self._connection._call(P.INTERFACE_CHANGE_ROLLBACK, flags)
