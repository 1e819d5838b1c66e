"""`virtreach start`: start a defined domain."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument, option
from virtreach.cli.lookup import about, domain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "StartOptions", "run"]

# virDomainCreateFlags
_PAUSED, _BYPASS_CACHE, _FORCE_BOOT = 1, 4, 8


class StartOptions(Options):
    """What `start` is given."""

    domain: str
    paused: bool
    force_boot: bool
    bypass_cache: bool


def run(context: Context, options: StartOptions) -> None:
    """Start it."""
    flags = (
        (_PAUSED if options.paused else 0)
        | (_FORCE_BOOT if options.force_boot else 0)
        | (_BYPASS_CACHE if options.bypass_cache else 0)
    )
    with context.connect() as connection:
        started = domain(connection, options.domain).start(flags=flags)
    context.output.done(f"domain {started.name} started", {**about(started), "action": "started"})


COMMAND = Command(
    "start",
    "Start a defined domain.",
    run,
    options=StartOptions,
    parameters=(
        argument("domain", help="Name or UUID.", suggest="domain"),
        option("--paused", kind="flag", help="With its processors stopped, for 'resume'."),
        option("--force-boot", kind="flag", help="Boot anew, and throw a saved state away."),
        option("--bypass-cache", kind="flag", help="Do not fill the host's cache with a saved state."),
    ),
)
