"""`NodeTransport` and `AsyncNodeTransport`: transports of httpx to one node, by its route and by nothing else."""

from __future__ import annotations

import contextlib
import os
import ssl
from typing import TYPE_CHECKING, Any, TypeAlias

from virtreach.errors import MissingExtra
from virtreach.shell.http.destination import OtherHost

try:
    import httpcore
    import httpx
except ImportError as error:
    raise MissingExtra("HTTP to nodes with httpx needs httpx: pip install 'virtreach[http]'") from error

from virtreach.shell.http.network import AsyncBackend, Backend

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from virtreach.shell.http.destination import BlockingDestination, Destination

__all__ = ["AsyncNodeTransport", "NodeTransport", "make_async_client", "make_client"]

_LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=60.0)


@contextlib.contextmanager
def _as_httpx(request: httpx.Request) -> Iterator[None]:
    """Turn errors of httpcore into those of httpx, which have the same names."""
    try:
        yield
    except OtherHost as error:
        raise httpx.UnsupportedProtocol(str(error), request=request) from error
    except Exception as error:
        for kind in type(error).__mro__:
            if kind.__module__.partition(".")[0] == "httpcore":
                # httpcore hides where its own come from.
                cause = error.__cause__ or error.__context__ or error
                raise getattr(httpx, kind.__name__)(str(error), request=request) from cause
        raise


def _for_httpcore(request: httpx.Request) -> httpcore.Request:
    url = request.url
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=request.headers.raw,
        content=request.stream,
        extensions=request.extensions,
    )


def _first(request: httpx.Request) -> str:
    """Return the host that the program asked for; requests that follow redirects have the extensions of the first."""
    first: str = request.extensions.setdefault("virtreach.first", request.url.host)
    return first


Verify: TypeAlias = ssl.SSLContext | str | bool
Certificate: TypeAlias = tuple[str, str] | str | None


def _context(verify: Verify, cert: Certificate) -> ssl.SSLContext:
    """Return how servers are verified, whatever this version of httpx takes for it."""
    if isinstance(verify, str):
        directory = os.path.isdir(verify)
        context = ssl.create_default_context(
            cafile=None if directory else verify, capath=verify if directory else None
        )
    elif isinstance(verify, ssl.SSLContext):
        context = verify
    else:
        context = httpx.create_ssl_context(verify=verify, trust_env=False)
    if cert is not None:
        context.load_cert_chain(*((cert,) if isinstance(cert, str) else cert))
    return context


def _options(
    verify: Verify, cert: Certificate, limits: httpx.Limits, http2: bool, retries: int
) -> dict[str, Any]:
    return {
        "ssl_context": _context(verify, cert),
        "max_connections": limits.max_connections,
        "max_keepalive_connections": limits.max_keepalive_connections,
        "keepalive_expiry": limits.keepalive_expiry,
        "http2": http2,
        "retries": retries,
    }


class NodeTransport(httpx.BaseTransport):
    """For ``httpx.Client(transport=…)``. Connections are kept alive in a pool of its own, one for a node."""

    def __init__(
        self,
        destination: BlockingDestination,
        *,
        server_hostname: str | None = None,
        verify: Verify = True,
        cert: Certificate = None,
        limits: httpx.Limits = _LIMITS,
        http2: bool = False,
        retries: int = 0,
    ) -> None:
        """Make one.

        Args:
            destination: the node.
            server_hostname: what certificates must be for; the URL's host unless given.
            verify: False, a context, or a file or directory of CA certificates.
            cert: our certificate, or that and its key.
            limits, http2: as httpx has them.
            retries: how often connecting is tried again; nothing that was sent is.
        """
        self._pool = httpcore.ConnectionPool(
            network_backend=Backend(destination, server_hostname),
            **_options(verify, cert, limits, http2, retries),
        )
        self._destination = destination

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; httpx calls it.

        Raises:
            httpx.UnsupportedProtocol: its host is not the node (`OtherHost` is the cause).
            httpx.TransportError: as with any transport.
        """
        with _as_httpx(request):
            self._destination.check(request.url.host, _first(request))
            response = self._pool.handle_request(_for_httpcore(request))
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response.stream, request),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class AsyncNodeTransport(httpx.AsyncBaseTransport):
    """The same for ``httpx.AsyncClient``; it belongs to the event loop of the route."""

    def __init__(
        self,
        destination: Destination,
        *,
        server_hostname: str | None = None,
        verify: Verify = True,
        cert: Certificate = None,
        limits: httpx.Limits = _LIMITS,
        http2: bool = False,
        retries: int = 0,
    ) -> None:
        """Make one; see `NodeTransport`."""
        self._pool = httpcore.AsyncConnectionPool(
            network_backend=AsyncBackend(destination, server_hostname),
            **_options(verify, cert, limits, http2, retries),
        )
        self._destination = destination

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; see `NodeTransport.handle_request`."""
        with _as_httpx(request):
            self._destination.check(request.url.host, _first(request))
            response = await self._pool.handle_async_request(_for_httpcore(request))
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_AsyncBody(response.stream, request),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


def make_client(transport: NodeTransport, base_url: str, options: dict[str, Any]) -> httpx.Client:
    """Return a client that takes nothing from the environment."""
    return httpx.Client(transport=transport, base_url=base_url, trust_env=False, **options)


def make_async_client(
    transport: AsyncNodeTransport, base_url: str, options: dict[str, Any]
) -> httpx.AsyncClient:
    """Return the same for asyncio."""
    return httpx.AsyncClient(transport=transport, base_url=base_url, trust_env=False, **options)


class _Body(httpx.SyncByteStream):
    def __init__(self, inner: Any, request: httpx.Request) -> None:
        self._inner = inner
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx(self._request):
            yield from self._inner

    def close(self) -> None:
        self._inner.close()


class _AsyncBody(httpx.AsyncByteStream):
    def __init__(self, inner: Any, request: httpx.Request) -> None:
        self._inner = inner
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_httpx(self._request):
            async for piece in self._inner:
                yield piece

    async def aclose(self) -> None:
        await self._inner.aclose()
