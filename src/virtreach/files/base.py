"""The abstract remote file system: what every driver promises, and the checks that all of them share."""

from __future__ import annotations

import asyncio
import os
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from virtreach.errors import UsageError
from virtreach.errors.files import (
    FileExists,
    FileNotFound,
    FileTimeout,
    PathOutsideRoot,
    Unsupported,
    VerificationFailed,
    WrongFileType,
)
from virtreach.files.local import LocalTarget, digest
from virtreach.files.model import Capability, CopyOptions, FileStat, RemotePath, checked, parent_of
from virtreach.files.tree import Driver, TreeCopy

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from types import TracebackType
    from typing import Self

__all__ = ["RemoteFilesystem"]

_T = TypeVar("_T")


class RemoteFilesystem(ABC):
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

    # What a driver says and does.

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
    async def _upload(self, source: Path, target: bytes, options: CopyOptions) -> None:
        """Copy a local regular file; the target's type has been looked at."""

    @abstractmethod
    async def _download(self, source: bytes, found: FileStat, target: Path, options: CopyOptions) -> None:
        """Copy a remote regular file to a local name beside the final one; that one is the caller's work."""

    # What users call.

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

    async def copy_file(
        self,
        source: str | bytes | os.PathLike[str] | RemotePath,
        target: str | bytes | os.PathLike[str] | RemotePath,
        *,
        parents: bool = False,
        timeout: float | None = None,
        overwrite: bool = True,
        sparse: bool = False,
        preserve: bool = False,
        verify: bool = False,
        compress: bool = False,
        resume: bool = False,
        limit: int | None = None,
        progress: Callable[[int, int], object] | None = None,
    ) -> None:
        """Copy a regular file to the host, or from it.

        The target appears whole or not at all: it is written under another name beside, flushed, and renamed.
        When the copy fails or is cancelled, an older file at the target is as it was.

        Args:
            source, target: names; exactly one of them is a `RemotePath`. Neither a remote source nor a target
                that is a symbolic link is followed: the one is refused, the other replaced.
            parents: create missing directories above the target.
            timeout: seconds; the file system's own unless given.
            overwrite, sparse, preserve, verify, compress, resume, limit, progress: see
                `virtreach.files.model.CopyOptions`.

        Raises:
            UsageError: both names are local, or both remote (`copy_between` copies from host to host).
            Unsupported: an option that the driver cannot do.
            FileError: see `virtreach.errors.files`.
            OSError: the local file could not be read or written.
        """
        options = CopyOptions(overwrite, sparse, preserve, verify, compress, resume, limit, progress)
        for wanted, capability in (
            (sparse, Capability.SPARSE),
            (resume, Capability.RESUME),
            (compress, Capability.COMPRESS),
            (limit is not None, Capability.LIMIT),
            (verify, Capability.VERIFY),
        ):
            if wanted:
                self._need(capability)
        if limit is not None and limit <= 0:
            raise UsageError(f"a limit of {limit} bytes a second lets nothing through")
        if isinstance(target, RemotePath) and not isinstance(source, RemotePath):
            name = self._own(target)
            work = self._to_host(Path(os.fsdecode(source)), name, options, parents)
        elif isinstance(source, RemotePath) and not isinstance(target, RemotePath):
            name = self._own(source)
            work = self._from_host(name, Path(os.fsdecode(target)), options, parents)
        else:
            raise UsageError(
                "one name has to be a RemotePath (see RemoteFilesystem.path), the other a local path"
            )
        await self._in_time(work, name, timeout)

    async def copy_tree(
        self,
        source: str | bytes | os.PathLike[str] | RemotePath,
        target: str | bytes | os.PathLike[str] | RemotePath,
        *,
        delete: bool = False,
        timeout: float | None = None,
        sparse: bool = False,
        compress: bool = False,
        limit: int | None = None,
        progress: Callable[[int, int], object] | None = None,
    ) -> None:
        """Make a directory's contents the same as another's, to the host or from it, with modes and times.

        Regular files and directories are copied; symbolic links and other things are left out. Files of the same
        size and time stay as they are. Each file appears whole or not at all, the tree does not.

        Args:
            source, target: directories; exactly one is a `RemotePath`. The target is made unless it is there.
            delete: remove at the target what the source does not have.
            timeout: seconds; the file system's own unless given.
            sparse, compress, limit: see `virtreach.files.model.CopyOptions`; the limit is each file's.
            progress: called with bytes done and bytes found so far.

        Raises:
            UsageError: both names are local, or both remote.
            FileError: see `virtreach.errors.files`.
        """
        self._need(Capability.TREES)
        options = CopyOptions(sparse=sparse, preserve=True, compress=compress, limit=limit, progress=progress)
        if isinstance(target, RemotePath) and not isinstance(source, RemotePath):
            name = checked(target, self.root)
            local, up = Path(os.fsdecode(source)), True
        elif isinstance(source, RemotePath) and not isinstance(target, RemotePath):
            name = checked(source, self.root)
            local, up = Path(os.fsdecode(target)), False
        else:
            raise UsageError(
                "one name has to be a RemotePath (see RemoteFilesystem.path), the other a local path"
            )
        if up and not local.is_dir():
            raise UsageError(f"{local} is not a directory")

        async def work() -> None:
            if up:
                await self._push_tree(local, name, options, delete=delete)
                return
            found = await self._stat(name)
            if not found.is_dir:
                raise self._wrong(name, found, "a directory")
            await self._pull_tree(name, local, options, delete=delete)

        try:
            await self._guarded(name, work, timeout)
        except ExceptionGroup as group:
            # Several files under way failed; what the first says is what the caller can act on.
            raise group.exceptions[0] from group

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

        async def work() -> dict[bytes, FileStat]:
            found = await self._stat(name)
            if not found.is_dir:
                raise self._wrong(name, found, "a directory")
            entries = await self._list(name)
            for entry in entries:
                if b"/" in entry or b"\0" in entry or entry in (b"", b".", b".."):
                    raise PathOutsideRoot(
                        "the host listed a name that cannot be one", host=self.host, path=name
                    )
            return dict(sorted(entries.items()))

        return await self._guarded(name, work, timeout)

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

    async def _push_tree(self, source: Path, target: bytes, options: CopyOptions, *, delete: bool) -> None:
        await TreeCopy(self._tree_driver(), options, delete=delete, at_once=self._at_once).push(
            source, target
        )

    async def _pull_tree(self, source: bytes, target: Path, options: CopyOptions, *, delete: bool) -> None:
        await TreeCopy(self._tree_driver(), options, delete=delete, at_once=self._at_once).pull(
            source, target
        )

    def _tree_driver(self) -> Driver:
        async def remove(path: bytes, found: FileStat) -> None:
            await (self._remove_dir(path, recursive=True) if found.is_dir else self._remove_file(path))

        return Driver(
            look=self._stat,
            entries=self.list,
            create_dir=self._create_dir,
            remove=remove,
            upload=self._upload,
            download=self._download,
            wrong=self._wrong,
        )

    # The checks that all share.

    def _need(self, capability: Capability) -> None:
        if capability not in self.capabilities():
            raise Unsupported(
                f"the driver {self.transport!r} cannot do {capability.value!r}; another one may",
                host=self.host,
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
                f"not done within {limit:g} seconds; look at the host before you try again",
                host=self.host,
                path=path,
            ) from error

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
            except FileExists:
                if not exist_ok:
                    raise
                found = await self._stat(name)
                if not (found.is_dir if directory else found.is_file):
                    raise self._wrong(name, found, "a directory" if directory else "a file") from None
                return False
            return True

        return await self._in_time(work(), name, timeout)

    async def _to_host(self, source: Path, target: bytes, options: CopyOptions, parents: bool) -> None:
        if not source.is_file():
            source.stat()
            raise UsageError(f"{source} is not a regular file")
        await self._guard(parent_of(target))
        if parents:
            await self._create_parents(parent_of(target))
        found = await self._look_at_target(target)
        if found is not None:
            if not found.is_file and not found.is_symlink:
                raise self._wrong(target, found, "a file")
            if not options.overwrite:
                raise FileExists("is there already", host=self.host, path=target)
        await self._upload(source, target, options)

    async def _from_host(self, source: bytes, target: Path, options: CopyOptions, parents: bool) -> None:
        await self._guard(parent_of(source))
        found = await self._stat(source)
        if not found.is_file:
            raise self._wrong(source, found, "a file")
        if parents:
            target.parent.mkdir(parents=True, exist_ok=True)
        async with LocalTarget(target, options, found) as place:
            await self._download(source, found, place.part, options)
            if options.verify and not await self._verify_download(source, place.part):
                place.spoil()
                raise VerificationFailed("the copy differs from its source", host=self.host, path=source)
            await place.finish()
