"""The client's session, fed without a socket: whole packets, single bytes, and lies."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from virtreach.errors import FrameError, LibvirtError, ProtocolError
from virtreach.protocol.procedure import Procedure
from virtreach.session.client import (
    KEEPALIVE_PROGRAM,
    STREAM_BUFFER,
    STREAM_BUFFER_MAX,
    STREAM_PIECES,
    STREAM_PIECES_MAX,
    Call,
    ClientSession,
)
from virtreach.session.stream import Hole
from virtreach.wire.packet import HEADER, HEADER_SIZE, OPENING_PACKET_MAX, PACKET_MAX

PROGRAM = 0x20008086
CALL, REPLY, MESSAGE, STREAM, CALL_FDS, REPLY_FDS, HOLE = range(7)
OK, ERROR, CONTINUE = range(3)


def identity(data: bytes, offset: int) -> bytes:
    return data[offset:]


PLAIN: Procedure[Any] = Procedure(("remote", PROGRAM, 1), 7, "plain", lambda data: data, identity)
UPLOAD: Procedure[Any] = Procedure(
    ("remote", PROGRAM, 1), 208, "upload", lambda: b"", identity, stream="write", sparse_flag=1
)
DOWNLOAD: Procedure[Any] = Procedure(
    ("remote", PROGRAM, 1), 209, "download", lambda: b"", identity, stream="read", sparse_flag=1
)

SPARSE = struct.pack(">I", 1)
"""The flags with which a stream may have holes."""


class Recorder(Call):
    """A call that keeps what comes."""

    __slots__ = ("error", "packet")

    def __init__(self, procedure: Procedure[Any] = PLAIN) -> None:
        super().__init__(procedure)
        self.packet: bytes | None = None
        self.error: Exception | None = None

    def resolve(self, packet: bytes) -> None:
        self.packet = packet

    def reject(self, error: Exception) -> None:
        self.error = error


def packet(
    kind: int,
    serial: int,
    body: bytes = b"",
    *,
    status: int = OK,
    program: int = PROGRAM,
    version: int = 1,
    number: int = 7,
    length: int | None = None,
) -> bytes:
    size = HEADER_SIZE + len(body) if length is None else length
    return HEADER.pack(size & 0xFFFFFFFF, program, version, number, kind, serial, status) + body


def error_body(code: int, message: str) -> bytes:
    text = message.encode()
    return (
        struct.pack(">iiI", code, 7, 1)
        + struct.pack(">I", len(text))
        + text
        + bytes(-len(text) % 4)
        + struct.pack(">i", 2)
        + bytes(4) * 4
        + bytes(8)
        + bytes(4)
    )


def session(**options: Any) -> ClientSession:
    made = ClientSession(**options)
    made.opened()
    return made


def begun(made: ClientSession, procedure: Procedure[Any] = PLAIN, body: bytes = b"") -> Recorder:
    call = Recorder(procedure)
    assert made.begin(call, body)
    return call


class TestCalls:
    def test_a_call_is_framed_with_its_serial(self) -> None:
        made = session()
        call = Recorder()
        sent = made.begin(call, b"body")
        assert HEADER.unpack_from(sent) == (32, PROGRAM, 1, 7, CALL, 1, OK)
        assert sent[HEADER_SIZE:] == b"body"

    @pytest.mark.parametrize("size", [1, 2, 3, 5, 27, 28, 29, 1000])
    def test_replies_in_pieces_of_any_size(self, size: int) -> None:
        made = session()
        calls = [begun(made) for _ in range(3)]
        data = b"".join(packet(REPLY, serial, bytes([serial]) * 40) for serial in (2, 1, 3))
        for start in range(0, len(data), size):
            made.receive(data[start : start + size])
        for call in calls:
            assert call.packet is not None
            assert call.packet[HEADER_SIZE:] == bytes([call.serial]) * 40
        assert made.wanted == 0
        assert not made.pending

    def test_an_error_reply_becomes_an_exception_of_its_code(self) -> None:
        made = session()
        call = begun(made)
        made.receive(packet(REPLY, 1, error_body(42, "no domain"), status=ERROR))
        assert isinstance(call.error, LibvirtError)
        assert type(call.error).__name__ == "NoDomain"
        assert call.error.code == 42

    def test_the_window_holds_calls_back_in_order(self) -> None:
        made = session(window=2)
        calls = [Recorder() for _ in range(4)]
        sent = [made.begin(call, bytes([index])) for index, call in enumerate(calls)]
        assert [bool(each) for each in sent] == [True, True, False, False]
        made.receive(packet(REPLY, 2))
        assert [HEADER.unpack_from(each)[5] for each in made.output] == [3]
        made.receive(packet(REPLY, 1) + packet(REPLY, 3))
        assert [HEADER.unpack_from(each)[5] for each in made.output] == [3, 4]

    def test_an_abandoned_call_that_was_not_sent_leaves_no_trace(self) -> None:
        made = session(window=1)
        begun(made)
        waiting = Recorder()
        assert made.begin(waiting, b"") == b""
        assert made.abandon(waiting) is True
        made.receive(packet(REPLY, 1))
        assert made.output == []

    def test_an_abandoned_call_keeps_its_place_in_the_window(self) -> None:
        made = session(window=1)
        gone = begun(made)
        assert made.abandon(gone) is False
        waiting = Recorder()
        assert made.begin(waiting, b"") == b""
        made.receive(packet(REPLY, 1))
        assert gone.packet is None
        assert len(made.output) == 1

    def test_the_serial_wraps_before_it_overflows(self) -> None:
        made = session()
        made.serial = 0xFFFFFFF0
        assert begun(made).serial == 1

    def test_the_end_tells_everybody(self) -> None:
        made = session(window=1)
        sent, waiting = begun(made, DOWNLOAD), Recorder()
        made.begin(waiting, b"")
        reason = RuntimeError("gone")
        made.fail(lambda procedure, was_sent: ValueError(procedure.name, was_sent), reason)
        assert str(sent.error) == "('download', True)"
        assert str(waiting.error) == "('plain', False)"
        assert sent.stream is not None
        assert sent.stream.error is reason


class TestKeepalive:
    def test_a_ping_is_answered(self) -> None:
        made = session()
        made.receive(packet(MESSAGE, 0, program=KEEPALIVE_PROGRAM, number=1))
        assert [HEADER.unpack(each) for each in made.output] == [
            (28, KEEPALIVE_PROGRAM, 1, 2, MESSAGE, 0, OK)
        ]

    def test_who_does_not_read_is_not_answered_for_ever(self) -> None:
        made = session()
        made.receive(packet(MESSAGE, 0, program=KEEPALIVE_PROGRAM, number=1) * 10_000)
        assert len(made.output) < 100

    def test_a_pong_is_not(self) -> None:
        made = session()
        made.receive(packet(MESSAGE, 0, program=KEEPALIVE_PROGRAM, number=2))
        assert made.output == []


class TestMessages:
    def test_they_go_to_whoever_listens(self) -> None:
        seen: list[tuple[int, int, bytes]] = []
        made = session(on_message=lambda *message: seen.append(message))
        event = packet(MESSAGE, 0, b"event", number=318)
        made.receive(event)
        assert seen == [(PROGRAM, 318, event)]

    def test_without_a_listener_they_are_dropped(self) -> None:
        made = session()
        made.receive(packet(MESSAGE, 0, b"event", number=318))
        assert made.output == []


def pieces(call: Recorder) -> list[Any]:
    assert call.stream is not None
    return [piece if isinstance(piece, Hole) else bytes(piece) for piece in call.stream.incoming]


class TestStreams:
    def test_data_may_overtake_the_reply(self) -> None:
        made = session()
        call = begun(made, DOWNLOAD)
        made.receive(packet(STREAM, 1, b"early", status=CONTINUE, number=209) + packet(REPLY, 1, number=209))
        assert pieces(call) == [b"early"]
        assert call.packet is not None

    @pytest.mark.parametrize("size", [1, 3, 28, 31, 64])
    def test_data_in_pieces_of_any_size(self, size: int) -> None:
        made = session()
        call = begun(made, DOWNLOAD, SPARSE)
        data = (
            packet(REPLY, 1, number=209)
            + packet(STREAM, 1, b"a" * 50, status=CONTINUE, number=209)
            + packet(HOLE, 1, struct.pack(">qI", 4096, 0), status=CONTINUE, number=209)
            + packet(STREAM, 1, b"b" * 10, status=CONTINUE, number=209)
            + packet(STREAM, 1, status=CONTINUE, number=209)
        )
        for start in range(0, len(data), size):
            made.receive(data[start : start + size])
        got = pieces(call)
        holes = [piece for piece in got if isinstance(piece, Hole)]
        assert holes == [4096]
        where = got.index(holes[0])
        assert b"".join(got[:where]) == b"a" * 50
        assert b"".join(got[where + 1 :]) == b"b" * 10
        assert call.stream is not None
        assert call.stream.ended
        assert call.stream.state == "open"

    def test_finish_waits_for_the_servers_word(self) -> None:
        made = session()
        stream = begun(made, UPLOAD).stream
        assert stream is not None
        made.receive(packet(REPLY, 1, number=208))
        assert HEADER.unpack(stream.finish()) == (28, PROGRAM, 1, 208, STREAM, 1, OK)
        assert stream.state == "finishing"
        made.receive(packet(STREAM, 1, number=208))
        assert stream.state == "closed"
        assert not made.streams

    def test_a_server_error_fails_the_stream(self) -> None:
        made = session()
        stream = begun(made, UPLOAD).stream
        assert stream is not None
        made.receive(packet(STREAM, 1, error_body(38, "disk full"), status=ERROR, number=208))
        assert stream.state == "failed"
        with pytest.raises(LibvirtError, match="disk full"):
            stream.check_open()

    def test_an_abort_is_acknowledged_by_an_error(self) -> None:
        made = session()
        stream = begun(made, UPLOAD).stream
        assert stream is not None
        assert HEADER.unpack(stream.abort())[6] == ERROR
        made.receive(packet(STREAM, 1, error_body(1, "aborted"), status=ERROR, number=208))
        assert stream.state == "closed"

    def test_what_comes_after_the_end_is_skipped(self) -> None:
        made = session()
        call = begun(made, DOWNLOAD)
        made.receive(packet(REPLY, 1, number=209) + packet(STREAM, 1, number=209))
        made.receive(packet(STREAM, 1, b"late", status=CONTINUE, number=209))
        assert pieces(call) == []

    def test_an_error_reply_closes_the_stream(self) -> None:
        made = session()
        begun(made, DOWNLOAD)
        made.receive(packet(REPLY, 1, error_body(1, "no"), status=ERROR, number=209))
        assert not made.streams

    def test_a_reader_that_does_not_read_is_noticed_and_then_cut_off(self) -> None:
        made = session()
        stream = begun(made, DOWNLOAD).stream
        assert stream is not None
        chunk = packet(STREAM, 1, bytes(1 << 20), status=CONTINUE, number=209)
        for _ in range((STREAM_BUFFER >> 20) + 1):
            made.receive(chunk)
        assert made.congested
        for _ in range(STREAM_BUFFER_MAX >> 20):
            made.receive(chunk)
        assert stream.state == "failed"
        assert stream.buffered <= STREAM_BUFFER_MAX + (1 << 20)
        assert HEADER.unpack(made.output[0])[6] == ERROR

    def test_a_reader_of_nothing_but_crumbs_is_cut_off_too(self) -> None:
        """A piece costs memory however small it is, and a hole has no bytes at all."""
        for crumb in (
            packet(STREAM, 1, b"x", status=CONTINUE, number=209),
            packet(HOLE, 1, struct.pack(">qI", 1 << 40, 0), status=CONTINUE, number=209),
        ):
            made = session()
            stream = begun(made, DOWNLOAD, SPARSE).stream
            assert stream is not None
            many = crumb * 1024
            for _ in range(STREAM_PIECES // 1024 + 1):
                made.receive(many)
            assert made.congested
            for _ in range(STREAM_PIECES_MAX // 1024):
                made.receive(many)
            assert stream.state == "failed"
            assert not stream.incoming
            assert [HEADER.unpack(each)[6] for each in made.output] == [ERROR]

    def test_a_crumb_does_not_keep_alive_what_came_with_it(self) -> None:
        made = session()
        stream = begun(made, DOWNLOAD).stream
        assert stream is not None
        event = packet(MESSAGE, 0, bytes(100_000), number=318)
        made.receive(packet(STREAM, 1, b"x", status=CONTINUE, number=209) + event)
        assert [type(piece) for piece in stream.incoming] == [bytes]

    def test_a_hole_comes_in_sparse_streams_only(self) -> None:
        hole = packet(HOLE, 1, struct.pack(">qI", 1 << 60, 0), status=CONTINUE, number=209)
        made = session()
        begun(made, DOWNLOAD, bytes(4))
        with pytest.raises(FrameError, match="sparse"):
            made.receive(hole)

    def test_an_abandoned_call_aborts_the_stream_it_opened(self) -> None:
        made = session()
        call = begun(made, DOWNLOAD)
        made.abandon(call)
        made.receive(packet(REPLY, 1, number=209))
        assert [HEADER.unpack(each)[4:] for each in made.output] == [(STREAM, 1, ERROR)]


def hostile() -> list[tuple[str, bytes]]:
    """Packets that a server must not send to a client with calls 1 (plain), 2 (upload) and 3 (download) in flight."""
    cases: list[tuple[str, bytes]] = []
    for length in (0, 1, 4, 27, PACKET_MAX + 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF):
        cases.append((f"length {length:#x}", struct.pack(">I", length)))
        cases.append((f"length {length:#x} with a header", packet(REPLY, 1, length=length)))
        cases.append(
            (
                f"stream data, length {length:#x}",
                packet(STREAM, 3, status=CONTINUE, number=209, length=length),
            )
        )
    for serial in (0, 4, 5, 0x7FFFFFFF, 0xFFFFFFFF):
        cases.append((f"reply to serial {serial}", packet(REPLY, serial)))
        cases.append((f"error for serial {serial}", packet(REPLY, serial, error_body(1, "x"), status=ERROR)))
        cases.append(
            (f"stream data for serial {serial}", packet(STREAM, serial, b"x", status=CONTINUE, number=209))
        )
        cases.append((f"stream end for serial {serial}", packet(STREAM, serial, number=209)))
        cases.append(
            (f"hole for serial {serial}", packet(HOLE, serial, bytes(12), status=CONTINUE, number=209))
        )
    for number in (-1, 0, 6, 8, 208, 454, 0x7FFFFFFF):
        cases.append((f"reply for procedure {number}", packet(REPLY, 1, number=number)))
        if number != 208:
            cases.append(
                (f"upload's stream for procedure {number}", packet(STREAM, 2, status=OK, number=number))
            )
    for program in (0, 1, PROGRAM + 1, KEEPALIVE_PROGRAM, 0xFFFFFFFF):
        cases.append((f"reply for program {program:#x}", packet(REPLY, 1, program=program)))
        cases.append(
            (
                f"stream for program {program:#x}",
                packet(STREAM, 3, b"x", status=CONTINUE, program=program, number=209),
            )
        )
    for kind in (CALL, CALL_FDS, REPLY_FDS, 7, 8, 0x7FFFFFFF, 0xFFFFFFFF):
        for serial in (0, 1, 2):
            cases.append((f"type {kind} with serial {serial}", packet(kind, serial)))
    for status in (2, 3, 0x7FFFFFFF, 0xFFFFFFFF):
        cases.append((f"reply with status {status}", packet(REPLY, 1, status=status)))
    for status in (3, 4, 0xFFFFFFFF):
        cases.append((f"stream with status {status}", packet(STREAM, 3, status=status, number=209)))
    for number in (-1, 0, 3, 99):
        cases.append(
            (f"keepalive procedure {number}", packet(MESSAGE, 0, program=KEEPALIVE_PROGRAM, number=number))
        )
    for number in (1, 2):
        cases.append(
            (
                f"keepalive {number} with a body",
                packet(MESSAGE, 0, b"xxxx", program=KEEPALIVE_PROGRAM, number=number),
            )
        )
    whole = error_body(42, "message")
    for cut in (*range(0, len(whole), 4), len(whole) - 1):
        cases.append((f"error body cut at {cut}", packet(REPLY, 1, whole[:cut], status=ERROR)))
        cases.append(
            (f"stream error body cut at {cut}", packet(STREAM, 3, whole[:cut], status=ERROR, number=209))
        )
    cases.append(("error body with a tail", packet(REPLY, 1, whole + bytes(4), status=ERROR)))
    cases.append(
        (
            "error with a huge message",
            packet(REPLY, 1, struct.pack(">iiII", 1, 1, 1, 0xFFFFFFF0), status=ERROR),
        )
    )
    cases.append(
        (
            "error with a bad optional",
            packet(REPLY, 1, struct.pack(">iiI", 1, 1, 7) + bytes(40), status=ERROR),
        )
    )
    bad_text = whole[:16] + b"\xff\xfe" + whole[18:]
    cases.append(("error that is not UTF-8", packet(REPLY, 1, bad_text, status=ERROR)))
    for body in (
        b"",
        bytes(4),
        bytes(11),
        bytes(13),
        struct.pack(">qI", -1, 0),
        struct.pack(">qI", -(2**63), 0),
    ):
        cases.append((f"hole {body.hex()}", packet(HOLE, 3, body, status=CONTINUE, number=209)))
    return cases


HOSTILE = hostile()


def test_there_are_enough_hostile_cases() -> None:
    assert len({name for name, _ in HOSTILE}) == len(HOSTILE) >= 128


@pytest.mark.parametrize("data", [data for _, data in HOSTILE], ids=[name for name, _ in HOSTILE])
@pytest.mark.parametrize("size", [1, 1 << 20])
def test_a_lie_raises_a_typed_error(data: bytes, size: int) -> None:
    made = session()
    begun(made)
    begun(made, UPLOAD)
    begun(made, DOWNLOAD)
    with pytest.raises(ProtocolError):  # noqa: PT012 - it may come with any piece
        for start in range(0, len(data), size):
            made.receive(data[start : start + size])


def test_before_opening_packets_are_small() -> None:
    made = ClientSession()
    with pytest.raises(FrameError):
        made.receive(struct.pack(">I", OPENING_PACKET_MAX + 1))


def test_nothing_is_allocated_for_what_is_only_declared() -> None:
    made = session()
    begun(made)
    made.receive(packet(REPLY, 1, b"x" * 10, length=PACKET_MAX))
    assert made.wanted == PACKET_MAX - HEADER_SIZE - 10
    assert sum(len(chunk) for chunk in made._chunks) == HEADER_SIZE + 10


def test_a_packet_in_crumbs_is_not_kept_in_crumbs() -> None:
    made = session()
    call = begun(made)
    body = bytes(range(256)) * 400
    data = packet(REPLY, 1, body)
    for start in range(0, len(data), 3):
        made.receive(data[start : start + 3])
        assert len(made._chunks) <= 3
    assert call.packet == data
