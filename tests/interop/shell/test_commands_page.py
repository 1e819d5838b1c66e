"""The page on commands and the example, run against nodes behind proxies."""

from __future__ import annotations

import ast
import asyncio
import inspect
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.interop.lab.cluster import Cluster
from tests.interop.pages import ROOT, blocks
from tests.interop.shell.lab import inventory_text
from virtreach.routes.ssh.background import shared

PAGE = ROOT / "docs/how-to/remote-commands.md"


@pytest.fixture
def place(cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A directory with the inventory; the shared connections are this test's own."""
    shared().close()
    path = tmp_path / "lab.toml"
    path.write_text(inventory_text(cluster))
    monkeypatch.setenv("VIRTREACH_INVENTORY", str(path))
    yield tmp_path
    shared().close()


def test_page(place: Path, cluster: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    namespace: dict[str, Any] = {"__name__": "page"}
    evaluate: Callable[..., Any] = eval
    cluster.nodes[0].run("sh", "-c", "mkdir -p /srv; mount -t tmpfs lab /srv")
    for block in blocks(PAGE, "python"):
        code = compile(block.code, f"{PAGE}:{block.line}", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        outcome = evaluate(code, namespace)
        if inspect.iscoroutine(outcome):
            asyncio.run(outcome)
    assert capsys.readouterr().out.splitlines() == [
        f"0 {platform.release()}",
        "lab/n1 ended with status 0",
        "lab/n2 ended with status 0",
        "ended 0 b'upgraded\\n'",
        "level = 3",
        "name = x",
        "last = yes",
        "",
        "('127.0.0.1', 8080) 0",
        "localhost",
        "b'SSH-'",
    ]


def test_example(place: Path) -> None:
    words = [sys.executable, "-W", "error", str(ROOT / "examples/updates.py"), "n1", "n2"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["lab/n1", "lab/n2"] * 2
    assert "job ended" in lines[2]
