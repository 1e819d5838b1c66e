"""Which driver is taken: what is asked for, a cluster's, the environment's, that of libvirt.conf."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from virtreach.conf.inventory import Inventory
from virtreach.errors import ConfigError, UsageError
from virtreach.files import remote_filesystem
from virtreach.files.choosing import SETTING, VARIABLE, chosen_transport


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an ordinary user has libvirt.conf."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv(VARIABLE, raising=False)
    (tmp_path / "libvirt").mkdir()
    return tmp_path / "libvirt"


def test_the_nearest_wins(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen_transport() == "ssh"
    (home / "libvirt.conf").write_text(f'{SETTING} = "rsync"\n')
    assert chosen_transport() == "rsync"
    monkeypatch.setenv(VARIABLE, "sftp")
    assert chosen_transport() == "sftp"
    assert chosen_transport(None, {SETTING: None}, {SETTING: "rsync"}, {SETTING: "ssh"}) == "rsync"
    assert chosen_transport("ssh", {SETTING: "rsync"}) == "ssh"


def test_a_clusters(home: Path) -> None:
    text = (
        '[clusters.lab]\n{}\n[clusters.lab.groups.all]\nnodes = [{{ name = "n1", address = "127.0.0.1" }}]\n'
    )
    (home / "libvirt.conf").write_text(f'{SETTING} = "rsync"\n')
    said = Inventory.parse(text.format(f'{SETTING} = "sftp"'))
    assert remote_filesystem("n1", inventory=said).transport == "sftp"
    assert remote_filesystem("n1", "ssh", inventory=said).transport == "ssh"
    assert remote_filesystem("n1", inventory=Inventory.parse(text.format(""))).transport == "rsync"
    with pytest.raises(ConfigError, match="must be one of ssh, rsync, sftp"):
        Inventory.parse(text.format(f'{SETTING} = "ftp"'))


def test_another_word_is_refused_with_its_place(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "libvirt.conf").write_text(f'{SETTING} = "ftp"\n')
    with pytest.raises(UsageError, match=r"'ftp' \(from .*libvirt.conf\)"):
        chosen_transport()
    monkeypatch.setenv(VARIABLE, "tftp")
    with pytest.raises(UsageError, match=rf"'tftp' \(from {VARIABLE}\)"):
        chosen_transport()
