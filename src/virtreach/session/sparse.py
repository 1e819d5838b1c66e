"""Files with holes, as streams send and receive them."""

from __future__ import annotations

import os

from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

__all__ = ["extents", "skip_hole", "write_all"]

_ZEROS = bytes(65536)


def extents(file: Any, length: int | None = None) -> Iterator[tuple[int, bool]]:
    """Walk the data and the holes of a file from where it stands (lseek(2), SEEK_DATA and SEEK_HOLE).

    Args:
        file: a binary file with a descriptor. At each data extent it stands at its beginning; the caller reads it.
        length: bytes to walk, or None to the end.

    Yields:
        Size in bytes, and whether it is a hole. A trailing hole is one too.

    Raises:
        UsageError: the file has no descriptor or cannot be positioned.
    """
    try:
        descriptor = file.fileno()
        position = file.tell()
    except (AttributeError, OSError) as error:
        raise UsageError("a sparse transfer needs a real file that can be positioned") from error
    end = os.fstat(descriptor).st_size
    if length is not None:
        end = min(end, position + length)
    while position < end:
        try:
            data = min(os.lseek(descriptor, position, os.SEEK_DATA), end)
        except OSError:
            # No data behind this position (ENXIO): the rest is one hole.
            data = end
        if data > position:
            yield data - position, True
            position = data
            continue
        hole = min(os.lseek(descriptor, position, os.SEEK_HOLE), end)
        file.seek(position)
        yield hole - position, False
        position = hole
    file.seek(end)


def skip_hole(file: Any, length: int, *, sparse: bool) -> None:
    """Write a hole: move on, and make the file that long, or write zeros.

    Args:
        file: opened for writing in binary mode.
        length: bytes.
        sparse: leave a hole; the file must be seekable.
    """
    if sparse:
        position = file.seek(length, os.SEEK_CUR)
        # A hole at the end exists only once the file is that long; a file that is longer already keeps its end.
        file.flush()
        if os.fstat(file.fileno()).st_size < position:
            file.truncate(position)
        return
    while length > 0:
        size = min(length, len(_ZEROS))
        write_all(file, _ZEROS if size == len(_ZEROS) else _ZEROS[:size])
        length -= size


def write_all(file: Any, data: bytes | memoryview) -> None:
    """Write everything, also to a raw file that takes a part only."""
    written = file.write(data)
    while written is not None and written < len(data):
        data = memoryview(data)[written:]
        written = file.write(data)
