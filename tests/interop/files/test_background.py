"""The blocking file system over the connections of a `Background`, shared with what else goes the same way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.interop.lab.sshd import LoopbackSSHD
from virtreach.errors import ConnectionClosed
from virtreach.files import BlockingFilesystem, remote_filesystem
from virtreach.files.connections import RouteSSH
from virtreach.routes.ssh import Background, Chain, Hop, HostKeys


def test_one_login_for_files_and_commands(server: LoopbackSSHD, tmp_path: Path) -> None:
    keys = HostKeys(files=(f"{server.directory}/known_hosts",))
    hop = Hop(
        host="127.0.0.1", port=server.port, user="root", keys=(f"{server.directory}/user",), host_keys=keys
    )
    chain = Chain((hop,))
    background = Background()
    with BlockingFilesystem(
        remote_filesystem("host", "sftp", connections=RouteSSH(background.pool, chain)), background=background
    ) as there:
        with ThreadPoolExecutor(8) as threads:
            names = [f"{tmp_path}/file{number}" for number in range(40)]
            assert list(threads.map(there.create_file, names)) == [True] * 40
        done = background.run(chain, f"ls {tmp_path}")
        assert len(done.stdout.split()) == 40
        assert len(background.pool.links(chain)) == 1
    # The thread is its owner's.
    assert background.run(chain, "true").status == 0
    background.close()
    with pytest.raises(ConnectionClosed):
        there.exists("/")
