"""The secrets of a login by SSH are nowhere that people look, however it fails."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import functools
import logging
import pickle
import struct
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.test_canary import everything
from virtreach.errors import VirtreachError

pytestmark = pytest.mark.needs("module:asyncssh")

CANARY = "kanarienvogel-17"
FORMS = (CANARY, CANARY.encode().hex(), b64encode(CANARY.encode()).decode().rstrip("="))


def hidden(text: str) -> bool:
    return not any(form in text for form in FORMS)


@functools.cache
def key(passphrase: str | None = None) -> bytes:
    """A private key whose comment is the canary, so that its decoded bytes show it, too."""
    import asyncssh

    made = asyncssh.generate_private_key("ssh-ed25519", comment=CANARY)
    return made.export_private_key("openssh", passphrase=passphrase, rounds=50)


def test_the_canary_would_be_seen() -> None:
    def fails(password: str) -> None:
        if password:
            raise ValueError("no")

    with pytest.raises(ValueError, match="no") as caught:
        fails(CANARY)
    assert not hidden(everything(caught.value))


def test_a_hop_shows_and_gives_away_nothing() -> None:
    from virtreach.routes.ssh.hop import Chain, Hop

    hop = Hop(host="h", password=CANARY, passphrase=CANARY, keys=(CANARY.encode(), "~/.ssh/id"))
    assert hop == dataclasses.replace(hop)
    other = dataclasses.replace(hop, port=2222)
    for one in (hop, other, copy.copy(hop), copy.deepcopy(hop)):
        for shown in (one, Chain((one,)), dataclasses.asdict(one), dataclasses.astuple(Chain((one,)))):
            assert hidden(f"{shown!r} {shown}")
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with pytest.raises(TypeError, match="cannot be pickled"):
                pickle.dumps(Chain((one,)), protocol)
    bare = Hop(host="h", keys=("~/.ssh/id",))
    assert pickle.loads(pickle.dumps(bare)) == bare


@pytest.mark.parametrize(
    "wrong", [{"host": "-x"}, {"port": 0}, {"ways": ()}, {"what": 1}, {"password": CANARY + "\udcff"}]
)
def test_a_hop_that_is_none(wrong: dict[str, Any]) -> None:
    from virtreach.routes.ssh.hop import Hop

    given = {"host": "h", "password": CANARY, "passphrase": CANARY, "keys": (CANARY.encode(),), **wrong}
    with pytest.raises((VirtreachError, TypeError)) as caught:
        Hop(**given)
    # What this function has is its own.
    given.clear()
    wrong.clear()
    assert hidden(everything(caught.value))


# How a server may end a login: what it does instead of answering message 50, a request for authentication.


def _cut(evil: Any, packet: Any) -> None:
    evil.connection.abort()


def _garbage(evil: Any, packet: Any) -> None:
    evil.connection._transport.write(b"\0" * 64)


def _no_question(evil: Any, packet: Any) -> None:
    # Once it is asked to, it asks for a change of the password, with what is none.
    evil.send(60, struct.pack(">I", 1 << 20))


def _silence(evil: Any, packet: Any) -> None:
    return


ENDS: dict[str, Callable[[Any, Any], None]] = {
    "cut off": _cut,
    "bytes that are no packet": _garbage,
    "a message that is none": _no_question,
    "silence": _silence,
}


def _asked(end: Callable[[Any, Any], None], method: bytes) -> Callable[[Any, Any], None]:
    """Say that a method goes on, and end once it is tried."""

    def answer(evil: Any, packet: Any) -> None:
        for _ in range(2):
            packet.get_string()
        if packet.get_string() == b"none":
            evil.send(51, struct.pack(">I", len(method)) + method + b"\0")
            return
        end(evil, packet)

    return answer


@pytest.mark.parametrize("end", [*ENDS, "refused"])
@pytest.mark.parametrize("method", ["password", "keyboard-interactive"])
async def test_a_login_that_fails(end: str, method: str, caplog: pytest.LogCaptureFixture) -> None:
    from tests.routes.ssh.evil import Evil, chain_to, serve
    from virtreach.routes.ssh.pool import Pool

    class Refuses(Evil):
        def validate_password(self, username: str, password: str) -> bool:
            assert password == CANARY
            return False

    caplog.set_level(logging.DEBUG)
    answers = {} if end == "refused" else {50: _asked(ENDS[end], method.encode())}
    limit = 0.5 if end == "silence" else 10.0
    async with serve(answers, kind=Refuses) as (port, _), Pool(prime=False) as pool:
        chain = chain_to(port, password=CANARY, methods=(method,), connect_timeout=limit)
        with pytest.raises(VirtreachError) as caught:
            async with pool.link(chain, timeout=limit):
                pass
    whole = everything(caught.value) + caplog.text
    assert "routes/ssh/login.py" in whole
    assert hidden(whole)


async def test_a_login_that_is_cancelled() -> None:
    from tests.routes.ssh.evil import chain_to, serve
    from virtreach.routes.ssh.login import log_in

    reached = asyncio.Event()

    def silent(evil: Any, packet: Any) -> None:
        reached.set()

    async with serve({50: silent}) as (port, _):
        hop = chain_to(port, password=CANARY).hops[-1]
        task = asyncio.ensure_future(
            log_in(hop, lost=lambda error: None, flowing=asyncio.Event(), timeout=30)  # type: ignore[arg-type]
        )
        await reached.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
    assert hidden(everything(caught.value))


@pytest.mark.parametrize(
    "wrong", ["passphrase", "no passphrase", "contents", "contents with a passphrase", "file", "no file"]
)
async def test_a_key_that_cannot_be_read(wrong: str, tmp_path: Path) -> None:
    from tests.routes.ssh.evil import chain_to, serve
    from virtreach.routes.ssh.pool import Pool

    plain = key()
    keys: dict[str, str | bytes] = {
        "passphrase": key("another"),
        "no passphrase": key("another"),
        "contents": plain[:-60] + plain[-40:],
        "contents with a passphrase": plain[:90],
        "file": str(tmp_path / "key"),
        "no file": str(tmp_path / "none"),
    }
    (tmp_path / "key").write_bytes(key("another"))
    passphrase = None if wrong in ("no passphrase", "contents") else CANARY
    async with serve() as (port, _), Pool(prime=False) as pool:
        chain = chain_to(port, password=CANARY, keys=(keys[wrong],), passphrase=passphrase)
        # What this function has is its own.
        del plain, passphrase
        keys.clear()
        with pytest.raises(VirtreachError) as caught:
            async with pool.link(chain):
                pass
    assert hidden(everything(caught.value))


# sudo's password.


class Fails(OSError):
    """Something that nobody foresaw."""


def remote(kind: str) -> Any:
    """A machine on which everything fails once the password, and the command, have been taken."""
    from virtreach.shell.base import Remote
    from virtreach.shell.blocking import BlockingRemote
    from virtreach.shell.result import Capability

    class Failing(Remote):
        label = "failing"

        def capabilities(self) -> frozenset[Capability]:
            return frozenset(Capability)

        async def _execute(self, line: Any, feed: Any, on_stdout: Any, on_stderr: Any) -> tuple[int, str]:
            # As sudo asks: its prompt is among its words.
            on_stderr(line[line.index("-p") + 1].encode())
            taken = [await anext(feed)]
            assert taken[0] == CANARY.encode() + b"\n"
            raise Fails(line)

    async def make(thread: object) -> Remote:
        return Failing()

    return Failing() if kind == "asyncio" else BlockingRemote(make)


WORK: dict[str, Callable[..., Any]] = {
    "run": lambda one, **how: one.run(["id"], **how),
    "run a script": lambda one, **how: one.run_script("id", **how),
    "start": lambda one, **how: one.start(["id"], **how),
    "start a script": lambda one, **how: one.start_script("id", **how),
    "jobs": lambda one, **how: one.jobs(**how),
    "read": lambda one, **how: one.read_file("/f", **how),
    "write": lambda one, **how: one.write_file("/f", b"", **how),
    "write several": lambda one, **how: one.write_files({"/f": b""}, **how),
    "append": lambda one, **how: one.append("/f", b"x", **how),
    "prepend": lambda one, **how: one.prepend("/f", b"x", **how),
    "replace": lambda one, **how: one.replace_line("/f", "a", "b", **how),
    "install": lambda one, **how: one.install_packages("hello", **how),
    "update": lambda one, **how: one.update_repository(**how),
}


@pytest.mark.parametrize("kind", ["asyncio", "blocking"])
@pytest.mark.parametrize("work", WORK)
def test_the_password_of_sudo(work: str, kind: str) -> None:
    machine = remote(kind)

    def do(**how: Any) -> None:
        found = WORK[work](machine, **how)
        # What this function, and the one that it calls, have is their own.
        how.clear()
        if kind == "asyncio":
            asyncio.run(found)

    with pytest.raises(Fails) as caught:
        do(sudo=True, sudo_password=CANARY)
    whole = everything(caught.value)
    assert "shell/base.py" in whole
    if kind == "blocking":
        frames = whole.partition("shell/blocking.py")[2]
        assert frames
        whole = frames
    assert hidden(whole)


@pytest.mark.parametrize("kind", ["asyncio", "blocking"])
def test_the_password_of_sudo_on_many(kind: str) -> None:
    from virtreach.shell import blocking, fan_out

    run_on: Any = blocking.run_on if kind == "blocking" else fan_out.run_on
    found = run_on([remote(kind)], ["id"], sudo=True, sudo_password=CANARY)
    if kind == "asyncio":
        found = asyncio.run(found)
    assert isinstance(found[0].error, Fails)
    whole = everything(found[0].error)
    assert "shell/fan_out.py" in whole
    assert hidden(whole)


@pytest.mark.parametrize("kind", ["asyncio", "blocking"])
def test_a_job_keeps_the_password_hidden(kind: str) -> None:
    job = remote(kind).job("x", sudo=True, sudo_password=CANARY)
    inner = job if kind == "asyncio" else job._job
    assert hidden(f"{job!r} {vars(job)} {vars(inner)}")
    assert inner._privileges["sudo_password"].reveal() == CANARY.encode()
    with pytest.raises((TypeError, AttributeError)):
        pickle.dumps(inner._privileges)


def test_options_that_make_no_sense() -> None:
    async def do() -> None:
        for wrong in ({"timeout": -1}, {"cwd": "a\0b"}, {"sudo": "-x"}, {"env": {"=": ""}}):
            with pytest.raises(VirtreachError) as caught:
                await remote("asyncio").run(["id"], **{"sudo": True, "sudo_password": CANARY, **wrong})
            assert hidden(everything(caught.value).partition("shell/base.py")[2])

    asyncio.run(do())
