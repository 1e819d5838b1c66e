"""Sizes that libvirt's RPC bounds a message by.

Source: libvirt's ``src/rpc/virnetprotocol.x`` (``VIR_NET_MESSAGE_*``). All are bytes unless said otherwise.
"""

from __future__ import annotations

__all__ = [
    "BODY_OFFSET",
    "FDS_MAX",
    "HEADER_SIZE",
    "INITIAL_SIZE",
    "LEGACY_PAYLOAD_MAX",
    "LENGTH_SIZE",
    "PACKET_MAX",
    "PACKET_MIN",
    "PAYLOAD_MAX",
    "STRING_MAX",
]

LENGTH_SIZE = 4
"""The length word in front of every packet; it counts itself."""

HEADER_SIZE = 24
"""Program, version, procedure, type, serial and status, four bytes each."""

BODY_OFFSET = LENGTH_SIZE + HEADER_SIZE
"""Where the body starts, counted from the length word."""

PACKET_MIN = BODY_OFFSET
"""The smallest value that a length word may hold: a packet without a body."""

PAYLOAD_MAX = 33554408
"""The largest body (``VIR_NET_MESSAGE_PAYLOAD_MAX``)."""

PACKET_MAX = 33554432 + LENGTH_SIZE
"""The largest value that a length word may hold: 32 MiB of header and body, and the word itself."""

INITIAL_SIZE = 65536
"""The buffer that libvirt starts with; a message of up to this size never makes it grow."""

LEGACY_PAYLOAD_MAX = 262120
"""The most that one stream packet carries when both ends are libvirt (``..._LEGACY_PAYLOAD_MAX``)."""

STRING_MAX = 4194304
"""The longest string in an error body."""

FDS_MAX = 32
"""How many file descriptors one message may carry (a count)."""
