"""One command on many machines: so many at a time, each result as it comes, one table at the end."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from virtreach.errors import UsageError
from virtreach.shell.result import Result, hide_password

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
    from typing import Any, Unpack

    from virtreach.shell.base import Remote
    from virtreach.shell.result import RunOptions

__all__ = ["CONCURRENCY", "NodeResult", "each", "run_each", "run_on"]

CONCURRENCY = 32
"""How many machines are busy at a time unless told otherwise."""


@dataclass(frozen=True, slots=True)
class NodeResult:
    """How it went on one machine.

    Attributes:
        label: the machine, for people.
        result: how the command ended, or None.
        error: why there is no result, or None.
        skipped: whether it was not begun, as another one had failed.
        duration: seconds.
    """

    label: str
    result: Result | None = None
    error: Exception | None = None
    skipped: bool = False
    duration: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the command ended with status 0."""
        return self.result is not None and self.result.ok

    @property
    def how(self) -> str:
        """How it went, for people."""
        if self.skipped:
            return "not begun, as another one failed"
        return str(self.error) if self.result is None else self.result.how


async def run_on(
    remotes: Sequence[Remote],
    argv: Sequence[str | bytes],
    *,
    concurrency: int = CONCURRENCY,
    stop: bool = False,
    on_result: Callable[[NodeResult], Any] | None = None,
    **options: Unpack[RunOptions],
) -> list[NodeResult]:
    """Run a program on many machines and return how it went on each, in their order.

    What fails on one machine, its way included, is in its result and does not touch the others.

    Args:
        remotes: the machines.
        argv: the program and its arguments, literally.
        concurrency: how many at a time.
        stop: whether after a failure no further one is begun; those that run go on to their end.
        on_result: is given each result as it comes.
        options: see `RunOptions`. ``check`` makes a status other than 0 an error of that machine.

    Raises:
        UsageError: the command, or an option, makes no sense; nothing was run.
    """
    hide_password(options)
    return await run_each(
        remotes,
        lambda remote: remote.run(argv, **options),
        concurrency=concurrency,
        stop=stop,
        on_result=on_result,
    )


async def run_each(
    remotes: Sequence[Remote],
    work: Callable[[Remote], Awaitable[Result]],
    *,
    concurrency: int = CONCURRENCY,
    stop: bool = False,
    on_result: Callable[[NodeResult], Any] | None = None,
) -> list[NodeResult]:
    """Do something on many machines; see `run_on`."""
    found: dict[int, NodeResult] = {}
    async for number, result in each(remotes, work, concurrency=concurrency, stop=stop):
        found[number] = result
        if on_result is not None:
            on_result(result)
    return [found[number] for number in range(len(remotes))]


async def each(
    remotes: Iterable[Remote],
    work: Callable[[Remote], Awaitable[Result]],
    *,
    concurrency: int = CONCURRENCY,
    stop: bool = False,
) -> AsyncIterator[tuple[int, NodeResult]]:
    """Do something on many machines and yield each number and result as it comes.

    Whoever leaves the loop early cancels what runs.
    """
    if concurrency < 1:
        raise UsageError("at least one machine at a time")
    machines = list(remotes)
    waiting = list(enumerate(machines))[::-1]
    running: dict[asyncio.Task[NodeResult], int] = {}
    failed = False
    try:
        while waiting or running:
            while waiting and len(running) < concurrency and not (stop and failed):
                number, remote = waiting.pop()
                running[asyncio.get_running_loop().create_task(_one(remote, work))] = number
            if not running:
                for number, remote in reversed(waiting):
                    yield number, NodeResult(remote.label, skipped=True)
                return
            done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in sorted(done, key=lambda task: running[task]):
                number = running.pop(task)
                result = task.result()
                failed = failed or not result.ok
                yield number, result
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _one(remote: Remote, work: Callable[[Remote], Awaitable[Result]]) -> NodeResult:
    began = time.monotonic()
    try:
        result = await work(remote)
    except UsageError:
        raise
    except Exception as error:  # noqa: BLE001  # what one machine brings about must not end the work on the others
        return NodeResult(remote.label, error=error, duration=time.monotonic() - began)
    return NodeResult(remote.label, result, duration=time.monotonic() - began)
