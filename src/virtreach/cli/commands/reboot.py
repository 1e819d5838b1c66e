"""`virtreach reboot`: ask a guest to restart itself."""

from __future__ import annotations

from virtreach.cli.declaration import Command
from virtreach.cli.guest_request import PARAMETERS, RequestOptions, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "run"]


def run(context: Context, options: RequestOptions) -> None:
    """Deliver the request."""
    request(context, options, lambda domain, flags: domain.reboot(flags=flags), "reboot")


COMMAND = Command(
    "reboot",
    "Ask a guest to restart itself.",
    run,
    options=RequestOptions,
    parameters=PARAMETERS,
)
