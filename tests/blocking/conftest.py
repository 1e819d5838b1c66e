"""A scripted server, and a look at what is left behind."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.peer import Peer


def _descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.fixture
def make_peer(tmp_path: Path) -> Iterator[Callable[..., Peer]]:
    """Starts scripted servers; afterwards no thread and no descriptor may be left of the test."""
    threads = set(threading.enumerate())
    before = _descriptors()
    made: list[Peer] = []

    def make(**options: Any) -> Peer:
        peer = Peer(tmp_path / f"socket-{len(made)}", **options)
        made.append(peer)
        return peer

    yield make
    for peer in made:
        peer.close()
    end = time.monotonic() + 10

    def left() -> list[threading.Thread]:
        # The watcher ends by itself within a second of the last connection's end.
        return [
            each for each in threading.enumerate() if each not in threads and each.name != "virtreach-watcher"
        ]

    # The watcher's epoll set stays with the process.
    while (left() or _descriptors() > before + 1) and time.monotonic() < end:
        gc.collect()
        time.sleep(0.01)
    assert left() == []
    assert _descriptors() <= before + 1


@pytest.fixture
def peer(make_peer: Callable[..., Peer]) -> Peer:
    """A server that behaves."""
    return make_peer()
