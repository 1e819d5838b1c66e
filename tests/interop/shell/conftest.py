"""A cluster with two proxies and three nodes, shared by all tests of this folder, and a pool of connections.

The first node has users of its own: ``easy`` may use sudo, ``hard`` may with the password `PASSWORD`, ``never`` may
not; ``cee`` has tcsh as login shell, ``nobody`` none.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.interop.lab.cluster import Cluster, Machine
from tests.interop.shell.lab import PASSWORD
from tests.needs import need

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.routes.ssh.pool import Pool


@pytest.fixture(scope="session")
def lab() -> Iterator[Cluster]:
    """The machines."""
    need(
        *("root", "sshd", "ssh-keygen", "ip", "unshare", "nsenter"),
        *("module:asyncssh", "sudo", "tcsh", "openssl"),
    )
    with tempfile.TemporaryDirectory(prefix="vrshell-", dir="/tmp") as directory:
        Path(directory).chmod(0o711)
        with Cluster(Path(directory) / "lab", nodes=3) as cluster:
            cluster.directory.chmod(0o711)
            _add_users(cluster.nodes[0])
            yield cluster


def _add_users(machine: Machine) -> None:
    place = machine.directory / "etc"
    place.mkdir()
    words = ["openssl", "passwd", "-6", "-stdin"]
    hashed = subprocess.run(words, input=PASSWORD, capture_output=True, text=True, check=True).stdout.strip()
    users = {"easy": "/bin/sh", "hard": "/bin/bash", "never": "/bin/sh", "cee": "/bin/tcsh"}
    passwd, shadow = Path("/etc/passwd").read_text(), Path("/etc/shadow").read_text()
    for number, (name, shell) in enumerate(users.items(), 4711):
        passwd += f"{name}:x:{number}:{number}::/run/{name}:{shell}\n"
        shadow += f"{name}:{hashed}:19000:0:99999:7:::\n"
        machine.run("mkdir", f"/run/{name}")
        machine.run("chown", str(number), f"/run/{name}")
    files = {
        "passwd": (passwd, 0o644),
        "shadow": (shadow, 0o600),
        "sudoers": (
            "Defaults env_reset\nDefaults !lecture\nDefaults passwd_tries=3\nroot ALL=(ALL:ALL) NOPASSWD: ALL\n"
            "easy ALL=(ALL:ALL) NOPASSWD: ALL\nhard ALL=(ALL:ALL) ALL\n",
            0o440,
        ),
    }
    for name, (text, mode) in files.items():
        path = place / name
        path.write_text(text)
        path.chmod(mode)
        machine.run("mount", "--bind", str(path), f"/etc/{name}")


@pytest.fixture
def cluster(lab: Cluster) -> Iterator[Cluster]:
    """The machines, with this thread's sockets on the controller's network; healed afterwards."""
    with lab.as_controller():
        yield lab
    for machine in (*lab.proxies, *lab.nodes):
        machine.heal()


@pytest.fixture
async def pool(cluster: Cluster) -> AsyncIterator[Pool]:
    """Connections, all closed afterwards."""
    from virtreach.routes.ssh.pool import Pool

    async with Pool() as pool:
        yield pool
