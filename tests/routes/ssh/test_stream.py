"""Streams hand on bytes in order and in any pieces; as sockets they end as they should, and not when they were cut."""

from __future__ import annotations

import asyncio
import hashlib
import os
import random
import socket
from typing import Any

import pytest

from virtreach.errors.routes import HopLost
from virtreach.routes.ssh.stream import Stream, StreamSession


class Link:
    """The connection under a stream."""

    def __init__(self) -> None:
        self.flowing = asyncio.Event()
        self.flowing.set()
        self.gone: Exception | None = None

    def explain(self, error: Exception) -> Exception:
        return error


class Channel:
    """What asyncssh would give: pieces come while reading is not paused."""

    def __init__(self, session: StreamSession, pieces: list[bytes]) -> None:
        self.session = session
        self.pieces = pieces
        self.paused = False
        self.written = bytearray()
        self.said_all = asyncio.Event()
        self.closed = False
        self.refuses = False

    def set_write_buffer_limits(self, high: int, low: int) -> None:
        return

    def pause_reading(self) -> None:
        self.paused = True

    def resume_reading(self) -> None:
        self.paused = False
        self.feed()

    def feed(self) -> None:
        while self.pieces and not self.paused:
            self.session.data_received(self.pieces.pop(0), None)

    def write(self, data: bytes) -> None:
        if self.refuses:
            raise BrokenPipeError
        self.written += data

    def write_eof(self) -> None:
        self.said_all.set()

    def close(self) -> None:
        self.closed = True


def make(pieces: list[bytes]) -> tuple[Stream, StreamSession, Channel]:
    session = StreamSession(Link())  # type: ignore[arg-type]
    channel = Channel(session, pieces)
    session.connection_made(channel)
    return Stream(channel, session, way="direct", target="n1:80"), session, channel


async def until_closed(channel: Channel) -> None:
    async with asyncio.timeout(10):
        while not channel.closed:
            await asyncio.sleep(0.01)


def read_all(stream: socket.socket) -> bytes:
    found = bytearray()
    while data := stream.recv(1 << 16):
        found += data
    return bytes(found)


async def test_pieces_of_any_size_come_in_order() -> None:
    rng = random.Random(4)
    pieces = [rng.randbytes(rng.choice([1, 7, 4096, 32768])) for _ in range(200)]
    whole = b"".join(pieces)
    stream, session, channel = make(list(pieces))
    channel.feed()
    found = b""
    while len(found) < len(whole):
        size = rng.choice([1, 3, 1000, 40000, 1 << 18])
        data = await stream.read(size)
        assert 0 < len(data) <= size
        found += data
    assert found == whole
    assert session.take_now(1) is None
    session.eof_received()
    assert await stream.read() == b""


async def test_a_socket_gets_all_in_order_though_it_is_read_late() -> None:
    pieces = [os.urandom(32768) for _ in range(400)]
    digest = hashlib.sha256(b"".join(pieces)).digest()
    stream, session, channel = make(pieces)
    with stream.to_socket() as outside:
        await asyncio.sleep(0)
        channel.feed()
        assert channel.paused  # 12 MiB do not pile up
        reading = asyncio.create_task(asyncio.to_thread(read_all, outside))
        while pieces:
            await asyncio.sleep(0.01)
        session.eof_received()
        assert hashlib.sha256(await reading).digest() == digest
        outside.sendall(b"and back")
        outside.shutdown(socket.SHUT_WR)
        await channel.said_all.wait()
        assert channel.written == b"and back"
    await until_closed(channel)


@pytest.mark.parametrize("told", [True, False])
async def test_a_cut_is_no_end(told: bool) -> None:
    stream, session, channel = make([b"half"])
    with stream.to_socket() as outside:
        channel.feed()
        # The connection learns of its end after its channels.
        session.connection_lost(HopLost("cut", hop="p1") if told else None)
        session._link.gone = HopLost("cut", hop="p1")  # type: ignore[misc]
        assert await asyncio.to_thread(outside.recv, 100) == b"half"
        with pytest.raises(HopLost):
            await asyncio.to_thread(outside.recv, 100)
    await until_closed(channel)


async def test_what_came_is_handed_on_though_nothing_is_taken_any_more() -> None:
    stream, session, channel = make([os.urandom(1 << 20)])
    whole = channel.pieces[0]
    with stream.to_socket() as outside:
        await asyncio.sleep(0)
        channel.refuses = True
        await asyncio.to_thread(outside.sendall, b"too late")
        await asyncio.sleep(0.01)
        channel.feed()
        session.eof_received()
        assert await asyncio.to_thread(read_all, outside) == whole
    await until_closed(channel)


async def test_writing_waits_for_room() -> None:
    stream, session, channel = make([])
    with stream.to_socket() as outside:
        await asyncio.sleep(0)
        session.pause_writing()
        sending = asyncio.create_task(asyncio.to_thread(outside.sendall, bytes(4 << 20)))
        for _ in range(20):
            await asyncio.sleep(0.005)
        assert not sending.done()
        assert len(channel.written) <= 1 << 18
        session.resume_writing()
        await sending
        outside.shutdown(socket.SHUT_WR)
        await channel.said_all.wait()
        assert len(channel.written) == 4 << 20
    await until_closed(channel)


async def test_closing_the_socket_closes_the_stream() -> None:
    stream, _, channel = make([])
    outside: Any = stream.to_socket()
    await asyncio.sleep(0)
    outside.close()
    await until_closed(channel)
