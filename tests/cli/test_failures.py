"""Exit codes and messages."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.test_layering import SOURCE
from virtreach import errors
from virtreach.cli.failures import EXIT_CODES, CommandFailed, explain
from virtreach.cli.main import run
from virtreach.errors.files import FileTimeout, NoSpace, ToolMissing
from virtreach.errors.guests import AgentMissing, ConsoleLoginRefused, ConsoleSilent, GuestUnreachable
from virtreach.errors.libvirt import from_wire
from virtreach.errors.routes import (
    AllProxiesFailed,
    HopUnreachable,
    HostKeyChanged,
    LoginRefused,
    NodeRefused,
)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (from_wire(42, 10, "no domain", 2), 1),
        (errors.URIError("x"), 2),
        (errors.ConfigError("x", path="/etc/x", line=3), 2),
        (errors.EncodeError("x"), 2),
        (errors.MissingExtra("x"), 69),
        (errors.ConnectError("x"), 3),
        (errors.ConnectTimeout("x"), 3),
        (errors.CertificateError("x"), 3),
        (errors.ConnectionLost("x"), 3),
        (errors.KeepaliveLost("x"), 3),
        (errors.NoCredentials("x"), 4),
        (errors.CredentialsRejected("x"), 4),
        (errors.ServerNotAuthentic("x"), 4),
        (errors.CallTimeout("x"), 5),
        (errors.CallInterrupted("x"), 5),
        (errors.DecodeError("x"), 6),
        (errors.FrameError("x"), 6),
        (AllProxiesFailed("x", failures=[LoginRefused("x"), HostKeyChanged("x")]), 4),
        (AllProxiesFailed("x", failures=[LoginRefused("x"), HopUnreachable("x")]), 3),
        (AllProxiesFailed("x"), 3),
        (GuestUnreachable("x", tried=[("ssh", NodeRefused("x")), ("agent", AgentMissing("x"))]), 3),
        (
            GuestUnreachable(
                "x",
                tried=[
                    ("ssh", AllProxiesFailed("x", failures=[LoginRefused("x")])),
                    ("serial", ConsoleLoginRefused("x")),
                ],
            ),
            4,
        ),
        (AgentMissing("x"), 3),
        (ConsoleSilent("x"), 3),
        (NoSpace("x", path=b"/x"), 7),
        (NoSpace("x", host="n1", path=b"/x"), 8),
        (ToolMissing("no ssh on this machine"), 69),
        (ToolMissing("no rsync there", host="n1"), 8),
        (FileTimeout("x", path=b"/x"), 5),
        (CommandFailed("x", 7), 7),
        (FileNotFoundError(2, "No such file or directory", "web.xml"), 7),
        (RuntimeError("x"), 70),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_exit_codes(error: Exception, code: int) -> None:
    found, line = explain(error)
    assert found == code
    assert code in EXIT_CODES
    assert line


def test_messages_are_one_harmless_line() -> None:
    _, line = explain(from_wire(1, 10, "internal error:\n\x1b]0;owned\x07", 2))
    assert line == "internal error:\\n\\x1b]0;owned\\x07"


def test_messages_say_what_to_do_next() -> None:
    assert "virtreach list --all" in explain(from_wire(42, 10, "Domain not found", 2))[1]
    assert "look at the host" in explain(errors.CallTimeout("x", may_have_changed=True))[1]
    assert "safe to try again" in explain(errors.CallTimeout("x", may_have_changed=False))[1]
    assert explain(FileNotFoundError(2, "No such file", "a\nb"))[1] == "a\\nb: No such file"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["-c", "nonsense", "list"], 2, "is not a URI"),
        (["-c", "qemu+carrier://host/system", "list"], 2, "transport"),
        (["-c", "qemu+unix:///system?socket=/nonexistent/sock", "list"], 3, "no such socket"),
        (["define", "/nonexistent.xml"], 7, "/nonexistent.xml: No such file or directory"),
        (["vol", "list", "p", "--trace", "/proc/none/trace"], 7, "/proc/none/trace"),
        (["call"], 2, "--list"),
        (["call", "no_such_procedure"], 2, "no procedure"),
        (["call", "domain_get_info", "[1]"], 2, "JSON object"),
        (["call", "domain_get_info", "{"], 2, "not JSON"),
        (["call", "nowhere.domain_get_info"], 2, "no program"),
        (["call", "domain_event_lifecycle"], 2, "virtreach events"),
        (["call", "domain_monitor_command"], 2, "qemu.domain_monitor_command"),
        (["events", "-k", "nonsense"], 2, "--list"),
        (["console", "x", "--escape", "q"], 2, "control key"),
        (["vol", "download", "a/b", "-", "--sparse"], 2, "--sparse"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_goes_wrong_before_a_host_is_reached(
    words: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("virtreach: ")
    assert said.err.count("\n") == 1
    assert message in said.err


def test_debugging_shows_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIRTREACH_DEBUG", "1")
    with pytest.raises(errors.URIError):
        run(["-c", "nonsense", "list"])


def test_a_reader_that_goes_away_is_no_drama() -> None:
    """`virtreach call --list | true`: nothing on standard error, and the shells' code for a broken pipe."""
    command = [sys.executable, "-m", "virtreach", "call", "--list"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={"PYTHONPATH": str(SOURCE)}
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(30) == 141
    assert said == b""


def test_a_full_disk_is_an_error() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "virtreach", "call", "--list"],
            stdout=full,
            stderr=subprocess.PIPE,
            env={"PYTHONPATH": str(SOURCE)},
            timeout=30,
            check=False,
        )
    assert done.returncode == 7
    assert done.stderr == b"virtreach: No space left on device\n"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "<&- >&- 2>&-"])
def test_closed_descriptors_are_no_drama(closed: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m virtreach call --list lookup {closed}', sys.executable],
        capture_output=True,
        env={"PYTHONPATH": str(SOURCE)},
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_same_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBVIRT_DEFAULT_URI", "qemu+unix:///system?socket=/nonexistent/sock")
    assert run(["list"]) == 3
