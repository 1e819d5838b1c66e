"""Forwarding: ports and unix sockets of this machine that lead to a node's, and the other way round.

Each connection is a stream of its own by the node's route. When a proxy is lost, its connections are reset, so that
nobody takes what came for all there is, and new ones go by the next proxy. What a reader does not take waits at the far
side: per connection, no more than the SSH window is kept here.
"""

from __future__ import annotations

import asyncio
import contextlib
import select
import socket
import struct
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from virtreach.errors import ConnectError, TransportError, VirtreachError
from virtreach.errors.text import printable
from virtreach.routes.ssh.extra import asyncssh
from virtreach.routes.ssh.pool import TIMEOUT
from virtreach.shell.brought import Brought
from virtreach.shell.forward_spec import LOOPBACK, ForwardSpec, show_place
from virtreach.shell.listening import listen_tcp, listen_unix, unlisten_unix

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Self

    from virtreach.shell.node import NodeRoute
    from virtreach.shell.plain_stream import ByteStream

__all__ = ["CONNECTIONS", "Counters", "LocalForward", "RemoteForward"]

CONNECTIONS = 1000
"""How many connections a forwarding takes at once. Further ones wait to be accepted; those of a node are refused."""

_PIECE = 1 << 18
_LOOK = 0.25
_ENDING = 2.0
_PAUSE = 0.1
_LONGEST_PAUSE = 30.0
_RESET = struct.pack("ii", 1, 0)
_R = TypeVar("_R")


@dataclass(slots=True)
class Counters:
    """What went through a forwarding.

    Attributes:
        open: connections now.
        opened: connections so far, the failed ones too.
        failed: those that could not be made, or broke.
        sent: bytes to the far side.
        received: bytes from it.
        last_error: of the last one that failed, or None.
        idle_since: since when there is no connection (`time.monotonic`), or None.
    """

    open: int = 0
    opened: int = 0
    failed: int = 0
    sent: int = 0
    received: int = 0
    last_error: Exception | None = None
    idle_since: float | None = None


class LocalForward:
    """Listens here and connects to a node; an asynchronous context manager. Belongs to the event loop of the route.

    Attributes:
        spec: what is forwarded where.
        counters: what went through.
        address: where it listens: address and port, or the path of a unix socket; known once it has been started.
    """

    def __init__(
        self,
        route: NodeRoute,
        spec: ForwardSpec | str,
        *,
        timeout: float = TIMEOUT,
        connections: int = CONNECTIONS,
        on_error: Callable[[Exception], object] | None = None,
    ) -> None:
        """Describe it; nothing is opened yet.

        Args:
            route: the way to the node.
            spec: see `ForwardSpec`. Without an address, the loopback is listened on. The target's host is connected by
                the node itself; without one, the node's own address is, as where it is reached from sees it.
            timeout: seconds to connect to the node, for each connection.
            connections: how many may be open at once; further ones wait.
            on_error: gets the error of each connection that fails; the forwarding goes on.
        """
        self.spec = ForwardSpec.parse(spec) if isinstance(spec, str) else spec
        self.counters = Counters()
        self.address: tuple[str, int] | str = self.spec.listen
        self._route = route
        self._timeout = timeout
        self._places = asyncio.Semaphore(connections)
        self._on_error = on_error
        self._listener: socket.socket | None = None
        self._inode: tuple[int, int] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listen.

        Raises:
            ConnectError: the address is in use, or not ours; a socket file is alive, or is something else.
        """
        assert self._listener is None
        listen = self.spec.listen
        if isinstance(listen, str):
            self._listener, self._inode = await listen_unix(listen)
        else:
            self._listener = await listen_tcp(*listen)
            self.address = self._listener.getsockname()[:2]
        self.counters.idle_since = time.monotonic()
        self._begin(self._accept(self._listener))

    async def aclose(self) -> None:
        """Stop listening and end all connections; a socket file is removed. May be called twice."""
        listener, self._listener = self._listener, None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if listener is None:
            return
        listener.close()
        if isinstance(self.address, str):
            unlisten_unix(self.address, self._inode)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.aclose()

    def _begin(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _accept(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._places.acquire()
            try:
                accepted, _ = await loop.sock_accept(listener)
            except OSError as error:
                self._places.release()
                self._failed(error)
                # Too many files mostly: those who wait are served when others have gone.
                await asyncio.sleep(_PAUSE)
                continue
            accepted.setblocking(False)
            self._begin(self._serve(accepted))

    async def _serve(self, accepted: socket.socket) -> None:
        counters = self.counters
        counters.open += 1
        counters.opened += 1
        counters.idle_since = None
        try:
            if accepted.family != socket.AF_UNIX:
                accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            stream = await self._connect()
            try:
                await self._join(accepted, stream)
            except BaseException:
                stream.abort()
                raise
            stream.close()
        except _ClientGone:
            _reset(accepted)
        except (OSError, VirtreachError) as error:
            _reset(accepted)
            self._failed(error)
        except BaseException:
            _reset(accepted)
            raise
        finally:
            accepted.close()
            counters.open -= 1
            if not counters.open:
                counters.idle_since = time.monotonic()
            self._places.release()

    async def _connect(self) -> ByteStream:
        target = self.spec.target
        if isinstance(target, str):
            return await self._route.open_unix_stream(target, timeout=self._timeout)
        host, port = target
        return await self._route.open_stream(port, host, timeout=self._timeout)

    async def _join(self, accepted: socket.socket, stream: ByteStream) -> None:
        """Move bytes both ways until both have ended, or the client has gone."""
        loop = asyncio.get_running_loop()
        counters = self.counters

        async def up() -> None:
            while data := await _of_client(loop.sock_recv(accepted, _PIECE)):
                await stream.write(data)
                counters.sent += len(data)
            stream.write_eof()

        async def down() -> None:
            while data := await stream.read(_PIECE):
                await _of_client(loop.sock_sendall(accepted, data))
                counters.received += len(data)
            with contextlib.suppress(OSError):
                accepted.shutdown(socket.SHUT_WR)

        upward, downward = loop.create_task(up()), loop.create_task(down())
        poller = select.poll()
        poller.register(accepted, 0)
        try:
            await asyncio.wait((upward, downward), return_when=asyncio.FIRST_COMPLETED)
            while not (upward.done() and downward.done()):
                for task in (upward, downward):
                    if task.done():
                        task.result()
                if not upward.done():
                    await upward
                # The client may only have stopped writing. When it has gone altogether, nobody wants what comes.
                elif poller.poll(0):
                    raise _ClientGone
                else:
                    await asyncio.wait((downward,), timeout=_LOOK)
            upward.result()
            downward.result()
        finally:
            for task in (upward, downward):
                task.cancel()
            await asyncio.gather(upward, downward, return_exceptions=True)

    def _failed(self, error: Exception) -> None:
        self.counters.failed += 1
        self.counters.last_error = error
        if self._on_error is not None:
            self._on_error(error)


class RemoteForward:
    """Has the node listen and connects here; an asynchronous context manager. Belongs to the event loop of the route.

    It needs a login on the node, whose sshd decides whether addresses other than its loopback may be listened on
    (GatewayPorts). When the way there is lost, it is made anew.

    Attributes:
        spec: what is forwarded where; `listen` is the node's side.
        address: where the node listens; known once it has been started.
        lost: how often the way was lost.
        brought: the connections, since the node listens; None until then.
    """

    def __init__(
        self,
        route: NodeRoute,
        spec: ForwardSpec | str,
        *,
        timeout: float = TIMEOUT,
        connections: int = CONNECTIONS,
        on_error: Callable[[Exception], object] | None = None,
    ) -> None:
        """Describe it; nothing is opened yet.

        Args:
            route: the way to the node.
            spec: see `ForwardSpec`. Without addresses, the loopbacks of the node and of this machine.
            timeout: seconds to get there.
            connections: how many may be open at once; the node's further ones are refused.
            on_error: gets the error of each loss, and of each attempt that fails after it.
        """
        self.spec = ForwardSpec.parse(spec, bind="localhost") if isinstance(spec, str) else spec
        self.address: tuple[str, int] | str = self.spec.listen
        self.lost = 0
        self.brought: Brought | None = None
        self._route = route
        self._timeout = timeout
        self._connections = connections
        self._on_error = on_error
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Have the node listen.

        Raises:
            ConnectError: it does not; a route's error, when it is not reached.
        """
        started = asyncio.Event()
        task = self._task = asyncio.get_running_loop().create_task(self._keep(started))
        waiting = asyncio.get_running_loop().create_task(started.wait())
        try:
            await asyncio.wait((task, waiting), return_when=asyncio.FIRST_COMPLETED)
        except BaseException:
            await self.aclose()
            raise
        finally:
            waiting.cancel()
        if not started.is_set():
            await task

    async def aclose(self) -> None:
        """Have the node stop. May be called twice."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.aclose()

    async def _keep(self, started: asyncio.Event) -> None:
        """Have the node listen, again and again; the first time, whatever fails is raised."""
        pause = _PAUSE
        while True:
            try:
                async with self._route.session(self._listen, timeout=self._timeout) as (link, listener):
                    if isinstance(self.spec.listen, tuple):
                        self.address = (self.spec.listen[0], listener.get_port())
                    started.set()
                    pause = _PAUSE
                    try:
                        await link.closed.wait()
                    finally:
                        listener.close()
                        if link.alive:
                            with contextlib.suppress(TimeoutError):
                                async with asyncio.timeout(_ENDING):
                                    await listener.wait_closed()
                    self._failed(link.gone or TransportError(f"{self._route.label}: the way was lost"))
            except (asyncssh.Error, asyncssh.ChannelListenError, OSError, VirtreachError) as error:
                failure = self._explain(error)
                if not started.is_set():
                    raise failure from error
                self._failed(failure)
            await asyncio.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 2)

    async def _listen(self, link: Any) -> Any:
        listen, target = self.spec.listen, self.spec.target
        here = target if isinstance(target, str) else (target[0] or LOOPBACK, target[1])
        self.brought = Brought(link, here, self._connections)
        if isinstance(listen, str):
            return await link.connection.create_unix_server(self.brought.take, listen)
        return await link.connection.create_server(self.brought.take, *listen)

    def _explain(self, error: Exception) -> Exception:
        if isinstance(error, VirtreachError):
            return error
        failure = ConnectError(
            f"{self._route.label} does not listen on {show_place(self.spec.listen)} for us: {printable(str(error))} "
            "(it is in use, or AllowTcpForwarding, AllowStreamLocalForwarding or PermitListen forbid it)",
            step="listen",
            target=self._route.label,
        )
        failure.__cause__ = error
        return failure

    def _failed(self, error: Exception) -> None:
        self.lost += 1
        if self._on_error is not None:
            self._on_error(error)


class _ClientGone(Exception):
    """The program that is connected to us has closed, or was killed."""


async def _of_client(work: Awaitable[_R]) -> _R:
    try:
        return await work
    except OSError as error:
        raise _ClientGone from error


def _reset(accepted: socket.socket) -> None:
    """Have the peer see a broken connection, not an end."""
    with contextlib.suppress(OSError):
        accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
