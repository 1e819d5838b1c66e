"""What asyncssh takes from its peer and should not: bounds laid around one connection, as it has no settings for them.

- Before the login a peer may send banners and debug messages without end, and is told politely that a message is not
  understood. Here there is a bound on its bytes, and what makes no sense ends the connection.
- asyncssh answers each request of its peer, and asks nothing of the socket: a peer that asks and does not read fills
  our memory with answers. Here a peer that does so is sent away, and whoever writes streams waits for the socket.
- A peer may ask for packets of one byte, each of which costs sixty. Here that is refused.
- A peer is given up after some intervals without an answer to our question, also when there was other traffic between
  them, behind which the question waits. Here whatever comes counts as an answer.
- A host certificate that names nobody counts for everybody (as it does for OpenSSH). Here it counts for nobody.
"""

from __future__ import annotations

import asyncio
from typing import Any

from virtreach.routes.ssh.extra import asyncssh, decode_ssh_certificate

__all__ = ["BEFORE_LOGIN", "UNREAD_ANSWERS", "Guard"]

BEFORE_LOGIN = 1 << 18
"""How much a peer may send before the login is done, bytes."""
UNREAD_ANSWERS = 10_000
"""How many requests of a peer are answered while it does not read."""

_SMALLEST_PACKET = 256
_UNIMPLEMENTED = 3  # message numbers: RFC 4250, section 4.1.2
_GLOBAL_REQUEST = 80
_CHANNEL_OPEN = 90
_CHANNEL_REQUEST = 98
_ANSWERED = frozenset((_GLOBAL_REQUEST, _CHANNEL_OPEN, _CHANNEL_REQUEST))


class Guard:
    """The bounds of one connection."""

    def __init__(self, connection: Any, flowing: asyncio.Event) -> None:
        """Lay the bounds around a connection that was made just now.

        Args:
            connection: asyncssh's object.
            flowing: is cleared while the socket does not take what is written.
        """
        self._connection = connection
        self._received = 0
        self._unread = 0
        self._flowing = flowing
        # Attributes of the object come before the methods of its class; those of the login go with it.
        connection.data_received = self._before_login
        connection.send_packet = self._send_before_login
        connection.pause_writing = self._pause
        connection.resume_writing = self._resume
        connection.log_received_packet = self._seen
        connection.add_channel = self._add_channel
        connection.validate_server_host_key = self._check_host_key
        self._look_again()

    def logged_in(self) -> None:
        """Take away the bounds that hold before the login."""
        del self._connection.data_received
        del self._connection.send_packet
        self._look_again()

    def _look_again(self) -> None:
        """Have the transport find what was replaced; uvloop's looks `data_received` up once, with its protocol."""
        transport = self._connection._transport
        if hasattr(transport, "set_protocol"):  # a channel to a nested login has none, and no need of it
            transport.set_protocol(self._connection)

    def _before_login(self, data: bytes, datatype: int | None = None) -> None:
        self._received += len(data)
        if self._received > BEFORE_LOGIN:
            self._connection.connection_lost(
                asyncssh.ProtocolError(f"it sent more than {BEFORE_LOGIN} bytes before the login was done")
            )
            return
        type(self._connection).data_received(self._connection, data, datatype)

    def _send_before_login(self, number: int, *args: bytes, **more: Any) -> None:
        if number == _UNIMPLEMENTED:
            raise asyncssh.ProtocolError("it sent a message that nobody knows before the login was done")
        type(self._connection).send_packet(self._connection, number, *args, **more)

    def _check_host_key(self, data: bytes) -> Any:
        try:
            named = bool(getattr(decode_ssh_certificate(data), "principals", True))
        except asyncssh.KeyImportError:
            named = True  # a plain key, or one that asyncssh refuses below
        if not named:
            raise asyncssh.HostKeyNotVerifiable("Its certificate names no host")
        return type(self._connection).validate_server_host_key(self._connection, data)

    def _pause(self) -> None:
        self._flowing.clear()
        self._unread = 0

    def _resume(self) -> None:
        self._flowing.set()

    def _seen(self, number: int, *_: object) -> None:
        self._connection._keepalive_count = 0
        if number in _ANSWERED and not self._flowing.is_set():
            self._unread += 1
            if self._unread > UNREAD_ANSWERS:
                raise asyncssh.ProtocolError("it asks without end and does not read the answers")

    def _add_channel(self, channel: Any) -> int:
        def confirmed(number: int, window: int, packet_size: int, packet: Any) -> None:
            if packet_size < _SMALLEST_PACKET:
                raise asyncssh.ProtocolError(f"it wants packets of {packet_size} bytes")
            type(channel).process_open_confirmation(channel, number, window, packet_size, packet)

        channel.process_open_confirmation = confirmed
        channel.log_received_packet = self._seen
        return int(type(self._connection).add_channel(self._connection, channel))
