"""Which registration a message belongs to: the hub, without a connection."""

from __future__ import annotations

from typing import Any

import pytest

from virtreach.errors import (
    ConnectionClosed,
    ConnectionLost,
    DecodeError,
    EndOfStream,
    KeepaliveLost,
    UsageError,
)
from virtreach.protocol import enums, registry
from virtreach.protocol import remote as P
from virtreach.protocol.procedure import Procedure
from virtreach.session.events import (
    KINDS,
    Event,
    EventHub,
    Group,
    Registration,
    close_reason,
    event_procedure,
    kind_of,
)
from virtreach.wire.packet import HEADER, HEADER_SIZE, MESSAGE, OK

WEB = ("web", bytes(16), 7)
LIFECYCLE = kind_of("domain", "lifecycle")


class Wish(Registration):
    """Keeps what it is told."""

    def __init__(self, kind: Any = LIFECYCLE, subject: Any = None, extra: tuple[Any, ...] = ()) -> None:
        super().__init__(kind, subject, extra)
        self.got: list[Event] = []
        self.ended: Exception | None = None

    def deliver(self, event: Event) -> None:
        self.got.append(event)

    def end(self, reason: Exception) -> None:
        self.ended = reason


def make_hub() -> EventHub:
    return EventHub(lambda family, ref: (family, ref[0]))


def send(hub: EventHub, procedure: Procedure[Any], *values: Any) -> None:
    """Let a message come from the server."""
    body = procedure.encode_ret(*values)
    numbers = (procedure.program_number, procedure.version, procedure.number)
    packet = HEADER.pack(HEADER_SIZE + len(body), *numbers, MESSAGE, 0, OK) + body
    hub.on_message(procedure.program_number, procedure.number, packet)


def happen(hub: EventHub, callback_id: int, event: int = 2) -> None:
    """A life-cycle event of a domain."""
    send(hub, P.DOMAIN_EVENT_CALLBACK_LIFECYCLE, callback_id, (WEB, event, 0))


def register(hub: EventHub, wish: Wish, callback_id: int) -> Group:
    """Register as a shell does it."""
    group = hub.join(wish)
    if group.callback_id is None:
        hub.expect(group)
        hub.registered(group, callback_id)
    return group


def test_a_message_reaches_whom_it_is_for() -> None:
    hub = make_hub()
    all_of_them, one = Wish(), Wish(subject="web")
    register(hub, all_of_them, 1)
    register(hub, one, 2)
    happen(hub, 2)
    assert all_of_them.got == []
    [event] = one.got
    assert (event.family, event.kind, event.subject) == ("domain", "lifecycle", ("domain", "web"))
    assert event.fields == {"event": 2, "detail": 0}
    assert event.domain is event.subject


def test_those_who_want_the_same_share_a_registration() -> None:
    hub = make_hub()
    first, second = Wish(), Wish()
    assert register(hub, first, 1) is register(hub, second, 99)
    happen(hub, 1)
    assert len(first.got) == len(second.got) == 1
    assert hub.leave(first) is None
    assert hub.leave(first) is None
    happen(hub, 1)
    assert (len(first.got), len(second.got)) == (1, 2)
    assert hub.leave(second) == 1
    happen(hub, 1)
    assert len(second.got) == 2
    assert hub.groups == []


def test_a_message_that_overtakes_the_answer_is_kept() -> None:
    hub = make_hub()
    wish = Wish()
    group = hub.join(wish)
    hub.expect(group)
    happen(hub, 5)
    happen(hub, 6)
    assert wish.got == []
    hub.registered(group, 5)
    assert len(wish.got) == 1


def test_a_registration_that_failed_leaves_nothing() -> None:
    hub = make_hub()
    wish = Wish()
    group = hub.join(wish)
    hub.expect(group)
    happen(hub, 5)
    hub.registered(group, None)
    hub.leave(wish)
    again = register(hub, Wish(), 5)
    assert again is not group
    assert wish.got == []


def test_early_messages_have_a_bound() -> None:
    hub = make_hub()
    wish = Wish()
    group = hub.join(wish)
    hub.expect(group)
    for _ in range(1000):
        happen(hub, 5)
    hub.registered(group, 5)
    assert 0 < len(wish.got) <= 256


def test_what_nobody_asked_for_is_dropped() -> None:
    hub = make_hub()
    happen(hub, 1)
    wish = Wish()
    register(hub, wish, 1)
    happen(hub, 2)
    assert wish.got == []


def test_a_message_that_lies() -> None:
    hub = make_hub()
    register(hub, Wish(), 1)
    procedure = P.DOMAIN_EVENT_CALLBACK_LIFECYCLE
    with pytest.raises(DecodeError):
        hub.on_message(procedure.program_number, procedure.number, bytes(HEADER_SIZE) + b"\xff" * 8)


def test_numbers_mean_nothing_after_a_loss_but_wishes_stay() -> None:
    hub = make_hub()
    wish = Wish()
    register(hub, wish, 1)
    hub.lost()
    happen(hub, 1)
    assert wish.got == []
    [group] = hub.groups
    assert group.callback_id is None
    hub.expect(group)
    hub.registered(group, 4)
    happen(hub, 4)
    assert len(wish.got) == 1


def test_the_end_is_told_to_all() -> None:
    hub = make_hub()
    wishes = [Wish(), Wish(), Wish(subject="web")]
    for number, wish in enumerate(wishes):
        register(hub, wish, number)
    reason = ConnectionLost("gone")
    hub.end(reason)
    assert [wish.ended for wish in wishes] == [reason] * 3
    assert hub.groups == []


def test_the_end_of_the_connection_is_an_event() -> None:
    hub = make_hub()
    wish = Wish(kind_of("connection", "closed"))
    register(hub, wish, -1)
    send(hub, P.CONNECT_EVENT_CONNECTION_CLOSED, 1)
    hub.closed(close_reason(KeepaliveLost("silent")))
    assert [event.reason for event in wish.got] == [
        enums.ConnectCloseReason.EOF,
        enums.ConnectCloseReason.KEEPALIVE,
    ]
    assert wish.got[0].subject is None


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (ConnectionClosed("x"), "CLIENT"),
        (KeepaliveLost("x"), "KEEPALIVE"),
        (EndOfStream("x"), "EOF"),
        (ConnectionLost("x"), "ERROR"),
    ],
)
def test_reasons_are_libvirt_s(error: Exception, name: str) -> None:
    assert close_reason(error) == enums.ConnectCloseReason[name]


def test_kinds_by_name_and_by_number() -> None:
    assert kind_of("domain", "block-job") is kind_of("domain", "BLOCK_JOB") is kind_of("domain", 8)
    assert kind_of("domain", enums.DomainEventID.REBOOT).name == "reboot"
    with pytest.raises(UsageError, match="there are: lifecycle, metadata_change"):
        kind_of("network", "reboot")
    with pytest.raises(UsageError):
        kind_of("domain", 4711)


def test_every_event_of_the_protocol_has_a_kind() -> None:
    """All but those that older clients registered for without a number; libvirt sends them to nobody else."""
    known = {event_procedure(kind).name for kind in KINDS.values()}
    sent = {
        name
        for program in ("remote", "qemu")
        for _, name, kind, *_ in registry.entries(program)
        if kind == "event"
    }
    without = {name for name in sent - known if "callback" in name}
    assert known <= sent
    assert without == set()
    assert {
        name
        for name in sent - known
        if f"domain_event_callback_{name.removeprefix('domain_event_')}" not in known
    } == set()
