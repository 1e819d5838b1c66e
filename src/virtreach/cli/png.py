"""From the pictures that hosts send (PPM) to those that everything shows (PNG)."""

from __future__ import annotations

import zlib

from virtreach.errors import DecodeError

__all__ = ["from_ppm"]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Nobody's screen has more pixels; a hostile header must not make us allocate.
_PIXELS_MAX = 1 << 27


def from_ppm(data: bytes) -> bytes:
    """Turn a binary PPM with 8 bits a colour into a PNG (W3C PNG, third edition: IHDR, IDAT, IEND).

    Raises:
        DecodeError: it is no such picture, or it is cut short.
    """
    width, height, start = _header(data)
    stride = width * 3
    if len(data) - start < stride * height:
        raise DecodeError(f"the picture of {width} x {height} pixels is cut short after {len(data)} bytes")
    rows = bytearray()
    for row in range(height):
        # Each row begins with its filter; 0 is none.
        rows.append(0)
        rows += data[start + row * stride : start + (row + 1) * stride]
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((8, 2, 0, 0, 0))
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows, 6)), _chunk(b"IEND", b""))
    return _SIGNATURE + b"".join(chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def _header(data: bytes) -> tuple[int, int, int]:
    """Width, height, and where the pixels begin: ``P6 <width> <height> 255`` and one white byte (ppm(5))."""
    numbers: list[int] = []
    position = 2
    while len(numbers) < 3:
        while data[position : position + 1].isspace():
            position += 1
        if data[position : position + 1] == b"#":
            position = data.find(b"\n", position) + 1 or len(data)
            continue
        end = position
        while data[end : end + 1].isdigit() and end - position < 9:
            end += 1
        if end == position:
            raise DecodeError("the picture's header cannot be understood")
        numbers.append(int(data[position:end]))
        position = end
    width, height, depth = numbers
    if not data.startswith(b"P6") or depth != 255 or not 0 < width * height <= _PIXELS_MAX:
        raise DecodeError(
            f"a picture of {width} x {height} pixels with {depth} shades cannot be turned into a PNG"
        )
    return width, height, position + 1
