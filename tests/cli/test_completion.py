"""Completion: commands, options, values, and names from hosts that mean ill."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.test_layering import SOURCE
from virtreach.cli import suggestions
from virtreach.cli.declaration import argument, option


def complete(line: str, **environment: str) -> list[str]:
    """What bash is offered for the last word of a line."""
    words = line.split(" ")
    done = subprocess.run(
        [sys.executable, "-m", "virtreach"],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(SOURCE),
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
            "_VIRTREACH_COMPLETE": "bash_complete",
            **environment,
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("virtreach li", ["plain,list"]),
        ("virtreach vol u", ["plain,upload"]),
        ("virtreach list --inac", ["plain,--inactive"]),
        ("virtreach stats --group vc", ["plain,vcpu"]),
        ("virtreach completion ", ["plain,bash", "plain,zsh", "plain,fish"]),
        ("virtreach define we", ["file,we"]),
        ("virtreach call domain_lookup_by_n", ["plain,domain_lookup_by_name"]),
        ("virtreach call qemu.domain_att", ["plain,qemu.domain_attach"]),
        ("virtreach -c qemu+unix:///system?socket=/nonexistent info ", []),
    ],
)
def test_what_is_offered(line: str, offered: list[str]) -> None:
    assert complete(line) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts(shell: str, capfd: pytest.CaptureFixture[str]) -> None:
    from virtreach.cli.main import run

    assert run(["completion", shell]) == 0
    assert "_VIRTREACH_COMPLETE" in capfd.readouterr().out


def test_names_that_a_shell_would_read_are_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = [
        "$(reboot)",
        "`x`",
        "a b",
        "a\nb",
        "a;b",
        "*",
        "~",
        "-rf",
        "a'b",
        '"',
        "\x1b[2J",
        "é",
        "",
        "a,b",
    ]
    monkeypatch.setattr(suggestions, "_names", lambda _kind, _given: [*hostile, "web-1.example"])
    found = suggestions.suggest(argument("domain", help="x.", suggest="domain"), "", {})
    assert [item.value for item in found] == ["web-1.example"]


def test_the_host_of_the_line_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def refuse(uri: str | None, **_settings: Any) -> None:
        from virtreach.errors import ConnectError

        asked.append(uri)
        raise ConnectError("no")

    monkeypatch.setattr(importlib.import_module("virtreach.blocking.opening"), "connect", refuse)
    assert suggestions.suggest(argument("pool", help="x.", suggest="pool"), "", {"connect": "lab"}) == []
    assert asked == ["lab"]


def test_an_option_without_suggestions() -> None:
    assert suggestions.suggest(option("--device", help="x."), "", {}) == []


INVENTORY = """
[clusters.lab.groups.gates]
is_proxy = true
nodes = [{ name = "p1", address = "192.0.2.1" }]
[clusters.lab.groups.workers]
nodes = [{ name = "n1", internal_address = "192.0.2.2" }, { name = "n2", internal_address = "192.0.2.3" }]
[clusters.far.groups.gates]
is_proxy = true
nodes = [{ name = "p1", address = "192.0.2.4" }]
"""


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("virtreach run n", ["plain,n1", "plain,n2"]),
        ("virtreach run --group w", ["plain,workers"]),
        ("virtreach run --group far/", ["plain,far/gates"]),
        ("virtreach run --group ga", []),
        ("virtreach run --cluster ", ["plain,lab", "plain,far"]),
        ("virtreach ls n", ["plain,n1:/", "plain,n2:/"]),
        ("virtreach cp n", ["plain,n1:/", "plain,n2:/", "file,n"]),
        ("virtreach cp file n1", ["plain,n1:/", "file,n1"]),
        ("virtreach rm n1:/a n2", ["plain,n2:/"]),
        ("virtreach sync /sr", ["file,/sr"]),
    ],
)
def test_what_the_inventory_offers(line: str, offered: list[str], tmp_path: Path) -> None:
    path = tmp_path / "inventory.toml"
    path.write_text(INVENTORY)
    assert complete(line, VIRTREACH_INVENTORY=str(path)) == offered
