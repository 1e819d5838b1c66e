"""TLS below a client connection: the handshake, who the client is, and the confirmation.

After the handshake the server tells the client with one byte, 1, that it is let in (libvirt,
``src/rpc/virnetserverclient.c``); whoever is not sees the end of the stream.
"""

from __future__ import annotations

import ssl

from virtreach.auth.tls_server import distinguished_name
from virtreach.daemon.allowed import fits
from virtreach.errors import CertificateError, ConnectionLost, EndOfStream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from virtreach.auth.tls_server import ServerContext

__all__ = ["ServerTLS", "TLSRules"]

_READ = 1 << 18


class TLSRules:
    """What a client must fulfil beyond a certificate of our authority. Immutable; replaced on reload.

    Args:
        context: how handshakes are made.
        allowed_names: globs of distinguished names, one of which must fit; None lets all in.
        verify_address: the certificate must name the client's address.
    """

    __slots__ = ("allowed_names", "context", "verify_address")

    def __init__(
        self,
        context: ServerContext,
        *,
        allowed_names: Sequence[str] | None = None,
        verify_address: bool = False,
    ) -> None:
        self.context = context
        self.allowed_names = None if allowed_names is None else tuple(allowed_names)
        self.verify_address = verify_address

    def why_not(self, stream: ssl.SSLObject, address: str) -> str:
        """Why the client may not come in, or "".

        Args:
            stream: after the handshake.
            address: the client's numeric address.
        """
        why = self.context.why_not(stream)
        if why or self.context.verify_mode is ssl.CERT_NONE:
            return why
        name = distinguished_name(stream)
        if self.allowed_names is not None and not fits(name, self.allowed_names):
            return f"tls_allowed_dn_list does not have {name!r}"
        if self.verify_address and not _names_address(stream, address):
            return f"the client's certificate does not name its address {address}"
        return ""


def _names_address(stream: ssl.SSLObject, address: str) -> bool:
    from ipaddress import ip_address

    certificate: Any = stream.getpeercert()
    listed = certificate.get("subjectAltName", ()) if certificate else ()
    try:
        wanted = ip_address(address.partition("%")[0])
        addresses = [ip_address(value) for kind, value in listed if kind == "IP Address"]
    except ValueError:
        return False
    return wanted in addresses


class ServerTLS:
    """One client's TLS session, as a layer between its bytes and the session's. Not thread-safe.

    Args:
        rules: which clients are let in.
        address: the client's numeric address.

    Attributes:
        established: the client is in; `wrap` and `unwrap` may be used.
        distinguished_name: the subject of its certificate, or "".
        bits: strength of the cipher.
    """

    __slots__ = (
        "_address",
        "_incoming",
        "_outgoing",
        "_rules",
        "_tls",
        "bits",
        "distinguished_name",
        "established",
    )

    def __init__(self, rules: TLSRules, address: str) -> None:
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._tls = rules.context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self._rules = rules
        self._address = address
        self.established = False
        self.distinguished_name = ""
        self.bits = 0

    def handshake(self, data: bytes) -> bool:
        """Take bytes of the handshake; then send `outgoing`, also when this raises.

        Returns:
            `established`.

        Raises:
            CertificateError: the client may not come in.
            ConnectionLost: what came is no handshake.
        """
        self._incoming.write(data)
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            return False
        except ssl.SSLCertVerificationError as error:
            raise CertificateError(
                f"TLS: the client's certificate: {error.verify_message}", step="tls"
            ) from error
        except ssl.SSLError as error:
            raise ConnectionLost(f"TLS: {error.reason or error}") from error
        why = self._rules.why_not(self._tls, self._address)
        if why:
            raise CertificateError(f"TLS: {why}", step="tls")
        self.distinguished_name = distinguished_name(self._tls)
        cipher = self._tls.cipher()
        self.bits = cipher[2] if cipher else 0
        self._tls.write(b"\x01")
        self.established = True
        return True

    def wrap(self, data: bytes) -> bytes:
        """Encrypt; raises `ConnectionLost` when the session is broken."""
        try:
            self._tls.write(data)
        except ssl.SSLError as error:
            raise ConnectionLost(f"TLS: {error.reason or error}") from error
        return self._outgoing.read()

    def unwrap(self, data: bytes) -> bytes:
        """Decrypt what came; an incomplete record waits for the rest.

        Raises:
            EndOfStream: the client ended the session, and nothing came before that.
            ConnectionLost: the session is broken.
        """
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
                raise EndOfStream("the client closed the connection") from end
        except ssl.SSLError as error:
            raise ConnectionLost(f"TLS: {error.reason or error}") from error
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def outgoing(self) -> bytes:
        """What TLS itself wants to send: the handshake, key updates, alerts."""
        return self._outgoing.read() if self._outgoing.pending else b""
