"""Feed the client's session with servers gone wrong.

A script of a well-behaved server (replies in any order, errors, events, stream data, holes,
keepalive) is mutated and fed in pieces of any size. The session may raise `ProtocolError` and
nothing else; an unharmed script must be understood to the last byte, whatever the pieces.
"""

from __future__ import annotations

import struct
import traceback
from collections.abc import Callable
from random import Random
from time import monotonic
from typing import Any

from soak.outcome import Outcome
from virtreach.errors import ProtocolError
from virtreach.protocol import remote as P
from virtreach.session.client import KEEPALIVE_PROGRAM, Call, ClientSession
from virtreach.wire.packet import (
    CONTINUE,
    ERROR,
    HEADER,
    HEADER_SIZE,
    MESSAGE,
    OK,
    REPLY,
    STREAM,
    STREAM_HOLE,
)

__all__ = ["run"]

_ERROR_BODY = struct.pack(">iiII", 1, 10, 1, 4) + b"oops" + struct.pack(">iIIIIiiI", 2, 0, 0, 0, 0, 0, 0, 0)


class _Call(Call):
    """A call that only remembers how it ended."""

    __slots__ = ("ended",)

    def __init__(self, procedure: Any) -> None:
        super().__init__(procedure)
        self.ended = 0

    def resolve(self, packet: bytes) -> None:
        self.ended += 1

    def reject(self, error: Exception) -> None:
        self.ended += 1


def run(random: Random, seconds: float, report: Callable[[str], None]) -> Outcome:
    """Fuzz until the time is over.

    Args:
        random: the source of chance.
        seconds: how long.
        report: told of each finding.
    """
    outcome = Outcome("frames")
    started = monotonic()
    while monotonic() - started < seconds:
        state = random.getstate()
        try:
            _one(random, outcome)
        except Exception:
            finding = traceback.format_exc()
            outcome.findings.append(finding)
            report(f"frames: {finding}")
            if len(outcome.findings) >= 20:
                break
            random.setstate(state)
            random.random()
    outcome.seconds = monotonic() - started
    return outcome


def _one(random: Random, outcome: Outcome) -> None:
    """One session with one server's script."""
    session = ClientSession(window=random.choice((1, 4, 64)), on_message=lambda *message: None)
    session.opened()
    calls = [_Call(random.choice(_PROCEDURES)) for _ in range(random.randint(0, 6))]
    for call in calls:
        # The last field are the flags: a download may have holes.
        session.begin(call, bytes(3) + b"\x01")
    script = _script(random, list(session.pending.values()))
    harmed = random.random() < 0.8
    if harmed:
        script = _mutate(random, script)
    fed = 0
    expected = session.pending.copy()
    try:
        while fed < len(script):
            size = random.choice((1, 3, 28, 100, 4096, 1 << 20))
            session.receive(script[fed : fed + size])
            fed += size
            assert session._have <= len(script), "more kept than came"
    except ProtocolError:
        outcome.count("scripts refused")
        if not harmed:
            raise
    else:
        outcome.count("scripts accepted")
        if not harmed:
            assert session.wanted == 0, f"{session.wanted} bytes wanted after a whole script"
            for answered in expected.values():
                assert isinstance(answered, _Call)
                assert answered.ended == 1, f"{answered.procedure.name} ended {answered.ended} times"
    session.fail(lambda procedure, sent: ConnectionError(), ConnectionError())
    for call in calls:
        assert call.ended == 1, f"{call.procedure.name} ended {call.ended} times after the end"
    outcome.count("bytes", len(script))


_PROCEDURES = (
    P.CONNECT_GET_VERSION,
    P.DOMAIN_GET_INFO,
    P.STORAGE_VOL_DOWNLOAD,
    P.DOMAIN_OPEN_CONSOLE,
    P.CONNECT_LIST_ALL_DOMAINS,
)


def _packet(call: Call, kind: int, status: int, body: bytes) -> bytes:
    procedure = call.procedure
    numbers = (procedure.program_number, procedure.version, procedure.number)
    return HEADER.pack(HEADER_SIZE + len(body), *numbers, kind, call.serial, status) + body


def _script(random: Random, calls: list[Call]) -> bytes:
    """What a server in good order might send."""
    parts: list[bytes] = []
    random.shuffle(calls)
    for call in calls:
        for _ in range(random.randint(0, 3)):
            parts.append(_aside(random))
        failed = random.random() < 0.2
        if call.procedure.stream and not failed:
            for _ in range(random.randint(0, 4)):
                data = random.randbytes(random.choice((1, 100, 5000)))
                parts.append(_packet(call, STREAM, CONTINUE, data))
                if call.procedure is P.STORAGE_VOL_DOWNLOAD and random.random() < 0.3:
                    parts.append(_packet(call, STREAM_HOLE, CONTINUE, struct.pack(">qI", 4096, 0)))
        parts.append(
            _packet(call, REPLY, ERROR, _ERROR_BODY) if failed else _packet(call, REPLY, OK, bytes(8))
        )
        if call.procedure.stream and not failed:
            parts.append(_packet(call, STREAM, CONTINUE, b""))
            if random.random() < 0.3:
                parts.append(_packet(call, STREAM, ERROR, _ERROR_BODY))
    return b"".join(parts)


def _aside(random: Random) -> bytes:
    """Something unasked: an event, a PING, a PONG."""
    if random.random() < 0.5:
        return HEADER.pack(HEADER_SIZE, KEEPALIVE_PROGRAM, 1, random.choice((1, 2)), MESSAGE, 0, OK)
    body = random.randbytes(random.randint(0, 64))
    return HEADER.pack(HEADER_SIZE + len(body), 0x20008086, 1, random.randint(1, 453), MESSAGE, 0, OK) + body


_WORDS = (0, 1, 2, 3, 6, 7, 27, 28, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 33554436, 33554437)


def _mutate(random: Random, script: bytes) -> bytes:
    """Harm a script in one to four places."""
    data = bytearray(script)
    for _ in range(random.randint(1, 4)):
        place = random.randrange(len(data) + 1)
        kind = random.random()
        if kind < 0.3 and place < len(data):
            data[place] ^= 1 << random.randrange(8)
        elif kind < 0.6 and len(data) >= 4:
            place = min(place & ~3, len(data) - 4)
            data[place : place + 4] = struct.pack(">I", random.choice(_WORDS))
        elif kind < 0.75:
            data[place:place] = random.randbytes(random.randint(1, 40))
        elif kind < 0.9:
            del data[place : place + random.randint(1, 40)]
        else:
            data[place:place] = data[: random.randint(0, 200)]
    return bytes(data)
