"""Contender: virtreach's asyncio connection, through its public objects."""

from __future__ import annotations

import asyncio
import json
import sys
from time import perf_counter
from typing import TYPE_CHECKING, Any

from benchmarks.worker_base import resident_kib, serve
from virtreach import aio

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from virtreach.aio.connection import Connection
    from virtreach.aio.objects.domain import Domain

_OPTIONS = json.loads(sys.argv[1])
_URI = _OPTIONS["uri"]
_LIMIT = _OPTIONS.get("max_in_flight", 4)
_loop = asyncio.new_event_loop()
_connections: list[Connection] = []
_domains: list[Domain] = []


async def connection() -> Connection:
    """The one connection, opened when first wanted."""
    if not _connections:
        _connections.append(await aio.connect(_URI, max_in_flight=_LIMIT))
    return _connections[0]


async def domain() -> Domain:
    """The first domain of the one connection, looked up when first wanted."""
    if not _domains:
        _domains.append((await (await connection()).domains.list())[0])
    return _domains[0]


async def timed(call: Callable[[], Awaitable[object]], count: int) -> dict[str, Any]:
    """Call something `count` times, one after the other."""
    start = perf_counter()
    for _ in range(count):
        await call()
    return {"seconds": (perf_counter() - start) / count}


async def version(count: int) -> dict[str, Any]:
    """A small call without arguments."""
    return await timed((await connection()).host.version, count)


async def info(count: int) -> dict[str, Any]:
    """A small call on a domain."""
    return await timed((await domain()).info, count)


async def xml(count: int) -> dict[str, Any]:
    """A domain's XML."""
    return await timed((await domain()).xml, count)


async def domains(count: int) -> dict[str, Any]:
    """The list of all domains."""
    return await timed((await connection()).domains.list, count)


async def statistics(count: int) -> dict[str, Any]:
    """All statistics of all domains."""
    return await timed((await connection()).domains.stats, count)


async def concurrent(count: int, depth: int) -> dict[str, Any]:
    """Small calls from `depth` tasks on one connection."""
    call = (await connection()).host.version
    share = count // depth

    async def many() -> None:
        for _ in range(share):
            await call()

    start = perf_counter()
    await asyncio.gather(*[many() for _ in range(depth)])
    return {"seconds": (perf_counter() - start) / (share * depth)}


async def fan_out(count: int, workers: int) -> dict[str, Any]:
    """Open connections and list the domains on each, from a number of tasks; all stay open till the end."""
    left = iter(range(count))
    opened: list[Connection] = []

    async def some() -> None:
        for _ in left:
            one = await aio.connect(_URI)
            await one.domains.list()
            opened.append(one)

    before = resident_kib()
    start = perf_counter()
    await asyncio.gather(*[some() for _ in range(workers)])
    seconds = perf_counter() - start
    grown = resident_kib() - before
    for each in opened:
        await each.close()
    return {"seconds": seconds, "kib": grown / count}


async def connect(count: int) -> dict[str, Any]:
    """Open and close a connection."""
    start = perf_counter()
    for _ in range(count):
        await (await aio.connect(_URI)).close()
    return {"seconds": (perf_counter() - start) / count}


async def upload(pool: str, volume: str, path: str) -> dict[str, Any]:
    """Send a file into a volume."""
    found = await (await connection()).storage_pools.lookup_by_name(pool)
    target = await found.volumes.lookup_by_name(volume)
    with open(path, "rb") as source:  # noqa: ASYNC230  (in memory)
        start = perf_counter()
        await target.upload(source)
        return {"seconds": perf_counter() - start}


async def download(pool: str, volume: str, path: str) -> dict[str, Any]:
    """Receive a volume into a file."""
    found = await (await connection()).storage_pools.lookup_by_name(pool)
    source = await found.volumes.lookup_by_name(volume)
    with open(path, "wb") as target:  # noqa: ASYNC230  (in memory)
        start = perf_counter()
        await source.download(target)
        return {"seconds": perf_counter() - start}


def blocking(operation: Callable[..., Coroutine[Any, Any, dict[str, Any]]]) -> Callable[..., dict[str, Any]]:
    """Run an operation in this worker's loop."""
    return lambda **arguments: _loop.run_until_complete(operation(**arguments))


if __name__ == "__main__":
    serve(
        {
            operation.__name__: blocking(operation)
            for operation in (
                *(version, info, xml, domains, statistics, concurrent),
                *(fan_out, connect, upload, download),
            )
        }
    )
