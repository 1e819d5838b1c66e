"""The driver that speaks SFTP in this process, over one kept SSH connection: no command runs here or there."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import hashlib
import os
import secrets
from typing import TYPE_CHECKING, ClassVar

from virtreach.errors import VirtreachError
from virtreach.errors.files import (
    DirectoryNotEmpty,
    FileError,
    FileExists,
    FileNotFound,
    FileOutcomeUnknown,
    FilePermissionDenied,
    NoSpace,
    RefusedByShell,
    Unsupported,
    VerificationFailed,
    WrongFileType,
)
from virtreach.errors.routes import SessionsForbidden
from virtreach.files.base import RemoteFilesystem
from virtreach.files.connections import openssh_route
from virtreach.files.local import GROWTH, digest
from virtreach.files.model import CAPABILITIES, Capability, CopyOptions, FileStat, parent_of, part_name
from virtreach.files.sftp_copy import receive, send
from virtreach.files.sftp_removal import SftpRemoval
from virtreach.routes.ssh.extra import asyncssh

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from asyncssh import SFTPAttrs, SFTPClient

    from virtreach.files.connections import SSHConnections

__all__ = ["SftpRemoteFilesystem"]

_CLEANING = 10.0
_GRACE = 2.0
_LITTLE = 1 << 18
_LISTING = 64 << 20
_MAX_CHUNK = 255 << 10


class SftpRemoteFilesystem(RemoteFilesystem):
    """Files of a host through its SFTP server, such as ``internal-sftp``; needs the extra ``[ssh]`` here."""

    transport: ClassVar[str] = "sftp"
    _at_once: ClassVar[int] = 32

    def __init__(
        self,
        host: str,
        *,
        root: bytes | str = b"/",
        timeout: float | None = None,
        connections: SSHConnections | None = None,
    ) -> None:
        """Describe it; nothing is opened yet.

        Args:
            host: name, address or alias.
            root, timeout: see `RemoteFilesystem`.
            connections: where the SSH connection comes from; one of our own, by OpenSSH's configuration, unless given.
        """
        super().__init__(host, root=root, timeout=timeout)
        self._connections: SSHConnections = openssh_route(host) if connections is None else connections
        self._client: SFTPClient | None = None
        self._opening = asyncio.Lock()

    def capabilities(self) -> frozenset[Capability]:
        return CAPABILITIES[self.transport]

    async def aclose(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.exit()
            # A server that does not answer is not waited for.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_GRACE):
                    await client.wait_closed()
        await self._connections.aclose()

    async def _open(self) -> SFTPClient:
        async with self._opening:
            if self._client is not None:
                return self._client
            try:
                self._client = await self._connections.sftp()
            except (SessionsForbidden, asyncssh.ChannelOpenError, asyncssh.SFTPError) as error:
                raise RefusedByShell(
                    "the host has no SFTP for this user", host=self.host, said=str(error)
                ) from error
            except VirtreachError:
                raise
            except (asyncssh.Error, OSError) as error:
                raise self._lost(None, error) from error
            assert self._client is not None
            return self._client

    def _lost(self, path: bytes | None, error: Exception) -> FileOutcomeUnknown:
        self._client = None
        return FileOutcomeUnknown(
            "the connection was lost; the host may or may not have done it",
            host=self.host,
            path=path,
            said=str(error),
        )

    @contextlib.asynccontextmanager
    async def _work(self, path: bytes) -> AsyncIterator[SFTPClient]:
        """Give the SFTP client, and turn what goes wrong into errors of the tree."""
        client = await self._open()
        try:
            yield client
        except (
            asyncssh.SFTPConnectionLost,
            asyncssh.SFTPNoConnection,
            asyncssh.ConnectionLost,
            # As the socket has it, when the cut comes amid a read.
            ConnectionError,
        ) as error:
            raise self._lost(path, error) from error
        except asyncssh.SFTPError as error:
            raise self._error(error, path) from error
        except asyncssh.Error as error:
            raise self._lost(path, error) from error

    def _error(self, error: Exception, path: bytes) -> FileError:
        kinds: dict[str, tuple[type[FileError], str]] = {
            "SFTPNoSuchFile": (FileNotFound, "there is no such file or directory"),
            "SFTPNoSuchPath": (FileNotFound, "there is no such file or directory"),
            "SFTPPermissionDenied": (FilePermissionDenied, "permission denied"),
            "SFTPWriteProtect": (FilePermissionDenied, "the file system is read-only"),
            "SFTPFileAlreadyExists": (FileExists, "is there already"),
            "SFTPNoSpaceOnFilesystem": (NoSpace, "the file system is full"),
            "SFTPQuotaExceeded": (NoSpace, "the quota is used up"),
            "SFTPDirNotEmpty": (DirectoryNotEmpty, "is not empty"),
            "SFTPNotADirectory": (WrongFileType, "a name that has to be a directory is none"),
            "SFTPFileIsADirectory": (WrongFileType, "is a directory"),
            "SFTPOpUnsupported": (Unsupported, "the SFTP server cannot do that"),
        }
        kind, message = kinds.get(type(error).__name__, (FileError, "the SFTP server could not do it"))
        return kind(message, host=self.host, path=path, said=str(error))

    # Base operations.

    async def _create_file(self, path: bytes) -> None:
        try:
            async with self._work(path) as client:
                flags = asyncssh.FXF_WRITE | asyncssh.FXF_CREAT | asyncssh.FXF_EXCL
                async with client.open(path, flags, asyncssh.SFTPAttrs(permissions=0o600), encoding=None):
                    pass
        except FileError as error:
            raise await self._taken(path, error) from error

    async def _create_dir(self, path: bytes) -> None:
        try:
            async with self._work(path) as client:
                await client.mkdir(path, asyncssh.SFTPAttrs(permissions=0o755))
        except FileError as error:
            raise await self._taken(path, error) from error

    async def _taken(self, path: bytes, error: FileError) -> FileError:
        """Say more than version 3 of the protocol does, which has one code for most failures (draft 02, 7)."""
        if type(error) is FileError:
            with contextlib.suppress(FileNotFound):
                await self._stat(path)
                return FileExists("is there already", host=self.host, path=path, said=error.said)
        elif isinstance(error, FileNotFound):
            with contextlib.suppress(FileNotFound):
                above = await self._stat(parent_of(path))
                if not above.is_dir and not above.is_symlink:
                    return self._wrong(parent_of(path), above, "a directory")
        return await self._full(path, error)

    async def _full(self, path: bytes, error: FileError) -> FileError:
        if type(error) is FileError:
            with contextlib.suppress(FileError):
                if await self._free_space(parent_of(path)) < _LITTLE:
                    return NoSpace("the file system is full", host=self.host, path=path, said=error.said)
        return error

    async def _create_parents(self, path: bytes) -> None:
        try:
            found = await self._stat(path)
        except FileNotFound:
            await self._create_parents(parent_of(path))
            with contextlib.suppress(FileExists):
                await self._create_dir(path)
            return
        if not found.is_dir and not found.is_symlink:
            raise self._wrong(path, found, "a directory")

    async def _remove_file(self, path: bytes) -> None:
        async with self._work(path) as client:
            await client.remove(path)

    async def _remove_dir(self, path: bytes, *, recursive: bool) -> None:
        if recursive:
            await SftpRemoval(self).empty(path)
        await self._remove_empty(path)

    async def _remove_empty(self, path: bytes) -> None:
        try:
            async with self._work(path) as client:
                await client.rmdir(path)
        except FileError as error:
            if type(error) is FileError and await self._list(path):
                raise DirectoryNotEmpty("is not empty", host=self.host, path=path, said=error.said) from error
            raise

    async def _make_private(self, path: bytes) -> None:
        async with self._work(path) as client:
            await client.mkdir(path, asyncssh.SFTPAttrs(permissions=0o700))

    async def _move(self, path: bytes, target: bytes) -> None:
        async with self._work(path) as client:
            await client.rename(path, target)

    async def _stat(self, path: bytes) -> FileStat:
        async with self._work(path) as client:
            return _stat_of(await client.lstat(path))

    async def _leads_out(self, path: bytes) -> bool:
        async with self._work(path) as client:
            root = await client.realpath(self.root)
            while True:
                try:
                    real = await client.realpath(path)
                    # Servers may answer for what is not there; only what is can be a link.
                    await client.stat(real)
                    break
                except asyncssh.SFTPNoSuchFile:
                    if path == self.root:
                        return False
                    path = parent_of(path)
        assert isinstance(real, bytes)
        assert isinstance(root, bytes)
        return real != root and not real.startswith(root.rstrip(b"/") + b"/")

    async def _list(self, path: bytes) -> dict[bytes, FileStat]:
        entries = {}
        taken = 0
        async with self._work(path) as client:
            async for entry in client.scandir(path):
                name = entry.filename
                assert isinstance(name, bytes)
                taken += len(name) + 64
                if taken > _LISTING:
                    raise FileError("the listing of the directory has no end", host=self.host, path=path)
                if name not in (b".", b".."):
                    if b"/" in name:
                        raise FileError(
                            "the server listed a name that cannot be one", host=self.host, path=path
                        )
                    entries[name] = _stat_of(entry.attrs)
        return entries

    async def _rename(self, source: bytes, target: bytes, *, overwrite: bool) -> None:
        try:
            async with self._work(source) as client:
                if overwrite:
                    await client.posix_rename(source, target)
                    return
                # OpenSSH's server refuses an existing target of a plain rename, but has no one step for directories.
                with contextlib.suppress(asyncssh.SFTPNoSuchFile):
                    await client.lstat(target)
                    raise FileExists("is there already", host=self.host, path=target)
                await client.rename(source, target)
        except FileError as error:
            raise await self._taken(target, error) from error

    async def _checksum(self, path: bytes) -> str:
        """Read the file once more: SFTP has no checksums that OpenSSH knows."""
        # A size of 0 means nothing in /proc.
        total = (await self._stat(path)).size or GROWTH
        sums = hashlib.sha256()
        async with self._work(path) as client, client.open(path, "rb", encoding=None) as file:
            offset = 0
            while offset < total:
                data = await file.read(1 << 22, offset)
                assert isinstance(data, bytes)
                if not data:
                    break
                sums.update(data)
                offset += len(data)
        return sums.hexdigest()

    async def _free_space(self, path: bytes) -> int:
        async with self._work(path) as client:
            found = await client.statvfs(path)
            return int(found.bavail * found.frsize)

    # Copies.

    async def _upload(self, source: Path, target: bytes, options: CopyOptions, *, look: bool) -> None:
        if look:
            self._mind_target(target, await self._look_at_target(target), options)
        descriptor = os.open(source, os.O_RDONLY | os.O_CLOEXEC)
        try:
            about = os.fstat(descriptor)
            token = secrets.token_hex(8)
            if options.resume:
                # The next try has to find what this one leaves: the name follows from what is copied.
                token = hashlib.sha256(f"{about.st_size} {about.st_mtime_ns}".encode()).hexdigest()[:16]
            part = part_name(target, token)
            keep = False
            try:
                left = await self._left_by_us(part) if options.resume else None
            except WrongFileType:
                options = dataclasses.replace(options, resume=False)
                part, left = part_name(target), None
            try:
                await self._send(descriptor, about, part, options, left)
                if options.verify and await self._checksum(part) != await digest(source):
                    raise VerificationFailed("the copy differs from its source", host=self.host, path=target)
                await self._place(part, target, options)
                # Renamed, it is not there any more.
                keep = options.overwrite
            except (FileOutcomeUnknown, asyncio.CancelledError):
                keep = options.resume
                raise
            except FileError as error:
                keep = options.resume and not isinstance(error, VerificationFailed)
                if isinstance(error, FileNotFound):
                    raise await self._taken(target, error) from error
                raise await self._full(target, error) from error
            finally:
                if not keep:
                    await self._clean(part)
        finally:
            os.close(descriptor)

    async def _left_by_us(self, part: bytes) -> FileStat | None:
        """Return what is left of an earlier copy.

        Raises:
            WrongFileType: it is not ours, or others may have written to it.
        """
        try:
            left = await self._stat(part)
        except FileNotFound:
            return None
        probe = part_name(part)
        async with self._work(part) as client:
            flags = asyncssh.FXF_WRITE | asyncssh.FXF_CREAT | asyncssh.FXF_EXCL
            async with client.open(
                probe, flags, asyncssh.SFTPAttrs(permissions=0o600), encoding=None
            ) as file:
                ours = _stat_of(await file.stat())
            await client.remove(probe)
        if not left.is_file or left.uid is None or left.uid != ours.uid or left.mode & 0o022:
            raise self._wrong(part, left, "a file of ours")
        return left

    async def _send(
        self,
        descriptor: int,
        about: os.stat_result,
        part: bytes,
        options: CopyOptions,
        left: FileStat | None,
    ) -> None:
        flags = asyncssh.FXF_WRITE | (0 if left is not None else asyncssh.FXF_CREAT | asyncssh.FXF_EXCL)
        private = asyncssh.SFTPAttrs(permissions=0o600)
        start = 0 if left is None else min(left.size, about.st_size)
        async with self._work(part) as client:
            async with client.open(part, flags, private, encoding=None, block_size=0) as file:
                if left is not None and _stat_of(await file.stat()) != left:
                    raise FileError("somebody exchanges names beside the target", host=self.host, path=part)
                options.report(start, about.st_size)
                await send(descriptor, about.st_size, file, start, _chunk(client), options)
                if options.preserve:
                    times = {"atime": int(about.st_atime), "mtime": int(about.st_mtime)}
                    await file.setstat(asyncssh.SFTPAttrs(permissions=about.st_mode & 0o777, **times))
                with contextlib.suppress(asyncssh.SFTPOpUnsupported):
                    await file.fsync()

    async def _place(self, part: bytes, target: bytes, options: CopyOptions) -> None:
        try:
            async with self._work(target) as client:
                if options.overwrite:
                    await client.posix_rename(part, target)
                else:
                    await client.link(part, target)
        except FileError as error:
            if options.overwrite:
                raise
            raise await self._taken(target, error) from error

    async def _clean(self, part: bytes) -> None:
        """Remove what is left, over a new connection when the old one is gone; whatever happens, not for ever."""

        async def remove() -> None:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(_CLEANING):
                    await self._remove_file(part)

        cleaning = asyncio.ensure_future(remove())
        try:
            await asyncio.shield(cleaning)
        except asyncio.CancelledError:
            await cleaning
            raise

    async def _download(self, source: bytes, found: FileStat, target: Path, options: CopyOptions) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        descriptor = os.open(target, flags, 0o600)
        try:
            start = min(os.fstat(descriptor).st_size, found.size) if options.resume else 0
            options.report(start, found.size)
            async with (
                self._work(source) as client,
                client.open(source, "rb", encoding=None, block_size=0) as file,
            ):
                await receive(file, found.size, descriptor, start, _chunk(client), options)
        finally:
            os.close(descriptor)


def _chunk(client: SFTPClient) -> int:
    # Servers that announce limits (OpenSSH: 255 KiB) get requests of that size, others what all take.
    limits = client.limits
    return max(1 << 14, min(_MAX_CHUNK, limits.max_write_len, limits.max_read_len))


def _stat_of(attrs: SFTPAttrs) -> FileStat:
    return FileStat(
        attrs.permissions or 0,
        attrs.size or 0,
        None if attrs.mtime is None else float(attrs.mtime),
        attrs.uid,
        attrs.gid,
    )
