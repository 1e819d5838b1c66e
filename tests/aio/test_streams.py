"""Streams of the asyncio client against a scripted server: order, holes, errors, slow readers, cancellation."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import virtreach.aio
from tests.peer import PING, Packet, Peer, Served, until
from tests.stream_peer import SHAPES, Flood, Store, accept, give, make_file
from virtreach.errors import CallTimeout, ConnectionLost, LibvirtError, StreamError, TransportError
from virtreach.protocol import remote as P
from virtreach.session.client import STREAM_BUFFER, STREAM_BUFFER_MAX
from virtreach.session.stream import Hole
from virtreach.wire.packet import CONTINUE, OK

VERSION = P.CONNECT_GET_LIB_VERSION
DOWNLOAD = P.STORAGE_VOL_DOWNLOAD
UPLOAD = P.STORAGE_VOL_UPLOAD
VOLUME = ("pool", "volume", "key")
PLAIN = (VOLUME, 0, 0, 0)
SPARSE = (VOLUME, 0, 0, 1)


@pytest.mark.parametrize("before", [0, 1, 2, 3])
async def test_data_may_come_before_the_reply(make_peer: Callable[..., Peer], before: int) -> None:
    peer = make_peer(
        handlers={"storage_vol_download": give(b"a" * 10, b"b" * 200_000, b"c", before=before)},
        on_stream=Store(),
    )
    async with await virtreach.aio.connect(peer.uri) as connection:
        stream, _ = await connection._open_stream(DOWNLOAD, *PLAIN)
        async with stream:
            target = io.BytesIO()
            assert await stream.recv_file(target) == 200_011
            assert target.getvalue() == b"a" * 10 + b"b" * 200_000 + b"c"
        assert not connection._channel.link.session.streams


async def test_pieces_and_holes(make_peer: Callable[..., Peer]) -> None:
    peer = make_peer(handlers={"storage_vol_download": give(b"abc", 5, b"de", 1 << 40)}, on_stream=Store())
    async with await virtreach.aio.connect(peer.uri) as connection:
        stream, _ = await connection._open_stream(DOWNLOAD, *SPARSE)
        async with stream:
            got: list[bytes | Hole] = []
            while piece := await stream.recv_piece(2):
                got.append(piece)
            assert got == [b"ab", b"c", Hole(5), b"de", Hole(1 << 40)]
            assert await stream.recv_piece() == b""


@pytest.mark.parametrize("shape", SHAPES)
async def test_sparse_files_up_and_down(make_peer: Callable[..., Peer], tmp_path: Path, shape: str) -> None:
    """What arrives is what was sent, holes as holes, with progress to the last byte."""
    store = Store()
    source, target = tmp_path / "source", tmp_path / "target"
    make_file(source, SHAPES[shape])
    peer = make_peer(handlers={"storage_vol_upload": accept}, on_stream=store)
    size = source.stat().st_size
    async with await virtreach.aio.connect(peer.uri) as connection:
        seen: list[int] = []
        stream, _ = await connection._open_stream(UPLOAD, *SPARSE)
        async with stream:
            with source.open("rb") as file:
                assert await stream.send_file(file, sparse=True, progress=seen.append) == size
        assert seen == sorted(seen)
        assert (seen or [0])[-1] == size
        assert hashlib.sha256(store.data).digest() == hashlib.sha256(source.read_bytes()).digest()
        assert store.ends == ["finished"]
        if any(hole for hole, _ in SHAPES[shape]):
            assert any(isinstance(piece, int) for piece in store.pieces)
        peer.handlers["storage_vol_download"] = give(*store.pieces)
        stream, _ = await connection._open_stream(DOWNLOAD, *SPARSE)
        seen.clear()
        async with stream:
            with target.open("wb") as file:
                assert await stream.recv_file(file, sparse=True, progress=seen.append) == size
    assert (seen or [0])[-1] == size
    assert target.read_bytes() == source.read_bytes()
    assert target.stat().st_blocks <= source.stat().st_blocks + 8


async def test_a_hole_in_a_stream_that_is_not_sparse_breaks_the_protocol(
    make_peer: Callable[..., Peer],
) -> None:
    peer = make_peer(handlers={"storage_vol_download": give(b"abc", 1 << 60)})
    connection = await virtreach.aio.connect(peer.uri)
    stream, _ = await connection._open_stream(DOWNLOAD, *PLAIN)
    with pytest.raises(virtreach.errors.ProtocolError, match="sparse"):
        await stream.recv_file(io.BytesIO())
    await connection.close()


async def test_an_error_in_the_middle_of_an_upload_is_noticed(make_peer: Callable[..., Peer]) -> None:
    """Without sending everything."""
    store = Store(fail_after=1 << 20)
    peer = make_peer(handlers={"storage_vol_upload": accept}, on_stream=store)
    async with await virtreach.aio.connect(peer.uri) as connection:
        stream, _ = await connection._open_stream(UPLOAD, *PLAIN)
        chunk = bytes(1 << 20)
        with pytest.raises(LibvirtError, match="disk is full"):  # noqa: PT012 - whichever raises
            async with stream:
                for _ in range(300):
                    await stream.send(chunk)
        assert store.received < 100 << 20
        assert (await connection._call(VERSION)).lib_ver == 9_000_000
        with pytest.raises(LibvirtError, match="disk is full"):
            await stream.send(b"more")


async def test_an_error_at_the_end_of_an_upload(make_peer: Callable[..., Peer]) -> None:
    def refuse(served: Served, packet: Packet) -> None:
        if packet.status == OK:
            served.error(packet, 38, "it does not fit", kind=3)

    peer = make_peer(handlers={"storage_vol_upload": accept}, on_stream=refuse)
    async with await virtreach.aio.connect(peer.uri) as connection:
        stream, _ = await connection._open_stream(UPLOAD, *PLAIN)
        with pytest.raises(LibvirtError, match="does not fit"):
            async with stream:
                await stream.send(b"abc")
        with pytest.raises(LibvirtError):
            await stream.finish()


async def test_an_error_in_the_middle_of_a_download(make_peer: Callable[..., Peer]) -> None:
    def half(served: Served, packet: Packet) -> None:
        served.reply(packet)
        served.data(packet, b"half")
        served.error(packet, 38, "cannot read", kind=3)

    peer = make_peer(handlers={"storage_vol_download": half})
    async with await virtreach.aio.connect(peer.uri) as connection:
        stream, _ = await connection._open_stream(DOWNLOAD, *PLAIN)
        target = io.BytesIO()
        with pytest.raises(LibvirtError, match="cannot read"):
            await stream.recv_file(target)
        assert target.getvalue() == b"half"


async def test_a_call_that_fails_opens_no_stream(make_peer: Callable[..., Peer]) -> None:
    peer = make_peer()
    async with await virtreach.aio.connect(peer.uri) as connection:
        with pytest.raises(LibvirtError):
            await connection._open_stream(DOWNLOAD, *PLAIN)
        assert not connection._channel.link.session.streams


async def test_a_block_that_raises_aborts(make_peer: Callable[..., Peer]) -> None:
    store = Store()
    peer = make_peer(handlers={"storage_vol_upload": accept}, on_stream=store)
    async with await virtreach.aio.connect(peer.uri) as connection:
        stream, _ = await connection._open_stream(UPLOAD, *PLAIN)
        with pytest.raises(LookupError):  # noqa: PT012 - whichever raises
            async with stream:
                await stream.send(b"abc")
                raise LookupError
        assert store.ends == ["aborted"]
        with pytest.raises(StreamError):
            await stream.send(b"more")
        await stream.abort()


async def test_an_abort_does_not_wait_for_a_server_that_says_nothing(make_peer: Callable[..., Peer]) -> None:
    """Nor for a deadline that is over: that one is the error to be seen."""
    peer = make_peer(handlers={"storage_vol_download": give(b"abc", end=False)}, on_stream=lambda *_: None)
    async with await virtreach.aio.connect(peer.uri) as connection:
        stream, _ = await connection._open_stream(DOWNLOAD, *PLAIN)
        async with asyncio.timeout(5):
            with pytest.raises(CallTimeout), connection.deadline(0.05):
                async with stream:
                    await stream.recv_file(io.BytesIO())
        assert (await connection._call(VERSION)).lib_ver == 9_000_000


async def test_who_aborts_wakes_who_reads(make_peer: Callable[..., Peer]) -> None:
    """And the reader is not told that it has everything."""
    peer = make_peer(handlers={"storage_vol_download": give(b"abc", end=False)}, on_stream=Store())
    async with await virtreach.aio.connect(peer.uri) as connection:
        stream, _ = await connection._open_stream(DOWNLOAD, *PLAIN)
        reader = asyncio.create_task(stream.recv_file(io.BytesIO()))
        await asyncio.sleep(0.02)
        await stream.abort()
        with pytest.raises(StreamError, match="aborted"):
            await asyncio.wait_for(reader, 5)


async def test_two_directions_at_once(make_peer: Callable[..., Peer]) -> None:
    """A console: one task reads while another writes."""

    def echo(served: Served, packet: Packet) -> None:
        if packet.status == CONTINUE:
            served.data(packet, packet.body.upper())
        else:
            served.finished(packet)

    peer = make_peer(handlers={"domain_open_console": accept}, on_stream=echo)
    async with await virtreach.aio.connect(peer.uri) as connection:
        stream, _ = await connection._open_stream(P.DOMAIN_OPEN_CONSOLE, ("guest", bytes(16), 1), None, 0)
        for word in (b"one", b"two"):
            reader = asyncio.create_task(stream.recv())
            await asyncio.sleep(0)
            await stream.send(word)
            assert await asyncio.wait_for(reader, 5) == word.upper()
        reader = asyncio.create_task(stream.recv())
        await asyncio.sleep(0)
        await stream.finish()
        assert await asyncio.wait_for(reader, 5) == b""


async def test_a_slow_reader_holds_the_server_back(make_peer: Callable[..., Peer]) -> None:
    """What waits in memory has a bound, calls get through, and then the reader gets everything."""
    flood = Flood()
    peer = make_peer(handlers={"storage_vol_download": flood}, on_stream=Store())
    async with await virtreach.aio.connect(peer.uri) as connection:
        stream, _ = await connection._open_stream(DOWNLOAD, *PLAIN)
        link = connection._channel.link
        await until(lambda: link._paused_reading)
        before = flood.sent
        await asyncio.sleep(0.1)
        assert flood.sent - before < 4 << 20
        assert stream._state.buffered < STREAM_BUFFER + (1 << 20)
        for _ in range(3):
            async with asyncio.timeout(2):
                assert (await connection._call(VERSION)).lib_ver == 9_000_000
            assert stream._state.buffered < STREAM_BUFFER_MAX
        flood.stop.set()
        total = 0
        while data := await stream.recv():
            total += len(data)
        flood.end()
        assert total == flood.sent
        await stream.finish()


async def test_a_reader_that_pauses_for_long_does_not_lose_the_connection(
    make_peer: Callable[..., Peer],
) -> None:
    """The server's silence is our own doing then; and its PINGs, behind the data, are answered."""
    flood = Flood(1 << 14)
    peer = make_peer(handlers={"storage_vol_download": flood}, on_stream=Store())
    async with await virtreach.aio.connect(peer.uri, keepalive=(0.05, 1)) as connection:
        stream, _ = await connection._open_stream(DOWNLOAD, *PLAIN)
        link = connection._channel.link
        await until(lambda: link._paused_reading)
        served = peer.connection()
        threading.Thread(target=served.send, args=(PING,), daemon=True).start()
        await until(lambda: served.pongs >= 1)
        await asyncio.sleep(0.2)
        assert connection.alive
        flood.stop.set()
        while await stream.recv():
            pass
        flood.end()


async def test_cancelling_an_upload_that_waits_leaves_the_other_alone(make_peer: Callable[..., Peer]) -> None:
    """Both wait for room in the socket."""
    store = Store(stop_after=1)
    peer = make_peer(handlers={"storage_vol_upload": accept}, on_stream=store)
    async with await virtreach.aio.connect(peer.uri) as connection:
        streams = [(await connection._open_stream(UPLOAD, *PLAIN))[0] for _ in range(2)]
        tasks = [asyncio.create_task(stream.send(bytes(4 << 20))) for stream in streams]
        link = connection._channel.link
        await until(lambda: link._writers is not None and len(link._writers) == 2)
        tasks[0].cancel()
        with pytest.raises(asyncio.CancelledError):
            await tasks[0]
        assert not tasks[1].done()
        store.go.set()
        await asyncio.wait_for(tasks[1], 10)
        await streams[0].abort()
        await streams[1].finish()
        assert sorted(store.ends) == ["aborted", "finished"]


async def test_a_deadline_while_an_upload_waits(make_peer: Callable[..., Peer]) -> None:
    store = Store(stop_after=1)
    peer = make_peer(handlers={"storage_vol_upload": accept}, on_stream=store)
    async with await virtreach.aio.connect(peer.uri) as connection:
        stream, _ = await connection._open_stream(UPLOAD, *PLAIN)
        with connection.deadline(0.1), pytest.raises(CallTimeout):
            await stream.send(bytes(8 << 20))
        store.go.set()
        await stream.abort()
        assert (await connection._call(VERSION)).lib_ver == 9_000_000


async def test_calls_and_streams_at_the_same_time(make_peer: Callable[..., Peer]) -> None:
    store = Store()
    peer = make_peer(
        handlers={"storage_vol_upload": accept, "storage_vol_download": give(*[os.urandom(100_000)] * 50)},
        on_stream=store,
    )
    async with await virtreach.aio.connect(peer.uri) as connection, asyncio.timeout(30):

        async def up() -> None:
            stream, _ = await connection._open_stream(UPLOAD, *PLAIN)
            async with stream:
                for _ in range(20):
                    await stream.send(bytes(300_000))

        async def down() -> None:
            stream, _ = await connection._open_stream(DOWNLOAD, *PLAIN)
            async with stream:
                assert await stream.recv_file(io.BytesIO()) == 5_000_000

        async def calls() -> None:
            for _ in range(100):
                assert (await connection._call(VERSION)).lib_ver == 9_000_000

        await asyncio.gather(up(), down(), calls(), down())
        assert store.received == 6_000_000


@pytest.mark.parametrize("what", ["read", "write", "finish"])
async def test_the_connection_breaks_under_a_stream(make_peer: Callable[..., Peer], what: str) -> None:
    store = Store(stop_after=1)
    peer = make_peer(
        handlers={"storage_vol_upload": accept, "storage_vol_download": give(b"abc", end=False)},
        on_stream=store if what == "write" else (lambda *_: None),
    )
    connection = await virtreach.aio.connect(peer.uri)
    served = peer.connection()
    asyncio.get_running_loop().call_later(0.1, served.close)
    asyncio.get_running_loop().call_later(0.1, store.go.set)
    with pytest.raises(TransportError):  # noqa: PT012 - whichever raises
        stream, _ = await connection._open_stream(DOWNLOAD if what == "read" else UPLOAD, *PLAIN)
        async with stream:
            if what == "read":
                await stream.recv_file(io.BytesIO())
            elif what == "write":
                await stream.send(bytes(16 << 20))
    with pytest.raises((ConnectionLost, StreamError)):
        await stream.send(b"more")
    await connection.close()


async def test_cancelling_the_opening_aborts_the_stream(make_peer: Callable[..., Peer]) -> None:
    """Nobody would ever use it."""
    store = Store()
    calls: list[Packet] = []
    peer = make_peer(handlers={"storage_vol_upload": lambda _, packet: calls.append(packet)}, on_stream=store)
    async with await virtreach.aio.connect(peer.uri) as connection:
        task: asyncio.Task[Any] = asyncio.create_task(connection._open_stream(UPLOAD, *PLAIN))
        await until(lambda: calls)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        peer.connection().reply(calls[0])
        await until(lambda: store.ends == ["aborted"])
        await until(lambda: not connection._channel.link.session.streams)
