"""Where events go in an asyncio program: into a queue that is read like an iterator, or to a callback."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from virtreach.errors import ConnectionClosed
from virtreach.session.events import QUEUE_BYTES, Event, EventKind, EventsLost, Registration

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType
    from typing import Any, Self

__all__ = ["Subscription"]


class Subscription(Registration):
    """Events of one kind, as an asynchronous iterator.

    ``async for event in subscription`` waits for the next one, and ends when the subscription or the connection is
    closed on this side; it raises what ended the connection otherwise. Beside events it gives `EventsLost` when the
    queue overflowed, and `Resync` after a reconnect.

    Args:
        queue: how many events are kept for a slow reader; the oldest are dropped beyond that, or beyond
            `QUEUE_BYTES` of messages.
        callback: a plain function that gets each event in the event loop, instead of the queue's reader.
    """

    __slots__ = (
        "_callback",
        "_cancel",
        "_closed",
        "_dropped",
        "_ended",
        "_events",
        "_limit",
        "_loop",
        "_size",
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
        self._events: deque[Event] = deque()
        self._limit = queue
        self._size = 0
        self._dropped = 0
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
        self._size += event.wire_bytes
        while self._events and (len(self._events) >= self._limit or self._size > QUEUE_BYTES):
            self._size -= self._events.popleft().wire_bytes
            self._dropped += 1
        self._events.append(event)
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
        if self._dropped:
            lost, self._dropped = self._dropped, 0
            return EventsLost(self.kind.family, self.kind.name, lost)
        if self._events:
            event = self._events.popleft()
            self._size -= event.wire_bytes
            return event
        assert self._ended is not None
        if isinstance(self._ended, ConnectionClosed):
            return None
        raise self._ended

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
