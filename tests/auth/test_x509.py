"""The certificate reader: what it reads, and that garbage ends in ValueError and nothing else."""

from __future__ import annotations

import random
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.auth.certificates import DAY, Maker
from virtreach.auth.x509 import (
    CLIENT_AUTH,
    SERVER_AUTH,
    Certificate,
    crl_issuer,
    pem_blocks,
    why_not_leaf,
    why_not_now,
)

pytestmark = pytest.mark.needs("openssl")


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return Maker(tmp_path_factory.mktemp("x509"))


def der(path: Path) -> bytes:
    return pem_blocks(path.read_text())[0]


def test_fields_agree_with_openssl(maker: Maker) -> None:
    ca = maker.authority("Büro CA")
    leaf = maker.leaf(
        ca,
        "keyUsage=digitalSignature,keyAgreement,decipherOnly",
        "extendedKeyUsage=serverAuth,1.3.6.1.4.1.311.10.3.4,2.999.1",
        "basicConstraints=CA:FALSE",
    )
    path = leaf.certificate
    data = der(path)
    assert data == ssl.PEM_cert_to_DER_cert(path.read_text())
    shown = ssl._ssl._test_decode_cert(str(path))  # type: ignore[attr-defined]
    read = Certificate(data)
    assert read.not_before == ssl.cert_time_to_seconds(shown["notBefore"])
    assert read.not_after == ssl.cert_time_to_seconds(shown["notAfter"])
    assert read.is_ca is False
    assert read.key_usage == {0, 4, 8}
    assert read.purposes == (SERVER_AUTH, "1.3.6.1.4.1.311.10.3.4", "2.999.1")
    authority = Certificate(der(ca.certificate))
    assert authority.is_ca is True
    assert authority.key_usage == {5, 6}
    assert authority.purposes is None
    assert read.issued_by(authority)
    assert not authority.issued_by(read)
    assert why_not_leaf(read, SERVER_AUTH) == ""
    assert "client" in why_not_leaf(read, CLIENT_AUTH)


def test_dates(maker: Maker) -> None:
    for days in ((-1.0, 1.0), (-20000.0, 1.0), (-1.0, 40000.0), (10_000.0, 2_000_000.0)):
        path = maker.leaf(None, days=days).certificate
        shown = ssl._ssl._test_decode_cert(str(path))  # type: ignore[attr-defined]
        read = Certificate(der(path))
        assert read.not_before == ssl.cert_time_to_seconds(shown["notBefore"])
        assert read.not_after == ssl.cert_time_to_seconds(shown["notAfter"])
        assert why_not_now(read, read.not_before) == why_not_now(read, read.not_after) == ""
        assert "not valid before" in why_not_now(read, read.not_before - 1)
        assert "expired" in why_not_now(read, read.not_after + 1)
        assert read.not_after - read.not_before == round((days[1] - days[0]) * DAY)


def test_version_1(maker: Maker) -> None:
    read = Certificate(der(maker.leaf(None, key_ids=False).certificate))
    assert read.key_usage is read.purposes is read.is_ca is None
    assert read.key_id == read.issuer_key_id == b""


def test_pem_blocks(maker: Maker) -> None:
    one, two = maker.leaf(None).certificate, maker.leaf(None, name="other").certificate
    text = f"noise\n{one.read_text()}more noise\n{two.read_text()}"
    assert pem_blocks(text) == [der(one), der(two)]
    assert pem_blocks(text.replace("\n", "\r\n")) == [der(one), der(two)]
    assert pem_blocks("") == []
    assert pem_blocks(maker.key("leaf").read_text()) == []
    for bad in (
        "-----BEGIN CERTIFICATE-----\nAAAA",
        "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----",
    ):
        with pytest.raises(ValueError, match=r".+"):
            pem_blocks(bad)


def test_crl_issuer(maker: Maker) -> None:
    ca = maker.authority("List CA")
    blocks = pem_blocks(maker.revocations(ca).read_text(), "X509 CRL")
    assert [crl_issuer(block) for block in blocks] == [Certificate(der(ca.certificate)).subject]


@pytest.mark.parametrize("read", [Certificate, crl_issuer])
def test_garbage(maker: Maker, read: Callable[[bytes], object]) -> None:
    rng = random.Random(5280)
    ca = maker.authority("Garbage CA")
    if read is Certificate:
        good = der(maker.leaf(ca, "extendedKeyUsage=serverAuth", "keyUsage=digitalSignature").certificate)
    else:
        good = pem_blocks(maker.revocations(ca).read_text(), "X509 CRL")[0]
    read(good)
    for bad in (
        b"",
        b"\x30",
        b"\x30\x80",
        b"\x30\x84\xff\xff\xff\xff",
        b"\x30\x85\0\0\0\0\0",
        b"\x1f\x81\0",
        b"\x30\0",
    ):
        with pytest.raises(ValueError, match=r".+"):
            read(bad)
    for length in range(len(good)):
        with pytest.raises(ValueError, match=r".+"):
            read(good[:length])
    with pytest.raises(ValueError, match=r".+"):
        read(good + b"\0")
    for _ in range(5000):
        altered = bytearray(good)
        for _ in range(rng.choice((1, 1, 2, 8))):
            altered[rng.randrange(len(altered))] = rng.randrange(256)
        try:
            read(bytes(altered))
        except ValueError:
            continue
