"""Drive worker processes in turns and reduce their times to medians and ratios."""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

__all__ = [
    "BASE",
    "FIRST",
    "OURS",
    "Contest",
    "Row",
    "Worker",
    "compare",
    "duration",
    "interpreter",
    "pin",
    "race",
    "rate",
]

BASE = "libvirt-python"
"""The contender that the others are compared with."""

FIRST = ("chrt", "--fifo", "10") if os.geteuid() == 0 else ()
"""Words in front of a command that shall run with the same priority as what is pinned."""

OURS = ("blocking", "asyncio")
"""virtreach's two clients."""

_ROOT = Path(__file__).resolve().parents[1]
_SYSTEM_PYTHON = "/usr/bin/python3"
_WORKERS = {
    BASE: "benchmarks.worker_libvirt",
    "blocking": "benchmarks.worker_blocking",
    "asyncio": "benchmarks.worker_aio",
}


def interpreter() -> str:
    """The interpreter that runs all workers: the one that has libvirt-python.

    Raises:
        RuntimeError: no interpreter here has it, or it is too old for virtreach.
    """
    for python in (_SYSTEM_PYTHON, sys.executable):
        test = "import sys, libvirt; sys.exit(sys.version_info < (3, 11))"
        if subprocess.run([python, "-c", test], capture_output=True).returncode == 0:
            return python
    raise RuntimeError("benchmarks compare with libvirt-python: install python3-libvirt (Python >= 3.11)")


def pin(pid: int, *cores: int) -> None:
    """Let all threads of a process run on these cores only, with real-time priority where that is allowed.

    Args:
        pid: the process.
        cores: numbers of cores; those that do not exist are left out.
    """
    wanted = {core for core in cores if core in _ALLOWED} or _ALLOWED
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(ProcessLookupError):
            os.sched_setaffinity(int(thread.name), wanted)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.sched_setscheduler(int(thread.name), os.SCHED_FIFO, os.sched_param(_PRIORITY))


_PRIORITY = 10
_PAUSE = 0.03
_ALLOWED = os.sched_getaffinity(0)


class Worker:
    """A process with one client library in it, told what to do a line at a time; a context manager."""

    def __init__(self, library: str, uri: str, *, core: int | None = 1, **options: object) -> None:
        """Start it.

        Args:
            library: "libvirt-python", "blocking" or "asyncio".
            uri: what it connects to.
            core: where it runs; None for anywhere.
            options: what else its constructor takes.
        """
        environment = {**os.environ, "PYTHONPATH": f"{_ROOT}/src", "PYTHONWARNINGS": "default"}
        environment.pop("PYTHONHOME", None)
        words = [interpreter(), "-m", _WORKERS[library], json.dumps({"uri": uri, **options})]
        self.library = library
        self.process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=_ROOT
        )
        pin(self.process.pid, *(_ALLOWED if core is None else (core,)))
        self._answer()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.communicate()

    def do(self, operation: str, **arguments: object) -> dict[str, Any]:
        """Have it do something.

        Args:
            operation: a function's name in the worker.
            arguments: its arguments.

        Returns:
            What it answers: at least `seconds`.

        Raises:
            RuntimeError: it died; its own message is on standard error.
        """
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([operation, arguments]) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def seconds(self, operation: str, **arguments: object) -> float:
        """Have it do something, and take the time only."""
        return float(self.do(operation, **arguments)["seconds"])

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the worker with {self.library} died")
        answer: dict[str, Any] = json.loads(line)
        return answer


@dataclass
class Contest:
    """Times of several contenders that took turns.

    Attributes:
        seconds: a contender's name and its seconds for each unit of work, a value a round.
    """

    seconds: dict[str, list[float]] = field(default_factory=dict)

    def median(self, name: str) -> float:
        """The middle of a contender's times."""
        return statistics.median(self.seconds[name])

    def ratio(self, name: str, base: str) -> float:
        """The middle of the round-by-round quotients of two contenders' times."""
        pairs = zip(self.seconds[name], self.seconds[base], strict=True)
        return statistics.median(one / other for one, other in pairs)


@dataclass(frozen=True)
class Row:
    """One line of the report.

    Attributes:
        what: the work, for people.
        name: the contender.
        value: its figure, with unit.
        base: the other's figure, with unit, or empty.
        ratio: quotient of the two, or None.
        target: what the ratio or the figure has to be, as text; empty when it is only shown.
        met: whether it is; None without a target.
    """

    what: str
    name: str
    value: str
    base: str = ""
    ratio: float | None = None
    target: str = ""
    met: bool | None = None


def race(contenders: Mapping[str, Callable[[], float]], rounds: int, *, rehearsals: int = 1) -> Contest:
    """Let contenders take turns; one unmeasured round comes first.

    Args:
        contenders: a name, and a function that works once and returns the seconds of one unit.
        rounds: how many turns each gets.
        rehearsals: how many unmeasured rounds come first.

    Returns:
        Their times. Each round's order is the reverse of the one before.
    """
    contest = Contest({name: [] for name in contenders})
    order = list(contenders)
    for round_number in range(-rehearsals, rounds):
        for name in order:
            # The kernel stops real-time processes that leave nothing to others (sched_rt_runtime_us).
            time.sleep(_PAUSE)
            seconds = contenders[name]()
            if round_number >= 0:
                contest.seconds[name].append(seconds)
        order.reverse()
    return contest


def duration(seconds: float) -> str:
    """Write a time with three figures or so: 12.3 µs, 4.56 ms, 1.23 s."""
    for unit, factor in (("µs", 1e6), ("ms", 1e3)):
        if seconds * factor < 1000:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds:.3g} s"


def rate(per_second: float) -> str:
    """Write a number of calls a second, in thousands."""
    return f"{per_second / 1000:.1f}k/s"


def compare(what: str, contest: Contest, name: str, bound: float | None) -> Row:
    """Make the report's line for a contender whose time should be at most `bound` of libvirt-python's.

    Args:
        what: the work, for people.
        contest: the times.
        name: the contender.
        bound: the greatest ratio allowed, or None to show it only.
    """
    ratio = round(contest.ratio(name, BASE), 2)
    return Row(
        what=what,
        name=name,
        value=duration(contest.median(name)),
        base=duration(contest.median(BASE)),
        ratio=ratio,
        target="" if bound is None else f"<= {bound:.2f}",
        met=None if bound is None else ratio <= bound,
    )
