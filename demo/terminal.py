"""Run an interactive command on a terminal of its own, type into it, and wait for what it shows."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import time
from types import TracebackType

__all__ = ["Console"]

_CONTROL = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|[\x00-\x08\x0b-\x1f\x7f]")


class Console:
    """A command on a pseudo-terminal; a context manager that ends it."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        """Start it.

        Args:
            command: the argument vector.
            environment: its environment.
        """
        self._master, slave = pty.openpty()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)
        self._shown = ""
        self._seen = 0

    def __enter__(self) -> Console:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._master)

    def type(self, text: str) -> None:
        """Type text; Enter is a carriage return."""
        os.write(self._master, text.encode())

    def expect(self, *texts: str, seconds: float, nudge: str = "") -> None:
        """Wait until one of some texts is shown that was not waited for before.

        Args:
            texts: what to wait for.
            seconds: for how long.
            nudge: typed once a second, for a far side that speaks only when spoken to.

        Raises:
            TimeoutError: nothing of it came; the message has what did.
        """
        deadline = time.monotonic() + seconds
        nudged = time.monotonic()
        while True:
            places = [
                self._shown.find(text, self._seen) + len(text) for text in texts if text in self._rest()
            ]
            if places:
                self._seen = min(places)
                return
            now = time.monotonic()
            if now > deadline or not self._read(0.2):
                raise TimeoutError(f"waited for {' or '.join(texts)}, got: {self._shown[-500:]!r}")
            if nudge and now - nudged > 1:
                nudged = now
                self.type(nudge)

    def finish(self, seconds: float = 10) -> None:
        """Wait until the command ends by itself.

        Raises:
            TimeoutError: it does not.
        """
        deadline = time.monotonic() + seconds
        while self._process.poll() is None:
            if time.monotonic() > deadline:
                raise TimeoutError("the console does not end")
            self._read(0.05)

    def transcript(self) -> list[str]:
        """All lines shown so far, without control sequences and empty lines."""
        lines = _CONTROL.sub("", self._shown.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
        return [line for line in lines if line.strip()]

    def _rest(self) -> str:
        return self._shown[self._seen :]

    def _read(self, seconds: float) -> bool:
        """Take in what is there; False when the command is gone."""
        if not select.select([self._master], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self._master, 4096)
        except OSError:
            return False
        self._shown += data.decode(errors="replace")
        return bool(data)
