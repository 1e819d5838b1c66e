"""The driver that needs ``ssh`` and ``scp`` alone.

Each operation is a plain command of coreutils (``mkdir``, ``dd``, ``ln``, ``mv``, ``rm``, ``rmdir``, ``stat``, ...),
over one kept connection; ``scp`` carries the data, into a directory beside the target that only we may enter. What
follows, renaming and removing, is commands again.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
from typing import TYPE_CHECKING, ClassVar

from virtreach.errors import VirtreachError
from virtreach.errors.files import (
    FileError,
    FileExists,
    FileNotFound,
    NoSpace,
    Unsupported,
    VerificationFailed,
)
from virtreach.errors.text import printable
from virtreach.files.answers import SSH_FAILED, only_sftp, restricted, tool_failure
from virtreach.files.base import RemoteFilesystem
from virtreach.files.far_line import far_line
from virtreach.files.local import GROWTH, digest, watch_reader, watch_size
from virtreach.files.model import (
    CAPABILITIES,
    Capability,
    CopyOptions,
    FileStat,
    name_of,
    parent_of,
    part_name,
)
from virtreach.files.process import Finished, run_program
from virtreach.files.safety import OURSELVES, others_may_exchange, way_to
from virtreach.files.ssh_link import SSHLink

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

__all__ = ["SshRemoteFilesystem"]

_CLEANING = 10.0
_LITTLE = 1 << 18
_STAT = ("stat", "-c", "%f %s %Y %u %g", "--")
_FIND_FORMAT = r"%y %m %s %T@ %U %G %f\0"
_TYPES = {
    b"f": 0o100000,
    b"d": 0o040000,
    b"l": 0o120000,
    b"b": 0o060000,
    b"c": 0o020000,
    b"p": 0o010000,
    b"s": 0o140000,
}
_NO_WORD = re.compile(rb"[^A-Za-z0-9_@%+=:,./\x80-\xff-]")
_GLOB = re.compile(rb"[\\*?\[\]{}~]")
_CUT = ("lost connection", "connection to", "connection closed", "connection reset", "broken pipe")
"""What scp says when there is nobody at the other end, be it from the beginning or from now on."""


class SshRemoteFilesystem(RemoteFilesystem):
    """Files of a host through the ``ssh`` and ``scp`` commands.

    The far side needs a login shell (or `virtreach-rshell`), coreutils, and the sftp subsystem or ``scp``.
    """

    transport: ClassVar[str] = "ssh"
    # rm and rmdir refuse what is of the other type, and do not follow links.
    _minds_types: ClassVar[bool] = True

    def __init__(
        self,
        host: str,
        *,
        root: bytes | str = b"/",
        timeout: float | None = None,
        link: SSHLink | None = None,
        scp: str = "scp",
    ) -> None:
        """Describe it; nothing is opened yet.

        Args:
            host: name, address or alias.
            root, timeout: see `RemoteFilesystem`.
            link: how the host is reached; by OpenSSH's configuration alone unless given.
            scp: the program.
        """
        super().__init__(host, root=root, timeout=timeout)
        self._link = SSHLink(host) if link is None else link
        self._scp = scp
        self._legacy = False
        self._has_sftp: bool | None = None
        # Directories that nobody else can exchange, and where those are that links lead to.
        self._settled: set[bytes] = set()
        self._real: dict[bytes, bytes] = {}

    def capabilities(self) -> frozenset[Capability]:
        return CAPABILITIES[self.transport]

    async def aclose(self) -> None:
        await self._link.aclose()

    async def _run(self, path: bytes, *commands: Sequence[bytes | str]) -> bytes:
        """Run commands one after another on the host; return what they print."""
        done = await self._ask(*commands)
        if done.code:
            said = done.stderr
            if only_sftp(done.stdout):
                # sshd's own words, which go to standard output.
                said = done.stdout.decode("ascii", "replace")
            raise tool_failure(done.code, said, host=self.host, path=path)
        return done.stdout

    async def _ask(self, *commands: Sequence[bytes | str]) -> Finished:
        await self._link.open()
        return await run_program(self._link.command(far_line(*commands)))

    @contextlib.asynccontextmanager
    async def _workplace(self, path: bytes) -> AsyncIterator[bytes]:
        """Name a private directory beside a path; whoever fails in it has it removed, with what is in it."""
        place = part_name(path)
        try:
            yield place
        except BaseException:
            cleaning = asyncio.ensure_future(self._clean(place))
            try:
                await asyncio.shield(cleaning)
            except asyncio.CancelledError:
                await cleaning
                raise
            raise

    async def _clean(self, place: bytes) -> None:
        # A link that is gone is opened anew, once; what caused the failure is what the caller hears of.
        with contextlib.suppress(Exception):
            async with asyncio.timeout(_CLEANING):
                await self._run(place, ["rm", "-r", "-f", "--", place])

    async def _create_file(self, path: bytes) -> None:
        # One step (O_EXCL), which follows no link.
        make: list[bytes | str] = ["dd", "if=/dev/null", "conv=excl", "status=none", b"of=" + path]
        await self._run(path, ["umask", "077"], make)

    async def _create_dir(self, path: bytes) -> None:
        await self._run(path, ["mkdir", "--", path])

    async def _create_parents(self, path: bytes) -> None:
        await self._run(path, ["mkdir", "-p", "--", path])

    async def _remove_file(self, path: bytes) -> None:
        await self._run(path, ["rm", "--", path])

    async def _remove_dir(self, path: bytes, *, recursive: bool) -> None:
        words: list[bytes | str] = ["rm", "-r", "-f", "--"] if recursive else ["rmdir", "--"]
        await self._run(path, [*words, path])

    async def _stat(self, path: bytes) -> FileStat:
        return self._read_stat(await self._run(path, [*_STAT, path]), path)

    def _read_stat(self, line: bytes, path: bytes) -> FileStat:
        try:
            mode, size, mtime, uid, gid = line.split()[-5:]
            return _stat_of(int(mode, 16), size, mtime, uid, gid)
        except ValueError as error:
            raise self._nonsense("stat", path) from error

    def _nonsense(self, tool: str, path: bytes) -> FileError:
        return FileError(f"what {tool} printed there makes no sense", host=self.host, path=path)

    async def _leads_out(self, path: bytes) -> bool:
        found = await self._run(path, ["readlink", "-z", "-m", "--", self.root, path])
        root, real, *_ = [*found.split(b"\0"), b"", b""]
        return real != root and not real.startswith(root.rstrip(b"/") + b"/")

    async def _list(self, path: bytes) -> dict[bytes, FileStat]:
        words: list[bytes | str] = ["find", path, "-mindepth", "1", "-maxdepth", "1", "-printf", _FIND_FORMAT]
        entries = {}
        printed = await self._run(path, words)
        try:
            for record in printed.split(b"\0")[:-1]:
                kind, mode, size, mtime, uid, gid, name = record.split(b" ", 6)
                permissions = _TYPES.get(kind, 0) | int(mode, 8)
                entries[name] = _stat_of(permissions, size, mtime, uid, gid)
        except ValueError as error:
            raise self._nonsense("find", path) from error
        return entries

    async def _rename(self, source: bytes, target: bytes, *, overwrite: bool) -> None:
        if overwrite:
            await self._run(source, ["mv", "-f", "-T", "--", source, target])
            return
        # One step with renameat2(2), since coreutils 8.30. Whether it did nothing, only newer versions say by their
        # exit code: the source is still there then.
        await self._run(source, ["mv", "-n", "-T", "--", source, target])
        with contextlib.suppress(FileNotFound):
            await self._stat(source)
            raise FileExists("is there already", host=self.host, path=target)

    async def _checksum(self, path: bytes) -> str:
        found = re.match(rb"\\?([0-9a-f]{64}) ", await self._run(path, ["sha256sum", "--", path]))
        if found is None:
            raise self._nonsense("sha256sum", path)
        return found[1].decode()

    async def _free_space(self, path: bytes) -> int:
        printed = await self._run(path, ["stat", "-f", "-c", "%a %S", "--", path])
        try:
            blocks, size = printed.split()[-2:]
            return int(blocks) * int(size)
        except ValueError as error:
            raise self._nonsense("stat", path) from error

    async def _upload(self, source: Path, target: bytes, options: CopyOptions, *, look: bool) -> None:
        total = source.stat().st_size
        above = parent_of(target)
        if not await self._upload_beside(self._real.get(above, above), source, target, options, look=look):
            found = await self._run(target, ["readlink", "-z", "-m", "--", above, above])
            self._real[above] = found.split(b"\0")[-2] if found.count(b"\0") > 1 else above
            if not await self._upload_beside(self._real[above], source, target, options, look=look):
                raise self._exchanged(target, above)
        options.report(total, total)

    async def _upload_beside(
        self, directory: bytes, source: Path, target: bytes, options: CopyOptions, *, look: bool
    ) -> bool:
        """Copy by way of a private directory; return False, without a copy, if a link leads to where it would be."""
        async with self._workplace(directory.rstrip(b"/") + b"/" + name_of(target)) as place:
            part = place + b"/data"
            if not await self._settle_down(place, target, options, look=look):
                await self._clean(place)
                return False
            options.report(0, source.stat().st_size)
            try:
                await self._copy(os.fsencode(source.absolute()), part, target, options, upload=True)
            except FileError as error:
                if type(error) is FileError and await self._free_space(place) < _LITTLE:
                    # scp has no words for it.
                    raise NoSpace(
                        "the file system is full", host=self.host, path=target, said=error.said
                    ) from error
                raise
            if options.verify and await self._checksum(part) != await digest(source):
                raise VerificationFailed("the copy differs from its source", host=self.host, path=target)
            mode: list[list[bytes | str]] = [] if options.preserve else [["chmod", "600", "--", part]]
            if options.overwrite:
                move: list[list[bytes | str]] = [["mv", "-f", "-T", "--", part, target]]
            else:
                move = [["ln", "-T", "--", part, target], ["rm", "--", part]]
            await self._run(target, *mode, ["sync", "--", part], *move, ["rmdir", "--", place])
        return True

    async def _settle_down(self, place: bytes, target: bytes, options: CopyOptions, *, look: bool) -> bool:
        """Make the directory beside a target and look around, by one command: each starts a login shell.

        scp goes by names and follows links. So nobody else may exchange a name on the way to that directory; which is
        looked at once for each directory, as only root and we could change it.

        Returns:
            Whether all that is above is a directory, and no link to one.

        Raises:
            Unsupported: somebody else may.
        """
        make: list[bytes | str] = ["mkdir", "-m", "700", "--", place]
        above = parent_of(place)
        around = [] if above in self._settled else [*way_to(above), OURSELVES]
        names = [*around, target] if look else around
        if not names:
            await self._run(target, make)
            return True
        done = await self._ask(make, [*_STAT, *names])
        if done.code:
            error = tool_failure(done.code, done.stderr, host=self.host, path=target)
            if not (look and isinstance(error, FileNotFound) and error.said.startswith("stat:")):
                raise error
            names = around
        lines = [b"", *done.stdout.splitlines()][-len(names) :] if names else []
        found = [self._read_stat(line, target) for line in lines]
        if len(found) != len(names):
            raise self._nonsense("stat", target)
        if len(names) > len(around):
            self._mind_target(target, found.pop(), options)
        if around:
            *directories, ours = found
            for name, directory in zip(around, directories, strict=False):
                if directory.is_symlink:
                    return False
                if others_may_exchange(directory, ours.uid):
                    raise self._exchanged(target, name)
            self._settled.add(above)
        return True

    def _exchanged(self, target: bytes, directory: bytes) -> Unsupported:
        shown = printable(os.fsdecode(directory))
        return Unsupported(
            f"users besides root and us may exchange names in {shown!r}, and scp would follow links there; the drivers "
            "'sftp' and 'rsync' do not",
            host=self.host,
            path=target,
        )

    async def _download(self, source: bytes, found: FileStat, target: Path, options: CopyOptions) -> None:
        options.report(0, found.size)
        watching = asyncio.ensure_future(watch_size(target, found.size, options))
        try:
            limit = found.size + GROWTH
            await self._copy(source, os.fsencode(target), source, options, upload=False, file_limit=limit)
        finally:
            watching.cancel()
        options.report(found.size, found.size)

    async def send_straight(self, path: bytes, destination: str, target: bytes, *, key: str | None) -> None:
        """Let the host copy one of its files to another host, into a file that is there; see `copy_between`.

        Args:
            path: the file here.
            destination: the other host as this one calls it, ``user@name``.
            target: the file there.
            key: a private key on this host, or None for its own choice.
        """
        words: list[bytes | str] = ["scp", "-q", "-s", "-o", "BatchMode=yes"]
        if key is not None:
            words += ["-i", key, "-o", "IdentitiesOnly=yes"]
        await self._run(path, [*words, "--", path, destination.encode() + b":" + target])

    async def _copy(
        self,
        source: bytes,
        target: bytes,
        path: bytes,
        options: CopyOptions,
        *,
        upload: bool,
        file_limit: int | None = None,
    ) -> None:
        """Run scp, by the sftp subsystem or, where there is none, by its old protocol."""
        await self._link.open()
        while True:
            words: list[str | bytes] = [self._scp, "-q", "-O" if self._legacy else "-s"]
            if options.preserve:
                words.append("-p")
            if options.compress:
                words.append("-C")
            if options.limit is not None:
                words += ["-l", str(max(1, options.limit * 8 // 1000))]
            words += ["-S", self._link.program, *self._link.options, "--"]
            far = self._far_name(target if upload else source, glob=not upload)
            words += [source, far] if upload else [far, target]
            done = await self._run_scp(words, source if upload else None, options, file_limit)
            if not done.code:
                return
            lower = done.stderr.lower()
            # scp has one exit code for everything; only its words tell a lost connection from a full disk.
            lost = any(sign in lower for sign in _CUT)
            if not self._legacy and (lost or restricted(lower)) and not await self._sftp_is_there():
                self._legacy = True
                continue
            raise tool_failure(255 if lost else done.code, done.stderr, host=self.host, path=path)

    async def _run_scp(
        self,
        words: Sequence[str | bytes],
        source: bytes | None,
        options: CopyOptions,
        file_limit: int | None,
    ) -> Finished:
        """Run scp, and tell how far it has read a local source: by itself it tells nobody but a terminal."""
        watching: list[asyncio.Task[None]] = []

        def started(pid: int) -> None:
            if source is not None and options.progress is not None:
                total = os.stat(source).st_size
                watching.append(asyncio.ensure_future(watch_reader(pid, source, total, options)))

        try:
            return await run_program(words, on_start=started, file_limit=file_limit)
        finally:
            for task in watching:
                task.cancel()

    async def _sftp_is_there(self) -> bool:
        """Ask for the sftp subsystem, once: scp's words for its absence are those for a cut connection."""
        if self._has_sftp is None:
            try:
                await self._link.open()
                words = self._link.command("sftp")
                done = await run_program([*words[:-3], "-s", *words[-3:]])
                # A server ends well when its input does. What is not there, and a connection that is not, are told
                # apart by a command.
                if done.code == SSH_FAILED and (
                    (await run_program(self._link.command("stat -- /"))).code == SSH_FAILED
                ):
                    return True
            except VirtreachError:
                # The host cannot be reached any more, so that was it.
                return True
            self._has_sftp = done.code == 0
        return self._has_sftp

    def _far_name(self, path: bytes, *, glob: bool) -> bytes:
        """Return `host:path` as scp takes it: its sftp mode matches patterns in names that it reads."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        if self._legacy:
            if any(byte < 0x20 or byte == 0x7F for byte in path):
                raise Unsupported(
                    "scp's old protocol, the only one that the host has, cannot carry this name safely",
                    host=self.host,
                    path=path,
                )
            # Backslashes, not quotes: scp compares the name that comes with this one as a pattern.
            path = _NO_WORD.sub(rb"\\\g<0>", path)
        elif glob:
            path = _GLOB.sub(rb"\\\g<0>", path)
        return host.encode() + b":" + path


def _stat_of(mode: int, size: bytes, mtime: bytes, uid: bytes, gid: bytes) -> FileStat:
    """Read what a far tool says of a file.

    Raises:
        ValueError: no file is like that.
    """
    found = FileStat(mode, int(size), float(mtime), int(uid), int(gid))
    if not 0 <= found.size < 1 << 63 or not abs(float(mtime)) < 1 << 40:
        raise ValueError(found)
    return found
