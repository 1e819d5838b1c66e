"""Where the drivers' SSH connections come from: routes of this process.

The sftp driver takes its sessions from them. The drivers that run ``ssh`` take the bare stream to the host's sshd, and
log in over it by themselves.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import socket
    from collections.abc import Awaitable, Callable
    from typing import Any

    from asyncssh import SFTPClient, SSHClientConnection

    from virtreach.conf.inventory import Inventory, Node
    from virtreach.routes.ssh.hop import Chain, Hop
    from virtreach.routes.ssh.link import Link
    from virtreach.routes.ssh.pool import Pool
    from virtreach.routes.ssh.reach import Reach

__all__ = [
    "GivenSSH",
    "LoginRoute",
    "NodeSSH",
    "OwnSSH",
    "ReachSSH",
    "RouteSSH",
    "SSHConnections",
    "SSHRoute",
    "inventory_route",
    "openssh_route",
]


class SSHConnections(Protocol):
    """Where the sftp driver gets its sessions from."""

    async def sftp(self) -> SFTPClient:
        """Open a session, with names as bytes; over a new connection when the last was lost."""

    async def aclose(self) -> None:
        """Let go of it; close it if it is nobody else's."""


@runtime_checkable
class SSHRoute(SSHConnections, Protocol):
    """A route that the drivers which run ``ssh`` can take as well."""

    async def to_sshd(self) -> tuple[Hop, socket.socket]:
        """Open a stream to the host's sshd, as a socket; return how to log in over it, too."""


class LoginRoute(Protocol):
    """The way to a login on one machine, such as `virtreach.shell.node.NodeRoute`."""

    @property
    def login(self) -> Hop:
        """The login."""

    def session(
        self, opening: Callable[[Link], Awaitable[Any]]
    ) -> contextlib.AbstractAsyncContextManager[tuple[Link, Any]]:
        """Open one of asyncssh's sessions there, with its place among those that may run."""

    async def open_socket(self, port: int) -> socket.socket:
        """Open a stream to a port of the machine."""


class GivenSSH:
    """A connection that is open already and stays its owner's."""

    def __init__(self, connection: SSHClientConnection) -> None:
        self._connection = connection

    async def sftp(self) -> SFTPClient:
        """Open a session over it."""
        return await _start(self._connection)

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
        from virtreach.routes.ssh.pool import TIMEOUT

        await self._held.aclose()
        self._held, client = await self._pool.in_session(self._chain, TIMEOUT, _hold, again=True)
        return client

    async def to_sshd(self) -> tuple[Hop, socket.socket]:
        """Open a stream to the sshd of the chain's last login, through the hops before it."""
        from virtreach.routes.ssh.hop import Hop

        hop = self._chain.hops[-1]
        assert isinstance(hop, Hop)
        return hop, await self._pool.open_socket(self._chain.parent, hop.host, hop.port)

    async def aclose(self) -> None:
        """Give the place back; the connection stays the pool's."""
        held, self._held = self._held, contextlib.AsyncExitStack()
        await held.aclose()


class ReachSSH:
    """A node of an inventory, with the fail-over of its proxies; the connections are a pool's."""

    def __init__(self, reach: Reach, node: Node) -> None:
        """Describe it; nothing is opened yet.

        Args:
            reach: of the inventory, in the event loop that the file system is used in; it stays its owner's.
            node: which of its nodes.
        """
        self._reach = reach
        self._node = node
        self._held = contextlib.AsyncExitStack()

    async def sftp(self) -> SFTPClient:
        """Open a session, through whichever proxy is well.

        Raises:
            RouteError: what failed on the way, by its class.
        """
        from virtreach.routes.ssh.hop import Hop
        from virtreach.routes.ssh.pool import TIMEOUT

        await self._held.aclose()
        reach, node = self._reach, self._node

        async def use(way: Chain, left: float) -> tuple[contextlib.AsyncExitStack, SFTPClient]:
            # A dead connection is replaced on the spot where no proxy has to be looked at first.
            again = not way.hops or not isinstance(way.hops[-1], Hop)
            return await reach.pool.in_session(reach.login(node, way), left, _hold, again=again)

        self._held, client = await reach.through(node, TIMEOUT, use)
        return client

    async def to_sshd(self) -> tuple[Hop, socket.socket]:
        """Open a stream to the node's sshd, through whichever proxy is well."""
        from virtreach.routes.ssh.hop import Chain, Hop

        hop = self._reach.login(self._node, Chain()).hops[-1]
        assert isinstance(hop, Hop)
        return hop, await self._reach.open_socket(f"{self._node.cluster}/{self._node.name}", hop.port)

    async def aclose(self) -> None:
        """Give the place back; the connection stays the pool's."""
        held, self._held = self._held, contextlib.AsyncExitStack()
        await held.aclose()


class NodeSSH:
    """A machine as an inventory knows it, with the fail-over of its proxies; the route stays its owner's."""

    def __init__(self, route: LoginRoute) -> None:
        """Describe it; nothing is opened yet.

        Args:
            route: the way there, of the event loop that the file system is used in.
        """
        self._route = route
        self._held = contextlib.AsyncExitStack()

    async def sftp(self) -> SFTPClient:
        """Open a session, through whichever proxy is well."""
        await self._held.aclose()
        held = self._held = contextlib.AsyncExitStack()
        opening = self._route.session(lambda link: _start(link.connection))
        _, client = await held.enter_async_context(opening)
        found: SFTPClient = client
        return found

    async def to_sshd(self) -> tuple[Hop, socket.socket]:
        """Open a stream to the machine's sshd, through whichever proxy is well."""
        hop = self._route.login
        return hop, await self._route.open_socket(hop.port)

    async def aclose(self) -> None:
        """Give the place back."""
        held, self._held = self._held, contextlib.AsyncExitStack()
        await held.aclose()


class OwnSSH:
    """A route over a pool of its own, which is made with the first use and closed with it."""

    def __init__(self, make: Callable[[Pool], SSHRoute]) -> None:
        """Describe it; nothing is opened yet.

        Args:
            make: makes the route, in the event loop that the file system is used in.
        """
        self._make = make
        self._opened: tuple[Pool, SSHRoute] | None = None

    def _route(self) -> SSHRoute:
        if self._opened is None:
            from virtreach.routes.ssh.pool import Pool

            # What priming does for commands, the session of SFTP does by itself.
            pool = Pool(prime=False)
            self._opened = pool, self._make(pool)
        return self._opened[1]

    async def sftp(self) -> SFTPClient:
        """Open a session.

        Raises:
            RouteError: what failed on the way, by its class.
            ConfigError: OpenSSH's configuration or the inventory cannot be understood.
            MissingExtra: asyncssh is not installed.
        """
        return await self._route().sftp()

    async def to_sshd(self) -> tuple[Hop, socket.socket]:
        """Open a stream to the host's sshd."""
        return await self._route().to_sshd()

    async def aclose(self) -> None:
        """Close the route and the pool."""
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened[1].aclose()
            await opened[0].aclose()


def openssh_route(
    host: str,
    *,
    user: str | None = None,
    port: int | None = None,
    keyfile: str | None = None,
    config: str | None = None,
    jump: str | None = None,
    connect_timeout: float = 30.0,
) -> OwnSSH:
    """Return the way that ``ssh HOST`` would go, in this process; nothing is read or opened yet.

    Args:
        host: name, address or alias.
        user, port, keyfile: what the configuration does not say, or says otherwise.
        config: a configuration file to use instead of the user's.
        jump: hosts to go through, ``user@host:port`` with commas between.
        connect_timeout: seconds for each login on the way.
    """

    def make(pool: Pool) -> SSHRoute:
        from dataclasses import replace

        from virtreach.routes.ssh.hop import Chain, Hop
        from virtreach.routes.ssh.openssh import FILES, openssh_chain

        files = FILES if config is None else (config,)
        chain = openssh_chain(host, user=user, port=port, jump=jump, files=files)
        hops = [
            replace(hop, connect_timeout=connect_timeout) if isinstance(hop, Hop) else hop
            for hop in chain.hops
        ]
        last = hops[-1]
        if keyfile is not None and isinstance(last, Hop):
            hops[-1] = replace(last, keys=(keyfile,), agent=None)
        return RouteSSH(pool, Chain(tuple(hops), chain.cluster))

    return OwnSSH(make)


def inventory_route(inventory: Inventory, node: Node) -> OwnSSH:
    """Return the way to a node of an inventory, over connections of its own; nothing is opened yet."""

    def make(pool: Pool) -> SSHRoute:
        from virtreach.routes.ssh.reach import Reach

        return ReachSSH(Reach(inventory, pool), node)

    return OwnSSH(make)


async def _hold(link: Link) -> tuple[contextlib.AsyncExitStack, SFTPClient]:
    """Open a session over a connection that is kept from being closed as idle."""
    async with contextlib.AsyncExitStack() as stack:
        link.reserve()
        stack.callback(link.release)
        client = await stack.enter_async_context(link.session(lambda: _start(link.connection)))
        return stack.pop_all(), client


async def _start(connection: SSHClientConnection) -> SFTPClient:
    return await connection.start_sftp_client(path_encoding=None)
