"""What the drivers speak of: names on a host, what stands there, what a driver can do, how to copy."""

from __future__ import annotations

import os
import secrets
import stat as modes
from dataclasses import dataclass
from enum import Enum

from virtreach.errors import UsageError
from virtreach.errors.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "CAPABILITIES",
    "Capability",
    "CopyOptions",
    "FileStat",
    "RemotePath",
    "TreeResult",
    "checked",
    "name_of",
    "parent_of",
    "part_name",
]

NAME_MAX = 255


class Capability(Enum):
    """What a driver may be able to do beyond the base operations."""

    STAT = "stat"
    LIST = "list"
    RENAME = "rename"
    TREES = "trees"
    FREE_SPACE = "free_space"
    CHECKSUM = "checksum"
    VERIFY = "verify"
    SPARSE = "sparse"
    RESUME = "resume"
    LIMIT = "limit"
    COMPRESS = "compress"


CAPABILITIES = {
    "ssh": frozenset(set(Capability) - {Capability.SPARSE, Capability.RESUME}),
    "rsync": frozenset(set(Capability) - {Capability.RENAME, Capability.FREE_SPACE, Capability.CHECKSUM}),
    "sftp": frozenset(set(Capability) - {Capability.COMPRESS}),
}
"""What each driver can do."""


@dataclass(frozen=True, slots=True)
class RemotePath:
    """A name on a host, so that `copy_file` tells it from a local one.

    Attributes:
        host: the host's name, as its file system has it.
        path: absolute, below the file system's root; any bytes but NUL.
    """

    host: str
    path: bytes

    def __truediv__(self, name: bytes | str) -> RemotePath:
        """Return the name of an entry of this directory."""
        return RemotePath(self.host, self.path.rstrip(b"/") + b"/" + os.fsencode(name))


@dataclass(frozen=True, slots=True)
class FileStat:
    """What stands at a name; a symbolic link is not followed.

    Attributes:
        mode: type and permissions, as in `os.stat_result.st_mode`.
        size: in bytes.
        mtime: seconds since 1970, UTC; None when the driver cannot say.
        uid, gid: the owner's numbers; None when the driver cannot say.
    """

    mode: int
    size: int
    mtime: float | None = None
    uid: int | None = None
    gid: int | None = None

    @property
    def is_dir(self) -> bool:
        """Whether it is a directory."""
        return modes.S_ISDIR(self.mode)

    @property
    def is_file(self) -> bool:
        """Whether it is a regular file."""
        return modes.S_ISREG(self.mode)

    @property
    def is_symlink(self) -> bool:
        """Whether it is a symbolic link."""
        return modes.S_ISLNK(self.mode)

    @property
    def kind(self) -> str:
        """What it is, for people."""
        if self.is_dir:
            return "a directory"
        if self.is_file:
            return "a file"
        return "a symbolic link" if self.is_symlink else "neither file nor directory"


@dataclass(frozen=True, slots=True)
class CopyOptions:
    """How to copy a file.

    Attributes:
        overwrite: replace a file that is there; without it, that is `FileExists`.
        sparse: leave out runs of zeros or holes, so that the copy takes no more room than its data.
        preserve: give the copy the source's mode and times; else it has mode 0600.
        verify: read the copy again and compare checksums before it takes its name.
        compress: compress on the way.
        resume: keep what has arrived when the copy fails, and go on from there the next time.
        limit: bytes a second, or None.
        progress: called with bytes done and bytes in all, from the event loop.
    """

    overwrite: bool = True
    sparse: bool = False
    preserve: bool = False
    verify: bool = False
    compress: bool = False
    resume: bool = False
    limit: int | None = None
    progress: Callable[[int, int], object] | None = None

    def report(self, done: int, total: int) -> None:
        """Tell whoever wants to know how far the copy is."""
        if self.progress is not None:
            self.progress(done, total)


@dataclass(frozen=True, slots=True)
class TreeResult:
    """What the copy of a tree came to.

    Attributes:
        copied: files that were copied, the others being the same already.
        removed: what the source does not have and `delete` removed; the rsync driver alone counts what was in removed
            directories.
        skipped: links, fifos and whatever else is neither a regular file nor a directory: they were left out.
    """

    copied: int = 0
    removed: int = 0
    skipped: int = 0


def checked(path: bytes | str | RemotePath, root: bytes = b"/") -> bytes:
    """Return a path as bytes, without doubled slashes, once it is clear that it means what it says.

    Raises:
        UsageError: it is not absolute, has NUL, ``.`` or ``..`` in it, a name that is too long, or is not
            below the root.
    """
    raw = path.path if isinstance(path, RemotePath) else os.fsencode(path)
    shown = printable(os.fsdecode(raw))
    if not raw.startswith(b"/"):
        raise UsageError(f"{shown!r} is not an absolute path; a remote path starts with '/'")
    if b"\0" in raw:
        raise UsageError(f"{shown!r} has a NUL byte, which no file name can have")
    parts = [part for part in raw.split(b"/") if part]
    if any(part in (b".", b"..") for part in parts):
        raise UsageError(f"{shown!r} has '.' or '..' in it; name the file without them")
    if any(len(part) > NAME_MAX for part in parts):
        raise UsageError(f"{shown!r} has a name of more than {NAME_MAX} bytes")
    clean = b"/" + b"/".join(parts)
    if root != b"/" and clean != root and not clean.startswith(root + b"/"):
        raise UsageError(f"{shown!r} is not below the root {printable(os.fsdecode(root))!r}")
    return clean


def parent_of(path: bytes) -> bytes:
    """Return the directory that a checked path stands in."""
    return path.rpartition(b"/")[0] or b"/"


def name_of(path: bytes) -> bytes:
    """Return the last name of a checked path."""
    return path.rpartition(b"/")[2]


def part_name(path: bytes, token: str | None = None) -> bytes:
    """Return a fresh hidden name beside a path, never longer than a name may be.

    Args:
        path: where the finished file will stand.
        token: what makes the name its own, plain ASCII; random unless given.
    """
    tail = b".%s.part" % (token or secrets.token_hex(8)).encode()
    return parent_of(path).rstrip(b"/") + b"/." + name_of(path)[: NAME_MAX - 1 - len(tail)] + tail
