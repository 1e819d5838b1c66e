"""A connection that comes back by itself: when, with what, and when not; asyncio client."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import virtreach.aio
from tests.peer import Packet, Peer, Served, until
from virtreach.errors import CallInterrupted, CallTimeout, ConnectionClosed, ConnectionLost, LibvirtError
from virtreach.protocol import remote as P
from virtreach.session.events import Resync
from virtreach.session.reconnect import Reconnect

VERSION = P.CONNECT_GET_LIB_VERSION
ECHO = P.CONNECT_GET_MAX_VCPUS
START = P.DOMAIN_CREATE
DOMAIN = ("guest", bytes(16), -1)
REGISTER = "connect_domain_event_callback_register_any"
QUICK = Reconnect(first=0.02, longest=0.1)


async def test_it_comes_back_and_goes_on(peer: Peer) -> None:
    """Also several times, and after the socket has been away for a while."""
    async with await virtreach.aio.connect(peer.uri, reconnect=QUICK) as connection:
        for number in range(3):
            served = await asyncio.to_thread(peer.connection, number)
            peer.stop_listening()
            served.close()
            await until(lambda: not connection.alive)
            call = asyncio.ensure_future(connection._call(VERSION))
            await asyncio.sleep(0.1)
            assert not call.done()
            peer.listen()
            assert (await asyncio.wait_for(call, 5)).lib_ver == 9_000_000


async def test_only_what_reads_is_repeated(make_peer: Callable[..., Peer]) -> None:
    def die_once(served: Served, packet: Packet) -> None:
        if served.number == 0:
            served.close()
        elif packet.procedure is ECHO:
            served.reply(packet, 4)
        else:
            served.reply(packet)

    peer = make_peer(handlers={"connect_get_max_vcpus": die_once, "domain_create": die_once})
    async with await virtreach.aio.connect(peer.uri, reconnect=QUICK) as connection:
        assert (await asyncio.wait_for(connection._call(ECHO, "1"), 5)).max_vcpus == 4
    peer.served.clear()
    async with await virtreach.aio.connect(peer.uri, reconnect=QUICK) as connection:
        peer.served[0].number = 0
        with pytest.raises(CallInterrupted) as caught:
            await connection._call(START, DOMAIN)
        assert caught.value.may_have_changed is True
        assert (await asyncio.wait_for(connection._call(VERSION), 5)).lib_ver == 9_000_000
        assert "domain_create" not in [packet.procedure.name for packet in peer.served[1].calls]
        await connection._call(START, DOMAIN)


async def test_a_call_that_waits_for_it_has_its_deadline(peer: Peer) -> None:
    async with await virtreach.aio.connect(peer.uri, reconnect=QUICK) as connection:
        peer.stop_listening()
        peer.connection().close()
        await until(lambda: not connection.alive)
        started = time.monotonic()
        with connection.deadline(0.1), pytest.raises(CallTimeout, match="nothing was sent") as caught:
            await connection._call(START, DOMAIN)
        assert time.monotonic() - started < 1
        assert caught.value.may_have_changed is False
        peer.listen()
        assert (await asyncio.wait_for(connection._call(VERSION), 5)).lib_ver == 9_000_000


async def test_a_deadline_around_the_loss_does_not_keep_it_from_coming_back(peer: Peer) -> None:
    """The scope belongs to the caller, not to what the loss has set off."""
    async with await virtreach.aio.connect(peer.uri, reconnect=QUICK) as connection:
        peer.stop_listening()
        with connection.deadline(0.05):
            # As if writing had failed in this task.
            connection._channel.link.fail(ConnectionLost("a test"))
            await asyncio.sleep(0.1)
        peer.listen()
        assert (await asyncio.wait_for(connection._call(VERSION), 5)).lib_ver == 9_000_000


async def test_it_gives_up_after_so_many_attempts(peer: Peer) -> None:
    policy = Reconnect(first=0.01, longest=0.01, attempts=3)
    connection = await virtreach.aio.connect(peer.uri, reconnect=policy)
    events = await connection.events.domain()
    peer.stop_listening()
    peer.connection().close()
    with pytest.raises(ConnectionLost, match="did not come back"):
        await asyncio.wait_for(connection._call(VERSION), 5)
    with pytest.raises(ConnectionLost, match="did not come back"):
        await events.get(timeout=5)
    await connection.close()


@pytest.mark.parametrize(("code", "final"), [(45, True), (38, False)])
async def test_a_refusal_ends_it_and_a_passing_trouble_does_not(
    make_peer: Callable[..., Peer], code: int, final: bool
) -> None:
    def refuse_some(served: Served, packet: Packet) -> None:
        if served.number in (1, 2):
            served.error(packet, code, "not now")
        else:
            served.reply(packet)
            served.opened.set()

    peer = make_peer(handlers={"connect_open": refuse_some})
    connection = await virtreach.aio.connect(peer.uri, reconnect=QUICK)
    peer.connection().close()
    if final:
        with pytest.raises(ConnectionLost, match="not now"):
            await asyncio.wait_for(connection._call(VERSION), 5)
        assert len(peer.served) == 2
    else:
        assert (await asyncio.wait_for(connection._call(VERSION), 5)).lib_ver == 9_000_000
        assert len(peer.served) == 4
    await connection.close()


@pytest.mark.parametrize("state", ["waiting", "opening"])
async def test_closing_while_it_comes_back(make_peer: Callable[..., Peer], state: str) -> None:
    def silent_later(served: Served, packet: Packet) -> None:
        if served.number == 0:
            served.reply(packet, [0])

    peer = make_peer(handlers={"auth_list": silent_later})
    connection = await virtreach.aio.connect(
        peer.uri, reconnect=QUICK if state == "opening" else Reconnect(first=60, longest=60)
    )
    peer.connection().close()
    call = asyncio.ensure_future(connection._call(VERSION))
    if state == "opening":
        await until(lambda: len(peer.served) == 2)
    await asyncio.sleep(0.02)
    await asyncio.wait_for(connection.close(), 2)
    with pytest.raises(ConnectionClosed):
        await asyncio.wait_for(call, 2)


async def test_events_are_registered_again_and_readers_are_told(peer: Peer) -> None:
    async with await virtreach.aio.connect(peer.uri, reconnect=QUICK) as connection:
        events = await connection.events.domain()
        closed = await connection.events.connection()
        peer.connection().lifecycle(5, 1)
        assert (await events.get(timeout=5)).fields["event"] == 1  # type: ignore[union-attr]
        peer.connection().close()
        assert isinstance(await events.get(timeout=5), Resync)
        assert (await closed.get(timeout=5)).fields["reason"] in (0, 1)  # type: ignore[union-attr]
        assert isinstance(await closed.get(timeout=5), Resync)
        peer.connection(1).lifecycle(5, 2)
        assert (await events.get(timeout=5)).fields["event"] == 2  # type: ignore[union-attr]
        await events.close()
        assert peer.connection(1).calls[-1].procedure.name == "connect_domain_event_callback_deregister_any"


async def test_a_registration_that_is_refused_later_ends_that_one_only(
    make_peer: Callable[..., Peer],
) -> None:
    """Its domain may be gone by now; the connection comes back all the same."""

    def register(served: Served, packet: Packet) -> None:
        if packet.args.dom is not None and served.number > 0:
            served.error(packet, 42, "no such domain")
        else:
            served.reply(packet, 6 if packet.args.dom is not None else 5)

    peer = make_peer(handlers={REGISTER: register})
    async with await virtreach.aio.connect(peer.uri, reconnect=QUICK) as connection:
        from virtreach.aio.objects.domain import Domain

        domain = Domain._one(connection, DOMAIN)
        one, every = await connection.events.domain(domain=domain), await connection.events.domain()
        peer.connection().close()
        assert isinstance(await every.get(timeout=5), Resync)
        with pytest.raises(LibvirtError, match="no such domain"):
            await one.get(timeout=5)
        peer.connection(1).lifecycle(5, 2)
        assert (await every.get(timeout=5)).fields["event"] == 2  # type: ignore[union-attr]
        await one.close()


async def test_it_may_break_again_while_it_is_restored(make_peer: Callable[..., Peer]) -> None:
    def register(served: Served, packet: Packet) -> None:
        if served.number in (1, 2):
            served.close()
        else:
            served.reply(packet, 5)

    peer = make_peer(handlers={REGISTER: register})
    async with await virtreach.aio.connect(peer.uri, reconnect=QUICK) as connection:
        events = await connection.events.domain()
        peer.connection().close()
        assert isinstance(await events.get(timeout=5), Resync)
        assert len(peer.served) == 4
        assert (await connection._call(VERSION)).lib_ver == 9_000_000


async def test_a_silent_server_at_the_registration_is_left_again(make_peer: Callable[..., Peer]) -> None:
    def register(served: Served, packet: Packet) -> None:
        if served.number != 1:
            served.reply(packet, 5)

    peer = make_peer(handlers={REGISTER: register})
    async with await virtreach.aio.connect(peer.uri, reconnect=QUICK, timeout=0.1) as connection:
        events = await connection.events.domain()
        peer.connection().close()
        assert isinstance(await events.get(timeout=5), Resync)
        assert len(peer.served) == 3


async def test_without_it_nothing_comes_back(peer: Peer, tmp_path: Path) -> None:
    connection = await virtreach.aio.connect(peer.uri)
    peer.connection().close()
    await until(lambda: not connection.alive)
    with pytest.raises(ConnectionLost):
        await connection._call(VERSION)
    assert len(peer.served) == 1
    await connection.close()


async def test_registering_while_it_comes_back_and_breaks_again(make_peer: Callable[..., Peer]) -> None:
    """Whoever registers holds nothing that coming back needs."""

    def register(served: Served, packet: Packet) -> None:
        if served.number < 5:
            served.close()
        else:
            served.reply(packet, 5 + int(packet.args.event_id))

    peer = make_peer(handlers={REGISTER: register})
    async with await virtreach.aio.connect(peer.uri, reconnect=QUICK) as connection, asyncio.timeout(10):
        kinds = ("lifecycle", "reboot", "watchdog")
        subscriptions = await asyncio.gather(*(connection.events.domain(kind) for kind in kinds))
        peer.connection(5).lifecycle(5, 2)
        events = [await subscriptions[0].get(timeout=5)]
        while isinstance(events[-1], Resync):
            events.append(await subscriptions[0].get(timeout=5))
        assert events[-1] is not None
        assert events[-1].fields["event"] == 2
        calls = [packet for packet in peer.served[5].calls if packet.procedure.name == REGISTER]
        assert len(calls) == 3
