"""A daemon of several processes, and a look at them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from tests.daemon.process import Virtreachd
from tests.daemon.toy import ToyDriver
from tests.needs import patience
from virtreach.errors import ConfigError


def children(pid: int) -> list[int]:
    """The children of a process that have not ended."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(parent) == pid and state != "Z":
                found.append(int(entry.name))
    return sorted(found)


def wait_until(truth: Callable[[], object], seconds: float = 15.0) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + seconds * patience()
    while not truth():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


class Crew(Virtreachd):
    """A daemon with workers.

    Args:
        directory, text, words: as for `Virtreachd`.
        driver: what can be opened.
        count: how many workers.
    """

    def __init__(
        self,
        directory: Path,
        text: str = "",
        *words: str,
        driver: str = "virtreach.daemon.hypervisor.driver:TestDriver",
        count: int = 2,
    ) -> None:
        super().__init__(directory, f"workers = {count}\n{text}", *words)
        self.count = count
        self.config.write_text(self.config.read_text().replace("tests.daemon.toy:ToyDriver", driver))

    def __enter__(self) -> Crew:
        super().__enter__()
        if self.count > 1:
            wait_until(lambda: self.log.count("takes clients") >= self.count)
        return self

    def restart(self) -> None:
        """Stop it and start it anew."""
        self.__exit__(None, None, None)
        self.__enter__()

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def nursery(self) -> int:
        (pid,) = children(self.pid)
        return pid

    @property
    def workers(self) -> list[int]:
        """Numbers of the workers' processes."""
        return children(self.nursery)

    def wait_for(self, words: str, times: int = 1) -> None:
        """Wait until the log has some words so many times."""
        wait_until(lambda: self.log.count(words) >= times)

    @property
    def admin(self) -> str:
        """The URI of the administration socket."""
        return f"virtreachd+unix:///system?socket={self.directory}/libvirt-admin-sock"


class Broken(ToyDriver):
    """A driver that starts once, which is in the supervisor, and in no worker then."""

    def start(self) -> None:
        try:
            Path(os.environ["BROKEN"]).touch(exist_ok=False)
        except FileExistsError:
            raise ConfigError("it is broken") from None
