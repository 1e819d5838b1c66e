"""Sessions that pass calls on: to a real daemon behind a gateway, or to another process of this one.

A driver that relays makes a `Relay`, puts a `RelayLink` with its `HostSession` on a byte stream, opens that as any
client would (``link.exchange``), and gives `RelaySession` to the daemon. From then on packets pass as they are; see
`virtreach.session.relay`.
"""

from __future__ import annotations

import os

from virtreach.aio.link import Link
from virtreach.daemon.drivers.base import Session
from virtreach.errors import ConnectionClosed
from virtreach.session.server_answers import rpc_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence
    from typing import Any

    from virtreach.errors import LibvirtError
    from virtreach.protocol.procedure import Procedure
    from virtreach.session.opening import Layer
    from virtreach.session.relay import HostSession, Relay
    from virtreach.session.server import ServerSession

__all__ = ["RelayLink", "RelaySession", "host_lost"]

# What the host may leave untaken before the client is not read from any more, in bytes.
_HIGH_WATER = 256 << 10
# Pieces that leave in one system call; more are joined first.
_PIECES_MAX = 64


def host_lost(reason: Exception) -> LibvirtError:
    """The error that a call gets whose host has gone."""
    return rpc_error(f"the host is gone ({reason}); whether the call was carried out is not known")


class RelayLink(Link):
    """The byte stream to a host. What comes from the client leaves at once, as far as the host takes it.

    Args:
        session: ``relay.host``.
        layers: as for `Link`.

    Attributes:
        passage: takes a reply that is alone, and nobody else's business; or None.
    """

    __slots__ = ("passage",)

    session: HostSession

    def __init__(self, *, session: HostSession, layers: Sequence[Layer] = ()) -> None:
        super().__init__(session=session, layers=layers)
        self.passage: Callable[[bytes], None] | None = None
        session.relay.flush = self.flush
        session.relay.resume = self.regulate

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        transport.set_write_buffer_limits(_HIGH_WATER)  # type: ignore[attr-defined]

    def buffer_updated(self, nbytes: int) -> None:
        if self.passage is not None and not self._layers:
            data = bytes(self._view[:nbytes])
            if self.session.relay.sole_reply(data):
                self.keepalive.heard = True
                self.passage(data)
                return
        super().buffer_updated(nbytes)
        if self.session.relay.unread:
            self.regulate()

    def pass_on(self, packet: bytes) -> None:
        """Send a call, past the session."""
        if self._layers:
            self._write(self._protect(packet))
        else:
            self._write_now(packet)

    def flush(self) -> None:
        """Send what the session has for the host."""
        output = self.session.output
        if self.error is not None:
            output.clear()
            return
        if self._layers:
            # One by one: libvirtd leaves a second packet in the same TLS record unread until more input comes.
            for piece in output:
                self._write(self._protect(bytes(piece)))
        else:
            self._write_pieces(output)
        output.clear()

    def _write_pieces(self, pieces: list[bytes]) -> None:
        if len(pieces) == 1:
            self._write_now(pieces[0])
            return
        if self._descriptor < 0 or len(pieces) > _PIECES_MAX or self._transport.get_write_buffer_size():
            self._write(b"".join(pieces))
            return
        try:
            sent = os.writev(self._descriptor, pieces)
        except OSError:
            # Full, or broken: the transport waits, or reports it.
            sent = 0
        for piece in pieces:
            size = len(piece)
            if sent < size:
                self._write(piece[sent:] if sent else piece)
                sent = 0
            else:
                sent -= size

    def _answer(self) -> None:
        """Send what is owed to the host after what was received: PONGs, and what TLS itself has to say."""
        if self.session.output:
            self.flush()
        for layer in self._talkative:
            pending = layer.outgoing()
            if pending:
                self._transport.write(pending)

    def regulate(self) -> None:
        """Read from the host only while the client takes what comes."""
        unread = self.session.relay.unread
        if self.error is None and unread != self._paused_reading:
            self._paused_reading = unread
            if unread:
                self._transport.pause_reading()
            else:
                self.keepalive.heard = True
                self._transport.resume_reading()

    def pause_writing(self) -> None:
        self.session.relay.blocked = True

    def resume_writing(self) -> None:
        relay = self.session.relay
        relay.blocked = False
        if relay.server is not None:
            relay.server.wake()

    def tick(self, now: float) -> None:
        """Look at the keepalive timer; a host that is not read from is told that somebody is here."""
        if not self._paused_reading:
            super().tick(now)
        elif now - self.keepalive.since >= self.keepalive.interval:
            # Its own PINGs are not seen now, and any packet answers them. That it is silent proves nothing.
            self.keepalive.restart(now)
            self.session.output.append(self.session.ping())
            self.flush()


class RelaySession(Session):
    """What one client has opened on a host.

    Args:
        link: open, its session a `HostSession`.
        name: what the host is called in logs and the audit; "" when it is no host of its own.
        closed: called with this session when it is closed.

    Attributes:
        name: as above.
    """

    relay: Relay
    link: RelayLink

    def __init__(
        self, link: RelayLink, name: str = "", closed: Callable[[RelaySession], object] | None = None
    ) -> None:
        self.link = link
        self.name = name
        self._closed = closed
        self._left: Callable[[Exception], None] | None = None
        self.relay = link.session.relay
        link.on_lost = self._lost

    def call(self, procedure: Procedure[Any], packet: bytes) -> bytes:
        """Never called: the daemon forwards."""
        raise AssertionError("calls pass through the relay")

    def join(self, server: ServerSession, left: Callable[[Exception], None]) -> None:
        """Let the client's calls through; see `Session.join`."""
        if self.link.error is not None:
            raise host_lost(self.link.error)
        self._left = left
        self.relay.attach(server)

    def _lost(self, reason: Exception) -> None:
        if self._left is not None and self.relay.server is not None:
            self._left(reason)

    def close(self) -> None:
        """The client is gone: leave the host; see `Session.close`."""
        self.relay.detach()
        self.link.fail(ConnectionClosed("the client is gone"))
        if self._closed is not None:
            self._closed(self)
