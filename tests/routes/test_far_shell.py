"""Quoting for far shells, tried with the shells that are here."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.needs import program
from virtreach.errors import URIError
from virtreach.routes import far_shell

SHELLS = [
    words for words in (["sh"], ["bash"], ["busybox", "sh"], ["zsh"], ["csh"], ["fish"]) if program(words[0])
]
"""The shells on this machine; sh is always one of them."""

TEXTS = st.text(
    st.sampled_from("ab '\"\\$`!*?~#&|;<>(){}[]=-%^@,.") | st.characters(exclude_categories=("C", "Z")),
    max_size=20,
)


@pytest.mark.parametrize("shell", SHELLS, ids=lambda words: "-".join(words))
@settings(max_examples=4)
@given(st.lists(TEXTS, min_size=100, max_size=100))
def test_a_word_arrives_as_it_is(shell: list[str], texts: list[str]) -> None:
    line = "printf '%s\\n' " + " ".join(far_shell.quote(text) for text in texts)
    done = subprocess.run([*shell, "-c", line], capture_output=True, check=True)
    assert done.stdout.decode().split("\n")[:-1] == texts


def test_characters_that_other_shells_heed_stand_outside_the_quotes() -> None:
    assert far_shell.quote("it's") == "'it'\\''s'"
    assert far_shell.quote("a\\b!") == "'a'\\\\'b'\\!"
    assert far_shell.quote("") == "''"
    assert far_shell.quote("'") == "\\'"


@pytest.mark.parametrize("text", ["a\nb", "\r", "\t", "\0", "\x1b", "\u2028", "\udc80"])
def test_what_cannot_be_quoted_everywhere_is_refused(text: str) -> None:
    with pytest.raises(URIError, match="far shell"):
        far_shell.quote(text)


def test_the_scripts_need_no_escapes() -> None:
    for script in (far_shell._HELPER_SCRIPT, far_shell._NETCAT_SCRIPT, far_shell._EITHER_SCRIPT):
        assert not set("'\\!\n") & set(script)


@pytest.mark.parametrize("value", ["", "-x", "--help"])
def test_arguments_that_would_be_options_are_refused(value: str) -> None:
    with pytest.raises(URIError, match="netcat="):
        far_shell.netcat_command(value, "/socket")
    with pytest.raises(URIError, match="socket="):
        far_shell.netcat_command("nc", value)
    with pytest.raises(URIError, match="virt-ssh-helper"):
        far_shell.helper_command(value, readonly=False)
