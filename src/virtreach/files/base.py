"""The abstract remote file system: what users call, whatever the driver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from virtreach.errors.files import FileExists, FileNotFound
from virtreach.files.copying import CopyingFiles
from virtreach.files.model import Capability, FileStat, RemotePath, checked, parent_of

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from types import TracebackType
    from typing import Self

__all__ = ["RemoteFilesystem"]


class RemoteFilesystem(CopyingFiles):
    """Files of one host, by one driver. May be shared by tasks of one event loop; not by threads.

    Names are bytes and taken literally; text is turned into bytes as `os.fsencode` does. Creating never alters
    what exists. A target of a copy appears whole or not at all. Whatever fails or is cancelled leaves what was
    there before. An async context manager: leaving it closes what was opened.

    Attributes:
        host: the host, as it was given.
        root: paths are refused unless they are below; symbolic links that lead out of it are refused as well.
            Somebody on the host who swaps directories for links in the very moment between the look and the
            work can win; a confined far side (`virtreach-rshell`, a chroot) is what stops that.
        timeout: seconds for each operation that is not given its own; None for no limit.
    """

    def path(self, path: bytes | str) -> RemotePath:
        """Return a name on this host, checked, for `copy_file`.

        Raises:
            UsageError: the path cannot be meant; see `virtreach.files.model.checked`.
        """
        return RemotePath(self.host, checked(path, self.root))

    async def create_file(
        self,
        path: bytes | str | RemotePath,
        *,
        parents: bool = False,
        exist_ok: bool = False,
        timeout: float | None = None,
    ) -> bool:
        """Create an empty file that only its owner may read.

        Args:
            path: its name.
            parents: create missing directories above it.
            exist_ok: a regular file that is there already is fine; it is not touched.
            timeout: seconds; the file system's own unless given.

        Returns:
            Whether it was created.

        Raises:
            FileExists: the name is taken.
            WrongFileType: `exist_ok`, and what is there is no regular file.
            FileError: see `virtreach.errors.files`.
        """
        return await self._create(path, self._create_file, False, parents, exist_ok, timeout)

    async def create_dir(
        self,
        path: bytes | str | RemotePath,
        *,
        parents: bool = False,
        exist_ok: bool = False,
        timeout: float | None = None,
    ) -> bool:
        """Create a directory; arguments and errors are those of `create_file`."""
        return await self._create(path, self._create_dir, True, parents, exist_ok, timeout)

    async def remove_file(
        self, path: bytes | str | RemotePath, *, missing_ok: bool = False, timeout: float | None = None
    ) -> bool:
        """Remove a file, a symbolic link (not what it leads to) or another name that is no directory.

        Returns:
            Whether it was there.

        Raises:
            WrongFileType: it is a directory.
            FileNotFound: it is not there, and `missing_ok` is not set.
            FileError: see `virtreach.errors.files`.
        """
        name = self._not_root(path)

        async def work() -> bool:
            await self._guard(parent_of(name))
            try:
                if not self._minds_types:
                    found = await self._stat(name)
                    if found.is_dir:
                        raise self._wrong(name, found, "a file")
                await self._remove_file(name)
            except FileNotFound:
                if not missing_ok:
                    raise
                return False
            return True

        return await self._in_time(work(), name, timeout)

    async def remove_dir(
        self,
        path: bytes | str | RemotePath,
        *,
        recursive: bool = False,
        missing_ok: bool = False,
        timeout: float | None = None,
    ) -> bool:
        """Remove a directory.

        Args:
            path: its name; the root is refused.
            recursive: remove what is in it as well. Links in it are removed, not followed. What fails in the
                middle leaves the rest.
            missing_ok: nothing there is fine.
            timeout: seconds; the file system's own unless given.

        Returns:
            Whether it was there.

        Raises:
            DirectoryNotEmpty: it has entries, and `recursive` is not set.
            WrongFileType: it is no directory.
            FileError: see `virtreach.errors.files`.
        """
        name = self._not_root(path)

        async def work() -> bool:
            await self._guard(parent_of(name))
            try:
                if recursive or not self._minds_types:
                    found = await self._stat(name)
                    if not found.is_dir:
                        raise self._wrong(name, found, "a directory")
                await self._remove_dir(name, recursive=recursive)
            except FileNotFound:
                if not missing_ok:
                    raise
                return False
            return True

        return await self._in_time(work(), name, timeout)

    async def exists(self, path: bytes | str | RemotePath, *, timeout: float | None = None) -> bool:
        """Return whether a name is taken, were it by a link that leads nowhere."""
        name = checked(path, self.root)

        async def work() -> bool:
            try:
                await self._guard(parent_of(name))
                await self._stat(name)
            except FileNotFound:
                return False
            return True

        return await self._in_time(work(), name, timeout)

    async def stat(self, path: bytes | str | RemotePath, *, timeout: float | None = None) -> FileStat:
        """Return what stands at a name; a symbolic link is not followed.

        Raises:
            FileNotFound: nothing does.
        """
        self._need(Capability.STAT)
        name = checked(path, self.root)
        return await self._guarded(name, lambda: self._stat(name), timeout)

    async def list(
        self, path: bytes | str | RemotePath, *, timeout: float | None = None
    ) -> dict[bytes, FileStat]:
        """Return the entries of a directory by name, in the order of their bytes."""
        self._need(Capability.LIST)
        name = checked(path, self.root)

        return await self._guarded(name, lambda: self._entries(name), timeout)

    async def rename(
        self,
        source: bytes | str | RemotePath,
        target: bytes | str | RemotePath,
        *,
        overwrite: bool = False,
        timeout: float | None = None,
    ) -> None:
        """Give something another name on the same file system of the host.

        Raises:
            FileExists: the target's name is taken, and `overwrite` is not set.
        """
        self._need(Capability.RENAME)
        old, new = self._not_root(source), self._not_root(target)

        async def work() -> None:
            await self._guard(parent_of(new))
            await self._rename(old, new, overwrite=overwrite)

        await self._guarded(old, work, timeout)

    async def checksum(self, path: bytes | str | RemotePath, *, timeout: float | None = None) -> str:
        """Return the SHA-256 of a regular file, in hexadecimal digits, computed on the host if it can."""
        self._need(Capability.CHECKSUM)
        name = checked(path, self.root)

        async def work() -> str:
            found = await self._stat(name)
            if not found.is_file:
                raise self._wrong(name, found, "a file")
            return await self._checksum(name)

        return await self._guarded(name, work, timeout)

    async def free_space(self, path: bytes | str | RemotePath, *, timeout: float | None = None) -> int:
        """Return how many bytes an ordinary user may still write to the file system of a directory."""
        self._need(Capability.FREE_SPACE)
        name = checked(path, self.root)
        return await self._guarded(name, lambda: self._free_space(name), timeout)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _create(
        self,
        path: bytes | str | RemotePath,
        create: Callable[[bytes], Coroutine[None, None, None]],
        directory: bool,
        parents: bool,
        exist_ok: bool,
        timeout: float | None,
    ) -> bool:
        name = self._not_root(path)

        async def work() -> bool:
            await self._guard(parent_of(name))
            if parents:
                await self._create_parents(parent_of(name))
            try:
                await create(name)
            except FileNotFound as error:
                raise self._nowhere(name, error) from error
            except FileExists:
                if not exist_ok:
                    raise
                found = await self._stat(name)
                if not (found.is_dir if directory else found.is_file):
                    raise self._wrong(name, found, "a directory" if directory else "a file") from None
                return False
            return True

        return await self._in_time(work(), name, timeout)
