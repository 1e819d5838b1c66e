"""One timer per event loop for the keepalive of all its links.

A timer per link would take more memory than the rest of an idle link's session, and a thousand idle connections would
wake the loop a thousand times where once is enough.
"""

from __future__ import annotations

import asyncio
import weakref
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Protocol

    class Ticking(Protocol):
        """What a ticker looks after: a link, or the server's end of one."""

        def tick(self, now: float) -> None: ...


__all__ = ["Ticker", "ticker"]

# Ticks within an interval: a PING goes out at most this part of the interval late.
_TICKS = 4
# Bounds of the time between two ticks, in seconds.
_SHORTEST, _LONGEST = 0.02, 2.0


class Ticker:
    """Calls ``tick`` of each link it has, several times within the shortest keepalive interval."""

    __slots__ = ("_links", "_loop", "_pause", "_timer")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        # Weakly: a loop must not be kept by what is kept for as long as it lives.
        self._loop = weakref.ref(loop)
        self._links: set[Ticking] = set()
        self._pause = _LONGEST
        self._timer: asyncio.TimerHandle | None = None

    def add(self, link: Ticking, interval: float) -> None:
        """Look after a link from now on.

        Args:
            interval: its keepalive interval in seconds.
        """
        self._links.add(link)
        pause = min(_LONGEST, max(_SHORTEST, interval / _TICKS))
        if self._timer is None or pause < self._pause:
            self._pause = pause
            self._arm()

    def remove(self, link: Ticking) -> None:
        """Forget a link."""
        self._links.discard(link)
        if not self._links and self._timer is not None:
            self._timer.cancel()
            self._timer = None
            self._pause = _LONGEST

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        loop = self._loop()
        assert loop is not None, "it runs"
        self._timer = loop.call_later(self._pause, self._tick)

    def _tick(self) -> None:
        now = monotonic()
        for link in list(self._links):
            link.tick(now)
        if self._links:
            self._arm()


_tickers: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Ticker] = weakref.WeakKeyDictionary()


def ticker(loop: asyncio.AbstractEventLoop) -> Ticker:
    """The ticker of an event loop."""
    found = _tickers.get(loop)
    if found is None:
        found = _tickers[loop] = Ticker(loop)
    return found
