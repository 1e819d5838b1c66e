"""A guest's host that stands behind proxies: its libvirt is reached as the host's own node is."""

from __future__ import annotations

import pytest

from tests.interop.lab.cluster import Cluster
from tests.interop.shell.lab import inventory_text
from tests.needs import patience
from virtreach.aio.by_route import connect_by
from virtreach.conf.inventory import Inventory
from virtreach.errors.routes import HostKeyChanged
from virtreach.routes.ssh.pool import Pool
from virtreach.routes.ssh.reach import Reach
from virtreach.shell.guests import GuestRemote, host_route
from virtreach.shell.node import NodeRoute
from virtreach.testing.server import LibvirtServer

pytestmark = pytest.mark.needs("root", "nc")


async def test_libvirt_behind_proxies(cluster: Cluster, pool: Pool) -> None:
    with LibvirtServer() as server:
        text = inventory_text(cluster).replace('{ name = "n1",', f'{{ name = "n1", uri = "{server.uri}",')
        text += '[clusters.lab.groups.guests]\nnodes = [{ name = "test", host = "n1" }]\n'
        route = NodeRoute.to_node(Reach(Inventory.parse(text), pool), "lab/test")
        connection = await connect_by(host_route(route))
        async with connection:
            assert [domain.name for domain in await connection.domains.list()] == ["test"]
        async with GuestRemote(route, patience=10 * patience()) as remote:
            await remote.open()  # the test hypervisor's agent answers
            assert remote.way == "agent"
        one, two = (machine.host_key for machine in cluster.nodes[:2])
        changed = Inventory.parse(text.replace(f'host_key = "{one}"', f'host_key = "{two}"'))
        with pytest.raises(HostKeyChanged):
            await GuestRemote(NodeRoute.to_node(Reach(changed, pool), "lab/test")).open()
