"""`virtreach admin disconnect`: throw a client out."""

from __future__ import annotations

from virtreach.cli.administration import ABOUT, server
from virtreach.cli.declaration import Command, Options, argument, option
from virtreach.cli.failures import USAGE, CommandFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "DisconnectOptions", "run"]


class DisconnectOptions(Options):
    """What `admin disconnect` is given."""

    client: str
    server: str | None


def run(context: Context, options: DisconnectOptions) -> None:
    """Cut it off."""
    if not (options.client.isascii() and options.client.isdecimal() and int(options.client) < 1 << 63):
        raise CommandFailed(f"{options.client!r} is no client's number", USAGE)
    number = int(options.client)
    with context.connect_admin() as admin:
        found = server(admin, options.server)
        found.lookup_client(number).close()
    record = {"id": number, "server": found.name, "action": "disconnected"}
    context.output.done(f"client {number} of {found.name} disconnected", record)


COMMAND = Command(
    "admin disconnect",
    "Throw a client of a daemon out, at once.",
    run,
    without=("readonly",),
    options=DisconnectOptions,
    parameters=(
        argument("client", help="Its number, as 'virtreach admin clients' shows it."),
        option("--server", metavar="NAME", help="The server that it is connected to."),
    ),
    text=f"Calls that it has under way may or may not be carried out. {ABOUT}",
)
