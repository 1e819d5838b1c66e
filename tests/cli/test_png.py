"""PPM to PNG."""

from __future__ import annotations

import struct
import zlib

import pytest

from virtreach.cli.png import from_ppm
from virtreach.errors import DecodeError

PIXELS = bytes(range(2 * 3 * 3))


def unpack(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and pixels of a PNG without filters."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    position, chunks = 8, {}
    while position < len(png):
        (length,) = struct.unpack_from(">I", png, position)
        kind, body = png[position + 4 : position + 8], png[position + 8 : position + 8 + length]
        (check,) = struct.unpack_from(">I", png, position + 8 + length)
        assert check == zlib.crc32(kind + body)
        chunks[kind] = body
        position += 12 + length
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, depth, colour, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (depth, colour, rest) == (8, 2, [0, 0, 0])
    rows = zlib.decompress(chunks[b"IDAT"])
    stride = width * 3 + 1
    assert len(rows) == stride * height
    assert all(rows[row * stride] == 0 for row in range(height))
    return width, height, b"".join(rows[row * stride + 1 : (row + 1) * stride] for row in range(height))


@pytest.mark.parametrize(
    "header", [b"P6\n2 3\n255\n", b"P6 2 3 255 ", b"P6\n# made by a host\n2\t3\r\n255\n"]
)
def test_pixels_survive(header: bytes) -> None:
    assert unpack(from_ppm(header + PIXELS)) == (2, 3, PIXELS)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"P6",
        b"P6\n#",
        b"P6 2",
        b"P6 2 3",
        b"P5 2 3 255 " + PIXELS,
        b"P6 2 3 65535 " + PIXELS,
        b"P6 0 3 255 " + PIXELS,
        b"P6 -2 3 255 " + PIXELS,
        b"P6 2 3 255 " + PIXELS[:-1],
        b"P6 999999999 999999999 255 " + PIXELS,
        b"P6 9999999999 1 255 " + PIXELS,
    ],
)
def test_what_is_no_picture(data: bytes) -> None:
    with pytest.raises(DecodeError):
        from_ppm(data)
