"""Steps that are carried out to their end."""

from __future__ import annotations

import asyncio

import pytest

from virtreach.aio.finishing import pause, to_the_end
from virtreach.blocking import finishing as blocking


async def test_what_a_step_returns_and_raises() -> None:
    """Without a cancellation nothing is added."""

    async def seven() -> int:
        await pause(0)
        return 7

    async def fail() -> int:
        raise LookupError("no")

    assert await to_the_end(seven) == 7
    with pytest.raises(LookupError, match="no"):
        await to_the_end(fail)


@pytest.mark.parametrize("outcome", ["returns", "raises"])
async def test_a_cancellation_waits_for_the_step(outcome: str) -> None:
    """The step goes on to its end; then the task is cancelled, whatever the step gave."""
    ended = asyncio.Event()
    release = asyncio.Event()

    async def step() -> int:
        await release.wait()
        ended.set()
        if outcome == "raises":
            raise LookupError("no")
        return 7

    task = asyncio.ensure_future(to_the_end(step))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not task.done()
    release.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()


async def test_a_second_cancellation_does_not_wait() -> None:
    """Who insists is let go; the step goes on by itself."""
    release = asyncio.Event()
    ended = asyncio.Event()

    async def step() -> None:
        await release.wait()
        ended.set()

    task = asyncio.ensure_future(to_the_end(step))
    for _ in range(2):
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not ended.is_set()
    release.set()
    await asyncio.wait_for(ended.wait(), 5)


def test_blocking() -> None:
    """There is nothing to wait for."""
    assert blocking.to_the_end(lambda: 7) == 7
    blocking.pause(0)
