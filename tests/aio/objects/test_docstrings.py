"""What the objects' docstrings name exists: enums, their members, and error classes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import virtreach
import virtreach.errors
from virtreach.errors import libvirt
from virtreach.protocol import enums

OBJECTS = Path(virtreach.__file__).parent / "aio" / "objects"
MODULES = sorted(path.name for path in OBJECTS.glob("*.py"))
ENUM = re.compile(
    r"(?<!`)`([A-Z]\w+(?:Flags|FlagsValues|FlagValues|Values|Types?|Format|Impact|Source|Tags))`"
)
MEMBER = re.compile(r"``([A-Z][A-Z0-9_]{2,})``")
RAISED = re.compile(r"^ {4,12}(\w+(?:, \w+)*): ", re.MULTILINE)


def docstrings(module: str) -> Iterator[tuple[str, str]]:
    """Names and docstrings of all functions of a module."""
    tree = ast.parse((OBJECTS / module).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, ast.get_docstring(node) or ""


def enum_members(name: str) -> list[str]:
    """Member names of an enum; none when there is no such enum."""
    found = getattr(enums, name, None)
    return [] if found is None else list(found.__members__)


@pytest.mark.parametrize("module", MODULES)
def test_enums_and_members(module: str) -> None:
    """A flag in a docstring is a member of an enum that the same docstring names."""
    wrong = []
    for name, text in docstrings(module):
        named = ENUM.findall(text)
        wrong += [f"{name}: {enum}" for enum in named if not hasattr(enums, enum)]
        members = {member for enum in named for member in enum_members(enum)}
        if named:
            wrong += [f"{name}: {member}" for member in MEMBER.findall(text) if member not in members]
    assert not wrong


@pytest.mark.parametrize("module", MODULES)
def test_errors(module: str) -> None:
    """What a docstring says is raised can be imported."""
    there = {*dir(libvirt), *dir(virtreach.errors), "ValueError", "asyncio"}
    wrong = []
    for name, text in docstrings(module):
        _, found, raises = text.partition("Raises:\n")
        if found:
            section = re.split(r"\n(?=\S)", raises)[0]
            for names in RAISED.findall(section):
                wrong += [f"{name}: {one}" for one in names.split(", ") if one not in there]
    assert not wrong
