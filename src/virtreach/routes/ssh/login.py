"""Logging in to one machine over a stream that is there: its host key, our keys, the settings that make it fast.

Settings, measured: aes128-gcm first is two to four times the speed of asyncssh's first choice; keepalives find a silent
machine; compression only costs.
"""

from __future__ import annotations

import asyncio
import contextlib
import getpass
import os
from typing import TYPE_CHECKING, Any

from virtreach.errors import ConfigError, UsageError, VirtreachError
from virtreach.errors.routes import (
    HopUnreachable,
    HostKeyChanged,
    HostKeyError,
    HostKeyRevoked,
    HostKeyUnknown,
    LoginRefused,
    RouteError,
)
from virtreach.errors.text import printable
from virtreach.routes.ssh.extra import asyncssh
from virtreach.routes.ssh.guard import Guard
from virtreach.routes.ssh.hop import show_address
from virtreach.routes.ssh.host_keys import remember_host_key
from virtreach.routes.ssh.receiving import take_packets
from virtreach.routes.ssh.sending import gather_packets
from virtreach.session.sasl.secret import Secret

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from virtreach.routes.ssh.hop import Hop

__all__ = ["CIPHERS", "TurnedAway", "log_in"]

CIPHERS = (
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "chacha20-poly1305@openssh.com",
    "aes128-ctr",
    "aes192-ctr",
    "aes256-ctr",
)


class TurnedAway(HopUnreachable):
    """The machine closed the connection before it said a word, as sshd does beyond MaxStartups."""


class _Client(asyncssh.SSHClient):
    """What asyncssh asks and tells during the life of a connection."""

    def __init__(
        self, check: _HostKeyCheck, lost: Callable[[Exception | None], None], flowing: asyncio.Event
    ) -> None:
        self._check = check
        self._lost = lost
        self._flowing = flowing
        self._connection: asyncssh.SSHClientConnection | None = None
        self._guard: Guard | None = None

    @property
    def answered(self) -> bool:
        """Whether something that speaks SSH has answered."""
        return self._connection is not None and bool(self._connection.get_extra_info("server_version"))

    def connection_made(self, conn: asyncssh.SSHClientConnection) -> None:
        self._connection = conn
        self._guard = Guard(conn, self._flowing)

    def auth_completed(self) -> None:
        assert self._guard is not None
        self._guard.logged_in()

    def validate_host_public_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:
        return self._check.offered(key)

    def validate_host_ca_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:
        self._check.fingerprint = key.get_fingerprint()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost(exc)


class _HostKeyCheck:
    """What is known about a machine's key, and what it offered."""

    def __init__(self, hop: Hop) -> None:
        self.hop = hop
        self.fingerprint = ""
        self.accepted = False
        known = hop.host_keys
        name, port = (hop.alias, 22) if hop.alias else (hop.host, hop.port)
        self.name, self.port = name, port
        try:
            hosts = asyncssh.import_known_hosts(known.known_hosts())
            keys, authorities, revoked = hosts.match(name, "", None if port == 22 else port)[:3]
            if known.pinned:
                keys = [asyncssh.import_public_key(line) for line in known.pinned]
                authorities = [asyncssh.import_public_key(line) for line in known.authorities]
        except (ValueError, asyncssh.KeyImportError) as error:
            raise ConfigError(f"known hosts: {printable(str(error))}") from error
        self.keys, self.authorities, self.revoked = list(keys), list(authorities), list(revoked)

    def offered(self, key: asyncssh.SSHKey) -> bool:
        """Decide on a key that is none of the known ones."""
        self.fingerprint = key.get_fingerprint()
        path = self.hop.host_keys.first_use
        if path is None or self.keys or self.authorities:
            return False
        try:
            remember_host_key(path, self.name, self.port, key.export_public_key("openssh").decode())
        except (OSError, UsageError) as error:
            # Not written down, it would be a stranger again next time: that is no first use.
            raise ValueError(f"its key could not be written to {path}: {error}") from error
        self.accepted = True
        return True

    def error(self, reason: str) -> HostKeyError:
        """Return the error for a key that was not accepted."""
        label = self.hop.label
        shown = f" ({self.fingerprint})" if self.fingerprint else ""
        if "revoked" in reason.lower():
            return HostKeyRevoked(
                f"{label}: its host key{shown} is marked as revoked", hop=label, fingerprint=self.fingerprint
            )
        if self.keys or self.authorities:
            return HostKeyChanged(
                f"{label}: its host key{shown} is not the known one: {printable(reason)}. It was rebuilt, or somebody "
                "stands in its place; compare the fingerprint on the machine itself before you replace the known key",
                hop=label,
                fingerprint=self.fingerprint,
            )
        return HostKeyUnknown(
            f"{label}: no host key is known for it, and the one it has{shown} was not accepted; compare the "
            "fingerprint on the machine itself, then add the key of "
            f"{self.hop.alias or show_address(self.name, self.port)} to known_hosts, or pin it",
            hop=label,
            fingerprint=self.fingerprint,
        )


async def log_in(
    hop: Hop,
    *,
    lost: Callable[[Exception | None], None],
    flowing: asyncio.Event,
    sock: socket.socket | None = None,
    tunnel: object = None,
    timeout: float,
) -> asyncssh.SSHClientConnection:
    """Log in to a machine.

    Args:
        hop: the machine.
        lost: called when the connection ends, with the reason if it was not closed by us.
        flowing: set while the socket takes what is written, cleared while it does not.
        sock: the stream to it, or
        tunnel: what opens one: an object with asyncssh's ``create_connection(session_factory, host, port)``.
        timeout: seconds for everything.

    Returns:
        The connection, which the caller closes. After a failure nothing stays open, `sock` neither.

    Raises:
        HostKeyError, LoginRefused, HopUnreachable: as the names say.
        TurnedAway: it closed the connection at once; later it may not.
        RouteError: from the tunnel, when the way to the machine could not be opened.
        UsageError: a key or certificate cannot be read.
        ConfigError: known_hosts.
    """
    with contextlib.ExitStack() as on_failure:
        if sock is not None:
            on_failure.callback(sock.close)
        check = _HostKeyCheck(hop)
        clients: list[_Client] = []

        def client() -> _Client:
            clients.append(_Client(check, lost, flowing))
            return clients[-1]

        try:
            async with asyncio.timeout(timeout), contextlib.AsyncExitStack() as stack:
                keys = await _keys(hop, stack)
                connection = await asyncssh.connect(
                    hop.host,
                    hop.port,
                    sock=sock,
                    tunnel=tunnel or (),
                    client_factory=client,
                    client_keys=keys,
                    **_settings(hop, check),
                )
        except VirtreachError:
            raise
        except Exception as error:
            # Anything: asyncssh lets what its decoders raise over a peer's bytes through as it is.
            failure = _failure(error, hop, check, timeout)
            _forget(error)
            if isinstance(error, asyncssh.ConnectionLost) and clients and not clients[-1].answered:
                raise TurnedAway(str(failure), hop=hop.label, step="login") from error
            raise failure from error
        on_failure.pop_all()
        gather_packets(connection)
        take_packets(connection)
        return connection


def _forget(error: BaseException) -> None:
    """Take away the frames of an error of asyncssh's, whose variables may be a password or a key, and of its causes."""
    seen: BaseException | None = error
    while seen is not None:
        seen.__traceback__ = None
        seen = seen.__cause__ or seen.__context__


def _failure(error: Exception, hop: Hop, check: _HostKeyCheck, timeout: float) -> RouteError:
    label = hop.label
    said = printable(str(error))
    if isinstance(error, asyncssh.HostKeyNotVerifiable):
        return check.error(str(error))
    if isinstance(error, asyncssh.KeyExchangeFailed) and "host key" in said.lower():
        return check.error("it has no key of the known kinds" if check.keys else said)
    if isinstance(error, asyncssh.PermissionDenied | asyncssh.IllegalUserName):
        return LoginRefused(
            f"{label}: the ssh server did not let us in: {said}; check user name, key and password",
            hop=label,
            step="login",
        )
    if isinstance(error, TimeoutError):
        return HopUnreachable(
            f"{label}: no login within {timeout:.1f} seconds; it may be hung", hop=label, step="login"
        )
    return HopUnreachable(
        f"{label}: the connection broke before the login was done: {said or type(error).__name__}; its sshd may be "
        "too busy (MaxStartups), or something else than sshd answers there",
        hop=label,
        step="login",
    )


def _settings(hop: Hop, check: _HostKeyCheck) -> dict[str, Any]:
    # With an authority or a known key, asyncssh asks for what fits them; without, certificates are of no use.
    algorithms = () if check.keys or check.authorities else _PLAIN_HOST_KEYS
    own_agent = hop.uses_defaults and (not hop.methods or "agent" in hop.methods)
    return {
        "username": hop.user or getpass.getuser(),
        "password": _when_asked(hop.password),
        "preferred_auth": tuple(dict.fromkeys(_METHODS[method] for method in hop.methods)) or (),
        "agent_path": (hop.agent or os.environ.get("SSH_AUTH_SOCK")) if own_agent else None,
        "known_hosts": (check.keys, check.authorities, check.revoked),
        "host_key_alias": hop.alias or (),
        "server_host_key_algs": algorithms,
        "encryption_algs": CIPHERS,
        "compression_algs": None,
        "keepalive_interval": hop.keepalive,
        # asyncssh gives up one interval after as many requests as this.
        "keepalive_count_max": max(1, hop.keepalive_count - 1),
        "login_timeout": 0,
        "config": None,
        "x509_trusted_certs": None,
    }


def _when_asked(password: str | Secret | None) -> Callable[[], str] | None:
    """Return what asyncssh asks for the password; the password itself would be a variable of its frames."""
    if password is None:
        return None
    secret = Secret(password)
    return lambda: secret.reveal().decode()


async def _keys(hop: Hop, stack: contextlib.AsyncExitStack) -> Any:
    """Return what asyncssh takes as keys: a list, None for none at all, () for the user's own."""
    if hop.uses_defaults:
        return ()
    agent_path = hop.agent
    if hop.methods:
        own = None if hop.keys else os.environ.get("SSH_AUTH_SOCK")
        agent_path = (agent_path or own) if "agent" in hop.methods else None
    files = hop.keys if not hop.methods or "privkey" in hop.methods else ()
    # A passphrase is made into a key by a function that is slow on purpose; the rest takes microseconds.
    if hop.passphrase is not None:
        keys = await asyncio.to_thread(lambda: [_read_key(item, hop) for item in files])
    else:
        keys = [_read_key(item, hop) for item in files]
    if agent_path is not None:
        # Asked here, as asyncssh would look for the user's key files as well.
        try:
            agent = await stack.enter_async_context(asyncssh.connect_agent(_whole(agent_path)))
            keys = [*keys, *await agent.get_keys()]
        except (OSError, ValueError) as error:
            raise UsageError(
                f"{hop.label}: the key agent {printable(agent_path)} does not answer: {error}"
            ) from error
    return keys or None


def _whole(path: str) -> str:
    return os.path.expanduser(path)


def _read_key(item: str | bytes, hop: Hop) -> asyncssh.SSHKeyPair:
    shown = printable(item) if isinstance(item, str) else "a key from memory"
    try:
        key = _private_key(item, hop)
        certificates = [_read_certificate(one) for one in hop.certificates]
        fitting = [one for one in certificates if one.key.public_data == key.public_data]
        return asyncssh.load_keypairs([(key, fitting[0]) if fitting else key])[0]
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as error:
        _forget(error)
        raise UsageError(
            f"{hop.label}: {shown} cannot be used: {error}; check its form and passphrase"
        ) from error
    except OSError as error:
        _forget(error)
        raise UsageError(f"{hop.label}: {shown} cannot be read: {error.strerror}") from error


def _private_key(item: str | bytes, hop: Hop) -> asyncssh.SSHKey:
    secret = None if hop.passphrase is None else Secret(hop.passphrase)
    if isinstance(item, bytes):
        return asyncssh.import_private_key(item, None if secret is None else secret.reveal())
    return asyncssh.read_private_key(_whole(item), None if secret is None else secret.reveal())


def _read_certificate(item: str | bytes) -> asyncssh.SSHCertificate:
    if isinstance(item, bytes):
        return asyncssh.import_certificate(item)
    return asyncssh.read_certificate(_whole(item))


_METHODS = {
    "agent": "publickey",
    "privkey": "publickey",
    "password": "password",
    "keyboard-interactive": "keyboard-interactive",
}
_PLAIN_HOST_KEYS = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-512",
    "rsa-sha2-256",
)
