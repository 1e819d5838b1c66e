"""What the source never does: run text as code, unpickle, use a shell, trust the wall clock, parse XML but once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
MODULES = sorted(SOURCE.rglob("*.py"))

# Parsers that expand, fetch or recurse; formats that run code.
NEVER_LOADED = {
    "xml",
    "xmlrpc",
    "pyexpat",
    "lxml",
    "html",
    "pickle",
    "marshal",
    "shelve",
    "ctypes",
    "imp",
    "runpy",
    "code",
}
# The one module that parses XML: the test hypervisor's, which refuses every DOCTYPE. Others there handle elements.
XML_PARSER = "daemon/hypervisor/xmltext.py"
XML_ELEMENTS = {"Element", "SubElement"}
# The one module that calls the kernel by numbers: Landlock has no other door, and the file stands alone on its host.
KERNEL_CALLS = "files/rshell.py"
NEVER_CALLED = {"eval", "exec", "compile", "input", "breakpoint"}
# Modules that may look at the clock on the wall: certificates have dates; events, logs and audit show theirs.
WALL_CLOCK = {
    "auth/tls_context.py",
    "auth/tls_server.py",
    "auth/x509.py",
    "cli/commands/admin_clients.py",
    "cli/commands/jobs.py",
    "cli/event_text.py",
    "daemon/records/audit.py",
    "daemon/desk.py",
    "daemon/records/logs.py",
    # A guest's clock, and the times in snapshots.
    "daemon/hypervisor/state.py",
    "testing/certificates.py",
    "testing/der.py",
}


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCE / "virtreach"))


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(), str(path)))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_dangerous(path: Path) -> None:
    for node in nodes(path):
        if name_of(path) == XML_PARSER and isinstance(node, ast.Import | ast.ImportFrom):
            continue
        if isinstance(node, ast.ImportFrom) and node.module == "xml.etree.ElementTree":
            assert name_of(path).startswith("daemon/hypervisor/")
            assert {alias.name for alias in node.names} <= XML_ELEMENTS
        elif isinstance(node, ast.Import):
            loaded = {alias.name.partition(".")[0] for alias in node.names} & NEVER_LOADED
            assert loaded <= ({"ctypes"} if name_of(path) == KERNEL_CALLS else set())
        elif isinstance(node, ast.ImportFrom) and not node.level:
            assert (node.module or "").partition(".")[0] not in NEVER_LOADED
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                assert node.func.id not in NEVER_CALLED
            if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
                assert (node.func.value.id, node.func.attr) not in {("os", "system"), ("os", "popen")}
            for keyword in node.keywords:
                assert keyword.arg != "shell"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_timer_uses_the_clock_on_the_wall(path: Path) -> None:
    """Whoever sets the clock moves no deadline, no keepalive, no back-off."""
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            used = {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "time":
            used = {node.attr}
        elif isinstance(node, ast.Import | ast.ImportFrom):
            used = {"time"} if any(alias.name == "datetime" for alias in node.names) else set()
        else:
            continue
        assert name_of(path) in WALL_CLOCK or used <= {
            "monotonic",
            "monotonic_ns",
            "perf_counter_ns",
            "sleep",
        }
