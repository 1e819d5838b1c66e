# Made by `make generate` (tools/twin.py) from aio/objects/network.py. Edit that file.
"""Virtual networks: look them up, define them, start and stop them, read their leases.

`Networks` is the collection on a connection (``connection.networks``), `Network` one network.
Ports of a network live in `virtreach.blocking.objects.network_port`.

Every method sends one call unless it says otherwise, may be used from several threads at once, and raises
`virtreach.errors.LibvirtError` (a subclass for each libvirt code) when the server refuses, and
`virtreach.errors.OutcomeUnknown` when the call was cut off. Facts: libvirt ``src/libvirt-network.c``,
``include/libvirt/libvirt-network.h``.
"""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet, NamedObject, uuid_bytes
from virtreach.blocking.objects.metadata import Metadata
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from builtins import list as List
    from uuid import UUID

    from virtreach.blocking.objects.network_port import NetworkPorts
    from virtreach.protocol.remote import NetworkDhcpLease

__all__ = ["Network", "NetworkMetadata", "Networks"]

# The most names that one reply may carry: REMOTE_NETWORK_LIST_MAX.
_NAMES_MAX = 16384

# VIR_DRV_FEATURE_NETWORK_UPDATE_HAS_CORRECT_ORDER, libvirt src/libvirt_internal.h.
_UPDATE_IN_ORDER = 16


class Network(NamedObject):
    """One virtual network. Its ``name`` is unique on its host, its ``uuid`` everywhere."""

    __slots__ = ()

    @property
    def ports(self) -> NetworkPorts:
        """The ports plugged into this network."""
        from virtreach.blocking.objects.network_port import NetworkPorts

        return NetworkPorts(self)

    @property
    def metadata(self) -> NetworkMetadata:
        """Title, description and applications' own XML."""
        return NetworkMetadata(self)

    def start(self) -> None:
        """Start this defined network. libvirt: virNetworkCreate."""
        self._connection._call(P.NETWORK_CREATE, self)

    def destroy(self) -> None:
        """Stop this network at once; a transient one is gone then. libvirt: virNetworkDestroy."""
        self._connection._call(P.NETWORK_DESTROY, self)

    def undefine(self) -> None:
        """Forget the persistent definition; a running network runs on. libvirt: virNetworkUndefine."""
        self._connection._call(P.NETWORK_UNDEFINE, self)

    def xml(self, *, flags: int = 0) -> str:
        """Describe this network in XML. libvirt: virNetworkGetXMLDesc.

        Args:
            flags: `NetworkXMLFlags`; INACTIVE asks for the persistent definition.
        """
        ret = self._connection._call(P.NETWORK_GET_XML_DESC, self, flags)
        return ret.xml

    def bridge_name(self) -> str:
        """Name the host's bridge that guests are plugged into. libvirt: virNetworkGetBridgeName."""
        ret = self._connection._call(P.NETWORK_GET_BRIDGE_NAME, self)
        return ret.name

    def autostart(self) -> bool:
        """Tell whether this network starts with the host. libvirt: virNetworkGetAutostart."""
        ret = self._connection._call(P.NETWORK_GET_AUTOSTART, self)
        return bool(ret.autostart)

    def set_autostart(self, enabled: bool) -> None:
        """Choose whether this network starts with the host. libvirt: virNetworkSetAutostart."""
        self._connection._call(P.NETWORK_SET_AUTOSTART, self, int(enabled))

    def is_active(self) -> bool:
        """Tell whether this network runs. libvirt: virNetworkIsActive."""
        ret = self._connection._call(P.NETWORK_IS_ACTIVE, self)
        return bool(ret.active)

    def is_persistent(self) -> bool:
        """Tell whether a definition outlives this network's run. libvirt: virNetworkIsPersistent."""
        ret = self._connection._call(P.NETWORK_IS_PERSISTENT, self)
        return bool(ret.persistent)

    def update(
        self, command: int, section: int, xml: str, *, parent_index: int = -1, flags: int = 0
    ) -> None:
        """Add, change or delete one element of this network. libvirt: virNetworkUpdate.

        Two calls: servers before libvirt 7.2 take command and section in the other order, so the server is
        asked first which order it understands.

        Args:
            command: `NetworkUpdateCommand`, what to do.
            section: `NetworkUpdateSection`, which element.
            xml: the element.
            parent_index: which of several parents, counted from 0; -1 lets the server find the right one.
            flags: `NetworkUpdateFlags`: the running network, the definition, or both.
        """
        asked = self._connection._call(P.CONNECT_SUPPORTS_FEATURE, _UPDATE_IN_ORDER)
        first, second = (command, section) if asked.supported else (section, command)
        self._connection._call(P.NETWORK_UPDATE, self, first, second, parent_index, xml, flags)

    def dhcp_leases(self, mac: str | None = None, *, flags: int = 0) -> list[NetworkDhcpLease]:
        """List the DHCP leases handed out. libvirt: virNetworkGetDHCPLeases.

        Args:
            mac: only leases of this MAC address.
            flags: none is defined yet.

        Returns:
            Records with ``iface``, ``expirytime`` (seconds since 1970), ``type`` (`IPAddrType`), ``mac``,
            ``iaid`` (IPv6), ``ipaddr``, ``prefix``, ``hostname`` and ``clientid``; what is not known is None.
        """
        ret = self._connection._call(P.NETWORK_GET_DHCP_LEASES, self, mac, 1, flags)
        return ret.leases


class NetworkMetadata(Metadata):
    """``network.metadata``. ``flags`` of every method are `NetworkUpdateFlags`: the running network or the definition.

    Reading what was never set raises `NoNetworkMetadata`.
    libvirt: virNetworkGetMetadata, virNetworkSetMetadata.
    """

    __slots__ = ()

    def get(self, kind: int, uri: str | None = None, *, flags: int = 0) -> str:
        """Return one piece of metadata.

        Args:
            kind: `NetworkMetadataType`.
            uri: the XML namespace that names an application's element; None for the other kinds.
            flags: `NetworkUpdateFlags`.
        """
        return (self._connection._call(P.NETWORK_GET_METADATA, self._owner, kind, uri, flags)).metadata

    def set(
        self, kind: int, value: str | None, *, key: str | None = None, uri: str | None = None, flags: int = 0
    ) -> None:
        """Set or remove one piece of metadata.

        Args:
            kind: `NetworkMetadataType`.
            value: the text, or the XML of one element; None removes it.
            key: the namespace prefix to write an element with.
            uri: the XML namespace that names an application's element.
            flags: `NetworkUpdateFlags`.
        """
        self._connection._call(P.NETWORK_SET_METADATA, self._owner, kind, value, key, uri, flags)


class Networks(Facet):
    """The networks of a host: ``connection.networks``."""

    __slots__ = ()

    def list(self, *, active: bool | None = None, flags: int = 0) -> List[Network]:
        """List networks, running and defined. libvirt: virConnectListAllNetworks.

        Args:
            active: True for those that run, False for those that are defined and do not, None for all.
            flags: `ConnectListAllNetworksFlags`, more filters. Of one group (persistent, autostart) one flag
                narrows, several widen.
        """
        if active is not None:
            # VIR_CONNECT_LIST_NETWORKS_ACTIVE and _INACTIVE
            flags |= 2 if active else 1
        ret = self._connection._call(P.CONNECT_LIST_ALL_NETWORKS, 1, flags)
        return Network._many(self._connection, ret.nets)

    def count(self, *, active: bool | None = None) -> int:
        """Count networks. libvirt: virConnectNumOfNetworks, virConnectNumOfDefinedNetworks.

        Args:
            active: True: only running ones; False: only those that are defined and do not run;
                None: all, by two calls.
        """
        total = 0
        if active is not False:
            total += (self._connection._call(P.CONNECT_NUM_OF_NETWORKS)).num
        if active is not True:
            total += (self._connection._call(P.CONNECT_NUM_OF_DEFINED_NETWORKS)).num
        return total

    def names(self, *, active: bool | None = None) -> List[str]:
        """List names. libvirt: virConnectListNetworks, virConnectListDefinedNetworks.

        Args:
            active: as for `count`.
        """
        found: List[str] = []
        if active is not False:
            found += (self._connection._call(P.CONNECT_LIST_NETWORKS, _NAMES_MAX)).names
        if active is not True:
            found += (self._connection._call(P.CONNECT_LIST_DEFINED_NETWORKS, _NAMES_MAX)).names
        return found

    def lookup_by_name(self, name: str) -> Network:
        """Find a network by its name. libvirt: virNetworkLookupByName.

        Raises:
            NoNetwork: there is none.
        """
        ret = self._connection._call(P.NETWORK_LOOKUP_BY_NAME, name)
        return Network._one(self._connection, ret.net)

    def lookup_by_uuid(self, uuid: str | bytes | UUID) -> Network:
        """Find a network by its UUID. libvirt: virNetworkLookupByUUID.

        Raises:
            NoNetwork: there is none.
        """
        ret = self._connection._call(P.NETWORK_LOOKUP_BY_UUID, uuid_bytes(uuid))
        return Network._one(self._connection, ret.net)

    def define_xml(self, xml: str, *, flags: int = 0) -> Network:
        """Define a persistent network, or redefine one; it is not started.

        libvirt: virNetworkDefineXML, with flags virNetworkDefineXMLFlags.

        Args:
            xml: the network.
            flags: `NetworkDefineFlags`.
        """
        if flags:
            with_flags = self._connection._call(P.NETWORK_DEFINE_XML_FLAGS, xml, flags)
            return Network._one(self._connection, with_flags.net)
        ret = self._connection._call(P.NETWORK_DEFINE_XML, xml)
        return Network._one(self._connection, ret.net)

    def create_xml(self, xml: str, *, flags: int = 0) -> Network:
        """Start a transient network: it is forgotten when it stops.

        libvirt: virNetworkCreateXML, with flags virNetworkCreateXMLFlags.

        Args:
            xml: the network.
            flags: `NetworkCreateFlags`.
        """
        if flags:
            with_flags = self._connection._call(P.NETWORK_CREATE_XML_FLAGS, xml, flags)
            return Network._one(self._connection, with_flags.net)
        ret = self._connection._call(P.NETWORK_CREATE_XML, xml)
        return Network._one(self._connection, ret.net)
