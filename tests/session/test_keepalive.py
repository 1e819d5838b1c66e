"""Keepalive: when a PING is due and when the peer counts as dead."""

from __future__ import annotations

from virtreach.session.keepalive import Keepalive


def run(keepalive: Keepalive, until: int) -> list[int]:
    """Tick once a second; the seconds at which a PING went out."""
    return [second for second in range(1, until + 1) if keepalive.tick(float(second))]


def test_pings_then_death_after_interval_times_count_plus_one() -> None:
    keepalive = Keepalive(5, 5, 0.0)
    assert run(keepalive, 29) == [5, 10, 15, 20, 25]
    assert not keepalive.dead
    assert not keepalive.tick(30.0)
    assert keepalive.dead


def test_anything_heard_starts_the_count_anew() -> None:
    keepalive = Keepalive(5, 1, 0.0)
    assert keepalive.tick(5.0)
    keepalive.heard = True
    assert not keepalive.tick(9.0)
    assert not keepalive.tick(13.0)
    assert keepalive.tick(14.0)
    assert not keepalive.dead


def test_what_was_heard_just_now_saves_the_peer() -> None:
    keepalive = Keepalive(5, 1, 0.0)
    keepalive.tick(5.0)
    keepalive.tick(10.0)
    keepalive.heard = True
    assert not keepalive.dead


def test_an_interval_of_zero_switches_it_off() -> None:
    keepalive = Keepalive(0, 5, 0.0)
    assert run(keepalive, 1000) == []
    assert not keepalive.dead


def test_a_clock_that_jumps_ahead_sends_one_ping_at_a_time() -> None:
    keepalive = Keepalive(5, 5, 0.0)
    assert keepalive.tick(3600.0)
    assert not keepalive.dead
