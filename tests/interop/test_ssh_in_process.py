"""libvirt over SSH in the same process: the transports libssh and libssh2, and jump hosts of every transport."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

import virtreach
from tests.daemon.gateway.gate import host
from tests.interop.lab.daemon import Daemon
from tests.interop.lab.pki import PKI
from tests.interop.lab.sshd import SSHServer
from tests.interop.test_gateway import Gateway
from virtreach.errors import ConnectError, UsageError
from virtreach.errors.routes import HostKeyUnknown, LoginRefused, NodeRefused
from virtreach.routes.ssh.hop import CommandHop, Hop
from virtreach.routes.ssh.openssh import jump_chain, openssh_chain, parse_jump

pytestmark = pytest.mark.needs("module:asyncssh")


@pytest.fixture
def home(ssh_server: SSHServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory whose OpenSSH configuration knows the lab's server as ``gate``."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    (tmp_path / ".ssh").mkdir(mode=0o700)
    (tmp_path / ".ssh/config").write_text(
        f"Host gate\n  HostName 127.0.0.1\n  Port {ssh_server.port}\n  User root\n"
        f"  IdentityFile {ssh_server.directory}/user\n  UserKnownHostsFile {ssh_server.directory}/known_hosts\n"
        "Host behind\n  HostName 127.0.0.1\n  ProxyJump gate\n"
        f"  Port {ssh_server.port}\n  User root\n  IdentityFile {ssh_server.directory}/user\n"
        f"  UserKnownHostsFile {ssh_server.directory}/known_hosts\n"
        "Host loop\n  ProxyJump loop\n"
        "Host piped\n  ProxyCommand nc %h %p\n"
    )
    return tmp_path


@pytest.mark.parametrize("transport", ["libssh", "libssh2"])
@pytest.mark.parametrize("more", ["", "proxy=netcat", "proxy=native"])
def test_by_alias(home: Path, test_daemon: Daemon, transport: str, more: str) -> None:
    with virtreach.connect(f"test+{transport}://gate/default?{more}") as conn:
        assert [domain.name for domain in conn.domains.list()] == ["test"]


def test_through_a_jump_host_of_the_configuration_and_of_the_uri(home: Path, test_daemon: Daemon) -> None:
    for uri in ("test+libssh://behind/default", "test+libssh://gate/default?proxy_jump=gate"):
        with virtreach.connect(uri) as conn:
            assert len(conn.domains.list()) == 1


async def test_asyncio(home: Path, test_daemon: Daemon) -> None:
    async with await virtreach.aio.connect("test+libssh://gate/default") as conn:
        assert [domain.name for domain in await conn.domains.list()] == ["test"]


@pytest.mark.parametrize("transport", ["tcp", "tls"])
def test_sockets_through_a_jump_host(home: Path, open_daemon: Daemon, transport: str, pki: PKI) -> None:
    more = {"pkipath": str(pki.pkipath("client", pki.client))} if transport == "tls" else {}
    uri = open_daemon.uri(transport, proxy_jump="gate", **more)
    with virtreach.connect(uri) as conn:
        assert len(conn.domains.list()) == 1

    async def again() -> int:
        async with await virtreach.aio.connect(uri) as conn:
            return len(await conn.domains.list())

    assert asyncio.run(again()) == 1


def test_many_threads_share_one_login(home: Path, ssh_server: SSHServer, test_daemon: Daemon) -> None:
    found = []

    def work() -> None:
        with virtreach.connect("test+libssh://gate/default?proxy=netcat") as conn:
            found.append(len(conn.domains.list()))

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == [1] * 20


def test_failures_are_the_routes_own(home: Path, ssh_server: SSHServer, test_daemon: Daemon) -> None:
    with pytest.raises(NodeRefused):
        virtreach.connect("test+tcp://127.0.0.1:9/default?proxy_jump=gate")
    config = home / ".ssh/config"
    config.write_text(config.read_text().replace("UserKnownHostsFile", "#"))
    with pytest.raises(HostKeyUnknown):
        virtreach.connect("test+libssh://gate/default")
    # A key asked for by name is remembered.
    known = home / "known"
    uri = f"test+libssh://gate/default?known_hosts={known}&known_hosts_verify=auto"
    with virtreach.connect(uri) as conn:
        assert conn.domains.list()
    assert "ssh-ed25519" in known.read_text()
    wrong = ssh_server.directory / "host"
    with pytest.raises(LoginRefused):
        virtreach.connect(f"{uri}&keyfile={wrong}")
    with pytest.raises(ConnectError) as error:
        virtreach.connect(f"test+libssh://gate/default?known_hosts={known}&netcat=/proc/none&proxy=netcat")
    assert "/proc/none" in str(error.value)


def test_hosts_behind_the_gateway(
    home: Path, open_daemon: Daemon, test_daemon: Daemon, tmp_path: Path
) -> None:
    directory = tmp_path / "gateway"
    directory.mkdir()
    table = host("jumped", open_daemon.uri("tcp", proxy_jump="gate")) + host(
        "login", "test+libssh://gate/default"
    )
    with Gateway(directory, table) as gateway:
        for name in ("jumped", "login"):
            with virtreach.connect(gateway.to(name)) as conn:
                assert [domain.name for domain in conn.domains.list()] == ["test"]


def test_configuration_as_chains(home: Path, ssh_server: SSHServer) -> None:
    gate = openssh_chain("gate").hops[0]
    assert isinstance(gate, Hop)
    assert (gate.host, gate.port, gate.user) == ("127.0.0.1", ssh_server.port, "root")
    assert gate.keys == (f"{ssh_server.directory}/user",)
    assert openssh_chain("behind").hops[0] == gate
    assert openssh_chain("gate", user="me", port=5).hops[0].label == "me@127.0.0.1:5"
    assert [hop.label for hop in jump_chain("behind,me@x:23").hops[-1:]] == ["me@x:23"]
    assert len(jump_chain("behind,x").hops) == 3
    piped = openssh_chain("piped").hops[0]
    assert piped == CommandHop(("sh", "-c", "exec nc piped 22"))
    assert openssh_chain("piped", jump="gate").hops[0] == gate
    with pytest.raises(UsageError, match="lead to themselves"):
        openssh_chain("loop")


def test_jump_hosts_as_text() -> None:
    assert parse_jump("a") == [(None, "a", None)]
    assert parse_jump("me@a:23, [::1]:24,ssh://b") == [("me", "a", 23), (None, "::1", 24), (None, "b", None)]
    for text in ("", "a,", "@a", "-a", "a:x", "a:0", "[::1", "[::1]x"):
        with pytest.raises(UsageError):
            parse_jump(text)
