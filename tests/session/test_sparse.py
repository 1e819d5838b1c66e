"""Files with holes."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from virtreach.errors import UsageError
from virtreach.session.sparse import extents, skip_hole, write_all

BLOCK = 1 << 16


def make(path: Path, *parts: int) -> Path:
    """Write a file of as many blocks: positive numbers are data, negative ones holes."""
    with path.open("wb") as file:
        for blocks in parts:
            if blocks > 0:
                file.write(b"x" * blocks * BLOCK)
            else:
                file.seek(-blocks * BLOCK, os.SEEK_CUR)
        file.truncate(sum(map(abs, parts)) * BLOCK)
    return path


@pytest.mark.parametrize("parts", [(1,), (-2,), (1, -2, 3), (-1, 1, -1), ()])
def test_data_and_holes_by_turns(tmp_path: Path, parts: tuple[int, ...]) -> None:
    with make(tmp_path / "file", *parts).open("rb") as file:
        walked = []
        for size, hole in extents(file):
            walked.append(-size // BLOCK if hole else size // BLOCK)
            if not hole:
                assert file.read(size) == b"x" * size
        assert walked == list(parts)
        assert file.tell() == sum(map(abs, parts)) * BLOCK


def test_a_part_of_a_file(tmp_path: Path) -> None:
    with make(tmp_path / "file", 2, -2, 2).open("rb") as file:
        file.seek(BLOCK)
        assert list(extents(file, 2 * BLOCK)) == [(BLOCK, False), (BLOCK, True)]
        assert list(extents(file, 100 * BLOCK)) == [(BLOCK, True), (2 * BLOCK, False)]


@pytest.mark.parametrize("file", [io.BytesIO(b"x"), object()])
def test_what_has_no_descriptor(file: object) -> None:
    with pytest.raises(UsageError, match="real file"):
        next(extents(file))


def test_a_pipe_cannot_be_positioned() -> None:
    reading, writing = os.pipe()
    os.close(writing)
    with open(reading, "rb", buffering=0) as file, pytest.raises(UsageError, match="positioned"):
        next(extents(file))


@pytest.mark.parametrize("sparse", [True, False])
def test_a_hole_reads_as_zeros(tmp_path: Path, sparse: bool) -> None:
    path = tmp_path / "file"
    with path.open("wb") as file:
        write_all(file, b"a")
        skip_hole(file, 3 * BLOCK, sparse=sparse)
        write_all(file, b"b")
        skip_hole(file, 5, sparse=sparse)
    assert path.read_bytes() == b"a" + bytes(3 * BLOCK) + b"b" + bytes(5)


def test_a_hole_inside_keeps_the_end(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 10)
    with path.open("r+b") as file:
        skip_hole(file, 4, sparse=True)
    assert path.stat().st_size == 10


def test_a_raw_file_may_take_a_part_only() -> None:
    class Slow(io.RawIOBase):
        def __init__(self) -> None:
            self.taken = b""

        def write(self, data: object) -> int:
            self.taken += bytes(data)[:3]  # type: ignore[call-overload]
            return min(3, len(data))  # type: ignore[arg-type]

    file = Slow()
    write_all(file, b"0123456789")
    assert file.taken == b"0123456789"
