"""`Reach`: the nodes of an inventory, through whichever proxy of their cluster is well.

A node behind proxies is never reached around them: when the group is empty, or all of its members fail, that is an
error. A failed proxy is passed over for a while, twice as long each time, unless all have failed. What is opened anew
goes to the next proxy at once; what went through the failed one has broken with an error that says so, as nobody can
know how much of it arrived.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from virtreach.errors import ConnectError, ConnectTimeout, UsageError
from virtreach.errors.routes import (
    AllProxiesFailed,
    ForwardingForbidden,
    HopLost,
    HopUnreachable,
    NoProxy,
    RelayMissing,
)
from virtreach.routes.ssh.hop import DEFAULT_PORT, WAYS, Chain, CommandHop, Hop
from virtreach.routes.ssh.host_keys import HostKeys

if TYPE_CHECKING:
    import socket
    from collections.abc import Awaitable, Callable

    from virtreach.conf.inventory import Cluster, Inventory, Node
    from virtreach.routes.ssh.commands import Finished
    from virtreach.routes.ssh.link import Link
    from virtreach.routes.ssh.pool import Pool
    from virtreach.routes.ssh.stream import Stream

__all__ = ["Health", "Reach", "login_hop"]

_R = TypeVar("_R")
_FIRST_PAUSE = 2.0
_LONGEST_PAUSE = 60.0
_HEAD_START = 2.0
"""Seconds for a proxy to let us in before the next one is asked as well."""


@dataclass(slots=True)
class Health:
    """What is known about a proxy.

    Attributes:
        failures: how often it failed in a row; 0 when it is well.
        retry_at: until when it is passed over (`time.monotonic`).
        error: its last failure, or None.
    """

    failures: int = 0
    retry_at: float = 0.0
    error: Exception | None = None


def login_hop(node: Node, *, inside: bool, by_name: bool = False) -> Hop:
    """Return a node's SSH login.

    Args:
        node: the node.
        inside: whether it is reached from inside its cluster, by its internal address.
        by_name: whether its host key is looked up as that of ``CLUSTER/NODE`` rather than of its address.
    """
    address = (node.internal_address or node.address) if inside else node.address
    if address is None:
        if node.kind == "guest":
            raise UsageError(
                f"{node.cluster}/{node.name} is a guest without an address; it is reached through its host: by "
                "'virtreach run' and 'jobs', and from Python by open_remote"
            )
        raise UsageError(f"the node {node.cluster}/{node.name} has no address to reach it directly")
    login: dict[str, Any] = node.login
    return Hop(
        host=address,
        port=login.get("port", DEFAULT_PORT),
        user=login.get("user"),
        keys=(login["keyfile"],) if "keyfile" in login else (),
        certificates=(login["certificate"],) if "certificate" in login else (),
        agent=login.get("agent"),
        host_keys=HostKeys(
            pinned=(node.host_key,) if node.host_key else (),
            files=(login["known_hosts"],) if "known_hosts" in login else None,
            authorities=(login["host_authority"],) if "host_authority" in login else (),
        ),
        alias=f"{node.cluster}/{node.name}" if by_name else None,
        ways=tuple(login.get("ways", WAYS)),
        connect_timeout=float(login.get("connect_timeout", 15.0)),
        keepalive=float(login.get("keepalive", 1.0)),
    )


class Reach:
    """Ways to the nodes of an inventory. Belongs to the event loop of its pool."""

    def __init__(
        self, inventory: Inventory, pool: Pool, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Make one.

        Args:
            inventory: clusters and nodes.
            pool: opens and shares the connections; the caller closes it.
            clock: tells when a failed proxy may be tried again.
        """
        self.inventory = inventory
        self.pool = pool
        self._clock = clock
        self._health: dict[Chain, Health] = {}

    def health(self, chain: Chain) -> Health:
        """Return what is known about the proxy at a chain's end."""
        return self._health.get(chain, Health())

    def ways_to(self, node: Node) -> list[Chain]:
        """Return the chains that lead to where a node is reached from, in the order in which they are tried now.

        A node that is reached directly has one, without any login.

        Raises:
            NoProxy: the node stands behind a proxy group without members.
        """
        cluster = self.inventory.cluster(node.cluster)
        groups = cluster.proxy_groups(node)
        if not groups:
            return [_outside(cluster)]
        chains = [
            before.then(self._login_hop(proxy))
            for group in groups
            for proxy in group.nodes
            for before in self.ways_to(proxy)
        ]
        if not chains:
            raise NoProxy(
                f"{node.cluster}/{node.name} is reached through {', '.join(group.name for group in groups)}, which has "
                "no members; it is never reached directly: add a proxy to the inventory, or take is_proxy away",
                target=node.name,
            )
        return self._in_order(chains, cluster.policy)

    def _in_order(self, chains: list[Chain], policy: str) -> list[Chain]:
        now = self._clock()

        def rank(chain: Chain) -> tuple[float, int]:
            health = self.health(chain)
            # All that are passed over come last, the one that may be tried soonest first.
            passed_over = max(0.0, health.retry_at - now)
            load = sum(link.users for link in self.pool.links(chain)) if policy == "least-loaded" else 0
            return passed_over, load

        return sorted(chains, key=rank)

    def address(self, node: Node) -> str:
        """Return the address by which a node is reached, from where `ways_to` leads."""
        return self._login_hop(node).host

    def _login_hop(self, node: Node) -> Hop:
        inside = bool(self.inventory.cluster(node.cluster).proxy_groups(node))
        return login_hop(node, inside=inside, by_name=self.inventory.shares_address(node))

    # Opening

    async def open_stream(self, name: str, port: int, *, timeout: float = 30.0) -> Stream:
        """Open a stream to a port of a node behind proxies.

        Raises:
            AllProxiesFailed, NoProxy: no proxy is to be had.
            RouteError: the node's own answer.
            UsageError: the node is reached directly; `open_socket` does both.
        """
        node = self.inventory.node(name)
        address = self.address(node)
        return await self.through(
            node,
            timeout,
            lambda way, left: self.pool.open_stream(way, address, port, timeout=left, again=False),
        )

    async def open_socket(self, name: str, port: int, *, timeout: float = 30.0) -> socket.socket:
        """Open a stream to a port of any node, as a socket in blocking mode; see `open_stream`."""
        node = self.inventory.node(name)
        address = self.address(node)
        return await self.through(
            node,
            timeout,
            lambda way, left: self.pool.open_socket(way, address, port, timeout=left, again=False),
        )

    async def open_unix_socket(self, name: str, path: str, *, timeout: float = 30.0) -> socket.socket:
        """Open a stream to a unix socket of a node, by a login there, as a socket in blocking mode."""
        node = self.inventory.node(name)
        return await self.through(
            node,
            timeout,
            lambda way, left: self.pool.open_unix_socket(
                self.login(node, way), path, timeout=left, again=False
            ),
        )

    async def open_command_socket(self, name: str, command: str, *, timeout: float = 30.0) -> socket.socket:
        """Run a command line on a node whose output and input are the stream, as a socket in blocking mode."""
        node = self.inventory.node(name)
        return await self.through(
            node,
            timeout,
            lambda way, left: self.pool.open_command_socket(
                self.login(node, way), command, timeout=left, again=False
            ),
        )

    async def run(
        self, name: str, command: str, *, stdin: bytes = b"", timeout: float | None = None
    ) -> Finished:
        """Run a command line on a node. Nothing is ever run twice: once begun, a broken way is an error.

        Raises:
            CommandOutcomeUnknown: see `Link.run`.
        """
        node = self.inventory.node(name)
        return await self.through(
            node,
            30.0,
            lambda way, _: self.pool.run(
                self.login(node, way), command, stdin=stdin, timeout=timeout, again=False
            ),
        )

    def login(self, node: Node, way: Chain) -> Chain:
        """Return the chain that goes on from one of a node's `ways_to` to a login on the node."""
        return way.then(self._login_hop(node))

    async def through(self, node: Node, timeout: float, use: Callable[[Chain, float], Awaitable[_R]]) -> _R:
        """Do something that opens a way, by the first proxy that is well.

        Args:
            node: where to.
            timeout: seconds for opening, all proxies together.
            use: is given the way to where the node is reached from (`login` goes on from there) and how many seconds
                are left. It is called again, with another way, only when a proxy failed before anything was begun.

        Raises:
            AllProxiesFailed, NoProxy: no proxy is to be had.
        """
        ends = time.monotonic() + timeout
        ways = self.ways_to(node)
        failures: list[Exception] = []
        if not ways[0].hops or isinstance(ways[0].hops[-1], CommandHop):
            return await use(ways[0], timeout)
        pending, anew = list(ways), set[Chain]()
        while pending:
            begun, link = time.monotonic(), None
            way = await self._quickest(pending, failures, ends)
            if way is None:
                break
            try:
                async with self.pool.link(way, timeout=max(0.0, ends - time.monotonic())) as link:
                    try:
                        try:
                            result = await use(way, max(0.0, ends - time.monotonic()))
                        except HopLost as lost:
                            # A connection of long ago to the node itself, when the proxy is well.
                            if lost.silent or not link.alive:
                                await _settled(link)
                                raise
                            result = await use(way, max(0.0, ends - time.monotonic()))
                    except (HopLost, HopUnreachable, ConnectTimeout) as error:
                        # Was it the proxy, or what lies behind it?
                        if link.alive:
                            raise _NodesOwn(error) from error
                        raise
                    except (ForwardingForbidden, RelayMissing):
                        raise
                    except Exception as error:
                        raise _NodesOwn(error) from error
            except _NodesOwn as own:
                assert link is not None
                if link.failure is not None:
                    self._failed(way, link.failure)
                else:
                    self._health.pop(way, None)
                raise own.error from own.error.__cause__
            except (ConnectError, HopLost) as error:
                broke = link.failure if link is not None and link.opened_at < begun else None
                if broke is not None and not broke.silent and way not in anew:
                    # It broke while nobody used it, perhaps long ago; the proxy itself may be well.
                    anew.add(way)
                    pending.insert(0, way)
                    continue
                failures.append(error)
                self._failed(way, error)
                continue
            self._health.pop(way, None)
            return result
        said = "; ".join(str(error) for error in failures)
        raise AllProxiesFailed(
            f"{node.cluster}/{node.name}: none of its {len(ways)} proxies leads there: {said}",
            target=node.name,
            failures=failures,
        ) from failures[-1]

    async def _quickest(self, pending: list[Chain], failures: list[Exception], ends: float) -> Chain | None:
        """Open the connection of the first way that can be had, and take it out of those that are left.

        They are asked in their order: the next one when one fails, and beside it when that one is silent for a while.

        Args:
            pending: the ways; those that fail are taken out, too. One that is merely slow stays.
            failures: is given the errors of those that fail.
            ends: until when, as `time.monotonic`.

        Returns:
            The way; None when all have failed or the time is over.
        """
        if pending and any(link.alive for link in self.pool.links(pending[0])):
            return pending.pop(0)
        asked: dict[asyncio.Task[None], Chain] = {}
        waiting = list(pending)
        try:
            while asked or waiting:
                left = max(0.0, ends - time.monotonic())
                if waiting and (left or not failures):
                    way = waiting.pop(0)
                    asked[asyncio.get_running_loop().create_task(self._opened(way, left))] = way
                if not asked:
                    break
                done, _ = await asyncio.wait(
                    asked, timeout=_HEAD_START if waiting else None, return_when=asyncio.FIRST_COMPLETED
                )
                for task in [one for one in asked if one in done]:
                    error, way = task.exception(), asked[task]
                    if error is not None and not isinstance(error, (ConnectError, HopLost)):
                        raise error
                    pending.remove(way)
                    if error is None:
                        for slow in list(asked.values())[: list(asked).index(task)]:
                            self._failed(slow, _slow(slow))
                        return way
                    del asked[task]
                    failures.append(error)
                    self._failed(way, error)
            return None
        finally:
            for task in asked:
                task.cancel()
            await asyncio.gather(*asked, return_exceptions=True)

    async def _opened(self, way: Chain, timeout: float) -> None:
        async with self.pool.link(way, timeout=timeout):
            pass

    def _failed(self, way: Chain, error: Exception) -> None:
        health = self._health.setdefault(way, Health())
        health.error = error
        if health.failures and self._clock() < health.retry_at:
            # Others that had begun to use it meanwhile tell of the same failure.
            return
        health.failures += 1
        health.retry_at = self._clock() + min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** (health.failures - 1))


def _slow(way: Chain) -> HopUnreachable:
    return HopUnreachable(
        f"{way.label}: it has not let us in within {_HEAD_START:g} seconds", hop=way.label, step="route"
    )


async def _settled(link: Link) -> None:
    """Wait until it shows whether a proxy has fallen silent as well as the node, whose silence is found first."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(1.2 * link.hop.keepalive):
            await link.closed.wait()


class _NodesOwn(Exception):
    """Carries an error that another proxy would not change past what catches the proxy's own."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


def _outside(cluster: Cluster) -> Chain:
    if cluster.proxy_command is None:
        return Chain((), cluster.name)
    return Chain((CommandHop.parse(cluster.proxy_command),), cluster.name)
