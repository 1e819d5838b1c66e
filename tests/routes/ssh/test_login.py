"""Logging in: every kind of key, host keys and certificates, against an SSH server in the same process."""

from __future__ import annotations

import asyncio
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import asyncssh
import pytest

from tests.routes.ssh.evil import chain_to, text_server
from virtreach.errors import ConfigError, CredentialsRejected, ServerNotAuthentic, UsageError
from virtreach.errors.routes import (
    HopUnreachable,
    HostKeyChanged,
    HostKeyError,
    HostKeyRevoked,
    HostKeyUnknown,
    LoginRefused,
)
from virtreach.routes.ssh.hop import Chain, Hop
from virtreach.routes.ssh.host_keys import HostKeys
from virtreach.routes.ssh.pool import Pool

HOST_KEY = asyncssh.generate_private_key("ssh-ed25519")
USER_KEY = asyncssh.generate_private_key("ssh-ed25519")
AUTHORITY = asyncssh.generate_private_key("ssh-ed25519")


def line(key: asyncssh.SSHKey) -> str:
    return key.export_public_key("openssh").decode().strip()


PINNED = HostKeys(pinned=(line(HOST_KEY),))


class Server(asyncssh.SSHServer):
    """Lets in the user key, a certificate of the authority, and one password."""

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return password == "correct horse"


@pytest.fixture
async def serve() -> AsyncIterator[Callable[..., object]]:
    listeners = []

    async def start(**settings: object) -> int:
        settings = {
            "server_host_keys": [HOST_KEY],
            "authorized_client_keys": asyncssh.import_authorized_keys(
                f"{line(USER_KEY)}\ncert-authority {line(AUTHORITY)}\n"
            ),
            "process_factory": lambda process: process.exit(0),
            **settings,
        }
        listener = await asyncssh.listen("127.0.0.1", 0, server_factory=Server, **settings)
        listeners.append(listener)
        return listener.get_port()

    yield start
    for listener in listeners:
        listener.close()
        await listener.wait_closed()


async def log_in(port: int, **settings: object) -> None:
    """Log in once, and out."""
    hop = Hop(**{"host": "127.0.0.1", "port": port, "user": "me", "host_keys": PINNED, **settings})
    async with Pool(prime=False) as pool, pool.link(Chain((hop,))):
        pass


@pytest.mark.parametrize("kind", ["ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256"])
@pytest.mark.parametrize("form", ["openssh", "pkcs8-pem"])
async def test_keys_from_memory(serve: Callable[..., object], kind: str, form: str) -> None:
    key = asyncssh.generate_private_key(kind)
    port = await serve(authorized_client_keys=asyncssh.import_authorized_keys(line(key)))
    await log_in(port, keys=(key.export_private_key(form),))


async def test_key_file_with_passphrase(serve: Callable[..., object], tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(USER_KEY.export_private_key("openssh", "open sesame", rounds=16, ignore_few_rounds=True))
    port = await serve()
    await log_in(port, keys=(str(path),), passphrase="open sesame")
    for passphrase in ("wrong", None):
        with pytest.raises(UsageError, match="passphrase") as error:
            await log_in(port, keys=(str(path),), passphrase=passphrase)
        assert "wrong" not in str(error.value)


async def test_missing_and_broken_keys(serve: Callable[..., object], tmp_path: Path) -> None:
    port = await serve()
    with pytest.raises(UsageError, match="cannot be read"):
        await log_in(port, keys=(str(tmp_path / "none"),))
    with pytest.raises(UsageError, match="a key from memory cannot be used"):
        await log_in(port, keys=(b"nonsense",))


async def test_password(serve: Callable[..., object]) -> None:
    port = await serve()
    await log_in(port, password="correct horse")
    with pytest.raises(LoginRefused) as error:
        await log_in(port, password="wrong horse")
    assert isinstance(error.value, CredentialsRejected)
    assert "horse" not in str(error.value)
    assert "horse" not in repr(Hop(host="a", password="wrong horse"))


async def test_certificate(serve: Callable[..., object], tmp_path: Path) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    certificate = AUTHORITY.generate_user_certificate(key, "me", principals=["me"])
    port = await serve()
    private = key.export_private_key("openssh")
    with pytest.raises(LoginRefused):
        await log_in(port, keys=(private,))
    await log_in(port, keys=(private,), certificates=(certificate.export_certificate(),))
    path = tmp_path / "key-cert.pub"
    certificate.write_certificate(path)
    await log_in(port, keys=(private,), certificates=(str(path),))


@pytest.mark.needs("ssh-agent", "ssh-add")
async def test_agent(serve: Callable[..., object], tmp_path: Path) -> None:
    path, sock = tmp_path / "key", tmp_path / "agent"
    path.touch(mode=0o600)
    path.write_bytes(USER_KEY.export_private_key("openssh"))
    port = await serve()
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", str(sock)], stdout=subprocess.PIPE)
    assert agent.stdout is not None
    try:
        assert b"SSH_AUTH_SOCK" in agent.stdout.readline()  # it listens; its socket is there a moment before
        with pytest.raises(LoginRefused):
            await log_in(port, agent=str(sock))
        subprocess.run(
            ["ssh-add", "-q", str(path)],
            env={"SSH_AUTH_SOCK": str(sock), "PATH": "/usr/bin:/bin"},
            check=True,
        )
        path.unlink()
        await log_in(port, agent=str(sock))
    finally:
        agent.terminate()
        agent.wait(10)
        agent.stdout.close()


async def test_defaults_are_the_users(
    serve: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    port = await serve()
    (tmp_path / ".ssh").mkdir()
    (tmp_path / ".ssh/id_ed25519").write_bytes(USER_KEY.export_private_key("openssh"))
    with pytest.raises(HostKeyUnknown):
        await log_in(port, host_keys=HostKeys())
    (tmp_path / ".ssh/known_hosts").write_text(f"[127.0.0.1]:{port} {line(HOST_KEY)}\n")
    await log_in(port, host_keys=HostKeys())


# Host keys


async def test_host_keys_that_are_known(serve: Callable[..., object], tmp_path: Path) -> None:
    port = await serve()
    known = tmp_path / "known_hosts"
    known.write_text(f"# mine\nother,[127.0.0.1]:{port} {line(HOST_KEY)}\n")
    for host_keys in (
        PINNED,
        HostKeys(files=(str(known), str(tmp_path / "none"))),
        HostKeys(text=known.read_text()),
    ):
        await log_in(port, host_keys=host_keys, password="correct horse")
    alias = HostKeys(text=f"node-7 {line(HOST_KEY)}")
    await log_in(port, host_keys=alias, alias="node-7", password="correct horse")
    with pytest.raises(HostKeyUnknown, match=f"SHA256.*127.0.0.1:{port}"):
        await log_in(port, host_keys=alias, password="correct horse")


async def test_host_keys_that_are_not(serve: Callable[..., object], tmp_path: Path) -> None:
    port = await serve()
    stranger = line(asyncssh.generate_private_key("ssh-ed25519"))
    other_kind = line(asyncssh.generate_private_key("ecdsa-sha2-nistp256"))
    cases = [
        (HostKeys(files=()), HostKeyUnknown),
        (HostKeys(pinned=(stranger,)), HostKeyChanged),
        (HostKeys(pinned=(other_kind,)), HostKeyChanged),
        (HostKeys(text=f"[127.0.0.1]:{port} {stranger}"), HostKeyChanged),
        (HostKeys(text=f"[127.0.0.1]:{port} {line(HOST_KEY)}\n@revoked * {line(HOST_KEY)}"), HostKeyRevoked),
        (HostKeys(authorities=(line(AUTHORITY),)), HostKeyError),
    ]
    for host_keys, kind in cases:
        with pytest.raises(kind) as error:
            await log_in(port, host_keys=host_keys, password="correct horse")
        assert isinstance(error.value, ServerNotAuthentic)
    with pytest.raises(ConfigError):
        await log_in(port, host_keys=HostKeys(text="nonsense"))


async def test_host_certificates(serve: Callable[..., object]) -> None:
    certificate = AUTHORITY.generate_host_certificate(HOST_KEY, "host", principals=["127.0.0.1"])
    port = await serve(server_host_keys=[(HOST_KEY, certificate)])
    vouched = HostKeys(authorities=(line(AUTHORITY),))
    await log_in(port, host_keys=vouched, password="correct horse")
    await log_in(port, host_keys=PINNED, password="correct horse")
    other = HostKeys(authorities=(line(asyncssh.generate_private_key("ssh-ed25519")),))
    with pytest.raises(HostKeyError):
        await log_in(port, host_keys=other, password="correct horse")
    # A certificate for somebody else.
    wrong = AUTHORITY.generate_host_certificate(HOST_KEY, "host", principals=["elsewhere"])
    port = await serve(server_host_keys=[(HOST_KEY, wrong)])
    with pytest.raises(HostKeyError):
        await log_in(port, host_keys=vouched, password="correct horse")


async def test_first_use_only_when_it_can_be_remembered(serve: Callable[..., object], tmp_path: Path) -> None:
    port = await serve()
    known = tmp_path / "known_hosts"
    known.write_text("# no newline at the end")
    first = HostKeys(files=(), first_use=str(known))
    await log_in(port, host_keys=first, password="correct horse")
    assert known.read_text() == f"# no newline at the end\n[127.0.0.1]:{port} {line(HOST_KEY)}\n"
    await log_in(port, host_keys=first, password="correct horse")
    assert len(known.read_text().splitlines()) == 2
    blocked = tmp_path / "file"
    blocked.touch()
    unwritable = HostKeys(files=(), first_use=str(blocked / "known_hosts"))
    with pytest.raises((HostKeyError, ConfigError)):
        await log_in(port, host_keys=unwritable, password="correct horse")


# Servers that are none


@pytest.mark.parametrize(
    "banner", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-x\r\n", b"\0" * 100_000]
)
async def test_something_else_answers(banner: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("virtreach.routes.ssh.pool._PAUSES", (0.01, 0.02))

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(banner)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        with pytest.raises(HopUnreachable, match="before the login was done"):
            await log_in(server.sockets[0].getsockname()[1], password="x")


async def test_silent_server_is_given_up() -> None:
    async def wait(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()  # until the other side has given up
        writer.close()
        given_up.set()

    given_up = asyncio.Event()
    async with await asyncio.start_server(wait, "127.0.0.1", 0) as server:
        with pytest.raises(HopUnreachable, match="no login within"):
            await log_in(server.sockets[0].getsockname()[1], password="x", connect_timeout=0.3)
        await given_up.wait()


@pytest.mark.parametrize("begin", [0.1, 0.19, 0.195])
async def test_a_busy_machine_still_says_who_is_silent(begin: float) -> None:
    """The event loop stands still while the login's time and that of who waits for it pass: the login's word counts."""

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with text_server(listen) as port, Pool() as pool:
        asyncio.get_running_loop().call_later(begin, time.sleep, 0.4)
        with pytest.raises(HopUnreachable):
            await pool.open_stream(chain_to(port), "x", 22, timeout=0.2)
