"""What a command on another machine is given, and how it ended; and what a kind of machine can do."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TypedDict

from virtreach.session.sasl.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Callable, Mapping
    from typing import Any

__all__ = [
    "OUTPUT_LIMIT",
    "Capability",
    "Privileges",
    "Result",
    "RunOptions",
    "StartOptions",
    "hide_password",
]

OUTPUT_LIMIT = 64 << 20
"""How much a command may write to either of its outputs unless told otherwise, bytes."""


class Capability(Enum):
    """What a `Remote` may be able to do beyond running a command and telling its status."""

    STREAM = "stream"
    """Output is given while the command runs, and input may come while it does."""
    SUDO = "sudo"
    """A command may run as another user."""
    FILES = "files"
    """Files are read, written and edited."""
    JOBS = "jobs"
    """Commands run on without us."""
    END = "end"
    """A command whose time is over is ended there."""
    TERMINAL = "terminal"
    """A shell with a terminal."""
    FORWARD = "forward"
    """Streams to ports and unix sockets of the machine."""


class Privileges(TypedDict, total=False):
    """As whom something is done, and for how long; each may be left out.

    Attributes:
        timeout: seconds; then it is ended there, with its process group, where that can be done.
        sudo: True for root, or a user's name. Without a password nothing is asked (``sudo -n``).
        sudo_password: given to sudo when it asks; never in a command line or a log.
    """

    timeout: float | None
    sudo: bool | str
    sudo_password: str | Secret | None


def hide_password(options: Privileges) -> None:
    """Have sudo's password hidden in what a call was given, so that its variables show none in a traceback."""
    if isinstance(options.get("sudo_password"), str):
        options["sudo_password"] = Secret(options["sudo_password"] or "")


class RunOptions(Privileges, total=False):
    """How a command runs; each may be left out.

    Attributes:
        input: what it reads, whole or in pieces as they come; nothing by default.
        env: variables, in addition to those it has; they travel on its input and are in no command line, so they may be
            secret.
        cwd: the directory it starts in.
        check: whether a status other than 0 is an error.
        on_stdout, on_stderr: are given the output as it comes, which is then not kept.
        max_output: bytes to keep of either output at most; beyond, the command is ended. None for no limit.
    """

    input: bytes | AsyncIterable[bytes]
    env: Mapping[str, str | bytes] | None
    cwd: str | bytes | None
    check: bool
    on_stdout: Callable[[bytes], Any] | None
    on_stderr: Callable[[bytes], Any] | None
    max_output: int | None


class StartOptions(Privileges, total=False):
    """How a job is started; each may be left out. The time limit is that of the starting.

    Attributes:
        input, env, cwd: as in `RunOptions`; the input is kept on the machine until the job is forgotten.
    """

    input: bytes
    env: Mapping[str, str | bytes] | None
    cwd: str | bytes | None


@dataclass(frozen=True, slots=True)
class Result:
    """How a command ended.

    Attributes:
        status: its exit status; -1 when a signal ended it.
        signal: the name of the signal that ended it (``TERM``), or "".
        stdout, stderr: what it wrote, unless it was given away while it ran.
        duration: seconds, from our side.
        label: the machine, for people.
    """

    status: int
    signal: str = ""
    stdout: bytes = field(default=b"", repr=False)
    stderr: bytes = field(default=b"", repr=False)
    duration: float = 0.0
    label: str = ""

    @property
    def ok(self) -> bool:
        """Whether it ended with status 0."""
        return self.status == 0

    @property
    def text(self) -> str:
        """What it wrote to its standard output, as text; bytes that are no UTF-8 become U+FFFD."""
        return self.stdout.decode("utf-8", "replace")

    @property
    def how(self) -> str:
        """How it ended, for people."""
        return f"was ended by SIG{self.signal}" if self.signal else f"ended with status {self.status}"
