"""Steps that are carried out to their end, whatever happens to the task meanwhile."""

from __future__ import annotations

import asyncio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any, TypeVar

    T = TypeVar("T")

__all__ = ["pause", "to_the_end"]


async def to_the_end(step: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Carry out a step; a cancellation of the task takes effect when the step has ended.

    A second cancellation takes effect at once; the step then goes on by itself.

    Args:
        step: starts what is to be carried out.

    Raises:
        asyncio.CancelledError: the task was cancelled meanwhile; what the step returned or raised is lost.
    """
    work = asyncio.ensure_future(step())
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        if not work.done():
            await asyncio.wait([work])
        if not work.cancelled():
            # Looked at, so that nobody complains of an error that was never retrieved.
            work.exception()
        raise


async def pause(seconds: float) -> None:
    """Let time pass."""
    await asyncio.sleep(seconds)
