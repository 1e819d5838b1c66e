"""The back-off of a connection that comes back."""

from __future__ import annotations

from itertools import islice

import pytest

from virtreach.errors import UsageError
from virtreach.session.reconnect import Reconnect


def test_waits_grow_to_a_limit() -> None:
    expected = [0.05, 0.5, 1.0, 2.0, 4.0, 4.0]
    for wait, most in zip(Reconnect(longest=4.0).waits(), expected, strict=False):
        assert most * 0.75 <= wait <= most


def test_what_breaks_again_at_once_is_left_in_peace() -> None:
    now = 0.0
    mine = Reconnect(longest=4.0).own()

    def back(lived: float) -> float:
        """Come back at the first attempt, and live for so long; the wait before that."""
        nonlocal now
        wait = next(mine.waits(lambda: now))
        now += wait + lived
        return wait

    for most in (0.05, 0.5, 1.0, 2.0, 4.0, 4.0):
        assert most * 0.75 <= back(lived=0.01) <= most
    assert 3.0 <= back(lived=60) <= 4.0
    assert back(lived=60) <= 0.05
    assert back(lived=0.3) <= 0.05
    assert back(lived=0.3) <= 0.05


def test_clients_do_not_return_in_step() -> None:
    assert len({next(Reconnect().waits()) for _ in range(20)}) > 1


def test_attempts_are_counted() -> None:
    assert len(list(Reconnect(attempts=3).waits())) == 3
    assert len(list(islice(Reconnect().waits(), 100))) == 100


def test_what_the_argument_means() -> None:
    mine = Reconnect(first=2)
    assert Reconnect.of(mine) is mine
    assert isinstance(Reconnect.of(True), Reconnect)
    assert Reconnect.of(False) is Reconnect.of(None) is None
    with pytest.raises(UsageError, match="takes True, False or Reconnect"):
        Reconnect.of(5)  # type: ignore[arg-type]
    assert repr(mine) == "Reconnect(first=2, factor=2.0, longest=30.0, attempts=None)"


@pytest.mark.parametrize(
    "wrong", [{"first": 0}, {"factor": 0.5}, {"first": 2, "longest": 1}, {"attempts": 0}]
)
def test_senseless_ones_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        Reconnect(**wrong)  # type: ignore[arg-type]
