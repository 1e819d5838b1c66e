"""Directories with all that is in them, copied file by file: for drivers that have no tool for it."""

from __future__ import annotations

import asyncio
import os
import stat as modes
from pathlib import Path
from typing import TYPE_CHECKING

from virtreach.errors.files import FileExists, FileNotFound, WrongFileType
from virtreach.files.local import LocalTarget
from virtreach.files.model import FileStat, TreeResult

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from virtreach.files.model import CopyOptions

__all__ = ["Driver", "TreeCopy"]


class Driver:
    """What a tree's copy needs of a driver; each takes checked names."""

    def __init__(
        self,
        *,
        look: Callable[[bytes], Awaitable[FileStat]],
        entries: Callable[[bytes], Awaitable[dict[bytes, FileStat]]],
        create_dir: Callable[[bytes], Awaitable[None]],
        remove: Callable[[bytes, FileStat], Awaitable[None]],
        upload: Callable[[Path, bytes, CopyOptions], Awaitable[None]],
        download: Callable[[bytes, FileStat, Path, CopyOptions], Awaitable[None]],
        wrong: Callable[[bytes, FileStat, str], WrongFileType],
    ) -> None:
        self.look = look
        self.entries = entries
        self.create_dir = create_dir
        self.remove = remove
        self.upload = upload
        self.download = download
        self.wrong = wrong


class TreeCopy:
    """One copy of a tree. Regular files and directories; links and other things are left out.

    A file of the same size and time is not copied again. Each file appears whole or not at all; the tree as a whole
    does not: what fails leaves what was done before.
    """

    def __init__(self, driver: Driver, options: CopyOptions, *, delete: bool, at_once: int) -> None:
        """Describe it.

        Args:
            driver: does the work.
            options: of each file's copy; `progress` is told the bytes done and those found so far.
            delete: remove at the target what the source does not have.
            at_once: how many files are under way at a time.
        """
        self._driver = driver
        self._options = options
        self._delete = delete
        self._gate = asyncio.Semaphore(at_once)
        self._done = 0
        self._found = 0
        self._copied = 0
        self._removed = 0
        self._skipped = 0

    @property
    def result(self) -> TreeResult:
        """What it came to so far."""
        return TreeResult(self._copied, self._removed, self._skipped)

    async def push(self, source: Path, target: bytes) -> None:
        """Copy a local directory's contents into a remote one, which is made unless it is there."""
        waiting = [(source, target)]
        while waiting:
            waiting.extend(await self._push_directory(*waiting.pop()))

    async def _push_directory(self, source: Path, target: bytes) -> list[tuple[Path, bytes]]:
        try:
            found = await self._driver.look(target)
            if not found.is_dir:
                raise self._driver.wrong(target, found, "a directory")
            theirs = await self._driver.entries(target)
        except FileNotFound:
            await self._driver.create_dir(target)
            theirs = {}
        below: list[tuple[Path, bytes]] = []
        async with asyncio.TaskGroup() as group:
            for entry in sorted(os.scandir(os.fsencode(source)), key=lambda entry: entry.name):
                about = entry.stat(follow_symlinks=False)
                there = theirs.pop(entry.name, None)
                path = target.rstrip(b"/") + b"/" + entry.name
                local = source / os.fsdecode(entry.name)
                if modes.S_ISDIR(about.st_mode):
                    await self._make_way(path, there, directory=True)
                    below.append((local, path))
                elif modes.S_ISREG(about.st_mode):
                    self._found += about.st_size
                    if there is not None and _same(about.st_size, about.st_mtime, there):
                        self._report(about.st_size)
                        continue
                    await self._make_way(path, there, directory=False)
                    group.create_task(self._push_one(local, path, about.st_size))
                else:
                    self._skipped += 1
        if self._delete:
            for name, there in theirs.items():
                await self._driver.remove(target.rstrip(b"/") + b"/" + name, there)
                self._removed += 1
        return below

    async def _push_one(self, source: Path, target: bytes, size: int) -> None:
        async with self._gate:
            await self._driver.upload(source, target, self._each())
        self._copied += 1
        self._report(size)

    async def _make_way(self, path: bytes, there: FileStat | None, *, directory: bool) -> None:
        if there is None or (there.is_dir if directory else not there.is_dir):
            return
        if not self._delete:
            raise self._driver.wrong(path, there, "a directory" if directory else "a file")
        await self._driver.remove(path, there)

    async def pull(self, source: bytes, target: Path) -> None:
        """Copy a remote directory's contents into a local one, which is made unless it is there."""
        waiting = [(source, target)]
        while waiting:
            waiting.extend(await self._pull_directory(*waiting.pop()))

    async def _pull_directory(self, source: bytes, target: Path) -> list[tuple[bytes, Path]]:
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise FileExists("is there already, and no directory", path=os.fsencode(target))
        target.mkdir(exist_ok=True)
        ours = {entry.name: entry for entry in os.scandir(os.fsencode(target))}
        below: list[tuple[bytes, Path]] = []
        async with asyncio.TaskGroup() as group:
            for name, there in sorted((await self._driver.entries(source)).items()):
                entry = ours.pop(name, None)
                local = target / os.fsdecode(name)
                path = source.rstrip(b"/") + b"/" + name
                if there.is_dir:
                    if entry is not None and not entry.is_dir(follow_symlinks=False) and self._delete:
                        local.unlink()
                    below.append((path, local))
                elif there.is_file:
                    self._found += there.size
                    if entry is not None and entry.is_file(follow_symlinks=False):
                        about = entry.stat(follow_symlinks=False)
                        if _same(about.st_size, about.st_mtime, there):
                            self._report(there.size)
                            continue
                    if entry is not None and entry.is_dir(follow_symlinks=False) and self._delete:
                        await asyncio.to_thread(_remove_local, local)
                    group.create_task(self._pull_one(path, there, local))
                else:
                    self._skipped += 1
        if self._delete:
            for name in ours:
                await asyncio.to_thread(_remove_local, target / os.fsdecode(name))
                self._removed += 1
        return below

    async def _pull_one(self, source: bytes, found: FileStat, target: Path) -> None:
        async with self._gate:
            async with LocalTarget(target, self._options, found) as place:
                await self._driver.download(source, found, place.part, self._each())
                await place.finish()
        self._copied += 1
        self._report(found.size)

    def _each(self) -> CopyOptions:
        whole = self._options
        return type(whole)(
            sparse=whole.sparse, preserve=whole.preserve, compress=whole.compress, limit=whole.limit
        )

    def _report(self, size: int) -> None:
        self._done += size
        self._options.report(self._done, self._found)


def _same(size: int, mtime: float, there: FileStat) -> bool:
    return there.is_file and there.size == size and there.mtime is not None and int(there.mtime) == int(mtime)


def _remove_local(path: Path) -> None:
    import shutil

    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
