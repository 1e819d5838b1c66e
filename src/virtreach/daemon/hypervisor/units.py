"""Numbers with units and sets of CPUs, read and printed as libvirt does.

Source: ``virScaleInteger`` in ``src/util/virutil.c``; ``virBitmapParse`` and ``virBitmapFormat`` in
``src/util/virbitmap.c``.
"""

from __future__ import annotations

from virtreach.daemon.hypervisor.faults import NONE, bad_argument, internal

__all__ = ["bytes_of", "cpu_map", "cpus_of", "format_cpus", "kib_of", "parse_cpus"]

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
    """
    return number * _factor(unit or default)


def kib_of(number: int, unit: str | None) -> int:
    """A size in KiB, rounded up; without a unit the number is KiB already."""
    return -(-bytes_of(number, unit, "KiB") // 1024)


def parse_cpus(text: str) -> set[int]:
    """The CPUs of a text like ``0-3,^1,8``.

    Raises:
        LibvirtError: it cannot be understood.
    """
    found: set[int] = set()
    try:
        for part in text.replace(" ", "").split(","):
            without = part.startswith("^")
            first, _, last = part.lstrip("^").partition("-")
            numbers = range(int(first), int(last or first) + 1)
            if not numbers or numbers[-1] > 1 << 20:
                raise ValueError(part)
            if without:
                found.difference_update(numbers)
            else:
                found.update(numbers)
    except ValueError:
        raise bad_argument(f"Failed to parse bitmap '{text}'", domain=NONE) from None
    if not found:
        raise internal(f"Failed to parse bitmap '{text}'", domain=NONE)
    return found


def format_cpus(cpus: set[int]) -> str:
    """CPUs as text: ``0,2-3``."""
    parts: list[list[int]] = []
    for cpu in sorted(cpus):
        if parts and parts[-1][1] == cpu - 1:
            parts[-1][1] = cpu
        else:
            parts.append([cpu, cpu])
    return ",".join([str(first) if first == last else f"{first}-{last}" for first, last in parts])


def cpu_map(cpus: set[int], length: int) -> bytes:
    """CPUs as a bitmap of `length` bytes, the lowest CPU in the lowest bit of the first byte."""
    number = sum(1 << cpu for cpu in cpus if cpu < 8 * length)
    return number.to_bytes(length, "little")


def cpus_of(bitmap: bytes) -> set[int]:
    """The CPUs of a bitmap."""
    number = int.from_bytes(bitmap, "little")
    return {cpu for cpu in range(number.bit_length()) if number >> cpu & 1}
