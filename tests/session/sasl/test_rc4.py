"""RC4: published vectors, and the fast version against the textbook's."""

from __future__ import annotations

import random

import pytest

from virtreach.session.sasl.rc4 import RC4


def textbook(key: bytes, count: int) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for _ in range(count):
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(state[(state[i] + state[j]) % 256])
    return bytes(out)


@pytest.mark.parametrize(
    ("key", "text", "cipher"),
    [
        (b"Key", b"Plaintext", "bbf316e8d940af0ad3"),
        (b"Wiki", b"pedia", "1021bf0420"),
        (b"Secret", b"Attack at dawn", "45a01f645fc35b383552544b9bf5"),
    ],
)
def test_vectors(key: bytes, text: bytes, cipher: str) -> None:
    assert RC4(key).apply(text).hex() == cipher
    assert RC4(key).apply(bytes.fromhex(cipher)) == text


def test_rfc_6229() -> None:
    # Section 2: the 128-bit key 0102...10, its first 16 bytes.
    key = bytes(range(1, 17))
    assert RC4(key).apply(bytes(16)).hex() == "9ac7cc9a609d1ef7b2932899cde41b97"
    assert RC4(key).apply(bytes(4112)) == textbook(key, 4112)


def test_any_split_gives_the_same_stream() -> None:
    rng = random.Random(6229)
    key = bytes(rng.randrange(256) for _ in range(16))
    whole = textbook(key, 50_000)
    cipher = RC4(key)
    position = 0
    while position < 40_000:
        size = rng.choice([0, 1, 2, 70, 254, 255, 256, 257, 511, 512, rng.randrange(2000)])
        assert cipher.apply(bytes(size)) == whole[position : position + size]
        position += size


def test_kinds_of_buffers() -> None:
    for kind in (bytes, bytearray, memoryview):
        assert RC4(b"Key").apply(kind(b"Plaintext")).hex() == "bbf316e8d940af0ad3"


def test_leading_zeros_are_kept() -> None:
    stream = textbook(b"Key", 300)
    assert RC4(b"Key").apply(stream) == bytes(300)
