"""Events as a line for people, and as JSON."""

from __future__ import annotations

import time
from enum import IntEnum
from typing import TYPE_CHECKING

from virtreach.cli.words import enum_word
from virtreach.session.events import EventsLost, Resync

if TYPE_CHECKING:
    from typing import Any

    from virtreach.session.events import Event

__all__ = ["as_json", "as_line"]


def as_line(event: Event) -> str:
    """When, about what, and what."""
    now = time.time()
    when = f"{time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(now))}.{int(now % 1 * 1000):03d}"
    if isinstance(event, Resync):
        return f"{when}  {event.family}  the connection was lost and is back; events in between are missing"
    if isinstance(event, EventsLost):
        return f"{when}  {event.family}  {event.fields['count']} events were lost"
    words = _words(event)
    if words:
        what = words["event"] + (f" ({words['detail']})" if "detail" in words else "")
    else:
        pairs = (f"{name}={value}" for name, value in event.fields.items())
        what = " ".join((event.kind.replace("_", " "), *pairs))
    return f"{when}  {event.family.replace('_', ' ')} {_name(event.subject)}  {what}"


def as_json(event: Event) -> dict[str, Any]:
    """The same for programs, with every field of the message."""
    now = time.time()
    when = f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(now))}.{int(now % 1 * 1000):03d}Z"
    kind = "resync" if isinstance(event, Resync) else "lost" if isinstance(event, EventsLost) else event.kind
    return {
        "time": when,
        "family": event.family,
        "kind": kind,
        "subject": _subject(event.subject),
        **_words(event),
        "fields": _plain(event.fields),
    }


def _words(event: Event) -> dict[str, str]:
    """What a life-cycle event's numbers mean; nothing for other events."""
    if event.kind != "lifecycle":
        return {}
    values = ((name, getattr(event, name, None)) for name in ("event", "detail"))
    # A detail that has no enum stays a number, which says nothing.
    return {name: enum_word(value) for name, value in values if isinstance(value, IntEnum)}


def _name(subject: Any) -> str:
    if subject is None:
        return "-"
    return str(getattr(subject, "name", None) or getattr(subject, "usage_id", None) or subject.uuid)


def _subject(subject: Any) -> dict[str, Any] | None:
    if subject is None:
        return None
    return {
        name: getattr(subject, name)
        for name in ("id", "name", "uuid", "usage_type", "usage_id")
        if hasattr(subject, name)
    }


def _plain(value: Any) -> Any:
    """What JSON can hold."""
    if isinstance(value, bytes):
        from base64 import b64encode

        return b64encode(value).decode()
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return _plain(value._asdict())
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value
