"""The guide to the gateway says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from tests.interop.pages import ROOT
from virtreach.conf.document import ConfDocument
from virtreach.daemon.config.settings import Settings
from virtreach.daemon.gateway.hosts import FIELDS, load_hosts

TEXT = (ROOT / "docs" / "how-to" / "gateway.md").read_text()


def block(language: str) -> str:
    [found] = re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_table(tmp_path: Path) -> None:
    secrets = tmp_path / "hv2-auth.conf"
    secrets.write_text("[credentials-x]\nauthname=a\npassword=b\n[auth-libvirt-default]\ncredentials=x\n")
    secrets.chmod(0o600)
    path = tmp_path / "hosts.toml"
    path.write_text(block("toml"))
    path.chmod(0o600)
    assert list(load_hosts(str(path))) == ["hv1", "hv2", "lab"]


def test_the_configuration() -> None:
    assert Settings(ConfDocument(block("ini"))).hosts_file == "/etc/virtreach/hosts.toml"


def test_the_keys() -> None:
    shown = re.findall(r"^\| `(\w+)` \| (.*) \|$", TEXT, re.MULTILINE)
    assert shown == [(field.name, field.text) for field in FIELDS]
