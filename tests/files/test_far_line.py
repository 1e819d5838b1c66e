"""Command lines for far shells: real shells read them as the words that went in."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from virtreach.files.far_line import far_line

NAMES = st.binary(min_size=1, max_size=40).map(lambda name: name.replace(b"\0", b"0"))
SHELLS = [shell for shell in ("sh", "bash", "dash", "zsh", "csh", "tcsh", "fish") if shutil.which(shell)]


def read_back(shell: str, names: list[bytes]) -> list[bytes]:
    line = far_line(["printf", "%s\\0", *names])
    done = subprocess.run([shell, "-c", line], stdout=subprocess.PIPE, check=True, stdin=subprocess.DEVNULL)
    return done.stdout.split(b"\0")[:-1]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    "name",
    [
        b"plain",
        b"a b",
        b"it's",
        b"new\nline\n",
        b"\n",
        b"\xff",
        b"$(id)",
        b"!x",
        b"back\\",
        b"%s",
        b"*",
        b"~",
        b"\x01",
        b"%",
    ],
)
def test_hard_names(shell: str, name: bytes) -> None:
    assert read_back(shell, [name, b"after"]) == [name, b"after"]


@settings(max_examples=100)
@given(st.lists(NAMES, min_size=1, max_size=4))
def test_any_names(names: list[bytes]) -> None:
    assert read_back("sh", names) == names


def test_plain_names_stay_plain() -> None:
    """A restricted shell that looks at the words knows them."""
    assert far_line(["mkdir", "--", b"/srv/a-b"], ["rm", "--", b"/x"]) == "mkdir -- /srv/a-b && rm -- /x"
    assert far_line(["rm", "--", b"/a b"]) == "rm -- '/a b'"


def test_what_fails_ends_the_line() -> None:
    line = far_line(["false"], ["echo", os.fsencode("a b\n")])
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"")
