"""Arrays of small records, decoded many at a time.

Records that follow each other often have strings of the same lengths (``vm-001``, ``vm-002``, ...). One compiled
`Struct` then fits them all. How far a run goes is seen by looking at its length words, which lie a fixed distance
apart; the run is unpacked in one go. Where there are no runs, records are unpacked one by one.

The compiled structs are kept by the lengths they are for. Those come from the peer, so the store is bounded.
"""

from __future__ import annotations

from struct import Struct

from virtreach.wire.xdr import bad_count, bad_length, bad_nul

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

__all__ = ["run_decoder"]

_STRUCTS_MAX = 512
_FIRST_LOOK = 16
_WORTH_IT = 3
_PAUSE = 12
_SHORT = 32

_u32 = Struct(">I").unpack_from


def run_decoder(
    layout: str,
    longest: int,
    make: Callable[[Iterable[tuple[Any, ...]]], list[Any]],
) -> Callable[[bytes, int, str, int], tuple[list[Any], int]]:
    """Build the decoder of an array of records.

    Args:
        layout: one word a field: ``s`` for a string, else a `struct` format (``16s``, ``i``).
        longest: how many bytes a string may have.
        make: makes the elements from tuples in field order whose strings are still bytes.

    Returns:
        A function of the data, an offset, the array's name and the most elements it may have. It returns the
        elements, and the offset behind the array.
    """
    words = layout.split()
    texts_at = [place for place, word in enumerate(words) if word == "s"]
    gaps: list[int] = []  # bytes of fixed fields in front of each string's length word
    smallest = 0
    structs: dict[tuple[int, ...], tuple[Struct, tuple[int, ...]]] = {}
    singles: dict[int, tuple[Callable[[bytes, int], tuple[Any, ...]], int]] = {}

    def prepare() -> int:
        # What is derived from the layout; done at the first call because start-up time counts.
        found = []
        gap = size = 0
        for word in words:
            if word == "s":
                found.append(gap)
                gap = 0
                size += 4
            else:
                width = Struct(">" + word).size
                gap += width
                size += width
        # Two threads may both get here: they store the same.
        gaps[:] = found
        return size

    def struct_for(lengths: tuple[int, ...]) -> tuple[Struct, tuple[int, ...]]:
        # The struct that fits records with such strings, and where in a record the length words are.
        left = iter(lengths)
        parts = [">"]
        offsets = []
        at = 0
        for word in words:
            if word == "s":
                length = next(left)
                offsets.append(at)
                at += 4 + length + (-length & 3)
                parts.append(f"4x{length}s{-length & 3}x")
            else:
                at += Struct(">" + word).size
                parts.append(word)
        if len(structs) >= _STRUCTS_MAX:
            structs.clear()
        made = structs[lengths] = Struct("".join(parts)), tuple(offsets)
        return made

    def lengths_of(data: bytes, offset: int, field: str) -> tuple[int, ...]:
        found = []
        for gap in gaps:
            offset += gap
            (length,) = _u32(data, offset)
            if length > longest:
                bad_length(field, length, longest)
            found.append(length)
            offset += 4 + length + (-length & 3)
        return tuple(found)

    def decode_singly(data: bytes, offset: int, field: str, count: int) -> tuple[list[Any], int]:
        rows = []
        if len(gaps) == 1:
            gap = gaps[0]
            for _ in range(count):
                (length,) = _u32(data, offset + gap)
                known = singles.get(length)
                if known is None:
                    lengths = lengths_of(data, offset, field)
                    struct, _ = structs.get(lengths) or struct_for(lengths)
                    if len(singles) >= _STRUCTS_MAX:
                        singles.clear()
                    known = singles[length] = struct.unpack_from, struct.size
                rows.append(known[0](data, offset))
                offset += known[1]
        else:
            for _ in range(count):
                lengths = lengths_of(data, offset, field)
                struct, _ = structs.get(lengths) or struct_for(lengths)
                rows.append(struct.unpack_from(data, offset))
                offset += struct.size
        made = make(rows)
        for place in texts_at:
            if "\0" in "".join([row[place] for row in made]):
                bad_nul(field)
        return made, offset

    def decode_run(data: bytes, offset: int, field: str, most: int) -> tuple[list[Any], int]:
        nonlocal smallest
        if not smallest:
            smallest = prepare()
        (count,) = _u32(data, offset)
        offset += 4
        size = len(data)
        if count > most or count * smallest > size - offset:
            bad_count(field, count, most, size - offset)
        made: list[Any] = []
        left = count
        pause = _PAUSE
        while left:
            lengths = lengths_of(data, offset, field)
            struct, words_at = structs.get(lengths) or struct_for(lengths)
            step = struct.size
            # Look at few records first, then at all that are left.
            run = 0
            for look in (min(left, _FIRST_LOOK), left):
                take = min(look, (size - offset) // step)
                run = _same(data, offset, take, step, words_at)
                if run < take:
                    break
            if run < _WORTH_IT:
                # Looking for runs costs more than it brings here: look less and less often.
                run = min(left, pause)
                pause *= 2
                rows, offset = decode_singly(data, offset, field, run)
                made += rows
                left -= run
                continue
            end = offset + run * step
            rows = make(struct.iter_unpack(data[offset:end]))
            for place, at, length in zip(texts_at, words_at, lengths, strict=True):
                # A NUL inside a string: in which byte of any of them, or, for long ones, in all of them joined.
                if length <= _SHORT:
                    first = offset + at + 4
                    for byte in range(first, first + length):
                        if 0 in data[byte:end:step]:
                            bad_nul(field)
                elif "\0" in "".join([row[place] for row in rows]):
                    bad_nul(field)
            made += rows
            offset = end
            left -= run
        return made, offset

    return decode_run


def _same(data: bytes, offset: int, take: int, step: int, words_at: tuple[int, ...]) -> int:
    # How many of the next `take` records, `step` bytes apart, have the length words of the first one.
    run = take
    for at in words_at:
        first = offset + at
        for byte in range(first, first + 4):
            column = data[byte : offset + run * step : step]
            if column.count(column[:1]) != len(column):
                run = len(column) - len(column.lstrip(column[:1]))
    return run
