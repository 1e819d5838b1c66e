"""Asking a guest for something that it does by itself: what `shutdown` and `reboot` have in common."""

from __future__ import annotations

from virtreach.cli.declaration import Options, argument, option
from virtreach.cli.lookup import about, domain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from virtreach.blocking.objects.domain import Domain
    from virtreach.cli.context import Context

__all__ = ["PARAMETERS", "RequestOptions", "request"]

# virDomainShutdownFlagValues and virDomainRebootFlagValues
_MODES = {"acpi": 1, "agent": 2, "initctl": 4, "signal": 8, "paravirt": 16}

PARAMETERS = (
    argument("domain", help="Name, UUID or id.", suggest="domain"),
    option(
        "--mode",
        many=True,
        choices=tuple(_MODES),
        help="How to ask; may be repeated. The host chooses otherwise.",
    ),
)


class RequestOptions(Options):
    """What such a command is given."""

    domain: str
    mode: tuple[str, ...]


def request(context: Context, options: RequestOptions, ask: Callable[[Domain, int], None], what: str) -> None:
    """Deliver a request and say so.

    Args:
        context: the command's surroundings.
        options: whom to ask, and how.
        ask: delivers it to a domain, with these flags.
        what: what the guest was asked to do.
    """
    flags = 0
    for mode in options.mode:
        flags |= _MODES[mode]
    with context.connect() as connection:
        found = domain(connection, options.domain)
        ask(found, flags)
    said = f"asked to {what}"
    context.output.done(f"domain {found.name} was {said}", {**about(found), "action": said})
