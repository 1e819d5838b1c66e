"""The thread that clients without an event loop share."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from virtreach.conf.inventory import Inventory
from virtreach.routes.ssh.background import Background

pytestmark = pytest.mark.needs("module:asyncssh")


class Slow(Inventory):
    """One whose name is looked at by two threads at once, where they may."""

    meeting: threading.Barrier | None = None

    @property
    def path(self) -> str:
        if self.meeting is not None:
            with contextlib.suppress(threading.BrokenBarrierError):
                self.meeting.wait(0.2)
        return "lab.toml"

    @path.setter
    def path(self, value: str | None) -> None:
        pass


def test_two_threads_bring_the_same_file_read_anew() -> None:
    background = Background()
    try:
        old = Slow({})
        background.reach(old)
        old.meeting = threading.Barrier(2)
        with ThreadPoolExecutor(2) as threads:
            first, second = threads.map(background.reach, (Slow({}), Slow({})))
        assert first is not second
        # The one that came last has taken the other's place.
        assert next(iter(background._reaches.values()))[1] in (first, second)
        assert len(background._reaches) == 1
    finally:
        background.close()
