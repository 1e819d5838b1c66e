"""An sshd on loopback, and each driver over it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interop.files.drivers import DRIVERS, Make, maker
from tests.interop.files.names import DECOYS, content
from tests.interop.lab.sshd import LoopbackSSHD
from tests.needs import need

SFTP = "Subsystem sftp /usr/lib/openssh/sftp-server"


@pytest.fixture(scope="session")
def server() -> Iterator[LoopbackSSHD]:
    """An sshd with SFTP that lets root in."""
    need("root", "sshd", "ssh", "scp", "rsync", "module:asyncssh", "/usr/lib/openssh/sftp-server")
    with tempfile.TemporaryDirectory(prefix="vrfiles-", dir="/tmp") as directory:
        with LoopbackSSHD(Path(directory) / "sshd", settings=[SFTP, "MaxStartups 100"]) as running:
            yield running


@pytest.fixture(params=DRIVERS)
def driver(request: pytest.FixtureRequest) -> str:
    """The driver's name."""
    name = request.param
    assert isinstance(name, str)
    return name


@pytest.fixture
def make(server: LoopbackSSHD, driver: str) -> Make:
    """Make the driver's file system, with further arguments."""
    return maker(server, driver)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A directory with decoys and a mode of its own."""
    directory = tmp_path / "place"
    directory.mkdir()
    for name in DECOYS:
        (directory / os.fsdecode(name)).write_bytes(content(name))
    directory.chmod(0o751)
    return directory
