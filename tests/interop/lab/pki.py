"""A small certificate authority for labs: made with certtool, RSA 2048.

libvirt refuses elliptic-curve certificates made by certtool (no key encipherment), hence RSA.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.interop.lab.requirements import find_program

__all__ = ["PKI", "Pair"]


@dataclass(frozen=True)
class Pair:
    """A certificate and its private key, as PEM files."""

    certificate: Path
    key: Path


class PKI:
    """A certificate authority, a server's and a client's certificate, and more on request.

    Attributes:
        ca: the authority's certificate.
        server: for `localhost`, 127.0.0.1 and ::1.
        client: for `O=Lab,CN=client`.
    """

    def __init__(self, directory: Path, name: str = "Lab CA") -> None:
        """Make the authority and its first two certificates.

        Args:
            directory: where the files go; made when missing.
            name: the authority's common name.
        """
        self.directory = directory
        directory.mkdir(parents=True, exist_ok=True)
        self.ca = directory / "cacert.pem"
        self._ca_key = directory / "cakey.pem"
        self._key(self._ca_key)
        self._certificate(
            self.ca, self._ca_key, f'cn = "{name}"\nca\ncert_signing_key\n', "--generate-self-signed"
        )
        self.server = self.server_pair("server")
        self.client = self.client_pair("client")

    def server_pair(
        self,
        name: str,
        *,
        names: tuple[str, ...] = ("localhost",),
        addresses: tuple[str, ...] = ("127.0.0.1", "::1"),
        days: int = 30,
    ) -> Pair:
        """Sign a server's certificate.

        Args:
            name: the files' stem and the common name.
            names: DNS names it is valid for.
            addresses: IP addresses it is valid for.
            days: validity from now; 0 and less give an expired one.
        """
        template = f'organization = "Lab"\ncn = "{name}"\ntls_www_server\nencryption_key\nsigning_key\n'
        template += "".join(f'dns_name = "{one}"\n' for one in names)
        template += "".join(f'ip_address = "{one}"\n' for one in addresses)
        return self._pair(name, template, days)

    def client_pair(self, name: str, *, days: int = 30) -> Pair:
        """Sign a client's certificate.

        Args:
            name: the files' stem and the common name.
            days: validity from now; 0 and less give an expired one.
        """
        template = f'organization = "Lab"\ncn = "{name}"\ntls_www_client\nencryption_key\nsigning_key\n'
        return self._pair(name, template, days)

    def pkipath(self, name: str, client: Pair | None) -> Path:
        """Lay out a directory as the URI variable `pkipath` wants it.

        Args:
            name: the directory's name under the authority's.
            client: the client certificate in it, or None for the authority's alone.
        """
        place = self.directory / name
        place.mkdir(exist_ok=True)
        (place / "cacert.pem").write_bytes(self.ca.read_bytes())
        if client is not None:
            (place / "clientcert.pem").write_bytes(client.certificate.read_bytes())
            (place / "clientkey.pem").write_bytes(client.key.read_bytes())
            (place / "clientkey.pem").chmod(0o600)
        return place

    def _pair(self, name: str, template: str, days: int) -> Pair:
        pair = Pair(self.directory / f"{name}-cert.pem", self.directory / f"{name}-key.pem")
        self._key(pair.key)
        signer = ["--load-ca-certificate", str(self.ca), "--load-ca-privkey", str(self._ca_key)]
        self._certificate(pair.certificate, pair.key, template, "--generate-certificate", *signer, days=days)
        return pair

    def _key(self, path: Path) -> None:
        self._certtool("--generate-privkey", "--key-type", "rsa", "--bits", "2048", "--outfile", str(path))
        path.chmod(0o600)

    def _certificate(self, path: Path, key: Path, template: str, *words: str, days: int = 30) -> None:
        info = path.with_suffix(".info")
        validity = f"expiration_days = {days}\n"
        if days <= 0:
            validity = 'activation_date = "2020-01-01 00:00:00"\nexpiration_date = "2020-02-01 00:00:00"\n'
        info.write_text(template + validity)
        self._certtool(*words, "--load-privkey", str(key), "--template", str(info), "--outfile", str(path))

    @staticmethod
    def _certtool(*words: str) -> None:
        program = find_program("certtool") or "certtool"
        done = subprocess.run([program, *words], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"certtool {words[0]}: {done.stderr.strip()}")
