"""Names that are no names to a shell, a pattern or an option: each driver takes them literally."""

from __future__ import annotations

import os
import random
import stat
from pathlib import Path

import pytest

from tests.interop.files.drivers import Make, each, nothing_raised
from tests.interop.files.names import DECOYS, NASTY, content, random_name, tree
from tests.interop.lab.sshd import LoopbackSSHD
from virtreach.errors import UsageError
from virtreach.errors.files import DirectoryNotEmpty, FileExists, FileNotFound
from virtreach.files import RemoteFilesystem, RsyncRemoteFilesystem, SshRemoteFilesystem
from virtreach.files.ssh_link import SSHLink


def names_below(directory: Path) -> list[bytes]:
    return [os.fsencode(directory) + b"/" + name for name in NASTY]


async def create_many(there: RemoteFilesystem, paths: list[bytes]) -> None:
    """Create what is not there yet; with the ssh driver's command lines many at a time."""
    if isinstance(there, SshRemoteFilesystem):
        for start in range(0, len(paths), 100):
            await there._run(b"", *(["touch", "--", path] for path in paths[start : start + 100]))
        return
    for path in paths:
        Path(os.fsdecode(path)).touch()


async def count_many(there: RemoteFilesystem, paths: list[bytes]) -> int:
    """Return how many of the names the host finds; rsync is told all of them at once."""
    if isinstance(there, RsyncRemoteFilesystem):
        return len(await there._look(*paths))
    return len(paths)


class TestNames:
    """38 names, everything else in the directory a decoy."""

    async def test_files(self, make: Make, place: Path) -> None:
        decoys = {name: content(name) for name in DECOYS}
        paths = names_below(place)
        async with make() as there:
            nothing_raised(await each(there.create_file(path) for path in paths))
            assert tree(place) == decoys | dict.fromkeys(NASTY, b"")
            for name, path in zip(NASTY, paths, strict=True):
                Path(os.fsdecode(path)).write_bytes(content(name))
            everything = decoys | {name: content(name) for name in NASTY}
            # Each operation of rsync is several programs.
            some = paths[::5] if isinstance(there, RsyncRemoteFilesystem) else paths
            again = await each(there.create_file(path) for path in some)
            assert {type(result) for result in again} == {FileExists}
            assert tree(place) == everything
            assert await each(there.exists(path) for path in some) == [True] * len(some)
            nothing_raised(await each(there.remove_file(path) for path in paths[::2]))
            assert tree(place) == {name: data for name, data in everything.items() if name not in NASTY[::2]}
            gone = await each(there.remove_file(path) for path in paths[::2] if path in some)
            assert {type(result) for result in gone} == {FileNotFound}
            assert tree(place) == {name: data for name, data in everything.items() if name not in NASTY[::2]}
        assert stat.S_IMODE(place.stat().st_mode) == 0o751

    async def test_directories(self, make: Make, place: Path) -> None:
        decoys = {name: content(name) for name in DECOYS}
        paths = names_below(place)
        async with make() as there:
            nothing_raised(await each(there.create_dir(path) for path in paths))
            assert tree(place) == decoys | dict.fromkeys(NASTY, b"<dir>")
            for path in paths[::2]:
                (Path(os.fsdecode(path)) / "inner").mkdir()
                (Path(os.fsdecode(path)) / "inner/file").write_text("kept")
            full = await each(there.remove_dir(path) for path in paths[::2])
            assert {type(result) for result in full} == {DirectoryNotEmpty}
            assert all((Path(os.fsdecode(path)) / "inner/file").exists() for path in paths[::2])
            nothing_raised(await each(there.remove_dir(path, recursive=True) for path in paths[::2]))
            assert tree(place) == decoys | dict.fromkeys(NASTY[1::2], b"<dir>")
            nothing_raised(await each(there.remove_dir(path) for path in paths[1::2]))
        assert tree(place) == decoys
        assert stat.S_IMODE(place.stat().st_mode) == 0o751

    async def test_copies(self, make: Make, place: Path, tmp_path: Path) -> None:
        decoys = {name: content(name) for name in DECOYS}
        paths = names_below(place)
        source, back = tmp_path / "source", tmp_path / "back"
        source.mkdir()
        back.mkdir()
        for name in NASTY:
            (source / os.fsdecode(name)).write_bytes(content(name))
        async with make() as there:
            up = (
                there.copy_file(source / os.fsdecode(name), there.path(path))
                for name, path in zip(NASTY, paths, strict=True)
            )
            nothing_raised(await each(up, at_once=3))
            assert tree(place) == decoys | {name: content(name) for name in NASTY}
            down = (
                there.copy_file(there.path(path), back / os.fsdecode(name))
                for name, path in zip(NASTY, paths, strict=True)
            )
            nothing_raised(await each(down, at_once=3))
        assert tree(back) == {name: content(name) for name in NASTY}
        assert tree(place) == decoys | {name: content(name) for name in NASTY}

    async def test_random_names(self, make: Make, driver: str, place: Path) -> None:
        """Any bytes but NUL and the slash, and pieces that mean something: a thousand."""
        dice = random.Random(4)
        names = sorted({random_name(dice) for _ in range(1100)} - set(DECOYS))[:1000]
        singly = names if driver == "sftp" else names[::100]
        decoys = {name: content(name) for name in DECOYS}
        paths = [os.fsencode(place) + b"/" + name for name in names]
        async with make() as there:
            nothing_raised(await each(there.create_file(os.fsencode(place) + b"/" + name) for name in singly))
            assert tree(place) == decoys | dict.fromkeys(singly, b"")
            await create_many(there, paths)
            assert tree(place) == decoys | dict.fromkeys(names, b"")
            assert set(await there.list(str(place))) == {*DECOYS, *names}
            assert await count_many(there, paths) == len(paths)
            nothing_raised(await each(there.remove_file(os.fsencode(place) + b"/" + name) for name in singly))
            assert tree(place) == decoys | dict.fromkeys(set(names) - set(singly), b"")
        assert [path.name for path in place.parent.iterdir()] == ["place"]

    async def test_nasty_parents(self, make: Make, tmp_path: Path) -> None:
        """Names that are directories on the way, made on the way."""
        source = tmp_path / "source"
        source.write_text("data")
        async with make() as there:
            for first, second in (
                (b"new\nline", b"disk*"),
                (b"$(touch PWNED)", b"\xff '"),
                (b"-rf", b"a\\b"),
            ):
                path = os.fsencode(tmp_path) + b"/" + first + b"/" + second + b"/file"
                await there.copy_file(source, there.path(path), parents=True)
                assert Path(os.fsdecode(path)).read_text() == "data"

    @pytest.mark.parametrize("path", ["relative", "/a/../b", "/a/./b", "/nul\0byte", "/" + "x" * 256])
    async def test_what_is_refused(self, make: Make, path: str) -> None:
        with pytest.raises(UsageError):
            await make().create_file(path)


@pytest.mark.parametrize("below", [True, False], ids=["far below the root", "in the root"])
async def test_an_rsync_that_rejects_an_option(server: LoopbackSSHD, place: Path, below: bool) -> None:
    """As 3.4.3 and Debian's 3.2.7-1+deb12u6 do with --delete-missing-args."""
    far = place.parent / "rsync"
    far.write_text(
        "#!/bin/sh\nfor word; do case $word in --delete-missing-args)\n"
        "echo 'ERROR: invalid file mode 00 for x [receiver]' >&2; exit 2;; esac; done\nexec /usr/bin/rsync \"$@\"\n"
    )
    far.chmod(0o755)
    decoys = {name: content(name) for name in DECOYS}
    paths = names_below(place)
    for path in paths:
        Path(os.fsdecode(path)).touch()
    link = SSHLink("127.0.0.1", user="root", port=server.port, config=str(server.config))
    root = "/" if below else str(place)
    async with RsyncRemoteFilesystem("127.0.0.1", link=link, far_rsync=str(far), root=root) as there:
        nothing_raised(await each(there.remove_file(path) for path in paths))
        assert tree(place) == decoys
        for path in paths[::3]:
            Path(os.fsdecode(path)).mkdir()
            (Path(os.fsdecode(path)) / "inner").mkdir()
            (Path(os.fsdecode(path)) / "inner/file").touch()
        full = await each(there.remove_dir(path) for path in paths[::3])
        assert {type(result) for result in full} == {DirectoryNotEmpty}
        assert all((Path(os.fsdecode(path)) / "inner/file").exists() for path in paths[::3])
        nothing_raised(await each(there.remove_dir(path, recursive=True) for path in paths[::3]))
    assert tree(place) == decoys
