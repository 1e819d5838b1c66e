"""One blocking byte stream with a session on it, shared by any number of threads.

There is no reader thread. Of the threads that wait for something, one *leads*: it
reads, and what it reads may wake the others. When the leader has what it waited for
it hands the lead on. While nobody waits, the process's watcher (`virtreach.blocking.watcher`)
looks after the connection, so that keepalive is answered and events come in.

A lone caller therefore pays one send and one receive for a call and wakes nobody.
"""

from __future__ import annotations

import os
import select
import socket
from _thread import allocate_lock
from collections import deque
from time import monotonic

from virtreach.blocking.reply import Reply, StreamWaiter, Waiter
from virtreach.blocking.sending import TICK, SendingHalf
from virtreach.errors import (
    ConnectionClosed,
    ConnectionLost,
    EndOfStream,
    ProtocolError,
    TransportError,
)
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
    from typing import Any

    from virtreach.protocol.procedure import Procedure
    from virtreach.routes.route import Route, TLSRoute
    from virtreach.session.opening import Layer
    from virtreach.session.scope import Scope
    from virtreach.session.stream import ClientStream

__all__ = ["Link", "Reply", "StreamWaiter", "Waiter", "dial_link"]

_RECV_SIZE = 65536
_RECV_SIZES = (_RECV_SIZE,)
_EMPTY: list[bytes] = []
# Once a large packet has begun, it is read in larger pieces. Still below 128 KiB, where glibc's malloc begins to map
# and unmap memory for each request, which costs more than the system calls that it saves.
_RECV_LARGE = 120 << 10
# While a stream is open; `settle` makes that size cheap.
_RECV_STREAM = 256 << 10
_DONTWAIT = getattr(socket, "MSG_DONTWAIT", 0)


class Link(SendingHalf):
    """A connected socket, its layers and its session.

    Args:
        sock: a connected, blocking socket; the link owns it from now on.
        layers: what is already in force on it, outermost last.
        session: a fresh session.

    Attributes:
        error: why the link is of no more use, or None.
        on_lost: called once, with the reason, after everything that waited has been told.
        on_forsaken: called with the reason when the connection turns out to belong to the parent process.
        on_dispose: called with the link and its descriptor just before that is closed.
        wants_watch: somebody waits for events, so the watcher should take over at once after each call.

    All methods may be called from any thread.
    """

    # What an interrupted thread has received and not handed on.
    _unread = b""

    def __init__(self, sock: socket.socket, *, layers: Sequence[Layer] = (), session: ClientSession) -> None:
        self.session = session
        self.error: Exception | None = None
        self.keepalive = Keepalive(0, 0, monotonic())
        self.wants_watch: Callable[[Link], None] | None = None
        self.on_dispose: Callable[[Link, int], None] | None = None
        self.armed = False
        self.on_forsaken: Callable[[Exception], None] | None = None
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
        sock.settimeout(None)
        self._set_beat(TICK)
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
            if self._sending.acquire(False):
                return self._call_alone(reply, body)
            self._step_down()
        self._start(reply, body, scope)
        return self._finish(reply, scope)

    def _call_alone(self, reply: Reply, body: bytes) -> Any:
        """`_start` and `_finish` in one for a thread that may read and may send at once: most calls are like that."""
        session = self.session
        packet = b""
        # What was received gets here within one step of the interpreter: an interrupt comes before it or after it, and
        # cannot take it away.
        inbox: list[bytes] = []
        try:
            try:
                with self._state:
                    if self.error is None:
                        packet = session.begin(reply, body)
                if packet:
                    self._push(packet, None, leading=True)
            except BaseException as error:
                if reply.serial:
                    self._cut_sending(reply, error)
                raise
            finally:
                self._sending.release()
            if packet and not reply.done and not self._unread:
                inbox.extend(map(self._recv, _RECV_SIZES))
                data = inbox[0]
                inbox = _EMPTY
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
            if inbox:
                self._unread = inbox[0]
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

    def exchange(
        self, calls: Sequence[tuple[Procedure[Any], tuple[Any, ...]]], scope: Scope | None
    ) -> list[Any]:
        """Send several calls at once, then wait for all replies; the results in the order of the calls."""
        replies = []
        for procedure, args in calls:
            reply = Reply(procedure)
            self._start(reply, procedure.encode_args(*args), scope)
            replies.append(reply)
        return [self._finish(reply, scope) for reply in replies]

    def open_stream(
        self, procedure: Procedure[Any], args: tuple[Any, ...], scope: Scope | None
    ) -> tuple[Reply, Any]:
        """Make a call that opens a stream; the reply (with ``.stream``) and the decoded result."""
        settle()
        reply = Reply(procedure)
        self._start(reply, procedure.encode_args(*args), scope)
        return reply, self._finish(reply, scope)

    def _start(self, reply: Reply, body: bytes, scope: Scope | None) -> None:
        # What raises here holds neither body nor packet: tracebacks may show variables, and this may be a password.
        if scope is not None and scope.over(monotonic()):
            del body
            raise cut_off(reply.procedure, unsent=True, cancelled=scope.cancelled)
        with self._state:
            if self.error is not None:
                del body
                raise unusable(reply.procedure, self.error)
            packet = self.session.begin(reply, body)
        del body
        if not packet:
            return
        try:
            sent = self._sending.acquire(False) or self._await_turn(scope)
        except BaseException:
            del packet
            self._withdraw(reply)
            raise
        if sent:
            try:
                sent = self._transmit(packet, scope)
            except BaseException as error:
                del packet
                self._cut_sending(reply, error)
                raise
            finally:
                self._done_sending()
        del packet
        if not sent:
            self._withdraw(reply)
            assert scope is not None, "nothing else stops the sending"
            raise cut_off(reply.procedure, unsent=True, cancelled=scope.cancelled)

    def _withdraw(self, reply: Reply) -> None:
        """Take back a call of which nothing has been sent."""
        with self._state:
            self.session.withdraw(reply)
        self.flush()

    def _cut_sending(self, reply: Reply, error: BaseException) -> None:
        """The program was interrupted (by a key, say) while it sent a call."""
        if self._backlog:
            # It was waiting for the server; the rest of the packet goes out later.
            self._abandon(reply)
        else:
            # Whether the packet has left nobody knows, and a place in the window would be lost for good if it has not.
            self.fail(ConnectionLost(f"sending was interrupted: {error!r}"))

    def _finish(self, reply: Reply, scope: Scope | None) -> Any:
        if not reply.done:
            try:
                self.wait(reply, scope)
            except BaseException:
                self._abandon(reply)
                raise
            if not reply.done:
                unsent = self._abandon(reply)
                # Unless it came at the last moment.
                if not reply.done:
                    assert scope is not None, "nothing else ends the waiting"
                    raise cut_off(reply.procedure, unsent=unsent, cancelled=scope.cancelled)
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

    # Waiting.

    def wait(self, waiter: Waiter | Reply, scope: Scope | None = None) -> None:
        """Wait until ``waiter.done``, the scope's deadline or its cancellation.

        Whoever waits reads for everybody, or follows somebody who does.
        """
        called = False
        try:
            while not waiter.done:
                if self._lead.acquire(False):
                    called = False
                    try:
                        self._read_until(waiter, scope)
                    finally:
                        self._step_down()
                    if self.wants_watch is not None and self.error is None:
                        self.wants_watch(self)
                else:
                    called = self._follow(waiter, scope)
                if scope is not None and scope.over(monotonic()):
                    return
        finally:
            if called and self._followers and not self._lead.locked():
                # It was our turn to lead, but we leave.
                self._promote()

    def _read_until(self, waiter: Waiter | Reply, scope: Scope | None) -> None:
        recv = self._recv
        session = self.session
        while not waiter.done and self.error is None:
            if self._unread:
                data, self._unread = self._unread, b""
                self._take(data)
                continue
            if (scope is not None or self._backlog) and not self._readable(scope):
                return
            wanted = session.wanted
            size = _RECV_SIZE if wanted <= _RECV_SIZE else min(wanted, _RECV_LARGE)
            inbox: list[bytes] = []
            try:
                inbox.extend(map(recv, (_RECV_STREAM if session.streams else size,)))
                data = inbox[0]
                inbox = _EMPTY
            except BlockingIOError:
                self.tick(monotonic())
                continue
            except OSError as error:
                self.fail(ConnectionLost(f"the connection broke: {error}"))
                return
            except BaseException:
                if inbox:
                    self._unread = inbox[0]
                raise
            self._take(data)
        if self.error is not None and not waiter.done:
            with self._state:
                # Whoever noticed the end holds this until all calls know. Who waits for a stream looks itself.
                waiter.done = True

    def _readable(self, scope: Scope | None) -> bool:
        """Wait until there is something to read, and send the backlog meanwhile; False when the scope is over first."""
        poll = select.poll()
        while self.error is None:
            now = monotonic()
            if scope is not None and scope.over(now):
                return False
            left = self._beat if scope is None else min(self._beat, scope.left(now))
            poll.register(self._socket, select.POLLIN | (select.POLLOUT if self._backlog else 0))
            ready = poll.poll(max(1, int(left * 1000)))
            if ready and ready[0][1] & select.POLLOUT:
                self.flush()
            if ready and ready[0][1] & ~select.POLLOUT:
                return True
            if not ready:
                self.tick(monotonic())
        return True

    def _follow(self, waiter: Waiter | Reply, scope: Scope | None) -> bool:
        """Sleep until something has happened, at most for a tick; whether it has been our turn to lead."""
        lock = allocate_lock()
        lock.acquire()
        waiter.lock = lock
        self._followers.append(waiter)
        called = False
        try:
            # The leader may have gone, or the answer may have come, before it could see us.
            if not waiter.done and self._lead.locked():
                lock.acquire(True, TICK if scope is None else max(0.0, min(TICK, scope.left(monotonic()))))
        finally:
            waiter.lock = None
            try:
                self._followers.remove(waiter)
            except ValueError:
                # A leader took it out.
                called = True
        return called

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
        except (ProtocolError, TransportError) as error:
            self.fail(error)
            return
        except BaseException as error:
            # An interrupt in the middle of a packet leaves the session without a place to go on from.
            self.fail(ConnectionLost(f"reading was interrupted: {error!r}"))
            raise
        if answer and (self.session.output or self._talkative):
            self.flush()

    def service(self, *, once: bool = False) -> None:
        """Read what is there without waiting. Does nothing while a thread leads.

        Args:
            once: a single piece, however much a stream holds already.
        """
        if not self._lead.acquire(False):
            return
        try:
            for _ in range(1 if once else 16):
                if self.error is not None or (self.session.congested and not once):
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
        return bool(self._lead.locked())

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
            stream.watchers.append(waiter.changed)
            try:
                if not ready():
                    self.wait(waiter, scope)
            finally:
                stream.watchers.remove(waiter.changed)
            if scope is not None and scope.over(monotonic()) and not ready():
                raise cut_off(stream.procedure, unsent=False, cancelled=scope.cancelled)

    # The end.

    def fail(self, reason: Exception) -> None:
        """Give the link up; everything that waits is told. Later calls do nothing."""
        with self._state:
            if self.error is not None:
                return
            self.error = reason
            self.session.fail(
                lambda procedure, sent: interrupted(procedure, sent, reason), as_transport(reason)
            )
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
        self._dispose()
        if self.on_lost is not None:
            self.on_lost(reason)

    def why(self) -> Exception | None:
        """What the program behind the stream says of its end; None for streams without a program."""
        return explain_end(self._socket)

    def close(self, reason: Exception | None = None) -> None:
        """Close the socket; calls in flight end with an error."""
        self.fail(reason or ConnectionClosed("the connection was closed on this side"))

    def forsake(self, reason: Exception) -> None:
        """In a forked child: let go of a connection that is the parent's, which must notice nothing.

        Locks may be held by threads that the child does not have.
        """
        self._lead, self._state, self._sending = allocate_lock(), allocate_lock(), allocate_lock()
        self.error = reason
        # Closes this process's descriptor and nothing else; a program behind it belongs to the parent.
        descriptor = self._socket.detach()
        if descriptor >= 0:
            os.close(descriptor)
        if self.on_forsaken is not None:
            self.on_forsaken(reason)

    def _dispose(self) -> None:
        """Close the descriptor, unless somebody reads or sends: then that one does it afterwards."""
        while self._socket.fileno() >= 0 and self._lead.acquire(False):
            idle = self._sending.acquire(False)
            if idle:
                if self.on_dispose is not None:
                    self.on_dispose(self, self._socket.fileno())
                self._socket.close()
                self._sending.release()
            self._lead.release()
            if idle or self._sending.locked():
                return


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
