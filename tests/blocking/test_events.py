"""Events of the blocking client against a scripted server: registering, sharing, overflow, callbacks, the end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

import virtreach
from tests.peer import Packet, Peer, Served, eventually
from virtreach.errors import CallTimeout, ConnectionLost, LibvirtError
from virtreach.session.events import Event, EventsLost

REGISTER = "connect_domain_event_callback_register_any"
DEREGISTER = "connect_domain_event_callback_deregister_any"


def names(served: Served) -> list[str]:
    """What was called after the opening."""
    return [packet.procedure.name for packet in served.calls[3:]]


def test_messages_may_come_before_the_answer_to_the_registration(make_peer: Callable[..., Peer]) -> None:
    def register(served: Served, packet: Packet) -> None:
        served.lifecycle(9, 0)
        served.lifecycle(8, 1)
        served.lifecycle(9, 2)
        served.reply(packet, 9)
        served.lifecycle(9, 3)

    peer = make_peer(handlers={REGISTER: register})
    with virtreach.connect(peer.uri) as connection, connection.events.domain() as subscription:
        got = [subscription.get(timeout=5) for _ in range(3)]
        assert [event.fields["event"] for event in got if event is not None] == [0, 2, 3]
        assert got[0] is not None
        assert got[0].domain.name == "guest"


def test_those_who_want_the_same_share_a_registration(peer: Peer) -> None:
    with virtreach.connect(peer.uri) as connection:
        served = peer.connection()
        with ThreadPoolExecutor(2) as pool:
            first, second = [
                each.result(5) for each in [pool.submit(connection.events.domain) for _ in range(2)]
            ]
        assert names(served) == [REGISTER]
        served.lifecycle(5, 2)
        assert first.get(timeout=5).fields["event"] == 2  # type: ignore[union-attr]
        first.close()
        assert second.get(timeout=5).fields["event"] == 2  # type: ignore[union-attr]
        assert names(served) == [REGISTER]
        second.close()
        assert names(served) == [REGISTER, DEREGISTER]
        second.close()
        with connection.events.domain():
            assert names(served) == [REGISTER, DEREGISTER, REGISTER]


def test_a_registration_that_is_refused_leaves_nothing(make_peer: Callable[..., Peer]) -> None:
    peer = make_peer(handlers={REGISTER: lambda served, packet: served.error(packet, 3, "no such events")})
    with virtreach.connect(peer.uri) as connection:
        for _ in range(2):
            with pytest.raises(LibvirtError, match="no such events"):
                connection.events.domain()
        assert connection._channel.hub.groups == []


def test_a_slow_reader_learns_how_many_it_missed(peer: Peer) -> None:
    with virtreach.connect(peer.uri) as connection:
        served = peer.connection()
        with connection.events.domain(queue=10) as subscription:
            for number in range(50):
                served.lifecycle(5, number % 8, number)
            connection.call("remote", "connect_get_lib_version")
            lost = subscription.get(timeout=5)
            assert isinstance(lost, EventsLost)
            assert lost.count == 40
            kept = [subscription.get(timeout=5) for _ in range(10)]
            assert [event.fields["detail"] for event in kept if event is not None] == list(range(40, 50))


def test_a_callback_that_fails_is_reported_and_gets_the_next(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    reported: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: reported.append(args.exc_type))

    def callback(event: Event) -> None:
        seen.append(event.fields["event"])
        raise LookupError

    with virtreach.connect(peer.uri) as connection:
        served = peer.connection()
        with connection.events.domain(callback=callback):
            for number in range(3):
                served.lifecycle(5, number)
            eventually(lambda: len(seen) == 3)
    eventually(lambda: reported == [LookupError] * 3)
    assert seen == [0, 1, 2]


def test_closing_from_inside_a_callback_stops_it(peer: Peer) -> None:
    """Also what has been read already; and a callback may make calls."""
    seen: list[int] = []
    there = threading.Event()

    with virtreach.connect(peer.uri) as connection:

        def callback(event: Event) -> None:
            assert there.wait(10)
            seen.append(event.fields["event"])
            connection.call("remote", "connect_get_lib_version")
            subscription.close()

        served = peer.connection()
        subscription = connection.events.domain(callback=callback)
        for number in range(3):
            served.lifecycle(5, number)
        connection.call("remote", "connect_get_lib_version")
        there.set()
        eventually(lambda: DEREGISTER in names(served))
        served.lifecycle(5, 4)
        connection.call("remote", "connect_get_lib_version")
    assert seen == [0]


def test_closing_during_the_iteration_ends_it(peer: Peer) -> None:
    with virtreach.connect(peer.uri) as connection:
        subscription = connection.events.domain()
        served = peer.connection()
        seen = []

        def read() -> None:
            for event in subscription:
                seen.append(event)

        with ThreadPoolExecutor(1) as pool:
            reader = pool.submit(read)
            served.lifecycle(5, 1)
            eventually(lambda: seen)
            subscription.close()
            reader.result(5)
        assert len(seen) == 1


@pytest.mark.parametrize("how", ["closed here", "server gone", "silent"])
def test_the_end_of_the_connection(peer: Peer, how: str) -> None:
    """An event with the reason, then the end: an error unless we closed it ourselves."""
    connection = virtreach.connect(peer.uri, keepalive=(0.05, 1))
    served = peer.connection()
    closed = connection.events.connection()
    events = connection.events.domain()
    with ThreadPoolExecutor(1) as pool:
        reader = pool.submit(events.get)
        if how == "closed here":
            connection.close()
        elif how == "server gone":
            served.close()
        else:
            served.answer_pings = False
        event = closed.get(timeout=5)
        assert event is not None
        assert event.fields["reason"] == {"closed here": 3, "server gone": 1, "silent": 2}[how]
        if how == "closed here":
            assert reader.result(5) is None
            assert closed.get() is None
        else:
            with pytest.raises(ConnectionLost):
                reader.result(5)
            with pytest.raises(ConnectionLost):
                closed.get()
    events.close()
    connection.close()


def test_events_while_calls_are_made(peer: Peer) -> None:
    with virtreach.connect(peer.uri) as connection, connection.events.domain() as subscription:
        served = peer.connection()
        for number in range(100):
            served.lifecycle(5, number % 8)
            connection.call("remote", "connect_get_lib_version")
        got = [subscription.get(timeout=5) for _ in range(100)]
        assert [event.fields["event"] for event in got if event is not None] == [
            number % 8 for number in range(100)
        ]


def test_a_registration_that_was_cut_off_is_taken_back(make_peer: Callable[..., Peer]) -> None:
    """As soon as the server says that it was carried out; it would refuse the same once more."""
    calls: list[Packet] = []

    def register(served: Served, packet: Packet) -> None:
        if calls:
            served.reply(packet, 6)
        calls.append(packet)

    peer = make_peer(handlers={REGISTER: register})
    with virtreach.connect(peer.uri) as connection:
        served = peer.connection()
        with connection.deadline(0.1), pytest.raises(CallTimeout):
            connection.events.domain()
        served.reply(calls[0], 5)
        eventually(lambda: DEREGISTER in names(served))
        assert served.calls[-1].args.callback_id == 5
        with connection.events.domain() as subscription:
            served.lifecycle(5, 1)
            served.lifecycle(6, 2)
            event = subscription.get(timeout=5)
            assert event is not None
            assert event.fields["event"] == 2
