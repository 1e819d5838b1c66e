"""A subscription of the asyncio client: its queue, its end, its callback."""

from __future__ import annotations

import asyncio

import pytest

from virtreach.aio.subscription import Subscription
from virtreach.errors import ConnectionClosed, ConnectionLost
from virtreach.session.events import QUEUE_BYTES, Event, EventsLost, kind_of


def subscription(queue: int = 3, callback: object = None) -> Subscription:
    async def cancel(_: Subscription) -> None:
        return

    kind = kind_of("domain", "lifecycle")
    return Subscription(kind, None, (), queue=queue, callback=callback, cancel=cancel)  # type: ignore[arg-type]


def event(number: int) -> Event:
    return Event("domain", "lifecycle", None, {"event": number})


async def test_events_come_in_order() -> None:
    made = subscription()
    made.deliver(event(1))
    made.deliver(event(2))
    assert [(await made.get()).event, (await made.get()).event] == [1, 2]  # type: ignore[union-attr]
    assert await made.get(timeout=0) is None


async def test_a_slow_reader_is_told_what_it_missed() -> None:
    made = subscription(queue=3)
    for number in range(10):
        made.deliver(event(number))
    lost = await made.get()
    assert isinstance(lost, EventsLost)
    assert lost.count == 7
    await made.close()
    assert [each.event async for each in made] == [7, 8, 9]


async def test_large_events_fill_the_queue_sooner() -> None:
    made = subscription(queue=1000)
    for number in range(10):
        made.deliver(Event("domain", "lifecycle", None, {"event": number}, QUEUE_BYTES // 2))
    lost = await made.get()
    assert isinstance(lost, EventsLost)
    assert lost.count == 8
    assert [(await made.get()).event, (await made.get()).event] == [8, 9]  # type: ignore[union-attr]
    made.deliver(Event("domain", "lifecycle", None, {"event": 10}, 2 * QUEUE_BYTES))
    assert (await made.get()).event == 10  # type: ignore[union-attr]


async def test_a_waiting_reader_is_woken() -> None:
    made = subscription()
    asyncio.get_running_loop().call_later(0.02, made.deliver, event(1))
    assert (await made.get(timeout=10)).event == 1  # type: ignore[union-attr]


async def test_several_readers_get_an_event_each() -> None:
    made = subscription()
    readers = [asyncio.create_task(made.get(timeout=10)) for _ in range(3)]
    await asyncio.sleep(0)
    for number in range(3):
        made.deliver(event(number))
    assert sorted(each.event for each in await asyncio.gather(*readers)) == [0, 1, 2]  # type: ignore[union-attr]


async def test_closing_ends_the_iteration() -> None:
    made = subscription()
    reader = asyncio.create_task(made.get())
    await asyncio.sleep(0)
    await made.close()
    assert await reader is None
    assert [each async for each in made] == []


async def test_the_end_of_the_connection() -> None:
    made = subscription()
    made.end(ConnectionClosed("closed here"))
    assert await made.get() is None
    made = subscription()
    made.deliver(event(1))
    made.end(ConnectionLost("gone"))
    assert await made.get() is not None
    with pytest.raises(ConnectionLost, match="gone"):
        await made.get()


async def test_a_callback_gets_events_one_after_the_other() -> None:
    seen: list[int] = []
    made = subscription(queue=100, callback=lambda each: seen.append(each.event))
    for number in range(50):
        made.deliver(event(number))
    await asyncio.sleep(0)
    assert seen == list(range(50))
