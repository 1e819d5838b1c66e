"""A process of its own that does one thing with a host, and says how it went: ``victim.py KIND URI DEED``.

It prints a JSON object: the classes of the error, of what caused it and of their ancestors (none without an error), the
seconds that it took, and by how many MiB the process grew at its largest.
"""

from __future__ import annotations

import asyncio
import io
import json
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import virtreach
from virtreach import aio
from virtreach.errors import VirtreachError

_SLOW = 2.0


def _memory(field: str) -> float:
    """A line of /proc/self/status, in MiB."""
    with open("/proc/self/status") as lines:
        for line in lines:
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
    raise AssertionError(field)


# What is done, in the words of the asyncio client; the blocking one does the same without waiting.


async def _open(connection: Any, waiting: Waiting) -> None:
    del connection, waiting


async def _call(connection: Any, waiting: Waiting) -> None:
    await waiting(connection.host.hostname())


async def _persist(connection: Any, waiting: Waiting) -> None:
    """The same, on a connection that comes back."""
    await waiting(connection.host.hostname())


async def _deadline(connection: Any, waiting: Waiting) -> None:
    with connection.deadline(1):
        await waiting(connection.host.hostname())


async def _list(connection: Any, waiting: Waiting) -> None:
    await waiting(connection.domains.list())


async def _stats(connection: Any, waiting: Waiting) -> None:
    await waiting(connection.domains.stats())


async def _download(connection: Any, waiting: Waiting) -> None:
    volume = await waiting(connection.storage_volumes.lookup_by_path("/v"))
    await waiting(volume.download(io.BytesIO(), length=1000))


async def _neglect(connection: Any, waiting: Waiting) -> None:
    """Open a stream, and make a call instead of reading it."""
    volume = await waiting(connection.storage_volumes.lookup_by_path("/v"))
    stream = await waiting(volume.open_download())
    await waiting(connection.host.hostname())
    await waiting(stream.recv())


async def _events(connection: Any, waiting: Waiting) -> None:
    """Ask for events, and sleep while they come."""
    await waiting(connection.events.domain("lifecycle"))
    await waiting(connection.host.hostname())


Waiting = Callable[[Any], Awaitable[Any]]
_DEEDS = {name[1:]: deed for name, deed in list(globals().items()) if asyncio.iscoroutinefunction(deed)}


def _blocking(uri: str, deed: str) -> None:
    async def waiting(value: Any) -> Any:
        return value

    with virtreach.connect(uri, connect_timeout=_SLOW, reconnect=deed == "persist") as connection:
        task = _DEEDS[deed](connection, waiting)
        try:
            task.send(None)
        except StopIteration:
            return


async def _asyncio(uri: str, deed: str) -> None:
    async def waiting(value: Any) -> Any:
        return await value

    async with await aio.connect(uri, connect_timeout=_SLOW, reconnect=deed == "persist") as connection:
        await _DEEDS[deed](connection, waiting)


def _ends(work: Callable[[], object]) -> list[str]:
    """Do it; the classes of the error and of its causes, with their ancestors."""
    kinds = []
    try:
        work()
    except VirtreachError as error:
        print(error, file=sys.stderr)
        cause: BaseException | None = error
        while cause is not None:
            kinds += [kind.__name__ for kind in type(cause).__mro__]
            cause = cause.__cause__
    return kinds


def main(kind: str, friendly: str, uri: str, deed: str) -> None:
    """Be friendly once, so that everything is loaded, then meet the host."""

    def work(where: str, what: str) -> None:
        if kind == "blocking":
            _blocking(where, what)
        else:
            asyncio.run(_asyncio(where, what))

    work(friendly, "open")
    with open("/proc/self/clear_refs", "w") as peak:
        # The largest size counts from now on (proc(5)).
        peak.write("5")
    before = _memory("VmRSS")
    started = time.monotonic()
    kinds = _ends(lambda: work(uri, deed))
    seconds = time.monotonic() - started
    print(json.dumps({"kinds": kinds, "seconds": seconds, "grown": _memory("VmHWM") - before}))


if __name__ == "__main__":
    main(*sys.argv[1:])
