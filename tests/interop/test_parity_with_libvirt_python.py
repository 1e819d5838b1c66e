"""Real libvirt-python gets the same from the test hypervisor as from libvirt's test driver: results, errors, events.

The calls are in `parity/libvirt_python/`, what may differ is in `parity/differences.toml`.
"""

from __future__ import annotations

import difflib
import json
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.daemon.process import Virtreachd
from tests.interop.lab.daemon import Daemon
from tests.interop.parity.table import check
from tests.needs import need, patience

CALLS = Path(__file__).parent / "parity" / "libvirt_python"
SECTIONS = sorted(path.stem for path in CALLS.glob("*.py") if path.stem != "teller")
DRIVER = "virtreach.daemon.hypervisor.driver:TestDriver"


@pytest.fixture
def hypervisor(tmp_path: Path) -> Iterator[Virtreachd]:
    """virtreachd with a test hypervisor in its first state."""
    daemon = Virtreachd(tmp_path)
    daemon.config.write_text(daemon.config.read_text().replace("tests.daemon.toy:ToyDriver", DRIVER))
    with daemon:
        yield daemon


def told(uri: str, section: str) -> list[str]:
    """What the program tells of a section's calls at one server, a line each."""
    done = subprocess.run(
        ["/usr/bin/python3", "-B", str(CALLS / "teller.py"), uri, section],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60 * patience(),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("section", SECTIONS)
def test_same_results(section: str, hypervisor: Virtreachd, test_daemon: Daemon) -> None:
    need("/usr/lib/python3/dist-packages/libvirt.py")
    with ThreadPoolExecutor(2) as pool:
        sides = [pool.submit(told, daemon.uri(), section) for daemon in (test_daemon, hypervisor)]
        theirs, ours = (side.result() for side in sides)
    different: dict[str, str] = {}
    for sign, line in ((one[0], one[2:]) for one in difflib.ndiff(theirs, ours) if one[0] in "-+"):
        title = json.loads(line)[0]
        different[f"{section}: {title}"] = different.get(f"{section}: {title}", "") + f"{sign} {line}\n"
    assert len(theirs) > 20
    check("python", different, f"{section}: ")
