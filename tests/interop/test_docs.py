"""What the documentation shows works: the code on its pages, and the examples."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import virtreach
from tests.interop.lab.daemon import Daemon
from tests.interop.pages import ROOT, blocks, pages
from tools.guest.build import build
from tools.guest.domain import domain_xml
from virtreach.cli.parsing import parse

WITH_CODE = [page for page in pages() if blocks(page, "python")]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
OF_HOSTS = [example for example in EXAMPLES if "NODE" not in example.read_text().split('"""')[1]]
"""Those that take a URI; what takes nodes is run with nodes (`tests/interop/shell/`)."""


def environment(directory: Path) -> dict[str, str]:
    """Return surroundings in which nobody's configuration counts and warnings are errors."""
    return {
        "HOME": str(directory),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONWARNINGS": "error",
        "XDG_CONFIG_HOME": str(directory),
    }


@pytest.fixture
def host_with_guest(qemu_daemon: Daemon) -> Iterator[Daemon]:
    """A host with QEMU on which a booted guest called "web" runs."""
    with virtreach.connect(qemu_daemon.uri()) as conn:
        web = conn.domains.create_xml(domain_xml(build(), "web"), flags=1)
        try:
            with web.open_console() as console, conn.deadline(60):
                web.resume()
                seen = b""
                while b"guest# " not in seen:
                    seen += console.recv()
                console.abort()
            yield qemu_daemon
        finally:
            web.destroy()


def needs_guest(page: Path) -> bool:
    return any(block.note == "guest" for block in blocks(page, "python"))


def parameters() -> list[object]:
    """Return the pages; those that need a guest take longer."""
    return [
        pytest.param(
            page, id=str(page.relative_to(ROOT)), marks=[pytest.mark.slow] if needs_guest(page) else []
        )
        for page in WITH_CODE
    ]


@pytest.mark.parametrize("page", parameters())
def test_page(page: Path, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    daemon = request.getfixturevalue("host_with_guest" if needs_guest(page) else "test_daemon")
    admin_uri = f"libvirtd:///system?socket={daemon.socket_admin}"
    result = subprocess.run(
        [sys.executable, str(ROOT / "tests/interop/pages.py"), str(page), daemon.uri(), admin_uri],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
        env=environment(tmp_path),
        check=False,
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("example", OF_HOSTS, ids=lambda example: example.stem)
def test_example(example: Path, test_daemon: Daemon, tmp_path: Path) -> None:
    """An example takes the URI as its argument, prints something and ends well."""
    result = subprocess.run(
        [sys.executable, str(example), test_daemon.uri()],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
        env=environment(tmp_path),
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip()


def test_commands_on_pages_are_understood() -> None:
    """A line that starts with `$ virtreach` has a command and options that exist."""
    lines = [
        (page, line.removeprefix("$ virtreach "))
        for page in pages()
        for block in blocks(page, "console", "sh")
        for line in block.code.splitlines()
        if line.startswith("$ virtreach ")
    ]
    assert lines
    # Where the output goes is the shell's business.
    not_understood = [
        (page.name, line) for page, line in lines if parse(shlex.split(line.partition(" > ")[0])) is None
    ]
    assert not_understood == []


def test_every_example_is_described() -> None:
    described = (ROOT / "examples/README.md").read_text()
    assert [example.name for example in EXAMPLES if f"({example.name})" not in described] == []
