"""A relay without sockets: what passes unchanged, what is answered on the spot, what a hostile host gets."""

from __future__ import annotations

from typing import Any

import pytest

from tests.session.test_server import Server, call, error_of, frame, packets
from virtreach.errors import DecodeError, EndOfStream, FrameError, LibvirtError
from virtreach.errors.libvirt import class_for
from virtreach.protocol import remote as P
from virtreach.protocol.procedure import Procedure
from virtreach.protocol.registry import PROGRAMS
from virtreach.protocol.rpc import decode_error, encode_error, encode_hole
from virtreach.session.programs import Programs
from virtreach.session.relay import Relay
from virtreach.session.server import ServerSession
from virtreach.session.server_answers import rpc_error
from virtreach.wire.packet import (
    CONTINUE,
    ERROR,
    HEADER_SIZE,
    MESSAGE,
    OK,
    PACKET_MAX,
    REPLY,
    REPLY_WITH_FDS,
    STREAM,
    STREAM_HOLE,
)

REMOTE = PROGRAMS["remote"]
KEEPALIVE = PROGRAMS["keepalive"]
PING = frame(1, kind=MESSAGE, program=KEEPALIVE, serial=0)
PONG = frame(2, kind=MESSAGE, program=KEEPALIVE, serial=0)
VERSION = P.CONNECT_GET_VERSION
UPLOAD, DOWNLOAD = P.STORAGE_VOL_UPLOAD, P.STORAGE_VOL_DOWNLOAD
VOLUME = ("pool", "vol", "key")


class Chain:
    """A client's session and a host's, joined."""

    def __init__(self, limit: int = 5) -> None:
        self.relay = Relay(lambda reason: rpc_error(f"the host is gone: {reason}"))
        self.relay.flush = self._flush
        self.relay.resume = lambda: self.resumed.append(True)
        self.relay.host.opened()
        self.front = ServerSession(Programs([REMOTE]), limit=limit)
        self.front.opened()
        self.front.on_call = self.front.on_stream = self._call
        self.front.on_wake = lambda: None
        self.relay.attach(self.front)
        self.outcomes: list[tuple[str, object, bytes]] = []
        self.resumed: list[bool] = []
        self._to_host = bytearray()

    def _call(self, procedure: Procedure[Any], serial: int, packet: bytes, stream: object = None) -> None:
        def done(error: BaseException | None, body: bytes) -> None:
            self.outcomes.append((procedure.name, error and type(error).__name__, body))

        self.relay.forward(procedure, serial, packet, done)

    def _flush(self) -> None:
        self._to_host += b"".join(self.relay.host.output)
        self.relay.host.output.clear()

    def from_client(self, data: bytes) -> bytes:
        """What the host gets of it."""
        self.front.receive(data)
        return self.to_host()

    def to_host(self) -> bytes:
        self._flush()
        sent = bytes(self._to_host)
        self._to_host.clear()
        return sent

    def from_host(self, data: bytes) -> bytes:
        """What the client gets of it."""
        self.relay.host.receive(data)
        return self.to_client()

    def to_client(self) -> bytes:
        sent = b"".join(self.front.output)
        self.front.output.clear()
        return sent


def reply(procedure: Procedure[Any], *values: Any, serial: int = 1) -> bytes:
    body = procedure.encode_ret(*values) if values else b""
    return frame(procedure.number, body, kind=REPLY, serial=serial)


def refusal(procedure: Procedure[Any], text: str, *, serial: int = 1, kind: int = REPLY) -> bytes:
    body = encode_error(class_for(42)(text, code=42, domain=10))
    return frame(procedure.number, body, kind=kind, status=ERROR, serial=serial)


def data(procedure: Procedure[Any], body: bytes = b"", *, status: int = CONTINUE, serial: int = 9) -> bytes:
    return frame(procedure.number, body, kind=STREAM, status=status, serial=serial)


def opened(chain: Chain, procedure: Procedure[Any] = UPLOAD, flags: int = 0) -> None:
    """Have a stream open under serial 9."""
    chain.from_client(call(procedure, VOLUME, 0, 0, flags, serial=9))
    chain.from_host(reply(procedure, serial=9))


@pytest.mark.parametrize("size", [1, 3, 27, 28, 29, 1000])
def test_packets_pass_as_they_are(size: int) -> None:
    chain = Chain()
    sent = call(VERSION) + PING + call(P.DOMAIN_LOOKUP_BY_NAME, "a", serial=7)
    forwarded = b""
    for start in range(0, len(sent), size):
        forwarded += chain.from_client(sent[start : start + size])
    assert forwarded == sent.replace(PING, b"")
    assert chain.to_client() == PONG
    event = frame(P.DOMAIN_EVENT_CALLBACK_LIFECYCLE.number, b"whatever", kind=MESSAGE, serial=0)
    answers = refusal(P.DOMAIN_LOOKUP_BY_NAME, "no a", serial=7) + event + PING + reply(VERSION, 7)
    got = b""
    for start in range(0, len(answers), size):
        got += chain.from_host(answers[start : start + size])
    assert got == answers.replace(PING, b"")
    assert chain.to_host() == PONG
    body = VERSION.encode_ret(7)
    assert chain.outcomes == [("domain_lookup_by_name", "NoDomain", b""), ("connect_get_version", None, body)]
    assert chain.front.deferred == 0


def test_what_is_not_known_is_answered_here() -> None:
    chain = Chain()
    unknown = frame(5000) + frame(1, program=1234) + frame(P.DOMAIN_EVENT_CALLBACK_LIFECYCLE.number)
    assert chain.from_client(unknown) == b""
    assert [str(error_of(packet)) for _, packet in packets(chain.to_client())] == [
        "unknown procedure: 5000",
        "Cannot find program 1234 version 1",
        f"unknown procedure: {P.DOMAIN_EVENT_CALLBACK_LIFECYCLE.number}",
    ]
    for number in (5000, VERSION.number):
        assert chain.from_host(frame(number, kind=MESSAGE, serial=0)) == b""
    assert chain.from_host(frame(1, kind=MESSAGE, serial=0, program=1234)) == b""


def test_calls_are_held_to_the_limit() -> None:
    chain = Chain(limit=2)
    calls = [call(VERSION, serial=serial) for serial in range(1, 6)]
    assert chain.from_client(b"".join(calls)) == calls[0] + calls[1]
    assert chain.from_host(reply(VERSION, 1, serial=2)) == reply(VERSION, 1, serial=2)
    assert chain.to_host() == calls[2]
    chain.from_host(reply(VERSION, 1, serial=1) + reply(VERSION, 1, serial=3))
    assert chain.to_host() == calls[3] + calls[4]


def test_one_serial_is_one_call() -> None:
    chain = Chain()
    assert chain.from_client(call(VERSION) + call(VERSION)) == call(VERSION)
    assert "has no reply yet" in str(error_of(chain.to_client()))
    assert chain.from_host(reply(VERSION, 7)) == reply(VERSION, 7)
    assert chain.from_client(call(VERSION)) == call(VERSION)
    opened(chain)
    again = call(UPLOAD, VOLUME, 0, 0, 0, serial=9)
    assert chain.from_client(again) == b""
    assert "still open" in str(error_of(chain.to_client()))


@pytest.mark.parametrize("size", [1, 5, 28, 29, 5000, 70_000])
def test_a_stream_passes_in_pieces(size: int) -> None:
    """The host is a session like any other, and so are the pieces that it gets."""
    chain = Chain()
    host = Server()
    content = bytes(range(256)) * 200
    sent = call(UPLOAD, VOLUME, 0, 0, 0, serial=9) + data(UPLOAD, content) + data(UPLOAD, b"end")
    sent += data(UPLOAD, status=OK)
    got = b""
    for start in range(0, len(sent), size):
        host.session.receive(chain.from_client(sent[start : start + size]))
        got += chain.from_host(host.take())
    assert b"".join(host.got) == content + b"end"
    assert got == reply(UPLOAD, serial=9) + data(UPLOAD, status=OK)
    assert not chain.front.streams
    assert not chain.relay.host.streams


@pytest.mark.parametrize("size", [1, 5, 28, 29, 5000, 70_000])
def test_data_of_the_host_passes_in_pieces(size: int) -> None:
    chain = Chain()
    chain.from_client(call(DOWNLOAD, VOLUME, 0, 0, 0, serial=9))
    content = bytes(range(256)) * 200
    # Data may overtake the reply.
    sent = data(DOWNLOAD, b"early") + reply(DOWNLOAD, serial=9) + data(DOWNLOAD, content) + data(DOWNLOAD)
    got = b""
    for start in range(0, len(sent), size):
        got += chain.from_host(sent[start : start + size])
    pieces = packets(got)
    kinds = [(header[4], header[6]) for header, _ in pieces]
    assert kinds.count((REPLY, OK)) == 1
    assert pieces[-1][1] == data(DOWNLOAD)
    assert {kind for kind in kinds if kind != (REPLY, OK)} == {(STREAM, CONTINUE)}
    streamed = b"".join(packet[HEADER_SIZE:] for header, packet in pieces if header[4] == STREAM)
    assert streamed == b"early" + content
    assert chain.from_client(data(DOWNLOAD, status=OK)) == data(DOWNLOAD, status=OK)
    assert chain.from_host(data(DOWNLOAD, status=OK)) == data(DOWNLOAD, status=OK)
    assert not chain.front.streams


def test_either_side_breaks_a_stream_off() -> None:
    chain = Chain()
    opened(chain)
    assert chain.from_client(data(UPLOAD, b"body", status=ERROR)) == data(UPLOAD, status=ERROR)
    assert chain.from_host(data(UPLOAD, status=OK)) == data(UPLOAD, status=OK)
    opened(chain)
    broken = refusal(UPLOAD, "disk full", serial=9, kind=STREAM)
    assert chain.from_host(broken) == broken
    assert chain.from_client(data(UPLOAD, b"late")) == b""
    assert chain.from_host(data(UPLOAD, b"late")) == b""
    chain.from_client(call(UPLOAD, VOLUME, 0, 0, 0, serial=9))
    assert chain.from_host(refusal(UPLOAD, "no", serial=9)) == refusal(UPLOAD, "no", serial=9)
    assert chain.from_client(data(UPLOAD, b"late")) == b""
    assert not chain.front.streams
    assert not chain.relay.host.streams


def test_holes() -> None:
    chain = Chain()
    opened(chain, flags=1)
    hole = frame(UPLOAD.number, encode_hole(1 << 40), kind=STREAM_HOLE, status=CONTINUE, serial=9)
    assert chain.from_client(hole) == hole
    assert chain.from_host(hole) == hole
    bad = frame(UPLOAD.number, b"xx", kind=STREAM_HOLE, status=CONTINUE, serial=9)
    # The client is told, and so is the host: for it the stream was well.
    assert chain.from_client(bad) == data(UPLOAD, status=ERROR)
    assert packets(chain.to_client())[0][0][4:7] == (STREAM, 9, ERROR)
    plain = Chain()
    opened(plain)
    with pytest.raises(FrameError, match="not opened as sparse"):
        plain.from_host(hole)


def test_the_host_goes() -> None:
    chain = Chain(limit=3)
    opened(chain, DOWNLOAD)
    chain.from_client(b"".join(call(VERSION, serial=serial) for serial in (1, 2, 3, 4)))
    chain.relay.host.fail(lambda procedure, sent: LibvirtError("never seen"), EndOfStream("it hung up"))
    got = packets(chain.to_client())
    assert sorted((header[4], header[5], header[6]) for header, _ in got) == [
        *((REPLY, serial, ERROR) for serial in (1, 2, 3, 4)),
        (STREAM, 9, ERROR),
    ]
    assert {str(decode_error(packet, HEADER_SIZE)) for _, packet in got} == {"the host is gone: it hung up"}
    # What was passed on may have been carried out; the fourth never was.
    assert [outcome[1] for outcome in chain.outcomes[1:]] == ["LibvirtError"] * 3
    assert chain.from_client(call(VERSION, serial=5)) == b""
    assert "the host is gone" in str(error_of(chain.to_client()))
    assert not chain.front.streams
    assert chain.front.deferred == 0


@pytest.mark.parametrize(
    ("sent", "what"),
    [
        (reply(VERSION, 7, serial=2), "which no call waits for"),
        (reply(P.CONNECT_GET_LIB_VERSION, 7), "connect_get_version was called"),
        (frame(VERSION.number, kind=REPLY, status=7), "status 7"),
        (frame(VERSION.number, kind=REPLY_WITH_FDS), "type 5"),
        (call(VERSION), "type 0"),
        (data(DOWNLOAD, b"x", serial=77), "which no stream has"),
        (data(UPLOAD, b"x"), "for procedure"),
        ((27).to_bytes(4, "big"), "27 bytes"),
        ((PACKET_MAX + 1).to_bytes(4, "big"), "are allowed"),
        (frame(1, b"x", kind=MESSAGE, program=KEEPALIVE, serial=0), "keepalive"),
    ],
)
def test_a_host_that_breaks_the_protocol(sent: bytes, what: str) -> None:
    chain = Chain()
    opened(chain, DOWNLOAD)
    chain.from_client(call(VERSION))
    with pytest.raises(FrameError, match=what):
        chain.from_host(sent)


def test_an_error_that_makes_no_sense_is_not_passed_on() -> None:
    chain = Chain()
    chain.from_client(call(VERSION))
    with pytest.raises(DecodeError):
        chain.from_host(frame(VERSION.number, b"junk", kind=REPLY, status=ERROR))
    chain.relay.host.fail(lambda procedure, sent: LibvirtError("never seen"), EndOfStream("junk"))
    assert "the host is gone" in str(error_of(chain.to_client()))


def test_each_side_waits_for_the_other() -> None:
    chain = Chain()
    assert not chain.front.congested
    chain.relay.blocked = True
    assert chain.front.congested
    chain.relay.blocked = False
    assert not chain.relay.unread
    chain.front.blocked = True
    assert chain.relay.unread
    chain.front.unblocked()
    assert chain.resumed == [True]
    assert not chain.relay.unread


def test_a_client_that_goes_is_forgotten() -> None:
    chain = Chain()
    opened(chain, DOWNLOAD)
    chain.from_client(call(VERSION))
    chain.relay.detach()
    chain.front.close()
    late = (
        reply(VERSION, 7)
        + data(DOWNLOAD, b"x" * 9000)
        + frame(P.DOMAIN_EVENT_CALLBACK_LIFECYCLE.number, kind=MESSAGE, serial=0)
    )
    assert chain.from_host(late) == b""
