"""Arrays of small records, decoded many at a time.

Records that follow each other often have strings of the same lengths (``vm-001``, ``vm-002``, ...). One compiled
`Struct` then fits them all. A run is guessed, unpacked in one go, and the lengths that it held are checked
afterwards; where the guess was wrong the matching records are kept and the rest decoded one by one.

The compiled structs are kept by the lengths they are for. Those come from the peer, so the store is bounded.
"""

from __future__ import annotations

from struct import Struct

from virtreach.wire.xdr import bad_count, bad_length, bad_nul, bad_tail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["run_decoder"]

_STRUCTS_MAX = 512
_FIRST_GUESS = 16
_WORTH_IT = 3
_PAUSE = 12

_u32 = Struct(">I").unpack_from
_new = tuple.__new__


def run_decoder(
    layout: str,
    longest: int,
    decode: Callable[[bytes, int], tuple[Any, int]],
    make: type[tuple[Any, ...]] | None = None,
) -> Callable[[bytes, int, str, int], tuple[list[Any], int]]:
    """Build the decoder of an array of records.

    Args:
        layout: one word a field: ``s`` for a string, else a `struct` format (``16s``, ``i``).
        longest: how many bytes a string may have.
        decode: decodes one record; returns a tuple in field order and the offset behind it.
        make: the record class of the elements; they stay plain tuples when None.

    Returns:
        A function of the data, an offset, the array's name and the most elements it may have. It returns the
        elements, and the offset behind the array.
    """
    words = layout.split()
    # Columns of the unpacked run: each string has two, its length and its bytes.
    lengths_at: list[int] = []
    columns_at: list[int] = []
    texts_at: set[int] = set()
    column = 0
    smallest = 0
    fixed_before: list[int] = []  # bytes of fixed fields in front of each string's length word
    gap = 0
    for place, word in enumerate(words):
        if word == "s":
            lengths_at.append(column)
            texts_at.add(place)
            column += 1
            fixed_before.append(gap)
            gap = 0
            smallest += 4
        else:
            size = Struct(">" + word).size
            gap += size
            smallest += size
        columns_at.append(column)
        column += 1
    structs: dict[tuple[int, ...], Struct] = {}

    def struct_for(lengths: tuple[int, ...]) -> Struct:
        made = structs.get(lengths)
        if made is None:
            if len(structs) >= _STRUCTS_MAX:
                structs.clear()
            left = iter(lengths)
            parts = [">"]
            for word in words:
                if word == "s":
                    length = next(left)
                    parts.append(f"I{length}s{-length & 3}x")
                else:
                    parts.append(word)
            made = structs[lengths] = Struct("".join(parts))
        return made

    def lengths_of(data: bytes, offset: int) -> tuple[int, ...]:
        found = []
        for before in fixed_before:
            offset += before
            (length,) = _u32(data, offset)
            if length > longest:
                bad_length("a string", length, longest)
            found.append(length)
            offset += 4 + length + (-length & 3)
        if offset > len(data):
            bad_tail(data, offset)
        return tuple(found)

    def decode_run(data: bytes, offset: int, field: str, most: int) -> tuple[list[Any], int]:
        (count,) = _u32(data, offset)
        offset += 4
        size = len(data)
        if count > most or count * smallest > size - offset:
            bad_count(field, count, most, size - offset)
        made: list[Any] = []
        left = count
        single = 0
        while left:
            if single > 0 or left < _WORTH_IT:
                one, offset = decode(data, offset)
                made.append(one)
                left -= 1
                single -= 1
                continue
            lengths = lengths_of(data, offset)
            struct = struct_for(lengths)
            step = struct.size
            guess = _FIRST_GUESS
            run = 0
            while left:
                take = min(left, guess, (size - offset) // step)
                if not take:
                    break
                columns = tuple(zip(*struct.iter_unpack(data[offset : offset + take * step]), strict=True))
                good = take
                for at, length in zip(lengths_at, lengths, strict=True):
                    if columns[at].count(length) != take:
                        # The first record was measured, so at least one is good.
                        good = min(good, next(i for i, value in enumerate(columns[at]) if value != length))
                fields = []
                for place, at in enumerate(columns_at):
                    values = columns[at] if good == take else columns[at][:good]
                    if place in texts_at:
                        # One decode for the column; see `decode_texts` in virtreach.wire.xdr.
                        texts = b"\0".join(values).decode().split("\0")
                        if good and len(texts) != good:
                            bad_nul(field)
                        fields.append(texts)
                    else:
                        fields.append(values)
                if good:
                    rows = zip(*fields, strict=True)
                    made.extend(rows if make is None else [_new(make, row) for row in rows])
                offset += good * step
                left -= good
                run += good
                if good < take:
                    break
                guess *= 8
            if run < _WORTH_IT:
                single = _PAUSE
                if not run:
                    # Too little data for one record of this length: let the decoder say so.
                    single = 1
        return made, offset

    return decode_run
