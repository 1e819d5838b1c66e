"""One cluster for all tests of this folder; each finds it well."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.interop.lab.cluster import Cluster
from virtreach.routes.ssh.pool import Pool


@pytest.fixture(scope="session")
def route_lab() -> Iterator[Cluster]:
    """Two proxies and five nodes."""
    with (
        tempfile.TemporaryDirectory(prefix="vrlab-", dir="/tmp") as directory,
        Cluster(Path(directory) / "lab") as lab,
    ):
        yield lab


@pytest.fixture
def cluster(route_lab: Cluster) -> Iterator[Cluster]:
    """The cluster, all of it well, and this thread standing where the controller is."""
    with route_lab.as_controller():
        yield route_lab
    for machine in (*route_lab.proxies, *route_lab.nodes):
        machine.heal()


@pytest.fixture
async def pool(cluster: Cluster) -> AsyncIterator[Pool]:
    """Connections that are closed at the end."""
    async with Pool() as pool:
        yield pool
