"""The connection breaks after so many bytes: the old file or the new one is there, whole, and nothing beside it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from contextlib import ExitStack
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
    proxy, index = cutter.proxy, 0 if back else 1
    (cutter.place / "image").write_bytes(b"old")
    async with cutter.driver(driver) as there:
        setattr(proxy, "to_client" if back else "to_server", SIZE * 3 // 4)
        before = proxy.accepted
        copy = asyncio.ensure_future(cutter.copy(there, back=back, resume=True))
        await until(lambda: proxy.accepted > before and sum(proxy.passed) > 0, "nobody connects")
        setattr(proxy, "to_client" if back else "to_server", None)
        with pytest.raises(VirtreachError):
            await copy
        await cutter.copy(there, back=back, resume=True)
        # A piece of 255 KiB, the largest request of SFTP, is there at least.
        assert proxy.passed[index] < SIZE - (200 << 10)
    assert (cutter.place / "image").read_bytes() == cutter.data
    assert [path.name for path in cutter.place.iterdir()] == ["image"]
