"""The packet: a length word, a header of six numbers, and a body.

Source: libvirt's ``src/rpc/virnetprotocol.x`` (``virNetMessageHeader``, ``virNetMessageType``,
``virNetMessageStatus``).
"""

from __future__ import annotations

from struct import Struct

from virtreach.errors import EncodeError, FrameError
from virtreach.wire.limits import PACKET_MAX, PACKET_MIN

__all__ = [
    "CALL",
    "CALL_WITH_FDS",
    "CONTINUE",
    "ERROR",
    "EVENT",
    "FRAME",
    "HEADER",
    "LENGTH",
    "OK",
    "REPLY",
    "REPLY_WITH_FDS",
    "STREAM",
    "STREAM_HOLE",
    "check_length",
    "frame",
]

# Message types. libvirt calls EVENT "VIR_NET_MESSAGE": a message that nobody asked for.
CALL, REPLY, EVENT, STREAM, CALL_WITH_FDS, REPLY_WITH_FDS, STREAM_HOLE = range(7)

# Statuses. CONTINUE: more of a stream follows. On a call the status is OK.
OK, ERROR, CONTINUE = range(3)

LENGTH = Struct(">I")
"""The length word."""

HEADER = Struct(">IIiIII")
"""program, version, procedure, type, serial, status."""

FRAME = Struct(">IIIiIII")
"""The length word and the header together."""


def check_length(length: int) -> None:
    """Refuse a length word that no packet may have, before a byte of the packet is waited for.

    Raises:
        FrameError: it is shorter than a header, or longer than the largest packet.
    """
    if not PACKET_MIN <= length <= PACKET_MAX:
        raise FrameError(f"the length word is {length}; a packet has {PACKET_MIN} to {PACKET_MAX} bytes")


def frame(program: int, version: int, procedure: int, kind: int, serial: int, status: int, body: bytes) -> bytes:
    """Build a whole packet.

    Raises:
        EncodeError: the body is too large for one packet.
    """
    length = PACKET_MIN + len(body)
    if length > PACKET_MAX:
        raise EncodeError(f"a body of {len(body)} bytes does not fit one packet ({PACKET_MAX - PACKET_MIN} bytes)")
    return FRAME.pack(length, program, version, procedure, kind, serial, status) + body
