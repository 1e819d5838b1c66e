"""Many at once: logins beyond MaxStartups, cold nodes, transfers while keys are renewed, everything over one login."""

from __future__ import annotations

import asyncio
import hashlib
import random
import time
from dataclasses import replace
from pathlib import Path

import pytest

import virtreach
from tests.daemon.gateway.gate import host
from tests.interop.lab.cluster import Cluster
from tests.interop.test_gateway import Gateway
from tests.interop.test_reach import inventory_text
from tests.interop.test_ssh_chains import hop, through
from tests.needs import patience
from virtreach.errors import VirtreachError
from virtreach.routes.ssh.hop import Chain
from virtreach.routes.ssh.pool import Pool
from virtreach.routes.ssh.turns import LOGINS

pytestmark = pytest.mark.needs("root", "sshd", "ssh-keygen", "ip", "unshare", "nsenter", "module:asyncssh")


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
        machine.serve("RekeyLimit 1M")
    pieces = [random.Random(number).randbytes(4 << 20) for number in range(8)]
    chain = through(proxy, node)
    # Half are echoed, half only sent: the channels do not go in step.
    echoed = [pool.run(chain, "cat", stdin=piece) for piece in pieces]
    sent = [pool.run(chain, "sha256sum", stdin=piece) for piece in pieces]
    done = await asyncio.gather(*echoed, *sent)
    hashes = [hashlib.sha256(piece).hexdigest() for piece in pieces]
    assert [hashlib.sha256(one.stdout).hexdigest() for one in done[:8]] == hashes
    assert [one.stdout.split()[0].decode() for one in done[8:]] == hashes
    assert proxy.logins() == 1


async def test_everything_through_one_login(cluster: Cluster, pool: Pool, tmp_path: Path) -> None:
    """libvirt's protocol, SFTP, streams like HTTP's, and commands at once: the proxy's log has one login."""
    proxy, node = cluster.proxies[0], cluster.nodes[0]
    proxy.serve()
    node.serve("Subsystem sftp internal-sftp")
    chain, far = through(proxy), through(proxy, node)
    server = await asyncio.start_unix_server(_answer, tmp_path / "http")
    content = random.Random(3).randbytes(1 << 20)
    (tmp_path / "file").write_bytes(content)

    async def command(number: int) -> None:
        assert (await pool.run(far, f"echo {number}")).stdout == b"%d\n" % number

    async def files(number: int) -> None:
        async with pool.link(far) as link, link.session(link.connection.start_sftp_client) as sftp:
            async with sftp.open(str(tmp_path / "file"), "rb", encoding=None) as source:
                assert await source.read() == content
            sftp.exit()

    async def web(number: int) -> None:
        stream = await pool.open_unix_stream(chain, str(tmp_path / "http"))
        for turn in range(20):
            await stream.write(b"GET /%d HTTP/1.1\r\n\r\n" % turn)
            assert await stream.read() == b"HTTP/1.1 200 OK\r\n\r\n/%d" % turn
        stream.close()

    async with server:
        await asyncio.gather(*(work(number) for number in range(4) for work in (command, files, web)))
    assert proxy.logins() == 1
    assert len(pool.links(chain)) == len(pool.links(far)) == 1


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while line := await reader.readline():
        await reader.readline()
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n" + line.split()[1])
    writer.close()


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
