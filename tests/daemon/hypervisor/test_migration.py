"""Guests that move between two hypervisors, and what is left of moves that fail."""

from __future__ import annotations

import asyncio
import contextlib
import warnings
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.daemon.hypervisor.inprocess import InProcess
from tests.daemon.raw import place
from tests.needs import patience
from virtreach import aio
from virtreach.daemon.drivers.injecting import InjectingDriver
from virtreach.daemon.drivers.injector import Fault, Injector
from virtreach.daemon.house import House
from virtreach.daemon.hypervisor.driver import TestDriver
from virtreach.daemon.hypervisor.migration import peer as migration_peer
from virtreach.errors import LibvirtError, VirtreachError
from virtreach.errors.libvirt import MigrateFinishOk, NoDomain, OperationAborted, OperationTimeout
from virtreach.protocol import constants as C
from virtreach.protocol import enums

XML = (
    "<domain type='test'><name>web</name><uuid>a7a5f4d8-1a2b-4c3d-8e9f-000000000001</uuid><memory>1048576</memory>"
    "<os><type>hvm</type></os></domain>"
)
RUNNING, PAUSED = C.VIR_DOMAIN_RUNNING, C.VIR_DOMAIN_PAUSED
LIVE = C.VIR_MIGRATE_LIVE


class Host:
    """One side.

    Attributes:
        uri: where it is.
        connection: a client's.
        injector: what goes wrong there.
        house: the daemon's.
        driver: the daemon's.
    """

    def __init__(
        self, uri: str, connection: Any, injector: Injector, house: House, driver: TestDriver
    ) -> None:
        self.driver = driver
        self.house = house
        self.uri = uri
        self.connection = connection
        self.injector = injector

    def newest(self) -> Any:
        """The client that came last."""
        return max(self.house.clients, key=lambda one: one.info.number)

    async def state(self, name: str = "web") -> int | None:
        """Of a domain, as a new client sees it; None when there is none."""
        async with await aio.connect(self.uri) as fresh:
            for domain in await fresh.domains.list():
                # It may be gone by now.
                if domain.name == name:
                    with contextlib.suppress(NoDomain):
                        return int((await domain.info()).state)
        return None


@contextlib.asynccontextmanager
async def hosts(directory: Path) -> AsyncIterator[tuple[Host, Host]]:
    """Two hypervisors behind faults, and a client of both."""
    async with contextlib.AsyncExitStack() as stack:
        made = []
        for name in ("here", "there"):
            (directory / name).mkdir()
            daemon = await stack.enter_async_context(place(directory / name))
            injector = Injector()
            driver = TestDriver()
            daemon.house.drivers = (InjectingDriver(driver, injector),)
            connection = await stack.enter_async_context(await aio.connect(daemon.uri()))
            made.append(Host(daemon.uri(), connection, injector, daemon.house, driver))
        yield made[0], made[1]


async def slowly(domain: Any, destination: Any, **more: Any) -> asyncio.Task[Any]:
    """Begin a move that would take minutes, and wait until memory is being sent."""
    moving = asyncio.create_task(domain.migration.migrate(destination, bandwidth=1, flags=LIVE, **more))
    while not (await domain.jobs.info()).data_total:
        assert not moving.done(), moving
        await asyncio.sleep(0.001)
    return moving


async def moves(one: Host, other: Host, *, peer_to_peer: bool) -> None:
    """The guest of one host is free: it can go to the other."""
    domain = await one.connection.domains.lookup_by_name("web")
    if (await domain.info()).state == PAUSED:
        await domain.resume()
    await domain.migration.migrate(other.uri if peer_to_peer else other.connection, flags=LIVE)
    assert (await one.state(), await other.state()) == (None, RUNNING)


@pytest.mark.parametrize("peer_to_peer", [False, True])
async def test_live(tmp_path: Path, *, peer_to_peer: bool) -> None:
    async with hosts(tmp_path) as (here, there):
        domain = await here.connection.domains.create_xml(XML)
        await domain.migration.migrate(
            there.uri if peer_to_peer else there.connection, name="moved", flags=LIVE
        )
        assert await here.state() is None
        moved = await there.connection.domains.lookup_by_name("moved")
        assert (await moved.state()) == (RUNNING, C.VIR_DOMAIN_RUNNING_MIGRATED)
        assert moved.uuid == domain.uuid
        assert not await moved.is_persistent()
        stats = await moved.jobs.stats(flags=C.VIR_DOMAIN_JOB_STATS_COMPLETED)
        assert stats.type == C.VIR_DOMAIN_JOB_COMPLETED
        assert stats.params["memory_total"] == stats.params["memory_processed"] == 1 << 30
        assert stats.params["operation"] == C.VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN


@pytest.mark.parametrize("peer_to_peer", [False, True])
async def test_what_stays_and_what_goes(tmp_path: Path, *, peer_to_peer: bool) -> None:
    async with hosts(tmp_path) as (here, there):
        domain = await here.connection.domains.define_xml(XML)
        await domain.start()
        to = there.uri if peer_to_peer else there.connection
        await domain.migration.migrate(to, flags=LIVE | C.VIR_MIGRATE_PERSIST_DEST)
        assert await here.state() == C.VIR_DOMAIN_SHUTOFF
        assert (await domain.state())[1] == C.VIR_DOMAIN_SHUTOFF_MIGRATED
        moved = await there.connection.domains.lookup_by_name("web")
        assert await moved.is_persistent()
        back = here.uri if peer_to_peer else here.connection
        await moved.migration.migrate(back, flags=C.VIR_MIGRATE_UNDEFINE_SOURCE)
        assert (await here.state(), await there.state()) == (RUNNING, None)


@pytest.mark.parametrize("peer_to_peer", [False, True])
async def test_offline(tmp_path: Path, *, peer_to_peer: bool) -> None:
    async with hosts(tmp_path) as (here, there):
        domain = await here.connection.domains.define_xml(XML)
        to = there.uri if peer_to_peer else there.connection
        with pytest.raises(LibvirtError, match="must be specified with the persistent flag set"):
            await domain.migration.migrate(to, flags=C.VIR_MIGRATE_OFFLINE)
        flags = C.VIR_MIGRATE_OFFLINE | C.VIR_MIGRATE_PERSIST_DEST
        await domain.migration.migrate(to, flags=flags)
        assert (await here.state(), await there.state()) == (C.VIR_DOMAIN_SHUTOFF, C.VIR_DOMAIN_SHUTOFF)
        await domain.migration.migrate(to, flags=flags | C.VIR_MIGRATE_UNDEFINE_SOURCE)
        assert await here.state() is None


async def test_paused_guests_arrive_paused(tmp_path: Path) -> None:
    async with hosts(tmp_path) as (here, there):
        domain = await here.connection.domains.create_xml(XML)
        await domain.suspend()
        moved = await domain.migration.migrate(there.connection, flags=LIVE)
        assert (await moved.state()) == (PAUSED, C.VIR_DOMAIN_PAUSED_USER)
        await moved.resume()
        moving = await slowly(moved, here.connection)
        await moved.suspend()
        await moved.migration.set_max_speed(1 << 20)
        assert (await (await moving).state())[0] == PAUSED


async def test_events_on_both_sides(tmp_path: Path) -> None:
    async with hosts(tmp_path) as (here, there):
        domain = await here.connection.domains.create_xml(XML)
        kinds = enums.DomainEventID
        feeds = []
        for host in (here, there):
            for kind in (kinds.LIFECYCLE, kinds.MIGRATION_ITERATION, kinds.JOB_COMPLETED):
                feeds.append((host, kind, await host.connection.events.domain(kind)))
        await domain.migration.migrate(there.connection, flags=LIVE)
        told: dict[tuple[str, int], list[Any]] = {}
        for host, kind, feed in feeds:
            await host.connection.host.hostname()
            side = "here" if host is here else "there"
            told[side, int(kind)] = []
            with contextlib.suppress(TimeoutError):
                while True:
                    async with asyncio.timeout(0.05):
                        told[side, int(kind)].append(await anext(feed))
            await feed.close()
        assert [(one.event, one.detail) for one in told["here", 0]] == [
            (C.VIR_DOMAIN_EVENT_SUSPENDED, C.VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED),
            (C.VIR_DOMAIN_EVENT_STOPPED, C.VIR_DOMAIN_EVENT_STOPPED_MIGRATED),
        ]
        assert [(one.event, one.detail) for one in told["there", 0]] == [
            (C.VIR_DOMAIN_EVENT_STARTED, C.VIR_DOMAIN_EVENT_STARTED_MIGRATED),
            (C.VIR_DOMAIN_EVENT_RESUMED, C.VIR_DOMAIN_EVENT_RESUMED_MIGRATED),
        ]
        assert [one.iteration for one in told["here", 20]] == [1]
        assert len(told["here", 21]) == 1
        assert told["there", 20] == told["there", 21] == []


@pytest.mark.parametrize("peer_to_peer", [False, True])
async def test_abort(tmp_path: Path, *, peer_to_peer: bool) -> None:
    async with hosts(tmp_path) as (here, there):
        domain = await here.connection.domains.create_xml(XML)
        moving = await slowly(domain, there.uri if peer_to_peer else there.connection)
        info = await domain.jobs.info()
        assert info.data_total == 1 << 30 > info.data_processed
        arriving = await there.connection.domains.lookup_by_name("web")
        assert (await arriving.state()) == (PAUSED, C.VIR_DOMAIN_PAUSED_MIGRATION)
        with pytest.raises(OperationTimeout, match="state change lock"):
            await arriving.resume()
        with pytest.raises(OperationTimeout, match="remoteDispatchDomainMigratePerform3Params"):
            await domain.save("/image")
        with pytest.raises(LibvirtError, match="cannot abort incoming migration"):
            await arriving.jobs.abort()
        await domain.jobs.abort()
        with pytest.raises(OperationAborted, match="canceled by client"):
            await moving
        assert (await here.state(), await there.state()) == (RUNNING, None)
        stats = await domain.jobs.stats(flags=C.VIR_DOMAIN_JOB_STATS_COMPLETED)
        assert stats.type == C.VIR_DOMAIN_JOB_FAILED
        await moves(here, there, peer_to_peer=peer_to_peer)


async def test_guest_that_ends_on_the_way(tmp_path: Path) -> None:
    async with hosts(tmp_path) as (here, there):
        domain = await here.connection.domains.create_xml(XML)
        moving = await slowly(domain, there.connection)
        await domain.destroy()
        with pytest.raises(LibvirtError, match="domain is not running"):
            await moving
        assert (await here.state(), await there.state()) == (None, None)
        domain = await here.connection.domains.create_xml(XML)
        moving = await slowly(domain, there.connection)
        await (await there.connection.domains.lookup_by_name("web")).destroy()
        await domain.migration.set_max_speed(1 << 20)
        with pytest.raises(LibvirtError, match="no domain with matching name 'web'"):
            await moving
        assert (await here.state(), await there.state()) == (RUNNING, None)


async def test_clients_that_go_away(tmp_path: Path) -> None:
    """A client that leads takes the move with it; one that lets the daemon lead does not."""
    async with hosts(tmp_path) as (here, there):
        await here.connection.domains.create_xml(XML)
        for peer_to_peer in (False, True):
            one, other = await aio.connect(here.uri), await aio.connect(there.uri)
            domain = await one.domains.lookup_by_name("web")
            moving = await slowly(domain, there.uri if peer_to_peer else other)
            here.newest().evict("the test says so")
            with contextlib.suppress(VirtreachError):
                await moving
            await other.close()
            if not peer_to_peer:
                while (await here.state(), await there.state()) != (RUNNING, None):
                    await asyncio.sleep(0.001)
            else:
                domain = await here.connection.domains.lookup_by_name("web")
                assert (await domain.jobs.info()).type == C.VIR_DOMAIN_JOB_UNBOUNDED
                await domain.migration.set_max_speed(1 << 20)
                while (await here.state(), await there.state()) != (None, RUNNING):
                    await asyncio.sleep(0.001)


@pytest.mark.parametrize("peer_to_peer", [False, True])
async def test_reset_on_the_way(tmp_path: Path, *, peer_to_peer: bool) -> None:
    async with hosts(tmp_path) as (here, there):
        for side in (here, there):
            domain = await here.connection.domains.create_xml(XML)
            moving = await slowly(domain, there.uri if peer_to_peer else there.connection)
            side.driver.reset()
            if side is there:
                assert await there.state() is None
                await domain.jobs.abort()
            with pytest.raises((LibvirtError, VirtreachError)):
                await moving
            here.driver.reset()


STEPS = ["begin3_params", "prepare3_params", "perform3_params", "finish3_params", "confirm3_params"]


@pytest.mark.parametrize("peer_to_peer", [False, True])
@pytest.mark.parametrize("action", ["error", "drop", "lose"])
@pytest.mark.parametrize("step", STEPS)
async def test_failure_of_a_step(tmp_path: Path, step: str, action: str, *, peer_to_peer: bool) -> None:
    """Whatever fails: there are never two that run, and the one that is left can move."""
    async with hosts(tmp_path) as (here, there):
        domain = await here.connection.domains.create_xml(XML)
        fault = Fault(action, f"domain_migrate_{step}", count=1)
        side = there if step in ("prepare3_params", "finish3_params") else here
        side.injector.add(fault)
        with warnings.catch_warnings(), contextlib.suppress(VirtreachError):
            # The client warns of a confirmation that failed.
            warnings.simplefilter("ignore", RuntimeWarning)
            await domain.migration.migrate(there.uri if peer_to_peer else there.connection, flags=LIVE)
        if peer_to_peer and fault.hits and step == "perform3_params" and action == "lose":
            while await there.state() != RUNNING:
                await asyncio.sleep(0.001)
        states = await here.state(), await there.state()
        assert states.count(RUNNING) <= 1
        unknown = {("finish3_params", "drop"), ("confirm3_params", "drop")}
        if (step, action) not in unknown:
            assert RUNNING in states or (step, action) == ("perform3_params", "lose"), states
        if not fault.hits:
            # The daemon takes these steps by itself.
            assert peer_to_peer
            assert step in ("begin3_params", "confirm3_params")
            return
        for host in (here, there):
            await host.connection.close()
            host.connection = await aio.connect(host.uri)
        # What was prepared for nothing went with the client.
        states = await here.state(), await there.state()
        assert PAUSED in states or None in states
        one, other = (here, there) if states[1] is None else (there, here)
        if states[1] is not None and states[0] is not None:
            # The source holds a paused copy that nobody has told of the end.
            left = await here.connection.domains.lookup_by_name("web")
            assert states[0] == PAUSED
            await left.destroy()
        await moves(one, other, peer_to_peer=peer_to_peer)
        for host in (here, there):
            await host.connection.close()


async def test_steps_out_of_order(tmp_path: Path) -> None:
    async with hosts(tmp_path) as (here, there):
        domain = await here.connection.domains.create_xml(XML)
        source, target = domain.migration.source, there.connection.domains.migration_target
        with pytest.raises(LibvirtError, match="no domain with matching name 'web'"):
            await target.finish3_params({"destination_name": "web"})
        with pytest.raises(LibvirtError, match="is not processing outgoing migration job"):
            await source.confirm3_params({})
        begun = await source.begin3_params({}, flags=LIVE | C.VIR_MIGRATE_CHANGE_PROTECTION)
        with pytest.raises(LibvirtError, match="state change lock"):
            await source.begin3_params({}, flags=LIVE)
        with pytest.raises(LibvirtError, match="has not been sent"):
            await source.confirm3_params({}, flags=LIVE)
        params = {"destination_xml": begun.xml}
        await target.prepare3_params(params, cookie=begun.cookie_out, flags=LIVE)
        with pytest.raises(LibvirtError, match="on its way here already"):
            await target.prepare3_params(params, cookie=begun.cookie_out, flags=LIVE)
        # Nobody has sent the memory.
        with pytest.raises(LibvirtError, match="has not come"):
            await target.finish3_params({"destination_name": "web"}, cookie=begun.cookie_out, flags=LIVE)
        assert await there.state() is None
        await target.prepare3_params(params, cookie=begun.cookie_out, flags=LIVE)
        with pytest.raises(MigrateFinishOk, match="migration successfully aborted"):
            await target.finish3_params({"destination_name": "web"}, cancelled=True, flags=LIVE)
        await source.confirm3_params({}, cancelled=True, flags=LIVE)
        assert (await here.state(), await there.state()) == (RUNNING, None)


async def test_another_definition_there(tmp_path: Path) -> None:
    async with hosts(tmp_path) as (here, there):
        domain = await here.connection.domains.create_xml(XML)
        larger = XML.replace("1048576", "2097152")
        with pytest.raises(
            LibvirtError, match="Target domain max memory 2097152 does not match source 1048576"
        ):
            await domain.migration.migrate(there.connection, xml=larger, flags=LIVE)
        titled = XML.replace("<memory>", "<title>there</title><memory>")
        moved = await domain.migration.migrate(there.connection, xml=titled, flags=LIVE)
        assert "<title>there</title>" in await moved.xml()


@pytest.mark.parametrize(
    ("uri", "text"),
    [
        ("qemu+unix:///system", "the driver 'qemu' is another one"),
        ("test+ssh://host/default", "only tcp, tls and unix sockets"),
        ("test+ext:///default?command=/bin/true", "only tcp, tls and unix sockets"),
        ("test:///default", "only tcp, tls and unix sockets"),
        ("test+tcp://127.0.0.1:1/default?name=qemu:///system", "only these variables"),
        ("test+tls://127.0.0.1:1/default?pkipath=/etc", "only these variables"),
        ("test+tcp://127.0.0.1:1/default?authfile=/etc/shadow", "only these variables"),
        ("nonsense", "the destination's URI"),
        ("test+unix:///default?socket=/proc/none", "Failed to connect to remote libvirt URI"),
    ],
)
async def test_where_a_daemon_does_not_go(tmp_path: Path, uri: str, text: str) -> None:
    async with hosts(tmp_path) as (here, _):
        domain = await here.connection.domains.create_xml(XML)
        with pytest.raises(LibvirtError, match=text):
            await domain.migration.migrate(uri, flags=LIVE)
        assert (await domain.state())[0] == RUNNING


async def test_sockets_are_for_the_daemons_user() -> None:
    client = InProcess(uid=65534)
    dom = client.call("remote", "domain_lookup_by_name", name="test").dom
    with pytest.raises(LibvirtError, match="only root and the daemon's own user may name a socket"):
        await client.later(
            "domain_migrate_perform3_params",
            dom=dom,
            dconnuri="test+unix:///default?socket=/x",
            params={},
            cookie_in=b"",
            flags=LIVE | C.VIR_MIGRATE_PEER2PEER,
        )


@pytest.mark.parametrize(
    ("cookie", "text"),
    [
        (b"\xff", "not text"),
        (b"<a/>", "expecting root element of 'test-migration'"),
        (b"<test-migration><domain/></test-migration>", "missing name information"),
    ],
)
def test_hostile_cookies(cookie: bytes, text: str) -> None:
    client = InProcess()
    with pytest.raises(VirtreachError, match=text):
        client.call(
            "remote",
            "domain_migrate_prepare3_params",
            params={"destination_xml": XML},
            cookie_in=cookie,
            flags=C.VIR_MIGRATE_LIVE | C.VIR_MIGRATE_PERSIST_DEST,
        )
    assert client.call("remote", "connect_num_of_domains").num == 1


def test_what_cannot_be_had() -> None:
    client = InProcess()
    dom = client.call("remote", "domain_lookup_by_name", name="test").dom
    for flags, params, text in (
        (C.VIR_MIGRATE_TUNNELLED, {}, "tunnelled migration"),
        (1 << 30, {}, "unsupported flags"),
        (0, {"nonsense": 1}, "parameter 'nonsense' not supported"),
        (0, {"bandwidth": 1 << 60}, "bandwidth must be less than"),
    ):
        with pytest.raises(LibvirtError, match=text):
            client.call("remote", "domain_migrate_begin3_params", dom=dom, params=params, flags=flags)


async def test_post_copy(tmp_path: Path) -> None:
    async with hosts(tmp_path) as (here, there):
        domain = await here.connection.domains.create_xml(XML)
        moving = await slowly(domain, there.connection)
        with pytest.raises(LibvirtError, match="requires migration to be started with VIR_MIGRATE_POSTCOPY"):
            await domain.migration.start_post_copy()
        await domain.jobs.abort()
        with pytest.raises(OperationAborted):
            await moving
        moving = asyncio.create_task(
            domain.migration.migrate(there.connection, bandwidth=1, flags=LIVE | C.VIR_MIGRATE_POSTCOPY)
        )
        while not (await domain.jobs.info()).data_total:
            await asyncio.sleep(0.001)
        await domain.migration.start_post_copy()
        assert (await (await moving).state())[0] == RUNNING


@pytest.mark.parametrize("step", ["prepare3_params", "finish3_params"])
async def test_destinations_that_never_answer(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A daemon that leads gives the destination its time, and no more."""
    monkeypatch.setattr(migration_peer, "_STEP", 0.3 * patience())
    async with hosts(tmp_path) as (here, there):
        domain = await here.connection.domains.create_xml(XML)
        there.injector.add(Fault("hang", f"domain_migrate_{step}"))
        text = (
            "nobody knows whether domain 'web' runs"
            if step == "finish3_params"
            else "the destination has failed"
        )
        with pytest.raises(LibvirtError, match=text):
            await domain.migration.migrate(there.uri, flags=LIVE)
        assert await here.state() == (PAUSED if step == "finish3_params" else RUNNING)
        assert (await domain.jobs.info()).type == C.VIR_DOMAIN_JOB_NONE
        there.injector.clear()
        await moves(here, there, peer_to_peer=True)
