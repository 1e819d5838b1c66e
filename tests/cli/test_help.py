"""Help, for every command, and what is said without the packages that help needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.test_layering import SOURCE
from virtreach.cli.catalog import COMMANDS, GROUPS, load
from virtreach.cli.failures import EXIT_CODES
from virtreach.cli.main import run
from virtreach.version import __version__


def test_help_lists_every_command_and_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    for name in COMMANDS:
        assert f"\n  {name.split()[0]} " in shown
    for code, meaning in EXIT_CODES.items():
        assert f"{code}  {meaning}" in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*name.split(), "-h"]) == 0
    shown = capsys.readouterr().out
    command = load(name)
    assert f"Usage: virtreach {name} " in shown
    for parameter in command.parameters:
        for flag in parameter.flags:
            assert flag in shown
        if not parameter.flags:
            assert f"\n  {parameter.metavar} " in shown


@pytest.mark.parametrize("name", GROUPS)
def test_help_of_a_group(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    assert GROUPS[name] in capsys.readouterr().out


def test_nothing_at_all_is_a_usage_error_with_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    said = capsys.readouterr()
    assert "Commands:" in said.err + said.out


def test_own_version_without_a_host(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"virtreach {__version__}\n"


def without_click(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command where Click and rich are not installed."""
    program = (
        "import sys; sys.modules['click'] = sys.modules['rich'] = None; "
        "from virtreach.__main__ import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        env={"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


@pytest.mark.parametrize("words", [["--help"], [], ["lst"], ["completion", "bash"]])
def test_without_the_extra_the_message_names_it(words: list[str]) -> None:
    done = without_click(*words)
    assert done.returncode == 69
    assert done.stderr.startswith("virtreach: ")
    assert "pip install 'virtreach[cli]'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_the_extra_plain_lines_work() -> None:
    done = without_click("call", "--list", "domain_lookup")
    assert done.returncode == 0
    assert "remote    23  domain_lookup_by_name" in done.stdout
