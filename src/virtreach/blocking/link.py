"""One blocking byte stream with a session on it, shared by any number of threads.

There is no reader thread. Of the threads that wait for something, one *leads*: it
reads, and what it reads may wake the others. When the leader has what it waited for
it hands the lead on. While nobody waits, the process's watcher (`virtreach.blocking.watcher`)
looks after the connection, so that keepalive is answered and events come in.

A lone caller therefore pays one send and one receive for a call and wakes nobody.
"""

from __future__ import annotations

import select
import socket
import struct
from _thread import allocate_lock
from collections import deque
from time import monotonic

from virtreach.blocking.reply import Reply, StreamWaiter, Waiter
from virtreach.errors import ConnectionClosed, ConnectionLost, EndOfStream, KeepaliveLost, ProtocolError
from virtreach.routes.blocking_dial import dial, explain_end
from virtreach.session.client import ClientSession
from virtreach.session.keepalive import Keepalive
from virtreach.session.outcome import as_transport, cut_off, interrupted, unusable
from virtreach.session.stream import Hole
from virtreach.wire.allocation import settle
from virtreach.wire.packet import HEADER_SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Protocol

    from virtreach.routes.route import Route, TLSRoute
    from virtreach.session.scope import Scope
    from virtreach.session.stream import ClientStream
    from virtreach.protocol.procedure import Procedure

    class Layer(Protocol):
        """What protects the bytes of a connection: TLS, or a SASL security layer."""

        def wrap(self, data: bytes) -> bytes: ...

        def unwrap(self, data: bytes) -> bytes: ...


__all__ = ["Link", "Reply", "StreamWaiter", "Waiter", "dial_link"]

_RECV_SIZE = 65536
# Once a large packet has begun, it is read in larger pieces. Still below 128 KiB, where glibc's malloc begins to map
# and unmap memory for each request, which costs more than the system calls that it saves.
_RECV_LARGE = 120 << 10
# While a stream is open; `settle` makes that size cheap.
_RECV_STREAM = 256 << 10
# How long a receive sleeps before timers, cancellation and deadlines are looked at, in seconds.
_TICK = 0.25
_DONTWAIT = getattr(socket, "MSG_DONTWAIT", 0)


class Link:
    """A connected socket, its layers and its session.

    Args:
        sock: a connected, blocking socket; the link owns it from now on.
        layers: what is already in force on it, outermost last.
        session: a fresh session.

    Attributes:
        error: why the link is of no more use, or None.
        on_lost: called once, with the reason, after everything that waited has been told.
        on_dispose: called with the link and its descriptor just before that is closed.
        wants_watch: somebody waits for events, so the watcher should take over at once after each call.

    All methods may be called from any thread.
    """

    def __init__(
        self,
        sock: socket.socket,
        *,
        layers: Sequence[Layer] = (),
        session: ClientSession,
    ) -> None:
        self.session = session
        self.error: Exception | None = None
        self.keepalive = Keepalive(0, 0, monotonic())
        self.wants_watch: Callable[[Link], None] | None = None
        self.on_dispose: Callable[[Link, int], None] | None = None
        self.armed = False
        self._socket = sock
        self._layers: list[Layer] = []
        self._talkative: list[Any] = []
        for layer in layers:
            self.add_layer(layer)
        self.on_lost: Callable[[Exception], None] | None = None
        self._lead = allocate_lock()
        self._state = allocate_lock()
        self._sending = allocate_lock()
        self._followers: deque[Waiter | Reply] = deque()
        seconds = int(_TICK)
        sock.settimeout(None)
        sock.setsockopt(
            socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", seconds, int((_TICK - seconds) * 1_000_000))
        )
        self._recv = sock.recv

    def fileno(self) -> int:
        """The socket's descriptor, -1 once closed."""
        return self._socket.fileno()

    def add_layer(self, layer: Layer) -> None:
        """Put another layer between the session and the socket; nothing may be in flight."""
        self._layers.append(layer)
        # TLS has messages of its own to send now and then; SASL layers have not.
        self._talkative = [layer for layer in self._layers if hasattr(layer, "outgoing")]

    # Calls.

    def call(self, procedure: Procedure[Any], args: tuple[Any, ...], scope: Scope | None = None) -> Any:
        """Make a call and wait for its reply.

        Returns:
            The decoded result record, or None.

        Raises:
            LibvirtError: the server's answer.
            OutcomeUnknown: the deadline passed, the scope was cancelled, or the connection broke.
            EncodeError: an argument does not fit; nothing was sent.
        """
        body = procedure.encode_args(*args)
        reply = Reply(procedure)
        if scope is None and not self._layers and self._lead.acquire(False):
            return self._call_alone(reply, body)
        self._start(reply, body, scope)
        return self._finish(reply, scope)

    def _call_alone(self, reply: Reply, body: bytes) -> Any:
        """`_start` and `_finish` in one for the thread that has just got the lead: most calls are like that."""
        session = self.session
        packet = b""
        try:
            with self._state:
                if self.error is None:
                    packet = session.begin(reply, body)
            if packet:
                with self._sending:
                    self._push(packet, None)
                data = self._recv(_RECV_SIZE)
                with self._state:
                    fits = session.receive_reply(data, reply)
                if fits:
                    reply.packet = data
                    reply.done = self.keepalive.heard = True
                else:
                    self._take(data)
        except BlockingIOError:
            # Nothing within a tick; the long way goes on from here.
            self.tick(monotonic())
        except OSError as error:
            self.fail(ConnectionLost(f"the connection broke: {error}"))
        except BaseException:
            self._abandon(reply)
            raise
        finally:
            self._lead.release()
            if self._followers:
                self._promote()
            if self.error is not None:
                self._dispose()
        if not reply.serial:
            assert self.error is not None
            raise unusable(reply.procedure, self.error)
        if reply.done and self.wants_watch is not None and self.error is None:
            self.wants_watch(self)
        return self._finish(reply, None)

    def exchange(self, calls: Sequence[tuple[Procedure[Any], tuple[Any, ...]]], scope: Scope | None) -> list[Any]:
        """Send several calls at once, then wait for all replies; the results in the order of the calls."""
        replies = []
        for procedure, args in calls:
            reply = Reply(procedure)
            self._start(reply, procedure.encode_args(*args), scope)
            replies.append(reply)
        return [self._finish(reply, scope) for reply in replies]

    def open_stream(self, procedure: Procedure[Any], args: tuple[Any, ...], scope: Scope | None) -> tuple[Reply, Any]:
        """Make a call that opens a stream; the reply (with ``.stream``) and the decoded result."""
        settle()
        reply = Reply(procedure)
        self._start(reply, procedure.encode_args(*args), scope)
        return reply, self._finish(reply, scope)

    def _start(self, reply: Reply, body: bytes, scope: Scope | None) -> None:
        with self._state:
            if self.error is not None:
                raise unusable(reply.procedure, self.error)
            packet = self.session.begin(reply, body)
        if packet:
            try:
                self.send(packet, scope)
            except BaseException:
                self._abandon(reply)
                raise

    def _finish(self, reply: Reply, scope: Scope | None) -> Any:
        if not reply.done:
            try:
                self.wait(reply, scope)
            except BaseException:
                self._abandon(reply)
                raise
            if not reply.done:
                raise self._cut_off(reply, scope)
        if reply.error is not None:
            raise reply.error
        try:
            return reply.procedure.decode_ret(reply.packet, HEADER_SIZE)
        except ProtocolError as error:
            self.fail(error)
            raise

    def _abandon(self, reply: Reply) -> bool:
        with self._state:
            return self.session.abandon(reply)

    def _cut_off(self, reply: Reply, scope: Scope | None) -> Exception:
        unsent = self._abandon(reply)
        if reply.done and reply.error is not None:
            return reply.error
        cancelled = scope is not None and scope.cancelled
        return cut_off(reply.procedure, unsent=unsent, cancelled=cancelled)

    # Waiting.

    def wait(self, waiter: Waiter | Reply, scope: Scope | None = None) -> None:
        """Wait until ``waiter.done``, the scope's deadline or its cancellation.

        Whoever waits reads for everybody, or follows somebody who does.
        """
        while not waiter.done:
            if self._lead.acquire(False):
                try:
                    self._read_until(waiter, scope)
                finally:
                    self._step_down()
                if self.wants_watch is not None and self.error is None:
                    self.wants_watch(self)
            else:
                self._follow(waiter, scope)
            if scope is not None and scope.over(monotonic()):
                return

    def _read_until(self, waiter: Waiter | Reply, scope: Scope | None) -> None:
        recv = self._recv
        session = self.session
        while not waiter.done and self.error is None:
            if scope is not None and not self._readable(scope):
                return
            wanted = session.wanted
            try:
                if session.streams:
                    data = recv(_RECV_STREAM)
                else:
                    data = recv(_RECV_SIZE if wanted <= _RECV_SIZE else min(wanted, _RECV_LARGE))
            except BlockingIOError:
                self.tick(monotonic())
                continue
            except OSError as error:
                self.fail(ConnectionLost(f"the connection broke: {error}"))
                return
            self._take(data)
        if self.error is not None and not waiter.done:
            # Not a reply (those were told): a stream or a subscription looks at the link itself.
            waiter.done = True

    def _readable(self, scope: Scope) -> bool:
        """Wait until there is something to read; False when the scope is over first."""
        while True:
            now = monotonic()
            if scope.over(now):
                return False
            poll = select.poll()
            poll.register(self._socket, select.POLLIN)
            if poll.poll(max(1, int(min(_TICK, scope.left(now)) * 1000))):
                return True
            self.tick(monotonic())
            if self.error is not None:
                return True

    def _follow(self, waiter: Waiter | Reply, scope: Scope | None) -> None:
        lock = allocate_lock()
        lock.acquire()
        waiter.lock = lock
        self._followers.append(waiter)
        # The leader may have gone, or the answer may have come, before it could see us.
        if waiter.done or not self._lead.locked():
            self._forget_follower(waiter)
            return
        left = _TICK if scope is None else max(0.0, min(_TICK, scope.left(monotonic())))
        lock.acquire(True, left)
        self._forget_follower(waiter)

    def _forget_follower(self, waiter: Waiter | Reply) -> None:
        waiter.lock = None
        try:
            self._followers.remove(waiter)
        except ValueError:
            # A leader took it out when it woke us.
            return

    def _step_down(self) -> None:
        """Hand the lead on; the last leader of a link that failed closes the descriptor."""
        self._lead.release()
        if self._followers:
            self._promote()
        if self.error is not None:
            self._dispose()

    def _promote(self) -> None:
        """Wake one thread that still waits, so that it may lead."""
        while self._followers:
            try:
                waiter = self._followers.popleft()
            except IndexError:
                return
            if not waiter.done:
                waiter.wake()
                return

    # Bytes in.

    def _take(self, data: bytes, *, answer: bool = True) -> None:
        """Feed what was received, and send what that calls for. The caller leads.

        With ``answer`` false what has to be sent stays in the session's output.
        """
        if not data:
            self.fail(EndOfStream("the server closed the connection"))
            return
        try:
            for layer in self._layers:
                data = layer.unwrap(data)
            self.keepalive.heard = True
            with self._state:
                self.session.receive(data)
        except ProtocolError as error:
            self.fail(error)
            return
        except BaseException as error:
            # An interrupt in the middle of a packet leaves the session without a place to go on from.
            self.fail(ConnectionLost(f"reading was interrupted: {error!r}"))
            raise
        if answer and (self.session.output or self._talkative):
            self.flush()

    def service(self) -> None:
        """Read what is there without waiting; for the watcher. Does nothing while a thread leads."""
        if not self._lead.acquire(False):
            return
        try:
            for _ in range(16):
                if self.error is not None or self.session.congested:
                    return
                try:
                    data = self._socket.recv(_RECV_SIZE, _DONTWAIT)
                except BlockingIOError:
                    return
                except OSError as error:
                    self.fail(ConnectionLost(f"the connection broke: {error}"))
                    return
                self._take(data)
        finally:
            self._step_down()

    @property
    def wants_input(self) -> bool:
        """Whether the watcher may read: not while a stream has more data than its reader takes."""
        return not self.session.congested

    @property
    def led(self) -> bool:
        """Whether a thread reads just now."""
        return self._lead.locked()

    def tick(self, now: float) -> None:
        """Look at the keepalive timer."""
        keepalive = self.keepalive
        if keepalive.tick(now) and self._sending.acquire(False):
            try:
                self._transmit(self.session.ping(), None)
            finally:
                self._sending.release()
        elif keepalive.dead:
            silence = keepalive.interval * (keepalive.count + 1)
            self.fail(KeepaliveLost(f"the server did not answer keepalive for {silence:g} s"))

    # Bytes out.

    def send(self, packet: bytes, scope: Scope | None = None) -> None:
        """Send a packet, in one piece as seen by the server.

        Raises:
            CallTimeout: the scope ended in the middle; the link is of no more use then.
        """
        with self._sending:
            self._transmit(packet, scope)

    def flush(self) -> None:
        """Send what the session has put into its output."""
        session = self.session
        for layer in self._talkative:
            with self._sending:
                pending = layer.outgoing()
                if pending:
                    self._push(pending, None)
        while session.output:
            with self._sending:
                # One by one: libvirtd leaves a second packet in the same TLS record unread until more input comes.
                if session.output:
                    self._transmit(session.output.pop(0), None)

    def _transmit(self, packet: bytes, scope: Scope | None) -> None:
        for layer in reversed(self._layers):
            packet = layer.wrap(packet)
        self._push(packet, scope)

    def _push(self, data: bytes | memoryview, scope: Scope | None) -> None:
        """Send bytes; the caller holds the right to send."""
        try:
            sent = self._socket.send(data, _DONTWAIT)
        except BlockingIOError:
            sent = 0
        except OSError as error:
            self.fail(ConnectionLost(f"the connection broke: {error}"))
            return
        if sent != len(data):
            self._push_slowly(memoryview(data)[sent:], scope)

    def _push_slowly(self, rest: memoryview, scope: Scope | None) -> None:
        """Send the rest of a packet while the peer is slow, and read meanwhile: it may be waiting for us to."""
        poll = select.poll()
        started = monotonic()
        while rest and self.error is None:
            now = monotonic()
            if scope is not None and scope.over(now):
                self.fail(ConnectionLost("a deadline passed in the middle of a packet"))
                return
            leading = self._lead.acquire(False)
            try:
                poll.register(self._socket, select.POLLOUT | (select.POLLIN if leading else 0))
                ready = poll.poll(int(_TICK * 1000))
                events = ready[0][1] if ready else 0
                if events & ~select.POLLOUT and leading:
                    self._take(self._socket.recv(_RECV_SIZE, _DONTWAIT), answer=False)
                if events & select.POLLOUT:
                    rest = rest[self._socket.send(rest, _DONTWAIT) :]
                    started = now
                elif now - started > 30 and self.keepalive.interval > 0 and self.keepalive.dead:
                    self.fail(ConnectionLost("the server takes no more data"))
            except BlockingIOError:
                continue
            except OSError as error:
                self.fail(ConnectionLost(f"the connection broke: {error}"))
            finally:
                if leading:
                    self._step_down()

    def send_bulk(self, *pieces: bytes | memoryview) -> None:
        """Send stream data as one packet, waiting while the peer is slow; ``pieces`` are not joined when not needed.

        Raises:
            TransportError: the connection is gone.
        """
        with self._sending:
            if self._layers:
                self._transmit(b"".join(pieces), None)
            else:
                self._push_pieces(pieces)
        if self.error is not None:
            raise as_transport(self.error)

    def _push_pieces(self, pieces: Sequence[bytes | memoryview]) -> None:
        try:
            sent = self._socket.sendmsg(pieces, (), _DONTWAIT)
        except BlockingIOError:
            sent = 0
        except OSError as error:
            self.fail(ConnectionLost(f"the connection broke: {error}"))
            return
        for piece in pieces:
            if sent >= len(piece):
                sent -= len(piece)
            elif self.error is None:
                self._push_slowly(memoryview(piece)[sent:], None)
                sent = 0

    # Streams.

    def take(self, stream: ClientStream) -> bytes | memoryview | Hole | None:
        """The next piece of a stream's data, or None when none is there."""
        with self._state:
            if not stream.incoming:
                return None
            piece = stream.incoming.popleft()
            if not isinstance(piece, Hole):
                stream.buffered -= len(piece)
        return piece

    def watch(self, stream: ClientStream, ready: Callable[[], bool], scope: Scope | None) -> None:
        """Wait until ``ready()``, which is asked again after each change of the stream.

        Raises:
            CallTimeout: the scope's deadline passed first.
            CallCancelled: the scope was cancelled first.
        """
        while not ready():
            waiter = StreamWaiter()
            stream.on_change = waiter.changed
            try:
                if not ready():
                    self.wait(waiter, scope)
            finally:
                stream.on_change = None
            if scope is not None and scope.over(monotonic()) and not ready():
                raise cut_off(stream.procedure, unsent=False, cancelled=scope.cancelled)

    # Keepalive.

    def keep_alive(self, interval: float, count: int) -> None:
        """Send PINGs from now on: after ``interval`` seconds of silence, ``count`` times."""
        self.keepalive = Keepalive(interval, count, monotonic())

    # The end.

    def fail(self, reason: Exception) -> None:
        """Give the link up; everything that waits is told. Later calls do nothing."""
        with self._state:
            if self.error is not None:
                return
            self.error = reason
            self.session.fail(lambda procedure, sent: interrupted(procedure, sent, reason), as_transport(reason))
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            # It was gone already.
            pass
        while self._followers:
            try:
                self._followers.popleft().wake()
            except IndexError:
                break
        if self._lead.acquire(False):
            self._lead.release()
            self._dispose()
        if self.on_lost is not None:
            self.on_lost(reason)

    def why(self) -> Exception | None:
        """What the program behind the stream says of its end; None for streams without a program."""
        return explain_end(self._socket)

    def close(self, reason: Exception | None = None) -> None:
        """Close the socket; calls in flight end with an error."""
        self.fail(reason or ConnectionClosed("the connection was closed on this side"))

    def _dispose(self) -> None:
        """Close the descriptor; only when nobody reads from it."""
        if self._socket.fileno() >= 0:
            if self.on_dispose is not None:
                self.on_dispose(self, self._socket.fileno())
            self._socket.close()


def dial_link(
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
    sock, layer = dial(route, deadline=deadline, tls_context_factory=tls_context_factory)
    return Link(sock, layers=() if layer is None else (layer,), session=session)
