"""Chains of SSH logins through proxies to nodes that nothing else reaches: the ways, and every way to break."""

from __future__ import annotations

import asyncio
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.interop.lab.cluster import Cluster, Machine
from tests.needs import patience
from virtreach.errors.routes import (
    CommandOutcomeUnknown,
    ForwardingForbidden,
    HopLost,
    HopUnreachable,
    HostKeyChanged,
    HostKeyUnknown,
    LoginRefused,
    NodeRefused,
    NodeTimeout,
    NodeUnreachable,
    RelayMissing,
    SessionsForbidden,
)
from virtreach.routes.ssh.hop import WAYS, Chain, CommandHop, Hop
from virtreach.routes.ssh.host_keys import HostKeys, rotate_host_key
from virtreach.routes.ssh.pool import LINKS, Pool

pytestmark = pytest.mark.needs(
    "root", "sshd", "ssh-keygen", "ip", "unshare", "nsenter", "socat", "nc", "python3"
)


def hop(machine: Machine, *, inner: bool = True, **changes: object) -> Hop:
    """A login to a machine of the lab, its host key pinned."""
    address = machine.inner if inner else machine.outer
    made = Hop(
        host=address,
        user="root",
        keys=(str(machine.cluster.directory / "user"),),
        host_keys=HostKeys(pinned=(machine.host_key,)),
        connect_timeout=60,
    )
    return replace(made, **changes)


def through(proxy: Machine, *nodes: Machine, **changes: object) -> Chain:
    """Through a proxy to a node, and on to further ones."""
    return Chain((hop(proxy, inner=False, **changes), *(hop(node) for node in nodes)))


async def test_command_on_a_node_that_nothing_else_reaches(cluster: Cluster, pool: Pool) -> None:
    node = cluster.nodes[0]
    with pytest.raises(HopUnreachable) as error:
        await pool.run(Chain((hop(node, connect_timeout=0.5),)), "true")
    assert error.value.hop == f"root@{node.inner}"
    done = await pool.run(
        through(cluster.proxies[0], node), "cat; echo $SSH_CONNECTION >&2; exit 3", stdin=b"in\0"
    )
    assert (done.status, done.signal, done.stdout) == (3, "", b"in\0")
    assert done.stderr.split()[0] == cluster.proxies[0].inner.encode()


async def test_signal_ends_a_command(cluster: Cluster, pool: Pool) -> None:
    done = await pool.run(through(cluster.proxies[0]), "kill -TERM $$")
    assert (done.status, done.signal) == (-1, "TERM")


async def test_all_nodes_take_one_login_at_the_proxy(cluster: Cluster, pool: Pool) -> None:
    proxy = cluster.proxies[0]
    before = proxy.logins()
    # Each alias is a connection of its own: 20 cold ones, 4 at each node, all at once.
    chains = [
        through(proxy).then(hop(node, alias=f"alias-{number}"))
        for node in cluster.nodes
        for number in range(4)
    ]
    done = await asyncio.gather(*(pool.run(chain, "echo well") for chain in chains))
    assert [one.stdout for one in done] == [b"well\n"] * 20
    assert proxy.logins() - before == 1


async def test_five_hops_and_the_middle_one_dies(cluster: Cluster, pool: Pool) -> None:
    chain = through(cluster.proxies[0], *cluster.nodes[:4])
    assert (await pool.run(chain, "echo deep")).stdout == b"deep\n"
    running = asyncio.create_task(pool.run(chain, "echo begun; sleep 60"))
    stream = await pool.open_stream(chain, cluster.nodes[4].inner, 22)
    assert (await stream.read()).startswith(b"SSH-")
    cluster.nodes[1].kill_sshd()
    with pytest.raises(CommandOutcomeUnknown) as error:
        await asyncio.wait_for(running, 10 * patience())
    assert cluster.nodes[1].inner in str(error.value.__cause__)
    with pytest.raises(HopLost) as lost:
        await stream.read()
    assert lost.value.hop == f"root@{cluster.nodes[1].inner}"
    # The proxy and the first node are well, and stay connected.
    assert [len(pool.links(Chain(chain.hops[:length]))) for length in range(1, 6)] == [1, 1, 0, 0, 0]


async def test_killed_proxy_leaves_the_outcome_unknown(cluster: Cluster, pool: Pool, tmp_path: Path) -> None:
    proxy, node = cluster.proxies[0], cluster.nodes[0]
    mark = tmp_path / "mark"
    running = asyncio.create_task(pool.run(through(proxy, node), f"echo once >> {mark}; sleep 60"))
    while not mark.exists():
        await asyncio.sleep(0.01)
    started = time.monotonic()
    proxy.kill_sshd()
    with pytest.raises(CommandOutcomeUnknown) as error:
        await running
    assert time.monotonic() - started < 1 * patience()
    assert error.value.may_have_changed
    assert mark.read_text() == "once\n"  # and it was not run again


@pytest.mark.parametrize("how", ["freeze", "cut"])
async def test_silent_proxy_is_found_by_keepalive(cluster: Cluster, pool: Pool, how: str) -> None:
    proxy, node = cluster.proxies[0], cluster.nodes[0]
    keepalive = 0.3 * patience()
    chain = through(proxy, keepalive=keepalive).then(hop(node, keepalive=keepalive))
    stream = await pool.open_stream(chain, node.inner, 22)
    assert await stream.read()
    started = time.monotonic()
    getattr(proxy, how)()
    with pytest.raises(HopLost):
        await stream.read()
    assert time.monotonic() - started < 3 * keepalive + 1 * patience()


async def test_hung_proxy_is_given_up(cluster: Cluster, pool: Pool) -> None:
    cluster.proxies[0].freeze()
    with pytest.raises(HopUnreachable, match="no login within"):
        await pool.run(through(cluster.proxies[0], connect_timeout=0.5), "true")
    with pytest.raises(HopUnreachable, match=r"no login within 0\.|nothing answered"):
        await pool.open_stream(through(cluster.proxies[0]), "10.77.0.11", 22, timeout=0.3)


async def test_dead_proxy_is_no_refusing_node(cluster: Cluster, pool: Pool) -> None:
    proxy = cluster.proxies[0]
    with pytest.raises(NodeRefused) as error:
        await pool.open_stream(through(proxy), cluster.nodes[0].inner, 9)
    assert isinstance(error.value, ConnectionRefusedError)
    assert error.value.hop == f"root@{proxy.outer}"
    proxy.kill_sshd()
    with pytest.raises(HopUnreachable, match="refused"):
        await pool.open_stream(through(proxy), cluster.nodes[0].inner, 9)


async def test_node_without_an_address(cluster: Cluster, pool: Pool) -> None:
    with pytest.raises(NodeUnreachable, match=r"not known|resolution"):
        await pool.open_stream(through(cluster.proxies[0]), "nobody.invalid", 22)
    with pytest.raises(NodeUnreachable):
        await pool.open_stream(through(cluster.proxies[0]), "198.51.100.1", 22)


async def test_node_that_drops_packets(cluster: Cluster, pool: Pool) -> None:
    proxy = cluster.proxies[0]
    # An address whose hardware nobody has: what is sent there vanishes.
    proxy.run("ip", "neigh", "replace", "10.77.0.99", "lladdr", "02:00:00:00:00:99", "dev", "inner")

    async def by(way: str) -> None:
        await pool.run(through(proxy, ways=(way,)), "true")
        with pytest.raises(NodeTimeout) as error:
            await pool.open_stream(through(proxy, ways=(way,)), "10.77.0.99", 22, timeout=1 * patience())
        assert error.value.target == "10.77.0.99:22"
        link = pool.links(through(proxy, ways=(way,)))[0]
        assert link.alive
        assert link.sessions.running == 0

    await asyncio.gather(*(by(way) for way in ("direct", "socat", "python3", "bash")))


@pytest.mark.parametrize("way", WAYS[1:])
async def test_forwarding_forbidden_and_relayed(cluster: Cluster, pool: Pool, way: str) -> None:
    proxy, node = cluster.proxies[0], cluster.nodes[0]
    proxy.serve("AllowTcpForwarding no", "AllowStreamLocalForwarding no")
    with pytest.raises(ForwardingForbidden) as forbidden:
        await pool.open_stream(through(proxy, ways=("direct",)), node.inner, 22)
    assert forbidden.value.hop == f"root@{proxy.outer}"
    chain = through(proxy, ways=("direct", way))
    stream = await pool.open_stream(chain, node.inner, 22)
    assert stream.way == way
    assert (await stream.read()).startswith(b"SSH-2.0")
    stream.close()
    assert (await pool.run(chain.then(hop(node)), "echo through")).stdout == b"through\n"
    with pytest.raises(NodeRefused):
        await (await pool.open_stream(chain, node.inner, 9)).read()


async def test_best_relay_is_chosen(cluster: Cluster, pool: Pool) -> None:
    cluster.proxies[0].serve("AllowTcpForwarding no")
    stream = await pool.open_stream(through(cluster.proxies[0]), cluster.nodes[0].inner, 22)
    assert stream.way == "socat"


async def test_no_relay_there(cluster: Cluster, pool: Pool) -> None:
    cluster.proxies[0].serve("AllowTcpForwarding no", "SetEnv PATH=/proc/none")
    with pytest.raises(RelayMissing, match="socat, python3, nc, bash"):
        await pool.open_stream(through(cluster.proxies[0]), cluster.nodes[0].inner, 22)


async def test_only_one_target_permitted(cluster: Cluster, pool: Pool) -> None:
    proxy, (first, second, *_) = cluster.proxies[0], cluster.nodes
    proxy.serve(f"PermitOpen {first.inner}:22")
    assert (await pool.open_stream(through(proxy), first.inner, 22)).way == "direct"
    assert (await pool.open_stream(through(proxy), second.inner, 22)).way == "socat"


async def test_forced_command_leaves_forwarding(cluster: Cluster, pool: Pool) -> None:
    cluster.proxies[0].serve("ForceCommand echo no; exit 1")
    chain = through(cluster.proxies[0], cluster.nodes[0])
    assert (await pool.run(chain, "echo through")).stdout == b"through\n"


@pytest.mark.parametrize("way", ["direct", "socat", "python3", "nc"])
async def test_unix_socket_of_a_proxy(cluster: Cluster, pool: Pool, way: str, tmp_path: Path) -> None:
    path = str(tmp_path / "sock")
    server = await asyncio.start_unix_server(_upper, path)
    async with server:
        stream = await pool.open_unix_stream(through(cluster.proxies[0], ways=(way,)), path)
        await stream.write(b"quiet")
        assert await stream.read() == b"QUIET"
        stream.close()
        await stream.wait_closed()


async def test_missing_unix_socket(cluster: Cluster, pool: Pool, tmp_path: Path) -> None:
    # sshd does not tell a forbidden socket from a missing one; a relay does.
    with pytest.raises(NodeUnreachable, match="no such socket"):
        await pool.open_unix_stream(through(cluster.proxies[0]), str(tmp_path / "none"))


async def _upper(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(100):
        writer.write(data.upper())
    writer.close()


async def test_commands_beyond_max_sessions_take_a_further_connection(cluster: Cluster, pool: Pool) -> None:
    proxy = cluster.proxies[0]
    proxy.serve("MaxSessions 3")
    done = await asyncio.gather(*(pool.run(through(proxy), "sleep 0.1; echo well") for _ in range(10)))
    assert [one.stdout for one in done] == [b"well\n"] * 10
    links = pool.links(through(proxy))
    assert 1 < len(links) <= 10
    # sshd may count a session a moment longer than it runs; what was found is never more than there is.
    assert all(link.sessions.limit in (None, 1, 2, 3) for link in links)
    assert any(link.sessions.limit for link in links)
    assert proxy.logins() == len(links)


async def test_more_commands_than_all_connections_take(cluster: Cluster, pool: Pool) -> None:
    cluster.proxies[0].serve("MaxSessions 1", "MaxStartups 100")
    chain = through(cluster.proxies[0])
    done = await asyncio.gather(*(pool.run(chain, "sleep 0.1; echo well") for _ in range(LINKS + 8)))
    assert [one.stdout for one in done] == [b"well\n"] * (LINKS + 8)
    assert len(pool.links(chain)) <= LINKS


async def test_relays_beyond_max_sessions(cluster: Cluster, pool: Pool) -> None:
    proxy = cluster.proxies[0]
    proxy.serve("MaxSessions 2", "AllowTcpForwarding no")
    streams = await asyncio.gather(
        *(pool.open_stream(through(proxy), cluster.nodes[0].inner, 22) for _ in range(5))
    )
    assert [(await stream.read())[:4] for stream in streams] == [b"SSH-"] * 5


async def test_no_commands_at_all(cluster: Cluster, pool: Pool) -> None:
    proxy = cluster.proxies[0]
    proxy.serve("MaxSessions 0")
    with pytest.raises(SessionsForbidden):
        await pool.run(through(proxy), "true")
    assert (await pool.run(through(proxy, cluster.nodes[0]), "echo through")).stdout == b"through\n"


async def test_rebuilt_node_is_refused_until_its_key_is_rotated(
    cluster: Cluster, pool: Pool, tmp_path: Path
) -> None:
    proxy, node = cluster.proxies[0], cluster.nodes[0]
    known = tmp_path / "known_hosts"
    known.write_text(f"{node.inner},{cluster.nodes[1].inner} {node.host_key}\n")
    chain = through(proxy).then(hop(node, host_keys=HostKeys(files=(str(known),))))
    assert (await pool.run(chain, "echo old")).stdout == b"old\n"
    node.new_host_key()
    node.serve()
    with pytest.raises(HostKeyChanged) as error:
        await pool.run(chain, "echo no")
    assert error.value.fingerprint.startswith("SHA256:")
    # Not even when first use is allowed: it is not the first.
    lenient = through(proxy).then(hop(node, host_keys=HostKeys(files=(str(known),), first_use=str(known))))
    with pytest.raises(HostKeyChanged):
        await pool.run(lenient, "echo no")
    assert rotate_host_key(str(known), node.inner, 22, node.host_key) == 1
    assert (await pool.run(chain, "echo new")).stdout == b"new\n"


async def test_unknown_key_and_first_use(cluster: Cluster, pool: Pool, tmp_path: Path) -> None:
    proxy = cluster.proxies[0]
    known = tmp_path / "deep/known_hosts"
    with pytest.raises(HostKeyUnknown):
        await pool.run(through(proxy, host_keys=HostKeys(files=())), "true")
    asked = through(proxy, host_keys=HostKeys(files=(), first_use=str(known)))
    assert (await pool.run(asked, "true")).status == 0
    assert known.read_text() == f"{proxy.outer} {proxy.host_key}\n"
    assert known.stat().st_mode & 0o777 == 0o600


async def test_equal_addresses_in_two_clusters_never_meet(cluster: Cluster, pool: Pool) -> None:
    one = through(cluster.proxies[0], cluster.nodes[0])
    other = Chain(one.hops, cluster="other")
    await asyncio.gather(pool.run(one, "true"), pool.run(other, "true"))
    assert pool.links(one)[0] is not pool.links(other)[0]
    assert pool.links(one.parent)[0] is not pool.links(other.parent)[0]
    # The same address behind the other proxy, where another machine should be.
    stranger = Chain(
        (
            hop(cluster.proxies[1], inner=False),
            hop(cluster.nodes[0], host_keys=HostKeys(pinned=(cluster.nodes[1].host_key,))),
        )
    )
    with pytest.raises(HostKeyChanged):
        await pool.run(stranger, "true")


async def test_wrong_user_key(cluster: Cluster, pool: Pool) -> None:
    wrong = (cluster.nodes[0].directory / "host").read_bytes()
    with pytest.raises(LoginRefused) as error:
        await pool.run(through(cluster.proxies[0], keys=(wrong,)), "true")
    assert error.value.hop == f"root@{cluster.proxies[0].outer}"


async def test_proxy_commands_here_and_there(cluster: Cluster, pool: Pool) -> None:
    nc = CommandHop.parse("nc '{host}' {port}")
    proxy, node = cluster.proxies[0], cluster.nodes[0]
    here = Chain((nc, hop(proxy, inner=False)))
    assert (await pool.run(here, "echo here")).stdout == b"here\n"
    there = through(proxy).then(nc, hop(node))
    assert (await pool.run(there, "echo there")).stdout == b"there\n"
    stream = await asyncio.to_thread(_first_bytes, await pool.open_socket(Chain((nc,)), proxy.outer, 22))
    assert stream.startswith(b"SSH-")
    with pytest.raises(HopUnreachable):
        await pool.run(Chain((CommandHop(("false",)), hop(node))), "true")


def _first_bytes(stream: object) -> bytes:
    with stream:
        return stream.recv(100)


async def test_socket_shows_a_cut(cluster: Cluster, pool: Pool) -> None:
    """An end and a cut are not the same: who reads a file to its end must not take half of it for all."""
    proxy, node = cluster.proxies[0], cluster.nodes[0]
    with await pool.open_socket(through(proxy), node.inner, 22) as stream:
        assert stream.way == "direct"
        assert (await asyncio.to_thread(stream.recv, 100)).startswith(b"SSH-")
        proxy.kill_sshd()
        with pytest.raises(HopLost):
            await asyncio.to_thread(stream.recv, 100)


async def test_closed_socket_closes_the_channel(cluster: Cluster, pool: Pool) -> None:
    chain = through(cluster.proxies[0])
    stream = await pool.open_socket(chain, cluster.nodes[0].inner, 22)
    link = pool.links(chain)[0]
    assert link.users == 1
    stream.close()
    async with asyncio.timeout(10 * patience()):
        while link.users:
            await asyncio.sleep(0.01)


async def test_idle_connections_are_closed(cluster: Cluster) -> None:
    chain = through(cluster.proxies[0], cluster.nodes[0])
    async with Pool(idle=0.2) as pool:
        stream = await pool.open_stream(chain, cluster.nodes[1].inner, 22)
        await asyncio.sleep(0.5)
        assert len(pool.links(chain)) == len(pool.links(chain.parent)) == 1  # one has a stream, one a login
        stream.close()
        async with asyncio.timeout(10 * patience()):
            while pool.links(chain.parent):
                await asyncio.sleep(0.01)
        assert pool.links(chain) == []


async def test_command_that_writes_without_end(
    cluster: Cluster, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("virtreach.routes.ssh.commands.OUTPUT_LIMIT", 1 << 20)
    chain = through(cluster.proxies[0])
    for where in ("", ">&2"):
        with pytest.raises(CommandOutcomeUnknown, match="wrote more than 1048576 bytes"):
            await pool.run(chain, f"yes {where}")
    assert (await pool.run(chain, "head -c 1048576 /dev/zero")).stdout == bytes(1 << 20)
    assert pool.links(chain)[0].sessions.running == 0


async def test_command_that_takes_too_long(cluster: Cluster, pool: Pool) -> None:
    chain = through(cluster.proxies[0])
    await pool.run(chain, "true")
    with pytest.raises(CommandOutcomeUnknown, match=r"did not end within 0\.2 seconds"):
        await pool.run(chain, "sleep 60", timeout=0.2)
    assert pool.links(chain)[0].sessions.running == 0
    assert (await pool.run(chain, "cat", stdin=bytes(1 << 20))).stdout == bytes(1 << 20)


async def test_giving_up_harms_nobody_else(cluster: Cluster, pool: Pool) -> None:
    chain = through(cluster.proxies[0], cluster.nodes[0])
    impatient = [asyncio.create_task(pool.run(chain, "true")) for _ in range(5)]
    patient = asyncio.create_task(pool.run(chain, "echo well"))
    await asyncio.sleep(0.02)
    for task in impatient:
        task.cancel()
    await asyncio.gather(*impatient, return_exceptions=True)
    assert (await patient).stdout == b"well\n"
    assert pool.links(chain)[0].sessions.running == 0


async def test_many_channels_opened_and_closed_at_once(cluster: Cluster, pool: Pool) -> None:
    chain = through(cluster.proxies[0])
    places = asyncio.Semaphore(500)  # sshd there may open 1024 descriptors

    async def once(number: int) -> bytes:
        async with places:
            stream = await pool.open_unix_stream(chain, path, timeout=60 * patience())
            await stream.write(b"ping")
            data = await stream.read(4)
            stream.close() if number % 2 else stream.abort()
            await stream.wait_closed()
            return data

    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        path = f"{directory}/sock"
        server = await asyncio.start_unix_server(_upper, path, backlog=4096)
        async with server:
            results = await asyncio.gather(*(once(number) for number in range(2000)), return_exceptions=True)
    assert set(results) == {b"PING"}
    assert len(pool.links(chain)) == 1
    assert pool.links(chain)[0].users == 0
