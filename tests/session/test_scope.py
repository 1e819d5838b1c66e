"""Deadlines and cancellation."""

from __future__ import annotations

from time import monotonic

import pytest

from virtreach.errors import UsageError
from virtreach.session.scope import Scope, current_scope


def test_a_scope_counts_inside_its_block_only() -> None:
    owner = object()
    with Scope(owner, 5) as scope:
        assert current_scope(owner) is scope
    assert current_scope(owner) is None


def test_a_scope_is_for_its_owner() -> None:
    mine, other = object(), object()
    with Scope(mine, 5) as scope, Scope(other, 1):
        assert current_scope(mine) is scope


def test_an_inner_scope_never_outlasts_the_outer_one() -> None:
    owner = object()
    with Scope(owner, 1) as outer, Scope(owner, 100) as inner:
        assert inner.at == outer.at


def test_a_detached_scope_stands_apart() -> None:
    """What undoes a call that was cut off is not bound by the scope that cut it off."""
    owner = object()
    with Scope(owner, 0) as outer, Scope(owner, 100, detached=True) as inner:
        assert current_scope(owner) is inner
        now = monotonic()
        assert outer.over(now)
        assert not inner.over(now)
        outer.cancel()
        assert not inner.over(now)
    assert current_scope(owner) is None


def test_cancelling_the_outer_one_cancels_the_inner_one() -> None:
    owner = object()
    cut: list[str] = []
    with Scope(owner, None) as outer, Scope(owner, None) as inner:
        inner.on_cancel(lambda: cut.append("cut"))
        outer.cancel()
        assert inner.over(monotonic())
        assert inner.cancelled
    assert cut == ["cut"]


def test_what_was_taken_back_is_not_called() -> None:
    scope = Scope(object(), None)
    cut: list[str] = []
    scope.on_cancel(lambda: cut.append("cut"))()
    scope.cancel()
    assert cut == []


def test_the_deadline() -> None:
    scope = Scope(object(), 10)
    now = monotonic()
    assert not scope.over(now)
    assert 9 < scope.left(now) <= 10
    assert scope.over(now + 11)


@pytest.mark.parametrize("seconds", [-1, float("nan")])
def test_a_deadline_in_the_past_is_refused(seconds: float) -> None:
    with pytest.raises(UsageError):
        Scope(object(), seconds)
