"""The way to one machine, named by an inventory or by OpenSSH's configuration: streams, sockets, sessions."""

from __future__ import annotations

import pytest

from tests.interop.lab.cluster import Cluster
from tests.interop.shell.lab import inventory
from virtreach.errors import UsageError
from virtreach.errors.routes import NodeRefused
from virtreach.routes.ssh.pool import Pool
from virtreach.routes.ssh.reach import Reach
from virtreach.shell.node import NodeRoute, node_route
from virtreach.shell.plain_stream import ByteStream

pytestmark = pytest.mark.needs("root", "sshd", "ssh-keygen", "ip", "unshare", "nsenter")


async def greeting(stream: ByteStream) -> bytes:
    """Return what sshd says first, and close."""
    said = await stream.read(8)
    stream.close()
    await stream.wait_closed()
    return said


@pytest.mark.parametrize("name", ["n1", "lab/n2", "p1"])
async def test_streams_and_commands_of_a_node(cluster: Cluster, pool: Pool, name: str) -> None:
    route = node_route(name, pool=pool, reach=Reach(inventory(cluster), pool))
    assert await greeting(await route.open_stream(22)) == b"SSH-2.0-"
    assert await greeting(await route.open_stream(22, "localhost")) == b"SSH-2.0-"
    for sock in (await route.open_socket(22), await route.open_socket(22, "localhost")):
        sock.close()
    assert (await route.run("echo $((6 * 7))")).stdout == b"42\n"
    opened = route.session(lambda link: link.connection.create_process("echo here", encoding=None))
    async with opened as (_, process):
        assert await process.stdout.read() == b"here\n"
        process.close()


async def test_a_stream_of_a_direct_machine_is_a_plain_one(cluster: Cluster, pool: Pool) -> None:
    route = NodeRoute.to_node(Reach(inventory(cluster), pool), "p1")
    stream = await route.open_stream(22)
    assert stream.way == "tcp"
    await stream.write(b"no SSH\r\n")
    while await stream.read():
        pass
    stream.abort()
    await stream.wait_closed()
    assert pool.links(route._onto(route._reach.ways_to(route.node)[0])) == []  # type: ignore[union-attr,arg-type]


async def test_host_with_jump_hosts(cluster: Cluster, pool: Pool) -> None:
    known = cluster.directory / "known"
    machines = (cluster.proxies[0], cluster.nodes[0])
    known.write_text("".join(f"{one.outer or one.inner} {one.host_key}\n" for one in machines))
    config = cluster.directory / "config"
    config.write_text(
        f"Host *\nUser root\nIdentityFile {cluster.directory}/user\nUserKnownHostsFile {known}\n"
    )
    route = node_route(
        f"root@{cluster.nodes[0].inner}:22",
        pool=pool,
        proxy_jump=cluster.proxies[0].outer,
        files=(str(config),),
    )
    assert await greeting(await route.open_stream(22)) == b"SSH-2.0-"
    assert (await route.run("echo $SSH_CONNECTION")).stdout.split()[0].decode() == cluster.proxies[0].inner
    with pytest.raises(NodeRefused):
        await route.open_stream(23)
    with pytest.raises(UsageError, match="names no host"):
        node_route("a,b", pool=pool)
