"""A server that does not read, or that reads and writes at its own pace, and what is sent to it meanwhile."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

import virtreach
from tests.peer import PING, Packet, Peer, Served, eventually
from virtreach.errors import CallInterrupted, CallTimeout, ConnectionLost
from virtreach.protocol import remote as P

VERSION = P.CONNECT_GET_LIB_VERSION
DEFINE = P.DOMAIN_DEFINE_XML
ECHO = P.CONNECT_GET_MAX_VCPUS
LARGE = "x" * (3 << 20)


class Gate:
    """A handler that stops the server's reading until it is let go."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.open = threading.Event()

    def __call__(self, served: Served, packet: Packet) -> None:
        self.reached.set()
        assert self.open.wait(20)
        served.reply(packet, 1)


def undefined(served: Served, packet: Packet) -> None:
    served.error(packet, 27, f"{len(packet.args.xml)} characters")


def test_a_deadline_while_the_server_reads_nothing(make_peer: Callable[..., Peer]) -> None:
    """The call ends in time, the connection lives: the rest of its packet goes out later."""
    gate = Gate()
    peer = make_peer(handlers={"connect_get_max_vcpus": gate, "domain_define_xml": undefined})
    with virtreach.connect(peer.uri) as connection, ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(connection._call, ECHO, "1")
        assert gate.reached.wait(10)
        started = time.monotonic()
        with connection.deadline(0.2), pytest.raises(CallTimeout) as caught:
            connection._call(DEFINE, LARGE)
        assert time.monotonic() - started < 1
        assert caught.value.may_have_changed is True
        # A packet that has not begun is not sent at all.
        with connection.deadline(0.1), pytest.raises(CallTimeout, match="not sent") as caught:
            connection._call(DEFINE, "<domain/>")
        assert caught.value.may_have_changed is False
        later = pool.submit(connection._call, VERSION)
        time.sleep(0.05)
        gate.open.set()
        assert waiting.result(10).max_vcpus == 1
        assert later.result(10).lib_ver == 9_000_000
        assert [packet.procedure.name for packet in peer.connection().calls][3:] == [
            "connect_get_max_vcpus",
            "domain_define_xml",
            "connect_get_lib_version",
        ]


def test_the_rest_of_a_packet_goes_out_without_another_call(make_peer: Callable[..., Peer]) -> None:
    gate = Gate()
    peer = make_peer(handlers={"connect_get_max_vcpus": gate, "domain_define_xml": undefined})
    with virtreach.connect(peer.uri) as connection, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(connection._call, ECHO, "1")
        assert gate.reached.wait(10)
        with connection.deadline(0.1), pytest.raises(CallTimeout):
            connection._call(DEFINE, LARGE)
        gate.open.set()
        assert waiting.result(10).max_vcpus == 1
        eventually(lambda: peer.connection().calls[-1].procedure.name == "domain_define_xml")
        eventually(lambda: not connection._channel.link.session.pending)


def test_waiting_for_another_threads_large_packet_ends_in_time(make_peer: Callable[..., Peer]) -> None:
    gate = Gate()
    peer = make_peer(handlers={"connect_get_max_vcpus": gate, "domain_define_xml": undefined})
    with virtreach.connect(peer.uri) as connection, ThreadPoolExecutor(2) as pool:
        first = pool.submit(connection._call, ECHO, "1")
        assert gate.reached.wait(10)
        large = pool.submit(connection._call, DEFINE, LARGE)
        eventually(lambda: connection._channel.link._backlog)
        with connection.deadline(0.1), pytest.raises(CallTimeout, match="not sent"):
            connection._call(VERSION)
        gate.open.set()
        assert first.result(10).max_vcpus == 1
        assert "3145728 characters" in str(large.exception(10))


@pytest.mark.parametrize("busy", [False, True])
def test_both_sides_send_much_at_once(make_peer: Callable[..., Peer], busy: bool) -> None:
    """The server takes nothing more until what it sends has been read: whoever sends must read, too."""
    amount = 4 << 20

    def flood(served: Served, packet: Packet) -> None:
        # Before it reads on: 4 MiB of events that nobody wants, in the same thread.
        event = served.frame(packet, bytes(1 << 20), kind=2)
        for _ in range(amount >> 20):
            served.send(event)
        served.reply(packet, 1)

    peer = make_peer(handlers={"connect_get_max_vcpus": flood, "domain_define_xml": undefined})
    with virtreach.connect(peer.uri, max_in_flight=8) as connection, ThreadPoolExecutor(4) as pool:
        threads = 4 if busy else 1
        for _ in range(3):
            floods = [pool.submit(connection._call, ECHO, "1") for _ in range(threads - 1)] if busy else []
            served = peer.connection()
            if not busy:
                # Unasked, so that the one thread that sends is alone.
                flooder = threading.Thread(
                    target=lambda served=served: [served.send(PING * 20_000) for _ in range(2)], daemon=True
                )
                flooder.start()
            with connection.deadline(20):
                with pytest.raises(virtreach.errors.LibvirtError, match="3145728"):
                    connection._call(DEFINE, LARGE)
            for each in floods:
                assert each.result(20).max_vcpus == 1
            if not busy:
                flooder.join(20)
                assert not flooder.is_alive()


def test_without_a_deadline_a_lone_caller_reads_while_it_sends(make_peer: Callable[..., Peer]) -> None:
    """The quickest path for a call keeps to the rule as well."""
    reading = threading.Event()

    def flood(served: Served, packet: Packet) -> None:
        event = served.frame(packet, bytes(1 << 20), kind=2)
        reading.set()
        for _ in range(6):
            served.send(event)

    peer = make_peer(handlers={"connect_get_max_vcpus": flood, "domain_define_xml": undefined})
    with virtreach.connect(peer.uri) as connection, ThreadPoolExecutor(1) as pool:
        with connection.deadline(0.02), pytest.raises(CallTimeout):
            connection._call(ECHO, "1")
        assert reading.wait(10)
        call = pool.submit(connection._call, DEFINE, LARGE)
        assert "3145728" in str(call.exception(10))


def test_the_server_dies_while_it_is_sent_to(make_peer: Callable[..., Peer]) -> None:
    gate = Gate()
    peer = make_peer(handlers={"connect_get_max_vcpus": gate})
    connection = virtreach.connect(peer.uri)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(connection._call, ECHO, "1")
        assert gate.reached.wait(10)
        large = pool.submit(connection._call, DEFINE, LARGE)
        eventually(lambda: connection._channel.link._backlog)
        behind = pool.submit(connection._call, VERSION)
        time.sleep(0.05)
        peer.connection().close()
        gate.open.set()
        assert isinstance(first.exception(5), CallInterrupted)
        assert isinstance(large.exception(5), CallInterrupted)
        assert isinstance(behind.exception(5), (CallInterrupted, ConnectionLost))
    connection.close()


def test_closing_while_a_thread_sends(make_peer: Callable[..., Peer]) -> None:
    gate = Gate()
    peer = make_peer(handlers={"connect_get_max_vcpus": gate})
    connection = virtreach.connect(peer.uri)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(connection._call, ECHO, "1")
        assert gate.reached.wait(10)
        large = pool.submit(connection._call, DEFINE, LARGE)
        eventually(lambda: connection._channel.link._backlog)
        connection.close()
        assert isinstance(first.exception(5), CallInterrupted)
        assert isinstance(large.exception(5), CallInterrupted)
        gate.open.set()
    assert connection._channel.link.fileno() == -1


def test_a_server_that_takes_nothing_is_dead_after_a_while(make_peer: Callable[..., Peer]) -> None:
    gate = Gate()
    peer = make_peer(handlers={"connect_get_max_vcpus": gate})
    connection = virtreach.connect(peer.uri, keepalive=(0.1, 2))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(connection._call, ECHO, "1")
        assert gate.reached.wait(10)
        started = time.monotonic()
        with pytest.raises(CallInterrupted, match=r"took and sent nothing|keepalive"):
            connection._call(DEFINE, LARGE)
        assert time.monotonic() - started < 1.3
        assert isinstance(first.exception(5), CallInterrupted)
        gate.open.set()
    connection.close()


def test_interrupts_while_another_thread_sends_cost_no_place_in_the_window(
    make_peer: Callable[..., Peer],
) -> None:
    """What was never sent is not waited for; what has begun goes out."""
    gate = Gate()
    peer = make_peer(handlers={"connect_get_max_vcpus": gate, "domain_define_xml": undefined})
    with virtreach.connect(peer.uri) as connection, ThreadPoolExecutor(2) as pool:
        first = pool.submit(connection._call, ECHO, "1")
        assert gate.reached.wait(10)
        large = pool.submit(connection._call, DEFINE, LARGE)
        eventually(lambda: connection._channel.link._backlog)
        for _ in range(5):
            timer = threading.Timer(0.03, signal.pthread_kill, (threading.get_ident(), signal.SIGINT))
            timer.start()
            with pytest.raises(KeyboardInterrupt):
                connection._call(VERSION)
            timer.join()
        assert len(connection._channel.link.session.pending) == 2
        gate.open.set()
        assert first.result(10).max_vcpus == 1
        assert "3145728 characters" in str(large.exception(10))
        assert connection._call(VERSION).lib_ver == 9_000_000


def test_an_interrupt_within_a_large_packet_lets_the_rest_go_out(make_peer: Callable[..., Peer]) -> None:
    gate = Gate()
    peer = make_peer(handlers={"connect_get_max_vcpus": gate, "domain_define_xml": undefined})
    with virtreach.connect(peer.uri) as connection, ThreadPoolExecutor(1) as pool:
        first = pool.submit(connection._call, ECHO, "1")
        assert gate.reached.wait(10)
        timer = threading.Timer(0.1, signal.pthread_kill, (threading.get_ident(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            connection._call(DEFINE, LARGE)
        timer.join()
        gate.open.set()
        assert first.result(10).max_vcpus == 1
        assert connection._call(VERSION).lib_ver == 9_000_000
        assert "domain_define_xml" in [packet.procedure.name for packet in peer.connection().calls]


def test_what_an_interrupted_thread_had_received_is_not_lost(make_peer: Callable[..., Peer]) -> None:
    """The next one that reads takes it first."""
    peer = make_peer(handlers={"connect_get_max_vcpus": lambda *_: None})
    with virtreach.connect(peer.uri) as connection:
        link = connection._channel.link
        for scope in (None, 5):
            packet = Packet(ECHO.program_number, 1, ECHO.number, 0, link.session.serial + 1, 0, b"")
            link._unread = peer.connection().frame(packet, ECHO.encode_ret(3))
            with connection.deadline(scope):
                assert connection._call(ECHO, "1").max_vcpus == 3
