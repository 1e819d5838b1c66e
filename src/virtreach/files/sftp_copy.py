"""The data of a copy over SFTP: requests side by side, holes left out, as fast as asked and no faster.

asyncssh's own `put` loses a trailing hole; here the length is set at the end, whatever was sent.
"""

from __future__ import annotations

import asyncio
import errno
import os
import time
from collections import deque
from typing import TYPE_CHECKING

from virtreach.errors.files import FileError
from virtreach.files.local import GROWTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asyncssh import SFTPClientFile

    from virtreach.files.model import CopyOptions

__all__ = ["extents", "receive", "send"]

_WINDOW = 24
_READ_AHEAD = 16


class _Pace:
    """Keeps an average rate: `wait` sleeps as long as more has gone through than the time allows."""

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self._start = time.monotonic()
        self._done = 0

    def window(self, chunk: int) -> int:
        """Return how many requests may be under way: a second's worth when there is a limit."""
        return _WINDOW if self._limit is None else max(1, min(_WINDOW, self._limit // chunk))

    async def wait(self, size: int) -> None:
        if self._limit is None:
            return
        self._done += size
        ahead = self._done / self._limit - (time.monotonic() - self._start)
        if ahead > 0:
            await asyncio.sleep(ahead)


def extents(descriptor: int, start: int, end: int, *, sparse: bool) -> Iterator[tuple[int, int]]:
    """Yield (offset, size) of what has to be copied of a local file: all of it, or what is no hole."""
    while sparse and start < end:
        try:
            data = os.lseek(descriptor, start, os.SEEK_DATA)
        except OSError as error:
            if error.errno == errno.ENXIO:
                return
            break
        hole = min(os.lseek(descriptor, data, os.SEEK_HOLE), end)
        if data < hole:
            yield data, hole - data
        start = hole
    if start < end and not sparse:
        yield start, end - start


def _read_pieces(
    descriptor: int, offset: int, size: int, chunk: int, sparse: bool
) -> list[tuple[int, bytes]]:
    pieces = []
    while size > 0:
        data = os.pread(descriptor, min(size, chunk), offset)
        if not data:
            break
        if not sparse or data.count(0) != len(data):
            pieces.append((offset, data))
        offset += len(data)
        size -= len(data)
    return pieces


async def send(
    descriptor: int, total: int, target: SFTPClientFile, start: int, chunk: int, options: CopyOptions
) -> None:
    """Write a local file into an open remote one, and give that its length.

    Requests go out in the order of their offsets and the server works them off in that order, so that what a
    broken copy leaves is a beginning of the file.

    Args:
        descriptor: the local file, open for reading.
        total: its size, bytes.
        target: opened with a block size of 0.
        start: where to begin, bytes; what is before is there already.
        chunk: bytes of a request.
        options: of the copy.
    """
    pace = _Pace(options.limit)
    pending: deque[tuple[asyncio.Task[int], int]] = deque()
    reached = 0
    try:
        for offset, size in extents(descriptor, start, total, sparse=options.sparse):
            for begin in range(offset, offset + size, chunk * _READ_AHEAD):
                length = min(chunk * _READ_AHEAD, offset + size - begin)
                if length <= chunk:
                    # Quicker than a thread for it.
                    pieces = _read_pieces(descriptor, begin, length, chunk, options.sparse)
                else:
                    pieces = await asyncio.to_thread(
                        _read_pieces, descriptor, begin, length, chunk, options.sparse
                    )
                for place, data in pieces:
                    await pace.wait(len(data))
                    reached = place + len(data)
                    if len(data) == total:
                        # A small file, of which many are under way: a task of its own costs more than it gains.
                        await target.write(data, place)
                        continue
                    while len(pending) >= pace.window(chunk):
                        await _settle(pending, options, total)
                    pending.append((asyncio.create_task(target.write(data, place)), place + len(data)))
        while pending:
            await _settle(pending, options, total)
    finally:
        await _drop(task for task, _ in pending)
    if reached != total or start:
        # A hole at the end, or an older piece that was longer.
        await target.truncate(total)
    options.report(total, total)


async def _settle(pending: deque[tuple[asyncio.Task[int], int]], options: CopyOptions, total: int) -> None:
    task, reached = pending[0]
    await task
    pending.popleft()
    options.report(min(reached, total), total)


async def receive(
    source: SFTPClientFile, total: int, descriptor: int, start: int, chunk: int, options: CopyOptions
) -> None:
    """Read an open remote file into a local one, and give that its length.

    Args:
        source: opened with a block size of 0.
        total: its size when it was looked at, bytes; what it has grown since is left out. When it is 0, as of files
            in /proc, the file is read to its end.
        descriptor: the local file, open for writing.
        start: where to begin, bytes.
        chunk: bytes of a request.
        options: of the copy.

    Raises:
        FileError: the file has become shorter, the server sends what nobody asked for, or a file of size 0 has no end.
    """
    pace = _Pace(options.limit)
    if not total:
        total = await _receive_to_end(source, descriptor, chunk, pace)
        start = total
    pending: deque[tuple[asyncio.Task[bytes], int]] = deque()
    offset = start
    try:
        while offset < total or pending:
            while offset < total and len(pending) < pace.window(chunk):
                size = min(chunk, total - offset)
                await pace.wait(size)
                pending.append((asyncio.create_task(_read_all(source, size, offset)), offset))
                offset += size
            task, place = pending[0]
            data = await task
            pending.popleft()
            if not options.sparse or data.count(0) != len(data):
                await asyncio.to_thread(_write_all, descriptor, data, place)
            options.report(place + len(data), total)
    finally:
        await _drop(task for task, _ in pending)
    await asyncio.to_thread(os.ftruncate, descriptor, total)


async def _receive_to_end(source: SFTPClientFile, descriptor: int, chunk: int, pace: _Pace) -> int:
    reached = 0
    while data := await source.read(chunk, reached):
        assert isinstance(data, bytes)
        if reached + len(data) > GROWTH:
            raise FileError("a file of size 0 has no end")
        await pace.wait(len(data))
        await asyncio.to_thread(_write_all, descriptor, data, reached)
        reached += len(data)
    return reached


async def _read_all(source: SFTPClientFile, size: int, offset: int) -> bytes:
    data = b""
    while len(data) < size:
        more = await source.read(size - len(data), offset + len(data))
        if not more:
            raise FileError("the file became shorter while it was copied")
        assert isinstance(more, bytes)
        if len(more) > size - len(data):
            raise FileError("the server sent more than it was asked for")
        data = data + more if data else more
    return data


def _write_all(descriptor: int, data: bytes, offset: int) -> None:
    while data:
        written = os.pwrite(descriptor, data, offset)
        data, offset = data[written:], offset + written


async def _drop(tasks: Iterator[asyncio.Task[int]] | Iterator[asyncio.Task[bytes]]) -> None:
    left = list(tasks)
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
