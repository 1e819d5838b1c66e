"""Sockets to services of nodes, with what HTTP clients need of them: timeouts, TLS over them, and why they ended."""

from __future__ import annotations

import socket
import ssl
import time
from typing import Any

from virtreach.errors import ConnectionLost
from virtreach.routes.ssh.stream import ChannelSocket

__all__ = ["ChannelTLSSocket", "NetcatSocket", "SshProxySocket", "proxied", "start_tls"]


class SshProxySocket(ChannelSocket):
    """A socket to a service of a node, by SSH's own forwarding (direct-tcpip), or directly where there is no proxy.

    It has a file descriptor, so that everything that takes a socket takes it, `ssl` and `select` too; a timeout holds.

    Attributes:
        deadline: until when all reading and writing has to be done (`time.monotonic`), or None. A timeout holds for
            each piece only, and pieces may be as small as the server likes.
    """

    deadline: float | None = None
    _channel: socket.socket | None = None

    @property
    def failure(self) -> Exception | None:  # type: ignore[override]  # the event loop writes it where it made the socket
        """Why the way broke; None while it is well, or after a proper end."""
        return getattr(self._channel, "failure", None)

    def recv(self, *args: Any) -> bytes:
        _hurry(self, self.deadline)
        return super().recv(*args)

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        _hurry(self, self.deadline)
        return super().recv_into(*args, **kwargs)

    def send(self, *args: Any) -> int:
        _hurry(self, self.deadline)
        return super().send(*args)

    def sendall(self, *args: Any) -> None:
        _hurry(self, self.deadline)
        super().sendall(*args)


class NetcatSocket(SshProxySocket):
    """The same by a program that runs on the last hop (socat, python3, nc or bash), where forwarding is forbidden."""


def proxied(channel: socket.socket) -> SshProxySocket:
    """Make the one of these classes that a route's socket is; that one is used up."""
    way = getattr(channel, "way", "") or "tcp"
    kind = SshProxySocket if way in ("direct", "tcp", "command") else NetcatSocket
    made = kind(fileno=channel.detach())
    made.way = way
    made._channel = channel
    return made


class ChannelTLSSocket(ssl.SSLSocket):
    """TLS over one of these sockets, which tells a cut from the server's proper end.

    Attributes:
        channel: what is below; set once TLS stands.
    """

    channel: SshProxySocket | None = None

    def read(self, *args: Any) -> Any:
        _hurry(self, self._deadline)
        try:
            return super().read(*args)
        except ssl.SSLEOFError as error:
            raise self._why() or ConnectionLost(
                "the server ended the stream without saying so in TLS (close_notify): what came may not be all"
            ) from error
        except OSError as error:
            raise self._why() or error from error

    def send(self, *args: Any) -> int:
        _hurry(self, self._deadline)
        try:
            return super().send(*args)
        except OSError as error:
            raise self._why() or error from error

    @property
    def _deadline(self) -> float | None:
        return self.channel.deadline if self.channel is not None else None

    def _why(self) -> Exception | None:
        return self.channel.failure if self.channel is not None else None

    def over(self, channel: SshProxySocket) -> None:
        """Say what is below; from now on an end without TLS's close_notify is an error."""
        self.channel = channel
        self.suppress_ragged_eofs = False


def _hurry(connected: socket.socket, deadline: float | None) -> None:
    """Have a socket's timeout end at a deadline at the latest."""
    if deadline is None:
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time for the request and its answer has passed")
    timeout = connected.gettimeout()
    if timeout is None or timeout > left:
        connected.settimeout(left)


def start_tls(
    channel: SshProxySocket, context: ssl.SSLContext, server_hostname: str | None
) -> ChannelTLSSocket:
    """Shake hands over a socket.

    Args:
        channel: used up; the result takes its place.
        context: how to verify the server. Its sockets are of our class from now on.
        server_hostname: what the server's certificate must be for.

    Raises:
        ssl.SSLError: the handshake failed; a certificate that is not accepted is an `ssl.SSLCertVerificationError`.
        HopLost: the way broke meanwhile.
    """
    context.sslsocket_class = ChannelTLSSocket
    try:
        made = context.wrap_socket(channel, server_hostname=server_hostname)
    except OSError as error:
        raise channel.failure or error from error
    assert isinstance(made, ChannelTLSSocket)
    made.over(channel)
    return made
