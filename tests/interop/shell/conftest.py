"""A cluster with two proxies and three nodes, shared by all tests of this folder, and a pool of connections."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.interop.lab.cluster import Cluster
from tests.needs import need

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.routes.ssh.pool import Pool


@pytest.fixture(scope="session")
def lab() -> Iterator[Cluster]:
    """The machines."""
    need("root", "sshd", "ssh-keygen", "ip", "unshare", "nsenter", "module:asyncssh")
    with (
        tempfile.TemporaryDirectory(prefix="vrshell-", dir="/tmp") as directory,
        Cluster(Path(directory) / "lab", nodes=3) as cluster,
    ):
        yield cluster


@pytest.fixture
def cluster(lab: Cluster) -> Iterator[Cluster]:
    """The machines, with this thread's sockets on the controller's network; healed afterwards."""
    with lab.as_controller():
        yield lab
    for machine in (*lab.proxies, *lab.nodes):
        machine.heal()


@pytest.fixture
async def pool(cluster: Cluster) -> AsyncIterator[Pool]:
    """Connections, all closed afterwards."""
    from virtreach.routes.ssh.pool import Pool

    async with Pool() as pool:
        yield pool
