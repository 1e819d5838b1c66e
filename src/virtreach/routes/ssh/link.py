"""`Link`: one SSH connection at the end of a chain, and what is opened over it: streams, further logins, commands."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from virtreach.errors import ConnectTimeout, TransportError, UsageError
from virtreach.errors.routes import (
    CommandOutcomeUnknown,
    ForwardingForbidden,
    HopLost,
    NodeRefused,
    NodeTimeout,
    NodeUnreachable,
    RelayMissing,
    RouteError,
    SessionsForbidden,
)
from virtreach.errors.text import printable
from virtreach.routes.ssh import relay
from virtreach.routes.ssh.extra import asyncssh
from virtreach.routes.ssh.hop import show_address
from virtreach.routes.ssh.login import WINDOW
from virtreach.routes.ssh.relay_session import RelaySession
from virtreach.routes.ssh.stream import Stream, StreamSession

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator

    from virtreach.routes.ssh.hop import Chain, Hop

__all__ = ["OUTPUT_LIMIT", "Finished", "Link", "SessionsFull"]

OUTPUT_LIMIT = 64 << 20
"""How much a command that `Link.run` runs may write to either of its outputs, bytes."""

_S = TypeVar("_S")
_PRIMING = 3.0
_CLOSING = 2.0
_REMEMBERED = 1024
_PIECE = 1 << 18
_PROHIBITED = 1
_REQUEST_FAILED = (
    100  # asyncssh's own codes, for requests on a channel that was opened, are far above RFC 4254's
)


class SessionsFull(RouteError):
    """The machine runs no further command over this connection (MaxSessions); over another one it may."""


@dataclass(frozen=True, slots=True)
class Finished:
    """How a command ended.

    Attributes:
        status: its exit status; 128 and the signal's number when a signal ended it is the far shell's custom, not ours:
            then it is -1, and `signal` has the name.
        signal: the name of the signal that ended it (``TERM``), or "".
        stdout, stderr: what it wrote.
    """

    status: int
    signal: str
    stdout: bytes
    stderr: bytes


class Link:
    """One SSH connection. Belongs to one event loop; made by a pool, which closes it.

    Attributes:
        chain: how it leads here.
        connection: asyncssh's object, for what is not wrapped here, such as SFTP.
        sessions: how many commands run over it or are being started.
        session_limit: how many may, once the machine has refused one more; None while that is not known.
        users: how many streams, logins, commands and reservations keep it in use.
        reached_by: how the hop before connected to it: ``direct`` or a relay's name; ``tcp`` or ``command`` from here.
        setup_seconds: how long the login took.
        opened_at: when it was there (`time.monotonic`).
    """

    def __init__(self, chain: Chain, parent: Link | None) -> None:
        self.chain = chain
        self.parent = parent
        self.connection: asyncssh.SSHClientConnection = None  # type: ignore[assignment]  # set by `adopt`
        self.sessions = 0
        self.session_limit: int | None = None
        self._let_in = False  # whether a command was ever let in
        self.users = 0
        self.reached_by = "tcp"
        self.setup_seconds = 0.0
        self.opened_at = 0.0
        self.failure: HopLost | None = None
        self.closed = asyncio.Event()
        self.on_idle: Callable[[Link], None] | None = None
        self.on_lost: Callable[[Link], None] | None = None
        self.on_freed: Callable[[], None] | None = None
        self._ways: dict[object, str] = {}
        self._relays: str | None = None
        self._watches: set[asyncio.Task[None]] = set()
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
        if self.on_lost is not None:
            self.on_lost(self)

    def _lost_error(self, error: Exception | None) -> HopLost:
        above = self.parent
        if above is not None and above.failure is not None:
            return HopLost(f"{self.label}: lost, as {above.failure}", hop=above.failure.hop)
        said = printable(str(error)) if error is not None else "it closed the connection"
        failure = HopLost(f"{self.label}: the connection was lost: {said}", hop=self.label)
        failure.__cause__ = error
        return failure

    def explain(self, error: Exception) -> Exception:
        """Return what an error of asyncssh on one of the channels means."""
        if self.failure is not None:
            return self.failure
        above = self.parent
        while above is not None:
            if above.failure is not None:
                return HopLost(f"{self.label}: lost, as {above.failure}", hop=above.failure.hop)
            above = above.parent
        if isinstance(error, TransportError):
            return error
        return HopLost(f"{self.label}: the connection was lost: {printable(str(error))}", hop=self.label)

    async def prime(self) -> None:
        """Run ``true`` once, as sshd turns Nagle's algorithm off only when a session starts (measured: 40 ms a call).

        A machine that runs no commands stays as it is.
        """
        with contextlib.suppress(asyncssh.Error, OSError, TimeoutError):
            async with asyncio.timeout(_PRIMING):
                session = asyncssh.SSHClientSession[bytes]
                channel, _ = await self.connection.create_session(session, "true", encoding=None)
                self._let_in = True
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
            for watch in self._watches:
                watch.cancel()
            await asyncio.gather(*self._watches, return_exceptions=True)

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
            sessions.append(StreamSession(self.explain))
            return sessions[-1]

        channel, way = await self.open(factory, target, timeout=timeout)
        return Stream(channel, sessions[-1], way=way, target=_show(target))

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
            f"{_show(target)}: {self.label} has none of the programs that could connect to it ({wanted}){because}; "
            "install one of them there, or allow forwarding (AllowTcpForwarding, PermitOpen in sshd_config)",
            hop=self.label,
            target=_show(target),
        ) from refused

    async def open_command_stream(self, command: str, *, timeout: float) -> Stream:
        """Run a command line there whose output and input are the stream.

        When it ends in failure without having written anything, reading raises what it said.
        """
        session = StreamSession(self.explain)
        ends = time.monotonic() + timeout
        channel = await self._relay("the command", command, None, lambda: session, "the far end", ends)
        return Stream(channel, session, way="command", target=self.label)

    @contextlib.asynccontextmanager
    async def session(self, opening: Callable[[], Coroutine[Any, Any, _S]]) -> AsyncIterator[_S]:
        """Open one of asyncssh's sessions (a process, an SFTP client) with its place among those that may run.

        Args:
            opening: called to start it: ``lambda: link.connection.start_sftp_client()``.

        Raises:
            SessionsFull: as many run already as may; nothing was started.
            SessionsForbidden: no command may be run there.
            HopLost: the connection broke meanwhile.
        """
        with self._place():
            yield await self._session(opening())

    async def run(self, command: str, *, stdin: bytes = b"", timeout: float | None = None) -> Finished:
        """Run a command line there and wait for its end.

        Args:
            command: for the login shell there; `virtreach.routes.far_shell.quote_words` makes one of words.
            stdin: what it reads.
            timeout: seconds; after them the channel is closed, which does not end every program.

        Raises:
            CommandOutcomeUnknown: the connection broke, the time was over, or it had written more than `OUTPUT_LIMIT`
                bytes, before its end was told.
            SessionsFull: as many run already as may; nothing was started.
            SessionsForbidden: no command may be run there.
            HopLost: the connection broke before the command was started.
        """
        create = self.connection.create_process
        try:
            async with (
                asyncio.timeout(timeout),
                self.session(lambda: _coroutine(create(command, encoding=None))) as process,
            ):
                try:
                    stdout, stderr = await self._converse(process, stdin)
                finally:
                    process.close()
        except TimeoutError as error:
            raise CommandOutcomeUnknown(
                f"{self.label}: the command did not end within {timeout} seconds; it may still be running there",
                hop=self.label,
            ) from error
        if process.exit_status is None:
            raise CommandOutcomeUnknown(
                f"{self.label}: lost before the command's end was told; it may still be running there",
                hop=self.label,
            ) from self.failure
        signal = process.exit_signal[0] if process.exit_signal else ""
        return Finished(process.exit_status, signal, stdout, stderr)

    async def _converse(self, process: asyncssh.SSHClientProcess[bytes], stdin: bytes) -> tuple[bytes, bytes]:
        """Give a command its input, and take all that it writes until it has ended."""

        async def collect(source: asyncssh.SSHReader[bytes]) -> bytes:
            kept = bytearray()
            while data := await source.read(_PIECE):
                kept += data
                if len(kept) > OUTPUT_LIMIT:
                    raise CommandOutcomeUnknown(
                        f"{self.label}: the command wrote more than {OUTPUT_LIMIT} bytes and was cut off; read a "
                        "stream instead",
                        hop=self.label,
                    )
            return bytes(kept)

        if stdin:
            process.stdin.write(stdin)
        with contextlib.suppress(OSError):
            process.stdin.write_eof()
        tasks = [asyncio.ensure_future(collect(source)) for source in (process.stdout, process.stderr)]
        try:
            stdout, stderr = await asyncio.gather(*tasks)
            await process.wait_closed()
        except (asyncssh.Error, OSError) as error:
            if isinstance(error, CommandOutcomeUnknown):
                raise
            raise CommandOutcomeUnknown(
                f"{self.label}: lost before the command's end was told; it may still be running there",
                hop=self.label,
            ) from (self.failure or error)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return stdout, stderr

    @property
    def full(self) -> bool:
        """Whether the machine is known to refuse a further command."""
        return self.session_limit is not None and self.sessions >= self.session_limit

    @contextlib.contextmanager
    def _place(self) -> Iterator[_Place]:
        """Take a place among the sessions, and give it back."""
        place = self._take_place()
        try:
            yield place
        finally:
            place.give_back()

    def _take_place(self) -> _Place:
        if self.full:
            raise self._full()
        return _Place(self)

    def _full(self) -> RouteError:
        if self.session_limit == 0:
            return SessionsForbidden(
                f"{self.label}: no command may be run there (MaxSessions 0 in its sshd_config)",
                hop=self.label,
            )
        return SessionsFull(
            f"{self.label}: {self.sessions} commands run over this connection, and no more may (MaxSessions)",
            hop=self.label,
        )

    async def _session(self, opening: Coroutine[Any, Any, _S]) -> _S:
        """Open a session that has a place."""
        try:
            opened = await self._shielded(opening)
        except asyncssh.ChannelOpenError as error:
            if not self.alive or self.connection.is_closed():
                if error.code > _REQUEST_FAILED:
                    raise CommandOutcomeUnknown(
                        f"{self.label}: lost while the command was being started; it may be running there",
                        hop=self.label,
                    ) from error
                raise self.explain(error) from error
            if error.code > _REQUEST_FAILED:
                raise SessionsForbidden(
                    f"{self.label}: the command was refused: {printable(error.reason)}", hop=self.label
                ) from error
            # Of many at once each refused one gives its place back, so the last one finds how many were let in.
            # Where any ever was, none at all means that sshd has not yet noticed the end of the one before.
            self.session_limit = max(int(self._let_in), self.sessions - 1)
            raise self._full() from error
        self._let_in = True
        return opened

    async def _by(
        self, way: str, factory: Callable[[], Any], target: tuple[str, int] | str, ends: float
    ) -> Any:
        if way != "direct":
            line = relay.relay_command(way, target)
            return await self._relay(way, line, relay.MARKS[way], factory, _show(target), ends)
        if isinstance(target, str):
            opening: Coroutine[Any, Any, Any] = self.connection.create_unix_connection(
                factory, target, window=WINDOW
            )
        else:
            opening = self.connection.create_connection(factory, *target, window=WINDOW)
        self.reserve()
        try:
            async with _until(ends):
                channel, _ = await self._shielded(opening)
        except BaseException as error:
            self.release()
            if isinstance(error, asyncssh.ChannelOpenError):
                raise self._refusal(error, target) from error
            if isinstance(error, TimeoutError) and not isinstance(error, ConnectTimeout):
                raise NodeTimeout(
                    f"{_show(target)}: no answer through {self.label}; check the address, and firewalls between",
                    hop=self.label,
                    target=_show(target),
                ) from error
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
        place = self._take_place()
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
            raise NodeTimeout(
                f"{target}: no answer through {way} on {self.label}; check the address, and firewalls",
                hop=self.label,
                target=target,
            ) from error
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

    def _refusal(self, error: asyncssh.ChannelOpenError, target: tuple[str, int] | str) -> Exception:
        if not self.alive or self.connection.is_closed():
            return self.explain(error)
        said = printable(error.reason)
        shown = _show(target)
        lower = said.lower()
        if error.code == _PROHIBITED or isinstance(target, str):
            # For unix sockets sshd tells a missing socket and a forbidden one by the same code (serverloop.c,
            # server_input_channel_open); another way finds out which.
            return ForwardingForbidden(
                f"{shown}: {self.label} does not connect to it: {said} (AllowTcpForwarding, "
                "AllowStreamLocalForwarding, PermitOpen in its sshd_config"
                + ("; or nothing listens there)" if isinstance(target, str) else ")"),
                hop=self.label,
                target=shown,
            )
        if "refused" in lower:
            return NodeRefused(
                f"{shown}: connection refused; {self.label} is well, but nothing listens there",
                hop=self.label,
                target=shown,
            )
        if "timed out" in lower:
            return NodeTimeout(f"{shown}: no answer through {self.label}", hop=self.label, target=shown)
        return NodeUnreachable(
            f"{shown}: cannot be reached from {self.label}: {said}", hop=self.label, target=shown
        )

    async def _shielded(self, opening: Coroutine[Any, Any, _S]) -> _S:
        """Await what opens a channel; when we are cancelled meanwhile, the channel is closed once it is there."""
        task = asyncio.get_running_loop().create_task(opening)
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


class _Place:
    """One session's place; counted from the attempt on, so that many at once do not all try."""

    def __init__(self, link: Link) -> None:
        self._link: Link | None = link
        link.sessions += 1
        link.reserve()

    def give_back(self) -> None:
        """Give the place back; a second time does nothing."""
        link, self._link = self._link, None
        if link is None:
            return
        link.sessions -= 1
        if link.on_freed is not None:
            link.on_freed()
        link.release()


async def _coroutine(awaitable: Awaitable[_S]) -> _S:
    return await awaitable


def _close_late(task: asyncio.Task[Any]) -> None:
    if task.cancelled() or task.exception() is not None:
        return
    opened = task.result()
    (opened[0] if isinstance(opened, tuple) else opened).close()


def _until(ends: float) -> asyncio.Timeout:
    return asyncio.timeout(max(0.0, ends - time.monotonic()))


def _show(target: tuple[str, int] | str) -> str:
    return printable(target) if isinstance(target, str) else show_address(*target)
