"""When a daemon ends."""

from __future__ import annotations

import asyncio

from virtreach.daemon.life.lifetime import Lifetime


def test_it_ends_when_told() -> None:
    async def run() -> None:
        life = Lifetime(lambda: False)
        task = asyncio.ensure_future(life.over())
        await asyncio.sleep(0)
        assert not task.done()
        life.end()
        await asyncio.wait_for(task, 10)
        # Who asks later hears the same.
        await asyncio.wait_for(life.over(), 10)

    asyncio.run(run())


def test_a_timeout_counts_while_nobody_is_there() -> None:
    async def run() -> None:
        busy = True
        life = Lifetime(lambda: busy, 0.05)
        task = asyncio.ensure_future(life.over())
        await asyncio.sleep(0.2)
        assert not task.done()
        busy = False
        await asyncio.wait_for(task, 10)

    asyncio.run(run())


def test_a_timeout_may_change() -> None:
    async def run() -> None:
        life = Lifetime(lambda: False)
        task = asyncio.ensure_future(life.over())
        await asyncio.sleep(0)
        life.set_timeout(0.05)
        life.set_timeout(0)
        await asyncio.sleep(0.2)
        assert not task.done()
        life.set_timeout(0.05)
        await asyncio.wait_for(task, 10)

    asyncio.run(run())
