# Made by `make generate` (tools/twin.py) from aio/objects/domain_cpumap.py. Edit that file.
"""Host processor sets, as libvirt's bitmaps carry them.

Bit 0 of byte 0 is processor 0, bit 0 of byte 1 processor 8 (libvirt-host.h, ``VIR_CPU_USED``).
"""

from __future__ import annotations

from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    CPUs: TypeAlias = Iterable[int] | str | bytes

__all__ = ["pack", "split", "unpack"]

_MOST = 2048 * 8  # REMOTE_CPUMAP_MAX is in bytes


def pack(cpus: CPUs) -> bytes:
    """Turn processor numbers into a bitmap, as short as it can be.

    Args:
        cpus: numbers in any order; text as in domain XML, such as ``0-3,^2,8``; or a bitmap, which is passed on as
            it is.

    Raises:
        UsageError: no number at all, one that no bitmap can carry, or text that is no such list.
    """
    if isinstance(cpus, bytes):
        return cpus
    if isinstance(cpus, str):
        cpus = _numbers(cpus)
    bits = 0
    for cpu in cpus:
        if not 0 <= cpu < _MOST:
            raise UsageError(f"there is no host processor {cpu}: numbers go from 0 to {_MOST - 1}")
        bits |= 1 << cpu
    if not bits:
        raise UsageError("the set of host processors is empty: name at least one")
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def _numbers(text: str) -> set[int]:
    """Read a list of processors (libvirt ``src/util/virbitmap.c``, virBitmapParse)."""
    found: set[int] = set()
    for item in text.split(","):
        item = item.strip()
        first, dash, last = item.removeprefix("^").partition("-")
        if not first.isdecimal() or (dash and (not last.isdecimal() or item.startswith("^"))):
            raise UsageError(f"{text!r} is no list of processors; write one as in '0-3,^2,8'")
        start, end = int(first), int(last or first)
        if max(start, end) >= _MOST:
            raise UsageError(
                f"there is no host processor {max(start, end)}: numbers go from 0 to {_MOST - 1}"
            )
        if item.startswith("^"):
            found.discard(start)
        else:
            found.update(range(start, end + 1))
    return found


def unpack(bitmap: bytes) -> set[int]:
    """Return the numbers of the bits that are set."""
    return {
        index * 8 + bit for index, byte in enumerate(bitmap) if byte for bit in range(8) if byte & (1 << bit)
    }


def split(bitmaps: bytes, count: int) -> list[set[int]]:
    """Cut a row of equally long bitmaps into sets.

    Args:
        bitmaps: ``count`` bitmaps, one after the other; when empty, so is the result.
        count: how many there are.
    """
    if not count or not bitmaps:
        return []
    size = len(bitmaps) // count
    return [unpack(bitmaps[start : start + size]) for start in range(0, size * count, size)]
