"""The TLS context of a client. Imports ``ssl``, so it loads only when there is TLS to be spoken.

The context makes its own kinds of sockets, whose handshake is not over before `ClientContext.check_peer` has
agreed. So the check cannot be forgotten, whoever connects: a blocking socket or asyncio.
"""

from __future__ import annotations

import ssl
import time

from virtreach.auth import x509
from virtreach.errors import CertificateError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.auth.tls import TLSMaterial
    from virtreach.auth.tls_priority import TLSPolicy

__all__ = [
    "ClientContext",
    "authorities_of",
    "build",
    "diagnose",
    "load_authorities",
    "load_own",
    "parse_file",
]

_MAX_FILE = 1 << 20
_MAX_CHAIN = 16


class _CheckedSocket(ssl.SSLSocket):
    def do_handshake(self, block: bool = False) -> None:
        super().do_handshake(block)
        _check(self)


class _CheckedObject(ssl.SSLObject):
    def do_handshake(self) -> None:
        super().do_handshake()
        _check(self)


def _check(stream: ssl.SSLSocket | ssl.SSLObject) -> None:
    context = stream.context
    assert isinstance(context, ClientContext)
    context.check_peer(stream)


class ClientContext(ssl.SSLContext):
    """A context whose connections also check what the server's certificate may be used for.

    Attributes:
        min_bits: least bits of the negotiated cipher.
    """

    sslsocket_class = _CheckedSocket
    sslobject_class = _CheckedObject
    min_bits = 0

    def check_peer(self, stream: ssl.SSLSocket | ssl.SSLObject) -> None:
        """Look at the result of a handshake.

        Raises:
            ssl.SSLCertVerificationError: the certificate is not meant for a TLS server, or the cipher is too
                weak.
        """
        cipher = stream.cipher()
        if cipher is None or cipher[2] < self.min_bits:
            taken = cipher[0] if cipher else "none"
            raise _refusal(f"the server took the cipher {taken}; tls_priority asks for {self.min_bits} bits")
        if self.verify_mode is ssl.CERT_NONE:
            return
        der = stream.getpeercert(True)
        try:
            why = x509.why_not_leaf(x509.Certificate(der or b""), x509.SERVER_AUTH)
        except ValueError as error:
            why = f"it is malformed: {error}"
        if why:
            raise _refusal(why)


def _refusal(why: str) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, f"certificate verify failed: {why}")
    error.verify_code = 26  # X509_V_ERR_INVALID_PURPOSE
    error.verify_message = why
    return error


def build(material: TLSMaterial, policy: TLSPolicy, *, verify: bool, sanity: bool) -> ClientContext:
    """Make a context; `TLSMaterial.context` says what of and how it may fail."""
    context = ClientContext(ssl.PROTOCOL_TLS_CLIENT)
    policy.apply(context)
    context.min_bits = policy.min_bits
    context.hostname_checks_common_name = False
    # TLS 1.2 could begin anew in the middle of a conversation, with another certificate that nobody looks at.
    context.options |= ssl.OP_NO_RENEGOTIATION
    authorities = authorities_of(material.ca) if material.ca is not None else []
    if verify:
        load_authorities(context, authorities, material.crl)
    else:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if material.certificate is not None:
        assert material.key is not None
        if sanity:
            _check_own(material, [certificate for _, certificate in authorities])
        load_own(context, material.certificate, material.key)
    return context


def load_authorities(
    context: ssl.SSLContext, authorities: list[tuple[bytes, x509.Certificate]], crl: str | None
) -> None:
    """Have a context trust these authorities, and heed their revocation lists, if there are any.

    Raises:
        CertificateError: the lists cannot be used.
    """
    context.load_verify_locations(cadata=b"".join(der for der, _ in authorities))
    certificates = [certificate for _, certificate in authorities]
    if not _has_roots(certificates):
        # An authority in the file is trusted whoever issued it, as with GnuTLS.
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    if crl is not None:
        _load_revocations(context, crl, certificates)


def _read(path: str) -> str:
    try:
        with open(path, "rb") as file:
            data = file.read(_MAX_FILE + 1)
    except OSError as error:
        raise CertificateError(f"{path} cannot be read: {error.strerror}", step="tls") from error
    if len(data) > _MAX_FILE:
        raise CertificateError(f"{path} is larger than {_MAX_FILE} bytes", step="tls")
    return data.decode("latin-1")


def parse_file(path: str) -> list[tuple[bytes, x509.Certificate]]:
    """The certificates of a PEM file, with their DER."""
    try:
        found = [(der, x509.Certificate(der)) for der in x509.pem_blocks(_read(path))]
    except ValueError as error:
        raise CertificateError(f"{path}: {error}", step="tls") from error
    if not found:
        raise CertificateError(f"{path} holds no certificate in PEM form", step="tls")
    return found


def authorities_of(path: str) -> list[tuple[bytes, x509.Certificate]]:
    """The certificates in the file that may issue others; at least one, or an error with the reasons."""
    now = time.time()
    sound, reasons = [], []
    for der, certificate in parse_file(path):
        why = x509.why_not_ca(certificate) or x509.why_not_now(certificate, now)
        if why:
            reasons.append(why)
        else:
            sound.append((der, certificate))
    if not sound:
        raise CertificateError(
            f"the authority's certificate {path} is of no use: {'; '.join(reasons)}", step="tls"
        )
    return sound


def _has_roots(authorities: list[x509.Certificate]) -> bool:
    """Whether every authority is a root, or was issued by another one in the list."""
    subjects = {certificate.subject for certificate in authorities}
    return all(certificate.issuer in subjects for certificate in authorities)


def _load_revocations(context: ssl.SSLContext, path: str, authorities: list[x509.Certificate]) -> None:
    try:
        issuers = {x509.crl_issuer(der) for der in x509.pem_blocks(_read(path), "X509 CRL")}
        if not issuers:
            raise CertificateError(f"{path} holds no revocation list in PEM form", step="tls")
        context.load_verify_locations(path)
    except (ValueError, ssl.SSLError) as error:
        raise CertificateError(f"{path}: {error}", step="tls") from error
    # Where every authority has its list, intermediate authorities can be revoked too.
    whole_chain = _has_roots(authorities) and all(one.subject in issuers for one in authorities)
    context.verify_flags |= ssl.VERIFY_CRL_CHECK_CHAIN if whole_chain else ssl.VERIFY_CRL_CHECK_LEAF


def load_own(context: ssl.SSLContext, certificate: str, key: str) -> None:
    """Have a context show this certificate.

    Raises:
        CertificateError: the files cannot be read or used, or do not belong together.
    """

    def no_passphrase() -> str:
        raise CertificateError(
            f"the key {key} has a passphrase, which libvirt's files may not have", step="tls"
        )

    try:
        context.load_cert_chain(certificate, key, no_passphrase)
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            why = f"the key {key} does not belong to the certificate {certificate}"
        else:
            why = f"{certificate} and {key} cannot be used: {error.reason or error}"
        raise CertificateError(why, step="tls") from error
    except OSError as error:
        raise CertificateError(
            f"{key} or {certificate} cannot be read: {error.strerror}", step="tls"
        ) from error


def _check_own(material: TLSMaterial, authorities: list[x509.Certificate]) -> None:
    """Refuse a certificate of ours that no server would take: dates, usages, and who issued it.

    Raises:
        CertificateError: with the reason. ``no_sanity=1`` in the URI skips this.
    """
    path = material.certificate
    assert path is not None
    chain = [certificate for _, certificate in parse_file(path)]
    own = chain[0]
    why = x509.why_not_now(own, time.time()) or x509.why_not_leaf(own, x509.CLIENT_AUTH)
    if not why and authorities and not _issued_within(own, chain[1:], authorities):
        why = diagnose(material)
    if why:
        raise CertificateError(
            f"our own certificate {path} would not be accepted: {why}; renew it, or skip this check with "
            "no_sanity=1",
            step="tls",
        )


def _issued_within(
    own: x509.Certificate, intermediates: list[x509.Certificate], authorities: list[x509.Certificate]
) -> bool:
    """Whether names and key identifiers lead from our certificate to an authority.

    A key identifier is a hash of the key in practice, so that signatures need no look then. Where it is missing, and
    where something does not fit, `diagnose` has the last word.
    """
    current = own
    for _ in range(_MAX_CHAIN):
        if any(current.issued_by(authority) for authority in authorities):
            return True
        issuers = [other for other in intermediates if other is not current and current.issued_by(other)]
        if not issuers:
            return False
        current = issuers[0]
    return False


def diagnose(material: TLSMaterial) -> str:
    """Let OpenSSL verify our own certificate as a server would: a handshake in memory. See `TLSMaterial.diagnose`."""
    if material.certificate is None:
        return "we have no certificate to show"
    if material.ca is None:
        return ""
    assert material.key is not None
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.verify_mode = ssl.CERT_REQUIRED
    # In TLS 1.2 the server has verified before the client is done.
    server.maximum_version = ssl.TLSVersion.TLSv1_2
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_mode = ssl.CERT_NONE
    try:
        server.load_verify_locations(cadata=b"".join(der for der, _ in authorities_of(material.ca)))
        server.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        for context in (server, client):
            load_own(context, material.certificate, material.key)
        own = parse_file(material.certificate)[0][1]
    except CertificateError as error:
        return str(error)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        client.wrap_bio(to_client, to_server),
        server.wrap_bio(to_server, to_client, server_side=True),
    ]
    for _ in range(8):
        for end in ends:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLCertVerificationError as error:
                return error.verify_message
            except ssl.SSLError as error:
                return str(error.reason or error)
            if end is ends[1]:
                return x509.why_not_leaf(own, x509.CLIENT_AUTH)
    return "a handshake with it does not come to an end"
