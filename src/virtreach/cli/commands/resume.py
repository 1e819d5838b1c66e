"""`virtreach resume`: let a paused guest run on."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument
from virtreach.cli.lookup import about, domain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "ResumeOptions", "run"]


class ResumeOptions(Options):
    """What `resume` is given."""

    domain: str


def run(context: Context, options: ResumeOptions) -> None:
    """Let it run on."""
    with context.connect() as connection:
        found = domain(connection, options.domain)
        found.resume()
    context.output.done(f"domain {found.name} resumed", {**about(found), "action": "resumed"})


COMMAND = Command(
    "resume",
    "Let a paused guest run on.",
    run,
    options=ResumeOptions,
    parameters=(argument("domain", help="Name, UUID or id.", suggest="domain"),),
)
