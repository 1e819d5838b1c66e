"""What the documentation shows works: the code on its pages, and the examples."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.interop.lab.daemon import Daemon
from tests.interop.pages import ROOT, blocks, pages

WITH_CODE = [page for page in pages() if blocks(page, "python")]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


def environment(directory: Path) -> dict[str, str]:
    """Return surroundings in which nobody's configuration counts and warnings are errors."""
    return {
        "HOME": str(directory),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONWARNINGS": "error",
        "XDG_CONFIG_HOME": str(directory),
    }


@pytest.mark.parametrize("page", WITH_CODE, ids=lambda page: str(page.relative_to(ROOT)))
def test_page(page: Path, test_daemon: Daemon, tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, str(ROOT / "tests/interop/pages.py"), str(page), test_daemon.uri()],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
        env=environment(tmp_path),
        check=False,
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.stem)
def test_example(example: Path, test_daemon: Daemon, tmp_path: Path) -> None:
    """An example takes the URI as its argument, prints something and ends well."""
    result = subprocess.run(
        [sys.executable, str(example), test_daemon.uri()],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
        env=environment(tmp_path),
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip()


def test_every_example_is_described() -> None:
    described = (ROOT / "examples/README.md").read_text()
    assert [example.name for example in EXAMPLES if f"({example.name})" not in described] == []
