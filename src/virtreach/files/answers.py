"""What programs of another machine say when they fail, as errors of the tree."""

from __future__ import annotations

import re

from virtreach.errors import ConnectError, CredentialsRejected, ServerNotAuthentic
from virtreach.errors.files import (
    DirectoryNotEmpty,
    FileError,
    FileExists,
    FileNotFound,
    FileOutcomeUnknown,
    FilePermissionDenied,
    NoSpace,
    RefusedByShell,
    ToolMissing,
    WrongFileType,
)
from virtreach.errors.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.errors import VirtreachError

__all__ = ["SSH_FAILED", "failure", "only_sftp", "restricted", "ssh_failure", "tool_failure"]

SSH_FAILED = 255
"""What `ssh` exits with for reasons of its own."""

# The C library's words for errno (the tools run with LC_ALL=C where the server lets us say so).
_SIGNS: tuple[tuple[str, type[FileError], str], ...] = (
    ("no space left on device", NoSpace, "the file system is full"),
    ("disk quota exceeded", NoSpace, "the quota is used up"),
    ("file too large", NoSpace, "the file is larger than may be"),
    ("directory not empty", DirectoryNotEmpty, "is not empty"),
    ("file exists", FileExists, "is there already"),
    # mv -n of coreutils 9.2 and later; those before say nothing.
    ("not replacing", FileExists, "is there already"),
    ("not a directory", WrongFileType, "a name that has to be a directory is none"),
    ("is a directory", WrongFileType, "is a directory"),
    ("cannot overwrite directory", WrongFileType, "is a directory"),
    ("permission denied", FilePermissionDenied, "permission denied"),
    ("operation not permitted", FilePermissionDenied, "not permitted"),
    ("read-only file system", FilePermissionDenied, "the file system is read-only"),
    ("no such file or directory", FileNotFound, "there is no such file or directory"),
    ("file name too long", FileNotFound, "the name is too long for the file system"),
)
_ONLY_SFTP = "this service allows sftp connections only"
_RESTRICTED = (
    "virtreach-rshell:",
    "rrsync error",
    "/rrsync",
    _ONLY_SFTP,
    "restricted: cannot",
    ": restricted",
    "forbidden command",
    "forbidden path",
    "this account is currently not available",
)
_MISSING = ("command not found", ": not found", "unknown command")
_HOST_KEY = ("host key verification failed", "remote host identification has changed", "host key for")
# sshconnect.c, check_host_key: who is meant may be a jump host, whose own ssh says it.
_KEY_OF = re.compile(
    r"(?:host key is known for|host key for) (\S+) (?:and|has changed|is marked)", re.IGNORECASE
)
_SHOWN = re.compile(r"SHA256:[A-Za-z0-9+/=]{20,}")
_BEFORE = (
    "ssh: connect to host",
    "could not resolve hostname",
    "kex_exchange_identification",
    "banner exchange",
    "connection refused",
    "no route to host",
    "bad configuration option",
    "connection timed out during",
    "too many authentication failures",
)


def restricted(said: str) -> bool:
    """Return whether a restricted shell speaks."""
    lower = said.lower()
    return any(sign in lower for sign in _RESTRICTED)


def only_sftp(printed: bytes) -> bool:
    """Return whether sshd printed, instead of running a command, that it has only SFTP (session.c, do_child)."""
    return printed.startswith(b"This service allows sftp connections only.")


def failure(said: str, *, host: str, path: bytes | None) -> FileError:
    """Return the error that a tool's message means; the last line that means something counts."""
    lower = said.lower()
    if _ONLY_SFTP in lower:
        return RefusedByShell(
            "the host has SFTP and nothing else for this user; try the driver 'sftp' (--transport sftp)",
            host=host,
            path=path,
            said=_last(said),
        )
    if restricted(said):
        return RefusedByShell("a restricted shell does not allow it", host=host, path=path, said=_last(said))
    for sign, kind, message in _SIGNS:
        if sign in lower:
            return kind(message, host=host, path=path, said=_last(said))
    return FileError("the host could not do it", host=host, path=path, said=_last(said))


def tool_failure(code: int, said: str, *, host: str, path: bytes | None) -> VirtreachError:
    """Return the error that a far command's exit code and words mean; 255 is ssh's own.

    Args:
        code: the exit code of `ssh`.
        said: what came on standard error.
        host: for the message.
        path: for the message.
    """
    if code == SSH_FAILED or code < 0:
        return ssh_failure(said, host=host, path=path)
    if restricted(said):
        return failure(said, host=host, path=path)
    if code in (126, 127) or any(sign in said.lower() for sign in _MISSING):
        return ToolMissing(
            "a program that the driver needs is not there", host=host, path=path, said=_last(said)
        )
    return failure(said, host=host, path=path)


def ssh_failure(
    said: str, *, host: str, path: bytes | None = None, connecting: bool = False, route: str | None = None
) -> VirtreachError:
    """Return the error for `ssh` itself failing.

    Args:
        said: what it said.
        host: for the message.
        path: for the message.
        connecting: whether nothing could have been done yet, whatever it said.
        route: where the host's key is to be, when a route of this process says how to log in; None for OpenSSH's
            configuration.
    """
    lower = said.lower()
    words = _last(said) or "ssh ended without a word"
    if any(sign in lower for sign in _HOST_KEY):
        return _not_authentic(said, host, route or "known_hosts")
    if "permission denied (" in lower or "too many authentication failures" in lower:
        return CredentialsRejected(
            f"{host}: the ssh server did not let us in: {words}; check user name and key"
        )
    if connecting or any(sign in lower for sign in _BEFORE):
        return ConnectError(
            f"{host}: no connection by ssh: {words}; run the same ssh command by hand to see more",
            step="ssh",
            target=host,
        )
    return FileOutcomeUnknown(
        "the connection was lost; the host may or may not have done it", host=host, path=path, said=words
    )


def _not_authentic(said: str, host: str, place: str) -> ServerNotAuthentic:
    """Say whose key is not known, or is another one, and which it is where ssh tells."""
    found = _KEY_OF.search(said)
    name = printable(found[1]) if found is not None else host
    fingerprint = _SHOWN.search(said)
    shown = f" ({fingerprint[0]})" if fingerprint is not None else ""
    if "no " in said.lower() and "host key is known for" in said.lower():
        return ServerNotAuthentic(
            f"{host}: no host key is known for {name}; compare its fingerprint on that machine itself, then put "
            f"the key into {place}"
        )
    if "marked as revoked" in said.lower():
        return ServerNotAuthentic(f"{host}: the host key of {name}{shown} is marked as revoked")
    return ServerNotAuthentic(
        f"{host}: the host key of {name}{shown} is not the known one: it was rebuilt, or somebody stands between; "
        f"compare the fingerprint on that machine itself, then replace the key in {place}"
    )


def _last(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return printable(lines[-1]) if lines else ""
