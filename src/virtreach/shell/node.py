"""`NodeRoute`: how one machine is reached, whether an inventory names it or OpenSSH's configuration does.

Everything for a machine goes through one of these: logins for commands, streams to its ports and unix sockets. Where
the machine stands behind a proxy group, each opening goes by the first proxy that is well, as `Reach` has it.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, TypeVar

from virtreach.errors import UsageError
from virtreach.errors.text import printable
from virtreach.routes.ssh.hop import Chain, CommandHop, Hop, show_address
from virtreach.routes.ssh.openssh import FILES, openssh_chain, parse_jump
from virtreach.routes.ssh.pool import TIMEOUT
from virtreach.shell.plain_stream import PlainStream

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from virtreach.conf.inventory import Inventory, Node
    from virtreach.routes.ssh.commands import Finished
    from virtreach.routes.ssh.link import Link
    from virtreach.routes.ssh.pool import Pool
    from virtreach.routes.ssh.reach import Reach
    from virtreach.shell.plain_stream import ByteStream

__all__ = ["NodeRoute", "node_route"]

_R = TypeVar("_R")
_S = TypeVar("_S")


def node_route(
    name: str,
    *,
    pool: Pool,
    reach: Reach | None = None,
    proxy_jump: str | None = None,
    files: Sequence[str] = FILES,
) -> NodeRoute:
    """Return the way to a machine by the name that a user gives.

    Args:
        name: NODE or CLUSTER/NODE of the inventory; without one, ``[user@]host[:port]`` as ssh takes it.
        pool: opens and shares the connections.
        reach: of the inventory, if there is one.
        proxy_jump: jump hosts, ``[user@]host[:port],...``; goes without an inventory.
        files: OpenSSH's configuration.

    Raises:
        UsageError: there is no such node, or the name is none.
        ConfigError: OpenSSH's configuration cannot be understood.
    """
    if reach is not None:
        if proxy_jump is not None:
            raise UsageError("jump hosts go without an inventory, which says how its nodes are reached")
        return NodeRoute.to_node(reach, name)
    return NodeRoute.to_host(pool, name, proxy_jump=proxy_jump, files=files)


class NodeRoute:
    """The way to one machine. Belongs to the event loop of its pool; opens nothing before it is used.

    Attributes:
        label: the machine, for people.
        pool: opens and shares the connections; whoever made it closes it.
        node: the inventory's entry, or None.
        host: the machine's name for TLS and the like: the node's name, or the host as it was given.
    """

    def __init__(
        self,
        pool: Pool,
        chain: Chain | None,
        *,
        label: str,
        host: str,
        reach: Reach | None = None,
        node: Node | None = None,
    ) -> None:
        """Made by `to_node`, `to_host` and `by_chain`."""
        self.pool = pool
        self.label = label
        self.host = host
        self.node = node
        self._chain = chain
        self._reach = reach

    @classmethod
    def to_node(cls, reach: Reach, name: str) -> NodeRoute:
        """Return the way to a node of an inventory: NODE, or CLUSTER/NODE.

        Raises:
            UsageError: there is none, or there are several.
        """
        node = reach.inventory.node(name)
        label = f"{node.cluster}/{node.name}"
        return cls(reach.pool, None, label=label, host=node.name, reach=reach, node=node)

    @classmethod
    def to_host(
        cls,
        pool: Pool,
        text: str,
        *,
        user: str | None = None,
        port: int | None = None,
        proxy_jump: str | None = None,
        files: Sequence[str] = FILES,
    ) -> NodeRoute:
        """Return the way to ``[user@]host[:port]`` that the ssh command would go.

        Args:
            pool: opens and shares the connections.
            text: the host, which may be an alias of the configuration.
            user, port: unless the text says them.
            proxy_jump: jump hosts; win over the configuration's.
            files: OpenSSH's configuration, the first file winning.

        Raises:
            UsageError: the text names no host.
            ConfigError: the configuration cannot be understood.
        """
        found = parse_jump(text) if text else []
        if len(found) != 1:
            raise UsageError(f"{printable(text)!r} names no host; write [user@]host[:port]")
        said_user, host, said_port = found[0]
        chain = openssh_chain(
            host, user=said_user or user, port=said_port or port, jump=proxy_jump, files=files
        )
        return cls(pool, chain, label=text, host=host)

    @classmethod
    def by_chain(cls, pool: Pool, chain: Chain, *, label: str = "") -> NodeRoute:
        """Return the way that a chain is, whose last hop is a login on the machine."""
        last = chain.hops[-1] if chain.hops else None
        if not isinstance(last, Hop):
            raise UsageError(f"{chain!r} does not end at a login")
        return cls(pool, chain, label=label or last.label, host=last.host)

    def __repr__(self) -> str:
        return f"<NodeRoute {self.label}>"

    @property
    def address(self) -> str:
        """The machine's address, as where it is reached from knows it."""
        if self._reach is not None:
            assert self.node is not None
            return self._reach.address(self.node)
        return self._login_hop.host

    @property
    def login(self) -> Hop:
        """How one logs in to the machine."""
        if self._reach is None:
            return self._login_hop
        assert self.node is not None
        last = self._reach.login(self.node, Chain()).hops[-1]
        assert isinstance(last, Hop)
        return last

    @property
    def inventory(self) -> Inventory | None:
        """The inventory that has the node, or None."""
        return None if self._reach is None else self._reach.inventory

    def beside(self, name: str) -> NodeRoute:
        """Return the way to another node of the same inventory, with the same knowledge of its proxies.

        Raises:
            UsageError: there is none, or there are several.
        """
        assert self._reach is not None
        return NodeRoute.to_node(self._reach, name)

    @property
    def _login_hop(self) -> Hop:
        assert self._chain is not None
        last = self._chain.hops[-1]
        assert isinstance(last, Hop)
        return last

    @property
    def key(self) -> tuple[object, ...]:
        """What a cache of things opened for this machine goes by: equal addresses in two clusters differ."""
        if self.node is not None:
            return (id(self._reach), self.node.cluster, self.node.name)
        return (id(self.pool), self._chain)

    # Opening

    async def open_stream(
        self, port: int, host: str | None = None, *, timeout: float = TIMEOUT
    ) -> ByteStream:
        """Open a stream to a port of the machine.

        Args:
            port: the port.
            host: None for the machine's own address, as where it is reached from sees it; else a name or address that
                the machine itself connects to by a login there: ``localhost``, or what only it can reach.
            timeout: seconds.

        Raises:
            RouteError: what failed on the way, by its class.
            ConnectError: the same, for a machine that is reached directly.
        """

        async def use(way: Chain, left: float) -> ByteStream:
            if host is not None:
                login = self._onto(way)
                return await self.pool.open_stream(login, host, port, timeout=left, again=self._again(way))
            if way.hops and isinstance(way.hops[-1], Hop):
                return await self.pool.open_stream(way, address, port, timeout=left, again=self._again(way))
            plain = await self.pool.open_socket(way, address, port, timeout=left)
            by = "command" if way.hops else "tcp"
            return await PlainStream.over(plain, way=by, target=show_address(address, port))

        address = self.address
        return await self._through(timeout, use)

    async def open_socket(
        self, port: int, host: str | None = None, *, timeout: float = TIMEOUT
    ) -> socket.socket:
        """Open the same as `open_stream` as a socket in blocking mode, for another thread; the loop has to run."""
        address = self.address
        return await self._through(
            timeout,
            lambda way, left: (
                self.pool.open_socket(way, address, port, timeout=left, again=self._again(way))
                if host is None
                else self.pool.open_socket(self._onto(way), host, port, timeout=left, again=self._again(way))
            ),
        )

    async def open_unix_stream(self, path: str, *, timeout: float = TIMEOUT) -> ByteStream:
        """Open a stream to a unix socket of the machine, by a login there."""
        return await self._through(
            timeout,
            lambda way, left: self.pool.open_unix_stream(
                self._onto(way), path, timeout=left, again=self._again(way)
            ),
        )

    async def open_unix_socket(self, path: str, *, timeout: float = TIMEOUT) -> socket.socket:
        """Open a stream to a unix socket of the machine, as a socket in blocking mode."""
        return await self._through(
            timeout,
            lambda way, left: self.pool.open_unix_socket(
                self._onto(way), path, timeout=left, again=self._again(way)
            ),
        )

    async def open_command_socket(self, line: str, *, timeout: float = TIMEOUT) -> socket.socket:
        """Run a command line there whose output and input are the stream, as a socket in blocking mode."""
        return await self._through(
            timeout,
            lambda way, left: self.pool.open_command_socket(
                self._onto(way), line, timeout=left, again=self._again(way)
            ),
        )

    async def run(self, line: str, *, stdin: bytes = b"", timeout: float | None = None) -> Finished:
        """Run a command line for the login shell there, and wait for its end. Nothing is ever run twice.

        Raises:
            CommandOutcomeUnknown: see `Link.run`.
            RouteError: it was not started.
        """
        return await self._through(
            TIMEOUT,
            lambda way, _: self.pool.run(
                self._onto(way), line, stdin=stdin, timeout=timeout, again=self._again(way)
            ),
        )

    @contextlib.asynccontextmanager
    async def session(
        self, opening: Callable[[Link], Awaitable[_S]], *, timeout: float = TIMEOUT
    ) -> AsyncIterator[tuple[Link, _S]]:
        """Open one of asyncssh's sessions by a login on the machine, and keep its place until the block is left.

        ::

            async with route.session(lambda link: link.connection.start_sftp_client()) as (link, client):
                ...

        Args:
            opening: starts it over a connection; called again, over another one, only when nothing was started.
            timeout: seconds for getting there.

        Raises:
            CommandOutcomeUnknown: the connection broke while it was being started.
            RouteError: it was not started.
        """

        async def use(link: Link) -> tuple[contextlib.AsyncExitStack, Link, _S]:
            async with contextlib.AsyncExitStack() as stack:
                opened = await stack.enter_async_context(link.session(lambda: _coroutine(opening(link))))
                return stack.pop_all(), link, opened

        held, link, opened = await self._through(
            timeout,
            lambda way, left: self.pool.in_session(self._onto(way), left, use, again=self._again(way)),
        )
        async with held:
            yield link, opened

    async def _through(self, timeout: float, use: Callable[[Chain, float], Awaitable[_R]]) -> _R:
        """Do something that opens a way, given the way to where the machine is reached from."""
        if self._reach is not None:
            assert self.node is not None
            return await self._reach.through(self.node, timeout, use)
        assert self._chain is not None
        return await use(self._chain.parent, timeout)

    def _onto(self, way: Chain) -> Chain:
        """Return the chain that goes on to a login on the machine."""
        if self._reach is not None:
            assert self.node is not None
            return self._reach.login(self.node, way)
        return way.then(self._login_hop)

    def _again(self, way: Chain) -> bool:
        """Whether a dead connection is replaced on the spot; with a proxy group, `Reach` looks at the proxy first."""
        return self._reach is None or not way.hops or isinstance(way.hops[-1], CommandHop)


async def _coroutine(awaitable: Awaitable[_S]) -> _S:
    return await awaitable
