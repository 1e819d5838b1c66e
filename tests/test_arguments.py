"""What makes no sense as an argument of `connect` is refused at once, in both clients, before anything is opened."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

import virtreach
from virtreach import aio
from virtreach.errors import UsageError

URI = "test+unix:///default?socket=/nowhere/at/all"


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"auth": "secret"}, r"auth= takes Credentials, \(name, password\), or a callback, not str"),
        ({"auth": ("a", "b", "secret")}, "auth= takes .*, not tuple"),
        ({"reconnect": 5}, "reconnect= takes True, False or Reconnect"),
        ({"keepalive": (-1, 5)}, "keepalive is"),
        ({"max_in_flight": 0}, "max_in_flight is at least 1"),
    ],
)
def test_refused(arguments: dict[str, Any], text: str) -> None:
    with pytest.raises(UsageError, match=text) as caught:
        virtreach.connect(URI, **arguments)
    assert "secret" not in str(caught.value)
    with pytest.raises(UsageError, match=text):
        asyncio.run(aio.connect(URI, **arguments))


def test_names_are_shown_to_people_who_look_around() -> None:
    assert {"connect", "Connection", "aio", "blocking", "errors"} <= set(dir(virtreach))
    assert virtreach.blocking.connect is virtreach.connect
