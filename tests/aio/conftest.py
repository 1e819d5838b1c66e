"""A scripted server, and a look at what is left behind."""

from __future__ import annotations

import asyncio
import gc
import os
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.peer import Peer


def _descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.fixture
async def make_peer(tmp_path: Path) -> AsyncIterator[Callable[..., Peer]]:
    """Starts scripted servers; afterwards no task and no descriptor may be left, and nothing may have been reported."""
    before = _descriptors()
    tasks = asyncio.all_tasks()
    made: list[Peer] = []
    reported: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))

    def make(**options: Any) -> Peer:
        peer = Peer(tmp_path / f"socket-{len(made)}", **options)
        made.append(peer)
        return peer

    make.reported = reported  # type: ignore[attr-defined]
    yield make
    for peer in made:
        peer.close()
    end = time.monotonic() + 10
    while (
        asyncio.all_tasks() - tasks - {asyncio.current_task()} or _descriptors() > before
    ) and time.monotonic() < end:
        gc.collect()
        await asyncio.sleep(0.01)
    assert asyncio.all_tasks() - tasks - {asyncio.current_task()} == set()
    assert _descriptors() <= before
    gc.collect()
    assert reported == []


@pytest.fixture
def peer(make_peer: Callable[..., Peer]) -> Peer:
    """A server that behaves."""
    return make_peer()
