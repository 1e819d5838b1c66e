"""The commands run, jobs and ssh, as programs on the controller."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from fcntl import ioctl
from pathlib import Path

import pytest

from tests.interop.lab.cluster import Cluster
from tests.interop.shell.lab import inventory_text
from tests.needs import patience
from tests.test_layering import SOURCE

PROGRAM = [sys.executable, "-m", "virtreach"]


@pytest.fixture
def environment(cluster: Cluster) -> dict[str, str]:
    path = cluster.directory / "inventory.toml"
    path.write_text(inventory_text(cluster))
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(SOURCE),
        "PYTHONWARNINGS": "error",
        "HOME": str(cluster.directory),
        "VIRTREACH_INVENTORY": str(path),
        "VIRTREACH_TEST_VARIABLE": "canary",
    }


def call(environment: dict[str, str], *words: str, stdin: bytes = b"") -> tuple[int, bytes, bytes]:
    done = subprocess.run(
        [*PROGRAM, *words], env=environment, input=stdin, capture_output=True, timeout=60 * patience()
    )
    return done.returncode, done.stdout, done.stderr


def test_run_on_one_node(environment: dict[str, str]) -> None:
    """Bytes as they are, the status, standard input when asked for, variables, directory."""
    assert call(environment, "run", "n1", "--", "printf", r"a\377 %s|%s|", "b c", "-x") == (
        0,
        b"a\xff b c|-x|",
        b"",
    )
    assert call(environment, "run", "n1", "--sh", "--", "echo err >&2;", "exit 7") == (7, b"", b"err\n")
    assert call(environment, "run", "n1", "--", "sh", "-c", "kill -9 $$")[0] == 137
    assert call(environment, "run", "n1", "--stdin", "--", "cat", stdin=b"\0in") == (0, b"\0in", b"")
    assert call(environment, "run", "n1", "--", "cat", stdin=b"in") == (0, b"", b"")
    words = [
        "--env",
        "VIRTREACH_TEST_VARIABLE",
        "--cwd",
        "/usr",
        "--sh",
        "--",
        "pwd; echo $VIRTREACH_TEST_VARIABLE",
    ]
    assert call(environment, "run", "n1", *words) == (0, b"/usr\ncanary\n", b"")
    code, _, said = call(environment, "--timeout", "1", "run", "n1", "--", "sleep", "600")
    assert code == 5
    assert b"it was ended there" in said


def test_run_that_makes_no_sense(environment: dict[str, str]) -> None:
    for words, sign in (
        (["n1"], b"Missing"),
        (["--", "true"], b"which nodes"),
        (["none", "--", "true"], b"no node"),
        (["n1", "--env", "NO_SUCH_ONE", "--", "true"], b"NO_SUCH_ONE"),
        (["n1", "--id", "x", "--", "true"], b"--detach"),
        (["--group", "none", "--", "true"], b"no group"),
        (["n1", "--concurrency", "0", "--", "true"], b"at least 1"),
    ):
        code, out, said = call(environment, "run", *words)
        assert (code, out) == (2, b""), words
        assert sign in said, words


def test_output_in_json_is_what_was_written(environment: dict[str, str]) -> None:
    """Every byte can be told, and nothing is lost at the end of the time."""
    script = r"printf 'a\377\033\\xff'; echo err >&2; sleep 600"
    code, out, _ = call(environment, "--json", "--timeout", "2", "run", "n1", "--sh", "--", script)
    [record] = json.loads(out)
    assert (code, record["ok"], record["status"]) == (1, False, None)
    assert "it was ended there" in record["error"]
    assert (record["stdout"], record["stderr"]) == ("a\udcff\x1b\\xff", "err\n")
    code, out, _ = call(
        environment, "--timeout", "2", "run", "n1", "n2", "--sh", "--", "echo begun; sleep 600"
    )
    assert code == 1
    assert sorted(out.splitlines()[:2]) == [b"lab/n1: begun", b"lab/n2: begun"]


def test_run_on_many(cluster: Cluster, environment: dict[str, str]) -> None:
    code, out, said = call(
        environment, "run", "--group", "workers", "p1", "--", "sh", "-c", "echo here; echo there >&2"
    )
    lines = out.decode().splitlines()
    assert (code, said.count(b"there")) == (0, 4)
    assert (
        sorted(lines[:4]) == ["lab/n1: here", "lab/n2: here", "lab/n3: here", "p1: here"]
        or "lab/p1: here" in lines
    )
    assert lines[5].split() == ["NODE", "RESULT", "SECONDS"]
    cluster.nodes[1].kill_sshd()
    code, out, said = call(environment, "--json", "run", "--cluster", "lab", "--", "echo", "x")
    found = {record["node"]: record for record in json.loads(out)}
    assert code == 1
    assert {name for name, record in found.items() if not record["ok"]} == {"lab/n2"}
    assert found["lab/n1"]["stdout"] == "x\n"
    assert "lab/n2" in found or found["lab/n2"]["error"]


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=str
)
def test_interrupted_run_ends_what_it_began(
    cluster: Cluster, environment: dict[str, str], number: int, code: int
) -> None:
    words = [*PROGRAM, "run", "n1", "--sh", "--", "echo begun; sleep 7781"]
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"begun\n"
        running.send_signal(number)
        running.communicate(timeout=60 * patience())
    assert running.returncode == code
    assert "sleep 7781" not in cluster.nodes[0].run("ps", "-eo", "args=")


def test_jobs(environment: dict[str, str]) -> None:
    start = ["run", "n1", "n2", "--detach", "--id", "deploy", "--sh", "--", "echo out; echo err >&2; exit 3"]
    code, out, _ = call(environment, *start)
    assert code == 0
    assert [line.split() for line in out.decode().splitlines()[1:]] == [
        ["lab/n1", "deploy", "started"],
        ["lab/n2", "deploy", "started"],
    ]
    code, out, _ = call(environment, *start)
    assert (code, out.split()[-2:]) == (0, [b"was", b"there"])
    assert call(environment, "jobs", "n1", "deploy", "--wait")[0] == 3
    other = [*start[:6], "--", "sleep", "600"]
    code, out, _ = call(environment, "--json", *other)
    assert code == 1
    for record in json.loads(out):
        assert (record["ok"], record["started"], record["job"]) == (False, False, "deploy")
        assert "was there with another command" in record["how"]
    assert call(environment, "jobs", "n1", "deploy", "--output", "--errors") == (0, b"out\n", b"err\n")
    [job] = json.loads(call(environment, "--json", "jobs", "n1")[1])
    assert (job["job"], job["state"], job["status"], job["stdout_size"]) == ("deploy", "ended", 3, 4)
    code, out, said = call(environment, "--json", "jobs", "n1", "deploy", "--output", "--errors", "--cancel")
    [job] = json.loads(out)
    assert (code, said, job["status"], job["stdout"], job["stderr"]) == (0, b"", 3, "out\n", "err\n")
    assert job["action"] == "was over"
    assert call(environment, "jobs", "n1", "deploy", "--cancel")[1].splitlines()[-1] == b"job deploy was over"
    [job] = json.loads(call(environment, "--json", "jobs", "n1", "deploy", "--forget")[1])
    assert (job["job"], job["action"]) == ("deploy", "forgotten")
    assert call(environment, "jobs", "n2", "deploy", "--forget") == (0, b"job deploy forgotten\n", b"")
    code, _, said = call(environment, "jobs", "n1", "deploy")
    assert code == 1
    assert b"no job deploy" in said
    assert call(environment, "jobs", "n1", "--wait")[0] == 2


def test_ssh_without_a_terminal(environment: dict[str, str]) -> None:
    assert call(environment, "ssh", "n1", "cat; exit 9", stdin=b"\xffin") == (9, b"\xffin", b"")
    assert call(environment, "ssh", "n1", "--", "test", "-t", "0")[0] == 1
    assert call(environment, "ssh", "n1", stdin=b"echo $((6 * 7))\nexit 4\n")[:2] == (4, b"42\n")
    assert call(environment, "ssh", "n1", "kill -9 $$")[0] == 255


class Screen:
    """A program on a terminal of ours."""

    def __init__(self, environment: dict[str, str], *words: str) -> None:
        self.master, slave = pty.openpty()
        self.resize(91, 31)
        self.before = termios.tcgetattr(slave)
        self.slave = slave
        self.process = subprocess.Popen(
            [*PROGRAM, *words],
            env={**environment, "TERM": "vt220"},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: ioctl(0, termios.TIOCSCTTY, 0),
        )
        self.seen = b""
        os.set_blocking(self.master, False)

    def resize(self, columns: int, lines: int) -> None:
        ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def type(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def until(self, text: bytes) -> None:
        """Wait until something new is on the screen."""
        ends = time.monotonic() + min(100.0, 20 * patience())
        while text not in self.seen:
            assert time.monotonic() < ends, self.seen
            with contextlib.suppress(BlockingIOError):
                self.seen += os.read(self.master, 65536)
            time.sleep(0.005)
        self.seen = self.seen.partition(text)[2]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)
        os.close(self.slave)


@pytest.fixture
def screen(environment: dict[str, str]) -> Iterator[Screen]:
    shown = Screen(environment, "ssh", "n1")
    shown.until(b"# ")
    yield shown
    shown.close()


def test_a_shell_on_a_terminal(screen: Screen) -> None:
    """Keys go there one by one, ^C too; the size follows; the terminal is as it was, and the status comes back."""
    screen.type(b"echo begin-$((40 + 2)); echo $TERM; stty size\r")
    screen.until(b"begin-42")
    screen.until(b"vt220")
    screen.until(b"31 91")
    screen.resize(77, 22)
    screen.process.send_signal(signal.SIGWINCH)
    screen.type(b"while ! stty size | grep 77; do :; done\r")
    screen.until(b"22 77")
    screen.type(b"echo sleep-$((1 + 1)); sleep 600\r")
    screen.until(b"sleep-2")
    screen.type(b"\x03")
    screen.type(b"echo after-$((5 * 5))\r")
    screen.until(b"after-25")
    assert screen.process.poll() is None
    screen.type(b"exit 6\r")
    assert screen.process.wait(30 * patience()) == 6
    assert termios.tcgetattr(screen.slave) == screen.before


def test_a_lost_way_gives_the_terminal_back(cluster: Cluster, screen: Screen) -> None:
    screen.type(b"echo begin-$((40 + 2))\r")
    screen.until(b"begin-42")
    for proxy in cluster.proxies:
        proxy.kill_sshd()
    screen.until(b"the way broke")
    assert screen.process.wait(30 * patience()) == 5
    assert termios.tcgetattr(screen.slave) == screen.before


def test_completion_of_nodes(environment: dict[str, str]) -> None:
    asked = {
        **environment,
        "_VIRTREACH_COMPLETE": "bash_complete",
        "COMP_WORDS": "virtreach ssh n",
        "COMP_CWORD": "2",
    }
    done = subprocess.run([*PROGRAM], env=asked, capture_output=True, text=True)
    assert [line.partition(",")[2] for line in done.stdout.splitlines()] == ["n1", "n2", "n3"]
    for words in ("virtreach run n1 l", "virtreach jobs l"):
        asked |= {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
        done = subprocess.run([*PROGRAM], env=asked, capture_output=True, text=True)
        assert "plain,lab/n2" in done.stdout.splitlines()


def test_help_says_what_stands_behind(environment: dict[str, str]) -> None:
    assert b"-- COMMAND..." in call(environment, "run", "--help")[1]
    assert Path(environment["VIRTREACH_INVENTORY"]).exists()
