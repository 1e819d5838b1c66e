"""The server's session without sockets: byte by byte, hostile frames, and against the client's session."""

from __future__ import annotations

from typing import Any

import pytest

from virtreach.errors import FrameError, LibvirtError
from virtreach.errors.libvirt import class_for
from virtreach.protocol import remote as P
from virtreach.protocol.procedure import Procedure
from virtreach.protocol.registry import PROGRAMS
from virtreach.protocol.rpc import decode_error, encode_hole
from virtreach.session.client import Call, ClientSession
from virtreach.session.programs import Programs
from virtreach.session.server import LARGE, OPENING_MAX, STREAMS_MAX, ServerSession
from virtreach.session.server_stream import CHUNK, ServerStream
from virtreach.session.stream import Hole
from virtreach.wire.packet import (
    CALL,
    CALL_WITH_FDS,
    CONTINUE,
    ERROR,
    HEADER,
    HEADER_SIZE,
    MESSAGE,
    OK,
    PACKET_MAX,
    REPLY,
    STREAM,
    STREAM_HOLE,
)

REMOTE = PROGRAMS["remote"]
KEEPALIVE = PROGRAMS["keepalive"]


class Server:
    """A session that answers version calls at once, host name calls later, and keeps streams."""

    def __init__(self, limit: int = 5) -> None:
        self.session = ServerSession(Programs([REMOTE]), limit=limit)
        self.session.on_call = self.call
        self.session.on_stream = self.stream
        self.calls: list[tuple[str, int]] = []
        self.streams: list[ServerStream] = []
        self.got: list[Any] = []

    def call(self, procedure: Procedure[Any], serial: int, packet: bytes) -> bytes | None:
        self.calls.append((procedure.name, serial))
        if procedure is P.CONNECT_GET_HOSTNAME:
            return None
        if procedure is P.DOMAIN_LOOKUP_BY_NAME:
            name = procedure.decode_args(packet, HEADER_SIZE).name
            raise class_for(42)(f"Domain not found: {name}", code=42, domain=10)
        return procedure.encode_ret(7)

    def stream(
        self, procedure: Procedure[Any], serial: int, packet: bytes, stream: ServerStream
    ) -> bytes | None:
        self.streams.append(stream)
        stream.on_data = lambda data: self.got.append(bytes(data))
        stream.on_hole = lambda length: self.got.append(Hole(length))
        stream.on_abort = lambda: self.got.append("aborted")
        return b""

    def take(self) -> bytes:
        sent = b"".join(self.session.output)
        self.session.output.clear()
        return sent


def frame(
    number: int,
    body: bytes = b"",
    *,
    serial: int = 1,
    kind: int = CALL,
    status: int = OK,
    program: int = REMOTE,
    version: int = 1,
) -> bytes:
    return HEADER.pack(HEADER_SIZE + len(body), program, version, number, kind, serial, status) + body


def call(procedure: Procedure[Any], *args: Any, serial: int = 1) -> bytes:
    return frame(procedure.number, procedure.encode_args(*args), serial=serial)


def packets(data: bytes) -> list[tuple[tuple[int, ...], bytes]]:
    found = []
    while data:
        header = HEADER.unpack_from(data)
        found.append((header, data[: header[0]]))
        data = data[header[0] :]
    return found


def error_of(packet: bytes) -> LibvirtError:
    header = HEADER.unpack_from(packet)
    assert header[4:7:2] == (REPLY, ERROR)
    return decode_error(packet, HEADER_SIZE)


VERSION = call(P.CONNECT_GET_VERSION)
UPLOAD = call(P.STORAGE_VOL_UPLOAD, ("pool", "vol", "key"), 0, 0, 0, serial=9)
SPARSE = call(P.STORAGE_VOL_UPLOAD, ("pool", "vol", "key"), 0, 0, 1, serial=9)


def stream_frame(body: bytes = b"", *, status: int = CONTINUE, kind: int = STREAM, serial: int = 9) -> bytes:
    return frame(P.STORAGE_VOL_UPLOAD.number, body, kind=kind, status=status, serial=serial)


def test_a_call_is_answered_whatever_the_pieces() -> None:
    ping = frame(1, kind=MESSAGE, program=KEEPALIVE, serial=0)
    data = VERSION + ping + call(P.CONNECT_GET_VERSION, serial=2) + UPLOAD + stream_frame(b"abcdef") + VERSION
    whole = Server()
    whole.session.receive(data)
    expected = whole.take()
    kinds = [(header[4], header[5]) for header, _ in packets(expected)]
    assert kinds == [(REPLY, 1), (MESSAGE, 0), (REPLY, 2), (REPLY, 9), (REPLY, 1)]
    for size in (1, 2, 3, 5, 27, 28, 29, 40):
        server = Server()
        for start in range(0, len(data), size):
            server.session.receive(data[start : start + size])
        assert server.take() == expected
        assert b"".join(server.got) == b"abcdef"


@pytest.mark.parametrize("length", [0, 4, 27, OPENING_MAX + 1, 0x7FFFFFFF, 0xFFFFFFFF])
@pytest.mark.parametrize("split", [4, 28])
def test_a_bad_length_ends_it_at_once(length: int, split: int) -> None:
    server = Server()
    data = length.to_bytes(4, "big") + VERSION[4:]
    with pytest.raises(FrameError):
        server.session.receive(data[:split])


def test_somebody_is_told_of_large_packets_in_part_and_of_no_others() -> None:
    told: list[int] = []
    server = Server()
    server.session.opened()
    server.session.on_large = told.append
    large = frame(P.CONNECT_GET_VERSION.number, bytes(LARGE))
    small = frame(P.CONNECT_GET_VERSION.number, bytes(LARGE - HEADER_SIZE))
    for size in (1, 10, HEADER_SIZE, 100):
        server.session.receive(VERSION + small[:size])
        server.session.receive(small[size:])
    server.session.receive(large)
    assert told == []
    server.session.receive(VERSION + large[:10])
    assert told == []
    server.session.receive(large[10:1000])
    assert told == [len(large)]
    server.session.receive(large[1000:5000])
    server.session.receive(large[5000:] + large[:-1])
    assert told == [len(large), 0, len(large)]
    server.session.close()
    assert not server.session._chunks
    # Whoever is sent away for it is told nothing more.
    other = Server()
    other.session.opened()
    other.session.on_large = lambda size: other.session.close()
    other.session.receive(large[:-1])
    assert not other.session._chunks


def test_larger_packets_once_the_client_is_known() -> None:
    server = Server()
    server.session.opened()
    head = PACKET_MAX.to_bytes(4, "big") + VERSION[4:]
    server.session.receive(head)
    with pytest.raises(FrameError):
        Server().session.receive(head)
    other = Server()
    other.session.opened()
    with pytest.raises(FrameError):
        other.session.receive((PACKET_MAX + 1).to_bytes(4, "big") + VERSION[4:])


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        (frame(1, program=1), 39, "Cannot find program 1 version 1"),
        (frame(1, version=9), 39, f"Cannot find program {REMOTE} version 9"),
        (frame(1, program=PROGRAMS["admin"]), 39, f"Cannot find program {PROGRAMS['admin']} version 1"),
        (frame(9999), 39, "unknown procedure: 9999"),
        (frame(P.DOMAIN_EVENT_LIFECYCLE.number), 39, f"unknown procedure: {P.DOMAIN_EVENT_LIFECYCLE.number}"),
        (frame(66, status=ERROR), 39, "Unexpected message status 1"),
        (frame(P.DOMAIN_LOOKUP_BY_NAME.number), 39, "Unable to decode message payload"),
        (frame(P.DOMAIN_LOOKUP_BY_NAME.number, b"\xff" * 4), 39, "Unable to decode message payload"),
        (frame(66, b"\0\0\0\0", kind=CALL_WITH_FDS), 39, "file descriptors cannot be passed to this daemon"),
        (call(P.DOMAIN_LOOKUP_BY_NAME, "web"), 42, "Domain not found: web"),
    ],
)
def test_an_error_is_an_answer(data: bytes, code: int, message: str) -> None:
    server = Server()
    server.session.receive(data + VERSION)
    (_, refused), (header, _) = packets(server.take())
    error = error_of(refused)
    assert (error.code, error.message) == (code, message)
    assert refused[4:20] == data[4:16] + REPLY.to_bytes(4, "big")
    assert header[6] == OK


def test_strangers_cannot_fill_the_table_of_programs() -> None:
    programs = Programs([REMOTE])
    for number in range(1000, 1100):
        with pytest.raises(LibvirtError):
            programs[REMOTE, 1, number]
    assert not programs


@pytest.mark.parametrize(
    "data",
    [
        frame(66, kind=99),
        frame(66, kind=REPLY),
        frame(66, kind=5),
        frame(1, kind=MESSAGE),
        frame(7, kind=MESSAGE, program=KEEPALIVE),
        frame(2, kind=MESSAGE, program=KEEPALIVE),
        stream_frame(b"data", serial=77),
        stream_frame(status=OK, serial=77),
        stream_frame(encode_hole(5), kind=STREAM_HOLE, serial=77),
    ],
)
def test_what_makes_no_sense_is_dropped(data: bytes) -> None:
    server = Server()
    server.session.receive(data + VERSION)
    assert [header[4] for header, _ in packets(server.take())] == [REPLY]


def test_calls_beyond_the_limit_wait_and_pings_do_not() -> None:
    server = Server(limit=2)
    slow = b"".join(call(P.CONNECT_GET_HOSTNAME, serial=serial) for serial in range(1, 5))
    ping = frame(1, kind=MESSAGE, program=KEEPALIVE, serial=0)
    server.session.receive(slow + call(P.CONNECT_GET_VERSION, serial=5) + ping)
    assert server.session.deferred == 2
    assert [serial for _, serial in server.calls] == [1, 2]
    assert [header[1] for header, _ in packets(server.take())] == [KEEPALIVE]
    body = P.CONNECT_GET_HOSTNAME.encode_ret("host")
    server.session.reply(P.CONNECT_GET_HOSTNAME, 2, body)
    server.session.reply(P.CONNECT_GET_HOSTNAME, 1, body)
    assert [serial for _, serial in server.calls] == [1, 2, 3, 4]
    server.session.reply_error(P.CONNECT_GET_HOSTNAME, 3, class_for(1)("no", code=1, domain=7))
    server.session.reply(P.CONNECT_GET_HOSTNAME, 4, body)
    assert [header[5] for header, _ in packets(server.take())] == [2, 1, 3, 5, 4]
    assert server.session.deferred == 0


def test_calls_that_wait_are_bounded() -> None:
    server = Server(limit=1)
    server.session.receive(call(P.CONNECT_GET_HOSTNAME))
    count = 1
    while not server.session.congested:
        server.session.receive(VERSION)
        count += 1
        assert count < 400
    assert count > 200
    server.session.reply(P.CONNECT_GET_HOSTNAME, 1, P.CONNECT_GET_HOSTNAME.encode_ret("host"))
    assert not server.session.congested
    assert len(packets(server.take())) == count


def test_many_small_calls_with_large_replies_stop_where_the_client_stops_reading() -> None:
    server = Server()
    body = bytes(300_000)
    server.session.on_call = lambda procedure, serial, packet: body
    sent = 0

    def flush() -> None:
        nonlocal sent
        sent += len(server.take())
        server.session.blocked = True

    server.session.on_flush = flush
    server.session.receive(VERSION * 1000)
    assert server.session.congested
    assert sent + len(server.take()) < 2_000_000
    replies = 0
    while server.session.congested:
        server.session.unblocked()
        replies += 1
        assert replies < 1000
    server.take()
    assert replies > 100


def test_streams_up() -> None:
    server = Server()
    server.session.receive(UPLOAD)
    server.take()
    server.session.receive(
        stream_frame(b"one") + stream_frame(b"two") + stream_frame() + stream_frame(status=OK)
    )
    assert b"".join(server.got) == b"onetwo"
    assert packets(server.take())[0][0][4:] == (STREAM, 9, OK)
    assert not server.session.streams
    server.session.receive(stream_frame(b"late") + stream_frame(status=ERROR))
    assert b"".join(server.got) == b"onetwo"
    assert server.take() == b""


def test_a_stream_of_holes_only_when_sparse() -> None:
    server = Server()
    hole = stream_frame(encode_hole(1 << 40), kind=STREAM_HOLE)
    server.session.receive(SPARSE + hole)
    assert server.got == [Hole(1 << 40)]
    dense = Server()
    dense.session.receive(UPLOAD + hole)
    reply, refused = packets(dense.take())
    assert reply[0][6] == OK
    assert refused[0][4:] == (STREAM, 9, ERROR)
    assert dense.got == ["aborted"]
    bad = Server()
    bad.session.receive(SPARSE + stream_frame(b"\xff" * 12, kind=STREAM_HOLE))
    assert packets(bad.take())[1][0][4:] == (STREAM, 9, ERROR)
    assert bad.got == ["aborted"]


def test_a_stream_breaks_off_from_both_ends() -> None:
    server = Server()
    server.session.receive(UPLOAD + stream_frame(b"x") + stream_frame(status=ERROR))
    assert server.got == [b"x", "aborted"]
    assert packets(server.take())[1][0][4:] == (STREAM, 9, OK)
    server = Server()
    server.session.receive(UPLOAD)
    server.streams[0].fail(class_for(38)("disk full", code=38, domain=18))
    server.streams[0].fail(class_for(38)("twice", code=38, domain=18))
    _, failed = packets(server.take())
    assert failed[0][4:] == (STREAM, 9, ERROR)
    assert decode_error(failed[1], HEADER_SIZE).message == "disk full"
    server.session.receive(stream_frame(b"x"))
    assert server.got == []


def test_a_driver_that_refuses_data_ends_the_stream() -> None:
    def full(data: object) -> None:
        raise class_for(38)("disk full", code=38, domain=18)

    server = Server()
    server.session.receive(UPLOAD)
    server.take()
    server.streams[0].on_data = full
    server.session.receive(stream_frame(b"x") + stream_frame(b"y"))
    assert [header[4:] for header, _ in packets(server.take())] == [(STREAM, 9, ERROR)]


def test_a_paused_stream_holds_data_and_then_the_reading() -> None:
    server = Server()
    server.session.receive(SPARSE)
    server.take()
    stream = server.streams[0]
    stream.pause()
    server.session.receive(stream_frame(b"a" * 100) + stream_frame(encode_hole(8), kind=STREAM_HOLE))
    server.session.receive(stream_frame(b"b") + stream_frame(status=OK))
    assert server.got == []
    assert server.take() == b""
    stream.resume()
    assert server.got == [b"a" * 100, Hole(8), b"b"]
    assert stream.buffered == 0
    assert packets(server.take())[0][0][4:] == (STREAM, 9, OK)
    server.session.receive(SPARSE)
    server.streams[1].pause()
    count = 0
    while not server.session.congested:
        server.session.receive(stream_frame(encode_hole(8), kind=STREAM_HOLE) * 256)
        count += 1
        assert count < 1000


def test_streams_down_in_packets_and_with_back_pressure() -> None:
    server = Server()
    server.session.receive(call(P.STORAGE_VOL_DOWNLOAD, ("pool", "vol", "key"), 0, 0, 1, serial=4))
    server.take()
    stream = server.streams[0]
    assert stream.write(bytes(CHUNK + 1))
    stream.hole(5)
    server.session.blocked = True
    assert not stream.write(b"x")
    told = []
    stream.on_writable = lambda: told.append(True)
    server.session.unblocked()
    assert told == [True]
    stream.end()
    with pytest.raises(Exception, match="over"):
        stream.write(b"more")
    headers = [header for header, _ in packets(server.take())]
    assert [header[0] for header in headers] == [HEADER_SIZE + CHUNK, 29, HEADER_SIZE + 12, 29, HEADER_SIZE]
    assert {header[4:7:2] for header in headers} == {(STREAM, CONTINUE), (STREAM_HOLE, CONTINUE)}
    server.session.receive(frame(P.STORAGE_VOL_DOWNLOAD.number, kind=STREAM, status=OK, serial=4))
    assert packets(server.take())[0][0][4:] == (STREAM, 4, OK)


def test_streams_are_bounded_and_their_serials_single() -> None:
    server = Server()
    server.session.receive(UPLOAD + UPLOAD)
    first, second = packets(server.take())
    assert first[0][6] == OK
    assert "still open" in error_of(second[1]).message
    for serial in range(10, 10 + STREAMS_MAX):
        server.session.receive(call(P.STORAGE_VOL_UPLOAD, ("pool", "vol", "key"), 0, 0, 0, serial=serial))
    *_, last = packets(server.take())
    assert f"more than {STREAMS_MAX}" in error_of(last[1]).message


def test_a_stream_whose_call_fails_does_not_exist() -> None:
    server = Server()
    server.session.on_stream = lambda *rest: (_ for _ in ()).throw(
        class_for(50)("no volume", code=50, domain=18)
    )
    server.session.receive(UPLOAD + stream_frame(b"x"))
    assert error_of(packets(server.take())[0][1]).code == 50
    assert not server.session.streams
    late = Server()
    late.session.on_stream = lambda procedure, serial, packet, stream: late.streams.append(stream)
    late.session.receive(UPLOAD)
    assert late.session.deferred == 1
    late.session.reply_error(P.STORAGE_VOL_UPLOAD, 9, class_for(50)("no volume", code=50, domain=18))
    assert not late.session.streams
    assert not late.streams[0].open


def test_nothing_passes_before_the_security_layer() -> None:
    server = Server()
    server.session.bar()
    with pytest.raises(FrameError):
        server.session.receive(VERSION)
    for size in (1, 3):
        server = Server()
        server.session.bar()
        server.session.receive(VERSION[:size])
        with pytest.raises(FrameError):
            server.session.unbar()
    server = Server()
    server.session.bar()
    server.session.unbar()
    server.session.receive(VERSION)
    assert server.take()


def test_the_end_tells_streams_and_drops_what_waits() -> None:
    server = Server(limit=1)
    server.session.receive(UPLOAD + call(P.CONNECT_GET_HOSTNAME) + VERSION)
    server.session.close()
    assert server.got == ["aborted"]
    assert [name for name, _ in server.calls] == ["connect_get_hostname"]
    assert server.take() == b""


class Waiter(Call):
    """A call of the client's session that keeps its outcome."""

    result: Any = None

    def resolve(self, packet: bytes) -> None:
        self.result = self.procedure.decode_ret(packet, HEADER_SIZE)

    def reject(self, error: Exception) -> None:
        self.result = error


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_both_ends_understand_each_other(size: int) -> None:
    """The client's session and the server's, connected byte by byte."""
    messages: list[tuple[int, int]] = []
    client = ClientSession(on_message=lambda program, number, packet: messages.append((program, number)))
    server = Server()
    client.opened()
    server.session.opened()
    to_server = b""
    waiters = []
    for procedure, args in (
        (P.CONNECT_GET_VERSION, ()),
        (P.DOMAIN_LOOKUP_BY_NAME, ("web",)),
        (P.STORAGE_VOL_DOWNLOAD, (("pool", "vol", "key"), 0, 0, 1)),
    ):
        waiter = Waiter(procedure)
        waiters.append(waiter)
        to_server += client.begin(waiter, procedure.encode_args(*args))
    for start in range(0, len(to_server), size):
        server.session.receive(to_server[start : start + size])
    stream = server.streams[0]
    stream.write(b"data")
    stream.hole(3)
    stream.end()
    event = P.DOMAIN_EVENT_CALLBACK_LIFECYCLE
    server.session.message(event, event.encode_ret(1, (("web", bytes(16), 1), 2, 0)))
    server.session.ping()
    to_client = server.take()
    for start in range(0, len(to_client), size):
        client.receive(to_client[start : start + size])
    assert waiters[0].result.hv_ver == 7
    assert waiters[1].result.code == 42
    opened = waiters[2].stream
    assert opened is not None
    assert b"".join(bytes(piece) for piece in opened.incoming if not isinstance(piece, Hole)) == b"data"
    assert [piece for piece in opened.incoming if isinstance(piece, Hole)] == [Hole(3)]
    assert opened.ended
    assert messages == [(REMOTE, event.number)]
    assert len(client.output) == 1
    server.session.receive(opened.finish() + client.output[0])
    client.receive(server.take())
    assert opened.state == "closed"
