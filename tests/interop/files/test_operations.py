"""Every driver against a real sshd: names, what stands beside, types, errors, copies."""

from __future__ import annotations

import hashlib
import os
import socket
import stat
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.interop.files.conftest import SFTP
from tests.interop.files.drivers import DRIVERS, Make, each, maker, nothing_raised
from tests.interop.files.names import DECOYS, content
from tests.interop.lab.sshd import LoopbackSSHD
from virtreach.errors import ConnectError, CredentialsRejected, ServerNotAuthentic, UsageError
from virtreach.errors.files import (
    DirectoryNotEmpty,
    FileError,
    FileExists,
    FileNotFound,
    FilePermissionDenied,
    PathOutsideRoot,
    ToolMissing,
    Unsupported,
    WrongFileType,
)
from virtreach.files import BlockingFilesystem, Capability, RemotePath, copy_between
from virtreach.files.rsync import RsyncRemoteFilesystem
from virtreach.files.ssh_link import SSHLink


def state(path: Path) -> tuple[int, ...]:
    """All that creating might alter; reading a link sets its time of access."""
    about = path.lstat()
    return (about.st_ino, about.st_mode, about.st_size, about.st_nlink, about.st_mtime_ns, about.st_ctime_ns)


class TestTypes:
    async def test_creating_never_alters(self, make: Make, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("kept")
        (tmp_path / "dir").mkdir()
        (tmp_path / "dir/inner").write_text("kept")
        (tmp_path / "empty").mkdir()
        (tmp_path / "link").symlink_to("file")
        (tmp_path / "dangling").symlink_to("nowhere")
        os.mkfifo(tmp_path / "fifo")
        before = {path: state(path) for path in tmp_path.rglob("*")}
        async with make() as there:
            for name in ("file", "dir", "empty", "link", "dangling", "fifo"):
                for create in (there.create_file, there.create_dir):
                    with pytest.raises(FileExists):
                        await create(f"{tmp_path}/{name}")
        assert {path: state(path) for path in tmp_path.rglob("*")} == before
        assert not (tmp_path / "nowhere").exists()

    async def test_exist_ok_means_the_same_type(self, make: Make, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("kept")
        (tmp_path / "dir").mkdir()
        async with make() as there:
            assert not await there.create_file(f"{tmp_path}/file", exist_ok=True)
            assert not await there.create_dir(f"{tmp_path}/dir", exist_ok=True)
            with pytest.raises(WrongFileType, match="is a directory"):
                await there.create_file(f"{tmp_path}/dir", exist_ok=True)
            with pytest.raises(WrongFileType, match="is a file"):
                await there.create_dir(f"{tmp_path}/file", exist_ok=True)
        assert (tmp_path / "file").read_text() == "kept"

    async def test_removing_minds_the_type(self, make: Make, tmp_path: Path) -> None:
        (tmp_path / "dir").mkdir()
        (tmp_path / "dir/inner").write_text("kept")
        (tmp_path / "file").write_text("kept")
        (tmp_path / "link").symlink_to("dir")
        async with make() as there:
            with pytest.raises(WrongFileType):
                await there.remove_file(f"{tmp_path}/dir")
            with pytest.raises(WrongFileType):
                await there.remove_dir(f"{tmp_path}/file", recursive=True)
            with pytest.raises(WrongFileType):
                await there.remove_dir(f"{tmp_path}/link", recursive=True)
            assert await there.remove_file(f"{tmp_path}/link")
            assert not os.path.lexists(tmp_path / "link")
            assert not await there.remove_file(f"{tmp_path}/link", missing_ok=True)
            assert not await there.remove_dir(f"{tmp_path}/link", missing_ok=True)
            with pytest.raises(UsageError):
                await there.remove_dir("/", recursive=True)
        assert (tmp_path / "dir/inner").read_text() == "kept"
        assert (tmp_path / "file").read_text() == "kept"

    async def test_a_missing_parent(self, make: Make, tmp_path: Path) -> None:
        source = tmp_path / "source"
        source.write_text("data")
        async with make() as there:
            with pytest.raises(FileNotFound):
                await there.create_file(f"{tmp_path}/a/b")
            with pytest.raises(FileNotFound):
                await there.create_dir(f"{tmp_path}/a/b")
            with pytest.raises(FileNotFound):
                await there.copy_file(source, there.path(f"{tmp_path}/a/b"))
            assert not (tmp_path / "a").exists()
            with pytest.raises(WrongFileType):
                await there.create_file(f"{tmp_path}/source/b")
            assert await there.create_file(f"{tmp_path}/a/b/c", parents=True)
            assert (tmp_path / "a/b/c").read_bytes() == b""
        assert sorted(os.listdir(tmp_path)) == ["a", "source"]

    async def test_errors_carry_host_path_and_words(self, make: Make, tmp_path: Path) -> None:
        path = os.fsencode(tmp_path) + b"/none"
        async with make() as there:
            with pytest.raises(FileNotFound) as caught:
                await there.remove_file(path)
            assert (caught.value.host, caught.value.path) == ("127.0.0.1", path)
            assert isinstance(caught.value, FileNotFoundError)
            with pytest.raises((FilePermissionDenied, FileNotFound, FileError)) as other:
                await there.create_dir("/proc/none")
            assert "127.0.0.1:/proc/none" in str(other.value)

    async def test_the_directory_above_keeps_what_it_has(self, make: Make, tmp_path: Path) -> None:
        above, place, source = tmp_path / "above", tmp_path / "above/place", tmp_path / "source"
        place.mkdir(parents=True)
        source.write_text("data")
        os.chown(place, 0, 1234)
        place.chmod(0o3751)
        os.utime(above, (1_600_000_000, 1_600_000_000))
        async with make() as there:
            for work in (
                lambda: there.create_file(f"{place}/file"),
                lambda: there.create_dir(f"{place}/dir/deep", parents=True),
                lambda: there.copy_file(source, there.path(f"{place}/copy")),
                lambda: there.remove_file(f"{place}/file"),
                lambda: there.remove_dir(f"{place}/dir", recursive=True),
            ):
                await work()
                about = place.stat()
                assert (about.st_uid, about.st_gid, stat.S_IMODE(about.st_mode)) == (0, 1234, 0o3751)
        assert os.listdir(place) == ["copy"]
        assert above.stat().st_mtime == 1_600_000_000


class TestCopies:
    async def test_options_that_hold_everywhere(self, make: Make, tmp_path: Path) -> None:
        source, target = tmp_path / "source", tmp_path / "target"
        data = os.urandom(3_000_000)
        source.write_bytes(data)
        source.chmod(0o754)
        os.utime(source, (1_600_000_000, 1_600_000_000))
        steps: list[tuple[int, int]] = []
        async with make() as there:
            await there.copy_file(
                source, there.path(str(target)), verify=True, progress=lambda *step: steps.append(step)
            )
            assert target.read_bytes() == data
            assert stat.S_IMODE(target.stat().st_mode) == 0o600
            assert steps[0] == (0, len(data))
            assert steps[-1] == (len(data), len(data))
            with pytest.raises(FileExists):
                await there.copy_file(source, there.path(str(target)), overwrite=False)
            await there.copy_file(source, there.path(str(target)), preserve=True)
            assert stat.S_IMODE(target.stat().st_mode) == 0o754
            assert target.stat().st_mtime == 1_600_000_000
            back = tmp_path / "back"
            await there.copy_file(there.path(str(target)), back, verify=True)
            assert back.read_bytes() == data
            assert stat.S_IMODE(back.stat().st_mode) == 0o600
            with pytest.raises(FileExistsError):
                await there.copy_file(there.path(str(target)), back, overwrite=False)
            await there.copy_file(there.path(str(target)), back, preserve=True)
            assert stat.S_IMODE(back.stat().st_mode) == 0o754
            assert back.stat().st_mtime == 1_600_000_000
            await there.copy_file(source, there.path(str(tmp_path / "new")), overwrite=False)
        assert sorted(os.listdir(tmp_path)) == ["back", "new", "source", "target"]

    async def test_the_same_size_and_time_is_no_excuse(self, make: Make, tmp_path: Path) -> None:
        source, target = tmp_path / "source", tmp_path / "target"
        source.write_text("right")
        target.write_text("wrong")
        os.utime(source, (1_600_000_000, 1_600_000_000))
        os.utime(target, (1_600_000_000, 1_600_000_000))
        async with make() as there:
            await there.copy_file(source, there.path(str(target)), preserve=True)
        assert target.read_text() == "right"

    async def test_links_and_directories_are_not_followed(self, make: Make, tmp_path: Path) -> None:
        source = tmp_path / "source"
        source.write_text("data")
        (tmp_path / "other").write_text("kept")
        (tmp_path / "link").symlink_to("other")
        (tmp_path / "dir").mkdir()
        async with make() as there:
            with pytest.raises(WrongFileType):
                await there.copy_file(there.path(f"{tmp_path}/link"), tmp_path / "back")
            with pytest.raises(WrongFileType):
                await there.copy_file(there.path(f"{tmp_path}/dir"), tmp_path / "back")
            with pytest.raises(WrongFileType):
                await there.copy_file(source, there.path(f"{tmp_path}/dir"))
            await there.copy_file(source, there.path(f"{tmp_path}/link"))
        assert (tmp_path / "other").read_text() == "kept"
        assert not (tmp_path / "link").is_symlink()
        assert (tmp_path / "link").read_text() == "data"
        assert not (tmp_path / "back").exists()
        assert list((tmp_path / "dir").iterdir()) == []

    @pytest.mark.parametrize("shape", ["trailing", "hole", "alternating", "leading"])
    async def test_sparse_images(self, make: Make, tmp_path: Path, shape: str) -> None:
        source, target, back = tmp_path / "source", tmp_path / "target", tmp_path / "back"
        size = 16 << 20
        with source.open("wb") as image:
            image.truncate(size)
            if shape != "hole":
                image.seek(0 if shape != "leading" else size - 65536)
                image.write(os.urandom(65536))
            for offset in range(1 << 20, size, 4 << 20) if shape == "alternating" else ():
                image.seek(offset)
                image.write(os.urandom(100_000))
        async with make() as there:
            if Capability.SPARSE not in there.capabilities():
                with pytest.raises(Unsupported):
                    await there.copy_file(source, there.path(str(target)), sparse=True)
                return
            await there.copy_file(source, there.path(str(target)), sparse=True)
            await there.copy_file(there.path(str(target)), back, sparse=True)
        wanted = hashlib.sha256(source.read_bytes()).hexdigest()
        for copy in (target, back):
            assert copy.stat().st_size == size
            assert hashlib.sha256(copy.read_bytes()).hexdigest() == wanted
            assert copy.stat().st_blocks * 512 <= 4 << 20

    async def test_a_limit_holds(self, make: Make, tmp_path: Path) -> None:
        source = tmp_path / "source"
        source.write_bytes(os.urandom(2_000_000))
        async with make() as there:
            await there.exists("/")
            start = time.monotonic()
            await there.copy_file(source, there.path(f"{tmp_path}/target"), limit=2_000_000)
            assert time.monotonic() - start >= 0.7


class TestSurroundings:
    async def test_links_out_of_the_root(self, make: Make, tmp_path: Path) -> None:
        root, outside = tmp_path / "root", tmp_path / "outside"
        root.mkdir()
        outside.mkdir()
        (outside / "file").write_text("kept")
        (root / "inside").mkdir()
        (root / "link").symlink_to(outside)
        async with make(root=str(root)) as there:
            for work in (
                there.create_file(f"{root}/link/new"),
                there.create_dir(f"{root}/link/a/b", parents=True),
                there.remove_file(f"{root}/link/file"),
                there.copy_file(there.path(f"{root}/link/file"), tmp_path / "stolen"),
                there.copy_file(outside / "file", there.path(f"{root}/link/new")),
                there.exists(f"{root}/link/file"),
            ):
                with pytest.raises(PathOutsideRoot):
                    await work
            with pytest.raises(UsageError, match="not below the root"):
                await there.exists(f"{outside}/file")
            with pytest.raises(UsageError, match="not below the root"):
                await there.exists(f"{root}2/file")
            assert await there.create_file(f"{root}/inside/new")
            assert await there.create_dir(f"{root}/inside/a/b", parents=True)
            assert await there.exists(f"{root}/link")
        assert os.listdir(outside) == ["file"]
        assert not (tmp_path / "stolen").exists()

    async def test_a_root_with_other_characters(self, make: Make, tmp_path: Path) -> None:
        root = tmp_path / "a root; *"
        root.mkdir()
        (tmp_path / "source").write_text("data")
        async with make(root=str(root)) as there:
            await there.create_dir(f"{root}/d")
            await there.copy_file(tmp_path / "source", there.path(f"{root}/d/f"))
            assert (root / "d/f").read_text() == "data"
            await there.remove_dir(f"{root}/d", recursive=True)
        assert list(root.iterdir()) == []

    async def test_nobody_is_let_in(self, make: Make, server: LoopbackSSHD, tmp_path: Path) -> None:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{tmp_path}/other"], check=True)
        config = tmp_path / "config"
        config.write_text(server.config.read_text().replace(f"{server.directory}/user", f"{tmp_path}/other"))
        async with make(config=str(config)) as there:
            with pytest.raises(CredentialsRejected):
                await there.exists("/")

    async def test_another_host_key(self, make: Make, server: LoopbackSSHD, tmp_path: Path) -> None:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{tmp_path}/other"], check=True)
        known = tmp_path / "known"
        known.write_text(f"[127.0.0.1]:{server.port} {(tmp_path / 'other.pub').read_text()}")
        config = tmp_path / "config"
        config.write_text(server.config.read_text().replace(f"{server.directory}/known_hosts", str(known)))
        async with make(config=str(config)) as there:
            with pytest.raises(ServerNotAuthentic):
                await there.exists("/")

    async def test_nobody_listens(self, make: Make) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            async with make(port=taken.getsockname()[1]) as there:
                with pytest.raises(ConnectError):
                    await there.exists("/")


class TestBeyondTheBase:
    async def test_list_stat_and_rename(self, make: Make, place: Path) -> None:
        (place / "dir").mkdir()
        (place / "link").symlink_to("disk")
        async with make() as there:
            listed = await there.list(str(place))
            assert set(listed) == {*DECOYS, b"dir", b"link"}
            assert listed[b"dir"].is_dir
            assert listed[b"link"].is_symlink
            assert listed[b"disk"].size == len(content(b"disk"))
            found = await there.stat(f"{place}/disk")
            assert found.mode == (place / "disk").stat().st_mode
            assert found.mtime is not None
            assert abs(found.mtime - (place / "disk").stat().st_mtime) < 1.01
            if Capability.RENAME in there.capabilities():
                with pytest.raises(FileExists):
                    await there.rename(f"{place}/disk", f"{place}/a")
                await there.rename(f"{place}/disk", f"{place}/new\nname")
                await there.rename(f"{place}/new\nname", f"{place}/a", overwrite=True)
                assert (place / "a").read_bytes() == content(b"disk")
            if Capability.CHECKSUM in there.capabilities():
                wanted = hashlib.sha256(content(b"b")).hexdigest()
                assert await there.checksum(f"{place}/b") == wanted
            if Capability.FREE_SPACE in there.capabilities():
                assert await there.free_space(str(place)) > 1 << 20

    async def test_what_it_cannot_do_is_said(self, make: Make) -> None:
        there = make()
        for capability, work in (
            (Capability.RENAME, lambda: there.rename("/a", "/b")),
            (Capability.FREE_SPACE, lambda: there.free_space("/")),
            (Capability.CHECKSUM, lambda: there.checksum("/a")),
        ):
            if capability not in there.capabilities():
                with pytest.raises(Unsupported, match="'sftp' can"):
                    await work()

    @pytest.mark.parametrize("second", DRIVERS)
    async def test_from_host_to_host(
        self, make: Make, server: LoopbackSSHD, tmp_path: Path, second: str
    ) -> None:
        data = os.urandom(500_000)
        (tmp_path / "a").write_bytes(data)
        async with make() as one, maker(server, second)() as other:
            await copy_between(one, f"{tmp_path}/a", other, f"{tmp_path}/b", verify=True, spool=tmp_path)
        assert (tmp_path / "b").read_bytes() == data
        assert sorted(os.listdir(tmp_path)) == ["a", "b"]

    async def test_eight_at_once(self, make: Make, place: Path, tmp_path: Path) -> None:
        """Of one file system; the last of the copies to one name wins, and it is whole."""
        sources = [tmp_path / f"source{number}" for number in range(8)]
        for number, source in enumerate(sources):
            source.write_bytes(bytes([number]) * 300_000)
        target = place / "image"
        async with make() as there:
            nothing_raised(
                await each(
                    (there.copy_file(source, there.path(str(target))) for source in sources), at_once=8
                )
            )
            made = await each((there.create_file(f"{place}/one") for _ in sources), at_once=8)
            # rsync looks and makes in two steps: of several at once more than one may say that it was the one.
            made_it = [result is True for result in made].count(True)
            assert made_it >= 1 if there.transport == "rsync" else made_it == 1
            assert {type(result) for result in made if result is not True} == {FileExists}
        assert target.read_bytes() in [source.read_bytes() for source in sources]
        assert set(os.listdir(place)) == {*map(os.fsdecode, DECOYS), "image", "one"}

    def test_blocking(self, make: Make, tmp_path: Path) -> None:
        (tmp_path / "source").write_text("data")
        with BlockingFilesystem(make()) as there:
            assert there.create_dir(f"{tmp_path}/d")
            there.copy_file(tmp_path / "source", there.path(f"{tmp_path}/d/f"))
            assert there.exists(f"{tmp_path}/d/f")
            assert there.list(f"{tmp_path}/d")[b"f"].size == 4
            assert there.stat(f"{tmp_path}/d").is_dir
            with pytest.raises(DirectoryNotEmpty):
                there.remove_dir(f"{tmp_path}/d")
            assert there.remove_file(f"{tmp_path}/d/f")
            assert there.remove_dir(f"{tmp_path}/d")
        assert not any(thread.name == "virtreach-files" for thread in threading.enumerate())


async def test_straight_from_host_to_host(tmp_path: Path) -> None:
    """The source's host copies by itself, with a key of its own; this machine carries nothing."""
    data = os.urandom(500_000)
    (tmp_path / "a;b\n").write_bytes(data)
    (tmp_path / "new").write_text("old")
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    # What the source's host runs as scp finds the port and the known hosts of this test, and notes how it was called.
    (bin_ / "scp").write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/called\nexec /usr/bin/scp -F {tmp_path}/sshd/far "$@"\n'
    )
    (bin_ / "scp").chmod(0o755)
    with LoopbackSSHD(
        tmp_path / "sshd", settings=[SFTP], environment={"PATH": f"{bin_}:/usr/bin:/bin"}
    ) as server:
        far = server.config.read_text().replace(
            f"IdentityFile {server.directory}/user\n", f"Port {server.port}\n"
        )
        (server.directory / "far").write_text(far)
        make, key = maker(server, "ssh"), f"{server.directory}/user"
        async with make() as one, maker(server, "sftp")() as other:
            paths = one, f"{tmp_path}/a;b\n", other, f"{tmp_path}/new"
            with pytest.raises(FileError):
                await copy_between(*paths, straight_to="root@127.0.0.1")
            assert (tmp_path / "new").read_text() == "old"
            await copy_between(*paths, straight_to="root@127.0.0.1", source_key=key, verify=True)
            with pytest.raises(FileExists):
                await copy_between(*paths, straight_to="root@127.0.0.1", source_key=key, overwrite=False)
            with pytest.raises(UsageError):
                await copy_between(*paths, straight_to="-oProxyCommand=x")
            with pytest.raises(UsageError, match="cannot run a copy"):
                await copy_between(other, "/a", one, "/b", straight_to="root@127.0.0.1")
    assert (tmp_path / "new").read_bytes() == data
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o600
    assert f"-i {key}" in (tmp_path / "called").read_text()
    assert sorted(os.listdir(tmp_path)) == ["a;b\n", "bin", "called", "new", "sshd"]


async def test_rsync_is_not_there(server: LoopbackSSHD) -> None:
    link = SSHLink("127.0.0.1", user="root", port=server.port, config=str(server.config))
    async with RsyncRemoteFilesystem("127.0.0.1", link=link, far_rsync="/usr/bin/no-such-rsync") as there:
        with pytest.raises(ToolMissing):
            await there.exists("/")


async def test_a_path_of_another_host(server: LoopbackSSHD) -> None:
    with pytest.raises(UsageError, match="host"):
        await maker(server, "ssh")().copy_file("/a", RemotePath("other", b"/b"))
