"""How many clients there may be, and who must go when somebody new comes.

libvirtd stops accepting on every socket when its few places for clients that have not said who they are are taken, and
twenty silent connections lock the administrator out. Here a newcomer always gets in: the oldest stranger of the
address that has the most of them makes room. Whoever stays silent for too long goes anyway (`auth_timeout`).

Failed logins are counted by name: too many lock the name for a while, wherever they come from.
"""

from __future__ import annotations

from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    class Guest(Protocol):
        """What admission must know of a connection: where it is from, and since when it has been here."""

        source: str
        since: float

        def evict(self, why: str) -> None: ...


__all__ = ["Admission", "Lockout"]


class Admission:
    """The places of one daemon. Not thread-safe.

    Args:
        max_clients: clients of any kind at a time.
        max_strangers: of those, how many may be unauthenticated.
        max_strangers_from_one: how many of the unauthenticated ones may come from one address.
    """

    def __init__(self, max_clients: int, max_strangers: int, max_strangers_from_one: int) -> None:
        self.max_clients = max_clients
        self.max_strangers = max_strangers
        self.max_strangers_from_one = max_strangers_from_one
        self._known: set[Guest] = set()
        # In the order of arrival, all together and by source.
        self._strangers: dict[Guest, None] = {}
        self._by_source: dict[str, dict[Guest, None]] = {}

    @property
    def strangers(self) -> int:
        """Unauthenticated connections."""
        return len(self._strangers)

    @property
    def known(self) -> int:
        """Connections whose client is known."""
        return len(self._known)

    def is_stranger(self, guest: Guest) -> bool:
        """Whether it has not said who it is."""
        return guest in self._strangers

    def oldest(self) -> Iterator[Guest]:
        """Unauthenticated connections, those that have been here longest first; each may leave while one looks."""
        return iter(list(self._strangers))

    def arrive(self, guest: Guest) -> bool:
        """Take a new connection in; somebody else may have to go.

        Returns:
            False when there is no place, because all are taken by clients that are known.
        """
        if len(self._known) + len(self._strangers) >= self.max_clients and not self._strangers:
            return False
        same = self._by_source.get(guest.source, {})
        if len(same) >= self.max_strangers_from_one:
            self._evict(next(iter(same)), "too many unauthenticated connections from its address")
        elif (
            len(self._strangers) >= self.max_strangers
            or len(self._known) + len(self._strangers) >= self.max_clients
        ):
            fullest = max(self._by_source.values(), key=len)
            self._evict(next(iter(fullest)), "too many unauthenticated connections")
        self._strangers[guest] = None
        self._by_source.setdefault(guest.source, {})[guest] = None
        return True

    def _evict(self, guest: Guest, why: str) -> None:
        self._forget(guest)
        guest.evict(why)

    def _forget(self, guest: Guest) -> bool:
        if guest not in self._strangers:
            return False
        del self._strangers[guest]
        same = self._by_source[guest.source]
        del same[guest]
        if not same:
            del self._by_source[guest.source]
        return True

    def introduce(self, guest: Guest) -> None:
        """It has said who it is."""
        if self._forget(guest):
            self._known.add(guest)

    def leave(self, guest: Guest) -> None:
        """It is gone."""
        if not self._forget(guest):
            self._known.discard(guest)


class Lockout:
    """Names that cannot log in for a while. Not thread-safe.

    Args:
        limit: failures in a row before a name is locked.
        seconds: how long after its last failure it is free again.
        names: how many names are remembered; strangers choose them.
    """

    def __init__(self, limit: int = 100, seconds: float = 900.0, names: int = 10_000) -> None:
        self.limit = limit
        self.seconds = seconds
        self._names = names
        self._failures: dict[str, tuple[int, float]] = {}

    def locked(self, name: str) -> bool:
        """Whether the name may not even try."""
        count, last = self._failures.get(name, (0, 0.0))
        if count and monotonic() - last > self.seconds:
            del self._failures[name]
            return False
        return count >= self.limit

    def locks(self) -> dict[str, float]:
        """Names that are locked, and for how many seconds more."""
        left = self.seconds - monotonic()
        found = {name: left + last for name, (count, last) in self._failures.items() if count >= self.limit}
        return {name: seconds for name, seconds in found.items() if seconds > 0}

    def failed(self, name: str) -> None:
        """A login with that name failed."""
        count, _ = self._failures.pop(name, (0, 0.0))
        if len(self._failures) >= self._names:
            self._failures.pop(next(iter(self._failures)))
        self._failures[name] = (count + 1, monotonic())

    def succeeded(self, name: str) -> None:
        """A login with that name was good."""
        self._failures.pop(name, None)
