"""`virtreach stats`: figures of running domains."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument, option
from virtreach.cli.lookup import about, domain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "StatsOptions", "run"]

# virDomainStatsTypes
_GROUPS = {
    "state": 1,
    "cpu": 2,
    "balloon": 4,
    "vcpu": 8,
    "interface": 16,
    "block": 32,
    "perf": 64,
    "iothread": 128,
    "memory": 256,
    "dirtyrate": 512,
    "vm": 1024,
}
# virConnectGetAllDomainStatsFlags
_BACKING = 1 << 30
_NOWAIT = 1 << 29


class StatsOptions(Options):
    """What `stats` is given."""

    domain: tuple[str, ...]
    group: tuple[str, ...]
    backing: bool
    nowait: bool


def run(context: Context, options: StatsOptions) -> None:
    """Print statistics, domain by domain."""
    wanted = 0
    for name in options.group:
        wanted |= _GROUPS[name]
    flags = (_BACKING if options.backing else 0) | (_NOWAIT if options.nowait else 0)
    with context.connect() as connection:
        chosen = [domain(connection, text) for text in options.domain]
        found = connection.domains.stats(wanted, domains=chosen, flags=flags)
    output = context.output
    if output.json:
        output.document([{**about(each), "stats": params} for each, params in found])
        return
    for number, (each, params) in enumerate(found):
        if number:
            output.line("")
        output.line(f"{each.name}:")
        for name, value in params.items():
            output.line(f"  {name} = {value}")


COMMAND = Command(
    "stats",
    "Show statistics of domains: processor, memory, disks, network.",
    run,
    options=StatsOptions,
    parameters=(
        argument(
            "domain",
            help="Name, UUID or id; all domains when none is given.",
            required=False,
            many=True,
            suggest="domain",
        ),
        option("-g", "--group", many=True, choices=tuple(_GROUPS), help="Only this group; may be repeated."),
        option("--backing", kind="flag", help="Disks' backing chains as well."),
        option("--nowait", kind="flag", help="Leave out what is not to be had at once."),
    ),
)
