"""Copies between this machine and a host: single files, and whole directories."""

from __future__ import annotations

import asyncio
import functools
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from virtreach.errors import UsageError
from virtreach.errors.files import FileNotFound, VerificationFailed, WrongFileType
from virtreach.files.local import LocalTarget
from virtreach.files.model import (
    Capability,
    CopyOptions,
    FileStat,
    RemotePath,
    TreeResult,
    checked,
    parent_of,
)
from virtreach.files.safety import CheckedFiles
from virtreach.files.tree import Driver, TreeCopy

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CopyingFiles"]


class CopyingFiles(CheckedFiles):
    """What users call to copy."""

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
    ) -> TreeResult:
        """Make a directory's contents the same as another's, to the host or from it, with modes and times.

        Regular files and directories are copied; symbolic links and other things are left out. Files of the same
        size and time stay as they are. Each file appears whole or not at all, the tree does not.

        Args:
            source, target: directories; exactly one is a `RemotePath`. The target is made unless it is there.
            delete: remove at the target what the source does not have.
            timeout: seconds; the file system's own unless given.
            sparse, compress, limit: see `virtreach.files.model.CopyOptions`; the limit is each file's.
            progress: called with bytes done and bytes found so far, which rsync tells by whole percents.

        Returns:
            How much was copied, removed and left out.

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

        async def work() -> TreeResult:
            if up:
                return await self._push_tree(local, name, options, delete=delete)
            found = await self._stat(name)
            if not found.is_dir:
                raise self._wrong(name, found, "a directory")
            return await self._pull_tree(name, local, options, delete=delete)

        try:
            return await self._guarded(name, work, timeout)
        except ExceptionGroup as group:
            # Several files under way failed; what the first says is what the caller can act on.
            raise group.exceptions[0] from group

    async def _to_host(self, source: Path, target: bytes, options: CopyOptions, parents: bool) -> None:
        if not source.is_file():
            source.stat()
            if source.is_dir():
                raise UsageError(f"{source} is a directory; copy_tree copies those ('virtreach sync')")
            raise UsageError(f"{source} is not a regular file")
        await self._guard(parent_of(target))
        if parents:
            await self._create_parents(parent_of(target))
        try:
            await self._upload_any(source, target, options, look=True)
        except FileNotFound as error:
            raise self._nowhere(target, error) from error

    async def _upload_any(self, source: Path, target: bytes, options: CopyOptions, *, look: bool) -> None:
        """Copy a local regular file; one that has more than its size says, as those in /proc, is read here first."""
        if source.stat().st_size:
            await self._upload(source, target, options, look=look)
            return
        with tempfile.TemporaryDirectory(prefix="vr-") as place:
            whole = Path(place) / "data"
            await asyncio.to_thread(shutil.copyfile, source, whole)
            if whole.stat().st_size:
                shutil.copystat(source, whole)
                source = whole
            await self._upload(source, target, options, look=look)

    async def _from_host(self, source: bytes, target: Path, options: CopyOptions, parents: bool) -> None:
        await self._guard(parent_of(source))
        found = await self._stat(source)
        if found.is_dir:
            raise WrongFileType(
                "is a directory; copy_tree copies those ('virtreach sync')", host=self.host, path=source
            )
        if not found.is_file:
            raise self._wrong(source, found, "a file")
        if parents:
            target.parent.mkdir(parents=True, exist_ok=True)
        async with LocalTarget(target, options, found) as place:
            await self._download(source, found, place.part, options)
            if options.verify and not await self._verify_download(source, place.part):
                place.spoil()
                raise VerificationFailed("the copy differs from its source", host=self.host, path=source)
            size = place.part.lstat().st_size if os.path.lexists(place.part) else found.size
            if size != found.size:
                # It has grown, or the host did not know its size, as in /proc.
                options.report(size, size)
            await place.finish()

    async def _push_tree(
        self, source: Path, target: bytes, options: CopyOptions, *, delete: bool
    ) -> TreeResult:
        copy = TreeCopy(self._tree_driver(), options, delete=delete, at_once=self._at_once)
        await copy.push(source, target)
        return copy.result

    async def _pull_tree(
        self, source: bytes, target: Path, options: CopyOptions, *, delete: bool
    ) -> TreeResult:
        copy = TreeCopy(self._tree_driver(), options, delete=delete, at_once=self._at_once)
        await copy.pull(source, target)
        return copy.result

    def _tree_driver(self) -> Driver:
        async def remove(path: bytes, found: FileStat) -> None:
            await (self._remove_dir(path, recursive=True) if found.is_dir else self._remove_file(path))

        async def entries(path: bytes) -> dict[bytes, FileStat]:
            return await self._guarded(path, lambda: self._entries(path), None)

        return Driver(
            look=self._stat,
            entries=entries,
            create_dir=self._create_dir,
            remove=remove,
            upload=functools.partial(self._upload_any, look=False),
            download=self._download,
            wrong=self._wrong,
        )
