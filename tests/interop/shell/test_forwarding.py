"""Forwarding to nodes behind proxies: ports and unix sockets, half-closes, slow readers, lost proxies, ends."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.interop.lab.cluster import Cluster
from tests.interop.shell.lab import inventory, inventory_text
from tests.interop.shell.web import HTTP, Service, service
from tests.needs import patience
from virtreach.errors import ConnectError
from virtreach.routes.ssh.background import Background
from virtreach.routes.ssh.pool import Pool
from virtreach.routes.ssh.reach import Reach
from virtreach.shell.blocking_forward import BlockingForward
from virtreach.shell.forwarding import LocalForward, RemoteForward
from virtreach.shell.node import NodeRoute

pytestmark = pytest.mark.needs("root", "sshd", "ssh-keygen", "ip", "unshare", "nsenter", "socat")

AT_THE_END, FLOOD, ENDS_FIRST = HTTP + 1, HTTP + 2, HTTP + 3


@pytest.fixture(scope="module")
def habits(lab: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with service(lab.nodes[1], "0.0.0.0", tmp_path_factory.mktemp("habits") / "log") as running:
        yield running


@pytest.fixture
async def route(cluster: Cluster, pool: Pool, habits: Service) -> AsyncIterator[NodeRoute]:
    """The way to n2, where the services are; afterwards nothing is left in the event loop."""
    subprocess.run(cluster.as_controller_command("ip", "link", "set", "lo", "up"), check=True)
    yield NodeRoute.to_node(Reach(inventory(cluster), pool), "n2")
    await pool.aclose()
    ends = time.monotonic() + 10 * patience()
    while left := asyncio.all_tasks() - {asyncio.current_task()}:
        assert time.monotonic() < ends, left
        await asyncio.sleep(0.01)


async def connect(
    address: tuple[str, int] | str,
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if isinstance(address, str):
        return await asyncio.open_unix_connection(address)
    return await asyncio.open_connection(*address)


async def ask(address: tuple[str, int] | str, data: bytes) -> bytes:
    """Send all, end, and return all that comes."""
    reader, writer = await connect(address)
    writer.write(data)
    writer.write_eof()
    try:
        return await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()


def answer(data: bytes, name: str = "n2") -> bytes:
    return f"{name} {len(data)} {hashlib.sha256(data).hexdigest()}".encode()


async def until(condition: object) -> None:
    ends = time.monotonic() + 10 * patience()
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < ends
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("spec", ["0:{port}", "[::1]:0:{port}", "{here}:{port}", "0:localhost:{port}"])
async def test_ends_of_both_sides(route: NodeRoute, tmp_path: Path, spec: str) -> None:
    text = spec.format(port=AT_THE_END, here=tmp_path / "here")
    async with LocalForward(route, text) as forward:
        assert await ask(forward.address, b"") == answer(b"")
        data = os.urandom(3 << 20)
        assert await ask(forward.address, data) == answer(data)
        await until(lambda: forward.counters.open == 0)
        assert (forward.counters.opened, forward.counters.failed) == (2, 0)
        assert forward.counters.sent == len(data)
        assert forward.counters.received == len(answer(b"") + answer(data))
    with pytest.raises(OSError, match=r"."):
        await connect(forward.address)
    assert not (tmp_path / "here").exists()


async def test_the_service_ends_first(route: NodeRoute, habits: Service) -> None:
    async with LocalForward(route, f"0:{ENDS_FIRST}") as forward:
        reader, writer = await connect(forward.address)
        assert await reader.read() == b"hello"
        writer.write(bytes(100_000))
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        await asyncio.to_thread(habits.wait_for, "ended first, got 100000")
        await until(lambda: forward.counters.open == 0)
        assert forward.counters.failed == 0


async def test_unix_socket_of_the_node(route: NodeRoute, lab: Cluster, tmp_path: Path) -> None:
    there = tmp_path / "there"
    words = ["socat", f"UNIX-LISTEN:{there},fork", f"TCP:127.0.0.1:{AT_THE_END}"]
    process = subprocess.Popen(lab.nodes[1].on_its_network(*words))
    try:
        await until(there.exists)
        async with LocalForward(route, f"{tmp_path}/here:{there}") as forward:
            assert await ask(forward.address, b"by two sockets") == answer(b"by two sockets")
            assert os.stat(tmp_path / "here").st_mode & 0o777 == 0o600
    finally:
        process.terminate()
        process.wait(10)


async def test_many_at_once(route: NodeRoute) -> None:
    async with LocalForward(route, f"0:{AT_THE_END}", connections=40) as forward:
        asked = [os.urandom(1000) for _ in range(100)]
        said = await asyncio.gather(*(ask(forward.address, data) for data in asked))
        assert said == [answer(data) for data in asked]
        assert forward.counters.failed == 0


async def test_slow_reader_is_waited_for(route: NodeRoute) -> None:
    async with LocalForward(route, f"0:{FLOOD}") as forward:
        reader, writer = await connect(forward.address)
        assert await reader.readexactly(1000)
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        seen = -1
        while forward.counters.received != seen:
            seen = forward.counters.received
            await asyncio.sleep(0.2 * patience())
        # What the sockets of this machine hold; the rest has not been read.
        assert seen < 16 << 20
        writer.transport.abort()  # type: ignore[attr-defined]
        await until(lambda: forward.counters.open == 0)


async def test_lost_proxy(route: NodeRoute, cluster: Cluster) -> None:
    errors: list[Exception] = []
    async with LocalForward(route, f"0:{FLOOD}", on_error=errors.append) as forward:
        reader, writer = await connect(forward.address)
        await reader.readexactly(1000)
        cluster.proxies[0].kill_sshd()
        # A broken connection, and no end that looks like one.
        with pytest.raises(ConnectionResetError):
            await reader.read()
        writer.close()
        assert [type(error).__name__ for error in errors] == ["HopLost"]
        reader, writer = await connect(forward.address)
        assert await reader.readexactly(1000)
        writer.transport.abort()  # type: ignore[attr-defined]


async def test_a_node_that_is_reached_directly(cluster: Cluster, pool: Pool, tmp_path: Path) -> None:
    subprocess.run(cluster.as_controller_command("ip", "link", "set", "lo", "up"), check=True)
    there = NodeRoute.to_node(Reach(inventory(cluster), pool), "p2")
    with service(cluster.proxies[1], "0.0.0.0", tmp_path / "log"):
        async with LocalForward(there, f"0:{AT_THE_END}") as forward:
            data = os.urandom(1 << 20)
            assert await ask(forward.address, data) == answer(data, "p2")
        async with LocalForward(there, f"0:{FLOOD}") as forward:
            reader, writer = await connect(forward.address)
            assert await reader.readexactly(1000)
            writer.transport.abort()  # type: ignore[attr-defined]
            await until(lambda: forward.counters.open == 0)


async def test_refused_by_the_node(route: NodeRoute) -> None:
    async with LocalForward(route, "0:7") as forward:
        with pytest.raises(ConnectionResetError):
            await ask(forward.address, b"x")
        assert forward.counters.failed == 1
        assert "connection refused" in str(forward.counters.last_error)


async def test_socket_files(route: NodeRoute, tmp_path: Path) -> None:
    path = tmp_path / "socket"
    spec = f"{path}:{AT_THE_END}"
    with socket.socket(socket.AF_UNIX) as alive:
        alive.bind(str(path))
        alive.listen()
        with pytest.raises(ConnectError, match="another program listens"):
            await LocalForward(route, spec).start()
    # The file stays behind, dead.
    async with LocalForward(route, spec) as forward:
        assert await ask(forward.address, b"x") == answer(b"x")
        with pytest.raises(ConnectError, match="another program listens"):
            await LocalForward(route, spec).start()
        path.unlink()
        path.write_text("somebody else's")
    assert path.read_text() == "somebody else's"
    with pytest.raises(ConnectError, match="no socket"):
        await LocalForward(route, spec).start()
    with pytest.raises(ConnectError, match="cannot listen on /proc/none/x"):
        await LocalForward(route, f"/proc/none/x:{AT_THE_END}").start()


async def test_port_in_use(route: NodeRoute) -> None:
    async with LocalForward(route, f"0:{AT_THE_END}") as forward:
        with pytest.raises(ConnectError, match="in use"):
            await LocalForward(route, f"{forward.address[1]}:{AT_THE_END}").start()


async def test_the_node_listens(route: NodeRoute, lab: Cluster, cluster: Cluster, tmp_path: Path) -> None:
    async def say(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"from here")
        writer.close()

    async def heard(port: int) -> bytes:
        words = ["socat", "-", f"TCP:127.0.0.1:{port}"]
        process = await asyncio.create_subprocess_exec(
            *lab.nodes[1].on_its_network(*words), stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        return (await process.communicate())[0]

    server = await asyncio.start_server(say, "127.0.0.1", 0)
    errors: list[Exception] = []
    async with server:
        port = server.sockets[0].getsockname()[1]
        async with RemoteForward(route, f"7070:{port}", on_error=errors.append) as forward:
            assert forward.address == ("localhost", 7070)
            assert await heard(7070) == b"from here"
            with pytest.raises(ConnectError, match="does not listen"):
                await RemoteForward(route, f"7070:{port}").start()
            cluster.proxies[0].kill_sshd()
            ends = time.monotonic() + 20 * patience()
            while await heard(7070) != b"from here":
                assert time.monotonic() < ends, errors
                await asyncio.sleep(0.05)
            assert forward.lost
        assert await heard(7070) == b""


def test_without_an_event_loop(cluster: Cluster, habits: Service) -> None:
    subprocess.run(cluster.as_controller_command("ip", "link", "set", "lo", "up"), check=True)
    background = Background()
    with contextlib.closing(background):
        read = inventory(cluster)

        def way(background: Background) -> NodeRoute:
            return NodeRoute.to_node(background.reach(read), "n2")

        with BlockingForward(way, f"0:{AT_THE_END}", background=background) as forward:
            assert isinstance(forward.address, tuple)
            with socket.create_connection(forward.address) as one:
                one.sendall(b"blocking")
                one.shutdown(socket.SHUT_WR)
                assert one.recv(1000) == answer(b"blocking")
        forward.close()


def test_command(cluster: Cluster, habits: Service, tmp_path: Path) -> None:
    subprocess.run(cluster.as_controller_command("ip", "link", "set", "lo", "up"), check=True)
    file = tmp_path / "inventory.toml"
    file.write_text(inventory_text(cluster))
    words = [sys.executable, "-m", "virtreach", "--json", "forward", "--inventory", str(file), "n2"]
    specs = [f"0:{AT_THE_END}", f"{tmp_path}/here:{AT_THE_END}"]
    process = subprocess.Popen([*words, *specs], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    with process.stdout, process.stderr:
        first, second = (json.loads(process.stdout.readline()) for _ in specs)
        assert (first["event"], second["listen"]) == ("listening", f"{tmp_path}/here")
        assert first["target"] == {"host": None, "port": AT_THE_END}
        with socket.create_connection((first["listen"]["host"], first["listen"]["port"])) as one:
            one.sendall(b"command")
            one.shutdown(socket.SHUT_WR)
            assert one.recv(1000) == answer(b"command")
        while (event := json.loads(process.stdout.readline()))["received"] == 0:
            pass
        assert (event["event"], event["sent"]) == ("counters", 7)
        process.send_signal(signal.SIGTERM)
        last = json.loads(process.stdout.read().splitlines()[-1])
        assert (process.wait(30), last["event"], last["opened"]) == (0, "stopped", 1)
        assert process.stderr.read() == ""
    assert not (tmp_path / "here").exists()


def test_command_stops_when_idle(cluster: Cluster, habits: Service, tmp_path: Path) -> None:
    subprocess.run(cluster.as_controller_command("ip", "link", "set", "lo", "up"), check=True)
    file = tmp_path / "inventory.toml"
    file.write_text(inventory_text(cluster))
    words = [sys.executable, "-m", "virtreach", "forward", "--inventory", str(file), "n2", "--idle", "0.2"]
    done = subprocess.run([*words, f"0:{AT_THE_END}"], capture_output=True, text=True, check=False)
    first, last = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert first.startswith("listening on 127.0.0.1:")
    assert first.endswith(f" for {AT_THE_END} of n2")
    assert last == "stopped; 0 open, 0 connections, 0 failed, 0 bytes sent, 0 received"
