"""virtreachd as a process of its own, with the toy driver."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]
REALM = "toy.example"


class Virtreachd:
    """A daemon in a directory; a context manager that stops it gracefully and insists on it.

    Args:
        directory: for its configuration, sockets and log.
        text: lines of the configuration.
        words: further words of the command line.
    """

    def __init__(self, directory: Path, text: str = "", *words: str) -> None:
        self.directory = directory
        self.config = directory / "virtreachd.conf"
        self.config.write_text(
            f'unix_sock_dir = "{directory}"\ndrivers = ["tests.daemon.toy:ToyDriver"]\nlog_level = 2\n{text}'
        )
        self.words = words
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The process's environment: this tree comes first."""
        return {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}

    @property
    def command(self) -> list[str]:
        """The words that start it."""
        return [sys.executable, "-m", "virtreach.daemon", "--config", str(self.config), *self.words]

    @property
    def log(self) -> str:
        """What it has written to its standard error stream."""
        return (self.directory / "log").read_text()

    def uri(self, *, readonly: bool = False) -> str:
        """Its unix socket."""
        return f"test+unix:///default?socket={self.directory}/libvirt-sock{'-ro' if readonly else ''}"

    def __enter__(self) -> Self:
        with (self.directory / "log").open("wb") as log:
            self.process = subprocess.Popen(
                self.command, env=self.environment, stderr=log, cwd=self.directory
            )
        deadline = time.monotonic() + 20
        # The read-only socket is made last of the two; the network's come after it.
        while "listens on" not in self.log:
            assert self.process.poll() is None, self.log
            assert time.monotonic() < deadline, self.log
            time.sleep(0.01)
        time.sleep(0.05)
        return self

    def __exit__(self, *failure: object) -> None:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        if failure[0] is None:
            assert status == 0, self.log
            assert "Traceback" not in self.log.replace("ZeroDivisionError", ""), self.log
