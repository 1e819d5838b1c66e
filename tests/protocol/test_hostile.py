"""Bodies that lie: each must end in a DecodeError, at once, and without memory for what it merely declares."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Iterator

import pytest

from tests.protocol.reference import Side, Token, anything, body, joined, procedures, sides, some, word
from virtreach.errors import DecodeError
from virtreach.protocol import remote as P

OUT_OF_RANGE = {"char": (256, -129), "uchar": (256, 2**32 - 1), "ushort": (65536, 2**31)}


def lies(token: Token) -> Iterator[bytes]:
    """Yield what may be put in place of a piece of a body to make it wrong."""
    match token.role:
        case "count":
            wrapping = 2**32 // token.size + 1
            yield from map(word, (2**32 - 1, 2**31, 2**31 - 1, token.bound + 1, wrapping))
        case "length":
            yield from map(word, (2**32 - 1, 2**32 - 4, 2**31, token.bound + 1))
        case "flag":
            yield from map(word, (2, 2**31, 2**32 - 1))
        case "text":
            yield from (b"\xff", b"\xc3", b"\0")
        case "kind":
            yield from map(word, (0, 8, 2**32 - 1))
        case "char" | "uchar" | "ushort":
            yield from map(word, OUT_OF_RANGE[token.role])


def refused(side: Side, data: bytes) -> None:
    """Check that a body is refused with the error that names its procedure."""
    with pytest.raises(DecodeError, match=side.name.split(".")[1]):
        side.decode(data, 0)


@pytest.mark.parametrize("side", sides(), ids=lambda side: side.name)
def test_lies_are_refused(side: Side) -> None:
    pieces = body(side.fields, [some(field.type) for field in side.fields])
    for place, token in enumerate(pieces):
        for raw in lies(token):
            changed = [*pieces[:place], Token(token.path, token.role, raw), *pieces[place + 1 :]]
            refused(side, joined(changed))


def test_there_are_many_lies() -> None:
    count = 0
    for side in sides():
        pieces = body(side.fields, [some(field.type) for field in side.fields])
        count += sum(1 for token in pieces for _ in lies(token))
    assert count > 4000


@pytest.mark.parametrize("side", sides(), ids=lambda side: side.name)
def test_bodies_end_where_they_should(side: Side) -> None:
    data = joined(body(side.fields, [some(field.type) for field in side.fields]))
    for over in (b"\0", b"\0\0\0\0", bytes(100)):
        refused(side, data + over)
    for end in (0, len(data) // 2, len(data) - 4, len(data) - 1):
        refused(side, data[:end])


def test_every_truncation_is_refused() -> None:
    chance = random.Random(1)
    sample = [*chance.sample(sides(), 60), *(side for side in sides() if "stats" in side.name)]
    for side in sample:
        data = joined(body(side.fields, [anything(field.type, chance) for field in side.fields]))[:600]
        for end in range(len(data) - 1):
            refused(side, data[:end])


def test_noise_is_refused_or_decoded() -> None:
    """Random bytes raise nothing but DecodeError."""
    chance = random.Random(2)
    for side in sides():
        for size in (4, 24, 100):
            try:
                side.decode(chance.randbytes(size), 0)
            except DecodeError:
                continue


def test_flipped_bits_are_refused_or_decoded() -> None:
    chance = random.Random(3)
    for side in chance.sample(sides(), 150):
        data = bytearray(joined(body(side.fields, [anything(field.type, chance) for field in side.fields])))
        if not data:
            continue
        for _ in range(20):
            place = chance.randrange(len(data))
            data[place] ^= 1 << chance.randrange(8)
            try:
                side.decode(bytes(data), 0)
            except DecodeError:
                continue


def test_void_bodies_are_empty() -> None:
    for _, procedure, codec in procedures():
        for wanted, decode in ((procedure.args, codec.decode_args), (procedure.ret, codec.decode_ret)):
            if wanted is None:
                with pytest.raises(DecodeError, match="none is expected"):
                    decode(bytes(4), 0)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(word(16384) + bytes(100), id="count within its bound, nothing behind"),
        pytest.param(word(2**32 - 1) + bytes(100), id="count of all ones"),
        pytest.param(word(1) + word(4194304) + bytes(100), id="string within its bound, nothing behind"),
        pytest.param(word(1) + word(2**32 - 1) + bytes(100), id="string of all ones"),
    ],
)
def test_nothing_is_allocated_for_a_promise(data: bytes) -> None:
    decoders = (P.CONNECT_LIST_ALL_DOMAINS.decode_ret, P.CONNECT_GET_ALL_DOMAIN_STATS.decode_ret)
    tracemalloc.start()
    try:
        for decode in decoders:
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            with pytest.raises(DecodeError):
                decode(data, 0)
            assert tracemalloc.get_traced_memory()[1] - before < 100_000
    finally:
        tracemalloc.stop()
