"""Remote file systems for programs without an event loop.

The drivers wait for programs and for SSH in the process, which exist for asyncio alone; a second form of them, made
by rewriting words as the objects' twins are, would have nothing to stand on. So they run in an event loop in a
thread of its own, one for each file system, and the calls here hand over to it and wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from virtreach.routes.loop_thread import LoopThread

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Coroutine
    from types import TracebackType
    from typing import Self

    from virtreach.files.base import RemoteFilesystem
    from virtreach.files.model import Capability, FileStat, RemotePath, TreeResult
    from virtreach.routes.ssh.background import Background

__all__ = ["BlockingFilesystem"]

_T = TypeVar("_T")


class BlockingFilesystem:
    """A remote file system whose calls block; a context manager. May be shared by threads.

    Each method is that of `virtreach.files.base.RemoteFilesystem` with the same name, arguments and errors.
    """

    def __init__(self, filesystem: RemoteFilesystem, *, background: Background | None = None) -> None:
        """Take over a file system that nothing has been done with yet; closing this closes it.

        Args:
            filesystem: the file system.
            background: the thread whose pool the file system's connections come from; it stays its owner's. A thread
                of its own unless given.
        """
        self._inner = filesystem
        self._thread: LoopThread | None = None
        if background is None:
            self._thread = LoopThread("virtreach-files")
            self._run = self._thread.call
        else:
            self._run = background.do

    @property
    def inner(self) -> RemoteFilesystem:
        """The file system whose coroutines `call` takes; to be used in one loop only."""
        return self._inner

    @property
    def host(self) -> str:
        """The host, as it was given."""
        return self._inner.host

    @property
    def transport(self) -> str:
        """The driver's name."""
        return self._inner.transport

    def capabilities(self) -> frozenset[Capability]:
        """What the driver can do beyond the base operations."""
        return self._inner.capabilities()

    def path(self, path: bytes | str) -> RemotePath:
        """Return a name on this host, checked, for `copy_file`."""
        return self._inner.path(path)

    def create_file(
        self,
        path: bytes | str | RemotePath,
        *,
        parents: bool = False,
        exist_ok: bool = False,
        timeout: float | None = None,
    ) -> bool:
        """Create an empty private file; return whether it was created."""
        return self.call(self._inner.create_file(path, parents=parents, exist_ok=exist_ok, timeout=timeout))

    def create_dir(
        self,
        path: bytes | str | RemotePath,
        *,
        parents: bool = False,
        exist_ok: bool = False,
        timeout: float | None = None,
    ) -> bool:
        """Create a directory; return whether it was created."""
        return self.call(self._inner.create_dir(path, parents=parents, exist_ok=exist_ok, timeout=timeout))

    def remove_file(
        self, path: bytes | str | RemotePath, *, missing_ok: bool = False, timeout: float | None = None
    ) -> bool:
        """Remove a name that is no directory; return whether it was there."""
        return self.call(self._inner.remove_file(path, missing_ok=missing_ok, timeout=timeout))

    def remove_dir(
        self,
        path: bytes | str | RemotePath,
        *,
        recursive: bool = False,
        missing_ok: bool = False,
        timeout: float | None = None,
    ) -> bool:
        """Remove a directory; return whether it was there."""
        return self.call(
            self._inner.remove_dir(path, recursive=recursive, missing_ok=missing_ok, timeout=timeout)
        )

    def exists(self, path: bytes | str | RemotePath, *, timeout: float | None = None) -> bool:
        """Return whether a name is taken."""
        return self.call(self._inner.exists(path, timeout=timeout))

    def copy_file(
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
        """Copy a regular file to the host, or from it; `progress` is called in the loop's thread."""
        self.call(
            self._inner.copy_file(
                source,
                target,
                parents=parents,
                timeout=timeout,
                overwrite=overwrite,
                sparse=sparse,
                preserve=preserve,
                verify=verify,
                compress=compress,
                resume=resume,
                limit=limit,
                progress=progress,
            )
        )

    def copy_tree(
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
        """Make a directory's contents the same as another's; return how much was copied, removed and left out."""
        return self.call(
            self._inner.copy_tree(
                source,
                target,
                delete=delete,
                timeout=timeout,
                sparse=sparse,
                compress=compress,
                limit=limit,
                progress=progress,
            )
        )

    def stat(self, path: bytes | str | RemotePath, *, timeout: float | None = None) -> FileStat:
        """Return what stands at a name."""
        return self.call(self._inner.stat(path, timeout=timeout))

    def list(self, path: bytes | str | RemotePath, *, timeout: float | None = None) -> dict[bytes, FileStat]:
        """Return the entries of a directory by name."""
        return self.call(self._inner.list(path, timeout=timeout))

    def rename(
        self,
        source: bytes | str | RemotePath,
        target: bytes | str | RemotePath,
        *,
        overwrite: bool = False,
        timeout: float | None = None,
    ) -> None:
        """Give something another name."""
        self.call(self._inner.rename(source, target, overwrite=overwrite, timeout=timeout))

    def checksum(self, path: bytes | str | RemotePath, *, timeout: float | None = None) -> str:
        """Return the SHA-256 of a regular file."""
        return self.call(self._inner.checksum(path, timeout=timeout))

    def free_space(self, path: bytes | str | RemotePath, *, timeout: float | None = None) -> int:
        """Return how many bytes may still be written."""
        return self.call(self._inner.free_space(path, timeout=timeout))

    def call(self, work: Coroutine[None, None, _T]) -> _T:
        """Run a coroutine of this file system, such as `copy_between`, in its loop and wait for it."""
        return self._run(work)

    def close(self) -> None:
        """Close what was opened. May be called twice."""
        if self._thread is None:
            self._run(self._inner.aclose())
        elif self._thread.usable:
            self._thread.call(self._inner.aclose())
            self._thread.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
