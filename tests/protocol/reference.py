"""A second, slow XDR encoder that shares nothing with the codecs but the spec, and values to feed both."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tools.spec_model import (
    SCALARS,
    Array,
    Chars,
    Field,
    FixedChars,
    FixedOpaque,
    Maybe,
    Opaque,
    Params,
    Procedure,
    Program,
    Scalar,
    StructRef,
    Text,
    Type,
    load,
)
from virtreach.protocol import registry
from virtreach.protocol.procedure import Procedure as Codec

ROOT = Path(__file__).parents[2]


@dataclass
class Token:
    """A piece of an encoded body.

    Attributes:
        path: the field it belongs to.
        role: ``count``, ``length``, ``flag``, ``text``, ``bytes``, ``pad``, ``kind``, or a number's type.
        raw: its bytes.
        bound: what a count or length may be at most.
        size: for a count, the least that an element takes.
    """

    path: str
    role: str
    raw: bytes
    bound: int = 0
    size: int = 1


@cache
def programs() -> dict[str, Program]:
    """Return the programs that have procedures."""
    return {name: program for name, program in load(ROOT / "spec").items() if program.procedures}


def procedures() -> Iterator[tuple[str, Procedure, Codec[Any]]]:
    """Yield each procedure of each program: the program's name, the spec's view, and the codec."""
    for name, program in programs().items():
        for procedure in program.procedures:
            yield name, procedure, registry.find(name, procedure.number)


@dataclass
class Side:
    """One body of one procedure: its arguments, or its result or message."""

    name: str
    fields: tuple[Field, ...]
    encode: Any
    decode: Any


@cache
def sides() -> tuple[Side, ...]:
    """Return every body that is not empty, of every procedure."""
    made = []
    for program, procedure, codec in procedures():
        name = f"{program}.{procedure.name}"
        if procedure.args:
            made.append(Side(f"{name}.args", procedure.args.fields, codec.encode_args, codec.decode_args))
        if procedure.ret:
            made.append(Side(f"{name}.ret", procedure.ret.fields, codec.encode_ret, codec.decode_ret))
    return tuple(made)


def least(of: Type) -> int:
    """Return how many bytes a value takes at least."""
    match of:
        case Scalar(kind):
            return SCALARS[kind][1]
        case FixedOpaque(size):
            return size
        case FixedChars(size):
            return 4 * size
        case StructRef(inner):
            return sum(least(field.type) for field in inner.fields)
        case _:
            return 4


def word(value: int) -> bytes:
    """Encode an unsigned number of four bytes."""
    return struct.pack(">I", value & 0xFFFFFFFF)


def _sized(path: str, role: str, raw: bytes, bound: int) -> Iterator[Token]:
    yield Token(path, "length", word(len(raw)), bound)
    yield Token(path, role, raw)
    yield Token(path, "pad", bytes(-len(raw) % 4))


def tokens(of: Type, value: Any, path: str) -> Iterator[Token]:
    """Yield the pieces of an encoded value."""
    match of:
        case Scalar(kind):
            yield Token(path, kind, struct.pack(">" + SCALARS[kind][0], value))
        case Text(most):
            yield from _sized(path, "text", value.encode(), most)
        case Opaque(most):
            yield from _sized(path, "bytes", value, most)
        case FixedOpaque():
            yield Token(path, "bytes", value)
        case Chars() | FixedChars():
            if isinstance(of, Chars):
                yield Token(path, "count", word(len(value)), of.max, 4)
            yield from (Token(path, "char", word(byte - 256 if byte > 127 else byte)) for byte in value)
        case Maybe(inner):
            yield Token(path, "flag", word(value is not None))
            if value is not None:
                yield from tokens(inner, value, path)
        case StructRef(inner):
            for field, item in zip(inner.fields, value, strict=True):
                yield from tokens(field.type, item, f"{path}.{field.name}")
        case Array(inner, most):
            yield Token(path, "count", word(len(value)), most, least(inner))
            if len(value) > 1 and all(item is value[0] for item in value):
                yield Token(path, "elements", joined(list(tokens(inner, value[0], path))) * len(value))
                return
            for item in value:
                yield from tokens(inner, item, path)
        case Params(most):
            yield Token(path, "count", word(len(value)), most, 12)
            if len(value) > 1 and all(item is value[0] for item in value):
                one = joined(list(tokens(of, value[:1], path)))[4:]
                yield Token(path, "elements", one * len(value))
                return
            for name, kind, content in value:
                yield from _sized(path, "text", name.encode(), 4194304)
                yield Token(path, "kind", word(kind))
                if kind == 7:
                    yield from _sized(path, "text", content.encode(), 4194304)
                else:
                    yield Token(path, "value", struct.pack(">" + "-iIqQdi"[kind], content))


def body(fields: tuple[Field, ...], values: list[Any]) -> list[Token]:
    """Return the pieces of a whole body."""
    pairs = zip(fields, values, strict=True)
    return [token for field, value in pairs for token in tokens(field.type, value, field.name)]


def joined(pieces: list[Token]) -> bytes:
    """Put the pieces of a body together."""
    return b"".join(piece.raw for piece in pieces)


def some(of: Type) -> Any:
    """Return a small value with nothing left out: one element in each list, a character in each string."""
    match of:
        case Scalar(kind):
            return 0.5 if kind == "double" else 1
        case Text():
            return "a"
        case Opaque() | Chars():
            return b"b"
        case FixedOpaque(size) | FixedChars(size):
            return bytes(range(size))
        case Maybe(inner):
            return some(inner)
        case StructRef(inner):
            return tuple(some(field.type) for field in inner.fields)
        case Array(inner, _):
            return [some(inner)]
        case Params():
            return [("n", 7, "v")]
    raise AssertionError(of)


_CONTENTS = {
    1: (-(2**31), 2**31 - 1, 0),
    2: (0, 2**32 - 1),
    3: (-(2**63), 2**63 - 1),
    4: (0, 2**64 - 1),
    5: (0.0, -1.5, 1e300),
    6: (True, False),
    7: ("", "on", "é"),
}


def anything(of: Type, chance: random.Random) -> Any:
    """Return a random value, ends of ranges and empty things among them."""
    match of:
        case Scalar("double"):
            return chance.random()
        case Scalar(kind):
            _, _, lowest, highest = SCALARS[kind]
            return chance.choice((lowest, highest, chance.randint(lowest, highest)))
        case Text():
            return chance.choice(("", "a", "ab", "abc", "abcd", "é€😀", "x" * chance.randint(5, 70)))
        case Opaque(most) | Chars(most):
            return chance.randbytes(chance.randint(0, min(most, 23)))
        case FixedOpaque(size) | FixedChars(size):
            return chance.randbytes(size)
        case Maybe(inner):
            return chance.choice((None, anything(inner, chance)))
        case StructRef(inner):
            return tuple(anything(field.type, chance) for field in inner.fields)
        case Array(inner, most):
            return [anything(inner, chance) for _ in range(chance.randint(0, min(most, 30)))]
        case Params(most):
            kinds = [chance.randint(1, 7) for _ in range(chance.randint(0, min(most, 12)))]
            return [(f"p.{place}", kind, chance.choice(_CONTENTS[kind])) for place, kind in enumerate(kinds)]
    raise AssertionError(of)


def decoded(of: Type, value: Any) -> Any:
    """Return what a decoder makes of a value: typed parameters become a dict, all else stays."""
    match of:
        case Params():
            return {name: content for name, _, content in value}
        case Maybe(inner):
            return None if value is None else decoded(inner, value)
        case Array(inner, _):
            return [decoded(inner, item) for item in value]
        case StructRef(inner):
            return tuple(decoded(field.type, item) for field, item in zip(inner.fields, value, strict=True))
        case _:
            return value
