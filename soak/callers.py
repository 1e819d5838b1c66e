"""Be the worst clients that a daemon with the embedded hypervisor can have.

Conversations of calls in good order (any procedure, values that mostly make sense) and of harmed
ones reach the daemon's own connection code over a pretended transport, in pieces of any size. The
connection may be closed for it; but nothing may be raised, no driver may fail in a way that it did
not foresee, what is sent back must be whole packets for serials that were called, and nothing may
be left when the client is gone.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import traceback
from collections.abc import Callable
from random import Random
from time import monotonic
from typing import Any

from soak.frames import _mutate
from soak.outcome import Outcome
from tests.protocol.reference import anything, body, joined, procedures
from tools.spec_model import Array, Field, Maybe, Scalar, StructRef, Text, Type
from virtreach.daemon.client import Client
from virtreach.daemon.house import Door, House
from virtreach.daemon.hypervisor.driver import TestDriver
from virtreach.protocol import remote as P
from virtreach.wire.packet import CALL, CONTINUE, ERROR, HEADER, HEADER_SIZE, MESSAGE, OK, REPLY, STREAM

__all__ = ["run"]

_CONVERSATIONS = 200
_TEXTS = (
    *("test", "default", "default-pool", "eth0", "eth1", "vm", "computer", "scsi_host1", "vda", "a\nb", ""),
    *("<domain type='test'><name>vm</name><memory>1024</memory><os><type>hvm</type></os></domain>",),
    *("<network><name>n</name><forward/><ip address='10.0.0.1' netmask='255.255.255.0'/></network>",),
    *("<pool type='dir'><name>p</name><target><path>/p</path></target></pool>",),
    *("<volume><name>v</name><capacity unit='M'>3</capacity></volume>",),
    *("<disk type='file' device='disk'><source file='/d'/><target dev='vdb' bus='virtio'/></disk>",),
    *("<interface type='network'><source network='default'/></interface>",),
    *(
        "<domainsnapshot><name>s</name></domainsnapshot>",
        "<domaincheckpoint><name>c</name></domaincheckpoint>",
    ),
    *(
        "<domainbackup/>",
        "<secret ephemeral='no' private='no'><usage type='volume'><volume>/v</volume></usage></secret>",
    ),
    *("<filter name='f' chain='ipv4'><rule action='drop' direction='in'><ip/></rule></filter>",),
    *("<device><name>d</name><parent>computer</parent><capability type='scsi_host'/></device>",),
    *("/dev/vg/v", "/p/v", "/tmp", "52:54:00:00:00:01", "1-3", "<a", "<a>&b;</a>", "x" * 300),
)
_PROCEDURES = tuple(procedures())
_STEPS = (1, 3, 28, 100, 4096, 1 << 20)


class _Pipe:
    """A transport that keeps what it is given."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self.out: list[bytes] = []
        self.closed = False

    def get_extra_info(self, name: str) -> object:
        return self._sock if name == "socket" else None

    def write(self, data: bytes) -> None:
        self.out.append(bytes(data))

    def get_write_buffer_size(self) -> int:
        return 0

    def close(self) -> None:
        self.closed = True

    def _ignore(self, *words: object) -> None:
        """There is nothing that could be full."""

    abort = close
    set_write_buffer_limits = pause_reading = resume_reading = _ignore


class _Complaints(logging.Handler):
    """Remembers what the daemon logs as its own fault."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(logging.Formatter().format(record))


def run(random: Random, seconds: float, report: Callable[[str], None]) -> Outcome:
    """Call until the time is over.

    Args:
        random: the source of chance.
        seconds: how long.
        report: told of each finding.
    """
    outcome = Outcome("callers")
    complaints = _Complaints()
    logger = logging.getLogger("virtreach.daemon")
    before, silent = logger.propagate, logging.NullHandler()
    logger.propagate = False
    logger.addHandler(complaints)
    logger.addHandler(silent)
    try:
        asyncio.run(_all(random, seconds, outcome, complaints, report))
    finally:
        logger.removeHandler(complaints)
        logger.removeHandler(silent)
        logger.propagate = before
    return outcome


async def _all(
    random: Random, seconds: float, outcome: Outcome, complaints: _Complaints, report: Callable[[str], None]
) -> None:
    started = monotonic()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        while monotonic() - started < seconds and len(outcome.findings) < 20:
            driver = TestDriver()
            house = House([driver])
            for _ in range(_CONVERSATIONS):
                if monotonic() - started >= seconds or len(outcome.findings) >= 20:
                    break
                finding = ""
                try:
                    await _one(random, house, driver, ours, outcome)
                except Exception:
                    finding = traceback.format_exc()
                for heard in complaints.heard:
                    finding += heard
                complaints.heard.clear()
                if finding:
                    outcome.findings.append(finding)
                    report(f"callers: {finding}")
                    break
    outcome.seconds = monotonic() - started


async def _one(
    random: Random, house: House, driver: TestDriver, sock: socket.socket, outcome: Outcome
) -> None:
    """One client, from its connection to its end."""
    door = Door("unix", readonly=random.random() < 0.1)
    client = Client(house, door)
    pipe = _Pipe(sock)
    client.connection_made(pipe)  # type: ignore[arg-type]
    script, serials = _script(random)
    outcome.count("calls", len(serials))
    harmed = random.random() < 0.5
    if harmed:
        script = _mutate(random, script)
    fed = 0
    while fed < len(script) and not pipe.closed:
        piece = script[fed : fed + min(random.choice(_STEPS), len(house.view))]
        fed += len(piece)
        client.get_buffer(-1)[: len(piece)] = piece
        client.buffer_updated(len(piece))
        if random.random() < 0.05:
            await asyncio.sleep(0)
    if not harmed:
        assert not pipe.closed, "a conversation in good order was cut off"
    client.connection_lost(None)
    await asyncio.sleep(0)
    assert not house.clients, "a client is left"
    assert not house.admission.known, "a place is left taken"
    assert not house.admission.strangers, "a stranger's place is left taken"
    for hypervisor in driver.hypervisors.values():
        assert not hypervisor.sessions, "a session is left"
    _look(b"".join(pipe.out), set() if harmed else serials, outcome, whole=not harmed)
    outcome.count("conversations harmed" if harmed else "conversations in good order")


def _look(data: bytes, serials: set[int], outcome: Outcome, *, whole: bool) -> None:
    """See that what came back is packets, and what they are about."""
    place = 0
    while place < len(data):
        length, _, _, _, kind, serial, status = HEADER.unpack_from(data, place)
        assert HEADER_SIZE <= length <= len(data) - place, "a packet that is none"
        assert kind in (REPLY, MESSAGE, STREAM, STREAM + 2), f"a packet of kind {kind}"
        if kind == REPLY and whole:
            assert serial in serials, f"a reply to {serial}, which nobody called"
            serials.discard(serial)
            outcome.count("errors" if status == ERROR else "results")
        place += length


def _script(random: Random) -> tuple[bytes, set[int]]:
    """Calls as a client might make them, data for the streams among them, and the serials."""
    parts = [_call(P.AUTH_LIST, 1, b""), _call(P.CONNECT_OPEN, 2, P.CONNECT_OPEN.encode_args(None, 0))]
    serial = 2
    for _ in range(random.randint(1, 30)):
        _, spec, procedure = random.choice(_PROCEDURES)
        if (
            procedure.event
            or procedure.program not in ("remote", "qemu", "lxc")
            or procedure.name == "connect_close"
        ):
            continue
        serial += 1
        fields = spec.args.fields if spec.args else ()
        values = [_value(field.type, field, random) for field in fields]
        parts.append(_call(procedure, serial, joined(body(fields, values))))
        if procedure.stream and random.random() < 0.7:
            numbers = (procedure.program_number, procedure.version, procedure.number)
            for _ in range(random.randint(0, 3)):
                data = random.randbytes(random.choice((1, 100, 5000)))
                head = HEADER.pack(HEADER_SIZE + len(data), *numbers, STREAM, serial, CONTINUE)
                parts.append(head + data)
            status = random.choice((OK, ERROR))
            parts.append(HEADER.pack(HEADER_SIZE, *numbers, STREAM, serial, status))
    return b"".join(parts), set(range(1, serial + 1))


def _call(procedure: Any, serial: int, arguments: bytes) -> bytes:
    numbers = (procedure.program_number, procedure.version, procedure.number)
    return HEADER.pack(HEADER_SIZE + len(arguments), *numbers, CALL, serial, OK) + arguments


def _value(of: Type, field: Field, random: Random) -> Any:
    """A value that has some chance to get past the first check."""
    if random.random() < 0.15:
        return anything(of, random)
    if isinstance(of, Text):
        return random.choice(_TEXTS)
    if isinstance(of, Maybe):
        return None if random.random() < 0.3 else _value(of.of, field, random)
    if isinstance(of, Array):
        return [_value(of.of, field, random) for _ in range(random.randint(0, min(of.max, 3)))]
    if isinstance(of, StructRef):
        if of.struct.name == "nonnull_domain":
            return ("test", bytes.fromhex("6695eb01f6a4830479aa97f2502e193f"), random.choice((-1, 1)))
        return tuple(_value(inner.type, inner, random) for inner in of.struct.fields)
    if isinstance(of, Scalar) and of.kind in ("int", "uint", "hyper", "uhyper") and random.random() < 0.8:
        if "flags" in field.name:
            return 1 << random.randrange(16) if random.random() < 0.5 else 0
        return random.choice((0, 1, 2, 3, 1024, 1 << 20))
    return anything(of, random)
