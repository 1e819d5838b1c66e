"""How soon work goes on when a proxy fails."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
from collections.abc import Awaitable, Callable
from time import perf_counter

from benchmarks.access_lab import AccessLab
from benchmarks.harness import Row, duration
from virtreach.errors import VirtreachError
from virtreach.routes.ssh.background import Background
from virtreach.routes.ssh.pool import Pool
from virtreach.routes.ssh.reach import Reach

__all__ = ["measure_faults"]

_KILL_MAX = 1.0
_SILENCE_MAX = 4.0
_LIMIT = 30.0
_ALIVE = ("-o", "ServerAliveInterval=1", "-o", "ServerAliveCountMax=3")


def measure_faults(lab: AccessLab, background: Background) -> list[Row]:
    """Measure from the failure of the proxy in use: until a new command is done, and until a running one breaks."""
    proxy = lab.cluster.proxies[0]
    cases: tuple[tuple[str, Callable[[], None], float, int], ...] = (
        ("was killed", proxy.kill_sshd, _KILL_MAX, min(5, lab.effort.rounds)),
        ("fell silent", proxy.cut, _SILENCE_MAX, lab.effort.silences),
    )
    rows = []
    for event, fail, bound, rounds in cases:
        if not rounds:
            continue
        figures: list[tuple[float, float, float]] = []
        for _ in range(rounds):
            # OpenSSH has no other proxy to go to; it shows how soon one notices.
            words = lab.ssh(*_ALIVE, "n1", "echo running; sleep 60")
            with subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            ) as process:
                assert process.stdout is not None
                process.stdout.readline()
                figures.append(background.do(_failure(lab, fail, process)))
            proxy.heal()
        done, broke, theirs = (statistics.median(column) for column in zip(*figures, strict=True))
        shown = duration(theirs)
        for what, value, other in (
            ("a new command is done", done, ""),
            ("a running one breaks", broke, shown),
        ):
            target, met = f"<= {duration(bound)}", value <= bound
            text = f"a proxy {event}: until {what}" + (", against ssh -J" if other else "")
            rows.append(Row(text, "virtreach", duration(value), other, None, target, met))
    return rows


async def _failure(
    lab: AccessLab, fail: Callable[[], None], other: subprocess.Popen[bytes]
) -> tuple[float, float, float]:
    """Let the proxy fail.

    Returns:
        The seconds until a new command was done, until a running one broke, and until another's process ended.
    """
    async with Pool() as pool:
        reach = Reach(lab.inventory, pool)
        await reach.run("n1", "true")
        running = asyncio.ensure_future(reach.run("n1", "sleep 60"))
        await reach.run("n1", "true")
        begun = perf_counter()
        broke = asyncio.ensure_future(_until_broken(running))
        ended = asyncio.ensure_future(_until_ended(other))
        await asyncio.to_thread(fail)
        while True:
            try:
                await reach.run("n1", "true", timeout=_LIMIT)
                break
            except VirtreachError:
                # Its outcome is unknown; `true` may be run again.
                if perf_counter() - begun > _LIMIT:
                    raise
        done = perf_counter() - begun
        return done, await broke - begun, await ended - begun


async def _until_broken(running: Awaitable[object]) -> float:
    try:
        await running
    except VirtreachError:
        return perf_counter()
    raise RuntimeError("a command outlived its proxy")


async def _until_ended(process: subprocess.Popen[bytes]) -> float:
    await asyncio.to_thread(process.wait)
    return perf_counter()
