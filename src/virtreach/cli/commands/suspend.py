"""`virtreach suspend`: pause a guest's processors."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument
from virtreach.cli.lookup import about, domain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "SuspendOptions", "run"]


class SuspendOptions(Options):
    """What `suspend` is given."""

    domain: str


def run(context: Context, options: SuspendOptions) -> None:
    """Pause it."""
    with context.connect() as connection:
        found = domain(connection, options.domain)
        found.suspend()
    context.output.done(f"domain {found.name} suspended", {**about(found), "action": "suspended"})


COMMAND = Command(
    "suspend",
    "Pause a guest's processors; its memory stays.",
    run,
    options=SuspendOptions,
    parameters=(argument("domain", help="Name, UUID or id.", suggest="domain"),),
)
