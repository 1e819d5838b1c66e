"""Keys and signatures on the curve P-256, as much as certificates for tests need.

Written for a few milliseconds of work without any library, and for nothing else: how long a computation takes depends
on the key, so whoever can measure it can guess. Keys that protect something are made by other programs.

Sources: FIPS 186-4, D.1.2.3 (the curve) and 6.4 (ECDSA); SEC 1, 3.2 and C.4 (the file of a key).
"""

from __future__ import annotations

import hashlib
import secrets

from virtreach.testing import der

__all__ = ["ECDSA_WITH_SHA256", "PRIME256V1", "Key"]

ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2"
PRIME256V1 = "1.2.840.10045.3.1.7"
_EC_PUBLIC_KEY = "1.2.840.10045.2.1"

_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


class Key:
    """A private key."""

    __slots__ = ("_secret", "public")

    def __init__(self, secret: int | None = None) -> None:
        """Make a key.

        Args:
            secret: from 1 up to the order of the curve; None for a random one.

        Attributes:
            public: the public key as an uncompressed point, 65 bytes.
        """
        self._secret = _random() if secret is None else secret
        x, y = _multiple(self._secret)
        self.public = b"\4" + x.to_bytes(32, "big") + y.to_bytes(32, "big")

    def __repr__(self) -> str:
        return f"<key {self.public[1:5].hex()}>"

    @property
    def public_info(self) -> bytes:
        """The public key as certificates carry it (RFC 5480, section 2)."""
        return der.sequence(
            der.sequence(der.oid(_EC_PUBLIC_KEY), der.oid(PRIME256V1)), der.bit_string(self.public)
        )

    def pem(self) -> str:
        """The private key as a file of OpenSSL's."""
        return der.pem(
            "EC PRIVATE KEY",
            der.sequence(
                der.integer(1),
                der.octet_string(self._secret.to_bytes(32, "big")),
                der.explicit(0, der.oid(PRIME256V1)),
                der.explicit(1, der.bit_string(self.public)),
            ),
        )

    def sign(self, message: bytes) -> bytes:
        """Sign a message: ECDSA with SHA-256."""
        digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
        while True:
            nonce = _random()
            r = _multiple(nonce)[0] % _N
            s = pow(nonce, -1, _N) * (digest + r * self._secret) % _N
            if r and s:
                return der.sequence(der.integer(r), der.integer(s))


def _random() -> int:
    return secrets.randbelow(_N - 1) + 1


def _multiple(scalar: int) -> tuple[int, int]:
    """The base point times a number: double and add, in Jacobian coordinates."""
    x, y, z = 0, 1, 0
    for bit in f"{scalar:b}":
        x, y, z = _double(x, y, z)
        if bit == "1":
            x, y, z = _add_base(x, y, z)
    inverse = pow(z, -1, _P)
    square = inverse * inverse % _P
    return x * square % _P, y * square * inverse % _P


def _double(x: int, y: int, z: int) -> tuple[int, int, int]:
    if not z:
        return x, y, z
    yy = y * y % _P
    s = 4 * x * yy % _P
    zz = z * z % _P
    m = 3 * (x - zz) * (x + zz) % _P
    x3 = (m * m - 2 * s) % _P
    return x3, (m * (s - x3) - 8 * yy * yy) % _P, 2 * y * z % _P


def _add_base(x: int, y: int, z: int) -> tuple[int, int, int]:
    if not z:
        return *_G, 1
    zz = z * z % _P
    h = (_G[0] * zz - x) % _P
    r = (_G[1] * zz * z - y) % _P
    if not h:
        # The same point, or its opposite.
        return _double(x, y, z) if not r else (0, 1, 0)
    hh = h * h % _P
    hhh = hh * h % _P
    v = x * hh % _P
    x3 = (r * r - hhh - 2 * v) % _P
    return x3, (r * (v - x3) - y * hhh) % _P, z * h % _P
