"""`virtreach passwd`: what it asks for, what it prints, and what a daemon makes of it."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

import virtreach
from tests.daemon.process import Virtreachd
from virtreach.cli.failures import LIBVIRT, USAGE
from virtreach.cli.main import run
from virtreach.errors import AuthenticationError


def passwd(monkeypatch: pytest.MonkeyPatch, *words: str, password: bytes = b"") -> int:
    """Run the command with a password in a pipe."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(password)))
    return run(["passwd", *words])


def test_add_change_list_and_remove(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = ["--file", str(tmp_path / "users"), "--iterations", "4096"]
    assert passwd(monkeypatch, *file, "alice", password=b"s3cret\n") == 0
    assert passwd(monkeypatch, *file, "alice", password=b"other") == 0
    assert passwd(monkeypatch, *file, "bob", "--json", password=b"s3cret\r\n") == 0
    out = capsys.readouterr().out
    assert out.startswith("user alice added\nuser alice changed\n{")
    assert passwd(monkeypatch, *file[:2], "--list", "--json") == 0
    assert json.loads(capsys.readouterr().out) == [
        {"user": name, "mechanism": "SCRAM-SHA-256", "realm": None, "iterations": 4096}
        for name in ("alice", "bob")
    ]
    assert passwd(monkeypatch, *file[:2], "--list") == 0
    assert capsys.readouterr().out.splitlines()[1] == "alice  SCRAM-SHA-256  -            4096"
    assert passwd(monkeypatch, *file[:2], "--remove", "bob") == 0
    assert passwd(monkeypatch, *file[:2], "--remove", "bob") == LIBVIRT
    assert "s3cret" not in (tmp_path / "users").read_text()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--file", "/proc/none/users"], "name a user"),
        (["--file", "/proc/none/users", "--list", "alice"], "--list stands alone"),
        (["--file", "/proc/none/users", "--remove", "alice"], "cannot be opened"),
        (["alice", "--mechanism", "DIGEST-MD5"], "needs --realm"),
        (["alice", "--realm", "x"], "--realm is for"),
        (["alice", "--iterations", "10"], "between 4096 and"),
        (["alice", "--config", "/proc/none"], "/proc/none"),
    ],
)
def test_what_makes_no_sense(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    if "--file" not in words and "--config" not in words:
        words = [*words, "--file", "/proc/none/users"]
    assert passwd(monkeypatch, *words, password=b"x\n") == USAGE
    assert says in capsys.readouterr().err


def test_an_empty_or_an_endless_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for password, says in ((b"", "empty"), (b"\n", "empty"), (b"x" * 100_000, "4096 bytes at most")):
        assert passwd(monkeypatch, "alice", "--file", str(tmp_path / "users"), password=password) == USAGE
        assert says in capsys.readouterr().err


def test_the_daemons_configuration_says_where_the_file_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "virtreachd.conf"
    config.write_text("")
    assert passwd(monkeypatch, "alice", "--config", str(config), password=b"x") == USAGE
    assert "has no users_file" in capsys.readouterr().err
    config.write_text(f'users_file = "{tmp_path}/users"\nauth_unix_rw = "sasl"\n')
    assert passwd(monkeypatch, "alice", "--config", str(config), password=b"x") == 0
    assert (tmp_path / "users").exists()


def typed(words: list[str], *answers: str) -> tuple[int, str]:
    """Run the command at a terminal, and answer what it asks."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-m", "virtreach", "passwd", *words])
    shown = b""
    waiting = list(answers)
    try:
        while True:
            try:
                piece = os.read(terminal, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
            if waiting and shown.endswith(b": "):
                os.write(terminal, waiting.pop(0).encode() + b"\n")
    finally:
        os.close(terminal)
        status = os.waitpid(pid, 0)[1]
    return os.waitstatus_to_exitcode(status), shown.decode()


def test_at_a_terminal_it_asks_twice_and_shows_nothing(tmp_path: Path) -> None:
    words = ["--file", str(tmp_path / "users"), "alice"]
    code, shown = typed(words, "s3cret", "s3crex")
    assert code == LIBVIRT
    assert "the two passwords differ" in shown
    assert not (tmp_path / "users").exists()
    code, shown = typed(words, "s3cret", "s3cret")
    assert code == 0
    assert "user alice added" in shown
    assert "s3cret" not in shown


def test_a_daemon_that_runs_takes_changes_up(tmp_path: Path) -> None:
    def give(password: str) -> None:
        subprocess.run(
            [
                *(sys.executable, "-m", "virtreach", "passwd", "--iterations", "4096"),
                *("--file", str(tmp_path / "users"), "alice"),
            ],
            input=password.encode(),
            check=True,
            timeout=60,
            env=daemon.environment,
            stdout=subprocess.DEVNULL,
        )

    def fits(password: str) -> bool:
        try:
            with virtreach.connect(daemon.uri(), auth=("alice", password)):
                return True
        except AuthenticationError:
            return False

    daemon = Virtreachd(tmp_path, f'auth_unix_rw = "sasl"\nusers_file = "{tmp_path}/users"\n')
    give("first")
    with daemon:
        assert fits("first")
        give("second")
        deadline = time.monotonic() + 20
        while not fits("second"):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert not fits("first")
