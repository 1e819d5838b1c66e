"""The bounds of a connection hold on every event loop."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable

import pytest

from tests.needs import need
from tests.routes.ssh.evil import chain_to, serve, string, text_server
from tests.routes.ssh.test_hostile_servers import plain_packet
from virtreach.errors.routes import HopUnreachable
from virtreach.routes.ssh.pool import Pool

DEBUG = plain_packet(4, b"\0" + string(b"x" * 1000) + string(b""))


async def flooded() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-evil\r\n")
        while not reader.at_eof():
            writer.write(DEBUG * 60)
            await writer.drain()

    async with text_server(talk) as port, Pool(prime=False) as pool:
        with pytest.raises(HopUnreachable, match="bytes before the login"):
            await pool.run(chain_to(port), "true")


async def let_in() -> None:
    # What held before the login is gone after it: two megabytes come through.
    async def process(process: object) -> None:
        process.stdout.write(b"x" * (2 << 20))  # type: ignore[attr-defined]
        process.exit(0)  # type: ignore[attr-defined]

    async with serve(process_factory=process, encoding=None) as (port, _), Pool(prime=False) as pool:
        assert len((await pool.run(chain_to(port), "true")).stdout) == 2 << 20


@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
@pytest.mark.parametrize("work", [flooded, let_in])
def test_bounds_before_the_login(loop: str, work: Callable[[], object]) -> None:
    if loop == "uvloop":
        need("module:uvloop")
    module = importlib.import_module(loop)
    with asyncio.Runner(loop_factory=module.new_event_loop) as runner:
        runner.run(work())  # type: ignore[arg-type]
