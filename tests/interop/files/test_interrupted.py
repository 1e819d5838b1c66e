"""Copies that do not come to their end: the old file stays, nothing else does, and nobody claims to know more."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.interop.files.conftest import SFTP
from tests.interop.files.cutting import until
from tests.interop.files.drivers import Make, maker
from tests.interop.lab.sshd import LoopbackSSHD
from virtreach.errors import OutcomeUnknown, VirtreachError
from virtreach.errors.files import FileTimeout, Unsupported
from virtreach.files import Capability, RemoteFilesystem

SIZE = 8 << 20
SLOW = 1 << 20


@pytest.fixture
def own(tmp_path: Path) -> Iterator[LoopbackSSHD]:
    """A server of the test's own, whose sessions it may kill."""
    with LoopbackSSHD(tmp_path / "sshd", settings=[SFTP]) as running:
        yield running


@pytest.fixture
def there(own: LoopbackSSHD, driver: str) -> RemoteFilesystem:
    return maker(own, driver)()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source"
    path.write_bytes(os.urandom(SIZE))
    return path


@pytest.fixture
def place(tmp_path: Path) -> Path:
    directory = tmp_path / "place"
    directory.mkdir()
    (directory / "image").write_text("old")
    return directory


def begun(place: Path) -> bool:
    """Whether some of the data has arrived beside the target."""
    for path in place.rglob("*"):
        with suppress(OSError):
            if path.name != "image" and path.is_file() and path.stat().st_size > 100_000:
                return True
    return False


def readable_by_others(place: Path) -> list[Path]:
    """What is new, and not closed to others by its own mode or by its directory's."""
    return [
        path
        for path in place.rglob("*")
        if path.is_file()
        and path.name != "image"
        and path.stat().st_mode & 0o077
        and path.parent.stat().st_mode & 0o077
    ]


def descendants(pid: int) -> list[int]:
    found = []
    with suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            found += [*descendants(int(child)), int(child)]
    return found


async def test_cancelled(there: RemoteFilesystem, source: Path, place: Path) -> None:
    async with there:
        copy = asyncio.create_task(there.copy_file(source, there.path(f"{place}/image"), limit=SLOW))
        await until(lambda: begun(place), "nothing arrives")
        assert readable_by_others(place) == []
        copy.cancel()
        with pytest.raises(asyncio.CancelledError):
            await copy
        await until(lambda: os.listdir(place) == ["image"], f"left: {os.listdir(place)}")
        assert (place / "image").read_text() == "old"
        # The file system is still of use.
        await there.copy_file(source, there.path(f"{place}/image"))
        assert (place / "image").read_bytes() == source.read_bytes()


async def test_no_time_left(there: RemoteFilesystem, source: Path, place: Path) -> None:
    async with there:
        assert await there.exists(str(place))
        with pytest.raises(FileTimeout) as caught:
            await there.copy_file(source, there.path(f"{place}/image"), limit=SLOW, timeout=1.0)
        assert isinstance(caught.value, TimeoutError)
        assert isinstance(caught.value, OutcomeUnknown)
        await until(lambda: os.listdir(place) == ["image"], f"left: {os.listdir(place)}")
        assert (place / "image").read_text() == "old"


async def test_cancelled_on_the_way_back(there: RemoteFilesystem, source: Path, place: Path) -> None:
    async with there:
        copy = asyncio.create_task(there.copy_file(there.path(str(source)), place / "image", limit=SLOW))
        await until(lambda: begun(place), "nothing arrives")
        copy.cancel()
        with pytest.raises(asyncio.CancelledError):
            await copy
    assert os.listdir(place) == ["image"]
    assert (place / "image").read_text() == "old"


def kill(top: int, *names: str, but: int = 0) -> list[str]:
    """Kill what runs below a process, and not below another, under one of those names; return what was found."""
    killed = []
    spared = descendants(but) if but else []
    for pid in (pid for pid in descendants(top) if pid not in spared):
        with suppress(ProcessLookupError, FileNotFoundError):
            name = Path(f"/proc/{pid}/comm").read_text().strip()
            if name in names:
                os.kill(pid, signal.SIGKILL)
                killed.append(name)
    return killed


def begin(there: RemoteFilesystem, source: Path, place: Path, back: bool) -> asyncio.Task[None]:
    """Begin a slow copy onto the old file."""
    if back:
        return asyncio.create_task(there.copy_file(there.path(str(source)), place / "image", limit=SLOW))
    return asyncio.create_task(there.copy_file(source, there.path(f"{place}/image"), limit=SLOW))


BACK = pytest.mark.parametrize("back", [False, True], ids=["there", "back"])


@BACK
async def test_the_link_is_lost(
    there: RemoteFilesystem, own: LoopbackSSHD, source: Path, place: Path, back: bool
) -> None:
    """The server's sessions are killed in the middle; what is left there goes with the next connection."""
    async with there:
        copy = begin(there, source, place, back)
        await until(lambda: begun(place), "nothing arrives")
        # The far tool is not killed: it finds its connection gone, as after a cut cable.
        assert kill(own.pid, "sshd")
        with pytest.raises(VirtreachError) as caught:
            await copy
        assert isinstance(caught.value, OutcomeUnknown), repr(caught.value)
        await until(lambda: os.listdir(place) == ["image"], f"left: {os.listdir(place)}")
        assert (place / "image").read_text() == "old"
        # A new connection is made by itself.
        assert await there.exists(str(source))


@BACK
async def test_the_far_tool_is_killed(
    there: RemoteFilesystem, own: LoopbackSSHD, source: Path, place: Path, back: bool
) -> None:
    async with there:
        copy = begin(there, source, place, back)
        await until(lambda: begun(place), "nothing arrives")
        assert kill(own.pid, "sftp-server", "rsync", "scp")
        with pytest.raises(VirtreachError):
            await copy
        # rsync alone has a temporary file of its own, which nobody else knows of.
        left = [
            name
            for name in os.listdir(place)
            if not (there.transport == "rsync" and name.startswith(".image."))
        ]
        assert left == ["image"]
        assert (place / "image").read_text() == "old"
        assert await there.exists(str(source))
        await there.copy_file(source, there.path(f"{place}/image"))
    assert (place / "image").read_bytes() == source.read_bytes()


@BACK
@pytest.mark.parametrize(
    ("driver", "tool"), [("ssh", "scp"), ("ssh", "ssh"), ("rsync", "rsync")], indirect=["driver"]
)
async def test_our_tool_is_killed(
    there: RemoteFilesystem, own: LoopbackSSHD, source: Path, place: Path, back: bool, tool: str
) -> None:
    async with there:
        copy = begin(there, source, place, back)
        await until(lambda: begun(place), "nothing arrives")
        assert kill(os.getpid(), tool, but=own.pid)
        with pytest.raises(VirtreachError):
            await copy
        await until(lambda: os.listdir(place) == ["image"], f"left: {os.listdir(place)}")
        assert (place / "image").read_text() == "old"
        assert await there.exists(str(source))


CLIENT = """
import sys
from virtreach.files import BlockingFilesystem, remote_filesystem
driver, port, config, source, target = sys.argv[1:]
with BlockingFilesystem(remote_filesystem("127.0.0.1", driver, user="root", port=int(port), config=config)) as there:
    there.copy_file(source, there.path(target), limit=1 << 20)
"""


async def test_the_client_is_killed(own: LoopbackSSHD, driver: str, source: Path, place: Path) -> None:
    """Nobody is left to clean up, but the old file is as it was, and nobody goes on for ever."""
    words = [
        sys.executable,
        "-c",
        CLIENT,
        driver,
        str(own.port),
        str(own.config),
        str(source),
        f"{place}/image",
    ]
    client = await asyncio.create_subprocess_exec(*words, start_new_session=True)
    try:
        await until(lambda: begun(place), "nothing arrives")
    finally:
        client.kill()
        await client.wait()
    assert (place / "image").read_text() == "old"
    await until(lambda: not own.sessions(), "the connection stays")
    assert (place / "image").read_text() == "old"
    async with maker(own, driver)() as there:
        await there.copy_file(source, there.path(f"{place}/image"))
    assert (place / "image").read_bytes() == source.read_bytes()


async def test_resumed(make: Make, source: Path, place: Path) -> None:
    """What has arrived is not sent again."""
    async with make() as there:
        if Capability.RESUME not in there.capabilities():
            with pytest.raises(Unsupported):
                await there.copy_file(source, there.path(f"{place}/image"), resume=True)
            return
        target = there.path(f"{place}/image")
        copy = asyncio.create_task(there.copy_file(source, target, limit=SLOW, resume=True))
        await until(lambda: begun(place), "nothing arrives")
        copy.cancel()
        with pytest.raises(asyncio.CancelledError):
            await copy
        assert (place / "image").read_text() == "old"
        steps: list[int] = []
        await there.copy_file(
            source, target, resume=True, verify=True, progress=lambda done, _: steps.append(done)
        )
        if there.transport == "sftp":
            assert steps[0] > 0
    assert (place / "image").read_bytes() == source.read_bytes()
    assert os.listdir(place) == ["image"]
