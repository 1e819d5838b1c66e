"""`virtreach inventory`: a picture, TOML, a check; what is told and what fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from virtreach.cli.main import run
from virtreach.conf.inventory import Inventory

CONFIG = "Host gate\n  ForwardAgent yes\nHost n1\n  ProxyJump gate\n"


@pytest.fixture
def config(tmp_path: Path) -> str:
    """An OpenSSH configuration."""
    path = tmp_path / "config"
    path.write_text(CONFIG)
    return str(path)


def test_show(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inventory", "show", config]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "cluster gate: policy first",
        "├── gate: proxies, reached directly",
        "│   └── gate: gate",
        "└── nodes: through gate",
        "    └── n1: n1",
    ]
    assert said.err == "virtreach: warning: not carried over: forwardagent (config line 2)\n"


def test_import_prints_what_reads_back(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inventory", "import", config]) == 0
    text = capsys.readouterr().out
    assert Inventory.parse(text).clusters == Inventory.load(config).clusters


def test_json(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--json", "inventory", "show", config]) == 0
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert found["clusters"][0]["groups"][1]["nodes"][0]["name"] == "n1"
    assert found["notes"] == ["not carried over: forwardagent (config line 2)"]
    assert said.err == ""


def test_check(config: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["inventory", "check", config]) == 0
    assert "clusters: 1, nodes: 2" in capsys.readouterr().out
    assert run(["inventory", "check", "--strict", config]) == 2
    assert run(["inventory", "check", "--format", "toml", config]) == 2
    assert "no TOML" in capsys.readouterr().err
    monkeypatch.setenv("VIRTREACH_INVENTORY", config)
    assert run(["inventory", "check"]) == 0


def test_check_of_a_proxy_group_without_members(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "inventory.toml"
    path.write_text(
        "[clusters.lab.groups.gates]\nis_proxy = true\n"
        '[clusters.lab.groups.workers]\nnodes = [{ name = "n1", internal_address = "10.0.0.1" }]\n'
    )
    assert run(["inventory", "check", str(path)]) == 2
    said = capsys.readouterr()
    assert "cluster lab: no way leads to the nodes of workers" in said.err
    assert said.out == ""
