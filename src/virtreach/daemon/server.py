"""The daemon as a whole: from drivers and listeners to a graceful stop."""

from __future__ import annotations

import asyncio
from logging import getLogger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from virtreach.daemon.config.settings import Settings
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
            _log.info("listens on %s (%s)", listener.place, listener.door)

    async def pause(self, deadline: float) -> None:
        """Have everybody leave, and take nobody in until `resume`; whoever comes meanwhile waits at the doors.

        Args:
            deadline: seconds that calls have to end.
        """
        for listener in self.listeners:
            listener.pause()
        await self.house.empty(deadline)

    async def resume(self) -> None:
        """Take clients in again."""
        self.house.reopen()
        for listener in self.listeners:
            listener.start(self.house)

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
        self.house.close()
        # Transports close their sockets in the next turn of the loop.
        await asyncio.sleep(0)

    def hurry(self) -> None:
        """Cut everybody off whom `stop` or `pause` waits for."""
        self.house.hurry()

    @property
    def busy(self) -> bool:
        """Whether anybody is connected."""
        return bool(self.house.clients)

    async def prepare(self, settings: Settings) -> Callable[[], Awaitable[None]]:
        """Look at a new configuration.

        Returns:
            What puts it in force; until it is called nothing has changed.

        Raises:
            VirtreachError: it cannot be used.
        """
        from virtreach.daemon.assembly import prepare

        put_in_force = prepare(self.house, settings)

        async def commit() -> None:
            put_in_force()

        return commit

    async def __aenter__(self) -> Server:
        await self.start()
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self.stop()
