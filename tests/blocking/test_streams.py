"""Streams of the blocking client against a scripted server: order, holes, errors, slow readers, cancellation."""

from __future__ import annotations

import hashlib
import io
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import virtreach
from tests.peer import PING, Packet, Peer, Served, eventually
from tests.stream_peer import SHAPES, Flood, Store, accept, give, make_file
from virtreach.errors import CallTimeout, ConnectionLost, LibvirtError, StreamError, TransportError
from virtreach.protocol import remote as P
from virtreach.session.client import STREAM_BUFFER, STREAM_BUFFER_MAX
from virtreach.session.stream import ClientStream, Hole
from virtreach.wire.packet import CONTINUE, OK

VERSION = P.CONNECT_GET_LIB_VERSION
DOWNLOAD = P.STORAGE_VOL_DOWNLOAD
UPLOAD = P.STORAGE_VOL_UPLOAD
VOLUME = ("pool", "volume", "key")
PLAIN = (VOLUME, 0, 0, 0)
SPARSE = (VOLUME, 0, 0, 1)


@pytest.mark.parametrize("before", [0, 1, 2, 3])
def test_data_may_come_before_the_reply(make_peer: Callable[..., Peer], before: int) -> None:
    peer = make_peer(
        handlers={"storage_vol_download": give(b"a" * 10, b"b" * 200_000, b"c", before=before)},
        on_stream=Store(),
    )
    with virtreach.connect(peer.uri) as connection:
        stream, _ = connection._open_stream(DOWNLOAD, *PLAIN)
        with stream:
            target = io.BytesIO()
            assert stream.recv_file(target) == 200_011
            assert target.getvalue() == b"a" * 10 + b"b" * 200_000 + b"c"
        assert not connection._channel.link.session.streams


def test_pieces_and_holes(make_peer: Callable[..., Peer]) -> None:
    peer = make_peer(handlers={"storage_vol_download": give(b"abc", 5, b"de", 1 << 40)}, on_stream=Store())
    with virtreach.connect(peer.uri) as connection:
        stream, _ = connection._open_stream(DOWNLOAD, *SPARSE)
        with stream:
            got: list[bytes | Hole] = []
            while piece := stream.recv_piece(2):
                got.append(piece)
            assert got == [b"ab", b"c", Hole(5), b"de", Hole(1 << 40)]
            assert stream.recv_piece() == b""


@pytest.mark.parametrize("shape", SHAPES)
def test_sparse_files_up_and_down(make_peer: Callable[..., Peer], tmp_path: Path, shape: str) -> None:
    """What arrives is what was sent, holes as holes, with progress to the last byte."""
    store = Store()
    source, target = tmp_path / "source", tmp_path / "target"
    make_file(source, SHAPES[shape])
    peer = make_peer(handlers={"storage_vol_upload": accept}, on_stream=store)
    size = source.stat().st_size
    with virtreach.connect(peer.uri) as connection:
        seen: list[int] = []
        stream, _ = connection._open_stream(UPLOAD, *SPARSE)
        with stream:
            with source.open("rb") as file:
                assert stream.send_file(file, sparse=True, progress=seen.append) == size
        assert seen == sorted(seen)
        assert (seen or [0])[-1] == size
        assert hashlib.sha256(store.data).digest() == hashlib.sha256(source.read_bytes()).digest()
        assert store.ends == ["finished"]
        if any(hole for hole, _ in SHAPES[shape]):
            assert any(isinstance(piece, int) for piece in store.pieces)
        peer.handlers["storage_vol_download"] = give(*store.pieces)
        stream, _ = connection._open_stream(DOWNLOAD, *SPARSE)
        seen.clear()
        with stream:
            with target.open("wb") as file:
                assert stream.recv_file(file, sparse=True, progress=seen.append) == size
    assert (seen or [0])[-1] == size
    assert target.read_bytes() == source.read_bytes()
    assert target.stat().st_blocks <= source.stat().st_blocks + 8


def test_a_hole_in_a_stream_that_is_not_sparse_breaks_the_protocol(make_peer: Callable[..., Peer]) -> None:
    peer = make_peer(handlers={"storage_vol_download": give(b"abc", 1 << 60)})
    connection = virtreach.connect(peer.uri)
    stream, _ = connection._open_stream(DOWNLOAD, *PLAIN)
    with pytest.raises(virtreach.errors.ProtocolError, match="sparse"):
        stream.recv_file(io.BytesIO())
    connection.close()


def test_an_error_in_the_middle_of_an_upload_is_noticed(make_peer: Callable[..., Peer]) -> None:
    """Without sending everything."""
    store = Store(fail_after=1 << 20)
    peer = make_peer(handlers={"storage_vol_upload": accept}, on_stream=store)
    with virtreach.connect(peer.uri) as connection:
        stream, _ = connection._open_stream(UPLOAD, *PLAIN)
        chunk = bytes(1 << 20)
        with pytest.raises(LibvirtError, match="disk is full"):  # noqa: PT012 - whichever raises
            with stream:
                for _ in range(300):
                    stream.send(chunk)
        assert store.received < 100 << 20
        assert (connection._call(VERSION)).lib_ver == 9_000_000
        with pytest.raises(LibvirtError, match="disk is full"):
            stream.send(b"more")


def test_an_error_at_the_end_of_an_upload(make_peer: Callable[..., Peer]) -> None:
    def refuse(served: Served, packet: Packet) -> None:
        if packet.status == OK:
            served.error(packet, 38, "it does not fit", kind=3)

    peer = make_peer(handlers={"storage_vol_upload": accept}, on_stream=refuse)
    with virtreach.connect(peer.uri) as connection:
        stream, _ = connection._open_stream(UPLOAD, *PLAIN)
        with pytest.raises(LibvirtError, match="does not fit"):
            with stream:
                stream.send(b"abc")
        with pytest.raises(LibvirtError):
            stream.finish()


def test_an_error_in_the_middle_of_a_download(make_peer: Callable[..., Peer]) -> None:
    def half(served: Served, packet: Packet) -> None:
        served.reply(packet)
        served.data(packet, b"half")
        served.error(packet, 38, "cannot read", kind=3)

    peer = make_peer(handlers={"storage_vol_download": half})
    with virtreach.connect(peer.uri) as connection:
        stream, _ = connection._open_stream(DOWNLOAD, *PLAIN)
        target = io.BytesIO()
        with pytest.raises(LibvirtError, match="cannot read"):
            stream.recv_file(target)
        assert target.getvalue() == b"half"


def test_a_call_that_fails_opens_no_stream(make_peer: Callable[..., Peer]) -> None:
    peer = make_peer()
    with virtreach.connect(peer.uri) as connection:
        with pytest.raises(LibvirtError):
            connection._open_stream(DOWNLOAD, *PLAIN)
        assert not connection._channel.link.session.streams


def test_a_block_that_raises_aborts(make_peer: Callable[..., Peer]) -> None:
    store = Store()
    peer = make_peer(handlers={"storage_vol_upload": accept}, on_stream=store)
    with virtreach.connect(peer.uri) as connection:
        stream, _ = connection._open_stream(UPLOAD, *PLAIN)
        with pytest.raises(LookupError):  # noqa: PT012 - whichever raises
            with stream:
                stream.send(b"abc")
                raise LookupError
        assert store.ends == ["aborted"]
        with pytest.raises(StreamError):
            stream.send(b"more")
        stream.abort()


def test_an_abort_does_not_wait_for_a_server_that_says_nothing(make_peer: Callable[..., Peer]) -> None:
    """Nor for a deadline that is over: that one is the error to be seen."""
    peer = make_peer(handlers={"storage_vol_download": give(b"abc", end=False)}, on_stream=lambda *_: None)
    with virtreach.connect(peer.uri) as connection:
        stream, _ = connection._open_stream(DOWNLOAD, *PLAIN)
        started = time.monotonic()
        with pytest.raises(CallTimeout), connection.deadline(0.05):
            with stream:
                stream.recv_file(io.BytesIO())
        assert time.monotonic() - started < 5
        assert connection._call(VERSION).lib_ver == 9_000_000


def test_who_aborts_wakes_who_reads(make_peer: Callable[..., Peer]) -> None:
    """And the reader is not told that it has everything."""
    peer = make_peer(handlers={"storage_vol_download": give(b"abc", end=False)}, on_stream=Store())
    with virtreach.connect(peer.uri) as connection, ThreadPoolExecutor(1) as pool:
        stream, _ = connection._open_stream(DOWNLOAD, *PLAIN)
        reader = pool.submit(stream.recv_file, io.BytesIO())
        time.sleep(0.05)
        stream.abort()
        with pytest.raises(StreamError, match="aborted"):
            reader.result(5)


def test_two_directions_at_once(make_peer: Callable[..., Peer]) -> None:
    """A console: one thread reads while another writes."""

    def echo(served: Served, packet: Packet) -> None:
        if packet.status == CONTINUE:
            served.data(packet, packet.body.upper())
        else:
            served.finished(packet)

    peer = make_peer(handlers={"domain_open_console": accept}, on_stream=echo)
    with virtreach.connect(peer.uri) as connection, ThreadPoolExecutor(1) as pool:
        stream, _ = connection._open_stream(P.DOMAIN_OPEN_CONSOLE, ("guest", bytes(16), 1), None, 0)
        for word in (b"one", b"two"):
            reader = pool.submit(stream.recv)
            time.sleep(0.02)
            stream.send(word)
            assert reader.result(5) == word.upper()
        reader = pool.submit(stream.recv)
        time.sleep(0.02)
        stream.finish()
        assert reader.result(5) == b""


def test_a_slow_reader_holds_the_server_back(make_peer: Callable[..., Peer]) -> None:
    """What waits in memory has a bound, calls get through, and then the reader gets everything."""
    flood = Flood()
    peer = make_peer(handlers={"storage_vol_download": flood}, on_stream=Store())
    with virtreach.connect(peer.uri) as connection:
        stream, _ = connection._open_stream(DOWNLOAD, *PLAIN)
        session = connection._channel.link.session
        # Events are wanted, so the watcher is eager; a stream that nobody reads must not keep it busy.
        with connection.events.domain():
            eventually(lambda: session.congested)
            before = flood.sent
            spent = time.process_time()
            time.sleep(0.5)
            assert flood.sent - before < 4 << 20
            assert time.process_time() - spent < 0.3
            assert stream._state.buffered < STREAM_BUFFER + (2 << 20)
            for _ in range(3):
                with connection.deadline(2):
                    assert connection._call(VERSION).lib_ver == 9_000_000
                assert stream._state.buffered < STREAM_BUFFER_MAX
            flood.stop.set()
            total = 0
            while data := stream.recv():
                total += len(data)
            flood.end()
            assert total == flood.sent
            stream.finish()


def test_a_reader_that_pauses_for_long_does_not_lose_the_connection(make_peer: Callable[..., Peer]) -> None:
    """The server's silence is our own doing then; and its PINGs, behind the data, are answered."""
    flood = Flood(1 << 14)
    peer = make_peer(handlers={"storage_vol_download": flood}, on_stream=Store())
    with virtreach.connect(peer.uri, keepalive=(0.05, 1)) as connection:
        stream, _ = connection._open_stream(DOWNLOAD, *PLAIN)
        eventually(lambda: connection._channel.link.session.congested)
        served = peer.connection()
        threading.Thread(target=served.send, args=(PING,), daemon=True).start()
        eventually(lambda: served.pongs >= 1)
        time.sleep(0.2)
        assert connection.alive
        flood.stop.set()
        while stream.recv():
            pass
        flood.end()


def test_a_reader_that_takes_nothing_loses_the_stream_and_not_the_connection(
    make_peer: Callable[..., Peer],
) -> None:
    """Another thread's calls read on; beyond the bound the stream is aborted."""
    flood = Flood()
    store = Store()
    peer = make_peer(
        handlers={"storage_vol_download": flood, "connect_get_max_vcpus": lambda *_: None}, on_stream=store
    )
    with virtreach.connect(peer.uri) as connection:
        stream, _ = connection._open_stream(DOWNLOAD, *PLAIN)
        with connection.deadline(0.5), pytest.raises(CallTimeout):  # noqa: PT012 - whichever raises
            while True:
                connection._call(P.CONNECT_GET_MAX_VCPUS, "1")
        eventually(lambda: store.ends == ["aborted"])
        flood.end()
        with pytest.raises(StreamError, match="not taken"):  # noqa: PT012 - whichever raises
            while stream.recv():
                pass
        assert connection._call(VERSION).lib_ver == 9_000_000


def test_a_deadline_while_an_upload_waits(make_peer: Callable[..., Peer]) -> None:
    """Whatever has begun is still sent whole, so that the stream and the connection can go on."""
    store = Store(stop_after=1)
    peer = make_peer(handlers={"storage_vol_upload": accept}, on_stream=store)
    with virtreach.connect(peer.uri) as connection:
        stream, _ = connection._open_stream(UPLOAD, *PLAIN)
        data = bytearray(os.urandom(8 << 20))
        expected = bytes(data)
        with connection.deadline(0.1), pytest.raises(CallTimeout):
            stream.send(data)
        # The caller's own again.
        data[:] = bytes(len(data))
        store.go.set()
        stream.abort()
        assert connection._call(VERSION).lib_ver == 9_000_000
        assert store.data == expected[: store.received]
        assert store.received % (1 << 20) == 0


def test_calls_and_streams_at_the_same_time(make_peer: Callable[..., Peer]) -> None:
    store = Store()
    peer = make_peer(
        handlers={"storage_vol_upload": accept, "storage_vol_download": give(*[os.urandom(100_000)] * 50)},
        on_stream=store,
    )
    with virtreach.connect(peer.uri) as connection, ThreadPoolExecutor(4) as pool:

        def up() -> None:
            stream, _ = connection._open_stream(UPLOAD, *PLAIN)
            with stream:
                for _ in range(20):
                    stream.send(bytes(300_000))

        def down() -> None:
            stream, _ = connection._open_stream(DOWNLOAD, *PLAIN)
            with stream:
                assert stream.recv_file(io.BytesIO()) == 5_000_000

        def calls() -> None:
            for _ in range(100):
                assert connection._call(VERSION).lib_ver == 9_000_000

        for future in [pool.submit(work) for work in (up, down, calls, down)]:
            future.result(30)
        assert store.received == 6_000_000


@pytest.mark.parametrize("what", ["read", "write", "finish"])
def test_the_connection_breaks_under_a_stream(make_peer: Callable[..., Peer], what: str) -> None:
    store = Store(stop_after=1)
    peer = make_peer(
        handlers={"storage_vol_upload": accept, "storage_vol_download": give(b"abc", end=False)},
        on_stream=store if what == "write" else (lambda *_: None),
    )
    connection = virtreach.connect(peer.uri)
    served = peer.connection()
    timers = [threading.Timer(0.1, served.close), threading.Timer(0.1, store.go.set)]
    for timer in timers:
        timer.start()
    with pytest.raises(TransportError):  # noqa: PT012 - whichever raises
        stream, _ = connection._open_stream(DOWNLOAD if what == "read" else UPLOAD, *PLAIN)
        with stream:
            if what == "read":
                stream.recv_file(io.BytesIO())
            elif what == "write":
                stream.send(bytes(16 << 20))
    with pytest.raises((ConnectionLost, StreamError)):
        stream.send(b"more")
    connection.close()
    for timer in timers:
        timer.join()


def test_a_deadline_while_opening_aborts_the_stream(make_peer: Callable[..., Peer]) -> None:
    """Nobody would ever use it."""
    store = Store()
    calls: list[Packet] = []
    peer = make_peer(handlers={"storage_vol_upload": lambda _, packet: calls.append(packet)}, on_stream=store)
    with virtreach.connect(peer.uri) as connection:
        with connection.deadline(0.05), pytest.raises(CallTimeout):
            connection._open_stream(UPLOAD, *PLAIN)
        peer.connection().reply(calls[0])
        eventually(lambda: store.ends == ["aborted"])
        eventually(lambda: not connection._channel.link.session.streams)


def test_another_thread_may_read_the_end(make_peer: Callable[..., Peer]) -> None:
    """Between a look for data and a look for the end; nothing is lost then."""
    downloads: list[Packet] = []

    def version(served: Served, packet: Packet) -> None:
        if downloads:
            download = downloads.pop()
            served.data(download, b"abc")
            served.data(download, b"")
        served.reply(packet, 9_000_000)

    def download(served: Served, packet: Packet) -> None:
        served.reply(packet)
        downloads.append(packet)

    peer = make_peer(
        handlers={"storage_vol_download": download, "connect_get_lib_version": version}, on_stream=Store()
    )
    with virtreach.connect(peer.uri) as connection:
        stream, _ = connection._open_stream(DOWNLOAD, *PLAIN)
        link = connection._channel.link
        take = link.take

        def late(state: ClientStream) -> bytes | memoryview | Hole | None:
            taken = take(state)
            if taken is None:
                # What another thread does meanwhile.
                connection._call(VERSION)
            return taken

        link.take = late  # type: ignore[method-assign]
        target = io.BytesIO()
        assert stream.recv_file(target) == 3
        stream.finish()
