"""Arrays of records: runs of equal lengths, no runs, and everything between, against the one-by-one decoder."""

from __future__ import annotations

import random
import struct

import pytest

from virtreach.errors import DecodeError
from virtreach.protocol import remote as P
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain
from virtreach.wire import runs


def names_of(lengths: list[int]) -> list[str]:
    """Return different strings of given lengths."""
    return [(str(place) * 80)[:length] for place, length in enumerate(lengths)]


SHAPES: dict[str, list[int]] = {
    "none": [],
    "one": [3],
    "two": [3, 3],
    "a short run": [5] * 5,
    "a long run": [7] * 500,
    "empty strings": [0] * 40,
    "growing": [1] * 10 + [2] * 90 + [3] * 400,
    "the last differs": [4] * 99 + [5],
    "the first differs": [5] + [4] * 99,
    "pairs": [1, 1, 2, 2] * 30,
    "by turns": [3, 9] * 60,
    "longer than the short ones": [45] * 50,
    "random": [random.Random(1).randrange(30) for _ in range(300)],
    "more lengths than are kept": list(range(75)) * 8,
}


@pytest.mark.parametrize("name", SHAPES)
def test_domains(name: str) -> None:
    chance = random.Random(name)
    domains = [(text, chance.randbytes(16), chance.randrange(-1, 100)) for text in names_of(SHAPES[name])]
    data = bytes(28) + P.CONNECT_LIST_ALL_DOMAINS.encode_ret(domains, len(domains))
    for _ in range(2):
        assert P.CONNECT_LIST_ALL_DOMAINS.decode_ret(data, 28).domains == domains


@pytest.mark.parametrize("name", SHAPES)
def test_volumes(name: str) -> None:
    volumes = [("pool", text, f"/pool/{text}") for text in names_of(SHAPES[name])]
    data = P.STORAGE_POOL_LIST_ALL_VOLUMES.encode_ret(volumes, 0)
    assert P.STORAGE_POOL_LIST_ALL_VOLUMES.decode_ret(data, 0).vols == volumes


def test_strings_that_are_not_ascii() -> None:
    devices = [("é" * (place % 4) + "€",) for place in range(100)]
    data = P.CONNECT_LIST_ALL_NODE_DEVICES.encode_ret(devices, 0)
    assert P.CONNECT_LIST_ALL_NODE_DEVICES.decode_ret(data, 0).devices == devices


def test_records_without_strings_are_records() -> None:
    data = P.DOMAIN_GET_VCPUS.encode_ret([(place, 1, 10**12, -1) for place in range(50)], b"")
    info = P.DOMAIN_GET_VCPUS.decode_ret(data, 0).info
    assert [vcpu.number for vcpu in info] == list(range(50))
    assert {type(vcpu) for vcpu in info} == {P.VcpuInfo}


def test_records_with_a_string_in_the_middle() -> None:
    addresses = [(0, f"10.0.0.{place}", 24) for place in range(120)]
    data = P.DOMAIN_INTERFACE_ADDRESSES.encode_ret([("eth0", None, addresses)])
    made = P.DOMAIN_INTERFACE_ADDRESSES.decode_ret(data, 0).ifaces[0].addrs
    assert made == addresses
    assert made[3].addr == "10.0.0.3"


def domains(count: int, length: int) -> bytearray:
    """Return the body of a list of domains whose names all have one length."""
    listed = [("n" * length, bytes(16), 1)] * count
    return bytearray(P.CONNECT_LIST_ALL_DOMAINS.encode_ret(listed, count))


@pytest.mark.parametrize("length", [4, 60])
@pytest.mark.parametrize("place", [0, 1, 20, 99])
@pytest.mark.parametrize(("byte", "message"), [(0, "NUL"), (0xFF, "UTF-8")])
def test_a_bad_string_in_a_run(length: int, place: int, byte: int, message: str) -> None:
    data = domains(100, length)
    data[4 + place * (4 + length + 20) + 4 + length // 2] = byte
    with pytest.raises(DecodeError, match=message):
        P.CONNECT_LIST_ALL_DOMAINS.decode_ret(bytes(data), 0)


@pytest.mark.parametrize("place", [0, 1, 20, 99])
@pytest.mark.parametrize("length", [5, 9, 4194305, 2**31, 2**32 - 1])
def test_a_wrong_length_in_a_run(place: int, length: int) -> None:
    data = domains(100, 4)
    struct.pack_into(">I", data, 4 + place * 28, length)
    with pytest.raises(DecodeError):
        P.CONNECT_LIST_ALL_DOMAINS.decode_ret(bytes(data), 0)


def one_by_one(data: bytes) -> list[tuple[str, bytes, int]]:
    """Decode a list of domains with the decoder of one."""
    (count,) = struct.unpack_from(">I", data)
    made, at = [], 4
    for _ in range(count):
        one, at = decode_nonnull_domain(data, at)
        made.append(tuple(one))
    assert at == len(data) - 4
    return made


def test_damaged_runs_end_as_they_do_one_by_one() -> None:
    chance = random.Random(7)
    names = ["web"] * 40 + ["database"] * 20
    raw = P.CONNECT_LIST_ALL_DOMAINS.encode_ret([(name, bytes(16), 1) for name in names], 0)
    refused = 0
    for _ in range(500):
        data = bytearray(raw)
        for _ in range(chance.randrange(1, 3)):
            data[chance.randrange(4, len(data))] ^= 1 << chance.randrange(8)
        try:
            wanted = one_by_one(bytes(data))
        except (ValueError, struct.error, AssertionError):
            refused += 1
            with pytest.raises(DecodeError):
                P.CONNECT_LIST_ALL_DOMAINS.decode_ret(bytes(data), 0)
        else:
            assert P.CONNECT_LIST_ALL_DOMAINS.decode_ret(bytes(data), 0).domains == wanted
    assert 20 < refused < 480


def test_what_is_kept_is_bounded() -> None:
    decode = runs.run_decoder("s i", 4194304, lambda rows: [(text.decode(), value) for text, value in rows])
    closure = dict(zip(decode.__code__.co_freevars, decode.__closure__ or (), strict=True))
    for length in range(runs._STRUCTS_MAX + 200):
        rows = b"".join(
            struct.pack(f">I{length}s{-length % 4}xi", length, b"x" * length, place) for place in range(4)
        )
        made, end = decode(struct.pack(">I", 4) + rows, 0, "rows", 10)
        assert made == [("x" * length, place) for place in range(4)]
        assert end == 4 + len(rows)
    assert len(closure["structs"].cell_contents) <= runs._STRUCTS_MAX
