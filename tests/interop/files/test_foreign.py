"""Root works in directories of other users, who may exchange any name in them at any time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.interop.files.drivers import maker
from tests.interop.lab.sshd import LoopbackSSHD
from virtreach.errors.files import FileExists, Unsupported
from virtreach.files import copy_between
from virtreach.files.model import FileStat
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
