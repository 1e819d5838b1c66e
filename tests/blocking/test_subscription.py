"""A subscription of the blocking client: its queue, its end, its callback."""

from __future__ import annotations

import threading
from queue import SimpleQueue

import pytest

from virtreach.blocking.subscription import Subscription
from virtreach.errors import ConnectionClosed, ConnectionLost
from virtreach.session.events import QUEUE_BYTES, Event, EventsLost, kind_of


def subscription(queue: int = 3, callback: object = None) -> Subscription:
    kind = kind_of("domain", "lifecycle")
    return Subscription(kind, None, (), queue=queue, callback=callback, cancel=lambda _: None)  # type: ignore[arg-type]


def event(number: int) -> Event:
    return Event("domain", "lifecycle", None, {"event": number})


def test_events_come_in_order() -> None:
    made = subscription()
    made.deliver(event(1))
    made.deliver(event(2))
    assert [made.get().event, made.get().event] == [1, 2]  # type: ignore[union-attr]
    assert made.get(timeout=0) is None


def test_a_slow_reader_is_told_what_it_missed() -> None:
    made = subscription(queue=3)
    for number in range(10):
        made.deliver(event(number))
    lost = made.get()
    assert isinstance(lost, EventsLost)
    assert lost.count == 7
    made.close()
    assert [each.event for each in made] == [7, 8, 9]


def test_large_events_fill_the_queue_sooner() -> None:
    made = subscription(queue=1000)
    for number in range(10):
        made.deliver(Event("domain", "lifecycle", None, {"event": number}, QUEUE_BYTES // 2))
    lost = made.get()
    assert isinstance(lost, EventsLost)
    assert lost.count == 8
    assert [(made.get()).event, (made.get()).event] == [8, 9]  # type: ignore[union-attr]
    made.deliver(Event("domain", "lifecycle", None, {"event": 10}, 2 * QUEUE_BYTES))
    assert (made.get()).event == 10  # type: ignore[union-attr]


def test_a_waiting_reader_is_woken() -> None:
    made = subscription()
    timer = threading.Timer(0.02, made.deliver, (event(1),))
    timer.start()
    assert made.get(timeout=10).event == 1  # type: ignore[union-attr]
    timer.join()


def test_closing_ends_the_iteration() -> None:
    made = subscription()
    timer = threading.Timer(0.02, made.close)
    timer.start()
    assert list(made) == []
    timer.join()


def test_the_end_of_the_connection() -> None:
    made = subscription()
    made.end(ConnectionClosed("closed here"))
    assert made.get() is None
    made = subscription()
    made.deliver(event(1))
    made.end(ConnectionLost("gone"))
    assert made.get() is not None
    with pytest.raises(ConnectionLost, match="gone"):
        made.get()


def test_a_callback_gets_events_one_after_the_other() -> None:
    seen: SimpleQueue[int] = SimpleQueue()
    made = subscription(queue=100, callback=lambda each: seen.put(each.event))
    for number in range(50):
        made.deliver(event(number))
    assert [seen.get(timeout=10) for _ in range(50)] == list(range(50))
    made.close()
