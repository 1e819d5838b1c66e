"""`virtreach shutdown`: ask a guest to power itself off."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument, option
from virtreach.cli.lookup import about, domain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "ShutdownOptions", "run"]

# virDomainShutdownFlagValues
_MODES = {"acpi": 1, "agent": 2, "initctl": 4, "signal": 8, "paravirt": 16}


class ShutdownOptions(Options):
    """What `shutdown` is given."""

    domain: str
    mode: tuple[str, ...]


def run(context: Context, options: ShutdownOptions) -> None:
    """Deliver the request."""
    flags = 0
    for mode in options.mode:
        flags |= _MODES[mode]
    with context.connect() as connection:
        found = domain(connection, options.domain)
        found.shutdown(flags=flags)
    context.output.done(
        f"domain {found.name} was asked to shut down", {**about(found), "action": "asked to shut down"}
    )


COMMAND = Command(
    "shutdown",
    "Ask a guest to power itself off.",
    run,
    options=ShutdownOptions,
    parameters=(
        argument("domain", help="Name, UUID or id.", suggest="domain"),
        option(
            "--mode",
            many=True,
            choices=tuple(_MODES),
            help="How to ask; may be repeated. The host chooses otherwise.",
        ),
    ),
    text="It may take its time, or ignore it; 'virtreach events' shows when it has stopped, and 'destroy' makes it.",
)
