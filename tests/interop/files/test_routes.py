"""The drivers through jump hosts: OpenSSH's, and chains of this process that others use at the same time."""

from __future__ import annotations

from pathlib import Path

from tests.interop.files.drivers import Make
from tests.interop.lab.sshd import LoopbackSSHD
from virtreach.files import SftpRemoteFilesystem
from virtreach.files.sftp_link import GivenSSH, RouteSSH
from virtreach.routes.ssh.hop import Chain, Hop
from virtreach.routes.ssh.host_keys import HostKeys
from virtreach.routes.ssh.pool import Pool


async def test_through_a_jump_host(make: Make, server: LoopbackSSHD, tmp_path: Path) -> None:
    config = tmp_path / "config"
    # A jump host gets the file, not the options that were given for the host itself.
    config.write_text(
        f"Host jump\n  HostName 127.0.0.1\n  Port {server.port}\n  User root\nHost *\n{server.config.read_text()}"
    )
    async with make(config=str(config), jump="jump") as there:
        assert await there.create_file(f"{tmp_path}/file")
        assert await there.exists(f"{tmp_path}/file")
    log = (server.directory / "sshd.log").read_text()
    assert log.count("Accepted publickey") >= 2


async def test_over_a_pool_of_chains(server: LoopbackSSHD, tmp_path: Path) -> None:
    keys = HostKeys(files=(f"{server.directory}/known_hosts",))
    hop = Hop(
        host="127.0.0.1", port=server.port, user="root", keys=(f"{server.directory}/user",), host_keys=keys
    )
    chain = Chain(hops=(hop,)).then(hop)
    (tmp_path / "source").write_bytes(b"data" * 100_000)
    async with Pool() as pool:
        async with SftpRemoteFilesystem("node", connections=RouteSSH(pool, chain)) as there:
            await there.copy_file(tmp_path / "source", there.path(f"{tmp_path}/target"))
            async with SftpRemoteFilesystem("node", connections=RouteSSH(pool, chain)) as second:
                assert (await second.stat(f"{tmp_path}/target")).size == 400_000
            assert len(pool.links(chain)) == 1
            # The connection breaks: the next operation goes over a new one.
            for link in pool.links(chain):
                link.connection.abort()
            for _ in range(2):
                try:
                    assert await there.exists(f"{tmp_path}/target")
                except OSError:
                    continue
                break
            else:
                raise AssertionError("no new connection was made")
        async with (
            pool.link(chain) as link,
            SftpRemoteFilesystem("node", connections=GivenSSH(link.connection)) as there,
        ):
            assert await there.exists(f"{tmp_path}/target")
    assert (tmp_path / "target").read_bytes() == (tmp_path / "source").read_bytes()
