"""Two virtreachd with the test hypervisor, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.daemon.process import Virtreachd

__all__ = ["two_hosts"]

TOY, OURS = "tests.daemon.toy:ToyDriver", "virtreach.daemon.hypervisor.driver:TestDriver"


@contextmanager
def two_hosts(directory: Path) -> Iterator[tuple[Virtreachd, Virtreachd]]:
    """Start both in directories of their own below one."""
    daemons = []
    for name in ("a", "b"):
        (directory / name).mkdir()
        daemon = Virtreachd(directory / name)
        daemon.config.write_text(daemon.config.read_text().replace(TOY, OURS))
        daemons.append(daemon)
    with daemons[0], daemons[1]:
        yield daemons[0], daemons[1]
