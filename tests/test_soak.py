"""A moment of each part of the soak that needs no daemon."""

from __future__ import annotations

from random import Random

import pytest

from soak import callers, decoders, frames


@pytest.mark.parametrize("part", [frames, decoders, callers], ids=["frames", "decoders", "callers"])
def test_finds_nothing_in_a_moment(part: object) -> None:
    outcome = part.run(Random(2), 2.0, print)  # type: ignore[attr-defined]
    assert not outcome.findings
    assert sum(outcome.counts.values()) > 1000
