"""Keep glibc's malloc from mapping and unmapping memory for each large read.

malloc serves requests of 128 KiB and more from fresh mappings, so that each large read pays for page faults, some
15 microseconds, which is more than the system calls it saves. malloc raises that limit to the size of a mapping that is
freed (mallopt(3), M_MMAP_THRESHOLD), up to 32 MiB: freeing one untouched block of 8 MiB settles it for the life of the
process. Other allocators lose nothing by it.
"""

from __future__ import annotations

__all__ = ["settle"]

_SIZE = 8 << 20
_settled = False


def settle() -> None:
    """Let reads of up to 8 MiB come from memory that stays with the process. Cheap; does its work once."""
    global _settled
    if not _settled:
        _settled = True
        # Zeroed memory from a fresh mapping is not touched, so this takes microseconds.
        bytearray(_SIZE)
