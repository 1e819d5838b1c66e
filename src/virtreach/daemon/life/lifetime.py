"""When the daemon ends: once it is told to, or once nobody has been connected for a while."""

from __future__ import annotations

import asyncio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Lifetime"]

# How often it is looked whether somebody is there, in seconds.
_ROUND = 1.0


class Lifetime:
    """How long a daemon serves. Belongs to one event loop.

    Args:
        busy: whether anybody is connected.
        timeout: seconds without a client after which it ends; None or 0 for never.
    """

    def __init__(self, busy: Callable[[], bool], timeout: float | None = None) -> None:
        self._busy = busy
        self._timeout = timeout or 0.0
        self._since = 0.0
        self._told = asyncio.Event()
        self._changed = asyncio.Event()

    def end(self) -> None:
        """End now."""
        self._told.set()
        self._changed.set()

    def set_timeout(self, seconds: float) -> None:
        """End after that many seconds without a client, counted from now; 0 for never."""
        self._timeout = seconds
        self._since = asyncio.get_running_loop().time()
        self._changed.set()

    async def over(self) -> None:
        """Wait for the end."""
        loop = asyncio.get_running_loop()
        self._since = loop.time()
        while not self._told.is_set():
            self._changed.clear()
            if self._busy():
                self._since = loop.time()
            left = self._since + self._timeout - loop.time()
            if self._timeout and left <= 0:
                return
            try:
                async with asyncio.timeout(min(left, _ROUND) if self._timeout else None):
                    await self._changed.wait()
            except TimeoutError:
                continue
