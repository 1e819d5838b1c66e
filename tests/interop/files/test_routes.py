"""The drivers through jump hosts: OpenSSH's, and chains of this process that others use at the same time."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from tests.interop.files.drivers import Make
from tests.interop.lab.probe import free_port
from tests.interop.lab.sshd import LoopbackSSHD
from tests.needs import patience
from virtreach.conf.inventory import Inventory
from virtreach.errors import ServerNotAuthentic, UsageError
from virtreach.files import BlockingFilesystem, SftpRemoteFilesystem, remote_filesystem
from virtreach.files.connections import GivenSSH, NodeSSH, RouteSSH
from virtreach.routes.ssh.hop import Chain, Hop
from virtreach.routes.ssh.host_keys import HostKeys
from virtreach.routes.ssh.pool import Pool
from virtreach.routes.ssh.reach import Reach
from virtreach.shell.node import node_route


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


def login(server: LoopbackSSHD) -> Hop:
    keys = HostKeys(files=(f"{server.directory}/known_hosts",))
    return Hop(
        host="127.0.0.1", port=server.port, user="root", keys=(f"{server.directory}/user",), host_keys=keys
    )


async def test_every_driver_by_a_chain(driver: str, server: LoopbackSSHD, tmp_path: Path) -> None:
    """Through two proxies of this process; the programs log in by themselves over the stream."""
    hop = login(server)
    (tmp_path / "source").write_bytes(b"data" * 100_000)
    async with Pool() as pool:
        route = RouteSSH(pool, Chain((hop, hop, hop)))
        async with remote_filesystem("the-machine", driver, connections=route) as there:
            await there.copy_file(tmp_path / "source", there.path(f"{tmp_path}/target"), verify=True)
            await there.copy_file(there.path(f"{tmp_path}/target"), tmp_path / "back")
            assert await there.create_file(f"{tmp_path}/it's new")
        assert len(pool.links(Chain((hop, hop)))) == 1
    assert (tmp_path / "back").read_bytes() == (tmp_path / "source").read_bytes()


async def test_every_driver_to_a_node(driver: str, server: LoopbackSSHD, tmp_path: Path) -> None:
    """A node of an inventory behind a proxy group, whose first member is down."""
    key = " ".join((server.directory / "host.pub").read_text().split()[:2])
    gates = ", ".join(
        f'{{ name = "p{number}", address = "127.0.0.1", port = {port}, host_key = "{key}" }}'
        for number, port in enumerate((free_port(), server.port))
    )
    inventory = Inventory.parse(
        f'[clusters.lab]\nuser = "root"\nkeyfile = "{server.directory}/user"\n'
        f'remote_filesystem_transport = "{driver}"\n'
        f"[clusters.lab.groups.gates]\nis_proxy = true\nnodes = [{gates}]\n"
        "[clusters.lab.groups.workers]\n"
        f'nodes = [{{ name = "n1", internal_address = "127.0.0.1", port = {server.port}, host_key = "{key}" }}]\n'
    )
    async with Pool() as pool:
        route = NodeSSH(node_route("n1", pool=pool, reach=Reach(inventory, pool)))
        async with remote_filesystem("n1", driver, connections=route) as there:
            assert await there.create_dir(f"{tmp_path}/new/deep", parents=True)
            assert await there.exists(f"{tmp_path}/new/deep")
    async with remote_filesystem("lab/n1", inventory=inventory) as there:
        assert (there.transport, there.host) == (driver, "n1")
        assert await there.exists(f"{tmp_path}/new/deep")
        assert not await there.exists(f"{tmp_path}/old")
    await asyncio.to_thread(blocking_twin, inventory, tmp_path)


def blocking_twin(inventory: Inventory, tmp_path: Path) -> None:
    with BlockingFilesystem(remote_filesystem("n1", inventory=inventory)) as there:
        assert there.exists(f"{tmp_path}/new/deep")


def test_an_inventory_goes_alone() -> None:
    inventory = Inventory.parse(
        '[clusters.lab.groups.all]\nnodes = [{ name = "n1", address = "127.0.0.1" }]\n'
    )
    with pytest.raises(UsageError, match="no user, port"):
        remote_filesystem("n1", inventory=inventory, user="root")
    with pytest.raises(UsageError, match="no node 'n2'"):
        remote_filesystem("n2", inventory=inventory)


async def test_equal_addresses_of_two_clusters(driver: str, server: LoopbackSSHD, tmp_path: Path) -> None:
    """A line for the address of a node in one cluster says nothing of the node in the other."""
    key = " ".join((server.directory / "host.pub").read_text().split()[:2])
    known = tmp_path / "known"
    known.write_text(f"[127.0.0.1]:{server.port} {key}\n")
    text = (
        f'port = {server.port}\nuser = "root"\nkeyfile = "{server.directory}/user"\nknown_hosts = "{known}"\n'
    )
    inventory = Inventory.parse(
        "".join(
            f"[clusters.{cluster}]\n{text}[clusters.{cluster}.groups.gates]\nis_proxy = true\n"
            f'nodes = [{{ name = "p", address = "{gate}", host_key = "{key}" }}]\n'
            f'[clusters.{cluster}.groups.workers]\nnodes = [{{ name = "N-1", internal_address = "127.0.0.1" }}]\n'
            for cluster, gate in (("Lab", "127.0.0.1"), ("other", "localhost"))
        )
    )
    async with Pool() as pool:
        reach = Reach(inventory, pool)

        async def there(name: str) -> bool:
            route = NodeSSH(node_route(name, pool=pool, reach=reach))
            async with remote_filesystem("N-1", driver, connections=route) as files:
                return await files.exists(f"{tmp_path}/known")

        for name in ("Lab/N-1", "other/N-1"):
            with pytest.raises(ServerNotAuthentic):
                await there(name)
        with known.open("a") as lines:
            lines.write(f"Lab/N-1 {key}\n")
        assert await there("Lab/N-1")
        with pytest.raises(ServerNotAuthentic):
            await there("other/N-1")


async def test_what_ssh_cannot_be_told(server: LoopbackSSHD) -> None:
    hop = login(server)
    secrets: list[dict[str, Any]] = [
        {"password": "x", "keys": ()},
        {"keys": ((server.directory / "user").read_bytes(),)},
        {"host_keys": HostKeys(first_use="/proc/none")},
    ]
    async with Pool() as pool:
        for change in secrets:
            route = RouteSSH(pool, Chain((replace(hop, **change),)))
            async with remote_filesystem("host", "ssh", connections=route) as there:
                with pytest.raises(UsageError, match="sftp"):
                    await there.exists("/")
        async with pool.link(Chain((hop,))) as link:
            with pytest.raises(UsageError, match="no login of it"):
                remote_filesystem("host", "ssh", connections=GivenSSH(link.connection))


async def test_the_key_of_the_route_counts(server: LoopbackSSHD) -> None:
    """A pinned key that is another machine's: refused, although the user's known_hosts has the right one."""
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode().strip()
    hop = replace(login(server), host_keys=HostKeys(pinned=(other,)))
    async with Pool() as pool:
        route = RouteSSH(pool, Chain((hop,)))
        async with remote_filesystem("host", "ssh", connections=route) as there:
            with pytest.raises(ServerNotAuthentic, match=r"\(SHA256:.* is not the known one.* pinned$"):
                await there.exists("/")


@pytest.mark.parametrize("driver", ["ssh", "rsync"])
async def test_whose_key_is_not_known(driver: str, server: LoopbackSSHD, tmp_path: Path) -> None:
    """Of a route the file is named that has to have it; of a jump host, it is the jump host whose key is missing."""
    known = tmp_path / "known"
    known.touch()
    hop = replace(login(server), host_keys=HostKeys(files=(str(known),)), alias="lab/n1")
    async with Pool() as pool:
        route = RouteSSH(pool, Chain((hop,)))
        async with remote_filesystem("n1", driver, connections=route) as there:
            with pytest.raises(ServerNotAuthentic, match=f"n1: no host key is known for lab/n1; .*{known}"):
                await there.exists("/")
    config = tmp_path / "config"
    config.write_text(
        f"Host gate\n  HostName 127.0.0.1\n  Port {server.port}\n  HostKeyAlias gate\n"
        f"Host *\n{server.config.read_text()}"
    )
    how: dict[str, Any] = {"user": "root", "port": server.port, "config": str(config), "jump": "gate"}
    async with remote_filesystem("127.0.0.1", driver, **how) as there:
        with pytest.raises(ServerNotAuthentic, match="no host key is known for gate;"):
            await there.exists("/")


_HOLDS = """
import asyncio, sys
from virtreach.files.ssh_link import SSHLink

async def main():
    link = SSHLink("127.0.0.1", user="root", port=int(sys.argv[1]), config=sys.argv[2])
    await link.open()
    print(link._master.pid, link._directory, flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


def test_the_connection_ends_with_its_process(server: LoopbackSSHD) -> None:
    """Killed, it cannot close anything; nothing stays behind all the same."""
    words = [sys.executable, "-c", _HOLDS, str(server.port), str(server.config)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        pid, directory = holder.stdout.readline().split()
        assert Path(directory, "s").exists()
        holder.kill()
    ends = time.monotonic() + 10 * patience()
    while Path(f"/proc/{pid}").exists() or Path(directory).exists():
        assert time.monotonic() < ends
        time.sleep(0.01)


async def test_over_a_pool_of_chains(server: LoopbackSSHD, tmp_path: Path) -> None:
    hop = login(server)
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


@pytest.mark.needs("root", "sshd", "scp", "rsync", "unshare", "ip", "module:asyncssh")
def test_an_address_with_a_zone(tmp_path: Path) -> None:
    """fe80::1%interface, in a network of its own; see `tests.interop.files.zone_id`."""
    program = [
        "unshare",
        "-n",
        sys.executable,
        "-W",
        "error",
        "-m",
        "tests.interop.files.zone_id",
        str(tmp_path),
    ]
    done = subprocess.run(program, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3])
    assert (done.stdout.split(), done.stderr) == (["ssh", "rsync", "sftp"], "")
