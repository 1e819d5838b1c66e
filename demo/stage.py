"""What the demonstrations share: saying what comes next, running the command, and waiting for something."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["ROOT", "DemoError", "Stage", "say", "wait_for"]

ROOT = Path(__file__).resolve().parents[1]


class DemoError(RuntimeError):
    """A step did not do what it should."""


def say(text: str) -> None:
    """Tell the audience what comes next."""
    print(f"\n\033[1m# {text}\033[0m" if sys.stdout.isatty() else f"\n# {text}", flush=True)


def wait_for(ready: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Ask again and again until something is there.

    Raises:
        DemoError: it does not come in time.
    """
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise DemoError(f"waited in vain for {what}, {seconds:.0f} s long")
        time.sleep(0.02)


class Stage:
    """The command, and what it works on. It is this tree's, run by this interpreter, and needs nothing installed.

    Args:
        uri: the host, as ``LIBVIRT_DEFAULT_URI`` has it.
        scratch: a directory for files.
    """

    def __init__(self, uri: str, scratch: Path) -> None:
        self.uri = uri
        self.scratch = scratch
        paths = [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
        self.environment = {
            **os.environ,
            "LIBVIRT_DEFAULT_URI": uri,
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        }
        self.command = [sys.executable, "-m", "virtreach"]

    def run(self, *words: str, show: bool = True, status: int = 0) -> str:
        """Run `virtreach` with these words, showing the line and what it prints.

        Args:
            words: the command line.
            show: False for what the audience need not see.
            status: the exit status that it must end with; if that is not 0, its complaint is part of what is shown.

        Returns:
            What it has printed.

        Raises:
            DemoError: it ended with another one.
        """
        if show:
            print(f"$ virtreach {shlex.join(words)}", flush=True)
        done = subprocess.run(
            [*self.command, *words],
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if status else None,
            stdin=subprocess.DEVNULL,
            timeout=60,
        )
        if show and done.stdout:
            print(done.stdout.rstrip("\n"), flush=True)
        if done.returncode != status:
            raise DemoError(f"virtreach {words[0]} ended with status {done.returncode}")
        return done.stdout

    def wait_for_state(self, word: str) -> None:
        """Wait until the list of domains shows a state."""
        wait_for(lambda: word in self.run("list", "--all", show=False), f"the guest to be {word!r}")

    @contextmanager
    def events(self, expected: tuple[str, ...]) -> Iterator[None]:
        """Have `virtreach events` watch in the background meanwhile, and show what it saw.

        Args:
            expected: words that must be among it.

        Raises:
            DemoError: one is not.
        """
        print("$ virtreach events &", flush=True)
        path, trace = self.scratch / "events.txt", self.scratch / "trace.txt"
        trace.touch()
        with path.open("w") as sink:
            watcher = subprocess.Popen(
                [*self.command, "events"],
                env={**self.environment, "VIRTREACH_TRACE": str(trace)},
                text=True,
                stdout=sink,
                stdin=subprocess.DEVNULL,
            )
        try:
            # Of all life cycles, those of secrets are asked for last.
            wait_for(
                lambda: (
                    "reply remote.connect_secret_event" in trace.read_text() or watcher.poll() is not None
                ),
                "events to be heard",
            )
            yield
            wait_for(lambda: expected[-1] in path.read_text().lower(), f"the event {expected[-1]!r}")
        finally:
            watcher.terminate()
            watcher.wait(10)
        seen = path.read_text()
        say("What `virtreach events` saw meanwhile:")
        print(seen.rstrip("\n"), flush=True)
        for word in expected:
            if word not in seen.lower():
                raise DemoError(f"no event {word!r} was seen")
