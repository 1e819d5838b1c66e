"""A daemon becomes its successor: the same process and sockets, no refused connection, the same objects."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

import virtreach
from tests.daemon.process import Virtreachd
from tests.daemon.supervisor.processes import Crew, wait_until
from tests.needs import patience
from virtreach.daemon.life.succession import become, pack_state, unpack_state
from virtreach.errors import ConfigError, VirtreachError

NEW = "<domain type='test'><name>new</name><memory>1024</memory><os><type>hvm</type></os></domain>"
T = TypeVar("T")


class LastingDaemon(Virtreachd):
    """A daemon with a driver whose state can be handed on."""

    def __init__(self, directory: Path, text: str = "", *words: str) -> None:
        super().__init__(directory, text, *words)
        self.config.write_text(self.config.read_text().replace("toy:ToyDriver", "lasting:LastingDriver"))

    def wait_for(self, words: str, times: int = 1) -> None:
        """Wait until the log has some words so many times."""
        deadline = time.monotonic() + 20 * patience()
        while self.log.count(words) < times:
            assert self.process is not None
            assert self.process.poll() is None, self.log
            assert time.monotonic() < deadline, self.log
            time.sleep(0.01)

    def upgrade(self) -> None:
        """Have it become its successor."""
        assert self.process is not None
        before = self.log.count("listens on")
        doors = 3 if "--listen" in self.words else 2
        self.process.send_signal(signal.SIGUSR2)
        # The socket for administration comes last.
        self.wait_for("listens on", before + doors + 1)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
        assert isinstance(port, int)
        return port


class Hammer(threading.Thread):
    """Connects again and again, and counts what becomes of it."""

    def __init__(self, family: int, address: object) -> None:
        super().__init__()
        self.place = family, address
        self.connected = 0
        self.refused: list[OSError] = []
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.is_set():
            try:
                with socket.socket(self.place[0]) as sock:
                    sock.connect(self.place[1])  # type: ignore[arg-type]
                self.connected += 1
            except OSError as error:
                self.refused.append(error)
            time.sleep(0.001)


def test_sockets_that_somebody_has_taken_away(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.touch(mode=0o600)
    with LastingDaemon(tmp_path) as daemon:
        for name in ("libvirt-sock-ro", "libvirt-admin-sock"):
            (tmp_path / name).unlink()
        (tmp_path / "libvirt-sock-ro").symlink_to(precious)
        daemon.upgrade()
        with virtreach.connect(daemon.uri()) as conn:
            assert conn.domains.list()
        assert precious.stat().st_mode & 0o777 == 0o600
        assert "libvirt-sock-ro: its permissions stay as they are: it is no socket" in daemon.log


@pytest.mark.parametrize("workers", [1, 2])
def test_nothing_is_lost(tmp_path: Path, workers: int) -> None:
    port = free_port()
    pid_file = tmp_path / "pid"
    text = (
        f'listen_tls = 0\nlisten_tcp = 1\nauth_tcp = "none"\nlisten_addr = "127.0.0.1"\ntcp_port = {port}\n'
        f"max_anonymous_clients = 1000\nmax_anonymous_clients_per_address = 1000\nworkers = {workers}\n"
    )
    with LastingDaemon(tmp_path, text, "--listen", "--pid-file", str(pid_file)) as daemon:
        assert daemon.process is not None
        hammers = [
            Hammer(socket.AF_UNIX, str(tmp_path / "libvirt-sock")),
            Hammer(socket.AF_INET, ("127.0.0.1", port)),
        ]
        inode = (tmp_path / "libvirt-sock").stat().st_ino
        for hammer in hammers:
            hammer.start()
        try:
            with virtreach.connect(daemon.uri()) as conn:
                conn.domains.list()[0].destroy()
                assert conn.host.library_version() == 1
            for _ in range(2):
                daemon.upgrade()
                with virtreach.connect(daemon.uri()) as conn:
                    assert conn.host.library_version() == 1
        finally:
            for hammer in hammers:
                hammer.over.set()
                hammer.join()
        for hammer in hammers:
            assert hammer.refused == []
            assert hammer.connected > 10
        assert int(pid_file.read_text()) == daemon.process.pid
        # What made the workers of its predecessors is no more, not even as a zombie.
        wait_until(lambda: _children(daemon.process.pid) <= int(workers > 1))
        assert (tmp_path / "libvirt-sock").stat().st_ino == inode
        # The lock has come along: a second daemon has no chance.
        assert "another daemon serves it" in _start_another(daemon)
    assert not pid_file.exists()
    assert not (tmp_path / "libvirt-sock").exists()


def _children(pid: int) -> int:
    return len(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


def _start_another(daemon: Virtreachd) -> str:
    command = [word for word in daemon.command if not word.startswith("--pid-file") and "/pid" not in word]
    done = subprocess.run(command, env=daemon.environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    return done.stderr


def test_a_client_comes_back(tmp_path: Path) -> None:
    with LastingDaemon(tmp_path) as daemon:
        with virtreach.connect(daemon.uri(), reconnect=True) as conn:
            domain = conn.domains.list()[0]
            domain.destroy()
            daemon.upgrade()
            assert _later(conn.host.library_version) == 1
            assert domain.xml().startswith("<domain")


@pytest.mark.parametrize("workers", [1, 2])
def test_the_hypervisor_goes_on(tmp_path: Path, workers: int) -> None:
    """Objects, their UUIDs and states outlive upgrades, and so do the handles of a client that comes back."""
    with Crew(tmp_path, count=workers) as crew:
        with virtreach.connect(crew.uri(), reconnect=True) as conn:
            conn.domains.define_xml(NEW)
            domain = conn.domains.lookup_by_name("new")
            domain.start()
            before = {one.name: (one.uuid, one.id, one.is_active()) for one in conn.domains.list()}
            for round_number in range(2):
                os.kill(crew.pid, signal.SIGUSR2)
                crew.wait_for("becomes its successor", round_number + 1)
                crew.wait_for("event=start", round_number + 2)
                assert _later(domain.is_active)
                found = {one.name: (one.uuid, one.id, one.is_active()) for one in conn.domains.list()}
                assert found == before
            domain.destroy()
    assert "is lost" not in crew.log


def test_workers_have_nothing_of_the_predecessors_state(tmp_path: Path) -> None:
    """What the predecessor has left, secrets among it, is the supervisor's alone."""
    marker = f"precious-{os.getpid()}"
    with Crew(tmp_path) as crew:
        with virtreach.connect(crew.uri()) as conn:
            conn.domains.define_xml(NEW.replace("<memory>", f"<description>{marker}</description><memory>"))
        os.kill(crew.pid, signal.SIGUSR2)
        crew.wait_for("event=start", 2)
        # Whether a process can be looked into at all, the one that has it shows.
        assert _holds(crew.pid, marker)
        wait_until(lambda: len(crew.workers) == 2)
        for pid in (crew.nursery, *crew.workers):
            assert not _holds(pid, marker)
            assert not any(
                "virtreachd-state" in os.readlink(one) for one in Path(f"/proc/{pid}/fd").iterdir()
            )


def _holds(pid: int, text: str) -> bool:
    """Whether a process has a text in its own memory."""
    needle = text.encode()
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            place, rights, *_ = line.split()
            start, stop = (int(end, 16) for end in place.split("-"))
            if not rights.startswith("rw"):
                continue
            try:
                data = os.pread(memory.fileno(), stop - start, start)
            except OSError:
                # The kernel's own.
                continue
            if needle in data:
                return True
    return False


def _later(ask: Callable[[], T]) -> T:
    """What a call gives once the connection has come back."""
    deadline = time.monotonic() + 20 * patience()
    while True:
        try:
            return ask()
        except VirtreachError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_the_doors_follow_the_configuration(tmp_path: Path) -> None:
    """What the new configuration does not have is closed, what it has is there, and modes are as it says."""
    port, other = free_port(), free_port()
    text = (
        f'listen_tls = 0\nlisten_tcp = 1\nauth_tcp = "none"\nlisten_addr = "127.0.0.1"\ntcp_port = {port}\n'
    )
    with LastingDaemon(tmp_path, text, "--listen") as daemon:
        changed = daemon.config.read_text().replace(str(port), str(other))
        daemon.config.write_text(changed + 'unix_sock_rw_perms = "0750"\n')
        daemon.upgrade()
        with socket.socket() as sock:
            sock.connect(("127.0.0.1", other))
        with socket.socket() as sock, pytest.raises(ConnectionRefusedError):
            sock.connect(("127.0.0.1", port))
        assert (tmp_path / "libvirt-sock").stat().st_mode & 0o777 == 0o750


def test_a_bad_configuration_leaves_the_daemon_alone(tmp_path: Path) -> None:
    with LastingDaemon(tmp_path) as daemon:
        with virtreach.connect(daemon.uri()) as conn:
            good = daemon.config.read_text()
            daemon.config.write_text(good + "max_clients = 0\n")
            assert daemon.process is not None
            daemon.process.send_signal(signal.SIGUSR2)
            daemon.wait_for("the daemon stays as it is")
            assert "max_clients must be between" in daemon.log
            assert len(conn.domains.list()) == 2
            daemon.config.write_text(good)


def test_a_hup_during_the_upgrade_does_not_kill(tmp_path: Path) -> None:
    with LastingDaemon(tmp_path) as daemon:
        assert daemon.process is not None
        daemon.process.send_signal(signal.SIGUSR2)
        daemon.wait_for("becomes its successor")
        before = daemon.log.count("listens on")
        for _ in range(20):
            daemon.process.send_signal(signal.SIGHUP)
            time.sleep(0.005)
        daemon.wait_for("listens on", before + 3)
        daemon.wait_for("was read again")


def test_state_that_cannot_be_handed_on_keeps_the_daemon(tmp_path: Path) -> None:
    """Whatever goes wrong before the last step, clients that wait at the doors are served in the end."""
    daemon = LastingDaemon(tmp_path)
    daemon.config.write_text(daemon.config.read_text().replace("LastingDriver", "StubbornDriver"))
    with daemon:
        assert daemon.process is not None
        daemon.process.send_signal(signal.SIGUSR2)
        daemon.wait_for("the daemon goes on as it was: it does not want to")
        with virtreach.connect(daemon.uri()) as conn:
            assert len(conn.domains.list()) == 2


def test_signals_may_come_early(tmp_path: Path) -> None:
    """What is asked of a daemon that still starts is done once it has; its successor reads all anew by itself."""
    daemon = Crew(tmp_path)
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(daemon.command, env=daemon.environment, stderr=log)
    try:
        # As soon as its first socket is there, and long before it is ready.
        wait_until((tmp_path / "libvirt-sock.lock").exists)
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGUSR2)
        daemon.wait_for("event=start", 2)
    finally:
        process.terminate()
        assert process.wait(30 * patience()) == 0, daemon.log


def test_an_exec_that_fails_changes_nothing() -> None:
    read, write = os.pipe()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with pytest.raises(VirtreachError, match="/proc/none cannot be run"):
        become(["/proc/none"], [("pipe", "", read)])
    assert not os.get_inheritable(read)
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before
    os.close(read)
    os.close(write)


def test_state_in_memory() -> None:
    parts = {"test": b"\0\n{}" * 1000, "qemu lxc": b""}
    assert unpack_state(pack_state(parts)) == parts


@pytest.mark.parametrize(
    "data", [b"", b"[]\n", b"{}\n", b'{"parts": [["a", 5]]}\nabc', b'{"parts": [["a", "b"]]}\n', b"\xff\n"]
)
def test_state_that_makes_no_sense(data: bytes) -> None:
    descriptor = os.memfd_create("test")
    os.write(descriptor, data)
    with pytest.raises(ConfigError):
        unpack_state(descriptor)


def test_a_second_signal_does_not_wait(tmp_path: Path) -> None:
    """The first SIGTERM lets a call of five seconds end; the second one does not."""
    with LastingDaemon(tmp_path) as daemon, virtreach.connect(daemon.uri()) as conn:
        assert daemon.process is not None
        answers: list[object] = []

        def ask() -> None:
            try:
                answers.append(conn.host.hostname())
            except VirtreachError as error:
                answers.append(error)

        thread = threading.Thread(target=ask)
        thread.start()
        time.sleep(0.2)
        daemon.process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + 10
        while (tmp_path / "libvirt-sock").exists():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert daemon.process.poll() is None
        started = time.monotonic()
        daemon.process.send_signal(signal.SIGTERM)
        daemon.process.wait(10)
        assert time.monotonic() - started < 3 * patience()
        thread.join()
        assert isinstance(answers[0], VirtreachError)
        assert "clients are cut off" in daemon.log
