"""Dialling TLS: real certificates, real handshakes, and the byte with which a libvirt server confirms."""

from __future__ import annotations

import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.interop.lab.pki import PKI, Pair
from tests.routes.dialling import KINDS, exchange, listener, plan_for, serve
from virtreach.errors import CertificateError, ConnectError, ConnectTimeout
from virtreach.routes import TLSRoute

pytestmark = [pytest.mark.parametrize("kind", KINDS), pytest.mark.needs("certtool")]


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    return PKI(tmp_path_factory.mktemp("pki") / "one")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    """Another authority."""
    return PKI(tmp_path_factory.mktemp("pki") / "two", "Another CA")


def client_context(pki: PKI, own: Pair | None = None) -> Callable[[TLSRoute], ssl.SSLContext]:
    def make(route: TLSRoute) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(pki.ca))
        if own is not None:
            context.load_cert_chain(own.certificate, own.key)
        return context

    return make


def confirmed_echo(client: socket.socket) -> None:
    client.sendall(b"\x01")
    while data := client.recv(65536):
        client.sendall(data)


@contextmanager
def tls_server(
    pki: PKI,
    pair: Pair,
    talk: Callable[[socket.socket], None] = confirmed_echo,
    *,
    family: int = socket.AF_INET,
    version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3,
    want_certificate: bool = False,
) -> Iterator[int]:
    """A TLS server; yields its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair.certificate, pair.key)
    context.maximum_version = version
    if want_certificate:
        context.load_verify_locations(str(pki.ca))
        context.verify_mode = ssl.CERT_REQUIRED

    def secure(client: socket.socket) -> None:
        with context.wrap_socket(client, server_side=True, do_handshake_on_connect=False) as session:
            session.do_handshake()
            talk(session)

    address = "127.0.0.1" if family == socket.AF_INET else "::1"
    with listener(family, address) as server, serve(server, secure):
        yield server.getsockname()[1]


def hold(release: threading.Event) -> Callable[[socket.socket], None]:
    """A server that says nothing until it is let go."""

    def talk(client: socket.socket) -> None:
        release.wait(5)

    return talk


VERSIONS = pytest.mark.parametrize(
    "version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["1.2", "1.3"]
)


class TestAccepted:
    @VERSIONS
    @pytest.mark.parametrize("timeout", [None, 5.0])
    def test_a_conversation(
        self, kind: str, pki: PKI, version: ssl.TLSVersion, timeout: float | None
    ) -> None:
        with tls_server(pki, pki.server, version=version) as port:
            route = plan_for(f"qemu+tls://localhost:{port}/system")
            data = os.urandom(300_000)
            assert exchange(kind, route, data, tls=client_context(pki), timeout=timeout) == data

    @pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "[::1]")])
    def test_by_address(self, kind: str, pki: PKI, family: int, host: str) -> None:
        with tls_server(pki, pki.server, family=family) as port:
            route = plan_for(f"qemu+tls://{host}:{port}/system")
            assert exchange(kind, route, b"hi", tls=client_context(pki)) == b"hi"

    @VERSIONS
    def test_with_our_certificate(self, kind: str, pki: PKI, version: ssl.TLSVersion) -> None:
        with tls_server(pki, pki.server, want_certificate=True, version=version) as port:
            route = plan_for(f"qemu+tls://localhost:{port}/system")
            assert exchange(kind, route, b"hi", tls=client_context(pki, pki.client)) == b"hi"

    def test_a_confirmation_that_comes_late(self, kind: str, pki: PKI) -> None:
        def late(client: socket.socket) -> None:
            time.sleep(0.1)
            confirmed_echo(client)

        with tls_server(pki, pki.server, late) as port:
            route = plan_for(f"qemu+tls://localhost:{port}/system")
            assert exchange(kind, route, b"hi", tls=client_context(pki)) == b"hi"


def failure(
    kind: str, pki: PKI, uri: str, own: Pair | None = None, timeout: float | None = 5.0
) -> ConnectError:
    """Dial, which must fail, and leave no descriptor behind."""
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(ConnectError) as caught:
        exchange(kind, plan_for(uri), b"hi", tls=client_context(pki, own), timeout=timeout)
    # The server's own end may take a moment to go.
    ends = time.monotonic() + 2
    while len(os.listdir("/proc/self/fd")) > before and time.monotonic() < ends:
        time.sleep(0.01)
    assert len(os.listdir("/proc/self/fd")) <= before
    return caught.value


class TestServerCertificate:
    @pytest.mark.parametrize(
        ("names", "addresses", "host"),
        [
            (("other.test",), ("127.0.0.1",), "localhost"),
            (("localhost",), ("127.0.0.9",), "127.0.0.1"),
            (("127.0.0.1",), (), "127.0.0.1"),
            (("*.test",), (), "localhost"),
            ((), (), "localhost"),
        ],
    )
    def test_it_names_somebody_else(
        self, kind: str, pki: PKI, names: tuple[str, ...], addresses: tuple[str, ...], host: str
    ) -> None:
        stem = f"other-{abs(hash((names, addresses, host)))}"
        pair = pki.server_pair(stem, names=names, addresses=addresses)
        with tls_server(pki, pair) as port:
            error = failure(kind, pki, f"qemu+tls://{host}:{port}/system")
        assert isinstance(error, CertificateError)
        assert error.step == "tls"
        assert repr(host) in str(error)
        assert "subjectAltName" in str(error)

    def test_the_common_name_does_not_count(self, kind: str, pki: PKI) -> None:
        pair = pki.server_pair("localhost", names=("other.test",), addresses=())
        with tls_server(pki, pair) as port:
            assert isinstance(failure(kind, pki, f"qemu+tls://localhost:{port}/"), CertificateError)

    def test_it_has_expired(self, kind: str, pki: PKI) -> None:
        pair = pki.server_pair(f"expired-{kind}", days=0)
        with tls_server(pki, pair) as port:
            error = failure(kind, pki, f"qemu+tls://localhost:{port}/system")
        assert isinstance(error, CertificateError)
        assert "expired" in str(error)

    @VERSIONS
    def test_another_authority_issued_it(
        self, kind: str, pki: PKI, stranger: PKI, version: ssl.TLSVersion
    ) -> None:
        with tls_server(stranger, stranger.server, version=version) as port:
            error = failure(kind, pki, f"qemu+tls://localhost:{port}/system")
        assert isinstance(error, CertificateError)
        assert "CA certificate" in str(error)


class TestOurCertificate:
    """With TLS 1.3 the handshake is over before the server has looked at it; what counts is the confirmation."""

    @VERSIONS
    def test_none(self, kind: str, pki: PKI, version: ssl.TLSVersion) -> None:
        with tls_server(pki, pki.server, want_certificate=True, version=version) as port:
            error = failure(kind, pki, f"qemu+tls://localhost:{port}/system")
        if version is ssl.TLSVersion.TLSv1_3:
            assert isinstance(error, CertificateError)
            assert error.step == "confirm"
            assert "client certificate" in str(error)

    def test_from_another_authority(self, kind: str, pki: PKI, stranger: PKI) -> None:
        with tls_server(pki, pki.server, want_certificate=True) as port:
            error = failure(kind, pki, f"qemu+tls://localhost:{port}/system", stranger.client)
        assert isinstance(error, CertificateError)
        assert error.step == "confirm"

    def test_the_server_says_nothing_and_closes(self, kind: str, pki: PKI) -> None:
        # libvirtd checks the certificate itself after the handshake, and just closes.
        with tls_server(pki, pki.server, lambda client: None) as port:
            error = failure(kind, pki, f"qemu+tls://localhost:{port}/system")
        assert isinstance(error, CertificateError)
        assert "tls_allowed_dn_list" in str(error)


class TestConfirmation:
    @pytest.mark.parametrize("answer", [b"\x00", b"\x02", b"HTTP/1.1 400"])
    def test_something_else(self, kind: str, pki: PKI, answer: bytes) -> None:
        with tls_server(pki, pki.server, lambda client: client.sendall(answer)) as port:
            error = failure(kind, pki, f"qemu+tls://localhost:{port}/system")
        assert not isinstance(error, CertificateError)
        assert "libvirt daemon" in str(error)

    def test_none_before_the_deadline(self, kind: str, pki: PKI) -> None:
        release = threading.Event()
        try:
            with tls_server(pki, pki.server, hold(release)) as port:
                started = time.monotonic()
                with pytest.raises(ConnectTimeout, match="step 'confirm'"):
                    exchange(
                        kind,
                        plan_for(f"qemu+tls://localhost:{port}/system"),
                        b"hi",
                        tls=client_context(pki),
                        timeout=2,  # enough for a handshake, however busy the machine is
                    )
                assert time.monotonic() - started < 10
                release.set()
        finally:
            release.set()


class TestHandshake:
    def test_a_port_that_speaks_something_else(self, kind: str, pki: PKI) -> None:
        def talk(client: socket.socket) -> None:
            client.recv(100)
            client.sendall(b"SSH-2.0-x\r\n")

        with listener() as server, serve(server, talk):
            error = failure(kind, pki, f"qemu+tls://localhost:{server.getsockname()[1]}/system")
        assert error.step == "tls"
        assert "TLS port" in str(error)

    def test_a_port_that_closes(self, kind: str, pki: PKI) -> None:
        with listener() as server, serve(server, lambda client: None):
            error = failure(kind, pki, f"qemu+tls://localhost:{server.getsockname()[1]}/system")
        assert error.step == "tls"

    def test_a_port_that_is_silent(self, kind: str, pki: PKI) -> None:
        release = threading.Event()
        with listener() as server, serve(server, hold(release)):
            started = time.monotonic()
            with pytest.raises(ConnectTimeout, match="step 'tls'"):
                exchange(
                    kind,
                    plan_for(f"qemu+tls://localhost:{server.getsockname()[1]}/system"),
                    b"hi",
                    tls=client_context(pki),
                    timeout=0.2,
                )
            assert time.monotonic() - started < 3
            release.set()

    def test_a_port_that_trickles_does_not_stretch_the_deadline(self, kind: str, pki: PKI) -> None:
        def trickle(client: socket.socket) -> None:
            try:
                for byte in b"\x16\x03\x03\x3f\xff" + bytes(100):
                    client.sendall(bytes([byte]))
                    time.sleep(0.05)
            except OSError:
                return

        with listener() as server, serve(server, trickle):
            started = time.monotonic()
            with pytest.raises(ConnectTimeout):
                exchange(
                    kind,
                    plan_for(f"qemu+tls://localhost:{server.getsockname()[1]}/system"),
                    b"hi",
                    tls=client_context(pki),
                    timeout=0.4,
                )
            assert time.monotonic() - started < 2

    def test_a_context_that_cannot_be_made(self, kind: str, pki: PKI) -> None:
        def fail(route: TLSRoute) -> ssl.SSLContext:
            raise CertificateError("no CA certificate", step="tls", target=route.target)

        with listener() as server, pytest.raises(CertificateError, match="no CA certificate"):
            exchange(kind, plan_for(f"qemu+tls://localhost:{server.getsockname()[1]}/"), b"", tls=fail)


def test_the_context_sees_the_route(kind: str, pki: PKI, tmp_path: Path) -> None:
    seen: list[TLSRoute] = []

    def make(route: TLSRoute) -> ssl.SSLContext:
        seen.append(route)
        return client_context(pki)(route)

    with tls_server(pki, pki.server) as port:
        uri = f"qemu+tls://localhost:{port}/system?pkipath={tmp_path}&no_sanity=1"
        exchange(kind, plan_for(uri), b"", tls=make)
    assert (seen[0].pkipath, seen[0].check_own, seen[0].verify) == (str(tmp_path), False, True)
