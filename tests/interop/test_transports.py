"""Every transport and every authentication against real daemons, in both clients."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.interop.clients import KINDS, hostname
from tests.interop.lab.daemon import Daemon
from tests.interop.lab.pki import PKI
from tests.interop.lab.settings import Settings
from tests.interop.lab.sshd import SSHServer
from virtreach import Credentials
from virtreach.errors import (
    AuthenticationError,
    CertificateError,
    ConnectError,
    CredentialsRejected,
    MechanismUnavailable,
    NoCredentials,
    TransportError,
)

ALICE = ("alice", "correct horse")
BOB = ("bob", "päss wörd")

pytestmark = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(scope="module")
def without_certificate(pki: PKI) -> str:
    """A `pkipath` with the authority only."""
    return str(pki.pkipath("only-ca", None))


@pytest.fixture(scope="module")
def with_certificate(pki: PKI) -> str:
    """A `pkipath` with a client certificate, too."""
    return str(pki.pkipath("client", pki.client))


@pytest.fixture(scope="module", params=["digest-md5", "scram-sha-256", "scram-sha-1", "plain"])
def mechanism(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def mechanism_daemon(pki: PKI, mechanism: str) -> Iterator[Daemon]:
    users = dict([ALICE, BOB])
    settings = Settings(
        tcp="sasl",
        tls="sasl",
        unix="sasl",
        pki=pki,
        users=users,
        mechanisms=mechanism,
        tls_client_certificates=False,
    )
    with Daemon(settings) as daemon:
        yield daemon


class TestWithoutAuthentication:
    def test_unix(self, kind: str, test_daemon: Daemon) -> None:
        assert hostname(kind, test_daemon.uri()) == "lab.test"

    def test_unix_readonly(self, kind: str, test_daemon: Daemon) -> None:
        uri = test_daemon.uri(socket=test_daemon.socket_ro)
        assert hostname(kind, uri, readonly=True) == "lab.test"

    def test_tcp(self, kind: str, open_daemon: Daemon) -> None:
        assert hostname(kind, open_daemon.uri("tcp")) == "lab.test"

    def test_tls(self, kind: str, open_daemon: Daemon, with_certificate: str) -> None:
        assert hostname(kind, open_daemon.uri("tls", pkipath=with_certificate)) == "lab.test"

    def test_tls_many_times(self, kind: str, open_daemon: Daemon, with_certificate: str) -> None:
        """How a reply is cut into TLS records varies."""
        uri = open_daemon.uri("tls", pkipath=with_certificate)
        for _ in range(30):
            assert hostname(kind, uri) == "lab.test"

    def test_tls_by_address(self, kind: str, open_daemon: Daemon, with_certificate: str) -> None:
        uri = open_daemon.uri("tls", pkipath=with_certificate).replace("localhost", "127.0.0.1")
        assert hostname(kind, uri) == "lab.test"

    @pytest.mark.parametrize("proxy", ["auto", "native", "netcat"])
    def test_ssh(self, kind: str, ssh_server: SSHServer, proxy: str) -> None:
        assert hostname(kind, ssh_server.uri(proxy=proxy)) == "lab.test"

    def test_ext(self, kind: str, test_daemon: Daemon, tmp_path: Path) -> None:
        command = tmp_path / "reach"
        command.write_text(f"#!/bin/sh\nexec nc -U {shlex.quote(test_daemon.socket)}\n")
        command.chmod(0o755)
        assert hostname(kind, f"test+ext:///default?command={command}") == "lab.test"


class TestSASL:
    """Each mechanism on each transport that may carry it."""

    @pytest.mark.parametrize("user", [ALICE, BOB], ids=["alice", "bob"])
    @pytest.mark.parametrize("transport", ["unix", "tls", "tcp"])
    def test_login(
        self,
        kind: str,
        mechanism_daemon: Daemon,
        mechanism: str,
        transport: str,
        user: tuple[str, str],
        without_certificate: str,
    ) -> None:
        query = {"pkipath": without_certificate} if transport == "tls" else {}
        uri = mechanism_daemon.uri(transport, **query)
        if transport == "tcp" and mechanism != "digest-md5":
            with pytest.raises(MechanismUnavailable, match="TLS"):
                hostname(kind, uri, auth=user)
        else:
            assert hostname(kind, uri, auth=user) == "lab.test"

    @pytest.mark.parametrize("transport", ["unix", "tls"])
    def test_wrong_password(
        self, kind: str, mechanism_daemon: Daemon, transport: str, without_certificate: str
    ) -> None:
        query = {"pkipath": without_certificate} if transport == "tls" else {}
        with pytest.raises(CredentialsRejected) as caught:
            hostname(kind, mechanism_daemon.uri(transport, **query), auth=("alice", "wrong"))
        assert "wrong" not in repr(caught.value)


class TestCredentials:
    def test_none(
        self, kind: str, sasl_daemon: Daemon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        with pytest.raises(NoCredentials, match=r"auth\.conf"):
            hostname(kind, sasl_daemon.uri("tcp"))

    def test_callback(self, kind: str, sasl_daemon: Daemon) -> None:
        asked = []

        def answer(request: object) -> Credentials:
            asked.append(request)
            return Credentials(*ALICE)

        assert hostname(kind, sasl_daemon.uri("tcp"), auth=answer) == "lab.test"
        assert len(asked) == 1

    def test_auth_file(self, kind: str, sasl_daemon: Daemon, tmp_path: Path) -> None:
        path = tmp_path / "auth.conf"
        path.write_text(
            "[credentials-lab]\nauthname=alice\npassword=correct horse\n"
            "[auth-libvirt-127.0.0.1]\ncredentials=lab\n"
        )
        assert hostname(kind, sasl_daemon.uri("tcp", authfile=str(path))) == "lab.test"

    def test_realm_in_name(self, kind: str, sasl_daemon: Daemon) -> None:
        assert hostname(kind, sasl_daemon.uri("tcp"), auth=("alice@lab.test", ALICE[1])) == "lab.test"

    def test_unknown_user(self, kind: str, sasl_daemon: Daemon) -> None:
        with pytest.raises(CredentialsRejected):
            hostname(kind, sasl_daemon.uri("tcp"), auth=("mallory", "x"))

    def test_server_that_asks_for_nothing(self, kind: str, open_daemon: Daemon) -> None:
        """Credentials for a plain TCP server that wants none: it may be anybody."""
        with pytest.raises(MechanismUnavailable):
            hostname(kind, open_daemon.uri("tcp"), auth=ALICE)


class TestCertificates:
    def test_no_client_certificate(self, kind: str, open_daemon: Daemon, without_certificate: str) -> None:
        """The handshake succeeds in TLS 1.3; the confirmation never comes."""
        with pytest.raises(CertificateError, match="certificate"):
            hostname(kind, open_daemon.uri("tls", pkipath=without_certificate))

    def test_foreign_client_certificate(
        self, kind: str, open_daemon: Daemon, pki: PKI, tmp_path: Path
    ) -> None:
        foreign = PKI(tmp_path / "foreign")
        place = foreign.pkipath("mixed", foreign.client)
        (place / "cacert.pem").write_bytes(pki.ca.read_bytes())
        with pytest.raises(CertificateError):
            hostname(kind, open_daemon.uri("tls", pkipath=str(place)))

    def test_expired_client_certificate(
        self, kind: str, open_daemon: Daemon, pki: PKI, tmp_path: Path
    ) -> None:
        place = pki.pkipath(f"expired-{tmp_path.name}", pki.client_pair(f"expired-{tmp_path.name}", days=0))
        with pytest.raises(CertificateError):
            hostname(kind, open_daemon.uri("tls", pkipath=str(place)))

    def test_unknown_authority(self, kind: str, open_daemon: Daemon, tmp_path: Path) -> None:
        foreign = PKI(tmp_path / "foreign")
        with pytest.raises(CertificateError):
            hostname(kind, open_daemon.uri("tls", pkipath=str(foreign.pkipath("client", foreign.client))))

    def test_server_of_another_name(
        self, kind: str, make_daemon: Callable[..., Daemon], tmp_path: Path
    ) -> None:
        pki = PKI(tmp_path / "pki")
        pki.server = pki.server_pair("elsewhere", names=("elsewhere.test",), addresses=())
        daemon = make_daemon(tls="none", pki=pki)
        uri = daemon.uri("tls", pkipath=str(pki.pkipath("client", pki.client)))
        with pytest.raises(CertificateError, match="localhost"):
            hostname(kind, uri)
        with pytest.warns(UserWarning, match="no_verify"):
            assert hostname(kind, uri + "&no_verify=1") == "lab.test"


class TestUnreachable:
    def test_no_socket(self, kind: str, tmp_path: Path) -> None:
        with pytest.raises(ConnectError, match="none"):
            hostname(kind, f"test+unix:///default?socket={tmp_path}/none")

    def test_nobody_listens(self, kind: str, test_daemon: Daemon) -> None:
        from tests.interop.lab.probe import free_port

        with pytest.raises(ConnectError, match="refused"):
            hostname(kind, f"test+tcp://127.0.0.1:{free_port()}/default", timeout=10)

    def test_ssh_key_refused(self, kind: str, ssh_server: SSHServer, tmp_path: Path) -> None:
        command = tmp_path / "ssh"
        command.write_text(f'#!/bin/sh\nexec ssh -F {ssh_server.config} -o IdentityFile=none "$@"\n')
        command.chmod(0o755)
        config = ssh_server.config.read_text()
        bare = tmp_path / "config"
        bare.write_text("\n".join(line for line in config.splitlines() if "IdentityFile" not in line))
        command.write_text(f'#!/bin/sh\nexec ssh -F {bare} -o IdentityFile=/dev/null "$@"\n')
        with pytest.raises((ConnectError, AuthenticationError, TransportError), match="Permission denied"):
            hostname(kind, ssh_server.uri(command=str(command)))
