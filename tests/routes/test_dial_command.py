"""Programs as streams: ssh and ext."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.routes.dialling import KINDS, Collector, exchange, output, plan_for
from virtreach.errors import ConnectError
from virtreach.routes import CommandRoute, Route, aio_dial, blocking_dial, command
from virtreach.uri.text import escape


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """No child, no zombie, no descriptor outlives a test."""
    gc.collect()
    not_ours.clear()
    not_ours.update(children())
    before = set(os.listdir("/proc/self/fd"))
    yield
    ends = time.monotonic() + 3
    while time.monotonic() < ends:
        if set(os.listdir("/proc/self/fd")) <= before and not children():
            return
        time.sleep(0.01)
    assert set(os.listdir("/proc/self/fd")) <= before
    assert not children()


# Daemons of other tests' fixtures, which live as long as the session.
not_ours: set[int] = set()


def children() -> list[int]:
    """Children of this process since the test began, zombies among them."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                status = Path(f"/proc/{entry}/stat").read_text()
            except OSError:
                continue
            if int(status.rpartition(")")[2].split()[1]) == os.getpid() and int(entry) not in not_ours:
                found.append(int(entry))
    return found


def script(tmp_path: Path, body: str, name: str = "program") -> str:
    path = tmp_path / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def ext(path: str) -> Route:
    return plan_for(f"test+ext:///default?command={path}")


def ssh(path: str) -> Route:
    return plan_for(f"test+ssh://user@host/default?command={path}")


@pytest.mark.parametrize("kind", KINDS)
class TestStreams:
    def test_a_conversation(self, kind: str, tmp_path: Path) -> None:
        data = os.urandom(100_000)
        assert exchange(kind, ext(script(tmp_path, "exec cat")), data) == data

    def test_no_shell_and_no_arguments(self, kind: str, tmp_path: Path) -> None:
        path = script(tmp_path, 'printf "%s|%s" "$#" "$0"', "a b;c$(d)")
        out = f"0|{path}".encode()
        assert output(kind, ext(escape(path))) == out

    def test_only_three_descriptors(self, kind: str, tmp_path: Path) -> None:
        inheritable = os.open("/dev/null", os.O_RDONLY)
        os.set_inheritable(inheritable, True)
        try:
            out = output(kind, ext(script(tmp_path, "ls /proc/$$/fd")))
        finally:
            os.close(inheritable)
        # 10 and above are the shell's own copy of its script.
        assert [int(each) for each in out.split() if int(each) < 10] == [0, 1, 2]

    def test_standard_input_and_output_are_one_socket(self, kind: str, tmp_path: Path) -> None:
        out = output(kind, ext(script(tmp_path, "readlink /proc/$$/fd/0 /proc/$$/fd/1")))
        first, second = out.decode().split()
        assert first == second
        assert first.startswith("socket:")

    def test_closing_ends_the_program(self, kind: str, tmp_path: Path) -> None:
        assert exchange(kind, ext(script(tmp_path, "head -c 1; exec sleep 60")), b"x") == b"x"
        # The fixture sees that it is gone.

    def test_a_program_that_will_not_end_is_killed(
        self, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(command, "GRACE", 0.2)
        body = "trap '' TERM HUP; echo x; while :; do sleep 0.05; done"
        started = time.monotonic()
        assert exchange(kind, ext(script(tmp_path, body)), b"xx") == b"x\n"
        while children() and time.monotonic() < started + 3:
            time.sleep(0.01)
        assert not children()
        assert time.monotonic() - started < 3

    def test_much_on_standard_error_does_not_stop_the_stream(self, kind: str, tmp_path: Path) -> None:
        body = "head -c 1000000 /dev/zero | tr '\\0' e >&2; exec cat"
        assert exchange(kind, ext(script(tmp_path, body)), b"hello") == b"hello"


@pytest.mark.parametrize("kind", KINDS)
class TestEnds:
    @pytest.mark.parametrize(
        ("said", "code", "hint"),
        [
            ("user@host: Permission denied (publickey).", 255, "logs in without a question"),
            ("Host key verification failed.", 255, "known_hosts"),
            ("ssh: Could not resolve hostname host: Name or service not known", 255, "spelling"),
            ("ssh: connect to host host port 22: Connection refused", 255, "no ssh server"),
            ("ssh: connect to host host port 22: Connection timed out", 255, "jump host"),
            ("ssh: connect to host host port 22: Network is unreachable", 255, "ProxyJump"),
            ("sh: 1: exec: nc: not found", 127, "netcat="),
            ("sh: 1: exec: virt-ssh-helper: not found", 127, "client tools"),
            ("nc: unix connect failed: No such file or directory", 1, "daemon running on the far side"),
            ("something else", 3, "by hand"),
        ],
    )
    def test_last_words(self, kind: str, tmp_path: Path, said: str, code: int, hint: str) -> None:
        path = script(tmp_path, f"echo '{said}' >&2; exit {code}", "ssh")
        with pytest.raises(ConnectError) as caught:
            exchange(kind, ssh(path), b"hello")
        error = caught.value
        assert (error.step, error.target) == ("ssh", "user@host")
        for part in (said, f"exit code {code}", hint, "user@host: ssh "):
            assert part in str(error)

    def test_what_was_said_is_bounded_and_escaped(self, kind: str, tmp_path: Path) -> None:
        body = "printf 'FIRST%0100000d\\n\\033[31mred\\r\\n\\377 last\\n' 0 >&2; exit 1"
        with pytest.raises(ConnectError) as caught:
            exchange(kind, ext(script(tmp_path, body)), b"hello")
        message = str(caught.value)
        assert message.isprintable()
        assert "\\x1b[31mred / \ufffd last" in message
        assert "FIRST" not in message
        assert len(message) < 5000

    def test_without_a_word(self, kind: str, tmp_path: Path) -> None:
        with pytest.raises(ConnectError, match="program ended with exit code 0 without a word"):
            exchange(kind, ext(script(tmp_path, "exit 0")), b"hello")

    def test_by_a_signal(self, kind: str, tmp_path: Path) -> None:
        with pytest.raises(ConnectError, match=f"ended by signal {int(signal.SIGKILL)}"):
            exchange(kind, ext(script(tmp_path, "kill -KILL $$")), b"hello")

    def test_the_stream_without_the_program(self, kind: str, tmp_path: Path) -> None:
        body = "echo bye >&2; exec <&- >&-; sleep 60"
        with pytest.raises(ConnectError, match="closed the stream, saying: bye"):
            exchange(kind, ext(script(tmp_path, body)), b"hello")

    @pytest.mark.parametrize(("name", "why"), [("nothing", "No such file"), ("plain", "Permission denied")])
    def test_what_cannot_be_started(self, kind: str, tmp_path: Path, name: str, why: str) -> None:
        (tmp_path / "plain").write_text("x")
        for make, step, hint in ((ssh, "ssh", "OpenSSH client"), (ext, "ext", "full path")):
            with pytest.raises(ConnectError, match=why) as caught:
                exchange(kind, make(f"{tmp_path}/{name}"), b"")
            assert caught.value.step == step
            assert hint in str(caught.value)


class TestBlocking:
    def test_the_socket_is_a_plain_one(self, tmp_path: Path) -> None:
        stream, layer = blocking_dial.dial(ext(script(tmp_path, "exec cat")))
        with stream:
            assert layer is None
            assert stream.family == socket.AF_UNIX
            assert stream.gettimeout() is None
            assert isinstance(stream, command.CommandSocket)
            assert stream.child.exit_code is None
            assert stream.child.pid in children()
        assert stream.child.exit_code in (0, -signal.SIGTERM)  # cat may have seen the end first
        stream.close()

    def test_other_streams_have_no_program_to_blame(self) -> None:
        one, two = socket.socketpair()
        with one, two:
            assert blocking_dial.explain_end(one) is None

    def test_many_at_once(self, tmp_path: Path) -> None:
        route = ext(script(tmp_path, "exec cat"))
        streams = [blocking_dial.dial(route)[0] for _ in range(20)]
        for stream in streams:
            stream.sendall(b"x")
        assert [stream.recv(1) for stream in streams] == [b"x"] * 20
        for stream in streams:
            stream.close()

    def test_without_pidfd(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delattr(os, "pidfd_open")
        assert exchange("blocking", ext(script(tmp_path, "exec cat")), b"hello") == b"hello"

    def test_a_terminal_of_its_own(self, tmp_path: Path) -> None:
        path = script(tmp_path, "set -- $(cat /proc/$$/stat); echo $6")
        uri = f"test+ssh://host/default?command={path}&no_tty="
        for no_tty in (0, 1):
            stream, _ = blocking_dial.dial(plan_for(f"{uri}{no_tty}"))
            with stream:
                assert isinstance(stream, command.CommandSocket)
                session = int(stream.makefile().readline())
                assert (session == stream.child.pid) is bool(no_tty)


class TestAsyncio:
    async def test_a_cancelled_dial_leaves_nothing(self, tmp_path: Path) -> None:
        task = asyncio.create_task(aio_dial.dial(ext(script(tmp_path, "exec cat")), Collector))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    async def test_closing_does_not_wait(self, tmp_path: Path) -> None:
        body = "trap '' TERM HUP; echo x; while :; do sleep 0.05; done"
        transport, protocol = await aio_dial.dial(ext(script(tmp_path, body)), Collector)
        await protocol.change.wait()
        started = time.monotonic()
        transport.close()
        while not protocol.lost:
            await asyncio.sleep(0)
        assert time.monotonic() - started < command.GRACE

    async def test_other_transports_have_no_program_to_blame(self, tmp_path: Path) -> None:
        async with await asyncio.start_unix_server(lambda reader, writer: writer.close(), tmp_path / "s"):
            transport, _ = await aio_dial.dial(plan_for(f"qemu:///system?socket={tmp_path}/s"), Collector)
            assert await aio_dial.explain_end(transport) is None
            transport.close()
            await asyncio.sleep(0.05)


def test_a_route_shows_what_it_would_run(tmp_path: Path) -> None:
    route = ssh("/x/ssh")
    assert isinstance(route, CommandRoute)
    assert repr(route) == "<CommandRoute ssh to user@host, far name 'test:///default'>"
