"""Starting a session's daemon: a stand-in for libvirtd, real locks, real sockets."""

from __future__ import annotations

import asyncio
import fcntl
import os
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.routes.dialling import KINDS, Collector, exchange
from virtreach.conf.client import ClientConf
from virtreach.errors import ConnectError, ConnectTimeout
from virtreach.routes import UnixRoute, aio_dial, plan
from virtreach.routes.surroundings import Surroundings

DAEMON = '''#!{python}
"""Puts itself in the background, then echoes on its socket until it has been idle for a while."""
import os, socket, sys, time
open({log!r}, "a").write(" ".join(sys.argv[1:]) + "|" + os.getcwd() + "|" + oct(os.umask(0)) + "\\n")
time.sleep({delay})
print({words!r}, file=sys.stderr, flush=True)
if {code}:
    sys.exit({code})
if os.fork():
    os._exit(0)
os.setsid()
for descriptor in range(3):
    os.close(descriptor)
time.sleep({late})
server = socket.socket(socket.AF_UNIX)
server.bind({path!r})
server.listen(8)
server.settimeout(1.0)
try:
    while True:
        client, _ = server.accept()
        while data := client.recv(4096):
            client.sendall(data)
        client.close()
except TimeoutError:
    os._exit(0)
'''


class Session:
    """A runtime directory, and a daemon that can be started in it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.log = directory / "log"
        self.socket = directory / "run/libvirt/libvirt-sock"

    def install(
        self,
        *,
        delay: float = 0.0,
        late: float = 0.0,
        code: int = 0,
        words: str = "starting",
        **environment: str,
    ) -> UnixRoute:
        """Install the stand-in and plan the way to it."""
        program = self.directory / "libvirtd"
        program.write_text(
            DAEMON.format(
                python=sys.executable,
                log=str(self.log),
                path=str(self.socket),
                delay=delay,
                late=late,
                code=code,
                words=words,
            )
        )
        program.chmod(0o755)
        surroundings = Surroundings(
            euid=1000,
            environment={
                "XDG_RUNTIME_DIR": str(self.directory / "run"),
                "VIRTD_PATH": str(self.directory),
                **environment,
            },
        )
        route = plan(
            "qemu:///session",
            conf=ClientConf(path=None, environment={}),
            surroundings=surroundings,
            warn=None,
        )
        assert isinstance(route, UnixRoute)
        return route

    def starts(self) -> list[str]:
        """How the daemon was started, a line each time."""
        return self.log.read_text().splitlines() if self.log.exists() else []


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(tmp_path)


@pytest.mark.parametrize("kind", KINDS)
class TestStarting:
    def test_a_missing_daemon_is_started(self, kind: str, session: Session) -> None:
        route = session.install(late=0.05)
        assert exchange(kind, route, b"hello") == b"hello"
        assert session.starts() == ["--daemon --timeout=120|/|0o77"]
        assert oct((session.directory / "run/libvirt").stat().st_mode & 0o777) == "0o700"
        assert (session.directory / "run/libvirt/libvirtd.lock").exists()

    def test_one_that_runs_is_not(self, kind: str, session: Session) -> None:
        route = session.install()
        assert exchange(kind, route, b"one") == b"one"
        assert exchange(kind, route, b"two") == b"two"
        assert len(session.starts()) == 1

    def test_a_socket_that_was_left_behind(self, kind: str, session: Session) -> None:
        import socket

        route = session.install(code=9)
        session.socket.parent.mkdir(parents=True)
        with socket.socket(socket.AF_UNIX) as stale:
            stale.bind(str(session.socket))
        with pytest.raises(ConnectError, match="exit code 9"):
            exchange(kind, route, b"")
        assert len(session.starts()) == 1

    def test_not_when_it_is_switched_off(self, kind: str, session: Session) -> None:
        route = session.install(LIBVIRT_AUTOSTART="0")
        with pytest.raises(ConnectError, match="is the daemon running"):
            exchange(kind, route, b"")
        assert session.starts() == []

    def test_its_complaint_is_shown(self, kind: str, session: Session) -> None:
        route = session.install(code=3, words="no \x1b[1mway")
        with pytest.raises(ConnectError, match=r"ended with exit code 3, saying: no \\x1b\[1mway") as caught:
            exchange(kind, route, b"")
        assert caught.value.step == "start"

    @pytest.mark.parametrize("options", [{"delay": 5.0}, {"late": 5.0}], ids=["hangs", "never listens"])
    def test_the_deadline_covers_it(self, kind: str, session: Session, options: dict[str, float]) -> None:
        route = session.install(**options)  # type: ignore[arg-type]
        started = time.monotonic()
        with pytest.raises(ConnectTimeout, match="step 'start'"):
            exchange(kind, route, b"", timeout=0.4)
        assert time.monotonic() - started < 3

    def test_the_lock_is_waited_for_until_the_deadline(self, kind: str, session: Session) -> None:
        route = session.install()
        session.socket.parent.mkdir(parents=True)
        path = session.socket.parent / "libvirtd.lock"
        # Locks of one process do not exclude each other, so another process holds it.
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            with path.open("w") as lock:
                fcntl.lockf(lock, fcntl.LOCK_EX)
                os.write(writing, b"x")
                time.sleep(20)
                os._exit(0)
        try:
            os.read(reading, 1)
            with pytest.raises(ConnectTimeout, match="step 'lock'"):
                exchange(kind, route, b"", timeout=0.2)
            assert session.starts() == []
        finally:
            os.kill(pid, 9)
            os.waitpid(pid, 0)
            os.close(reading)
            os.close(writing)

    def test_a_runtime_directory_that_cannot_be_made(self, kind: str, session: Session) -> None:
        route = session.install()
        (session.directory / "run").write_text("a file")
        with pytest.raises(ConnectError):
            exchange(kind, route, b"")

    def test_a_program_that_cannot_run(self, kind: str, session: Session) -> None:
        route = session.install()
        (session.directory / "libvirtd").write_text("#!/nonexistent\n")
        with pytest.raises(ConnectError, match="could not be started"):
            exchange(kind, route, b"")


def test_of_many_clients_one_starts_it(session: Session) -> None:
    route = session.install(delay=0.1)
    results: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: results.append(exchange("blocking", route, b"hi"))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)
    assert results == [b"hi"] * 6
    assert len(session.starts()) == 1


async def test_the_loop_goes_on_meanwhile(session: Session) -> None:
    route = session.install(delay=0.2)
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    transport, _ = await aio_dial.dial(route, Collector, deadline=time.monotonic() + 10)
    transport.close()
    ticking.cancel()
    assert ticks >= 5
