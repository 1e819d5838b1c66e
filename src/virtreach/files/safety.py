"""The checks that all drivers share: names below the root, types, capabilities, time."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, TypeVar

from virtreach.errors import UsageError
from virtreach.errors.files import (
    FileExists,
    FileNotFound,
    FileTimeout,
    PathOutsideRoot,
    Unsupported,
    WrongFileType,
)
from virtreach.files.driver import FileDriver
from virtreach.files.model import (
    CAPABILITIES,
    Capability,
    CopyOptions,
    FileStat,
    RemotePath,
    checked,
    parent_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

__all__ = ["OURSELVES", "CheckedFiles", "others_may_exchange", "way_to"]

OURSELVES = b"/proc/self/."
"""What belongs to whoever looks at it; of what stands beside a target, others may have exchanged the name."""

_T = TypeVar("_T")
_STICKY, _GROUP_WRITES, _ALL_WRITE = 0o1000, 0o020, 0o002


def way_to(directory: bytes) -> list[bytes]:
    """Return the directories from the top to one, that one too."""
    parts = [part for part in directory.split(b"/") if part]
    return [b"/" + b"/".join(parts[:count]) for count in range(len(parts) + 1)]


def others_may_exchange(directory: FileStat, user: int | None) -> bool:
    """Return whether somebody besides root and a user may put another thing under a name of his in a directory.

    Args:
        directory: what it is.
        user: the number of the user; a group of the same number is taken for his alone.
    """
    if directory.uid not in (0, user):
        return True
    shared = directory.mode & _ALL_WRITE or (
        directory.mode & _GROUP_WRITES and directory.gid not in (0, user)
    )
    return bool(shared) and not directory.mode & _STICKY


class CheckedFiles(FileDriver):
    """A driver, and what is looked at before it does anything."""

    def _need(self, capability: Capability) -> None:
        if capability not in self.capabilities():
            able = " and ".join(repr(name) for name, can in CAPABILITIES.items() if capability in can)
            raise Unsupported(
                f"the driver {self.transport!r} cannot do {capability.value!r}; {able} can", host=self.host
            )

    def _own(self, path: RemotePath) -> bytes:
        if path.host != self.host:
            raise UsageError(f"the path is one of the host {path.host!r}, and this is {self.host!r}")
        return self._not_root(path)

    def _not_root(self, path: bytes | str | RemotePath) -> bytes:
        name = checked(path, self.root)
        if name == self.root:
            raise UsageError(f"{os.fsdecode(name)!r} is the root itself; name something in it")
        return name

    def _wrong(self, path: bytes, found: FileStat, wanted: str) -> WrongFileType:
        return WrongFileType(f"is {found.kind}, not {wanted}", host=self.host, path=path)

    async def _guard(self, directory: bytes) -> None:
        """Refuse a directory that is outside the root once its links are followed."""
        if self.root != b"/" and await self._leads_out(directory):
            raise PathOutsideRoot(
                "a symbolic link on the way leads out of the root", host=self.host, path=directory
            )

    async def _entries(self, path: bytes) -> dict[bytes, FileStat]:
        """Return a directory's entries once it is clear that they are names, in the order of their bytes."""
        found = await self._stat(path)
        if not found.is_dir:
            raise self._wrong(path, found, "a directory")
        entries = await self._list(path)
        for entry in entries:
            if b"/" in entry or b"\0" in entry or entry in (b"", b".", b".."):
                raise PathOutsideRoot("the host listed a name that cannot be one", host=self.host, path=path)
        return dict(sorted(entries.items()))

    def _nowhere(self, path: bytes, error: FileNotFound) -> FileNotFound:
        """Return the error for what could not be made as there is no such name; most often its directory is missing."""
        if "too long" in error.said.lower():
            return error
        return FileNotFound(
            "there is no such file or directory; should its directory be missing, ask for parents (--parents)",
            host=self.host,
            path=path,
            said=error.said,
        )

    def _mind_target(self, path: bytes, found: FileStat | None, options: CopyOptions) -> None:
        """Refuse to copy to what a copy would not replace."""
        if found is None:
            return
        if not found.is_file and not found.is_symlink:
            raise self._wrong(path, found, "a file")
        if not options.overwrite:
            raise FileExists("is there already", host=self.host, path=path)

    async def _guarded(
        self, name: bytes, work: Callable[[], Coroutine[None, None, _T]], timeout: float | None
    ) -> _T:
        async def both() -> _T:
            await self._guard(parent_of(name) if name != self.root else name)
            return await work()

        return await self._in_time(both(), name, timeout)

    async def _in_time(self, work: Coroutine[None, None, _T], path: bytes, timeout: float | None) -> _T:
        limit = self.timeout if timeout is None else timeout
        try:
            async with asyncio.timeout(limit) as scope:
                return await work
        except TimeoutError as error:
            if not scope.expired() or isinstance(error, FileTimeout):
                raise
            raise FileTimeout(
                f"not done within {limit:g} seconds; the host may or may not have done it",
                host=self.host,
                path=path,
            ) from error
