"""Sockets to services of nodes, with what HTTP clients need of them: timeouts, TLS over them, and why they ended."""

from __future__ import annotations

import socket
import ssl
from typing import Any

from virtreach.errors import ConnectionLost

__all__ = ["ChannelTLSSocket", "NetcatSocket", "SshProxySocket", "proxied", "start_tls"]


class SshProxySocket(socket.socket):
    """A socket to a service of a node, by SSH's own forwarding (direct-tcpip).

    It has a file descriptor, so that everything that takes a socket takes it, `ssl` and `select` too. A cut is no end:
    when the way broke, reading behind the last byte and writing raise instead.

    Attributes:
        way: how it was made: ``direct`` or a relay's name; ``tcp`` or ``command`` for a node without proxies.
    """

    way = ""
    _channel: socket.socket | None = None

    def recv(self, *args: Any) -> bytes:
        try:
            data = super().recv(*args)
        except OSError:
            self._raise_if_cut()
            raise
        if not data:
            self._raise_if_cut()
        return data

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        try:
            count = super().recv_into(*args, **kwargs)
        except OSError:
            self._raise_if_cut()
            raise
        if not count:
            self._raise_if_cut()
        return count

    def send(self, *args: Any) -> int:
        try:
            return super().send(*args)
        except OSError:
            self._raise_if_cut()
            raise

    def sendall(self, *args: Any) -> None:
        try:
            super().sendall(*args)
        except OSError:
            self._raise_if_cut()
            raise

    @property
    def failure(self) -> Exception | None:
        """Why the way broke; None while it is well, or after a proper end."""
        return getattr(self._channel, "failure", None)

    def _raise_if_cut(self) -> None:
        if self.failure is not None:
            raise self.failure


class NetcatSocket(SshProxySocket):
    """The same by a program that runs on the last hop (socat, python3, nc or bash), where forwarding is forbidden."""


def proxied(channel: socket.socket) -> SshProxySocket:
    """Make the one of these classes that a route's socket is; that one is used up."""
    way = getattr(channel, "way", "") or "tcp"
    kind = SshProxySocket if way in ("direct", "tcp", "command") else NetcatSocket
    made = kind(fileno=channel.detach())
    made.way = way
    made._channel = channel  # the event loop writes there why it ended
    return made


class ChannelTLSSocket(ssl.SSLSocket):
    """TLS over one of these sockets, which tells a cut from the server's proper end.

    Attributes:
        channel: what is below; set once TLS stands.
    """

    channel: SshProxySocket | None = None

    def read(self, *args: Any) -> Any:
        try:
            return super().read(*args)
        except ssl.SSLEOFError as error:
            raise self._why() or ConnectionLost(
                "the server ended the stream without saying so in TLS (close_notify): what came may not be all"
            ) from error
        except OSError as error:
            raise self._why() or error from error

    def send(self, *args: Any) -> int:
        try:
            return super().send(*args)
        except OSError as error:
            raise self._why() or error from error

    def _why(self) -> Exception | None:
        return self.channel.failure if self.channel is not None else None

    def over(self, channel: SshProxySocket) -> None:
        """Say what is below; from now on an end without TLS's close_notify is an error."""
        self.channel = channel
        self.suppress_ragged_eofs = False


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
