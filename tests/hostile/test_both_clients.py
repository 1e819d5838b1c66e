"""A host that lies, floods or falls silent: a typed error in a second, and no more memory than what may wait."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.host import PING, Host, Peer, message, stream_data
from tests.needs import patience
from virtreach.protocol import remote as P
from virtreach.wire.packet import HEADER_SIZE, PACKET_MAX, STREAM, STREAM_HOLE

_ROOT = Path(__file__).parents[2]
_MIB = 1 << 20
_CAP = PACKET_MAX / _MIB
_STREAM_CAP = 64.0

pytestmark = [
    pytest.mark.parametrize("kind", ["blocking", "asyncio"]),
    pytest.mark.needs("/proc/self/status"),
]


@pytest.fixture(scope="module")
def friend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A host that does no harm."""
    with Host(tmp_path_factory.mktemp("friend"), Peer.close) as host:
        yield host.uri


def meet(kind: str, friend: str, host: Host, deed: str) -> tuple[list[str], float, float]:
    """Let a process do something with a host: the error's classes, seconds, and MiB of growth."""
    command = [sys.executable, "-m", "tests.hostile.victim", kind, friend, host.uri, deed]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    told: dict[str, Any] = json.loads(done.stdout)
    return told["kinds"], told["seconds"], told["grown"]


def _silent(peer: Peer) -> None:
    """Say nothing more, and read on."""
    while peer.read():
        pass


def _deaf(peer: Peer) -> None:
    """Send PINGs for ever, and read nothing."""
    many = PING * 1000
    while True:
        peer.send(many)


def _flood(data: bytes, times: int) -> Callable[[Peer], None]:
    """Send such pieces in the stream that is being opened, then answer the next call."""

    def evil(peer: Peer) -> None:
        peer.reply(b"")
        packets = stream_data(peer.number, peer.serial, data) * max(1, _MIB // (len(data) + HEADER_SIZE))
        for _ in range(times):
            peer.send(packets)
        while peer.read():
            if peer.number == P.CONNECT_GET_HOSTNAME.number:
                peer.reply(P.CONNECT_GET_HOSTNAME.encode_ret("host"))

    return evil


def _steps(*steps: Callable[[Peer], object]) -> Callable[[Peer], None]:
    """Do one thing after another."""

    def evil(peer: Peer) -> None:
        for step in steps:
            step(peer)

    return evil


def _reply(body: bytes, **lies: int) -> Callable[[Peer], object]:
    return lambda peer: peer.reply(body, **lies)


def _piece(data: bytes, *, kind: int = STREAM) -> Callable[[Peer], object]:
    return lambda peer: peer.send(stream_data(peer.number, peer.serial, data, kind=kind))


def _body(count: int, rest: bytes) -> bytes:
    return struct.pack(">I", count) + rest


def _trickle(peer: Peer) -> None:
    """A large packet, a few bytes at a time."""
    head = HEADER_SIZE + 30 * _MIB
    peer.reply(b"", length=head)
    for _ in range(200_000):
        peer.send(b"xyz")
    _silent(peer)


LIES: dict[str, tuple[str, Callable[[Peer], object], str]] = {
    "a length that is too large": ("call", _reply(b"", length=PACKET_MAX + 1), "FrameError"),
    "a length of nearly 4 GiB": ("call", _reply(b"", length=0xFFFFFFFF), "FrameError"),
    "a length below the header's": ("call", _reply(b"", length=27), "FrameError"),
    "a serial that nobody has": ("call", _reply(b"", serial=99), "FrameError"),
    "another procedure's reply": ("call", _reply(b"", number=1), "FrameError"),
    "another program's reply": ("call", _reply(b"", program=1), "FrameError"),
    "a call to us": ("call", _reply(b"", kind=0), "FrameError"),
    "a status that is unknown": ("call", _reply(b"", status=7), "FrameError"),
    "an error without a body": ("call", _reply(b"", status=1), "DecodeError"),
    "a text that is longer than the packet": (
        "call",
        _reply(_body(1 << 22, b"x")),
        "DecodeError",
    ),
    "a text that is no UTF-8": (
        "call",
        _reply(_body(4, b"\xff\xfe\xfd\xfc")),
        "DecodeError",
    ),
    "a list that is longer than the packet": (
        "list",
        _reply(_body(16384, bytes(64))),
        "DecodeError",
    ),
    "a list of -1": ("list", _reply(_body(0xFFFFFFFF, bytes(64))), "DecodeError"),
    "32 MiB of nothing": ("list", _reply(bytes(PACKET_MAX - HEADER_SIZE)), "DecodeError"),
    "32 MiB of noise": (
        "stats",
        _reply(b"\xa5" * (PACKET_MAX - HEADER_SIZE)),
        "DecodeError",
    ),
    "a hole in a stream that has none": (
        "download",
        _steps(_reply(b""), _piece(struct.pack(">qI", 1 << 62, 0), kind=STREAM_HOLE)),
        "FrameError",
    ),
    "more than was asked for": (
        "download",
        _steps(_reply(b""), _piece(bytes(1001))),
        "StreamError",
    ),
    "its hanging up": ("call", lambda peer: None, "CallInterrupted"),
    "a lie to a client that comes back": ("persist", _reply(b"", serial=99), "FrameError"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_noticed_at_once(kind: str, friend: str, tmp_path: Path, lie: str) -> None:
    deed, evil, error = LIES[lie]
    with Host(tmp_path, evil) as host:
        kinds, seconds, grown = meet(kind, friend, host, deed)
    assert error in kinds
    assert seconds <= 1 * patience()
    assert grown <= 2 * _CAP + 4


FLOODS: dict[str, tuple[str, Callable[[Peer], object], str, float, float]] = {
    # What the client does, what the host does, the error, seconds and MiB that it may take.
    "32 MiB declared, nothing sent": (
        "deadline",
        _steps(_reply(b"", length=PACKET_MAX), _silent),
        "CallTimeout",
        1.5,
        2,
    ),
    "a large packet in crumbs": ("deadline", _trickle, "CallTimeout", 1.5, 3),
    "PINGs without end": ("deadline", _deaf, "CallTimeout", 1.5, 3),
    "silence": ("deadline", _silent, "CallTimeout", 1.5, 2),
    "a stream that nobody reads": (
        "neglect",
        _flood(bytes(_MIB - HEADER_SIZE), 200),
        "StreamError",
        5,
        2 * _STREAM_CAP,
    ),
    "hanging up, each time that the client comes back": (
        "persist",
        lambda peer: None,
        "CallInterrupted",
        5,
        4,
    ),
    "a stream in crumbs": ("neglect", _flood(b"x", 20), "StreamError", 5, 2 * _STREAM_CAP),
}


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_is_bounded(kind: str, friend: str, tmp_path: Path, flood: str) -> None:
    deed, evil, error, limit, room = FLOODS[flood]
    with Host(tmp_path, evil) as host:
        kinds, seconds, grown = meet(kind, friend, host, deed)
    assert error in kinds
    assert seconds <= limit * patience()
    assert grown <= room


def test_events_without_end(kind: str, friend: str, tmp_path: Path) -> None:
    """Of 200 MiB of events a slow reader keeps no more than may wait."""
    event = P.DOMAIN_EVENT_CALLBACK_LIFECYCLE
    body = event.encode_ret(7, (("x" * _MIB, bytes(16), 1), 0, 0))

    def evil(peer: Peer) -> None:
        for _ in range(200):
            peer.send(message(event.number, body))

    with Host(tmp_path, evil) as host:
        kinds, _, grown = meet(kind, friend, host, "events")
    assert "CallInterrupted" in kinds
    assert grown <= 2 * _CAP


def test_a_host_that_never_opens(kind: str, friend: str, tmp_path: Path) -> None:
    for evil in (_silent, _deaf):
        directory = tmp_path / evil.__name__
        directory.mkdir()
        with Host(directory, evil, {P.CONNECT_OPEN.number: None}) as host:
            kinds, seconds, grown = meet(kind, friend, host, "open")
        assert "ConnectTimeout" in kinds
        assert seconds <= 2.5 * patience()
        assert grown <= 3


def test_a_large_reply_in_good_order(kind: str, friend: str, tmp_path: Path) -> None:
    """What can be said in a packet of 4 MiB so that it takes the most memory: many small parameters, no two alike."""
    records = []
    for first in range(0, 200_000, 4096):
        parameters = [
            struct.pack(">I8sii", 6, b"%06x" % number, 1, number) for number in range(first, first + 4096)
        ]
        records.append(struct.pack(">I4s16siI", 1, b"a", b"", 1, 4096) + b"".join(parameters))
    body = _body(len(records), b"".join(records))
    with Host(tmp_path, _steps(_reply(body), Peer.read)) as host:
        kinds, seconds, grown = meet(kind, friend, host, "stats")
    assert kinds == []
    assert seconds <= 2 * patience()
    assert grown <= 10 * len(body) / _MIB


def test_sasl_without_end(kind: str, friend: str, tmp_path: Path) -> None:
    def evil(peer: Peer) -> None:
        while True:
            peer.reply(P.AUTH_SASL_STEP.encode_ret(0, 0, b""))
            peer.read()

    answers: dict[int, Callable[[], bytes] | None] = {
        P.AUTH_LIST.number: lambda: P.AUTH_LIST.encode_ret([1]),
        P.AUTH_SASL_INIT.number: lambda: P.AUTH_SASL_INIT.encode_ret("EXTERNAL"),
    }
    with Host(tmp_path, evil, answers) as host:
        host.uri += "&auth=sasl.EXTERNAL"
        kinds, seconds, _ = meet(kind, friend, host, "open")
    assert "ProtocolError" in kinds
    assert seconds <= 1 * patience()
