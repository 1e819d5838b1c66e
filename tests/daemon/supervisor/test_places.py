"""The supervisor's books about clients of several workers, and the workers' view of them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from virtreach.daemon.entry.admission import NO_PLACE, Admission, Lockout
from virtreach.daemon.supervisor.places import (
    ARRIVED,
    KNOWN,
    LEFT,
    FarAdmission,
    FarLockout,
    Places,
    Unlimited,
)


class Told(list[tuple[int, str]]):
    """Who has to go, as a worker is told."""

    def __call__(self, number: int, why: str) -> None:
        self.append((number, why))


def test_strangers_of_all_workers_compete() -> None:
    admission = Admission(100, 3, 2)
    one, other = Told(), Told()
    first, second = Places(admission, one), Places(admission, other)
    first.note(ARRIVED, 1, "192.0.2.1")
    second.note(ARRIVED, 2, "192.0.2.1")
    second.note(ARRIVED, 66, "192.0.2.1")
    assert [number for number, _ in one] == [1]
    assert "from its address" in one[0][1]
    first.note(LEFT, 1, "")
    first.note(ARRIVED, 65, "192.0.2.2")
    first.note(KNOWN, 65, "")
    first.note(ARRIVED, 129, "192.0.2.3")
    first.note(ARRIVED, 193, "192.0.2.4")
    assert [number for number, _ in other] == [2]
    assert (admission.known, admission.strangers) == (1, 3)


def test_who_finds_no_place_is_sent_away() -> None:
    admission = Admission(1, 1, 1)
    told = Told()
    places = Places(admission, told)
    places.note(ARRIVED, 1, "a")
    places.note(KNOWN, 1, "")
    places.note(ARRIVED, 2, "a")
    assert told == [(2, NO_PLACE)]
    # What the worker says of it until it goes changes nothing.
    places.note(KNOWN, 2, "")
    places.note(LEFT, 2, "")
    assert (admission.known, admission.strangers, len(places)) == (1, 0, 1)


def test_nobody_takes_the_last_tenth_by_way_of_several_workers() -> None:
    admission = Admission(50, 50, 50)
    told = Told()
    workers = [Places(admission, told) for _ in range(3)]
    for number in range(1, 61):
        workers[number % 3].note(ARRIVED, number, "uid 1000")
        workers[number % 3].note(KNOWN, number, "")
    assert told == [(number, NO_PLACE) for number in range(46, 61)]
    workers[0].note(ARRIVED, 99, "uid 0")
    assert len(told) == 15
    workers[1].clear()
    assert (admission.known, admission.strangers) == (30, 1)


def test_a_dead_workers_clients_are_gone() -> None:
    admission = Admission(100, 100, 100)
    places = Places(admission, Told())
    for number in range(1, 11):
        places.note(ARRIVED, number, "a")
        if number % 2:
            places.note(KNOWN, number, "")
    assert (admission.known, admission.strangers) == (5, 5)
    places.clear()
    assert (admission.known, admission.strangers, places.last) == (0, 0, 10)


@pytest.mark.parametrize("news", [(ARRIVED, 5), (ARRIVED, 4), ("promoted", 5)])
def test_what_cannot_be(news: tuple[str, int]) -> None:
    places = Places(Admission(100, 100, 100), Told())
    places.note(ARRIVED, 5, "a")
    with pytest.raises(ValueError):
        places.note(*news, "a")


def test_unlimited_places() -> None:
    admission = Unlimited()
    guests = [_Guest(number) for number in range(100)]
    assert all(admission.arrive(guest) for guest in guests)
    admission.introduce(guests[0])
    for guest in guests:
        admission.leave(guest)
    assert (admission.known, admission.strangers) == (0, 0)


class _Control:
    """Keeps what a worker says."""

    def __init__(self) -> None:
        self.said: list[tuple[str, Any]] = []

    def post(self, kind: str, **words: Any) -> None:
        values = tuple(words.values())
        self.said.append((kind, values[0] if len(values) == 1 else values))


class _Guest:
    def __init__(self, number: int) -> None:
        self.info = self
        self.number = number
        self.source = "a"
        self.since = 0.0

    def evict(self, why: str) -> None:
        raise AssertionError("the supervisor decides that")


async def test_a_workers_news_of_one_turn_are_one_message() -> None:
    control = _Control()
    admission = FarAdmission(control)  # type: ignore[arg-type]
    guests = [_Guest(number) for number in (1, 65)]
    for guest in guests:
        assert admission.arrive(guest)
    admission.introduce(guests[0])
    admission.introduce(guests[0])
    assert (admission.known, admission.strangers) == (1, 1)
    assert admission.is_stranger(guests[1])
    assert list(admission.oldest()) == [guests[1]]
    await asyncio.sleep(0)
    admission.leave(guests[0])
    await asyncio.sleep(0)
    assert control.said == [
        ("guests", [(ARRIVED, 1, "a"), (ARRIVED, 65, "a"), (KNOWN, 1, "")]),
        ("guests", [(LEFT, 1, "")]),
    ]


def test_locks_are_the_supervisors(monkeypatch: pytest.MonkeyPatch) -> None:
    control = _Control()
    far = FarLockout(control)  # type: ignore[arg-type]
    name = "x" * 100_000 + "\udc80"
    far.succeeded(name, "home")
    far.failed(name, "elsewhere")
    near = Lockout(2, 900.0)
    for kind, digests in control.said:
        assert [len(digest) for digest in digests] == [64, 64]
        getattr(near, kind)(*digests)
    assert not far.locked(name, "elsewhere")
    assert near.locks() == []
    near.failed(*digests)
    lock = near.lock(*digests)
    assert lock is not None
    (again,) = near.locks()
    assert (*again[:2], again[3]) == (*lock[:2], lock[3])
    assert 899 < lock[2] <= 900
    far.learn(*lock)
    assert far.locked(name, "elsewhere")
    assert far.locked(name)
    assert not far.locked(name, "home")
    assert not far.locked("another", "elsewhere")
    (until,) = [until for until, _ in far._until.values()]
    monkeypatch.setattr("virtreach.daemon.supervisor.places.monotonic", lambda: until + 1)
    assert not far.locked(name, "elsewhere")


def test_an_address_of_its_own_may_be_locked() -> None:
    control = _Control()
    far, near = FarLockout(control), Lockout(1)  # type: ignore[arg-type]
    far.succeeded("alice", "home")
    far.failed("alice", "home")
    for kind, words in control.said:
        getattr(near, kind)(*words)
    (lock,) = near.locks()
    far.learn(*lock)
    assert far.locked("alice", "home")
    assert not far.locked("alice", "elsewhere")
