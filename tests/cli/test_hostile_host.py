"""A host that answers with what libvirt itself would not let through: terminal commands in names and messages."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from virtreach.cli.main import run
from virtreach.errors.libvirt import from_wire
from virtreach.protocol import remote as P
from virtreach.protocol.rpc import encode_error
from virtreach.wire.packet import ERROR, HEADER, HEADER_SIZE, OK, REPLY

EVIL = "x\x1b]0;owned\x07\x1b[2J\r\nvirtreach: all is well\x9b1m"

Answer = Callable[[], bytes]
ANSWERS: dict[int, Answer] = {
    P.AUTH_LIST.number: lambda: P.AUTH_LIST.encode_ret([0]),
    P.CONNECT_SUPPORTS_FEATURE.number: lambda: P.CONNECT_SUPPORTS_FEATURE.encode_ret(0),
    P.CONNECT_OPEN.number: bytes,
    P.CONNECT_GET_ALL_DOMAIN_STATS.number: lambda: P.CONNECT_GET_ALL_DOMAIN_STATS.encode_ret(
        [((EVIL, bytes(16), 1), {"state.state": 1, EVIL: EVIL})]
    ),
    P.DOMAIN_LOOKUP_BY_NAME.number: lambda: P.DOMAIN_LOOKUP_BY_NAME.encode_ret((EVIL, bytes(16), 1)),
    P.DOMAIN_SUSPEND.number: bytes,
    P.DOMAIN_GET_XML_DESC.number: lambda: P.DOMAIN_GET_XML_DESC.encode_ret(f"<domain>{EVIL}</domain>"),
    P.CONNECT_GET_HOSTNAME.number: lambda: P.CONNECT_GET_HOSTNAME.encode_ret(EVIL),
    P.CONNECT_GET_URI.number: lambda: P.CONNECT_GET_URI.encode_ret(EVIL),
    P.CONNECT_GET_TYPE.number: lambda: P.CONNECT_GET_TYPE.encode_ret(EVIL),
    P.CONNECT_GET_VERSION.number: lambda: P.CONNECT_GET_VERSION.encode_ret(1),
    P.CONNECT_GET_LIB_VERSION.number: lambda: P.CONNECT_GET_LIB_VERSION.encode_ret(1),
}


def serve(listener: socket.socket) -> None:
    """Answer clients, one after another, until the listener is closed; what is not known is an evil error."""
    while True:
        try:
            peer, _ = listener.accept()
        except OSError:
            return
        with peer, peer.makefile("rb") as incoming:
            while head := incoming.read(4):
                packet = head + incoming.read(int.from_bytes(head, "big") - 4)
                _, program, version, procedure, _, serial, _ = HEADER.unpack_from(packet)
                known = ANSWERS.get(procedure)
                body = known() if known is not None else encode_error(from_wire(1, 10, EVIL, 2))
                size = HEADER_SIZE + len(body)
                status = ERROR if known is None else OK
                peer.sendall(HEADER.pack(size, program, version, procedure, REPLY, serial, status) + body)


@pytest.fixture
def uri(tmp_path: Path) -> Iterator[str]:
    """Where such a host listens."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "sock"))
        listener.listen()
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        yield f"qemu+unix:///system?socket={tmp_path}/sock"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(10)


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("list", 2),
        ("list --name", 1),
        ("stats", 3),
        ("suspend web", 1),
        ("version", 7),
        ("doctor", 5),
    ],
)
def test_what_is_shown(uri: str, line: str, lines: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-c", uri, *line.split()]) == 0
    shown = capsys.readouterr().out
    assert shown.count("\n") == lines
    assert shown.replace("\n", "").isprintable()
    assert "x\\x1b]0;owned\\x07\\x1b[2J\\r\\nvirtreach: all is well\\x9b1m" in shown


@pytest.mark.parametrize("line", ["info web", "pool list", "net list", "define -", "undefine web", "events"])
def test_what_is_complained(
    uri: str, line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "x.xml").write_text("<domain/>")
    words = line.replace(" -", f" {tmp_path}/x.xml").split()
    assert run(["-c", uri, *words]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.rstrip("\n").isprintable()


@pytest.mark.parametrize("line", ["list", "stats", "suspend web", "version", "doctor", "dumpxml web"])
def test_json_is_exact_and_harmless(uri: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-c", uri, "--json", *line.split()]) == 0
    shown = capsys.readouterr().out
    assert shown.replace("\n", "").isascii()
    assert shown.replace("\n", "").isprintable()
    assert EVIL in str_of(json.loads(shown))


def str_of(value: object) -> str:
    """All text in a JSON document."""
    if isinstance(value, dict):
        return "".join(str_of(each) for pair in value.items() for each in pair)
    if isinstance(value, list):
        return "".join(map(str_of, value))
    return str(value)


def test_the_doctor_sees_passwords_for_everybody(
    uri: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "auth.conf"
    path.write_text("[credentials-x]\npassword=kanarienvogel\n")
    path.chmod(0o644)
    assert run(["-c", f"{uri}&authfile={path}", "doctor"]) == 0
    shown = capsys.readouterr().out
    assert "can be read by others" in shown
    assert "kanarienvogel" not in shown
