"""Writing DER (ITU-T X.690, section 10): the few kinds of values that certificates consist of."""

from __future__ import annotations

from base64 import b64encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "bit_string",
    "boolean",
    "explicit",
    "implicit",
    "integer",
    "moment",
    "octet_string",
    "oid",
    "one_of_set",
    "pem",
    "sequence",
    "text",
]


def _value(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(digits))) + digits + content


def sequence(*parts: bytes) -> bytes:
    """Values one behind the other."""
    return _value(0x30, b"".join(parts))


def one_of_set(part: bytes) -> bytes:
    """A set with one member."""
    return _value(0x31, part)


def explicit(number: int, part: bytes) -> bytes:
    """A value in a tag of its context."""
    return _value(0xA0 | number, part)


def implicit(number: int, content: bytes) -> bytes:
    """Contents under a tag of their context instead of their own."""
    return _value(0x80 | number, content)


def boolean(value: bool) -> bytes:
    """Yes or no."""
    return _value(0x01, b"\xff" if value else b"\0")


def integer(number: int) -> bytes:
    """A number that is not negative."""
    return _value(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def bit_string(content: bytes, *, unused: int = 0) -> bytes:
    """Bits; of the last byte some may be unused."""
    return _value(0x03, bytes((unused,)) + content)


def octet_string(content: bytes) -> bytes:
    """Bytes."""
    return _value(0x04, content)


def text(words: str) -> bytes:
    """A UTF-8 text."""
    return _value(0x0C, words.encode())


def oid(dotted: str) -> bytes:
    """An object identifier."""
    first, second, *rest = map(int, dotted.split("."))
    return _value(0x06, b"".join(map(_base_128, (40 * first + second, *rest))))


def _base_128(number: int) -> bytes:
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(number & 0x7F | 0x80)
    return bytes(reversed(digits))


def moment(seconds: float) -> bytes:
    """A time since 1970, as RFC 5280, 4.1.2.5 wants it."""
    import time

    when = time.gmtime(seconds)
    if 1950 <= when.tm_year < 2050:
        return _value(0x17, time.strftime("%y%m%d%H%M%SZ", when).encode())
    return _value(0x18, time.strftime("%Y%m%d%H%M%SZ", when).encode())


def pem(label: str, content: bytes) -> str:
    """Bytes as a text between two lines (RFC 7468)."""
    letters = b64encode(content).decode()
    lines: Iterable[str] = (letters[at : at + 64] for at in range(0, len(letters), 64))
    return "\n".join((f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""))
