"""Guests by their agent: a true one, and many that lie, refuse, or never answer."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.needs import patience
from tests.shell.guest_agent import LocalAgent
from tests.shell.guest_shell import FakeDomain
from virtreach.errors import CallInterrupted, UsageError
from virtreach.errors.files import FileNotFound, FilePermissionDenied, FileTooLarge
from virtreach.errors.guests import AgentBusy, AgentMissing, AgentNonsense, AgentRefused, AgentSilent
from virtreach.errors.libvirt import (
    AgentUnresponsive,
    AgentUnsynced,
    ArgumentUnsupported,
    InternalError,
    OperationInvalid,
    OperationTimeout,
)
from virtreach.errors.routes import CommandOutcomeUnknown
from virtreach.errors.shell import CommandTimeout, OutputTooLarge, Unsupported
from virtreach.files.far_line import octal
from virtreach.shell.agent import AgentRemote
from virtreach.shell.agent_calls import ANSWER_LIMIT, PIECE, READ_PIECE
from virtreach.shell.result import Capability


@pytest.fixture
async def agent() -> AsyncIterator[LocalAgent]:
    """An agent of this machine."""
    agent = LocalAgent()
    yield agent
    await agent.finish()


@pytest.fixture
def remote(agent: LocalAgent, tmp_path: Path) -> AgentRemote:
    """A guest that has it."""
    directory = tmp_path / "private"
    directory.mkdir()
    return AgentRemote(FakeDomain(qemu=agent), patience=5 * patience(), directory=str(directory))  # type: ignore[arg-type]


async def test_run(remote: AgentRemote) -> None:
    done = await remote.run(["sh", "-c", "cat; echo oops >&2; exit 3"], input=b"\0in\xff\r\n")
    assert (done.status, done.signal, done.stdout, done.stderr) == (3, "", b"\0in\xff\r\n", b"oops\n")
    done = await remote.run(["printf", "%s", b"a'b\n$c \xff"], env={"SECRET": "x\ny"}, cwd="/")
    assert done.stdout == b"a'b\n$c \xff"
    done = await remote.run_script("kill -9 $$")
    assert (done.status, done.signal) == (-1, "KILL")
    assert (await remote.run(["id", "-u"], sudo=True)).text == f"{os.geteuid()}\n"


async def test_large_input_and_output(remote: AgentRemote) -> None:
    data = os.urandom(3 * PIECE + 1)
    assert (await remote.run(["cat"], input=data)).stdout == data
    done = await remote.run(["head", "-c", str(2 * READ_PIECE + 5), "/dev/zero"])
    assert len(done.stdout) == 2 * READ_PIECE + 5


async def test_files(remote: AgentRemote, tmp_path: Path, agent: LocalAgent) -> None:
    path = tmp_path / "it's here"
    data = os.urandom(READ_PIECE + 3)
    await remote.write_file(str(path), data, mode=0o640)
    assert path.read_bytes() == data
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert await remote.read_file(str(path)) == data
    assert await remote.read_file(str(path), max_size=len(data)) == data
    with pytest.raises(FileTooLarge):
        await remote.read_file(str(path), max_size=len(data) - 1)
    with pytest.raises(FileNotFound):
        await remote.read_file(str(tmp_path / "none"))
    odd = os.fsencode(tmp_path) + b"/\xff"
    await remote.write_file(odd, b"odd")
    assert await remote.read_file(odd) == b"odd"
    agent.lies["file-open"] = LocalAgent.refusal("file-open", "failed to open file '/x': Permission denied")
    with pytest.raises(FilePermissionDenied):
        await remote.read_file("/x")


async def test_nothing_is_left_behind(remote: AgentRemote, tmp_path: Path) -> None:
    await remote.run(["cat"], input=bytes(PIECE + 1))
    with pytest.raises(OutputTooLarge) as large:
        await remote.run(["head", "-c", "9999", "/dev/zero"], max_output=10)
    assert large.value.ended
    with pytest.raises(CommandTimeout) as caught:
        await remote.run(["sleep", "600"], timeout=0.5 * patience())
    assert caught.value.ended
    assert not list((tmp_path / "private").iterdir())


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The name of the next command's private directory, which other users of the guest may come to know."""
    monkeypatch.setattr(secrets, "token_hex", lambda size: "ab" * size)
    return tmp_path / "private" / f".virtreach-{'ab' * 8}"


@pytest.mark.parametrize("size", [0, PIECE + 1])
async def test_somebody_else_was_there_first(
    remote: AgentRemote, known: Path, tmp_path: Path, size: int
) -> None:
    known.mkdir(0o777)
    evil = f"touch {tmp_path}/owned"
    (known / "i").write_text(octal(evil.encode()) + "\n")
    Path(f"{known}.i").write_text(octal(evil.encode()) + "\n")
    variables = {"A": "b"}  # so the command comes as input
    with pytest.raises(AgentRefused, match=r"did not work .*nothing was run"):
        await remote.run(["true"], env=variables, input=bytes(size))
    assert (known / "i").exists()
    shutil.rmtree(known)
    done = await remote.run(["cat"], env=variables, input=b"mine")
    assert done.stdout == b"mine"
    assert not (tmp_path / "owned").exists()


async def test_link_in_place_of_the_directory(remote: AgentRemote, known: Path, tmp_path: Path) -> None:
    """Neither is anything written behind it, nor removed."""
    precious = tmp_path / "precious"
    precious.mkdir()
    for name in "ioe":
        (precious / name).write_text("precious")
    known.symlink_to(precious)
    with pytest.raises(AgentRefused, match="did not work"):
        await remote.run(["true"])
    assert [each.read_text() for each in precious.iterdir()] == ["precious"] * 3


async def test_private_while_it_runs(remote: AgentRemote, known: Path) -> None:
    done = await remote.run(["sh", "-c", 'ls -ldn "$0" "$0"/*; umask', str(known)])
    modes = [line.split()[0] for line in done.text.splitlines()]
    assert modes[:3] == ["drwx------", "-rw-------", "-rw-------"]
    assert done.text.splitlines()[-1] == f"{_umask():04o}"


def _umask() -> int:
    now = os.umask(0o022)
    os.umask(now)
    return now


async def test_directory_of_everybody(remote: AgentRemote, tmp_path: Path) -> None:
    place = tmp_path / "private"
    place.chmod(0o777)
    for data in (b"", bytes(PIECE + 1)):
        with pytest.raises(AgentRefused, match="other users may change what stands in"):
            await remote.run(["true"], input=data)
    place.chmod(0o1777)
    assert (await remote.run(["echo", "well"])).text == "well\n"


@pytest.mark.needs("root")
async def test_directory_of_another_user(remote: AgentRemote, tmp_path: Path) -> None:
    os.chown(tmp_path / "private", 65534, 65534)
    for mode in (0o755, 0o1777):
        (tmp_path / "private").chmod(mode)
        with pytest.raises(AgentRefused, match="other users may change what stands in"):
            await remote.run(["true"])


async def test_capabilities(remote: AgentRemote) -> None:
    assert remote.capabilities() == {Capability.SUDO, Capability.FILES, Capability.JOBS, Capability.END}
    with pytest.raises(Unsupported, match="guest agent"):
        await remote.open_stream(22)
    with pytest.raises(Unsupported, match="password"):
        await remote.run(["id"], sudo=True, sudo_password="x")


async def test_authorize_key(remote: AgentRemote, agent: LocalAgent) -> None:
    await remote.authorize_key("me", " ssh-ed25519 AAAA who\n")
    assert agent.added == {"username": "me", "keys": ["ssh-ed25519 AAAA who"]}
    for user, key in (("", "ssh-ed25519 AAAA"), ("me", "AAAA"), ("me", "ssh-ed25519 AAAA\nssh-ed25519 BBBB")):
        with pytest.raises(UsageError):
            await remote.authorize_key(user, key)


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        (AgentUnresponsive("QEMU guest agent is not connected"), AgentMissing),
        (ArgumentUnsupported("QEMU guest agent is not configured"), AgentMissing),
        (AgentUnresponsive("Guest agent not available for now"), AgentSilent),
        (OperationTimeout("cannot acquire state change lock"), AgentBusy),
        (AgentUnsynced("reply to guest-sync does not match"), AgentNonsense),
        (LocalAgent.refusal("ping", "Command guest-ping has been disabled"), AgentRefused),
        (InternalError("cannot parse json"), AgentNonsense),
        (OperationInvalid("domain is not running"), OperationInvalid),
        ("", AgentNonsense),
        ("{", AgentNonsense),
        ("[" * 100_000, AgentNonsense),
        ("[]", AgentNonsense),
        ("{}", AgentNonsense),
        (" " * (ANSWER_LIMIT + 1), AgentNonsense),
    ],
)
async def test_what_goes_wrong(
    remote: AgentRemote, agent: LocalAgent, lie: Any, error: type[Exception]
) -> None:
    agent.lies["ping"] = lie
    with pytest.raises(error):
        await remote.ping()


@pytest.mark.parametrize(
    "answer", ['{"return": {}}', '{"return": {"pid": -1}}', '{"return": {"pid": true}}', '{"return": 1}']
)
async def test_starts_nothing_that_has_a_number(remote: AgentRemote, agent: LocalAgent, answer: str) -> None:
    agent.lies["exec"] = answer
    with pytest.raises(AgentNonsense):
        await remote.run(["true"])


@pytest.mark.parametrize(
    "answer",
    [
        '{"return": {}}',
        '{"return": {"exited": 1}}',
        '{"return": {"exited": true}}',
        '{"return": {"exited": true, "exitcode": -3}}',
        '{"return": {"exited": true, "exitcode": 0, "out-data": "!"}}',
        '{"return": {"exited": true, "exitcode": 0, "out-data": 7}}',
        '{"return": {"exited": true, "signal": "x"}}',
    ],
)
async def test_end_that_makes_no_sense(remote: AgentRemote, agent: LocalAgent, answer: str) -> None:
    agent.lies["exec-status"] = answer
    with pytest.raises(CommandOutcomeUnknown, match="makes no sense"):
        await remote.run(["true"])


async def test_process_of_another(remote: AgentRemote, agent: LocalAgent) -> None:
    """The agent says that it knows no such process: what became of ours is not known."""
    agent.lies["exec"] = '{"return": {"pid": 999999999}}'
    with pytest.raises(CommandOutcomeUnknown, match="Invalid parameter 'pid'"):
        await remote.run(["true"])


async def test_start_that_is_not_answered(remote: AgentRemote, agent: LocalAgent) -> None:
    agent.lies["exec"] = AgentUnresponsive("Guest agent not available for now")
    with pytest.raises(CommandOutcomeUnknown, match="did not say whether it has"):
        await remote.run(["true"])
    agent.lies["exec"] = CallInterrupted("lost", procedure="x")
    with pytest.raises(CommandOutcomeUnknown):
        await remote.run(["true"])
    agent.lies["exec"] = LocalAgent.refusal("exec", "Command guest-exec has been disabled")
    with pytest.raises(AgentRefused, match="has been disabled"):
        await remote.run(["true"])


async def test_silence_in_between_is_waited_out(remote: AgentRemote, agent: LocalAgent) -> None:
    silent = iter([AgentUnresponsive("Guest agent not available for now")] * 2)
    agent.lies["exec-status"] = lambda arguments: next(silent, None)
    assert (await remote.run(["echo", "well"])).text == "well\n"
    agent.lies["exec-status"] = AgentUnresponsive("Guest agent not available for now")
    with pytest.raises(CommandOutcomeUnknown):
        await remote.run(["true"])


async def test_never_answers(agent: LocalAgent) -> None:
    class Never:
        async def agent_command(self, command: str, *, timeout: int = -1, flags: int = 0) -> str:
            await asyncio.sleep(3600)
            return ""

    remote = AgentRemote(FakeDomain(qemu=Never()), patience=0.1)  # type: ignore[arg-type]
    remote.agent._grace = 0.1
    with pytest.raises(AgentSilent):
        await remote.ping()


@pytest.mark.parametrize(
    "answer",
    [
        '{"return": {"count": 5, "buf-b64": "AAAA", "eof": true}}',
        '{"return": {"count": 0, "buf-b64": "", "eof": false}}',
        '{"return": {"count": 3, "buf-b64": "AA A", "eof": true}}',
        '{"return": []}',
    ],
)
async def test_files_that_make_no_sense(remote: AgentRemote, agent: LocalAgent, answer: str) -> None:
    agent.lies["file-read"] = answer
    with pytest.raises(AgentNonsense):
        await remote.read_file("/etc/hostname")
    assert agent.commands[-1] == "file-close"


async def test_files_that_do_not_end(remote: AgentRemote, agent: LocalAgent) -> None:
    agent.lies["file-read"] = '{"return": {"count": 3, "buf-b64": "AAAA", "eof": false}}'
    with pytest.raises(FileTooLarge):
        await remote.read_file("/etc/hostname", max_size=29)


async def test_writes_that_do_not_advance(remote: AgentRemote, agent: LocalAgent) -> None:
    for answer in ('{"return": {"count": 0}}', '{"return": {"count": 99999999}}'):
        agent.lies["file-write"] = answer
        with pytest.raises(AgentNonsense):
            await remote.run(["cat"], input=bytes(PIECE + 1))


async def test_output_that_cannot_be_had(remote: AgentRemote, agent: LocalAgent) -> None:
    agent.lies["file-open"] = LocalAgent.refusal("file-open", "failed to commit persistent state to disk")
    with pytest.raises(CommandOutcomeUnknown, match="what it wrote cannot be had"):
        await remote.run(["head", "-c", str(READ_PIECE + 1), "/dev/zero"])


async def test_directories() -> None:
    for name in ("tmp", "/tmp; id", "/a b", ""):
        with pytest.raises(UsageError, match="no directory"):
            AgentRemote(FakeDomain(), directory=name)  # type: ignore[arg-type]


async def test_no_place_for_what_is_written(agent: LocalAgent) -> None:
    remote = AgentRemote(FakeDomain(qemu=agent), directory="/proc/none")  # type: ignore[arg-type]
    for data in (b"", bytes(PIECE + 1)):
        with pytest.raises(AgentRefused, match="kept in /proc/none there, and that did not work"):
            await remote.run(["true"], input=data)
