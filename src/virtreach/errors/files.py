"""Errors of work on files of another host: one small tree, whatever driver did the work.

::

    FileError                         a host did not do what was asked of a file
    ├── FileNotFound                  (also a FileNotFoundError)
    ├── FileExists                    (also a FileExistsError)
    ├── WrongFileType                 a directory where a file is needed, or the other way round; a symbolic link
    ├── FilePermissionDenied          (also a PermissionError)
    ├── NoSpace                       the file system there, or a quota, is full
    ├── DirectoryNotEmpty
    ├── PathOutsideRoot               a symbolic link on the way leads out of the root
    ├── RefusedByShell                a restricted shell there does not allow it
    ├── ToolMissing                   a program is not installed, here or there
    ├── VerificationFailed            what arrived is not what was sent
    ├── FileChanged                   another one changed the file between our reading and writing it
    ├── FileTooLarge                  it has more bytes than are read at once
    ├── Unsupported                   this driver cannot do it; see its `capabilities()`
    ├── FileOutcomeUnknown            the connection was lost in the middle (also a CallInterrupted)
    └── FileTimeout                   the time was over in the middle (also a CallTimeout)
"""

from __future__ import annotations

import os

from virtreach.errors import CallInterrupted, CallTimeout, VirtreachError
from virtreach.errors.text import printable

__all__ = [
    "DirectoryNotEmpty",
    "FileChanged",
    "FileError",
    "FileExists",
    "FileNotFound",
    "FileOutcomeUnknown",
    "FilePermissionDenied",
    "FileTimeout",
    "FileTooLarge",
    "NoSpace",
    "PathOutsideRoot",
    "RefusedByShell",
    "ToolMissing",
    "Unsupported",
    "VerificationFailed",
    "WrongFileType",
]


class FileError(VirtreachError):
    """A host did not do what was asked of a file.

    Attributes:
        host: the host's name, for people.
        path: the file's name there, or None.
        said: the tool's or server's own message, made printable; or "".
    """

    def __init__(self, message: str, *, host: str = "", path: bytes | None = None, said: str = "") -> None:
        said = printable(said.strip())
        where = ":".join(part for part in (host, printable(os.fsdecode(path or b""))) if part)
        text = f"{where}: {message}" if where else message
        super().__init__(f"{text} ({said})" if said and said not in text else text)
        self.host = host
        self.path = path
        self.said = said


class FileNotFound(FileError, FileNotFoundError):
    """There is no such file or directory, or one on the way to it is missing."""


class FileExists(FileError, FileExistsError):
    """The name is taken; what has it was not touched."""


class WrongFileType(FileError):
    """A directory where a file is needed, the other way round, or a symbolic link, which is not followed."""


class FilePermissionDenied(FileError, PermissionError):
    """The user there may not do that."""


class NoSpace(FileError):
    """The file system there, or a quota, is full; what was begun has been removed."""


class DirectoryNotEmpty(FileError):
    """The directory has entries, and removing it with them was not asked for."""


class PathOutsideRoot(FileError):
    """A symbolic link on the way leads out of the root; nothing was done."""


class RefusedByShell(FileError):
    """A restricted shell on the host does not allow what the driver needs."""


class ToolMissing(FileError):
    """A program that the driver needs is not installed, here or on the host."""


class VerificationFailed(FileError):
    """What arrived is not what was sent; an older file at the target is as it was."""


class FileChanged(FileError):
    """Another one changed the file between our reading and writing it; nothing was done."""


class FileTooLarge(FileError):
    """The file has more bytes than are read at once."""


class Unsupported(FileError):
    """This driver cannot do that; `RemoteFilesystem.capabilities` says what it can."""


class FileOutcomeUnknown(FileError, CallInterrupted):
    """The connection was lost in the middle: the host may or may not have done it."""

    procedure = ""
    may_have_changed = True


class FileTimeout(FileError, CallTimeout):
    """The time was over in the middle: the host may or may not have done it."""

    procedure = ""
    may_have_changed = True
