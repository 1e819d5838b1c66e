"""Copies that do not come to their end: the old file stays, nothing else does, and nobody claims to know more."""

from __future__ import annotations

import asyncio
import os
import signal
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


@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
async def test_the_link_is_lost(
    there: RemoteFilesystem, own: LoopbackSSHD, source: Path, place: Path, back: bool
) -> None:
    """The server's sessions are killed in the middle; what is left there goes with the next connection."""
    async with there:
        if back:
            work = there.copy_file(there.path(str(source)), place / "image", limit=SLOW)
        else:
            work = there.copy_file(source, there.path(f"{place}/image"), limit=SLOW)
        copy = asyncio.create_task(work)
        await until(lambda: begun(place), "nothing arrives")
        for session in own.sessions():
            for pid in [*descendants(session), session]:
                # The far tool is not killed: it finds its connection gone, as after a cut cable.
                name = Path(f"/proc/{pid}/comm").read_text().strip() if Path(f"/proc/{pid}").exists() else ""
                if name == "sshd":
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
        with pytest.raises(VirtreachError) as caught:
            await copy
        assert isinstance(caught.value, OutcomeUnknown), repr(caught.value)
        await until(lambda: os.listdir(place) == ["image"], f"left: {os.listdir(place)}")
        assert (place / "image").read_text() == "old"
        # A new connection is made by itself.
        assert await there.exists(str(source))


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
