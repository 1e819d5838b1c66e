"""The real virt-admin on virtreachd and on libvirtd: the same lines, and what comes of them."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import virtreach
from tests.daemon.process import Virtreachd
from tests.interop.conftest import need
from tests.interop.lab.daemon import Daemon
from tests.interop.lab.pki import PKI, Pair
from tests.interop.lab.probe import free_port
from tests.needs import patience
from virtreach.errors import CertificateError, TransportError
from virtreach.errors import libvirt as errors
from virtreach.session.sasl.secret import Secret
from virtreach.session.sasl.verifiers import make_scram, scram_text


class Result(NamedTuple):
    """What virt-admin has said."""

    status: int
    out: str
    err: str


class Target:
    """A daemon to administer.

    Args:
        name: its main server.
        uri: of its administration socket.
        directory: for files of its own.
    """

    def __init__(self, name: str, uri: str, directory: Path) -> None:
        self.name = name
        self.uri = uri
        self.directory = directory

    def ask(self, line: str) -> Result:
        """Run virt-admin; ``SERVER`` stands for the daemon's server, ``DIR`` for its directory."""
        line = line.replace("SERVER", self.name).replace("DIR", str(self.directory))
        done = subprocess.run(
            ["virt-admin", "-c", self.uri, line],
            capture_output=True,
            text=True,
            timeout=60 * patience(),
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        return Result(done.returncode, self.plain(done.stdout), self.plain(done.stderr))

    def plain(self, text: str) -> str:
        """The same without what is different each time: places, times, and the widths that follow from names."""
        text = text.replace(self.uri, "URI").replace(str(self.directory), "DIR")
        text = re.sub(rf"\b{self.name}\b", "SERVER", text)
        text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d{4}", "TIME", text)
        return re.sub(r"-{8,}", "--------", text).strip()


@pytest.fixture(scope="module")
def theirs() -> Iterator[Target]:
    need("virt-admin")
    with Daemon() as daemon:
        yield Target("libvirtd", f"libvirtd:///system?socket={daemon.socket_admin}", daemon.directory)


@pytest.fixture(scope="module")
def our_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("vd")


@pytest.fixture(scope="module")
def ours(our_directory: Path) -> Iterator[Target]:
    need("virt-admin")
    with Virtreachd(our_directory, "keepalive_interval = 1\nkeepalive_count = 1\n"):
        yield target(our_directory)


def target(directory: Path) -> Target:
    return Target("virtreachd", f"libvirtd:///system?socket={directory}/libvirt-admin-sock", directory)


SAME = (
    "uri",
    "server-list nope",
    "server-threadpool-info nope",
    "server-threadpool-info",
    "server-threadpool-set SERVER",
    "server-threadpool-set nope --max-workers 3",
    "server-threadpool-set SERVER --min-workers 9 --max-workers 3",
    "client-list nope",
    "client-list SERVER",
    "client-info SERVER 4711",
    "client-info nope 1",
    "client-info SERVER x",
    "client-disconnect SERVER 4711",
    "client-disconnect nope 1",
    "server-clients-info nope",
    "server-clients-set SERVER --max-clients 70 --max-unauth-clients 30",
    "server-clients-info SERVER",
    "server-clients-set SERVER --max-clients 2000 --max-unauth-clients 100",
    "server-clients-set SERVER --max-clients 10 --max-unauth-clients 20",
    "server-clients-set SERVER",
    "server-clients-set nope --max-clients 10",
    "server-clients-set admin --max-clients 7",
    "server-update-tls SERVER",
    "server-update-tls admin",
    "server-update-tls nope",
    "daemon-log-filters",
    'daemon-log-filters "1:vr_nonsense 3:vr_other"',
    "daemon-log-filters",
    "daemon-log-filters 9:x",
    "daemon-log-filters nonsense",
    'daemon-log-filters ""',
    "daemon-log-filters",
    "daemon-log-outputs 1:file:DIR/other.log",
    "daemon-log-outputs",
    "daemon-log-outputs nonsense",
    "daemon-log-outputs 7:stderr",
    "daemon-log-outputs 1:stderr",
    "daemon-log-outputs",
    "daemon-timeout --timeout 3600",
    "daemon-timeout --timeout 0",
)
"""Lines whose answers are equal, in this order."""

FORM = {
    "server-list": "libvirtd lists its two servers in the order of a hash table, virtreachd by name",
    "server-threadpool-info SERVER": "a process is what serves clients, and not one of many threads",
    "server-threadpool-info admin": "the same",
    "server-clients-info admin": "other limits, and unauthenticated administrators do not exist",
    "client-list admin": "virt-admin itself has another number each time",
    "version": "the version of the admin program, which has a shutdown since 11.2",
}
"""Lines whose answers have the same form, and why the figures in them are not equal."""

DIFFERENT = {
    "server-threadpool-set SERVER --min-workers 9 --max-workers 12": (
        "this daemon serves all clients in one process; the key workers changes that",
        "there is no thread pool, and processes are made at the start",
    ),
    "server-threadpool-set admin --priority-workers 1": (
        "there are no priority workers",
        "no call waits for another client's",
    ),
    "server-clients-set SERVER --max-clients 0 --max-unauth-clients 0": (
        "there must be room for 1 client",
        "a daemon that lets nobody in could not even be told to let somebody in",
    ),
}
"""Lines that libvirtd carries out and virtreachd refuses, how, and why."""


def test_the_same_lines(theirs: Target, ours: Target) -> None:
    for line in SAME:
        assert ours.ask(line) == theirs.ask(line), line


@pytest.mark.parametrize("line", FORM)
def test_the_same_form(theirs: Target, ours: Target, line: str) -> None:
    one, other = theirs.ask(line), ours.ask(line)
    assert (one.status, one.err) == (other.status, other.err) == (0, "")
    assert _form(other.out) == _form(one.out), FORM[line]


def _form(text: str) -> list[str]:
    """Lines in some order, without figures and their widths."""
    return sorted(re.sub(r"[\d.]+ *", "N ", line).strip() for line in text.splitlines())


@pytest.mark.parametrize("line", DIFFERENT)
def test_stricter_for_a_reason(theirs: Target, ours: Target, line: str) -> None:
    says, reason = DIFFERENT[line]
    assert theirs.ask(line).status == 0
    refused = ours.ask(line)
    assert refused.status == 1, reason
    assert f"error: invalid argument: {says}" in refused.err


def test_a_limit_that_contradicts_another(theirs: Target, ours: Target) -> None:
    """Both refuse it. Version 9's words say the opposite of what is meant; ours are those of later versions."""
    for daemon in (theirs, ours):
        daemon.ask("server-clients-set SERVER --max-clients 70 --max-unauth-clients 30")
        refused = daemon.ask("server-clients-set SERVER --max-clients 10")
        assert refused.status == 1
        assert "error: invalid argument: The overall maximum number of clients " in refused.err


@pytest.mark.parametrize("readonly", [False, True])
def test_a_client_is_seen_and_thrown_out(
    theirs: Target, ours: Target, our_directory: Path, readonly: bool
) -> None:
    told = []
    for daemon, path in ((theirs, theirs.directory), (ours, our_directory)):
        socket = f"{path}/libvirt-sock{'-ro' if readonly else ''}"
        with virtreach.connect(f"test+unix:///default?socket={socket}", readonly=readonly) as conn:
            listed = daemon.ask("client-list SERVER")
            found = re.search(r"^ *(\d+) +unix +TIME$", listed.out, re.MULTILINE)
            assert found, listed
            number = found[1]
            info = daemon.ask(f"client-info SERVER {number}")
            assert f"readonly       : {'yes' if readonly else 'no'}" in info.out
            # libvirtd runs in a namespace of its own, where this process has no number.
            told.append(re.sub(r"^(id +: |unix_process_id: )-?\d+", r"\1N", info.out, flags=re.MULTILINE))
            gone = daemon.ask(f"client-disconnect SERVER {number}")
            assert gone == (0, f"Client '{number}' disconnected", "")
            with pytest.raises(TransportError):
                conn.host.hostname()
            assert daemon.ask(f"client-info SERVER {number}") == (
                1,
                "",
                f"error: Client not found: No client with matching ID '{number}'",
            )
    assert told[0] == told[1]


def test_one_connection_for_many_lines(ours: Target) -> None:
    """virt-admin's own shell, which does not answer keepalive: nobody asks it whether it is there."""
    daemon, terminal = pty.openpty()
    with subprocess.Popen(
        ["virt-admin", "-q", "-c", ours.uri], stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as shell:
        os.close(terminal)
        assert shell.stdout is not None
        os.write(daemon, b"server-list\n")
        heard = b""
        while b"virtreachd" not in heard:
            heard += os.read(shell.stdout.fileno(), 4096)
        # As long as a client would have to answer with the daemon's keepalive_interval and keepalive_count.
        time.sleep(2.5)
        os.write(daemon, b"client-list admin\nquit\n")
        out, _ = shell.communicate(timeout=60 * patience())
        os.close(daemon)
    assert shell.returncode == 0
    assert b"isconnected" not in out
    assert re.search(rb"\d+ +unix +\d{4}-", out)


def test_tls_is_renewed(tmp_path: Path, pki: PKI) -> None:
    """Bad files change nothing and it is said why; good ones count for whoever comes next."""
    need("virt-admin", "certtool")
    port = free_port()
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"

    def use(pair: Pair) -> None:
        certificate.write_bytes(pair.certificate.read_bytes())
        key.write_bytes(pair.key.read_bytes())
        key.chmod(0o600)

    use(pki.server)
    text = (
        f'tls_port = {port}\nlisten_addr = "127.0.0.1"\nca_file = "{pki.ca}"\n'
        f'cert_file = "{certificate}"\nkey_file = "{key}"\n'
    )
    client = f"test+tls://localhost:{port}/default?pkipath={pki.pkipath('virt-admin', pki.client)}"
    admin = target(tmp_path)
    with Virtreachd(tmp_path, text, "--listen"), virtreach.connect(client) as conn:
        certificate.write_text("no certificate")
        refused = admin.ask("server-update-tls SERVER")
        assert refused.status == 1
        assert "error: internal error: " in refused.err
        assert "DIR/cert.pem" in refused.err
        virtreach.connect(client).close()
        use(pki.server_pair("elsewhere", names=("elsewhere",), addresses=()))
        assert admin.ask("server-update-tls SERVER").status == 0
        with pytest.raises(CertificateError):
            virtreach.connect(client)
        use(pki.server)
        assert admin.ask("server-update-tls SERVER").status == 0
        virtreach.connect(client).close()
        # Whoever was in has noticed nothing.
        assert conn.host.hostname()


def test_clients_from_the_network(tmp_path: Path, pki: PKI, open_daemon: Daemon) -> None:
    """Of a client over TLS both tell the address and the certificate's subject, of one with a password the name."""
    need("virt-admin", "certtool")
    port = free_port()
    path = pki.pkipath("virt-admin-network", pki.client)
    users = tmp_path / "users"
    users.write_text(f"alice:{scram_text(make_scram(Secret('correct horse')))}\n")
    users.chmod(0o600)
    text = (
        f'tls_port = {port}\nlisten_addr = "127.0.0.1"\nca_file = "{pki.ca}"\nusers_file = "{users}"\n'
        f'cert_file = "{pki.server.certificate}"\nkey_file = "{pki.server.key}"\nauth_unix_rw = "sasl"\n'
    )
    theirs = Target(
        "libvirtd", f"libvirtd:///system?socket={open_daemon.socket_admin}", open_daemon.directory
    )
    with Virtreachd(tmp_path, text, "--listen") as daemon:
        told = []
        for admin, where in ((target(tmp_path), port), (theirs, open_daemon.tls_port)):
            with virtreach.connect(f"test+tls://localhost:{where}/default?pkipath={path}"):
                found = re.search(r"^ *(\d+) +tls +TIME$", admin.ask("client-list SERVER").out, re.MULTILINE)
                assert found
                info = admin.ask(f"client-info SERVER {found[1]}").out
                assert re.search(r"^sock_addr *: 127\.0\.0\.1:\d+$", info, re.MULTILINE)
                assert re.search(r"^tls_x509_dname *: .*CN=client", info, re.MULTILINE)
                told.append(re.sub(r"(^id *: |127\.0\.0\.1:)\d+", r"\1N", info, flags=re.MULTILINE))
        assert told[0] == told[1]
        with virtreach.connect(daemon.uri(), auth=("alice", "correct horse")):
            found = re.search(r"^ *(\d+) +unix", target(tmp_path).ask("client-list SERVER").out, re.MULTILINE)
            assert found
            info = target(tmp_path).ask(f"client-info SERVER {found[1]}").out
            assert re.search(r"^sasl_user_name *: alice\nunix_user_id", info, re.MULTILINE)


def test_the_timeout_counts_administrators_too(tmp_path: Path) -> None:
    """The daemon ends when nobody has been there for that long, and not under an administrator's hands."""
    with Virtreachd(tmp_path) as daemon:
        assert daemon.process is not None
        with virtreach.connect_admin(target(tmp_path).uri) as admin:
            admin.daemon.set_timeout(1)
            ends = time.monotonic() + 1.6
            while time.monotonic() < ends:
                assert admin.servers.list()
                time.sleep(0.1)
        assert daemon.process.wait(30 * patience()) == 0


def test_shutdown(tmp_path: Path) -> None:
    """An administrator can end the daemon, and hears that it will."""
    with Virtreachd(tmp_path) as daemon:
        assert daemon.process is not None
        with virtreach.connect_admin(target(tmp_path).uri) as admin:
            admin.daemon.shutdown()
        assert daemon.process.wait(30 * patience()) == 0


def test_our_own_client_on_our_own_daemon(ours: Target, our_directory: Path) -> None:
    """Blocking objects; those for asyncio are in tests/daemon/admin."""
    path = f"{our_directory}/libvirt-sock"
    with (
        virtreach.connect(f"test+unix:///default?socket={path}") as conn,
        virtreach.connect_admin(ours.uri) as admin,
    ):
        assert conn.host.hostname()
        server = admin.servers.lookup_by_name("virtreachd")
        assert server in admin.servers.list()
        (client,) = server.clients()
        assert server.lookup_client(client.id) == client
        assert client.info()["unix_process_id"] == os.getpid()
        assert abs(client.timestamp - time.time()) < 60
        assert server.threadpool()["nWorkers"] == 1
        server.set_client_limits({"nclients_max": 200, "nclients_unauth_max": 30})
        assert server.client_limits() == {
            "nclients_max": 200,
            "nclients": 1,
            "nclients_unauth_max": 30,
            "nclients_unauth": 0,
        }
        with pytest.raises(errors.NoServer):
            admin.servers.lookup_by_name("libvirtd")
        client.close()
        with pytest.raises(TransportError):
            conn.host.hostname()
