"""Somebody on the host exchanges directories and files for links that lead out while a driver works there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.interop.files.drivers import maker
from tests.interop.files.swapping import COMPONENTS, Trap
from tests.interop.files.test_restricted import account
from tests.interop.lab.sshd import LoopbackSSHD
from virtreach.files import RemoteFilesystem

pytestmark = pytest.mark.needs("root", "sshd", "scp", "rsync", "module:asyncssh")

CONFINED = {"`virtreach-rshell`": ("ssh", "rsync", "sftp"), "`internal-sftp`, chroot": ("sftp",)}
ROUNDS = {"ssh": 1, "rsync": 1, "sftp": 20}


def unguarded(there: RemoteFilesystem) -> RemoteFilesystem:
    """Switch off what is looked at on this side: the far one alone stands in the way."""

    async def never(path: bytes) -> bool:
        del path
        return False

    there._leads_out = never  # type: ignore[method-assign]
    return there


@pytest.fixture(scope="module", params=CONFINED)
def confined(request: pytest.FixtureRequest) -> Iterator[tuple[LoopbackSSHD, Path, str, tuple[str, ...]]]:
    with TemporaryDirectory(prefix="vrswap-", dir="/run") as directory:
        Path(directory).chmod(0o755)
        with account(request.param, Path(directory)) as (server, root):
            yield server, Path(directory) / "root", root, CONFINED[request.param]


async def test_the_trap_catches(server: LoopbackSSHD, tmp_path: Path) -> None:
    """With a login shell, and without the look on this side, it would happen."""
    (tmp_path / "root").mkdir()
    with Trap(tmp_path, tmp_path / "root", "a") as trap:
        async with maker(server, "sftp")(root=str(tmp_path / "root"), timeout=60) as there:
            await trap.work(unguarded(there), ROUNDS["sftp"])
    assert trap.findings


@pytest.mark.parametrize("component", COMPONENTS)
async def test_nothing_outside_is_touched(
    confined: tuple[LoopbackSSHD, Path, str, tuple[str, ...]], component: str, tmp_path: Path
) -> None:
    server, real, root, drivers = confined
    with TemporaryDirectory(prefix="vrswap-", dir="/run") as directory:
        trap = Trap(Path(directory), real, component, seen=Path(root))
        with trap:
            for driver in drivers:
                async with maker(server, driver)(root=root, timeout=60) as there:
                    await trap.work(unguarded(there), ROUNDS[driver])
                    while (
                        driver == drivers[-1] and trap.swaps <= 1000
                    ):  # a busy machine swaps less in as many rounds
                        await trap.work(unguarded(there), ROUNDS[driver])
        trap.clear()
    assert trap.findings == []
    assert trap.swaps > 1000
