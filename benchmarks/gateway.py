"""What virtreachd costs as a gateway: clients of libvirtd with it in between, beside clients without."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bulk import MIB, SIZE, make_volume
from benchmarks.harness import BASE, FIRST, Row, Worker, duration, interpreter, pin, race, rate
from benchmarks.servers import compiled, libvirtd

if TYPE_CHECKING:
    from benchmarks.servers import Server

__all__ = ["run"]

_ROOT = Path(__file__).resolve().parents[1]
_DIRECT = "direct"
_GET_VERSION = 4
_ADDED_MAX = 25e-6
_SHARE_MIN = 0.6


@contextmanager
def _gateway(server: Server, loop: str) -> Iterator[tuple[str, int]]:
    """A gateway in front of a server; its socket's directory and its process."""
    with tempfile.TemporaryDirectory(prefix="vrbench-", dir="/tmp") as scratch:
        directory = Path(scratch)
        hosts = directory / "hosts.toml"
        hosts.write_text(f'[hosts.hv1]\nuri = "{server.uri}"\nidentities = ["uid {os.getuid()}"]\n')
        config = directory / "virtreachd.conf"
        config.write_text(
            f'unix_sock_dir = "{directory}"\nhosts_file = "{hosts}"\nevent_loop = "{loop}"\n'
            # libvirtd does not ask in the background either, until a client wants it.
            "keepalive_interval = -1\naudit_level = 0\n"
        )
        # uvloop is where the tests run; the rest is measured with the interpreter of all clients.
        python = sys.executable if loop == "uvloop" else interpreter()
        words = [python, "-m", "virtreach.daemon", "--config", str(config)]
        environment = {**os.environ, "PYTHONPATH": str(_ROOT / "src")}
        with subprocess.Popen(words, stderr=subprocess.DEVNULL, env=environment) as process:
            try:
                while not (directory / "libvirt-sock").exists():
                    if process.poll() is not None:
                        raise RuntimeError(f"the gateway on {loop} did not start")
                    time.sleep(0.01)
                time.sleep(0.5)
                yield str(directory / "libvirt-sock"), process.pid
            finally:
                process.kill()


def _loops() -> list[str]:
    return ["asyncio", "uvloop"] if importlib.util.find_spec("uvloop") else ["asyncio"]


def run(quick: bool = False) -> list[Row]:
    """Measure.

    Args:
        quick: a few rounds only.
    """
    rows = []
    with ExitStack() as stack:
        server = stack.enter_context(libvirtd())
        assert server.daemon is not None
        ways = {_DIRECT: (server.daemon.socket, "test:///default")}
        pids = [server.pid]
        for loop in _loops():
            socket, pid = stack.enter_context(_gateway(server, loop))
            ways[loop] = (socket, "test:///default?host=hv1")
            pids.append(pid)
        rows += _latency(ways, pids, 3 if quick else 15)
        rows += _throughput(ways, pids, 3 if quick else 9)
    rows += _bulk(2 if quick else 9)
    return rows


def _load(way: tuple[str, str], connections: int, calls: int, cores: str) -> float:
    """Seconds of one call."""
    words = [*FIRST, "taskset", "-c", cores, str(compiled("cload")), *way]
    words += [str(connections), "1", str(calls), str(_GET_VERSION)]
    return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout) / calls


def _latency(ways: dict[str, tuple[str, str]], pids: list[int], rounds: int) -> list[Row]:
    """One call after the other, everything on one core."""
    for pid in pids:
        pin(pid, 1)
    contest = race({name: partial(_load, way, 1, 3000, "1") for name, way in ways.items()}, rounds)
    rows = []
    for name in ways:
        if name == _DIRECT:
            continue
        added = contest.median(name) - contest.median(_DIRECT)
        rows.append(
            Row(
                what="time added to a small call",
                name=f"virtreachd, {name}",
                value=duration(added),
                base=duration(contest.median(_DIRECT)),
                target=f"<= {duration(_ADDED_MAX)}",
                met=added <= _ADDED_MAX,
            )
        )
    return rows


def _throughput(ways: dict[str, tuple[str, str]], pids: list[int], rounds: int) -> list[Row]:
    """Many clients at once, on all cores."""
    for pid in pids:
        pin(pid, 0, 1)
    rows = []
    for connections in (16, 64):
        turns = {name: partial(_load, way, connections, 10_000, "0,1") for name, way in ways.items()}
        contest = race(turns, rounds)
        for name in ways:
            if name != _DIRECT:
                share = round(contest.ratio(_DIRECT, name), 2)
                rows.append(
                    Row(
                        what=f"small calls, {connections} clients",
                        name=f"virtreachd, {name}",
                        value=rate(1 / contest.median(name)),
                        base=rate(1 / contest.median(_DIRECT)),
                        ratio=share,
                        target=f">= {_SHARE_MIN}",
                        met=share >= _SHARE_MIN,
                    )
                )
    return rows


def _bulk(rounds: int) -> list[Row]:
    """libvirt-python moves a volume in memory."""
    rows = []
    with ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="vrbench-", dir="/dev/shm"))
        source, target = Path(scratch) / "source", Path(scratch) / "target"
        source.write_bytes(bytes(range(256)) * (SIZE // 256))
        uris = {}
        for name in (_DIRECT, *_loops()):
            # One for each: the sizes of packets shape the daemon's heap.
            server = stack.enter_context(libvirtd(qemu=True, private_network=True))
            make_volume(server)
            pin(server.pid, 0, 1)
            uris[name] = server.uri
            if name != _DIRECT:
                socket, pid = stack.enter_context(_gateway(server, name))
                pin(pid, 0, 1)
                uris[name] = f"qemu+unix:///system?socket={socket}&host=hv1"
        workers = {name: stack.enter_context(Worker(BASE, uri, core=None)) for name, uri in uris.items()}
        for operation, path in (("upload", source), ("download", target)):
            where = {"pool": "bench", "volume": "volume", "path": str(path)}
            turns = {name: partial(one.seconds, operation, **where) for name, one in workers.items()}
            contest = race(turns, rounds)
            if path.stat().st_size != SIZE:
                raise RuntimeError("a download is incomplete")
            for name in _loops():
                share = round(contest.ratio(_DIRECT, name), 2)
                rows.append(
                    Row(
                        what=f"volume {operation} of {SIZE // MIB} MiB, {BASE}",
                        name=f"virtreachd, {name}",
                        value=f"{SIZE / MIB / contest.median(name):.0f} MiB/s",
                        base=f"{SIZE / MIB / contest.median(_DIRECT):.0f} MiB/s",
                        ratio=share,
                        target=f">= {_SHARE_MIN}",
                        met=share >= _SHARE_MIN,
                    )
                )
    return rows
