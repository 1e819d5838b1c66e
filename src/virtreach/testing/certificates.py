"""Certificates for tests, made in milliseconds, without any other program or library.

They are good for TLS on the machine that made them, for a day. See `virtreach.testing.curve` for why the keys are good
for nothing else.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
import time

from virtreach.testing import der
from virtreach.testing.curve import ECDSA_WITH_SHA256, Key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LOCAL_NAMES", "Authority", "write_pki"]

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
"""What a server on this machine may be called."""

_DAY = 86400.0
# Clocks of other programs may be a little behind.
_BEFORE = 3600.0
_USAGES = {"server": "1.3.6.1.5.5.7.3.1", "client": "1.3.6.1.5.5.7.3.2"}
_COMMON_NAME = "2.5.4.3"
_KEY_ID, _KEY_USAGE, _ALT_NAME, _CONSTRAINTS, _AUTHORITY_KEY_ID, _PURPOSES = (
    f"2.5.29.{number}" for number in (14, 15, 17, 19, 35, 37)
)
# RFC 5280, 4.2.1.3. libvirt wants key encipherment as well, whatever the key is (virnettlscontext.c,
# virNetTLSContextCheckCertKeyUsage).
_SIGNATURE_AND_ENCIPHERMENT = der.bit_string(b"\xa0", unused=5)
_CERT_AND_CRL_SIGN = der.bit_string(b"\x06", unused=1)


class Authority:
    """Signs certificates.

    Args:
        name: its common name.
        days: how long its own certificate and those that it signs are good for.

    Attributes:
        certificate: its certificate, as PEM.
    """

    def __init__(self, name: str = "virtreach test authority", *, days: float = 1.0) -> None:
        self._name = name
        self._days = days
        self._key = Key()
        self.certificate = self._certify(
            name,
            self._key,
            (
                _extension(_CONSTRAINTS, der.sequence(der.boolean(True)), critical=True),
                _extension(_KEY_USAGE, _CERT_AND_CRL_SIGN, critical=True),
            ),
        )

    def issue(
        self, usage: str, name: str, *, names: Sequence[str] = (), days: float | None = None
    ) -> tuple[str, str]:
        """Make a key and a certificate for it.

        Args:
            usage: ``server`` or ``client``.
            name: the common name.
            names: DNS names and addresses that it is for as well; servers need them.
            days: how long it is good for; negative for one that is over. None for the authority's own.

        Returns:
            Certificate and key, as PEM.
        """
        key = Key()
        extensions = [
            _extension(_CONSTRAINTS, der.sequence(), critical=True),
            _extension(_KEY_USAGE, _SIGNATURE_AND_ENCIPHERMENT, critical=True),
            _extension(_PURPOSES, der.sequence(der.oid(_USAGES[usage]))),
        ]
        if names:
            extensions.append(_extension(_ALT_NAME, der.sequence(*map(_alternative, names))))
        return self._certify(name, key, extensions, days), key.pem()

    def _certify(self, name: str, key: Key, extensions: Sequence[bytes], days: float | None = None) -> str:
        end = time.time() + (self._days if days is None else days) * _DAY
        algorithm = der.sequence(der.oid(ECDSA_WITH_SHA256))
        identifiers = (
            _extension(_KEY_ID, der.octet_string(_key_id(key))),
            _extension(_AUTHORITY_KEY_ID, der.sequence(der.implicit(0, _key_id(self._key)))),
        )
        content = der.sequence(
            der.explicit(0, der.integer(2)),  # version 3
            der.integer(secrets.randbits(127) | 1 << 126),
            algorithm,
            _common_name(self._name),
            der.sequence(der.moment(min(time.time(), end - _DAY) - _BEFORE), der.moment(end)),
            _common_name(name),
            key.public_info,
            der.explicit(3, der.sequence(*extensions, *identifiers)),
        )
        signed = der.sequence(content, algorithm, der.bit_string(self._key.sign(content)))
        return der.pem("CERTIFICATE", signed)


def write_pki(directory: str, *, names: Sequence[str] = LOCAL_NAMES, client: str = "test client") -> None:
    """Write the files that a TLS server on this machine and its clients need.

    They have the names that libvirt's clients look for in ``pkipath``: cacert.pem, clientcert.pem and clientkey.pem;
    beside them are servercert.pem and serverkey.pem.

    Args:
        directory: where; it must be there. Keys are for this user alone.
        names: what clients call the server.
        client: the common name of the client's certificate.
    """
    authority = Authority()
    files = {"cacert.pem": authority.certificate}
    files["servercert.pem"], files["serverkey.pem"] = authority.issue("server", names[0], names=names)
    files["clientcert.pem"], files["clientkey.pem"] = authority.issue("client", client)
    for name, content in files.items():
        path = os.path.join(directory, name)
        with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC, 0o600), "w") as file:
            file.write(content)


def _common_name(name: str) -> bytes:
    return der.sequence(der.one_of_set(der.sequence(der.oid(_COMMON_NAME), der.text(name))))


def _extension(identifier: str, content: bytes, *, critical: bool = False) -> bytes:
    mark = (der.boolean(True),) if critical else ()
    return der.sequence(der.oid(identifier), *mark, der.octet_string(content))


def _key_id(key: Key) -> bytes:
    # RFC 5280, 4.2.1.2, (1).
    return hashlib.sha1(key.public, usedforsecurity=False).digest()


def _alternative(name: str) -> bytes:
    """A DNS name or an address, as RFC 5280, 4.2.1.6 has them."""
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            return der.implicit(7, socket.inet_pton(family, name))
        except OSError:
            continue
    return der.implicit(2, name.encode("ascii"))
