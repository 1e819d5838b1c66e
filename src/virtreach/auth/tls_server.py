"""The TLS context of a server. Imports ``ssl``, so it loads only when there is TLS to be spoken.

Our own certificate is checked when the context is made, so that a daemon with a bad one does not start, and one that
is told to load another keeps the old. The client's is verified by OpenSSL within the handshake (authority, dates,
revocation, purpose), and for its exact usages afterwards by `ServerContext.why_not`.
"""

from __future__ import annotations

import ssl
import time

from virtreach.auth import x509
from virtreach.auth.tls_context import authorities_of, load_authorities, load_own, parse_file
from virtreach.errors import CertificateError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.auth.tls import TLSMaterial
    from virtreach.auth.tls_priority import TLSPolicy

__all__ = ["ServerContext", "build_server", "distinguished_name"]

_SHORT = {
    "commonName": "CN",
    "countryName": "C",
    "domainComponent": "DC",
    "emailAddress": "EMAIL",
    "localityName": "L",
    "organizationName": "O",
    "organizationalUnitName": "OU",
    "stateOrProvinceName": "ST",
    "streetAddress": "STREET",
    "userId": "UID",
}


class ServerContext(ssl.SSLContext):
    """A context for connections that clients open.

    Attributes:
        min_bits: least bits of the negotiated cipher.
    """

    min_bits = 0

    def why_not(self, stream: ssl.SSLObject) -> str:
        """Why a client whose handshake is over may not come in, or ""."""
        cipher = stream.cipher()
        if cipher is None or cipher[2] < self.min_bits:
            return f"the cipher {cipher[0] if cipher else 'none'} is weaker than tls_priority asks for"
        if self.verify_mode is ssl.CERT_NONE:
            return ""
        der = stream.getpeercert(True)
        if not der:
            return "the client showed no certificate"
        try:
            return x509.why_not_leaf(x509.Certificate(der), x509.CLIENT_AUTH)
        except ValueError as error:
            return f"the client's certificate is malformed: {error}"


def build_server(
    material: TLSMaterial, policy: TLSPolicy, *, verify: bool = True, sanity: bool = True
) -> ServerContext:
    """Make a server's context.

    Args:
        material: our certificate and key, which must be there; the authority and its revocations are for clients.
        policy: versions and ciphers.
        verify: ask for a client certificate and let nobody in without a good one.
        sanity: look at our own certificate: dates, usages.

    Raises:
        CertificateError: a file cannot be read, or our certificate would not be accepted by anybody.
    """
    if material.certificate is None or material.key is None:
        raise CertificateError("a TLS server needs a certificate and its key", step="tls")
    context = ServerContext(ssl.PROTOCOL_TLS_SERVER)
    policy.apply(context)
    context.min_bits = policy.min_bits
    # libvirt's clients take a session ticket for the confirmation byte that must come first (virnetclient.c).
    context.num_tickets = 0
    context.options |= ssl.OP_NO_RENEGOTIATION | ssl.OP_NO_TICKET | ssl.OP_CIPHER_SERVER_PREFERENCE
    if sanity:
        _check_own(material.certificate)
    load_own(context, material.certificate, material.key)
    if verify:
        if material.ca is None:
            raise CertificateError(
                "to verify clients, the certificate of an authority is needed (ca_file)", step="tls"
            )
        context.verify_mode = ssl.CERT_REQUIRED
        load_authorities(context, authorities_of(material.ca), material.crl)
    return context


def _check_own(path: str) -> None:
    own = parse_file(path)[0][1]
    why = x509.why_not_now(own, time.time()) or x509.why_not_leaf(own, x509.SERVER_AUTH)
    if why:
        raise CertificateError(
            f"our own certificate {path} would not be accepted: {why}; renew it, or skip this check with "
            "tls_no_sanity_certificate = 1",
            step="tls",
        )


def distinguished_name(stream: ssl.SSLObject) -> str:
    """The subject of the peer's certificate as ``virt-pki-query-dn`` prints it, e.g. ``O=Lab,CN=admin``; or ""."""
    certificate: Any = stream.getpeercert()
    subject = certificate.get("subject", ()) if certificate else ()
    return ",".join(
        "+".join(f"{_SHORT.get(kind, kind)}={_escaped(value)}" for kind, value in names) for names in subject
    )


def _escaped(value: str) -> str:
    """RFC 4514, 2.4."""
    text = "".join(
        f"\\{char}" if char in '\\,+"<>;' else char if char.isprintable() else "?" for char in value
    )
    if text[:1] in ("#", " "):
        text = "\\" + text
    if len(text) > 1 and text.endswith(" "):
        text = text[:-1] + "\\ "
    return text
