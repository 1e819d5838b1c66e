"""virtreachd asks polkit, the real one, about real `virsh` of several users."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.daemon.process import ROOT
from tests.interop.lab.daemon import Daemon
from tests.interop.lab.polkit import POLKITD, authorise
from tests.needs import patience

ALLOWED, REFUSED = "nobody", "daemon"

pytestmark = pytest.mark.needs("root", "libvirtd", "dbus-daemon", "dbus-send", "virsh", "setpriv", POLKITD)


@pytest.fixture(scope="module")
def lab() -> Iterator[Daemon]:
    """Namespaces with a bus and polkit, whose rules let one user in."""
    with Daemon() as daemon:
        authorise(daemon, ALLOWED)
        yield daemon


@pytest.fixture(scope="module")
def directory(lab: Daemon) -> Iterator[Path]:
    """Where a virtreachd in the same namespaces has its socket and its log."""
    directory = lab.directory / "virtreachd"
    directory.mkdir(mode=0o755)
    directory.chmod(0o755)
    config = directory / "conf"
    config.write_text(
        f'unix_sock_dir = "{directory}"\ndrivers = ["tests.daemon.toy:ToyDriver"]\nlog_level = 2\n'
        'auth_unix_rw = "polkit"\nunix_sock_rw_perms = "0777"\n'
    )
    assert lab.namespace is not None
    words = ["env", f"PYTHONPATH={ROOT / 'src'}:{ROOT}", sys.executable, "-m", "virtreach.daemon"]
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen(lab.namespace.command(*words, "--config", str(config)), stderr=log)
    try:
        deadline = time.monotonic() + 20 * patience()
        while not (directory / "libvirt-sock-ro").exists():
            assert process.poll() is None, (directory / "log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield directory
    finally:
        process.terminate()
        process.wait(30)


def virsh(lab: Daemon, directory: Path, user: str) -> subprocess.CompletedProcess[str]:
    """List domains as another user."""
    assert lab.namespace is not None
    uri = f"test+unix:///default?socket={directory}/libvirt-sock"
    words = ["setpriv", "--reuid", user, "--regid", "nogroup", "--clear-groups"]
    words += ["env", "HOME=/proc/none", "LC_ALL=C", "virsh", "-q", "-c", uri, "list", "--all", "--name"]
    return subprocess.run(
        lab.namespace.command(*words),
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        cwd="/",
        env={**os.environ, "VIRSH_DEBUG": "4"},
    )


def test_whom_a_rule_lets_in(lab: Daemon, directory: Path) -> None:
    done = virsh(lab, directory, ALLOWED)
    assert done.stdout.split() == ["test", "idle"], done.stderr
    assert "authenticated=polkit" in (directory / "log").read_text()


def test_who_is_refused(lab: Daemon, directory: Path) -> None:
    done = virsh(lab, directory, REFUSED)
    assert done.returncode == 1
    assert "access denied by policy" in done.stderr
    assert "authentication failed: access denied by policy" in (directory / "log").read_text()


def test_root_is_not_asked(lab: Daemon, directory: Path) -> None:
    assert virsh(lab, directory, "root").stdout.split() == ["test", "idle"]
