"""`virtreach route`: the way to a node, hop by hop."""

from __future__ import annotations

from virtreach.cli.declaration import NO_LIBVIRT_READING, Command, option
from virtreach.cli.failures import CommandFailed, code_of_all
from virtreach.cli.reaching import NODE, REACH, ReachOptions, how

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from virtreach.cli.context import Context
    from virtreach.routes.ssh.probing import WayReport

__all__ = ["COMMAND", "RouteOptions", "run"]

_COLUMNS = (
    (">way", "WAY"),
    ("hop", "HOP"),
    ("by", "BY"),
    (">login", "LOGIN"),
    (">command", "COMMAND"),
    ("state", "STATE"),
)


class RouteOptions(ReachOptions):
    """What `route` is given."""

    timeout: float


def run(context: Context, options: RouteOptions) -> None:
    """Go each way; fail when none works."""
    ways = _probe(options)
    if context.output.json:
        context.output.document({"node": options.node, "ways": [_document(way) for way in ways]})
    else:
        context.output.rows(
            _COLUMNS, [row for number, way in enumerate(ways, 1) for row in _rows(number, way)]
        )
    if not any(way.works for way in ways):
        failures = [way.failure for way in ways if way.failure is not None]
        raise CommandFailed(f"no way leads to {options.node}", code_of_all(failures))


def _probe(options: RouteOptions) -> Sequence[WayReport]:
    from virtreach.conf.inventory import Inventory, default_inventory
    from virtreach.routes.ssh.background import Background
    from virtreach.routes.ssh.openssh import FILES, openssh_chain
    from virtreach.routes.ssh.probing import WayReport, probe, probe_chain

    how(options, (options.node,))
    path = options.inventory or default_inventory()
    if path is None or options.jump is not None or options.ssh_config is not None:
        files = FILES if options.ssh_config is None else (options.ssh_config,)
        user, at, host = options.node.rpartition("@")
        chain = openssh_chain(host, user=user if at else None, jump=options.jump, files=files)
        background = Background()
        try:
            hops = background.do(probe_chain(background.pool, chain, timeout=options.timeout))
        finally:
            background.close()
        why = "given by --jump" if options.jump is not None else "as OpenSSH's configuration says"
        return [WayReport(why, hops)]
    inventory = Inventory.load(path)
    node = inventory.node(options.node)
    background = Background()
    try:
        return background.do(probe(background.reach(inventory), node, timeout=options.timeout))
    finally:
        background.close()


def _rows(number: int, way: WayReport) -> list[dict[str, Any]]:
    return [
        {
            "way": number,
            "hop": hop.label,
            "by": hop.by or "-",
            "login": _milliseconds(hop.login_seconds),
            "command": _milliseconds(hop.command_seconds),
            "state": hop.error or (f"well; {way.why}" if position == 0 else "well"),
        }
        for position, hop in enumerate(way.hops)
    ]


def _milliseconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds * 1000:.1f} ms"


def _document(way: WayReport) -> dict[str, Any]:
    return {
        "works": way.works,
        "why": way.why,
        "hops": [
            {
                "hop": hop.label,
                "by": hop.by or None,
                "login_seconds": hop.login_seconds,
                "command_seconds": hop.command_seconds,
                "error": hop.error or None,
            }
            for hop in way.hops
        ],
    }


COMMAND = Command(
    "route",
    "Go the way to a node: each hop, how long it takes, how it was chosen, what fails.",
    run,
    without=NO_LIBVIRT_READING,
    options=RouteOptions,
    parameters=(
        NODE,
        *REACH,
        option(
            "--timeout",
            kind="number",
            default=10.0,
            metavar="S",
            help="Seconds for each hop (10 unless given).",
        ),
    ),
    text="LOGIN is the time for connection and login, 0 where another way has done that; COMMAND is how long 'true' "
    "takes. Nothing is changed. Needs the extra [ssh].",
)
