"""Guests by a console: a real shell on a terminal, noise on the line, lies, logins."""

from __future__ import annotations

import asyncio
import itertools
import os
import secrets
import stat
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.needs import patience
from tests.shell.guest_shell import FakeDomain, Line
from virtreach.errors.guests import (
    ConsoleGarbled,
    ConsoleLoginRefused,
    ConsoleMissing,
    ConsoleSilent,
    GuestError,
)
from virtreach.errors.libvirt import OperationFailed
from virtreach.errors.routes import CommandOutcomeUnknown
from virtreach.errors.shell import CommandTimeout, OutputTooLarge, ShellUnusable, Unsupported
from virtreach.shell import console
from virtreach.shell.console import LINE_LIMIT
from virtreach.shell.result import Capability
from virtreach.shell.serial import IN_PIECE, OUT_PIECE, SerialRemote, cksum

Make = Callable[..., SerialRemote]


@pytest.fixture(autouse=True)
def quick_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said on these lines comes at once, not at the pace of a serial port."""
    monkeypatch.setattr(console, "_QUIET", min(0.3, 0.05 * patience()))


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Make a remote at the other end of whose line is a program."""
    lines: list[Line] = []
    directory = tmp_path / "private"
    directory.mkdir()

    def making(*argv: str, wait: float = 10.0, **options: Any) -> SerialRemote:
        streams = {key: options.pop(key) for key in ("mangle", "typed") if key in options}
        lines.append(Line(argv or ("sh",), **streams))
        options = {"patience": wait * patience(), "directory": str(directory), **options}
        return SerialRemote(FakeDomain(lines[-1]), **options)  # type: ignore[arg-type]

    yield making
    for line in lines:
        line.close()


@pytest.fixture
async def remote(make: Make) -> AsyncIterator[SerialRemote]:
    """A shell as it should be."""
    async with make() as remote:
        yield remote


async def test_run(remote: SerialRemote) -> None:
    done = await remote.run(["sh", "-c", "cat; echo oops >&2; exit 3"], input=b"\0in\xff\r\n\n")
    assert (done.status, done.stdout, done.stderr) == (3, b"\0in\xff\r\n\n", b"oops\n")
    done = await remote.run(["printf", "%s", b"a'b\n$c \xff"], env={"SECRET": "x\ny"}, cwd="/")
    assert done.stdout == b"a'b\n$c \xff"
    assert (await remote.run_script("kill -9 $$")).status == 137
    assert (await remote.run(["true"])).stdout == b""


async def test_large_input_and_output(remote: SerialRemote) -> None:
    data = os.urandom(max(2 * IN_PIECE, OUT_PIECE) + 17)
    done = await remote.run(["cat"], input=data)
    assert done.stdout == data
    long = "x" * 3000
    assert (await remote.run(["printf", "%s", long])).text == long


async def test_files(remote: SerialRemote, tmp_path: Path) -> None:
    path = tmp_path / "it's here"
    await remote.write_file(str(path), b"one\ntwo\n", mode=0o640)
    assert path.read_bytes() == b"one\ntwo\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert await remote.read_file(str(path)) == b"one\ntwo\n"
    assert await remote.replace_line(str(path), "two", "2") == 1
    assert path.read_bytes() == b"one\n2\n"


async def test_nothing_is_left_behind(make: Make, tmp_path: Path) -> None:
    async with make() as remote:
        await remote.run(["cat"], input=b"x")
        with pytest.raises(OutputTooLarge):
            await remote.run(["head", "-c", "9999", "/dev/zero"], max_output=10)
        with pytest.raises(CommandTimeout) as caught:
            await remote.run(["sleep", "600"], timeout=0.5 * patience())
        assert caught.value.ended
        assert (await remote.run(["echo", "well"])).text == "well\n"
    assert not list((tmp_path / "private").iterdir())


async def test_somebody_else_was_there_first(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another directory is taken; what somebody else has put into this one is neither read nor removed."""
    token, place = secrets.token_hex, tmp_path / "private"
    monkeypatch.setattr(secrets, "token_hex", lambda size: "ab" * size if size == 8 else token(size))
    known = place / f".virtreach-{'ab' * 8}"
    theirs, link = Path(f"{known}.0"), Path(f"{known}.1")
    evil = {"c": f"touch {tmp_path}/owned", "n": "1", "s": "7", "o": "forged", "e": "forged"}
    for directory in (theirs, tmp_path / "precious"):
        directory.mkdir(0o777)
        for name, text in evil.items():
            (directory / name).write_text(text)
            Path(f"{known}.{name}").write_text(text)
    link.symlink_to(tmp_path / "precious")
    before = sorted(place.rglob("*"))
    async with make() as remote:
        done = await remote.run(["printf", "%s", "x" * LINE_LIMIT])
        assert (done.status, done.text, done.stderr) == (0, "x" * LINE_LIMIT, b"")
    assert sorted(place.rglob("*")) == before
    assert {each.name: each.read_text() for each in (tmp_path / "precious").iterdir()} == evil
    assert not (tmp_path / "owned").exists()


async def test_private_while_it_runs(remote: SerialRemote, tmp_path: Path) -> None:
    done = await remote.run(["sh", "-c", 'ls -ldn "$0"/.virtreach-*; umask', str(tmp_path / "private")])
    modes, mask = done.text.splitlines()
    assert modes.split()[0] == "drwx------"
    assert mask != "0077"


async def test_directory_of_everybody(make: Make, tmp_path: Path) -> None:
    place = tmp_path / "private"
    place.chmod(0o777)
    async with make() as remote:
        with pytest.raises(GuestError, match="other users may change what stands in"):
            await remote.run(["true"])
        place.chmod(0o1777)
        assert (await remote.run(["echo", "well"])).text == "well\n"


async def test_no_place_for_what_is_written(make: Make) -> None:
    async with make(directory="/proc/none") as remote:
        with pytest.raises(GuestError, match="kept in /proc/none there, and that did not work"):
            await remote.run(["true"])


async def test_one_at_a_time(remote: SerialRemote) -> None:
    done = await asyncio.gather(*(remote.run(["echo", str(number)]) for number in range(4)))
    assert [one.text for one in done] == ["0\n", "1\n", "2\n", "3\n"]


async def test_capabilities(remote: SerialRemote) -> None:
    assert remote.capabilities() == {Capability.SUDO, Capability.FILES, Capability.JOBS, Capability.END}
    with pytest.raises(Unsupported, match="serial console"):
        await remote.open_stream(22)
    with pytest.raises(Unsupported, match="password"):
        await remote.run(["id"], sudo=True, sudo_password="x")


async def test_terminal_is_as_it_was(make: Make) -> None:
    # The shell's last words are about the terminal after we have left.
    remote = make("sh", "-c", "stty -g; sh; stty -g; echo END; sleep 60")
    line: Line = remote._domain._line  # type: ignore[attr-defined]
    heard = bytearray()
    line._mangle = lambda data: heard.extend(data) or data  # type: ignore[func-returns-value]
    await remote.open()
    line_of_ours = remote._console
    assert line_of_ours is not None
    await line_of_ours._type(b"exit\r")
    await line_of_ours._type(b"exit\r")
    async with asyncio.timeout(10 * patience()):
        while b"END" not in heard:
            await asyncio.sleep(0.01)
    lines = bytes(heard).replace(b"\r", b"").split(b"\n")
    settings = [line.removeprefix(b"guest# ") for line in lines if line.count(b":") > 10]
    assert len(settings) == 2
    assert len(set(settings)) == 1
    await remote.aclose()


async def test_messages_of_the_kernel_get_between(make: Make) -> None:
    """In lines of an answer and between them; those that hit a mark are tried with a real kernel."""
    messages = [b"[   12.345678] usb 1-1: new device\r\n"] * 4

    def mangle(data: bytes) -> bytes:
        # How much comes at once is the system's business; in so much there is a piece of what is read.
        if len(data) < 500 or b"<" in data or b">" in data or not messages:
            return data
        middle = len(data) // 2
        return data[:middle] + messages.pop() + data[middle:]

    async with make(mangle=mangle) as remote:
        data = os.urandom(20_000)
        assert (await remote.run(["cat"], input=data)).stdout == data
    assert len(messages) < 4


async def test_what_is_typed_gets_lost(make: Make) -> None:
    counter = itertools.count()

    def typed(data: bytes) -> bytes:
        return data[:-300] + data[-290:] if len(data) > 1000 and next(counter) == 0 else data

    async with make(typed=typed, wait=1) as remote:
        data = os.urandom(3000)
        assert (await remote.run(["cat"], input=data)).stdout == data


async def test_without_base64(remote: SerialRemote) -> None:
    await remote.open()
    remote._base64 = False
    remote._sum = "cksum"
    data = bytes(range(256)) * 3
    assert (await remote.run(["cat"], input=data)).stdout == data


async def test_floods(make: Make) -> None:
    remote = make("sh", "-c", "while :; do echo flood flood flood flood flood; done", wait=1)
    with pytest.raises((ConsoleSilent, ConsoleGarbled)):
        await remote.open()


async def test_never_answers(make: Make) -> None:
    with pytest.raises(ConsoleSilent, match="no shell and no login"):
        await make("sleep", "60", wait=0.5).open()


async def test_prints_the_marks_it_has_seen(make: Make) -> None:
    """An echo that never ends, and no shell behind it: the marks are not in what is typed."""
    with pytest.raises(ConsoleSilent):
        await make("sh", "-c", "stty raw -echo; exec cat", wait=0.7).open()


async def test_line_that_ends(make: Make) -> None:
    remote = make()
    await remote.open()
    line: Line = remote._domain._line  # type: ignore[attr-defined]

    async def cut() -> None:
        await asyncio.sleep(0.3)
        os.killpg(line.program.pid, 9)

    cutting = asyncio.create_task(cut())
    with pytest.raises((CommandOutcomeUnknown, GuestError)):
        await remote.run(["sleep", "2"])
    await cutting
    await remote.aclose()


async def test_console_that_somebody_has() -> None:
    busy = OperationFailed("Active console session exists for this domain")
    remote = SerialRemote(FakeDomain(busy))  # type: ignore[arg-type]
    with pytest.raises(ConsoleMissing, match="Active console session"):
        await remote.run(["true"])


LOGIN = """
printf 'welcome\\nguest login: '; IFS= read -r empty; printf 'guest login: '; IFS= read -r user
printf 'Password: '; stty -echo; IFS= read -r word; stty echo; echo
if [ "$user/$word" = "me/open sesame" ]; then sh; printf 'guest login: '; sleep 60
else sleep 0.5; printf 'Login incorrect\\nguest login: '; sleep 60; fi
"""


async def test_login(make: Make) -> None:
    remote = make(
        "sh",
        "-c",
        LOGIN.replace(
            "guest login: '; stty", "guest login: '; IFS= read -r x; printf 'guest login: '; stty", 1
        ),
        user="me",
        password="open sesame",
    )
    async with remote:
        assert (await remote.run(["echo", "in"])).text == "in\n"
    assert remote._domain._line.aborted  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("user", "password", "complaint"),
    [
        (None, None, "asks for a user"),
        ("me", None, "asks for the password of me"),
        ("me", "wrong secret", "does not let me in"),
    ],
)
async def test_login_refused(make: Make, user: str | None, password: str | None, complaint: str) -> None:
    with pytest.raises(ConsoleLoginRefused, match=complaint) as caught:
        await make("sh", "-c", LOGIN, user=user, password=password).open()
    assert "secret" not in str(caught.value)


async def test_programs_that_are_missing(make: Make, tmp_path: Path) -> None:
    for name in ("sh", "stty", "cat", "rm", "wc", "head", "dd"):
        source = Path("/bin") / name
        (tmp_path / name).symlink_to(source if source.exists() else Path("/usr/bin") / name)
    with pytest.raises(ShellUnusable, match="one of sha256sum, md5sum, cksum is needed"):
        await make("/bin/sh", "-c", f"PATH={tmp_path}; export PATH; exec sh").open()


@pytest.mark.parametrize(
    ("data", "said"), [(b"", 4294967295), (b"123456789", 930766865), (b"\0" * 300, 1239253736)]
)
def test_cksum(data: bytes, said: int) -> None:
    import subprocess

    told = subprocess.run(["cksum"], input=data, capture_output=True, check=True).stdout.split()[0]
    assert cksum(data) == int(told)
    if data != b"\0" * 300:
        assert cksum(data) == said
