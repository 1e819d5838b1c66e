"""What is counted while the daemon runs: plain numbers, which cost next to nothing, in one process.

A *snapshot* is a dictionary of numbers, of lists of numbers and of such dictionaries. It passes through JSON unharmed,
and those of several processes are added up by `merge`. `virtreach.daemon.records.exposition` makes a page of one.
"""

from __future__ import annotations

from time import perf_counter_ns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TypeAlias

    from virtreach.daemon.house import House
    from virtreach.protocol.procedure import Procedure

    Snapshot: TypeAlias = dict[str, Any]

__all__ = ["BOUNDS", "Metrics", "count", "merge", "snapshot"]

BOUNDS = tuple((1 << (10 + number)) / 1e9 for number in range(26))
"""Upper bounds of the histogram of times, in seconds: from a microsecond on, each twice the one before it."""

# As many as a time in nanoseconds may have bits, so that no time needs to be looked at.
_BUCKETS = 56
# Reasons may be words of an administrator.
_REASONS_MAX = 32


class _Tallies(dict["Procedure[Any]", list[int]]):
    """For each procedure that was called: answers, errors, nanoseconds in all, and calls that were passed on."""

    __slots__ = ()

    def __missing__(self, procedure: Procedure[Any]) -> list[int]:
        found = self[procedure] = [0, 0, 0, 0]
        return found


class Metrics:
    """The numbers of one house. Whoever counts adds to the attributes.

    Attributes:
        calls: by procedure.
        times: how many calls took below 1.024 microseconds, below twice that, and so on.
        connections: that came in, by transport.
        refused: connections that were not taken in, by reason.
        closed: connections that the daemon has closed, by reason.
        logins: by method, and how they ended.
        locked: logins with a name that was locked.
        events: sent to clients.
        streams: opened.
        received, sent: bytes, as they are on the wire.
    """

    __slots__ = (
        "calls",
        "closed",
        "connections",
        "events",
        "locked",
        "logins",
        "received",
        "refused",
        "sent",
        "streams",
        "times",
    )

    def __init__(self) -> None:
        self.calls = _Tallies()
        self.times = [0] * _BUCKETS
        self.connections: dict[str, int] = {}
        self.refused: dict[str, int] = {}
        self.closed: dict[str, int] = {}
        self.logins: dict[str, int] = {}
        self.locked = self.events = self.streams = self.received = self.sent = 0

    def answered(self, procedure: Procedure[Any], start: int, *, failed: bool) -> None:
        """A call has its answer.

        Args:
            procedure: what was called.
            start: what `time.perf_counter_ns` said when it came.
            failed: the answer is an error.
        """
        spent = perf_counter_ns() - start
        tally = self.calls[procedure]
        tally[failed] += 1
        tally[2] += spent
        self.times[(spent >> 10).bit_length()] += 1

    def login(self, method: str, outcome: str) -> None:
        """Somebody has tried to say who he is: ``ok`` or ``failed``."""
        count(self.logins, f"{method} {outcome}")


def count(numbers: dict[str, int], key: str) -> None:
    """Add one to a number that has a name; too many names end in ``other``."""
    if key not in numbers and len(numbers) >= _REASONS_MAX:
        key = "other"
    numbers[key] = numbers.get(key, 0) + 1


def snapshot(house: House) -> Snapshot:
    """The numbers of a house, and how many clients it has now."""
    metrics = house.metrics
    clients: dict[str, int] = {}
    in_flight = waiting = 0
    for client in house.clients:
        transport = client.info.transport
        clients[transport] = clients.get(transport, 0) + 1
        in_flight += client.session.deferred
        waiting += client.session.waiting
    return {
        "calls": {f"{call.program} {call.name}": list(tally) for call, tally in metrics.calls.items()},
        "times": [*metrics.times[: len(BOUNDS)], sum(metrics.times[len(BOUNDS) :])],
        "connections": dict(metrics.connections),
        "refused": dict(metrics.refused),
        "closed": dict(metrics.closed),
        "logins": dict(metrics.logins),
        "denied": house.policy.denied,
        "locked": metrics.locked,
        "events": metrics.events,
        "streams": metrics.streams,
        "received": metrics.received,
        "sent": metrics.sent,
        "clients": clients,
        "strangers": house.admission.strangers,
        "in_flight": in_flight,
        "waiting": waiting,
        "workers": 1,
    }


def merge(snapshots: Iterable[Snapshot]) -> Snapshot:
    """Add up the snapshots of several processes. What one of them does not have counts as nothing."""
    merged: Snapshot = {}
    for numbers in snapshots:
        for key, value in numbers.items():
            merged[key] = _sum(merged[key], value) if key in merged else value
    return merged


def _sum(one: Any, other: Any) -> Any:
    if isinstance(one, dict):
        return merge((one, other))
    if isinstance(one, list):
        longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
        return [value + (shorter[place] if place < len(shorter) else 0) for place, value in enumerate(longer)]
    return one + other
