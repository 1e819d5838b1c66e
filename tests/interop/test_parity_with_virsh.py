"""Real `virsh` does and prints the same with the test hypervisor as with libvirt's test driver.

The command lines are in `parity/lines/`, what may differ is in `parity/differences.toml`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import virtreach
from tests.daemon.process import Virtreachd
from tests.interop.conftest import need
from tests.interop.lab.daemon import Daemon
from tests.interop.parity.table import check
from tests.interop.parity.virsh import ENDLESS, GROUPS, lines, play

WATCHED = ("save ", "managedsave ", "dump ")
"""Commands that virsh gives to a worker thread (its `virshWatchJob`)."""

DRIVER = "virtreach.daemon.hypervisor.driver:TestDriver"


@pytest.fixture
def hypervisor(tmp_path: Path) -> Iterator[Virtreachd]:
    """virtreachd with a test hypervisor in its first state."""
    daemon = Virtreachd(tmp_path)
    daemon.config.write_text(daemon.config.read_text().replace("tests.daemon.toy:ToyDriver", DRIVER))
    with daemon:
        yield daemon


def test_there_are_several_hundred_lines() -> None:
    everything = [line for group in GROUPS for line in lines(group)]
    assert len(everything) > 1300
    assert len({line.split()[0] for line in everything}) > 170


@pytest.mark.parametrize("group", GROUPS)
def test_same_print_and_status(
    group: str, hypervisor: Virtreachd, test_daemon: Daemon, tmp_path: Path
) -> None:
    need("virsh")
    commands = lines(group)
    with ThreadPoolExecutor(2) as pool, virtreach.connect(test_daemon.uri()):
        # The connection keeps libvirt's driver from forgetting everything after each virsh.
        sides = []
        for name, uri in (("theirs", test_daemon.uri()), ("ours", hypervisor.uri())):
            directory = tmp_path / name
            directory.mkdir()
            sides.append(pool.submit(play, uri, commands, directory))
        theirs, ours = (side.result() for side in sides)
    different = {}
    for line, expected, answer in zip(commands, theirs, ours, strict=True):
        if ENDLESS in (expected.status, answer.status):
            # virsh waits for its worker in a main loop that the worker may have left before it began.
            assert line.startswith(WATCHED), f"does not end: {line}"
        elif answer != expected:
            both = (str(expected).splitlines(), str(answer).splitlines())
            different[f"{group}: {line}"] = "\n".join(
                difflib.unified_diff(*both, "libvirt", "ours", lineterm="")
            )
    check("virsh", different, f"{group}: ")
