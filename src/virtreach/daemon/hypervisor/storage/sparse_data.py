"""Bytes with holes: what a volume holds, kept in blocks of which those that are zero take no memory."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BLOCK", "SparseData"]

BLOCK = 65536
"""Bytes in a block."""

_ZEROS = bytes(BLOCK)


class SparseData:
    """So and so many bytes, all zero at first.

    Attributes:
        size: how many.
        changed: numbers of the blocks that were written or erased; who keeps a copy empties it.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.changed: set[int] = set()
        self._blocks: dict[int, bytearray] = {}

    @property
    def held(self) -> int:
        """Bytes of memory that the data takes."""
        return len(self._blocks) * BLOCK

    def copy(self, size: int) -> SparseData:
        """The same bytes, cut off or followed by zeros."""
        made = SparseData(self.size)
        made._blocks = {number: bytearray(block) for number, block in self._blocks.items()}
        made.resize(size)
        return made

    def blocks(self) -> list[int]:
        """The numbers of the blocks that are not all zero."""
        return [number for number, block in self._blocks.items() if block != _ZEROS]

    def block(self, number: int) -> bytes | None:
        """What is in a block, `BLOCK` bytes; None for zeros."""
        found = self._blocks.get(number)
        return bytes(found) if found is not None and found != _ZEROS else None

    def resize(self, size: int) -> None:
        """Cut off, or add zeros."""
        if size < self.size:
            last = size // BLOCK
            for number in [one for one in self._blocks if one > last]:
                del self._blocks[number]
                self.changed.add(number)
            if last in self._blocks:
                self.changed.add(last)
                self._blocks[last][size % BLOCK :] = bytes(BLOCK - size % BLOCK)
        self.size = size

    def write(self, offset: int, data: bytes | memoryview) -> None:
        """Put bytes at an offset; they must fit."""
        assert offset + len(data) <= self.size
        at = 0
        while at < len(data):
            number, start = divmod(offset + at, BLOCK)
            piece = data[at : at + BLOCK - start]
            block = self._blocks.get(number)
            if block is None:
                if bytes(piece) == _ZEROS[: len(piece)]:
                    at += len(piece)
                    continue
                block = self._blocks[number] = bytearray(BLOCK)
            self.changed.add(number)
            block[start : start + len(piece)] = piece
            if start == 0 and len(piece) == BLOCK and block == _ZEROS:
                del self._blocks[number]
            at += len(piece)

    def erase(self, offset: int, length: int) -> None:
        """Make bytes zero; they must fit."""
        assert offset + length <= self.size
        end = offset + length
        for number in [one for one in self._blocks if one * BLOCK < end and (one + 1) * BLOCK > offset]:
            start, stop = max(offset - number * BLOCK, 0), min(end - number * BLOCK, BLOCK)
            self.changed.add(number)
            if start == 0 and stop == BLOCK:
                del self._blocks[number]
            else:
                self._blocks[number][start:stop] = bytes(stop - start)

    def read(self, offset: int, length: int) -> bytes:
        """Bytes from an offset, at most to the end."""
        return b"".join(
            [piece if isinstance(piece, bytes) else bytes(piece) for piece in self.pieces(offset, length)]
        )

    def pieces(self, offset: int, length: int) -> Iterator[bytes | int]:
        """Data (bytes) and holes (their lengths) from an offset, at most to the end."""
        end = min(offset + length, self.size)
        filled = sorted(
            number for number in self._blocks if number * BLOCK < end and (number + 1) * BLOCK > offset
        )
        at = offset
        for number in filled:
            begin = max(number * BLOCK, offset)
            if begin > at:
                yield begin - at
            stop = min((number + 1) * BLOCK, end)
            block = self._blocks.get(number)
            yield (
                bytes(block[begin - number * BLOCK : stop - number * BLOCK]) if block else bytes(stop - begin)
            )
            at = stop
        if at < end:
            yield end - at
