"""Opening a route's stream, blocking.

`dial` returns a plain `socket.socket` in blocking mode, and for TLS the `TLSLayer` that what travels over it
has to pass through. For a program (ssh, ext) the socket is a `CommandSocket`, whose `close` also ends the
program; when such a stream ends while the connection is being opened, `explain_end` has the reason.
"""

from __future__ import annotations

import errno
import os
import select
import socket
import time

from virtreach.errors import ConnectError, UsageError
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
from virtreach.uri.authority import is_address

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from virtreach.routes.addresses import AddressInfo
    from virtreach.routes.route import Route
    from virtreach.routes.tls_layer import TLSLayer

__all__ = ["dial", "explain_end"]


def dial(
    route: Route,
    *,
    deadline: float | None = None,
    tls_context_factory: Callable[[TLSRoute], ssl.SSLContext] | None = None,
) -> tuple[socket.socket, TLSLayer | None]:
    """Open a route's stream.

    Args:
        route: what to open.
        deadline: when to give up, on the clock of `time.monotonic`; None waits as long as the system does.
            It covers every step: resolving, connecting, TLS, the server's confirmation. A program is only
            started; what comes then is up to who reads the stream.
        tls_context_factory: makes the TLS context; needed for a `TLSRoute` only.

    Returns:
        A connected socket in blocking mode, which the caller closes, and the TLS session on it, or None.
        Nothing stays open after a failure.

    Raises:
        ConnectError: with step and target; `ConnectTimeout` and `CertificateError` are kinds of it.
    """
    if isinstance(route, UnixRoute):
        return _unix(route, deadline), None
    if isinstance(route, TLSRoute):
        if tls_context_factory is None:
            raise UsageError("a TLS route needs a tls_context_factory")
        stream = _tcp(route, deadline)
        try:
            return stream, _tls(stream, route, tls_context_factory(route), deadline)
        except BaseException:
            stream.close()
            raise
    if isinstance(route, TCPRoute):
        return _tcp(route, deadline), None
    if isinstance(route, CommandRoute):
        from virtreach.routes import command

        return command.start(route), None
    if isinstance(route, EmbeddedRoute):
        from virtreach.routes import embedded

        return embedded.open_stream(), None
    if isinstance(route, InProcessSSHRoute):
        from virtreach.routes.jumping import open_stream

        return open_stream(route, deadline), None
    raise UsageError(f"{route!r} cannot be dialled")


def explain_end(stream: socket.socket, *, timeout: float = 1.0) -> ConnectError | None:
    """Say why the stream of a program, or by SSH, ended before the connection was open; None for other kinds.

    Waits up to `timeout` seconds for the program to end, so that its last words are there.
    """
    child = getattr(stream, "child", None)
    if child is None:
        # A stream by SSH in this process knows by itself.
        reason = getattr(stream, "failure", None)
        return reason if isinstance(reason, ConnectError) else None
    child.ended.wait(timeout)
    failure: ConnectError = child.failure()
    return failure


def _unix(route: UnixRoute, deadline: float | None) -> socket.socket:
    try:
        return _unix_once(route, deadline)
    except ConnectError as error:
        if route.daemon is None or not isinstance(
            error.__cause__, (FileNotFoundError, ConnectionRefusedError)
        ):
            raise
    from virtreach.routes.autostart import start_daemon

    start_daemon(route, deadline)
    return _unix_once(route, deadline)


def _unix_once(route: UnixRoute, deadline: float | None) -> socket.socket:
    stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        if deadline is None:
            stream.connect(route.path)
            return stream
        stream.setblocking(False)
        while True:
            try:
                stream.connect(route.path)
                break
            except BlockingIOError:
                # The daemon's queue of waiting clients is full; a unix socket gives no sign when it is not.
                left = remaining(deadline, step="connect", target=route.path)
                time.sleep(min(0.01, left or 0.01))
        stream.setblocking(True)
        return stream
    except OSError as error:
        stream.close()
        if isinstance(error, ConnectError):
            raise
        raise unix_failed(route.path, error) from error
    except BaseException:
        stream.close()
        raise


def _tcp(route: TCPRoute, deadline: float | None) -> socket.socket:
    if route.jump is not None:
        from virtreach.routes.jumping import open_stream

        return open_stream(route, deadline)
    from virtreach.routes.addresses import interleave

    infos = interleave(_resolve(route, deadline))
    stream = _race(infos, route, deadline)
    stream.setblocking(True)
    stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    stream.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return stream


def _resolve(route: TCPRoute, deadline: float | None) -> list[AddressInfo]:
    # As bytes: a str would load the codec for international names, and the URI has let only ASCII through.
    host = route.hostname.encode("ascii")
    if deadline is not None and not is_address(route.hostname):
        return _resolve_in_thread(route, host, deadline)
    try:
        return socket.getaddrinfo(host, route.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise not_resolved(route.hostname, route.target, error) from error


def _resolve_in_thread(route: TCPRoute, host: bytes, deadline: float) -> list[AddressInfo]:
    # The C library's resolver cannot be interrupted, so a thread is left behind when it takes too long.
    import threading

    found: list[AddressInfo] = []
    failed: list[OSError] = []
    done = threading.Event()

    def ask() -> None:
        try:
            found.extend(socket.getaddrinfo(host, route.port, type=socket.SOCK_STREAM))
        except OSError as error:
            failed.append(error)
        finally:
            done.set()

    left = remaining(deadline, step="resolve", target=route.target)
    threading.Thread(target=ask, name="virtreach-resolve", daemon=True).start()
    if not done.wait(left):
        raise timed_out("resolve", route.target)
    if failed:
        raise not_resolved(route.hostname, route.target, failed[0]) from failed[0]
    return found


def _race(infos: list[AddressInfo], route: TCPRoute, deadline: float | None) -> socket.socket:
    """Connect to the first address that answers; each has a head start over the next (RFC 8305)."""
    from virtreach.routes.addresses import ATTEMPT_DELAY, show

    waiting = list(infos)
    pending: dict[int, tuple[socket.socket, str]] = {}
    failed: list[tuple[str, OSError]] = []
    poller = select.poll()
    next_start = 0.0
    winner: socket.socket | None = None
    try:
        while winner is None:
            now = time.monotonic()
            if waiting and (not pending or now >= next_start):
                family, kind, protocol, _, address = waiting.pop(0)
                try:
                    stream = socket.socket(family, kind, protocol)
                except OSError as error:
                    failed.append((show(address), error))
                    continue
                pending[stream.fileno()] = stream, show(address)
                stream.setblocking(False)
                number = stream.connect_ex(address)
                if number == 0:
                    winner = stream
                elif number == errno.EINPROGRESS:
                    poller.register(stream, select.POLLOUT)
                else:
                    _lose(pending, stream.fileno(), number, failed)
                next_start = now + ATTEMPT_DELAY
                continue
            if not pending:
                raise tcp_failed(route.target, failed)
            timeout = remaining(deadline, step="connect", target=route.target)
            if waiting:
                until_next = max(0.0, next_start - now)
                timeout = until_next if timeout is None else min(timeout, until_next)
            for descriptor, _ in poller.poll(None if timeout is None else timeout * 1000 + 1):
                stream = pending[descriptor][0]
                number = stream.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                if number == 0 and winner is None:
                    winner = stream
                elif number:
                    poller.unregister(descriptor)
                    _lose(pending, descriptor, number, failed)
        return winner
    finally:
        for stream, _ in pending.values():
            if stream is not winner:
                stream.close()


def _lose(
    pending: dict[int, tuple[socket.socket, str]],
    descriptor: int,
    number: int,
    failed: list[tuple[str, OSError]],
) -> None:
    stream, shown = pending.pop(descriptor)
    stream.close()
    failed.append((shown, OSError(number, os.strerror(number))))


def _tls(raw: socket.socket, route: TLSRoute, context: ssl.SSLContext, deadline: float | None) -> TLSLayer:
    from virtreach.routes.tls_layer import TLSLayer

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
                raw.sendall(data)
            received = _receive(raw, deadline, step, route.target)
        except OSError as error:
            if isinstance(error, ConnectError):
                raise
            raise tls_error(error, route, step) from error


def _receive(raw: socket.socket, deadline: float | None, step: str, target: str) -> bytes:
    left = remaining(deadline, step=step, target=target)
    if left is not None:
        poller = select.poll()
        poller.register(raw, select.POLLIN)
        while not poller.poll(left * 1000 + 1):
            left = remaining(deadline, step=step, target=target) or 0.0
    return raw.recv(16384)
