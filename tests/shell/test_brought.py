"""Connections that a node brings: a node, or whoever reaches it, cannot bring any number of them."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.needs import patience

pytestmark = pytest.mark.needs("module:asyncssh")


@contextlib.asynccontextmanager
async def service(path: str | None = None) -> AsyncIterator[tuple[int, list[asyncio.StreamWriter]]]:
    """A service of ours that says a byte and keeps its connections; gives its port, and what is open."""
    held: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)
        writer.write(b"x")
        with contextlib.suppress(OSError):
            await reader.read()
        held.remove(writer)
        writer.close()

    if path is None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
    else:
        server = await asyncio.start_unix_server(serve, path)
    async with server:
        yield 0 if path else server.sockets[0].getsockname()[1], held
        await until(lambda: not held)


async def until(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + 10 * patience()
    while not condition():
        assert time.monotonic() < ends
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("unix", [False, True])
async def test_no_more_than_so_many(unix: bool, tmp_path: Path) -> None:
    from tests.routes.ssh.evil import Evil, chain_to, serve
    from virtreach.routes.ssh.pool import Pool
    from virtreach.shell.forwarding import RemoteForward
    from virtreach.shell.node import NodeRoute

    class Listens(Evil):
        def server_requested(self, host: str, port: int) -> bool:
            return True

    async def bring(port: int) -> tuple[bytes, asyncio.StreamWriter]:
        """Connect where the node listens; the first byte, none when it was refused."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        return await reader.read(1), writer

    path = str(tmp_path / "s") if unix else None
    async with serve(kind=Listens) as (port, _), service(path) as (ours, held), Pool(prime=False) as pool:
        route = NodeRoute.by_chain(pool, chain_to(port))
        async with RemoteForward(route, f"0:{path or f'127.0.0.1:{ours}'}", connections=3) as forward:
            there = forward.address[1]
            assert isinstance(there, int)
            taken = [await bring(there) for _ in range(3)]
            assert [first for first, _ in taken] == [b"x"] * 3
            assert forward.brought is not None
            for _ in range(2):
                first, writer = await bring(there)
                assert first == b""
                writer.close()
            assert (forward.brought.open, forward.brought.refused, len(held)) == (3, 2, 3)
            # Those that end make room.
            taken.pop()[1].close()
            await until(lambda: forward.brought is not None and forward.brought.open == 2)
            taken.append(await bring(there))
            assert taken[-1][0] == b"x"
            for _, writer in taken:
                writer.close()
            await until(lambda: forward.brought is not None and forward.brought.open == 0)


async def test_one_that_cannot_be_connected_takes_no_place() -> None:
    import asyncssh

    from virtreach.shell.brought import Brought

    class Link:
        alive = True

    async with service() as (port, held):
        brought = Brought(Link(), ("127.0.0.1", port), 1)  # type: ignore[arg-type]
        Link.alive = False
        with pytest.raises(asyncssh.ChannelOpenError, match="the way was lost"):
            await brought.take()
        await until(lambda: brought.open == 0 and not held)
    for _ in range(2):
        with pytest.raises(asyncssh.ChannelOpenError, match="Connect call failed"):
            await brought.take()
    assert (brought.open, brought.refused) == (0, 0)


async def test_here_they_wait() -> None:
    from tests.routes.ssh.evil import chain_to
    from virtreach.routes.ssh.pool import Pool
    from virtreach.shell.forwarding import LocalForward
    from virtreach.shell.node import NodeRoute

    async with service() as (ours, held), Pool(prime=False) as pool:
        # A machine's own port takes no login at it.
        route = NodeRoute.by_chain(pool, chain_to(1))
        async with LocalForward(route, f"0:{ours}", connections=2) as forward:
            taken = [await asyncio.open_connection(*forward.address) for _ in range(3)]
            for reader, _ in taken[:2]:
                assert await reader.read(1) == b"x"
            # The third is connected to us, and to nobody else while the two are there.
            third = asyncio.ensure_future(taken[2][0].read(1))
            for _ in range(20):
                await asyncio.sleep(0.005)
                assert (len(held), forward.counters.opened, third.done()) == (2, 2, False)
            taken[0][1].close()
            assert await third == b"x"
            for _, writer in taken:
                writer.close()
            await until(lambda: forward.counters.open == 0)
