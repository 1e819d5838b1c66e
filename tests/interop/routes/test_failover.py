"""A proxy breaks: how soon what went through it says so, and how soon the next one serves."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable

import pytest

from tests.interop.lab.cluster import Cluster, Machine
from tests.interop.test_reach import inventory, source
from tests.interop.test_ssh_chains import hop, through
from tests.needs import patience
from virtreach.errors.routes import CommandOutcomeUnknown, HopLost
from virtreach.routes.ssh.hop import Chain
from virtreach.routes.ssh.pool import Pool
from virtreach.routes.ssh.reach import Reach
from virtreach.routes.ssh.stream import Stream

pytestmark = pytest.mark.needs("root", "sshd", "ssh-keygen", "ip", "unshare", "nsenter", "module:asyncssh")

AFTER_KILL, AFTER_SILENCE = 1.0, 4.0
"""Seconds within which everything is settled."""

BREAKS: dict[str, tuple[Callable[[Machine], None], float]] = {
    "killed": (Machine.kill_sshd, AFTER_KILL),
    "frozen": (Machine.freeze, AFTER_SILENCE),
    "cut off": (Machine.cut, AFTER_SILENCE),
}


@pytest.mark.parametrize("how", BREAKS)
async def test_established_break_and_new_ones_are_up_in_time(cluster: Cluster, pool: Pool, how: str) -> None:
    first, second = cluster.proxies
    reach = Reach(inventory(cluster), pool)
    streams = [await reach.open_stream(name, 22) for name in ("n1", "n2", "n3")]
    for stream in streams:
        assert await stream.read()
    running = asyncio.ensure_future(reach.run("n4", "sleep 60"))
    await reach.run("n4", "true")
    do, limit = BREAKS[how]
    limit *= patience()
    # From here the time counts.
    do(first)
    started = time.monotonic()
    reads = [asyncio.ensure_future(stream.read()) for stream in streams]
    again = [asyncio.ensure_future(source(reach, name)) for name in ("n1", "n2", "n3", "n4", "n5")]
    assert await asyncio.gather(*again) == [second.inner] * 5
    up = time.monotonic() - started
    for ended in reads:
        with pytest.raises(HopLost, match=r"192\.0\.2\.11|10\.77\.0"):
            await ended
    with pytest.raises(CommandOutcomeUnknown):
        await running
    broken = time.monotonic() - started
    assert max(up, broken) < limit, f"new ones up after {up:.2f} s, old ones broken after {broken:.2f} s"


async def test_a_connection_lost_while_idle_is_made_anew(cluster: Cluster, pool: Pool) -> None:
    """Nobody used it when it broke, and nobody is told: the next use has a new one."""
    proxy, node = cluster.proxies[0], cluster.nodes[0]
    chain = through(proxy, node)
    await pool.run(chain, "true")
    link = pool.links(chain)[0]
    proxy.kill_sshd()
    proxy.serve()
    assert (await pool.run(chain, "echo well")).stdout == b"well\n"
    assert pool.links(chain)[0] is not link
    reach = Reach(inventory(cluster), pool)
    assert await source(reach, "n1") == proxy.inner
    way = reach.ways_to(reach.inventory.node("n1"))[0]
    proxy.kill_sshd()
    proxy.serve()
    assert await source(reach, "n1") == proxy.inner
    assert reach.health(way).failures == 0


async def test_an_idle_connection_that_fell_silent_is_found_by_itself(cluster: Cluster, pool: Pool) -> None:
    keepalive = 0.3 * patience()
    chain = through(cluster.proxies[0], keepalive=keepalive)
    await pool.run(chain, "true")
    link = pool.links(chain)[0]
    cluster.proxies[0].cut()
    async with asyncio.timeout(3 * keepalive + 1 * patience()):
        await link.closed.wait()
    assert pool.links(chain) == []
    assert isinstance(link.failure, HopLost)


async def test_a_restarted_sshd_keeps_its_connections(cluster: Cluster, pool: Pool) -> None:
    """As when its package is upgraded: the listener ends, what it has let in goes on, new ones wait for the new one."""
    proxy = cluster.proxies[0]
    chain = through(proxy)
    stream = await pool.open_stream(chain, cluster.nodes[0].inner, 22)
    proxy.stop_listening()
    assert (await stream.read()).startswith(b"SSH-")
    assert (await pool.run(chain, "echo on")).stdout == b"on\n"
    proxy.serve()
    stream.close()


async def read_all(stream: Stream) -> None:
    while await stream.read():
        pass


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def children() -> int:
    found = 0
    for task in os.listdir("/proc/self/task"):
        with open(f"/proc/self/task/{task}/children") as source:
            found += len(source.read().split())
    return found


async def test_five_hops_leave_nothing_when_the_middle_one_dies(cluster: Cluster) -> None:
    """No task, descriptor or program of ours, and no session on the machines that live."""
    chain = through(cluster.proxies[0], *cluster.nodes[:4])
    before = descriptors(), len(asyncio.all_tasks()), children()
    for turn in range(2):
        async with Pool() as pool:
            assert (await pool.run(chain, "echo deep")).stdout == b"deep\n"
            running = [asyncio.ensure_future(pool.run(chain, "sleep 60")) for _ in range(3)]
            streams = [await pool.open_stream(chain, cluster.nodes[4].inner, 22) for _ in range(3)]
            sock = await pool.open_socket(chain, cluster.nodes[4].inner, 22)
            middle = cluster.nodes[1]
            middle.kill_sshd()
            for ended in asyncio.as_completed(running, timeout=10 * patience()):
                with pytest.raises(CommandOutcomeUnknown):
                    await ended
            for stream in streams:
                with pytest.raises(HopLost, match=middle.inner.replace(".", r"\.")):
                    await read_all(stream)
            sock.close()
            alive = [len(pool.links(Chain(chain.hops[:length]))) for length in range(1, 6)]
            assert alive == [1, 1, 0, 0, 0], turn
            middle.serve()
            assert (await pool.run(chain, "echo again")).stdout == b"again\n"
    async with asyncio.timeout(10 * patience()):
        while (descriptors(), len(asyncio.all_tasks()), children()) != before:
            await asyncio.sleep(0.01)


async def test_a_proxy_that_swallows_only_the_nodes(cluster: Cluster, pool: Pool) -> None:
    """The proxy is well, and the way behind it is not: an error about the node, and no other proxy is tried."""
    first, second = cluster.proxies
    reach = Reach(inventory(cluster, keepalive=0.3 * patience()), pool)
    await source(reach, "n1")
    before = second.logins()
    node = cluster.nodes[0]
    node.freeze()
    try:
        with pytest.raises((CommandOutcomeUnknown, HopLost)):
            await reach.run("n1", "true", timeout=10 * patience())
        assert await source(reach, "n2") == first.inner
        assert second.logins() == before
    finally:
        node.freeze(thaw=True)


async def test_hops_are_told_apart(cluster: Cluster, pool: Pool) -> None:
    """Who failed is in the error: a hop of several that is not reached names itself."""
    chain = Chain((hop(cluster.proxies[0], inner=False), hop(cluster.nodes[0]), hop(cluster.nodes[1])))
    cluster.nodes[0].kill_sshd()
    with pytest.raises(OSError, match=r"10\.77\.0\.13.*refused") as error:
        await pool.run(chain, "true")
    assert error.value.hop == f"root@{cluster.proxies[0].outer}"  # type: ignore[attr-defined]
