"""The way to a machine by its name, for programs without an event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from virtreach.conf.inventory import Inventory, default_inventory
from virtreach.routes.ssh.openssh import FILES
from virtreach.shell.node import node_route

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from virtreach.routes.ssh.background import Background
    from virtreach.shell.node import NodeRoute

__all__ = ["background_route"]


def background_route(
    name: str,
    *,
    inventory: Inventory | str | None = None,
    proxy_jump: str | None = None,
    files: Sequence[str] = FILES,
) -> Callable[[Background], NodeRoute]:
    """Return what makes the way to a machine in the event loop of a background; nothing is opened.

    Args:
        name: NODE or CLUSTER/NODE of the inventory; without one, ``[user@]host[:port]`` as ssh takes it.
        inventory: read, or its file. Unless given, the user's own, if there is one and nothing else is given.
        proxy_jump: jump hosts, ``[user@]host[:port],...``; goes without an inventory.
        files: OpenSSH's configuration; goes without an inventory.

    Raises:
        ConfigError: the inventory cannot be read.
    """
    if inventory is None and proxy_jump is None and files is FILES:
        inventory = default_inventory()
    read = Inventory.load(inventory) if isinstance(inventory, str) else inventory

    def make(background: Background) -> NodeRoute:
        reach = background.reach(read) if read is not None else None
        return node_route(name, pool=background.pool, reach=reach, proxy_jump=proxy_jump, files=files)

    return make
