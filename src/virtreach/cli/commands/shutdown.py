"""`virtreach shutdown`: ask a guest to power itself off."""

from __future__ import annotations

from virtreach.cli.declaration import Command
from virtreach.cli.guest_request import PARAMETERS, RequestOptions, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "run"]


def run(context: Context, options: RequestOptions) -> None:
    """Deliver the request."""
    request(context, options, lambda domain, flags: domain.shutdown(flags=flags), "shut down")


COMMAND = Command(
    "shutdown",
    "Ask a guest to power itself off.",
    run,
    options=RequestOptions,
    parameters=PARAMETERS,
    text="It may take its time, or ignore it; 'virtreach events' shows when it has stopped, and 'destroy' makes it.",
)
