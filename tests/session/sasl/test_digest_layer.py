"""DIGEST-MD5's security layer: two ends against each other, then everything that a man in the middle could do."""

from __future__ import annotations

import hashlib
import hmac
import random

import pytest

from virtreach.errors import ProtocolError
from virtreach.session.sasl.digest_layer import OVERHEAD, DigestLayer
from virtreach.session.sasl.rc4 import RC4

KEY = bytes(range(16))
MAX_SEND = 65511
MAX_RECEIVE = 65536


def ends(max_send: int = MAX_SEND) -> tuple[DigestLayer, DigestLayer]:
    return (
        DigestLayer(KEY, max_send=max_send, max_receive=MAX_RECEIVE),
        DigestLayer(KEY, max_send=max_send, max_receive=MAX_RECEIVE, server=True),
    )


def by_the_rfc(message: bytes, number: int, direction: bytes = b"client-to-server", before: int = 0) -> bytes:
    """One packet, written from RFC 2831, 2.4 with other tools than the layer's."""
    seal = hashlib.md5(KEY + b"Digest H(A1) to %s sealing key magic constant" % direction).digest()
    sign = hashlib.md5(KEY + b"Digest session key to %s signing key magic constant" % direction).digest()
    sequence = number.to_bytes(4, "big")
    mac = hmac.new(sign, sequence + message, "md5").digest()[:10]
    cipher = RC4(seal)
    cipher.apply(bytes(before))
    sealed = cipher.apply(message + mac) + b"\x00\x01" + sequence
    return len(sealed).to_bytes(4, "big") + sealed


class TestBothWays:
    def test_by_the_rfc(self) -> None:
        client, server = ends()
        assert client.wrap(b"hello") == by_the_rfc(b"hello", 0)
        assert client.wrap(b"again") == by_the_rfc(b"again", 1, before=15)
        assert server.wrap(b"hello") == by_the_rfc(b"hello", 0, b"server-to-client")

    def test_there_and_back(self) -> None:
        client, server = ends()
        for count in (1, 28, 255, 256, 65510, 65511, 65512, 200_000):
            data = random.Random(count).randbytes(count)
            assert server.unwrap(client.wrap(data)) == data
            assert client.unwrap(server.wrap(data)) == data

    def test_nothing(self) -> None:
        client, server = ends()
        assert client.wrap(b"") == b""
        assert server.unwrap(b"") == b""

    @pytest.mark.parametrize(
        ("count", "sizes"), [(65511, [65527]), (65512, [65527, 17]), (131023, [65527, 65527, 17])]
    )
    def test_packets_are_as_large_as_may_be(self, count: int, sizes: list[int]) -> None:
        packets = ends()[0].wrap(bytes(count))
        found = []
        while packets:
            size = int.from_bytes(packets[:4], "big")
            found.append(size)
            packets = packets[4 + size :]
        assert found == sizes

    def test_byte_by_byte(self) -> None:
        client, server = ends()
        stream = b"".join(client.wrap(text) for text in (b"one", b"two" * 100, b"three"))
        assert (
            b"".join(server.unwrap(stream[i : i + 1]) for i in range(len(stream)))
            == b"one" + b"two" * 100 + b"three"
        )

    def test_several_packets_and_a_half_at_once(self) -> None:
        client, server = ends()
        first, second, third = (client.wrap(text) for text in (b"one", b"two", b"three"))
        assert server.unwrap(first + second + third[:9]) == b"onetwo"
        assert server.unwrap(third[9:]) == b"three"

    def test_empty_message_is_a_packet_too(self) -> None:
        _, server = ends()
        assert server.unwrap(by_the_rfc(b"", 0)) == b""
        assert server.unwrap(by_the_rfc(b"x", 1, before=10)) == b"x"

    def test_kinds_of_buffers(self) -> None:
        client, server = ends()
        assert server.unwrap(client.wrap(memoryview(b"view"))) == b"view"  # type: ignore[arg-type]
        assert server.unwrap(memoryview(client.wrap(bytearray(b"array")))) == b"array"  # type: ignore[arg-type]


class TestInTheMiddle:
    def refused(self, server: DigestLayer, data: bytes) -> None:
        with pytest.raises(ProtocolError):
            server.unwrap(data)
        with pytest.raises(ProtocolError, match="broken"):
            server.unwrap(b"")

    def test_every_bit_counts(self) -> None:
        packet = ends()[0].wrap(b"a call")
        for position in range(4, len(packet)):
            for bit in (1, 128):
                altered = bytearray(packet)
                altered[position] ^= bit
                self.refused(ends()[1], bytes(altered))

    def test_replay(self) -> None:
        client, server = ends()
        packet = client.wrap(b"a call")
        server.unwrap(packet)
        self.refused(server, packet)

    def test_lost(self) -> None:
        client, server = ends()
        client.wrap(b"lost")
        self.refused(server, client.wrap(b"late"))

    def test_swapped(self) -> None:
        client, server = ends()
        first, second = client.wrap(b"one"), client.wrap(b"two")
        self.refused(server, second + first)

    def test_reflected(self) -> None:
        client, _ = ends()
        self.refused(client, client.wrap(b"back to sender"))

    def test_other_session(self) -> None:
        other = DigestLayer(bytes(16), max_send=MAX_SEND, max_receive=MAX_RECEIVE)
        self.refused(ends()[1], other.wrap(b"x"))

    def test_what_came_before_is_not_lost_but_not_given_either(self) -> None:
        client, server = ends()
        good, bad = client.wrap(b"good"), bytearray(client.wrap(b"bad"))
        bad[-1] ^= 1
        self.refused(server, good + bytes(bad))

    @pytest.mark.parametrize(
        "size", [0, 1, OVERHEAD - 1, MAX_RECEIVE + 1, 1 << 24, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]
    )
    def test_bad_length_is_refused_before_the_packet_is_there(self, size: int) -> None:
        self.refused(ends()[1], size.to_bytes(4, "big"))

    def test_largest_length_is_waited_for(self) -> None:
        _, server = ends()
        assert server.unwrap(MAX_RECEIVE.to_bytes(4, "big")) == b""

    def test_other_type(self) -> None:
        packet = bytearray(ends()[0].wrap(b"x"))
        packet[-5] = 2
        self.refused(ends()[1], bytes(packet))

    def test_numbers_end(self) -> None:
        client, server = ends()
        client._sent = 0xFFFFFFFF
        client.wrap(b"the last")
        with pytest.raises(ProtocolError, match="used up"):
            client.wrap(b"one more")
        server._received = 0x100000000
        self.refused(server, by_the_rfc(b"x", 0))


def test_nothing_secret_is_shown() -> None:
    assert repr(ends()[0]) == "<DigestLayer sent=0 received=0>"
