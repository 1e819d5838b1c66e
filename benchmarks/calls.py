"""One call after the other: small ones, a domain's XML, a list of 500, 20,000 statistics."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.harness import BASE, OURS, Row, Worker, compare, pin, race
from benchmarks.servers import canned, libvirtd

if TYPE_CHECKING:
    from benchmarks.servers import Server

__all__ = ["run"]

_ROUNDS = 15
# What is called, how often a round, and the bounds on the ratio: against the canned server for blocking and
# asyncio, and against libvirtd.
_OPERATIONS = (
    ("version", "small call without arguments", 1500, (0.70, 0.95), 1.0),
    ("info", "small call on a domain", 1500, (0.70, 0.95), 1.0),
    ("xml", "a domain's XML", 800, (None, None), None),
    ("domains", "list of 500 domains", 60, (0.30, 0.30), 0.60),
    ("statistics", "statistics of 500 domains", 10, (0.65, 0.65), None),
)


def run(quick: bool = False) -> list[Row]:
    """Measure, client and server pinned to one core.

    Args:
        quick: a few rounds only.
    """
    rows: list[Row] = []
    with canned() as server:
        rows += _measure(server, 3 if quick else _ROUNDS)
    with libvirtd() as server, Worker(BASE, server.uri) as holder:
        holder.do("define", count=500)
        rows += _measure(server, 3 if quick else _ROUNDS)
    return rows


def _measure(server: Server, rounds: int) -> list[Row]:
    rows = []
    with ExitStack() as stack:
        workers = {name: stack.enter_context(Worker(name, server.uri)) for name in (BASE, *OURS)}
        pin(server.pid, 1)
        for operation, what, count, client_bound, real in _OPERATIONS:
            turns = {name: partial(one.seconds, operation, count=count) for name, one in workers.items()}
            contest = race(turns, rounds)
            for position, name in enumerate(OURS):
                bound = client_bound[position] if server.daemon is None else real
                rows.append(compare(f"{what}, {server.name}", contest, name, bound))
    return rows
