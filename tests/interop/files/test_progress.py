"""How far a copy is, told while it is under way, by each driver in both directions."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.interop.files.drivers import Make, maker
from tests.interop.lab.sshd import LoopbackSSHD
from virtreach.errors.files import FileError, Unsupported

SIZE = 3 << 20


@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
async def test_progress_is_told_on_the_way(make: Make, tmp_path: Path, back: bool) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(os.urandom(SIZE))
    steps: list[tuple[int, int]] = []
    async with make() as there:
        await there.copy_file(
            there.path(str(source)) if back else source,
            target if back else there.path(str(target)),
            limit=SIZE // 2,
            progress=lambda done, total: steps.append((done, total)),
        )
    assert target.read_bytes() == source.read_bytes()
    assert {total for _, total in steps} == {SIZE}
    done = [done for done, _ in steps]
    assert done == sorted(done)
    assert done[-1] == SIZE
    assert [one for one in done if 0 < one < SIZE]


@pytest.mark.parametrize("verify", [False, True], ids=["plain", "verify"])
async def test_files_that_have_more_than_their_size_says(make: Make, tmp_path: Path, verify: bool) -> None:
    """The kernel tells 0 as the size of what it makes up when it is read."""
    source, there = Path("/proc/version"), tmp_path / "there"
    steps: list[tuple[int, int]] = []
    async with make() as files:
        await files.copy_file(source, files.path(str(there)), verify=verify)
        assert there.read_bytes() == source.read_bytes()
        copy = files.copy_file(
            files.path(str(source)),
            tmp_path / "back",
            verify=verify,
            progress=lambda done, total: steps.append((done, total)),
        )
        if files.transport == "rsync":
            with pytest.raises(Unsupported, match="'sftp'"):
                await copy
            assert not (tmp_path / "back").exists()
            return
        await copy
    size = len(source.read_bytes())
    assert (tmp_path / "back").read_bytes() == source.read_bytes()
    assert steps[-1] == (size, size)


async def test_file_of_size_0_without_an_end(
    server: LoopbackSSHD, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("virtreach.files.sftp_copy.GROWTH", 10)
    async with maker(server, "sftp")() as files:
        with pytest.raises(FileError, match="has no end"):
            await files.copy_file(files.path("/proc/version"), tmp_path / "back")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["cp"], ["sync"]], ids=lambda words: words[0])
@pytest.mark.needs("module:rich")
def test_bar_knows_the_total(server: LoopbackSSHD, tmp_path: Path, words: list[str]) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "file").write_bytes(bytes(SIZE))
    name = source / "file" if words == ["cp"] else source
    how = ["--transport", "sftp", "--port", str(server.port), "--ssh-config", str(server.config)]
    leader, terminal = pty.openpty()
    argv = [sys.executable, "-m", "virtreach", *words, *how, str(name), f"root@127.0.0.1:{tmp_path}/target"]
    wide = {**os.environ, "COLUMNS": "300"}
    with subprocess.Popen(argv, stderr=terminal, stdout=subprocess.DEVNULL, env=wide) as program:
        os.close(terminal)
        said = ""
        # A terminal that nobody has open any more is an error to read, once all was read.
        with contextlib.suppress(OSError):
            while data := os.read(leader, 1 << 16):
                said += data.decode()
    os.close(leader)
    assert program.returncode == 0, said
    assert "3.0/3.0 MiB" in said
