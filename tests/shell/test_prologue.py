"""What goes to the login shell, and the marks in what comes back, however it is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtreach.errors import UsageError
from virtreach.shell.prologue import Call, Collector, TooLarge, as_bytes, settings


def test_a_short_command_is_in_the_line_and_others_are_not() -> None:
    short = Call(Call.program(["ls", "a b"]))
    assert short.header == b""
    assert "'a b'" in short.words[-1]
    for call in (
        Call(Call.program(["ls", b"\xff"])),
        Call(Call.program(["ls", "a\nb"])),
        Call(Call.program(["ls", "x" * 5000])),
        Call(Call.program(["ls"]), env={"A": "b"}),
        Call(Call.program(["ls"]), sudo=True, sudo_password="secret"),
    ):
        assert call.header.count(b"\n") == 1
        assert call.header.endswith(b"\n")
        assert all(word.isprintable() and "secret" not in word for word in call.words)


def test_sudo() -> None:
    assert Call(b":", sudo=True).words[:5] == ("sudo", "-n", "-u", "root", "--")
    asked = Call(b":", sudo="me", sudo_password="pw")
    assert asked.words[:4] == ("sudo", "-S", "-k", "-p")
    assert asked.words[5:8] == ("-u", "me", "--")
    assert asked.password == b"pw\n"
    for user in ("-x", "a:b", "a\nb"):
        with pytest.raises(UsageError):
            Call(b":", sudo=user)
    with pytest.raises(UsageError):
        Call(b":", sudo=True, sudo_password="a\nb")


def test_what_cannot_be_given() -> None:
    for name in ("", "1a", "a-b", "a b", "a\n", "ä"):
        with pytest.raises(UsageError):
            settings({name: "x"})
    with pytest.raises(UsageError):
        as_bytes("word", "a\0")
    with pytest.raises(UsageError):
        settings(None, "a\0")
    assert as_bytes("word", "\udcff") == b"\xff"
    assert settings(None, "-") == b"CDPATH= cd ./- || exit 1; "


@given(
    noise=st.binary(max_size=50),
    output=st.binary(max_size=100),
    cuts=st.lists(st.integers(1, 20), max_size=40),
)
def test_marks_wherever_they_are_cut(noise: bytes, output: bytes, cuts: list[int]) -> None:
    stream = noise + b"MARK- 12 34 5\n" + output
    collector = Collector(b"MARK- ", line=True, limit=None)
    for cut in (*cuts, len(stream)):
        collector.feed(stream[:cut])
        stream = stream[cut:]
    assert (bytes(collector.noise), bytes(collector.kept)) == (noise, output)
    assert collector.process == (12, 34, 5)


def test_signs_before_the_mark() -> None:
    heard = []
    collector = Collector(b"MARK ", line=False, limit=4, signs={b"ask?": lambda: heard.append(1)})
    for byte in b"noask?iseask?MARK ask?"[:-1]:
        collector.feed(bytes([byte]))
    assert (heard, bytes(collector.noise), bytes(collector.kept)) == ([1, 1], b"noise", b"ask")
    with pytest.raises(TooLarge):
        collector.feed(b"??")
    assert bytes(collector.kept) == b"ask?"


def test_endless_noise_is_bounded() -> None:
    collector = Collector(b"MARK ", line=False, limit=None)
    for _ in range(100):
        collector.feed(b"x" * 10_000)
    collector.feed(b"MA")
    collector.feed(b"RK y")
    assert len(collector.noise) <= 64 << 10
    assert bytes(collector.kept) == b"y"


@pytest.mark.parametrize(
    "said", [b"MARK \n", b"MARK a b c\n", b"MARK 1 2\n", b"MARK -1 2 3\n", b"MARK 1 2 3 4\n"]
)
def test_a_mark_without_numbers_names_no_process(said: bytes) -> None:
    collector = Collector(b"MARK ", line=True, limit=None)
    collector.feed(said)
    assert collector.begun
    assert collector.process is None
