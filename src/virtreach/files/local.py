"""This side's end of a copy: a file that appears whole or not at all, and checksums."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from virtreach.errors.files import FileError, NoSpace, WrongFileType

if TYPE_CHECKING:
    from types import TracebackType

    from virtreach.files.model import CopyOptions, FileStat

__all__ = ["GROWTH", "LocalTarget", "digest", "watch_reader", "watch_size"]

GROWTH = 64 << 20
"""How many bytes more than it had a file may bring that somebody writes to while it is copied."""


class LocalTarget:
    """A local file in the making; an async context manager that removes it unless it was finished.

    Attributes:
        part: where to write; nothing stands there yet, unless a copy is resumed. It is in a directory beside
            the target that only we may enter, whose name is ours alone.
    """

    def __init__(self, target: Path, options: CopyOptions, found: FileStat) -> None:
        """Describe it.

        Args:
            target: where the file will be.
            options: of the copy.
            found: what the source is.
        """
        self._target = target
        self._options = options
        self._found = found
        # A resumed copy has to find its directory again: the name follows from what is copied.
        mark = f"{target.name}\0{found.size}\0{found.mtime}".encode("utf-8", "surrogateescape")
        token = hashlib.sha256(mark).hexdigest()[:16] if options.resume else secrets.token_hex(8)
        self._directory = target.parent / f".virtreach-{token}.part"
        self.part = self._directory / "data"
        self._keep = options.resume

    async def __aenter__(self) -> LocalTarget:
        if self._target.is_dir() and not self._target.is_symlink():
            raise WrongFileType("is a directory, not a file", path=os.fsencode(self._target))
        if not self._options.overwrite and os.path.lexists(self._target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(self._target))
        free = shutil.disk_usage(self._target.parent).free
        if self._found.size > free and not (self._options.sparse or self._options.resume):
            raise NoSpace(
                f"a file of {self._found.size} bytes, and {free} are free here",
                path=os.fsencode(self._target),
            )
        self._directory.mkdir(mode=0o700, exist_ok=self._options.resume)
        return self

    def spoil(self) -> None:
        """Say that what has arrived is not worth going on from."""
        self._keep = False

    async def finish(self) -> None:
        """Set mode and times, flush, and give the file its name."""
        await asyncio.to_thread(self._finish)
        self._keep = False

    def _finish(self) -> None:
        if not os.path.lexists(self.part):
            raise FileError("no file has come", path=os.fsencode(self._target))
        if self.part.lstat().st_size < self._found.size:
            self._keep = False
            raise FileError("the file became shorter while it was copied", path=os.fsencode(self._target))
        if self._options.preserve:
            self.part.chmod(self._found.mode & 0o777)
            if self._found.mtime is not None:
                os.utime(self.part, (self._found.mtime, self._found.mtime))
        else:
            self.part.chmod(0o600)
        _flush(self.part)
        if self._options.overwrite:
            self.part.rename(self._target)
        else:
            os.link(self.part, self._target, follow_symlinks=False)
        _flush(self._target.parent)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._keep:
            shutil.rmtree(self._directory, ignore_errors=True)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


async def digest(path: Path) -> str:
    """Return the SHA-256 of a local file, in hexadecimal digits."""

    def work() -> str:
        with path.open("rb", buffering=0) as source:
            return hashlib.file_digest(source, "sha256").hexdigest()

    return await asyncio.to_thread(work)


async def watch_size(path: Path, total: int, options: CopyOptions, *, interval: float = 0.1) -> None:
    """Report how much of a local file has arrived, until cancelled.

    Args:
        path: the file, or a directory whose largest file is meant; it may not be there yet.
        total: its size in the end, bytes.
        options: whose `progress` is told.
        interval: seconds between two looks.
    """
    while True:
        await asyncio.sleep(interval)
        try:
            files = [path] if not path.is_dir() else list(path.iterdir())
            done = max((file.stat().st_size for file in files), default=0)
        except FileNotFoundError:
            continue
        options.report(min(done, total), total)


async def watch_reader(
    pid: int, path: bytes, total: int, options: CopyOptions, *, interval: float = 0.1
) -> None:
    """Report how far another process has read a local file, until cancelled.

    Linux tells where each open file of a process stands (proc_pid_fdinfo(5)); elsewhere nothing is reported.

    Args:
        pid: a process of this user.
        path: the file.
        total: its size, bytes.
        options: whose `progress` is told.
        interval: seconds between two looks.
    """
    real = os.path.realpath(path)
    place = Path(f"/proc/{pid}")
    told = 0
    while place.exists():
        await asyncio.sleep(interval)
        for entry in _entries_of(place / "fd"):
            try:
                if os.readlink(os.fsencode(entry)) != real:
                    continue
                position = (place / "fdinfo" / entry.name).read_text().split(None, 2)[1]
            except OSError:
                continue  # closed meanwhile
            if told < int(position) <= total:
                told = int(position)
                options.report(told, total)


def _entries_of(directory: Path) -> list[Path]:
    try:
        return list(directory.iterdir())
    except OSError:
        return []
