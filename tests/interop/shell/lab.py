"""The lab's cluster as an inventory."""

from __future__ import annotations

from tests.interop.lab.cluster import Cluster
from virtreach.conf.inventory import Inventory

__all__ = ["inventory", "inventory_text"]


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
