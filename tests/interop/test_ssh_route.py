"""The ssh transport against a real sshd: users' configurations, far sides, and what its errors say."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interop.clients import KINDS, hostname
from tests.interop.lab.daemon import Daemon
from tests.interop.lab.sshd import SSHServer
from virtreach.errors import ConnectError, TransportError, URIError

pytestmark = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(autouse=True)
def no_child_is_left() -> Iterator[None]:
    """No ssh outlives its connection, not even as a zombie."""
    yield
    ends = time.monotonic() + 3
    while (left := _ssh_children()) and time.monotonic() < ends:
        time.sleep(0.02)
    assert not left


def _ssh_children() -> list[str]:
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                name, _, rest = Path(f"/proc/{entry}/stat").read_text().partition("(")[2].rpartition(")")
            except OSError:
                continue
            if int(rest.split()[1]) == os.getpid() and name == "ssh":
                found.append(entry)
    return found


def wrapper(server: SSHServer, path: Path, config: str, *options: str) -> str:
    """Write an ssh command with a configuration of its own; return the URI variable that names it."""
    (path / "config").write_text(config)
    command = path / "ssh"
    command.write_text(f'#!/bin/sh\nexec ssh -F {path}/config {" ".join(options)} "$@"\n')
    command.chmod(0o755)
    return str(command)


class TestConfiguration:
    def test_a_host_alias_with_user_port_and_key(
        self, kind: str, ssh_server: SSHServer, tmp_path: Path
    ) -> None:
        config = (
            f"Host lab\n  HostName 127.0.0.1\n  Port {ssh_server.port}\n  User root\n"
            + ssh_server.config.read_text()
        )
        command = wrapper(ssh_server, tmp_path, config)
        assert hostname(kind, f"test+ssh://lab/default?command={command}") == "lab.test"

    def test_a_jump_host(self, kind: str, ssh_server: SSHServer, tmp_path: Path) -> None:
        shared = ssh_server.config.read_text()
        config = (
            f"Host jump\n  HostName 127.0.0.1\n  Port {ssh_server.port}\n  User root\n"
            f"Host inner\n  HostName 127.0.0.1\n  Port {ssh_server.port}\n  User root\n  ProxyJump jump\n"
            f"Host *\n  HostKeyAlias [127.0.0.1]:{ssh_server.port}\n{shared}"
        )
        command = wrapper(ssh_server, tmp_path, config)
        assert hostname(kind, f"test+ssh://inner/default?command={command}") == "lab.test"

    def test_a_key_in_the_uri(self, kind: str, ssh_server: SSHServer, tmp_path: Path) -> None:
        config = "".join(
            line for line in ssh_server.config.read_text().splitlines(True) if "IdentityFile" not in line
        )
        command = wrapper(ssh_server, tmp_path, config)
        uri = f"test+ssh://root@127.0.0.1:{ssh_server.port}/default?command={command}"
        with pytest.raises(ConnectError, match="Permission denied"):
            hostname(kind, uri)
        assert hostname(kind, f"{uri}&keyfile={ssh_server.directory}/user") == "lab.test"

    def test_a_shared_connection(self, kind: str, ssh_server: SSHServer, tmp_path: Path) -> None:
        """With ControlPersist a background ssh stays, and keeps nothing of ours open."""
        control = tmp_path / "c"
        config = (
            ssh_server.config.read_text() + f"ControlMaster auto\nControlPath {control}\nControlPersist 20\n"
        )
        command = wrapper(ssh_server, tmp_path, config)
        uri = f"test+ssh://root@127.0.0.1:{ssh_server.port}/default?command={command}"
        try:
            assert hostname(kind, uri) == "lab.test"
            started = time.monotonic()
            assert hostname(kind, uri) == "lab.test"
            assert time.monotonic() - started < 5
        finally:
            subprocess.run(["ssh", "-o", f"ControlPath={control}", "-O", "exit", "x"], capture_output=True)


class TestFarSide:
    @pytest.mark.parametrize("proxy", ["auto", "native", "netcat"])
    def test_every_way_over(self, kind: str, ssh_server: SSHServer, proxy: str) -> None:
        assert hostname(kind, ssh_server.uri(proxy=proxy)) == "lab.test"

    def test_readonly(self, kind: str, ssh_server: SSHServer) -> None:
        for proxy in ("native", "netcat"):
            assert hostname(kind, ssh_server.uri(proxy=proxy), readonly=True) == "lab.test"

    def test_a_socket_of_ones_own(self, kind: str, ssh_server: SSHServer, test_daemon: Daemon) -> None:
        assert hostname(kind, ssh_server.uri(socket=test_daemon.socket)) == "lab.test"

    def test_a_socket_with_a_hostile_name(
        self, kind: str, ssh_server: SSHServer, test_daemon: Daemon, tmp_path: Path
    ) -> None:
        canary = tmp_path / "canary"
        with pytest.raises(ConnectError, match="No such file"):
            hostname(
                kind, ssh_server.uri(socket=f"/x';touch+{canary};'$(touch+{canary})\"`touch+{canary}`\\")
            )
        assert not canary.exists()

    def test_the_far_side_may_choose_the_driver(self, kind: str, ssh_server: SSHServer) -> None:
        with pytest.raises(URIError, match="proxy=netcat"):
            hostname(kind, ssh_server.uri(driver="remote", path="/", proxy="native"))


class TestErrors:
    def test_a_host_key_that_has_changed(self, kind: str, ssh_server: SSHServer, tmp_path: Path) -> None:
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "other")], check=True
        )
        known = tmp_path / "known_hosts"
        known.write_text(f"[127.0.0.1]:{ssh_server.port} {(tmp_path / 'other.pub').read_text()}")
        config = f"UserKnownHostsFile {known}\n" + ssh_server.config.read_text()
        command = wrapper(ssh_server, tmp_path, config)
        with pytest.raises(ConnectError, match="Host key verification failed") as caught:
            hostname(kind, f"test+ssh://root@127.0.0.1:{ssh_server.port}/default?command={command}")
        assert "known_hosts" in str(caught.value)

    def test_an_unknown_host_key(self, kind: str, ssh_server: SSHServer, tmp_path: Path) -> None:
        config = f"UserKnownHostsFile {tmp_path}/none\n" + ssh_server.config.read_text().replace(
            "StrictHostKeyChecking yes\n", ""
        )
        command = wrapper(ssh_server, tmp_path, config)
        uri = f"test+ssh://root@127.0.0.1:{ssh_server.port}/default?command={command}"
        with pytest.raises(ConnectError, match="Host key verification failed"):
            hostname(kind, uri)
        assert hostname(kind, f"{uri}&no_verify=1") == "lab.test"

    def test_nobody_listens(self, kind: str, ssh_server: SSHServer) -> None:
        uri = ssh_server.uri().replace(f":{ssh_server.port}/", ":1/")
        with pytest.raises(ConnectError, match=r"Connection refused.*no ssh server") as caught:
            hostname(kind, uri)
        assert (caught.value.step, caught.value.target) == ("ssh", "root@127.0.0.1")

    def test_an_unknown_host(self, kind: str, ssh_server: SSHServer) -> None:
        with pytest.raises(ConnectError, match="Could not resolve hostname"):
            hostname(kind, f"test+ssh://no-such-host.invalid/default?command={ssh_server.command}")

    def test_no_such_socket(self, kind: str, ssh_server: SSHServer) -> None:
        with pytest.raises(ConnectError, match="daemon running on the far side"):
            hostname(kind, ssh_server.uri(socket="/nowhere"))

    def test_no_such_netcat(self, kind: str, ssh_server: SSHServer) -> None:
        with pytest.raises(ConnectError, match="not found"):
            hostname(kind, ssh_server.uri(netcat="/no/such/nc"))

    def test_a_server_that_is_silent(self, kind: str, ssh_server: SSHServer) -> None:
        """ssh waits for a banner; the time for connecting ends that, and ssh."""
        import socket

        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen(4)
            uri = ssh_server.uri().replace(f":{ssh_server.port}/", f":{server.getsockname()[1]}/")
            started = time.monotonic()
            with pytest.raises((TransportError, TimeoutError)):
                hostname(kind, uri, connect_timeout=0.5)
            assert time.monotonic() - started < 5
