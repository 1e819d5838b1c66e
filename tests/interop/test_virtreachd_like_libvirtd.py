"""Handmade frames, right and wrong: virtreachd answers as libvirtd does, byte for byte, or says why not."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.daemon.process import Virtreachd
from tests.interop.lab.daemon import Daemon
from virtreach.protocol import remote as P
from virtreach.wire.packet import HEADER, HEADER_SIZE

REMOTE, KEEPALIVE = 0x20008086, 0x6B656570
CLOSED = b"closed"
# Sent behind each frame, so that silence is told from an answer.
_MARK = HEADER.pack(HEADER_SIZE, KEEPALIVE, 1, 1, 2, 0, 0)
_MARKED = HEADER.pack(HEADER_SIZE, KEEPALIVE, 1, 2, 2, 0, 0)


def frame(
    number: int, body: bytes = b"", *, kind: int = 0, status: int = 0, program: int = REMOTE, version: int = 1
) -> bytes:
    return HEADER.pack(HEADER_SIZE + len(body), program, version, number, kind, 7, status) + body


FRAMES = {
    "a program that is not there": frame(1, program=1),
    "a version that is not there": frame(1, version=9),
    "a procedure that is not there": frame(9999),
    "an event": frame(107),
    "a call with a status": frame(66, status=1),
    "a call without its arguments": frame(1),
    "arguments of nonsense": frame(23, b"\xff\xff\xff\xff"),
    "a call before anything is open": frame(3),
    "a feature before anything is open": frame(60, b"\0\0\0\x0e"),
    "the feature keepalive": frame(60, b"\0\0\0\x0a"),
    "an unknown type": frame(66, kind=9),
    "a reply": frame(66, kind=1),
    "a message": frame(66, kind=2),
    "a stream that is not there": frame(66, b"data", kind=3, status=2),
    "an unknown keepalive message": frame(7, kind=2, program=KEEPALIVE),
    "how to authenticate": frame(66),
    "close": frame(2),
    "a driver that is not there": frame(1, P.CONNECT_OPEN.encode_args("foo:///bar", 0)),
    "open": frame(1, P.CONNECT_OPEN.encode_args("test:///default", 0)),
    "a length that is too small": HEADER.pack(27, REMOTE, 1, 66, 0, 1, 0),
    "a length that is too large": HEADER.pack(0x7FFFFFFF, REMOTE, 1, 66, 0, 1, 0),
}

DIFFERENT = {
    "bytes behind the arguments": (
        frame(66, b"aaaa"),
        "is refused: they can only be an error, or hide something",
    ),
    "a call with descriptors": (frame(66, b"\0\0\0\0", kind=4), "is refused: descriptors cannot be passed"),
}


def answer(path: str, data: bytes) -> bytes:
    """What comes back for a frame, until a moment after the PONG for the PING behind it, or the end.

    libvirtd's workers may be later than its PONG.
    """
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(10)
        peer.connect(path)
        received = b""
        try:
            peer.sendall(data + _MARK)
            while piece := peer.recv(65536):
                received += piece
                if _MARKED in received:
                    peer.settimeout(0.2)
            received += CLOSED
        except TimeoutError:
            assert _MARKED in received, "neither an answer nor a PONG"
        except ConnectionError:
            received += CLOSED
        return received.replace(_MARKED, b"")


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    directory = tmp_path_factory.mktemp("vd")
    with Virtreachd(directory):
        yield f"{directory}/libvirt-sock"


@pytest.mark.parametrize("name", FRAMES)
def test_the_same_answer(name: str, test_daemon: Daemon, ours: str) -> None:
    theirs = answer(test_daemon.socket, FRAMES[name])
    mine = answer(ours, FRAMES[name])
    assert mine == theirs
    assert theirs or "type" in name or name.startswith(("a reply", "a message", "a stream", "an unknown"))


@pytest.mark.parametrize("name", DIFFERENT)
def test_stricter_for_a_reason(name: str, test_daemon: Daemon, ours: str) -> None:
    data, reason = DIFFERENT[name]
    assert HEADER.unpack_from(answer(test_daemon.socket, data))[6] == 0
    refused = HEADER.unpack_from(answer(ours, data))
    assert refused[6] == 1, reason
