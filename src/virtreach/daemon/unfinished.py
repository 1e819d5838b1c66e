"""How much memory packets may take that have begun and not ended, of all clients together.

A packet has 32 MiB at most, but clients may be thousands, and each may announce as much, send nearly all of it, and
wait. What counts is what is announced, so that a decision is made once for a packet and not for each of its pieces;
small packets are not counted at all (`virtreach.session.server.LARGE`).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Sender(Protocol):
        """What must be known of a connection: where it is from."""

        source: str

        def evict(self, why: str) -> None: ...


__all__ = ["Unfinished"]


class Unfinished:
    """The large packets of one house that are still to come. Not thread-safe.

    Args:
        limit: bytes that they may have together.

    Attributes:
        limit: as above; not less than a packet may have, or nobody could send it.
        total: bytes that they have.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.total = 0
        # By source, in the order in which they began.
        self._sizes: dict[str, dict[Sender, int]] = {}

    def announce(self, sender: Sender, size: int) -> None:
        """A connection has begun a large packet; somebody may have to go, and that may be itself.

        Whoever goes is the one that has waited longest of the source that has announced most.

        Args:
            sender: the connection.
            size: of the whole packet, in bytes; 0 when there is none any more.
        """
        self.forget(sender)
        if not size:
            return
        self._sizes.setdefault(sender.source, {})[sender] = size
        self.total += size
        while self.total > self.limit:
            most = max(self._sizes.values(), key=lambda sizes: sum(sizes.values()))
            oldest = next(iter(most))
            self.forget(oldest)
            oldest.evict("too much memory waits for the rest of large packets (max_unfinished_megabytes)")

    def forget(self, sender: Sender) -> None:
        """The connection is gone, or its packet has ended."""
        same = self._sizes.get(sender.source)
        if same is None or sender not in same:
            return
        self.total -= same.pop(sender)
        if not same:
            del self._sizes[sender.source]
