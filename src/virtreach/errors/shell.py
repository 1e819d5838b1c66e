"""Errors of commands on other machines.

::

    ShellError
    ├── CommandFailed                 it ended, and not with status 0; only with ``check=True``
    ├── CommandTimeout                its time was over (also a CallTimeout); says whether it was ended there
    ├── OutputTooLarge                it wrote more than was allowed (also an OutcomeUnknown); says the same
    ├── ShellUnusable                 the login shell there ran nothing: restricted, ``nologin``, or no ``sh``
    ├── SudoRefused                   sudo did not let us (also an AuthenticationError); nothing was run
    ├── JobUnknown                    there is no such job on the machine
    ├── PackagesNotInstalled          the package manager said no, is not there, or is locked by another
    └── Unsupported                   this kind of machine cannot do it; `Remote.capabilities` says what it can
    JobOutcomeUnknown                 (a CommandOutcomeUnknown) the link broke while a job was being started

A link that is lost under a command is `virtreach.errors.routes.CommandOutcomeUnknown`; files have the errors of
`virtreach.errors.files`.
"""

from __future__ import annotations

from virtreach.errors import AuthenticationError, CallTimeout, OutcomeUnknown, VirtreachError
from virtreach.errors.routes import CommandOutcomeUnknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "CommandFailed",
    "CommandTimeout",
    "JobOutcomeUnknown",
    "JobUnknown",
    "OutputTooLarge",
    "PackagesNotInstalled",
    "ShellError",
    "ShellUnusable",
    "SudoRefused",
    "Unsupported",
]


class ShellError(VirtreachError):
    """A machine did not do what was asked of its shell.

    Attributes:
        label: the machine, for people.
    """

    def __init__(self, message: str, *, label: str = "") -> None:
        super().__init__(f"{label}: {message}" if label else message)
        self.label = label


class CommandFailed(ShellError):
    """A command ended, and not with status 0.

    Attributes:
        result: how it ended (`virtreach.shell.result.Result`).
    """

    def __init__(self, message: str, *, result: Any, label: str = "") -> None:
        super().__init__(message, label=label)
        self.result = result


class _CutShort(ShellError):
    """A command that we gave up.

    Attributes:
        ended: True when its processes there were seen to be gone; False when they may still run.
        stdout, stderr: what it had written, as far as it was kept.
    """

    procedure = ""
    may_have_changed = True

    def __init__(
        self, message: str, *, ended: bool, label: str = "", stdout: bytes = b"", stderr: bytes = b""
    ) -> None:
        how = "it was ended there" if ended else "it may still be running there"
        super().__init__(f"{message}; {how}", label=label)
        self.ended = ended
        self.stdout = stdout
        self.stderr = stderr


class CommandTimeout(_CutShort, CallTimeout):
    """The time of a command was over."""


class OutputTooLarge(_CutShort, OutcomeUnknown):
    """A command wrote more than was allowed."""


class ShellUnusable(ShellError):
    """The login shell there did not run ``sh``: it is restricted or none, or there is no ``sh``. Nothing was run."""


class SudoRefused(ShellError, AuthenticationError):
    """sudo did not let us become the other user; the command was not run."""

    mechanism = "sudo"


class JobUnknown(ShellError):
    """There is no such job on the machine: it was never started there, or was forgotten."""


class JobOutcomeUnknown(CommandOutcomeUnknown):
    """The link broke while a job was being started: it may have begun.

    Attributes:
        job_id: its id; starting it again with that does not run it twice.
    """

    def __init__(self, message: str, *, hop: str = "", job_id: str = "") -> None:
        super().__init__(message, hop=hop)
        self.job_id = job_id


class PackagesNotInstalled(ShellError):
    """Packages could not be installed; the message has what the package manager said."""


class Unsupported(ShellError):
    """This kind of machine cannot do that."""
