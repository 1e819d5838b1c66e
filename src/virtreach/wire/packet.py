"""The packet header of libvirt's RPC and the limits of a packet.

A packet is a four-byte length that counts itself, a header of six four-byte
fields and a body (libvirt, virnetprotocol.x `virNetMessageHeader`). All numbers
are big-endian (RFC 4506, section 4).
"""

from __future__ import annotations

from struct import Struct

__all__ = [
    "CALL",
    "CALL_WITH_FDS",
    "CONTINUE",
    "ERROR",
    "HEADER",
    "HEADER_SIZE",
    "MESSAGE",
    "OK",
    "OPENING_PACKET_MAX",
    "PACKET_MAX",
    "REPLY",
    "REPLY_WITH_FDS",
    "STREAM",
    "STREAM_HOLE",
]

# Length word, program, version, procedure, type, serial, status.
HEADER = Struct(">IIIiIII")
HEADER_SIZE = 28

# Message types (virNetMessageType).
CALL = 0
REPLY = 1
MESSAGE = 2
STREAM = 3
CALL_WITH_FDS = 4
REPLY_WITH_FDS = 5
STREAM_HOLE = 6

# Message status (virNetMessageStatus).
OK = 0
ERROR = 1
CONTINUE = 2

# The largest length word: VIR_NET_MESSAGE_MAX and the word itself.
PACKET_MAX = 33_554_432 + 4
# Before a connection is open no packet is larger than a SASL challenge: 65,536 characters of four bytes each,
# and an error text of 4 KiB with room to spare.
OPENING_PACKET_MAX = 270_336
