"""What the commands for services on nodes share: the options that say how a node is reached, and the way itself."""

from __future__ import annotations

from virtreach.cli.declaration import Options, Parameter, argument, option
from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__all__ = ["NODE", "REACH", "ReachOptions", "WayOptions", "how", "leave_own_nodes"]


class WayOptions(Options):
    """How nodes are reached."""

    inventory: str | None
    jump: str | None
    ssh_config: str | None


class ReachOptions(WayOptions):
    """Which node, and how it is reached."""

    node: str


def how(options: WayOptions, names: Iterable[str]) -> dict[str, Any]:
    """Return the arguments of `virtreach.shell.background_route` beside the name.

    Args:
        options: how nodes are reached.
        names: which.

    Raises:
        UsageError: the options do not go together, or not with the nodes.
        ConfigError: the user's own inventory cannot be read.
    """
    if options.inventory is not None and (options.jump is not None or options.ssh_config is not None):
        raise UsageError(
            "--jump and --ssh-config go without an inventory, which says how its nodes are reached"
        )
    if options.jump is not None or options.ssh_config is not None:
        leave_own_nodes(names)
    given: dict[str, Any] = {"inventory": options.inventory, "proxy_jump": options.jump}
    if options.ssh_config is not None:
        given["files"] = (options.ssh_config,)
    return given


def leave_own_nodes(names: Iterable[str]) -> None:
    """Refuse nodes of the user's own inventory, where options say how to log in: that would be another way to them.

    Args:
        names: ``[user@]host[:port]``.

    Raises:
        UsageError: one is such a node.
        ConfigError: the inventory cannot be read.
    """
    from virtreach.conf.inventory import Inventory, default_inventory

    path = default_inventory()
    if path is None:
        return
    inventory = Inventory.load(path)
    for name in names:
        host = name.rpartition("@")[2]
        bare = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
        for one in (host, bare):
            if inventory.has_node(one):
                raise UsageError(
                    f"the inventory {path} has the node {one!r} and says how it is reached; "
                    "give no user, port, key, jump host or ssh configuration"
                )


NODE = argument(
    "node",
    help="A node of the inventory (NODE or CLUSTER/NODE); without one, a host as ssh takes it.",
    suggest="node",
)

REACH: tuple[Parameter, ...] = (
    option(
        "--inventory",
        metavar="FILE",
        help="The inventory; VIRTREACH_INVENTORY or ~/.config/virtreach/inventory.toml unless given.",
        suggest="file",
    ),
    option("--jump", metavar="HOSTS", help="Jump hosts, [user@]host[:port],...; instead of an inventory."),
    option("--ssh-config", metavar="FILE", help="OpenSSH's configuration to use instead.", suggest="file"),
)
"""Options that say how a node is reached."""
