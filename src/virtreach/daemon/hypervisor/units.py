"""Numbers with units and sets of CPUs, read and printed as libvirt does.

Source: ``virScaleInteger`` in ``src/util/virutil.c``; ``virBitmapParse`` and ``virBitmapFormat`` in
``src/util/virbitmap.c``.
"""

from __future__ import annotations

from virtreach.daemon.wording import NONE, RPC, bad_argument, fault, internal
from virtreach.protocol import constants as C

__all__ = ["CPU_MAX", "bytes_of", "check_maps", "cpu_map", "cpus_of", "format_cpus", "kib_of", "parse_cpus"]

CPU_MAX = 16383
"""The highest CPU that there can be (libvirt, ``VIR_DOMAIN_CPUMASK_LEN``)."""

COUNT_MAX = 16384
MAPS_MAX = 8388608
_TEXT_MAX = 65536
_POWERS = {"k": 1, "m": 2, "g": 3, "t": 4, "p": 5, "e": 6}


def _factor(unit: str) -> int:
    # How many bytes a unit has: "b", "bytes", "k", "KiB", "KB" and so on.
    lower = unit.lower()
    if lower in ("b", "byte", "bytes"):
        return 1
    power = _POWERS.get(lower[:1])
    if power is None or lower[1:] not in ("", "b", "ib"):
        raise bad_argument(f"unknown suffix '{unit}'", domain=NONE)
    base: int = 1000 if lower[1:] == "b" else 1024
    factor: int = base**power
    return factor


def bytes_of(number: int, unit: str | None, default: str = "bytes") -> int:
    """A size in bytes.

    Args:
        number: how many of the unit.
        unit: its name, or None for the default.
        default: a unit's name.

    Raises:
        LibvirtError: there is no such unit, or the size does not fit 64 bits.
    """
    size = number * _factor(unit or default)
    if size >= 1 << 64:
        raise fault(C.VIR_ERR_OVERFLOW, f"value too large: {number}{unit or default}", domain=NONE)
    return size


def kib_of(number: int, unit: str | None) -> int:
    """A size in KiB, rounded up; without a unit the number is KiB already."""
    return -(-bytes_of(number, unit, "KiB") // 1024)


def parse_cpus(text: str) -> set[int]:
    """The CPUs of a text like ``0-3,^1,8``.

    Raises:
        LibvirtError: it cannot be understood.
    """
    found = 0
    try:
        if len(text) > _TEXT_MAX:
            raise ValueError(text)
        for part in text.replace(" ", "").split(","):
            first, _, last = part.lstrip("^").partition("-")
            low, high = int(first), int(last or first)
            if not 0 <= low <= high <= CPU_MAX:
                raise ValueError(part)
            bits = (1 << high + 1) - (1 << low)
            found = found & ~bits if part.startswith("^") else found | bits
    except ValueError:
        raise bad_argument(f"Failed to parse bitmap '{text[:100]}'", domain=NONE) from None
    if not found:
        raise bad_argument(f"Failed to parse bitmap '{text[:100]}'", domain=NONE)
    return {cpu for cpu in range(found.bit_length()) if found >> cpu & 1}


def format_cpus(cpus: set[int]) -> str:
    """CPUs as text: ``0,2-3``."""
    parts: list[list[int]] = []
    for cpu in sorted(cpus):
        if parts and parts[-1][1] == cpu - 1:
            parts[-1][1] = cpu
        else:
            parts.append([cpu, cpu])
    return ",".join([str(first) if first == last else f"{first}-{last}" for first, last in parts])


def check_maps(count: int, length: int, field: str) -> None:
    """Refuse to make more bitmaps than a reply carries (``REMOTE_VCPUINFO_MAX``, ``REMOTE_CPUMAPS_MAX``).

    Args:
        count: how many.
        length: bytes of each.
        field: what the count is called.
    """
    if count > COUNT_MAX:
        raise internal(f"{field} > REMOTE_VCPUINFO_MAX", domain=RPC)
    if count < 0 or length < 0 or count * length > MAPS_MAX:
        raise internal(f"{field} * maplen > REMOTE_CPUMAPS_MAX", domain=RPC)


def cpu_map(cpus: set[int], length: int) -> bytes:
    """CPUs as a bitmap of `length` bytes, the lowest CPU in the lowest bit of the first byte."""
    number = sum(1 << cpu for cpu in cpus if cpu < 8 * length)
    return number.to_bytes(length, "little")


def cpus_of(bitmap: bytes) -> set[int]:
    """The CPUs of a bitmap."""
    number = int.from_bytes(bitmap[: CPU_MAX // 8 + 1], "little")
    return {cpu for cpu in range(number.bit_length()) if number >> cpu & 1}
