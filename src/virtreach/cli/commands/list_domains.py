"""`virtreach list`: the domains of a host."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, option
from virtreach.cli.lookup import about
from virtreach.cli.words import state_word
from virtreach.errors.libvirt import NoSupport

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.blocking.connection import Connection
    from virtreach.blocking.objects.domain import Domain
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "ListOptions", "run"]

# virConnectListAllDomainsFlags; virConnectGetAllDomainStatsFlags has the same bits, up to OTHER.
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
_STATS_FILTERS = 255
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
        records = [
            {**about(domain), "state": state_word(state)} for domain, state in _states(connection, flags)
        ]
    records.sort(key=lambda record: (record["id"] is None, record["id"] or 0, record["name"]))
    if options.name and not context.output.json:
        for record in records:
            context.output.line(record["name"])
        return
    context.output.rows(_COLUMNS, records)


def _states(connection: Connection, flags: int) -> list[tuple[Domain, int]]:
    """Domains and their states, in one call where that can be had."""
    domains = connection.domains
    try:
        if not flags & ~_STATS_FILTERS:
            found = domains.stats(_STATE, flags=flags)
        else:
            # The other filters are known to the list alone.
            chosen = domains.list(flags=flags)
            found = domains.stats(_STATE, domains=chosen) if chosen else []
    except NoSupport:
        return [(domain, domain.info().state) for domain in domains.list(flags=flags)]
    return [(domain, int(params.get("state.state", 0))) for domain, params in found]


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
