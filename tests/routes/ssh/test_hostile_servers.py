"""Servers that mean harm: messages at the wrong time, floods, giants, silence, channels towards us."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from tests.needs import patience
from tests.routes.ssh.evil import Evil, chain_to, channel_open, serve, string, text_server
from virtreach.errors import ConnectError
from virtreach.errors.routes import CommandOutcomeUnknown, HopLost, HopUnreachable, LoginRefused
from virtreach.routes.ssh.guard import BEFORE_LOGIN
from virtreach.routes.ssh.hop import Chain
from virtreach.routes.ssh.pool import Pool
from virtreach.routes.ssh.stream import Stream

pytestmark = pytest.mark.needs("module:asyncssh")

# What a server may send before the login is done without ending the connection (RFC 4253, 11; RFC 4252, 5.4).
HARMLESS = {2, 3, 4, 53}  # ignore, unimplemented, debug, a banner


def body(number: int) -> bytes:
    """Return a body that a message of a number might well have."""
    if number == 90:
        return channel_open(b"session")
    if number in (2, 4, 53):
        return (b"\0" if number == 4 else b"") + string(b"hello") + (string(b"") if number != 2 else b"")
    if number == 3:
        return struct.pack(">I", 1)
    if number == 80:
        return string(b"keepalive@openssh.com") + b"\1"
    if number == 91:
        return struct.pack(">IIII", 0, 0, 1 << 20, 1 << 15)
    if number == 94:
        return struct.pack(">I", 0) + string(b"data")
    return b"" if number in (21, 52, 81, 82) else struct.pack(">I", 0) + string(b"password")


async def attempt(chain: Chain) -> str:
    """Try to log in; return why it failed."""
    async with Pool(prime=False) as pool:
        with pytest.raises(ConnectError) as error:
            await pool.run(chain, "true", timeout=10)
        assert pool.links(chain) == []
    return str(error.value)


def plain_packet(number: int, content: bytes) -> bytes:
    """Return a packet as it is before keys are exchanged."""
    payload = bytes((number,)) + content
    padding = 8 - (len(payload) + 5) % 8
    padding += 8 if padding < 4 else 0
    return struct.pack(">IB", len(payload) + padding + 1, padding) + payload + bytes(padding)


async def test_any_message_before_keys_are_exchanged() -> None:
    """Nothing but the exchange itself comes of any of the 256 messages."""
    asked: set[int] = set()

    async def answer(number: int) -> str:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readline()
            writer.write(b"SSH-2.0-evil\r\n" + plain_packet(number, body(number)))
            writer.write_eof()
            while head := await reader.read(5):
                head += await reader.readexactly(5 - len(head)) if len(head) < 5 else b""
                rest = await reader.readexactly(struct.unpack(">I", head[:4])[0] - 1)
                asked.add(rest[0])

        async with text_server(talk) as port:
            return await attempt(chain_to(port))

    for first in range(0, 256, 32):
        await asyncio.gather(*(answer(number) for number in range(first, first + 32)))
    assert asked <= {1, 3, 20}  # goodbye, not understood, our part of the exchange


@pytest.mark.parametrize("moment", ["service", "login"])
async def test_any_message_before_the_login(moment: str) -> None:
    """With keys exchanged, and with a login under way: no channel, no login, and an end unless it is harmless."""
    asked = {"service": 5, "login": 50}[moment]
    survived = set()
    channels: list[int] = []

    async def answer(number: int) -> None:
        def evil(server: Evil, _: Any) -> None:
            server.send(number, body(number))
            # Whoever still listens is told why it ends.
            server.send(1, struct.pack(">I", 2) + string(b"survived") + string(b""))
            channels.extend(seen for seen in server.seen if seen > 79)

        async with serve({asked: evil}) as (port, servers):
            said = await attempt(chain_to(port))
            if "survived" in said:
                survived.add(number)
            await servers[0].lost.wait()

    numbers = [number for number in range(256) if (moment, number) != ("login", 52)]  # that one is the login
    for first in range(0, len(numbers), 16):
        await asyncio.gather(*(answer(number) for number in numbers[first : first + 16]))
    assert survived <= HARMLESS | {51}, survived  # a refusal leaves the next way to log in
    assert channels == []


CHANNELS = {
    b"forwarded-tcpip": string(b"127.0.0.1")
    + struct.pack(">I", 22)
    + string(b"1.2.3.4")
    + struct.pack(">I", 9),
    b"forwarded-streamlocal@openssh.com": string(b"/run/x") + string(b""),
    b"direct-tcpip": string(b"127.0.0.1") + struct.pack(">I", 22) + string(b"1.2.3.4") + struct.pack(">I", 9),
    b"direct-streamlocal@openssh.com": string(b"/run/x") + string(b"") + struct.pack(">I", 0),
    b"x11": string(b"127.0.0.1") + struct.pack(">I", 6000),
    b"auth-agent@openssh.com": b"",
    b"auth-agent": b"",
    b"session": b"",
    b"tun@openssh.com": struct.pack(">II", 1, 0),
    b"nonsense": b"",
}


async def test_channels_towards_us_are_denied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind, with an agent and a display there that would make a fine catch."""
    visitors: list[bytes] = []

    async def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visitors.append(await reader.read(100))
        writer.close()

    agent = await asyncio.start_unix_server(visit, tmp_path / "agent")
    monkeypatch.setenv("SSH_AUTH_SOCK", str(tmp_path / "agent"))
    monkeypatch.setenv("DISPLAY", ":0")
    answers: list[int] = []
    done = asyncio.Event()

    def answered(number: int) -> Callable[[Evil, Any], None]:
        def note(server: Evil, packet: Any) -> None:
            answers.append(number)
            if len(answers) == len(CHANNELS):
                done.set()

        return note

    requests: list[str] = []

    def process(process: asyncssh.SSHServerProcess[bytes]) -> None:
        requests.append(process.command or "")
        assert process.channel.get_agent_path() is None
        assert process.channel.get_x11_display() is None
        process.exit(0)

    async with (
        agent,
        serve({91: answered(91), 92: answered(92)}, process_factory=process) as (port, servers),
        Pool() as pool,
    ):
        chain = chain_to(port)
        await pool.run(chain, "true")
        for kind, more in CHANNELS.items():
            servers[0].send(90, channel_open(kind, more))
        async with asyncio.timeout(10 * patience()):
            await done.wait()
        assert (await pool.run(chain, "true")).status == 0
        assert servers[0].connection.get_agent_path() is None
    assert answers == [92] * len(CHANNELS)
    assert visitors == []


# Floods, giants, silence


@pytest.mark.parametrize(
    "flood",
    [
        pytest.param(b"hello\r\n" * 1000, id="banners"),
        pytest.param(b"x" * 65536, id="a banner without end"),
        pytest.param(b"SSH-2.0-" + b"x" * 65536, id="a version without end"),
        pytest.param(b"SSH-2.0-evil\r\n" + plain_packet(2, string(b"x" * 30000)) * 2, id="ignored"),
        pytest.param(b"SSH-2.0-evil\r\n" + plain_packet(4, b"\0" + string(b"x") * 2) * 500, id="debug"),
        pytest.param(b"SSH-2.0-evil\r\n" + struct.pack(">I", 0x7FFFFFFF), id="a giant"),
        pytest.param(b"SSH-2.0-evil\r\n" + bytes(8), id="nothing"),
    ],
)
async def test_floods_before_the_login(flood: bytes) -> None:
    """Whatever comes without end, it ends, soon and with little memory."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(flood)
        more = flood.removeprefix(b"SSH-2.0-evil\r\n")
        more *= 65536 // len(more) + 1
        while not reader.at_eof():
            writer.write(more)
            await writer.drain()

    tracemalloc.start()
    try:
        async with text_server(talk) as port:
            started = time.monotonic()
            async with Pool(prime=False) as pool:
                with pytest.raises(HopUnreachable):
                    await pool.run(chain_to(port), "true")
            assert time.monotonic() - started < 5 * patience()
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("number", [2, 4, 53])
async def test_floods_during_the_login(number: int) -> None:
    def evil(server: Evil, _: Any) -> None:
        content = (b"\0" if number == 4 else b"") + string(b"x" * 30000)
        content += string(b"") if number != 2 else b""
        for _ in range(2 * BEFORE_LOGIN // 30000):
            server.send(number, content)

    async with serve({50: evil}) as (port, _):
        assert f"more than {BEFORE_LOGIN} bytes" in await attempt(chain_to(port))


@pytest.mark.parametrize("silent", [20, 5, 50])
async def test_exchanges_and_logins_that_are_never_finished(silent: int) -> None:
    """The peer begins and does not go on: 20 in the exchange of keys, 5 and 50 in the login."""

    def fall_silent(server: Evil, _: Any) -> None:
        server.connection.data_received = lambda *_: None
        server.connection._inpbuf = b""

    async with serve({silent: fall_silent}) as (port, servers):
        started = time.monotonic()
        assert "no login within 0." in await attempt(chain_to(port, connect_timeout=0.4))
        assert time.monotonic() - started < 3 * patience()
        async with asyncio.timeout(10 * patience()):
            await servers[0].lost.wait()  # it was not kept


async def read_all(stream: Stream) -> None:
    while await stream.read():
        pass


async def write_without_end(stream: Stream, written: list[int]) -> None:
    while True:
        await stream.write(bytes(1 << 18))
        written.append(1 << 18)


async def test_a_channel_flooded_beyond_its_window() -> None:
    def process(process: asyncssh.SSHServerProcess[bytes]) -> None:
        channel: Any = process.channel
        channel._send_window = 1 << 40
        channel.write(bytes(64 << 20))

    async with (
        serve(process_factory=process, encoding=None, line_editor=False) as (port, _),
        Pool(prime=False) as pool,
        pool.link(chain_to(port)) as link,
    ):
        stream = await link.open_command_stream("flood", timeout=10)
        # Nobody reads; what had its place in the window is kept, and then the connection ends.
        async with asyncio.timeout(20 * patience()):
            await link.closed.wait()
        assert "Window exceeded" in str(link.failure)
        with pytest.raises(HopLost):
            await read_all(stream)


async def test_a_peer_that_asks_and_does_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its requests are answered as long as it takes the answers; our memory is not its store."""
    monkeypatch.setattr("virtreach.routes.ssh.guard.UNREAD_ANSWERS", 1000)

    async def ask(server: Evil) -> None:
        server.connection._transport.pause_reading()
        request = string(b"nonsense@example.org") + b"\1"
        while not server.lost.is_set():
            for _ in range(2000):
                server.send(80, request)
            await asyncio.sleep(0)

    tasks = []

    def process(process: asyncssh.SSHServerProcess[bytes]) -> None:
        tasks.append(asyncio.ensure_future(ask(servers[0])))

    async with (
        serve(process_factory=process) as (port, servers),
        Pool(prime=False) as pool,
        pool.link(chain_to(port, keepalive=0)) as link,
    ):
        # With the system's own buffers it would take a while until they are full.
        link.connection.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)
        with pytest.raises(CommandOutcomeUnknown) as error:
            await link.run("true", timeout=60 * patience())
        assert "does not read the answers" in str(error.value.__cause__)
        servers[0].lost.set()
        await asyncio.gather(*tasks)


async def test_packets_of_one_byte_are_refused() -> None:
    def tiny(server: Evil, packet: Any) -> None:
        server.send(91, struct.pack(">IIII", 0, 0, 1 << 20, 1))

    async with serve({90: tiny}) as (port, _), Pool(prime=False) as pool:
        with pytest.raises((HopLost, CommandOutcomeUnknown), match="packets of 1 bytes"):
            await pool.run(chain_to(port), "true")


async def test_writers_wait_for_the_socket() -> None:
    """A peer with a window of gigabytes that reads nothing does not have us keep gigabytes."""

    def process(process: asyncssh.SSHServerProcess[bytes]) -> None:
        servers[0].connection._transport.pause_reading()

    async with (
        serve(process_factory=process, encoding=None, window=1 << 30) as (port, servers),
        Pool(prime=False) as pool,
        pool.link(chain_to(port, keepalive=0)) as link,
    ):
        stream = await link.open_command_stream("sink", timeout=10)
        written: list[int] = []
        writing = asyncio.ensure_future(write_without_end(stream, written))
        async with asyncio.timeout(20 * patience()):
            while link.flowing.is_set():
                await asyncio.sleep(0.01)
        before = len(written)
        await asyncio.sleep(0.1)
        assert len(written) <= before + 1
        assert 0 < sum(written) < 64 << 20
        writing.cancel()
        stream.abort()


@pytest.mark.parametrize("code", [2, 11])
async def test_goodbye_in_the_middle_is_no_end(code: int) -> None:
    """Also when the server ends the connection in good order: a cut stream must not look whole."""

    def process(process: asyncssh.SSHServerProcess[bytes]) -> None:
        process.stdout.write(b"half")
        asyncio.get_running_loop().call_later(
            0.05,
            lambda: servers[-1].connection.disconnect(code, "see you"),
        )

    async with serve(process_factory=process, encoding=None) as (port, servers), Pool(prime=False) as pool:
        chain = chain_to(port)
        with await pool.open_command_socket(chain, "half") as stream:
            assert await asyncio.to_thread(stream.recv, 4) == b"half"
            with pytest.raises(HopLost):
                await asyncio.to_thread(stream.recv, 4)
        with pytest.raises(CommandOutcomeUnknown):
            await pool.run(chain, "half")


async def test_our_own_close_is_no_end_either() -> None:
    def process(process: asyncssh.SSHServerProcess[bytes]) -> None:
        process.stdout.write(b"half")

    async with serve(process_factory=process, encoding=None) as (port, _):
        pool = Pool(prime=False)
        async with pool.link(chain_to(port)) as link:
            stream = await link.open_command_stream("half", timeout=10)
            assert await stream.read(4) == b"half"
            reading = asyncio.ensure_future(stream.read(4))
            await asyncio.sleep(0)
            await pool.aclose()
            with pytest.raises(Exception, match="the connection was closed"):
                await reading


async def test_nothing_is_left_behind() -> None:
    """Logins that fail at every stage leave no descriptor and no task."""

    def refuse(server: Evil, _: Any) -> None:
        server.connection.abort()

    before = len(os.listdir("/proc/self/fd")), len(asyncio.all_tasks())
    for number in (20, 5, 50):
        async with serve({number: refuse}) as (port, _):
            await asyncio.gather(*(attempt(chain_to(port)) for _ in range(5)))
    async with asyncio.timeout(10 * patience()):
        while (len(os.listdir("/proc/self/fd")), len(asyncio.all_tasks())) != before:
            await asyncio.sleep(0.01)


async def test_a_login_that_is_asked_again_and_again() -> None:
    """A server that refuses each key and password without end is left."""
    asked = 0

    def again(server: Evil, _: Any) -> None:
        nonlocal asked
        asked += 1
        server.send(51, string(b"password,keyboard-interactive,publickey") + b"\0")

    async with serve({50: again}) as (port, _), Pool(prime=False) as pool:
        with pytest.raises(LoginRefused):
            await pool.run(chain_to(port), "true")
    assert asked < 20
