"""Calls of the blocking client: many threads, deadlines, cancellation, interrupts, and a server that goes away."""

from __future__ import annotations

import random
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import virtreach
from tests.peer import Packet, Peer, Served, eventually
from virtreach.blocking import link as link_module
from virtreach.blocking import sending
from virtreach.errors import (
    CallCancelled,
    CallInterrupted,
    CallTimeout,
    ConnectionClosed,
    ConnectionLost,
    LibvirtError,
    ProtocolError,
)
from virtreach.protocol import remote as P

VERSION = P.CONNECT_GET_LIB_VERSION
# Reads only; the server gets a number to answer with.
ECHO = P.CONNECT_GET_MAX_VCPUS
# Changes something.
START = P.DOMAIN_CREATE
DOMAIN = ("guest", bytes(16), -1)


class Late:
    """Answers calls in another order, later, from another thread."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._waiting: list[tuple[Served, Packet]] = []
        self._there = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def __call__(self, served: Served, packet: Packet) -> None:
        with self._there:
            self._waiting.append((served, packet))
            self._there.notify()

    def _run(self) -> None:
        while True:
            with self._there:
                while not self._waiting and not self._stopped:
                    self._there.wait()
                if self._stopped:
                    return
            if self._random.random() < 0.3:
                time.sleep(self._random.random() * 0.001)
            with self._there:
                self._random.shuffle(self._waiting)
                served, packet = self._waiting.pop()
            served.reply(packet, int(packet.args.type))

    def stop(self) -> None:
        with self._there:
            self._stopped = True
            self._there.notify()
        self._thread.join()


@pytest.fixture
def long_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever relies on waking up by itself takes far too long."""
    monkeypatch.setattr(sending, "TICK", 30.0)
    monkeypatch.setattr(sending.SendingHalf, "_beat", 30.0)
    monkeypatch.setattr(link_module, "TICK", 30.0)


@pytest.mark.parametrize("threads", [2, 8])
@pytest.mark.usefixtures("long_ticks")
def test_many_threads_each_get_their_own_answers(make_peer: Callable[..., Peer], threads: int) -> None:
    """No lost wake-up: with one, a thread would sleep for half a minute."""
    late = Late(threads)
    peer = make_peer(handlers={"connect_get_max_vcpus": late})
    started = time.monotonic()
    with virtreach.connect(peer.uri, keepalive=None) as connection:

        def work(number: int) -> int:
            for turn in range(250):
                expected = number * 1000 + turn
                assert connection._call(ECHO, str(expected)).max_vcpus == expected
            return number

        with ThreadPoolExecutor(threads) as pool:
            assert list(pool.map(work, range(threads))) == list(range(threads))
        assert not connection._channel.link.session.pending
        assert not connection._channel.link._followers
    late.stop()
    assert time.monotonic() - started < 25


@pytest.mark.usefixtures("long_ticks")
def test_a_leader_that_leaves_hands_the_lead_on(make_peer: Callable[..., Peer]) -> None:
    """The leader's answer comes first; the other thread must not sleep on."""
    calls: list[Packet] = []
    peer = make_peer(handlers={"connect_get_max_vcpus": lambda _, packet: calls.append(packet)})
    with virtreach.connect(peer.uri, keepalive=None) as connection, ThreadPoolExecutor(3) as pool:
        served = peer.connection()
        futures = []
        for number in range(3):
            futures.append(pool.submit(connection._call, ECHO, str(number)))
            eventually(lambda number=number: len(calls) == number + 1)  # type: ignore[misc]
        for packet, future in zip(list(calls), futures, strict=True):
            served.reply(packet, int(packet.args.type))
            assert future.result(10).max_vcpus == int(packet.args.type)


@pytest.mark.usefixtures("long_ticks")
def test_a_leader_whose_deadline_passes_hands_the_lead_on(make_peer: Callable[..., Peer]) -> None:
    calls: list[Packet] = []
    peer = make_peer(handlers={"connect_get_max_vcpus": lambda _, packet: calls.append(packet)})
    with virtreach.connect(peer.uri, keepalive=None) as connection, ThreadPoolExecutor(2) as pool:
        served = peer.connection()

        def limited() -> None:
            with connection.deadline(0.2):
                connection._call(ECHO, "0")

        leader = pool.submit(limited)
        eventually(lambda: len(calls) == 1)
        follower = pool.submit(connection._call, ECHO, "1")
        eventually(lambda: len(calls) == 2)
        with pytest.raises(CallTimeout):
            leader.result(10)
        served.reply(calls[1], 1)
        assert follower.result(10).max_vcpus == 1


def test_deadlines_of_leader_follower_and_queued_call(make_peer: Callable[..., Peer]) -> None:
    """Each is cut off in time, and says whether something may have come of it."""
    calls: list[Packet] = []
    peer = make_peer(
        handlers={
            "connect_get_max_vcpus": lambda _, packet: calls.append(packet),
            "domain_create": lambda _, packet: calls.append(packet),
        }
    )
    with virtreach.connect(peer.uri, max_in_flight=2) as connection, ThreadPoolExecutor(3) as pool:
        served = peer.connection()

        def limited(procedure: Any, *args: Any) -> CallTimeout:
            with connection.deadline(0.3), pytest.raises(CallTimeout) as caught:
                connection._call(procedure, *args)
            return caught.value

        leader = pool.submit(limited, ECHO, "0")
        eventually(lambda: len(calls) == 1)
        follower = pool.submit(limited, START, DOMAIN)
        eventually(lambda: len(calls) == 2)
        queued = pool.submit(limited, START, DOMAIN)
        assert leader.result(5).may_have_changed is False
        error = follower.result(5)
        assert error.may_have_changed is True
        assert error.procedure == "domain_create"
        error = queued.result(5)
        assert error.may_have_changed is False
        assert "not sent" in str(error)
        # What was cut off keeps its place until the answers come, and harms nothing then.
        served.reply(calls[0], 1)
        served.reply(calls[1])
        assert connection._call(VERSION).lib_ver == 9_000_000
        assert len(calls) == 2


def test_a_scope_that_is_over_sends_nothing(peer: Peer) -> None:
    with virtreach.connect(peer.uri) as connection:
        served = peer.connection()
        before = len(served.calls)
        with connection.deadline(0), pytest.raises(CallTimeout, match="not sent") as caught:
            connection._call(START, DOMAIN)
        assert caught.value.may_have_changed is False
        with connection.deadline(None) as scope:
            scope.cancel()
            with pytest.raises(CallCancelled, match="not sent"):
                connection._call(START, DOMAIN)
        connection._call(VERSION)
        assert len(served.calls) == before + 1


def test_cancelling_from_another_thread(make_peer: Callable[..., Peer]) -> None:
    peer = make_peer(handlers={"domain_create": lambda *_: None})
    with virtreach.connect(peer.uri) as connection, connection.deadline(None) as scope:
        timer = threading.Timer(0.05, scope.cancel)
        timer.start()
        started = time.monotonic()
        with pytest.raises(CallCancelled) as caught:
            connection._call(START, DOMAIN)
        assert time.monotonic() - started < 1
        assert caught.value.may_have_changed is True
        timer.join()


def test_a_keyboard_interrupt_ends_the_waiting_only(make_peer: Callable[..., Peer]) -> None:
    """The connection goes on, for this thread and for others."""
    calls: list[Packet] = []
    peer = make_peer(handlers={"connect_get_max_vcpus": lambda _, packet: calls.append(packet)})
    with virtreach.connect(peer.uri) as connection, ThreadPoolExecutor(1) as pool:
        served = peer.connection()
        for place in ("alone", "leads", "follows"):
            del calls[:]
            other = None
            if place == "follows":
                other = pool.submit(connection._call, ECHO, "7")
                eventually(lambda: len(calls) == 1)
            main = threading.get_ident()
            timer = threading.Timer(0.1, signal.pthread_kill, (main, signal.SIGINT))
            timer.start()
            with pytest.raises(KeyboardInterrupt):  # noqa: PT012 - whichever raises
                if place == "alone":
                    connection._call(ECHO, "1")
                else:
                    with connection.deadline(60):
                        connection._call(ECHO, "1")
            timer.join()
            for packet in calls:
                served.reply(packet, int(packet.args.type))
            if other is not None:
                assert other.result(5).max_vcpus == 7
            assert connection._call(VERSION).lib_ver == 9_000_000


def test_closing_from_another_thread(make_peer: Callable[..., Peer]) -> None:
    """Leader, follower and queued call end at once, and say what is known."""
    calls: list[Packet] = []
    peer = make_peer(handlers={"domain_create": lambda _, packet: calls.append(packet)})
    connection = virtreach.connect(peer.uri, max_in_flight=2)
    with ThreadPoolExecutor(3) as pool:
        futures = [pool.submit(connection._call, START, DOMAIN) for _ in range(3)]
        eventually(lambda: len(calls) == 2 and connection._channel.link.session.queue)
        started = time.monotonic()
        connection.close()
        errors = [future.exception(5) for future in futures]
        assert time.monotonic() - started < 0.2
    assert sorted(type(error).__name__ for error in errors) == [
        "CallInterrupted",
        "CallInterrupted",
        "ConnectionLost",
    ]
    assert all(error.may_have_changed for error in errors if isinstance(error, CallInterrupted))
    with pytest.raises(ConnectionClosed):
        connection._call(VERSION)
    connection.close()


def test_errors_of_the_server_and_of_its_protocol(make_peer: Callable[..., Peer]) -> None:
    def wrong(served: Served, packet: Packet) -> None:
        served.send(served.frame(packet, b"abc"))

    peer = make_peer(handlers={"connect_get_max_vcpus": wrong})
    connection = virtreach.connect(peer.uri)
    with pytest.raises(LibvirtError, match="not supported here"):
        connection._call(P.CONNECT_GET_HOSTNAME)
    with pytest.raises(ProtocolError):
        connection._call(ECHO, "1")
    with pytest.raises(ConnectionLost):
        connection._call(VERSION)
    connection.close()


@pytest.mark.parametrize("threads", [1, 3])
def test_the_server_dies_within_a_packet(make_peer: Callable[..., Peer], threads: int) -> None:
    """At every byte of it, waiting calls end with an error and never with half an answer."""
    whole = len(virtreach.protocol.remote.CONNECT_GET_MAX_VCPUS.encode_ret(1)) + 28
    cut = [0]

    def die(served: Served, packet: Packet) -> None:
        served.send(served.frame(packet, ECHO.encode_ret(1))[: cut[0]])
        served.close()

    peer = make_peer(handlers={"connect_get_max_vcpus": die})
    with ThreadPoolExecutor(threads) as pool:
        for size in range(whole):
            cut[0] = size
            connection = virtreach.connect(peer.uri)
            futures = [pool.submit(connection._call, ECHO, "1") for _ in range(threads)]
            for future in futures:
                error = future.exception(5)
                assert isinstance(error, (CallInterrupted, ConnectionLost)), (size, error)
                assert getattr(error, "may_have_changed", False) is False
            connection.close()


def test_a_call_that_changes_something_says_so_when_the_server_dies(make_peer: Callable[..., Peer]) -> None:
    peer = make_peer(handlers={"domain_create": lambda served, _: served.close()})
    connection = virtreach.connect(peer.uri)
    with pytest.raises(CallInterrupted) as caught:
        connection._call(START, DOMAIN)
    assert caught.value.may_have_changed is True
    assert not connection.alive
    connection.close()


def test_a_connection_that_nobody_refers_to_is_gone(peer: Peer) -> None:
    import gc
    import warnings

    virtreach.connect(peer.uri)._call(VERSION)
    served = peer.connection()
    with warnings.catch_warnings():
        # As for any other socket that was not closed.
        warnings.simplefilter("ignore", ResourceWarning)
        eventually(lambda: gc.collect() is not None and served.ended.is_set())
