"""virtreachd with real clients: virsh and libvirt-python in C, and our own two, on every transport."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import virtreach
from tests.daemon.process import REALM, Virtreachd
from tests.interop.conftest import need
from tests.interop.lab.pki import PKI
from tests.interop.lab.probe import free_port
from virtreach import aio
from virtreach.errors import CredentialsRejected, VirtreachError
from virtreach.errors.libvirt import OperationDenied
from virtreach.session.sasl.secret import Secret
from virtreach.session.sasl.verifiers import digest_verifier, make_scram, scram_text

PASSWORD = "correct horse"


class Everything(Virtreachd):
    """A daemon with all of its doors open."""

    def __init__(self, directory: Path, pki: PKI, text: str = "") -> None:
        self.tcp, self.tls = free_port(), free_port()
        users = directory / "users"
        secret = Secret(PASSWORD)
        users.write_text(
            f"alice:{scram_text(make_scram(secret))}\n"
            f"alice:{scram_text(make_scram(secret, 'sha1'))}\n"
            f"alice:DIGEST-MD5${REALM}:{digest_verifier('alice', REALM, secret).hex()}\n"
        )
        users.chmod(0o600)
        (directory / "auth.conf").write_text(
            f"[credentials-a]\nauthname=alice\npassword={PASSWORD}\n[auth-libvirt-default]\ncredentials=a\n"
        )
        super().__init__(
            directory,
            f'listen_tcp = 1\ntcp_port = {self.tcp}\ntls_port = {self.tls}\nlisten_addr = "127.0.0.1"\n'
            f'users_file = "{users}"\nsasl_realm = "{REALM}"\n'
            'sasl_mechanisms = ["SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5", "PLAIN"]\n'
            f'key_file = "{pki.server.key}"\ncert_file = "{pki.server.certificate}"\nca_file = "{pki.ca}"\n{text}',
            "--listen",
        )

    @property
    def environment(self) -> dict[str, str]:
        return {
            **super().environment,
            "LIBVIRT_AUTH_FILE": str(self.directory / "auth.conf"),
            "LC_ALL": "C.UTF-8",
        }

    def over_tcp(self) -> str:
        return f"test+tcp://127.0.0.1:{self.tcp}/default"

    def over_tls(self, pkipath: Path) -> str:
        return f"test+tls://localhost:{self.tls}/default?pkipath={pkipath}"

    def virsh(self, uri: str, command: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["virsh", *words, "-c", uri, command],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    def python(self, uri: str, program: str) -> object:
        """Run a program with libvirt-python, which has `conn` and puts its answer into `result`."""
        text = (
            "import json, libvirt\n"
            "def ask(wanted, _):\n"
            f"    for one in wanted: one[4] = 'alice' if one[0] == libvirt.VIR_CRED_AUTHNAME else {PASSWORD!r}\n"
            "    return 0\n"
            "kinds = [libvirt.VIR_CRED_AUTHNAME, libvirt.VIR_CRED_PASSPHRASE]\n"
            f"conn = libvirt.openAuth({uri!r}, [kinds, ask, None], 0)\n"
            f"{program}\nconn.close()\nprint(json.dumps(result))"
        )
        done = subprocess.run(
            ["/usr/bin/python3", "-c", text],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def client_pki(pki: PKI) -> Path:
    """A directory as pkipath wants it, with a client's certificate."""
    return pki.pkipath("virtreachd-client", pki.client)


@pytest.fixture(scope="module")
def bare_pki(pki: PKI) -> Path:
    """The same without a client's certificate."""
    return pki.pkipath("virtreachd-bare", None)


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory, pki: PKI) -> Iterator[Everything]:
    """TCP with SASL, TLS with client certificates, unix sockets without authentication."""
    need("virsh", "certtool")
    with Everything(tmp_path_factory.mktemp("vd"), pki) as running:
        yield running


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory, pki: PKI) -> Iterator[Everything]:
    """SASL on every socket, and TLS without client certificates."""
    need("virsh", "certtool")
    text = 'auth_unix_rw = "sasl"\nauth_unix_ro = "sasl"\nauth_tls = "sasl"\ntls_no_verify_certificate = 1\n'
    with Everything(tmp_path_factory.mktemp("vd"), pki, text) as running:
        yield running


def test_virsh_on_every_transport(daemon: Everything, client_pki: Path) -> None:
    for uri in (daemon.uri(), daemon.uri(readonly=True), daemon.over_tcp(), daemon.over_tls(client_pki)):
        done = daemon.virsh(uri, "list --all --name; hostname; dumpxml test")
        assert done.returncode == 0, done.stderr
        assert done.stdout.split()[:3] == ["test", "idle", "toy"]
        assert "<name>test</name>" in done.stdout
    assert "authenticated by DIGEST-MD5" in daemon.log


def test_virsh_with_scram_inside_tls_and_on_unix(strict: Everything, bare_pki: Path) -> None:
    for uri in (strict.over_tls(bare_pki), strict.uri(), strict.uri(readonly=True)):
        done = strict.virsh(uri, "list --all --name")
        assert done.returncode == 0, done.stderr
        assert done.stdout.split() == ["test", "idle"]
    assert "authenticated by SCRAM-SHA-256" in strict.log


def test_virsh_with_a_wrong_password(strict: Everything, bare_pki: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "auth.conf"
    wrong.write_text(
        "[credentials-a]\nauthname=alice\npassword=wrong\n[auth-libvirt-default]\ncredentials=a\n"
    )
    for uri in (strict.over_tls(bare_pki), strict.over_tcp(), strict.uri()):
        done = subprocess.run(
            ["virsh", "-c", uri, "list"],
            env={**strict.environment, "LIBVIRT_AUTH_FILE": str(wrong)},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 1
        assert "authentication failed" in done.stderr


def test_virsh_without_a_client_certificate(daemon: Everything, bare_pki: Path) -> None:
    done = daemon.virsh(daemon.over_tls(bare_pki), "list")
    assert done.returncode == 1
    assert "PEER_DID_NOT_RETURN_A_CERTIFICATE" in daemon.log


def test_virsh_says_what_the_driver_and_the_daemon_say(daemon: Everything) -> None:
    done = daemon.virsh(daemon.uri(), "domstate nope")
    assert (done.returncode, done.stderr) == (
        1,
        "error: failed to get domain 'nope'\n\n",
    ) or "nope" in done.stderr
    done = daemon.virsh(daemon.uri(readonly=True), "destroy test", "-r")
    assert "operation forbidden: read only access prevents virDomainDestroy" in done.stderr
    done = daemon.virsh("qemu+unix:///system?socket=" + str(daemon.directory / "libvirt-sock"), "list")
    assert "no connection driver available for qemu:///system" in done.stderr


def test_virsh_streams(daemon: Everything, tmp_path: Path) -> None:
    target = tmp_path / "shot"
    done = daemon.virsh(daemon.uri(), f"screenshot test {target}")
    assert done.returncode == 0, done.stderr
    assert target.read_bytes() == b"0123456789abcdef" * 65536


def test_libvirt_python(daemon: Everything, client_pki: Path) -> None:
    program = (
        "domain = conn.lookupByName('test')\n"
        "stream = conn.newStream()\n"
        "mime = domain.screenshot(stream, 0)\n"
        "data = bytearray()\n"
        "stream.recvAll(lambda s, piece, to: to.extend(piece), data)\n"
        "stream.finish()\n"
        "stream = conn.newStream()\n"
        "domain.screenshot(stream, 0)\n"
        "stream.recv(1000)\n"
        "stream.abort()\n"
        "result = [conn.getType(), conn.getLibVersion(), conn.getURI(), domain.info(), mime, len(data), conn.isAlive()]"
    )
    for uri in (daemon.uri(), daemon.over_tcp(), daemon.over_tls(client_pki)):
        result = daemon.python(uri, program)
        assert result == [
            "TEST",
            2_000_000,
            uri,
            [1, 8192, 8192, 2, 7],
            "image/x-portable-pixmap",
            1 << 20,
            1,
        ]


def test_libvirt_python_from_many_threads(daemon: Everything) -> None:
    program = (
        "import threading\n"
        "def many():\n"
        "    for _ in range(200): assert conn.getLibVersion() == 2000000\n"
        "threads = [threading.Thread(target=many) for _ in range(32)]\n"
        "[thread.start() for thread in threads]; [thread.join() for thread in threads]\n"
        "result = conn.getHostname()"
    )
    assert daemon.python(daemon.uri(), program) == "toy"


def test_our_blocking_client(
    daemon: Everything, strict: Everything, client_pki: Path, bare_pki: Path
) -> None:
    login = ("alice", PASSWORD)
    for uri, auth in (
        (daemon.uri(), None),
        (daemon.over_tcp(), login),
        (daemon.over_tls(client_pki), None),
        (strict.over_tls(bare_pki), login),
        (strict.uri(), login),
    ):
        with virtreach.connect(uri, auth=auth) as conn:
            assert [domain.name for domain in conn.domains.list()] == ["test", "idle"]
    with pytest.raises(CredentialsRejected):
        virtreach.connect(strict.uri(), auth=("alice", "wrong"))
    with pytest.raises(VirtreachError):
        virtreach.connect(daemon.over_tls(bare_pki))
    with virtreach.connect(daemon.uri(readonly=True)) as conn, pytest.raises(OperationDenied):
        conn.domains.list()[0].destroy()


async def test_our_asyncio_client(
    daemon: Everything, strict: Everything, client_pki: Path, bare_pki: Path
) -> None:
    login = ("alice", PASSWORD)
    for uri, auth in (
        (daemon.uri(), None),
        (daemon.over_tcp(), login),
        (daemon.over_tls(client_pki), None),
        (strict.over_tls(bare_pki), login),
    ):
        async with await aio.connect(uri, auth=auth) as conn:
            assert [domain.name for domain in await conn.domains.list()] == ["test", "idle"]


def test_names_of_certificates(tmp_path: Path, pki: PKI, client_pki: Path) -> None:
    need("virsh", "certtool")
    for names, works in (
        (["O=Lab,CN=client"], True),
        (["*CN=cli?nt"], True),
        (["CN=client,O=Lab"], False),
        ([], False),
    ):
        directory = tmp_path / str(len(list(tmp_path.iterdir())))
        directory.mkdir()
        with Everything(directory, pki, f"tls_allowed_dn_list = {json.dumps(names)}\n") as running:
            done = running.virsh(running.over_tls(client_pki), "list --all --name")
            assert (done.returncode == 0) is works, done.stderr
            assert works or "tls_allowed_dn_list does not have 'O=Lab,CN=client'" in running.log


def test_addresses_in_certificates(tmp_path: Path, pki: PKI, client_pki: Path) -> None:
    need("virsh", "certtool")
    with Everything(tmp_path, pki, "tls_verify_client_address = 1\n") as running:
        assert running.virsh(running.over_tls(client_pki), "list").returncode == 1
        assert "does not name its address 127.0.0.1" in running.log
