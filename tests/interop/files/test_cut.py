"""The connection breaks after so many bytes: the old file or the new one is there, whole, and nothing beside it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.interop.files.cutting import Cutter, until
from tests.interop.lab.proxy import Proxy
from tests.interop.lab.sshd import LoopbackSSHD
from virtreach.errors import VirtreachError

SIZE = 600_000
LOGIN = 4_000
"""In how many bytes the connection is not yet of use."""
BACK = pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
RESUMING = pytest.mark.parametrize("driver", ["rsync", "sftp"], indirect=True)


@pytest.fixture(scope="module")
def cutter(server: LoopbackSSHD) -> Iterator[Cutter]:
    with ExitStack() as stack:
        directory = Path(stack.enter_context(TemporaryDirectory(prefix="vrcut-", dir="/tmp")))
        proxy = stack.enter_context(Proxy(server.port))
        yield Cutter(server, proxy, directory, random.Random(7).randbytes(SIZE))


def offsets(name: str, count: int) -> list[int]:
    """Places to cut at: one in the login, the rest all over the data; the same in each run."""
    dice = random.Random(name)
    step = SIZE // count
    return [dice.randrange(LOGIN), *(LOGIN + place * step + dice.randrange(step) for place in range(count))]


@BACK
async def test_cut_anywhere(cutter: Cutter, driver: str, back: bool) -> None:
    for number in offsets(f"{driver} {back}", 3):
        assert await cutter.cut(driver, number, back=back) == "", f"cut after {number} bytes"


@BACK
@RESUMING
async def test_resumed_after_any_cut(cutter: Cutter, driver: str, back: bool) -> None:
    for number in offsets(f"{driver} {back} resumed", 2):
        assert await cutter.cut(driver, number, back=back, resume=True) == "", f"cut after {number} bytes"


@BACK
@RESUMING
async def test_what_has_arrived_is_not_sent_again(cutter: Cutter, driver: str, back: bool) -> None:
    (cutter.place / "image").write_bytes(b"old")
    arrived = 0

    def look() -> bool:
        nonlocal arrived
        with suppress(FileNotFoundError):
            sizes = [path.stat().st_size for path in cutter.place.rglob("*") if path.is_file()]
            arrived = max(sizes)
        return arrived > SIZE // 4

    async with cutter.driver(driver) as there:
        copy = asyncio.ensure_future(cutter.copy(there, back=back, resume=True, limit=SIZE // 2))
        await until(look, "nothing arrives")
        cutter.proxy.cut()
        with pytest.raises(VirtreachError):
            await copy
        await cutter.copy(there, back=back, resume=True)
    assert cutter.proxy.passed[0 if back else 1] < SIZE + 2 * LOGIN - arrived
    assert (cutter.place / "image").read_bytes() == cutter.data
    assert [path.name for path in cutter.place.iterdir()] == ["image"]
