"""Commands on a node behind proxies: what arrives, what comes back, and what is said when something breaks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from tests.interop.lab.cluster import Cluster
from tests.interop.shell.lab import PASSWORD, remote_of
from tests.needs import patience
from virtreach.errors import UsageError
from virtreach.errors.files import FileNotFound
from virtreach.errors.routes import CommandOutcomeUnknown, RouteError
from virtreach.errors.shell import (
    CommandFailed,
    CommandTimeout,
    OutputTooLarge,
    ShellUnusable,
    SudoRefused,
)
from virtreach.routes.ssh.pool import Pool
from virtreach.shell.fan_out import run_on
from virtreach.shell.ssh import SshRemote

WORDS: list[str | bytes] = [
    *(
        "a b",
        "",
        "'",
        '"',
        "\\",
        "!",
        "$HOME",
        "`id`",
        "*",
        "~",
        "-n",
        "--",
        "{a,b}",
        "a\nb",
        "\t",
        "é",
        "#x",
        "=b",
    ),
    b"\xff\xfe",
    b"\x01\x7f",
    "x" * 200_000,
]
SHOW = [
    "python3",
    "-c",
    "import os, sys; sys.stdout.buffer.write(b'\\0'.join(map(os.fsencode, sys.argv[1:])))",
]


@pytest.fixture
def remote(cluster: Cluster, pool: Pool) -> SshRemote:
    return remote_of(cluster, pool)


async def processes(remote: SshRemote, text: str) -> list[str]:
    """Return command lines there with a text in them; the lab's machines share no processes."""
    done = await remote.run(["ps", "-eo", "stat=,args="])
    return [line for line in done.text.splitlines() if text in line and not line.startswith("Z")]


@pytest.mark.parametrize("user", ["root", "easy", "hard", "cee"])
async def test_words_are_literal(cluster: Cluster, pool: Pool, user: str) -> None:
    """Whatever the login shell: dash, bash, tcsh."""
    remote = remote_of(cluster, pool, user=user)
    few = [word for word in WORDS if len(word) < 1000]
    expected = [word.encode() if isinstance(word, str) else word for word in few]
    assert (await remote.run([*SHOW, *few])).stdout.split(b"\0") == expected
    done = await remote.run_script(
        'printf "%s;" "$@" "$A"; cat', "x y", "'", env={"A": b"\xff\n$z"}, input=b"in"
    )
    assert (done.status, done.stdout) == (0, b"x y;';\xff\n$z;in")


async def test_long_words_and_scripts(remote: SshRemote) -> None:
    assert len((await remote.run_script("# " + "x" * 200_000 + "\necho $1", "y" * 300_000)).stdout) == 300_001


async def test_status_signal_and_check(remote: SshRemote) -> None:
    done = await remote.run(["sh", "-c", "echo out; echo err >&2; exit 5"])
    assert (done.status, done.signal, done.stdout, done.stderr, done.ok) == (5, "", b"out\n", b"err\n", False)
    done = await remote.run_script("kill -TERM $$")
    assert (done.status, done.signal, done.how) == (-1, "TERM", "was ended by SIGTERM")
    assert (await remote.run(["no-such-program"])).status == 127
    with pytest.raises(CommandFailed, match=r"lab/n1: sh ended with status 5: err") as caught:
        await remote.run(["sh", "-c", "echo err >&2; exit 5"], check=True)
    assert caught.value.result.status == 5
    for wrong in ([], "ls", ["-x"], [""], ["a\0b"]):
        with pytest.raises(UsageError):
            await remote.run(wrong)
    with pytest.raises(UsageError):
        await remote.run(["true"], env={"a b": "x"})


async def test_much_output_and_input_at_once(remote: SshRemote) -> None:
    data = bytes(range(256)) * 40_000
    script = "head -c 8000000 /dev/zero >&2 & cat; wait"
    done = await asyncio.wait_for(remote.run(["sh", "-c", script], input=data), 60 * patience())
    assert (len(done.stderr), done.stdout == data) == (8_000_000, True)


async def test_streams(remote: SshRemote) -> None:
    """Output comes while the command runs, and input goes while it does."""
    heard = asyncio.Event()
    seen = bytearray()

    def take(data: bytes) -> None:
        seen.extend(data)
        heard.set()

    async def feed() -> AsyncIterator[bytes]:
        yield b"one\n"
        await heard.wait()
        assert seen == b"one\n"
        yield b"two\n"

    done = await remote.run(["cat"], input=feed(), on_stdout=take)
    assert (seen, done.stdout) == (b"one\ntwo\n", b"")

    def refuse(data: bytes) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        await remote.run(["yes"], on_stdout=refuse)


async def test_limits_end_the_whole_group(remote: SshRemote) -> None:
    with pytest.raises(CommandTimeout, match="it was ended there") as timeout:
        await remote.run_script("echo begun; sleep 7771 & sleep 7771", timeout=0.5 * patience())
    assert timeout.value.ended
    assert timeout.value.stdout == b"begun\n"
    with pytest.raises(OutputTooLarge, match="it was ended there") as large:
        await remote.run_script("sleep 7771 & yes", max_output=1000)
    assert len(large.value.stdout) == 1000
    task = asyncio.create_task(remote.run_script("echo; sleep 7771"))
    while not await processes(remote, "sleep 7771"):
        pass
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await processes(remote, "sleep 7771") == []
    with pytest.raises(CommandTimeout):
        await remote.run_script("trap '' TERM; while :; do sleep 1; done", timeout=0.5 * patience())


async def test_variables_are_in_no_command_line(remote: SshRemote) -> None:
    seen = await remote.run_script(
        'cat /proc/*/cmdline; printf %s "$SECRET" | wc -c', env={"SECRET": "canary-4711"}
    )
    assert seen.stdout.endswith(b"11\n")
    assert b"canary" not in seen.stdout


async def test_directory(remote: SshRemote) -> None:
    assert (await remote.run(["pwd"], cwd="/usr")).stdout == b"/usr\n"
    with pytest.raises(FileNotFound, match="nothing was run"):
        await remote.run(["pwd"], cwd="/proc/none")


async def test_words_of_start_up_files_are_no_output(cluster: Cluster, pool: Pool) -> None:
    cluster.nodes[0].run("sh", "-c", "echo 'echo noise; echo noise >&2' >/run/cee/.cshrc")
    done = await remote_of(cluster, pool, user="cee").run(["echo", "word"])
    assert (done.stdout, done.stderr) == (b"word\n", b"")


async def test_a_login_without_a_shell(cluster: Cluster, pool: Pool) -> None:
    with pytest.raises(ShellUnusable, match="not available"):
        await remote_of(cluster, pool, user="nobody").run(["true"])


@pytest.mark.parametrize(
    ("user", "password"), [("easy", None), ("easy", "not needed"), ("hard", PASSWORD), ("root", None)]
)
async def test_sudo(cluster: Cluster, pool: Pool, user: str, password: str | None) -> None:
    remote = remote_of(cluster, pool, user=user)
    asked = {"sudo": True, "sudo_password": password}
    done = await remote.run_script('id -u; cat; echo "$A"', input=b"in\n", env={"A": "b c"}, **asked)  # type: ignore[arg-type]
    assert (done.stdout, done.stderr) == (b"0\nin\nb c\n", b"")
    assert (await remote.run(["id", "-un"], sudo="never", sudo_password=password)).text == "never\n"
    seen = await remote.run_script("cat /proc/*/cmdline", **asked)  # type: ignore[arg-type]
    assert PASSWORD.encode() not in seen.stdout
    if user != "hard":
        return
    with pytest.raises(CommandTimeout, match="it was ended there"):
        await remote.run(["sleep", "7772"], timeout=1.0 * patience(), **asked)  # type: ignore[arg-type]
    assert await processes(remote_of(cluster, pool), "sleep 7772") == []


@pytest.mark.parametrize(
    ("user", "password", "said"),
    [
        ("hard", None, "allow it without a password, or give one"),
        ("hard", "wrong", "root"),
        ("never", PASSWORD, "root"),
    ],
)
async def test_sudo_that_is_refused(
    cluster: Cluster, pool: Pool, user: str, password: str | None, said: str
) -> None:
    remote = remote_of(cluster, pool, user=user)
    with pytest.raises(SudoRefused, match=said) as caught:
        await remote.run(["touch", "/run/ran"], sudo=True, sudo_password=password, timeout=30 * patience())
    assert PASSWORD not in str(caught.value)
    assert "wrong" not in str(caught.value)
    assert (await remote.run(["ls", "/run/ran"])).status == 2


async def test_files_and_jobs_by_sudo(cluster: Cluster, pool: Pool) -> None:
    remote = remote_of(cluster, pool, user="hard")
    asked = {"sudo": True, "sudo_password": PASSWORD}
    await remote.write_file("/run/by-sudo", b"one\n", owner="root:root", **asked)  # type: ignore[arg-type]
    await remote.append("/run/by-sudo", b"two\n", **asked)  # type: ignore[arg-type]
    assert await remote.replace_line("/run/by-sudo", "one", "1", **asked) == 1  # type: ignore[arg-type]
    assert await remote.read_file("/run/by-sudo", **asked) == b"1\ntwo\n"  # type: ignore[arg-type]
    job = await remote.start(["id", "-u"], **asked)  # type: ignore[arg-type]
    assert (await job.wait(20 * patience())).status == 0
    assert await job.output() == b"0\n"
    await job.forget()


async def test_killed_proxy_in_mid_command(cluster: Cluster, pool: Pool, remote: SshRemote) -> None:
    """The outcome is unknown, nothing is run twice, and the next command goes by the other proxy at once."""
    task = asyncio.create_task(remote.run_script("echo x >>/run/times; sleep 7773"))
    other = remote_of(cluster, pool, "n1")
    while (await other.run(["cat", "/run/times"])).stdout != b"x\n":
        pass
    cluster.proxies[0].kill_sshd()
    began = time.monotonic()
    with pytest.raises(CommandOutcomeUnknown, match="may still be running"):
        await task
    assert (await remote.run(["cat", "/run/times"])).stdout == b"x\n"
    assert time.monotonic() - began < 3 * patience()
    await remote.run(["rm", "/run/times"])
    await remote.run(["pkill", "-f", "sleep 7773"])


async def test_a_job_outlives_its_proxy(cluster: Cluster, pool: Pool, remote: SshRemote) -> None:
    job = await remote.start_script("while [ ! -e /run/go ]; do sleep 0.05; done; echo done; exit 3")
    waiting = asyncio.create_task(job.wait(60 * patience()))
    await asyncio.sleep(0)
    cluster.proxies[0].kill_sshd()
    async with Pool() as others:
        # Another process would have nothing but the id.
        again = remote_of(cluster, others).job(job.job_id)
        assert (await again.poll()).state == "running"
        await again.remote.run(["touch", "/run/go"])
        assert (await again.wait(20 * patience())).status == 3
        assert await again.output() == b"done\n"
    assert (await waiting).status == 3
    await job.forget()
    await remote.run(["rm", "/run/go"])


async def test_dead_proxies(cluster: Cluster, pool: Pool, remote: SshRemote) -> None:
    for proxy in cluster.proxies:
        proxy.kill_sshd()
    with pytest.raises(RouteError):
        await remote.run(["true"])


async def test_many_nodes(cluster: Cluster, pool: Pool) -> None:
    """One that fails does not touch the others; asked to, nothing further is begun."""
    remotes = [remote_of(cluster, pool, name) for name in ("n1", "n2", "n3", "p1")]
    cluster.nodes[1].kill_sshd()
    told: list[str] = []
    results = await run_on(
        remotes, ["sh", "-c", "echo here"], concurrency=2, on_result=lambda found: told.append(found.label)
    )
    assert [found.label for found in results] == ["lab/n1", "lab/n2", "lab/n3", "lab/p1"]
    assert [found.ok for found in results] == [True, False, True, True]
    assert isinstance(results[1].error, RouteError)
    assert sorted(told) == sorted(found.label for found in results)
    results = await run_on(remotes[1:], ["true"], concurrency=1, stop=True)
    assert [found.skipped for found in results] == [False, True, True]
    with pytest.raises(UsageError):
        await run_on(remotes, ["-x"])


async def test_a_hundred_commands_at_once(remote: SshRemote) -> None:
    results = await asyncio.gather(*(remote.run(["echo", str(number)]) for number in range(100)))
    assert [done.text for done in results] == [f"{number}\n" for number in range(100)]
