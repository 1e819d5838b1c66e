"""Where events go in a blocking program: into a queue that is read like an iterator, or to a callback."""

from __future__ import annotations

import sys
import threading
from time import monotonic

from virtreach.errors import ConnectionClosed
from virtreach.session.event_queue import EventQueue
from virtreach.session.events import Registration

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Any, Self

    from virtreach.session.events import Event, EventKind

__all__ = ["Subscription"]


class Subscription(Registration):
    """Events of one kind, as an iterator.

    ``for event in subscription`` waits for the next one, and ends when the subscription or the connection is closed on
    this side; it raises what ended the connection otherwise. Beside events it gives `EventsLost` when the queue
    overflowed, and `Resync` after a reconnect.

    Args:
        queue: how many events are kept for a slow reader; see `EventQueue`.
        callback: gets each event, on a thread of the subscription's own, instead of the queue's reader.
    """

    __slots__ = (
        "_callback",
        "_cancel",
        "_closed",
        "_ended",
        "_events",
        "_ready",
        "_thread",
    )

    def __init__(
        self,
        kind: EventKind,
        subject: Any,
        extra: tuple[Any, ...],
        *,
        queue: int,
        callback: Callable[[Event], object] | None,
        cancel: Callable[[Subscription], None],
    ) -> None:
        super().__init__(kind, subject, extra)
        self._events = EventQueue(kind, queue)
        self._ended: Exception | None = None
        # A callback gets nothing more from the moment that it is closed; a reader may still empty the queue.
        self._closed = False
        self._ready = threading.Condition()
        self._callback = callback
        self._cancel = cancel
        self._thread: threading.Thread | None = None

    # From the hub.

    def deliver(self, event: Event) -> None:
        with self._ready:
            self._events.put(event)
            if self._callback is not None and self._thread is None:
                self._thread = threading.Thread(target=self._call_back, name="virtreach-events", daemon=True)
                self._thread.start()
            self._ready.notify()

    def end(self, reason: Exception) -> None:
        with self._ready:
            self._ended = self._ended or reason
            self._ready.notify_all()

    def _call_back(self) -> None:
        assert self._callback is not None
        for event in self._all():
            try:
                self._callback(event)
            except Exception:  # noqa: BLE001 - whatever it is, it is shown
                # The callback's own fault: shown as an unhandled error of this thread, and the next event goes on.
                threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))

    def _all(self) -> Any:
        while True:
            event = self._next(None)
            if event is None or self._closed:
                return
            yield event

    # For the user.

    def _next(self, deadline: float | None) -> Event | None:
        with self._ready:
            while not self._events and self._ended is None:
                left = None if deadline is None else deadline - monotonic()
                if left is not None and left <= 0:
                    return None
                self._ready.wait(left)
            return self._events.take()

    def get(self, timeout: float | None = None) -> Event | None:
        """The next event.

        Args:
            timeout: seconds to wait, or None for as long as it takes.

        Returns:
            The event; None when the time is up, or when the subscription or the connection was closed on this side.

        Raises:
            TransportError: the connection is gone for good.
        """
        event = self._next(None if timeout is None else monotonic() + timeout)
        if event is None and self._ended is not None and not isinstance(self._ended, ConnectionClosed):
            raise self._ended
        return event

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Event:
        event = self.get()
        if event is None:
            raise StopIteration
        return event

    def close(self) -> None:
        """Ask for no more events; a waiting reader ends."""
        self._closed = True
        try:
            if self._ended is None:
                self._cancel(self)
        finally:
            self.end(ConnectionClosed("the subscription was closed on this side"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
