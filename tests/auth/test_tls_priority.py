"""GnuTLS priority strings in OpenSSL's terms."""

from __future__ import annotations

import ssl

import pytest

from virtreach.auth.tls_priority import parse_priority
from virtreach.errors import URIError

BOTH = ("TLS1.2", "TLS1.3")


@pytest.mark.parametrize(
    ("text", "versions", "min_bits"),
    [
        (None, BOTH, 0),
        ("", BOTH, 0),
        ("NORMAL", BOTH, 0),
        ("normal", BOTH, 0),
        ("PERFORMANCE", BOTH, 0),
        ("@SYSTEM", BOTH, 0),
        ("@LIBVIRT,SYSTEM", BOTH, 0),
        ("SECURE128", BOTH, 128),
        ("SECURE192", BOTH, 256),
        ("SECURE256", BOTH, 256),
        ("PFS", BOTH, 0),
        ("NORMAL:-VERS-TLS1.3", ("TLS1.2",), 0),
        ("NORMAL:!VERS-TLS1.3", ("TLS1.2",), 0),
        ("NORMAL:-VERS-TLS1.2", ("TLS1.3",), 0),
        ("NORMAL:-VERS-ALL:+VERS-TLS1.3", ("TLS1.3",), 0),
        ("NORMAL:-VERS-TLS-ALL:+VERS-TLS1.2:+VERS-TLS1.3", BOTH, 0),
        ("NORMAL:-VERS-SSL3.0:-VERS-TLS1.0:-VERS-TLS1.1:-VERS-DTLS-ALL", BOTH, 0),
        ("NORMAL:-VERS-TLS1.2:+VERS-TLS1.2", BOTH, 0),
        ("SECURE256:+VERS-TLS-ALL:-VERS-TLS1.3", ("TLS1.2",), 256),
    ],
)
def test_translated(text: str | None, versions: tuple[str, ...], min_bits: int) -> None:
    policy = parse_priority(text)
    assert policy.versions == versions
    assert policy.min_bits == min_bits
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    policy.apply(context)
    assert context.minimum_version is (
        ssl.TLSVersion.TLSv1_2 if versions[0] == "TLS1.2" else ssl.TLSVersion.TLSv1_3
    )
    assert (context.maximum_version is ssl.TLSVersion.TLSv1_2) == (versions[-1] == "TLS1.2")
    assert context.get_ciphers()
    assert repr(policy).startswith("TLSPolicy(")


@pytest.mark.parametrize(
    "text",
    [
        "NONE",
        "EXPORT",
        "LEGACY",
        "SUITEB128",
        "HIGH",
        "ALL:@SECLEVEL=0",
        "@OTHER",
        "-VERS-TLS1.3",
        "NORMAL:",
        "NORMAL:%COMPAT",
        "NORMAL:%UNSAFE_RENEGOTIATION",
        "NORMAL:+AES-256-CBC",
        "NORMAL:-AES-128-GCM",
        "NORMAL:+SHA1",
        "NORMAL:-CTYPE-X.509",
        "NORMAL:+SECURE256",
        "SECURE256:SECURE128",
        "NORMAL:+VERS-TLS1.1",
        "NORMAL:+VERS-TLS1.0",
        "NORMAL:+VERS-SSL3.0",
        "NORMAL:-VERS-TLS9.9",
        "NORMAL:-VERS-",
        "NORMAL:-VERS-ALL",
        "NORMAL:-VERS-TLS1.2:-VERS-TLS1.3",
        "NORMAL -VERS-TLS1.3",
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(URIError, match="tls_priority"):
        parse_priority(text)


def test_256_bits_in_tls_1_2() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    parse_priority("SECURE256").apply(context)
    assert all(
        cipher["strength_bits"] == 256 for cipher in context.get_ciphers() if cipher["protocol"] == "TLSv1.2"
    )
