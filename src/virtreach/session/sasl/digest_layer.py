"""DIGEST-MD5's security layer: qop "auth-conf" with rc4 (RFC 2831, 2.4).

A packet is a 4-byte length, then RC4(message, MAC), the type 0x0001 and a 4-byte sequence number in clear.
The MAC is the first 10 bytes of HMAC-MD5 over sequence number and message. Packets count from 0 in each
direction, so a repeated, dropped or reordered one has the wrong number, and its key stream is off as well.
"""

from __future__ import annotations

from virtreach.errors import ProtocolError
from virtreach.session.sasl.rc4 import RC4

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["OVERHEAD", "DigestLayer", "md5"]

OVERHEAD = 16
"""Bytes that a packet's content has beyond the message: MAC 10, type 2, sequence number 4."""

_TO_SERVER = b"client-to-server"
_TO_CLIENT = b"server-to-client"
_MAX_SEQUENCE = 0xFFFFFFFF


def md5(data: bytes) -> bytes:
    """MD5, also where the system forbids it for security: RFC 2831 leaves no choice."""
    import hashlib

    return hashlib.md5(data, usedforsecurity=False).digest()


def _hmac_md5(key: bytes) -> Callable[[bytes], bytes]:
    """HMAC-MD5 (RFC 2104) with the key's two blocks hashed once; for a 16-byte key."""
    import hashlib

    inner = hashlib.md5(bytes(byte ^ 0x36 for byte in key.ljust(64, b"\0")), usedforsecurity=False)
    outer = hashlib.md5(bytes(byte ^ 0x5C for byte in key.ljust(64, b"\0")), usedforsecurity=False)

    def mac(message: bytes) -> bytes:
        first = inner.copy()
        first.update(message)
        second = outer.copy()
        second.update(first.digest())
        return second.digest()

    return mac


class DigestLayer:
    """Both directions of one connection. Not for use by several threads at once: packets have an order.

    Args:
        session_key: H(A1), 16 bytes.
        max_send: plain bytes in one packet that the peer takes.
        max_receive: bytes of content in one packet that the peer may send (our ``maxbuf``).
        server: True for the server's end.
    """

    __slots__ = (
        "_broken",
        "_buffer",
        "_decrypt",
        "_encrypt",
        "_mac_in",
        "_mac_out",
        "_max_receive",
        "_received",
        "_same",
        "_sent",
        "max_send",
    )

    def __init__(self, session_key: bytes, *, max_send: int, max_receive: int, server: bool = False) -> None:
        from hmac import compare_digest

        def derive(purpose: bytes, direction: bytes) -> bytes:
            label = {b"seal": b"Digest H(A1) to %s sealing key magic constant"}.get(
                purpose, b"Digest session key to %s signing key magic constant"
            )
            return md5(session_key + label % direction)

        out, back = (_TO_CLIENT, _TO_SERVER) if server else (_TO_SERVER, _TO_CLIENT)
        self._encrypt = RC4(derive(b"seal", out)).apply
        self._decrypt = RC4(derive(b"seal", back)).apply
        self._mac_out = _hmac_md5(derive(b"sign", out))
        self._mac_in = _hmac_md5(derive(b"sign", back))
        self._same = compare_digest
        self._sent = 0
        self._received = 0
        self._buffer = bytearray()
        self._broken = False
        self.max_send = max_send
        self._max_receive = max_receive

    def wrap(self, data: bytes) -> bytes:
        """Plain bytes to packets, as many as they need; none for no bytes."""
        size = len(data)
        limit = self.max_send
        if 0 < size <= limit:
            return self._seal(data)
        return b"".join([self._seal(data[start : start + limit]) for start in range(0, size, limit)])

    def _seal(self, message: bytes) -> bytes:
        number = self._sent
        if number > _MAX_SEQUENCE:
            raise ProtocolError("DIGEST-MD5: the sequence numbers are used up; open a new connection")
        self._sent = number + 1
        sequence = number.to_bytes(4, "big")
        message = bytes(message)
        sealed = self._encrypt(message + self._mac_out(sequence + message)[:10])
        return b"%b%b\x00\x01%b" % ((len(sealed) + 6).to_bytes(4, "big"), sealed, sequence)

    def unwrap(self, data: bytes) -> bytes:
        """Feed bytes of the stream; gives what the packets hold that are whole by now.

        Raises:
            ProtocolError: a packet has a bad length, type, sequence number or MAC. The layer is dead then.
        """
        if self._broken:
            raise ProtocolError("DIGEST-MD5: the security layer is broken")
        buffer = self._buffer
        buffer += data
        plain = []
        start = 0
        try:
            while len(buffer) - start >= 4:
                size = int.from_bytes(buffer[start : start + 4], "big")
                if not OVERHEAD <= size <= self._max_receive:
                    raise ProtocolError(
                        f"DIGEST-MD5: a packet of {size} bytes; {OVERHEAD} to {self._max_receive} are allowed"
                    )
                end = start + 4 + size
                if end > len(buffer):
                    break
                plain.append(self._open(bytes(buffer[start + 4 : end])))
                start = end
        except ProtocolError:
            self._broken = True
            buffer.clear()
            raise
        del buffer[:start]
        return b"".join(plain)

    def _open(self, packet: bytes) -> bytes:
        number = self._received
        if number > _MAX_SEQUENCE:
            raise ProtocolError("DIGEST-MD5: the server's sequence numbers are used up")
        sequence = number.to_bytes(4, "big")
        if packet[-6:-4] != b"\x00\x01":
            raise ProtocolError("DIGEST-MD5: a packet of an unknown type")
        if packet[-4:] != sequence:
            raise ProtocolError(
                f"DIGEST-MD5: packet number {int.from_bytes(packet[-4:], 'big')} instead of {number}: "
                "one was lost, repeated or put in by somebody else"
            )
        opened = self._decrypt(packet[:-6])
        message = opened[:-10]
        if not self._same(opened[-10:], self._mac_in(sequence + message)[:10]):
            raise ProtocolError("DIGEST-MD5: a packet was altered on its way")
        self._received = number + 1
        return message

    def __repr__(self) -> str:
        return f"<DigestLayer sent={self._sent} received={self._received}>"
