"""What the commands for services on nodes share: the options that say how a node is reached, and the way itself."""

from __future__ import annotations

from virtreach.cli.declaration import Options, Parameter, argument, option
from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["NODE", "REACH", "ReachOptions", "WayOptions", "how"]


class WayOptions(Options):
    """How nodes are reached."""

    inventory: str | None
    jump: str | None
    ssh_config: str | None


class ReachOptions(WayOptions):
    """Which node, and how it is reached."""

    node: str


def how(options: WayOptions) -> dict[str, Any]:
    """Return the arguments of `virtreach.shell.background_route` beside the name.

    Raises:
        UsageError: the options do not go together.
    """
    if options.inventory is not None and (options.jump is not None or options.ssh_config is not None):
        raise UsageError(
            "--jump and --ssh-config go without an inventory, which says how its nodes are reached"
        )
    given: dict[str, Any] = {"inventory": options.inventory, "proxy_jump": options.jump}
    if options.ssh_config is not None:
        given["files"] = (options.ssh_config,)
    return given


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
