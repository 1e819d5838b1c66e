"""HTTP and HTTPS to services on nodes: an adapter for requests and transports for httpx. Needs the extra ``[http]``.

`destination` says which of the hosts in URLs are the node, and connects; `adapter` is for requests, `transport` for
httpx, `clients` makes sessions and clients of both.
"""

from __future__ import annotations

from virtreach.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.shell.http.adapter import ProxiedHTTPAdapter as ProxiedHTTPAdapter
    from virtreach.shell.http.channel_socket import NetcatSocket as NetcatSocket
    from virtreach.shell.http.channel_socket import SshProxySocket as SshProxySocket
    from virtreach.shell.http.clients import async_node_client as async_node_client
    from virtreach.shell.http.clients import node_client as node_client
    from virtreach.shell.http.clients import node_session as node_session
    from virtreach.shell.http.destination import BlockingDestination as BlockingDestination
    from virtreach.shell.http.destination import Destination as Destination
    from virtreach.shell.http.destination import OtherHost as OtherHost
    from virtreach.shell.http.transport import AsyncNodeTransport as AsyncNodeTransport
    from virtreach.shell.http.transport import NodeTransport as NodeTransport

__all__ = [
    "AsyncNodeTransport",
    "BlockingDestination",
    "Destination",
    "NetcatSocket",
    "NodeTransport",
    "OtherHost",
    "ProxiedHTTPAdapter",
    "SshProxySocket",
    "async_node_client",
    "node_client",
    "node_session",
]

_HOMES = {
    "AsyncNodeTransport": "transport",
    "BlockingDestination": "destination",
    "Destination": "destination",
    "NetcatSocket": "channel_socket",
    "NodeTransport": "transport",
    "OtherHost": "destination",
    "ProxiedHTTPAdapter": "adapter",
    "SshProxySocket": "channel_socket",
    "async_node_client": "clients",
    "node_client": "clients",
    "node_session": "clients",
}
__getattr__ = door(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
