"""`virtreach destroy`: stop a guest at once."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument, option
from virtreach.cli.lookup import about, domain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "DestroyOptions", "run"]

# VIR_DOMAIN_DESTROY_GRACEFUL
_GRACEFUL = 1


class DestroyOptions(Options):
    """What `destroy` is given."""

    domain: str
    graceful: bool


def run(context: Context, options: DestroyOptions) -> None:
    """Stop it."""
    with context.connect() as connection:
        found = domain(connection, options.domain)
        found.destroy(flags=_GRACEFUL if options.graceful else 0)
    context.output.done(f"domain {found.name} stopped", {**about(found), "action": "stopped"})


COMMAND = Command(
    "destroy",
    "Stop a guest at once, as if its power were cut.",
    run,
    options=DestroyOptions,
    parameters=(
        argument("domain", help="Name, UUID or id.", suggest="domain"),
        option(
            "--graceful", kind="flag", help="Fail rather than kill a process that does not end on request."
        ),
    ),
    text="Its definition and its disks stay; a transient domain is gone afterwards.",
)
