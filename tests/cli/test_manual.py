"""The reference page is what the commands declare."""

from __future__ import annotations

import subprocess
import sys

from tests.test_layering import ROOT
from virtreach.cli.catalog import COMMANDS


def test_page_is_current() -> None:
    done = subprocess.run([sys.executable, "tools/manual.py", "--check"], cwd=ROOT, timeout=30, check=False)
    assert done.returncode == 0


def test_page_has_every_command() -> None:
    page = (ROOT / "docs" / "reference" / "cli.md").read_text()
    for name in COMMANDS:
        assert f"\n### {name}\n" in page
