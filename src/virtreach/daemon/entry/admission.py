"""How many clients there may be, and who must go when somebody new comes.

libvirtd stops accepting on every socket when its few places for clients that have not said who they are are taken, and
twenty silent connections lock the administrator out. Here a newcomer always gets in: the oldest stranger of the
address that has the most of them makes room. Whoever stays silent for too long goes anyway (`auth_timeout`).

Clients that are known are never sent away. So that one of them cannot take all places, the last tenth is for those that
have few: a source with more than a tenth of all places gets none of it.

Failed logins are counted by name: too many lock the name for a while, wherever they come from.
"""

from __future__ import annotations

from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol, TypeAlias

    # Name, address or "" for all others, seconds that are left, and addresses of the name, which count for themselves.
    Lock: TypeAlias = tuple[str, str, float, list[str]]

    class Guest(Protocol):
        """What admission must know of a connection: where it is from, and since when it has been here."""

        source: str
        since: float

        def evict(self, why: str) -> None: ...


__all__ = ["NO_PLACE", "Admission", "Lockout"]

NO_PLACE = "there are too many clients, in all or of its own (max_clients)"
"""Why somebody was not let in."""

# Addresses that are remembered for a name that has logged in from there.
_HOMES_MAX = 16
# Which part of the places is not for sources that have more than as many.
_PART = 10


class Admission:
    """The places of one daemon. Not thread-safe.

    Args:
        max_clients: clients of any kind at a time.
        max_strangers: of those, how many may be unauthenticated.
        max_strangers_from_one: how many of the unauthenticated ones may come from one address.
        shared: among users who may not keep each other out.
    """

    def __init__(
        self, max_clients: int, max_strangers: int, max_strangers_from_one: int, *, shared: bool = True
    ) -> None:
        self.max_clients = max_clients
        self.max_strangers = max_strangers
        self.max_strangers_from_one = max_strangers_from_one
        self._shared = shared
        self._known: set[Guest] = set()
        self._known_from: dict[str, int] = {}
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
            False when there is no place, because all are taken by clients that are known, or nearly all, many of them
            by its own source.
        """
        if len(self._known) + len(self._strangers) >= self.max_clients and not self._strangers:
            return False
        same = self._by_source.get(guest.source, {})
        if self._greedy(guest.source, len(same)):
            if not same:
                return False
            self._evict(next(iter(same)), "too many connections from its source")
        elif len(same) >= self.max_strangers_from_one:
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

    def _greedy(self, source: str, strangers: int) -> bool:
        """Whether a source has so many places that none of the last ones are for it."""
        part = self.max_clients // _PART if self._shared else 0
        return (
            part > 0
            and len(self._known) + len(self._strangers) >= self.max_clients - part
            and self._known_from.get(source, 0) + strangers > part
        )

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
            self._take(guest)

    def _take(self, guest: Guest) -> None:
        self._known.add(guest)
        self._known_from[guest.source] = self._known_from.get(guest.source, 0) + 1

    def leave(self, guest: Guest) -> None:
        """It is gone."""
        if not self._forget(guest) and guest in self._known:
            self._known.remove(guest)
            left = self._known_from.pop(guest.source) - 1
            if left:
                self._known_from[guest.source] = left


class Lockout:
    """Names that cannot log in for a while. Not thread-safe.

    Whoever knows a name could lock it for its owner, too. Therefore an address from which the name has logged in counts
    for itself: failures from elsewhere do not lock it there, nor do its own count elsewhere.

    Args:
        limit: failures in a row before a name is locked.
        seconds: how long after its last failure it is free again.
        names: how many names are remembered; strangers choose them.
    """

    def __init__(self, limit: int = 100, seconds: float = 900.0, names: int = 10_000) -> None:
        self.limit = limit
        self.seconds = seconds
        self._names = names
        # By name, and address if it is one of the name's; "" stands for all others.
        self._failures: dict[tuple[str, str], tuple[int, float]] = {}
        self._homes: dict[str, dict[str, None]] = {}

    def _account(self, name: str, source: str) -> tuple[str, str]:
        return name, source if source in self._homes.get(name, ()) else ""

    def locked(self, name: str, source: str = "") -> bool:
        """Whether the name may not even try from there."""
        account = self._account(name, source)
        count, last = self._failures.get(account, (0, 0.0))
        if count and monotonic() - last > self.seconds:
            del self._failures[account]
            return False
        return count >= self.limit

    def lock(self, name: str, source: str = "") -> Lock | None:
        """What holds for a name at an address, if it is locked there."""
        if not self.locked(name, source):
            return None
        name, source = account = self._account(name, source)
        left = self._failures[account][1] + self.seconds - monotonic()
        return name, source, left, [] if source else list(self._homes.get(name, ()))

    def locks(self) -> list[Lock]:
        """All that is locked."""
        found = [self.lock(name, source) for name, source in list(self._failures)]
        return [lock for lock in found if lock is not None]

    def failed(self, name: str, source: str = "") -> None:
        """A login with that name failed."""
        account = self._account(name, source)
        count, _ = self._failures.pop(account, (0, 0.0))
        if len(self._failures) >= self._names:
            self._failures.pop(next(iter(self._failures)))
        self._failures[account] = (count + 1, monotonic())

    def succeeded(self, name: str, source: str = "") -> None:
        """A login with that name was good."""
        self._failures.pop(self._account(name, source), None)
        if not source:
            return
        homes = self._homes.pop(name, {})
        homes.pop(source, None)
        if len(homes) >= _HOMES_MAX:
            homes.pop(next(iter(homes)))
        homes[source] = None
        if len(self._homes) >= self._names:
            self._homes.pop(next(iter(self._homes)))
        self._homes[name] = homes
