"""Certificates for tests: OpenSSL and our own reader take them, and what is wrong with them is seen."""

from __future__ import annotations

import hashlib
import ssl
import subprocess
import time
from pathlib import Path

import pytest

from tests.needs import need
from virtreach.auth import x509
from virtreach.testing.certificates import LOCAL_NAMES, Authority, write_pki
from virtreach.testing.curve import Key

USAGES = {"server": x509.SERVER_AUTH, "client": x509.CLIENT_AUTH}


def read(pem: str) -> x509.Certificate:
    return x509.Certificate(ssl.PEM_cert_to_DER_cert(pem))


def test_key_of_a_known_secret() -> None:
    """RFC 6979, A.2.5: a private key and its public one."""
    key = Key(0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721)
    assert key.public.hex() == (
        "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
        "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
    )


@pytest.mark.parametrize(
    "secret", [1, 2, 3, 2**255, 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632550]
)
def test_keys_at_the_edges(secret: int, tmp_path: Path) -> None:
    """OpenSSL computes the same public key."""
    need("openssl")
    file = tmp_path / "key"
    file.write_text(Key(secret).pem())
    done = subprocess.run(
        ["openssl", "ec", "-in", str(file), "-check", "-noout"], capture_output=True, text=True, check=False
    )
    assert "EC Key valid" in done.stderr + done.stdout, done.stderr


def test_signatures_verify(tmp_path: Path) -> None:
    need("openssl")
    key = Key()
    (tmp_path / "key").write_text(key.pem())
    for number in range(5):
        message = hashlib.sha256(bytes([number])).digest()
        (tmp_path / "message").write_bytes(message)
        (tmp_path / "signature").write_bytes(key.sign(message))
        words = ["openssl", "dgst", "-sha256", "-prverify", "key", "-signature", "signature", "message"]
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.stdout == "Verified OK\n", done.stderr


def test_openssl_takes_them_strictly(tmp_path: Path) -> None:
    need("openssl")
    write_pki(str(tmp_path))
    for usage in USAGES:
        words = [
            "openssl",
            "verify",
            "-x509_strict",
            "-purpose",
            f"ssl{usage}",
            "-CAfile",
            "cacert.pem",
            f"{usage}cert.pem",
        ]
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("usage", USAGES)
def test_what_is_in_them(usage: str) -> None:
    authority = Authority("Lab")
    pem, _ = authority.issue(usage, "somebody", names=LOCAL_NAMES, days=40 * 365)
    found, issuer = read(pem), read(authority.certificate)
    assert x509.why_not_leaf(found, USAGES[usage]) == ""
    assert x509.why_not_ca(issuer) == ""
    assert found.issuer == issuer.subject
    assert (found.issuer_key_id, issuer.is_ca, found.is_ca) == (issuer.key_id, True, False)
    # Beyond 2050 times are written in another way.
    assert 39.9 < (found.not_after - time.time()) / 86400 / 365 < 40.1
    assert x509.why_not_now(found, time.time()) == ""
    other = {"server": "client", "client": "server"}[usage]
    assert x509.why_not_leaf(found, USAGES[other]) != ""


def test_one_that_is_over() -> None:
    pem, _ = Authority().issue("server", "late", days=-1)
    assert x509.why_not_now(read(pem), time.time()) != ""


def test_files_are_for_their_owner(tmp_path: Path) -> None:
    write_pki(str(tmp_path))
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "cacert.pem",
        "clientcert.pem",
        "clientkey.pem",
        "servercert.pem",
        "serverkey.pem",
    ]
    assert {each.stat().st_mode & 0o777 for each in tmp_path.iterdir()} == {0o600}


def test_a_key_is_not_shown() -> None:
    key = Key(0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721)
    assert "c9afa9" not in repr(key).lower()
