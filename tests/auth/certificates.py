"""Certificates for tests, made by the openssl command: whatever is wrong with them is an argument."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

__all__ = ["DAY", "Authority", "Leaf", "Maker"]

DAY = 86400
CA = ("basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign")


@dataclass(frozen=True)
class Leaf:
    """A certificate and its key, as files."""

    certificate: Path
    key: Path


@dataclass(frozen=True)
class Authority:
    """A certificate that signs others."""

    certificate: Path
    key: Path


class Maker:
    """Makes certificates in a directory. Keys are few and shared, since they cost the most."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._count = 0
        (directory / "index.txt").touch()
        self._conf = directory / "ca.conf"
        self._conf.write_text(
            f"[ca]\ndefault_ca=d\n[d]\ndatabase={directory}/index.txt\nnew_certs_dir={directory}\nunique_subject=no\n"
            f"default_md=sha256\npolicy=p\nserial={directory}/serial\ncrlnumber={directory}/crlnumber\ndefault_crl_days=30\n"
            "[p]\ncommonName=optional\n"
        )
        for number in ("serial", "crlnumber"):
            (directory / number).write_text("1000\n")

    def key(self, name: str) -> Path:
        """An EC key; the same one for the same name."""
        path = self.directory / f"{name}.key"
        if not path.exists():
            self._openssl(
                "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", str(path)
            )
        return path

    def authority(
        self,
        name: str = "Test CA",
        *,
        key: str = "ca",
        by: Authority | None = None,
        extensions: tuple[str, ...] = CA,
        days: tuple[float, float] = (-1, 30),
        key_ids: bool = True,
    ) -> Authority:
        """A root, or an intermediate authority when `by` is given."""
        path = self.key(key)
        return Authority(self._certify(name, path, by, extensions, days, key_ids), path)

    def leaf(
        self,
        by: Authority | None,
        *extensions: str,
        name: str = "leaf",
        days: tuple[float, float] = (-1, 30),
        key_ids: bool = True,
    ) -> Leaf:
        """A certificate for a peer, self-signed when `by` is None.

        Args:
            by: who signs.
            extensions: as openssl's configuration has them.
            name: the common name.
            days: begin and end of validity, from now.
            key_ids: with subject and authority key identifiers.
        """
        path = self.key("leaf")
        return Leaf(self._certify(name, path, by, extensions, days, key_ids), path)

    def server(self, by: Authority, *extensions: str, days: tuple[float, float] = (-1, 30)) -> Leaf:
        """A server's certificate for hv1.lab.test."""
        usual = ("subjectAltName=DNS:hv1.lab.test", "extendedKeyUsage=serverAuth")
        return self.leaf(by, *usual, *extensions, days=days)

    def revocations(self, by: Authority, *revoked: Leaf, days: float = 30) -> Path:
        """The authority's revocation list."""
        (self.directory / "index.txt").write_text("")
        words = ["-config", str(self._conf), "-keyfile", str(by.key), "-cert", str(by.certificate)]
        for leaf in revoked:
            self._openssl("ca", *words, "-revoke", str(leaf.certificate))
        path = self._path("crl")
        update = ["-crl_lastupdate", _date(-10), "-crl_nextupdate", _date(days)]
        self._openssl("ca", *words, "-gencrl", *update, "-out", str(path))
        return path

    def bundle(self, *paths: Path) -> Path:
        """Several PEM files as one."""
        path = self._path("bundle")
        path.write_text("".join(one.read_text() for one in paths))
        return path

    def _certify(
        self,
        name: str,
        key: Path,
        by: Authority | None,
        extensions: tuple[str, ...],
        days: tuple[float, float],
        key_ids: bool,
    ) -> Path:
        path = self._path("pem")
        request = path.with_suffix(".csr")
        self._openssl("req", "-new", "-key", str(key), "-subj", f"/CN={name}", "-out", str(request))
        lines = list(extensions)
        if key_ids:
            lines += ["subjectKeyIdentifier=hash", *(["authorityKeyIdentifier=keyid:always"] if by else [])]
        file = path.with_suffix(".ext")
        file.write_text("[default]\n" + "\n".join(lines) + "\n")
        signer = (
            ["-keyfile", str(by.key), "-cert", str(by.certificate)]
            if by
            else ["-selfsign", "-keyfile", str(key)]
        )
        self._openssl(
            *("ca", "-batch", "-notext", "-preserveDN", "-config", str(self._conf)),
            *("-startdate", _date(days[0]), "-enddate", _date(days[1])),
            *("-extfile", str(file), "-in", str(request), "-out", str(path), *signer),
        )
        return path

    def _path(self, kind: str) -> Path:
        self._count += 1
        return self.directory / f"{self._count}.{kind}"

    @staticmethod
    def _openssl(*words: str) -> None:
        done = subprocess.run(["openssl", *words], capture_output=True, text=True)
        assert done.returncode == 0, f"openssl {' '.join(words)}: {done.stderr}"


def _date(days: float) -> str:
    return time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + days * DAY))
