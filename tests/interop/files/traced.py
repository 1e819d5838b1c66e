"""An sshd whose sessions run under `strace`: it writes down what they do, or has system calls fail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tests.interop.files.conftest import SFTP
from tests.interop.lab.sshd import LoopbackSSHD

__all__ = ["TracedSSHD"]

_CALL = re.compile(r"^(?P<at>[0-9.]+) (?P<name>\w+)\((?P<words>.*)\) += (?P<result>-?[0-9]+)")


class TracedSSHD(LoopbackSSHD):
    """Each command, the SFTP server among them, is a child of strace with the words that `trace` sets."""

    def __init__(self, directory: Path) -> None:
        """Describe it; nothing runs yet."""
        program = directory / "traced"
        super().__init__(directory, settings=[SFTP, "MaxStartups 100"], key_options=f'command="{program}"')
        self._program = program
        self._log = directory / "log"

    def trace(self, *words: str) -> None:
        """Set the words that strace gets in sessions from now on, and forget what was seen."""
        self._log.mkdir(exist_ok=True)
        self.forget()
        shown = " ".join(words or ("-e", "trace=none"))
        self._program.write_text(
            f"#!/bin/sh\numask 022\nexec strace -ff -ttt -s 4096 -o {self._log}/of {shown} "
            'sh -c "$SSH_ORIGINAL_COMMAND"\n'
        )
        self._program.chmod(0o755)

    def forget(self) -> None:
        """Forget what was seen until now."""
        for old in self._log.iterdir():
            old.unlink()

    def calls(self, names: Sequence[str]) -> list[tuple[str, str, int]]:
        """Return the system calls of those names in their order: name, arguments as strace shows them, result."""
        found = []
        for log in self._log.iterdir():
            for line in log.read_text().splitlines():
                match = _CALL.match(line)
                if match is not None and match["name"] in names:
                    found.append((float(match["at"]), match["name"], match["words"], int(match["result"])))
        return [(name, words, result) for _, name, words, result in sorted(found)]
