"""Perl's Sys::Virt gets the same from the test hypervisor as from libvirt's test driver.

The calls are in `parity/calls.pl`, what may differ is in `parity/differences.toml`.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.daemon.process import Virtreachd
from tests.interop.lab.daemon import Daemon
from tests.interop.parity.table import check
from tests.needs import need, patience

CALLS = Path(__file__).parent / "parity" / "calls.pl"
DRIVER = "virtreach.daemon.hypervisor.driver:TestDriver"


def told(uri: str) -> list[str]:
    """What the program tells of its calls at one server, a line each."""
    done = subprocess.run(
        ["/usr/bin/perl", str(CALLS), uri],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60 * patience(),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_same_results(test_daemon: Daemon, tmp_path: Path) -> None:
    need("/usr/share/doc/libsys-virt-perl")
    hypervisor = Virtreachd(tmp_path)
    hypervisor.config.write_text(hypervisor.config.read_text().replace("tests.daemon.toy:ToyDriver", DRIVER))
    with hypervisor:
        theirs, ours = told(test_daemon.uri()), told(hypervisor.uri())
    assert len(theirs) > 130
    different = {
        f"{expected.partition(chr(9))[0]}": f"libvirt: {expected}\nours: {answer}"
        for expected, answer in zip(theirs, ours, strict=True)
        if expected != answer
    }
    check("perl", different)
