"""The contender that everything is compared with: libvirt-python."""

from __future__ import annotations

import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any

import libvirt  # type: ignore[import-not-found, unused-ignore]

from benchmarks.worker_base import resident_kib, serve

_OPTIONS = json.loads(sys.argv[1])
_URI = _OPTIONS["uri"]
_state: dict[str, Any] = {}


def connection() -> Any:
    """The one connection, opened when first wanted."""
    if "connection" not in _state:
        _state["connection"] = libvirt.open(_URI)
    return _state["connection"]


def domain() -> Any:
    """The first domain of the one connection, looked up when first wanted."""
    if "domain" not in _state:
        _state["domain"] = connection().listAllDomains()[0]
    return _state["domain"]


def timed(call: Any, count: int) -> dict[str, Any]:
    """Call something `count` times."""
    start = perf_counter()
    for _ in range(count):
        call()
    return {"seconds": (perf_counter() - start) / count}


def version(count: int) -> dict[str, Any]:
    """A small call without arguments."""
    return timed(connection().getVersion, count)


def info(count: int) -> dict[str, Any]:
    """A small call on a domain."""
    return timed(domain().info, count)


def xml(count: int) -> dict[str, Any]:
    """A domain's XML."""
    return timed(domain().XMLDesc, count)


def domains(count: int) -> dict[str, Any]:
    """The list of all domains."""
    return timed(connection().listAllDomains, count)


def statistics(count: int) -> dict[str, Any]:
    """All statistics of all domains."""
    return timed(connection().getAllDomainStats, count)


def concurrent(count: int, depth: int) -> dict[str, Any]:
    """Small calls from `depth` threads on one connection."""
    shared = connection()
    share = count // depth

    def many() -> None:
        for _ in range(share):
            shared.getVersion()

    threads = [threading.Thread(target=many) for _ in range(depth)]
    start = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"seconds": (perf_counter() - start) / (share * depth)}


def fan_out(count: int, workers: int) -> dict[str, Any]:
    """Open connections and list the domains on each, from a pool of threads; all stay open till the end."""

    def one(_: int) -> Any:
        opened = libvirt.open(_URI)
        opened.listAllDomains()
        return opened

    before = resident_kib()
    start = perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        opened = list(pool.map(one, range(count)))
    seconds = perf_counter() - start
    grown = resident_kib() - before
    for each in opened:
        each.close()
    return {"seconds": seconds, "kib": grown / count}


def connect(count: int) -> dict[str, Any]:
    """Open and close a connection."""
    start = perf_counter()
    for _ in range(count):
        libvirt.open(_URI).close()
    return {"seconds": (perf_counter() - start) / count}


def define(count: int) -> dict[str, Any]:
    """Define test domains until there are `count`, and stay connected, which keeps them."""
    shared = connection()
    start = perf_counter()
    for number in range(count - len(shared.listAllDomains())):
        shared.defineXML(
            f"<domain type='test'><name>guest-{number:04d}</name><memory unit='MiB'>8</memory>"
            "<os><type>hvm</type></os></domain>"
        )
    return {"seconds": perf_counter() - start, "domains": len(shared.listAllDomains())}


def upload(pool: str, volume: str, path: str) -> dict[str, Any]:
    """Send a file into a volume."""
    target = connection().storagePoolLookupByName(pool).storageVolLookupByName(volume)
    with open(path, "rb") as source:
        start = perf_counter()
        stream = connection().newStream()
        target.upload(stream, 0, 0)
        stream.sendAll(lambda _stream, size, file: file.read(size), source)
        stream.finish()
        return {"seconds": perf_counter() - start}


def download(pool: str, volume: str, path: str) -> dict[str, Any]:
    """Receive a volume into a file."""
    source = connection().storagePoolLookupByName(pool).storageVolLookupByName(volume)
    with open(path, "wb") as target:
        start = perf_counter()
        stream = connection().newStream()
        source.download(stream, 0, 0)
        stream.recvAll(lambda _stream, data, file: file.write(data), target)
        stream.finish()
        return {"seconds": perf_counter() - start}


if __name__ == "__main__":
    serve(
        {
            call.__name__: call
            for call in (
                *(version, info, xml, domains, statistics, concurrent),
                *(fan_out, connect, define, upload, download),
            )
        }
    )
