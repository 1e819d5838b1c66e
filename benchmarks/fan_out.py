"""A thousand connections to one libvirtd: open each, list the domains, keep it."""

from __future__ import annotations

import statistics
from functools import partial

from benchmarks.harness import BASE, Row, Worker, pin, race
from benchmarks.servers import libvirtd

__all__ = ["run"]

_CONNECTIONS = 1000
# Threads, and tasks: those cost little. More threads do not help libvirt-python (measured: 64 are no faster).
_WORKERS = {BASE: 16, "asyncio": 64}
_TIME = 0.80
_MEMORY = 5.0


def run(quick: bool = False) -> list[Row]:
    """Measure time and memory; a fresh process each round, nothing pinned.

    Args:
        quick: a few rounds only.
    """
    memory: dict[str, list[float]] = {BASE: [], "asyncio": []}
    with libvirtd() as server, Worker(BASE, server.uri) as holder:
        holder.do("define", count=1)
        pin(server.pid, 0, 1)

        def once(name: str) -> float:
            with Worker(name, server.uri, core=None) as worker:
                worker.do("connect", count=2)
                answer = worker.do("fan_out", count=_CONNECTIONS, workers=_WORKERS[name])
            memory[name].append(answer["kib"])
            return float(answer["seconds"])

        contest = race({name: partial(once, name) for name in memory}, 2 if quick else 7)
    mine, other = (statistics.median(memory[name]) for name in ("asyncio", BASE))
    ratio = contest.ratio("asyncio", BASE)
    seconds = {name: f"{contest.median(name):.3f} s" for name in memory}
    what = f"{_CONNECTIONS} connections: open and list, 64 tasks against 16 threads"
    return [
        Row(what, "asyncio", seconds["asyncio"], seconds[BASE], ratio, f"<= {_TIME:.2f}", ratio <= _TIME),
        Row(
            f"{_CONNECTIONS} connections: memory each",
            "asyncio",
            f"{mine:.1f} KiB",
            f"{other:.1f} KiB",
            mine / other,
            f"<= {_MEMORY:.0f} KiB",
            mine <= _MEMORY,
        ),
    ]
