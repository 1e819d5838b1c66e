"""What the command says and returns when something goes wrong."""

from __future__ import annotations

from virtreach import errors
from virtreach.cli.text import one_line
from virtreach.errors.files import FileError, ToolMissing
from virtreach.errors.guests import (
    AgentBusy,
    AgentMissing,
    AgentSilent,
    ConsoleMissing,
    ConsoleSilent,
    GuestUnreachable,
)
from virtreach.errors.routes import AllProxiesFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "AUTHENTICATION",
    "CONNECT",
    "EXIT_CODES",
    "FAR_FILE",
    "FILE",
    "HUNG_UP",
    "INTERNAL",
    "INTERRUPTED",
    "LIBVIRT",
    "MISSING",
    "PIPE_BROKEN",
    "PROTOCOL",
    "TERMINATED",
    "UNKNOWN",
    "USAGE",
    "CommandFailed",
    "code_of_all",
    "explain",
]

LIBVIRT, USAGE, CONNECT, AUTHENTICATION, UNKNOWN, PROTOCOL, FILE, FAR_FILE = range(1, 9)
MISSING, INTERNAL, HUNG_UP, INTERRUPTED, PIPE_BROKEN, TERMINATED = 69, 70, 129, 130, 141, 143

EXIT_CODES = {
    0: "done",
    LIBVIRT: "libvirt said no, or gave a stream up; a service's answer says that it failed; so did a command on a node",
    USAGE: "the command line, a URI or a configuration file makes no sense; nothing was sent",
    CONNECT: "no connection, or it was lost",
    AUTHENTICATION: "authentication failed",
    UNKNOWN: "a call was cut off or timed out: the host may or may not have carried it out",
    PROTOCOL: "the host broke the protocol",
    FILE: "a file on this side could not be read or written",
    FAR_FILE: "a host did not do what was asked of a file there",
    MISSING: "a Python package or a program is not installed on this side; the message names it, or the extra",
    INTERNAL: "a fault of virtreach itself",
    HUNG_UP: "ended by SIGHUP; what was under way was taken back, as after ^C",
    INTERRUPTED: "interrupted by ^C",
    PIPE_BROKEN: "whoever read the output went away",
    TERMINATED: "ended by SIGTERM, as after ^C",
}
"""Exit codes and what they mean; these numbers stay."""


class CommandFailed(Exception):
    """The command's own refusal.

    Attributes:
        code: the exit code.
    """

    def __init__(self, message: str, code: int = LIBVIRT) -> None:
        super().__init__(message)
        self.code = code


def explain(error: BaseException) -> tuple[int, str]:
    """Return the exit code for an error, and one line that says what happened and what to do next."""
    if isinstance(error, CommandFailed):
        return error.code, one_line(str(error))
    if isinstance(error, errors.VirtreachError):
        code = _code(error)
        return code, one_line(f"{_message(error)}{_hint(error, code)}")
    if isinstance(error, ModuleNotFoundError) and error.name in ("click", "rich"):
        return MISSING, (
            f"help, completion and whatever else is not a plain command line need the package {error.name!r}, "
            "which comes with the extra [cli]: pip install 'virtreach[cli]'"
        )
    if isinstance(error, OSError):
        name = f"{error.filename}: " if error.filename is not None else ""
        return FILE, one_line(f"{name}{error.strerror or error}")
    return INTERNAL, one_line(
        f"{type(error).__name__}: {error}; this is a fault of virtreach, VIRTREACH_DEBUG=1 shows where"
    )


def _message(error: errors.VirtreachError) -> str:
    text = str(error)
    # An OSError's text may be empty; the class says at least something.
    return text or type(error).__name__


def _code(error: Exception) -> int:
    if isinstance(error, AllProxiesFailed | GuestUnreachable):
        return code_of_all(
            error.failures if isinstance(error, AllProxiesFailed) else [e for _, e in error.tried]
        )
    if isinstance(error, FileError) and not error.host and not isinstance(error, errors.OutcomeUnknown):
        if isinstance(error, ToolMissing):
            return MISSING
        if error.path is not None:
            return FILE
    # OutcomeUnknown first: a call that was cut off by a broken connection is both.
    for kind, code in (
        (errors.OutcomeUnknown, UNKNOWN),
        (FileError, FAR_FILE),
        (errors.MissingExtra, MISSING),
        (errors.UsageError, USAGE),
        (errors.AuthenticationError, AUTHENTICATION),
        (errors.TransportError, CONNECT),
        (AgentMissing | AgentSilent | AgentBusy | ConsoleMissing | ConsoleSilent, CONNECT),
        (errors.ProtocolError, PROTOCOL),
    ):
        if isinstance(error, kind):
            return code
    return LIBVIRT


def code_of_all(failures: Sequence[Exception]) -> int:
    """Return the code for several ways that all failed: that none let us in, or could be trusted, if it is that."""
    refused = bool(failures) and all(_code(error) == AUTHENTICATION for error in failures)
    return AUTHENTICATION if refused else CONNECT


_HINTS = {
    "DirectoryNotEmpty": "'virtreach rmdir --recursive' removes what is in it, too",
    "NoDomain": "'virtreach list --all' shows the domains there are",
    "NoNetwork": "'virtreach net list' shows the networks there are",
    "NoStoragePool": "'virtreach pool list' shows the pools there are",
    "NoStorageVol": "'virtreach vol list POOL' shows the volumes there are",
    "NoServer": "'virtreach admin servers' shows the servers there are",
    "NoClient": "'virtreach admin clients' shows the clients there are",
    "OperationDenied": "leave --readonly out to change something",
    "AccessDenied": "ask the host's administrator for the permission",
    "NoSupport": "this host's driver cannot do that",
}


def _hint(error: errors.VirtreachError, code: int) -> str:
    if code == UNKNOWN:
        assert isinstance(error, errors.OutcomeUnknown)
        return (
            "; look at the host before you try again"
            if error.may_have_changed
            else "; it is safe to try again"
        )
    for kind in type(error).__mro__:
        if kind.__name__ in _HINTS:
            return f"; {_HINTS[kind.__name__]}"
    if type(error) is errors.ConnectionLost or isinstance(error, errors.EndOfStream):
        return "; 'virtreach doctor' looks for the reason"
    return ""
