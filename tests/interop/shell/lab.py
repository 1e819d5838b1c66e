"""The lab's cluster as an inventory, and its nodes as machines to run commands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.interop.lab.cluster import Cluster
from virtreach.conf.inventory import Inventory

if TYPE_CHECKING:
    from virtreach.routes.ssh.pool import Pool
    from virtreach.shell.ssh import SshRemote

__all__ = ["PASSWORD", "inventory", "inventory_text", "remote_of"]

PASSWORD = "pass wörd'\"$x"
"""Of the users of the first node."""


def inventory_text(cluster: Cluster, *, user: str = "root") -> str:
    """Return the inventory's file: two gateways, and workers behind them."""

    def nodes(machines: object) -> str:
        return "".join(
            f'{{ name = "{machine.name}", internal_address = "{machine.inner}", host_key = "{machine.host_key}"'
            + (f', address = "{machine.outer}" }},' if machine.outer else " },")
            for machine in machines  # type: ignore[attr-defined]
        )

    return (
        f'[clusters.lab]\nuser = "root"\nkeyfile = "{cluster.directory}/user"\nconnect_timeout = 60\n'
        f"[clusters.lab.groups.gateways]\nis_proxy = true\nnodes = [{nodes(cluster.proxies)}]\n"
        f'[clusters.lab.groups.workers]\nuser = "{user}"\nnodes = [{nodes(cluster.nodes)}]\n'
    )


def inventory(cluster: Cluster, *, user: str = "root") -> Inventory:
    """Return the inventory, read."""
    return Inventory.parse(inventory_text(cluster, user=user))


def remote_of(cluster: Cluster, pool: Pool, name: str = "n1", *, user: str = "root") -> SshRemote:
    """Return a node; a login as that user."""
    from virtreach.routes.ssh.reach import Reach
    from virtreach.shell.node import NodeRoute
    from virtreach.shell.ssh import SshRemote

    return SshRemote(NodeRoute.to_node(Reach(inventory(cluster, user=user), pool), name))
