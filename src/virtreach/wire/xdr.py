"""What the generated codecs share: XDR's odd corners, and the way a bad value becomes a typed error.

A decoder raises `Malformed` (or what `struct` and ``bytes.decode`` raise) wherever it finds something wrong;
its outermost function turns that into `DecodeError`. An encoder does the same with `Unfit` and `EncodeError`.
Nothing is allocated for a length or count that a peer merely declares: it is held against the bytes that are
there first.

Padding bytes are written as zero and not looked at when read, as libvirt does. Source: RFC 4506.
"""

from __future__ import annotations

from struct import Struct, error, unpack_from

from virtreach.errors import DecodeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, NoReturn

__all__ = [
    "MALFORMED",
    "NIL",
    "PAD",
    "PRESENT",
    "UNFIT",
    "Malformed",
    "Unfit",
    "bad_count",
    "bad_length",
    "bad_nul",
    "bad_presence",
    "bad_range",
    "bad_tail",
    "decode_chars",
    "decode_many",
    "decode_texts",
    "decode_void",
    "encode_chars",
    "encode_many",
    "encode_numbers",
    "encode_texts",
    "encode_void",
    "text_bytes",
    "undecodable",
    "unfit_fixed",
    "unfit_range",
    "unfit_size",
    "unfit_text",
]


class Malformed(ValueError):
    """A peer's bytes do not match their type. Never leaves the codecs."""


class Unfit(ValueError):
    """A caller's value does not fit its type. Never leaves the codecs."""


MALFORMED = (error, ValueError)
"""What a decoder may raise for bytes that it cannot take (UnicodeDecodeError is a ValueError)."""

UNFIT = (error, ValueError, TypeError, AttributeError)
"""What an encoder may raise for a value that it cannot take."""

PAD = (b"", b"\0\0\0", b"\0\0", b"\0")
"""Padding by ``length & 3``."""

NIL = b"\0\0\0\0"
PRESENT = b"\0\0\0\1"
"""XDR's optional: the flag in front of no value, and in front of a value."""

_u32 = Struct(">I").unpack_from
_p32 = Struct(">I").pack

# A char is sent as a sign-extended int, so the upper three bytes of 0x80 to 0xff are 0xff.
_SIGNS = bytes(128) + b"\xff" * 128


# Decoding -------------------------------------------------------------------------------------------------


def undecodable(what: str, cause: Exception) -> DecodeError:
    """Build the error for a body that does not match its type."""
    if isinstance(cause, Malformed):
        return DecodeError(f"{what}: {cause}")
    if isinstance(cause, UnicodeDecodeError):
        return DecodeError(f"{what}: a string is not UTF-8 ({cause.reason} at byte {cause.start} of it)")
    return DecodeError(f"{what}: the body ends too early ({cause})")


def bad_length(field: str, length: int, most: int) -> NoReturn:
    """Refuse a length that is above its bound."""
    raise Malformed(f"{field} has a length of {length}; at most {most} is allowed")


def bad_count(field: str, count: int, most: int, left: int) -> NoReturn:
    """Refuse a count that is above its bound, or above what the bytes that are left can hold."""
    if count > most:
        raise Malformed(f"{field} has {count} elements; at most {most} are allowed")
    raise Malformed(f"{field} has {count} elements, and only {left} bytes follow")


def bad_nul(field: str) -> NoReturn:
    """Refuse a string with a NUL in it."""
    raise Malformed(f"{field} has a NUL character in it")


def bad_presence(field: str, flag: int) -> NoReturn:
    """Refuse a flag of an optional that is neither 0 nor 1."""
    raise Malformed(f"{field} is optional and its flag is {flag}; only 0 and 1 are allowed")


def bad_range(field: str, value: int, lowest: int, highest: int) -> NoReturn:
    """Refuse a number that the C type does not hold."""
    raise Malformed(f"{field} is {value}; {lowest} to {highest} is allowed")


def bad_tail(data: bytes, end: int) -> NoReturn:
    """Refuse bytes after the end, or a body that ends before its last value does."""
    over = len(data) - end
    if over > 0:
        raise Malformed(f"{over} bytes follow the last field")
    raise Malformed(f"the body ends {-over} bytes too early")


def decode_void(data: bytes, offset: int) -> None:
    """Decode a body that must be empty.

    Raises:
        DecodeError: it is not.
    """
    if len(data) != offset:
        raise DecodeError(f"a body of {len(data) - offset} bytes where none is expected")


def decode_texts(data: bytes, offset: int, field: str, most: int, longest: int) -> tuple[list[str], int]:
    """Decode an array of strings; return it and the offset behind it."""
    (count,) = _u32(data, offset)
    offset += 4
    if count > most or count * 4 > len(data) - offset:
        bad_count(field, count, most, len(data) - offset)
    raw: list[bytes] = []
    for _ in range(count):
        (length,) = _u32(data, offset)
        if length > longest:
            bad_length(field, length, longest)
        offset += 4
        end = offset + length
        raw.append(data[offset:end])
        offset = end + (-length & 3)
    if offset > len(data):
        bad_tail(data, offset)
    if not count:
        return [], offset
    # One decode for all: no UTF-8 sequence crosses a NUL, and a NUL inside a string shows in the count.
    texts = b"\0".join(raw).decode().split("\0")
    if len(texts) != count:
        bad_nul(field)
    return texts, offset


def decode_chars(data: bytes, offset: int, field: str, count: int) -> tuple[bytes, int]:
    """Decode `count` characters of four bytes each; return them and the offset behind them."""
    end = offset + 4 * count
    if end > len(data):
        bad_tail(data, end)
    high = data[offset:end:4]
    if high.strip(b"\0") or data[offset + 1 : end : 4] != high or data[offset + 2 : end : 4] != high:
        for value in unpack_from(f">{count}i", data, offset):
            if not -128 <= value <= 255:
                bad_range(field, value, -128, 255)
    return data[offset + 3 : end : 4], end


def decode_many(
    data: bytes,
    offset: int,
    field: str,
    most: int,
    smallest: int,
    decode: Callable[[bytes, int], tuple[Any, int]],
) -> tuple[list[Any], int]:
    """Decode an array of structs, each of which takes at least `smallest` bytes."""
    (count,) = _u32(data, offset)
    offset += 4
    if count > most or count * smallest > len(data) - offset:
        bad_count(field, count, most, len(data) - offset)
    made = []
    for _ in range(count):
        one, offset = decode(data, offset)
        made.append(one)
    return made, offset


# Encoding -------------------------------------------------------------------------------------------------


def unfit_text(field: str, raw: bytes, most: int) -> NoReturn:
    """Refuse a string that is too long or has a NUL in it."""
    if len(raw) > most:
        raise Unfit(f"{field} has {len(raw)} bytes; at most {most} are allowed")
    raise Unfit(f"{field} has a NUL character in it")


def unfit_size(field: str, size: int, most: int) -> NoReturn:
    """Refuse too many bytes or elements."""
    raise Unfit(f"{field} has a length of {size}; at most {most} is allowed")


def unfit_fixed(field: str, raw: bytes, size: int) -> NoReturn:
    """Refuse bytes of the wrong length where the length is fixed."""
    raise Unfit(f"{field} has {len(raw)} bytes; exactly {size} are wanted")


def unfit_range(field: str, value: int, lowest: int, highest: int) -> NoReturn:
    """Refuse a number that the C type does not hold."""
    raise Unfit(f"{field} is {value!r}; {lowest} to {highest} is allowed")


def encode_void() -> bytes:
    """Encode a body that is empty."""
    return b""


def text_bytes(text: str, field: str, most: int) -> bytes:
    """Encode one string: length, bytes, padding."""
    raw = text.encode()
    length = len(raw)
    if length > most or 0 in raw:
        unfit_text(field, raw, most)
    return _p32(length) + raw + PAD[length & 3]


def encode_texts(texts: Sequence[str], field: str, most: int, longest: int) -> bytes:
    """Encode an array of strings."""
    if isinstance(texts, str):
        raise Unfit(f"{field} is a string; a list of strings is wanted")
    if len(texts) > most:
        unfit_size(field, len(texts), most)
    parts = [_p32(len(texts))]
    parts += [text_bytes(text, field, longest) for text in texts]
    return b"".join(parts)


def encode_numbers(numbers: Sequence[int], field: str, most: int, code: str) -> bytes:
    """Encode an array of numbers; `code` is their `struct` format."""
    if len(numbers) > most:
        unfit_size(field, len(numbers), most)
    return Struct(f">I{len(numbers)}{code}").pack(len(numbers), *numbers)


def encode_chars(raw: bytes, field: str, most: int) -> bytes:
    """Encode characters, four bytes each, without their count."""
    if not isinstance(raw, bytes):
        raise Unfit(f"{field} is {type(raw).__name__}; bytes is wanted")
    if len(raw) > most:
        unfit_size(field, len(raw), most)
    wide = bytearray(4 * len(raw))
    wide[0::4] = wide[1::4] = wide[2::4] = raw.translate(_SIGNS)
    wide[3::4] = raw
    return bytes(wide)


def encode_many(items: Sequence[Any], field: str, most: int, encode: Callable[..., bytes]) -> bytes:
    """Encode an array of structs: each a tuple in field order, or an object that has its bytes in `_wire`."""
    if len(items) > most:
        unfit_size(field, len(items), most)
    parts = [_p32(len(items))]
    for item in items:
        if isinstance(item, tuple):
            parts.append(encode(*item))
            continue
        try:
            parts.append(item._wire)
        except AttributeError:
            parts.append(encode(*item))
    return b"".join(parts)
