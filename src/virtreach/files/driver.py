"""What a driver of remote file systems is and must give; what users call stands in `virtreach.files.base`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from virtreach.errors.files import FileNotFound
from virtreach.files.local import digest
from virtreach.files.model import Capability, CopyOptions, FileStat, checked

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FileDriver"]


class FileDriver(ABC):
    """How one host's files are worked on. Its coroutines get checked names below the root.

    Attributes:
        host, root, timeout: see `virtreach.files.base.RemoteFilesystem`.
    """

    transport: ClassVar[str]
    """The driver's name in `remote_filesystem_transport`."""
    _at_once: ClassVar[int] = 4
    """How many files of a tree are under way at a time."""
    _minds_types: ClassVar[bool] = False
    """Whether removing refuses the wrong type by itself, in one step with the removal."""

    def __init__(self, host: str, *, root: bytes | str = b"/", timeout: float | None = None) -> None:
        self.host = host
        self.root = checked(root)
        self.timeout = timeout

    # What every driver does.

    @abstractmethod
    def capabilities(self) -> frozenset[Capability]:
        """Return what the driver can do beyond the base operations; nothing is asked of the host."""

    @abstractmethod
    async def aclose(self) -> None:
        """Close what was opened. May be called twice."""

    @abstractmethod
    async def _create_file(self, path: bytes) -> None:
        """Create an empty private file, or raise `FileExists` and touch nothing."""

    @abstractmethod
    async def _create_dir(self, path: bytes) -> None:
        """Create a directory whose parent is there, or raise `FileExists`."""

    @abstractmethod
    async def _create_parents(self, path: bytes) -> None:
        """Create a directory with those above it, unless they are there."""

    @abstractmethod
    async def _remove_file(self, path: bytes) -> None:
        """Remove one name that is no directory."""

    @abstractmethod
    async def _remove_dir(self, path: bytes, *, recursive: bool) -> None:
        """Remove a directory."""

    @abstractmethod
    async def _stat(self, path: bytes) -> FileStat:
        """Return what stands at a name, or raise `FileNotFound`."""

    @abstractmethod
    async def _leads_out(self, path: bytes) -> bool:
        """Return whether a symbolic link on the way to a directory leads out of the root."""

    @abstractmethod
    async def _upload(self, source: Path, target: bytes, options: CopyOptions, *, look: bool) -> None:
        """Copy a local regular file.

        Args:
            source, target, options: of the copy.
            look: whether nobody has looked yet at what stands at the target: then it is put to `_mind_target`.
        """

    @abstractmethod
    async def _download(self, source: bytes, found: FileStat, target: Path, options: CopyOptions) -> None:
        """Copy a remote regular file to a local name beside the final one; that one is the caller's work."""

    async def _look_at_target(self, path: bytes) -> FileStat | None:
        """Return what stands where a copy is to go; None for nothing. A missing parent may be told here or later."""
        try:
            return await self._stat(path)
        except FileNotFound:
            return None

    # What a driver does when its capabilities say so.

    async def _list(self, path: bytes) -> dict[bytes, FileStat]:
        raise AssertionError("a driver that lists says how")

    async def _rename(self, source: bytes, target: bytes, *, overwrite: bool) -> None:
        raise AssertionError("a driver that renames says how")

    async def _checksum(self, path: bytes) -> str:
        raise AssertionError("a driver that has checksums says how")

    async def _verify_download(self, source: bytes, part: Path) -> bool:
        return await self._checksum(source) == await digest(part)

    async def _free_space(self, path: bytes) -> int:
        raise AssertionError("a driver that knows free space says how")
