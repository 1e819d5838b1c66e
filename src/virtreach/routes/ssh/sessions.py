"""How many commands run over one SSH connection, and how many may (MaxSessions), which only a refusal tells."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from virtreach.errors.routes import RouteError, SessionsForbidden

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Place", "Sessions", "SessionsFull"]

_FIRST_DOUBT = 1.0
_LONGEST_DOUBT = 60.0


class SessionsFull(RouteError):
    """The machine runs no further command over this connection (MaxSessions); over another one it may."""


class Sessions:
    """The places of one connection's commands. Counted from the attempt on, so that many at once do not all try.

    What a refusal says is doubted after a second, then ever later: sshd counts a session a moment longer than it runs,
    so too few may have been found. Then one command more is tried, which costs a refusal at worst.

    Attributes:
        running: how many run or are being started.
        limit: how many may, once the machine has refused one more; None while that is not known.
    """

    def __init__(
        self,
        label: str,
        *,
        taken: Callable[[], None],
        freed: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make them.

        Args:
            label: the machine, for people.
            taken, freed: called when a place was taken, and given back.
            clock: tells when a limit is doubted.
        """
        self.label = label
        self.running = 0
        self.limit: int | None = None
        self._taken = taken
        self._freed = freed
        self._clock = clock
        self._let_in = False  # whether a command was ever let in
        self._doubt = _FIRST_DOUBT
        self._doubted_at = 0.0

    @property
    def full(self) -> bool:
        """Whether the machine is known to refuse a further command, and that was not long ago."""
        return self.limit is not None and self.running >= self.limit and self._clock() < self._doubted_at

    @property
    def began(self) -> bool:
        """Whether the machine has ever started a command."""
        return self._let_in

    def take(self) -> Place:
        """Take a place.

        Raises:
            SessionsFull, SessionsForbidden: there is none.
        """
        if self.full:
            raise self.error()
        if self.limit is not None and self.running >= self.limit:
            # One tries; the others wait for what it finds.
            self._doubted_at = self._clock() + self._doubt
        self.running += 1
        self._taken()
        return Place(self)

    def give_back(self) -> None:
        """Give one place back; `Place.give_back` does it once."""
        self.running -= 1
        self._freed()

    def let_in(self) -> None:
        """Note that the machine has started a command."""
        self._let_in = True
        if self.limit is not None and self.running > self.limit:
            self.limit = None
            self._doubt = _FIRST_DOUBT

    def refused(self) -> RouteError:
        """Note that the machine has refused a command that has a place still, and return the error."""
        # Of many at once each refused one gives its place back, so the last one finds how many were let in.
        # Where any ever was, none at all means that sshd has not yet noticed the end of the one before.
        limit = max(int(self._let_in), self.running - 1)
        if limit == self.limit:
            self._doubt = min(_LONGEST_DOUBT, self._doubt * 2)
        self.limit = limit
        self._doubted_at = self._clock() + self._doubt
        return self.error()

    def error(self) -> RouteError:
        """Return the error for a command that has no place."""
        if self.limit == 0:
            return SessionsForbidden(
                f"{self.label}: no command may be run there (MaxSessions 0 in its sshd_config)",
                hop=self.label,
            )
        return SessionsFull(
            f"{self.label}: {self.running} commands run over this connection, and no more may (MaxSessions)",
            hop=self.label,
        )


class Place:
    """One command's place; a context manager that gives it back."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions: Sessions | None = sessions

    def give_back(self) -> None:
        """Give the place back; a second time does nothing."""
        sessions, self._sessions = self._sessions, None
        if sessions is not None:
            sessions.give_back()

    def __enter__(self) -> Place:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.give_back()
