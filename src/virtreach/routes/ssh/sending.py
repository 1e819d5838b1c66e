"""Sending in fewer and larger pieces than asyncssh does by itself.

Before each packet asyncssh sends an empty one to be ignored, which protects ciphers in CBC mode (RFC 4251, 9.3.1); none
of ours is one. And each packet is a system call of its own. Without both, many small requests take half of the
processor's time.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from asyncssh import SSHClientConnection

__all__ = ["gather_packets"]

_MSG_DISCONNECT, _MSG_IGNORE = 1, 2
_EMPTY = (b"\0\0\0\0",)
_PIECE = 1 << 18
_INTERNALS = ("_send", "_transport", "send_packet")


def gather_packets(connection: SSHClientConnection) -> bool:
    """Let a connection that is logged in send what comes up in one turn of the event loop as one piece.

    Args:
        connection: asyncssh's, whose cipher is not in CBC mode.

    Returns:
        Whether it does; an asyncssh whose insides are others is left as it is.
    """
    if not all(hasattr(connection, name) for name in _INTERNALS):
        return False
    inside: Any = connection
    plain = inside.send_packet
    gathered = _Gathered(inside)

    def send_packet(number: int, *parts: bytes, handler: object = None) -> None:
        if number == _MSG_IGNORE and parts == _EMPTY:
            return
        plain(number, *parts, handler=handler if _logger.isEnabledFor(logging.DEBUG) else _SILENT)
        if number == _MSG_DISCONNECT:
            # The transport is cut off behind it.
            gathered.flush()

    inside.send_packet = send_packet
    inside._send = gathered.send
    return True


class _Gathered:
    """Encrypted packets that wait for the turn's end."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        self._pieces: list[bytes] = []
        self._size = 0

    def send(self, data: bytes) -> None:
        """Take a packet."""
        if not self._pieces:
            self._loop.call_soon(self.flush)
        self._pieces.append(data)
        self._size += len(data)
        if self._size >= _PIECE:
            self.flush()

    def flush(self) -> None:
        """Hand over what waits."""
        if not self._pieces:
            return
        data = b"".join(self._pieces)
        self._pieces.clear()
        self._size = 0
        transport = self._connection._transport
        if transport is not None:
            try:
                transport.write(data)
            except ConnectionError:
                # Its end is told by connection_lost.
                return


class _Silent:
    """Stands in for what puts each packet into words for the log, which costs a tenth even while nobody listens."""

    def log_sent_packet(self, *_: object) -> None:
        """Write nothing."""


_SILENT = _Silent()
_logger = logging.getLogger("asyncssh")
