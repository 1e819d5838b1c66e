"""What arrives is taken in by the packet, and windows fit the way."""

from __future__ import annotations

import asyncio
import hashlib
import os
from typing import Any

import asyncssh
import pytest

from virtreach.routes.ssh.receiving import LARGEST_WINDOW, WINDOW, take_packets

PACKET = 33 << 10


class Connection:
    """As much of asyncssh's as is asked for."""

    def __init__(self, stop_at: int = -1) -> None:
        self._inpbuf = b""
        self._transport: Any = self
        self.taken: list[bytes] = []
        self.timers = 0
        self._stop_at = stop_at

    def _recv_data(self) -> None:
        self._reset_keepalive_timer()
        self.taken.append(self._inpbuf)
        self._inpbuf = b""
        if len(self.taken) == self._stop_at:
            self._transport = None

    def _reset_keepalive_timer(self) -> None:
        self.timers += 1

    def add_channel(self, channel: Channel) -> int:
        return 7


class Channel:
    """A channel that waits for its confirmation."""

    def __init__(self) -> None:
        self._init_recv_window = WINDOW
        self.confirmed: list[tuple[int, ...]] = []

    def process_open_confirmation(self, *details: int) -> None:
        self.confirmed.append(details)


async def test_much_is_taken_in_by_the_packet_and_the_timer_is_left_alone() -> None:
    connection = Connection()
    assert take_packets(connection)  # type: ignore[arg-type]
    for data in (b"few", os.urandom(5 * PACKET + 1)):
        connection.taken.clear()
        connection._inpbuf = data
        connection._recv_data()
        assert b"".join(connection.taken) == data
    assert [len(piece) for piece in connection.taken] == [PACKET] * 5 + [1]
    assert connection.timers == 0


async def test_the_timer_is_made_anew_after_a_while() -> None:
    connection = Connection()
    take_packets(connection)  # type: ignore[arg-type]
    await asyncio.sleep(0.11)
    connection._recv_data()
    connection._recv_data()
    assert connection.timers == 1


async def test_nothing_is_taken_in_behind_a_packet_that_ended_the_connection() -> None:
    connection = Connection(stop_at=2)
    take_packets(connection)  # type: ignore[arg-type]
    connection._inpbuf = bytes(5 * PACKET)
    connection._recv_data()
    assert len(connection.taken) == 2


@pytest.mark.parametrize(
    ("delay", "least", "most"), [(0, WINDOW, LARGEST_WINDOW), (0.05, 16 << 20, 16 << 20)]
)
async def test_a_window_fits_the_way(delay: float, least: int, most: int) -> None:
    connection, channel = Connection(), Channel()
    take_packets(connection)  # type: ignore[arg-type]
    assert connection.add_channel(channel) == 7
    await asyncio.sleep(delay)
    channel.process_open_confirmation(1, 2)
    assert channel.confirmed == [(1, 2)]
    assert least <= channel._init_recv_window <= most


async def test_other_insides_are_left_alone() -> None:
    assert not take_packets(object())  # type: ignore[arg-type]


class Open(asyncssh.SSHServer):
    """Lets everybody in."""

    def begin_auth(self, username: str) -> bool:
        return False


async def test_every_byte_comes_through_an_asyncssh_as_it_is_here_with_new_keys_in_between() -> None:
    content = os.urandom(6 << 20)
    key = asyncssh.generate_private_key("ssh-ed25519")

    async def serve(process: asyncssh.SSHServerProcess[bytes]) -> None:
        process.stdout.write(content)
        await process.stdout.drain()
        process.exit(0)

    async with asyncssh.listen(
        "127.0.0.1",
        0,
        server_factory=Open,
        server_host_keys=[key],
        process_factory=serve,
        encoding=None,
        rekey_bytes=1 << 20,
    ) as server:
        way: dict[str, Any] = {"known_hosts": None, "config": None, "client_keys": None, "username": "x"}
        async with asyncssh.connect("127.0.0.1", server.get_port(), **way) as connection:
            assert take_packets(connection)
            done = await connection.run("", encoding=None)
    assert isinstance(done.stdout, bytes)
    assert hashlib.sha256(done.stdout).digest() == hashlib.sha256(content).digest()
