"""The order in which a server's addresses are tried, and how long each has before the next: RFC 8305."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    AddressInfo = tuple[Any, Any, int, str, tuple[Any, ...]]

__all__ = ["ATTEMPT_DELAY", "interleave", "show"]

ATTEMPT_DELAY = 0.25
"""Seconds before the next address is tried while the one before has not answered (RFC 8305 section 5)."""


def interleave(infos: Iterable[AddressInfo]) -> list[AddressInfo]:
    """Order `getaddrinfo` results: families by turns, starting with the first one's; each address once.

    Within a family the resolver's order (RFC 6724) stays. Source: RFC 8305 section 4.
    """
    families: dict[Any, list[AddressInfo]] = {}
    seen = set()
    for info in infos:
        if info[4] not in seen:
            seen.add(info[4])
            families.setdefault(info[0], []).append(info)
    ordered: list[AddressInfo] = []
    queues = list(families.values())
    while queues:
        for queue in queues:
            ordered.append(queue.pop(0))
        queues = [queue for queue in queues if queue]
    return ordered


def show(address: tuple[Any, ...]) -> str:
    """Write a socket address for people."""
    host = str(address[0])
    return f"[{host}]:{address[1]}" if ":" in host else f"{host}:{address[1]}"
