"""`ProxiedHTTPAdapter`: requests to one node, by its route and by nothing else.

requests asks an adapter for connections by `get_connection_with_tls_context` (from 2.32 on) or `get_connection`
(before); both end here in the same pool, whose connections know no other way to connect than the node's route. HTTP
proxies, whether of the environment or of the caller, are left aside.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urljoin, urlsplit

from virtreach.errors import ConnectTimeout, MissingExtra, UsageError, VirtreachError
from virtreach.shell.http.channel_socket import ChannelTLSSocket, SshProxySocket
from virtreach.shell.http.destination import OtherHost

try:
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
    from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
    from urllib3.poolmanager import PoolManager
    from urllib3.util.retry import Retry
    from urllib3.util.ssl_ import create_urllib3_context, resolve_cert_reqs
except ImportError as error:
    raise MissingExtra("HTTP to nodes with requests needs requests: pip install 'virtreach[http]'") from error

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping
    from typing import Self

    from virtreach.shell.http.destination import BlockingDestination

__all__ = ["NodeSession", "ProxiedHTTPAdapter", "SendOnce"]

_FIRST = "virtreach.first"

_NOT_SENT = (ConnectTimeoutError, NewConnectionError)
_IDEMPOTENT = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PUT", "TRACE"})


class SendOnce(Retry):
    """urllib3's retries, but for what may have been done: RFC 9110, 9.2.2.

    By itself urllib3 repeats any request after an error of TLS, when it is told to repeat at all, and some that were
    half sent.
    """

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: Any = None,
        error: Exception | None = None,
        _pool: Any = None,
        _stacktrace: Any = None,
    ) -> Self:
        """Count a failure; see `Retry.increment`."""
        if (
            error is not None
            and not isinstance(error, _NOT_SENT)
            and (method or "").upper() not in _IDEMPOTENT
        ):
            raise error
        return super().increment(method, url, response, error, _pool, _stacktrace)


class ProxiedHTTPAdapter(HTTPAdapter):
    """For ``requests.Session.mount``, with ``http://`` and ``https://`` both. May be shared as sessions may.

    Connections are kept alive in a pool of its own, so equal addresses of two clusters never meet: each node has an
    adapter of its own. A request that may have reached the node is not repeated, unless repeating it does no harm and
    `max_retries` asks for it.
    """

    def __init__(
        self, destination: BlockingDestination, *, server_hostname: str | None = None, **options: Any
    ) -> None:
        """Make one.

        Args:
            destination: the node.
            server_hostname: what certificates must be for; the URL's host unless given.
            options: of requests' `HTTPAdapter`: ``pool_maxsize``, ``max_retries`` and so on.
        """
        self._destination = destination
        self._server_hostname = server_hostname
        self._pid = os.getpid()
        super().__init__(**options)
        self.max_retries = _send_once(self.max_retries)

    def __getstate__(self) -> dict[str, Any]:
        raise UsageError("an adapter for a node cannot be pickled: its connections belong to this process")

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any
    ) -> None:
        """Make the pool, all of whose connections go by the route."""
        if self._server_hostname is not None:
            pool_kwargs["server_hostname"] = self._server_hostname
        manager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **pool_kwargs)
        manager.pool_classes_by_scheme = cast(
            "Any",
            {
                "http": partial(_Pool, destination=self._destination),
                "https": partial(_TLSPool, destination=self._destination),
            },
        )
        self.poolmanager = manager

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:
        """Refuse: there are no other proxies than those of the route."""
        raise UsageError(f"{self._destination.label} is reached by its route, not by an HTTP proxy")

    def get_connection_with_tls_context(
        self,
        request: requests.PreparedRequest,
        verify: Any,
        proxies: Any = None,
        cert: Any = None,
    ) -> HTTPConnectionPool:
        """Return the pool for a request."""
        return super().get_connection_with_tls_context(request, verify, proxies=None, cert=cert)

    def get_connection(
        self, url: str | bytes, proxies: Mapping[str, str] | None = None
    ) -> HTTPConnectionPool:
        """Return the pool for a URL, for who still asks so."""
        return self.poolmanager.connection_from_url(os.fsdecode(url))

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        """Send a request.

        Raises:
            requests.exceptions.InvalidURL: its host is not the node (`OtherHost` is the cause).
            requests.exceptions.RequestException: as with any adapter.
        """
        if self._pid != os.getpid():
            # What a fork has left here is the parent's.
            self.poolmanager.clear()
            self._pid = os.getpid()
        try:
            host = urlsplit(request.url or "").hostname or ""
            # A request that follows a redirect is a copy, and shares the hooks of the first one.
            shared = cast("dict[str, Any]", request.hooks)
            self._destination.check(host, shared.setdefault(_FIRST, host))
        except OtherHost as error:
            raise requests.exceptions.InvalidURL(str(error), request=request) from error
        # Sessions add this one when they follow a redirect, for a proxy of the environment's.
        request.headers.pop("Proxy-Authorization", None)
        return super().send(request, stream, timeout, verify, cert, proxies=None)


class NodeSession(requests.Session):
    """A session for one node: takes nothing from the environment, and paths for URLs.

    Attributes:
        base_url: what a URL that starts with "/" is joined to.
    """

    def __init__(self, base_url: str) -> None:
        """Make one; adapters are mounted by the caller."""
        super().__init__()
        self.trust_env = False
        self.base_url = base_url

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """Send a request; see `requests.Session.request`."""
        whole = urljoin(self.base_url, url) if isinstance(url, str) and url.startswith("/") else url
        return super().request(method, whole, *args, **kwargs)


def _send_once(retries: Retry) -> Retry:
    if isinstance(retries, SendOnce):
        return retries
    careful = SendOnce()
    vars(careful).update(vars(retries))
    return careful


def _connect(connection: HTTPConnection, destination: BlockingDestination) -> SshProxySocket:
    timeout = connection.timeout
    try:
        return destination.connect(
            connection.host, connection.port, timeout if isinstance(timeout, int | float) else None
        )
    except ConnectTimeout as error:
        raise ConnectTimeoutError(connection, str(error)) from error
    except UsageError:
        raise
    except VirtreachError as error:
        raise NewConnectionError(connection, str(error)) from error


class _Connection(HTTPConnection):
    def __init__(self, *args: Any, destination: BlockingDestination, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._destination = destination

    def _new_conn(self) -> socket.socket:
        return _connect(self, self._destination)


class _TLSConnection(HTTPSConnection):
    def __init__(self, *args: Any, destination: BlockingDestination, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._destination = destination
        self._channel: SshProxySocket | None = None

    def _new_conn(self) -> socket.socket:
        self._channel = _connect(self, self._destination)
        return self._channel

    def connect(self) -> None:
        if self.ssl_context is None:
            # As urllib3 makes it, but with sockets that know a cut from an end.
            self.ssl_context = create_urllib3_context(cert_reqs=resolve_cert_reqs(self.cert_reqs))
            if not (self.ca_certs or self.ca_cert_dir or self.ca_cert_data):
                self.ssl_context.load_default_certs()
        self.ssl_context.sslsocket_class = ChannelTLSSocket
        try:
            super().connect()
        except OSError as error:
            if self._channel is not None and self._channel.failure is not None:
                raise self._channel.failure from error
            raise
        if isinstance(self.sock, ChannelTLSSocket) and self._channel is not None:
            self.sock.over(self._channel)


class _Pool(HTTPConnectionPool):
    ConnectionCls = cast("Any", _Connection)


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = cast("Any", _TLSConnection)
