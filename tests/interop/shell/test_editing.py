"""Files of a machine: read, written, edited; whatever their names, and as whoever."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interop.files.names import NASTY
from tests.interop.lab.cluster import Cluster
from tests.interop.shell.lab import inventory
from virtreach.errors import UsageError
from virtreach.errors.files import (
    FileChanged,
    FileNotFound,
    FilePermissionDenied,
    FileTooLarge,
    VerificationFailed,
    WrongFileType,
)
from virtreach.routes.ssh.pool import Pool
from virtreach.routes.ssh.reach import Reach
from virtreach.shell import editing
from virtreach.shell.node import NodeRoute
from virtreach.shell.ssh import SshRemote

pytestmark = pytest.mark.needs("root", "sshd", "ssh-keygen", "ip", "unshare", "nsenter")


@pytest.fixture
def remote(cluster: Cluster, pool: Pool) -> SshRemote:
    """A node; it shares this machine's files."""
    return SshRemote(NodeRoute.to_node(Reach(inventory(cluster), pool), "n1"))


@pytest.fixture
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="vredit-", dir="/tmp") as name:
        yield Path(name)


def entries(place: Path) -> list[bytes]:
    return sorted(os.listdir(os.fsencode(place)))


async def test_all_bytes_and_all_names(remote: SshRemote, place: Path) -> None:
    """Names with quotes, newlines, options and bytes that are no UTF-8 are names, whatever is done."""
    names = [name for name in NASTY if len(name) <= 200]
    base = os.fsencode(place) + b"/"
    data = bytes(range(256)) * 20
    await remote.write_files({base + name: data + name for name in names})
    assert entries(place) == sorted(names)
    odd = base + names[-1]
    assert await remote.read_file(odd) == data + names[-1]
    await remote.append(odd, b"end\0")
    await remote.prepend(odd, b"begin\n")
    for name in names:
        expected = data + name
        if base + name == odd:
            expected = b"begin\n" + expected + b"end\0"
        assert (place / os.fsdecode(name)).read_bytes() == expected
    assert entries(place) == sorted(names)


async def test_mode_and_owner(remote: SshRemote, place: Path) -> None:
    path = place / "file"
    await remote.write_file(str(path), b"1")
    assert path.stat().st_mode & 0o7777 == 0o600
    os.chown(path, 65534, 12)
    path.chmod(0o4751)
    for write in (
        lambda: remote.write_file(str(path), b"two\n"),
        lambda: remote.append(str(path), b"three"),
        lambda: remote.replace_line(str(path), "two", "2"),
    ):
        await write()
        stat = path.stat()
        assert (stat.st_mode & 0o7777, stat.st_uid, stat.st_gid) == (0o4751, 65534, 12)
    assert path.read_bytes() == b"2\nthree"
    await remote.write_file(str(path), b"", mode=0o640, owner="daemon:daemon")
    assert (path.stat().st_mode & 0o7777, path.stat().st_uid) == (0o640, 1)


async def test_new_files_are_private_and_missing_ones_are_made(remote: SshRemote, place: Path) -> None:
    await remote.append(str(place / "a"), b"x")
    await remote.prepend(str(place / "b"), b"y")
    assert (place / "a").read_bytes() + (place / "b").read_bytes() == b"xy"
    assert (place / "a").stat().st_mode & 0o777 == 0o600


async def test_what_is_refused_and_leaves_everything(remote: SshRemote, place: Path) -> None:
    (place / "directory").mkdir()
    (place / "real").write_bytes(b"real")
    (place / "link").symlink_to("real")
    for name, kind in (("directory", WrongFileType), ("link", WrongFileType), ("no/file", FileNotFound)):
        with pytest.raises(kind):
            await remote.write_file(str(place / name), b"x")
    with pytest.raises(WrongFileType):
        await remote.read_file(str(place / "directory"))
    with pytest.raises(FileNotFound):
        await remote.read_file(str(place / "none"))
    with pytest.raises(FileTooLarge):
        await remote.read_file(str(place / "real"), max_size=3)
    assert await remote.read_file(str(place / "link"), max_size=4) == b"real"
    with pytest.raises(UsageError):
        await remote.write_file(str(place) + "/", b"x")
    # Of several, none is written when one cannot be.
    with pytest.raises(FileNotFound):
        await remote.write_files({str(place / "real"): b"new", str(place / "no/file"): b"x"})
    assert entries(place) == [b"directory", b"link", b"real"]
    assert (place / "real").read_bytes() == b"real"


async def test_input_that_is_cut_leaves_the_old_file(remote: SshRemote, place: Path) -> None:
    """What a broken way leaves: an end of input before all of it came."""
    path = place / "file"
    path.write_bytes(b"old")
    script = editing._script([os.fsencode(place) + b"/t"])
    done = await remote.run_script(
        script, str(path), str(place / "t"), "100", "", "", "write", "", input=b"x" * 50
    )
    assert done.status == 74
    assert isinstance(editing._error(remote, b"/f", done), VerificationFailed)
    assert path.read_bytes() == b"old"
    assert entries(place) == [b"file"]


async def test_replace_line(remote: SshRemote, place: Path) -> None:
    path = place / "file"
    path.write_bytes(b"a=1\r\n#b=$x&\\1\n\xff\xfe\na=1\nlast")
    assert await remote.replace_line(str(path), "a=1", b"a='$(id)'&\\0", count=1) == 1
    assert path.read_bytes() == b"a='$(id)'&\\0\r\n#b=$x&\\1\n\xff\xfe\na=1\nlast"
    assert await remote.replace_line(str(path), rb"^#(b)=.*$", rb"\1=2", regex=True) == 1
    assert await remote.replace_line(str(path), b"\xff\xfe", "") == 1
    assert await remote.replace_line(str(path), "last", "end") == 1
    assert await remote.replace_line(str(path), "", "x") == 1
    assert path.read_bytes() == b"a='$(id)'&\\0\r\nb=2\nx\na=1\nend"
    before = path.stat().st_ino
    assert await remote.replace_line(str(path), "nothing", "x") == 0
    assert path.stat().st_ino == before
    for wrong in ({"old": "(", "new": "x", "regex": True}, {"old": "a", "new": "b\nc"}):
        with pytest.raises(UsageError):
            await remote.replace_line(str(path), **wrong)  # type: ignore[arg-type]


async def test_a_change_in_between_is_refused(
    remote: SshRemote, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place / "file"
    path.write_bytes(b"one\n")
    read = editing.read_file

    async def read_and_change(*args: object, **options: object) -> bytes:
        data = await read(*args, **options)  # type: ignore[arg-type]
        path.write_bytes(b"two\n")
        return data

    monkeypatch.setattr(editing, "read_file", read_and_change)
    with pytest.raises(FileChanged):
        await remote.replace_line(str(path), "one", "three")
    assert path.read_bytes() == b"two\n"
    assert entries(place) == [b"file"]


async def test_another_user_may_not(cluster: Cluster, pool: Pool, remote: SshRemote, place: Path) -> None:
    place.chmod(0o755)
    (place / "private").write_bytes(b"secret")
    (place / "private").chmod(0o600)
    nobody = {"sudo": "nobody"}
    with pytest.raises(FilePermissionDenied):
        await remote.read_file(str(place / "private"), **nobody)  # type: ignore[arg-type]
    with pytest.raises(FilePermissionDenied):
        await remote.write_file(str(place / "new"), b"x", **nobody)  # type: ignore[arg-type]
    assert entries(place) == [b"private"]


async def test_a_timeout_leaves_no_litter(remote: SshRemote, place: Path) -> None:
    fifo = place / "fifo"
    os.mkfifo(fifo)
    with pytest.raises(WrongFileType):
        await remote.write_file(str(fifo), b"x")
    (place / "file").write_bytes(b"old")

    async def slow() -> None:
        # The size says more than ever comes, so the far side waits until it is ended.
        script = editing._script([os.fsencode(place) + b"/t"])

        async def feed() -> object:
            yield b"x"
            await asyncio.sleep(600)

        words = (str(place / "file"), str(place / "t"), "100", "", "", "write", "")
        await remote.run_script(script, *words, input=feed(), timeout=1.0)  # type: ignore[arg-type]

    with pytest.raises(TimeoutError, match="it was ended there"):
        await slow()
    assert entries(place) == [b"fifo", b"file"]
