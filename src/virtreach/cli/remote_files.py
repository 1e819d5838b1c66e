"""What the commands for files on hosts share: reading `host:path`, the options that say how, the file system."""

from __future__ import annotations

import os

from virtreach.cli.declaration import Options, Parameter, option
from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context
    from virtreach.files.blocking import BlockingFilesystem

__all__ = ["HOW", "HowOptions", "Place", "filesystem", "local_or_remote", "remote"]


class HowOptions(Options):
    """How the host is reached."""

    transport: str | None
    port: int | None
    identity: str | None
    ssh_config: str | None
    jump: str | None
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
    """Read a name: ``host:/path``, ``user@host:/path``, ``[address]:/path``, or a name on this machine.

    As with scp, a name on this machine that has a colon needs a slash before it (``./a:b``).

    Raises:
        UsageError: a host without a path.
    """
    end = text.find("]:") + 1 if "[" in text.partition("/")[0] else text.find(":")
    if end <= 0 or "/" in text[:end]:
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
        raise UsageError(f"{text!r} is a name on this machine; write host:/path")
    return place


def filesystem(context: Context, options: HowOptions, place: Place) -> BlockingFilesystem:
    """Make the file system of a place's host; nothing is opened yet."""
    from virtreach.files.blocking import BlockingFilesystem
    from virtreach.files.choosing import remote_filesystem

    assert place.host is not None
    limit = context.globals.timeout
    return BlockingFilesystem(
        remote_filesystem(
            place.host,
            options.transport,
            root=options.root,
            timeout=limit or None,
            connect_timeout=limit or 30.0,
            user=place.user,
            port=options.port,
            keyfile=options.identity,
            config=options.ssh_config,
            jump=options.jump,
        )
    )


HOW: tuple[Parameter, ...] = (
    option(
        "--transport",
        choices=("ssh", "rsync", "sftp"),
        help="Which driver: the ssh and scp commands (the default), the rsync command, or SFTP in this process.",
    ),
    option("--port", kind="integer", help="Port of the host's SSH server."),
    option("--identity", metavar="FILE", help="Private key to log in with.", suggest="file"),
    option("--ssh-config", metavar="FILE", help="Use this instead of ~/.ssh/config.", suggest="file"),
    option("--jump", metavar="HOSTS", help="Hosts to go through, USER@HOST:PORT with commas between."),
    option("--root", default="/", metavar="DIR", help="Refuse paths on the host that are not below DIR."),
)
"""Options of every command for files on hosts."""
