"""One connection to the daemon as a transport sees it: bytes in and out, what protects them, and when to read on.

All reads of the event loop go through one shared buffer. Calls are answered inside `buffer_updated`, and the replies to
everything that came in one read leave in one write; a task is made only for a call whose answer takes its time.

`Channel` knows nothing of what is called: `virtreach.daemon.client` and others build on it.
"""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from logging import getLogger

from virtreach.aio.ticker import ticker
from virtreach.daemon.dispatch import surprise
from virtreach.daemon.drivers.base import ClientInfo
from virtreach.daemon.entry.admission import NO_PLACE
from virtreach.daemon.records.metrics import count
from virtreach.errors import CertificateError, DecodeError, LibvirtError, ProtocolError, TransportError
from virtreach.session.keepalive import Keepalive
from virtreach.session.server import ServerSession
from virtreach.session.server_answers import undecodable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any, Protocol, TypeAlias

    from virtreach.daemon.entry.tls import ServerTLS
    from virtreach.daemon.house import Door, House
    from virtreach.protocol.procedure import Procedure
    from virtreach.session.programs import Programs

    Done: TypeAlias = Callable[[BaseException | None, bytes], None]

    class Layer(Protocol):
        """What protects the bytes of a connection: TLS, or a SASL security layer."""

        def wrap(self, data: bytes) -> bytes: ...

        def unwrap(self, data: bytes) -> bytes: ...


__all__ = ["EVENTS_MAX", "Channel"]

EVENTS_MAX = 1000
"""Events that a client may leave unread; with one more it is sent away."""

_log = getLogger("virtreach.daemon")
# Streams write until so much waits to be sent; replies may go beyond, and then the client is not read from.
_HIGH_WATER = 256 << 10
_REPLIES_MAX = 1 << 20
# Bytes that a client may leave unread in all: events, and stream data of drivers that do not heed `writable`.
_UNREAD_MAX = 64 << 20
_SLICE = 64 << 10
_EVENTS_AT_ONCE = 256


class Channel(asyncio.BufferedProtocol):
    """A connection that came through a door.

    Args:
        house: what it shares with the others.
        door: how it came in.
        programs: what may be called.

    Attributes:
        info: who it is; a driver may keep it.
        source: where it is from, for limits: an address, or a user id.
        since: when it came, by the loop's clock.
        session: the conversation.
    """

    __slots__ = (
        "__weakref__",
        "_close_why",
        "_descriptor",
        "_events",
        "_gone",
        "_keepalive",
        "_layers",
        "_metrics",
        "_next_layer",
        "_reading",
        "_tasks",
        "_tls",
        "_transport",
        "_view",
        "door",
        "house",
        "info",
        "session",
        "since",
        "source",
    )

    def __init__(self, house: House, door: Door, programs: Programs) -> None:
        self.house = house
        self.door = door
        self._view = house.view
        self.session = session = ServerSession(programs, limit=house.max_requests)
        session.on_wake = self._wake
        session.on_flush = self._flush
        session.on_large = self._large
        session.on_tired = self._tired
        self._layers: tuple[Layer, ...] = ()
        self._next_layer: Layer | None = None
        self._tls: ServerTLS | None = None
        self._tasks: dict[asyncio.Task[None], Done | None] | None = None
        self._transport: Any = None
        self._descriptor = -1
        self._keepalive: Keepalive | None = None
        self._events = 0
        self._reading = True
        self._gone = False
        self._close_why: str | None = None
        self._metrics = house.metrics
        self.source = ""
        self.since = 0.0
        self.info = ClientInfo(house.next_number(), door.transport, "", readonly=door.readonly)

    # What kinds of clients say.

    def begin(self) -> None:
        """The channel stands, and TLS if there is any: take calls from now on."""
        raise AssertionError("a kind of client says what comes first")

    def ended(self) -> None:
        """The connection is gone: give back what it had. Called once."""

    # The transport's side.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self.since = asyncio.get_running_loop().time()
        sock = transport.get_extra_info("socket")
        self._descriptor = sock.fileno()
        if not self._look_at_peer(sock):
            self._gone = True
            self._transport.abort()
            return
        if not self.house.enter(self):
            if self.house.emptied:
                _log.info("%r: closed: the daemon stops", self.info)
            else:
                _log.warning("%r: %s", self.info, NO_PLACE)
                count(self._metrics.refused, "max_clients")
            self._gone = True
            self._transport.abort()
            return
        self._transport.set_write_buffer_limits(_HIGH_WATER)
        if self.door.transport == "tls":
            from virtreach.daemon.entry.tls import ServerTLS

            assert self.house.tls is not None
            self._tls = ServerTLS(self.house.tls, self.source)
        else:
            self.begin()

    def _look_at_peer(self, sock: Any) -> bool:
        """Learn where the client is from; False when it is gone already."""
        info = self.info
        if self.door.transport == "unix":
            credentials = sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
            info.pid, info.uid, info.gid = struct.unpack("3i", credentials)
            info.address = f"pid {info.pid}, uid {info.uid}"
            info.authenticated = "peer"
            self.source = f"uid {info.uid}"
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            peer = self._transport.get_extra_info("peername")
            if not peer:
                return False
            host, port = peer[:2]
            info.address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
            self.source = host
        return True

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._view

    def buffer_updated(self, nbytes: int) -> None:
        data = bytes(self._view[:nbytes])
        self._metrics.received += nbytes
        session = self.session
        keepalive = self._keepalive
        if keepalive is not None:
            keepalive.heard = True
        try:
            if self._tls is not None and not self._tls.established:
                data = self._handshake(data)
            else:
                for layer in self._layers:
                    data = layer.unwrap(data)
            session.receive(data)
        except (ProtocolError, TransportError) as error:
            if not self._gone:
                self._broken(error)
            return
        if session.output:
            self._flush()
        if session.streams or session.deferred or session.blocked:
            self._regulate()
        if self._close_why is not None:
            self._leave()

    def _handshake(self, data: bytes) -> bytes:
        """Go on with the TLS handshake; gives what came after it."""
        tls = self._tls
        assert tls is not None
        try:
            done = tls.handshake(data)
        except CertificateError as error:
            self.house.policy.audit.event("login", self.info, "failed", {"why": str(error)})
            self._metrics.login("certificate", "failed")
            raise
        finally:
            pending = tls.outgoing()
            if pending:
                self._transport.write(pending)
        if not done:
            return b""
        self._layers = (tls,)
        self.info.distinguished_name = tls.distinguished_name
        if tls.distinguished_name:
            self.info.authenticated = "certificate"
        self.begin()
        return tls.unwrap(b"")

    def eof_received(self) -> bool:
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._end()

    def pause_writing(self) -> None:
        self.session.blocked = True
        self._regulate()

    def resume_writing(self) -> None:
        self._events = 0
        try:
            self.session.unblocked()
        except ProtocolError as error:
            self._broken(error)
            return
        self._flush()
        self._regulate()

    # Bytes out.

    def _flush(self) -> None:
        """Send what the session has; afterwards a new security layer may be in force."""
        output = self.session.output
        if self._gone:
            output.clear()
            return
        if output:
            if self._layers:
                # Packet by packet: libvirt's clients leave a second one in the same TLS record unread until more comes.
                data = b"".join([self._protect(packet) for packet in output])
            else:
                data = output[0] if len(output) == 1 else b"".join(output)
            output.clear()
            self._send(data)
        if self._next_layer is not None:
            layer, self._next_layer = self._next_layer, None
            self._layers = (*self._layers, layer)
            self.session.unbar()
            self.session.opened()

    def _protect(self, packet: bytes) -> bytes:
        for layer in reversed(self._layers):
            # A relay sends parts of what it has read.
            packet = layer.wrap(bytes(packet))
        return packet

    def _send(self, data: bytes) -> None:
        self._metrics.sent += len(data)
        self._transport.write(data)
        if self.session.blocked and self._transport.get_write_buffer_size() > _UNREAD_MAX:
            self.evict("it does not read what it is sent")

    def send_now(self, packet: bytes) -> None:
        """Send a packet, past the session and past the transport when that holds nothing back: half the cost."""
        if self._gone:
            return
        if self._layers or self._transport.get_write_buffer_size():
            self._send(self._protect(packet))
        else:
            self._metrics.sent += len(packet)
            try:
                sent = os.write(self._descriptor, packet)
            except OSError:
                # Full, or broken: the transport waits, or reports it.
                sent = 0
            if sent < len(packet):
                self._transport.write(packet[sent:])
        if self._close_why is not None:
            self._leave()

    def passed_on(self, procedure: Procedure[Any], nbytes: int) -> None:
        """Note a call that has gone past the session."""
        metrics = self._metrics
        metrics.received += nbytes
        metrics.calls[procedure][3] += 1
        if self._keepalive is not None:
            self._keepalive.heard = True

    def _wake(self) -> None:
        """The session has something to send that no input of this client has caused."""
        self._flush()
        self._regulate()
        if self._close_why is not None:
            self._leave()

    def _large(self, size: int) -> None:
        self.house.unfinished.announce(self, size)

    def _tired(self) -> None:
        asyncio.get_running_loop().call_soon(self._rested)

    def _rested(self) -> None:
        if not self._gone:
            self.session.rested()

    def _regulate(self) -> None:
        """Read only while the client takes the replies to what it said, and while there is room for more of it.

        Stream data alone does not stop the reading: the client must be able to break a download off.
        """
        if self._gone:
            return
        session = self.session
        unread = session.blocked and self._transport.get_write_buffer_size() > _REPLIES_MAX
        reading = not (unread or session.congested)
        if reading != self._reading:
            self._reading = reading
            if reading:
                self._transport.resume_reading()
            else:
                self._transport.pause_reading()

    def emit(self, procedure: Procedure[Any], body: bytes) -> None:
        """Send an event; see `Session.emit`."""
        if self._gone:
            return
        if self.session.blocked:
            self._events += 1
            if self._events > EVENTS_MAX:
                self.evict("it does not read its events")
                return
        self._metrics.events += 1
        self.session.message(procedure, body)
        if len(self.session.output) > _EVENTS_AT_ONCE:
            # A call of the client itself may cause many: send them, to learn whether it reads.
            self._flush()

    def protect(self, layer: Layer) -> None:
        """Put a security layer over what follows the reply to the call that is being answered."""
        self.session.bar()
        self._next_layer = layer

    # Calls that take their time.

    def later(
        self,
        procedure: Procedure[Any],
        serial: int,
        result: Awaitable[bytes],
        done: Done | None = None,
    ) -> None:
        """Answer a call once its result is there. The caller tells the session that the call is deferred.

        Args:
            procedure, serial: of the call.
            result: gives the body of the reply, or raises.
            done: called before the reply is sent, with the error that the client gets, or None, and the body of the
                reply; with `asyncio.CancelledError` if the client is gone before there is a result.
        """
        if self._tasks is None:
            self._tasks = {}
        task = asyncio.get_running_loop().create_task(self._finish(procedure, serial, result, done))
        self._tasks[task] = done
        task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[None]) -> None:
        """A call that took its time is over."""
        assert self._tasks is not None
        done = self._tasks.pop(task)
        if done is not None and task.cancelled():
            done(asyncio.CancelledError(), b"")

    async def _finish(
        self,
        procedure: Procedure[Any],
        serial: int,
        result: Awaitable[bytes],
        done: Done | None,
    ) -> None:
        error: LibvirtError | None = None
        body = b""
        try:
            body = await result
        except LibvirtError as answer:
            error = answer
        except DecodeError:
            error = undecodable()
        except Exception as fault:  # noqa: BLE001 - a driver's fault must not cost the client its connection
            error = surprise(self.info, procedure, fault)
        if done is not None:
            done(error, body)
        if self._gone:
            return
        try:
            if error is None:
                self.session.reply(procedure, serial, body)
            else:
                self.session.reply_error(procedure, serial, error)
        except (ProtocolError, TransportError) as broken:
            self._broken(broken)

    # Keepalive.

    def watch(self) -> None:
        """Send PINGs from now on, unless the configuration says otherwise: the client answers them."""
        house = self.house
        if self._keepalive is None and house.keepalive_interval > 0:
            loop = asyncio.get_running_loop()
            self._keepalive = Keepalive(house.keepalive_interval, house.keepalive_count, loop.time())
            ticker(loop).add(self, house.keepalive_interval)

    def tick(self, now: float) -> None:
        """Look at the keepalive timer."""
        keepalive = self._keepalive
        if keepalive is None:
            return
        relay = self.session.relay
        if relay is not None and relay.blocked and not self._reading:
            # Nobody reads what the client may have answered, and the reason is not the client.
            keepalive.restart(now)
        elif keepalive.tick(now):
            self.session.ping()
        elif keepalive.dead:
            self.evict("it does not answer keepalive")

    # The end.

    def close_soon(self, why: str) -> None:
        """Close the connection once what is owed to the client has been sent."""
        if self._close_why is None:
            self._close_why = why

    def retire(self) -> None:
        """Close the connection as soon as no call is being carried out."""
        self.close_soon("the daemon stops")
        self._wake()

    def _leave(self) -> None:
        if self._gone or self.session.deferred or self.session.output:
            return
        if self._close_why:
            _log.info("%r: closed: %s", self.info, self._close_why)
        transport = self._transport
        self._end()
        transport.close()

    def _broken(self, error: Exception) -> None:
        _log.info("%r: closed: %s", self.info, error)
        count(self._metrics.closed, type(error).__name__)
        transport = self._transport
        self._end()
        # A TLS alert may wait to be sent.
        if transport.get_write_buffer_size() > _SLICE:
            transport.abort()
        else:
            transport.close()

    def evict(self, why: str) -> None:
        """Cut the connection off at once."""
        if self._gone:
            return
        _log.warning("%r: closed: %s", self.info, why)
        count(self._metrics.closed, why)
        transport = self._transport
        self._end()
        transport.abort()

    def _end(self) -> None:
        """Give back what the connection holds."""
        if self._gone:
            return
        self._gone = True
        if self._keepalive is not None:
            ticker(asyncio.get_running_loop()).remove(self)
        # The task that notices the end has its result already.
        current = asyncio.current_task() if self._tasks else None
        for task in list(self._tasks or ()):
            if task is not current:
                # A turn later: what a task has not begun yet it would never await.
                asyncio.get_running_loop().call_soon(task.cancel)
        self.session.close()
        self.house.unfinished.forget(self)
        self.ended()
        self.house.leave(self)
