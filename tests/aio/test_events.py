"""Events of the asyncio client against a scripted server: registering, sharing, overflow, callbacks, the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

import virtreach.aio
from tests.peer import Packet, Peer, Served, until
from virtreach.errors import CallTimeout, ConnectionLost, LibvirtError
from virtreach.session.events import Event, EventsLost

REGISTER = "connect_domain_event_callback_register_any"
DEREGISTER = "connect_domain_event_callback_deregister_any"


def names(served: Served) -> list[str]:
    """What was called after the opening."""
    return [packet.procedure.name for packet in served.calls[3:]]


async def test_messages_may_come_before_the_answer_to_the_registration(
    make_peer: Callable[..., Peer],
) -> None:
    def register(served: Served, packet: Packet) -> None:
        served.lifecycle(9, 0)
        served.lifecycle(8, 1)
        served.lifecycle(9, 2)
        served.reply(packet, 9)
        served.lifecycle(9, 3)

    peer = make_peer(handlers={REGISTER: register})
    async with (
        await virtreach.aio.connect(peer.uri) as connection,
        await connection.events.domain() as subscription,
    ):
        got = [await subscription.get(timeout=5) for _ in range(3)]
        assert [event.fields["event"] for event in got if event is not None] == [0, 2, 3]
        assert got[0] is not None
        assert got[0].domain.name == "guest"


async def test_those_who_want_the_same_share_a_registration(peer: Peer) -> None:
    async with await virtreach.aio.connect(peer.uri) as connection:
        served = peer.connection()
        first, second = await asyncio.gather(connection.events.domain(), connection.events.domain())
        assert names(served) == [REGISTER]
        served.lifecycle(5, 2)
        assert (await first.get(timeout=5)).fields["event"] == 2  # type: ignore[union-attr]
        await first.close()
        assert (await second.get(timeout=5)).fields["event"] == 2  # type: ignore[union-attr]
        assert names(served) == [REGISTER]
        await second.close()
        assert names(served) == [REGISTER, DEREGISTER]
        await second.close()
        async with await connection.events.domain():
            assert names(served) == [REGISTER, DEREGISTER, REGISTER]


async def test_a_registration_that_is_refused_leaves_nothing(make_peer: Callable[..., Peer]) -> None:
    peer = make_peer(handlers={REGISTER: lambda served, packet: served.error(packet, 3, "no such events")})
    async with await virtreach.aio.connect(peer.uri) as connection:
        for _ in range(2):
            with pytest.raises(LibvirtError, match="no such events"):
                await connection.events.domain()
        assert connection._channel.hub.groups == []


async def test_a_slow_reader_learns_how_many_it_missed(peer: Peer) -> None:
    async with await virtreach.aio.connect(peer.uri) as connection:
        served = peer.connection()
        async with await connection.events.domain(queue=10) as subscription:
            for number in range(50):
                served.lifecycle(5, number % 8, number)
            await connection.call("remote", "connect_get_lib_version")
            lost = await subscription.get(timeout=5)
            assert isinstance(lost, EventsLost)
            assert lost.count == 40
            kept = [await subscription.get(timeout=5) for _ in range(10)]
            assert [event.fields["detail"] for event in kept if event is not None] == list(range(40, 50))


async def test_a_callback_that_fails_is_reported_and_gets_the_next(make_peer: Callable[..., Peer]) -> None:
    peer = make_peer()
    seen: list[int] = []

    def callback(event: Event) -> None:
        seen.append(event.fields["event"])
        raise LookupError

    async with await virtreach.aio.connect(peer.uri) as connection:
        served = peer.connection()
        async with await connection.events.domain(callback=callback):
            for number in range(3):
                served.lifecycle(5, number)
            await until(lambda: len(seen) == 3)
        assert seen == [0, 1, 2]
    reported: list[Any] = make_peer.reported  # type: ignore[attr-defined]
    assert [type(report["exception"]) for report in reported] == [LookupError] * 3
    reported.clear()


async def test_closing_from_inside_a_callback_stops_it(peer: Peer) -> None:
    """Also what has been read already."""
    seen: list[int] = []
    closing: list[asyncio.Task[None]] = []

    async with await virtreach.aio.connect(peer.uri) as connection:

        def callback(event: Event) -> None:
            seen.append(event.fields["event"])
            if not closing:
                closing.append(asyncio.ensure_future(subscription.close()))

        served = peer.connection()
        subscription = await connection.events.domain(callback=callback)
        for number in range(3):
            served.lifecycle(5, number)
        await until(lambda: closing)
        await closing[0]
        served.lifecycle(5, 4)
        await connection.call("remote", "connect_get_lib_version")
        assert 4 not in seen
        assert names(served)[1] == DEREGISTER


async def test_closing_during_the_iteration_ends_it(peer: Peer) -> None:
    async with await virtreach.aio.connect(peer.uri) as connection:
        subscription = await connection.events.domain()
        served = peer.connection()
        seen = []

        async def read() -> None:
            async for event in subscription:
                seen.append(event)

        reader = asyncio.create_task(read())
        served.lifecycle(5, 1)
        await until(lambda: seen)
        await subscription.close()
        await asyncio.wait_for(reader, 5)
        assert len(seen) == 1


@pytest.mark.parametrize("how", ["closed here", "server gone", "silent"])
async def test_the_end_of_the_connection(peer: Peer, how: str) -> None:
    """An event with the reason, then the end: an error unless we closed it ourselves."""
    connection = await virtreach.aio.connect(peer.uri, keepalive=(0.05, 1))
    served = peer.connection()
    closed = await connection.events.connection()
    events = await connection.events.domain()
    reader = asyncio.create_task(events.get())
    await asyncio.sleep(0)
    if how == "closed here":
        await connection.close()
    elif how == "server gone":
        served.close()
    else:
        served.answer_pings = False
    event = await closed.get(timeout=5)
    assert event is not None
    assert event.fields["reason"] == {"closed here": 3, "server gone": 1, "silent": 2}[how]
    if how == "closed here":
        assert await reader is None
        assert await closed.get() is None
    else:
        with pytest.raises(ConnectionLost):
            await asyncio.wait_for(reader, 5)
        with pytest.raises(ConnectionLost):
            await closed.get()
    await events.close()
    await connection.close()


async def test_events_while_calls_are_made(peer: Peer) -> None:
    async with (
        await virtreach.aio.connect(peer.uri) as connection,
        await connection.events.domain() as subscription,
    ):
        served = peer.connection()
        for number in range(100):
            served.lifecycle(5, number % 8)
            await connection.call("remote", "connect_get_lib_version")
        got = [await subscription.get(timeout=5) for _ in range(100)]
        assert [event.fields["event"] for event in got if event is not None] == [
            number % 8 for number in range(100)
        ]


async def test_a_registration_that_was_cut_off_is_taken_back(make_peer: Callable[..., Peer]) -> None:
    """As soon as the server says that it was carried out; it would refuse the same once more."""
    calls: list[Packet] = []

    def register(served: Served, packet: Packet) -> None:
        if calls:
            served.reply(packet, 6)
        calls.append(packet)

    peer = make_peer(handlers={REGISTER: register})
    async with await virtreach.aio.connect(peer.uri) as connection:
        served = peer.connection()
        with connection.deadline(0.1), pytest.raises(CallTimeout):
            await connection.events.domain()
        served.reply(calls[0], 5)
        await until(lambda: DEREGISTER in names(served))
        assert served.calls[-1].args.callback_id == 5
        async with await connection.events.domain() as subscription:
            served.lifecycle(5, 1)
            served.lifecycle(6, 2)
            event = await subscription.get(timeout=5)
            assert event is not None
            assert event.fields["event"] == 2
