"""Aliases, the default URI, and which file they come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from virtreach.conf.client import ClientConf, config_path
from virtreach.errors import ConfigError, URIError


def conf(tmp_path: Path, text: str | None, **environment: str) -> ClientConf:
    path = tmp_path / "libvirt.conf"
    if text is not None:
        path.write_text(text)
    return ClientConf(path=str(path), environment=environment)


@pytest.mark.parametrize(
    ("environment", "euid", "expected"),
    [
        ({"HOME": "/home/x"}, 0, "/etc/libvirt/libvirt.conf"),
        ({"HOME": "/home/x"}, 1000, "/home/x/.config/libvirt/libvirt.conf"),
        ({"HOME": "/home/x", "XDG_CONFIG_HOME": "/c"}, 1000, "/c/libvirt/libvirt.conf"),
        ({"HOME": "/home/x", "XDG_CONFIG_HOME": "relative"}, 1000, "/home/x/.config/libvirt/libvirt.conf"),
        ({"HOME": "/home/x", "XDG_CONFIG_HOME": "/c"}, 0, "/etc/libvirt/libvirt.conf"),
    ],
)
def test_root_has_the_systems_file_and_others_their_own(
    environment: dict[str, str], euid: int, expected: str
) -> None:
    assert config_path(environment, euid) == expected


ALIASES = 'uri_aliases = [ "hail=qemu+ssh://h/system", "x_-9=test:///default", ]\n'


class TestResolution:
    def test_a_uri_stays_what_it_is(self, tmp_path: Path) -> None:
        assert conf(tmp_path, "broken").resolve("qemu:///system") == ("qemu:///system", "as given")

    def test_aliases(self, tmp_path: Path) -> None:
        settings = conf(tmp_path, ALIASES)
        assert settings.resolve("hail")[0] == "qemu+ssh://h/system"
        assert settings.resolve("x_-9")[0] == "test:///default"
        assert "alias hail" in settings.resolve("hail")[1]
        assert settings.resolve("snow") == ("snow", "as given")

    def test_no_default(self, tmp_path: Path) -> None:
        for text in (None, ""):
            assert conf(tmp_path, None).resolve(text)[0] is None

    def test_the_environment_comes_before_the_file(self, tmp_path: Path) -> None:
        text = 'uri_default = "xen:///system"\n' + ALIASES
        assert conf(tmp_path, text).resolve(None)[0] == "xen:///system"
        assert conf(tmp_path, text, LIBVIRT_DEFAULT_URI="").resolve(None)[0] == "xen:///system"
        resolved = conf(tmp_path, text, LIBVIRT_DEFAULT_URI="qemu:///session").resolve(None)
        assert resolved == ("qemu:///session", "the default from LIBVIRT_DEFAULT_URI")
        assert conf(tmp_path, text, LIBVIRT_DEFAULT_URI="hail").resolve(None)[0] == "qemu+ssh://h/system"

    def test_the_old_name_of_xen(self, tmp_path: Path) -> None:
        assert conf(tmp_path, None).resolve("Xen")[0] == "xen:///system"

    @pytest.mark.parametrize("entry", ["hail", "=x:///", "ha il=x:///", "ha/il=x:///"])
    def test_bad_aliases_name_the_line(self, tmp_path: Path, entry: str) -> None:
        with pytest.raises(ConfigError, match=r"libvirt\.conf:2: uri_aliases") as caught:
            conf(tmp_path, f'#\nuri_aliases = [ "{entry}" ]\n').resolve("snow")
        assert caught.value.line == 2

    def test_an_alias_for_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(URIError, match="stands for nothing"):
            conf(tmp_path, 'uri_aliases = [ "hail=" ]\n').resolve("hail")

    def test_an_alias_is_resolved_once(self, tmp_path: Path) -> None:
        assert conf(tmp_path, 'uri_aliases = [ "a=b", "b=c:///" ]').resolve("a")[0] == "b"

    def test_errors_in_the_file_name_it(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match=r"libvirt\.conf:1: "):
            conf(tmp_path, "uri_default = x").resolve(None)
        with pytest.raises(ConfigError, match="uri_default must be a string"):
            conf(tmp_path, "uri_default = 1").resolve(None)


def test_a_file_of_comments_alone_loads_no_parser(tmp_path: Path) -> None:
    settings = conf(tmp_path, "# one\n\n   # two\n")
    assert settings.document is None
    assert settings.string("uri_default") is None


def test_for_this_process_reads_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("LIBVIRT_DEFAULT_URI", raising=False)
    (tmp_path / "libvirt").mkdir()
    (tmp_path / "libvirt/libvirt.conf").write_text('uri_default = "lxc:///system"')
    assert ClientConf.for_this_process().resolve(None)[0] == "lxc:///system"
