"""Places for clients and locked names, which all workers share: the supervisor decides, workers report.

A worker lets a newcomer in and says so; the supervisor, which knows the clients of all workers, names those who have to
go. What a worker has to say waits for the end of the turn of its loop, so that a connection costs one message.
"""

from __future__ import annotations

import asyncio
from hashlib import sha256
from time import monotonic

from virtreach.daemon.entry.admission import NO_PLACE, Admission, Lockout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from virtreach.daemon.channel import Channel
    from virtreach.daemon.entry.admission import Guest
    from virtreach.daemon.supervisor.control import Control

__all__ = ["ARRIVED", "KNOWN", "LEFT", "FarAdmission", "FarLockout", "Places", "Unlimited"]

ARRIVED, KNOWN, LEFT = "arrived", "known", "left"
"""What a worker reports of a client."""

_NAMES_MAX = 10_000
_SOURCE_MAX = 256


class FarAdmission(Admission):
    """The places, as a worker sees them: there is always one, unless the supervisor says otherwise soon.

    Args:
        control: to the supervisor.
    """

    def __init__(self, control: Control) -> None:
        super().__init__(0, 0, 0)
        self._control = control
        self._news: list[tuple[str, int, str]] = []

    def arrive(self, guest: Guest) -> bool:
        """Take a new connection in; see `Admission.arrive`."""
        self._strangers[guest] = None
        self._by_source.setdefault(guest.source, {})[guest] = None
        self._report(ARRIVED, guest)
        return True

    def introduce(self, guest: Guest) -> None:
        """It has said who it is."""
        if guest in self._strangers:
            super().introduce(guest)
            self._report(KNOWN, guest)

    def leave(self, guest: Guest) -> None:
        """It is gone."""
        super().leave(guest)
        self._report(LEFT, guest)

    def _report(self, what: str, guest: Guest) -> None:
        client: Channel = guest  # type: ignore[assignment]
        self._news.append((what, client.info.number, guest.source if what is ARRIVED else ""))
        if len(self._news) == 1:
            asyncio.get_running_loop().call_soon(self.tell)

    def tell(self) -> None:
        """Tell the supervisor what has happened."""
        news, self._news = self._news, []
        if news:
            self._control.post("guests", news=news)


class Unlimited(Admission):
    """Places for connections that have been let in elsewhere."""

    def __init__(self) -> None:
        super().__init__(0, 0, 0)

    def arrive(self, guest: Guest) -> bool:
        """Take a new connection in; see `Admission.arrive`."""
        self._take(guest)
        return True


class _FarGuest:
    """A worker's client, as far as the supervisor must know it.

    Args:
        tell: tells the worker: ``(number, why)`` who has to go, and why.
    """

    __slots__ = ("_tell", "number", "since", "source")

    def __init__(self, number: int, source: str, tell: Callable[[int, str], None]) -> None:
        self.number = number
        self.source = source
        self.since = 0.0
        self._tell = tell

    def evict(self, why: str) -> None:
        self._tell(self.number, why)


class Places:
    """One worker's clients in the supervisor's books.

    Args:
        admission: of the whole daemon.
        tell: tells the worker who has to go, and why.

    Attributes:
        last: the largest number that a client has had.
    """

    def __init__(self, admission: Admission, tell: Callable[[int, str], None]) -> None:
        self._admission = admission
        self._tell = tell
        self._guests: dict[int, _FarGuest] = {}
        self.last = 0

    def __len__(self) -> int:
        return len(self._guests)

    def note(self, what: str, number: int, source: str) -> None:
        """Take down what a worker reports of a client.

        Raises:
            ValueError: it makes no sense.
        """
        if what == ARRIVED:
            if number in self._guests or number <= self.last:
                raise ValueError(f"client {number} was there before")
            self.last = number
            guest = _FarGuest(number, source[:_SOURCE_MAX], self._tell)
            if self._admission.arrive(guest):
                self._guests[number] = guest
            else:
                guest.evict(NO_PLACE)
        elif number in self._guests:
            # Else it was refused, and goes.
            if what == KNOWN:
                self._admission.introduce(self._guests[number])
            elif what == LEFT:
                self._admission.leave(self._guests.pop(number))
            else:
                raise ValueError(f"a client cannot be {what!r}")

    def clear(self) -> None:
        """The worker is gone, and so are its clients."""
        for guest in self._guests.values():
            self._admission.leave(guest)
        self._guests.clear()


def _digest(name: str) -> str:
    # Strangers choose names, of any length.
    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


class FarLockout(Lockout):
    """Locked names as a worker knows them: those that the supervisor has named.

    Args:
        control: to the supervisor.
    """

    def __init__(self, control: Control) -> None:
        super().__init__()
        self._control = control
        # By digests of name and address: until when, and addresses that it does not hold for.
        self._until: dict[tuple[str, str], tuple[float, frozenset[str]]] = {}

    def locked(self, name: str, source: str = "") -> bool:
        """Whether the name may not even try from there."""
        if not self._until:
            return False
        who, where = _digest(name), _digest(source)
        return self._holds((who, where), where) or self._holds((who, ""), where)

    def _holds(self, account: tuple[str, str], where: str) -> bool:
        until, homes = self._until.get(account, (0.0, frozenset()))
        if until and monotonic() > until:
            del self._until[account]
            return False
        return bool(until) and (bool(account[1]) or where not in homes)

    def failed(self, name: str, source: str = "") -> None:
        """A login with that name failed."""
        self._control.post("failed", name=_digest(name), source=_digest(source))

    def succeeded(self, name: str, source: str = "") -> None:
        """A login with that name was good."""
        self._control.post("succeeded", name=_digest(name), source=_digest(source))

    def learn(self, name: str, source: str, seconds: float, homes: list[str]) -> None:
        """The supervisor says that a name is locked; all are digests, as in `Lockout.lock`."""
        account = (name, source)
        self._until.pop(account, None)
        if len(self._until) >= _NAMES_MAX:
            self._until.pop(next(iter(self._until)))
        self._until[account] = (monotonic() + seconds, frozenset(homes))
