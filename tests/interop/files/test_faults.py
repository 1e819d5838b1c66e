"""Disks that are full or broken, on either side: the old file stays as it was, and nothing beside it."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.interop.files.drivers import Make, maker
from tests.interop.files.traced import TracedSSHD
from virtreach.errors.files import FileError, NoSpace
from virtreach.files import Capability, local

pytestmark = pytest.mark.needs("root", "sshd", "scp", "rsync", "strace", "module:asyncssh")

SIZE = 3 << 20


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source"
    path.write_bytes(os.urandom(SIZE))
    return path


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MiB with an old file in it."""
    directory = tmp_path / "small"
    directory.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(directory)], check=True)
    try:
        (directory / "image").write_text("old")
        yield directory
    finally:
        subprocess.run(["umount", str(directory)], check=True)


@pytest.fixture(scope="module")
def traced() -> Iterator[TracedSSHD]:
    with (
        TemporaryDirectory(prefix="vrtraced-", dir="/tmp") as directory,
        TracedSSHD(Path(directory) / "sshd") as server,
    ):
        server.trace()
        yield server


def untouched(directory: Path) -> None:
    assert os.listdir(directory) == ["image"]
    assert (directory / "image").read_text() == "old"


@pytest.mark.parametrize("verify", [False, True], ids=["", "verify"])
async def test_a_full_disk_there(make: Make, small: Path, source: Path, verify: bool) -> None:
    async with make() as there:
        with pytest.raises(NoSpace):
            await there.copy_file(source, there.path(f"{small}/image"), verify=verify)
        untouched(small)
        (small / "rest").write_bytes(bytes(os.statvfs(small).f_bavail * os.statvfs(small).f_frsize))
        with pytest.raises(NoSpace):
            await there.copy_file(source, there.path(f"{small}/new"))
    assert sorted(os.listdir(small)) == ["image", "rest"]


async def test_a_full_disk_and_a_link(make: Make, small: Path, source: Path, tmp_path: Path) -> None:
    """What a link leads to is left alone; the link itself is lost with rsync, as the page says."""
    (tmp_path / "other").write_text("kept")
    (small / "link").symlink_to(tmp_path / "other")
    async with make() as there:
        with pytest.raises(NoSpace):
            await there.copy_file(source, there.path(f"{small}/link"))
        assert os.path.lexists(small / "link") == (there.transport != "rsync")
    assert (tmp_path / "other").read_text() == "kept"


async def test_a_full_disk_here(make: Make, small: Path, source: Path) -> None:
    async with make() as there:
        with pytest.raises((NoSpace, OSError)) as caught:
            await there.copy_file(there.path(str(source)), small / "image")
    assert isinstance(caught.value, NoSpace) or caught.value.errno == errno.ENOSPC
    untouched(small)


async def test_a_full_disk_and_a_copy_to_go_on_with(make: Make, small: Path, source: Path) -> None:
    """Once there is room, the copy goes on from where it was."""
    async with make() as there:
        if Capability.RESUME not in there.capabilities():
            return
        with pytest.raises(NoSpace):
            await there.copy_file(source, there.path(f"{small}/image"), resume=True)
        assert (small / "image").read_text() == "old"
        subprocess.run(["mount", "-o", "remount,size=9m", str(small)], check=True)
        await there.copy_file(source, there.path(f"{small}/image"), resume=True, verify=True)
    assert (small / "image").read_bytes() == source.read_bytes()
    assert os.listdir(small) == ["image"]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    directory = tmp_path / "place"
    directory.mkdir()
    (directory / "image").write_text("old")
    return directory


async def test_what_cannot_be_flushed_there(
    traced: TracedSSHD, driver: str, source: Path, place: Path
) -> None:
    """The kernel says only at the flush that data did not reach the disk."""
    traced.trace("-e", "trace=fsync", "-e", "inject=fsync:error=EIO")
    async with maker(traced, driver)() as there:
        with pytest.raises(FileError, match=r"could not|ended"):
            await there.copy_file(source, there.path(f"{place}/image"))
    assert [name for name, _, result in traced.calls(["fsync"]) if result < 0]
    untouched(place)


@pytest.mark.parametrize("driver", ["ssh", "sftp"], indirect=True)
@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
async def test_a_disk_that_breaks_in_the_middle(
    traced: TracedSSHD, driver: str, source: Path, place: Path, back: bool
) -> None:
    traced.trace("-e", "trace=lseek", "-e", "inject=lseek:error=EIO:when=6+")
    async with maker(traced, driver)() as there:
        here, far = place / "image", there.path(f"{place}/image")
        with pytest.raises(FileError):
            await (there.copy_file(there.path(str(source)), here) if back else there.copy_file(source, far))
    assert [name for name, _, result in traced.calls(["lseek"]) if result < 0]
    untouched(place)


async def test_what_cannot_be_flushed_here(
    make: Make, monkeypatch: pytest.MonkeyPatch, source: Path, place: Path
) -> None:
    def broken(descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(local.os, "fsync", broken)
    async with make() as there:
        with pytest.raises(OSError, match="Input/output") as caught:
            await there.copy_file(there.path(str(source)), place / "image")
    assert caught.value.errno == errno.EIO
    untouched(place)
