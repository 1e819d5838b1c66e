"""A password that a login uses is nowhere that people look: errors, tracebacks with variables, traces, children."""

from __future__ import annotations

import asyncio
import logging
import pickle
import traceback
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest

import virtreach
from tests.hostile.host import Host, Peer
from virtreach import aio
from virtreach.errors import VirtreachError
from virtreach.errors.libvirt import from_wire
from virtreach.protocol import remote as P
from virtreach.protocol.rpc import encode_error
from virtreach.wire.packet import HEADER, HEADER_SIZE, OK, REPLY

CANARY = "kanarienvogel-17"
# As it is, in base64, in hexadecimal, and with four bytes a character, as SASL data are on the wire.
WIDE = b"".join(bytes((0, 0, 0, byte)) for byte in CANARY.encode())
FORMS = (
    CANARY,
    b64encode(CANARY.encode()).decode().rstrip("="),
    CANARY.encode().hex(),
    WIDE.hex(),
    repr(WIDE)[2:-1],
)

pytestmark = pytest.mark.parametrize("kind", ["blocking", "asyncio"])


def _refuse(peer: Peer) -> None:
    peer.reply(encode_error(from_wire(45, 7, "authentication failed", 2)), status=1)


def _again(peer: Peer) -> None:
    peer.reply(P.AUTH_SASL_START.encode_ret(0, 0, b"and now?"))
    peer.read()


def _along_with_it(peer: Peer) -> None:
    """Break the protocol in the very piece that has the answer, so that the end is known before the password is due."""
    body = P.AUTH_SASL_INIT.encode_ret("PLAIN")
    head = HEADER.pack(
        HEADER_SIZE + len(body), P.AUTH_LIST.program_number, 1, peer.number, REPLY, peer.serial, OK
    )
    peer.send(head + body + bytes(HEADER_SIZE))


def _silent(peer: Peer) -> None:
    while peer.read():
        pass


ENDS: dict[str, Callable[[Peer], object]] = {
    "refused": _refuse,
    "cut off": lambda peer: None,
    "a reply that is none": lambda peer: peer.reply(b""),
    "a frame that is none": lambda peer: peer.reply(b"", length=27),
    "more questions": _again,
    "silence": _silent,
    "a frame that is none, at once": _along_with_it,
}


def attempt(kind: str, uri: str, **options: object) -> BaseException:
    """Log in; the error."""

    async def other() -> None:
        async with await aio.connect(uri, auth=("fred", CANARY), connect_timeout=0.5, **options):  # type: ignore[arg-type]
            return

    try:
        if kind == "asyncio":
            asyncio.run(other())
        else:
            virtreach.connect(uri, auth=("fred", CANARY), connect_timeout=0.5, **options).close()  # type: ignore[arg-type]
    except VirtreachError as error:
        return error
    raise AssertionError("the host let us in")


def everything(error: BaseException) -> str:
    """What a thorough error report has: texts, attributes, causes, and the variables of all frames."""
    whole = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    seen: BaseException | None = error
    while seen is not None:
        whole += repr(seen) + str(seen) + repr(seen.args) + repr(getattr(seen, "__dict__", {}))
        seen = seen.__cause__ or seen.__context__
    return whole


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256", "DIGEST-MD5"])
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("when", ["start", "init"])
def test_errors_and_traces(
    kind: str,
    end: str,
    mechanism: str,
    when: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    answers: dict[int, Callable[[], bytes] | None] = {
        P.AUTH_LIST.number: lambda: P.AUTH_LIST.encode_ret([1]),
        P.AUTH_SASL_INIT.number: None if when == "init" else lambda: P.AUTH_SASL_INIT.encode_ret(mechanism),
    }

    def evil(peer: Peer) -> object:
        if when == "init":
            # The connection ends just when the password is about to be sent.
            if ENDS[end] is _along_with_it:
                _along_with_it(peer)
                return None
            peer.reply(P.AUTH_SASL_INIT.encode_ret(mechanism))
            if end == "silence":
                return None
        return ENDS[end](peer)

    lines: list[str] = []
    with Host(tmp_path, evil, answers) as host:
        error = attempt(kind, host.uri, mechanisms=[mechanism], trace=lines.append)
    assert lines
    captured = capfd.readouterr()
    whole = everything(error) + "".join(lines) + caplog.text + captured.out + captured.err
    assert "session/opening.py" in whole
    for form in FORMS:
        assert form not in whole
    try:
        pickled = pickle.dumps(error)
    except Exception:
        return
    assert CANARY.encode() not in pickled


def test_children(kind: str, tmp_path: Path) -> None:
    """A program that makes the connection sees no password in its arguments or its environment."""
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\n{{ env; cat "/proc/$$/cmdline"; }} > "{tmp_path}/seen"\n')
    program.chmod(0o755)
    attempt(kind, f"qemu+ext:///system?command={program}")
    attempt(kind, f"qemu+ssh://fred@host/system?command={program}")
    seen = (tmp_path / "seen").read_text()
    assert str(program) in seen
    assert CANARY not in seen
