"""A user's own libvirtd: started when it is missing, found when it runs, ended with its test."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.needs import need

ROOT = Path(__file__).parents[2]
NOBODY = 65534

BLOCKING = """
import virtreach
with virtreach.connect({uri!r}, timeout=30) as connection:
    print(connection.host.hostname() != "", [domain.name for domain in connection.domains.list()])
"""
ASYNCIO = """
import asyncio
from virtreach import aio
async def main():
    async with await aio.connect({uri!r}, timeout=30) as connection:
        print(await connection.host.hostname() != "", [domain.name for domain in await connection.domains.list()])
asyncio.run(main())
"""


class User:
    """Somebody without privileges, with directories and an interpreter that they may read."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.runtime = directory / "run"
        for path in (self.runtime, directory / "home"):
            path.mkdir(mode=0o700)
            os.chown(path, NOBODY, NOBODY)
        shutil.copytree(
            ROOT / "src/virtreach", directory / "virtreach", ignore=shutil.ignore_patterns("__pycache__")
        )
        self.python = next(
            (
                python
                for python in (sys.executable, "/usr/bin/python3")
                if not self._run(python, "import virtreach")
            ),
            None,
        )

    def _run(self, python: str, program: str) -> str:
        """Run a program; return what went wrong."""
        try:
            return "" if self._start(python, program).returncode == 0 else "failed"
        except OSError as error:
            return str(error)

    def _start(self, python: str, program: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, "-W", "error", "-c", program],
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
            cwd="/",
            env={
                "PATH": "/usr/bin:/bin",
                "HOME": str(self.directory / "home"),
                "XDG_RUNTIME_DIR": str(self.runtime),
                "PYTHONPATH": str(self.directory),
                "PYTHONDONTWRITEBYTECODE": "1",
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=60,
        )

    def run(self, program: str, **environment: str) -> subprocess.CompletedProcess[str]:
        assert self.python is not None
        return self._start(self.python, program, **environment)

    @property
    def daemon(self) -> int | None:
        """The process number of the user's daemon, or None."""
        try:
            return int((self.runtime / "libvirt/libvirtd.pid").read_text())
        except (OSError, ValueError):
            return None


@pytest.fixture
def user(open_directory: Path) -> Iterator[User]:
    need("root", "libvirtd")
    person = User(open_directory)
    if person.python is None:
        need("a Python that everybody may run")
    try:
        yield person
    finally:
        pid = person.daemon
        if pid is not None:
            os.kill(pid, signal.SIGTERM)
            ends = time.monotonic() + 10
            while Path(f"/proc/{pid}").exists() and time.monotonic() < ends:
                time.sleep(0.02)


@pytest.mark.parametrize("program", [BLOCKING, ASYNCIO], ids=["blocking", "asyncio"])
def test_it_is_started_once(user: User, program: str) -> None:
    first = user.run(program.format(uri="test+unix:///default"))
    assert first.stdout == "True ['test']\n", first.stderr
    pid = user.daemon
    assert pid is not None
    assert Path(f"/proc/{pid}").stat().st_uid == NOBODY
    arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    assert b"--timeout=120" in arguments
    second = user.run(program.format(uri="test+unix:///default"))
    assert second.stdout == "True ['test']\n", second.stderr
    assert user.daemon == pid


def test_it_is_not_started_against_the_users_will(user: User) -> None:
    done = user.run(BLOCKING.format(uri="qemu:///session"), LIBVIRT_AUTOSTART="0")
    assert "ConnectError" in done.stderr
    assert f"{user.runtime}/libvirt/libvirt-sock: there is no such socket" in done.stderr
    assert user.daemon is None
