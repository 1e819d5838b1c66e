"""`Pool`: SSH connections shared by all that goes the same way, opened when needed and closed when idle.

A connection is shared by who asks for an equal `Chain`: the same hops, logins, host keys and cluster. Chains share what
they have in common: fifty nodes behind one proxy take one login there, which is what keeps its sshd (MaxStartups) from
refusing. A connection that broke is forgotten at once; the next use opens a new one.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import time
from typing import TYPE_CHECKING, Any, TypeVar

from virtreach.errors import ConnectError, ConnectionClosed, ConnectTimeout, UsageError
from virtreach.errors.routes import HopLost, HopUnreachable
from virtreach.errors.text import printable
from virtreach.routes.aio_dial import connect_tcp
from virtreach.routes.far_shell import quote_words
from virtreach.routes.ssh.extra import asyncssh
from virtreach.routes.ssh.hop import Chain, CommandHop, Hop, show_address
from virtreach.routes.ssh.link import Link
from virtreach.routes.ssh.login import TurnedAway, log_in
from virtreach.routes.ssh.sessions import SessionsFull
from virtreach.routes.ssh.turns import Turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Hashable

    from virtreach.routes.ssh.commands import Finished
    from virtreach.routes.ssh.stream import Stream

__all__ = ["IDLE", "LINKS", "TIMEOUT", "Pool"]

_R = TypeVar("_R")

IDLE = 60.0
"""Seconds after its last use that a connection is kept."""
LINKS = 16
"""How many connections at most lead the same way, where each runs few commands (MaxSessions); more commands wait."""
TIMEOUT = 30.0
"""Seconds to open something, unless told otherwise."""
_GRACE = 0.2
_LAST_TURNS = 20
_PAUSES = (0.1, 0.2, 0.4, 0.8)  # seconds before a machine is asked again that closed the connection at once


class Pool:
    """Connections of one event loop. `aclose`, or leaving it as a context manager, closes them all."""

    def __init__(self, *, idle: float = IDLE, prime: bool = True) -> None:
        """Make an empty one.

        Args:
            idle: seconds after its last use that a connection is kept.
            prime: whether a machine that leads on runs ``true`` once, which turns 40 ms of waiting off.
        """
        self._idle = idle
        self._prime = prime
        self._links: dict[Chain, list[Link]] = {}
        self._opening: dict[Chain, asyncio.Task[Link]] = {}
        self._timers: dict[Link, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._turns = Turns()
        self._freed = asyncio.Event()  # set when a command has ended; then another one takes its place
        self._closed = False

    async def __aenter__(self) -> Pool:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.aclose()

    def links(self, chain: Chain) -> list[Link]:
        """Return the connections that lead along a chain now."""
        return list(self._links.get(chain, ()))

    @contextlib.asynccontextmanager
    async def link(
        self, chain: Chain, *, timeout: float = TIMEOUT, session: bool = False
    ) -> AsyncIterator[Link]:
        """Borrow the connection of a chain that ends at a login; it is opened if there is none, and stays open after.

        Args:
            chain: the way.
            timeout: seconds to open it.
            session: whether room for a command is needed; a full connection is passed over then.

        Raises:
            RouteError: it cannot be opened.
        """
        link = await self._reserved(chain, timeout, session)
        try:
            yield link
        finally:
            link.release()

    async def open_stream(
        self, chain: Chain, host: str, port: int, *, timeout: float = TIMEOUT, again: bool = True
    ) -> Stream:
        """Open a stream to a host and port at the end of a chain, whose last hop is a login.

        Args:
            chain, host, port: the way, and what is meant from its end.
            timeout: seconds.
            again: whether another connection is opened when the one that was there turns out to be dead.

        Raises:
            RouteError: what failed, by its class.
        """
        return await self._stream(chain, (host, port), timeout, again)

    async def open_unix_stream(
        self, chain: Chain, path: str, *, timeout: float = TIMEOUT, again: bool = True
    ) -> Stream:
        """Open a stream to a unix socket of the machine at the end of a chain."""
        return await self._stream(chain, path, timeout, again)

    async def open_socket(
        self, chain: Chain, host: str, port: int, *, timeout: float = TIMEOUT, again: bool = True
    ) -> socket.socket:
        """Open a stream to a host and port at the end of any chain, as a socket in blocking mode.

        The empty chain gives a TCP connection, one that ends with a `CommandHop` the program's input and output.

        Raises:
            ConnectError: what failed, by its class.
        """
        ends = time.monotonic() + timeout
        last = chain.hops[-1] if chain.hops else None
        if isinstance(last, Hop):
            stream = await self.open_stream(chain, host, port, timeout=timeout, again=again)
            return stream.to_socket()
        if last is None:
            stream_socket = await connect_tcp(host, port, deadline=ends)
        else:
            stream_socket = await self._by_command(chain, last, host, port, ends)
        stream_socket.setblocking(True)
        return stream_socket

    async def open_unix_socket(
        self, chain: Chain, path: str, *, timeout: float = TIMEOUT, again: bool = True
    ) -> socket.socket:
        """Open a stream to a unix socket of the machine at the end of a chain, as a socket in blocking mode."""
        return (await self.open_unix_stream(chain, path, timeout=timeout, again=again)).to_socket()

    async def open_command_socket(
        self, chain: Chain, command: str, *, timeout: float = TIMEOUT, again: bool = True
    ) -> socket.socket:
        """Run a command line at the end of a chain whose output and input are the stream, as a socket."""
        ends = time.monotonic() + timeout
        stream = await self.in_session(
            chain, timeout, lambda link: link.open_command_stream(command, timeout=_left(ends)), again=again
        )
        return stream.to_socket()

    async def run(
        self,
        chain: Chain,
        command: str,
        *,
        stdin: bytes = b"",
        timeout: float | None = None,
        again: bool = True,
    ) -> Finished:
        """Run a command line on the machine at the end of a chain and wait for its end.

        When the machine refuses a further command on a connection (MaxSessions), another connection is opened.
        Nothing is ever run twice.

        Raises:
            CommandOutcomeUnknown: see `Link.run`.
            RouteError: it was not started.
        """
        return await self.in_session(
            chain, TIMEOUT, lambda link: link.run(command, stdin=stdin, timeout=timeout), again=again
        )

    async def aclose(self) -> None:
        """Close all connections, the last of each chain first, and what runs over them."""
        self._closed = True
        for task in self._opening.values():
            task.cancel()
        await asyncio.gather(*self._opening.values(), return_exceptions=True)
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        links = [link for kept in self._links.values() for link in kept]
        self._links.clear()
        for link in sorted(links, key=lambda link: -len(link.chain.hops)):
            await link.aclose()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # Links

    async def _reserved(self, chain: Chain, timeout: float, session: bool) -> Link:
        if not chain.hops or not isinstance(chain.hops[-1], Hop):
            raise UsageError(f"{chain!r} does not end at a login")
        ends = time.monotonic() + timeout
        while True:
            if self._closed:
                raise ConnectionClosed("the pool of connections is closed")
            for link in self._links.get(chain, ()):
                if link.alive and not (session and link.sessions.full and len(self._links[chain]) < LINKS):
                    self._keep(link)
                    link.reserve()
                    return link
            task = self._opening.get(chain)
            if task is not None and task.done():
                # Its callback takes it away, and has yet to have its turn.
                await asyncio.sleep(0)
                continue
            if task is None:
                task = asyncio.get_running_loop().create_task(self._open(chain, timeout))
                self._opening[chain] = task
                task.add_done_callback(lambda done: self._opened(chain, done))
            try:
                # Others wait for it as well: who gives up does not take it from them.
                # What the opening itself says when its time is over tells more.
                async with asyncio.timeout(_left(ends) + _GRACE):
                    await asyncio.shield(task)
            except TimeoutError as error:
                if isinstance(error, ConnectError):
                    raise
                if await _last_words(task) and not task.cancelled():
                    task.result()
                    continue
                raise ConnectTimeout(
                    f"{chain.label}: the time for connecting passed", step="route", target=chain.label
                ) from error

    def _opened(self, chain: Chain, task: asyncio.Task[Link]) -> None:
        del self._opening[chain]
        if not task.cancelled() and task.exception() is None:
            link = task.result()
            self._links.setdefault(chain, []).append(link)
            if not link.alive:
                self._lost(link)
            elif link.users == 0:
                self._idles(link)

    async def _open(self, chain: Chain, timeout: float) -> Link:
        hop, before = chain.hops[-1], chain.parent
        assert isinstance(hop, Hop)
        ends = time.monotonic() + timeout
        async with contextlib.AsyncExitStack() as stack:
            parent = None
            # Before the turn: who waits for the way to be opened keeps nobody from this machine.
            on_the_way = before.parent if before.hops and isinstance(before.hops[-1], CommandHop) else before
            if on_the_way.hops:
                parent = await stack.enter_async_context(
                    self.link(on_the_way, timeout=min(timeout, hop.connect_timeout))
                )
            await stack.enter_async_context(self._turns.turn(_machine(chain, hop)))
            started = time.monotonic()
            ends = min(ends, started + hop.connect_timeout)
            for pause in _PAUSES:
                try:
                    return await self._log_in(chain, hop, parent, ends)
                except TurnedAway:
                    if pause > _left(ends) or (parent is not None and not parent.alive):
                        raise
                await asyncio.sleep(pause * random.uniform(0.5, 1.5))
            return await self._log_in(chain, hop, parent, ends)

    async def _log_in(self, chain: Chain, hop: Hop, parent: Link | None, ends: float) -> Link:
        started = time.monotonic()
        before = chain.parent
        sock, tunnel = None, None
        if before.hops and isinstance(before.hops[-1], Hop):
            assert parent is not None
            tunnel = _Tunnel(parent, ends)
        else:
            sock = await self._first(before, hop, ends)
        link = Link(chain, parent, prime=self._prime)
        link.on_lost = self._lost
        link.on_idle = self._idles
        link.on_freed = self._session_freed
        try:
            connection = await log_in(
                hop,
                lost=link.lost,
                flowing=link.flowing,
                sock=sock,
                tunnel=tunnel,
                timeout=max(0.1, _left(ends)),
            )
        except HopUnreachable as error:
            if parent is not None and parent.failure is not None:
                raise HopLost(f"{hop.label}: not reached, as {parent.failure}", hop=parent.label) from error
            raise
        link.reached_by = tunnel.way if tunnel is not None else ("command" if before.hops else "tcp")
        link.adopt(connection, started)
        return link

    async def _first(self, before: Chain, hop: Hop, ends: float) -> socket.socket:
        """Open the bare stream to a chain's first login, or to one behind a proxy command."""
        last = before.hops[-1] if before.hops else None
        if isinstance(last, CommandHop):
            return await self._by_command(before, last, hop.host, hop.port, ends)
        try:
            return await connect_tcp(hop.host, hop.port, deadline=ends)
        except ConnectError as error:
            why = str(error).partition(";")[0]
            raise HopUnreachable(
                f"{hop.label}: {why}; is sshd running there?", hop=hop.label, step=error.step
            ) from error

    async def _by_command(
        self, chain: Chain, last: CommandHop, host: str, port: int, ends: float
    ) -> socket.socket:
        words = last.argv(host, port)
        if chain.parent.hops:
            async with self.link(chain.parent, timeout=_left(ends), session=True) as link:
                stream = await link.open_command_stream(quote_words(words), timeout=_left(ends))
                outside = stream.to_socket()
                outside.setblocking(False)
                return outside
        from virtreach.routes import command
        from virtreach.routes.route import CommandRoute
        from virtreach.uri import RemoteURI

        route = CommandRoute(
            RemoteURI.parse("remote+ext:///"), words, target=show_address(host, port), own_terminal=True
        )
        program = command.start(route)
        program.patient = False
        program.setblocking(False)
        return program

    async def _stream(
        self, chain: Chain, target: tuple[str, int] | str, timeout: float, again: bool
    ) -> Stream:
        ends = time.monotonic() + timeout
        try:
            return await self._on_link(
                chain,
                timeout,
                lambda link: link.open_stream(target, timeout=_left(ends)),
                session=False,
                again=again,
            )
        except SessionsFull:
            # It takes a relay, and a relay is a command.
            return await self.in_session(
                chain, _left(ends), lambda link: link.open_stream(target, timeout=_left(ends)), again=again
            )

    async def in_session(
        self, chain: Chain, timeout: float, use: Callable[[Link], Awaitable[_R]], *, again: bool
    ) -> _R:
        """Use a connection that has room for a command; without any, open one more, or wait until one ends.

        Args:
            chain: the way to a login.
            timeout: seconds to get there.
            use: starts something over the connection (`Link.session`).
            again: whether another connection is opened when the one that was there turns out to be dead.
        """
        ends = time.monotonic() + timeout
        while True:
            try:
                return await self._on_link(chain, _left(ends), use, session=True, again=again)
            except SessionsFull:
                if len(self.links(chain)) < LINKS and _left(ends) > 0:
                    await asyncio.sleep(0)
                    continue
                freed = self._freed
            try:
                async with asyncio.timeout(_left(ends)):
                    await freed.wait()
            except TimeoutError as error:
                raise ConnectTimeout(
                    f"{chain.label}: all its connections were full of commands for {timeout:g} seconds (MaxSessions)",
                    step="route",
                    target=chain.label,
                ) from error

    async def _on_link(
        self,
        chain: Chain,
        timeout: float,
        use: Callable[[Link], Awaitable[_R]],
        *,
        session: bool,
        again: bool,
    ) -> _R:
        """Use a connection; when one of long ago turns out to be dead before anything was begun, use a new one."""
        ends = time.monotonic() + timeout
        while True:
            begun = time.monotonic()
            async with self.link(chain, timeout=_left(ends), session=session) as link:
                try:
                    return await use(link)
                except HopLost:
                    if not again or link.opened_at >= begun:
                        raise

    def _session_freed(self) -> None:
        self._freed.set()
        self._freed = asyncio.Event()

    def _keep(self, link: Link) -> None:
        timer = self._timers.pop(link, None)
        if timer is not None:
            timer.cancel()

    def _idles(self, link: Link) -> None:
        if self._closed or not link.alive:
            return
        self._keep(link)
        self._timers[link] = asyncio.get_running_loop().call_later(self._idle, self._retire, link)

    def _retire(self, link: Link) -> None:
        self._timers.pop(link, None)
        if link.users == 0:
            self._forget(link)
            task = asyncio.get_running_loop().create_task(link.aclose())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _lost(self, link: Link) -> None:
        self._keep(link)
        self._forget(link)

    def _forget(self, link: Link) -> None:
        kept = self._links.get(link.chain)
        if kept is not None and link in kept:
            kept.remove(link)
            if not kept:
                del self._links[link.chain]


def _machine(chain: Chain, hop: Hop) -> Hashable:
    """Return what tells one sshd from another, for its `Turns`."""
    own = hop.host == "localhost" or hop.host.startswith(("127.", "::1", "fe80:"))
    # In a cluster an address is one machine, whatever leads there, unless it is every machine's own.
    return chain.cluster, None if chain.cluster and not own else chain.parent, hop.host, hop.port


async def _last_words(task: asyncio.Task[Link]) -> bool:
    """Return whether an opening ends within some turns of the event loop.

    On a busy machine its own time and that of who waits for it may be found to be over in the same turn.
    """
    for _ in range(_LAST_TURNS):
        if task.done():
            break
        await asyncio.sleep(0)
    await asyncio.sleep(0)  # for what it has called at its end
    return task.done()


def _left(ends: float) -> float:
    return max(0.0, ends - time.monotonic())


class _Tunnel:
    """What asyncssh asks for the stream to the next login."""

    def __init__(self, link: Link, ends: float) -> None:
        self._link = link
        self._ends = ends
        self.way = ""
        self.logger = asyncssh.logging.logger

    async def create_connection(
        self, session_factory: Callable[[], Any], host: str, port: int
    ) -> tuple[Hashable, Any]:
        made: list[Any] = []

        def factory() -> Any:
            made.append(session_factory())
            return made[-1]

        channel, self.way = await self._link.open(factory, (host, port), timeout=_left(self._ends))
        return channel, made[-1]

    def __str__(self) -> str:
        return printable(self._link.label)
