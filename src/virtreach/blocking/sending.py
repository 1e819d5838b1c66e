"""The half of a blocking link that sends, shared by any number of threads.

Packets go out whole, one after the other; whoever sends holds the right to. Two rules keep two peers whose
buffers are full from waiting for each other:

* nobody waits for the right to send, or for room in the socket, while it leads and does not read;
* what answers something received (PONGs, calls that the window held back) is sent as far as it goes without waiting.
  The rest is the *backlog*, which goes out before anything else.

A packet that has begun is always finished, so a deadline or an interrupt in the middle of one costs the call, not
the connection.
"""

from __future__ import annotations

import select
import socket
import struct
from time import monotonic

from virtreach.errors import ConnectionLost, KeepaliveLost, TransportError
from virtreach.session.keepalive import Keepalive
from virtreach.session.outcome import as_transport, cut_off

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from virtreach.session.client import ClientSession
    from virtreach.session.opening import Layer
    from virtreach.session.scope import Scope
    from virtreach.session.stream import ClientStream

__all__ = ["TICK", "SendingHalf"]

# How long a thread sleeps before timers, cancellation and deadlines are looked at, in seconds.
TICK = 0.25
_RECV_SIZE = 65536
_DONTWAIT = getattr(socket, "MSG_DONTWAIT", 0)
_TROUBLE = select.POLLERR | select.POLLHUP


class SendingHalf:
    """See `virtreach.blocking.link.Link`, which has the other half. All methods may be called from any thread."""

    session: ClientSession
    error: Exception | None
    keepalive: Keepalive
    # The lead: the right to read. The right to send. Both are needed to close the descriptor.
    _lead: Any
    _sending: Any
    _socket: socket.socket
    _layers: list[Layer]
    _talkative: list[Any]
    # Bytes that have to go out before any others; changed only by who may send.
    _backlog: bytes | memoryview = b""
    # How long to sleep at most: shorter than `TICK` when keepalive wants it.
    _beat = TICK

    # What the link does.

    def fail(self, reason: Exception) -> None:
        """Give the link up."""
        raise AssertionError("the link defines what failing means")

    def service(self, *, once: bool = False) -> None:
        """Read what is there without waiting."""
        raise AssertionError("the link defines how to read")

    def _take(self, data: bytes, *, answer: bool = True) -> None:
        raise AssertionError("the link defines what becomes of what was read")

    def _step_down(self) -> None:
        raise AssertionError("the link defines who leads next")

    def _dispose(self) -> None:
        raise AssertionError("the link defines how it is closed")

    # Packets of callers.

    def send(self, packet: bytes, scope: Scope | None = None) -> bool:
        """Send a packet, waiting while the server is slow; the caller does not lead.

        Returns:
            False when the scope was over before a byte of it had left; then it is not sent. When the scope ends
            later, the rest is sent as soon as the server takes it.
        """
        if not self._sending.acquire(False) and not self._await_turn(scope):
            return False
        try:
            return self._transmit(packet, scope)
        finally:
            self._done_sending()

    def send_bulk(
        self, stream: ClientStream, header: bytes, data: bytes | memoryview = b"", scope: Scope | None = None
    ) -> None:
        """Send a packet of a stream, waiting while the server is slow; header and data are not joined when not needed.

        Raises:
            CallTimeout: the scope's deadline passed first; whatever has begun is still sent.
            CallCancelled: the scope was cancelled first; the same.
            TransportError: the connection is gone.
        """
        if not self._sending.acquire(False) and not self._await_turn(scope):
            assert scope is not None
            raise cut_off(stream.procedure, unsent=False, cancelled=scope.cancelled)
        try:
            waited = False
            if self._layers or self._backlog:
                done = self._transmit(header + data if data else header, scope) and not self._backlog
            else:
                done, waited = self._push_pieces((header, data), scope)
        finally:
            self._done_sending()
        if self.error is not None:
            raise as_transport(self.error)
        if not done:
            assert scope is not None, "nothing else stops the sending"
            raise cut_off(stream.procedure, unsent=False, cancelled=scope.cancelled)
        if not waited:
            # The server may have given the stream up long ago; nobody else looks while its data is being sent.
            self.service()

    def _await_turn(self, scope: Scope | None) -> bool:
        """Wait for the right to send; False when the scope is over first."""
        while True:
            now = monotonic()
            if scope is not None and scope.over(now):
                return False
            if self._sending.acquire(True, TICK if scope is None else max(0.0, min(TICK, scope.left(now)))):
                return True

    def _done_sending(self) -> None:
        """Give up the right to send, and do what others have left to do for whoever has it."""
        self._sending.release()
        if self.session.output or self._talkative:
            self.flush()
        if self.error is not None:
            self._dispose()

    def _transmit(self, packet: bytes, scope: Scope | None) -> bool:
        if self._layers:
            # What has passed a layer has to be sent, in this order; so first see that it can be.
            if self._backlog and not self._clear(scope):
                return False
            if self.error is None:
                try:
                    packet = self._protect(packet)
                except TransportError as error:
                    # Without the frames that hold what was to be sent.
                    self.fail(error.with_traceback(None))
        return self.error is not None or self._push(packet, scope)

    def _protect(self, packet: bytes) -> bytes:
        for layer in reversed(self._layers):
            packet = layer.wrap(packet)
        return packet

    # Bytes. The caller holds the right to send.

    def _push(self, data: bytes, scope: Scope | None, *, leading: bool = False) -> bool:
        """Send bytes behind the backlog; returns False when the scope was over before any of them had left."""
        if self._backlog and not self._clear(scope, leading=leading):
            return False
        try:
            sent = self._socket.send(data, _DONTWAIT)
            if sent == len(data):
                return True
            self._backlog = memoryview(data)[sent:]
        except BlockingIOError:
            self._backlog = data
        except OSError as error:
            self._broken(error, leading=leading)
            return True
        if self._clear(scope, leading=leading) or self._layers or len(self._backlog) != len(data):
            return True
        self._backlog = b""
        return False

    def _push_pieces(self, pieces: Sequence[bytes | memoryview], scope: Scope | None) -> tuple[bool, bool]:
        """Send a packet in pieces.

        Returns:
            Whether all has left before the scope was over, else the rest is kept; and whether that took waiting,
            and thus reading.
        """
        try:
            sent = self._socket.sendmsg(pieces, (), _DONTWAIT)
        except BlockingIOError:
            sent = 0
        except OSError as error:
            self._broken(error)
            return True, True
        waited = False
        for index, piece in enumerate(pieces):
            if sent >= len(piece):
                sent -= len(piece)
                continue
            waited = True
            self._backlog = memoryview(piece)[sent:]
            sent = 0
            try:
                cleared = self._clear(scope)
            except BaseException:
                self._keep(pieces[index + 1 :])
                raise
            if not cleared:
                self._keep(pieces[index + 1 :])
                return False, True
        return True, waited

    def _keep(self, pieces: Sequence[bytes | memoryview]) -> None:
        """Put the rest of a packet into the backlog; as copies, the caller's own bytes may change from now on."""
        self._backlog = b"".join((self._backlog, *pieces))

    def _clear(self, scope: Scope | None, *, leading: bool = False) -> bool:
        """Send the backlog while the peer is slow, and read meanwhile: it may be waiting for us to.

        Returns:
            False when the scope is over first. True also when the link fails.
        """
        poll = select.poll()
        keepalive = self.keepalive
        alive = monotonic()
        led = leading
        try:
            while self._backlog and self.error is None:
                now = monotonic()
                if scope is not None and scope.over(now):
                    return False
                led = led or self._lead.acquire(False)
                poll.register(self._socket, select.POLLOUT | (select.POLLIN if led else 0))
                left = self._beat if scope is None else min(self._beat, scope.left(now))
                ready = poll.poll(max(1, int(left * 1000)))
                events = ready[0][1] if ready else 0
                if led and events & ~select.POLLOUT:
                    self._take_now()
                if not (led and events & _TROUBLE) and events and self._push_backlog(leading=led):
                    alive = now
                if keepalive.heard:
                    keepalive.restart(now)
                    alive = now
                elif keepalive.interval > 0 and now - alive >= keepalive.patience:
                    # Neither takes nor sends anything; a PING would not get through.
                    self.fail(KeepaliveLost(f"the server took and sent nothing for {keepalive.patience:g} s"))
            return True
        finally:
            if led and not leading:
                self._step_down()

    def _take_now(self) -> bool:
        """Read what is there; whether there was anything. The caller leads."""
        try:
            data = self._socket.recv(_RECV_SIZE, _DONTWAIT)
        except BlockingIOError:
            return False
        except OSError as error:
            self.fail(ConnectionLost(f"the connection broke: {error}"))
            return False
        self._take(data, answer=False)
        return True

    def _broken(self, error: OSError, *, leading: bool = False) -> None:
        """Nothing can be sent any more; what the server said before it left still counts."""
        led = leading or self._lead.acquire(False)
        if led:
            while self.error is None and self._take_now():
                pass
        self.fail(ConnectionLost(f"the connection broke: {error}"))
        if led and not leading:
            self._step_down()

    def _push_backlog(self, *, leading: bool = False) -> bool:
        """Send of the backlog what goes without waiting; whether anything went."""
        try:
            sent = self._socket.send(self._backlog, _DONTWAIT)
            self._backlog = memoryview(self._backlog)[sent:] if sent < len(self._backlog) else b""
        except BlockingIOError:
            return False
        except OSError as error:
            self._broken(error, leading=leading)
            return False
        except BaseException as error:
            # How much has left nobody knows.
            self.fail(ConnectionLost(f"sending was interrupted: {error!r}"))
            raise
        return sent > 0

    # What has to be sent on nobody's behalf.

    @property
    def wants_output(self) -> bool:
        """Whether something waits for room in the socket."""
        return len(self._backlog) > 0

    def flush(self) -> None:
        """Send the backlog and what session and layers want to send, as far as it goes without waiting."""
        session = self.session
        while self.error is None and self._sending.acquire(False):
            try:
                self._flush_some()
            finally:
                self._sending.release()
            # What came in between found the right to send taken, and relies on us.
            if not session.output or self._backlog:
                break
        if self.error is not None:
            self._dispose()

    def _flush_some(self) -> None:
        if self._backlog:
            self._push_backlog()
        for layer in self._talkative:
            pending = layer.outgoing()
            if pending:
                self._push_behind(pending)
        output = self.session.output
        # One by one: libvirtd leaves a second packet in the same TLS record unread until more input comes.
        while output and not self._backlog and self.error is None:
            try:
                self._push_behind(self._protect(output.pop(0)))
            except TransportError as error:
                self.fail(error)

    def _push_behind(self, data: bytes) -> None:
        if self._backlog:
            self._keep((data,))
        else:
            self._backlog = data
            self._push_backlog()

    # Keepalive.

    def keep_alive(self, interval: float, count: int) -> None:
        """Send PINGs from now on: after ``interval`` seconds of silence, ``count`` times."""
        self.keepalive = Keepalive(interval, count, monotonic())
        if interval > 0:
            self._set_beat(min(TICK, max(0.01, interval / 2)))

    def _set_beat(self, beat: float) -> None:
        self._beat = beat
        seconds = int(beat)
        packed = struct.pack("ll", seconds, int((beat - seconds) * 1_000_000))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, packed)

    def ping(self) -> None:
        """Send a keepalive PING unless somebody is sending just now, which says as much."""
        if self._backlog:
            self.flush()
        elif self._sending.acquire(False):
            try:
                self._push_behind(self._protect(self.session.ping()))
            except TransportError as error:
                self.fail(error)
            finally:
                self._done_sending()

    def tick(self, now: float) -> None:
        """Look at the keepalive timer, unless a thread is just sending: that one looks for itself."""
        if self._sending.locked():
            return
        keepalive = self.keepalive
        if keepalive.tick(now):
            self.ping()
        elif keepalive.dead:
            self.fail(KeepaliveLost(f"the server did not answer keepalive for {keepalive.patience:g} s"))
        elif self._backlog:
            self.flush()

    def tick_unread(self, now: float) -> None:
        """The same while nobody reads because a stream holds too much: silence proves nothing then.

        Something is read now and then all the same, since the server's own PINGs want an answer.
        """
        keepalive = self.keepalive
        if 0 < keepalive.interval <= now - keepalive.since:
            keepalive.restart(now)
            self.service(once=True)
