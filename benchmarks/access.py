"""Nodes behind a proxy: commands, HTTP, bytes, libvirt connections and fail-over, beside OpenSSH on the same way."""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import time
from collections.abc import Awaitable, Callable
from functools import partial
from time import perf_counter
from typing import TypeVar

import virtreach
from benchmarks.access_faults import measure_faults
from benchmarks.access_lab import WIDE, AccessLab, access_lab
from benchmarks.access_volume import measure_http, measure_volume
from benchmarks.harness import Contest, Row, duration, pin, race
from virtreach.routes.ssh.background import Background
from virtreach.routes.ssh.hop import Chain
from virtreach.routes.ssh.pool import Pool
from virtreach.routes.ssh.reach import Reach, login_hop

__all__ = ["run"]

_T = TypeVar("_T")
_JUMP, _MASTER = "ssh -J", "ControlMaster"
_OURS = "virtreach"
_WARM_MAX = 10e-3
_WIDE_MAX = 1.0
_DEEP = 4


def run(quick: bool = False) -> list[Row]:
    """Measure.

    Args:
        quick: a few rounds only.
    """
    # All that is started from here on inherits it.
    pin(os.getpid(), 0, 1)
    with access_lab() as lab:
        # The thread stands where it was started.
        background = Background()
        try:
            return [
                *_commands(lab, background, quick),
                *_wide(lab, background, quick),
                *_libvirt(lab, quick),
                *measure_http(lab, background, quick),
                *measure_volume(lab, background, quick),
                *measure_faults(lab, background, quick),
            ]
        finally:
            background.close()


async def _timed(work: Awaitable[object]) -> float:
    begun = perf_counter()
    await work
    return perf_counter() - begun


async def _anew(lab: AccessLab, use: Callable[[Reach], Awaitable[_T]]) -> _T:
    """Use ways that nothing is open on."""
    async with Pool() as pool:
        return await use(Reach(lab.inventory, pool))


def _process(words: list[str], times: int = 1) -> float:
    begun = perf_counter()
    for _ in range(times):
        subprocess.run(words, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return (perf_counter() - begun) / times


def _row(
    what: str, contest: Contest, base: str, *, at_most: float | None = None, ratio: float | None = None
) -> Row:
    """Make a line: our time, beside another's.

    Args:
        what: the work.
        contest: the times.
        base: who is the other.
        at_most: the most that our time may be, seconds.
        ratio: the most that the ratio may be.
    """
    mine, share = contest.median(_OURS), round(contest.ratio(_OURS, base), 3)
    target, met = "", None
    if at_most is not None:
        target, met = f"<= {duration(at_most)}", mine <= at_most
    elif ratio is not None:
        target, met = f"<= {ratio:.2f}", share <= ratio
    return Row(
        f"{what}, against {base}", _OURS, duration(mine), duration(contest.median(base)), share, target, met
    )


def _commands(lab: AccessLab, background: Background, quick: bool) -> list[Row]:
    """`true` on one node: the first time, again and again, and through five logins."""
    reach = background.reach(lab.inventory)
    background.do(reach.run("n1", "true"))

    async def again(chain: Chain | None = None) -> float:
        begun = perf_counter()
        for _ in range(10):
            await (reach.run("n1", "true") if chain is None else background.pool.run(chain, "true"))
        return (perf_counter() - begun) / 10

    rows = []
    with lab.master() as options:
        warm = race(
            {
                _OURS: lambda: background.do(again()),
                _MASTER: partial(_process, lab.ssh(*options, "n1", "true"), 5),
            },
            3 if quick else 15,
        )
    rows.append(_row("a command, the way being open", warm, _MASTER, at_most=_WARM_MAX))
    cold = race(
        {
            _OURS: lambda: background.do(_anew(lab, lambda fresh: _timed(fresh.run("n1", "true")))),
            _JUMP: partial(_process, lab.ssh("n1", "true")),
        },
        3 if quick else 11,
    )
    rows.append(_row("the first command", cold, _JUMP, ratio=1.0))
    names = ("n1", "n2", "n3", "n4", "n5")[:_DEEP]
    way = reach.ways_to(lab.inventory.node("n1"))[0]
    deep = way.then(*(login_hop(lab.inventory.node(name), inside=True) for name in names))
    jumps = ",".join(("p1", *names[:-1]))
    words = lab.ssh("-o", f"ProxyJump={jumps}", names[-1], "true")

    async def deep_first() -> float:
        async with Pool() as pool:
            return await _timed(pool.run(deep, "true"))

    contest = race(
        {_OURS: lambda: background.do(deep_first()), _JUMP: partial(_process, words)}, 2 if quick else 5
    )
    rows.append(_row(f"the first command through {_DEEP + 1} logins", contest, _JUMP, ratio=1.0))
    background.do(background.pool.run(deep, "true"))
    mine = [background.do(again(deep)) for _ in range(2 if quick else 5)]
    what = f"a command through {_DEEP + 1} logins, the way being open"
    rows.append(Row(what, _OURS, duration(statistics.median(mine))))
    return rows


def _wide(lab: AccessLab, background: Background, quick: bool) -> list[Row]:
    """`true` on many nodes at once."""
    names = [f"w{number}" for number in range(WIDE)]
    reached: dict[str, list[int]] = {_OURS: [], _JUMP: []}

    async def everywhere(reach: Reach) -> float:
        begun = perf_counter()
        done = await asyncio.gather(*(reach.run(name, "true") for name in names), return_exceptions=True)
        seconds = perf_counter() - begun
        reached[_OURS].append(sum(not isinstance(one, BaseException) and one.status == 0 for one in done))
        return seconds

    def jump() -> float:
        begun = perf_counter()
        running = [
            subprocess.Popen(lab.ssh(name, "true"), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for name in names
        ]
        reached[_JUMP].append(sum(process.wait() == 0 for process in running))
        seconds = perf_counter() - begun
        time.sleep(0.5)  # the proxy's sshd still cleans up
        return seconds

    cold = race({_OURS: lambda: background.do(_anew(lab, everywhere)), _JUMP: jump}, 2 if quick else 5)
    rows = [
        _row(f"the first command on {WIDE} nodes at once", cold, _JUMP, at_most=_WIDE_MAX),
        Row(
            f"nodes of {WIDE} that were reached, the least of all rounds",
            _OURS,
            str(min(reached[_OURS])),
            str(min(reached[_JUMP])),
            target=f"= {WIDE}",
            met=min(reached[_OURS]) == WIDE,
        ),
    ]
    reach = background.reach(lab.inventory)
    background.do(everywhere(reach))
    mine = statistics.median(background.do(everywhere(reach)) for _ in range(3 if quick else 11))
    rows.append(Row(f"a command on {WIDE} nodes at once, the ways being open", _OURS, duration(mine)))
    return rows


def _libvirt(lab: AccessLab, quick: bool) -> list[Row]:
    """Open a connection to libvirt, ask for the host's name, and close it."""
    script = lab.home / "ssh"
    script.write_text(f'#!/bin/sh\nexec ssh -F {lab.home}/.ssh/config "$@"\n')
    script.chmod(0o755)
    theirs = ["virsh", "-c", f"test+ssh://{lab.libvirt}&command={script}", "hostname"]
    uri = f"test+libssh://{lab.libvirt}"

    def mine() -> float:
        begun = perf_counter()
        with virtreach.connect(uri) as connection:
            connection.host.hostname()
        return perf_counter() - begun

    before = os.environ.get("HOME")
    os.environ["HOME"] = str(lab.home)
    try:
        contest = race({_OURS: mine, "virsh": partial(_process, theirs)}, 2 if quick else 7)
    finally:
        if before is not None:
            os.environ["HOME"] = before
    return [_row("a libvirt connection, the way being open", contest, "virsh", ratio=1.0)]
