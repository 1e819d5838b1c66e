"""Words for libvirt's numbers, without the enums, which take longer to load than a list takes to print."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from enum import IntEnum

__all__ = ["enum_word", "size_text", "state_word", "version_text"]

# virDomainState
_STATES = (
    "no state",
    "running",
    "blocked",
    "paused",
    "in shutdown",
    "shut off",
    "crashed",
    "suspended by the guest",
)


def state_word(number: int) -> str:
    """A domain's state in words."""
    return _STATES[number] if 0 <= number < len(_STATES) else f"state {number}"


def enum_word(member: IntEnum) -> str:
    """A member of one of libvirt's enums in words: ``BOOTED`` is "booted", and one without a name "unknown 99"."""
    return member.name.lower().replace("_", " ")


def size_text(number: int | None) -> str | None:
    """Bytes for people: three digits and a unit (powers of 1024)."""
    if number is None:
        return None
    amount = float(number)
    for unit in ("B", "KiB", "MiB", "GiB", "TiB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= 100 else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} PiB"


def version_text(number: int) -> str:
    """libvirt's version numbers in the usual form: 11003000 is 11.3.0."""
    return f"{number // 1_000_000}.{number // 1000 % 1000}.{number % 1000}"
