"""Where events go in an asyncio program: into a queue that is read like an iterator, or to a callback."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from virtreach.errors import ConnectionClosed
from virtreach.session.event_queue import EventQueue
from virtreach.session.events import Registration

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType
    from typing import Any, Self

    from virtreach.session.events import Event, EventKind

__all__ = ["Subscription"]


class Subscription(Registration):
    """Events of one kind, as an asynchronous iterator.

    ``async for event in subscription`` waits for the next one, and ends when the subscription or the connection is
    closed on this side; it raises what ended the connection otherwise. Beside events it gives `EventsLost` when the
    queue overflowed, and `Resync` after a reconnect.

    Args:
        queue: how many events are kept for a slow reader; see `EventQueue`.
        callback: a plain function that gets each event in the event loop, instead of the queue's reader.
    """

    __slots__ = (
        "_callback",
        "_cancel",
        "_closed",
        "_ended",
        "_events",
        "_loop",
        "_waiting",
    )

    def __init__(
        self,
        kind: EventKind,
        subject: Any,
        extra: tuple[Any, ...],
        *,
        queue: int,
        callback: Callable[[Event], object] | None,
        cancel: Callable[[Subscription], Awaitable[None]],
    ) -> None:
        super().__init__(kind, subject, extra)
        self._events = EventQueue(kind, queue)
        self._ended: Exception | None = None
        # A callback gets nothing more from the moment that it is closed; a reader may still empty the queue.
        self._closed = False
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._loop = asyncio.get_running_loop()
        self._callback = callback
        self._cancel = cancel

    # From the hub.

    def deliver(self, event: Event) -> None:
        if self._callback is not None:
            # Through the loop, so that a callback that fails is reported there and harms no reading.
            self._loop.call_soon(self._call_back, event)
            return
        self._events.put(event)
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(None)
                break

    def _call_back(self, event: Event) -> None:
        assert self._callback is not None
        if not self._closed:
            self._callback(event)

    def end(self, reason: Exception) -> None:
        self._ended = self._ended or reason
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(None)

    # For the user.

    async def get(self, timeout: float | None = None) -> Event | None:
        """The next event.

        Args:
            timeout: seconds to wait, or None for as long as it takes.

        Returns:
            The event; None when the time is up, or when the subscription or the connection was closed on this side.

        Raises:
            TransportError: the connection is gone for good.
        """
        deadline = None if timeout is None else self._loop.time() + timeout
        while not self._events and self._ended is None:
            waiting = self._loop.create_future()
            self._waiting.append(waiting)
            try:
                async with asyncio.timeout_at(deadline):
                    await waiting
            except TimeoutError:
                return None
            finally:
                if waiting in self._waiting:
                    self._waiting.remove(waiting)
        event = self._events.take()
        if event is None and not isinstance(self._ended, ConnectionClosed):
            assert self._ended is not None
            raise self._ended
        return event

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        event = await self.get()
        if event is None:
            raise StopAsyncIteration
        return event

    async def close(self) -> None:
        """Ask for no more events; a waiting reader ends."""
        self._closed = True
        try:
            if self._ended is None:
                await self._cancel(self)
        finally:
            self.end(ConnectionClosed("the subscription was closed on this side"))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()
