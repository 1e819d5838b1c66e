"""Options of virtreach itself: what a command would leave aside is refused, by both parsers."""

from __future__ import annotations

import pytest

from virtreach.cli.catalog import COMMANDS, load
from virtreach.cli.main import run

CHANGING = (
    ["rm", "host:/a"],
    ["rmdir", "host:/a"],
    ["mkdir", "host:/a"],
    ["touch", "host:/a"],
    ["cp", "a", "host:/a"],
    ["sync", "a", "host:/a"],
    ["run", "host", "--", "true"],
    ["jobs", "host", "id", "--cancel"],
    ["ssh", "host", "true"],
    ["http", "host", "/"],
    ["forward", "host", "1:1"],
    ["passwd", "user"],
    ["admin", "disconnect", "1"],
)


@pytest.mark.parametrize("words", CHANGING, ids=" ".join)
@pytest.mark.parametrize("flag", ["-r", "-rj"])
def test_readonly_is_kept_or_refused(words: list[str], flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([flag, *words]) == 2
    said = capsys.readouterr()
    assert "--readonly does not go with" in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    "words", [["-c", "x:///", "run", "h", "--", "true"], ["--trace", "-", "ls", "h:/a"]], ids=" ".join
)
def test_what_only_libvirt_knows(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    assert "does not go with" in capsys.readouterr().err


def test_a_command_that_makes_no_connection_says_which_options_it_leaves_aside() -> None:
    """Commands for nodes take an inventory; those alone go without libvirt, but passwd, which changes a file here."""
    for name in COMMANDS:
        command = load(name)
        flags = {flag for parameter in command.parameters for flag in parameter.flags}
        if "--inventory" in flags or name.startswith("inventory ") or name == "passwd":
            assert {"connect", "trace"} <= set(command.without), name
        else:
            assert "connect" not in command.without, name


def test_what_is_kept_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-r", "ls", "/a"]) == 2
    assert "is a name on this machine" in capsys.readouterr().err
    assert run(["-r", "uri", "test:///default"]) == 0
