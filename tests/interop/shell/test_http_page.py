"""The page on HTTP and the example, run against nodes behind proxies."""

from __future__ import annotations

import ast
import asyncio
import inspect
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.interop.lab.cluster import Cluster
from tests.interop.pages import ROOT, blocks
from tests.interop.shell.lab import inventory_text
from tests.interop.shell.web import nginx

pytestmark = pytest.mark.needs(
    "root", "sshd", "ssh-keygen", "ip", "unshare", "nsenter", "nginx", "module:requests", "module:httpx"
)

PAGE = ROOT / "docs/how-to/http.md"


def test_page_and_example(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    subprocess.run(cluster.as_controller_command("ip", "link", "set", "lo", "up"), check=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VIRTREACH_INVENTORY", str(tmp_path / "lab.toml"))
    (tmp_path / "lab.toml").write_text(inventory_text(cluster))
    evaluate: Callable[..., Any] = eval
    with nginx(cluster.nodes[0]) as web:
        shutil.copy(web.ca, tmp_path / "ca.pem")
        for block in blocks(PAGE, "python"):
            code = compile(block.code, f"{PAGE}:{block.line}", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
            outcome = evaluate(code, {"__name__": "page"})
            if inspect.iscoroutine(outcome):
                asyncio.run(outcome)
        assert capsys.readouterr().out.splitlines() == ["200"] * 6 + ["b'HTTP/1.1 200'"]
        words = [sys.executable, "-W", "error", str(ROOT / "examples/services.py"), "/k", "n1", "n2"]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    first, second = done.stdout.splitlines()
    assert (done.returncode, done.stderr, first) == (0, "", "n1: 200 OK, 1024 bytes")
    assert "n2" in second
    assert "connection refused" in second
