"""How long to wait between attempts to come back, and when to give up."""

from __future__ import annotations

from time import monotonic

from virtreach.errors import AuthenticationError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Reconnect", "is_final"]

# A connection that has lived for less, in seconds, has broken at once.
_AT_ONCE = 0.1

# What a server answers when it does not want this client, or not this connection, rather than that it is not ready yet
# (virErrorNumber: NO_SUPPORT, INVALID_ARG, OPERATION_DENIED, AUTH_FAILED, AUTH_CANCELLED, AUTH_UNAVAILABLE,
# ACCESS_DENIED).
_REFUSALS = (3, 8, 29, 45, 79, 80, 88)


def is_final(error: Exception) -> bool:
    """Whether a failed attempt to come back shows that others would fail, too."""
    if isinstance(error, AuthenticationError | UsageError):
        return True
    return getattr(error, "code", 0) in _REFUSALS


class Reconnect:
    """The back-off of a connection that comes back by itself.

    The n-th wait is ``first * factor**n`` seconds, ``longest`` at most, each made shorter by a random part of up to a
    quarter, so that a thousand clients of one daemon do not return in step. A connection that breaks again at once goes
    on with the longer waits, so that a daemon that always crashes, or hangs up on everybody, is left in peace.

    Args:
        first: seconds before the second attempt; the first one is made after a tenth of that.
        factor: growth from one wait to the next.
        longest: the longest wait in seconds.
        attempts: give up after so many, or None to go on for as long as the connection object lives.
    """

    __slots__ = ("_at", "_wait", "attempts", "factor", "first", "longest")

    def __init__(
        self, first: float = 0.5, factor: float = 2.0, longest: float = 30.0, attempts: int | None = None
    ) -> None:
        if first <= 0 or factor < 1 or longest < first or (attempts is not None and attempts < 1):
            raise UsageError("reconnect wants first > 0, factor >= 1, longest >= first and attempts >= 1")
        self.first = first
        self.factor = factor
        self.longest = longest
        self.attempts = attempts
        # The last wait and when it ended, on the clock of `time.monotonic`.
        self._wait = 0.0
        self._at = 0.0

    @classmethod
    def of(cls, value: Reconnect | bool | None) -> Reconnect | None:
        """What a ``reconnect=`` argument means: True for the defaults, None or False for never.

        Raises:
            UsageError: it is something else.
        """
        if isinstance(value, Reconnect):
            return value
        if value is not None and not isinstance(value, bool):
            raise UsageError(f"reconnect= takes True, False or Reconnect(...), not {value!r}")
        return cls() if value else None

    def own(self) -> Reconnect:
        """A copy for one connection, since `waits` remembers."""
        return Reconnect(self.first, self.factor, self.longest, self.attempts)

    def waits(self, clock: Callable[[], float] = monotonic) -> Iterator[float]:
        """Seconds to wait before each attempt.

        Args:
            clock: tells for how long the connection has lived since the last attempt.
        """
        # Here, since every connection loads this module, and few ever come back.
        from random import uniform

        wait = self.first / 10
        if self._wait and clock() - self._at < _AT_ONCE:
            wait = self._longer(self._wait)
        made = 0
        while self.attempts is None or made < self.attempts:
            shorter = wait * uniform(0.75, 1.0)
            # When this attempt is made; if it is the last one, the connection lives from then on.
            self._wait, self._at = wait, clock() + shorter
            yield shorter
            wait = self._longer(wait)
            made += 1

    def _longer(self, wait: float) -> float:
        return self.first if wait < self.first else min(self.longest, wait * self.factor)

    def __repr__(self) -> str:
        return f"Reconnect(first={self.first}, factor={self.factor}, longest={self.longest}, attempts={self.attempts})"
