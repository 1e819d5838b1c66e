"""Many calls in flight on one connection to the canned server."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial

from benchmarks.harness import BASE, Row, Worker, pin, race, rate
from benchmarks.servers import canned

__all__ = ["run"]

_TARGET = 300_000


def run(quick: bool = False) -> list[Row]:
    """Measure calls a second at several depths, client and server on a core each.

    Args:
        quick: a few rounds only.
    """
    rows = []
    with canned() as server, ExitStack() as stack:
        base = stack.enter_context(Worker(BASE, server.uri))
        ours = stack.enter_context(Worker("asyncio", server.uri, max_in_flight=64))
        pin(server.pid, 0)
        for depth in (1, 4, 16, 64):
            share = max(depth // 4, 1)
            turns = {
                BASE: partial(base.seconds, "concurrent", count=4000, depth=min(depth, 16)),
                "asyncio": partial(ours.seconds, "concurrent", count=2000 * share, depth=depth),
            }
            contest = race(turns, 3 if quick else 9)
            mine, other = 1 / contest.median("asyncio"), 1 / contest.median(BASE)
            rows.append(
                Row(
                    what=f"{depth} calls in flight on one connection, canned",
                    name="asyncio",
                    value=rate(mine),
                    base=rate(other),
                    ratio=contest.ratio("asyncio", BASE),
                    target=f">= {_TARGET // 1000}k/s" if depth == 64 else "",
                    met=mine >= _TARGET if depth == 64 else None,
                )
            )
    return rows
