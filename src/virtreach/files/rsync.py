"""The driver that needs ``rsync`` alone, for creating and removing too.

No name of a file ever stands in a command line: names go to rsync on its standard input, each ended by NUL, and the
far side is told one directory of plain characters. What is to be created stands first in a fresh directory here, and
rsync takes it over.
"""

from __future__ import annotations

import asyncio
import os
import re
import stat as modes
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from virtreach.errors import UsageError
from virtreach.errors.files import (
    DirectoryNotEmpty,
    FileExists,
    FileNotFound,
    FileOutcomeUnknown,
    Unsupported,
    VerificationFailed,
    WrongFileType,
)
from virtreach.files import rsync_text as text
from virtreach.files.base import RemoteFilesystem
from virtreach.files.local import GROWTH
from virtreach.files.model import (
    CAPABILITIES,
    Capability,
    CopyOptions,
    FileStat,
    TreeResult,
    name_of,
    parent_of,
)
from virtreach.files.process import Finished, run_program, tool_environment
from virtreach.files.ssh_link import SSHLink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["RsyncRemoteFilesystem"]

_NAMES = ("--no-implied-dirs", "--from0", "--files-from=-")
_PLAIN = re.compile(rb"(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)+|/", re.ASCII)
_PARTIAL = ".virtreach-partial"
_UNSIZED = (b"/proc/", b"/sys/")
_BUSY = "already accessing"
_TRIES = 50


class RsyncRemoteFilesystem(RemoteFilesystem):
    """Files of a host through the ``rsync`` command, version 3.1.3 or newer on both sides.

    The far side needs rsync, or ``rrsync`` as the key's forced command: without ``-absolute`` every path is then
    relative to its directory, with it that directory is the `root` to give. Times are whole seconds; owners are not
    told. Symbolic links on the way to a file are refused when there is a root.
    """

    transport: ClassVar[str] = "rsync"

    def __init__(
        self,
        host: str,
        *,
        root: bytes | str = b"/",
        timeout: float | None = None,
        link: SSHLink | None = None,
        rsync: str = "rsync",
        far_rsync: str | None = None,
    ) -> None:
        """Describe it; nothing is opened yet.

        Args:
            host: name, address or alias.
            root, timeout: see `RemoteFilesystem`.
            link: how the host is reached; by OpenSSH's configuration alone unless given.
            rsync: the program here.
            far_rsync: the program there, when it is not on the path.

        Raises:
            UsageError: `far_rsync` is nothing that can be given to a far shell.
        """
        super().__init__(host, root=root, timeout=timeout)
        if far_rsync is not None and not _PLAIN.fullmatch(os.fsencode(far_rsync)):
            raise UsageError(f"{far_rsync!r} is no plain absolute path of a program")
        self._link = SSHLink(host) if link is None else link
        self._rsync = rsync
        self._far = [f"--rsync-path={far_rsync}"] if far_rsync is not None else []
        # The one directory that rsync is told; a root with other characters in it becomes part of the names.
        self._base = self.root if _PLAIN.fullmatch(self.root) else b"/"
        self._missing_args = True
        self._can_trust = True
        self._fsync = True

    def capabilities(self) -> frozenset[Capability]:
        return CAPABILITIES[self.transport]

    async def aclose(self) -> None:
        await self._link.aclose()

    # Running rsync.

    @property
    def _target(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{os.fsdecode(self._base).rstrip('/')}/"

    def _inside(self, path: bytes) -> bytes:
        """Return a path as seen from the one directory."""
        return path if self._base == b"/" else path[len(self._base) :] or b"/"

    async def _call(
        self,
        *words: str,
        stdin: bytes,
        on_output: Callable[[bytes], object] | None = None,
        file_limit: int | None = None,
    ) -> Finished:
        environment = {**tool_environment(), "TZ": "UTC"}
        await self._link.open()
        argv = [self._rsync, "-e", self._link.shell(), *self._far, *words]
        trusting = self._can_trust and text.MISJUDGED.search(stdin) is not None
        for _ in range(_TRIES):
            done = await run_program(
                [*argv, "--trust-sender"] if trusting else argv,
                stdin=stdin,
                env=environment,
                on_output=on_output,
                file_limit=file_limit,
            )
            if trusting and text.rejects_option(done.code, done.stderr, "trust-sender"):
                # Before 3.2.5 rsync did not look at what comes, nor at the names.
                trusting = self._can_trust = False
                continue
            if not (done.code == 12 and _BUSY in done.stderr):
                break
            # rrsync lets one in at a time unless it runs with -no-lock.
            await asyncio.sleep(0.1)
        return done

    def _check(self, done: Finished, path: bytes) -> None:
        if done.code:
            raise text.rsync_failure(done.code, done.stderr, host=self.host, path=path)

    async def _look(self, *paths: bytes) -> dict[bytes, FileStat]:
        """Return what stands at those of some names that are there."""
        with tempfile.TemporaryDirectory(prefix="vr-") as here:
            stdin = text.names(*(self._inside(path) for path in paths))
            words = (
                "-8",
                "-l",
                "-D",
                "--list-only",
                "--no-human-readable",
                *_NAMES,
                self._target,
                f"{here}/",
            )
            done = await self._call(*words, stdin=stdin)
        lower = done.stderr.lower()
        if done.code and not (done.code == 23 and "no such file or directory" in lower):
            if done.code == 23 and "not a directory" in lower:
                raise WrongFileType(
                    "a name that has to be a directory is none", host=self.host, path=paths[0], said=lower
                )
            self._check(done, paths[-1])
        found = {b"/" + name.removeprefix(b"./"): stat for name, stat in text.listed(done.stdout).items()}
        if b"/." in found:
            found[b"/"] = found.pop(b"/.")
        return {path: found[self._inside(path)] for path in paths if self._inside(path) in found}

    async def _need_parent(self, path: bytes) -> FileStat | None:
        """Raise unless a path's directory is there; return what stands at the path."""
        parent = parent_of(path)
        known = await self._look(parent, path)
        if self._inside(parent) == b"/":
            return known.get(path)
        found = known.get(parent)
        if found is None:
            raise FileNotFound("there is no such directory", host=self.host, path=parent)
        if not found.is_dir and not found.is_symlink:
            raise WrongFileType(f"is {found.kind}, not a directory", host=self.host, path=parent)
        return known.get(path)

    def _stage(self, here: Path, path: bytes) -> Path:
        """Make the directories that lead to a path in a fresh one here; return where it is to stand."""
        place = here / os.fsdecode(self._inside(path)).lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    # Base operations.

    async def _create_file(self, path: bytes) -> None:
        await self._create_one(path, lambda place: place.touch(0o600))

    async def _create_dir(self, path: bytes) -> None:
        await self._create_one(path, lambda place: place.mkdir(0o755))

    async def _create_one(self, path: bytes, make: Callable[[Path], object]) -> None:
        await self._need_parent(path)
        with tempfile.TemporaryDirectory(prefix="vr-") as here:
            make(self._stage(Path(here), path))
            words = ("-i", "--ignore-existing", *_NAMES, f"{here}/", self._target)
            done = await self._call(*words, stdin=text.names(self._inside(path)))
        self._check(done, path)
        if not text.CREATED.search(done.stdout):
            raise FileExists("is there already", host=self.host, path=path)

    async def _create_parents(self, path: bytes) -> None:
        above = list(_prefixes(self._inside(path)))
        prefix = b"" if self._base == b"/" else self._base
        found = await self._look(*(prefix + part for part in above)) if above else {}
        for part in above:
            if prefix + part not in found:
                try:
                    await self._create_dir(prefix + part)
                except FileExists:
                    found = await self._look(prefix + part)
            there = found.get(prefix + part)
            if there is not None and not there.is_dir and not there.is_symlink:
                raise WrongFileType(f"is {there.kind}, not a directory", host=self.host, path=prefix + part)

    async def _remove_file(self, path: bytes) -> None:
        await self._remove(path, recursive=False)

    async def _remove_dir(self, path: bytes, *, recursive: bool) -> None:
        await self._remove(path, recursive=recursive)

    async def _remove(self, path: bytes, *, recursive: bool) -> None:
        inside = self._inside(path)
        with tempfile.TemporaryDirectory(prefix="vr-") as here:
            # An empty parent here keeps rsync from complaining; the name itself is missing, so it goes there too.
            self._stage(Path(here), path)
            done = None
            if self._missing_args:
                words = ["-i", "--delete-missing-args", "--existing", *(["--force"] if recursive else [])]
                done = await self._call(*words, *_NAMES, f"{here}/", self._target, stdin=text.names(inside))
                if text.rejects_missing_args(done.code, done.stderr):
                    self._missing_args = False
            if not self._missing_args:
                with tempfile.NamedTemporaryFile(prefix="vr-rules-") as rules:
                    rules.write(text.removal_rules(inside, recursive=recursive))
                    rules.flush()
                    # --from0 holds for rules that are read after it, and for those alone.
                    words = [
                        "--from0",
                        "-i",
                        "-r",
                        "--delete",
                        "--existing",
                        f"--filter=. {rules.name}",
                        *_NAMES,
                    ]
                    parent = text.names(parent_of(inside), inside=True)
                    done = await self._call(*words, f"{here}/", self._target, stdin=parent)
        assert done is not None
        if text.NOT_EMPTY.search(done.stdout) or "cannot delete non-empty" in done.stderr:
            raise DirectoryNotEmpty("is not empty", host=self.host, path=path)
        self._check(done, path)
        if not text.DELETED.search(done.stdout):
            raise FileNotFound("there is no such file or directory", host=self.host, path=path)

    async def _stat(self, path: bytes) -> FileStat:
        found = (await self._look(path)).get(path)
        if found is None:
            raise FileNotFound("there is no such file or directory", host=self.host, path=path)
        return found

    async def _leads_out(self, path: bytes) -> bool:
        prefix = self.root.rstrip(b"/")
        below = [prefix + part for part in _prefixes(path[len(prefix) :])]
        return bool(below) and any(stat.is_symlink for stat in (await self._look(*below)).values())

    async def _list(self, path: bytes) -> dict[bytes, FileStat]:
        with tempfile.TemporaryDirectory(prefix="vr-") as here:
            words = (
                "-8",
                "-l",
                "-D",
                "--list-only",
                "--no-human-readable",
                *_NAMES,
                self._target,
                f"{here}/",
            )
            done = await self._call(*words, stdin=text.names(self._inside(path), inside=True))
        self._check(done, path)
        start = self._inside(path).strip(b"/")
        start = start + b"/" if start else b""
        entries = {}
        for name, stat in text.listed(done.stdout).items():
            plain = name.removeprefix(b"./")
            if plain.startswith(start) and plain != b"." and plain[len(start) :] not in (b"", b"."):
                entries[plain[len(start) :]] = stat
        return entries

    # Copies.

    async def _upload(self, source: Path, target: bytes, options: CopyOptions, *, look: bool) -> None:
        if look:
            # rsync would make a missing parent; both are looked at in one run.
            self._mind_target(target, await self._need_parent(target), options)
        total = source.stat().st_size
        options.report(0, total)
        with tempfile.TemporaryDirectory(prefix="vr-") as here:
            self._stage(Path(here), target).symlink_to(source.absolute())
            words = ["-L", *self._copy_words(options)]
            if not options.overwrite:
                words.append("--ignore-existing")
            stdin = text.names(self._inside(target))
            done = await self._transfer(
                words, [*_NAMES, f"{here}/", self._target], stdin, target, options, total
            )
            if not options.overwrite and not text.SENT.search(done):
                raise FileExists("is there already", host=self.host, path=target)
            if options.verify:
                check = ("-n", "-i", "-c", "-L", *_NAMES, f"{here}/", self._target)
                again = await self._call(*check, stdin=stdin)
                self._check(again, target)
                if text.SENT.search(again.stdout):
                    raise VerificationFailed("the copy differs from its source", host=self.host, path=target)
        options.report(total, total)

    async def _download(self, source: bytes, found: FileStat, target: Path, options: CopyOptions) -> None:
        if not found.size and source.startswith(_UNSIZED):
            raise Unsupported(
                "rsync reads no further than a file's size, which is told as 0 for this one; try the driver 'ssh' or "
                "'sftp'",
                host=self.host,
                path=source,
            )
        # rsync gives the file its own name: it gets a directory for that, and nothing else in there is looked at.
        place = target.with_name("get")
        place.mkdir(mode=0o700, exist_ok=options.resume)
        options.report(0, found.size)
        words = ["--no-R", *self._copy_words(options)]
        stdin = text.names(self._inside(source))
        ends = [*_NAMES, self._target, f"{place}/"]
        await self._transfer(words, ends, stdin, source, options, found.size)
        if options.verify:
            again = await self._call("-n", "-i", "-c", "--no-R", *ends, stdin=stdin)
            self._check(again, source)
            if text.SENT.search(again.stdout):
                raise VerificationFailed("the copy differs from its source", host=self.host, path=source)
        arrived = place / os.fsdecode(name_of(source))
        if not os.path.lexists(arrived):
            raise FileOutcomeUnknown("rsync brought no such file", host=self.host, path=source)
        if not modes.S_ISREG(arrived.lstat().st_mode):
            raise WrongFileType("what rsync brought is not a file", host=self.host, path=source)
        arrived.rename(target)
        options.report(found.size, found.size)

    async def _push_tree(
        self, source: Path, target: bytes, options: CopyOptions, *, delete: bool
    ) -> TreeResult:
        found = await self._need_parent(target)
        # rsync makes what is missing, as its parent is there.
        if found is not None and not found.is_dir:
            raise self._wrong(target, found, "a directory")
        with tempfile.TemporaryDirectory(prefix="vr-") as here:
            # The slash at the end of the name makes rsync follow this link, and none that is further down.
            place = self._stage(Path(here), target)
            place.symlink_to(source.absolute(), target_is_directory=True)
            stdin = text.names(self._inside(target), inside=True)
            words = [*self._tree_words(options, delete=delete), *_NAMES, f"{here}/", self._target]
            return await self._copy_tree(words, stdin, target, options)

    async def _pull_tree(
        self, source: bytes, target: Path, options: CopyOptions, *, delete: bool
    ) -> TreeResult:
        target.mkdir(exist_ok=True)
        stdin = text.names(self._inside(source), inside=True)
        words = [
            *self._tree_words(options, delete=delete),
            "--no-R",
            *_NAMES,
            self._target,
            f"{target.absolute()}/",
        ]
        return await self._copy_tree(words, stdin, source, options)

    async def _copy_tree(
        self, words: list[str], stdin: bytes, path: bytes, options: CopyOptions
    ) -> TreeResult:
        told = text.TreeOutput()

        def hear(data: bytes) -> None:
            told.feed(data)
            found = text.transferred(data)
            if found is not None and found[1]:
                # rsync tells the total as percents alone, which it rounds down.
                done, percent = found
                options.report(done, max(done, done * 100 // percent))

        self._check(await self._call(*words, stdin=stdin, on_output=hear), path)
        return told.result

    def _tree_words(self, options: CopyOptions, *, delete: bool) -> list[str]:
        words = ["-r", "-p", "-t", "-i", "--no-human-readable", "--info=progress2", "--outbuf=N"]
        words += [name for name, wanted in (("--sparse", options.sparse), ("-z", options.compress)) if wanted]
        if delete:
            words += ["--delete", "--force"]
        if options.limit is not None:
            words.append(f"--bwlimit={max(1, options.limit // 1024)}")
        return words

    async def _verify_download(self, source: bytes, part: Path) -> bool:
        # `_download` has compared already, while the file had the name that rsync needs for it.
        del source, part
        return True

    def _copy_words(self, options: CopyOptions) -> list[str]:
        # -I: a file of the same size and time may differ all the same.
        words = ["-i", "-I", "--no-human-readable", "--info=progress2", "--outbuf=N"]
        words += ["-p", "-t"] if options.preserve else ["-p", "--chmod=F600"]
        if options.sparse:
            words.append("--sparse")
        if options.compress:
            words.append("-z")
        if options.resume:
            words.append(f"--partial-dir={_PARTIAL}")
        if options.limit is not None:
            words.append(f"--bwlimit={max(1, options.limit // 1024)}")
        return words

    async def _transfer(
        self,
        words: list[str],
        ends: list[str],
        stdin: bytes,
        path: bytes,
        options: CopyOptions,
        total: int,
    ) -> bytes:
        """Run a copy; return what rsync itemised."""
        kept = bytearray()

        def hear(data: bytes) -> None:
            kept.extend(data)
            del kept[: -(1 << 16)]
            done = text.transferred(data)
            if done is not None:
                options.report(min(done[0], total), total)

        while True:
            flush = ["--fsync"] if self._fsync else []
            done = await self._call(
                *words, *flush, *ends, stdin=stdin, on_output=hear, file_limit=total + GROWTH
            )
            if self._fsync and text.rejects_option(done.code, done.stderr, "fsync"):
                # Before 3.2.4, and for rrsync of that time: no flush before the rename.
                self._fsync = False
                continue
            self._check(done, path)
            return bytes(kept).replace(b"\r", b"\n")


def _prefixes(path: bytes) -> Iterator[bytes]:
    """Yield the directories above a path and itself, from the top, without the top itself."""
    parts = [part for part in path.split(b"/") if part]
    for count in range(1, len(parts) + 1):
        yield b"/" + b"/".join(parts[:count])
