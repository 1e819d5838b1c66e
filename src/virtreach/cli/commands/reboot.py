"""`virtreach reboot`: ask a guest to restart itself."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument, option
from virtreach.cli.lookup import about, domain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "RebootOptions", "run"]

# virDomainRebootFlagValues
_MODES = {"acpi": 1, "agent": 2, "initctl": 4, "signal": 8, "paravirt": 16}


class RebootOptions(Options):
    """What `reboot` is given."""

    domain: str
    mode: tuple[str, ...]


def run(context: Context, options: RebootOptions) -> None:
    """Deliver the request."""
    flags = 0
    for mode in options.mode:
        flags |= _MODES[mode]
    with context.connect() as connection:
        found = domain(connection, options.domain)
        found.reboot(flags=flags)
    context.output.done(
        f"domain {found.name} was asked to reboot", {**about(found), "action": "asked to reboot"}
    )


COMMAND = Command(
    "reboot",
    "Ask a guest to restart itself.",
    run,
    options=RebootOptions,
    parameters=(
        argument("domain", help="Name, UUID or id.", suggest="domain"),
        option(
            "--mode",
            many=True,
            choices=tuple(_MODES),
            help="How to ask; may be repeated. The host chooses otherwise.",
        ),
    ),
)
