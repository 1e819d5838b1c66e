"""`virtreach inventory check`: whether an inventory makes sense."""

from __future__ import annotations

from virtreach.cli.declaration import NO_LIBVIRT_READING, Command, option
from virtreach.cli.failures import USAGE, CommandFailed
from virtreach.cli.inventory import PARAMETERS, InventoryOptions, read, tell_notes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "CheckOptions", "run"]


class CheckOptions(InventoryOptions):
    """What `inventory check` is given."""

    strict: bool


def run(context: Context, options: CheckOptions) -> None:
    """Read it, and say how much there is; what makes no sense is an error."""
    inventory = read(options)
    for cluster in inventory.clusters.values():
        for group in cluster.cut_off():
            raise CommandFailed(
                f"{inventory.path}: cluster {cluster.name}: no way leads to the nodes of {group.name}: the proxy "
                "groups that they are reached through have no members, and nothing is reached around them",
                USAGE,
            )
    nodes = list(inventory.nodes())
    record = {
        "path": inventory.path,
        "clusters": len(inventory.clusters),
        "nodes": len(nodes),
        "guests": sum(node.kind == "guest" for node in nodes),
        "notes": list(inventory.notes),
    }
    said = f"{inventory.path} makes sense; clusters: {record['clusters']}, nodes: {record['nodes']}"
    context.output.done(said, record)
    if not context.output.json:
        tell_notes(inventory)
    if options.strict and inventory.notes:
        raise CommandFailed(f"{inventory.path}: not all of it can be carried over", USAGE)


COMMAND = Command(
    "inventory check",
    "Check that an inventory makes sense.",
    run,
    without=NO_LIBVIRT_READING,
    options=CheckOptions,
    parameters=(
        PARAMETERS[0],
        PARAMETERS[1],
        option("--strict", kind="flag", help="Fail when something could not be carried over."),
    ),
    text="Nothing is reached; 'route' goes the way to a node.",
)
