"""One asyncio byte stream with a session on it.

All reads of an event loop go through one shared buffer, so that a thousand idle
connections cost no buffer each. Packets that are written in one turn of the loop leave
in one system call, unless nothing else is in flight: then a lone call does not wait
for the end of the turn.
"""

from __future__ import annotations

import asyncio
import os
import weakref
from typing import TYPE_CHECKING

from virtreach.aio.reply import Reply
from virtreach.aio.ticker import ticker
from virtreach.errors import (
    ConnectionClosed,
    ConnectionLost,
    EndOfStream,
    KeepaliveLost,
    ProtocolError,
    TransportError,
)
from virtreach.routes.aio_dial import dial, explain_end
from virtreach.session.client import ClientSession
from virtreach.session.keepalive import Keepalive
from virtreach.session.outcome import as_transport, cut_off, interrupted, unusable
from virtreach.session.stream import Hole
from virtreach.wire.allocation import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from virtreach.protocol.procedure import Procedure
    from virtreach.routes.route import Route, TLSRoute
    from virtreach.session.opening import Layer
    from virtreach.session.scope import Scope
    from virtreach.session.stream import ClientStream

__all__ = ["Link", "dial_link"]

# Calls of one turn of the loop that leave in one system call; what is more leaves earlier, so that the server works
# on it while this side still handles replies.
_BATCH = 32
_BUFFER_SIZE = 256 << 10
_views: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, memoryview] = weakref.WeakKeyDictionary()


def _shared_view(loop: asyncio.AbstractEventLoop) -> memoryview:
    """The buffer of a loop, ready to be sliced."""
    view = _views.get(loop)
    if view is None:
        settle()
        view = _views[loop] = memoryview(bytearray(_BUFFER_SIZE))
    return view


class Link(asyncio.BufferedProtocol):
    """A connected transport, its layers and its session.

    Args:
        session: a fresh session.
        layers: what is already in force on the stream, outermost last.

    Attributes:
        error: why the link is of no more use, or None.
        on_lost: called once, with the reason, after everything that waited has been told.

    Belongs to one event loop; not thread-safe.
    """

    __slots__ = (
        "__weakref__",
        "_closing",
        "_descriptor",
        "_flush_due",
        "_gone",
        "_layers",
        "_outgoing",
        "_paused_reading",
        "_talkative",
        "_transport",
        "_view",
        "_write",
        "_writers",
        "error",
        "keepalive",
        "loop",
        "on_lost",
        "session",
    )

    def __init__(
        self,
        *,
        session: ClientSession,
        layers: Sequence[Layer] = (),
    ) -> None:
        self.session = session
        self.error: Exception | None = None
        loop = asyncio.get_running_loop()
        self.keepalive = Keepalive(0, 0, loop.time())
        self.loop = loop
        self.on_lost: Callable[[Exception], None] | None = None
        self._transport: Any = None
        self._layers: Sequence[Layer] = ()
        self._talkative: Sequence[Any] = ()
        for layer in layers:
            self.add_layer(layer)
        self._view = _shared_view(loop)
        self._outgoing: list[bytes] = []
        self._flush_due = False
        # Those who wait for room in the transport's buffer; None while there is room.
        self._writers: list[asyncio.Future[None]] | None = None
        self._paused_reading = False
        self._closing: asyncio.Future[None] | None = None
        self._gone = False

    # The transport's side.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._write = transport.write  # type: ignore[attr-defined]
        sock = transport.get_extra_info("socket")
        # A transport without a socket of its own (tests have such) is written to the long way.
        self._descriptor = -1 if sock is None else sock.fileno()

    def get_buffer(self, sizehint: int) -> memoryview:
        # Not the bytearray: asyncio's TLS reads several records into slices of this, and its slices are copies.
        return self._view

    def buffer_updated(self, nbytes: int) -> None:
        data = bytes(self._view[:nbytes])
        session = self.session
        self.keepalive.heard = True
        try:
            for layer in self._layers:
                data = layer.unwrap(data)
            session.receive(data)
        except (ProtocolError, TransportError) as error:
            self.fail(error)
            return
        except BaseException as error:
            # A task that ends the program in the middle of a packet leaves the session without a place to go on from.
            self.fail(ConnectionLost(f"reading was interrupted: {error!r}"))
            raise
        if session.output or session.streams or self._talkative:
            self._answer()

    def eof_received(self) -> bool:
        self.fail(EndOfStream("the server closed the connection"))
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        broken = ConnectionLost(f"the connection broke: {exc}") if exc else None
        self.fail(broken or EndOfStream("the server closed the connection"))
        self._gone = True
        if self._closing is not None and not self._closing.done():
            self._closing.set_result(None)

    def pause_writing(self) -> None:
        self._writers = []

    def resume_writing(self) -> None:
        writers, self._writers = self._writers, None
        for waiting in writers or ():
            if not waiting.done():
                waiting.set_result(None)
        if self.session.output and self.error is None:
            self._answer()

    def add_layer(self, layer: Layer) -> None:
        """Put another layer between the session and the transport; nothing may be in flight."""
        self._layers = (*self._layers, layer)
        # TLS has messages of its own to send now and then; SASL layers have not.
        self._talkative = tuple(each for each in self._layers if hasattr(each, "outgoing"))

    # Calls.

    def call(self, procedure: Procedure[Any], args: tuple[Any, ...], scope: Scope | None = None) -> Reply:
        """Make a call.

        Returns:
            What to await for the decoded result record, or None. It raises LibvirtError (the server's answer),
            OutcomeUnknown (deadline, cancellation, connection broken) or ConnectionLost.

        Raises:
            EncodeError: an argument does not fit; nothing was sent.
        """
        if self.error is not None:
            raise unusable(procedure, self.error)
        if scope is not None and scope.over(self.loop.time()):
            raise cut_off(procedure, unsent=True, cancelled=scope.cancelled)
        body = procedure.encode_args(*args)
        reply = Reply(procedure, self)
        session = self.session
        in_flight = session.pending or self._outgoing or self._layers
        packet = session.begin(reply, body)
        if packet:
            if not in_flight:
                # Nobody else has anything to send in this turn of the loop, as far as can be seen: why wait for it?
                self._write_now(packet)
            else:
                self._outgoing.append(packet)
                if not self._flush_due:
                    self._flush_due = True
                    self.loop.call_soon(self._flush)
                elif len(self._outgoing) >= _BATCH:
                    self._flush()
        if self._paused_reading:
            self.regulate()
        if scope is not None:
            reply.when_over = self._limit((reply,), scope)
        return reply

    def _write_now(self, packet: bytes) -> None:
        """Send the packet of a lone call, past the transport when that holds nothing back: half the cost."""
        if self._descriptor >= 0 and not self.session.streams and not self._transport.get_write_buffer_size():
            try:
                sent = os.write(self._descriptor, packet)
            except OSError:
                # Full, or broken: the transport waits, or reports it.
                sent = 0
            if sent == len(packet):
                return
            packet = packet[sent:]
        self._write(packet)

    def start(self, procedure: Procedure[Any], args: tuple[Any, ...], scope: Scope | None = None) -> Reply:
        """Make a call and return its `Reply`, whose ``stream`` is there at once for procedures that open one."""
        # Before anything is encoded: tracebacks may show variables, and this may be a password.
        if self.error is not None:
            raise unusable(procedure, self.error)
        if scope is not None and scope.over(self.loop.time()):
            raise cut_off(procedure, unsent=True, cancelled=scope.cancelled)
        body = procedure.encode_args(*args)
        reply = Reply(procedure, self)
        packet = self.session.begin(reply, body)
        if packet:
            self.send(packet)
        if self._paused_reading:
            self.regulate()
        if scope is not None:
            reply.when_over = self._limit((reply,), scope)
        return reply

    async def exchange(
        self, calls: Sequence[tuple[Procedure[Any], tuple[Any, ...]]], scope: Scope | None
    ) -> list[Any]:
        """Send several calls at once, then wait for all replies; the results in the order of the calls."""
        replies = [self.start(procedure, args) for procedure, args in calls]
        undo = None if scope is None else self._limit(replies, scope)
        try:
            return [await reply for reply in replies]
        finally:
            if undo is not None:
                undo()

    def _limit(self, replies: Sequence[Reply], scope: Scope) -> Callable[[], None]:
        """Cut calls off when the scope is over; gives what takes that back."""

        def cut() -> None:
            for reply in replies:
                if not reply.done():
                    unsent = self.session.abandon(reply)
                    reply.reject(cut_off(reply.procedure, unsent=unsent, cancelled=scope.cancelled))

        undo = scope.on_cancel(cut)
        timer = None
        if scope.at != float("inf"):
            timer = self.loop.call_at(scope.at, cut)

        def over() -> None:
            undo()
            if timer is not None:
                timer.cancel()

        return over

    # Bytes in.

    def _answer(self) -> None:
        """Send what the session and the layers want to send after what was received."""
        if self._writers is None:
            # Else the server does not read; what it is owed waits in the session, which has a bound for it.
            for packet in self.session.output:
                self.send(packet)
            self.session.output.clear()
        for layer in self._talkative:
            pending = layer.outgoing()
            if pending:
                self._transport.write(pending)
        if self.session.streams:
            self.regulate()

    def regulate(self) -> None:
        """Stop reading while a stream holds too much and no call waits; go on when that is over."""
        if self.error is not None:
            return
        congested = self.session.congested and not self.session.pending
        if congested != self._paused_reading:
            self._paused_reading = congested
            if congested:
                self._transport.pause_reading()
            else:
                self._transport.resume_reading()

    # Bytes out.

    def send(self, packet: bytes) -> None:
        """Send a packet with the others of this turn of the loop."""
        if not packet:
            return
        self._outgoing.append(packet)
        if not self._flush_due:
            self._flush_due = True
            self.loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._flush_due = False
        outgoing = self._outgoing
        if outgoing and self.error is None:
            if self._layers:
                # Packet by packet: libvirtd leaves a second one in the same TLS record unread until more input comes.
                try:
                    outgoing = [self._protect(packet) for packet in outgoing]
                except TransportError as error:
                    self._outgoing.clear()
                    # Without the frames that hold what was to be sent.
                    self.fail(error.with_traceback(None))
                    return
            self._write(outgoing[0] if len(outgoing) == 1 else b"".join(outgoing))
        self._outgoing.clear()

    def _protect(self, packet: bytes) -> bytes:
        for layer in reversed(self._layers):
            packet = layer.wrap(packet)
        return packet

    async def send_bulk(
        self, stream: ClientStream, header: bytes, data: bytes | memoryview = b"", scope: Scope | None = None
    ) -> None:
        """Send a packet of a stream, waiting while the transport's buffer is full.

        Raises:
            CallTimeout: the scope's deadline passed first; the packet is sent all the same.
            CallCancelled: the scope was cancelled first; the same.
            TransportError: the connection is gone.
        """
        if self.error is None:
            self._flush()
            self._write(self._protect(b"".join((header, data)) if data else header))
        while self._writers is not None and self.error is None:
            await self._sleep(self._writers, scope)
            if scope is not None and scope.over(self.loop.time()):
                raise cut_off(stream.procedure, unsent=False, cancelled=scope.cancelled)
        if self.error is not None:
            raise as_transport(self.error)

    async def _sleep(self, sleepers: list[asyncio.Future[None]], scope: Scope | None) -> None:
        """Wait in a list until woken or until the scope is over."""
        waiting = self.loop.create_future()

        def wake() -> None:
            if not waiting.done():
                waiting.set_result(None)

        sleepers.append(waiting)
        undo = scope.on_cancel(wake) if scope is not None else None
        try:
            async with asyncio.timeout_at(
                scope.at if scope is not None and scope.at != float("inf") else None
            ):
                await waiting
        except TimeoutError:
            # Who called looks at the scope.
            return
        finally:
            if undo is not None:
                undo()
            if waiting in sleepers:
                sleepers.remove(waiting)

    # Streams.

    def take(self, stream: ClientStream) -> bytes | memoryview | Hole | None:
        """The next piece of a stream's data, or None when none is there."""
        if not stream.incoming:
            return None
        piece = stream.incoming.popleft()
        if not isinstance(piece, Hole):
            stream.buffered -= len(piece)
            if self._paused_reading:
                self.regulate()
        return piece

    async def watch(self, stream: ClientStream, ready: Callable[[], bool], scope: Scope | None) -> None:
        """Wait until ``ready()``, which is asked again after each change of the stream.

        Raises:
            CallTimeout: the scope's deadline passed first.
            CallCancelled: the scope was cancelled first.
        """
        sleepers: list[asyncio.Future[None]] = []

        def changed() -> None:
            for waiting in sleepers:
                if not waiting.done():
                    waiting.set_result(None)

        stream.watchers.append(changed)
        try:
            while not ready():
                if scope is not None and scope.over(self.loop.time()):
                    raise cut_off(stream.procedure, unsent=False, cancelled=scope.cancelled)
                await self._sleep(sleepers, scope)
        finally:
            stream.watchers.remove(changed)

    # Keepalive.

    def keep_alive(self, interval: float, count: int) -> None:
        """Send PINGs from now on: after ``interval`` seconds of silence, ``count`` times."""
        self.keepalive = Keepalive(interval, count, self.loop.time())
        if interval > 0 and self.error is None:
            ticker(self.loop).add(self, interval)
        else:
            ticker(self.loop).remove(self)

    def tick(self, now: float) -> None:
        """Look at the keepalive timer."""
        keepalive = self.keepalive
        if self._paused_reading:
            # Silence proves nothing while nobody reads. One piece is read now and then all the same, since the server's
            # own PINGs want an answer.
            if now - keepalive.since >= keepalive.interval:
                keepalive.restart(now)
                self._paused_reading = False
                self._transport.resume_reading()
        elif keepalive.tick(now):
            self.send(self.session.ping())
        elif keepalive.dead:
            self.fail(KeepaliveLost(f"the server did not answer keepalive for {keepalive.patience:g} s"))

    # The end.

    def fail(self, reason: Exception) -> None:
        """Give the link up; everything that waits is told. Later calls do nothing."""
        if self.error is not None:
            return
        self.error = reason
        self.session.fail(lambda procedure, sent: interrupted(procedure, sent, reason), as_transport(reason))
        if self.keepalive.interval > 0:
            ticker(self.loop).remove(self)
        self.resume_writing()
        if self._transport is not None:
            self._transport.abort()
        if self.on_lost is not None:
            self.on_lost(reason)

    async def why(self) -> Exception | None:
        """What the program behind the stream says of its end; None for streams without a program."""
        return await explain_end(self._transport)

    async def close(self, reason: Exception | None = None) -> None:
        """Close the transport; calls in flight end with an error."""
        self._flush()
        self.fail(reason or ConnectionClosed("the connection was closed on this side"))
        if self._transport is not None and not self._gone:
            if self._closing is None:
                self._closing = self.loop.create_future()
            await asyncio.shield(self._closing)


async def dial_link(
    route: Route,
    *,
    deadline: float | None,
    session: ClientSession,
    tls_context_factory: Callable[[TLSRoute], Any],
) -> Link:
    """Open a route's stream and put a session on it.

    Raises:
        ConnectError: the stream could not be opened.
    """
    _, link = await dial(
        route,
        lambda layer: Link(session=session, layers=() if layer is None else (layer,)),
        deadline=deadline,
        tls_context_factory=tls_context_factory,
    )
    return link
