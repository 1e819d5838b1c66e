"""Volume upload and download over a unix socket, beside virsh and libvirt-python."""

from __future__ import annotations

import subprocess
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.harness import BASE, FIRST, OURS, Contest, Row, Worker, pin, race
from benchmarks.servers import libvirtd

if TYPE_CHECKING:
    from benchmarks.servers import Server

__all__ = ["MIB", "SIZE", "make_volume", "run"]

MIB = 1 << 20
SIZE = 512 * MIB
_TARGET = 1.1
_POOL = "bench"
_VOLUME = "volume"


def run(quick: bool = False) -> list[Row]:
    """Measure MiB/s, files and volume in memory; nothing is pinned, since the server uses several threads.

    Each contender has a daemon of its own, in which it first uploads and then downloads: the sizes of a client's
    packets shape the daemon's heap, from which another client would profit or suffer.
    virsh's figure is the time of its whole process less that of one which only connects.

    Args:
        quick: a few rounds only.
    """
    rows = []
    with ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="vrbench-", dir="/dev/shm"))
        source, target = Path(scratch) / "source", Path(scratch) / "target"
        source.write_bytes(bytes(range(256)) * (SIZE // 256))
        servers = {
            name: stack.enter_context(libvirtd(qemu=True, private_network=True))
            for name in (BASE, *OURS, "virsh")
        }
        for server in servers.values():
            make_volume(server)
            pin(server.pid, 0, 1)
        workers = {
            name: stack.enter_context(Worker(name, servers[name].uri, core=None)) for name in (BASE, *OURS)
        }
        for operation, path in (("upload", source), ("download", target)):
            where = {"pool": _POOL, "volume": _VOLUME, "path": str(path)}
            turns = {name: partial(worker.seconds, operation, **where) for name, worker in workers.items()}
            turns["virsh"] = partial(_virsh, servers["virsh"], f"vol-{operation}", str(path))
            contest = race(turns, 2 if quick else 9)
            if path.stat().st_size != SIZE:
                raise RuntimeError("a download is incomplete")
            rows += [_row(operation, contest, name) for name in (BASE, *OURS)]
    return rows


def _row(operation: str, contest: Contest, name: str) -> Row:
    speed = contest.ratio("virsh", name)
    target = f">= {_TARGET} of virsh" if name in OURS else ""
    return Row(
        what=f"volume {operation} of {SIZE // MIB} MiB, unix, against virsh",
        name=name,
        value=f"{SIZE / MIB / contest.median(name):.0f} MiB/s",
        base=f"{SIZE / MIB / contest.median('virsh'):.0f} MiB/s",
        ratio=speed,
        target=target,
        met=speed >= _TARGET if target else None,
    )


def make_volume(server: Server) -> None:
    """Make the volume, in memory, that is moved."""
    assert server.daemon is not None
    assert server.daemon.namespace is not None
    namespace = server.daemon.namespace
    directory = server.daemon.directory / "pool"
    directory.mkdir()
    namespace.run("mount", "-t", "tmpfs", "-o", "size=1g", "bench", str(directory))
    for words in (
        ("pool-create-as", _POOL, "dir", "--target", str(directory)),
        ("vol-create-as", _POOL, _VOLUME, str(SIZE), "--format", "raw"),
    ):
        subprocess.run(["virsh", "-q", "-c", server.uri, *words], check=True, stdout=subprocess.DEVNULL)


def _virsh(server: Server, *words: str) -> float:
    """Seconds of a virsh that moves the volume, less those of one that only connects."""

    def timed(*line: str) -> float:
        start = perf_counter()
        command = [*FIRST, "virsh", "-q", "-c", server.uri, *line]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return perf_counter() - start

    idle = timed("hostname")
    operation, path = words
    return timed(operation, "--pool", _POOL, _VOLUME, path) - idle
