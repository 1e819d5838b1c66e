"""Work on a host at a link-local address: ``unshare -n python -m tests.interop.files.zone_id DIRECTORY``."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from tests.interop.files.conftest import SFTP
from tests.interop.files.drivers import DRIVERS
from tests.interop.lab.sshd import LoopbackSSHD
from virtreach.files import remote_filesystem

HOST = "fe80::1%vrzone0"


async def work(server: LoopbackSSHD, driver: str, directory: Path) -> None:
    place = directory / driver
    place.mkdir()
    (place / "source").write_text("data")
    async with remote_filesystem(
        HOST, driver, user="root", port=server.port, config=str(server.config), timeout=60
    ) as there:
        assert await there.create_dir(f"{place}/a/b", parents=True)
        assert await there.create_file(f"{place}/a/b/file")
        await there.copy_file(place / "source", there.path(f"{place}/a/it's"))
        await there.copy_file(there.path(f"{place}/a/it's"), place / "back")
        assert (place / "back").read_text() == "data"
        assert set(await there.list(f"{place}/a")) == {b"b", b"it's"}
        assert await there.remove_file(f"{place}/a/it's")
        assert await there.remove_dir(f"{place}/a", recursive=True)
    assert sorted(path.name for path in place.iterdir()) == ["back", "source"]


def main(directory: Path) -> None:
    for words in (
        "link set lo up",
        "link add vrzone0 type veth peer name vrzone1",
        "addr add fe80::1/64 dev vrzone0 nodad",
        "link set vrzone0 up",
        "link set vrzone1 up",
    ):
        subprocess.run(["ip", *words.split()], check=True)
    with LoopbackSSHD(directory / "sshd", settings=[SFTP, f"ListenAddress {HOST}"]) as server:
        known = server.directory / "known_hosts"
        known.write_text(known.read_text().replace("127.0.0.1", HOST))
        for driver in DRIVERS:
            asyncio.run(work(server, driver, directory))
            print(driver)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
