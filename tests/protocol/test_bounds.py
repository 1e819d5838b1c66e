"""Every bound of every list, string-like and typed-parameter field: as many as allowed, and one more, both ways."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.protocol.reference import Side, body, joined, least, sides, some
from tools.spec_model import Array, Chars, FixedOpaque, Maybe, Opaque, Params, Scalar, StructRef, Text, Type
from virtreach.errors import DecodeError, EncodeError
from virtreach.wire.typed_params import TypedParam


class Bounded(NamedTuple):
    """A field with a bound, somewhere in a body, and how to reach it."""

    side: Side
    path: tuple[int | str, ...]
    type: Any

    def values(self, count: int) -> list[Any]:
        """Return values for the whole body with `count` elements in this field."""
        values = [some(field.type) for field in self.side.fields]
        first = self.path[0]
        assert isinstance(first, int)
        values[first] = place(self.side.fields[first].type, self.path[1:], fill(self.type, count))
        return values


def fill(of: Type, count: int) -> Any:
    """Return the smallest value with `count` elements."""
    match of:
        case Opaque() | Chars():
            return bytes(count)
        case Params():
            return [TypedParam("", 1, 0)] * count
        case Array(inner, _):
            return [smallest(inner)] * count
    raise AssertionError(of)


def smallest(of: Type) -> Any:
    """Return the value that takes the fewest bytes."""
    match of:
        case Text():
            return ""
        case Opaque() | Chars():
            return b""
        case FixedOpaque(size):
            return bytes(size)
        case Maybe():
            return None
        case StructRef(struct):
            return tuple(smallest(field.type) for field in struct.fields)
        case Array() | Params():
            return []
        case Scalar():
            return 0
    raise AssertionError(of)


def place(of: Type, path: tuple[int | str, ...], value: Any) -> Any:
    """Return a value of a type with another value set inside it."""
    if not path:
        return value
    match of:
        case Maybe(inner):
            return place(inner, path, value)
        case Array(inner, _):
            return [place(inner, path[1:], value)]
        case StructRef(struct):
            made = [some(field.type) for field in struct.fields]
            first = path[0]
            assert isinstance(first, int)
            made[first] = place(struct.fields[first].type, path[1:], value)
            return tuple(made)
    raise AssertionError(of)


def bounded(side: Side) -> list[Bounded]:
    """Return every field of a body that has a bound, strings left out: they share one, tested apart."""
    found: list[Bounded] = []

    def visit(of: Type, path: tuple[int | str, ...]) -> None:
        match of:
            case Maybe(inner):
                visit(inner, path)
            case StructRef(struct):
                for number, field in enumerate(struct.fields):
                    visit(field.type, (*path, number))
            case Array(inner, _):
                found.append(Bounded(side, path, of))
                visit(inner, (*path, "element"))
            case Opaque() | Chars() | Params():
                found.append(Bounded(side, path, of))
            case _:
                assert isinstance(of, Scalar | Text) or least(of)

    for number, field in enumerate(side.fields):
        visit(field.type, (number,))
    return found


def reached(value: Any, path: tuple[int | str, ...]) -> Any:
    """Return what a path leads to in a decoded value."""
    for step in path:
        value = value[0 if step == "element" else step]
    return value


FIELDS = [one for side in sides() for one in bounded(side)]


def test_all_bounds_are_tested() -> None:
    assert len(FIELDS) == 156


@pytest.mark.parametrize("field", FIELDS, ids=lambda one: f"{one.side.name} {one.path}")
def test_a_bound_holds_both_ways(field: Bounded) -> None:
    side = field.side
    most = field.values(field.type.max)
    raw = joined(body(side.fields, most))
    assert side.encode(*most) == raw
    assert len(reached(side.decode(raw, 0), field.path)) == (
        1 if isinstance(field.type, Params) else field.type.max
    )
    more = field.values(field.type.max + 1)
    with pytest.raises(EncodeError, match=r"at most|length of"):
        side.encode(*more)
    with pytest.raises(DecodeError, match=r"at most|elements|length of"):
        side.decode(joined(body(side.fields, more)), 0)


@pytest.mark.parametrize("name", ["remote.domain_lookup_by_name.args", "remote.domain_get_xml_desc.ret"])
def test_strings_have_four_mebibytes_at_most(name: str) -> None:
    side = next(side for side in sides() if side.name == name)
    raw = side.encode("x" * 4194304)
    assert len(raw) == 4 + 4194304
    assert side.decode(raw, 0)[0] == "x" * 4194304
    with pytest.raises(EncodeError, match="4194305 bytes; at most 4194304"):
        side.encode("x" * 4194305)
    with pytest.raises(EncodeError, match="at most 4194304"):
        side.encode("é" * 2097153)
    with pytest.raises(DecodeError, match="length of 4194305; at most 4194304"):
        side.decode(joined(body(side.fields, ["x" * 4194305])), 0)
