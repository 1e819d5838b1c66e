"""``tls_priority``: GnuTLS priority strings in OpenSSL's terms.

libvirt hands the string of the URI or of ``libvirt.conf`` to GnuTLS; here TLS is OpenSSL. The named forms
have a counterpart and are translated; single ciphers, groups and ``%`` options have none, and are refused
rather than ignored.

=====================================  ======================================================================
``NORMAL``, ``PERFORMANCE``            OpenSSL's defaults
``@SYSTEM``, ``@LIBVIRT,SYSTEM``       the same, which carry the system's own policy
``SECURE128``                          at least 128-bit ciphers
``SECURE192``, ``SECURE256``           256-bit ciphers; the connection is refused if the server takes another
``PFS``                                no RSA key transport
``:-VERS-TLS1.3``, ``:-VERS-ALL``, …   without this version of TLS; ``:+VERS-TLS1.2`` with it again
=====================================  ======================================================================

TLS below 1.2 cannot be switched on.
"""

from __future__ import annotations

from virtreach.errors import URIError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl

__all__ = ["TLSPolicy", "parse_priority"]

_FORWARD_SECRET = "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:DHE+CHACHA20:ECDHE+AES:DHE+AES:!aNULL:!eNULL"
_BITS_256 = "ECDHE+AES256:ECDHE+CHACHA20:DHE+AES256:DHE+CHACHA20:AES256:!aNULL:!eNULL:!PSK:!SRP"
# Name -> (OpenSSL's list for TLS 1.2, least bits of the cipher).
_NAMED: dict[str, tuple[str | None, int]] = {
    "NORMAL": (None, 0),
    "PERFORMANCE": (None, 0),
    "@SYSTEM": (None, 0),
    "@LIBVIRT,SYSTEM": (None, 0),
    "SECURE128": (None, 128),
    "SECURE192": (_BITS_256, 256),
    "SECURE256": (_BITS_256, 256),
    "PFS": (_FORWARD_SECRET, 0),
}
_VERSIONS = ("TLS1.2", "TLS1.3")
_OLD = ("SSL3.0", "TLS1.0", "TLS1.1", "DTLS0.9", "DTLS1.0", "DTLS1.2", "DTLS-ALL")


class TLSPolicy:
    """What a priority string asks for.

    Attributes:
        ciphers: an OpenSSL cipher list for TLS 1.2, or None for the default.
        min_bits: least bits of the negotiated cipher, any version; 0 for no demand.
        versions: the versions of TLS that may be used, of "TLS1.2" and "TLS1.3".
    """

    __slots__ = ("ciphers", "min_bits", "versions")

    def __init__(
        self, ciphers: str | None = None, min_bits: int = 0, versions: tuple[str, ...] = _VERSIONS
    ) -> None:
        self.ciphers = ciphers
        self.min_bits = min_bits
        self.versions = versions

    def apply(self, context: ssl.SSLContext) -> None:
        """Set a context up; `min_bits` is left to whoever sees the handshake's result."""
        from ssl import TLSVersion

        known = {"TLS1.2": TLSVersion.TLSv1_2, "TLS1.3": TLSVersion.TLSv1_3}
        context.minimum_version = known[self.versions[0]]
        if self.versions[-1] != _VERSIONS[-1]:
            context.maximum_version = known[self.versions[-1]]
        if self.ciphers is not None:
            context.set_ciphers(self.ciphers)

    def __repr__(self) -> str:
        return f"TLSPolicy(ciphers={self.ciphers!r}, min_bits={self.min_bits}, versions={self.versions})"


def parse_priority(text: str | None) -> TLSPolicy:
    """Understand a priority string; None and "" mean ``NORMAL``.

    Raises:
        URIError: it asks for what cannot be translated, or for no version at all.
    """
    if not text:
        return TLSPolicy()
    name, *changes = text.upper().split(":")
    if name not in _NAMED:
        raise URIError(
            f"tls_priority: {name!r} has no counterpart in OpenSSL; known are {', '.join(_NAMED)}, "
            "each with modifiers like ':-VERS-TLS1.3'"
        )
    ciphers, min_bits = _NAMED[name]
    versions = set(_VERSIONS)
    for change in changes:
        sign, kind, version = change[:1], change[1:6], change[6:]
        if sign not in ("+", "-", "!") or kind != "VERS-":
            raise URIError(
                f"tls_priority: {change!r} has no counterpart in OpenSSL; only versions can be changed, "
                "like '-VERS-TLS1.3'"
            )
        if version in ("ALL", "TLS-ALL"):
            versions = set(_VERSIONS) if sign == "+" else set()
        elif version in _VERSIONS:
            (versions.add if sign == "+" else versions.discard)(version)
        elif version not in _OLD:
            raise URIError(f"tls_priority: {version!r} in {change!r} is no version of TLS")
        elif sign == "+":
            raise URIError(f"tls_priority: {version} is too weak to be switched on; TLS1.2 is the least")
    if not versions:
        raise URIError("tls_priority leaves no version of TLS; TLS1.2 and TLS1.3 are there to choose from")
    return TLSPolicy(ciphers, min_bits, tuple(sorted(versions)))
