"""Idle connections: keepalive both ways, silent servers, many connections, forks, the end of the program."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import virtreach
from tests.peer import PING, Packet, Peer, Served, eventually
from virtreach.errors import CallInterrupted, ConnectionLost, KeepaliveLost
from virtreach.protocol import remote as P

VERSION = P.CONNECT_GET_LIB_VERSION
ECHO = P.CONNECT_GET_MAX_VCPUS
ROOT = Path(__file__).parents[2]


def test_pings_are_answered_while_idle(peer: Peer) -> None:
    with virtreach.connect(peer.uri) as connection:
        served = peer.connection()
        for number in range(1, 3):
            served.send(PING)
            eventually(lambda number=number: served.pongs == number, 3)  # type: ignore[misc]
        assert connection._call(VERSION).lib_ver == 9_000_000


def test_pings_are_answered_while_a_call_waits(make_peer: Callable[..., Peer]) -> None:
    calls: list[Packet] = []
    peer = make_peer(handlers={"connect_get_max_vcpus": lambda _, packet: calls.append(packet)})
    with virtreach.connect(peer.uri) as connection, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(connection._call, ECHO, "1")
        served = peer.connection()
        eventually(lambda: calls)
        for number in range(1, 50):
            served.send(PING)
            eventually(lambda number=number: served.pongs == number, 1)  # type: ignore[misc]
        served.reply(calls[0], 1)
        assert waiting.result(5).max_vcpus == 1


@pytest.mark.parametrize("state", ["idle", "waiting", "deadline"])
def test_a_silent_server_is_noticed(make_peer: Callable[..., Peer], state: str) -> None:
    peer = make_peer(handlers={"connect_get_max_vcpus": lambda *_: None})
    connection = virtreach.connect(peer.uri, keepalive=(0.1, 3))
    served = peer.connection()
    served.answer_pings = False
    started = time.monotonic()
    if state == "idle":
        eventually(lambda: not connection.alive, 5)
    else:
        with (
            connection.deadline(60 if state == "deadline" else None),
            pytest.raises(CallInterrupted, match="keepalive"),
        ):
            connection._call(ECHO, "1")
    # The interval times one more than the count, and a second.
    assert 0.3 < time.monotonic() - started < 1.4
    assert isinstance(connection._channel.link.error, KeepaliveLost)
    assert served.pings == 3
    with pytest.raises(ConnectionLost):
        connection._call(VERSION)
    connection.close()


def test_a_server_that_answers_pings_is_kept(peer: Peer) -> None:
    with virtreach.connect(peer.uri, keepalive=(0.1, 1)) as connection:
        served = peer.connection()
        eventually(lambda: served.pings >= 5)
        assert connection.alive


def test_a_long_sleep_of_ours_is_no_proof_against_the_server(peer: Peer) -> None:
    """After the program (or the machine) has slept, each PING still gets its time."""
    with virtreach.connect(peer.uri, keepalive=(0.2, 2)) as connection:
        served = peer.connection()
        keepalive = connection._channel.link.keepalive
        served.answer_pings = False
        keepalive.restart(keepalive.since - 3600)
        eventually(lambda: served.pings == 1)
        time.sleep(0.1)
        assert connection.alive
        served.answer_pings = True
        served.send(PING)
        time.sleep(0.3)
        assert connection.alive


def test_the_servers_end_is_noticed_while_idle(peer: Peer) -> None:
    connection = virtreach.connect(peer.uri, keepalive=None)
    served = peer.connection()
    served.close()
    eventually(lambda: not connection.alive, 3)
    eventually(lambda: connection._channel.link.fileno() == -1)
    connection.close()


def test_many_idle_connections_are_cheap(peer: Peer) -> None:
    """One thread looks after all of them, and hardly does anything."""
    before = threading.active_count()
    connections = [virtreach.connect(peer.uri) for _ in range(150)]
    served = len(peer.served)
    assert threading.active_count() - before - served <= 1
    # All idle, and armed.
    time.sleep(1.1)
    spent = time.thread_time(), time.process_time()
    time.sleep(1)
    assert time.process_time() - spent[1] < 0.2
    for connection in connections:
        connection.close()


def test_threads_and_the_watcher_take_turns(make_peer: Callable[..., Peer]) -> None:
    """With events wanted, the watcher reads between calls, and never takes an answer away."""
    peer = make_peer(
        handlers={"connect_get_max_vcpus": lambda served, packet: served.reply(packet, int(packet.args.type))}
    )
    with virtreach.connect(peer.uri) as connection, connection.events.domain(queue=10_000) as subscription:
        served = peer.connection()
        stop = threading.Event()

        def storm() -> int:
            sent = 0
            while not stop.is_set():
                served.lifecycle(5, sent % 8)
                sent += 1
                time.sleep(0.0002)
            return sent

        with ThreadPoolExecutor(3) as pool:
            storming = pool.submit(storm)

            def work(number: int) -> None:
                for turn in range(300):
                    assert connection._call(ECHO, str(number * 1000 + turn)).max_vcpus == number * 1000 + turn

            list(pool.map(work, range(2)))
            stop.set()
            sent = storming.result(10)
        got = [subscription.get(timeout=5) for _ in range(sent)]
        assert [event.fields["event"] for event in got if event is not None] == [
            number % 8 for number in range(sent)
        ]


def test_a_forked_child_has_no_part_in_the_connection(peer: Peer) -> None:
    """It is told so, and what it does harms nothing; the parent goes on."""
    script = f"""
import os, sys, threading, time
import virtreach
from virtreach.protocol import remote as P
from virtreach.errors import ConnectionLost
connection = virtreach.connect({peer.uri!r}, reconnect=True)
threading.Thread(target=lambda: [connection._call(P.CONNECT_GET_LIB_VERSION) for _ in range(2000)]).start()
children = []
for _ in range(5):
    time.sleep(0.01)
    child = os.fork()
    if child == 0:
        try:
            connection._call(P.CONNECT_GET_LIB_VERSION)
        except ConnectionLost as error:
            assert "fork" in str(error), error
            connection.close()
            with virtreach.connect({peer.uri!r}) as own:
                assert own._call(P.CONNECT_GET_LIB_VERSION).lib_ver == 9000000
            os._exit(0)
        os._exit(1)
    children.append(child)
for child in children:
    assert os.waitpid(child, 0)[1] == 0
assert connection._call(P.CONNECT_GET_LIB_VERSION).lib_ver == 9000000
connection.close()
print("well")
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, "well\n"), done.stderr


def test_the_program_may_end_without_closing(peer: Peer) -> None:
    """Nothing is printed, nothing hangs; a callback's thread and a waiting call included."""
    script = f"""
import threading, virtreach
from virtreach.protocol import remote as P
connection = virtreach.connect({peer.uri!r}, reconnect=True)
subscription = connection.events.domain(callback=print)
threading.Thread(target=connection._call, args=(P.CONNECT_GET_LIB_VERSION,), daemon=True).start()
print("well")
"""
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "ignore::ResourceWarning", "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "well\n", "")


def test_served_is_what_came(peer: Peer) -> None:
    """The watcher ends with the last connection and starts again with the next."""
    for _ in range(2):
        with virtreach.connect(peer.uri):
            assert any(thread.name == "virtreach-watcher" for thread in threading.enumerate())
        eventually(lambda: all(thread.name != "virtreach-watcher" for thread in threading.enumerate()), 3)
    assert isinstance(peer.connection(1), Served)
