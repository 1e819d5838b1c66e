"""What the commands for files on hosts share: reading `host:path`, the options that say how, the file system."""

from __future__ import annotations

import os

from virtreach.cli.declaration import Options, Parameter, option
from virtreach.cli.reaching import leave_own_nodes
from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from virtreach.cli.context import Context
    from virtreach.conf.inventory import Inventory
    from virtreach.files.blocking import BlockingFilesystem

__all__ = ["HOW", "HowOptions", "Place", "as_host", "do_each", "filesystem", "local_or_remote", "remote"]


class HowOptions(Options):
    """How the host is reached."""

    transport: str | None
    port: int | None
    identity: str | None
    ssh_config: str | None
    jump: str | None
    inventory: str | None
    root: str


class Place:
    """What `host:path` says.

    Attributes:
        host: the host; None for a name on this machine.
        user: the user there, or None.
        path: the name.
    """

    __slots__ = ("host", "path", "user")

    def __init__(self, path: bytes, host: str | None = None, user: str | None = None) -> None:
        self.path = path
        self.host = host
        self.user = user

    def __str__(self) -> str:
        return (f"{self.host}:" if self.host is not None else "") + os.fsdecode(self.path)


def local_or_remote(text: str) -> Place:
    """Read a name: ``host:/path``, ``user@host:/path``, ``[address]:/path``, ``[cluster/node]:/path``, or a local name.

    As with scp, a name on this machine that has a colon needs a slash before it (``./a:b``).

    Raises:
        UsageError: a host without a path.
    """
    end = text.find("]:") + 1 if "[" in text.partition("/")[0] else text.find(":")
    bracket = text[:end].rpartition("@")[2].startswith("[") and text[:end].endswith("]")
    if end <= 0 or ("/" in text[:end] and not bracket):
        return Place(os.fsencode(text))
    who, path = text[:end], text[end + 1 :]
    user, at, host = who.rpartition("@")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not path:
        raise UsageError(f"{text!r} names no file of a host; write host:/path")
    return Place(os.fsencode(path), host, user if at else None)


def remote(text: str) -> Place:
    """Read a name that has to be one of a host.

    Raises:
        UsageError: it is one of this machine.
    """
    place = local_or_remote(text)
    if place.host is None:
        raise UsageError(f"{text!r} is a name on this machine; write {as_host(text)}")
    return place


def as_host(text: str) -> str:
    """Return how a name is written that was to be one of a host: ``cluster/node:/path`` wants brackets."""
    cluster, _, rest = text.partition("/")
    node, colon, path = rest.partition(":")
    if colon and node and path and "/" not in node and cluster.strip("."):
        return f"[{cluster}/{node}]:{path}"
    return "host:/path"


def filesystem(context: Context, options: HowOptions, place: Place) -> BlockingFilesystem:
    """Make the file system of a place's host; nothing is opened yet."""
    from virtreach.files.blocking import BlockingFilesystem
    from virtreach.files.choosing import remote_filesystem

    assert place.host is not None
    limit = context.globals.timeout
    common: dict[str, Any] = {
        "root": options.root,
        "timeout": limit or None,
        "connect_timeout": limit or 30.0,
    }
    inventory = _inventory(options, place)
    if inventory is not None:
        return BlockingFilesystem(
            remote_filesystem(place.host, options.transport, inventory=inventory, **common)
        )
    return BlockingFilesystem(
        remote_filesystem(
            place.host,
            options.transport,
            **common,
            user=place.user,
            port=options.port,
            keyfile=options.identity,
            config=options.ssh_config,
            jump=options.jump,
        )
    )


def do_each(
    context: Context,
    options: HowOptions,
    texts: Sequence[str],
    do: Callable[[BlockingFilesystem, bytes], tuple[str, dict[str, Any]]],
) -> None:
    """Do something with each name in turn, and say so; the first failure ends it.

    Args:
        context: the command's surroundings.
        options: how the hosts are reached.
        texts: the names; in JSON one has one object, several an array.
        do: is given a host's file system and a path; returns what was done (``removed``), and more for JSON.

    Raises:
        UsageError: a name is none of a host; nothing was done.
    """
    places = [remote(text) for text in texts]
    array = context.output.json and len(places) > 1
    records = []
    try:
        for place in places:
            with filesystem(context, options, place) as there:
                said, more = do(there, place.path)
            record = {"path": str(place), "action": said, **more}
            if array:
                records.append(record)
            else:
                context.output.done(f"{place} {said}", record)
    finally:
        if array:
            context.output.documents(records)


def _inventory(options: HowOptions, place: Place) -> Inventory | None:
    """Return the inventory that the host is a node of; None for a host of OpenSSH's.

    Without ``--inventory`` the user's own counts, for the nodes that it has; those take no options that say how to log
    in.

    Raises:
        UsageError: options say how to log in to a node of an inventory.
    """
    from virtreach.conf.inventory import Inventory, default_inventory

    said = (place.user, options.port, options.identity, options.ssh_config, options.jump)
    path = options.inventory
    if any(one is not None for one in said):
        if path is not None:
            raise UsageError(
                "the inventory says how its nodes are reached; give no user, port, key or jump host"
            )
        assert place.host is not None
        leave_own_nodes((place.host,))
        return None
    path = path or default_inventory()
    if path is None:
        return None
    name = place.host
    assert name is not None
    inventory = Inventory.load(path)
    return inventory if options.inventory is not None or inventory.has_node(name) else None


HOW: tuple[Parameter, ...] = (
    option(
        "--transport",
        choices=("ssh", "rsync", "sftp"),
        help="Which driver: the ssh and scp commands (the default), the rsync command, or SFTP in this process, "
        "which needs the extra [ssh].",
    ),
    option("--port", kind="integer", help="Port of the host's SSH server."),
    option("--identity", metavar="FILE", help="Private key to log in with.", suggest="file"),
    option("--ssh-config", metavar="FILE", help="Use this instead of ~/.ssh/config.", suggest="file"),
    option("--jump", metavar="HOSTS", help="Hosts to go through, USER@HOST:PORT with commas between."),
    option(
        "--inventory",
        metavar="FILE",
        help="Reach the host as this inventory's node; else VIRTREACH_INVENTORY or ~/.config/virtreach/inventory.toml, "
        "if the node is in there. Its nodes need the extra [ssh], whatever the driver.",
        suggest="file",
    ),
    option("--root", default="/", metavar="DIR", help="Refuse paths on the host that are not below DIR."),
)
"""Options of every command for files on hosts."""
