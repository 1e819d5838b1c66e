"""The quick way to read a command line: without Click, which takes as long to import as `virtreach list` may run.

Only plain lines are understood here: known options in full, each with its value, and the right number of
arguments. For everything else (help, mistakes, several short flags in one word) the answer is None, and Click
reads the line again. `tests/cli/test_parsing.py` holds both to the same result.
"""

from __future__ import annotations

from virtreach.cli.catalog import COMMANDS, GROUPS, load
from virtreach.cli.declaration import GLOBALS, Globals, convert

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from virtreach.cli.declaration import Command, Options, Parameter

__all__ = ["Invocation", "parse"]


class Invocation:
    """A command line, understood.

    Attributes:
        command: what to run.
        globals: what holds for every command.
        options: what this one was given.
    """

    __slots__ = ("command", "globals", "options")

    def __init__(self, command: Command, shared: dict[str, Any], values: dict[str, Any]) -> None:
        self.command = command
        self.globals = Globals(shared)
        self.options: Options = command.options(values)


class _NotPlain(Exception):
    """Something that Click should look at."""


def parse(words: Sequence[str]) -> Invocation | None:
    """Understand a plain command line, or return None."""
    shared = {parameter.name: parameter.start for parameter in GLOBALS}
    try:
        rest = _before_command(list(words), shared)
        name = rest.pop(0)
        while name in GROUPS:
            rest = _before_command(rest, shared)
            name = f"{name} {rest.pop(0)}"
        if name not in COMMANDS:
            return None
        command = load(name)
        values = {parameter.name: parameter.start for parameter in command.parameters}
        _rest(rest, command, shared, values)
    except (_NotPlain, IndexError, ValueError):
        return None
    return Invocation(command, shared, values)


def _before_command(words: list[str], shared: dict[str, Any]) -> list[str]:
    """Take the options in front of a command's name."""
    known = _by_flag(GLOBALS)
    while words and words[0][:1] == "-":
        _option(words, known, (shared, {}))
    return words


def _rest(words: list[str], command: Command, shared: dict[str, Any], values: dict[str, Any]) -> None:
    """Take everything behind a command's name."""
    known = {**_by_flag(GLOBALS), **_by_flag(command.parameters)}
    positional: list[str] = []
    behind = next((parameter for parameter in command.parameters if parameter.behind), None)
    while words:
        if words[0] == "--":
            if behind is None:
                positional += words[1:]
            else:
                values[behind.name] = tuple(words[1:])
            break
        if words[0][:1] == "-" and words[0] != "-":
            _option(words, known, (shared, values))
        else:
            positional.append(words.pop(0))
    for parameter in command.parameters:
        if parameter.flags:
            continue
        if parameter.behind:
            pass
        elif parameter.many:
            values[parameter.name] = tuple(convert(parameter, text) for text in positional)
            positional = []
        elif positional:
            values[parameter.name] = convert(parameter, positional.pop(0))
        if parameter.required and not values[parameter.name]:
            raise _NotPlain
    if positional:
        raise _NotPlain


def _by_flag(parameters: Iterable[Parameter]) -> dict[str, Parameter]:
    return {flag: parameter for parameter in parameters for flag in parameter.flags}


def _option(
    words: list[str], known: dict[str, Parameter], targets: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    """Take one option, and its value, off the front of the words."""
    word = words.pop(0)
    flag, equals, text = word.partition("=")
    if not word.startswith("--"):
        flag, equals, text = word[:2], word[2:], word[2:]
    parameter = known.get(flag)
    if parameter is None or (parameter.kind == "flag" and equals):
        raise _NotPlain
    shared, values = targets
    target = shared if parameter.name in shared and parameter.name not in values else values
    if parameter.kind == "flag":
        target[parameter.name] = True
        return
    value = convert(parameter, text if equals else words.pop(0))
    target[parameter.name] = (*target[parameter.name], value) if parameter.many else value
