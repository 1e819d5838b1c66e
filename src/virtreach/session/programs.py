"""The procedures that a server knows, by what a packet's header says."""

from __future__ import annotations

from virtreach.session.server_answers import unknown_procedure, unknown_program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TypeAlias

    from virtreach.protocol.procedure import Procedure

    Key: TypeAlias = tuple[int, int, int]

__all__ = ["Programs"]


class Programs(dict["Key", "Procedure[Any]"]):
    """The procedures of some programs by (program, version, number), loaded when first called.

    One for all sessions of a socket. What is not known is not kept, so that strangers cannot fill it.

    Args:
        numbers: the programs' numbers.
    """

    __slots__ = ("_numbers",)

    def __init__(self, numbers: Iterable[int]) -> None:
        super().__init__()
        self._numbers = frozenset(numbers)

    def __missing__(self, key: Key) -> Procedure[Any]:
        """Load a procedure; raises `LibvirtError` as libvirtd answers calls to what does not exist."""
        from virtreach.protocol.registry import by_number

        program, version, number = key
        found = by_number(program, number) if program in self._numbers else None
        if found is None and not (program in self._numbers and version == _version(program)):
            raise unknown_program(program, version)
        if found is None or found.event:
            raise unknown_procedure(number)
        if found.version != version:
            raise unknown_program(program, version)
        self[key] = found
        return found


def _version(program: int) -> int:
    """The version of a program that is known here."""
    from virtreach.protocol.registry import by_number

    first = by_number(program, 1)
    return first.version if first is not None else 1
