"""`virtreach admin clients`: who is connected to a daemon."""

from __future__ import annotations

from datetime import UTC, datetime

from virtreach.cli.administration import ABOUT, servers, who
from virtreach.cli.declaration import Command, Options, option
from virtreach.errors.libvirt import NoClient

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.blocking.objects.admin import AdminClient
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "ClientsOptions", "run"]

_COLUMNS = (
    (">id", "ID"),
    ("server", "SERVER"),
    ("transport", "TRANSPORT"),
    ("since", "SINCE"),
    ("access", "ACCESS"),
    ("who", "WHO"),
    ("where", "WHERE"),
)


class ClientsOptions(Options):
    """What `admin clients` is given."""

    server: str | None


def run(context: Context, options: ClientsOptions) -> None:
    """List them by server and number."""
    with context.connect_admin() as admin:
        clients = [client for server in servers(admin, options.server) for client in server.clients()]
        records = [record for client in clients if (record := _describe(client)) is not None]
    if not context.output.json:
        for record in records:
            record["since"] = _moment(record["timestamp"])
            record["access"] = "read-only" if record["readonly"] else "full"
            record["who"] = who(record)
            pid = record.get("unix_process_id", -1)
            record["where"] = record.get("sock_addr", f"pid {pid}" if pid > 0 else "")
    context.output.rows(_COLUMNS, records)


def _moment(seconds: int) -> str:
    """A time for people, where they are; the number itself when there is no such time."""
    try:
        return datetime.fromtimestamp(seconds, UTC).astimezone().isoformat(" ")
    except (OSError, OverflowError, ValueError):
        return str(seconds)


def _describe(client: AdminClient) -> dict[str, Any] | None:
    """What the list says of a client; None when it left meanwhile."""
    try:
        info = client.info()
    except NoClient:
        return None
    return {
        "id": client.id,
        "server": client.server.name,
        "transport": client.transport.name.lower(),
        "timestamp": client.timestamp,
        **info,
    }


COMMAND = Command(
    "admin clients",
    "List who is connected to a daemon.",
    run,
    options=ClientsOptions,
    parameters=(
        option("--server", metavar="NAME", help="Only clients of this server; all but 'admin' unless given."),
    ),
    text=f"With --json, timestamp is in seconds since 1970. {ABOUT}",
)
