"""`virtreach list`: the domains of a host."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, option
from virtreach.cli.lookup import about
from virtreach.cli.words import state_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "ListOptions", "run"]

# virConnectListAllDomainsFlags; virConnectGetAllDomainStatsFlags has the same bits for the same filters.
_ACTIVE, _INACTIVE = 1, 2
_FILTERS = {
    "persistent": 4,
    "transient": 8,
    "running": 16,
    "paused": 32,
    "shutoff": 64,
    "managed_save": 256,
    "autostart": 1024,
    "no_autostart": 2048,
    "snapshots": 4096,
}
# VIR_DOMAIN_STATS_STATE
_STATE = 1

_COLUMNS = ((">id", "ID"), ("name", "NAME"), ("state", "STATE"))


class ListOptions(Options):
    """What `list` is given; beside these a flag for each filter."""

    all: bool
    inactive: bool
    name: bool


def run(context: Context, options: ListOptions) -> None:
    """List domains, the running ones first."""
    flags = 0
    if not options.all:
        flags = _INACTIVE if options.inactive else _ACTIVE
    chosen = [bit for name, bit in _FILTERS.items() if getattr(options, name)]
    if chosen and not options.inactive:
        # A filter says what is wanted: `list --shutoff` should not need --all as well.
        flags = 0
    flags |= sum(chosen)
    with context.connect() as connection:
        found = connection.domains.stats(_STATE, flags=flags)
        records = [
            {**about(domain), "state": state_word(int(params.get("state.state", 0)))}
            for domain, params in found
        ]
    records.sort(key=lambda record: (record["id"] is None, record["id"] or 0, record["name"]))
    if options.name and not context.output.json:
        for record in records:
            context.output.line(record["name"])
        return
    context.output.rows(_COLUMNS, records)


COMMAND = Command(
    "list",
    "List domains: the running ones, unless something else is asked for.",
    run,
    options=ListOptions,
    parameters=(
        option("-a", "--all", kind="flag", help="Those that do not run as well."),
        option("-i", "--inactive", kind="flag", help="Only those that do not run."),
        option("--name", kind="flag", help="Print names alone."),
        option("--running", kind="flag", help="Only those whose processors run."),
        option("--paused", kind="flag", help="Only paused ones."),
        option("--shutoff", kind="flag", help="Only those that are shut off."),
        option("--persistent", kind="flag", help="Only those whose definition outlives their run."),
        option("--transient", kind="flag", help="Only those that are forgotten when they stop."),
        option("--autostart", kind="flag", help="Only those that start with the host."),
        option("--no-autostart", kind="flag", help="Only those that do not."),
        option("--managed-save", kind="flag", help="Only those with a saved state to resume from."),
        option("--snapshots", kind="flag", help="Only those with snapshots."),
    ),
)
