"""auth.conf: which file counts, and what it says."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from virtreach.auth.authfile import AuthFile, find_auth_file
from virtreach.errors import ConfigError

TEXT = """\
# comment
[credentials-lab]
authname=fred
password= 12=34 #;"[x]
realm=LAB

[credentials-other]
username=root
password=x
[credentials-empty]

[auth-libvirt-hv1.lab.test]
credentials=lab

[auth-libvirt-HV2.lab.test]
credentials=other

[auth-libvirt-10.0.0.1]
credentials=missing

[auth-libvirt-nothing]
other=lab

[auth-libvirt-empty]
credentials=empty

[auth-esx-hv1.lab.test]
credentials=other
"""
DEFAULT = "\n[auth-libvirt-default]\ncredentials=other\n"


def load(path: Path, text: str = TEXT) -> AuthFile:
    file = path / "auth.conf"
    file.write_text(text)
    return AuthFile.load(str(file))


class TestWhichFile:
    def find(self, root: Path, *, authfile: str | None = None, **environment: str) -> str | None:
        variables = {"HOME": str(root / "home"), **environment}
        return find_auth_file(
            authfile=authfile, environment=variables, system_file=str(root / "etc/auth.conf")
        )

    def touch(self, path: Path) -> str:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        return str(path)

    def test_order(self, tmp_path: Path) -> None:
        assert self.find(tmp_path) is None
        system = self.touch(tmp_path / "etc/auth.conf")
        assert self.find(tmp_path) == system
        user = self.touch(tmp_path / "home/.config/libvirt/auth.conf")
        assert self.find(tmp_path) == user
        xdg = self.touch(tmp_path / "xdg/libvirt/auth.conf")
        assert self.find(tmp_path, XDG_CONFIG_HOME=str(tmp_path / "xdg")) == xdg
        assert self.find(tmp_path, XDG_CONFIG_HOME=str(tmp_path / "nowhere")) == system
        assert self.find(tmp_path, authfile="/from/uri") == "/from/uri"
        assert self.find(tmp_path, authfile="/from/uri", LIBVIRT_AUTH_FILE="/from/env") == "/from/env"
        assert self.find(tmp_path, LIBVIRT_AUTH_FILE="") == ""

    def test_an_explicit_one_must_exist(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match="cannot be read"):
            AuthFile.load(str(tmp_path / "missing"))
        with pytest.raises(ConfigError, match="cannot be read"):
            AuthFile.load("")


class TestWhatItSays:
    def test_hosts_group(self, tmp_path: Path) -> None:
        file = load(tmp_path)
        assert file.lookup("hv1.lab.test", "authname") == "fred"
        assert file.lookup("hv1.lab.test", "password") == ' 12=34 #;"[x]'
        assert file.lookup("hv1.lab.test", "realm") == "LAB"
        assert file.lookup("hv1.lab.test", "username") is None
        assert file.lookup("HV2.lab.test", "username") == "root"
        assert file.lookup("empty", "password") is None

    @pytest.mark.parametrize(
        "host", ["hv2.lab.test", "HV1.lab.test", "hv1.lab.test.", "hv1", "fred@hv1.lab.test"]
    )
    def test_the_host_must_be_the_very_same(self, tmp_path: Path, host: str) -> None:
        assert load(tmp_path).lookup(host, "password") is None
        assert load(tmp_path, TEXT + DEFAULT).lookup(host, "password") == "x"

    def test_default_only_without_a_group(self, tmp_path: Path) -> None:
        file = load(tmp_path, TEXT + DEFAULT)
        assert file.lookup("hv1.lab.test", "authname") == "fred"
        assert file.lookup("elsewhere", "username") == "root"
        assert file.lookup("empty", "password") is None

    @pytest.mark.parametrize("host", [None, "", "localhost"])
    def test_local(self, tmp_path: Path, host: str | None) -> None:
        text = TEXT + "[auth-libvirt-localhost]\ncredentials=lab\n"
        assert load(tmp_path, text).lookup(host, "authname") == "fred"

    def test_other_services(self, tmp_path: Path) -> None:
        assert load(tmp_path).lookup("hv1.lab.test", "username", service="esx") == "root"

    @pytest.mark.parametrize("host", ["10.0.0.1", "nothing"])
    def test_broken_references(self, tmp_path: Path, host: str) -> None:
        with pytest.raises(ConfigError) as caught:
            load(tmp_path).lookup(host, "password")
        assert caught.value.path == str(tmp_path / "auth.conf")

    def test_group(self, tmp_path: Path) -> None:
        found = load(tmp_path).group_for("hv1.lab.test")
        assert found is not None
        assert found[0] == "credentials-lab"


@pytest.mark.parametrize(
    "text",
    [
        "password=canary5e7af\n",
        "[credentials-x]\npassword canary5e7af\n",
        "[credentials-x]\npassword=canary5e7af\npassword=canary5e7af\n",
        "[credentials-x\npassword=canary5e7af\n",
        "[credentials-x]\n canary5e7af\n",
        "[credentials-x]\npassword=canary5e7af\0\n",
    ],
)
def test_errors_show_no_password(tmp_path: Path, text: str) -> None:
    file = tmp_path / "auth.conf"
    file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        AuthFile.load(str(file))
    assert "canary5e7af" not in locals_of(caught.value) + str(caught.value)
    assert caught.value.__context__ is None
    assert repr(load(tmp_path)) == f"<AuthFile {file}>"


@pytest.mark.parametrize("credentials", ["", "credentials=missing"])
def test_broken_references_show_no_password(tmp_path: Path, credentials: str) -> None:
    file = load(tmp_path, f"[credentials-x]\npassword=canary5e7af\n[auth-libvirt-hv1]\n{credentials}\n")
    with pytest.raises(ConfigError) as caught:
        file.lookup("hv1", "password")
    assert "canary5e7af" not in locals_of(caught.value)


def locals_of(error: Exception) -> str:
    """The local variables that a traceback would print, those of the tests left out."""
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    frames = [frame for frame in report.stack if not frame.name.startswith("test_")]
    assert frames
    return "".join(value for frame in frames for value in (frame.locals or {}).values())


@pytest.mark.parametrize(
    ("mode", "text", "exposed"),
    [
        (0o600, "[credentials-x]\npassword=y\n", False),
        (0o400, "[credentials-x]\npassword=y\n", False),
        (0o640, "[credentials-x]\npassword=y\n", True),
        (0o644, "[credentials-x]\npassword=y\n", True),
        (0o644, "[credentials-x]\nauthname=y\n", False),
        (0o644, "# password=y\n", False),
    ],
)
def test_passwords_for_everybody_are_noticed(tmp_path: Path, mode: int, text: str, exposed: bool) -> None:
    path = tmp_path / "auth.conf"
    path.write_text(text)
    path.chmod(mode)
    assert AuthFile.load(str(path)).exposed is exposed
