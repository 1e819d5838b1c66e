"""What is due on a hypervisor later: the ends of jobs that take their time."""

from __future__ import annotations

import asyncio
from heapq import heappop, heappush
from itertools import count
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["AT_ONCE", "Agenda", "Entry", "Work", "rate_within"]

AT_ONCE = float(1 << 100)
"""Bytes a second at which everything is done now."""

# What the make-believe machine does when nothing limits it, in bytes a second, and how long that takes at most.
_RATE, _SECONDS = 64 << 30, 0.25


def rate_within(total: int, limit: float) -> float:
    """How many bytes a second are dealt with.

    Args:
        total: bytes that there are in all.
        limit: bytes a second that the client wants at most; 0 for no limit.
    """
    fastest = max(float(_RATE), total / _SECONDS)
    return min(limit, fastest) if limit else fastest


class Entry:
    """Something that is due at a time.

    Attributes:
        when: seconds of the agenda's clock.
        action: what is done then; None once it was taken back.
    """

    __slots__ = ("action", "when")

    def __init__(self, when: float, action: Callable[[], None]) -> None:
        self.when = when
        self.action: Callable[[], None] | None = action

    def cancel(self) -> None:
        """Take it back."""
        self.action = None


class Agenda:
    """Entries in the order in which they are due. Not thread-safe.

    Inside a running event loop they are carried out by themselves; `run` carries out what is due by now, so that who
    looks at a job first calls it and needs no loop.

    Args:
        now: the clock, in seconds; it never goes back.
    """

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self.now = now
        self._entries: list[tuple[float, int, Entry]] = []
        self._numbers = count()
        self._timer: asyncio.TimerHandle | None = None

    def after(self, seconds: float, action: Callable[[], None]) -> Entry:
        """Have something done later; it must not raise."""
        entry = Entry(self.now() + seconds, action)
        heappush(self._entries, (entry.when, next(self._numbers), entry))
        self._arm()
        return entry

    def run(self) -> None:
        """Carry out what is due."""
        while self._entries and self._entries[0][0] <= self.now():
            entry = heappop(self._entries)[2]
            action, entry.action = entry.action, None
            if action is not None:
                action()

    def close(self) -> None:
        """Nothing is due any more."""
        self._entries.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _arm(self) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(max(self._entries[0][0] - self.now(), 0), self._wake)

    def _wake(self) -> None:
        self._timer = None
        self.run()
        if self._entries:
            self._arm()


class Work:
    """Bytes that are dealt with at a rate.

    Args:
        agenda: whose clock it goes by.
        total: how many bytes there are.
        rate: bytes a second.
        done: called once when the last byte has been dealt with.

    Attributes:
        total: as given.
        rate: as given, or as changed since.
        started: seconds of the agenda's clock.
    """

    def __init__(self, agenda: Agenda, total: int, rate: float, done: Callable[[], None]) -> None:
        self.total = total
        self.rate = rate
        self._agenda = agenda
        self._done = done
        self._before = 0.0
        self.started = self._since = agenda.now()
        self._entry: Entry | None = None
        self._plan()

    @property
    def processed(self) -> int:
        """Bytes that have been dealt with."""
        if self._entry is None:
            return int(self._before)
        return min(int(self._before + (self._agenda.now() - self._since) * self.rate), self.total)

    @property
    def elapsed(self) -> float:
        """Seconds since it began."""
        return self._agenda.now() - self.started

    def set_rate(self, rate: float) -> None:
        """Go on at another rate."""
        if self._entry is None:
            return
        self._before = self.processed
        self._since = self._agenda.now()
        self.rate = rate
        self._entry.cancel()
        self._plan()

    def stop(self) -> None:
        """Go no further; `done` is not called any more."""
        self._before = self.processed
        if self._entry is not None:
            self._entry.cancel()
            self._entry = None

    def _plan(self) -> None:
        self._entry = self._agenda.after((self.total - self._before) / self.rate, self._finish)

    def _finish(self) -> None:
        self._before = self.total
        self._entry = None
        self._done()
