"""Where TLS files are looked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from virtreach.auth.tls import InsecureTLSWarning, TLSMaterial
from virtreach.errors import CertificateError, ConnectError

SYSTEM_CA, SYSTEM_CRL = "pki/CA/cacert.pem", "pki/CA/cacrl.pem"
SYSTEM_CERT, SYSTEM_KEY = "pki/libvirt/clientcert.pem", "pki/libvirt/private/clientkey.pem"
USER = "home/.pki/libvirt"
ALL_USER = [f"{USER}/{name}.pem" for name in ("cacert", "cacrl", "clientcert", "clientkey")]
ALL_SYSTEM = [SYSTEM_CA, SYSTEM_CRL, SYSTEM_CERT, SYSTEM_KEY]


def look(root: Path, *files: str, **options: object) -> list[str | None]:
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = TLSMaterial.find(
        environment={"HOME": str(root / "home")},
        system_directory=str(root / "pki"),
        **options,  # type: ignore[arg-type]
    )
    paths = (found.ca, found.crl, found.certificate, found.key)
    return [None if path is None else os.path.relpath(path, root) for path in paths]


class TestUser:
    @pytest.mark.parametrize(
        ("files", "found"),
        [
            ([SYSTEM_CA], [SYSTEM_CA, None, None, None]),
            (ALL_SYSTEM, ALL_SYSTEM),
            (ALL_USER, ALL_USER),
            (ALL_USER + ALL_SYSTEM, ALL_USER),
            ([ALL_USER[0], *ALL_SYSTEM], [ALL_USER[0], *ALL_SYSTEM[1:]]),
            ([ALL_USER[1], *ALL_SYSTEM], [SYSTEM_CA, ALL_USER[1], SYSTEM_CERT, SYSTEM_KEY]),
            ([*ALL_USER[2:], *ALL_SYSTEM], [SYSTEM_CA, SYSTEM_CRL, *ALL_USER[2:]]),
            ([*ALL_USER[2:], SYSTEM_CA], [SYSTEM_CA, None, *ALL_USER[2:]]),
            ([ALL_USER[0]], [ALL_USER[0], None, None, None]),
        ],
    )
    def test_places(self, tmp_path: Path, files: list[str], found: list[str | None]) -> None:
        assert look(tmp_path, *files, is_root=False) == found

    @pytest.mark.parametrize("half", [ALL_USER[2], ALL_USER[3], SYSTEM_CERT, SYSTEM_KEY])
    def test_half_a_pair(self, tmp_path: Path, half: str) -> None:
        with pytest.raises(CertificateError, match="both are needed, or neither"):
            look(tmp_path, SYSTEM_CA, half, is_root=False)

    def test_no_authority(self, tmp_path: Path) -> None:
        with pytest.raises(CertificateError, match=r"cacert\.pem") as caught:
            look(tmp_path, *ALL_USER[1:], is_root=False)
        assert isinstance(caught.value, ConnectError)
        assert str(tmp_path / ALL_USER[0]) in str(caught.value)
        assert str(tmp_path / SYSTEM_CA) in str(caught.value)
        assert look(tmp_path, require_ca=False, is_root=False)[0] is None

    def test_a_directory_in_the_way(self, tmp_path: Path) -> None:
        (tmp_path / "home").mkdir()
        (tmp_path / "home/.pki").touch()
        assert look(tmp_path, SYSTEM_CA, is_root=False)[0] == SYSTEM_CA


def test_root_has_no_places_of_its_own(tmp_path: Path) -> None:
    assert look(tmp_path, *ALL_USER, *ALL_SYSTEM, is_root=True) == ALL_SYSTEM
    assert look(tmp_path, is_root=True) == ALL_SYSTEM


class TestPkipath:
    FLAT = ("d/cacert.pem", "d/cacrl.pem", "d/clientcert.pem", "d/clientkey.pem")

    def test_everything_from_there(self, tmp_path: Path) -> None:
        found = look(tmp_path, *self.FLAT, *ALL_USER, *ALL_SYSTEM, pkipath=str(tmp_path / "d"), is_root=False)
        assert found == list(self.FLAT)

    def test_nothing_from_elsewhere(self, tmp_path: Path) -> None:
        found = look(
            tmp_path, self.FLAT[0], *ALL_USER, *ALL_SYSTEM, pkipath=str(tmp_path / "d"), is_root=False
        )
        assert found == [self.FLAT[0], None, None, None]

    @pytest.mark.parametrize("missing", [0, 2, 3])
    def test_missing(self, tmp_path: Path, missing: int) -> None:
        files = [name for index, name in enumerate(self.FLAT) if index != missing]
        with pytest.raises(CertificateError, match=os.path.basename(self.FLAT[missing])):
            look(tmp_path, *files, *ALL_SYSTEM, pkipath=str(tmp_path / "d"))


def test_shows_paths_only(tmp_path: Path) -> None:
    material = TLSMaterial(ca="a", certificate="c", key="k")
    assert repr(material) == "TLSMaterial(ca='a', certificate='c', crl=None, key='k')"


def test_looking_loads_no_ssl() -> None:
    code = (
        "import sys; from virtreach.auth.tls import TLSMaterial; TLSMaterial.find(require_ca=False, is_root=True,"
        "system_directory='/nonexistent'); assert not {'ssl', 'asyncio'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_openssl_is_told(tmp_path: Path) -> None:
    """No TLS below 1.2, no compression (CRIME), no new handshake in the middle of a conversation."""
    import ssl

    with pytest.warns(InsecureTLSWarning):
        context = TLSMaterial(ca=None).context(no_verify=True)
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert context.options & ssl.OP_NO_RENEGOTIATION
    assert context.options & ssl.OP_NO_COMPRESSION
