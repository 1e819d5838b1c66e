"""A snapshot of numbers as a page for Prometheus, by its own client library (the extra ``metrics``)."""

from __future__ import annotations

from virtreach.daemon.records.metrics import BOUNDS
from virtreach.errors import MissingExtra

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from virtreach.daemon.records.metrics import Snapshot

__all__ = ["page", "require"]

_PREFIX = "virtreachd_"
# Name, help, label; of counters by one label.
_COUNTERS = (
    ("connections", "Connections that were taken in.", "transport"),
    ("refused", "Connections that were not taken in.", "reason"),
    ("closed", "Connections that the daemon has closed.", "reason"),
)
_PLAIN_COUNTERS = (
    ("denied", "calls_denied", "Calls that a client may not make."),
    ("locked", "logins_locked", "Logins with a name that was locked."),
    ("events", "events", "Events sent to clients."),
    ("streams", "streams", "Streams opened."),
    ("received", "received_bytes", "Bytes from clients, as they are on the wire."),
    ("sent", "sent_bytes", "Bytes to clients, as they are on the wire."),
)
_GAUGES = (
    ("strangers", "clients_unauthenticated", "Clients that have not said who they are."),
    ("in_flight", "calls_in_flight", "Calls that are being carried out."),
    ("waiting", "calls_waiting", "Calls that wait for others of the same client."),
    ("workers", "workers", "Processes that serve clients."),
)


def require() -> None:
    """Make sure that there is the library.

    Raises:
        MissingExtra: there is not.
    """
    try:
        import prometheus_client  # noqa: F401
    except ImportError as error:
        raise MissingExtra(
            "metrics_listen needs the package prometheus-client; install it with: pip install 'virtreach[metrics]'"
        ) from error


def page(snapshot: Snapshot, accept: str = "") -> tuple[str, bytes]:
    """Make the page. Takes milliseconds; may run in any thread.

    Args:
        snapshot: the numbers.
        accept: which forms the reader takes, as in HTTP's header.

    Returns:
        Its content type, and the page.
    """
    from prometheus_client.exposition import choose_encoder

    encode, kind = choose_encoder(accept)
    return kind, encode(_Collected(snapshot))


class _Collected:
    """A snapshot as the library wants to see a registry."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import CounterMetricFamily as Counter
        from prometheus_client.core import GaugeMetricFamily as Gauge

        numbers = self._snapshot
        yield from _calls(numbers)
        for key, text, label in _COUNTERS:
            family = Counter(_PREFIX + key, text, labels=[label])
            for value, number in numbers.get(key, {}).items():
                family.add_metric([value], number)
            yield family
        logins = Counter(_PREFIX + "logins", "Attempts to say who one is.", labels=["method", "outcome"])
        for key, number in numbers.get("logins", {}).items():
            logins.add_metric(key.rsplit(" ", 1) if " " in key else [key, ""], number)
        yield logins
        for key, name, text in _PLAIN_COUNTERS:
            yield Counter(_PREFIX + name, text, value=numbers.get(key, 0))
        clients = Gauge(_PREFIX + "clients", "Clients that are connected.", labels=["transport"])
        for transport, number in numbers.get("clients", {}).items():
            clients.add_metric([transport], number)
        yield clients
        for key, name, text in _GAUGES:
            yield Gauge(_PREFIX + name, text, value=numbers.get(key, 0))


def _calls(numbers: Snapshot) -> Iterator[Any]:
    """Calls by procedure and outcome, the time that each procedure took, and how long calls took."""
    from prometheus_client.core import CounterMetricFamily as Counter
    from prometheus_client.core import HistogramMetricFamily as Histogram

    calls = Counter(
        _PREFIX + "calls", "Calls that were answered.", labels=["program", "procedure", "outcome"]
    )
    spent = Counter(
        _PREFIX + "procedure_seconds", "Time from calls to their answers.", labels=["program", "procedure"]
    )
    total = 0
    for key, (good, failed, nanoseconds, relayed) in sorted(numbers.get("calls", {}).items()):
        names = key.split(" ")
        for outcome, number in (("ok", good), ("error", failed), ("relayed", relayed)):
            if number:
                calls.add_metric([*names, outcome], number)
        if good or failed:
            spent.add_metric(names, nanoseconds / 1e9)
        total += nanoseconds
    yield calls
    yield spent
    times = numbers.get("times", [])
    buckets, sum_so_far = [], 0
    for bound, number in zip((*BOUNDS, float("inf")), times, strict=False):
        sum_so_far += number
        buckets.append((repr(bound) if bound != float("inf") else "+Inf", sum_so_far))
    if buckets:
        yield Histogram(
            _PREFIX + "call_seconds",
            "Time from a call to its answer.",
            buckets=buckets,
            sum_value=total / 1e9,
        )
