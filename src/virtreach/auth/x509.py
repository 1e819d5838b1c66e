"""What a certificate may be used for: a reader of the few fields of X.509 (RFC 5280) that are asked here.

Python's ``ssl`` verifies chains, dates and names, but shows nothing of a certificate before it is used, and
OpenSSL takes more purposes for good than the certificate names. This module reads; signatures it leaves to
OpenSSL.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "CLIENT_AUTH",
    "SERVER_AUTH",
    "Certificate",
    "crl_issuer",
    "pem_blocks",
    "why_not_ca",
    "why_not_leaf",
    "why_not_now",
]

SERVER_AUTH = "1.3.6.1.5.5.7.3.1"
CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"

_DIGITAL_SIGNATURE = 0  # bit numbers of KeyUsage, RFC 5280, 4.2.1.3
_KEY_CERT_SIGN = 5
_PURPOSES = {SERVER_AUTH: "a TLS server", CLIENT_AUTH: "a TLS client"}

_SEQUENCE, _INTEGER, _BIT_STRING, _OCTET_STRING, _OID, _BOOLEAN = 0x30, 0x02, 0x03, 0x04, 0x06, 0x01
_UTC_TIME, _GENERALIZED_TIME = 0x17, 0x18
_EXTENSIONS = 0xA3


class Certificate:
    """The fields of one certificate.

    Attributes:
        not_before: first second of validity, since the epoch.
        not_after: last second of validity.
        subject: the subject's name, DER.
        issuer: the issuer's name, DER.
        is_ca: what basicConstraints says; None without this extension.
        key_usage: the bits that KeyUsage sets, as numbers; None without.
        purposes: the object identifiers of ExtendedKeyUsage; None without.
        key_id: SubjectKeyIdentifier, b"" without.
        issuer_key_id: AuthorityKeyIdentifier's key, b"" without.

    Raises:
        ValueError: the bytes are no certificate.
    """

    __slots__ = (
        "is_ca",
        "issuer",
        "issuer_key_id",
        "key_id",
        "key_usage",
        "not_after",
        "not_before",
        "purposes",
        "subject",
    )

    def __init__(self, der: bytes) -> None:
        self.is_ca: bool | None = None
        self.key_usage: frozenset[int] | None = None
        self.purposes: tuple[str, ...] | None = None
        self.key_id = b""
        self.issuer_key_id = b""
        fields = _to_be_signed(der)
        if fields and fields[0][0] == 0xA0:  # version
            del fields[0]
        tags = [tag for tag, _ in fields[:6]]
        if tags != [_INTEGER, _SEQUENCE, _SEQUENCE, _SEQUENCE, _SEQUENCE, _SEQUENCE]:
            raise ValueError("not a certificate")
        self.issuer = fields[2][1]
        times = list(_walk(fields[3][1]))
        if len(times) != 2:
            raise ValueError("a validity of other than two times")
        self.not_before, self.not_after = (_time(tag, value) for tag, value in times)
        self.subject = fields[4][1]
        for tag, value in fields[6:]:
            if tag == _EXTENSIONS:
                self._read_extensions(_one(value, _SEQUENCE))

    def _read_extensions(self, data: bytes) -> None:
        seen = set()
        for tag, body in _walk(data):
            parts = list(_walk(body))
            if (
                tag != _SEQUENCE
                or not 2 <= len(parts) <= 3
                or parts[0][0] != _OID
                or parts[-1][0] != _OCTET_STRING
            ):
                raise ValueError("a malformed extension")
            name, value = _oid(parts[0][1]), parts[-1][1]
            if name in seen:
                raise ValueError("an extension twice")
            seen.add(name)
            if name == "2.5.29.19":
                inside = list(_walk(_one(value, _SEQUENCE)))
                self.is_ca = bool(inside) and inside[0][0] == _BOOLEAN and inside[0][1] != b"\0"
            elif name == "2.5.29.15":
                self.key_usage = _bits(_one(value, _BIT_STRING))
            elif name == "2.5.29.37":
                self.purposes = tuple(_oid(oid) for tag, oid in _walk(_one(value, _SEQUENCE)) if tag == _OID)
            elif name == "2.5.29.14":
                self.key_id = _one(value, _OCTET_STRING)
            elif name == "2.5.29.35":
                inside = list(_walk(_one(value, _SEQUENCE)))
                self.issuer_key_id = inside[0][1] if inside and inside[0][0] == 0x80 else b""

    def issued_by(self, other: Certificate) -> bool:
        """Whether names and key identifiers say that the other one issued this; False when identifiers are missing."""
        return (
            self.issuer == other.subject and self.issuer_key_id != b"" and self.issuer_key_id == other.key_id
        )


def why_not_now(certificate: Certificate, now: float) -> str:
    """Why it is not valid at this time (seconds since the epoch), or ""."""
    if now > certificate.not_after:
        return f"it expired on {_date(certificate.not_after)}"
    if now < certificate.not_before:
        return f"it is not valid before {_date(certificate.not_before)}"
    return ""


def why_not_ca(certificate: Certificate) -> str:
    """Why it may not issue others, or "". The dates are another question."""
    if certificate.is_ca is None:
        return "it has no basic constraints, which say that it is a CA's"
    if not certificate.is_ca:
        return "its basic constraints do not say that it is a CA's"
    if certificate.key_usage is not None and _KEY_CERT_SIGN not in certificate.key_usage:
        return "its key usage does not permit signing certificates"
    return ""


def why_not_leaf(certificate: Certificate, purpose: str) -> str:
    """Why it may not stand for a TLS peer, or "". The dates are another question.

    Stricter than libvirt (``virnettlscert.c``, ``virNetTLSCertCheckKeyPurpose``), which heeds the usages only
    if they are marked critical and lets an unknown purpose pass for every purpose.

    Args:
        certificate: the peer's.
        purpose: `SERVER_AUTH` or `CLIENT_AUTH`. A certificate without ExtendedKeyUsage serves both; one with
            it must name this purpose, ``anyExtendedKeyUsage`` does not replace it.
    """
    if certificate.is_ca:
        return "its basic constraints say that it is a CA's"
    if certificate.key_usage is not None and _DIGITAL_SIGNATURE not in certificate.key_usage:
        return "its key usage does not permit digital signatures"
    if certificate.purposes is not None and purpose not in certificate.purposes:
        return f"its extended key usage does not name {_PURPOSES[purpose]}"
    return ""


def pem_blocks(text: str, label: str = "CERTIFICATE") -> list[bytes]:
    """The DER of every PEM block with this label, in the file's order.

    Raises:
        ValueError: a block has no end, or is not base64.
    """
    from binascii import a2b_base64

    begin, end = f"-----BEGIN {label}-----", f"-----END {label}-----"
    blocks = []
    for part in text.split(begin)[1:]:
        body, found, _ = part.partition(end)
        if not found:
            raise ValueError(f"a PEM block without {end}")
        blocks.append(a2b_base64("".join(body.split()), strict_mode=True))
    return blocks


def crl_issuer(der: bytes) -> bytes:
    """The name of a revocation list's issuer, DER.

    Raises:
        ValueError: the bytes are no revocation list.
    """
    fields = _to_be_signed(der)
    if fields and fields[0][0] == _INTEGER:  # version
        del fields[0]
    if [tag for tag, _ in fields[:2]] != [_SEQUENCE, _SEQUENCE]:
        raise ValueError("not a revocation list")
    return fields[1][1]


# DER (X.690), definite lengths only


def _walk(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(tag, content) of the elements that stand side by side."""
    position, end = 0, len(data)
    while position < end:
        if position + 2 > end:
            raise ValueError("an element is cut off")
        tag, size = data[position], data[position + 1]
        position += 2
        if tag & 0x1F == 0x1F:
            raise ValueError("a long tag, which certificates do not have")
        if size & 0x80:
            count = size & 0x7F
            if not 1 <= count <= 4 or position + count > end:
                raise ValueError("a malformed length")
            size = int.from_bytes(data[position : position + count], "big")
            position += count
        if size > end - position:
            raise ValueError("an element is cut off")
        yield tag, data[position : position + size]
        position += size


def _one(data: bytes, expected: int) -> bytes:
    elements = list(_walk(data))
    if len(elements) != 1 or elements[0][0] != expected:
        raise ValueError("not the one element that was expected")
    return elements[0][1]


def _to_be_signed(der: bytes) -> list[tuple[int, bytes]]:
    parts = list(_walk(_one(der, _SEQUENCE)))
    if [tag for tag, _ in parts] != [_SEQUENCE, _SEQUENCE, _BIT_STRING]:
        raise ValueError("not a signed structure")
    return list(_walk(parts[0][1]))


def _oid(data: bytes) -> str:
    if not data or data[-1] & 0x80:
        raise ValueError("a malformed object identifier")
    numbers = []
    number = 0
    for byte in data:
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(number)
            number = 0
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))


def _bits(data: bytes) -> frozenset[int]:
    if not data or data[0] > 7:
        raise ValueError("a malformed bit string")
    return frozenset(
        8 * index + bit for index, byte in enumerate(data[1:]) for bit in range(8) if byte & 0x80 >> bit
    )


def _time(tag: int, value: bytes) -> int:
    from calendar import timegm

    text = value.decode("ascii", "replace")
    if tag == _UTC_TIME and len(text) == 13:  # RFC 5280, 4.1.2.5.1: 50 to 99 are of the last century
        text = ("19" if text[:2] >= "50" else "20") + text
    if (
        tag not in (_UTC_TIME, _GENERALIZED_TIME)
        or len(text) != 15
        or text[-1] != "Z"
        or not text[:-1].isdigit()
    ):
        raise ValueError("a malformed time")
    year, month, day, hour, minute, second = int(text[:4]), *(int(text[i : i + 2]) for i in range(4, 14, 2))
    if not (1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60 and second < 61 and year):
        raise ValueError("a malformed time")
    return timegm((year, month, day, hour, minute, second))


def _date(seconds: int) -> str:
    from time import gmtime, strftime

    return strftime("%Y-%m-%d %H:%M:%S UTC", gmtime(seconds))
