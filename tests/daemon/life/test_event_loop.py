"""The daemon's event loop: which one, and what the leaner selector must do as the library's does."""

from __future__ import annotations

import asyncio
import builtins
import selectors
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import virtreach
from tests.daemon.process import Virtreachd
from tests.needs import need
from virtreach.daemon.life.event_loop import EpollSelector, runner
from virtreach.errors import ConfigError


async def kind() -> type:
    return type(asyncio.get_running_loop())


@pytest.fixture
def without_uvloop(monkeypatch: pytest.MonkeyPatch) -> None:
    true_import = builtins.__import__

    def importing(name: str, *rest: Any, **more: Any) -> Any:
        if name == "uvloop":
            raise ImportError(name)
        return true_import(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", importing)


def test_which_loop() -> None:
    need("module:uvloop")
    assert runner("asyncio")(kind()) is asyncio.SelectorEventLoop
    for name in ("uvloop", "auto"):
        assert runner(name)(kind()).__module__.startswith("uvloop")


def test_without_uvloop(without_uvloop: None) -> None:
    assert runner("auto")(kind()) is asyncio.SelectorEventLoop
    with pytest.raises(ConfigError, match=r"virtreach\[uvloop\]"):
        runner("uvloop")


@pytest.mark.parametrize("name", ["asyncio", "uvloop"])
def test_the_daemon_on_each(tmp_path: Path, name: str) -> None:
    if name == "uvloop":
        need("module:uvloop")
    with Virtreachd(tmp_path, f'event_loop = "{name}"\n') as daemon:
        with virtreach.connect(daemon.uri()) as connection:
            assert [domain.name for domain in connection.domains.list()] == ["test", "idle"]


def test_check_says_what_is_missing(tmp_path: Path) -> None:
    daemon = Virtreachd(tmp_path, 'event_loop = "libev"\n')
    done = subprocess.run(
        [*daemon.command, "--check"], env=daemon.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "event_loop must be" in done.stderr


# The selector, beside the library's.


@pytest.fixture(params=[EpollSelector, selectors.EpollSelector], ids=["ours", "library's"])
def selector(request: pytest.FixtureRequest) -> Iterator[selectors.BaseSelector]:
    made: selectors.BaseSelector = request.param()
    yield made
    made.close()


def test_what_is_ready(selector: selectors.BaseSelector) -> None:
    here, there = socket.socketpair()
    with here, there:
        key = selector.register(here, selectors.EVENT_READ, "data")
        assert (key.fileobj, key.fd, key.events, key.data) == (
            here,
            here.fileno(),
            selectors.EVENT_READ,
            "data",
        )
        assert selector.select(0) == []
        assert selector.select(0.001) == []
        there.send(b"x")
        assert selector.select(None) == [(key, selectors.EVENT_READ)]
        both = selector.modify(here, selectors.EVENT_READ | selectors.EVENT_WRITE, "more")
        assert selector.select(-1) == [(both, both.events)]
        assert selector.get_key(here) == selector.get_map()[here.fileno()] == both
        writing = selector.modify(here, selectors.EVENT_WRITE, "more")
        assert selector.select() == [(writing, selectors.EVENT_WRITE)]
        other = selector.register(there.fileno(), selectors.EVENT_READ)
        assert selector.select() == [(writing, selectors.EVENT_WRITE)]
        here.close()
        ended = selector.select()
        assert (other, selectors.EVENT_READ) in ended
        assert selector.unregister(there.fileno()) == other


def test_what_makes_no_sense(selector: selectors.BaseSelector) -> None:
    here, there = socket.socketpair()
    with here, there:
        selector.register(here, selectors.EVENT_READ)
        with pytest.raises(KeyError):
            selector.register(here, selectors.EVENT_READ)
        with pytest.raises(ValueError, match="vents"):
            selector.register(there, 0)
        for forget in (selector.unregister, selector.get_key):
            with pytest.raises(KeyError):
                forget(there)
        with pytest.raises(KeyError):
            selector.modify(there, selectors.EVENT_READ)
        assert len(selector.get_map()) == 1
        assert list(selector.get_map()) == [here.fileno()]


def test_a_descriptor_that_was_closed_before(selector: selectors.BaseSelector) -> None:
    here, there = socket.socketpair()
    with there:
        number = here.fileno()
        key = selector.register(number, selectors.EVENT_READ)
        here.close()
        assert selector.unregister(number) == key
        assert selector.select(0) == []


def test_trouble_wakes_whoever_waits(selector: selectors.BaseSelector) -> None:
    here, there = socket.socketpair()
    with here:
        key = selector.register(here, selectors.EVENT_WRITE)
        there.close()
        assert selector.select() == [(key, selectors.EVENT_WRITE)]
