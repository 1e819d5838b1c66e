"""Fixtures: real daemons. Each says why it is skipped; with `CI` set a skip is a failure."""

from __future__ import annotations

import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import virtreach
from tests.interop.lab.cluster import Cluster
from tests.interop.lab.daemon import Daemon
from tests.interop.lab.pki import PKI
from tests.interop.lab.requirements import missing
from tests.interop.lab.settings import Settings
from tests.interop.lab.sshd import SSHServer
from tests.needs import lack

if TYPE_CHECKING:
    from virtreach.routes.ssh.pool import Pool

USERS = {"alice": "correct horse", "bob": "päss wörd"}
"""SASL users of every authenticating fixture."""


def need(*programs: str) -> None:
    """Skip the calling test when a lab cannot run here."""
    reason = missing(*programs)
    if reason:
        lack(reason)


@pytest.fixture
def open_directory() -> Iterator[Path]:
    """A directory that everybody may read; pytest closes its own again whenever another session of it begins."""
    with tempfile.TemporaryDirectory(prefix="vropen-", dir="/tmp") as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


@pytest.fixture(scope="session")
def pki() -> Iterator[PKI]:
    """A certificate authority with a server's and a client's certificate."""
    need("certtool")
    with tempfile.TemporaryDirectory(prefix="vrlab-pki-", dir="/tmp") as directory:
        yield PKI(Path(directory) / "pki")


@pytest.fixture(scope="session")
def shared_test_daemon() -> Iterator[Daemon]:
    """A libvirtd with the test driver on a unix socket without authentication; shared by all tests."""
    need()
    with Daemon() as daemon:
        yield daemon


@pytest.fixture
def test_daemon(shared_test_daemon: Daemon) -> Daemon:
    """The shared libvirtd with the test driver, in its first state: one domain called "test", and so on.

    The driver's state is reset whenever the last connection to it closes, which a busy daemon may notice late.
    """
    uri = f"libvirtd:///system?socket={shared_test_daemon.socket_admin}"
    ends = time.monotonic() + 10
    with virtreach.connect_admin(uri) as admin:
        server = admin.servers.lookup_by_name("libvirtd")
        while clients := server.clients():
            assert time.monotonic() < ends, f"still connected: {[client.info() for client in clients]}"
            time.sleep(0.005)
    return shared_test_daemon


@pytest.fixture(scope="session")
def qemu_daemon() -> Iterator[Daemon]:
    """A libvirtd with QEMU on a unix socket without authentication; shared: leave nothing behind."""
    need("qemu-system-x86_64")
    with Daemon(qemu=True) as daemon:
        yield daemon


@pytest.fixture(scope="session")
def sasl_daemon(pki: PKI) -> Iterator[Daemon]:
    """A libvirtd (test driver) with SASL on unix, TCP and TLS; client certificates are not asked for."""
    need("saslpasswd2")
    settings = Settings(
        tcp="sasl", tls="sasl", unix="sasl", pki=pki, users=USERS, tls_client_certificates=False
    )
    with Daemon(settings) as daemon:
        yield daemon


@pytest.fixture(scope="session")
def open_daemon(pki: PKI) -> Iterator[Daemon]:
    """A libvirtd (test driver) with TCP and TLS without SASL; TLS wants a client certificate."""
    need()
    with Daemon(tcp="none", tls="none", pki=pki) as daemon:
        yield daemon


@pytest.fixture
def make_daemon() -> Iterator[Callable[..., Daemon]]:
    """Start daemons of one's own: `make_daemon(tcp="none", max_client_requests=2)`; stopped at the end."""
    need()
    with ExitStack() as stack:
        yield lambda **changes: stack.enter_context(Daemon(**changes))


@pytest.fixture(scope="session")
def ssh_server(shared_test_daemon: Daemon) -> Iterator[SSHServer]:
    """An sshd through which `test_daemon` is reached."""
    need("sshd", "ssh", "nc")
    with SSHServer(shared_test_daemon) as server:
        yield server


@pytest.fixture(scope="session")
def shared_cluster() -> Iterator[Cluster]:
    """Two proxies and five nodes, in namespaces; shared by all tests of routes."""
    with (
        tempfile.TemporaryDirectory(prefix="vrlab-", dir="/tmp") as directory,
        Cluster(Path(directory) / "lab") as lab,
    ):
        yield lab


@pytest.fixture
def cluster(shared_cluster: Cluster) -> Iterator[Cluster]:
    """The shared cluster, all of it well, and this thread standing where the controller is."""
    with shared_cluster.as_controller():
        yield shared_cluster
    for machine in (*shared_cluster.proxies, *shared_cluster.nodes):
        machine.heal()


@pytest.fixture
async def pool(cluster: Cluster) -> AsyncIterator[Pool]:
    """SSH connections to it that are closed at the end."""
    from virtreach.routes.ssh.pool import Pool

    async with Pool() as pool:
        yield pool
