"""Jobs: started once, asked after, cancelled, forgotten."""

from __future__ import annotations

import asyncio
import os
import subprocess
from pathlib import Path

import pytest

from tests.needs import patience
from tests.shell.local import LocalRemote
from virtreach.errors import UsageError
from virtreach.errors.routes import CommandOutcomeUnknown
from virtreach.errors.shell import CommandTimeout, JobOutcomeUnknown, JobUnknown, ShellError
from virtreach.shell import jobs
from virtreach.shell.jobs import Job, _state


def directory(local: LocalRemote, job: Job) -> Path:
    return local.home / ".local/state/virtreach/jobs" / job.job_id


async def test_a_job_from_start_to_end(local: LocalRemote) -> None:
    script = 'cat; echo "$SECRET" >&2; pwd; umask; exit 7'
    job = await local.start_script(
        script, input=b"in\0put\n", env={"SECRET": "se'cret\n$x"}, cwd=str(local.programs)
    )
    assert job.fresh
    state = await job.wait(20 * patience())
    assert (state.state, state.status, state.over) == ("ended", 7, True)
    assert await job.output() == b"in\0put\n" + os.fsencode(local.programs) + b"\n0022\n"
    assert await job.output(3) == b"put\n" + os.fsencode(local.programs) + b"\n0022\n"
    assert await job.output(3, max_size=2) == b"pu"
    assert await job.output(stderr=True) == b"se'cret\n$x\n"
    assert state.stderr_size == 11
    assert state.began is not None
    assert state.ended is not None
    assert state.began <= state.ended
    place = directory(local, job)
    assert place.stat().st_mode & 0o777 == 0o700
    for path in place.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
        assert path.name == "err" or not path.is_file() or b"cret" not in path.read_bytes()
    [listed] = await local.jobs()
    assert listed == state
    await job.forget()
    assert await local.jobs() == []
    assert not list(place.parent.iterdir())
    with pytest.raises(JobUnknown):
        await job.poll()


async def test_the_same_id_runs_once(local: LocalRemote) -> None:
    mark = local.home / "ran"
    words = ["sh", "-c", 'echo x >>"$1"; sleep 0.2', "sh", str(mark)]
    jobs = await asyncio.gather(*(local.start(words, job_id="one") for _ in range(5)))
    again = await local.start(words, job_id="one")
    assert not again.fresh
    assert sum(bool(job.fresh) for job in jobs) >= 1
    assert (await local.job("one").wait(20 * patience())).status == 0
    assert mark.read_text() == "x\n"


async def test_cancel_ends_the_whole_group(local: LocalRemote) -> None:
    job = await local.start_script("sleep 600 & sleep 600; echo not reached")
    state = await job.poll()
    assert state.state == "running"
    with pytest.raises(ShellError, match="still runs"):
        await job.forget()
    with pytest.raises(CommandTimeout, match="may still be running"):
        await job.wait(0.2)
    state = await job.cancel()
    assert state.state == "ended"
    assert state.status in (143, 137)
    left = subprocess.run(["ps", "-o", "stat=", "-g", str(state.process[0])], capture_output=True, text=True)
    assert not [line for line in left.stdout.split() if not line.startswith("Z")]
    assert await job.cancel() == state
    assert await job.output() == b""


async def test_one_that_ignores_the_signal_is_killed(tmp_path: Path) -> None:
    local = LocalRemote(tmp_path)
    job = await local.start_script("trap '' TERM; while :; do sleep 0.1; done")
    state = await job.cancel()
    assert (state.state, state.status) == ("ended", 137)


async def test_one_that_went_without_a_word(local: LocalRemote) -> None:
    job = await local.start(["sleep", "600"])
    pid = (await job.poll()).process[0]
    os.killpg(pid, 9)
    state = await job.wait(20 * patience())
    assert (state.state, state.status) == ("lost", None)
    await job.forget()


async def test_a_process_of_the_same_number_is_another_one(local: LocalRemote) -> None:
    """After a reboot, or when numbers come round: nothing is taken for the job, and nothing ended."""
    job = await local.start(["sleep", "600"])
    place = directory(local, job) / "run/pid"
    pid, start, *rest = place.read_text().split()
    place.write_text(" ".join([pid, str(int(start) + 1), *rest]) + "\n")
    assert (await job.poll()).state == "lost"
    assert (await job.cancel()).state == "lost"
    os.kill(int(pid), 0)
    place.write_text(" ".join([pid, start, rest[0], "another-boot"]) + "\n")
    assert (await job.poll()).state == "lost"
    os.killpg(int(pid), 9)


async def test_a_start_that_is_cut_off_runs_nothing_and_may_be_repeated(
    local: LocalRemote, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute = local._execute
    cut = True

    async def cutting(line, feed, on_stdout, on_stderr):  # type: ignore[no-untyped-def]
        async def less():  # type: ignore[no-untyped-def]
            async for data in feed:
                yield data[:-3] if cut else data

        done = await execute(line, less(), on_stdout, on_stderr)
        if cut:
            raise CommandOutcomeUnknown("the way broke")
        return done

    monkeypatch.setattr(local, "_execute", cutting)
    with pytest.raises(JobOutcomeUnknown) as caught:
        await local.start(["cat"], input=b"whole\n")
    cut = False
    assert (await local.job(caught.value.job_id).poll()).state == "prepared"
    job = await local.start(["cat"], input=b"whole\n", job_id=caught.value.job_id)
    assert job.fresh
    await job.wait(20 * patience())
    assert await job.output() == b"whole\n"


async def test_what_cannot_be(local: LocalRemote) -> None:
    for job_id in ("", "..", "a/b", "-x", "a b", "x" * 65):
        with pytest.raises(UsageError):
            await local.start(["true"], job_id=job_id or "/")
    with pytest.raises(JobUnknown):
        await local.job("none").output()
    job = await local.start(["true"], cwd="/proc/none")
    state = await job.wait(20 * patience())
    assert state.status == 1
    assert b"/proc/none" in await job.output(stderr=True)
    assert (await (await local.start(["no-such-program"])).wait(20 * patience())).status == 127


@pytest.mark.parametrize(
    "said",
    [
        "",
        "x",
        "one running 0",
        "one odd - 0 0 0 0 0 0 0 what",
        "../x ended 0 0 0 0 0 0 0 0 what",
        "one ended \u00b2 0 0 0 0 0 0 0 what",
        "one ended " + "9" * 5000 + " 0 0 0 0 0 0 0 what",
    ],
)
def test_answers_of_a_machine_that_lies(said: str) -> None:
    """They are refused, or a number that is none counts as 0."""
    try:
        state = _state("here", said)
    except ShellError:
        return
    assert (state.status, state.what) == (0, "what")


async def test_more_than_was_asked_for_is_cut(local: LocalRemote, monkeypatch: pytest.MonkeyPatch) -> None:
    job = await local.start(["true"])
    await job.wait(20 * patience())
    monkeypatch.setattr(jobs, "_OUTPUT", "echo too much")
    assert await job.output(max_size=3) == b"too"
