"""Deadlines and cancellation for calls."""

from __future__ import annotations

from contextvars import ContextVar
from time import monotonic

from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import Token
    from types import TracebackType

__all__ = ["Scope", "current_scope", "innermost", "leave_scopes"]

_current: ContextVar[Scope | None] = ContextVar("virtreach_scope", default=None)

# What calls look at; the plain method costs less than a function around it.
innermost = _current.get


class Scope:
    """A time limit for calls, which may also be cancelled from elsewhere.

    ``with connection.deadline(5) as scope:`` applies it to all calls that this thread or task makes on that connection
    inside the block. An inner scope never outlasts the one around it. The clock is `time.monotonic`, which is also
    asyncio's.

    Args:
        owner: the connection that the scope is for.
        seconds: time from now, or None for no limit (cancellation only).
        detached: whether it stands apart from the scopes around it: what undoes a call that was cut off needs time
            of its own.
    """

    __slots__ = ("_at", "_cuts", "_enclosing", "_outer", "_token", "cancelled", "owner")

    def __init__(self, owner: object, seconds: float | None, *, detached: bool = False) -> None:
        if seconds is not None and not seconds >= 0:
            raise UsageError(f"a deadline of {seconds} s does not lie in the future")
        self.owner = owner
        self._at = float("inf") if seconds is None else monotonic() + seconds
        self._enclosing = innermost()
        self._outer = None if detached else current_scope(owner)
        if self._outer is not None:
            self._at = min(self._at, self._outer._at)
        self._token: Token[Scope | None] | None = None
        self._cuts: list[Callable[[], None]] = []
        self.cancelled = False

    def cancel(self) -> None:
        """Cut off the calls in this scope; whoever waits for one gets `virtreach.errors.CallCancelled`.

        A blocking call may be cancelled from any thread and notices within a quarter of a second; in asyncio this
        must be called in the event loop's thread and takes effect at once.
        """
        self.cancelled = True
        for cut in list(self._cuts):
            cut()

    @property
    def at(self) -> float:
        """The deadline on the monotonic clock, possibly infinite."""
        return self._at

    def left(self, now: float) -> float:
        """Seconds until the deadline, possibly negative or infinite."""
        return self._at - now

    def over(self, now: float) -> bool:
        """Whether the deadline has passed or the scope, or one around it, is cancelled."""
        if not self.cancelled and self._outer is not None and self._outer.cancelled:
            self.cancelled = True
        return self.cancelled or now >= self._at

    def on_cancel(self, cut: Callable[[], None]) -> Callable[[], None]:
        """Call ``cut`` when this scope or one around it is cancelled.

        Returns:
            What takes that back.
        """
        chain: list[Scope] = []
        scope: Scope | None = self
        while scope is not None:
            scope._cuts.append(cut)
            chain.append(scope)
            scope = scope._outer

        def undo() -> None:
            for each in chain:
                if cut in each._cuts:
                    each._cuts.remove(cut)

        return undo

    def __enter__(self) -> Scope:
        self._token = _current.set(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        assert self._token is not None, "the scope was entered"
        _current.reset(self._token)


def current_scope(owner: object) -> Scope | None:
    """The innermost scope of this thread or task that is for ``owner``."""
    scope = innermost()
    while scope is not None and scope.owner is not owner:
        scope = scope._enclosing
    return scope


def leave_scopes() -> None:
    """Forget the scopes that this task or thread was started in; for work that outlives the call that caused it."""
    _current.set(None)
