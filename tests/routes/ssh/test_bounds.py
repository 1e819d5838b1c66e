"""Bounds that are learned, and turns: places of commands on a connection, logins to one sshd."""

from __future__ import annotations

import asyncio

import pytest

from virtreach.errors.routes import SessionsForbidden
from virtreach.routes.ssh.sessions import Place, Sessions, SessionsFull
from virtreach.routes.ssh.turns import LOGINS, Turns

pytestmark = pytest.mark.needs("module:asyncssh")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(clock: Clock) -> Sessions:
    return Sessions("gate", taken=lambda: None, freed=lambda: None, clock=clock)


def open_many(sessions: Sessions, number: int) -> list[Place]:
    places = [sessions.take() for _ in range(number)]
    for _ in places:
        sessions.let_in()
    return places


def test_a_bound_is_learned_from_a_refusal(sessions: Sessions) -> None:
    open_many(sessions, 3)
    with sessions.take():
        assert isinstance(sessions.refused(), SessionsFull)
    assert (sessions.limit, sessions.running) == (3, 3)
    with pytest.raises(SessionsFull):
        sessions.take()


def test_a_bound_is_doubted_and_raised(sessions: Sessions, clock: Clock) -> None:
    """sshd counts a session a moment longer than it runs, so a bound may have been found too low."""
    open_many(sessions, 3)
    with sessions.take():
        sessions.refused()
    clock.now = 1.1
    assert not sessions.full
    place = sessions.take()
    with pytest.raises(SessionsFull):
        sessions.take()  # one tries, the others wait
    sessions.let_in()
    assert sessions.limit is None
    open_many(sessions, 5)
    assert sessions.running == 9
    place.give_back()
    place.give_back()
    assert sessions.running == 8


def test_a_bound_that_holds_is_doubted_ever_later(sessions: Sessions, clock: Clock) -> None:
    open_many(sessions, 2)
    tried = 0
    for second in range(300):
        clock.now = float(second)
        if not sessions.full:
            with sessions.take():
                sessions.refused()
            tried += 1
    assert 5 <= tried <= 12


def test_a_machine_that_runs_nothing(sessions: Sessions, clock: Clock) -> None:
    for now in (0.0, 5.0):
        clock.now = now
        with sessions.take():
            assert isinstance(sessions.refused(), SessionsForbidden)
        with pytest.raises(SessionsForbidden):
            sessions.take()


async def test_logins_to_one_machine_take_turns() -> None:
    turns = Turns()
    now: dict[str, int] = {}
    most: dict[str, int] = {}

    async def login(machine: str) -> None:
        async with turns.turn(machine):
            now[machine] = now.get(machine, 0) + 1
            most[machine] = max(most.get(machine, 0), now[machine])
            await asyncio.sleep(0)
            now[machine] -= 1

    await asyncio.gather(*(login(machine) for machine in ("a", "b") * 30))
    assert most == {"a": LOGINS, "b": LOGINS}
    waiting = [asyncio.ensure_future(login("c")) for _ in range(20)]
    await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert turns._machines == {}
