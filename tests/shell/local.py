"""This machine as a `Remote`, by one of the shells that machines have as their ``sh``."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

from tests.needs import missing
from virtreach.errors import UsageError
from virtreach.shell.base import Remote
from virtreach.shell.result import Capability

__all__ = ["SHELLS", "LocalRemote"]

SHELLS = [one for one in ("dash", "bash", "busybox") if not missing(one)]
"""What may stand behind ``sh``."""


class LocalRemote(Remote):
    """This machine. Its commands have a directory of programs first in their path, where ``sh`` is the shell.

    Attributes:
        home, programs: its directories.
        environment: what its commands have, whoever we are.
        lines: what it was given to run.
    """

    label = "here"

    def __init__(self, directory: Path, shell: str = "dash") -> None:
        """Make one that keeps its home and programs in a directory."""
        self.home = directory / "home"
        self.programs = directory / "programs"
        for place in (self.home, self.programs):
            place.mkdir(exist_ok=True)
        self.link("sh", shell)
        if shell == "busybox":
            for name in (
                "head",
                "tail",
                "stat",
                "dd",
                "wc",
                "cat",
                "mv",
                "rm",
                "sync",
                "sleep",
                "setsid",
                "chmod",
            ):
                self.link(name, shell)
        self.environment = {"PATH": f"{self.programs}:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(self.home)}
        self.lines: list[Sequence[str]] = []

    def link(self, name: str, target: str) -> None:
        """Have a program of another name, or path."""
        path = target if "/" in target else next(
            f"{place}/{target}" for place in os.get_exec_path() if os.access(f"{place}/{target}", os.X_OK)
        )  # fmt: skip
        (self.programs / name).unlink(missing_ok=True)
        (self.programs / name).symlink_to(path)

    def program(self, name: str, text: str) -> None:
        """Have a program that is a shell script."""
        path = self.programs / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{text}")
        path.chmod(0o755)

    def capabilities(self) -> frozenset[Capability]:
        return frozenset(Capability)

    async def _execute(
        self,
        line: Sequence[str],
        feed: AsyncIterator[bytes],
        on_stdout: Callable[[bytes], object],
        on_stderr: Callable[[bytes], object],
    ) -> tuple[int, str]:
        if not all(word.isprintable() for word in line):
            raise UsageError("a far shell cannot be given that")
        self.lines.append(line)
        process = await asyncio.create_subprocess_exec(
            *line,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
            cwd=self.home,
            env=self.environment,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None

        async def write(stdin: asyncio.StreamWriter) -> None:
            with contextlib.suppress(OSError):
                async for data in feed:
                    stdin.write(data)
                    await stdin.drain()
            stdin.close()

        async def take(source: asyncio.StreamReader, give: Callable[[bytes], object]) -> None:
            while data := await source.read(1 << 16):
                give(data)

        writing = asyncio.create_task(write(process.stdin))
        takes = [
            asyncio.create_task(take(process.stdout, on_stdout)),
            asyncio.create_task(take(process.stderr, on_stderr)),
        ]
        try:
            await asyncio.gather(*takes)
            status = await process.wait()
        finally:
            for task in (writing, *takes):
                task.cancel()
            await asyncio.gather(writing, *takes, return_exceptions=True)
            process.stdin.close()
            # As when a link is closed: what the program has started lives on, and may hold the pipes.
            process._transport.close()  # type: ignore[attr-defined]
            # The process alone is waited for; Process.wait() would wait for the pipes as well.
            while process.returncode is None:
                await asyncio.sleep(0.002)
        return (status, "") if status >= 0 else (-1, signal.Signals(-status).name.removeprefix("SIG"))
