"""Certificates of hosts and users that must not be taken: by us for a host's, by a real sshd for ours."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator

import asyncssh
import pytest

from tests.interop.lab.sshd import LoopbackSSHD
from tests.routes.ssh.evil import HOST_KEY, chain_to, serve
from virtreach.errors import ConfigError
from virtreach.errors.routes import HostKeyError, HostKeyRevoked, LoginRefused
from virtreach.routes.ssh.hop import Chain, Hop
from virtreach.routes.ssh.host_keys import HostKeys
from virtreach.routes.ssh.pool import Pool

pytestmark = pytest.mark.needs("module:asyncssh")

AUTHORITY, STRANGER = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
DAY = 86_400


def line(key: asyncssh.SSHKey) -> str:
    return key.export_public_key("openssh").decode().strip()


def host_certificate(
    principals: tuple[str, ...] = ("127.0.0.1",), authority: asyncssh.SSHKey = AUTHORITY, **settings: object
) -> asyncssh.SSHCertificate:
    return authority.generate_host_certificate(HOST_KEY, "host", principals=list(principals), **settings)


HOSTS: dict[str, Callable[[], object]] = {
    "names nobody": lambda: host_certificate(()),
    "an empty name": lambda: host_certificate(("",)),
    "names with a comma": lambda: host_certificate(("127.0.0.1,other",)),
    "another name": lambda: host_certificate(("127.0.0.2", "other")),
    "a pattern": lambda: host_certificate(("127.0.0.*", "*")),
    "expired": lambda: host_certificate(valid_after=0, valid_before=int(time.time()) - 1),
    "not yet valid": lambda: host_certificate(valid_after=int(time.time()) + DAY),
    "another authority": lambda: host_certificate(authority=STRANGER),
    "a user's": lambda: AUTHORITY.generate_user_certificate(HOST_KEY, "host", principals=["127.0.0.1"]),
}


async def log_in(port: int, host_keys: HostKeys) -> None:
    async with Pool(prime=False) as pool, pool.link(chain_to(port, host_keys=host_keys)):
        pass


async def test_the_certificate_that_is_taken() -> None:
    async with serve(server_host_keys=[(HOST_KEY, host_certificate(("other", "127.0.0.1")))]) as (port, _):
        await log_in(port, HostKeys(authorities=(line(AUTHORITY),)))
        await log_in(port, HostKeys(text=f"@cert-authority 127.0.0.*,[127.0.0.*]:* {line(AUTHORITY)}"))


@pytest.mark.parametrize("kind", HOSTS)
async def test_hosts_that_are_not_vouched_for(kind: str) -> None:
    async with serve(server_host_keys=[(HOST_KEY, HOSTS[kind]())]) as (port, servers):
        with pytest.raises(HostKeyError):
            await log_in(port, HostKeys(authorities=(line(AUTHORITY),)))
        assert all(50 not in server.seen for server in servers)  # nobody told who we are


async def test_revoked_authorities_and_hosts() -> None:
    known = f"@cert-authority * {line(AUTHORITY)}\n@revoked * "
    async with serve(server_host_keys=[(HOST_KEY, host_certificate())]) as (port, _):
        for revoked in (AUTHORITY, HOST_KEY):
            with pytest.raises(HostKeyRevoked):
                await log_in(port, HostKeys(text=known + line(revoked)))


async def test_an_authority_that_is_a_certificate_itself() -> None:
    """A key that an authority has certified vouches for nobody: there are no chains of authorities."""
    between = asyncssh.generate_private_key("ssh-ed25519")
    vouched = AUTHORITY.generate_host_certificate(between, "between", principals=["127.0.0.1"])
    nested = between.generate_host_certificate(HOST_KEY, "host", principals=["127.0.0.1"])
    async with serve(server_host_keys=[(HOST_KEY, nested)]) as (port, _):
        with pytest.raises(HostKeyError):
            await log_in(port, HostKeys(authorities=(line(AUTHORITY),)))
        itself = HostKeys(authorities=(vouched.export_certificate().decode().strip(),), files=())
        with pytest.raises((ConfigError, HostKeyError)):
            await log_in(port, itself)


# What a real sshd makes of ours


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoopbackSSHD]:
    directory = tmp_path_factory.mktemp("certified")
    authority = directory / "authority.pub"
    authority.write_text(line(AUTHORITY) + "\n")
    with LoopbackSSHD(directory / "sshd", settings=(f"TrustedUserCAKeys {authority}",)) as server:
        yield server


def user_certificate(
    key: asyncssh.SSHKey,
    principals: tuple[str, ...] = ("root",),
    authority: asyncssh.SSHKey = AUTHORITY,
    **settings: object,
) -> asyncssh.SSHCertificate:
    return authority.generate_user_certificate(key, "user", principals=list(principals), **settings)


USERS: dict[str, Callable[[asyncssh.SSHKey], object]] = {
    "names nobody": lambda key: user_certificate(key, ()),
    "names with a comma": lambda key: user_certificate(key, ("root,other",)),
    "another name": lambda key: user_certificate(key, ("toor",)),
    "expired": lambda key: user_certificate(key, valid_after=0, valid_before=int(time.time()) - 1),
    "not yet valid": lambda key: user_certificate(key, valid_after=int(time.time()) + DAY),
    "another authority": lambda key: user_certificate(key, authority=STRANGER),
    "a host's": lambda key: AUTHORITY.generate_host_certificate(key, "user", principals=["root"]),
    "another address": lambda key: user_certificate(key, source_address=["192.0.2.99"]),
}


async def present(server: LoopbackSSHD, make: Callable[[asyncssh.SSHKey], object]) -> None:
    """Log in with a key of its own and a certificate for it."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    known = HostKeys(files=(str(server.directory / "known_hosts"),))
    hop = Hop(
        host="127.0.0.1",
        port=server.port,
        user="root",
        keys=(key.export_private_key(),),
        certificates=(make(key).export_certificate(),),  # type: ignore[attr-defined]
        host_keys=known,
        connect_timeout=60,
    )
    async with Pool() as pool:
        await pool.run(Chain((hop,)), "true")


@pytest.mark.needs("root", "sshd", "ssh-keygen")
@pytest.mark.parametrize("kind", USERS)
async def test_users_that_are_not_vouched_for(sshd: LoopbackSSHD, kind: str) -> None:
    with pytest.raises(LoginRefused):
        await present(sshd, USERS[kind])


@pytest.mark.needs("root", "sshd", "ssh-keygen")
async def test_the_user_that_is(sshd: LoopbackSSHD) -> None:
    await present(sshd, user_certificate)
    # And one that ssh-keygen has written.
    directory = sshd.directory.parent
    AUTHORITY.write_private_key(directory / "authority")
    (directory / "authority").chmod(0o600)
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(directory / "mine")
    key = asyncssh.read_private_key(directory / "mine")
    key.write_public_key(directory / "mine.pub")
    words = ["ssh-keygen", "-q", "-s", "authority", "-I", "me", "-n", "root", "-V", "+1h", "mine.pub"]
    subprocess.run(words, cwd=directory, check=True, stdin=subprocess.DEVNULL)
    hop = Hop(
        host="127.0.0.1",
        port=sshd.port,
        user="root",
        keys=(str(directory / "mine"),),
        certificates=(str(directory / "mine-cert.pub"),),
        host_keys=HostKeys(files=(str(sshd.directory / "known_hosts"),)),
        connect_timeout=60,
    )
    async with Pool() as pool:
        assert (await pool.run(Chain((hop,)), "echo in")).stdout == b"in\n"
