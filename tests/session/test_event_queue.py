"""Events that wait for a slow reader."""

from __future__ import annotations

from typing import Any

from virtreach.session.event_queue import EventQueue
from virtreach.session.events import QUEUE_BYTES, Event, EventsLost, kind_of

KIND = kind_of("domain", "lifecycle")


def event(number: int, size: int = 100) -> Event:
    return Event("domain", "lifecycle", None, {"event": number}, size)


def drain(queue: EventQueue) -> list[Any]:
    """Take everything: events as their number, what was lost as its count below zero."""
    found = []
    while (taken := queue.take()) is not None:
        found.append(-taken.fields["count"] if isinstance(taken, EventsLost) else taken.fields["event"])
    return found


def test_first_in_first_out() -> None:
    queue = EventQueue(KIND, 10)
    assert not queue
    assert queue.take() is None
    for number in range(3):
        queue.put(event(number))
    assert queue
    assert drain(queue) == [0, 1, 2]
    assert not queue


def test_the_oldest_go_beyond_the_number() -> None:
    queue = EventQueue(KIND, 3)
    for number in range(10):
        queue.put(event(number))
    assert drain(queue) == [-7, 7, 8, 9]
    queue.put(event(10))
    assert drain(queue) == [10]


def test_the_oldest_go_beyond_the_bytes() -> None:
    queue = EventQueue(KIND, 1000)
    for number in range(4):
        queue.put(event(number, QUEUE_BYTES // 2))
    assert drain(queue) == [-2, 2, 3]
    # What was taken makes room again.
    for number in range(2):
        queue.put(event(number, QUEUE_BYTES // 2))
    assert drain(queue) == [0, 1]


def test_one_that_is_larger_than_all_is_kept() -> None:
    queue = EventQueue(KIND, 1000)
    queue.put(event(1))
    queue.put(event(2, 2 * QUEUE_BYTES))
    assert drain(queue) == [-1, 2]
