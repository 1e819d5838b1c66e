# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullNetwork
from virtreach.protocol._generated.remote.handles import NonnullNetworkPort

class ConnectListDefinedNetworksArgs(NamedTuple):
    maxnames: int

class ConnectListNetworksArgs(NamedTuple):
    maxnames: int

class NetworkCreateArgs(NamedTuple):
    net: NonnullNetwork

class NetworkCreateXmlArgs(NamedTuple):
    xml: str

class NetworkDefineXmlArgs(NamedTuple):
    xml: str

class NetworkDestroyArgs(NamedTuple):
    net: NonnullNetwork

class NetworkGetXmlDescArgs(NamedTuple):
    net: NonnullNetwork
    flags: int

class NetworkGetAutostartArgs(NamedTuple):
    net: NonnullNetwork

class NetworkGetBridgeNameArgs(NamedTuple):
    net: NonnullNetwork

class NetworkLookupByNameArgs(NamedTuple):
    name: str

class NetworkLookupByUuidArgs(NamedTuple):
    uuid: bytes

class NetworkSetAutostartArgs(NamedTuple):
    net: NonnullNetwork
    autostart: int

class NetworkUndefineArgs(NamedTuple):
    net: NonnullNetwork

class NetworkIsActiveArgs(NamedTuple):
    net: NonnullNetwork

class NetworkIsPersistentArgs(NamedTuple):
    net: NonnullNetwork

class ConnectListAllNetworksArgs(NamedTuple):
    need_results: int
    flags: int

class NetworkUpdateArgs(NamedTuple):
    net: NonnullNetwork
    command: int
    section: int
    parent_index: int
    xml: str
    flags: int

class NetworkGetDhcpLeasesArgs(NamedTuple):
    net: NonnullNetwork
    mac: str | None
    need_results: int
    flags: int

class NetworkListAllPortsArgs(NamedTuple):
    network: NonnullNetwork
    need_results: int
    flags: int

class NetworkPortLookupByUuidArgs(NamedTuple):
    network: NonnullNetwork
    uuid: bytes

class NetworkPortCreateXmlArgs(NamedTuple):
    network: NonnullNetwork
    xml: str
    flags: int

class NetworkPortGetParametersArgs(NamedTuple):
    port: NonnullNetworkPort
    nparams: int
    flags: int

class NetworkPortSetParametersArgs(NamedTuple):
    port: NonnullNetworkPort
    params: dict[str, int | float | bool | str]
    flags: int

class NetworkPortGetXmlDescArgs(NamedTuple):
    port: NonnullNetworkPort
    flags: int

class NetworkPortDeleteArgs(NamedTuple):
    port: NonnullNetworkPort
    flags: int

class NetworkDefineXmlFlagsArgs(NamedTuple):
    xml: str
    flags: int

class NetworkCreateXmlFlagsArgs(NamedTuple):
    xml: str
    flags: int

class NetworkSetMetadataArgs(NamedTuple):
    network: NonnullNetwork
    type: int
    metadata: str | None
    key: str | None
    uri: str | None
    flags: int

class NetworkGetMetadataArgs(NamedTuple):
    network: NonnullNetwork
    type: int
    uri: str | None
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
