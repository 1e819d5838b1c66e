"""Opening a route's stream, for asyncio: the same steps as `blocking_dial`, the same errors.

Works with every event loop that has the standard methods.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
import weakref
from typing import TYPE_CHECKING, TypeVar

from virtreach.errors import ConnectError, ConnectTimeout, UsageError
from virtreach.routes.addresses import ATTEMPT_DELAY, interleave, show
from virtreach.routes.failures import (
    not_resolved,
    remaining,
    tcp_failed,
    timed_out,
    tls_error,
    unix_failed,
)
from virtreach.routes.route import (
    CommandRoute,
    EmbeddedRoute,
    InProcessSSHRoute,
    TCPRoute,
    TLSRoute,
    UnixRoute,
)
from virtreach.routes.tls_layer import TLSLayer
from virtreach.uri.authority import is_address

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from concurrent.futures import Future

    from virtreach.routes.addresses import AddressInfo
    from virtreach.routes.command import Child
    from virtreach.routes.route import Route

__all__ = ["connect_tcp", "dial", "explain_end"]

_P = TypeVar("_P", bound=asyncio.BaseProtocol)
_T = TypeVar("_T")

_streams: weakref.WeakKeyDictionary[asyncio.BaseTransport, socket.socket] = weakref.WeakKeyDictionary()
_children: weakref.WeakKeyDictionary[asyncio.BaseTransport, Child] = weakref.WeakKeyDictionary()


async def dial(
    route: Route,
    protocol_factory: Callable[[TLSLayer | None], _P],
    *,
    deadline: float | None = None,
    tls_context_factory: Callable[[TLSRoute], ssl.SSLContext] | None = None,
) -> tuple[asyncio.Transport, _P]:
    """Open a route's stream and give it to a protocol.

    Args:
        route: what to open.
        protocol_factory: makes the protocol, once the stream is open; for TLS it is given the confirmed session, which
            all that the protocol sends and receives has to pass through.
        deadline: when to give up, on the clock of `time.monotonic`, covering every step; or None.
        tls_context_factory: makes the TLS context; needed for a `TLSRoute` only.

    Returns:
        Transport and protocol. Nothing stays open after a failure or a cancellation.

    Raises:
        ConnectError: with step and target; `ConnectTimeout` and `CertificateError` are kinds of it.
    """
    loop = asyncio.get_running_loop()
    if isinstance(route, CommandRoute):
        from virtreach.routes import command

        stream = command.start(route)
        stream.patient = False
        stream.setblocking(False)
        transport, protocol = await _adopt(loop, protocol_factory, stream)
        _children[transport] = stream.child
        return transport, protocol
    if isinstance(route, UnixRoute):
        return await _adopt(loop, protocol_factory, await _unix(route, deadline))
    if isinstance(route, TCPRoute):
        context = None
        if isinstance(route, TLSRoute):
            if tls_context_factory is None:
                raise UsageError("a TLS route needs a tls_context_factory")
            context = tls_context_factory(route)
        if route.jump is not None or route.by is not None:
            raw = await _jump(route, deadline)
        else:
            raw = await connect_tcp(route.hostname, route.port, deadline=deadline)
        layer = None
        if context is not None and isinstance(route, TLSRoute):
            try:
                layer = await _tls(loop, raw, route, context, deadline)
            except BaseException:
                raw.close()
                raise
        return await _adopt(loop, protocol_factory, raw, layer)
    if isinstance(route, EmbeddedRoute):
        from virtreach.routes import embedded

        inside = embedded.open_stream()
        inside.setblocking(False)
        return await _adopt(loop, protocol_factory, inside)
    if isinstance(route, InProcessSSHRoute):
        inside = await _jump(route, deadline)
        transport, protocol = await _adopt(loop, protocol_factory, inside)
        _streams[transport] = inside
        return transport, protocol
    raise UsageError(f"{route!r} cannot be dialled")


async def explain_end(transport: asyncio.BaseTransport, *, timeout: float = 1.0) -> ConnectError | None:
    """Say why the stream of a program, or by SSH, ended before the connection was open; None for other kinds.

    Waits up to `timeout` seconds for the program to end, so that its last words are there.
    """
    child = _children.get(transport)
    if child is None:
        # A stream by SSH in this process knows by itself.
        reason = getattr(_streams.get(transport), "failure", None)
        return reason if isinstance(reason, ConnectError) else None
    ends = time.monotonic() + timeout
    while not child.ended.is_set() and time.monotonic() < ends:  # noqa: ASYNC110 - set by a thread, not a task
        await asyncio.sleep(0.01)
    return child.failure()


async def _adopt(
    loop: asyncio.AbstractEventLoop,
    protocol_factory: Callable[[TLSLayer | None], _P],
    stream: socket.socket,
    layer: TLSLayer | None = None,
) -> tuple[asyncio.Transport, _P]:
    try:
        return await loop.create_connection(lambda: protocol_factory(layer), sock=stream)
    except BaseException:
        stream.close()
        raise


async def _until(awaitable: Awaitable[_T], deadline: float | None, step: str, target: str) -> _T:
    try:
        left = remaining(deadline, step=step, target=target)
    except ConnectTimeout:
        if asyncio.iscoroutine(awaitable):
            awaitable.close()
        raise
    try:
        return await asyncio.wait_for(awaitable, left)
    except TimeoutError as error:
        if deadline is None or isinstance(error, ConnectError) or time.monotonic() < deadline:
            raise  # the system's own time-out, ETIMEDOUT, is a TimeoutError too
        raise timed_out(step, target) from None


async def _unix(route: UnixRoute, deadline: float | None) -> socket.socket:
    try:
        return await _unix_once(route, deadline)
    except ConnectError as error:
        if route.daemon is None or not isinstance(
            error.__cause__, (FileNotFoundError, ConnectionRefusedError)
        ):
            raise
    from virtreach.routes.autostart import start_daemon

    await asyncio.to_thread(start_daemon, route, deadline)
    return await _unix_once(route, deadline)


async def _unix_once(route: UnixRoute, deadline: float | None) -> socket.socket:
    stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        stream.setblocking(False)
        while True:
            try:
                stream.connect(route.path)
                return stream
            except BlockingIOError:
                # The daemon's queue of waiting clients is full; a unix socket gives no sign when it is not.
                remaining(deadline, step="connect", target=route.path)
                await asyncio.sleep(0.01)
    except OSError as error:
        stream.close()
        if isinstance(error, ConnectError):
            raise
        raise unix_failed(route.path, error) from error
    except BaseException:
        stream.close()
        raise


async def _jump(route: TCPRoute | InProcessSSHRoute, deadline: float | None) -> socket.socket:
    """Open a stream by the route's own way, or by SSH in the thread that all of this process share.

    Returns:
        A socket that does not block.
    """
    from virtreach.errors.routes import LoginRefused
    from virtreach.routes import jumping

    if route.by is not None:
        stream = await route.by(None if deadline is None else max(0.0, deadline - time.monotonic()))
        stream.setblocking(False)
        return stream
    try:
        return await _jumped(jumping.begin(route, deadline))
    except LoginRefused as refused:
        source = jumping.asked_for(route, refused)
        if source is None:
            raise
        login = await source.aresolve("ssh", ("password",), route.hostname, service="ssh")
        return await _jumped(jumping.begin(route, deadline, login.password))


async def _jumped(future: Future[socket.socket]) -> socket.socket:
    """Wait for a stream of that thread."""
    try:
        stream = await asyncio.wrap_future(future)
    except asyncio.CancelledError:
        future.add_done_callback(
            lambda done: None if done.cancelled() or done.exception() else done.result().close()
        )
        raise
    stream.setblocking(False)
    return stream


async def connect_tcp(hostname: str, port: int, *, deadline: float | None = None) -> socket.socket:
    """Connect to a host, by whichever of its addresses answers first.

    Returns:
        A socket that does not block, which the caller closes.

    Raises:
        ConnectError: with step and target.
    """
    loop = asyncio.get_running_loop()
    host = hostname.encode("ascii")
    target = show((hostname, port))
    infos: list[AddressInfo]
    try:
        if is_address(hostname):
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        else:
            question = loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            infos = await _until(question, deadline, "resolve", target)
    except OSError as failure:
        if isinstance(failure, ConnectError):
            raise
        raise not_resolved(hostname, target, failure) from failure
    stream = await _until(_race(loop, interleave(infos), target), deadline, "connect", target)
    stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    stream.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return stream


async def _race(loop: asyncio.AbstractEventLoop, infos: list[AddressInfo], target: str) -> socket.socket:
    """Connect to the first address that answers; each has a head start over the next (RFC 8305)."""
    if len(infos) == 1:
        try:
            return await _attempt(loop, infos[0])
        except OSError as error:
            raise tcp_failed(target, [(show(infos[0][4]), error)]) from error
    waiting = list(infos)
    running: dict[asyncio.Task[socket.socket], str] = {}
    failed: list[tuple[str, OSError]] = []
    winner: socket.socket | None = None
    try:
        while winner is None:
            if waiting:
                info = waiting.pop(0)
                running[loop.create_task(_attempt(loop, info))] = show(info[4])
            elif not running:
                raise tcp_failed(target, failed)
            done, _ = await asyncio.wait(
                running, timeout=ATTEMPT_DELAY if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                shown = running.pop(task)
                failure = task.exception()
                if isinstance(failure, OSError):
                    failed.append((shown, failure))
                elif failure is not None:
                    raise failure
                elif winner is None:
                    winner = task.result()
                else:
                    task.result().close()
        return winner
    finally:
        for task in running:
            task.cancel()
        if running:
            for result in await asyncio.gather(*running, return_exceptions=True):
                if isinstance(result, socket.socket):
                    result.close()


async def _attempt(loop: asyncio.AbstractEventLoop, info: AddressInfo) -> socket.socket:
    family, kind, protocol, _, address = info
    stream = socket.socket(family, kind, protocol)
    try:
        stream.setblocking(False)
        await loop.sock_connect(stream, address)
        return stream
    except BaseException:
        stream.close()
        raise


async def _tls(
    loop: asyncio.AbstractEventLoop,
    raw: socket.socket,
    route: TLSRoute,
    context: ssl.SSLContext,
    deadline: float | None,
) -> TLSLayer:
    layer = TLSLayer(context, route.server_name)
    steps = layer.establish(route)
    received = None
    while True:
        try:
            step, data = next(steps) if received is None else steps.send(received)
        except StopIteration:
            return layer
        try:
            if data:
                await _until(loop.sock_sendall(raw, data), deadline, step, route.target)
            received = await _until(loop.sock_recv(raw, 16384), deadline, step, route.target)
        except OSError as error:
            if isinstance(error, ConnectError):
                raise
            raise tls_error(error, route, step) from error
