"""Hosts that are killed while a guest moves between them: afterwards it never runs twice."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import pytest

from tests.daemon.hypervisor.persistence.test_killed import Keeping
from virtreach import aio
from virtreach.errors import VirtreachError
from virtreach.protocol import constants as C

XML = (
    "<domain type='test'><name>web</name><uuid>a7a5f4d8-1a2b-4c3d-8e9f-000000000001</uuid><memory>1048576</memory>"
    "<os><type>hvm</type></os></domain>"
)
RUNNING, PAUSED = C.VIR_DOMAIN_RUNNING, C.VIR_DOMAIN_PAUSED
LIVE = C.VIR_MIGRATE_LIVE


@contextlib.contextmanager
def stopped(daemons: tuple[Keeping, Keeping]) -> Any:
    """Whatever happens, no daemon is left."""
    try:
        yield
    finally:
        for daemon in daemons:
            daemon.kill()


async def state(daemon: Keeping) -> int | None:
    """The guest's state on a host; None when it is not there."""
    async with await aio.connect(daemon.uri()) as conn:
        for domain in await conn.domains.list():
            if domain.name == "web":
                return int((await domain.info()).state)
    return None


async def states(here: Keeping, there: Keeping, *wanted: tuple[int | None, int | None]) -> None:
    """Wait until both hosts say one of these; meanwhile it may never run twice."""
    async with asyncio.timeout(20):
        while True:
            found = await state(here), await state(there)
            assert found != (RUNNING, RUNNING)
            if found in wanted:
                return
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("killed", ["source", "destination"])
@pytest.mark.parametrize("peer_to_peer", [False, True])
async def test_while_memory_is_sent(tmp_path: Path, killed: str, *, peer_to_peer: bool) -> None:
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
    here, there = Keeping(tmp_path / "here"), Keeping(tmp_path / "there")
    here.__enter__()
    there.__enter__()
    with stopped((here, there)):
        one, other = await aio.connect(here.uri()), await aio.connect(there.uri())
        domain = await one.domains.create_xml(XML)
        to = there.uri() if peer_to_peer else other
        moving = asyncio.create_task(domain.migration.migrate(to, bandwidth=1, flags=LIVE))
        while not (await domain.jobs.info()).data_total:
            assert not moving.done()
            await asyncio.sleep(0.001)
        victim = here if killed == "source" else there
        victim.kill()
        if killed == "destination":
            # All is sent to nobody.
            await domain.migration.set_max_speed(1 << 30)
        with pytest.raises(VirtreachError):
            await moving
        for connection in (one, other):
            with contextlib.suppress(VirtreachError):
                await connection.close()
        victim.__enter__()
        await states(here, there, (RUNNING, None))


async def test_when_it_has_arrived(tmp_path: Path) -> None:
    """The word that it runs there has been given: both hosts remember their part."""
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
    here, there = Keeping(tmp_path / "here"), Keeping(tmp_path / "there")
    here.__enter__()
    there.__enter__()
    with stopped((here, there)):
        one, other = await aio.connect(here.uri()), await aio.connect(there.uri())
        domain = await one.domains.create_xml(XML)
        source, target = domain.migration.source, other.domains.migration_target
        begun = await source.begin3_params({}, flags=LIVE | C.VIR_MIGRATE_CHANGE_PROTECTION)
        params = {"destination_xml": begun.xml}
        prepared = await target.prepare3_params(params, cookie=begun.cookie_out, flags=LIVE)
        uri = {"migrate_uri": prepared.uri_out or ""}
        cookie = await source.perform3_params(uri, cookie=prepared.cookie_out, flags=LIVE)
        here.kill()
        here.__enter__()
        # Nobody has told the source: it must not let the guest run.
        assert await state(here) == PAUSED
        await target.finish3_params({"destination_name": "web"}, cookie=cookie, flags=LIVE)
        there.kill()
        there.__enter__()
        await states(here, there, (PAUSED, RUNNING))
        for connection in (one, other):
            with contextlib.suppress(VirtreachError):
                await connection.close()
