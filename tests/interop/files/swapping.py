"""Directories that somebody exchanges for links that lead out, again and again, while a driver works in them."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import shutil
import stat
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from virtreach.errors import VirtreachError
from virtreach.files import RemoteFilesystem

__all__ = ["COMPONENTS", "Trap", "exchange"]

COMPONENTS = ("a", "a/b", "a/b/image")
"""What is swapped, below the root."""
SECRET = b"outside"


def exchange(one: Path, other: Path) -> None:
    """Swap two names in one step: renameat2(2) with RENAME_EXCHANGE."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.renameat2(-100, os.fsencode(one), -100, os.fsencode(other), 2):
        raise OSError(ctypes.get_errno(), "renameat2")


class Trap:
    """A root in which one component is a link that leads out half of the time; a context manager.

    Attributes:
        swaps: how often it was exchanged.
        findings: what should not have happened.
    """

    def __init__(self, directory: Path, root: Path, component: str, *, seen: Path | None = None) -> None:
        """Lay it out.

        Args:
            directory: for what is outside; on the root's file system.
            root: an empty directory.
            component: one of `COMPONENTS`.
            seen: the root as the drivers have to name it.
        """
        self._seen = root if seen is None else seen
        self.swaps = 0
        self.findings: list[str] = []
        self._root = root
        self._component = component
        self._outside = directory / "outside"
        for top, content in ((root / "a", b"inside"), (self._outside, SECRET)):
            (top / "b/tree").mkdir(parents=True)
            for name in ("image", "old", "tree/leaf"):
                (top / "b" / name).write_bytes(content)
        (self._outside / "b/only-outside").touch()
        self._place = root / component
        self._link = directory / "link"
        self._link.symlink_to(self._outside / component.removeprefix("a").lstrip("/"))
        self._source = directory / "source"
        self._source.write_bytes(b"sent")
        self._inner = os.open(root / "a/b", os.O_PATH)
        self._before = self._picture()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._swap)

    def _picture(self) -> dict[str, tuple[int, int, int, bytes]]:
        found = {}
        for path in [self._outside, *self._outside.rglob("*")]:
            about = path.lstat()
            data = path.read_bytes() if stat.S_ISREG(about.st_mode) else b""
            found[str(path)] = (about.st_mode, about.st_uid, about.st_mtime_ns, data)
        return found

    def _swap(self) -> None:
        while not self._stop.is_set():
            try:
                exchange(self._place, self._link)
            except FileNotFoundError:
                # rsync removes a link before it puts a file in its place.
                continue
            self.swaps += 1
            # The work wants the directory, and the other processor, too.
            time.sleep(0.00005)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()
        os.close(self._inner)
        after = self._picture()
        for path in {*self._before, *after}:
            if self._before.get(path) != after.get(path):
                self.findings.append(f"{path} is {after.get(path)}")

    def _restore(self) -> None:
        """Put back what was removed, by the directory itself: its name may lead anywhere at the moment."""
        for name in ("image", "old"):
            if name != os.path.basename(self._component):
                os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600, dir_fd=self._inner))
        with contextlib.suppress(FileExistsError):
            os.mkdir("tree", dir_fd=self._inner)

    async def work(self, there: RemoteFilesystem, rounds: int) -> None:
        """Do everything that a driver does, again and again; refusals are as good as work that is done inside."""
        base = f"{self._seen}/a/b".replace("//", "/")
        got = self._source.with_name(f"got-{there.transport}")
        for number in range(rounds):
            self._restore()
            fresh = f"{there.transport}{number}"
            for what, work in (
                ("create_file", there.create_file(f"{base}/new-{fresh}")),
                ("create_dir", there.create_dir(f"{base}/dir-{fresh}")),
                ("copy there", there.copy_file(self._source, there.path(f"{base}/image"))),
                ("copy back", there.copy_file(there.path(f"{base}/image"), got)),
                ("list", there.list(base)),
                ("remove_file", there.remove_file(f"{base}/old")),
                ("remove_dir", there.remove_dir(f"{base}/tree", recursive=True)),
            ):
                try:
                    result = await work
                except VirtreachError:
                    continue
                if what == "list" and result is not None and b"only-outside" in result:
                    self.findings.append(f"{there.transport} lists what is outside")
            if got.exists():
                if got.read_bytes() == SECRET:
                    self.findings.append(f"{there.transport} brings what is outside")
                got.unlink()
            await asyncio.sleep(0)

    def clear(self) -> None:
        """Remove what is in the root."""
        for path in self._root.iterdir():
            path.unlink() if path.is_symlink() else shutil.rmtree(path)
