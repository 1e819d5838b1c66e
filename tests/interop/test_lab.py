"""The lab itself: its daemons serve, restart, die and leave nothing behind."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.interop.conftest import need
from tests.interop.lab.daemon import Daemon
from tests.interop.lab.namespace import LabError
from tests.interop.lab.probe import answers
from tests.interop.lab.proxy import Proxy
from tests.interop.lab.sshd import SSHServer


def virsh(uri: str, *words: str) -> str:
    done = subprocess.run(["virsh", "-q", "-c", uri, *words], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_test_driver_serves(test_daemon: Daemon) -> None:
    assert virsh(test_daemon.uri(), "list", "--name") == "test"


def test_every_transport_serves(open_daemon: Daemon, tmp_path: Path) -> None:
    assert open_daemon.settings.pki is not None
    pki = open_daemon.settings.pki.pkipath(tmp_path.name, open_daemon.settings.pki.client)
    assert virsh(open_daemon.uri("tcp"), "hostname") == "lab.test"
    assert virsh(open_daemon.uri("tls", pkipath=str(pki)), "hostname") == "lab.test"


def test_ssh_serves(ssh_server: SSHServer) -> None:
    assert virsh(ssh_server.uri(), "hostname") == "lab.test"


def test_passwords_are_asked_for(sasl_daemon: Daemon, tmp_path: Path) -> None:
    auth = tmp_path / "auth.conf"
    auth.write_text(
        "[credentials-a]\nauthname=alice\npassword=correct horse\n[auth-libvirt-default]\ncredentials=a\n"
    )
    assert virsh(sasl_daemon.uri("tcp", authfile=str(auth)), "hostname") == "lab.test"
    auth.write_text(auth.read_text().replace("horse", "house"))
    with pytest.raises(AssertionError, match="authentication failed"):
        virsh(sasl_daemon.uri("tcp", authfile=str(auth)), "hostname")


def test_restart_keeps_addresses(make_daemon: Callable[..., Daemon]) -> None:
    daemon = make_daemon(tcp="none")
    before = daemon.pid(), daemon.tcp_port
    for signal in ("TERM", "KILL"):
        daemon.restart(signal)
        assert daemon.pid() != before[0]
        assert daemon.tcp_port == before[1]
        assert virsh(daemon.uri("tcp"), "hostname") == "lab.test"


def test_proxy_cuts_where_told(test_daemon: Daemon) -> None:
    with Proxy(test_daemon.socket) as proxy:
        assert answers(proxy.path)
        assert proxy.passed[0] == 36
        proxy.to_client = 20
        assert not answers(proxy.path)
        proxy.to_client = None
        proxy.stall()
        assert not answers(proxy.path, timeout=0.1)
        proxy.flow()
        assert answers(proxy.path)


def test_stop_leaves_nothing() -> None:
    need()
    daemon = Daemon()
    daemon.start()
    directory, pid = daemon.directory, daemon.pid()
    assert answers(daemon.socket)
    daemon.stop()
    assert not directory.exists()
    assert not Path(f"/proc/{pid}").exists()


def test_failure_shows_the_log() -> None:
    need()
    daemon = Daemon(extra=("tcp_min_ssf = 12",), tcp="sasl")
    with pytest.raises(LabError, match="minimum SSF"):
        daemon.start()
    assert daemon.namespace is None
