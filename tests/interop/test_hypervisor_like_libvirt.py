"""The test hypervisor against libvirt's test driver: the same calls, the same answers, XML and errors.

What differs on purpose stands in `parity/differences.toml` with its reason, and in the documentation.
"""

from __future__ import annotations

import pytest

import virtreach
from tests.daemon.hypervisor.compare import play
from tests.daemon.hypervisor.inprocess import InProcess
from tests.daemon.hypervisor.scripts import SCRIPTS
from tests.interop.lab.daemon import Daemon
from tests.interop.parity.table import check


@pytest.mark.parametrize("name", SCRIPTS)
def test_same_answers(name: str, test_daemon: Daemon) -> None:
    with virtreach.connect(test_daemon.uri()) as connection:
        # Nobody else may have changed anything: libvirt's driver forgets all when its last client leaves.
        theirs = play(connection, SCRIPTS[name])
    ours = play(InProcess(), SCRIPTS[name])
    different = {}
    for place, ((step, expected), (_, answer)) in enumerate(zip(theirs, ours, strict=True)):
        if answer != expected:
            different[f"{name}: {place}"] = f"{step}\nlibvirt: {expected}\nours: {answer}"
    check("calls", different, f"{name}: ")
