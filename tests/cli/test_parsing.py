"""The quick parser and Click read every line alike, and declarations say what the options objects have."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from virtreach.cli.catalog import COMMANDS, load
from virtreach.cli.click_tree import answer
from virtreach.cli.declaration import GLOBALS, Globals, convert, option
from virtreach.cli.parsing import Invocation, parse

PLAIN = [
    "list",
    "list --all",
    "-c qemu:///system list -a",
    "--connect=qemu:///system list",
    "-cqemu:///system -r list --json",
    "list -c test:///default -j --readonly",
    "-c one list -c two",
    "--timeout 2.5 list",
    "list --timeout=3",
    "info web",
    "info -- -odd",
    "stats",
    "stats a b c --group cpu -g vcpu --nowait",
    "shutdown web --mode acpi --mode agent",
    "define -",
    "define --validate web.xml",
    "undefine web --nvram --keep-tpm",
    "console web --device serial0 --linger 0.5",
    "screenshot web out.png --screen 1",
    "events",
    "--timeout 3 events --timeout 9 -k lifecycle -n 2 --reconnect",
    "events web --list",
    "pool list",
    "pool --json list --all",
    "vol upload default/disk - --offset 1M --length 10 --sparse",
    "net list -i",
    "call --list",
    'call domain_lookup_by_name {"name":"x"}',
    "call --describe domain_create",
    "uri",
    "uri qemu+ssh://host/system",
    "doctor qemu+ssh://host/system --json",
    "completion zsh",
    "version --trace -",
    "run n1 n2 --sudo -- ls -l -- --sudo",
    "run --group workers --timeout 3 -- uptime",
    "jobs n1",
    "ssh n1 -- ls -l",
]
ODD = [
    "list extra",
    "run n1",
    "run n1 --",
    "run n1 --unknown -- ls",
    "info",
    "info a b",
    "list --unknown",
    "list --all=yes",
    "list -ai",
    "stats --group nonsense",
    "vol",
    "vol nothing",
    "nothing",
    "list -c",
    "list --timeout soon",
    "list --timeout -1",
    "completion tcsh",
    "screenshot web f --screen one",
    "vol upload a/b c --offset 1X",
    "--bogus list",
]


def content(invocation: Invocation | int | None) -> object:
    """Everything that an invocation says."""
    assert isinstance(invocation, Invocation), invocation
    return invocation.command.name, invocation.globals.__dict__, invocation.options.__dict__


@pytest.mark.parametrize("line", PLAIN)
def test_both_parsers_agree(line: str) -> None:
    words = line.split()
    assert content(parse(words)) == content(answer(words))


@pytest.mark.parametrize("line", ODD)
def test_odd_lines_are_left_to_click(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = line.split()
    assert parse(words) is None
    found = answer(words)
    if isinstance(found, Invocation):
        # Several short flags in one word: only Click reads those.
        assert line == "list -ai"
        return
    assert found == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1 or "Usage:" in said.err
    assert said.err.startswith(("virtreach: ", "Usage:"))


FLAGS = sorted(
    {flag for parameter in GLOBALS for flag in parameter.flags}
    | {flag for name in COMMANDS for parameter in load(name).parameters for flag in parameter.flags}
)
WORDS = st.one_of(
    st.sampled_from(FLAGS),
    st.sampled_from(
        [f"{flag}=1" for flag in FLAGS] + ["-c1", "-k1", "-n1", "-ac", "-", "--", "", "-1", "--=", "="]
    ),
    st.sampled_from(["0", "1", "web", "cpu", "acpi", "bash", "1K", "=x", "a=b", "-h", "--he"]),
)


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """Lines that are mostly right: a command, its own options with values that fit, and now and then something else."""
    name = draw(st.sampled_from(list(COMMANDS)))
    pieces: list[list[str]] = [["web"], ["bash"]]
    for parameter in (*GLOBALS, *load(name).parameters):
        value = parameter.choices[0] if parameter.choices else "1"
        for flag in parameter.flags:
            pieces += (
                [[flag]] if parameter.kind == "flag" else [[flag, value], [f"{flag}={value}"], [flag + value]]
            )
    piece = st.one_of(
        st.sampled_from(pieces), st.sampled_from(pieces), st.sampled_from(pieces), st.lists(WORDS, max_size=1)
    )
    before = draw(
        st.lists(st.sampled_from([["-j"], ["-c", "x"], ["--timeout=1"], ["-r"], ["-jr"]]), max_size=2)
    )
    after = draw(st.lists(piece, max_size=5))
    return [word for part in (*before, name.split(), *after) for word in part]


@given(lines())
@settings(max_examples=600)
def test_what_the_quick_parser_reads_click_reads_alike(words: list[str]) -> None:
    quick = parse(words)
    if quick is not None:
        assert content(quick) == content(answer(words))


def test_options_after_the_command_win() -> None:
    invocation = parse("-c one --timeout 1 list -c two".split())
    assert invocation is not None
    assert invocation.globals.connect == "two"
    assert invocation.globals.timeout == 1


def test_a_commands_own_option_hides_a_shared_one() -> None:
    invocation = parse("--timeout 3 events --timeout 9".split())
    assert invocation is not None
    assert invocation.globals.timeout == 3
    assert invocation.options.__dict__["timeout"] == 9


def test_a_mistake_names_the_nearest_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["lst"]) == 2
    assert "did you mean 'list'?" in capsys.readouterr().err


def test_a_mistake_cannot_move_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["\x1b[2J\nvirtreach: all is well"]) == 2
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("name", COMMANDS)
def test_declarations_are_complete(name: str) -> None:
    """Names are unique, flags too; annotated attributes have a parameter; only the last argument may be missing."""
    command = load(name)
    assert command.name == name
    names = [parameter.name for parameter in command.parameters]
    assert len(names) == len(set(names))
    flags = [flag for parameter in command.parameters for flag in parameter.flags]
    assert len(flags) == len(set(flags))
    annotated = {
        name for kind in command.options.__mro__[:-2] for name in vars(kind).get("__annotations__", {})
    }
    assert annotated <= set(names)
    # What has no annotation of its own is a plain flag, read by its name in a table.
    assert all(
        parameter.kind == "flag" for parameter in command.parameters if parameter.name not in annotated
    )
    places = [parameter for parameter in command.parameters if not parameter.flags and not parameter.behind]
    optional = [not parameter.required for parameter in places]
    assert optional == sorted(optional)
    assert command.summary.endswith(".")
    for parameter in command.parameters:
        assert parameter.help.endswith(".")


def test_shared_options_are_annotated() -> None:
    assert [parameter.name for parameter in GLOBALS] == list(Globals.__annotations__)


@pytest.mark.parametrize(
    ("text", "size"),
    [("0", 0), ("512", 512), ("1K", 1024), ("2m", 2 << 20), ("3G", 3 << 30), ("1T", 1 << 40)],
)
def test_sizes(text: str, size: int) -> None:
    assert convert(option("--size", kind="size", help="x."), text) == size


@pytest.mark.parametrize("text", ["", "K", "-1", "1.5G", "1KB", "0x10", "²"])
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(ValueError, match="is not a size"):
        convert(option("--size", kind="size", help="x."), text)


@pytest.mark.parametrize("text", ["nan", "-1", "x", ""])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a number|less than 0"):
        convert(option("--time", kind="number", help="x."), text)
