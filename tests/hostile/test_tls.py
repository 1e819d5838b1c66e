"""Hosts that never come to the end of TLS, or say too much at it: the deadline for connecting holds."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import virtreach
from tests.auth.certificates import Leaf, Maker
from virtreach import aio
from virtreach.errors import ConnectError

pytestmark = [pytest.mark.parametrize("kind", ["blocking", "asyncio"]), pytest.mark.needs("openssl")]

_LIMIT = 0.5


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Leaf]:
    """A directory for ``pkipath=``, and a server's certificate for localhost."""
    directory = tmp_path_factory.mktemp("pki")
    maker = Maker(directory)
    authority = maker.authority()
    shutil.copy(authority.certificate, directory / "cacert.pem")
    return directory, maker.leaf(authority, "subjectAltName=DNS:localhost", "extendedKeyUsage=serverAuth")


def _drip(stream: socket.socket, context: ssl.SSLContext) -> None:
    """A handshake in order, a byte at a time."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing, server_side=True)
    incoming.write(stream.recv(65536))
    with pytest.raises(ssl.SSLWantReadError):
        tls.do_handshake()
    for byte in outgoing.read():
        stream.send(bytes([byte]))
        time.sleep(0.02)


def _records(stream: socket.socket, context: ssl.SSLContext) -> None:
    """Handshake records without end."""
    while True:
        stream.sendall(b"\x16\x03\x03\x40\x00" + bytes(16384))


def _never(stream: socket.socket, context: ssl.SSLContext) -> None:
    """A handshake, and then nothing."""
    with context.wrap_socket(stream, server_side=True) as tls:
        tls.recv(1)


def _too_much(stream: socket.socket, context: ssl.SSLContext) -> None:
    """Confirmations without end."""
    with context.wrap_socket(stream, server_side=True) as tls:
        while True:
            tls.sendall(b"\x01" * 65536)


@contextmanager
def server(leaf: Leaf, evil: Callable[[socket.socket, ssl.SSLContext], None]) -> Iterator[int]:
    """Listen for one client; gives the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(leaf.certificate, leaf.key)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            stream, _ = listener.accept()
            with stream:
                try:
                    evil(stream, context)
                except OSError:
                    # The client has had enough.
                    return

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(10)
        assert not thread.is_alive()


def connect(kind: str, uri: str) -> None:
    """Open a connection with either client."""

    async def other() -> None:
        await aio.connect(uri, connect_timeout=_LIMIT)

    if kind == "asyncio":
        asyncio.run(other())
    else:
        virtreach.connect(uri, connect_timeout=_LIMIT)


@pytest.mark.parametrize("evil", [_drip, _records, _never, _too_much])
def test_the_deadline_holds(
    kind: str, files: tuple[Path, Leaf], evil: Callable[[socket.socket, ssl.SSLContext], None]
) -> None:
    directory, leaf = files
    with server(leaf, evil) as port:
        uri = f"qemu+tls://localhost:{port}/system?pkipath={directory}"
        started = time.monotonic()
        with pytest.raises(ConnectError):
            connect(kind, uri)
        assert time.monotonic() - started <= _LIMIT + 0.5
