"""`virtreach events`: what happens on a host, as it happens."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument, option
from virtreach.cli.failures import UNKNOWN, USAGE, CommandFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from virtreach.cli.context import Context
    from virtreach.cli.event_feed import EventFeed
    from virtreach.session.events import EventKind

__all__ = ["COMMAND", "EventsOptions", "kinds_of", "run"]

_FAMILIES = ("domain", "network", "storage_pool", "node_device", "secret")


class EventsOptions(Options):
    """What `events` is given."""

    domain: str | None
    kind: tuple[str, ...]
    count: int
    timeout: float | None
    reconnect: bool
    list: bool


def run(context: Context, options: EventsOptions) -> None:
    """Print events until there were enough, the time is over, or ^C."""
    from virtreach.cli.event_feed import EventFeed

    if options.list:
        _list(context)
        return
    chosen, sure = kinds_of(options.kind, only_domains=options.domain is not None)
    with context.connect(unlimited=True, reconnect=options.reconnect) as connection:
        subject = None
        if options.domain is not None:
            from virtreach.cli.lookup import domain

            subject = domain(connection, options.domain)
        feed = EventFeed(connection, chosen, subject, must=sure)
        _follow(context, options, feed)


def _follow(context: Context, options: EventsOptions, feed: EventFeed) -> None:
    from time import monotonic

    from virtreach.cli.event_text import as_json, as_line

    end = None if options.timeout is None else monotonic() + options.timeout
    seen = 0
    while not options.count or seen < options.count:
        event = feed.get(None if end is None else end - monotonic())
        if event is None:
            break
        seen += 1
        if context.output.json:
            context.output.json_line(as_json(event))
        else:
            context.output.line(as_line(event))
            context.output.stream.flush()
    if options.count and seen < options.count:
        raise CommandFailed(f"{seen} of {options.count} events came within {options.timeout:g} s", UNKNOWN)


def kinds_of(words: Sequence[str], *, only_domains: bool = False) -> tuple[list[EventKind], bool]:
    """Find the kinds of events that are meant.

    Args:
        words: ``FAMILY.NAME``, ``FAMILY`` for all of a family, ``NAME`` for a domain's, or ``all``.
        only_domains: whether nothing but domains is of interest.

    Returns:
        The kinds, and whether each was asked for by name: then a host that does not have it is an error.

    Raises:
        CommandFailed: there is no such kind.
    """
    from virtreach.session.events import KINDS, kind_of

    families = _FAMILIES[:1] if only_domains else _FAMILIES
    if not words:
        return [kind_of(family, "lifecycle") for family in families], False
    found: dict[tuple[str, str], EventKind] = {}
    sure = True
    for word in words:
        family, _, name = word.lower().replace("-", "_").rpartition(".")
        if name in families or name == "all":
            sure = False
            wanted = families if name == "all" else (name,)
            found.update({key: kind for key, kind in KINDS.items() if key[0] in wanted})
            continue
        key = (family or "domain", name)
        if key not in KINDS or key[0] == "connection" or (only_domains and key[0] not in ("domain", "qemu")):
            raise CommandFailed(f"no events {word!r}; 'virtreach events --list' shows the kinds", USAGE)
        found[key] = KINDS[key]
    return list(found.values()), sure


def _list(context: Context) -> None:
    from virtreach.session.events import KINDS

    names = [{"family": family, "name": name} for family, name in KINDS if family != "connection"]
    if context.output.json:
        context.output.documents(names)
        return
    for each in names:
        context.output.line(f"{each['family']}.{each['name']}")


COMMAND = Command(
    "events",
    "Print events as they happen, a line each.",
    run,
    options=EventsOptions,
    parameters=(
        argument("domain", help="Only about this domain.", required=False, suggest="domain"),
        option(
            "-k",
            "--kind",
            many=True,
            metavar="KIND",
            help="FAMILY.NAME, FAMILY, a domain's NAME, or all; may be repeated. All life cycles unless given.",
        ),
        option(
            "-n",
            "--count",
            kind="integer",
            default=0,
            metavar="NUMBER",
            help="Leave after so many events; 0 for no limit.",
        ),
        option("--timeout", kind="number", metavar="SECONDS", help="Leave after so long."),
        option("--reconnect", kind="flag", help="Come back when the connection is lost; a line says so."),
        option("--list", kind="flag", help="List the kinds of events."),
    ),
    text="With --json, each line is one JSON document. When --timeout ends it before --count events came, the exit "
    "code is 5.",
)
