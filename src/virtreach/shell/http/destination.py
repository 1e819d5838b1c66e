"""`Destination`: one node as URLs mean it: which of their hosts are it, and how it is connected, by its route alone.

A URL's host is compared with the node's names and addresses. The node's own names lead to its address, as where it is
reached from sees it; ``localhost`` leads to the node's loopback, by a login there. Another host is refused, so that a
redirect takes nobody anywhere else, and into the loopback only from there; where asked for, any host is connected from
the node.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from virtreach.errors import ConnectTimeout, UsageError
from virtreach.errors.text import printable
from virtreach.routes.ssh.background import shared
from virtreach.routes.ssh.pool import TIMEOUT
from virtreach.shell.http.channel_socket import SshProxySocket, proxied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from virtreach.routes.ssh.background import Background
    from virtreach.shell.node import NodeRoute
    from virtreach.shell.plain_stream import ByteStream

__all__ = ["BlockingDestination", "Destination", "OtherHost"]

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class OtherHost(UsageError):
    """A URL, or a redirect, names a host that is not the node; nothing was connected."""


class Destination:
    """One node, for URLs. Belongs to the event loop of its route."""

    def __init__(
        self,
        route: NodeRoute,
        *,
        names: Iterable[str] = (),
        other_hosts: bool = False,
        unix_socket: str | None = None,
    ) -> None:
        """Describe it.

        Args:
            route: the way to the node.
            names: further names of services on it, as their URLs and certificates have them.
            other_hosts: whether hosts that are not the node are connected, from the node, by a login there. Redirects
                then lead to whatever the node reaches, its loopback too.
            unix_socket: a unix socket of the node that answers in place of all ports.
        """
        self.route = route
        self.other_hosts = other_hosts
        self.unix_socket = unix_socket
        node = route.node
        own = (route.host, route.address, *((node.name, node.address, node.internal_address) if node else ()))
        self._names: set[str] = set()
        for name in (*own, *names):
            self.add_name(name or "")

    def add_name(self, name: str) -> None:
        """Have a further name mean the node. Names of the loopback mean the node's own, always."""
        plain = _plain(name)
        if plain and plain not in _LOOPBACK:
            self._names.add(plain)

    @property
    def label(self) -> str:
        """The node, for people."""
        return self.route.label

    @property
    def host(self) -> str:
        """The node's name, for URLs."""
        return self.route.host

    def check(self, host: str, first: str | None = None) -> None:
        """Look at a URL's host.

        Args:
            host: the URL's.
            first: the host of the URL that the program gave, where a redirect may have led on from it.

        Raises:
            OtherHost: it is not the node, or the node's loopback, which the program did not name.
        """
        name = _plain(host)
        if name in self._names or self.other_hosts or self.unix_socket is not None:
            return
        if name in _LOOPBACK:
            if first is None or _plain(first) in _LOOPBACK:
                return
            raise OtherHost(
                f"{self.label} redirects to {printable(host)}, its own loopback, where services trust who connects; "
                "give that URL yourself, or allow it (other_hosts=True, --other-hosts)"
            )
        known = ", ".join((*sorted(self._names), "localhost"))
        raise OtherHost(
            f"{printable(host)!r} is not {self.label}, and whatever goes to {self.label} goes nowhere else; its names "
            f"are {known}; give further ones (names=, --name), or allow hosts that it reaches "
            "itself (other_hosts=True, --other-hosts)"
        )

    async def open_stream(self, host: str, port: int, *, timeout: float | None = None) -> ByteStream:
        """Connect a URL's host and port.

        Raises:
            OtherHost: it is not the node.
            ConnectError: what failed, by its class.
        """
        self.check(host)
        limit = TIMEOUT if timeout is None else timeout
        if self.unix_socket is not None:
            return await self.route.open_unix_stream(self.unix_socket, timeout=limit)
        return await self.route.open_stream(port, self._seen(host), timeout=limit)

    async def open_socket(self, host: str, port: int, *, timeout: float | None = None) -> SshProxySocket:
        """The same as a socket in blocking mode, for another thread."""
        self.check(host)
        limit = TIMEOUT if timeout is None else timeout
        if self.unix_socket is not None:
            return proxied(await self.route.open_unix_socket(self.unix_socket, timeout=limit))
        return proxied(await self.route.open_socket(port, self._seen(host), timeout=limit))

    def _seen(self, host: str) -> str | None:
        """Return what `NodeRoute.open_stream` is told: None for the node's own address."""
        name = _plain(host)
        if name in self._names:
            return None
        return "localhost" if name in _LOOPBACK else host.strip("[]")


class BlockingDestination:
    """The same for threads, over a `Background`. May be shared; a process that was forked opens ways of its own.

    Attributes:
        timeout: seconds to connect, unless told otherwise.
        deadline: of the connections that are made from now on; see `SshProxySocket`.
    """

    deadline: float | None = None

    def __init__(
        self,
        make: Callable[[Background], Destination],
        *,
        background: Background | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        """Describe it.

        Args:
            make: makes the destination in a background's event loop.
            background: has the connections; the one that is shared in this process unless given.
            timeout: seconds to connect.
        """
        self._make = make
        self._given = background
        self._made: tuple[Background, Destination] | None = None
        self.timeout = timeout

    @property
    def inner(self) -> Destination:
        """The destination in the background that is in use now."""
        return self._current()[1]

    @property
    def label(self) -> str:
        """The node, for people."""
        return self.inner.label

    def check(self, host: str, first: str | None = None) -> None:
        """Look at a URL's host; see `Destination.check`."""
        self.inner.check(host, first)

    def connect(self, host: str, port: int, timeout: float | None = None) -> SshProxySocket:
        """Connect a URL's host and port, as a socket with that timeout.

        Raises:
            OtherHost: it is not the node.
            ConnectError: what failed, by its class.
        """
        background, destination = self._current()
        limit = self.timeout if timeout is None else timeout
        started = time.monotonic()
        made = background.do(destination.open_socket(host, port, timeout=limit))
        made.deadline = self.deadline
        if timeout is not None:
            left = started + timeout - time.monotonic()
            if left <= 0:
                made.close()
                raise ConnectTimeout(
                    f"{destination.label}: the time for connecting passed",
                    step="route",
                    target=destination.label,
                )
            made.settimeout(left)
        return made

    def _current(self) -> tuple[Background, Destination]:
        background = self._given if self._given is not None else shared()
        if self._made is None or self._made[0] is not background:
            self._made = (background, self._make(background))
        return self._made


def _plain(host: str) -> str:
    return host.strip("[]").rstrip(".").lower()
