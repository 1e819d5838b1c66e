"""Finding servers and clients of a daemon, for the commands of administration."""

from __future__ import annotations

from virtreach.cli.failures import USAGE, CommandFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.blocking.connection import AdminConnection
    from virtreach.blocking.objects.admin import AdminServer

__all__ = ["ABOUT", "server", "servers", "who"]

ABOUT = (
    "--connect names the daemon, as libvirtd:///system (unless given), virtreachd:///session or "
    "virtreachd:///system?socket=PATH; it must be on this machine."
)
"""What the commands' help says of `--connect`."""

_ADMIN = "admin"


def servers(admin: AdminConnection, name: str | None) -> list[AdminServer]:
    """The server of that name; without one all servers but administration itself.

    Raises:
        NoServer: there is none.
    """
    if name is not None:
        return [admin.servers.lookup_by_name(name)]
    return [one for one in admin.servers.list() if one.name != _ADMIN]


def server(admin: AdminConnection, name: str | None) -> AdminServer:
    """The server of that name, or the only one.

    Raises:
        NoServer: there is none.
        CommandFailed: there are several, and no name.
    """
    found = servers(admin, name)
    if len(found) != 1:
        names = ", ".join(one.name for one in found)
        raise CommandFailed(f"say which server with --server: the daemon has {names or 'none'}", USAGE)
    return found[0]


def who(info: dict[str, Any]) -> str:
    """Who a client is, in a few words."""
    for key in ("sasl_user_name", "tls_x509_dname", "unix_user_name"):
        if info.get(key):
            return str(info[key])
    return str(info.get("unix_user_id", ""))
