"""What is measured against: the canned server, and a private libvirtd with 500 test domains."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.canned import write_replies
from tests.interop.lab.daemon import Daemon
from tests.interop.lab.settings import Settings

__all__ = ["Server", "canned", "compiled", "libvirtd", "virtreachd"]

_CACHE = Path(__file__).resolve().parents[1] / ".cache" / "bench"


@dataclass(frozen=True)
class Server:
    """Something to connect to.

    Attributes:
        name: for the report.
        uri: how clients reach it.
        pid: its process.
        daemon: the private libvirtd, if it is one.
    """

    name: str
    uri: str
    pid: int
    daemon: Daemon | None = None


def compiled(name: str) -> Path:
    """A program in C beside this module; compiled when it is newer than what there is."""
    _CACHE.mkdir(parents=True, exist_ok=True)
    source = Path(__file__).with_name(f"{name}.c")
    program = _CACHE / name
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(["cc", "-O2", "-o", str(program), str(source)], check=True)
    return program


@contextmanager
def canned() -> Iterator[Server]:
    """Run the canned server."""
    program = compiled("cserv")
    directory = Path(tempfile.mkdtemp(prefix="vrbench-", dir="/tmp"))
    try:
        write_replies(directory / "replies")
        words = [str(program), str(directory / "sock"), str(directory / "replies")]
        with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
            try:
                assert process.stdout is not None
                if process.stdout.readline() != b"ready\n":
                    raise RuntimeError("the canned server did not start")
                yield Server("canned", f"qemu+unix:///system?socket={directory}/sock", process.pid)
            finally:
                process.kill()
    finally:
        shutil.rmtree(directory)


@contextmanager
def libvirtd(transport: str = "unix", **changes: object) -> Iterator[Server]:
    """Run a private libvirtd.

    Args:
        transport: how clients shall reach it.
        changes: fields of `Settings`.
    """
    with Daemon(Settings(**changes)) as daemon:  # type: ignore[arg-type]
        yield Server("libvirtd", daemon.uri(transport), daemon.pid(), daemon)


@contextmanager
def virtreachd(directory: Path, *, state: bool) -> Iterator[tuple[str, int]]:
    """Run virtreachd with its test hypervisor; gives its URI and its process.

    Args:
        directory: where its socket goes.
        state: whether it keeps its state in a file there.
    """
    config = directory / "virtreachd.conf"
    text = f'unix_sock_dir = "{directory}"\naudit_level = 0\n'
    config.write_text(text + (f'state_file = "{directory}/state"\n' if state else ""))
    command = [sys.executable, "-m", "virtreach.daemon", "--config", str(config)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            while not (directory / "libvirt-sock-ro").exists():
                if process.poll() is not None:
                    raise RuntimeError("virtreachd did not start")
                time.sleep(0.01)
            yield f"test+unix:///default?socket={directory}/libvirt-sock", process.pid
        finally:
            process.terminate()
