"""The console's two directions, with a guest of our own making."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator

import pytest

from tests.test_layering import ROOT, SOURCE

# A stream whose guest says hello, answers in capitals, ends on "bye" and breaks on "fail".
GUEST = """
import queue, sys
from virtreach.cli.main import _failed
from virtreach.cli.terminal import talk
from virtreach.errors import StreamError

class Guest:
    def __init__(self):
        self.said = queue.Queue()
        self.said.put(b"hello ")
    def send(self, data):
        print("sent", data, file=sys.stderr, flush=True)
        if b"fail" in data:
            self.said.put(StreamError("the guest is gone"))
        else:
            self.said.put(data.upper())
            if b"bye" in data:
                self.said.put(b"")
    def recv(self, size):
        said = self.said.get()
        if isinstance(said, Exception):
            raise said
        return said
    def abort(self):
        print("aborted", file=sys.stderr)

try:
    talk(Guest(), greeting="greetings", escape=b"\\x1d", linger=0.3)
except Exception as error:
    sys.exit(_failed(error))
"""


def command() -> list[str]:
    return [sys.executable, "-c", GUEST]


def test_with_pipes() -> None:
    done = subprocess.run(
        command(),
        input=b"some\x1d words",
        capture_output=True,
        env={"PYTHONPATH": str(SOURCE)},
        timeout=30,
        check=True,
    )
    # No greeting without a person, and the escape key is a byte like any other.
    assert done.stdout == b"hello SOME\x1d WORDS"
    assert done.stderr.endswith(b"aborted\n")
    assert b"greetings" not in done.stderr


def test_the_guest_may_end_it() -> None:
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command(), stdin=pipe, stdout=pipe, stderr=pipe, env={"PYTHONPATH": str(SOURCE)}
    )
    assert process.stdin is not None
    process.stdin.write(b"bye")
    process.stdin.flush()
    assert process.wait(20) == 0
    out, _ = process.communicate()
    assert out == b"hello BYE"


def test_a_broken_stream_is_an_error() -> None:
    done = subprocess.run(
        command(),
        input=b"fail",
        capture_output=True,
        env={"PYTHONPATH": str(SOURCE)},
        timeout=30,
        check=False,
    )
    assert done.returncode == 1
    assert b"virtreach: the guest is gone" in done.stderr


class Person:
    """Somebody at a terminal of their own."""

    def __init__(self) -> None:
        self.fd, slave = pty.openpty()
        self.before = termios.tcgetattr(slave)
        self.process = subprocess.Popen(
            command(),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={"PYTHONPATH": str(SOURCE)},
            start_new_session=True,
            cwd=ROOT,
        )
        self._slave = slave
        self.seen = b""

    def expect(self, text: bytes) -> None:
        deadline = time.monotonic() + 20
        while text not in self.seen:
            assert time.monotonic() < deadline, self.seen
            if select.select([self.fd], [], [], 0.1)[0]:
                self.seen += os.read(self.fd, 4096)

    def type(self, text: bytes) -> None:
        os.write(self.fd, text)

    @property
    def settings(self) -> object:
        return termios.tcgetattr(self._slave)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.fd)
        os.close(self._slave)


@pytest.fixture
def person() -> Iterator[Person]:
    somebody = Person()
    yield somebody
    somebody.close()


def test_on_a_terminal(person: Person) -> None:
    person.expect(b"greetings")
    person.expect(b"hello ")
    assert person.settings != person.before
    # ^C goes to the guest as a byte, and kills nobody.
    person.type(b"one\x03")
    person.expect(b"ONE\x03")
    person.type(b"two\x1dthree")
    person.expect(b"sent b'two'")
    assert person.process.wait(20) == 0
    assert person.settings == person.before
    assert b"three" not in person.seen


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_as_it_was(person: Person, number: signal.Signals) -> None:
    person.expect(b"hello ")
    person.process.send_signal(number)
    assert person.process.wait(20) == 128 + number
    assert person.settings == person.before
