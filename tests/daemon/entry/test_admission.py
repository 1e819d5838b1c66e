"""Who gets in when there are too many, and names that are locked."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from tests.daemon.raw import place
from virtreach.daemon.entry import admission
from virtreach.daemon.entry.admission import Admission, Lockout
from virtreach.protocol import remote as P


class Guest:
    def __init__(self, source: str, since: float = 0.0) -> None:
        self.source = source
        self.since = since
        self.evicted = ""

    def evict(self, why: str) -> None:
        self.evicted = why


def test_the_oldest_stranger_of_the_fullest_address_goes() -> None:
    places = Admission(100, 4, 3)
    crowd = [Guest("10.0.0.1") for _ in range(3)]
    lone = Guest("10.0.0.2")
    for guest in (lone, *crowd):
        assert places.arrive(guest)
    assert places.arrive(Guest("10.0.0.3"))
    assert [guest.evicted != "" for guest in crowd] == [True, False, False]
    assert not lone.evicted
    assert places.strangers == 4


def test_one_address_makes_room_for_itself() -> None:
    places = Admission(100, 50, 2)
    guests = [Guest("10.0.0.1") for _ in range(5)]
    for guest in guests:
        assert places.arrive(guest)
    assert [guest.evicted != "" for guest in guests] == [True, True, True, False, False]


def test_clients_that_are_known_are_never_sent_away() -> None:
    places = Admission(3, 2, 2)
    known = [Guest("10.0.0.1") for _ in range(3)]
    for guest in known:
        assert places.arrive(guest)
        places.introduce(guest)
    assert not places.arrive(Guest("10.0.0.2"))
    assert not any(guest.evicted for guest in known)
    places.leave(known[0])
    stranger = Guest("10.0.0.2")
    assert places.arrive(stranger)
    assert places.arrive(Guest("10.0.0.3"))
    assert stranger.evicted
    assert (places.known, places.strangers) == (2, 1)


def test_nobody_takes_the_last_tenth_alone() -> None:
    places = Admission(50, 50, 50)

    def come(source: str) -> bool:
        guest = Guest(source)
        if not places.arrive(guest):
            return False
        places.introduce(guest)
        return True

    crowd = [come("uid 1000") for _ in range(60)]
    assert crowd == [True] * 45 + [False] * 15
    assert [come("uid 0") for _ in range(5)] == [True] * 5
    assert not come("uid 0")
    assert (places.known, places.strangers) == (50, 0)


def test_a_greedy_source_makes_room_for_itself_and_may_come_back() -> None:
    places = Admission(20, 20, 20)
    known = [Guest("10.0.0.1") for _ in range(16)]
    for guest in known:
        assert places.arrive(guest)
        places.introduce(guest)
    silent = [Guest("10.0.0.1") for _ in range(2)]
    assert all(places.arrive(guest) for guest in silent)
    assert places.arrive(Guest("10.0.0.1"))
    assert [guest.evicted != "" for guest in silent] == [True, False]
    assert (places.known, places.strangers) == (16, 2)
    # With fewer in all there is no such rule any more.
    for guest in known[:3]:
        places.leave(guest)
        places.leave(guest)
    assert places.arrive(Guest("10.0.0.1"))
    assert not silent[1].evicted


@pytest.mark.parametrize(("most", "shared"), [(9, True), (50, False)])
def test_small_and_private_houses_have_no_last_tenth(most: int, shared: bool) -> None:
    places = Admission(most, most, most, shared=shared)
    guests = [Guest("uid 0") for _ in range(most)]
    for guest in guests:
        assert places.arrive(guest)
        places.introduce(guest)
    assert not places.arrive(Guest("uid 0"))
    for guest in guests:
        places.leave(guest)
    assert not places._known_from


def test_leaving_twice_or_unknown_does_no_harm() -> None:
    places = Admission(3, 2, 2)
    guest = Guest("x")
    places.leave(guest)
    places.arrive(guest)
    places.introduce(guest)
    places.introduce(guest)
    places.leave(guest)
    places.leave(guest)
    assert (places.known, places.strangers) == (0, 0)


def test_names_are_locked_and_freed(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(admission, "monotonic", lambda: now[0])
    lockout = Lockout(3, seconds=60)
    for _ in range(2):
        lockout.failed("alice")
    assert not lockout.locked("alice")
    lockout.succeeded("alice")
    for _ in range(3):
        lockout.failed("alice")
    assert lockout.locked("alice")
    assert not lockout.locked("bob")
    now[0] += 61
    assert not lockout.locked("alice")


def test_others_cannot_lock_a_name_where_it_is_at_home() -> None:
    lockout = Lockout(3)
    lockout.succeeded("alice", "10.0.0.1")
    for _ in range(3):
        lockout.failed("alice", "10.0.0.66")
    assert lockout.locked("alice", "10.0.0.66")
    assert lockout.locked("alice", "10.0.0.2")
    assert not lockout.locked("alice", "10.0.0.1")
    # A login from there says nothing of those who guess.
    lockout.succeeded("alice", "10.0.0.1")
    assert lockout.locked("alice", "10.0.0.66")
    # At home there is a limit as well, of its own.
    for _ in range(3):
        lockout.failed("alice", "10.0.0.1")
    assert lockout.locked("alice", "10.0.0.1")
    assert not lockout.locked("alice\n10.0.0.1", "10.0.0.1")


def test_strangers_cannot_fill_the_memory_of_names() -> None:
    lockout = Lockout(3, names=100)
    for number in range(1000):
        lockout.failed(f"name-{number}")
        lockout.succeeded(f"user-{number}", "10.0.0.1")
        lockout.succeeded("alice", f"10.0.0.{number}")
    assert len(lockout._failures) == 100
    assert len(lockout._homes) == 100
    assert len(lockout._homes["alice"]) == 16


async def test_two_hundred_silent_connections_keep_nobody_out(tmp_path: Path) -> None:
    """L1: libvirtd stops accepting on all sockets after 20 of them; here an administrator is in at once."""
    async with place(tmp_path, sasl=True) as daemon:
        silent = [await daemon.connect() for _ in range(200)]
        await silent[-1].call(P.AUTH_LIST)
        assert daemon.house.admission.strangers <= 10
        start = time.monotonic()
        raw = await daemon.connect()
        assert (await raw.call(P.AUTH_LIST)).types == [1]
        assert time.monotonic() - start < 1.0


async def test_the_silent_go_after_a_while(tmp_path: Path) -> None:
    async with place(tmp_path, sasl=True, auth_timeout=0.2) as daemon:
        raw = await daemon.connect()
        assert await raw.ended(3)
        assert daemon.house.admission.strangers == 0


async def test_clients_without_authentication_are_known_at_once(tmp_path: Path) -> None:
    async with place(tmp_path, auth_timeout=0.1) as daemon:
        raws = [await (await daemon.connect()).open() for _ in range(50)]
        await asyncio.sleep(1.2)
        assert daemon.house.admission.known == 50
        assert (await raws[0].call(P.CONNECT_GET_TYPE)).type == "TEST"
