"""Keepalive both ways in the asyncio client, and servers that take nothing."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

import pytest

import virtreach.aio
from tests.peer import PING, Packet, Peer, Served, until
from virtreach.errors import CallInterrupted, CallTimeout, KeepaliveLost, LibvirtError
from virtreach.protocol import remote as P

VERSION = P.CONNECT_GET_LIB_VERSION
ECHO = P.CONNECT_GET_MAX_VCPUS
DEFINE = P.DOMAIN_DEFINE_XML
LARGE = "x" * (3 << 20)


async def test_pings_are_answered_idle_and_while_a_call_waits(make_peer: Callable[..., Peer]) -> None:
    calls: list[Packet] = []
    peer = make_peer(handlers={"connect_get_max_vcpus": lambda _, packet: calls.append(packet)})
    async with await virtreach.aio.connect(peer.uri) as connection:
        served = peer.connection()
        served.send(PING)
        await until(lambda: served.pongs == 1, 2)
        waiting = asyncio.ensure_future(connection._call(ECHO, "1"))
        await until(lambda: calls)
        served.send(PING * 3)
        await until(lambda: served.pongs == 4, 2)
        served.reply(calls[0], 1)
        assert (await waiting).max_vcpus == 1


@pytest.mark.parametrize("state", ["idle", "waiting"])
async def test_a_silent_server_is_noticed(make_peer: Callable[..., Peer], state: str) -> None:
    peer = make_peer(handlers={"connect_get_max_vcpus": lambda *_: None})
    connection = await virtreach.aio.connect(peer.uri, keepalive=(0.1, 3))
    served = peer.connection()
    served.answer_pings = False
    started = time.monotonic()
    if state == "idle":
        await until(lambda: not connection.alive, 5)
    else:
        with pytest.raises(CallInterrupted, match="keepalive"):
            await connection._call(ECHO, "1")
    assert 0.3 < time.monotonic() - started < 1.4
    assert isinstance(connection._channel.link.error, KeepaliveLost)
    assert served.pings == 3
    await connection.close()


async def test_a_blocked_loop_is_no_proof_against_the_server(peer: Peer) -> None:
    """After the loop has stood still, each PING still gets its time."""
    async with await virtreach.aio.connect(peer.uri, keepalive=(0.2, 2)) as connection:
        served = peer.connection()
        served.answer_pings = False
        time.sleep(1.5)
        await until(lambda: served.pings == 1)
        await asyncio.sleep(0.1)
        assert connection.alive
        served.answer_pings = True
        served.send(PING)
        await asyncio.sleep(0.3)
        assert connection.alive


async def test_many_connections_live_on_one_timer_and_leave_nothing(peer: Peer) -> None:
    connections = await asyncio.gather(
        *(virtreach.aio.connect(peer.uri, keepalive=(0.2, 3)) for _ in range(100))
    )
    assert threading.active_count() < 110
    await until(lambda: all(served.pings for served in peer.served))
    assert all(connection.alive for connection in connections)
    await asyncio.gather(*(connection.close() for connection in connections))


async def test_a_deadline_while_the_server_reads_nothing(make_peer: Callable[..., Peer]) -> None:
    """The call ends in time, the connection lives."""
    reached, go = threading.Event(), threading.Event()

    def gate(served: Served, packet: Packet) -> None:
        reached.set()
        assert go.wait(20)
        served.reply(packet, 1)

    peer = make_peer(
        handlers={
            "connect_get_max_vcpus": gate,
            "domain_define_xml": lambda served, packet: served.error(
                packet, 27, f"{len(packet.args.xml)} characters"
            ),
        }
    )
    async with await virtreach.aio.connect(peer.uri) as connection:
        waiting = asyncio.ensure_future(connection._call(ECHO, "1"))
        await until(reached.is_set)
        with connection.deadline(0.1), pytest.raises(CallTimeout):
            await connection._call(DEFINE, LARGE)
        go.set()
        assert (await waiting).max_vcpus == 1
        with pytest.raises(LibvirtError, match="3145728 characters"):
            await connection._call(DEFINE, LARGE)


async def test_both_sides_send_much_at_once(make_peer: Callable[..., Peer]) -> None:
    def flood(served: Served, packet: Packet) -> None:
        event = served.frame(packet, bytes(1 << 20), kind=2)
        for _ in range(6):
            served.send(event)
        served.reply(packet, 1)

    peer = make_peer(
        handlers={
            "connect_get_max_vcpus": flood,
            "domain_define_xml": lambda served, packet: served.error(packet, 27, "no"),
        }
    )
    async with await virtreach.aio.connect(peer.uri) as connection, asyncio.timeout(20):
        answers = await asyncio.gather(
            *(connection._call(ECHO, "1") for _ in range(2)),
            *(connection._call(DEFINE, LARGE) for _ in range(2)),
            return_exceptions=True,
        )
        assert [type(answer).__name__ for answer in answers[:2]] == ["ConnectGetMaxVcpusRet"] * 2
        assert all(isinstance(answer, LibvirtError) for answer in answers[2:])


async def test_a_server_that_takes_nothing_is_dead_after_a_while(make_peer: Callable[..., Peer]) -> None:
    go = threading.Event()
    peer = make_peer(handlers={"connect_get_max_vcpus": lambda *_: go.wait(20)})
    connection = await virtreach.aio.connect(peer.uri, keepalive=(0.1, 2))
    waiting = asyncio.ensure_future(connection._call(ECHO, "1"))
    started = time.monotonic()
    with pytest.raises(CallInterrupted, match="keepalive"):
        await connection._call(DEFINE, LARGE)
    assert time.monotonic() - started < 1.3
    with pytest.raises(CallInterrupted):
        await waiting
    go.set()
    await connection.close()
