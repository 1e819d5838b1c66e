"""Commands and files by each shell that a machine may have as its ``sh``, busybox's among them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from tests.interop.files.names import NASTY
from tests.shell.local import LocalRemote
from virtreach.errors import ConnectionClosed, UsageError
from virtreach.errors.files import FileChanged, FileNotFound, WrongFileType
from virtreach.errors.shell import CommandTimeout, OutputTooLarge, ShellUnusable, Unsupported
from virtreach.routes.ssh.background import Background
from virtreach.shell import editing
from virtreach.shell.base import Remote
from virtreach.shell.blocking import BlockingRemote
from virtreach.shell.blocking import run_on as run_on_blocking
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


async def test_what_is_no_bytes(local: LocalRemote) -> None:
    """Said so before anything is sent."""
    name: Any = "/tmp/vr-none"
    for call in (
        lambda: local.run(["cat"], input=cast("Any", "text")),
        lambda: local.run(["cat"], input=cast("Any", [b"a"])),
        lambda: local.run(["cat"], input=cast("Any", None)),
        lambda: local.run(cast("Any", ["cat", 1])),
        lambda: local.run(["cat"], env=cast("Any", {"A": 1})),
        lambda: local.start(["cat"], input=cast("Any", "text")),
        lambda: local.write_file(name, cast("Any", "text")),
        lambda: local.write_files({name: cast("Any", None)}),
        lambda: local.append(name, cast("Any", "text")),
        lambda: local.replace_line(name, cast("Any", 1), "x"),
        lambda: local.read_file(cast("Any", 1)),
    ):
        with pytest.raises(UsageError, match=r"is (str or )?bytes"):
            await call()
    assert not Path(name).exists()
    data = b"text"
    for given in (bytearray(data), memoryview(data)):
        assert (await local.run(["cat"], input=cast("Any", given))).stdout == data


async def test_files_have_whole_names(local: LocalRemote) -> None:
    """Where a relative one would begin depends on the way and on the user."""
    (local.home / "relative").write_bytes(b"x")
    for name in ("relative", "./relative", b"relative", "~/relative"):
        for call in (
            lambda name=name: local.read_file(name),
            lambda name=name: local.write_file(name, b"y"),
            lambda name=name: local.append(name, b"y"),
        ):
            with pytest.raises(UsageError, match="begins with '/'"):
                await call()
    assert (local.home / "relative").read_bytes() == b"x"


def test_closed(tmp_path: Path) -> None:
    """A remote of a program without an event loop is of no use after its block, nor are its jobs."""

    async def make(_thread: Background) -> Remote:
        return LocalRemote(tmp_path)

    thread = Background()
    try:
        with BlockingRemote(make, thread) as remote:
            assert remote.run(["echo", "x"]).text == "x\n"
            job = remote.job("some")
        calls: list[Callable[[], object]] = [
            lambda: remote.run(["true"]),
            lambda: run_on_blocking([remote], ["true"]),
            remote.facts,
            job.poll,
            job.forget,
        ]
        for call in calls:
            with pytest.raises(ConnectionClosed, match="was closed"):
                call()
        remote.close()
        with pytest.raises(Unsupported, match="forwarding cannot be had"):
            BlockingRemote(make, thread).forward("0:1")
        with pytest.raises(Unsupported, match="a terminal cannot be had"):
            BlockingRemote(make, thread).interact()
    finally:
        thread.close()
