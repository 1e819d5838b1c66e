"""Running a command over an SSH connection to its end, or to the certainty that its end is not known."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from virtreach.errors.routes import CommandOutcomeUnknown
from virtreach.routes.ssh.extra import asyncssh

if TYPE_CHECKING:
    from virtreach.routes.ssh.link import Link

__all__ = ["OUTPUT_LIMIT", "Finished", "run"]

OUTPUT_LIMIT = 64 << 20
"""How much a command that `run` runs may write to either of its outputs, bytes."""

_PIECE = 1 << 18


@dataclass(frozen=True, slots=True)
class Finished:
    """How a command ended.

    Attributes:
        status: its exit status; 128 and the signal's number when a signal ended it is the far shell's custom, not ours:
            then it is -1, and `signal` has the name.
        signal: the name of the signal that ended it (``TERM``), or "".
        stdout, stderr: what it wrote.
    """

    status: int
    signal: str
    stdout: bytes
    stderr: bytes


async def run(link: Link, command: str, *, stdin: bytes = b"", timeout: float | None = None) -> Finished:
    """Run a command line at the end of a connection and wait for its end; see `Link.run`."""
    create = link.connection.create_process
    try:
        async with (
            asyncio.timeout(timeout),
            link.session(lambda: create(command, encoding=None)) as process,
        ):
            try:
                stdout, stderr = await _converse(link, process, stdin)
            finally:
                process.close()
    except TimeoutError as error:
        raise CommandOutcomeUnknown(
            f"{link.label}: the command did not end within {timeout} seconds; it may still be running there",
            hop=link.label,
        ) from error
    if process.exit_status is None:
        # asyncssh takes a lost connection for an end like any other here.
        raise _lost(link) from link.failure
    signal = process.exit_signal[0] if process.exit_signal else ""
    return Finished(process.exit_status, signal, stdout, stderr)


async def _converse(
    link: Link, process: asyncssh.SSHClientProcess[bytes], stdin: bytes
) -> tuple[bytes, bytes]:
    """Give a command its input, and take all that it writes until it has ended."""

    async def collect(source: asyncssh.SSHReader[bytes]) -> bytes:
        kept = bytearray()
        while data := await source.read(_PIECE):
            kept += data
            if len(kept) > OUTPUT_LIMIT:
                raise CommandOutcomeUnknown(
                    f"{link.label}: the command wrote more than {OUTPUT_LIMIT} bytes and was cut off; read a "
                    "stream instead",
                    hop=link.label,
                )
        return bytes(kept)

    if stdin:
        process.stdin.write(stdin)
    with contextlib.suppress(OSError):
        process.stdin.write_eof()
    tasks = [asyncio.ensure_future(collect(source)) for source in (process.stdout, process.stderr)]
    try:
        stdout, stderr = await asyncio.gather(*tasks)
        await process.wait_closed()
    except CommandOutcomeUnknown:
        raise
    except Exception as error:  # noqa: BLE001
        # Anything: what asyncssh's decoders raised over the machine's bytes comes out here as it was.
        raise _lost(link) from (link.failure or error)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return stdout, stderr


def _lost(link: Link) -> CommandOutcomeUnknown:
    return CommandOutcomeUnknown(
        f"{link.label}: lost before the command's end was told; it may still be running there", hop=link.label
    )
