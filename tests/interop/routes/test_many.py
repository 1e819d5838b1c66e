"""Many at once: logins beyond MaxStartups, cold nodes, transfers while keys are renewed, everything over one login."""

from __future__ import annotations

import asyncio
import hashlib
import random
import subprocess
import sys
import threading
import time
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path

import pytest

import virtreach
from tests.daemon.gateway.gate import host
from tests.daemon.process import Virtreachd
from tests.interop.lab.cluster import Cluster, Machine
from tests.interop.test_gateway import Gateway
from tests.interop.test_hypervisor_over_transports import DRIVER
from tests.interop.test_reach import inventory_text
from tests.interop.test_ssh_chains import hop, through
from tests.needs import patience
from virtreach.errors import VirtreachError
from virtreach.files import BlockingFilesystem, remote_filesystem
from virtreach.files.connections import NodeSSH
from virtreach.routes.ssh.background import shared
from virtreach.routes.ssh.hop import Chain
from virtreach.routes.ssh.pool import Pool
from virtreach.routes.ssh.turns import LOGINS
from virtreach.shell.background_route import background_route
from virtreach.shell.blocking import open_remote
from virtreach.shell.http import node_session

pytestmark = pytest.mark.needs("root", "sshd", "ssh-keygen", "ip", "unshare", "nsenter", "module:asyncssh")

AT_ONCE = 3
"""Clients of each kind; three kinds run a program on the node, whose sshd lets ten run over one connection."""


def dropped(log: Path) -> int:
    """Return how many connections sshd has sent away because too many had not logged in."""
    return log.read_bytes().count(b"drop connection")


async def test_fifty_logins_to_one_sshd(cluster: Cluster, pool: Pool) -> None:
    """With its default limits (MaxStartups 10:30:100), directly and through a proxy; nobody is sent away."""
    proxy, node = cluster.proxies[0], cluster.nodes[0]
    chains = [Chain((hop(proxy, inner=False, alias=f"alias-{number}"),)) for number in range(25)]
    chains += [through(proxy).then(hop(node, alias=f"alias-{number}")) for number in range(25)]
    done = await asyncio.gather(*(pool.run(chain, "echo well", timeout=60) for chain in chains))
    assert [one.stdout for one in done] == [b"well\n"] * 50
    for machine in (proxy, node):
        assert dropped(machine.directory / "sshd.log") == 0


async def test_fifty_cold_nodes_through_one_proxy(cluster: Cluster, pool: Pool) -> None:
    proxy = cluster.proxies[0]
    before = proxy.logins()
    chains = [
        through(proxy).then(hop(node, alias=f"alias-{number}"))
        for node in cluster.nodes
        for number in range(10)
    ]
    started = time.monotonic()
    done = await asyncio.gather(*(pool.run(chain, "echo well", timeout=60) for chain in chains))
    assert [one.stdout for one in done] == [b"well\n"] * 50
    assert time.monotonic() - started < 10 * patience()
    assert proxy.logins() - before == 1


async def test_a_busy_sshd_is_asked_again(cluster: Cluster, pool: Pool) -> None:
    """Others fill its places for a while: it sends us away, and lets us in later."""
    proxy = cluster.proxies[0]
    proxy.serve("MaxStartups 2:100:2")
    others = [await asyncio.open_connection(proxy.outer, 22) for _ in range(2)]
    for reader, _ in others:
        assert (await reader.readline()).startswith(b"SSH-")
    login = asyncio.ensure_future(pool.run(through(proxy), "echo in"))
    log = proxy.directory / "sshd.log"
    async with asyncio.timeout(10 * patience()):
        while not dropped(log):
            await asyncio.sleep(0.01)
    for _, writer in others:
        writer.close()
        await writer.wait_closed()
    assert (await login).stdout == b"in\n"


async def test_logins_take_turns(cluster: Cluster, pool: Pool) -> None:
    """Never more at once than are allowed for, whoever they are for."""
    node = cluster.nodes[0]
    chains = [through(cluster.proxies[0]).then(hop(node, alias=f"alias-{number}")) for number in range(30)]
    node.serve()
    await asyncio.gather(*(pool.run(chain, "true", timeout=60) for chain in chains))
    assert 1 < node.most_unfinished_logins() <= LOGINS


async def test_transfers_while_keys_are_renewed(cluster: Cluster, pool: Pool) -> None:
    """64 MiB over many channels both ways, new keys at each megabyte on both machines; every byte as it was."""
    proxy, node = cluster.proxies[0], cluster.nodes[0]
    for machine in (proxy, node):
        machine.serve("RekeyLimit 1M", "MaxSessions 20")
    pieces = [random.Random(number).randbytes(4 << 20) for number in range(8)]
    chain = through(proxy, node)
    # Half are echoed, half only sent: the channels do not go in step.
    echoed = [pool.run(chain, "cat", stdin=piece) for piece in pieces]
    sent = [pool.run(chain, "sha256sum", stdin=piece) for piece in pieces]
    done = await asyncio.gather(*echoed, *sent)
    hashes = [hashlib.sha256(piece).hexdigest() for piece in pieces]
    assert [hashlib.sha256(one.stdout).hexdigest() for one in done[:8]] == hashes
    assert [one.stdout.split()[0].decode() for one in done[8:]] == hashes
    assert proxy.logins() == node.logins() == 1


class OnNode(Virtreachd):
    """virtreachd with the test hypervisor, on a node of the lab: a unix socket, and a port of its internal address."""

    def __init__(self, directory: Path, node: Machine) -> None:
        super().__init__(directory, 'listen_tcp = 1\nlisten_tls = 0\nauth_tcp = "none"\n', "--listen")
        self.node = node
        self.config.write_text(self.config.read_text().replace("tests.daemon.toy:ToyDriver", DRIVER))

    @property
    def command(self) -> list[str]:
        return self.node.on_its_network(*super().command)


@pytest.mark.needs("nc", "module:requests")
def test_everything_through_one_login(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """libvirt's protocol, SFTP, HTTP and commands at once: the proxy's log has one login, and so has the node's.

    All clients of a process without an event loop share them.
    """
    proxy, node = cluster.proxies[0], cluster.nodes[0]
    proxy.serve()
    node.serve("Subsystem sftp internal-sftp")
    inventory = tmp_path / "inventory.toml"
    inventory.write_text(inventory_text(cluster))
    monkeypatch.setenv("VIRTREACH_INVENTORY", str(inventory))
    content = random.Random(3).randbytes(1 << 20)
    (tmp_path / "file").write_bytes(content)
    daemon = OnNode(tmp_path, node)
    before = cluster.proxies[1].logins()
    started = threading.Barrier(5 * AT_ONCE)

    def command() -> None:
        with open_remote("n1") as remote:
            started.wait(60)
            assert remote.run(["cat", f"{tmp_path}/file"]).stdout == content

    def files() -> None:
        to_node = NodeSSH(background_route("n1", inventory=str(inventory))(shared()))
        inner = remote_filesystem("n1", "sftp", connections=to_node)
        with BlockingFilesystem(inner, background=shared()) as there:
            started.wait(60)
            back = tmp_path / f"back-{threading.get_ident()}"
            there.copy_file(there.path(f"{tmp_path}/file"), back)
            assert back.read_bytes() == content

    def web() -> None:
        with node_session("n1", 8080) as session:
            started.wait(60)
            for _ in range(5):
                assert session.get("/file").content == content

    def libvirt(uri: str) -> None:
        started.wait(60)
        with virtreach.connect(uri) as conn:
            for _ in range(20):
                assert [domain.name for domain in conn.domains.list()] == ["test"]
                assert "<name>test</name>" in conn.domains.lookup_by_name("test").xml()

    def libvirt_by_port() -> None:
        libvirt("test+tcp://n1/default?proxy_jump=@lab")

    def libvirt_by_login() -> None:
        libvirt(f"test+libssh://n1/default?proxy_jump=@lab&proxy=netcat&socket={tmp_path}/libvirt-sock")

    server = [sys.executable, "-u", "-m", "http.server", "8080", "--directory", str(tmp_path)]
    with (
        daemon,
        subprocess.Popen(
            node.on_its_network(*server), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as serving,
        ThreadPoolExecutor(5 * AT_ONCE) as threads,
    ):
        try:
            assert serving.stdout is not None
            assert serving.stdout.readline().startswith(b"Serving HTTP")
            works = (command, files, web, libvirt_by_port, libvirt_by_login)
            running = [threads.submit(work) for _ in range(AT_ONCE) for work in works]
            done, _ = wait(running, 60 * patience(), FIRST_EXCEPTION)
            for one in done:
                one.result()
            assert len(done) == len(running)
        finally:
            started.abort()
            serving.kill()
    assert proxy.logins() == 1
    assert node.logins() == 1
    assert cluster.proxies[1].logins() == before


async def test_equal_addresses_in_two_clusters(cluster: Cluster, pool: Pool) -> None:
    """The same address leads to a node behind one proxy and to another machine behind the other.

    Neither a connection nor a key nor a host key of one cluster is ever used for the other.
    """
    one, other = cluster.proxies
    node = cluster.nodes[0]
    other.run("ip", "address", "add", f"{node.inner}/32", "dev", "lo")
    try:
        first = Chain((hop(one, inner=False), hop(node)), cluster="one")
        there = hop(other, host=node.inner)
        second = Chain((hop(other, inner=False), there), cluster="other")
        where = await asyncio.gather(
            *(
                pool.run(chain, "cat /proc/sys/kernel/random/boot_id; ip -o link")
                for chain in (first, second) * 3
            )
        )
        assert b"outer" not in where[0].stdout  # the node has one cable, the proxy two
        assert b"outer" in where[1].stdout
        assert [one.stdout for one in where] == [where[0].stdout, where[1].stdout] * 3
        assert len(pool.links(first)) == len(pool.links(second)) == 1
        # What one cluster knows of the address does not count in the other.
        crossed = Chain((hop(other, inner=False), hop(node)), cluster="other")
        with pytest.raises(OSError, match="is not the known one"):
            await pool.run(crossed, "true")
        stranger = replace(there, keys=((node.directory / "host").read_bytes(),))
        with pytest.raises(OSError, match="did not let us in"):
            await pool.run(Chain((hop(other, inner=False), stranger), cluster="other"), "true")
        assert (await pool.run(second, "true")).status == 0
    finally:
        other.run("ip", "address", "del", f"{node.inner}/32", "dev", "lo")


@pytest.mark.needs("libvirtd", "nc")
def test_the_gateway_through_a_proxy_group(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, test_daemon: object
) -> None:
    """virtreachd's hosts may stand behind proxies; when one breaks, the next serves."""
    path = tmp_path / "inventory.toml"
    path.write_text(inventory_text(cluster))
    monkeypatch.setenv("VIRTREACH_INVENTORY", str(path))
    socket = test_daemon.socket  # type: ignore[attr-defined]
    directory = tmp_path / "gateway"
    directory.mkdir()
    table = host("n1", f"test+libssh://n1/default?proxy_jump=@lab&proxy=netcat&socket={socket}")
    with Gateway(directory, table) as gateway:
        for proxy in cluster.proxies:
            with virtreach.connect(gateway.to("n1")) as conn:
                assert [domain.name for domain in conn.domains.list()] == ["test"]
            proxy.kill_sshd()
        with pytest.raises(VirtreachError, match="cannot be reached"):
            virtreach.connect(gateway.to("n1"))
