"""Commands and files by each shell that a machine may have as its ``sh``, busybox's among them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.interop.files.names import NASTY
from tests.shell.local import LocalRemote
from virtreach.errors.files import FileChanged, FileNotFound, WrongFileType
from virtreach.errors.shell import CommandTimeout, OutputTooLarge, ShellUnusable, Unsupported
from virtreach.shell import editing
from virtreach.shell.fan_out import run_on
from virtreach.shell.prologue import END_SCRIPT
from virtreach.shell.result import Capability


async def test_commands(local: LocalRemote) -> None:
    done = await local.run(["printf", "%s|", *NASTY, b"\xff", ""], env={"A": "x"})
    assert done.stdout == b"|".join([*NASTY, b"\xff", b"", b""])
    done = await local.run_script('cat; echo "$1$A" >&2; exit 3', "a'", input=b"\0in", env={"A": b"\xfe\n"})
    assert (done.status, done.stdout, done.stderr) == (3, b"\0in", b"a'\xfe\n\n")
    assert (await local.run(["pwd"], cwd="/usr")).stdout == b"/usr\n"
    assert (await local.run_script("kill -KILL $$")).signal == "KILL"
    with pytest.raises(FileNotFound):
        await local.run(["pwd"], cwd="/proc/none")


async def test_limits(local: LocalRemote) -> None:
    with pytest.raises(CommandTimeout, match="it was ended there"):
        await local.run_script("sleep 600 & sleep 600", timeout=0.5)
    with pytest.raises(OutputTooLarge, match="it was ended there"):
        await local.run(["yes"], max_output=10)


async def test_ending_harms_no_other_process(local: LocalRemote) -> None:
    """A number that another process has got meanwhile, and numbers that make no sense."""
    with subprocess.Popen(["sleep", "600"], start_new_session=True) as other:
        start = int(Path(f"/proc/{other.pid}/stat").read_text().rpartition(")")[2].split()[19])
        for process in ((other.pid, start - 1, other.pid), (other.pid, 0, other.pid), (0, 0, 0), (1, 0, 1)):
            done = await local.run_script(END_SCRIPT, *map(str, process))
            assert done.stdout in (b"gone\n", b"left\n")
        # One that was there before a command of ours began cannot have been its leader's successor.
        gone = subprocess.Popen(["true"], start_new_session=True)
        gone.wait()
        await local.run_script(END_SCRIPT, str(gone.pid), str(start - 1), str(other.pid))
        assert other.poll() is None
        done = await local.run_script(END_SCRIPT, str(other.pid), str(start), str(other.pid))
        assert other.wait() == -15
        assert done.stdout == b"ended\n"


async def test_files(local: LocalRemote, monkeypatch: pytest.MonkeyPatch) -> None:
    base = os.fsencode(local.home) + b"/"
    names = [name for name in NASTY if len(name) <= 200]
    data = bytes(range(256)) * 40
    await local.write_files({base + name: data + name for name in names})
    name = base + names[4]
    await local.append(name, b"\0end\n")
    await local.prepend(name, b"a=1\r\n")
    assert await local.replace_line(name, "a=1", "b") == 1
    assert await local.read_file(name) == b"b\r\n" + data + names[4] + b"\0end\n"
    for kind, path in ((FileNotFound, b"none/x"), (WrongFileType, b"")):
        with pytest.raises(kind):
            await local.write_files({base + names[0]: b"new", base[:-1] + b"/" * bool(path) + path: b"x"})
    assert await local.read_file(base + names[0]) == data + names[0]
    assert sorted(os.listdir(base)) == sorted(names)
    read = editing.read_file

    async def read_less(*args: Any, **options: Any) -> bytes:
        return (await read(*args, **options))[:10]

    monkeypatch.setattr(editing, "read_file", read_less)
    with pytest.raises(FileChanged):
        await local.replace_line(name, "b", "c")
    assert sorted(os.listdir(base)) == sorted(names)


async def test_a_login_shell_that_talks_and_does_nothing(local: LocalRemote) -> None:
    local.program("sh", "echo 'This account is closed.'; exit 1\n")
    (local.programs / "sh").write_text("#!/bin/bash\necho 'This account is closed.'; exit 1\n")
    with pytest.raises(ShellUnusable, match="closed"):
        await local.run(["true"])


async def test_what_a_machine_cannot(local: LocalRemote, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "capabilities", frozenset)
    for work in (
        lambda: local.run(["true"], sudo=True),
        lambda: local.read_file("/x"),
        lambda: local.write_file("/x", b""),
        lambda: local.start(["true"]),
        lambda: local.jobs(),
        lambda: local.open_socket(22),
        lambda: local.open_unix_socket("/x"),
        lambda: local.open_stream(22),
    ):
        with pytest.raises(Unsupported):
            await work()
    assert Capability.FILES not in local.capabilities()
    with pytest.raises(CommandTimeout, match="may still be running"):
        await local.run(["sleep", "3"], timeout=0.3)


async def test_many_at_a_time(local: LocalRemote) -> None:
    begun = local.home / "begun"
    script = f"echo x >>{begun}; sleep 0.05; wc -l <{begun}"
    results = await run_on([local] * 6, ["sh", "-c", script], concurrency=2)
    assert [found.ok for found in results] == [True] * 6
    assert int(results[0].result.text) <= 3  # type: ignore[union-attr]
    assert await run_on([], ["true"]) == []
