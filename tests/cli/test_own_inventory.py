"""Nodes of the user's own inventory are never reached by another way, whatever options say how to log in."""

from __future__ import annotations

from pathlib import Path

import pytest

from virtreach.cli.main import run
from virtreach.cli.reaching import leave_own_nodes
from virtreach.errors import UsageError

INVENTORY = """
[clusters.lab.groups.gates]
is_proxy = true
nodes = [{ name = "p1", address = "192.0.2.1" }]
[clusters.lab.groups.workers]
nodes = [{ name = "n1", internal_address = "192.0.2.2" }]
"""


@pytest.fixture(autouse=True)
def inventory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "inventory.toml"
    path.write_text(INVENTORY)
    monkeypatch.setenv("VIRTREACH_INVENTORY", str(path))
    return path


@pytest.mark.parametrize(
    "words",
    [
        ["ls", "root@n1:/x"],
        ["ls", "--port", "22", "n1:/x"],
        ["rm", "--identity", "/key", "[lab/n1]:/x"],
        ["cp", "--jump", "gate", "a", "n1:/x"],
        ["sync", "--ssh-config", "/dev/null", "n1:/x", "a"],
        ["run", "--jump", "gate", "n1", "--", "true"],
        ["run", "--jump", "gate", "root@n1:22", "--", "true"],
        ["jobs", "--ssh-config", "/dev/null", "lab/n1"],
        ["ssh", "--jump", "gate", "n1"],
        ["http", "--jump", "gate", "n1", "/"],
        ["forward", "--jump", "gate", "n1", "0:1"],
        ["route", "--jump", "gate", "n1"],
    ],
    ids=" ".join,
)
def test_another_way_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    assert "says how it is reached" in capsys.readouterr().err


def test_other_hosts_are_left_alone(inventory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_own_nodes(["root@n2:22", "[::1]:22", "n1.example"])
    for name in ("n1", "me@n1", "n1:22", "[n1]:22", "lab/n1"):
        with pytest.raises(UsageError):
            leave_own_nodes([name])
    monkeypatch.delenv("VIRTREACH_INVENTORY")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(inventory.parent))
    leave_own_nodes(["n1"])
