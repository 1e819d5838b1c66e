"""Steps that are carried out to their end; the blocking client cannot be cancelled in between."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")

__all__ = ["pause", "to_the_end"]


def to_the_end(step: Callable[[], T]) -> T:
    """Carry out a step. An interrupt from the keyboard takes effect at once.

    Args:
        step: does what is to be carried out.
    """
    return step()


def pause(seconds: float) -> None:
    """Let time pass."""
    time.sleep(seconds)
