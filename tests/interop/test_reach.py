"""The nodes of an inventory through its proxy groups: choice, health, fail-over, and what must never happen."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.interop.lab.cluster import Cluster
from tests.needs import patience
from tests.test_layering import SOURCE
from virtreach.conf.inventory import Inventory
from virtreach.errors import UsageError
from virtreach.errors.routes import (
    AllProxiesFailed,
    CommandOutcomeUnknown,
    HopLost,
    NodeRefused,
    NodeUnreachable,
    NoProxy,
)
from virtreach.routes.blocking_dial import dial
from virtreach.routes.planning import plan
from virtreach.routes.ssh.background import Background
from virtreach.routes.ssh.pool import Pool
from virtreach.routes.ssh.reach import Reach

pytestmark = pytest.mark.needs("root", "sshd", "ssh-keygen", "ip", "unshare", "nsenter")


def inventory(cluster: Cluster, **settings: Any) -> Inventory:
    """The lab's inventory, read."""
    return Inventory.parse(inventory_text(cluster, **settings))


def inventory_text(
    cluster: Cluster,
    *,
    policy: str = "first",
    proxies: bool = True,
    nested: bool = False,
    keepalive: float = 1.0,
) -> str:
    """The lab as a file would say it."""

    def nodes(machines: object) -> str:
        return "".join(
            f'{{ name = "{machine.name}", internal_address = "{machine.inner}", host_key = "{machine.host_key}"'
            + (f', address = "{machine.outer}" }},' if machine.outer else " },")
            for machine in machines
        )

    inner = cluster.nodes[:1] if nested else ()
    return (
        f'[clusters.lab]\nuser = "root"\nkeyfile = "{cluster.directory}/user"\nproxy_policy = "{policy}"\n'
        f"connect_timeout = 60\nkeepalive = {keepalive}\n"
        f"[clusters.lab.groups.gateways]\nis_proxy = true\nnodes = [{nodes(cluster.proxies) if proxies else ''}]\n"
        f'[clusters.lab.groups.deeper]\nis_proxy = true\nbehind = "gateways"\nnodes = [{nodes(inner)}]\n'
        f"[clusters.lab.groups.workers]\nnodes = [{nodes(cluster.nodes[len(inner) :])}]\n"
        + ('behind = "deeper"\n' if nested else "")
    )


async def source(reach: Reach, name: str) -> str:
    """Return from where a node is reached."""
    done = await reach.run(name, "echo $SSH_CONNECTION")
    return done.stdout.split()[0].decode()


async def test_nodes_through_the_first_proxy_and_proxies_directly(cluster: Cluster, pool: Pool) -> None:
    reach = Reach(inventory(cluster), pool)
    assert await source(reach, "n1") == await source(reach, "lab/n2") == cluster.proxies[0].inner
    assert await source(reach, "p2") == "192.0.2.1"


async def test_flagged_but_empty_is_an_error(cluster: Cluster, pool: Pool) -> None:
    reach = Reach(inventory(cluster, proxies=False), pool)
    with pytest.raises(NoProxy, match="never reached directly"):
        await reach.run("n1", "true")


async def test_nested_proxies(cluster: Cluster, pool: Pool) -> None:
    reach = Reach(inventory(cluster, nested=True), pool)
    assert await source(reach, "n2") == cluster.nodes[0].inner
    assert await source(reach, "n1") == cluster.proxies[0].inner
    cluster.proxies[0].kill_sshd()
    assert await source(reach, "n2") == cluster.nodes[0].inner
    assert await source(reach, "n1") == cluster.proxies[1].inner


async def test_killed_proxy_is_replaced_at_once(cluster: Cluster, pool: Pool) -> None:
    first, second = cluster.proxies
    reach = Reach(inventory(cluster), pool)
    stream = await reach.open_stream("n1", 22)
    assert await stream.read()
    running = asyncio.create_task(reach.run("n2", "sleep 60"))
    await reach.run("n2", "true")
    first.kill_sshd()
    started = time.monotonic()
    assert await source(reach, "n1") == second.inner
    assert time.monotonic() - started < 1.5 * patience()
    # What went through it says so, and is not done again.
    with pytest.raises(HopLost):
        await stream.read()
    with pytest.raises(CommandOutcomeUnknown):
        await running


@pytest.mark.parametrize("how", ["freeze", "cut"])
async def test_silent_proxy_is_replaced(cluster: Cluster, pool: Pool, how: str) -> None:
    keepalive = 0.3 * patience()
    reach = Reach(inventory(cluster, keepalive=keepalive), pool)
    assert await source(reach, "n1") == cluster.proxies[0].inner
    getattr(cluster.proxies[0], how)()
    started = time.monotonic()
    results = await asyncio.gather(*(source(reach, name) for name in ("n1", "n2", "n3") * 5))
    assert set(results) == {cluster.proxies[1].inner}
    assert time.monotonic() - started < 3 * keepalive + 2 * patience()


@pytest.mark.parametrize("how", ["freeze", "cut"])
async def test_proxy_that_is_silent_from_the_beginning(cluster: Cluster, pool: Pool, how: str) -> None:
    reach = Reach(inventory(cluster), pool)
    getattr(cluster.proxies[0], how)()
    started = time.monotonic()
    results = await asyncio.gather(*(source(reach, name) for name in ("n1", "n2", "n3")))
    assert set(results) == {cluster.proxies[1].inner}
    assert time.monotonic() - started < 4 * patience()
    # Several have found it silent, once.
    ways = reach.ways_to(reach.inventory.node("n1"))
    assert [reach.health(way).failures for way in ways] == [0, 1]


async def test_slow_proxy_is_waited_for_when_the_other_fails(
    cluster: Cluster, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("virtreach.routes.ssh.reach._HEAD_START", 0.0)
    cluster.proxies[1].kill_sshd()
    reach = Reach(inventory(cluster), pool)
    assert await source(reach, "n1") == cluster.proxies[0].inner
    first = reach.ways_to(reach.inventory.node("n1"))[0]
    assert reach.health(first).failures == 0


async def test_recovered_proxy_is_used_again_after_its_pause(cluster: Cluster, pool: Pool) -> None:
    now = time.monotonic()
    reach = Reach(inventory(cluster), pool, clock=lambda: now)
    first, second = cluster.proxies
    first.kill_sshd()
    assert await source(reach, "n1") == second.inner
    way = reach.ways_to(reach.inventory.node("n1"))[1]
    assert reach.health(way).failures == 1
    first.serve()
    assert await source(reach, "n1") == second.inner
    now += 2.1
    assert await source(reach, "n1") == first.inner
    assert reach.health(way).failures == 0


async def test_all_proxies_down(cluster: Cluster, pool: Pool) -> None:
    for proxy in cluster.proxies:
        proxy.kill_sshd()
    with pytest.raises(AllProxiesFailed) as error:
        await Reach(inventory(cluster), pool).run("n1", "true")
    assert len(error.value.failures) == 2


async def test_nodes_own_failure_is_no_reason_to_change(cluster: Cluster, pool: Pool) -> None:
    reach = Reach(inventory(cluster), pool)
    before = cluster.proxies[1].logins()
    with pytest.raises(NodeRefused):
        await reach.open_stream("n1", 9)
    cluster.nodes[0].kill_sshd()
    with pytest.raises(NodeRefused):
        await reach.run("n1", "true")
    assert cluster.proxies[1].logins() == before
    assert all(reach.health(way).failures == 0 for way in reach.ways_to(reach.inventory.node("n1")))


async def test_proxy_that_may_not_forward_is_passed_over(cluster: Cluster, pool: Pool) -> None:
    cluster.proxies[0].serve("AllowTcpForwarding no", "SetEnv PATH=/proc/none")
    assert await source(Reach(inventory(cluster), pool), "n1") == cluster.proxies[1].inner


async def test_least_loaded(cluster: Cluster, pool: Pool) -> None:
    reach = Reach(inventory(cluster, policy="least-loaded"), pool)
    streams = [await reach.open_stream("n1", 22) for _ in range(6)]
    loads = [sum(link.users for link in pool.links(way)) for way in reach.ways_to(reach.inventory.node("n1"))]
    assert loads == [3, 3]
    for stream in streams:
        stream.close()


async def test_nothing_goes_around_a_proxy(
    cluster: Cluster, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the node's internal address happens to answer here, as in another cluster."""
    reach = Reach(inventory(cluster), pool)
    connected = []
    real = asyncio.get_running_loop().sock_connect

    async def watch(sock: socket.socket, address: tuple[str, int]) -> None:
        connected.append(address[0])
        await real(sock, address)

    monkeypatch.setattr(asyncio.get_running_loop(), "sock_connect", watch)
    await reach.run("n1", "true")
    for proxy in cluster.proxies:
        proxy.serve("PermitOpen none", "ForceCommand false")
    with pytest.raises((AllProxiesFailed, NodeUnreachable)):
        await reach.run("n1", "true")
    assert set(connected) == {proxy.outer for proxy in cluster.proxies}


def route(cluster: Cluster, tmp_path: Path, *words: str, nested: bool = False) -> tuple[int, str]:
    """Run `virtreach route` with the lab as its inventory."""
    path = tmp_path / "inventory.toml"
    path.write_text(inventory_text(cluster, nested=nested))
    program = "import sys; from virtreach.cli.main import run; sys.exit(run(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", program, *words[:-1], "route", "--inventory", str(path), words[-1]],
        env={"PYTHONPATH": str(SOURCE), "PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("transport", ["tcp", "libssh"])
def test_uris_name_nodes(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transport: str
) -> None:
    path = tmp_path / "inventory.toml"
    path.write_text(inventory_text(cluster))
    monkeypatch.setenv("VIRTREACH_INVENTORY", str(path))
    background = Background()
    monkeypatch.setattr("virtreach.routes.ssh.background.shared", lambda: background)
    try:
        route = plan(f"test+{transport}://n1:22/default?proxy_jump=@lab&netcat=/bin/echo&socket=/x")
        for proxy in cluster.proxies:
            with dial(route)[0] as stream:
                assert stream.recv(4) in (b"SSH-", b"-U /")
            proxy.kill_sshd()
        with pytest.raises(AllProxiesFailed):
            dial(route)
        for wrong in ("nobody", "p3"):
            with pytest.raises(UsageError):
                dial(plan(f"test+{transport}://{wrong}/default?proxy_jump=@lab"))
    finally:
        background.close()


def test_route_shows_each_hop(cluster: Cluster, tmp_path: Path) -> None:
    code, text = route(cluster, tmp_path, "n2", nested=True)
    assert code == 0, text
    rows = [line for line in text.splitlines() if "well" in line]
    assert [row.split()[1] for row in rows] == [
        *(
            f"root@{cluster.proxies[0].outer}",
            f"root@{cluster.nodes[0].inner}",
            f"root@{cluster.nodes[1].inner}",
        ),
        *(
            f"root@{cluster.proxies[1].outer}",
            f"root@{cluster.nodes[0].inner}",
            f"root@{cluster.nodes[1].inner}",
        ),
    ]
    assert "first of its group" in rows[0]
    assert "in reserve" in rows[3]


def test_route_shows_what_fails(cluster: Cluster, tmp_path: Path) -> None:
    cluster.proxies[0].kill_sshd()
    cluster.proxies[1].serve("AllowTcpForwarding no")
    code, text = route(cluster, tmp_path, "--json", "n1")
    assert code == 0, text
    first, second = json.loads(text)["ways"]
    assert (first["works"], second["works"]) == (False, True)
    assert "refused" in first["hops"][0]["error"]
    assert second["hops"][1]["by"] == "socat"
    assert second["hops"][1]["command_seconds"] > 0
    cluster.nodes[0].kill_sshd()
    code, text = route(cluster, tmp_path, "n1")
    assert code == 3
    assert "no way leads to n1" in text


def test_without_an_event_loop_and_after_a_fork(cluster: Cluster) -> None:
    background = Background()
    try:
        reach = background.reach(inventory(cluster))
        assert background.reach(reach.inventory) is reach
        with background.do(reach.open_socket("n1", 22)) as stream:
            assert stream.recv(4) == b"SSH-"
        with background.do(reach.open_socket("p1", 22)) as stream:
            assert stream.recv(4) == b"SSH-"
        done = background.do(reach.run("n1", "echo well"))
        assert done.stdout == b"well\n"
        child = os.fork()
        if child == 0:
            os._exit(0 if not background.usable else 1)
        assert os.waitpid(child, 0)[1] == 0
    finally:
        background.close()
    assert not background.usable
