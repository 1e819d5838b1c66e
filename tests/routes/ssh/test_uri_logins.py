"""Logins of the transports libssh and libssh2: passwords and where they come from, and the methods of ``sshauth=``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncssh
import pytest

import virtreach
from tests.routes.ssh.evil import HOST_KEY, USER_KEY, Evil, serve
from virtreach.auth.credentials import CredentialRequest
from virtreach.errors import ConnectionLost, NoCredentials, UsageError, VirtreachError
from virtreach.errors.routes import HostKeyUnknown, LoginRefused
from virtreach.routes.planning import plan
from virtreach.routes.route import InProcessSSHRoute
from virtreach.routes.ssh.background import Background
from virtreach.routes.ssh.hop import Hop

pytestmark = pytest.mark.needs("module:asyncssh")


class Server(Evil):
    """Lets in one password, one key, and notes what was tried."""

    tried: list[str] = []  # noqa: RUF012  # emptied by the fixture

    def begin_auth(self, username: str) -> bool:
        return True

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        self.tried.append("key")
        return key == USER_KEY.convert_to_public()

    def validate_password(self, username: str, password: str) -> bool:
        self.tried.append("password")
        return (username, password) == ("me", "correct horse")


@pytest.fixture
async def port() -> AsyncIterator[int]:
    Server.tried.clear()
    async with serve(kind=Server, process_factory=lambda process: process.exit(0)) as (port, _):
        yield port


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of one's own, and a thread of SSH connections that ends with the test."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    background = Background()
    monkeypatch.setattr("virtreach.routes.ssh.background.shared", lambda: background)
    yield tmp_path
    background.close()


def uri(port: int, home: Path, more: str = "") -> str:
    known = home / "known"
    known.write_text(f"[127.0.0.1]:{port} {HOST_KEY.export_public_key().decode()}")
    return f"test+libssh://me@127.0.0.1:{port}/default?known_hosts={known}{more}"


async def connect(uri: str, **settings: Any) -> VirtreachError:
    """Connect; the server lets in or not, and is no daemon in any case."""

    def blocking() -> None:
        with virtreach.connect(uri, **settings):
            raise AssertionError("there is no daemon")

    with pytest.raises(VirtreachError) as error:
        await asyncio.to_thread(blocking)
    with pytest.raises(VirtreachError) as again:
        await virtreach.aio.connect(uri, **settings)
    assert type(error.value) is type(again.value)
    return error.value


async def test_password_given(port: int, home: Path) -> None:
    assert not isinstance(await connect(uri(port, home), auth=("me", "correct horse")), LoginRefused)
    assert isinstance(await connect(uri(port, home), auth=("me", "wrong")), LoginRefused)
    assert isinstance(await connect(uri(port, home)), LoginRefused)


async def test_password_of_auth_conf(port: int, home: Path) -> None:
    conf = home / "auth.conf"
    conf.touch(mode=0o600)
    conf.write_text(
        "[credentials-lab]\npassword=correct horse\n[auth-ssh-127.0.0.1]\ncredentials=lab\n"
        "[credentials-sasl]\npassword=for nobody here\n[auth-libvirt-127.0.0.1]\ncredentials=sasl\n"
    )
    error = await connect(uri(port, home, f"&authfile={conf}"))
    assert isinstance(error, ConnectionLost), error
    assert "password" in Server.tried


async def test_password_asked_for_only_when_needed(port: int, home: Path) -> None:
    asked: list[CredentialRequest] = []

    def answer(request: CredentialRequest) -> str:
        asked.append(request)
        return "correct horse"

    assert isinstance(await connect(uri(port, home), auth=answer), ConnectionLost)
    assert [(one.needs, one.service, one.host) for one in asked] == [(("password",), "ssh", "127.0.0.1")] * 2
    assert isinstance(await connect(uri(port, home), auth=lambda request: None), NoCredentials)
    asked.clear()
    key = home / "key"
    key.write_bytes(USER_KEY.export_private_key())
    assert isinstance(await connect(uri(port, home, f"&keyfile={key}"), auth=answer), ConnectionLost)
    assert isinstance(await connect(uri(port, home, "&sshauth=privkey"), auth=answer), LoginRefused)
    assert asked == []


async def test_methods(port: int, home: Path) -> None:
    (home / ".ssh").mkdir()
    (home / ".ssh/id_ed25519").write_bytes(asyncssh.generate_private_key("ssh-ed25519").export_private_key())
    for methods, tried in (
        ("", ["key", "password"]),
        ("&sshauth=privkey", ["key"]),
        ("&sshauth=password", ["password"]),
        ("&sshauth=password,privkey", ["password"]),
        ("&sshauth=PRIVKEY,password", ["key", "password"]),
        ("&sshauth=agent", []),
    ):
        Server.tried.clear()
        await connect(uri(port, home, methods), auth=("me", "correct horse"))
        # Who is let in is not asked again.
        assert Server.tried == (tried if "password" in tried else tried * 2), methods


def test_what_the_uri_may_say() -> None:
    route = plan("qemu+libssh2://hv/system?sshauth=agent,Password")
    assert isinstance(route, InProcessSSHRoute)
    assert route.methods == ("agent", "password")
    for wrong in ("", "none", "agent,", "agent password"):
        with pytest.raises(VirtreachError):
            plan(f"qemu+libssh://hv/system?sshauth={wrong}")
    with pytest.raises(UsageError):
        Hop(host="a", methods=("telepathy",))


@pytest.mark.parametrize("value", ["no", "off", "accept-new", "ask"])
async def test_no_configuration_has_keys_accepted_silently(port: int, home: Path, value: str) -> None:
    (home / ".ssh").mkdir()
    known = home / "empty"
    (home / ".ssh/config").write_text(
        f"Host *\n  StrictHostKeyChecking {value}\n  UserKnownHostsFile {known}\n  User me\n"
    )
    error = await connect(f"test+libssh://127.0.0.1:{port}/default", auth=("me", "correct horse"))
    assert isinstance(error, HostKeyUnknown)
    assert Server.tried == []
    assert not known.exists()
