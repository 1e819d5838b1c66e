"""`async with connect(...)`, with and without `await`; as a task; when opening fails."""

from __future__ import annotations

import asyncio
import inspect
from types import TracebackType
from typing import Any

import pytest

from virtreach import aio
from virtreach.aio.entering import Entered, entered
from virtreach.errors import URIError


class Door:
    """Something that is closed at the end of a block."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    async def __aenter__(self) -> Door:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.seen.append(kind)


@entered
async def open_door(door: Door, *, wait: float = 0) -> Door:
    """Open it."""
    await asyncio.sleep(wait)
    return door


async def test_entered_at_once() -> None:
    door = Door()
    async with open_door(door) as got:
        assert got is door
        assert door.seen == []
    assert door.seen == [None]


async def test_awaited_first() -> None:
    door = Door()
    async with await open_door(door) as got:
        assert got is door
    assert door.seen == [None]


async def test_an_error_reaches_it() -> None:
    door = Door()
    with pytest.raises(KeyError):
        async with open_door(door):
            raise KeyError
    assert door.seen == [KeyError]


async def test_tasks_and_timeouts() -> None:
    door = Door()
    assert await asyncio.create_task(open_door(door)) is door
    assert await asyncio.gather(open_door(door), open_door(door)) == [door, door]
    assert await asyncio.wait_for(open_door(door), 1) is door
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(open_door(door, wait=60), 0.01)
    never = open_door(door)
    never.close()


async def test_failure_to_open() -> None:
    with pytest.raises(URIError):
        async with aio.connect("no uri"):
            raise AssertionError
    never = aio.connect("no uri")
    assert isinstance(never, Entered)
    never.close()


def test_help_is_that_of_the_function() -> None:
    assert "readonly" in inspect.signature(aio.connect).parameters
    assert (aio.connect.__doc__ or "").startswith("Open a connection")
    assert open_door.__name__ == "open_door"
