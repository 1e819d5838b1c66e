"""The trace: a line for each packet, and no secret in any."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from virtreach.protocol import admin, keepalive, qemu, registry
from virtreach.protocol import remote as P
from virtreach.protocol.procedure import Procedure
from virtreach.session.trace import describe, tracer
from virtreach.wire.packet import CALL, CONTINUE, ERROR, HEADER, HEADER_SIZE, MESSAGE, OK, REPLY, STREAM

ID = bytes(range(16))


def packet(procedure: Procedure[Any], kind: int, body: bytes = b"", *, status: int = OK) -> bytes:
    """A whole packet with the serial 3."""
    size = HEADER_SIZE + len(body)
    numbers = (procedure.program_number, procedure.version, procedure.number)
    return HEADER.pack(size, *numbers, kind, 3, status) + body


def call(procedure: Procedure[Any], *args: Any) -> str:
    """The line of a call."""
    return describe("send", packet(procedure, CALL, procedure.encode_args(*args)))


def reply(procedure: Procedure[Any], *values: Any) -> str:
    """The line of a reply."""
    return describe("recv", packet(procedure, REPLY, procedure.encode_ret(*values)))


def test_calls_and_replies_with_their_fields() -> None:
    assert call(P.DOMAIN_LOOKUP_BY_NAME, "web") == (
        "#3 call remote.domain_lookup_by_name ok 36 bytes name='web'"
    )
    assert reply(P.DOMAIN_LOOKUP_BY_NAME, ("web", ID, 7)).endswith(f"dom=('web', {ID.hex()}, 7)")
    assert call(admin.CONNECT_OPEN, 0).startswith("#3 call admin.connect_open ok 32 bytes")


def test_long_text_and_xml_are_counted() -> None:
    assert call(P.DOMAIN_DEFINE_XML, "<domain><graphics passwd='s3cret'/></domain>").endswith(
        "xml=<44 characters>"
    )
    assert call(P.DOMAIN_LOOKUP_BY_NAME, "w" * 65).endswith("name=<65 characters>")


@pytest.mark.parametrize(
    ("procedure", "args"),
    [
        (P.AUTH_SASL_START, ("PLAIN", 0, b"\0fred\0s3cret")),
        (P.AUTH_SASL_STEP, (0, b"s3cret")),
        (P.SECRET_SET_VALUE, ((ID, 0, ""), b"s3cret", 0)),
        (P.DOMAIN_SET_USER_PASSWORD, (("web", ID, 7), "fred", "s3cret", 0)),
        (P.DOMAIN_SEND_KEY, (("web", ID, 7), 0, 0, [5, 3], 0)),
        (qemu.DOMAIN_MONITOR_COMMAND, (("web", ID, 7), "s3cret", 0)),
        (qemu.DOMAIN_AGENT_COMMAND, (("web", ID, 7), "s3cret", 0, 0)),
    ],
    ids=lambda value: value.name if isinstance(value, Procedure) else "",
)
def test_secrets_are_hidden(procedure: Procedure[Any], args: tuple[Any, ...]) -> None:
    assert call(procedure, *args).endswith(" bytes (hidden)")


def test_secrets_in_replies_are_hidden() -> None:
    assert reply(P.SECRET_GET_VALUE, b"s3cret").endswith(" bytes (hidden)")


def test_every_procedure_that_moves_a_secret_is_hidden() -> None:
    """By their names; a new one with such a word must not slip through."""
    words = ("password", "passphrase", "sasl", "secret_get_value", "secret_set_value", "ssh_keys", "send_key")
    seen = 0
    for program in ("remote", "qemu", "lxc", "admin"):
        for number, name, *_ in registry.entries(program):
            if any(word in name for word in words):
                found = registry.find(program, number)
                assert describe("send", packet(found, CALL, b"\0" * 64)).endswith(
                    (" (hidden)", " 92 bytes")
                ), name
                seen += 1
    assert seen >= 8


def test_what_cannot_be_decoded_is_said() -> None:
    line = describe("send", packet(P.DOMAIN_LOOKUP_BY_NAME, CALL, b"\xff\xff\xff\xff"))
    assert "(cannot be decoded: " in line


def test_events_errors_streams_and_the_unknown() -> None:
    message = P.DOMAIN_EVENT_CALLBACK_LIFECYCLE.encode_ret(5, (("web", ID, 7), 2, 0))
    assert "callback_id=5" in describe("recv", packet(P.DOMAIN_EVENT_CALLBACK_LIFECYCLE, MESSAGE, message))
    assert describe("recv", packet(P.DOMAIN_CREATE, REPLY, b"x" * 40, status=ERROR)) == (
        "#3 reply remote.domain_create error 68 bytes"
    )
    data = packet(P.STORAGE_VOL_UPLOAD, STREAM, b"s3cret", status=CONTINUE)
    assert describe("send", data) == "#3 stream remote.storage_vol_upload continue 34 bytes"
    assert describe("send", packet(keepalive.PING, MESSAGE)) == "#3 message keepalive.ping ok 28 bytes"
    assert (
        describe("send", HEADER.pack(28, 0x12345678, 1, 99, CALL, 3, OK))
        == "#3 call 0x12345678.99 ok 28 bytes"
    )


@pytest.mark.parametrize("wish", [None, "", "0"])
def test_nothing_is_traced_unless_asked_for(wish: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIRTREACH_TRACE", raising=False)
    if wish is not None:
        monkeypatch.setenv("VIRTREACH_TRACE", wish)
    assert tracer(None) is None


def test_standard_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("VIRTREACH_TRACE", "1")
    trace = tracer(None)
    assert trace is not None
    trace("send", packet(keepalive.PING, MESSAGE))
    assert capsys.readouterr().err.endswith(" send #3 message keepalive.ping ok 28 bytes\n")


def test_a_file_is_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "trace"
    monkeypatch.setenv("VIRTREACH_TRACE", str(path))
    trace = tracer(None)
    assert trace is not None
    for direction in ("send", "recv"):
        trace(direction, packet(keepalive.PONG, MESSAGE))
    assert [line.split()[1] for line in path.read_text().splitlines()] == ["send", "recv"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_function_gets_the_lines() -> None:
    lines: list[str] = []
    trace = tracer(lines.append)
    assert trace is not None
    trace("send", packet(keepalive.PING, MESSAGE))
    assert len(lines) == 1
