"""Which events are meant, and how they are written."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from virtreach.cli.commands.events import kinds_of
from virtreach.cli.event_text import as_json, as_line
from virtreach.cli.failures import CommandFailed
from virtreach.cli.output import Output
from virtreach.session.events import Event, EventsLost, Resync
from virtreach.wire.record import record

FAMILIES = ("domain", "network", "storage_pool", "node_device", "secret")


class Subject:
    """A handle, as far as events look at it."""

    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)


WEB = Subject(id=3, name="web", uuid="6695eb01-f6a4-8304-79aa-97f2502e193f")


def names(*words: str, **settings: Any) -> tuple[list[str], bool]:
    found, sure = kinds_of(words, **settings)
    return [f"{kind.family}.{kind.name}" for kind in found], sure


def test_life_cycles_unless_asked() -> None:
    assert names() == ([f"{family}.lifecycle" for family in FAMILIES], False)
    assert names(only_domains=True) == (["domain.lifecycle"], False)


def test_kinds_by_name() -> None:
    assert names("lifecycle", "domain.block-job", "network.lifecycle", "LIFECYCLE") == (
        ["domain.lifecycle", "domain.block_job", "network.lifecycle"],
        True,
    )
    assert names("qemu.monitor", only_domains=True) == (["qemu.monitor"], True)


def test_whole_families() -> None:
    found, sure = names("secret")
    assert (found, sure) == (["secret.lifecycle", "secret.value_changed"], False)
    assert len(names("all")[0]) == 28 + 8
    assert not any(name.startswith(("connection", "qemu")) for name in names("all")[0])


@pytest.mark.parametrize(
    "word", ["", "nothing", "network.block_job", "connection.closed", "domain.", "x.lifecycle"]
)
def test_no_such_kind(word: str) -> None:
    with pytest.raises(CommandFailed):
        kinds_of([word])


def test_a_network_is_no_domain() -> None:
    with pytest.raises(CommandFailed):
        kinds_of(["network.lifecycle"], only_domains=True)


def test_life_cycle_in_words() -> None:
    event = Event("domain", "lifecycle", WEB, {"event": 2, "detail": 0})
    assert as_line(event).endswith("  domain web  started (booted)")
    assert time.strptime(as_line(event)[:19], "%Y-%m-%d %H:%M:%S")
    told = as_json(event)
    assert told.pop("time")[-5:-1].startswith(".")
    assert told == {
        "family": "domain",
        "kind": "lifecycle",
        "subject": {"id": 3, "name": "web", "uuid": WEB.uuid},
        "event": "started",
        "detail": "booted",
        "fields": {"event": 2, "detail": 0},
    }


def test_numbers_that_are_not_known_are_named_so() -> None:
    assert as_line(Event("domain", "lifecycle", WEB, {"event": 99, "detail": 7})).endswith(
        "domain web  unknown 99"
    )
    assert as_line(Event("domain", "lifecycle", WEB, {"event": 2, "detail": 99})).endswith(
        "started (unknown 99)"
    )


def test_other_families_and_kinds() -> None:
    assert as_line(
        Event("storage_pool", "lifecycle", Subject(name="p", uuid="u"), {"event": 2, "detail": 0})
    ).endswith("  storage pool p  started")
    assert as_line(Event("secret", "value_changed", Subject(uuid="u", usage_id=""), {})).endswith(
        "  secret u  value changed"
    )
    assert as_line(Event("domain", "device_removed", WEB, {"dev_alias": "net0"})).endswith(
        "  domain web  device removed dev_alias=net0"
    )


def test_json_holds_nested_and_binary_fields() -> None:
    pair = record("Pair", "a b", __name__)._make((1, b"\xff"))
    told = as_json(Event("domain", "tunable", WEB, {"params": {"x": 1.5}, "list": [pair]}))
    assert json.loads(json.dumps(told))["fields"] == {"params": {"x": 1.5}, "list": [{"a": 1, "b": "/w=="}]}


def test_markers() -> None:
    assert "the connection was lost and is back" in as_line(Resync("domain", "lifecycle"))
    assert as_json(Resync("domain", "lifecycle"))["kind"] == "resync"
    assert "7 events were lost" in as_line(EventsLost("domain", "lifecycle", 7))
    assert as_json(EventsLost("domain", "lifecycle", 7))["kind"] == "lost"


def test_a_hostile_name_stays_on_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    event = Event("domain", "reboot", Subject(name="a\n\x1b[2Jb", uuid="u"), {})
    Output(json=False).line(as_line(event))
    assert capsys.readouterr().out.endswith("domain a\\n\\x1b[2Jb  reboot\n")
