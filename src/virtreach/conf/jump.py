"""Jump hosts as OpenSSH writes them."""

from __future__ import annotations

from virtreach.errors import UsageError
from virtreach.errors.text import printable

__all__ = ["parse_jump"]


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
        if not host or host.startswith("-") or (at and not user) or (port is not None and not _is_port(port)):
            raise UsageError(f"jump host {printable(item)!r} is none; write [user@]host[:port]")
        found.append((user or None, host, int(port) if port else None))
    return found


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text) < 65536
