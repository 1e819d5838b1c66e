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
from benchmarks.access_lab import AccessLab, Effort, access_lab
from benchmarks.access_volume import measure_http, measure_volume
from benchmarks.harness import Contest, Row, duration, pin
from virtreach.routes.ssh.background import Background
from virtreach.routes.ssh.pool import Pool
from virtreach.routes.ssh.reach import Reach, login_hop
from virtreach.shell.node import NodeRoute
from virtreach.shell.ssh import SshRemote

__all__ = ["measure", "run"]

_T = TypeVar("_T")
_JUMP, _MASTER = "ssh -J", "ControlMaster"
_OURS = "virtreach"
_WARM_MAX = 10e-3
_WIDE_MAX = 1.0
_DEEP = 4


def run(quick: bool = False) -> list[Row]:
    """Measure, everything with real-time priority where that is allowed.

    Args:
        quick: a few rounds only.
    """
    before = os.sched_getscheduler(0), os.sched_getparam(0)
    # All that is started from here on inherits it.
    pin(os.getpid(), 0, 1)
    try:
        with access_lab(Effort(rounds=2, calls=100, silences=1) if quick else Effort()) as lab:
            return measure(lab)
    finally:
        os.sched_setscheduler(0, *before)


def measure(lab: AccessLab) -> list[Row]:
    """Measure everything that the lab's effort asks for."""
    # Its thread stands where it was started: before the proxies.
    background = Background()
    try:
        return [
            *_commands(lab, background),
            *_wide(lab, background),
            *_libvirt(lab),
            *measure_http(lab, background),
            *measure_volume(lab, background),
            *measure_faults(lab, background),
        ]
    finally:
        background.close()


async def _timed(work: Awaitable[object]) -> float:
    begun = perf_counter()
    await work
    return perf_counter() - begun


async def _anew(use: Callable[[Pool], Awaitable[_T]]) -> _T:
    """Use ways that nothing is open on."""
    async with Pool() as pool:
        return await use(pool)


def _remote(reach: Reach, name: str) -> SshRemote:
    return SshRemote(NodeRoute.to_node(reach, name))


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


def _commands(lab: AccessLab, background: Background) -> list[Row]:
    """`true` on one node: the first time, again and again, and through five logins."""
    reach = background.reach(lab.inventory)
    rounds = lab.effort.rounds

    async def again(route: NodeRoute) -> float:
        remote = SshRemote(route)
        begun = perf_counter()
        for _ in range(10):
            await remote.run(["true"])
        return (perf_counter() - begun) / 10

    async def first(pool: Pool) -> float:
        return await _timed(_remote(Reach(lab.inventory, pool), "n1").run(["true"]))

    node = NodeRoute.to_node(reach, "n1")
    background.do(again(node))

    rows = []
    with lab.master() as options:
        warm = lab.effort.race(
            {
                _OURS: lambda: background.do(again(node)),
                _MASTER: partial(_process, lab.ssh(*options, "n1", "true"), 5),
            }
        )
    rows.append(_row("a command, the way being open", warm, _MASTER, at_most=_WARM_MAX))
    cold = lab.effort.race(
        {
            _OURS: lambda: background.do(_anew(first)),
            _JUMP: partial(_process, lab.ssh("n1", "true")),
        }
    )
    rows.append(_row("the first command", cold, _JUMP, ratio=1.0))
    names = ("n1", "n2", "n3", "n4", "n5")[:_DEEP]
    way = reach.ways_to(lab.inventory.node("n1"))[0]
    deep = way.then(*(login_hop(lab.inventory.node(name), inside=True) for name in names))
    jumps = ",".join(("p1", *names[:-1]))
    words = lab.ssh("-o", f"ProxyJump={jumps}", names[-1], "true")

    async def deep_first(pool: Pool) -> float:
        return await _timed(SshRemote(NodeRoute.by_chain(pool, deep)).run(["true"]))

    contest = lab.effort.race(
        {_OURS: lambda: background.do(_anew(deep_first)), _JUMP: partial(_process, words)}, most=5
    )
    rows.append(_row(f"the first command through {_DEEP + 1} logins", contest, _JUMP, ratio=1.0))
    route = NodeRoute.by_chain(background.pool, deep)
    background.do(again(route))
    mine = [background.do(again(route)) for _ in range(rounds)]
    what = f"a command through {_DEEP + 1} logins, the way being open"
    rows.append(Row(what, _OURS, duration(statistics.median(mine))))
    return rows


def _wide(lab: AccessLab, background: Background) -> list[Row]:
    """`true` on many nodes at once."""
    wide, rounds = lab.effort.wide, lab.effort.rounds
    names = [f"w{number}" for number in range(wide)]
    reached: dict[str, list[int]] = {_OURS: [], _JUMP: []}

    async def everywhere(reach: Reach) -> float:
        begun = perf_counter()
        commands = (_remote(reach, name).run(["true"]) for name in names)
        done = await asyncio.gather(*commands, return_exceptions=True)
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

    def here() -> float:
        return background.do(_anew(lambda pool: everywhere(Reach(lab.inventory, pool))))

    cold = lab.effort.race({_OURS: here, _JUMP: jump}, most=5)
    rows = [
        _row(f"the first command on {wide} nodes at once", cold, _JUMP, at_most=_WIDE_MAX),
        Row(
            f"nodes of {wide} that were reached, the least of all rounds",
            _OURS,
            str(min(reached[_OURS])),
            str(min(reached[_JUMP])),
            target=f"= {wide}",
            met=min(reached[_OURS]) == wide,
        ),
    ]
    reach = background.reach(lab.inventory)
    background.do(everywhere(reach))
    mine = statistics.median(background.do(everywhere(reach)) for _ in range(rounds))
    rows.append(Row(f"a command on {wide} nodes at once, the ways being open", _OURS, duration(mine)))
    return rows


def _libvirt(lab: AccessLab) -> list[Row]:
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
        contest = lab.effort.race({_OURS: mine, "virsh": partial(_process, theirs)})
    finally:
        if before is not None:
            os.environ["HOME"] = before
    return [_row("a libvirt connection, the way being open", contest, "virsh", ratio=1.0)]
