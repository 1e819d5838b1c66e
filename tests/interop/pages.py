"""The code in the documentation: finding its blocks, and running a page as one program.

Run as a program: ``python tests/interop/pages.py PAGE URI ADMIN-URI`` runs the Python blocks of one page, in order,
in one namespace. Whatever URI a page connects to is parsed and planned for real, and then the daemon at
``URI`` answers in its place, so that a page may speak of hosts that do not exist.

An HTML comment before a block changes that: ``<!-- test: raises NAME -->`` expects an exception,
``<!-- test: skip WHY -->`` leaves a block out, ``<!-- test: fresh -->`` starts a new namespace, and a block with
``<!-- test: pytest -->`` is a file of tests that must pass. A page with a
``<!-- test: guest -->`` in it speaks to a host with QEMU on which a guest called "web" runs.
"""

from __future__ import annotations

import ast
import asyncio
import functools
import inspect
import re
import subprocess
import sys
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["ROOT", "Block", "blocks", "main", "pages"]

ROOT = Path(__file__).resolve().parents[2]

_FENCE = re.compile(
    r"(?:^<!-- test: (?P<note>[^>]*?) -->\n+)?"
    r"^(?P<indent> *)```(?P<language>[\w+-]+)[^\n]*\n(?P<code>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """One fenced block of a page.

    Attributes:
        line: where its code starts, counted from 1.
        language: the word after the fence.
        code: its text.
        note: what the comment before it says, or "".
    """

    line: int
    language: str
    code: str
    note: str


def pages() -> list[Path]:
    """Return every page whose code is run."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path, *languages: str) -> list[Block]:
    """Return the blocks of a page in the languages given."""
    text = page.read_text()
    found = []
    for match in _FENCE.finditer(text):
        if match["language"] in languages:
            line = text.count("\n", 0, match.start("code")) + 1
            code = "\n".join(row[len(match["indent"]) :] for row in match["code"].split("\n"))
            found.append(Block(line, match["language"], code, (match["note"] or "").strip()))
    return found


def redirect(uri: str, admin_uri: str) -> None:
    """Let every connection of this process go to one daemon, after its own URI was understood."""
    import virtreach
    from virtreach import aio
    from virtreach.routes import plan
    from virtreach.routes.admin import plan_admin

    for module in (virtreach, aio):
        connect = module.connect

        @functools.wraps(connect)
        def connect_there(asked: Any = None, *arguments: Any, _connect: Any = connect, **options: Any) -> Any:
            plan(asked, warn=None, allow_programs=options.get("allow_programs", True))
            return _connect(uri, *arguments, **options)

        connect_admin = module.connect_admin

        @functools.wraps(connect_admin)
        def connect_admin_there(asked: Any = None, *, _connect: Any = connect_admin, **options: Any) -> Any:
            plan_admin(asked)
            return _connect(admin_uri, **options)

        module.connect = connect_there  # type: ignore[attr-defined]
        module.connect_admin = connect_admin_there  # type: ignore[attr-defined]


def run_tests(page: Path, block: Block) -> None:
    """Have pytest run a block, in a process of its own.

    Raises:
        SystemExit: a test failed; the message names the block's line.
    """
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "test_block.py"
        file.write_text(block.code)
        # What is read here is a file without asyncio's fixtures, and the plugin has opinions about its settings.
        words = [
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:asyncio",
            "--rootdir",
            directory,
            str(file),
        ]
        done = subprocess.run([sys.executable, *words], cwd=directory, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{page.relative_to(ROOT)}:{block.line}: these tests fail:\n{done.stdout}{done.stderr}")


def run(page: Path) -> None:
    """Run the Python blocks of a page.

    Raises:
        SystemExit: a block failed; the message names its line.
    """
    namespace: dict[str, Any] = {"__name__": "__main__"}
    loop = asyncio.new_event_loop()
    try:
        for block in blocks(page, "python"):
            word, _, rest = block.note.partition(" ")
            if word == "skip" and rest:
                continue
            if word == "pytest":
                run_tests(page, block)
                continue
            if word == "fresh":
                namespace = {"__name__": "__main__"}
            # Leading empty lines, so that a traceback shows lines of the page.
            source = "\n" * (block.line - 1) + block.code
            code = compile(source, str(page), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
            try:
                outcome = eval(code, namespace)
                if inspect.iscoroutine(outcome):
                    loop.run_until_complete(outcome)
            except Exception as error:
                if word == "raises" and type(error).__name__ == rest:
                    continue
                traceback.print_exc()
                sys.exit(f"{page.relative_to(ROOT)}:{block.line}: this block fails: {error}")
            if word == "raises":
                sys.exit(f"{page.relative_to(ROOT)}:{block.line}: this block does not raise {rest}")
    finally:
        loop.close()


def main() -> None:
    """Run from the command line."""
    page, uri, admin_uri = sys.argv[1:]
    redirect(uri, admin_uri)
    run(Path(page).resolve())


if __name__ == "__main__":
    main()
