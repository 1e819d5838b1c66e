"""``async with connect(...)``: coroutines that open something may be entered without being awaited first."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import wraps
from typing import Any, Generic, ParamSpec, Protocol, TypeVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from types import TracebackType

__all__ = ["Entered", "entered"]


class _Closable(Protocol):
    """What is closed at the end of a block."""

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> Any: ...


P = ParamSpec("P")
Opened = TypeVar("Opened", bound=_Closable)


class Entered(Coroutine[Any, Any, Opened], Generic[Opened]):
    """A coroutine that opens something, and a context manager as well.

    ``await`` it to get what it opens and close that yourself, or use it in ``async with``. Tasks may be made of it.
    """

    __slots__ = ("_coroutine", "_opened")

    def __init__(self, coroutine: Coroutine[Any, Any, Opened]) -> None:
        self._coroutine = coroutine
        self._opened: Opened

    def send(self, value: Any, /) -> Any:
        """As of every coroutine."""
        return self._coroutine.send(value)

    def throw(self, *error: Any) -> Any:
        """As of every coroutine."""
        return self._coroutine.throw(*error)

    def close(self) -> None:
        """As of every coroutine; it opens nothing then."""
        self._coroutine.close()

    def __await__(self) -> Generator[Any, Any, Opened]:
        return self._coroutine.__await__()

    async def __aenter__(self) -> Opened:
        self._opened = await self._coroutine
        return self._opened

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> Any:
        return await self._opened.__aexit__(kind, value, traceback)


def entered(function: Callable[P, Coroutine[Any, Any, Opened]]) -> Callable[P, Entered[Opened]]:
    """Let what a coroutine function opens be entered at once."""

    @wraps(function)
    def opening(*args: P.args, **kwargs: P.kwargs) -> Entered[Opened]:
        return Entered(function(*args, **kwargs))

    return opening
