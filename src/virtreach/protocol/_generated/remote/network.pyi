# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullNetwork
from virtreach.protocol._generated.remote.handles import NonnullNetworkPort
from virtreach.protocol.procedure import Procedure

class NetworkDhcpLease(NamedTuple):
    iface: str
    expirytime: int
    type: int
    mac: str | None
    iaid: str | None
    ipaddr: str
    prefix: int
    hostname: str | None
    clientid: str | None

class ConnectListDefinedNetworksRet(NamedTuple):
    names: list[str]

class ConnectListNetworksRet(NamedTuple):
    names: list[str]

class NetworkCreateXmlRet(NamedTuple):
    net: NonnullNetwork

class NetworkDefineXmlRet(NamedTuple):
    net: NonnullNetwork

class NetworkGetXmlDescRet(NamedTuple):
    xml: str

class NetworkGetAutostartRet(NamedTuple):
    autostart: int

class NetworkGetBridgeNameRet(NamedTuple):
    name: str

class NetworkLookupByNameRet(NamedTuple):
    net: NonnullNetwork

class NetworkLookupByUuidRet(NamedTuple):
    net: NonnullNetwork

class ConnectNumOfDefinedNetworksRet(NamedTuple):
    num: int

class ConnectNumOfNetworksRet(NamedTuple):
    num: int

class NetworkIsActiveRet(NamedTuple):
    active: int

class NetworkIsPersistentRet(NamedTuple):
    persistent: int

class ConnectListAllNetworksRet(NamedTuple):
    nets: list[tuple[str, bytes]]
    ret: int

class NetworkGetDhcpLeasesRet(NamedTuple):
    leases: list[NetworkDhcpLease]
    ret: int

class NetworkListAllPortsRet(NamedTuple):
    ports: list[NonnullNetworkPort]
    ret: int

class NetworkPortLookupByUuidRet(NamedTuple):
    port: NonnullNetworkPort

class NetworkPortCreateXmlRet(NamedTuple):
    port: NonnullNetworkPort

class NetworkPortGetParametersRet(NamedTuple):
    params: dict[str, int | float | bool | str]
    nparams: int

class NetworkPortGetXmlDescRet(NamedTuple):
    xml: str

class NetworkDefineXmlFlagsRet(NamedTuple):
    net: NonnullNetwork

class NetworkCreateXmlFlagsRet(NamedTuple):
    net: NonnullNetwork

class NetworkGetMetadataRet(NamedTuple):
    metadata: str

CONNECT_LIST_DEFINED_NETWORKS: Procedure[ConnectListDefinedNetworksRet]
CONNECT_LIST_NETWORKS: Procedure[ConnectListNetworksRet]
NETWORK_CREATE: Procedure[None]
NETWORK_CREATE_XML: Procedure[NetworkCreateXmlRet]
NETWORK_DEFINE_XML: Procedure[NetworkDefineXmlRet]
NETWORK_DESTROY: Procedure[None]
NETWORK_GET_XML_DESC: Procedure[NetworkGetXmlDescRet]
NETWORK_GET_AUTOSTART: Procedure[NetworkGetAutostartRet]
NETWORK_GET_BRIDGE_NAME: Procedure[NetworkGetBridgeNameRet]
NETWORK_LOOKUP_BY_NAME: Procedure[NetworkLookupByNameRet]
NETWORK_LOOKUP_BY_UUID: Procedure[NetworkLookupByUuidRet]
NETWORK_SET_AUTOSTART: Procedure[None]
NETWORK_UNDEFINE: Procedure[None]
CONNECT_NUM_OF_DEFINED_NETWORKS: Procedure[ConnectNumOfDefinedNetworksRet]
CONNECT_NUM_OF_NETWORKS: Procedure[ConnectNumOfNetworksRet]
NETWORK_IS_ACTIVE: Procedure[NetworkIsActiveRet]
NETWORK_IS_PERSISTENT: Procedure[NetworkIsPersistentRet]
CONNECT_LIST_ALL_NETWORKS: Procedure[ConnectListAllNetworksRet]
NETWORK_UPDATE: Procedure[None]
NETWORK_GET_DHCP_LEASES: Procedure[NetworkGetDhcpLeasesRet]
NETWORK_LIST_ALL_PORTS: Procedure[NetworkListAllPortsRet]
NETWORK_PORT_LOOKUP_BY_UUID: Procedure[NetworkPortLookupByUuidRet]
NETWORK_PORT_CREATE_XML: Procedure[NetworkPortCreateXmlRet]
NETWORK_PORT_GET_PARAMETERS: Procedure[NetworkPortGetParametersRet]
NETWORK_PORT_SET_PARAMETERS: Procedure[None]
NETWORK_PORT_GET_XML_DESC: Procedure[NetworkPortGetXmlDescRet]
NETWORK_PORT_DELETE: Procedure[None]
NETWORK_DEFINE_XML_FLAGS: Procedure[NetworkDefineXmlFlagsRet]
NETWORK_CREATE_XML_FLAGS: Procedure[NetworkCreateXmlFlagsRet]
NETWORK_SET_METADATA: Procedure[None]
NETWORK_GET_METADATA: Procedure[NetworkGetMetadataRet]
