"""Events speak in libvirt's enums, and every field that is said to have one has it."""

from __future__ import annotations

import pytest

from virtreach.protocol import enums
from virtreach.session.event_enums import _DETAILS, _ENUMS
from virtreach.session.events import KINDS, Event, EventsLost, Resync, event_procedure


def test_life_cycle() -> None:
    event = Event("domain", "lifecycle", None, {"event": 2, "detail": 1})
    assert event.event is enums.DomainEventType.STARTED
    assert event.detail is enums.DomainEventStartedDetailType.MIGRATED
    assert event.event == 2
    assert event.fields == {"event": 2, "detail": 1}
    assert repr(event) == "<Event domain.lifecycle None event=STARTED detail=MIGRATED>"
    assert {"event", "detail", "subject"} <= set(dir(event))


def test_numbers_of_a_newer_host() -> None:
    event = Event("domain", "lifecycle", None, {"event": 99, "detail": 7})
    assert event.event.name == "UNKNOWN_99"
    assert event.detail == 7


def test_what_has_no_enum_stays_as_it_is() -> None:
    event = Event("domain", "rtc_change", None, {"offset": -3})
    assert event.offset == -3
    assert repr(event) == "<Event domain.rtc_change None offset=-3>"
    assert EventsLost("domain", "lifecycle", 4).count == 4


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(AttributeError, match="has no 'evnt'; it has: subject, event, detail"):
        _ = Event("domain", "lifecycle", None, {"event": 2, "detail": 1}).evnt
    with pytest.raises(AttributeError, match="has no 'event'"):
        _ = Resync("domain", "lifecycle").event


@pytest.mark.parametrize(("family", "kind"), _ENUMS)
def test_table(family: str, kind: str) -> None:
    """Names in the table are fields of the message and enums of libvirt."""
    procedure = event_procedure(KINDS[family, kind])
    fields = set(procedure.ret_fields)
    if "msg" in fields:
        fields |= {"event", "detail", "action", "phase", "type", "status", "reason"}
    for name, enum in _ENUMS[family, kind].items():
        assert name in fields
        assert hasattr(enums, enum)


def test_details() -> None:
    """There is an enum of details for each kind of life-cycle event, in the events' order."""
    assert len(_DETAILS) == len(enums.DomainEventType.__members__)
    for number, word in enumerate(_DETAILS):
        assert enums.DomainEventType(number).name == word.upper()
        assert hasattr(enums, f"DomainEvent{word}DetailType")
