"""`virtreach cp` that is ended by a signal takes back what it began; what is ignored stays so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.interop.files.test_interrupted import begun
from tests.interop.lab.sshd import LoopbackSSHD
from tests.needs import patience


@pytest.mark.parametrize("driver", ["ssh", "rsync", "sftp"])
@pytest.mark.parametrize(
    ("number", "code", "background"),
    [(signal.SIGTERM, 143, False), (signal.SIGTERM, 143, True), (signal.SIGHUP, 129, False)],
)
def test_nothing_is_left(
    server: LoopbackSSHD, driver: str, tmp_path: Path, number: int, code: int, background: bool
) -> None:
    """Also where a shell has started it in its background, that is with ^C ignored."""
    place = tmp_path / "place"
    place.mkdir()
    (place / "image").write_text("old")
    (tmp_path / "source").write_bytes(os.urandom(8 << 20))
    how = ["--transport", driver, "--port", str(server.port), "--ssh-config", str(server.config)]
    words = ["cp", *how, "--limit", "1M", str(tmp_path / "source"), f"root@127.0.0.1:{place}/image"]
    with subprocess.Popen(
        [sys.executable, "-m", "virtreach", *words],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN) if background else None,
    ) as running:
        try:
            _until(lambda: begun(place))
            running.send_signal(number)
            running.send_signal(number)
            _, said = running.communicate(timeout=30 * patience())
        finally:
            running.kill()
    assert (running.returncode, said) == (code, b"")
    _until(lambda: os.listdir(place) == ["image"])
    assert (place / "image").read_text() == "old"


def _until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20 * patience()
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.02)
