"""Host processor sets, as libvirt's bitmaps carry them.

Bit 0 of byte 0 is processor 0, bit 0 of byte 1 processor 8 (libvirt-host.h, ``VIR_CPU_USED``).
"""

from __future__ import annotations

from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    CPUs: TypeAlias = Iterable[int] | bytes

__all__ = ["pack", "split", "unpack"]

_MOST = 2048 * 8  # REMOTE_CPUMAP_MAX is in bytes


def pack(cpus: CPUs) -> bytes:
    """Turn processor numbers into a bitmap, as short as it can be.

    Args:
        cpus: numbers in any order, or a bitmap, which is passed on as it is.

    Raises:
        UsageError: no number at all, or one that no bitmap can carry.
    """
    if isinstance(cpus, bytes):
        return cpus
    bits = 0
    for cpu in cpus:
        if not 0 <= cpu < _MOST:
            raise UsageError(f"there is no host processor {cpu}: numbers go from 0 to {_MOST - 1}")
        bits |= 1 << cpu
    if not bits:
        raise UsageError("the set of host processors is empty: name at least one")
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


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
