"""Events that wait for a slow reader, within bounds."""

from __future__ import annotations

from collections import deque

from virtreach.session.events import QUEUE_BYTES, EventsLost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.session.events import Event, EventKind

__all__ = ["EventQueue"]


class EventQueue:
    """The events of one subscription that nobody has taken yet. True when there is one.

    The oldest are dropped beyond `limit` of them, or beyond `QUEUE_BYTES` of messages; the reader is told how many.

    Args:
        kind: what events they are.
        limit: how many are kept.

    Thread safety is the shell's business.
    """

    __slots__ = ("_bytes", "_dropped", "_events", "_kind", "_limit")

    def __init__(self, kind: EventKind, limit: int) -> None:
        self._kind = kind
        self._limit = limit
        self._events: deque[Event] = deque()
        self._bytes = 0
        self._dropped = 0

    def __bool__(self) -> bool:
        return bool(self._events)

    def put(self, event: Event) -> None:
        """Add an event, for which older ones may have to go."""
        self._bytes += event.wire_bytes
        while self._events and (len(self._events) >= self._limit or self._bytes > QUEUE_BYTES):
            self._bytes -= self._events.popleft().wire_bytes
            self._dropped += 1
        self._events.append(event)

    def take(self) -> Event | None:
        """The next event, or `EventsLost` when there were others before it; None when nothing waits."""
        if self._dropped:
            lost, self._dropped = self._dropped, 0
            return EventsLost(self._kind.family, self._kind.name, lost)
        if not self._events:
            return None
        event = self._events.popleft()
        self._bytes -= event.wire_bytes
        return event
