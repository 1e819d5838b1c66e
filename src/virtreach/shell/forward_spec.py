"""`ForwardSpec`: what is forwarded where, as ``[BIND:]PORT:[HOST:]PORT`` or with the paths of unix sockets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from virtreach.errors import UsageError
from virtreach.errors.text import printable
from virtreach.routes.ssh.hop import show_address

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Place: TypeAlias = tuple[str | None, int] | str

__all__ = ["LOOPBACK", "ForwardSpec", "show_place"]

LOOPBACK = "127.0.0.1"
_PART = re.compile(r"(\[[^\[\]]*\]|[^:\[\]]*)(:|$)")
_SHORT = "write [BIND:]PORT:[HOST:]PORT, or the path of a unix socket for either side"


@dataclass(frozen=True, slots=True)
class ForwardSpec:
    """One forwarding.

    Attributes:
        listen: address and port, 0 for any that is free, or the path of a unix socket.
        target: host and port, or the path of a unix socket. The host None is the far side's own address.
    """

    listen: tuple[str, int] | str
    target: Place

    @classmethod
    def parse(cls, text: str, *, bind: str = LOOPBACK) -> ForwardSpec:
        """Read one.

        Args:
            text: ``8080:80``, ``8080:db:5432``, ``0.0.0.0:8080:db:5432``, ``/here.sock:/there.sock``,
                ``8080:/there.sock``, ``/here.sock:80``; addresses with colons in brackets.
            bind: what is listened on unless the text says it.

        Raises:
            UsageError: it is none.
        """
        parts = _split(text)
        if parts is None or not 2 <= len(parts) <= 4:
            raise UsageError(f"{printable(text)!r} cannot be forwarded; {_SHORT}")
        if _is_path(parts[0]):
            listen: tuple[str, int] | str = parts.pop(0)
        elif parts[0].isdecimal():
            listen = (bind, _port(parts.pop(0), text, least=0))
        elif len(parts) > 2:
            address = parts.pop(0)
            listen = ("0.0.0.0" if address == "*" else _bare(address), _port(parts.pop(0), text, least=0))
        else:
            raise UsageError(f"{printable(text)!r} says no port to listen on; {_SHORT}")
        return cls(listen, _target(parts, text))

    def __str__(self) -> str:
        return f"{show_place(self.listen)}:{show_place(self.target)}"


def show_place(place: Place) -> str:
    """Write an end for people."""
    if isinstance(place, str):
        return printable(place)
    host, port = place
    return str(port) if host is None else show_address(host, port)


def _target(parts: list[str], text: str) -> Place:
    if len(parts) == 1:
        return parts[0] if _is_path(parts[0]) else (None, _port(parts[0], text))
    if len(parts) == 2 and parts[0]:
        return (_bare(parts[0]), _port(parts[1], text))
    raise UsageError(f"{printable(text)!r} says no port to connect; {_SHORT}")


def _split(text: str) -> list[str] | None:
    """Cut a text at the colons outside brackets."""
    parts, at = [], 0
    while at <= len(text):
        found = _PART.match(text, at)
        if found is None:
            return None
        parts.append(found[1])
        at = found.end()
        if not found[2]:
            return parts if at == len(text) else None
    return parts


def _is_path(part: str) -> bool:
    return part.startswith(("/", "./", "../"))


def _bare(part: str) -> str:
    return part.removeprefix("[").removesuffix("]")


def _port(part: str, text: str, *, least: int = 1) -> int:
    if not part.isdecimal() or not least <= int(part) < 65536:
        raise UsageError(f"{printable(text)!r}: {printable(part)!r} is no port number; {_SHORT}")
    return int(part)
