"""Packets that come up in one turn of the loop leave as one piece."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncssh

from virtreach.routes.ssh.sending import gather_packets

DATA, IGNORE, DISCONNECT = 94, 2, 1


class Connection:
    """As much of asyncssh's as is asked for."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self._transport: Any = self

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def _send(self, data: bytes) -> None:
        raise AssertionError("replaced")

    def send_packet(self, number: int, *parts: bytes, handler: object = None) -> None:
        if number == DATA:
            self.send_packet(IGNORE, b"\0\0\0\0")
        self._send(bytes([number]) + b"".join(parts))


async def test_a_turn_is_one_piece_without_what_is_to_be_ignored() -> None:
    connection = Connection()
    assert gather_packets(connection)  # type: ignore[arg-type]
    connection.send_packet(DATA, b"one")
    connection.send_packet(DATA, b"two")
    connection.send_packet(IGNORE, b"\0\0\0\1x")
    assert connection.written == []
    await asyncio.sleep(0)
    assert connection.written == [b"^one^two\x02\0\0\0\1x"]


async def test_much_does_not_wait_and_neither_does_the_last_word() -> None:
    connection = Connection()
    gather_packets(connection)  # type: ignore[arg-type]
    connection.send_packet(DATA, bytes(1 << 18))
    assert len(connection.written) == 1
    connection.send_packet(DATA, b"last")
    connection.send_packet(DISCONNECT)
    assert connection.written[1:] == [b"^last\x01"]
    connection.send_packet(DATA, b"lost")
    connection._transport = None
    await asyncio.sleep(0)
    assert len(connection.written) == 2


async def test_other_insides_are_left_alone() -> None:
    assert not gather_packets(object())  # type: ignore[arg-type]


class Open(asyncssh.SSHServer):
    """Lets everybody in."""

    def begin_auth(self, username: str) -> bool:
        return False


async def test_the_insides_are_those_of_the_asyncssh_that_is_here() -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    async with asyncssh.listen("127.0.0.1", 0, server_factory=Open, server_host_keys=[key]) as server:
        way: dict[str, Any] = {"known_hosts": None, "config": None, "client_keys": None, "username": "x"}
        async with asyncssh.connect("127.0.0.1", server.get_port(), **way) as connection:
            assert gather_packets(connection)
