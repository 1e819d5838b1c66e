"""A daemon's life under pressure: certificates renewed in live traffic, no descriptors left, no room for its log."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

import virtreach
from tests.auth.certificates import Leaf, Maker
from tests.daemon.process import Virtreachd
from tests.daemon.supervisor.processes import Crew, wait_until
from tests.daemon.test_upgrade import free_port
from tests.needs import need, patience
from virtreach.errors import VirtreachError

TOY = "tests.daemon.toy:ToyDriver"


@pytest.fixture
def maker(tmp_path: Path) -> Maker:
    need("openssl")
    (tmp_path / "pki").mkdir()
    return Maker(tmp_path / "pki")


class OverTLS:
    """A daemon over TLS and two clients' certificates."""

    def __init__(self, directory: Path, maker: Maker) -> None:
        self.directory = directory
        self.maker = maker
        self.ca = maker.authority()
        usage = "extendedKeyUsage=serverAuth"
        self.own = maker.leaf(self.ca, "subjectAltName=IP:127.0.0.1", usage, name="server")
        self.port = free_port()
        self.clients = [maker.leaf(self.ca, "extendedKeyUsage=clientAuth", name=name) for name in ("a", "b")]
        self.crl = directory / "crl.pem"
        shutil.copy(maker.revocations(self.ca), self.crl)
        self.certificate = directory / "server.pem"
        shutil.copy(self.own.certificate, self.certificate)

    def text(self) -> str:
        return (
            f'listen_addr = "127.0.0.1"\ntls_port = {self.port}\nca_file = "{self.ca.certificate}"\n'
            f'cert_file = "{self.certificate}"\nkey_file = "{self.own.key}"\ncrl_file = "{self.crl}"\n'
        )

    def uri(self, number: int) -> str:
        directory = self.directory / f"client{number}"
        if not directory.exists():
            directory.mkdir()
            leaf = self.clients[number]
            shutil.copy(self.ca.certificate, directory / "cacert.pem")
            shutil.copy(leaf.certificate, directory / "clientcert.pem")
            shutil.copy(leaf.key, directory / "clientkey.pem")
            (directory / "clientkey.pem").chmod(0o600)
        return f"test+tls://127.0.0.1:{self.port}/default?pkipath={directory}"

    def enters(self, number: int) -> bool:
        try:
            with virtreach.connect(self.uri(number)) as conn:
                conn.domains.list()
                return True
        except VirtreachError:
            return False

    def revoke(self, *revoked: Leaf) -> None:
        made = self.maker.revocations(self.ca, *revoked)
        # As a careful administrator does it: never half a file.
        shutil.copy(made, self.crl.with_suffix(".new"))
        os.replace(self.crl.with_suffix(".new"), self.crl)


class Traffic(threading.Thread):
    """Calls on one connection until told to stop."""

    def __init__(self, uri: str) -> None:
        super().__init__()
        self.uri = uri
        self.calls = 0
        self.error: Exception | None = None
        self.over = threading.Event()

    def run(self) -> None:
        try:
            with virtreach.connect(self.uri) as conn:
                while not self.over.is_set():
                    conn.domains.list()
                    self.calls += 1
        except VirtreachError as error:
            self.error = error


@pytest.mark.parametrize("workers", [1, 2])
def test_certificates_are_renewed_in_live_traffic(tmp_path: Path, maker: Maker, workers: int) -> None:
    """T4: a bad reload changes nothing, a revocation holds at once, and nobody who is in notices."""
    tls = OverTLS(tmp_path, maker)
    with Crew(tmp_path, tls.text(), "--listen", driver=TOY, count=workers) as crew:
        assert tls.enters(0)
        assert tls.enters(1)
        # Of the one that will be revoked as well: it is in, and stays.
        traffic = [Traffic(tls.uri(number)) for number in (0, 1)]
        for thread in traffic:
            thread.start()
        try:
            good = tls.certificate.read_bytes()
            tls.certificate.write_bytes(b"nonsense")
            os.kill(crew.pid, signal.SIGHUP)
            crew.wait_for("the configuration stays as it was")
            assert tls.enters(0)
            tls.certificate.write_bytes(good)
            tls.revoke(tls.clients[1])
            assert tls.enters(1)
            os.kill(crew.pid, signal.SIGHUP)
            started = time.monotonic()
            crew.wait_for("the configuration was read again")
            for _ in range(2 * workers):
                assert not tls.enters(1)
                assert tls.enters(0)
            assert time.monotonic() - started < 1 * patience() + 0.5
            # An administrator's word does the same for certificates alone.
            tls.revoke(*tls.clients)
            assert tls.enters(0)
            with virtreach.connect_admin(crew.admin) as admin:
                server = admin.servers.lookup_by_name("virtreachd")
                tls.certificate.write_bytes(b"nonsense")
                with pytest.raises(VirtreachError):
                    server.update_tls_files()
                assert tls.enters(0)
                tls.certificate.write_bytes(good)
                server.update_tls_files()
            for _ in range(2 * workers):
                assert not tls.enters(0)
            counts = [thread.calls for thread in traffic]
            wait_until(
                lambda: all(thread.calls > count for thread, count in zip(traffic, counts, strict=True))
            )
        finally:
            for thread in traffic:
                thread.over.set()
                thread.join()
        assert [thread.error for thread in traffic] == [None, None]


class Narrow(Crew):
    """A daemon that may have few descriptors open."""

    @property
    def command(self) -> list[str]:
        return ["prlimit", "--nofile=48", *super().command]


@pytest.mark.parametrize(("workers", "loop"), [(1, "asyncio"), (1, "uvloop"), (2, "auto")])
def test_it_recovers_when_there_are_no_descriptors(tmp_path: Path, workers: int, loop: str) -> None:
    """L3: those who are in are served meanwhile, and others within five seconds, without a restart."""
    need("prlimit", *(["module:uvloop"] if loop == "uvloop" else []))
    text = f'event_loop = "{loop}"\n'
    text += "max_anonymous_clients = 1000\nmax_anonymous_clients_per_address = 1000\n"
    with Narrow(tmp_path, text, driver=TOY, count=workers) as crew:
        with virtreach.connect(crew.uri()) as early, ExitStack() as stack:
            crowd: list[socket.socket] = []
            while "nobody comes in at" not in crew.log:
                assert len(crowd) < 500
                sock = stack.enter_context(socket.socket(socket.AF_UNIX))
                sock.connect(str(tmp_path / "libvirt-sock"))
                crowd.append(sock)
                time.sleep(0.002)
            assert len(early.domains.list()) == 2
            for sock in crowd:
                sock.close()
            started = time.monotonic()
            with virtreach.connect(crew.uri()) as conn:
                assert len(conn.domains.list()) == 2
            assert time.monotonic() - started < 5 * patience()
            assert len(early.domains.list()) == 2
        assert crew.log.count("takes clients") == (workers if workers > 1 else 0)


def test_a_full_log_stops_nothing(tmp_path: Path) -> None:
    daemon = Virtreachd(tmp_path)
    with open("/dev/full", "wb") as full:
        process = subprocess.Popen(daemon.command, env=daemon.environment, stderr=full, cwd=tmp_path)
    try:
        wait_until((tmp_path / "libvirt-admin-sock").exists)
        for _ in range(3):
            with virtreach.connect(daemon.uri()) as conn:
                conn.domains.list()[0].destroy()
    finally:
        process.terminate()
        assert process.wait(20) == 0


def test_the_watchdog_is_fed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.settimeout(10 * patience())
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "100000")
        monkeypatch.delenv("WATCHDOG_PID", raising=False)
        said: set[str] = set()
        with Crew(tmp_path, driver=TOY) as crew:
            while said < {"READY=1", "WATCHDOG=1", "STATUS=0 clients, 2 workers"}:
                said.add(heard.recv(1000).decode().partition("\n")[0])
            os.kill(crew.pid, signal.SIGUSR2)
            said.clear()
            # While its successor starts systemd must know that it is at work, and who it is.
            while said < {"RELOADING=1", "READY=1", "WATCHDOG=1"}:
                said.add(heard.recv(1000).decode().partition("\n")[0])
        while "STOPPING=1" not in said:
            said.add(heard.recv(1000).decode())
