# Made by `make generate` (tools/twin.py) from aio/objects/network_port.py. Edit that file.
"""Ports of a virtual network: what is plugged into it, and with which bandwidth.

`NetworkPorts` is the collection on a network (``network.ports``), `NetworkPort` one port.
Errors and sharing are as `virtreach.blocking.objects.network` says. Facts: libvirt ``src/libvirt-network.c``.
"""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet, RemoteObject, uuid_bytes, uuid_text
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from builtins import list as List
    from typing import Any
    from uuid import UUID

    from virtreach.blocking.objects.base import Params
    from virtreach.blocking.objects.network import Network

__all__ = ["NetworkPort", "NetworkPorts"]


class NetworkPort(RemoteObject):
    """One port of a network."""

    __slots__ = ()

    _layout = "hu"

    @property
    def network(self) -> Network:
        """The network that it belongs to."""
        from virtreach.blocking.objects.network import Network

        return Network._one(self._connection, self._ref[0])

    @property
    def uuid(self) -> str:
        """Its UUID, with dashes."""
        return uuid_text(self._ref[1])

    @property
    def uuid_bytes(self) -> bytes:
        """Its UUID as 16 bytes."""
        raw: bytes = self._ref[1]
        return raw

    def _label(self) -> str:
        return f"{self.uuid} of {self._ref[0][0]!r}"

    def xml(self, *, flags: int = 0) -> str:
        """Describe this port in XML. libvirt: virNetworkPortGetXMLDesc."""
        ret = self._connection._call(P.NETWORK_PORT_GET_XML_DESC, self, flags)
        return ret.xml

    def parameters(self, *, flags: int = 0) -> dict[str, Any]:
        """Read the port's bandwidth. libvirt: virNetworkPortGetParameters.

        Returns:
            ``inbound.average``, ``inbound.peak``, ``inbound.floor`` and ``outbound.average``,
            ``outbound.peak`` in KiB/s, ``inbound.burst`` and ``outbound.burst`` in KiB; 0 is no limit.
        """
        ret = self._connection._call(P.NETWORK_PORT_GET_PARAMETERS, self, 0, flags)
        return ret.params

    def set_parameters(self, params: Params, *, flags: int = 0) -> None:
        """Set the port's bandwidth. libvirt: virNetworkPortSetParameters.

        Args:
            params: as `parameters` returns them; what is not named keeps its value.
            flags: none is defined yet.
        """
        self._connection._call(P.NETWORK_PORT_SET_PARAMETERS, self, params, flags)

    def delete(self, *, flags: int = 0) -> None:
        """Remove this port; what was plugged in loses the network. libvirt: virNetworkPortDelete."""
        self._connection._call(P.NETWORK_PORT_DELETE, self, flags)


class NetworkPorts(Facet):
    """The ports of a network: ``network.ports``."""

    __slots__ = ()

    def list(self, *, flags: int = 0) -> List[NetworkPort]:
        """List the ports. libvirt: virNetworkListAllPorts."""
        ret = self._connection._call(P.NETWORK_LIST_ALL_PORTS, self._owner, 1, flags)
        return NetworkPort._many(self._connection, ret.ports)

    def lookup_by_uuid(self, uuid: str | bytes | UUID) -> NetworkPort:
        """Find a port by its UUID. libvirt: virNetworkPortLookupByUUID.

        Raises:
            NoNetworkPort: there is none.
        """
        ret = self._connection._call(P.NETWORK_PORT_LOOKUP_BY_UUID, self._owner, uuid_bytes(uuid))
        return NetworkPort._one(self._connection, ret.port)

    def create_xml(self, xml: str, *, flags: int = 0) -> NetworkPort:
        """Create a port. libvirt: virNetworkPortCreateXML.

        Args:
            xml: the port.
            flags: `NetworkPortCreateFlags`.
        """
        ret = self._connection._call(P.NETWORK_PORT_CREATE_XML, self._owner, xml, flags)
        return NetworkPort._one(self._connection, ret.port)
