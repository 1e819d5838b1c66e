"""The demonstration runs to its end, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.interop.conftest import need

_ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.timeout(260)
def test_demo() -> None:
    need("qemu-system-x86_64")
    done = subprocess.run(
        [sys.executable, str(_ROOT / "demo" / "run.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=240,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    assert done.returncode == 0, done.stdout
    for words in ("hello from guest, Linux", "of PNG in", "domain guest  stopped", "nothing is left running"):
        assert words in done.stdout, done.stdout
    directory = Path(
        done.stdout.partition("libvirtd serves at ")[2].partition("socket=")[2].split()[0]
    ).parent
    assert directory.name.startswith("vrlab-")
    assert not directory.exists()
