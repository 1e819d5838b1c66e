"""Every public module says what it exports, and exports what it says."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

from tests.test_layering import SOURCE, modules

PUBLIC = {
    name: path
    for name, path in modules(SOURCE).items()
    if not any(part.startswith("_") for part in name.split(".")[1:])
}


def names_of(path: Path) -> list[str] | None:
    """Return a module's `__all__`, read without running it; None when it has none or computes it."""
    for node in ast.parse(path.read_text()).body:
        if not isinstance(node, ast.Assign | ast.AnnAssign):
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if isinstance(target, ast.Name) and target.id == "__all__":
            try:
                return list(ast.literal_eval(node.value))  # type: ignore[arg-type]
            except ValueError:
                return None
    return None


def exports_nothing(path: Path) -> bool:
    """Return whether a module consists of its docstring alone."""
    return all(isinstance(node, ast.Expr) for node in ast.parse(path.read_text()).body)


@pytest.mark.parametrize("name", PUBLIC)
def test_all_is_true(name: str) -> None:
    """`__all__` stands there as literal strings, without doubles, and each name exists.

    A module that loads its names when they are asked for lists them by `__dir__` instead.
    """
    names = names_of(PUBLIC[name])
    if names is None and exports_nothing(PUBLIC[name]):
        return
    module = importlib.import_module(name)
    if names is None:
        assert {"__getattr__", "__dir__"} <= vars(module).keys(), "no __all__ of literal strings"
        names = dir(module)
        assert names
    assert len(names) == len(set(names)), "a name stands twice"
    absent = [item for item in names if not hasattr(module, item)]
    assert absent == []


@pytest.mark.parametrize("name", PUBLIC)
def test_definitions_are_exported_or_private(name: str) -> None:
    """A function or class at the top of a module is in `__all__`, or starts with an underscore."""
    names = set(names_of(PUBLIC[name]) or [])
    defined = {
        node.name
        for node in ast.parse(PUBLIC[name].read_text()).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
    }
    assert sorted(defined - names) == []


@pytest.mark.parametrize("name", [name for name, path in PUBLIC.items() if path.name == "__init__.py"])
def test_no_module_takes_the_name_of_an_export(name: str) -> None:
    """Python puts a module, once imported, into its package under its name: an export of that name would be gone."""
    package = PUBLIC[name].parent
    inside = {path.stem for path in package.glob("*.py")} | {
        path.name for path in package.iterdir() if path.is_dir()
    }
    assert sorted(inside.intersection(names_of(PUBLIC[name]) or [])) == []
