"""`virtreach inventory show`: a picture of an inventory."""

from __future__ import annotations

from virtreach.cli.declaration import NO_LIBVIRT_READING, Command
from virtreach.cli.inventory import PARAMETERS, InventoryOptions, document, read, tell_notes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "run"]


def run(context: Context, options: InventoryOptions) -> None:
    """Print clusters, groups and nodes as a tree."""
    from virtreach.conf.inventory_text import picture

    inventory = read(options)
    if context.output.json:
        context.output.document(document(inventory))
        return
    for line in picture(inventory):
        context.output.line(line)
    tell_notes(inventory)


COMMAND = Command(
    "inventory show",
    "Show an inventory: its clusters, their groups, which lead to the others, and the nodes.",
    run,
    without=NO_LIBVIRT_READING,
    options=InventoryOptions,
    parameters=PARAMETERS,
    text="Nothing is reached; 'route' goes the way to a node.",
)
