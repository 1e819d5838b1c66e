"""Each procedure has a method: the objects' source is searched for every procedure of every program.

The session opens, authenticates and keeps connections alive itself, and events come from subscriptions; those
procedures are listed here with their place.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import virtreach
from virtreach.protocol.procedure import Procedure

ROOT = Path(virtreach.__file__).parent
OBJECTS = ROOT / "aio" / "objects"

PROGRAMS = ("remote", "qemu", "lxc", "admin")

# Why a procedure needs no method on an object.
ELSEWHERE = {
    "remote": {
        "auth_list": "session/opening.py asks which authentication is wanted",
        "auth_polkit": "session/opening.py",
        "auth_sasl_init": "session/opening.py",
        "auth_sasl_start": "session/opening.py",
        "auth_sasl_step": "session/opening.py",
        "connect_open": "session/opening.py",
        "connect_close": "close() ends the stream, which servers take for the same",
    },
    "admin": {
        "connect_open": "session/opening.py",
        "connect_close": "close() ends the stream, which servers take for the same",
    },
}
# Registering for events is what subscriptions do.
EVENTS = ("event_register", "event_deregister", "event_callback_", "close_callback", "event_monitor")


def procedures(program: str) -> list[Procedure[Any]]:
    """All procedures of a program."""
    module = import_module(f"virtreach.protocol.{program}")
    found = [getattr(module, name) for name in dir(module) if name.isupper()]
    return [one for one in found if isinstance(one, Procedure)]


def used(directory: Path, program: str) -> Iterator[str]:
    """Procedure names of one program that the sources below a directory mention, in lower case."""
    for path in sorted(directory.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        aliases = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "virtreach.protocol"
            for alias in node.names
            if alias.name == program
        }
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id in aliases
                and node.attr.isupper()
            ):
                yield node.attr.lower()


def test_every_procedure_has_a_method() -> None:
    """Nothing of the four programs is out of reach."""
    for program in PROGRAMS:
        there = {one.name for one in procedures(program)}
        events = {one.name for one in procedures(program) if one.event}
        registering = {name for name in there if any(part in name for part in EVENTS)}
        missing = there - set(used(OBJECTS, program)) - events - registering - set(ELSEWHERE.get(program, {}))
        assert not missing, f"{program}: no object reaches {sorted(missing)}"


def test_no_method_uses_an_unknown_procedure() -> None:
    """A misspelled procedure would be found only when its method is called."""
    for program in PROGRAMS:
        there = {one.name for one in procedures(program)}
        unknown = {name for name in used(OBJECTS, program) if name not in there}
        assert not unknown, f"{program}: {sorted(unknown)}"


def test_exceptions_are_real() -> None:
    """What is listed as reached elsewhere exists, and is not reached here."""
    for program, exceptions in ELSEWHERE.items():
        there = {one.name for one in procedures(program)}
        assert set(exceptions) <= there
        assert not set(exceptions) & set(used(OBJECTS, program)), "an object has it after all"
