"""TLS below a client connection: the handshake, who the client is, and the confirmation.

After the handshake the server tells the client with one byte, 1, that it is let in (libvirt,
``src/rpc/virnetserverclient.c``); whoever is not sees the end of the stream.
"""

from __future__ import annotations

import ssl

from virtreach.auth.tls_server import distinguished_name
from virtreach.daemon.entry.allowed import fits
from virtreach.errors import CertificateError, ConnectionLost, UsageError
from virtreach.routes.tls_layer import TLSSession

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from virtreach.auth.tls_server import ServerContext

__all__ = ["ServerTLS", "TLSRules"]


class TLSRules:
    """What a client must fulfil beyond a certificate of our authority. Immutable; replaced on reload.

    Args:
        context: how handshakes are made.
        allowed_names: globs of distinguished names, one of which must fit; None lets all in.
        verify_address: the certificate must name the client's address.
        renew: makes the same rules from the files as they are now.
    """

    __slots__ = ("_renew", "allowed_names", "context", "verify_address")

    def __init__(
        self,
        context: ServerContext,
        *,
        allowed_names: Sequence[str] | None = None,
        verify_address: bool = False,
        renew: Callable[[], TLSRules] | None = None,
    ) -> None:
        self.context = context
        self._renew = renew
        self.allowed_names = None if allowed_names is None else tuple(allowed_names)
        self.verify_address = verify_address

    def renewed(self) -> TLSRules:
        """Make the same rules from the files as they are now.

        Raises:
            CertificateError: a file cannot be used.
            UsageError: there are no files.
        """
        if self._renew is None:
            raise UsageError("the certificates are not from files")
        return self._renew()

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


class ServerTLS(TLSSession):
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
        "_rules",
        "bits",
        "distinguished_name",
        "established",
    )

    peer = "client"

    def __init__(self, rules: TLSRules, address: str) -> None:
        super().__init__(rules.context, server_side=True)
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
