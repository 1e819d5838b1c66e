"""The daemon as a whole: from drivers and listeners to a graceful stop."""

from __future__ import annotations

import asyncio
from logging import getLogger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from virtreach.daemon.house import House
    from virtreach.daemon.listeners import Listener

__all__ = ["Server"]

_log = getLogger("virtreach.daemon")


class Server:
    """A house whose doors are open.

    Args:
        house: what clients share.
        listeners: the doors' sockets, listening.

    Use it as an asynchronous context manager, or with `start` and `stop`.
    """

    def __init__(self, house: House, listeners: Sequence[Listener]) -> None:
        self.house = house
        self.listeners = list(listeners)
        self._stopped = False

    async def start(self) -> None:
        """Take clients in.

        Raises:
            ConfigError: a driver cannot start.
        """
        for driver in self.house.drivers:
            driver.start()
        for listener in self.listeners:
            listener.start(self.house)
            _log.info("%r listens on %s", listener.door, listener.place)

    async def stop(self, deadline: float = 5.0) -> None:
        """Take nobody in any more, let calls end, and go.

        Args:
            deadline: seconds that calls have to end.
        """
        if self._stopped:
            return
        self._stopped = True
        for listener in self.listeners:
            listener.close()
        await self.house.empty(deadline)
        # Transports close their sockets in the next turn of the loop.
        await asyncio.sleep(0)

    async def __aenter__(self) -> Server:
        await self.start()
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self.stop()
