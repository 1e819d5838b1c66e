"""What the commands about inventories share: which file, and what is told about it."""

from __future__ import annotations

import sys

from virtreach.cli.declaration import Options, Parameter, argument, option
from virtreach.cli.text import one_line
from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.conf.inventory import Inventory
    from virtreach.conf.nodes import Node

__all__ = ["PARAMETERS", "InventoryOptions", "document", "read", "tell_notes"]

PARAMETERS: tuple[Parameter, ...] = (
    argument(
        "file",
        help="The inventory; VIRTREACH_INVENTORY or ~/.config/virtreach/inventory.toml unless given.",
        required=False,
        suggest="file",
    ),
    option(
        "--format",
        choices=("toml", "openssh", "ansible"),
        help="What it is written in; told by its name and content unless given.",
    ),
)


class InventoryOptions(Options):
    """What such a command is given."""

    file: str | None
    format: str | None


def read(options: InventoryOptions) -> Inventory:
    """Read the inventory that is meant.

    Raises:
        UsageError: there is none.
        ConfigError: it makes no sense.
    """
    from virtreach.conf.inventory import Inventory, default_inventory

    path = options.file or default_inventory()
    if path is None:
        raise UsageError("there is no inventory: name a file, or set VIRTREACH_INVENTORY")
    return Inventory.load(path, options.format)


def tell_notes(inventory: Inventory) -> None:
    """Say on standard error what could not be carried over from another format."""
    for note in inventory.notes:
        print(f"virtreach: warning: {one_line(note)}", file=sys.stderr)


def document(inventory: Inventory) -> dict[str, Any]:
    """Return an inventory for JSON."""
    return {
        "path": inventory.path,
        "clusters": [
            {
                "name": cluster.name,
                "proxy_policy": cluster.policy,
                "proxy_command": cluster.proxy_command,
                "groups": [
                    {
                        "name": group.name,
                        "is_proxy": group.is_proxy,
                        "behind": group.behind,
                        "nodes": [_node(node) for node in group.nodes],
                    }
                    for group in cluster.groups
                ],
            }
            for cluster in inventory.clusters.values()
        ],
        "notes": list(inventory.notes),
    }


def _node(node: Node) -> dict[str, Any]:
    return {
        "name": node.name,
        "kind": node.kind,
        "address": node.address,
        "internal_address": node.internal_address,
        "uri": node.uri,
        "host": node.host,
        "domain": node.domain,
        "way": node.way if node.kind == "guest" else None,
        "host_key": node.host_key,
        "login": node.login,
    }
