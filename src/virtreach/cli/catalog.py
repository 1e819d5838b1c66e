"""Which commands there are, and where."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.declaration import Command

__all__ = ["COMMANDS", "GROUPS", "load", "names"]

# In the order of the help: from looking, over changing, to finding out what is wrong.
COMMANDS: dict[str, str] = {
    "list": "list_domains",
    "info": "info",
    "stats": "stats",
    "dumpxml": "dumpxml",
    "start": "start",
    "shutdown": "shutdown",
    "reboot": "reboot",
    "suspend": "suspend",
    "resume": "resume",
    "destroy": "destroy",
    "define": "define",
    "undefine": "undefine",
    "console": "console",
    "screenshot": "screenshot",
    "events": "events",
    "pool list": "pool_list",
    "vol list": "vol_list",
    "vol upload": "vol_upload",
    "vol download": "vol_download",
    "net list": "net_list",
    "admin servers": "admin_servers",
    "admin clients": "admin_clients",
    "admin disconnect": "admin_disconnect",
    "admin log": "admin_log",
    "cp": "cp",
    "sync": "sync",
    "ls": "ls",
    "mkdir": "mkdir",
    "touch": "touch",
    "rm": "rm",
    "rmdir": "rmdir",
    "run": "run",
    "jobs": "jobs",
    "ssh": "ssh",
    "http": "http",
    "forward": "forward",
    "call": "call",
    "passwd": "passwd",
    "version": "version",
    "uri": "uri",
    "route": "route",
    "inventory show": "inventory_show",
    "inventory check": "inventory_check",
    "inventory import": "inventory_import",
    "doctor": "doctor",
    "completion": "completion",
}
"""Commands, with their groups, and the modules of `virtreach.cli.commands` that declare them."""

GROUPS = {
    "pool": "Storage pools.",
    "vol": "Storage volumes: their list and their data.",
    "net": "Virtual networks.",
    "inventory": "Inventories: clusters, proxy groups and nodes.",
    "admin": "Administration of a daemon on this machine.",
}
"""Groups of commands."""


def names(group: str = "") -> list[str]:
    """The words that may come first, or those that may follow a group's name."""
    if group:
        return [name.partition(" ")[2] for name in COMMANDS if name.startswith(f"{group} ")]
    return list(dict.fromkeys(name.partition(" ")[0] for name in COMMANDS))


def load(name: str) -> Command:
    """Load a command's file."""
    module = __import__(f"virtreach.cli.commands.{COMMANDS[name]}", fromlist=("COMMAND",))
    command: Command = module.COMMAND
    return command
