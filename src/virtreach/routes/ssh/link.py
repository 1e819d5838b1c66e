"""`Link`: one SSH connection at the end of a chain, and what is opened over it: streams, further logins, commands."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Any, TypeVar

from virtreach.errors import ConnectionClosed, ConnectTimeout, TransportError, UsageError, VirtreachError
from virtreach.errors.routes import ForwardingForbidden, HopLost, RelayMissing, RouteError
from virtreach.errors.text import printable
from virtreach.routes.ssh import commands, relay
from virtreach.routes.ssh.extra import asyncssh
from virtreach.routes.ssh.receiving import WINDOW
from virtreach.routes.ssh.refusals import lost_while_starting, no_answer, no_session, no_stream, show_target
from virtreach.routes.ssh.relay_session import RelaySession
from virtreach.routes.ssh.sessions import Sessions
from virtreach.routes.ssh.stream import Stream, StreamSession

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from virtreach.routes.ssh.commands import Finished
    from virtreach.routes.ssh.hop import Chain, Hop

__all__ = ["Link"]

_S = TypeVar("_S")
_PRIMING = 3.0
_CLOSING = 2.0
_REMEMBERED = 1024


class Link:
    """One SSH connection. Belongs to one event loop; made by a pool, which closes it.

    Attributes:
        chain: how it leads here.
        connection: asyncssh's object, for what is not wrapped here, such as SFTP.
        sessions: the places of the commands that run over it.
        users: how many streams, logins, commands and reservations keep it in use.
        reached_by: how the hop before connected to it: ``direct`` or a relay's name; ``tcp`` or ``command`` from here.
        setup_seconds: how long the login took.
        flowing: set while the socket takes what is written.
        opened_at: when it was there (`time.monotonic`).
    """

    def __init__(self, chain: Chain, parent: Link | None, *, prime: bool = True) -> None:
        self.chain = chain
        self.parent = parent
        self.connection: asyncssh.SSHClientConnection = None  # type: ignore[assignment]  # set by `adopt`
        self.sessions = Sessions(self.label, taken=self.reserve, freed=self._freed)
        self.users = 0
        self.reached_by = "tcp"
        self.setup_seconds = 0.0
        self.opened_at = 0.0
        self.failure: HopLost | None = None
        self.flowing = asyncio.Event()
        self.flowing.set()
        self.closed = asyncio.Event()
        self.on_idle: Callable[[Link], None] | None = None
        self.on_lost: Callable[[Link], None] | None = None
        self.on_freed: Callable[[], None] | None = None
        self._ways: dict[object, str] = {}
        self._relays: str | None = None
        self._watches: set[asyncio.Task[None]] = set()
        self._wants_priming = prime
        self._priming: asyncio.Task[None] | None = None
        self._closing = False

    @property
    def hop(self) -> Hop:
        """The machine at its end."""
        return self.chain.hops[-1]  # type: ignore[return-value]  # a link ends at a login

    @property
    def label(self) -> str:
        """The machine at its end, for people."""
        return self.hop.label

    @property
    def alive(self) -> bool:
        """Whether something new may be opened over it."""
        return not self.closed.is_set() and not self._closing

    # Its life

    def adopt(self, connection: asyncssh.SSHClientConnection, started: float) -> None:
        """Take over a connection that is logged in."""
        self.connection = connection
        self.opened_at = time.monotonic()
        self.setup_seconds = self.opened_at - started

    def lost(self, error: Exception | None) -> None:
        """Note that the connection has ended (asyncssh calls it)."""
        if self.failure is None and not self._closing:
            self.failure = self._lost_error(error)
        self.closed.set()
        self.flowing.set()
        if self.on_lost is not None:
            self.on_lost(self)

    def _lost_error(self, error: Exception | None) -> HopLost:
        above = self.parent
        if above is not None and above.failure is not None:
            return HopLost(f"{self.label}: lost, as {above.failure}", hop=above.failure.hop)
        said = printable(str(error)) if error is not None else "it closed the connection"
        silent = "keepalive" in said
        if above is not None and silent:
            said += " (nor is it known whether the machines before it would)"
        failure = HopLost(f"{self.label}: the connection was lost: {said}", hop=self.label, silent=silent)
        failure.__cause__ = error
        return failure

    @property
    def gone(self) -> Exception | None:
        """Why nothing goes over it any more; None while it is there."""
        if self.failure is not None:
            return self.failure
        above = self.parent
        while above is not None:
            if above.failure is not None:
                return HopLost(f"{self.label}: lost, as {above.failure}", hop=above.failure.hop)
            above = above.parent
        return None if self.alive else ConnectionClosed(f"{self.label}: the connection was closed")

    def explain(self, error: Exception) -> Exception:
        """Return what an error of asyncssh on one of the channels means."""
        gone = self.gone
        if isinstance(gone, HopLost):
            return gone
        if isinstance(error, TransportError):
            return error
        return HopLost(f"{self.label}: the connection was lost: {printable(str(error))}", hop=self.label)

    def _prime_once(self) -> None:
        """Begin to run ``true``: sshd turns Nagle's algorithm off only when a session starts (measured: 40 ms a call).

        A machine that runs no commands stays as it is; one that runs them for us needs nothing of the kind.
        """
        if self._wants_priming and self._priming is None and not self.sessions.began:
            self._priming = asyncio.get_running_loop().create_task(self._prime())

    async def _prime(self) -> None:
        # Whatever fails here shows again when the connection is used.
        with contextlib.suppress(Exception):
            async with asyncio.timeout(_PRIMING):
                session = asyncssh.SSHClientSession[bytes]
                channel, _ = await self.connection.create_session(session, "true", encoding=None)
                self.sessions.let_in()
                channel.close()
                await channel.wait_closed()

    async def aclose(self) -> None:
        """Close the connection with all that runs over it. May be called twice."""
        self._closing = True
        self.connection.close()
        try:
            async with asyncio.timeout(_CLOSING):
                await self.connection.wait_closed()
        except TimeoutError:
            self.connection.abort()
            await self.connection.wait_closed()
        finally:
            tasks = [*self._watches, *([self._priming] if self._priming is not None else [])]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def reserve(self) -> None:
        """Keep it from being closed as idle."""
        self.users += 1

    def release(self) -> None:
        """Undo one `reserve`."""
        self.users -= 1
        if self.users == 0 and self.on_idle is not None:
            self.on_idle(self)

    # What is opened over it

    async def open_stream(self, target: tuple[str, int] | str, *, timeout: float) -> Stream:
        """Open a stream to a host and port, or to a unix socket there.

        Raises:
            RouteError: what failed, by its class.
            HopLost: the connection broke meanwhile.
        """
        sessions: list[StreamSession] = []

        def factory() -> StreamSession:
            sessions.append(StreamSession(self))
            return sessions[-1]

        channel, way = await self.open(factory, target, timeout=timeout)
        return Stream(channel, sessions[-1], way=way, target=show_target(target))

    async def open(
        self, factory: Callable[[], Any], target: tuple[str, int] | str, *, timeout: float
    ) -> tuple[Any, str]:
        """Open a channel to a target for one of asyncssh's sessions, by the first way that works.

        Returns:
            The channel, and the way.
        """
        ends = time.monotonic() + timeout
        known = self._ways.get(target)
        if known is not None:
            return await self._by(known, factory, target, ends), known
        ways = list(self.hop.ways)
        refused: RouteError | None = None
        if "direct" in ways:
            try:
                return await self._by("direct", factory, target, ends), "direct"
            except ForwardingForbidden as error:
                if len(ways) == 1:
                    raise
                refused = error
        ways = relay.relays(await self._find(ends), self.hop.ways, unix=isinstance(target, str))
        for way in ways:
            with contextlib.suppress(UsageError):
                relay.relay_command(way, target)
                channel = await self._by(way, factory, target, ends)
                if len(self._ways) >= _REMEMBERED:
                    self._ways.clear()
                self._ways[target] = way
                return channel, way
        wanted = ", ".join(way for way in self.hop.ways if way != "direct")
        because = f" ({refused})" if refused is not None else ""
        raise RelayMissing(
            f"{show_target(target)}: {self.label} has none of the programs that could connect to it ({wanted})"
            f"{because}; install one of them there, or allow forwarding (AllowTcpForwarding, PermitOpen in "
            "sshd_config)",
            hop=self.label,
            target=show_target(target),
        ) from refused

    async def open_command_stream(self, command: str, *, timeout: float) -> Stream:
        """Run a command line there whose output and input are the stream.

        When it ends in failure without having written anything, reading raises what it said.
        """
        session = StreamSession(self)
        ends = time.monotonic() + timeout
        channel = await self._relay("the command", command, None, lambda: session, "the far end", ends)
        return Stream(channel, session, way="command", target=self.label)

    @contextlib.asynccontextmanager
    async def session(self, opening: Callable[[], Awaitable[_S]]) -> AsyncIterator[_S]:
        """Open one of asyncssh's sessions (a process, an SFTP client) with its place among those that may run.

        Args:
            opening: called to start it: ``lambda: link.connection.start_sftp_client()``.

        Raises:
            SessionsFull: as many run already as may; nothing was started.
            SessionsForbidden: no command may be run there.
            HopLost: the connection broke meanwhile.
        """
        with self.sessions.take():
            yield await self._session(opening())

    async def run(self, command: str, *, stdin: bytes = b"", timeout: float | None = None) -> Finished:
        """Run a command line there and wait for its end.

        Args:
            command: for the login shell there; `virtreach.routes.far_shell.quote_words` makes one of words.
            stdin: what it reads.
            timeout: seconds; after them the channel is closed, which does not end every program.

        Raises:
            CommandOutcomeUnknown: the connection broke, the time was over, or it had written more than
                `commands.OUTPUT_LIMIT` bytes, before its end was told.
            SessionsFull: as many run already as may; nothing was started.
            SessionsForbidden: no command may be run there.
            HopLost: the connection broke before the command was started.
        """
        return await commands.run(self, command, stdin=stdin, timeout=timeout)

    def _freed(self) -> None:
        if self.on_freed is not None:
            self.on_freed()
        self.release()

    async def _session(self, opening: Awaitable[_S]) -> _S:
        """Open a session that has a place."""
        if self._priming is not None and not self._priming.done():
            # It would count as one more than are let in.
            await asyncio.wait((self._priming,))
        try:
            opened = await self._shielded(opening)
        except asyncssh.ChannelOpenError as error:
            raise no_session(self, error) or self.sessions.refused() from error
        except Exception as error:
            # The channel was there, and broke before the answer to its request.
            if self.alive or isinstance(error, VirtreachError):
                raise
            raise lost_while_starting(self) from (self.failure or error)
        self.sessions.let_in()
        return opened

    async def _by(
        self, way: str, factory: Callable[[], Any], target: tuple[str, int] | str, ends: float
    ) -> Any:
        if way != "direct":
            line = relay.relay_command(way, target)
            return await self._relay(way, line, relay.MARKS[way], factory, show_target(target), ends)
        self._prime_once()
        if isinstance(target, str):
            opening: Awaitable[Any] = self.connection.create_unix_connection(factory, target, window=WINDOW)
        else:
            opening = self.connection.create_connection(factory, *target, window=WINDOW)
        self.reserve()
        try:
            async with _until(ends):
                channel, _ = await self._shielded(opening)
        except BaseException as error:
            self.release()
            if isinstance(error, asyncssh.ChannelOpenError):
                raise no_stream(self, error, target) from error
            if isinstance(error, TimeoutError) and not isinstance(error, ConnectTimeout):
                raise no_answer(self, target, f"through {self.label}") from error
            raise
        self._watch(channel, self.release)
        return channel

    async def _relay(
        self,
        way: str,
        line: str,
        mark: bytes | None,
        factory: Callable[[], Any],
        target: str,
        ends: float,
    ) -> Any:

        def failed(said: str) -> RouteError:
            return relay.failure(way, said, hop=self.label, target=target)

        session = RelaySession(factory, mark, failed)
        place = self.sessions.take()
        try:
            async with _until(ends):
                opening = self.connection.create_session(lambda: session, line, encoding=None, window=WINDOW)
                channel, _ = await self._session(opening)
                if not await session.connected():
                    channel.close()
                    if not self.alive:
                        raise self.failure or HopLost(f"{self.label}: closed", hop=self.label)
                    raise failed(session.said)
        except TimeoutError as error:
            session.abandon()
            place.give_back()
            if isinstance(error, ConnectTimeout):
                raise
            raise no_answer(self, target, f"through {way} on {self.label}") from error
        except BaseException:
            session.abandon()
            place.give_back()
            raise
        self._watch(channel, place.give_back)
        return channel

    async def _find(self, ends: float) -> str:
        if self._relays is None:
            done = await self.run(relay.FIND, timeout=max(0.1, ends - time.monotonic()))
            self._relays = done.stdout.decode("ascii", "replace")
        return self._relays

    async def _shielded(self, opening: Awaitable[_S]) -> _S:
        """Await what opens a channel; when we are cancelled meanwhile, the channel is closed once it is there."""
        task = asyncio.ensure_future(opening)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(_close_late)
            raise

    def _watch(self, channel: Any, then: Callable[[], None]) -> None:
        async def watch() -> None:
            try:
                await channel.wait_closed()
            finally:
                then()

        task = asyncio.get_running_loop().create_task(watch())
        self._watches.add(task)
        task.add_done_callback(self._watches.discard)


def _close_late(task: asyncio.Future[Any]) -> None:
    if task.cancelled() or task.exception() is not None:
        return
    opened = task.result()
    (opened[0] if isinstance(opened, tuple) else opened).close()


def _until(ends: float) -> asyncio.Timeout:
    return asyncio.timeout(max(0.0, ends - time.monotonic()))
