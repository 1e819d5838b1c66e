"""The test hypervisor against libvirt's test driver: the same calls, the same answers, XML and errors.

What differs on purpose stands in `DIFFERENT` with its reason, and in the documentation.
"""

from __future__ import annotations

import pytest

import virtreach
from tests.daemon.hypervisor.compare import play
from tests.daemon.hypervisor.inprocess import InProcess
from tests.daemon.hypervisor.scripts import SCRIPTS
from tests.interop.lab.daemon import Daemon

PAUSED = "ours starts domains paused when asked to; libvirt's test driver refuses the flag"

DIFFERENT = {
    ("host", 18): "libvirtd's answer to virNodeGetFreePages is lost: it counts the pages wrongly",
    ("lifecycle", 25): PAUSED,
    ("lifecycle", 26): PAUSED,
    ("lifecycle", 28): PAUSED,
    ("lifecycle", 29): PAUSED,
    ("tuning", 22): "libvirtd answers -1 labels, which its own client takes as an error without a text",
}
"""Script and step: why the answers differ."""


@pytest.mark.parametrize("name", SCRIPTS)
def test_same_answers(name: str, test_daemon: Daemon) -> None:
    with virtreach.connect(test_daemon.uri()) as connection:
        # Nobody else may have changed anything: libvirt's driver forgets all when its last client leaves.
        theirs = play(connection, SCRIPTS[name])
    ours = play(InProcess(), SCRIPTS[name])
    differing = set()
    for place, ((step, expected), (_, answer)) in enumerate(zip(theirs, ours, strict=True)):
        if (name, place) in DIFFERENT:
            if answer != expected:
                differing.add((name, place))
            continue
        assert answer == expected, f"step {place}: {step}"
    # A difference that is gone must leave the table.
    assert differing == {key for key in DIFFERENT if key[0] == name}
