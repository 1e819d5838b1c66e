"""Where logs and audit records go."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from virtreach.daemon.records import outputs
from virtreach.daemon.records.outputs import FileOutput, Journal, Output, StandardError, Syslog, parse_outputs
from virtreach.errors import ConfigError


def say(output: Output, text: str, level: int = 2, **fields: object) -> bool:
    return output.put(level, f"line: {text}", {"message": text, **fields})


def fields_of(datagram: bytes) -> dict[str, str]:
    """Read a datagram of the journal's native protocol."""
    found = {}
    while datagram:
        name, _, rest = datagram.partition(b"\n")
        size = int.from_bytes(rest[:8], "little")
        found[name.decode()] = rest[8 : 8 + size].decode()
        assert rest[8 + size : 9 + size] == b"\n"
        datagram = rest[9 + size :]
    return found


def receiver(path: Path) -> socket.socket:
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    sock.bind(str(path))
    sock.settimeout(5)
    return sock


def test_they_are_printed_as_they_are_written() -> None:
    text = "3:stderr 1:file:/var/log/a.log 4:syslog:virtreachd 2:journald"
    assert " ".join(str(output) for output in parse_outputs(text)) == text
    assert parse_outputs("") == []
    # The same place once; the last word counts.
    assert [str(output) for output in parse_outputs("1:stderr 4:stderr")] == ["4:stderr"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("stderr", "Malformed format for log output 'stderr'"),
        ("3:", "Malformed format for log output '3:'"),
        ("5:stderr", "Invalid log priority '5' for log output '5:stderr'"),
        ("x:stderr", "Invalid log priority 'x' for log output 'x:stderr'"),
        ("1:file", "does not meet the format requirements for destination type 'file'"),
        ("1:file:relative", "does not meet the format requirements for destination type 'file'"),
        ("1:stderr:x", "does not meet the format requirements for destination type 'stderr'"),
        ("1:syslog", "does not meet the format requirements for destination type 'syslog'"),
        ("1:kafka:x", "Invalid log destination 'kafka'"),
    ],
)
def test_what_makes_no_sense_is_refused_in_libvirts_words(text: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_outputs(text)
    assert says in str(caught.value)


def test_a_file_is_private_and_appended_to(tmp_path: Path) -> None:
    path = tmp_path / "log"
    for text in ("one", "two \udc80"):
        output = FileOutput(1, str(path))
        before = os.umask(0)
        try:
            output.open()
        finally:
            os.umask(before)
        assert say(output, text)
        output.close()
    assert path.read_text() == "line: one\nline: two \\udc80\n"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_somebody_else_could_have_put_there_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.touch(0o600)
    (tmp_path / "symbolic").symlink_to(target)
    os.link(target, tmp_path / "hard")
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "open").touch()
    (tmp_path / "open").chmod(0o666)
    for name, says in (
        ("symbolic", "symbolic link"),
        ("hard", "hard links"),
        ("fifo", "fifo"),
        ("open", "chmod"),
        ("missing/log", "cannot be opened"),
        ("", "cannot be opened"),
    ):
        with pytest.raises(ConfigError, match=says):
            FileOutput(1, str(tmp_path / name)).open()
    assert target.read_bytes() == b""


def test_a_full_disk_costs_entries_and_says_how_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log"
    output = FileOutput(1, str(path))
    output.open()
    true_write = os.write
    assert say(output, "before")
    # First a part of a line fits, then nothing.
    monkeypatch.setattr(outputs.os, "write", lambda fd, data: true_write(fd, data[:4]))
    assert not say(output, "torn")

    def full(fd: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(outputs.os, "write", full)
    assert not say(output, "lost")
    assert output.lost == 2
    assert output.problem == "No space left on device"
    monkeypatch.setattr(outputs.os, "write", true_write)
    assert say(output, "after")
    assert output.lost == 0
    assert path.read_text().splitlines() == [
        "line: before",
        "line",
        "2 entries could not be written: No space left on device",
        "line: after",
    ]


def test_syslog(tmp_path: Path) -> None:
    with receiver(tmp_path / "log") as sock:
        output = Syslog(1, "virtreachd", str(tmp_path / "log"))
        output.open()
        assert say(output, "words\nmore", level=4)
        assert sock.recv(4096) == b"<27>virtreachd[%d]: words | more" % os.getpid()
        assert say(output, "x" * 200_000)
        assert len(sock.recv(1 << 20)) == 60_000
        output.close()


def test_the_journal_gets_fields_that_nobody_can_forge(tmp_path: Path) -> None:
    with receiver(tmp_path / "log") as sock:
        output = Journal(1, str(tmp_path / "log"))
        output.open()
        assert say(
            output, "words\nPRIORITY=0", level=3, client=7, identity="user x\nMESSAGE=forged", time=1.0
        )
        found = fields_of(sock.recv(1 << 16))
        assert found == {
            "PRIORITY": "4",
            "SYSLOG_IDENTIFIER": "virtreachd",
            "MESSAGE": "words\nPRIORITY=0",
            "VIRTREACH_CLIENT": "7",
            "VIRTREACH_IDENTITY": "user x\nMESSAGE=forged",
        }
        output.close()


def test_a_receiver_may_be_started_anew_and_a_full_one_does_not_hold_us_up(tmp_path: Path) -> None:
    path = tmp_path / "log"
    first = receiver(path)
    output = Syslog(1, "x", str(path))
    output.open()
    first.close()
    path.unlink()
    assert not say(output, "nobody")
    with receiver(path) as second:
        assert say(output, "again")
        assert b"1 entries could not be written" in second.recv(4096)
        assert second.recv(4096).endswith(b"again")
        written = 0
        while say(output, "y" * 1000):
            written += 1
            assert written < 100_000
        assert output.lost == 1
        for _ in range(written):
            second.recv(4096)
        assert say(output, "z")
    output.close()


def test_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    for output in (Syslog(1, "x", str(tmp_path / "none")), Journal(1, str(tmp_path / "none"))):
        with pytest.raises(ConfigError, match="cannot be reached"):
            output.open()


def test_the_standard_error_stream(capsys: pytest.CaptureFixture[str]) -> None:
    output = StandardError(3)
    output.open()
    assert say(output, "words")
    output.close()
    assert capsys.readouterr().err == "line: words\n"
