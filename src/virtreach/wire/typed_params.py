"""Typed parameters: libvirt's lists of (name, kind, value), as Python dicts.

Statistics come as tens of thousands of them, so decoding is built around one observation: the next list has
the same names and kinds in the same order as the last list of that many parameters, and most of its strings
have lengths that were seen before. Such a list is unpacked by one compiled `Struct`, names and values together;
the raw names are then compared, all at once. A list that does not match is decoded parameter by parameter, and
what has been seen twice is compiled.

Names, shapes and lengths come from the peer: all stores are bounded by count and by bytes, and are dropped when
full. Source: libvirt's ``remote_typed_param`` in ``src/remote/remote_protocol.x``.
"""

from __future__ import annotations

from struct import Struct

from virtreach.wire.record import record
from virtreach.wire.xdr import (
    PAD,
    Malformed,
    Unfit,
    bad_count,
    bad_length,
    bad_nul,
    bad_tail,
    text_bytes,
    unfit_size,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, NamedTuple, TypeAlias

    Value: TypeAlias = int | float | bool | str
    _Unpack: TypeAlias = Callable[[bytes, int], tuple[Any, ...]]
    _Known: TypeAlias = tuple[str, int, _Unpack | None, int]
    # unpack; bytes; raw names, kinds and string lengths; names; which are booleans; which are strings
    _Exact: TypeAlias = tuple[
        _Unpack, int, tuple[bytes, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]
    ]

    class TypedParam(NamedTuple):
        """One parameter: its name, its kind (`INT` ... `STRING`), its value."""

        name: str
        kind: int
        value: Value

    Params: TypeAlias = Mapping[str, Value] | Iterable[tuple[str, int, Value]]
else:
    TypedParam = record("TypedParam", "name kind value", __name__)

__all__ = [
    "BOOLEAN",
    "DOUBLE",
    "INT",
    "KIND_NAMES",
    "LLONG",
    "STRING",
    "UINT",
    "ULLONG",
    "TypedParam",
    "decode_pairs",
    "decode_params",
    "encode_params",
    "guess_kind",
]

INT, UINT, LLONG, ULLONG, DOUBLE, BOOLEAN, STRING = range(1, 8)

KIND_NAMES = ("", "int", "uint", "llong", "ullong", "double", "boolean", "string")
"""Kind numbers to their names in virsh's and our output."""

_STRING_MAX = 4194304
_SMALLEST = 12  # an empty name, a kind, four bytes of value

# What is kept of past messages.
_NAMES_MAX = 4096
_NAME_BYTES_MAX = 128
_SHAPES_MAX = 32
_SHAPE_BYTES_MAX = 65536
_SHAPE_WORTH_IT = 3
_LENGTHS_MAX = 64
_LENGTH_MAX = 1024
# Parameters in all that is seen or compiled, each of which takes some 200 bytes.
_WEIGHT_MAX = 65536

_u32 = Struct(">I").unpack_from
_p32 = Struct(">I").pack
_CODES = ("", "i", "I", "q", "Q", "d", "i", "")
_SIZES = (0, 4, 4, 8, 8, 8, 4, 0)
_UNPACK = tuple(Struct(">" + code).unpack_from if code else None for code in _CODES)
_PACK = tuple(Struct(">I" + code).pack if code else None for code in _CODES)


class _Shape:
    # What is known of lists of one count: the raw names and kinds; how many bytes are in front of each string's
    # length word; the compiled forms by string lengths; the lengths that were seen once.
    __slots__ = ("exact", "gaps", "raws", "seen")

    def __init__(self, raws: list[bytes], known: list[_Known]) -> None:
        self.raws = raws
        self.exact: dict[tuple[int, ...], _Exact] = {}
        self.seen: set[tuple[int, ...]] = set()
        gaps = []
        gap = 0
        for raw, (_, kind, _, size) in zip(raws, known, strict=True):
            gap += len(raw) + size
            if kind == STRING:
                gaps.append(gap)
                gap = 0
        self.gaps = tuple(gaps)

    def compile(self, lengths: tuple[int, ...], known: list[_Known]) -> None:
        # Build the one Struct for lists whose strings have these lengths.
        code = [">"]
        keys = []
        left = iter(lengths)
        for raw, (_, kind, _, _) in zip(self.raws, known, strict=True):
            if kind == STRING:
                length = next(left)
                code.append(f"{len(raw) + 4}s{length}s{-length & 3}x")
                keys.append(raw + _p32(length))
            else:
                code.append(f"{len(raw)}s{_CODES[kind]}")
                keys.append(raw)
        struct = Struct("".join(code))
        if len(self.exact) >= _LENGTHS_MAX:
            self.exact.clear()
        self.exact[lengths] = (
            struct.unpack_from,
            struct.size,
            tuple(keys),
            tuple([one[0] for one in known]),
            tuple([one[0] for one in known if one[1] == BOOLEAN]),
            tuple([one[0] for one in known if one[1] == STRING]),
        )


# Raw name and kind to the name, the kind, and the value's unpacker and size. Count of parameters to their shape.
_names: dict[bytes, _Known] = {}
_shapes: dict[int, _Shape] = {}
# How many parameters have gone into what is kept.
_weight = 0


def decode_params(data: bytes, offset: int, field: str, most: int) -> tuple[dict[str, Value], int]:
    """Decode a list of typed parameters to a dict; of several with one name the last stays.

    Args:
        data: the packet.
        offset: where the count is.
        field: the list's name, for errors.
        most: how many parameters the list may have.

    Returns:
        The dict, and the offset behind the list.

    Raises:
        Malformed, struct.error, UnicodeDecodeError: the bytes are not such a list. The generated codecs turn
            these into `virtreach.errors.DecodeError`.
    """
    (count,) = _u32(data, offset)
    at = offset + 4
    left = len(data) - at
    if count > most or count * _SMALLEST > left:
        bad_count(field, count, most, left)
    shape = _shapes.get(count)
    if shape is not None:
        size = len(data)
        lengths: tuple[int, ...] = ()
        if shape.gaps:
            found = []
            end = at
            for gap in shape.gaps:
                end += gap
                if end + 4 > size:
                    break
                (length,) = _u32(data, end)
                found.append(length)
                end += 4 + length + (-length & 3)
            lengths = tuple(found)
        exact = shape.exact.get(lengths)
        if exact is not None:
            unpack, step, keys, names, booleans, texts = exact
            if at + step <= size:
                values = unpack(data, at)
                if values[::2] == keys:
                    out = dict(zip(names, values[1::2]))  # noqa: B905 - equally long by construction
                    for name in booleans:
                        out[name] = out[name] != 0
                    for name in texts:
                        out[name] = text = out[name].decode()
                        if "\0" in text:
                            bad_nul(name)
                    return out, at + step
    raws, known, each, at = _decode_each(data, at, count)
    if count >= _SHAPE_WORTH_IT:
        _learn(raws, known, each)
    return {one[0]: value for one, value in zip(known, each, strict=True)}, at


def decode_pairs(data: bytes, offset: int, most: int) -> list[tuple[str, int, Value]]:
    """Decode a list of typed parameters and keep everything: order, kinds, and repeated names.

    Args:
        data: the packet.
        offset: where the count is.
        most: how many parameters the list may have.

    Raises:
        Malformed, struct.error, UnicodeDecodeError: as `decode_params`.
    """
    (count,) = _u32(data, offset)
    at = offset + 4
    if count > most or count * _SMALLEST > len(data) - at:
        bad_count("params", count, most, len(data) - at)
    _, known, values, _ = _decode_each(data, at, count)
    return [(name, kind, value) for (name, kind, _, _), value in zip(known, values, strict=True)]


def _decode_each(data: bytes, at: int, count: int) -> tuple[list[bytes], list[_Known], list[Any], int]:
    # Parameter by parameter: raw names and kinds, what they mean, the values, and the offset behind.
    raws: list[bytes] = []
    knowns: list[_Known] = []
    values: list[Any] = []
    for _ in range(count):
        (length,) = _u32(data, at)
        end = at + 8 + length + (-length & 3)
        raw = data[at:end]
        known = _names.get(raw)
        if known is None:
            known = _learn_name(raw, length, end - at)
        raws.append(raw)
        knowns.append(known)
        name, kind, unpack, size = known
        if unpack is not None:
            (value,) = unpack(data, end)
            if kind == BOOLEAN:
                value = value != 0
            at = end + size
        else:
            (length,) = _u32(data, end)
            if length > _STRING_MAX:
                bad_length(name, length, _STRING_MAX)
            end += 4
            at = end + length
            value = data[end:at].decode()
            if "\0" in value:
                bad_nul(name)
            at += -length & 3
            if at > len(data):
                bad_tail(data, at)
        values.append(value)
    return raws, knowns, values, at


def _learn_name(raw: bytes, length: int, whole: int) -> _Known:
    # `raw` is a length word, a name with its padding, and a kind: `whole` bytes unless the data ends early.
    if length > _STRING_MAX:
        bad_length("a parameter's name", length, _STRING_MAX)
    if len(raw) < whole:
        bad_tail(raw, whole)
    name = raw[4 : 4 + length].decode()
    if "\0" in name:
        bad_nul("a parameter's name")
    (kind,) = _u32(raw, whole - 4)
    if not INT <= kind <= STRING:
        raise Malformed(f"parameter {name!r} has the unknown kind {kind}")
    known = (name, kind, _UNPACK[kind], _SIZES[kind])
    if length <= _NAME_BYTES_MAX:
        if len(_names) >= _NAMES_MAX:
            _names.clear()
        _names[raw] = known
    return known


def _learn(raws: list[bytes], known: list[_Known], values: list[Any]) -> None:
    # Remember the shape of a list; compile it when it comes again with strings of the same lengths.
    shape = _shapes.get(len(raws))
    if shape is None or shape.raws != raws:
        if sum(map(len, raws)) > _SHAPE_BYTES_MAX:
            return
        _make_room(len(raws))
        if len(_shapes) >= _SHAPES_MAX:
            _shapes.clear()
        _shapes[len(raws)] = shape = _Shape(raws, known)
    lengths = tuple(
        [len(value.encode()) for (_, kind, _, _), value in zip(known, values, strict=True) if kind == STRING]
    )
    if lengths in shape.seen:
        if len({one[0] for one in known}) == len(known):
            _make_room(len(raws))
            shape.compile(lengths, known)
    elif max(lengths, default=0) <= _LENGTH_MAX:
        _make_room(len(lengths))
        if len(shape.seen) >= _LENGTHS_MAX:
            shape.seen.clear()
        shape.seen.add(lengths)


def _make_room(weight: int) -> None:
    # The bounds on the number of things would let the largest of them take gigabytes.
    global _weight
    _weight += weight
    if _weight > _WEIGHT_MAX:
        _shapes.clear()
        _weight = weight


def guess_kind(value: Value) -> int:
    """Choose the kind of a value whose name is in no table: for an int, the first of int, uint, llong, ullong.

    Raises:
        Unfit: no kind holds such a value.
    """
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, str):
        return STRING
    if isinstance(value, float):
        return DOUBLE
    if isinstance(value, int):
        for kind, bits, signed in (
            (INT, 31, True),
            (UINT, 32, False),
            (LLONG, 63, True),
            (ULLONG, 64, False),
        ):
            if (-(1 << bits) if signed else 0) <= value < 1 << bits:
                return kind
        raise Unfit(f"{value} does not fit 64 bits")
    raise Unfit(f"a parameter cannot be {type(value).__name__}; int, float, bool or str is wanted")


def encode_params(
    params: Params, field: str, most: int, kind_of: Callable[[str, Value], int] | None = None
) -> bytes:
    """Encode typed parameters.

    Args:
        params: a mapping of names to plain values, or an iterable of `TypedParam` (or tuples like it).
        field: the list's name, for errors.
        most: how many parameters the list may have.
        kind_of: gives the kind of a mapping's entry; `guess_kind` of its value when None.

    Raises:
        Unfit, struct.error, TypeError: a value does not fit. The generated codecs turn these into
            `virtreach.errors.EncodeError`.
    """
    listed: list[tuple[str, int, Value]]
    if hasattr(params, "items"):
        listed = [
            (name, kind_of(name, value) if kind_of else guess_kind(value), value)
            for name, value in params.items()
        ]
    else:
        listed = list(params)
    if len(listed) > most:
        unfit_size(field, len(listed), most)
    parts = [_p32(len(listed))]
    for name, kind, value in listed:
        parts.append(text_bytes(name, field, _STRING_MAX))
        parts.append(_encode_value(name, kind, value))
    return b"".join(parts)


def _encode_value(name: str, kind: int, value: Value) -> bytes:
    if kind == STRING:
        if not isinstance(value, str):
            raise Unfit(f"parameter {name!r} is {type(value).__name__}; a string is wanted")
        raw = value.encode()
        if len(raw) > _STRING_MAX or 0 in raw:
            raise Unfit(f"parameter {name!r} is too long, or has a NUL character in it")
        return _p32(STRING) + _p32(len(raw)) + raw + PAD[len(raw) & 3]
    pack = _PACK[kind] if 0 < kind < STRING else None
    if pack is None:
        raise Unfit(f"parameter {name!r} has the unknown kind {kind!r}")
    if kind == BOOLEAN:
        if value not in (0, 1):
            raise Unfit(f"parameter {name!r} is {value!r}; a boolean is wanted")
        value = int(value)
    try:
        return pack(kind, value)
    except Exception as cause:
        raise Unfit(f"parameter {name!r} is {value!r}, which does not fit {KIND_NAMES[kind]}") from cause
