"""A booted guest with QEMU's agent and two serial consoles; one for all tests that want it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import virtreach
from tests.interop.lab.daemon import Daemon
from tests.needs import patience
from tools.guest.build import build
from tools.guest.domain import domain_xml
from virtreach.errors import VirtreachError

__all__ = ["NAME", "booted"]

NAME = "shelled"
"""The domain's name."""


@contextmanager
def booted(daemon: Daemon) -> Iterator[str]:
    """Boot the guest, and wait until its agent answers; gives the URI of its host."""
    with virtreach.connect(daemon.uri()) as connection:
        domain = connection.domains.create_xml(domain_xml(build(agent=True), NAME, agent=True))
        try:
            ends = time.monotonic() + 60 * patience()
            while True:
                try:
                    domain.qemu.agent_command('{"execute": "guest-ping"}', timeout=5)
                    break
                except VirtreachError:
                    assert time.monotonic() < ends, "the guest's agent never came"
                    time.sleep(0.1)
            yield daemon.uri()
        finally:
            domain.destroy()
