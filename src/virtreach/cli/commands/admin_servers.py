"""`virtreach admin servers`: the servers of a daemon."""

from __future__ import annotations

from virtreach.cli.administration import ABOUT
from virtreach.cli.declaration import Command, Options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.blocking.objects.admin import AdminServer
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "run"]

_COLUMNS = (
    ("name", "NAME"),
    (">nclients", "CLIENTS"),
    (">nclients_max", "MAX"),
    (">nclients_unauth", "UNKNOWN"),
    (">nclients_unauth_max", "MAX"),
    (">nWorkers", "WORKERS"),
)


def run(context: Context, _options: Options) -> None:
    """Say how each of them is."""
    with context.connect_admin() as admin:
        context.output.rows(_COLUMNS, [_describe(server) for server in admin.servers.list()])


def _describe(server: AdminServer) -> dict[str, Any]:
    return {"name": server.name, **server.client_limits(), **server.threadpool()}


COMMAND = Command(
    "admin servers",
    "List the servers of a daemon: clients, limits, workers.",
    run,
    text=f"UNKNOWN are clients that have not authenticated. {ABOUT}",
)
