"""A user's own daemon, which the client starts when it does not run yet.

libvirtd is a session daemon only for users other than root, so the client runs in a child
process that has given its privileges up.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

import virtreach
from tests.interop.clients import KINDS
from tests.interop.conftest import need
from tests.interop.lab.daemon import Daemon
from virtreach import aio

_NOBODY = 65534


@pytest.fixture
def home() -> Iterator[Path]:
    """A home directory of the unprivileged user; the daemon started there is ended."""
    need()
    place = Path(tempfile.mkdtemp(prefix="vrhome-", dir="/tmp"))
    os.chown(place, _NOBODY, _NOBODY)
    yield place
    number = place / "run" / "libvirt" / "libvirtd.pid"
    if number.exists():
        pid = int(number.read_text())
        os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
    shutil.rmtree(place)


def _ask(kind: str, uri: str) -> str:
    if kind == "blocking":
        with virtreach.connect(uri) as connection:
            return connection.host.uri()

    async def ask() -> str:
        async with await aio.connect(uri) as connection:
            return await connection.host.uri()

    return asyncio.run(ask())


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.parametrize("kind", KINDS)
def test_started_when_missing(kind: str, home: Path, test_daemon: Daemon) -> None:
    # What is imported late is imported now: the child may not be able to read this tree.
    import virtreach.routes.autostart

    assert virtreach.routes.autostart
    _ask(kind, test_daemon.uri())
    answer = home / "answer"
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setgroups([])
            os.setgid(_NOBODY)
            os.setuid(_NOBODY)
            os.chdir(home)
            (home / "run").mkdir(mode=0o700)
            os.environ.update(
                HOME=str(home),
                XDG_RUNTIME_DIR=str(home / "run"),
                XDG_CACHE_HOME=str(home / "cache"),
                XDG_CONFIG_HOME=str(home / "config"),
            )
            answer.write_text(_ask(kind, "qemu:///session"))
            status = 0
        except BaseException:
            answer.write_text(traceback.format_exc())
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    assert status == 0, answer.read_text()
    assert answer.read_text() == "qemu:///session"
    assert (home / "run" / "libvirt" / "libvirt-sock").exists()
