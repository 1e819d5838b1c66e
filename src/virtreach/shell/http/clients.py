"""Sessions and clients for one node: `node_session` (requests), `node_client` and `async_node_client` (httpx)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from virtreach.errors import UsageError
from virtreach.routes.ssh.openssh import FILES
from virtreach.routes.ssh.pool import TIMEOUT
from virtreach.shell.background_route import background_route
from virtreach.shell.http.destination import BlockingDestination, Destination

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import httpx
    import requests

    from virtreach.conf.inventory import Inventory
    from virtreach.routes.ssh.background import Background
    from virtreach.shell.node import NodeRoute

__all__ = ["async_node_client", "base_url", "blocking_destination", "node_client", "node_session"]


def blocking_destination(
    node: str,
    *,
    inventory: Inventory | str | None = None,
    proxy_jump: str | None = None,
    files: Sequence[str] = FILES,
    names: Iterable[str] = (),
    other_hosts: bool = False,
    unix_socket: str | None = None,
    timeout: float = TIMEOUT,
    background: Background | None = None,
) -> BlockingDestination:
    """Return a node by its name, for programs without an event loop; nothing is opened yet.

    Args:
        node: NODE or CLUSTER/NODE of the inventory; without one, ``[user@]host[:port]`` as ssh takes it.
        inventory: read, or its file; the user's own unless given, if there is one and no jump hosts are given.
        proxy_jump: jump hosts, ``[user@]host[:port],...``; goes without an inventory.
        files: OpenSSH's configuration.
        names, other_hosts, unix_socket: see `Destination`.
        timeout: seconds to connect, where a request says nothing.
        background: has the connections; the one that is shared in this process unless given.

    Raises:
        UsageError: there is no such node.
        ConfigError: the inventory or OpenSSH's configuration cannot be understood.
    """
    route = background_route(node, inventory=inventory, proxy_jump=proxy_jump, files=files)
    names = tuple(names)

    def make(background: Background) -> Destination:
        return Destination(route(background), names=names, other_hosts=other_hosts, unix_socket=unix_socket)

    return BlockingDestination(make, background=background, timeout=timeout)


def node_session(
    node: str | BlockingDestination,
    port: int | None = None,
    *,
    tls: bool = False,
    server_hostname: str | None = None,
    verify: bool | str = True,
    cert: str | tuple[str, str] | None = None,
    max_retries: Any = 0,
    pool_maxsize: int = 10,
    **how: Any,
) -> requests.Session:
    """Return a session of requests all of whose requests go to one node, by its route.

    Neither proxies nor passwords are taken from the environment. A URL that starts with "/" is one of the node's.

    Args:
        node: its name, or a destination.
        port: of URLs without one; the scheme's own unless given.
        tls: whether URLs without a scheme are ``https``.
        server_hostname: what the server's certificate must be for; the URL's host unless given.
        verify: False, or a file or directory of CA certificates; see requests.
        cert: our certificate, or that and its key.
        max_retries: how often a request is repeated which does no harm by that, or that was not sent.
        pool_maxsize: how many connections are kept.
        how: of `blocking_destination`.

    Raises:
        MissingExtra: requests is not installed.
    """
    from virtreach.shell.http.adapter import NodeSession, ProxiedHTTPAdapter

    destination = _destination(node, how)
    session = NodeSession(base_url(destination.inner, port, tls=tls))
    session.verify = verify
    session.cert = cert
    for prefix in ("http://", "https://"):
        adapter = ProxiedHTTPAdapter(
            destination, server_hostname=server_hostname, max_retries=max_retries, pool_maxsize=pool_maxsize
        )
        session.mount(prefix, adapter)
    return session


def node_client(
    node: str | BlockingDestination,
    port: int | None = None,
    *,
    tls: bool = False,
    server_hostname: str | None = None,
    verify: Any = True,
    cert: Any = None,
    retries: int = 0,
    options: dict[str, Any] | None = None,
    **how: Any,
) -> httpx.Client:
    """Return a client of httpx all of whose requests go to one node, by its route.

    Args:
        node, port, tls, server_hostname, cert, how: as for `node_session`.
        verify: False, an `ssl.SSLContext`, or a file or directory of CA certificates.
        retries: how often connecting is tried again; nothing that was sent is.
        options: of `httpx.Client`: ``timeout``, ``headers`` and so on.

    Raises:
        MissingExtra: httpx is not installed.
    """
    from virtreach.shell.http.transport import NodeTransport, make_client

    destination = _destination(node, how)
    transport = NodeTransport(
        destination, server_hostname=server_hostname, verify=verify, cert=cert, retries=retries
    )
    base = base_url(destination.inner, port, tls=tls)
    return make_client(transport, base, options or {})


def async_node_client(
    node: NodeRoute | Destination,
    port: int | None = None,
    *,
    tls: bool = False,
    server_hostname: str | None = None,
    verify: Any = True,
    cert: Any = None,
    retries: int = 0,
    options: dict[str, Any] | None = None,
    **how: Any,
) -> httpx.AsyncClient:
    """Return the same for asyncio; it belongs to the event loop of the route.

    Args:
        node: the route to it, or a destination.
        port, tls, server_hostname, verify, cert, retries, options: as for `node_client`.
        how: of `Destination`.
    """
    from virtreach.shell.http.transport import AsyncNodeTransport, make_async_client

    if not isinstance(node, Destination):
        node = Destination(node, **how)
    elif how:
        raise UsageError("a destination is given already")
    transport = AsyncNodeTransport(
        node, server_hostname=server_hostname, verify=verify, cert=cert, retries=retries
    )
    base = base_url(node, port, tls=tls)
    return make_async_client(transport, base, options or {})


def base_url(destination: Destination, port: int | None = None, *, tls: bool = False) -> str:
    """Return the URL of a node's service."""
    host = f"[{destination.host}]" if ":" in destination.host else destination.host
    return f"{'https' if tls else 'http'}://{host}{f':{port}' if port is not None else ''}/"


def _destination(node: str | BlockingDestination, how: dict[str, Any]) -> BlockingDestination:
    if isinstance(node, BlockingDestination):
        if how:
            raise UsageError("a destination is given already")
        return node
    return blocking_destination(node, **how)
