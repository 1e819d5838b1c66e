"""This side's end of a copy, in a directory where somebody else exchanges names."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from virtreach.errors.files import FileError
from virtreach.files.local import LocalTarget
from virtreach.files.model import CopyOptions, FileStat

pytestmark = pytest.mark.needs("root")

NOBODY = 65534
DATA = b"sent"
FOUND = FileStat(0o100644, len(DATA), 1_700_000_000.0)


def resumed_name(target: Path) -> Path:
    mark = f"{target.name}\0{FOUND.size}\0{FOUND.mtime}".encode()
    return target.parent / f".virtreach-{hashlib.sha256(mark).hexdigest()[:16]}.part"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A directory of somebody else."""
    directory = tmp_path / "place"
    directory.mkdir()
    os.chown(directory, NOBODY, NOBODY)
    return directory


@pytest.mark.parametrize("preserve", [False, True])
async def test_a_directory_that_is_put_away_in_mid_copy(place: Path, tmp_path: Path, preserve: bool) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"root's")
    victim.chmod(0o640)
    before = victim.stat()
    target = place / "image"
    async with LocalTarget(target, CopyOptions(preserve=preserve), FOUND) as copy:
        [name] = os.listdir(place)
        (place / name).rename(place / "moved")
        (place / name).mkdir()
        (place / name / "data").symlink_to(victim)
        copy.part.write_bytes(DATA)
        await copy.finish()
    assert target.read_bytes() == DATA
    assert not target.is_symlink()
    assert victim.read_bytes() == b"root's"
    assert (victim.stat().st_mode, victim.stat().st_mtime_ns) == (before.st_mode, before.st_mtime_ns)
    assert (place / name / "data").is_symlink()


@pytest.mark.parametrize("foreign", ["directory", "file", "link", "a link for the directory"])
async def test_resuming_takes_nothing_of_others(place: Path, tmp_path: Path, foreign: str) -> None:
    target = place / "image"
    theirs = resumed_name(target)
    victim = tmp_path / "victim"
    victim.mkdir(mode=0o700)
    if foreign == "a link for the directory":
        theirs.symlink_to(victim)
    else:
        theirs.mkdir(mode=0o700)
        if foreign == "link":
            (victim / "file").write_bytes(b"evil")
            (theirs / "data").symlink_to(victim / "file")
        else:
            (theirs / "data").write_bytes(b"evil")
            os.chown(theirs / "data", NOBODY, NOBODY)
        if foreign == "directory":
            os.chown(theirs, NOBODY, NOBODY)
    async with LocalTarget(target, CopyOptions(resume=True), FOUND) as copy:
        assert not copy.part.exists()
        copy.part.write_bytes(DATA)
        await copy.finish()
    assert target.read_bytes() == DATA
    assert theirs.exists()
    assert [path.read_bytes() for path in victim.iterdir()] == ([b"evil"] if foreign == "link" else [])


async def test_what_has_arrived_is_found_again(place: Path) -> None:
    target = place / "image"
    async with LocalTarget(target, CopyOptions(resume=True), FOUND) as copy:
        copy.part.write_bytes(DATA[:2])
    assert resumed_name(target).is_dir()
    async with LocalTarget(target, CopyOptions(resume=True), FOUND) as copy:
        assert copy.part.read_bytes() == DATA[:2]
        copy.part.write_bytes(DATA)
        await copy.finish()
    assert os.listdir(place) == ["image"]


async def test_a_file_system_without_owners(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made there is not ours, but nobody else can come between."""
    make = os.mkdir

    def foreign(name: str, mode: int, *, dir_fd: int) -> None:
        make(name, mode, dir_fd=dir_fd)
        os.chown(name, 12, 12, dir_fd=dir_fd)
        os.chmod(name, 0o755, dir_fd=dir_fd)

    monkeypatch.setattr(os, "mkdir", foreign)
    tmp_path.chmod(0o755)
    async with LocalTarget(tmp_path / "image", CopyOptions(), FOUND) as copy:
        copy.part.write_bytes(DATA)
        await copy.finish()
    os.chown(tmp_path, NOBODY, NOBODY)
    with pytest.raises(FileError, match="exchanges names"):
        async with LocalTarget(tmp_path / "other", CopyOptions(), FOUND):
            pass
    os.chown(tmp_path, 0, 0)
