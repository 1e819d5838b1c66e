"""New files are nobody else's from their first moment, and on the disk before they have their names."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.interop.files.drivers import maker
from tests.interop.files.traced import TracedSSHD

pytestmark = pytest.mark.needs("root", "sshd", "scp", "rsync", "strace", "module:asyncssh")

OPENING = ("open", "openat", "creat")
NAMING = ("rename", "renameat", "renameat2", "link", "linkat")
FLUSHING = ("fsync", "fdatasync", "sync", "syncfs")
CHANGING = ("chmod", "fchmod", "fchmodat")
CALLS = (*OPENING, *NAMING, *FLUSHING, *CHANGING, "mkdir", "mkdirat", "umask")


@pytest.fixture(scope="module")
def traced() -> Iterator[TracedSSHD]:
    with TemporaryDirectory(prefix="vrtraced-", dir="/tmp") as directory:
        with TracedSSHD(Path(directory) / "sshd") as server:
            server.trace("-e", "trace=" + ",".join(f"?{name}" for name in CALLS))
            yield server


def created(server: TracedSSHD) -> Iterator[tuple[str, int, int]]:
    """Yield name, mode and the mode of a directory of ours around it (0o777 for none), for each file that was made."""
    ours = {}
    for _, words, result in server.calls(["mkdir", "mkdirat"]):
        if result == 0 and (match := re.search(r'"([^"]*)", 0([0-7]+)', words)):
            ours[match[1]] = int(match[2], 8)
    mask = 0
    for call, words, result in server.calls([*OPENING, "umask"]):
        if call == "umask":
            # Of whatever process: the commands of a line run one after another.
            mask = int(words, 8)
        elif result >= 0 and (match := re.search(r'"([^"]*image[^"]*)", \S*O_CREAT\S*, 0([0-7]+)', words)):
            yield match[1], int(match[2], 8) & ~mask, ours.get(os.path.dirname(match[1]), 0o777)


@pytest.mark.parametrize("work", ["create", "copy", "replace", "preserve"])
async def test_private_from_creation(traced: TracedSSHD, driver: str, work: str, tmp_path: Path) -> None:
    source, place = tmp_path / "source", tmp_path / "place"
    source.write_bytes(os.urandom(100_000))
    source.chmod(0o644)
    place.mkdir(mode=0o755)
    image = place / "image"
    if work == "replace":
        image.write_text("old")
    traced.forget()
    async with maker(traced, driver)() as there:
        if work == "create":
            await there.create_file(str(image))
        else:
            await there.copy_file(source, there.path(str(image)), preserve=work == "preserve")
    made = list(created(traced))
    assert made, "strace saw nothing"
    for name, mode, around in made:
        assert mode & around & 0o077 == 0, f"{name} was made with mode {mode:o}"
    changed = [
        int(mode, 8) for _, words, _ in traced.calls(CHANGING) for mode in re.findall(r", (0[0-7]+)", words)
    ]
    assert work == "preserve" or not any(mode & 0o077 for mode in changed)
    assert stat.S_IMODE(image.stat().st_mode) == (0o644 if work == "preserve" else 0o600)
    assert os.listdir(place) == ["image"]
    if work != "create":
        assert image.read_bytes() == source.read_bytes()
        assert [name for name, _, result in traced.calls(FLUSHING) if result == 0], "nothing was flushed"


async def test_flushed_before_it_is_named(traced: TracedSSHD, driver: str, tmp_path: Path) -> None:
    source, place = tmp_path / "source", tmp_path / "place"
    source.write_bytes(os.urandom(100_000))
    place.mkdir()
    traced.forget()
    async with maker(traced, driver)() as there:
        await there.copy_file(source, there.path(f"{place}/image"))
    order = [
        "flush" if name in FLUSHING else "name"
        for name, words, result in traced.calls([*FLUSHING, *NAMING])
        if result == 0 and (name in FLUSHING or "image" in words)
    ]
    assert order[:2] == ["flush", "name"]
