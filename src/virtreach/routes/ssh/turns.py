"""How many logins to one sshd are under way at once: it sends away what comes beyond MaxStartups (10 by default)."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Hashable

__all__ = ["LOGINS", "Turns"]

LOGINS = 8
"""How many logins to one sshd are under way at once; two of its ten are left to others."""


class Turns:
    """Has logins to the same sshd wait for each other."""

    def __init__(self, most: int = LOGINS) -> None:
        self._most = most
        self._machines: dict[Hashable, tuple[asyncio.Semaphore, list[None]]] = {}

    @contextlib.asynccontextmanager
    async def turn(self, machine: Hashable) -> AsyncIterator[None]:
        """Wait for one's turn, and have it."""
        places, here = self._machines.setdefault(machine, (asyncio.Semaphore(self._most), []))
        here.append(None)
        try:
            async with places:
                yield
        finally:
            here.pop()
            if not here:
                del self._machines[machine]
