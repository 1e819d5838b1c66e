"""Several subscriptions, read as one."""

from __future__ import annotations

import threading
from queue import Empty, Queue
from typing import TYPE_CHECKING

from virtreach.errors import ConnectionLost, LibvirtError, VirtreachError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from virtreach.blocking.connection import Connection
    from virtreach.blocking.objects.domain import Domain
    from virtreach.blocking.subscription import Subscription
    from virtreach.session.events import Event, EventKind

__all__ = ["EventFeed"]


class EventFeed:
    """Events of several kinds, in the order in which they come.

    Args:
        connection: where from.
        kinds: which.
        domain: only about this one, or None.
        must: whether a kind that the host does not have is an error; it is left out otherwise.

    Raises:
        LibvirtError: the host has none of the kinds, or not all of them with ``must``.
    """

    def __init__(
        self, connection: Connection, kinds: Sequence[EventKind], domain: Domain | None, *, must: bool
    ) -> None:
        # Small, so that what waits for a slow reader of ours waits in the subscriptions, which have bounds.
        self._queue: Queue[Event | Exception] = Queue(64)
        subscriptions = []
        refused: LibvirtError | None = None
        for kind in kinds:
            try:
                subscriptions.append(_subscribe(connection, kind, domain))
            except LibvirtError as error:
                if must:
                    raise
                refused = error
        if not subscriptions and refused is not None:
            raise refused
        for subscription in subscriptions:
            threading.Thread(target=self._pass_on, args=(subscription,), daemon=True).start()

    def _pass_on(self, subscription: Subscription) -> None:
        try:
            for event in subscription:
                self._queue.put(event)
        except VirtreachError as error:
            self._queue.put(error)

    def get(self, timeout: float | None) -> Event | None:
        """The next event; None when the time is over.

        Raises:
            ConnectionLost: there are no more.
        """
        try:
            event = self._queue.get(timeout=None if timeout is None else max(timeout, 0))
        except Empty:
            return None
        if isinstance(event, Exception):
            raise ConnectionLost(f"no more events: {event}") from event
        return event


def _subscribe(connection: Connection, kind: EventKind, domain: Domain | None) -> Subscription:
    events = connection.events
    if kind.family == "domain":
        return events.domain(kind.name, domain)
    if kind.family == "qemu":
        return events.qemu_monitor(domain=domain)
    if kind.family == "network":
        return events.network(kind.name)
    if kind.family == "storage_pool":
        return events.storage_pool(kind.name)
    if kind.family == "node_device":
        return events.node_device(kind.name)
    return events.secret(kind.name)
