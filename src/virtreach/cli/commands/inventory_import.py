"""`virtreach inventory import`: an OpenSSH configuration or an Ansible inventory as ours."""

from __future__ import annotations

from virtreach.cli.declaration import NO_LIBVIRT_READING, Command
from virtreach.cli.inventory import PARAMETERS, InventoryOptions, document, read, tell_notes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "run"]


def run(context: Context, options: InventoryOptions) -> None:
    """Print the TOML file that says the same."""
    from virtreach.conf.inventory_text import to_toml

    inventory = read(options)
    if context.output.json:
        context.output.document(document(inventory))
        return
    context.output.stream.write(to_toml(inventory))
    tell_notes(inventory)


COMMAND = Command(
    "inventory import",
    "Print an inventory as virtreach's own TOML: an OpenSSH configuration, or one of Ansible's.",
    run,
    without=NO_LIBVIRT_READING,
    options=InventoryOptions,
    parameters=PARAMETERS,
    text="What cannot be carried over is told on standard error, and in comments. Nothing is run: no script, no "
    "plugin, no Match exec.",
)
