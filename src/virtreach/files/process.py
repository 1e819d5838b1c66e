"""Programs that a driver runs: in a process group of their own, bounded in time and output, never left behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING

from virtreach.errors import ProtocolError
from virtreach.errors.files import FileError, ToolMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["OUTPUT_LIMIT", "Finished", "end_process", "run_program", "tool_environment"]

OUTPUT_LIMIT = 64 << 20
"""How much a program may print before it is stopped, bytes: a far side decides what a listing holds."""
_STDERR_LIMIT = 64 << 10
_GRACE = 2.0
_DROPPED = ("RSYNC_OLD_ARGS", "RSYNC_PROTECT_ARGS", "RSYNC_RSH", "RSYNC_PARTIAL_DIR", "POSIXLY_CORRECT")


@dataclass(frozen=True, slots=True)
class Finished:
    """How a program ended.

    Attributes:
        code: its exit code; below 0, the signal that ended it.
        stdout: what it printed.
        stderr: the last 64 KiB of what it complained about.
    """

    code: int
    stdout: bytes
    stderr: str


def tool_environment() -> dict[str, str]:
    """Return this process's environment, with messages in English and without what changes a tool's meaning."""
    environment = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    environment["LC_ALL"] = "C"
    return environment


async def run_program(
    argv: Sequence[str | bytes],
    *,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    on_output: Callable[[bytes], object] | None = None,
    on_start: Callable[[int], object] | None = None,
    file_limit: int | None = None,
) -> Finished:
    """Run a program to its end. A caller that is cancelled ends it, with everything that it started.

    Args:
        argv: the program and its arguments.
        stdin: what it reads.
        env: its environment; `tool_environment` unless given.
        on_output: is given its output as it comes, which is then not kept.
        on_start: is told its process id.
        file_limit: how large a file it may write, bytes; the kernel ends it at that (Linux only).

    Raises:
        ToolMissing: there is no such program here.
        FileError: it wrote more than that.
        ProtocolError: it printed more than `OUTPUT_LIMIT`.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *argv,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=tool_environment() if env is None else env,
            start_new_session=True,
        )
    except (FileNotFoundError, PermissionError) as error:
        program = os.fsdecode(argv[0])
        raise ToolMissing(f"the program {program!r} is not installed on this machine") from error
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    tasks: list[asyncio.Task[bytes]] = []
    try:
        if file_limit is not None and hasattr(resource, "prlimit"):
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (file_limit, file_limit))
        if on_start is not None:
            on_start(process.pid)
        tasks += [
            asyncio.ensure_future(_collect(process.stdout, on_output, os.fsdecode(argv[0]))),
            asyncio.ensure_future(_tail(process.stderr)),
            asyncio.ensure_future(_feed(process.stdin, stdin)),
        ]
        stdout, stderr, _ = await asyncio.gather(*tasks)
        code = await process.wait()
    finally:
        # Cancelled or not: nothing of the group may stay, nor its pipes, which stay open until they are read.
        for task in tasks:
            task.cancel()
        await end_process(process)
        await _drain(process.stdout, process.stderr)
    if code == -signal.SIGXFSZ:
        raise FileError("the host sends more than there was in the file")
    return Finished(code, stdout, stderr.decode("utf-8", "replace"))


async def end_process(process: asyncio.subprocess.Process) -> None:
    """End a process that leads a group, and reap it: politely first, so that rsync can clean up behind itself."""
    if process.returncode is not None:
        return
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        try:
            await asyncio.wait_for(asyncio.shield(process.wait()), _GRACE)
        except TimeoutError:
            continue
        break


async def _drain(*sources: asyncio.StreamReader) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_GRACE):
            for source in sources:
                while not source.at_eof():
                    await source.read(1 << 16)


async def _feed(sink: asyncio.StreamWriter, data: bytes) -> bytes:
    # A program that ended early has its reason; its exit code says more than the broken pipe.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        sink.write(data)
        await sink.drain()
        sink.close()
    return b""


async def _collect(
    source: asyncio.StreamReader, on_output: Callable[[bytes], object] | None, program: str
) -> bytes:
    kept = bytearray()
    while data := await source.read(1 << 16):
        if on_output is not None:
            on_output(data)
            continue
        kept += data
        if len(kept) > OUTPUT_LIMIT:
            raise ProtocolError(f"{program} printed more than {OUTPUT_LIMIT} bytes")
    return bytes(kept)


async def _tail(source: asyncio.StreamReader) -> bytes:
    kept = b""
    while data := await source.read(1 << 14):
        kept = (kept + data)[-_STDERR_LIMIT:]
    return kept
