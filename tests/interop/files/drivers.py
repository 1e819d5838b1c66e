"""Making each driver for a test's sshd."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from tests.interop.lab.sshd import LoopbackSSHD
from virtreach.files import RemoteFilesystem, remote_filesystem

__all__ = ["DRIVERS", "Make", "each", "maker", "nothing_raised"]

DRIVERS = ("ssh", "rsync", "sftp")
Make = Callable[..., RemoteFilesystem]


def maker(server: LoopbackSSHD, driver: str) -> Make:
    """Return what makes a driver's file system for a server."""

    def make(**more: Any) -> RemoteFilesystem:
        settings: dict[str, Any] = {"user": "root", "port": server.port, "config": str(server.config), **more}
        return remote_filesystem("127.0.0.1", driver, **settings)

    return make


async def each(work: Iterable[Coroutine[None, None, Any]], *, at_once: int = 6) -> list[Any]:
    """Run coroutines, a few at a time; return their results, or the errors that they raised."""
    gate = asyncio.Semaphore(at_once)

    async def one(item: Coroutine[None, None, Any]) -> Any:
        async with gate:
            return await item

    return await asyncio.gather(*(one(item) for item in work), return_exceptions=True)


def nothing_raised(results: list[object]) -> None:
    assert [result for result in results if isinstance(result, BaseException)] == []
