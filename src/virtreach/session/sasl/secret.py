"""Passwords and keys that do not show themselves.

A `Secret` keeps its bytes out of ``repr``, ``str``, ``format``, pickles, and hence out of logs and of
tracebacks that print local variables. It is a guard against accidents, not against code that wants the value:
`Secret.reveal` gives it. Callers pass the result straight on and never bind it to a name, because a name is a
local variable that a traceback may print.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn, Self

__all__ = ["HiddenBytes", "Secret"]

_HIDDEN = "<hidden>"


class Secret:
    """A password or key; equality takes the same time whatever the values are.

    May be shared between threads: it never changes.

    Args:
        value: the password; text is kept as its UTF-8 bytes. A `Secret` is copied.

    Raises:
        TypeError: the value is neither text nor bytes nor a `Secret`.
    """

    __slots__ = ("__value",)

    def __init__(self, value: str | bytes | bytearray | Secret) -> None:
        # The value's type may be named, the value never.
        if isinstance(value, Secret):
            self.__value: bytes = value.__value
        elif isinstance(value, str):
            self.__value = value.encode("utf-8", "surrogateescape")
        elif isinstance(value, (bytes, bytearray)):
            self.__value = bytes(value)
        else:
            kind = type(value).__name__
            del value
            raise TypeError(f"a secret is str or bytes, not {kind}")

    def reveal(self) -> bytes:
        """The secret's bytes; do not bind them to a name."""
        return self.__value

    def __bool__(self) -> bool:
        return bool(self.__value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        from hmac import compare_digest

        return compare_digest(self.__value, other.__value)

    def __hash__(self) -> int:
        return hash((Secret, self.__value))

    def __repr__(self) -> str:
        return _HIDDEN

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(_HIDDEN, spec)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a secret cannot be pickled; hand over where it is stored instead")


class HiddenBytes(bytes):
    """Bytes that contain a password or are a key; only ``repr``, ``str`` and copying are different."""

    __slots__ = ()

    def __repr__(self) -> str:
        return _HIDDEN

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(_HIDDEN, spec)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a secret cannot be pickled")
