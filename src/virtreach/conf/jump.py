"""Jump hosts as OpenSSH writes them."""

from __future__ import annotations

from virtreach.errors import UsageError
from virtreach.errors.text import printable

__all__ = ["check_host", "check_user", "parse_jump"]

_HOST = frozenset(".-_:%")
_USER = frozenset(".-_+@:%=~\\")


def check_host(name: str) -> str:
    """Return a machine's name or address when it is fit to stand in command lines.

    OpenSSH's configuration gives names to shells, without quotes (ProxyCommand and Match exec with ``%h``); so what
    means something to a shell is no name, wherever it comes from.

    Raises:
        UsageError: it is not.
    """
    if not name or name.startswith("-") or not all(c.isalnum() or c in _HOST for c in name):
        raise UsageError(f"host {printable(name)!r} is none; a name has letters, digits, '.', '-', '_'")
    return name


def check_user(name: str) -> str:
    """Return a login name when it is fit to stand in command lines.

    Raises:
        UsageError: it is not.
    """
    fit = all(c.isalnum() or c in _USER for c in name)
    if not name or name.startswith(("-", "~")) or name.endswith("\\") or not fit:
        raise UsageError(f"user {printable(name)!r} is none; a name has letters, digits and '._-+@:%=~\\'")
    return name


def parse_jump(text: str) -> list[tuple[str | None, str, int | None]]:
    """Read jump hosts as OpenSSH writes them: ``[user@]host[:port],...``; an IPv6 address in brackets with a port.

    Returns:
        User, host and port of each, the first to be reached first.

    Raises:
        UsageError: it makes no sense.
    """
    found = []
    for item in text.split(","):
        item = item.strip().removeprefix("ssh://")
        user, at, where = item.rpartition("@")
        host, port = where, None
        if where.startswith("["):
            host, bracket, rest = where[1:].partition("]")
            if not bracket or (rest and not rest.startswith(":")):
                raise UsageError(
                    f"jump host {printable(item)!r}: an address in brackets, then a colon and a port"
                )
            port = rest[1:] or None
        elif where.count(":") == 1:
            host, _, port = where.partition(":")
        if not host or (at and not user) or (port is not None and not _is_port(port)):
            raise UsageError(f"jump host {printable(item)!r} is none; write [user@]host[:port]")
        check_host(host)
        if user:
            check_user(user)
        found.append((user or None, host, int(port) if port else None))
    return found


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) < 65536
