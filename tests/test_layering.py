"""The floors of docs/explanation/architecture.md: who may import whom, and what the low ones never load."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"

FLOORS = {
    "errors": 0,
    "doors": 0,
    "version": 0,
    "uri": 1,
    "conf": 1,
    "wire": 2,
    "protocol": 3,
    "session": 4,
    "routes": 5,
    "auth": 5,
    "aio": 6,
    "blocking": 6,
    "daemon": 7,
    "files": 7,
    "shell": 8,
    "testing": 9,
    "": 10,  # virtreach/__init__.py: what users import
    "cli": 11,
    "__main__": 12,
}
WITHOUT_IO = [name for name, floor in FLOORS.items() if floor <= 4]
NEVER_BELOW = {
    "asyncio",
    "ssl",
    "socket",
    "_socket",
    "_ssl",
    "threading",
    "selectors",
    "subprocess",
    "select",
}


def modules(source: Path) -> dict[str, Path]:
    """Return every module below a source directory by its dotted name."""
    found = {}
    for path in sorted(source.rglob("*.py")):
        parts = list(path.relative_to(source).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        found[".".join(parts)] = path
    return found


def imports(name: str, path: Path, known: dict[str, Path]) -> Iterator[tuple[str, int]]:
    """Yield (module, line) for each import of a module, inside functions and for types alike.

    `from package import name` counts as the module `package.name` when there is one.
    """
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield (inner if inner in known else base), node.lineno


def package_of(module: str) -> str:
    """Return the name below `virtreach` that has a floor; the package itself is ''."""
    return module.split(".")[1] if "." in module else ""


def breaks(source: Path) -> list[str]:
    """Return what breaks the floors, one line each."""
    known = modules(source)
    found = []
    for name, path in known.items():
        own = package_of(name)
        if own not in FLOORS:
            found.append(f"{name}: the package {own!r} has no floor")
            continue
        for target, line in imports(name, path, known):
            if target.split(".")[0] != "virtreach":
                if FLOORS[own] <= 4 and target.split(".")[0] in NEVER_BELOW:
                    found.append(f"{name}:{line} imports {target}, which floors 0 to 4 do without")
                continue
            other = package_of(target)
            if other not in FLOORS:
                found.append(f"{name}:{line} imports {target}, which has no floor")
            elif other != own and FLOORS[other] >= FLOORS[own]:
                found.append(f"{name}:{line} (floor {FLOORS[own]}) imports {target} (floor {FLOORS[other]})")
    return found


def imports_at_once(name: str, path: Path, known: dict[str, Path]) -> Iterator[str]:
    """Yield the modules that a module needs while it is being imported: nothing in functions, no types."""
    later: set[int] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        typing_only = isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        if typing_only or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            later.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    for target, line in imports(name, path, known):
        if line not in later:
            yield target


def cycles(source: Path) -> list[list[str]]:
    """Return groups of modules that need each other to be imported first (Tarjan's algorithm)."""
    known = modules(source)
    graph = {
        name: sorted({target for target in imports_at_once(name, path, known) if target in known} - {name})
        for name, path in known.items()
    }
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for target in graph[name]:
            if target not in order:
                visit(target)
                low[name] = min(low[name], low[target])
            elif target in stack:
                low[name] = min(low[name], order[target])
        if low[name] == order[name]:
            group = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(group) > 1:
                found.append(sorted(group))

    for name in graph:
        if name not in order:
            visit(name)
    return found


def test_imports_go_down() -> None:
    assert breaks(SOURCE) == []


def test_no_cycles() -> None:
    assert cycles(SOURCE) == []


def test_document_has_the_same_floors() -> None:
    """The table in the document and the one above agree."""
    written = {}
    for line in (ROOT / "docs/explanation/architecture.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0].isdigit():
            for name in cells[1].split(","):
                written[name.strip(" `")] = int(cells[0])
    assert written == {
        name: floor for name, floor in FLOORS.items() if name not in {"", "doors", "version", "__main__"}
    }


def test_document_has_the_daemons_folders() -> None:
    document = (ROOT / "docs" / "explanation" / "architecture.md").read_text()
    section = document.partition("## Inside the daemon\n")[2].partition("\n## ")[0]
    daemon = SOURCE / "virtreach" / "daemon"
    there = {str(path.parent.relative_to(daemon)) for path in daemon.rglob("__init__.py")} - {"."}
    said = set(re.findall(r"^\| `([a-z_/]+)` \|", section, re.MULTILINE))
    assert said == there
    modules = set(re.findall(r"`([a-z_]+)`", section.partition("\n| ")[0]))
    assert all((daemon / f"{name}.py").is_file() for name in modules)


def test_lower_floors_load_no_io() -> None:
    """Load every module of floors 0 to 4 in a fresh interpreter and look at what came with it."""
    names = [name for name in modules(SOURCE) if package_of(name) in WITHOUT_IO and name != "virtreach"]
    program = (
        "import importlib, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        f"print(*sorted({NEVER_BELOW!r} & sys.modules.keys()))\n"
        "for name, module in sorted(sys.modules.items()):\n"
        "    file = getattr(module, '__file__', None)\n"
        "    if file and ('site-packages' in file or 'dist-packages' in file): print(name)\n"
    )
    result = subprocess.run(
        # -S: nothing that site brings along (editable installs, coverage hooks) blurs the picture
        [sys.executable, "-S", "-c", program],
        env={"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == []


@pytest.mark.parametrize(
    ("module", "text", "complaint"),
    [
        ("wire/frame.py", "from virtreach.session import x", "imports virtreach.session"),
        ("wire/frame.py", "from ..session import x", "imports virtreach.session"),
        ("uri/parse.py", "from virtreach import conf", "imports virtreach.conf"),
        ("wire/frame.py", "def f():\n    import socket", "imports socket"),
        ("aio/x.py", "if TYPE_CHECKING:\n    from virtreach.cli import y", "imports virtreach.cli"),
        ("wire/frame.py", "from virtreach import connect", "imports virtreach"),
        ("elsewhere/x.py", "", "has no floor"),
    ],
)
def test_a_break_is_found(tmp_path: Path, module: str, text: str, complaint: str) -> None:
    for package in FLOORS:
        (tmp_path / "virtreach" / package).mkdir(parents=True, exist_ok=True)
        (tmp_path / "virtreach" / package / "__init__.py").write_text("")
    assert breaks(tmp_path) == []
    path = tmp_path / "virtreach" / module
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    assert any(complaint in line for line in breaks(tmp_path))


def test_a_cycle_is_found(tmp_path: Path) -> None:
    for name, text in {
        "a": "import virtreach.b",
        "b": "from virtreach import c",
        "c": "from . import a",
    }.items():
        (tmp_path / "virtreach").mkdir(exist_ok=True)
        (tmp_path / "virtreach" / f"{name}.py").write_text(text)
    assert cycles(tmp_path) == [["virtreach.a", "virtreach.b", "virtreach.c"]]
