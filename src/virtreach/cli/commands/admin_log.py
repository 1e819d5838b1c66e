"""`virtreach admin log`: what a daemon logs, and where."""

from __future__ import annotations

from virtreach.cli.administration import ABOUT
from virtreach.cli.declaration import Command, Options, option

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "LogOptions", "run"]

_TITLES = (("filters", "Filters"), ("outputs", "Outputs"))


class LogOptions(Options):
    """What `admin log` is given."""

    filters: str | None
    outputs: str | None


def run(context: Context, options: LogOptions) -> None:
    """Change what is to be changed, and say what holds."""
    with context.connect_admin() as admin:
        if options.filters is not None:
            admin.daemon.set_log_filters(options.filters)
        if options.outputs is not None:
            admin.daemon.set_log_outputs(options.outputs)
        record = {"filters": admin.daemon.log_filters(), "outputs": admin.daemon.log_outputs()}
    context.output.record(_TITLES, record)


COMMAND = Command(
    "admin log",
    "Show or change what a daemon logs, and where.",
    run,
    without=("readonly",),
    options=LogOptions,
    parameters=(
        option("--filters", metavar="TEXT", help="Which parts log how much, as '1:tls 3:rpc'; '' for none."),
        option(
            "--outputs",
            metavar="TEXT",
            help="Where to, as '1:file:/var/log/debug.log 3:journald'; '' for the default.",
        ),
    ),
    text=f"Levels are 1 debug, 2 information, 3 warnings and 4 errors. {ABOUT}",
)
