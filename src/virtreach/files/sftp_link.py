"""The SSH connection that the sftp driver works over, and how it is opened when nobody brings one.

Whoever has routes of their own gives the driver an object with the two methods of `SSHConnections`.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Protocol

from virtreach.errors import (
    ConnectError,
    ConnectTimeout,
    CredentialsRejected,
    MissingExtra,
    ServerNotAuthentic,
)
from virtreach.errors.text import printable

if TYPE_CHECKING:
    from typing import Any

    from asyncssh import SFTPClient, SSHClientConnection

    from virtreach.routes.ssh.hop import Chain
    from virtreach.routes.ssh.pool import Pool

__all__ = ["DirectSSH", "GivenSSH", "RouteSSH", "SSHConnections", "load_asyncssh"]

_CIPHERS = (
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "chacha20-poly1305@openssh.com",
    "aes128-ctr",
    "aes256-ctr",
)
"""AES-GCM first: it is several times as fast as what asyncssh prefers."""
_KEEPALIVE = 15


class SSHConnections(Protocol):
    """Where the driver gets its SFTP sessions from."""

    async def sftp(self) -> SFTPClient:
        """Open a session, with names as bytes; over a new connection when the last was lost."""

    async def aclose(self) -> None:
        """Let go of it; close it if it is nobody else's."""


def load_asyncssh() -> Any:
    """Import asyncssh.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        import asyncssh
    except ImportError as error:
        raise MissingExtra(
            "SSH in this process needs the package 'asyncssh', which comes with the extra [ssh]: "
            "pip install 'virtreach[ssh]'"
        ) from error
    return asyncssh


class GivenSSH:
    """A connection that is open already and stays its owner's."""

    def __init__(self, connection: SSHClientConnection) -> None:
        self._connection = connection

    async def sftp(self) -> SFTPClient:
        """Open a session over it."""
        return await self._connection.start_sftp_client(path_encoding=None)

    async def aclose(self) -> None:
        """Leave it to its owner."""


class RouteSSH:
    """A login at the end of a chain of hops, over the connections of a pool, which are others' too."""

    def __init__(self, pool: Pool, chain: Chain) -> None:
        """Describe it; nothing is opened yet.

        Args:
            pool: of the event loop that the file system is used in; it stays its owner's.
            chain: the way; its last hop is a login at the host.
        """
        self._pool = pool
        self._chain = chain
        self._held = contextlib.AsyncExitStack()

    async def sftp(self) -> SFTPClient:
        """Open a session, which takes one of the places that the host has for them.

        Raises:
            RouteError: what failed on the way, by its class.
        """
        await self._held.aclose()
        held = self._held = contextlib.AsyncExitStack()
        link = await held.enter_async_context(self._pool.link(self._chain, session=True))

        async def opening() -> SFTPClient:
            return await link.connection.start_sftp_client(path_encoding=None)

        return await held.enter_async_context(link.session(opening))

    async def aclose(self) -> None:
        """Give the place back; the connection stays the pool's."""
        await self._held.aclose()


class DirectSSH:
    """A connection of the driver's own, by the user's OpenSSH configuration, agent and known hosts."""

    def __init__(
        self,
        host: str,
        *,
        user: str | None = None,
        port: int | None = None,
        keyfile: str | None = None,
        config: str | None = None,
        jump: str | None = None,
        connect_timeout: float = 30.0,
    ) -> None:
        """Describe it; nothing is opened yet.

        Args:
            host: name, address or alias.
            user, port, keyfile: what the configuration does not say, or says otherwise.
            config: a configuration file to use instead of the user's.
            jump: hosts to go through, ``user@host:port`` with commas between.
            connect_timeout: seconds.
        """
        self._host = host
        self._settings: dict[str, Any] = {
            "connect_timeout": connect_timeout,
            "login_timeout": connect_timeout,
        }
        for name, value in (
            ("username", user),
            ("port", port),
            ("config", config and [config]),
            ("tunnel", jump),
        ):
            if value is not None:
                self._settings[name] = value
        if keyfile is not None:
            self._settings["client_keys"] = [keyfile]
        self._open: SSHClientConnection | None = None

    async def sftp(self) -> SFTPClient:
        """Open a session, and the connection (again) when needed.

        Raises:
            ConnectError: it cannot be opened.
            CredentialsRejected: the server did not let us in.
            ServerNotAuthentic: the host's key is not the one that is known.
            MissingExtra: asyncssh is not installed.
        """
        connection = await self._connected()
        return await connection.start_sftp_client(path_encoding=None)

    async def _connected(self) -> SSHClientConnection:
        if self._open is not None and not self._open.is_closed():
            return self._open
        asyncssh = load_asyncssh()
        host = self._host
        try:
            self._open = await asyncssh.connect(
                host, encryption_algs=_CIPHERS, keepalive_interval=_KEEPALIVE, **self._settings
            )
        except asyncssh.HostKeyNotVerifiable as error:
            raise ServerNotAuthentic(
                f"{host}: the host's key is not the one that is known, or none is ({printable(str(error))}); compare "
                "the key's fingerprint with the host's, then put it into known_hosts"
            ) from error
        except asyncssh.PermissionDenied as error:
            raise CredentialsRejected(
                f"{host}: the ssh server did not let us in ({printable(str(error))}); check user name and key"
            ) from error
        except TimeoutError as error:
            raise ConnectTimeout(
                f"{host}: ssh was not let in within the time for connecting", step="ssh", target=host
            ) from error
        except (OSError, asyncssh.Error) as error:
            raise ConnectError(
                f"{host}: no connection by ssh ({printable(str(error))}); check host, port and the way there",
                step="ssh",
                target=host,
            ) from error
        assert self._open is not None
        return self._open

    async def aclose(self) -> None:
        """Close it."""
        connection, self._open = self._open, None
        if connection is not None:
            connection.close()
            await connection.wait_closed()
