"""Which hosts of URLs are the node."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from virtreach.conf.inventory import Inventory

pytestmark = pytest.mark.needs("module:asyncssh")

INVENTORY = """
[clusters.lab.groups.gates]
is_proxy = true
nodes = [{ name = "p1", address = "192.0.2.11" }]
[clusters.lab.groups.workers]
nodes = [{ name = "n1", internal_address = "fd00::13" }]
"""


def destination(**how: Any) -> Any:
    from virtreach.routes.ssh.pool import Pool
    from virtreach.routes.ssh.reach import Reach
    from virtreach.shell.http.destination import Destination
    from virtreach.shell.node import NodeRoute

    async def make() -> Destination:
        async with Pool() as pool:
            return Destination(NodeRoute.to_node(Reach(Inventory.parse(INVENTORY), pool), "n1"), **how)

    return asyncio.run(make())


def test_the_node_and_nothing_else() -> None:
    from virtreach.shell.http.destination import OtherHost

    node = destination(names=["Shop.Internal", "localhost"])
    for host in ("n1", "N1.", "[fd00::13]", "fd00::13", "shop.internal"):
        node.check(host)
        assert node._seen(host) is None
    for host in ("localhost", "127.0.0.1", "[::1]"):
        node.check(host)
        assert node._seen(host) == "localhost"
    for host in ("n2", "p1", "192.0.2.11", "", "n1.evil", "\x1b[2J"):
        with pytest.raises(OtherHost, match="is not lab/n1"):
            node.check(host)


def test_a_redirect_into_the_loopback() -> None:
    from virtreach.shell.http.destination import OtherHost

    node = destination()
    for host in ("localhost", "127.0.0.1", "[::1]", "LOCALHOST."):
        node.check(host, "localhost")
        node.check(host, "[::1]")
        with pytest.raises(OtherHost, match=r"lab/n1 redirects to .*loopback"):
            node.check(host, "n1")
    node.check("n1", "localhost")


def test_other_hosts_where_asked_for() -> None:
    node = destination(other_hosts=True)
    node.check("localhost", "n1")
    node.check("[fd00::99]")
    assert node._seen("[fd00::99]") == "fd00::99"
    by_socket = destination(unix_socket="/run/x.sock")
    by_socket.check("anything")
