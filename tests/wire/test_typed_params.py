"""Typed parameters: as dicts, as pairs, compiled or not, and what is kept of past ones."""

from __future__ import annotations

import math
import random
import struct
from collections.abc import Iterator
from typing import Any

import pytest

from virtreach.errors import DecodeError, EncodeError
from virtreach.protocol import remote as P
from virtreach.wire import typed_params
from virtreach.wire.typed_params import (
    BOOLEAN,
    DOUBLE,
    INT,
    LLONG,
    STRING,
    UINT,
    ULLONG,
    TypedParam,
    decode_pairs,
    decode_params,
    encode_params,
    guess_kind,
)

DOMAIN = ("web", bytes(range(16)), 7)

ALL_KINDS = [
    TypedParam("i", INT, -(2**31)),
    TypedParam("ui", UINT, 2**32 - 1),
    TypedParam("l", LLONG, -(2**63)),
    TypedParam("ul", ULLONG, 2**64 - 1),
    TypedParam("d", DOUBLE, -0.25),
    TypedParam("b", BOOLEAN, True),
    TypedParam("c", BOOLEAN, False),
    TypedParam("s", STRING, "é"),
]


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """Start each test with nothing kept."""
    typed_params._names.clear()
    typed_params._shapes.clear()
    yield
    typed_params._names.clear()
    typed_params._shapes.clear()


def decode(raw: bytes) -> dict[str, Any]:
    """Decode a whole list from behind a packet's header."""
    made, end = decode_params(bytes(28) + raw, 28, "params", 100_000)
    assert end == 28 + len(raw)
    return made


@pytest.mark.parametrize(
    ("param", "raw"),
    [
        (TypedParam("a", INT, -2), "00000001 00000001 61000000 00000001 fffffffe"),
        (TypedParam("ab", UINT, 2), "00000001 00000002 61620000 00000002 00000002"),
        (TypedParam("abc", LLONG, -2), "00000001 00000003 61626300 00000003 fffffffffffffffe"),
        (TypedParam("abcd", ULLONG, 2), "00000001 00000004 61626364 00000004 0000000000000002"),
        (TypedParam("", DOUBLE, 1.0), "00000001 00000000 00000005 3ff0000000000000"),
        (TypedParam("a", BOOLEAN, True), "00000001 00000001 61000000 00000006 00000001"),
        (TypedParam("a", STRING, "hello"), "00000001 00000001 61000000 00000007 00000005 68656c6c 6f000000"),
    ],
)
def test_bytes_of_each_kind(param: TypedParam, raw: str) -> None:
    assert encode_params([param], "params", 1) == bytes.fromhex(raw)
    assert decode(bytes.fromhex(raw)) == {param.name: param.value}
    assert decode_pairs(bytes.fromhex(raw), 0, 1) == [param]


def test_the_third_time_is_like_the_first() -> None:
    """A list is decoded one by one, learnt, and then unpacked at once: always with the same result."""
    raw = encode_params(ALL_KINDS, "params", 100)
    wanted = {name: value for name, _, value in ALL_KINDS}
    for _ in range(4):
        made = decode(raw)
        assert made == wanted
        assert [type(value) for value in made.values()] == [type(value) for value in wanted.values()]
    assert typed_params._shapes[len(ALL_KINDS)].exact


def test_a_learnt_shape_takes_other_values() -> None:
    for place in range(20):
        params = [
            TypedParam("n", ULLONG, place),
            TypedParam("s", STRING, "x" * (place % 3)),
            TypedParam("b", BOOLEAN, bool(place % 2)),
            TypedParam("t", STRING, f"vnet{place}"),
        ]
        assert decode(encode_params(params, "p", 9)) == {name: value for name, _, value in params}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda params: [*params[:-1], TypedParam("other", ULLONG, 9)], id="name"),
        pytest.param(lambda params: [*params[:-1], TypedParam("p5", LLONG, -9)], id="kind"),
        pytest.param(lambda params: params[::-1], id="order"),
        pytest.param(lambda params: [*params[:-1], TypedParam("p5", STRING, "text")], id="a string instead"),
        pytest.param(lambda params: [*params[:-1], TypedParam("p0", ULLONG, 4)], id="a name twice"),
        pytest.param(lambda params: params[:-1], id="one less"),
        pytest.param(lambda params: [*params, TypedParam("p6", ULLONG, 1)], id="one more"),
    ],
)
def test_another_list_after_a_learnt_one(change: Any) -> None:
    params = [TypedParam(f"p{place}", ULLONG, place) for place in range(6)]
    for _ in range(3):
        decode(encode_params(params, "p", 9))
    changed = change(params)
    for _ in range(4):
        assert decode(encode_params(changed, "p", 9)) == {name: value for name, _, value in changed}
        assert decode(encode_params(params, "p", 9)) == {name: value for name, _, value in params}


def test_repeated_names() -> None:
    params = [TypedParam("d", STRING, "vda"), TypedParam("d", STRING, "vdb"), TypedParam("d", BOOLEAN, True)]
    raw = encode_params(params, "p", 9)
    for _ in range(4):
        assert decode(raw) == {"d": True}
    assert decode_pairs(raw, 0, 9) == params


def test_statistics_of_many_domains() -> None:
    records = []
    chance = random.Random(4)
    for place in range(120):
        params = [TypedParam("state.state", INT, 1), TypedParam("cpu.time", ULLONG, chance.getrandbits(60))]
        params += [TypedParam(f"vcpu.{vcpu}.time", ULLONG, vcpu * place) for vcpu in range(1 + place % 3)]
        params += [TypedParam("block.0.path", STRING, f"/images/vm-{place}.qcow2")]
        records.append(((f"vm-{place}", bytes(16), place), params))
    data = P.CONNECT_GET_ALL_DOMAIN_STATS.encode_ret(records)
    for _ in range(3):
        made = P.CONNECT_GET_ALL_DOMAIN_STATS.decode_ret(data, 0).ret_stats
        assert [(tuple(one.dom), one.params) for one in made] == [
            (ref, {name: value for name, _, value in params}) for ref, params in records
        ]


def test_a_boolean_on_the_wire_is_any_int() -> None:
    raw = struct.pack(">II4sIi", 1, 1, b"b\0\0\0", BOOLEAN, -5)
    assert decode(raw) == {"b": True}


LIES = {
    "count of all ones": struct.pack(">I", 2**32 - 1) + bytes(40),
    "count that wraps": struct.pack(">I", 2**32 // 12 + 1) + bytes(40),
    "name of all ones": struct.pack(">II", 1, 2**32 - 1) + bytes(40),
    "name above its bound": struct.pack(">II", 1, 4194305) + bytes(40),
    "name behind the end": struct.pack(">II", 1, 100) + bytes(40),
    "name with a NUL": struct.pack(">II4sIi", 1, 3, b"a\0b\0", INT, 1),
    "name not UTF-8": struct.pack(">II4sIi", 1, 3, b"a\xffb\0", INT, 1),
    "kind 0": struct.pack(">II4sIi", 1, 1, b"a\0\0\0", 0, 1),
    "kind 8": struct.pack(">II4sIi", 1, 1, b"a\0\0\0", 8, 1),
    "no value": struct.pack(">II4sI", 1, 1, b"a\0\0\0", INT) + b"\0\0\0",
    "half a value": struct.pack(">II4sIi", 1, 1, b"a\0\0\0", ULLONG, 1),
    "string of all ones": struct.pack(">II4sII", 1, 1, b"a\0\0\0", STRING, 2**32 - 1) + bytes(40),
    "string behind the end": struct.pack(">II4sII", 1, 1, b"a\0\0\0", STRING, 9) + bytes(8),
    "string with a NUL": struct.pack(">II4sII4s", 1, 1, b"a\0\0\0", STRING, 2, b"a\0\0\0"),
    "string not UTF-8": struct.pack(">II4sII4s", 1, 1, b"a\0\0\0", STRING, 2, b"\xc3a\0\0"),
}


@pytest.mark.parametrize("name", LIES)
def test_lies_are_refused(name: str) -> None:
    with pytest.raises(DecodeError, match="domain_get_job_stats"):
        P.DOMAIN_GET_JOB_STATS.decode_ret(struct.pack(">i", 0) + LIES[name], 0)
    with pytest.raises((ValueError, struct.error)):
        decode_pairs(LIES[name], 0, 64)


@pytest.mark.parametrize("text", [b"a\0b", b"\xff\xff\xff"])
def test_a_learnt_shape_still_looks_at_strings(text: bytes) -> None:
    raw = encode_params([TypedParam("a", STRING, "xyz"), *ALL_KINDS[:3]], "p", 9)
    for _ in range(3):
        decode(raw)
    assert typed_params._shapes[4].exact
    with pytest.raises(ValueError):
        decode(raw.replace(b"xyz", text))


def test_a_learnt_shape_that_ends_early() -> None:
    raw = encode_params(ALL_KINDS, "p", 9)
    for _ in range(3):
        decode(raw)
    for end in range(len(raw)):
        with pytest.raises((ValueError, struct.error)):
            decode(raw[:end])


def test_what_was_learnt_changes_nothing() -> None:
    """Damaged lists end alike, whether their shape was learnt before or not."""
    chance = random.Random(6)
    raw = encode_params(ALL_KINDS, "p", 9)
    for _ in range(400):
        data = bytearray(raw)
        for _ in range(chance.randrange(1, 3)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        outcomes = []
        for learnt in (False, True):
            typed_params._names.clear()
            typed_params._shapes.clear()
            for _ in range(3 * learnt):
                decode(raw)
            try:
                made, end = decode_params(bytes(data), 0, "params", 9)
                outcomes.append((repr(made), end))
            except (ValueError, struct.error) as error:
                outcomes.append((type(error).__mro__[-3].__name__, 0))
        assert outcomes[0] == outcomes[1]


def test_what_is_kept_is_bounded() -> None:
    for place in range(typed_params._NAMES_MAX + 10):
        decode(encode_params([TypedParam(f"name {place}", INT, 1)], "p", 9))
    assert len(typed_params._names) <= typed_params._NAMES_MAX
    for count in range(3, 3 + 2 * typed_params._SHAPES_MAX):
        params = [TypedParam(f"{count}.{place}", INT, 1) for place in range(count)]
        for _ in range(3):
            decode(encode_params(params, "p", 999))
    assert len(typed_params._shapes) <= typed_params._SHAPES_MAX
    for length in range(3 * typed_params._LENGTHS_MAX):
        params = [TypedParam("s", STRING, "x" * length), *ALL_KINDS[:2]]
        for _ in range(3):
            decode(encode_params(params, "p", 9))
    shape = typed_params._shapes[3]
    assert 0 < len(shape.exact) <= typed_params._LENGTHS_MAX
    assert len(shape.seen) <= typed_params._LENGTHS_MAX


def test_large_lists_are_not_kept_in_large_numbers() -> None:
    """Lists of thousands of strings, each with lengths of its own, must not stay in memory one and all."""
    most = 0
    for count in (2000, 2001):
        for variant in range(24):
            params = [TypedParam(f"{place:x}", STRING, "x" * (place == variant)) for place in range(count)]
            raw = encode_params(params, "p", 16384)
            for _ in range(2):
                decode_params(raw, 0, "p", 16384)
            shapes = typed_params._shapes.values()
            kept = sum(sum(map(len, (*shape.seen, *shape.exact))) + len(shape.raws) for shape in shapes)
            most = max(most, kept)
    assert typed_params._WEIGHT_MAX // 2 < most <= typed_params._WEIGHT_MAX


def test_what_is_large_is_not_kept() -> None:
    long = [TypedParam(f"{place}" + "x" * 200, INT, place) for place in range(5)]
    many = [TypedParam(f"{place:08}", INT, place) for place in range(9000)]
    for params in (long, many):
        for _ in range(3):
            assert decode(encode_params(params, "p", 9999)) == {name: value for name, _, value in params}
    assert not any(len(raw) > 200 for raw in typed_params._names)
    assert 9000 not in typed_params._shapes


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (True, BOOLEAN),
        ("x", STRING),
        (0.5, DOUBLE),
        (-(2**31), INT),
        (2**31 - 1, INT),
        (2**31, UINT),
        (2**32 - 1, UINT),
        (2**32, LLONG),
        (-(2**31) - 1, LLONG),
        (2**63, ULLONG),
        (2**64 - 1, ULLONG),
    ],
)
def test_guessed_kinds(value: Any, kind: int) -> None:
    assert guess_kind(value) == kind


@pytest.mark.parametrize("value", [2**64, -(2**63) - 1, None, b"x", [1]])
def test_values_that_no_kind_holds(value: Any) -> None:
    with pytest.raises(EncodeError, match="domain_set_memory_parameters"):
        P.DOMAIN_SET_MEMORY_PARAMETERS.encode_args(DOMAIN, {"x": value}, 0)


@pytest.mark.parametrize(
    "param",
    [
        TypedParam("x", INT, 2**31),
        TypedParam("x", UINT, -1),
        TypedParam("x", ULLONG, -1),
        TypedParam("x", LLONG, 2**63),
        TypedParam("x", INT, "1"),
        TypedParam("x", INT, 1.5),
        TypedParam("x", DOUBLE, "1"),
        TypedParam("x", BOOLEAN, 2),
        TypedParam("x", STRING, 1),
        TypedParam("x", STRING, "a\0"),
        TypedParam("x\0", INT, 1),
        TypedParam("x", 0, 1),
        TypedParam("x", 8, 1),
        TypedParam("x" * 4194305, INT, 1),
        TypedParam("x", STRING, "x" * 4194305),
    ],
    ids=str,
)
def test_values_that_do_not_fit(param: TypedParam) -> None:
    with pytest.raises(EncodeError, match="domain_set_memory_parameters"):
        P.DOMAIN_SET_MEMORY_PARAMETERS.encode_args(DOMAIN, [param], 0)


def test_kinds_come_from_the_table() -> None:
    given = {"hard_limit": 5, "vcpu_quota": 5, "device_weight": "/dev/sda,5", "cmt": True, "who knows": 5}
    raw = P.DOMAIN_SET_MEMORY_PARAMETERS.encode_args(DOMAIN, given, 0)
    kinds = {name: kind for name, kind, _ in decode_pairs(raw, len(raw) - 4 - len(encoded(given)), 16)}
    assert kinds == {
        "hard_limit": ULLONG,
        "vcpu_quota": LLONG,
        "device_weight": STRING,
        "cmt": BOOLEAN,
        "who knows": INT,
    }


def encoded(given: dict[str, Any]) -> bytes:
    """Encode a dict as a procedure does."""
    from virtreach.protocol.typed_param_kinds import encode_params as encode

    return encode(given, "params", 16)


@pytest.mark.parametrize(
    "given",
    [{"hard_limit": "5"}, {"hard_limit": True}, {"hard_limit": 1.5}, {"cmt": "yes"}, {"device_weight": 5}],
)
def test_a_value_of_another_type_than_the_table_says(given: dict[str, Any]) -> None:
    with pytest.raises(EncodeError, match="is wanted"):
        P.DOMAIN_SET_MEMORY_PARAMETERS.encode_args(DOMAIN, given, 0)


def test_too_many() -> None:
    with pytest.raises(EncodeError, match="length of 17; at most 16"):
        P.DOMAIN_SET_MEMORY_PARAMETERS.encode_args(DOMAIN, {f"p{place}": 1 for place in range(17)}, 0)


def test_doubles_that_are_no_numbers() -> None:
    made = decode(
        encode_params([TypedParam("a", DOUBLE, math.inf), TypedParam("b", DOUBLE, math.nan)], "p", 9)
    )
    assert made["a"] == math.inf
    assert math.isnan(made["b"])
