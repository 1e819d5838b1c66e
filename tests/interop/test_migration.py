"""A booted guest moves between two daemons, led by this program or by its host; and moves that are called off."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

import virtreach
from tests.interop.lab.daemon import Daemon
from tools.guest.build import build
from tools.guest.domain import domain_xml
from virtreach import aio
from virtreach.blocking.objects import domain_migration_flow as flow
from virtreach.errors import CallTimeout, LibvirtError
from virtreach.protocol import enums

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

RUNNING = 1
LIVE = 1
THERE = "tcp://127.0.0.1"
SLOW = 1  # MiB/s: the guest's memory takes far longer than a test


@pytest.fixture(scope="module")
def hosts(qemu_daemon: Daemon) -> Iterator[tuple[Daemon, Daemon]]:
    """Two daemons with names of their own."""
    with Daemon(qemu=True, hostname="other.test") as other:
        yield qemu_daemon, other


@pytest.fixture
def guest(hosts: tuple[Daemon, Daemon]) -> Iterator[str]:
    """The name of a guest that runs on the first host; destroyed wherever it is at the end."""
    with virtreach.connect(hosts[0].uri()) as here, virtreach.connect(hosts[1].uri()) as there:
        domain = here.domains.create_xml(domain_xml(build(), "traveller"))
        with domain.open_console() as console:
            seen = b""
            while b"guest# " not in seen:
                seen += console.recv()
            console.abort()
        yield "traveller"
        for connection in (here, there):
            for left in connection.domains.list():
                left.destroy()


def test_there_and_back(hosts: tuple[Daemon, Daemon], guest: str) -> None:
    """The blocking client leads one way; the host leads the other way."""
    with virtreach.connect(hosts[0].uri()) as here, virtreach.connect(hosts[1].uri()) as there:
        domain = here.domains.lookup_by_name(guest)
        moved = domain.migration.migrate(there, uri=THERE, flags=LIVE)
        assert moved == there.domains.lookup_by_name(guest)
        assert moved.info().state == RUNNING
        assert here.domains.list() == []
        assert moved.migration.migrate(hosts[0].uri(), uri=THERE, flags=LIVE) is None
        assert domain.info().state == RUNNING
        assert there.domains.list() == []


def test_hosts_without_typed_parameters(
    hosts: tuple[Daemon, Daemon], guest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hosts that would say that they know less are led through the older form of the steps."""
    monkeypatch.setattr(flow, "_supports", lambda connection, feature: feature in {6, 7})
    with virtreach.connect(hosts[0].uri()) as here, virtreach.connect(hosts[1].uri()) as there:
        called: list[str] = []
        call = here._call

        def calling(procedure: Any, *args: Any) -> Any:
            called.append(procedure.name)
            return call(procedure, *args)

        monkeypatch.setattr(here, "_call", calling)
        domain = here.domains.lookup_by_name(guest)
        moved = domain.migration.migrate(there, uri=THERE, bandwidth=1000, flags=LIVE)
        assert moved.info().state == RUNNING
        assert here.domains.list() == []
        assert "domain_migrate_confirm3" in called


def test_tunnelled_and_persistent(hosts: tuple[Daemon, Daemon], guest: str) -> None:
    """The memory comes through the source host's own connection; the domain stays defined where it arrives."""
    flags = enums.DomainMigrateFlags
    with virtreach.connect(hosts[0].uri()) as here, virtreach.connect(hosts[1].uri()) as there:
        domain = here.domains.lookup_by_name(guest)
        domain.migration.migrate(
            hosts[1].uri(), name="renamed", flags=flags.LIVE | flags.TUNNELLED | flags.PERSIST_DEST
        )
        moved = there.domains.lookup_by_name("renamed")
        assert moved == domain or moved.uuid == domain.uuid
        assert moved.is_persistent()
        assert here.domains.list() == []
        moved.destroy()
        moved.undefine()


def in_asyncio(
    hosts: tuple[Daemon, Daemon], name: str, journey: Callable[[Any, Any, Any], Awaitable[None]]
) -> None:
    """Run a journey with connections to both hosts and the guest's handle on the first."""

    async def run() -> None:
        async with AsyncExitStack() as stack:
            here, there = [await stack.enter_async_context(await aio.connect(one.uri())) for one in hosts]
            await journey(here, there, await here.domains.lookup_by_name(name))

    asyncio.run(run())


async def stayed(here: Any, there: Any, domain: Any) -> None:
    """The guest runs at home, the other host knows nothing, and the next move succeeds."""
    assert (await domain.info()).state == RUNNING
    assert await there.domains.list() == []
    await domain.migration.set_max_speed(1000)
    moved = await domain.migration.migrate(there, uri=THERE, flags=LIVE)
    assert (await moved.info()).state == RUNNING
    assert await here.domains.list() == []


async def under_way(domain: Any, *, sending: bool = True) -> None:
    """Wait until the move has begun, or memory is being sent."""
    while True:
        info = await domain.jobs.info()
        if info.type and (info.data_processed or not sending):
            return
        await asyncio.sleep(0.01)


def test_post_copy(hosts: tuple[Daemon, Daemon], guest: str) -> None:
    """A move that would take for ever is switched over; the memory that is missing follows."""

    async def journey(here: Any, there: Any, domain: Any) -> None:
        flags = enums.DomainMigrateFlags
        moving = asyncio.create_task(
            domain.migration.migrate(there, uri=THERE, bandwidth=SLOW, flags=flags.LIVE | flags.POSTCOPY)
        )
        await under_way(domain)
        await domain.migration.start_post_copy()
        await domain.migration.set_max_speed(1000)
        moved = await moving
        assert (await moved.info()).state == RUNNING
        assert await here.domains.list() == []

    in_asyncio(hosts, guest, journey)


def test_a_job_that_is_aborted(hosts: tuple[Daemon, Daemon], guest: str) -> None:
    """The source refuses to go on; the destination throws its half away."""

    async def journey(here: Any, there: Any, domain: Any) -> None:
        moving = asyncio.create_task(domain.migration.migrate(there, uri=THERE, bandwidth=SLOW, flags=LIVE))
        await under_way(domain)
        await domain.jobs.abort()
        with pytest.raises(LibvirtError, match=r"cancel|abort"):
            await moving
        await stayed(here, there, domain)

    in_asyncio(hosts, guest, journey)


@pytest.mark.parametrize("sending", [False, True])
def test_a_task_that_is_cancelled(hosts: tuple[Daemon, Daemon], guest: str, sending: bool) -> None:
    """Both hosts are told before the cancellation goes on."""

    async def journey(here: Any, there: Any, domain: Any) -> None:
        moving = asyncio.create_task(domain.migration.migrate(there, uri=THERE, bandwidth=SLOW, flags=LIVE))
        await under_way(domain, sending=sending)
        moving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await moving
        await stayed(here, there, domain)

    in_asyncio(hosts, guest, journey)


def test_a_deadline_that_passes(hosts: tuple[Daemon, Daemon], guest: str) -> None:
    """Undoing has time of its own, in either client."""
    with virtreach.connect(hosts[0].uri()) as here, virtreach.connect(hosts[1].uri()) as there:
        domain = here.domains.lookup_by_name(guest)
        with pytest.raises(CallTimeout) as caught, here.deadline(1.0):
            domain.migration.migrate(there, uri=THERE, bandwidth=SLOW, flags=LIVE)
        assert not getattr(caught.value, "__notes__", [])
        assert domain.info().state == RUNNING
        assert there.domains.list() == []

    async def journey(here: Any, there: Any, domain: Any) -> None:
        with pytest.raises(CallTimeout), here.deadline(1.0):
            await domain.migration.migrate(there, uri=THERE, bandwidth=SLOW, flags=LIVE)
        await stayed(here, there, domain)

    in_asyncio(hosts, guest, journey)


def test_a_destination_that_refuses(hosts: tuple[Daemon, Daemon], guest: str) -> None:
    """A guest of that name runs there already; the one here is unlocked again."""

    async def journey(here: Any, there: Any, domain: Any) -> None:
        twin = await there.domains.create_xml(domain_xml(build(), guest), flags=1)
        with pytest.raises(LibvirtError, match="already exists"):
            await domain.migration.migrate(there, uri=THERE, flags=LIVE)
        await twin.destroy()
        await stayed(here, there, domain)

    in_asyncio(hosts, guest, journey)
