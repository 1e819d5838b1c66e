"""Contender: virtreach's blocking connection, through its public objects."""

from __future__ import annotations

import json
import sys
from time import perf_counter
from typing import TYPE_CHECKING, Any

import virtreach
from benchmarks.worker_base import serve

if TYPE_CHECKING:
    from collections.abc import Callable

    from virtreach.blocking.connection import Connection
    from virtreach.blocking.objects.domain import Domain

_OPTIONS = json.loads(sys.argv[1])
_URI = _OPTIONS["uri"]
_connections: list[Connection] = []
_domains: list[Domain] = []


def connection() -> Connection:
    """The one connection, opened when first wanted."""
    if not _connections:
        _connections.append(virtreach.connect(_URI))
    return _connections[0]


def domain() -> Domain:
    """The first domain of the one connection, looked up when first wanted."""
    if not _domains:
        _domains.append(connection().domains.list()[0])
    return _domains[0]


def timed(call: Callable[[], object], count: int) -> dict[str, Any]:
    """Call something `count` times."""
    start = perf_counter()
    for _ in range(count):
        call()
    return {"seconds": (perf_counter() - start) / count}


def version(count: int) -> dict[str, Any]:
    """A small call without arguments."""
    return timed(connection().host.version, count)


def info(count: int) -> dict[str, Any]:
    """A small call on a domain."""
    return timed(domain().info, count)


def xml(count: int) -> dict[str, Any]:
    """A domain's XML."""
    return timed(domain().xml, count)


def domains(count: int) -> dict[str, Any]:
    """The list of all domains."""
    return timed(connection().domains.list, count)


def statistics(count: int) -> dict[str, Any]:
    """All statistics of all domains."""
    return timed(connection().domains.stats, count)


def connect(count: int) -> dict[str, Any]:
    """Open and close a connection."""
    start = perf_counter()
    for _ in range(count):
        virtreach.connect(_URI).close()
    return {"seconds": (perf_counter() - start) / count}


def upload(pool: str, volume: str, path: str) -> dict[str, Any]:
    """Send a file into a volume."""
    target = connection().storage_pools.lookup_by_name(pool).volumes.lookup_by_name(volume)
    with open(path, "rb") as source:
        start = perf_counter()
        target.upload(source)
        return {"seconds": perf_counter() - start}


def download(pool: str, volume: str, path: str) -> dict[str, Any]:
    """Receive a volume into a file."""
    source = connection().storage_pools.lookup_by_name(pool).volumes.lookup_by_name(volume)
    with open(path, "wb") as target:
        start = perf_counter()
        source.download(target)
        return {"seconds": perf_counter() - start}


if __name__ == "__main__":
    serve(
        {call.__name__: call for call in (version, info, xml, domains, statistics, connect, upload, download)}
    )
