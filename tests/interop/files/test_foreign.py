"""Root works in directories of other users, who may exchange any name in them at any time."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import threading
import time
from pathlib import Path

import pytest

from tests.interop.files.drivers import maker
from tests.interop.files.swapping import exchange
from tests.interop.lab.sshd import LoopbackSSHD
from virtreach.errors.files import FileError, FileExists, Unsupported
from virtreach.files import copy_between
from virtreach.files.model import FileStat, part_name
from virtreach.files.safety import others_may_exchange

NOBODY = 65534


@pytest.mark.parametrize(
    ("mode", "uid", "gid", "may"),
    [
        (0o755, 0, 0, False),
        (0o775, 0, 0, False),
        (0o775, 0, 12, True),
        (0o777, 0, 0, True),
        (0o1777, 0, 0, False),
        (0o755, 1000, 1000, False),
        (0o775, 1000, 1000, False),
        (0o755, 1001, 0, True),
        (0o1777, 1001, 0, True),
    ],
)
def test_who_may_exchange_names(mode: int, uid: int, gid: int, may: bool) -> None:
    assert others_may_exchange(FileStat(0o040000 | mode, 0, 0.0, uid, gid), 1000) is may


async def test_scp_writes_where_nobody_else_can_come_between(server: LoopbackSSHD, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"sent")
    own, theirs = tmp_path / "own", tmp_path / "theirs"
    for place in (own / "deep", theirs / "deep", theirs / "link"):
        place.mkdir(parents=True)
    (theirs / "link").rmdir()
    (theirs / "link").symlink_to(own)
    os.chown(theirs, NOBODY, NOBODY)
    (own / "link").symlink_to(own / "deep")
    (own / "out").symlink_to(theirs / "deep")
    async with maker(server, "ssh")(timeout=60) as there:
        for good in ("own", "own/deep", "own/link"):
            for name in ("first", "second"):
                await there.copy_file(source, there.path(f"{tmp_path}/{good}/{name}"))
        for bad in ("theirs", "theirs/deep", "theirs/link/deep", "own/out"):
            for overwrite in (True, False):
                with pytest.raises(Unsupported, match=r"may exchange names in .*theirs'.*'sftp'"):
                    await there.copy_file(source, there.path(f"{tmp_path}/{bad}/image"), overwrite=overwrite)
        with pytest.raises(Unsupported, match="may exchange names"):
            await there.copy_tree(own / "deep", there.path(f"{theirs}/deep"))
    async with maker(server, "sftp")(timeout=60) as there:
        await there.copy_file(source, there.path(f"{theirs}/image"))
        async with maker(server, "ssh")(timeout=60) as other:
            with pytest.raises(Unsupported, match="straight copy"):
                await copy_between(
                    other, str(source), there, f"{theirs}/straight", straight_to="root@127.0.0.1"
                )
    assert sorted(os.listdir(own / "deep")) == ["first", "second"]
    assert sorted(os.listdir(own)) == ["deep", "first", "link", "out", "second"]
    assert sorted(os.listdir(theirs)) == ["deep", "image", "link"]
    assert os.listdir(theirs / "deep") == []


async def test_creating_follows_no_link(server: LoopbackSSHD, driver: str, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    os.chown(tmp_path, NOBODY, NOBODY)
    (tmp_path / "new").symlink_to(victim)
    async with maker(server, driver)(timeout=60) as there:
        with pytest.raises(FileExists):
            await there.create_file(f"{tmp_path}/new")
        assert await there.create_file(f"{tmp_path}/other")
    assert sorted(os.listdir(tmp_path)) == ["new", "other"]
    assert (tmp_path / "other").stat().st_mode & 0o777 == 0o600


async def test_removing_a_tree_whose_names_are_exchanged(
    server: LoopbackSSHD, driver: str, tmp_path: Path
) -> None:
    """Its owner has a directory in it be a link half of the time."""
    precious = tmp_path / "precious"
    precious.mkdir()
    names = sorted(f"f{number}" for number in range(10))
    for name in names:
        (precious / name).touch()
    stop = threading.Event()

    def swap() -> None:
        while not stop.is_set():
            # Where it is not, at the moment, there is nothing to exchange.
            with contextlib.suppress(OSError):
                exchange(tmp_path / "tree/sub", tmp_path / "tree/link")
            time.sleep(0.0001)

    async with maker(server, driver)(timeout=60) as there:
        for _ in range(12 if driver == "sftp" else 2):
            sub = tmp_path / "tree/sub"
            (sub / "deep").mkdir(parents=True)
            for name in names:
                (sub / name).touch()
                (sub / "deep" / name).touch()
            (tmp_path / "tree/link").symlink_to(precious)
            stop.clear()
            thread = threading.Thread(target=swap)
            thread.start()
            try:
                with contextlib.suppress(FileError):
                    await there.remove_dir(str(tmp_path / "tree"), recursive=True)
            finally:
                stop.set()
                thread.join()
            assert sorted(os.listdir(precious)) == names
            if (tmp_path / "tree").exists():
                shutil.rmtree(tmp_path / "tree")
    assert [name for name in os.listdir(tmp_path) if name.endswith(".part")] == []


async def test_what_cannot_be_removed_is_moved_back(server: LoopbackSSHD, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    for below in ("a/b/c", "a/b/d", "e"):
        (tree / below).mkdir(parents=True)
        (tree / below / "file").touch()
    async with maker(server, "sftp")(timeout=60) as there:
        remove = there._remove_file

        async def unlucky(path: bytes) -> None:
            if path.endswith(b"/file") and Path(os.fsdecode(path)).stat().st_size:
                raise FileError("no", host="h", path=path)
            await remove(path)

        (tree / "a/b/d/file").write_bytes(b"stays")
        there._remove_file = unlucky  # type: ignore[method-assign]
        with pytest.raises(FileError, match="no"):
            await there.remove_dir(str(tree), recursive=True)
        assert (tree / "a/b/d/file").read_bytes() == b"stays"
        assert os.listdir(tmp_path) == ["tree"]
        there._remove_file = remove  # type: ignore[method-assign]
        assert await there.remove_dir(str(tree), recursive=True)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("foreign", ["file", "link"])
async def test_an_upload_goes_on_from_nothing_of_others(
    server: LoopbackSSHD, foreign: str, tmp_path: Path
) -> None:
    source, place, victim = tmp_path / "source", tmp_path / "place", tmp_path / "victim"
    source.write_bytes(b"sent and sent")
    victim.write_bytes(b"victim")
    place.mkdir()
    os.chown(place, NOBODY, NOBODY)
    about = source.stat()
    token = hashlib.sha256(f"{about.st_size} {about.st_mtime_ns}".encode()).hexdigest()[:16]
    part = Path(os.fsdecode(part_name(os.fsencode(place / "image"), token)))
    if foreign == "link":
        part.symlink_to(victim)
    else:
        part.write_bytes(b"evil")
        os.chown(part, NOBODY, NOBODY)
    async with maker(server, "sftp")(timeout=60) as there:
        await there.copy_file(source, there.path(str(place / "image")), resume=True)
        assert (place / "image").read_bytes() == source.read_bytes()
        assert (place / "image").stat().st_uid == 0
        assert sorted(os.listdir(place)) == sorted([part.name, "image"])
        # What is ours is gone on from.
        part.unlink()
        part.write_bytes(b"SENT")
        part.chmod(0o600)
        await there.copy_file(source, there.path(str(place / "image")), resume=True)
    assert (place / "image").read_bytes() == b"SENT and sent"
    assert victim.read_bytes() == b"victim"
    assert os.listdir(place) == ["image"]
