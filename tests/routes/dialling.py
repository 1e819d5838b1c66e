"""Both ways to dial behind one small face, and peers to dial."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from virtreach.conf.client import ClientConf
from virtreach.routes import Route, TLSRoute, aio_dial, blocking_dial, plan
from virtreach.routes.surroundings import Surroundings
from virtreach.routes.tls_layer import TLSLayer

__all__ = ["KINDS", "Collector", "echo", "exchange", "listener", "output", "plan_for", "serve"]

KINDS = ("blocking", "asyncio")

ContextFactory = Callable[[TLSRoute], ssl.SSLContext]


def plan_for(uri: str, **options: bool) -> Route:
    """Plan without settings, environment and warnings."""
    return plan(
        uri,
        conf=ClientConf(path=None, environment={}),
        surroundings=Surroundings(euid=0, environment={}),
        warn=None,
        **options,
    )


class Collector(asyncio.Protocol):
    """Keeps what comes."""

    def __init__(self, layer: TLSLayer | None) -> None:
        self.layer = layer
        self.data = bytearray()
        self.change = asyncio.Event()
        self.lost = False

    def data_received(self, data: bytes) -> None:
        self.data += self.layer.unwrap(data) if self.layer else data
        self.change.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        self.change.set()


def exchange(
    kind: str, route: Route, data: bytes, *, timeout: float | None = 10.0, tls: ContextFactory | None = None
) -> bytes:
    """Dial, send, read until as much came back or the stream ended, close.

    Raises what `dial` raises; for a program whose stream ends early, what `explain_end` returns.
    """
    if kind == "asyncio":
        return asyncio.run(_exchange(route, data, timeout, tls))
    deadline = None if timeout is None else time.monotonic() + timeout
    stream, layer = blocking_dial.dial(route, deadline=deadline, tls_context_factory=tls)
    try:
        assert stream.gettimeout() is None
        stream.settimeout(10)
        try:
            stream.sendall(layer.wrap(data) if layer else data)
            got = b""
            while len(got) < len(data) and (piece := stream.recv(65536)):
                got += layer.unwrap(piece) if layer else piece
        except (BrokenPipeError, ConnectionResetError):
            got = b""
        if len(got) < len(data):
            end = blocking_dial.explain_end(stream)
            if end is not None:
                raise end
        return got
    finally:
        stream.close()


async def _exchange(route: Route, data: bytes, timeout: float | None, tls: ContextFactory | None) -> bytes:
    deadline = None if timeout is None else time.monotonic() + timeout
    transport, protocol = await aio_dial.dial(route, Collector, deadline=deadline, tls_context_factory=tls)
    try:
        transport.write(protocol.layer.wrap(data) if protocol.layer else data)
        async with asyncio.timeout(10):
            while len(protocol.data) < len(data) and not protocol.lost:
                protocol.change.clear()
                await protocol.change.wait()
        if len(protocol.data) < len(data):
            end = await aio_dial.explain_end(transport)
            if end is not None:
                raise end
        return bytes(protocol.data)
    finally:
        transport.close()
        async with asyncio.timeout(10):
            while not protocol.lost:
                protocol.change.clear()
                await protocol.change.wait()


def output(kind: str, route: Route) -> bytes:
    """Dial, send nothing, read until the stream ends, close."""
    if kind == "asyncio":
        return asyncio.run(_output(route))
    stream, _ = blocking_dial.dial(route)
    with stream:
        stream.settimeout(10)
        return b"".join(iter(lambda: stream.recv(65536), b""))


async def _output(route: Route) -> bytes:
    transport, protocol = await aio_dial.dial(route, Collector)
    async with asyncio.timeout(10):
        while not protocol.lost:
            protocol.change.clear()
            await protocol.change.wait()
    transport.close()
    return bytes(protocol.data)


@contextmanager
def listener(
    family: int = socket.AF_INET, address: str = "127.0.0.1", *, backlog: int = 8
) -> Iterator[socket.socket]:
    """A listening socket on a free port, or on a path for a unix socket."""
    with socket.socket(family) as server:
        server.bind((address, 0) if family != socket.AF_UNIX else address)
        server.listen(backlog)
        yield server


@contextmanager
def serve(server: socket.socket, talk: Callable[[socket.socket], None]) -> Iterator[list[BaseException]]:
    """Answer each client of a listening socket in a thread, until the block ends; yields what went wrong."""
    errors: list[BaseException] = []
    stopped = threading.Event()
    server.settimeout(0.02)

    def run() -> None:
        while not stopped.is_set():
            try:
                client, _ = server.accept()
            except TimeoutError:
                continue
            client.settimeout(10)
            try:
                with client:
                    talk(client)
            except OSError as error:
                errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield errors
    finally:
        stopped.set()
        thread.join(15)


def echo(client: socket.socket) -> None:
    """Send back what comes."""
    while data := client.recv(65536):
        client.sendall(data)
