"""Sockets that others have made: systemd's, by name and by address, and a predecessor's."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import virtreach
from tests.daemon.process import Virtreachd
from tests.needs import need, patience
from virtreach.daemon.life.inheritance import Inheritance, bequeath
from virtreach.errors import ConfigError

# Starts a program as systemd does: sockets from descriptor 3 on, and the process's own number.
ACTIVATOR = """
import os, sys
count, names, *command = sys.argv[1:]
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=count)
if names != "-":
    os.environ["LISTEN_FDNAMES"] = names
for number in range(3, 3 + int(count)):
    os.set_inheritable(number, True)
os.execv(command[0], command)
"""


class Activated(Virtreachd):
    """A daemon that gets its sockets. The activator's descriptors are ours: the first ones above 2 of a child."""

    def __init__(
        self, directory: Path, sockets: list[socket.socket], names: str, text: str = "", *words: str
    ):
        super().__init__(directory, text, *words)
        self.sockets = sockets
        self.names = names

    @property
    def command(self) -> list[str]:
        # The shell puts them where they belong.
        moves = " ".join(f"{3 + at}<&{sock.fileno()}" for at, sock in enumerate(self.sockets))
        activator = [sys.executable, "-c", ACTIVATOR, str(len(self.sockets)), self.names, *super().command]
        return ["/bin/bash", "-c", f'exec "$@" {moves}', "bash", *activator]

    def __enter__(self) -> Activated:
        with (self.directory / "log").open("wb") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                stderr=log,
                pass_fds=[sock.fileno() for sock in self.sockets],
            )
        return self


def unix(path: Path) -> socket.socket:
    sock = socket.socket(socket.AF_UNIX)
    sock.bind(str(path))
    sock.listen(64)
    return sock


def high(sock: socket.socket) -> socket.socket:
    """The same socket under a number that is in nobody's way."""
    import fcntl

    with sock:
        return socket.socket(fileno=fcntl.fcntl(sock.fileno(), fcntl.F_DUPFD_CLOEXEC, 100))


def test_sockets_by_name(tmp_path: Path) -> None:
    """A client that came before the daemon is served; the files stay when the daemon ends, for the next one."""
    run = tmp_path / "elsewhere"
    run.mkdir()
    tcp = socket.create_server(("127.0.0.1", 0))
    sockets = [high(unix(run / "a")), high(unix(run / "b")), high(tcp)]
    port = sockets[2].getsockname()[1]
    text = 'auth_tcp = "none"\n'
    try:
        with Activated(tmp_path, sockets, "libvirt-sock:libvirt-sock-ro:tcp", text):
            for uri in (
                f"test+unix:///default?socket={run}/a",
                f"test+unix:///default?socket={run}/b",
                f"test+tcp://127.0.0.1:{port}/default",
            ):
                with virtreach.connect(uri) as conn:
                    assert len(conn.domains.list()) == 2
            assert not (tmp_path / "libvirt-sock").exists()
        assert (run / "a").exists()
        with Activated(tmp_path, sockets, "libvirt-sock:libvirt-sock-ro:tcp", text):
            with virtreach.connect(f"test+unix:///default?socket={run}/a") as conn:
                assert len(conn.domains.list()) == 2
    finally:
        for sock in sockets:
            sock.close()


@pytest.mark.parametrize("names", ["-", "virtreachd.socket:virtreachd-admin.socket", "unknown:unknown"])
def test_sockets_by_address(tmp_path: Path, names: str) -> None:
    sockets = [high(unix(tmp_path / "libvirt-sock")), high(unix(tmp_path / "libvirt-admin-sock"))]
    try:
        with Activated(tmp_path, sockets, names) as daemon, virtreach.connect(daemon.uri()) as conn:
            assert len(conn.domains.list()) == 2
            # They outlive an upgrade, and are still systemd's afterwards.
            assert daemon.process is not None
            before = daemon.log.count("listens on")
            daemon.process.send_signal(signal.SIGUSR2)
            deadline = time.monotonic() + 20 * patience()
            while daemon.log.count("listens on") == before:
                assert time.monotonic() < deadline, daemon.log
                time.sleep(0.01)
            with virtreach.connect(daemon.uri()) as again:
                assert len(again.domains.list()) == 2
            assert not (tmp_path / "libvirt-sock-ro").exists()
        assert (tmp_path / "libvirt-sock").exists()
    finally:
        for sock in sockets:
            sock.close()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: unix(path / "stranger"), "no door fits"),
        (lambda path: socket.socket(socket.AF_UNIX), "does not listen"),
    ],
)
def test_sockets_of_no_use(tmp_path: Path, make: object, says: str) -> None:
    sock = high(make(tmp_path))  # type: ignore[operator]
    name = "libvirt-sock" if "listen" in says else "-"
    with sock:
        daemon = Activated(tmp_path, [sock], name)
        done = subprocess.run(
            daemon.command,
            env=daemon.environment,
            pass_fds=[sock.fileno()],
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_systemd_socket_activate(tmp_path: Path) -> None:
    need("systemd-socket-activate")
    daemon = Virtreachd(tmp_path)
    command = [
        "systemd-socket-activate",
        f"--setenv=PYTHONPATH={daemon.environment['PYTHONPATH']}",
        f"--listen={tmp_path}/libvirt-sock",
        "--fdname=libvirt-sock",
        *daemon.command,
    ]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, env=daemon.environment, stderr=log)
    try:
        deadline = time.monotonic() + 20 * patience()
        while not (tmp_path / "libvirt-sock").exists():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        with virtreach.connect(daemon.uri()) as conn:
            assert len(conn.domains.list()) == 2
    finally:
        process.terminate()
        assert process.wait(20) == 0


def test_what_is_for_others_is_left_alone() -> None:
    environment = {
        "LISTEN_PID": "1",
        "LISTEN_FDS": "2",
        "VIRTREACHD_INHERITED": '{"pid": 1, "descriptors": [["a", "", 0]]}',
    }
    inherited = Inheritance.claim(environment)
    assert not inherited.activated
    assert not inherited.predecessor
    assert environment == {}
    inherited.finish()


@pytest.mark.parametrize(
    "environment",
    [
        {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "many"},
        {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "0"},
        {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1000000"},
        {"VIRTREACHD_INHERITED": "{}"},
        {"VIRTREACHD_INHERITED": "nonsense"},
        {"VIRTREACHD_INHERITED": json.dumps({"pid": os.getpid(), "descriptors": [["a", "", 999999]]})},
        {"VIRTREACHD_INHERITED": json.dumps({"pid": os.getpid(), "descriptors": [["a"]]})},
    ],
)
def test_variables_that_make_no_sense(environment: dict[str, str]) -> None:
    with pytest.raises(ConfigError):
        Inheritance.claim(environment)


def test_a_predecessors_socket_elsewhere_is_closed(tmp_path: Path) -> None:
    with unix(tmp_path / "old") as sock:
        environment: dict[str, str] = {}
        number = os.dup(sock.fileno())
        bequeath([("libvirt-sock", str(tmp_path / "old"), number)], environment)
        inherited = Inheritance.claim(environment)
        assert inherited.predecessor
        assert not os.get_inheritable(number)
        assert inherited.sockets("libvirt-sock", str(tmp_path / "new")) == []
        inherited.finish()
        assert not (tmp_path / "old").exists()
        with pytest.raises(OSError):
            os.fstat(number)


def test_a_predecessor_of_another_version() -> None:
    """An upgrade is where two versions meet: one says more than the other knows, or less."""
    with socket.socket(socket.AF_UNIX) as sock:
        said = {
            "pid": os.getpid(),
            "descriptors": [["a", "/a", os.dup(sock.fileno()), "news"]],
            "later": {"more": 1},
        }
        inherited = Inheritance.claim({"VIRTREACHD_INHERITED": json.dumps(said)})
    assert inherited.predecessor
    assert not inherited.activated
    assert inherited.children == []
    number = inherited.descriptor("a")
    assert number is not None
    os.close(number)
