"""Whole directories, there and back, by each driver."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.interop.files.drivers import Make
from virtreach.errors import UsageError
from virtreach.errors.files import FileNotFound, WrongFileType
from virtreach.files import TreeResult


def picture(directory: Path) -> dict[str, tuple[bytes | None, int, int]]:
    """Names, contents, modes and times; links left out."""
    found = {}
    for path in sorted(directory.rglob("*")):
        if not path.is_symlink():
            about = path.stat()
            data = path.read_bytes() if path.is_file() else None
            found[str(path.relative_to(directory))] = (
                data,
                about.st_mode,
                int(about.st_mtime) if data else 0,
            )
    return found


@pytest.fixture
def source(tmp_path: Path) -> Path:
    directory = tmp_path / "source"
    for name in ("plain", "deep/er/file", "new\nline/it's *", "deep/$(id)", os.fsdecode(b"\xff/\xfe")):
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode("utf-8", "surrogateescape") * 50)
        os.utime(path, (1_600_000_000, 1_600_000_000))
    (directory / "empty").mkdir()
    (directory / "plain").chmod(0o640)
    (directory / "link").symlink_to("/etc")
    return directory


async def test_there_and_back(make: Make, source: Path, tmp_path: Path) -> None:
    target, back = tmp_path / "the target", tmp_path / "back"
    os.mkfifo(source / "deep/fifo")
    async with make() as there:
        found = await there.copy_tree(source, there.path(str(target)))
        os.unlink(source / "deep/fifo")
        assert picture(target) == picture(source)
        assert not os.path.lexists(target / "link")
        assert found == TreeResult(copied=5, removed=0, skipped=2)
        (target / "link").symlink_to("/etc")
        found = await there.copy_tree(there.path(str(target)), back)
        assert picture(back) == picture(source)
        assert found == TreeResult(copied=5, removed=0, skipped=1)
        (back / "plain").unlink()
        (back / "extra").write_text("extra")
        found = await there.copy_tree(there.path(str(target)), back, delete=True)
        assert found == TreeResult(copied=1, removed=1, skipped=1)
        (source / "deep/er/file").unlink()
        found = await there.copy_tree(source, there.path(str(target)), delete=True)
        assert found == TreeResult(copied=0, removed=1, skipped=1)


async def test_what_is_the_same_stays_and_the_rest_follows(make: Make, source: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    async with make() as there:
        await there.copy_tree(source, there.path(str(target)))
        untouched = (target / "plain").stat().st_ino
        (source / "deep/er/file").write_text("changed")
        (source / "added").write_text("added")
        (target / "extra").write_text("extra")
        (target / "extras").mkdir()
        (target / "extras/x").write_text("extra")
        await there.copy_tree(source, there.path(str(target)))
        assert (target / "extra").exists()
        assert (target / "plain").stat().st_ino == untouched
        await there.copy_tree(source, there.path(str(target)), delete=True)
        assert picture(target) == picture(source)
        (source / "extra").write_text("extra")
        await there.copy_tree(there.path(str(target)), source, delete=True)
        assert not (source / "extra").exists()
    assert picture(target) == picture(source)


async def test_what_is_no_directory(make: Make, source: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    async with make() as there:
        with pytest.raises(WrongFileType):
            await there.copy_tree(source, there.path(f"{tmp_path}/file"))
        with pytest.raises(WrongFileType):
            await there.copy_tree(there.path(f"{tmp_path}/file"), tmp_path / "back")
        with pytest.raises(FileNotFound):
            await there.copy_tree(there.path(f"{tmp_path}/none"), tmp_path / "back")
        with pytest.raises(FileNotFound):
            await there.copy_tree(source, there.path(f"{tmp_path}/none/target"))
        with pytest.raises(UsageError):
            await there.copy_tree(tmp_path / "file", there.path(f"{tmp_path}/target"))
    assert (tmp_path / "file").read_text() == "kept"
