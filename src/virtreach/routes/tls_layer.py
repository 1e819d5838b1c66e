"""TLS as a layer over a socket that several threads may share.

An `ssl.SSLSocket` must not be read by one thread while another writes to it, and a
read that waits holds on to it. Here the socket carries bytes, and TLS (`ssl.SSLObject`
between two memory buffers) turns them into others under a short lock, so one thread may
wait for input while others send.
"""

from __future__ import annotations

import ssl
from _thread import allocate_lock

from virtreach.errors import ConnectionLost, EndOfStream
from virtreach.routes.failures import cut_during_tls, no_confirmation, tls_error, wrong_confirmation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from virtreach.routes.route import TLSRoute

__all__ = ["TLSLayer", "TLSSession"]

_READ = 1 << 18


class TLSSession:
    """What both ends of a TLS session do. May be shared between threads once the handshake is done.

    Args:
        context: how to verify the peer and what to show it.
        options: further arguments of `ssl.SSLContext.wrap_bio`.

    Attributes:
        peer: what the other end is called in messages.
    """

    __slots__ = ("_incoming", "_lock", "_outgoing", "_tls")

    peer = "peer"

    def __init__(self, context: ssl.SSLContext, **options: Any) -> None:
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, **options)
        self._lock = allocate_lock()

    def wrap(self, data: bytes) -> bytes:
        """Encrypt.

        Raises:
            ConnectionLost: the session is broken.
        """
        with self._lock:
            try:
                self._tls.write(data)
            except ssl.SSLError as error:
                # Tracebacks may show variables, and this may be a password.
                del data
                raise ConnectionLost(f"TLS: {error.reason or error}") from error
            return self._outgoing.read()

    def unwrap(self, data: bytes) -> bytes:
        """Decrypt what came; an incomplete record waits for the rest.

        Raises:
            EndOfStream: the peer ended the session, and nothing came before that.
            ConnectionLost: the session is broken.
        """
        with self._lock:
            self._incoming.write(data)
            pieces = []
            try:
                while True:
                    piece = self._tls.read(_READ)
                    if not piece:
                        raise ssl.SSLZeroReturnError
                    pieces.append(piece)
            except ssl.SSLWantReadError:
                # All that has come is decrypted.
                pass
            except ssl.SSLZeroReturnError as end:
                if not pieces:
                    raise EndOfStream(f"the {self.peer} closed the connection") from end
            except ssl.SSLError as error:
                raise ConnectionLost(f"TLS: {error.reason or error}") from error
            return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def outgoing(self) -> bytes:
        """What TLS itself wants to send now: handshake, key updates, alerts; mostly nothing."""
        return self._outgoing.read() if self._outgoing.pending else b""


class TLSLayer(TLSSession):
    """The client's end.

    Args:
        context: how to verify the server and what to show it.
        server_name: the host name or address that the server's certificate must carry.
    """

    __slots__ = ()

    peer = "server"

    def __init__(self, context: ssl.SSLContext, server_name: str) -> None:
        super().__init__(context, server_hostname=server_name.encode("ascii"))

    def establish(self, route: TLSRoute) -> Generator[tuple[str, bytes], bytes, None]:
        """The steps to a session that the server has confirmed, for a caller who moves the bytes.

        A finished handshake is not acceptance yet: under TLS 1.3 the server looks at our certificate
        afterwards. libvirt then sends one byte, 1 (virnettlscontext.c, `virNetTLSSessionHandshake`;
        virnetserverclient.c).

        Yields:
            The name of the step for messages, and bytes to send. Send in what the server sent next, empty at its end.

        Raises:
            ConnectError: with what to do next; a `CertificateError` mostly.
        """
        step = "tls"
        try:
            while True:
                try:
                    self._tls.do_handshake()
                    break
                except ssl.SSLWantReadError:
                    data = yield step, self._outgoing.read()
                    if not data:
                        raise cut_during_tls(route.target) from None
                    self._incoming.write(data)
            step = "confirm"
            # The confirmation may have come along with the last piece of the handshake.
            confirmation = self.unwrap(b"")
            while not confirmation:
                data = yield step, self._outgoing.read()
                if not data:
                    raise no_confirmation(route.target)
                confirmation = self.unwrap(data)
        except EndOfStream as error:
            raise no_confirmation(route.target) from error
        except ConnectionLost as error:
            cause = error.__cause__
            assert isinstance(cause, ssl.SSLError)
            raise tls_error(cause, route, step) from cause
        except ssl.SSLError as error:
            raise tls_error(error, route, step) from error
        if confirmation != b"\x01":
            raise wrong_confirmation(route.target)

    def describe(self) -> dict[str, object]:
        """Version, cipher and the server's certificate (as `getpeercert` gives it), for people."""
        return {
            "version": self._tls.version(),
            "cipher": self._tls.cipher(),
            "certificate": self._tls.getpeercert(),
        }
