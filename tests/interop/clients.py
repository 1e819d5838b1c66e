"""Both clients behind one small face, for tests that only ask whether a connection works."""

from __future__ import annotations

import asyncio
from typing import Any

import virtreach
from virtreach import aio

__all__ = ["KINDS", "hostname"]

KINDS = ("blocking", "asyncio")
"""The two clients."""


def hostname(kind: str, uri: str, **options: Any) -> str:
    """Open a connection, ask for the host's name and close it.

    Args:
        kind: which client.
        uri: where to.
        options: for `connect`.
    """
    if kind == "blocking":
        with virtreach.connect(uri, **options) as connection:
            return connection.host.hostname()
    return asyncio.run(_hostname(uri, options))


async def _hostname(uri: str, options: dict[str, Any]) -> str:
    async with await aio.connect(uri, **options) as connection:
        return await connection.host.hostname()
