"""Write the blocking objects from the asyncio ones.

Usage::

    python tools/twin.py            # write the blocking twins under src/virtreach/blocking/
    python tools/twin.py --check    # write nothing; fail unless the two trees fit, file for file

The objects are written once, as coroutines. Their blocking twins differ in names and in the words `async` and
`await` only (and in `@entered`, which goes), so they are made token by token, and the layout of the source stays.
Docstrings and comments are rewritten by phrases; what then still speaks of coroutines is refused, so that nobody
reads it in the wrong place.

`--check` compares both ways: a file that is missing, one that differs, and one whose source is gone.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "virtreach" / "aio"
TARGET = ROOT / "src" / "virtreach" / "blocking"

# What is written once, for both: all objects, and these modules. The others (links, channels, subscriptions) move bytes
# and wait, which the two do differently; they are written by hand on both sides.
DIRECTORY = "objects"
MODULES = ("connection.py", "events.py", "opening.py", "stream.py")

HEADER = "# Made by `make generate` (tools/twin.py) from {source}. Edit that file.\n"

NAMES = {
    "AsyncGenerator": "Iterator",
    "AsyncIterable": "Iterable",
    "AsyncIterator": "Iterator",
    "StopAsyncIteration": "StopIteration",
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "__aiter__": "__iter__",
    "__anext__": "__next__",
    "aclosing": "closing",
    "aio": "blocking",
    "anext": "next",
    "aresolve": "resolve",
    "asynccontextmanager": "contextmanager",
}

# Applied in this order to docstrings, comments and other strings.
PHRASES = [
    (r"\bawait\s+(?=\S)", ""),
    (r"\basync (with|for|def)\b", r"\1"),
    (r"\bvirtreach\.aio\b", "virtreach.blocking"),
    (r"\baio/", "blocking/"),
    (r"\basynchronous(ly)? iterat", r"iterat"),
    (r"\basync iterat", r"iterat"),
    (r"\ba coroutine function\b", "a function"),
    (r"\bcoroutines\b", "calls"),
    (r"\bcoroutine\b", "call"),
    (r"\bthreads (and|or) tasks\b", "threads"),
    (r"\btasks (and|or) threads\b", "threads"),
    (r"\btasks\b", "threads"),
    (r"\b(a|another|each|every|one|other|the calling) task\b", r"\1 thread"),
    (r"\bAsyncIterator\b", "Iterator"),
    (r"\bAsyncIterable\b", "Iterable"),
    (r"\bAwaitable\[([^\[\]]*)\]", r"\1"),
    (r"\b__a(enter|exit|iter)__\b", r"__\1__"),
    (r"\basyncio\.CancelledError\b", "KeyboardInterrupt"),
]
# What has no place in the blocking form: there is nothing to await before a block is entered.
DROPPED = re.compile(r"^(?:from virtreach\.aio\.entering import entered| *@entered)\n", re.MULTILINE)
LEFTOVERS = re.compile(r"\b(await(s|ed|ing|able)?|async|asyncio|asynchronous|coroutines?)\b")


class TwinError(Exception):
    """A source that cannot be turned into its blocking form."""


def rewrite_text(text: str, where: str) -> str:
    """Turn the words of a docstring, a comment or another string.

    Args:
        text: the token, quotes included.
        where: file and line for the message.

    Raises:
        TwinError: the result still speaks of coroutines.
    """
    for pattern, replacement in PHRASES:
        text = re.sub(pattern, replacement, text)
    left = LEFTOVERS.search(text)
    if left:
        raise TwinError(
            f"{where}: {left.group()!r} makes no sense in the blocking twin; reword it, or add a phrase"
        )
    return text


def rewrite(source: str, name: str) -> str:
    """Turn the text of an asyncio module into that of its blocking twin.

    Args:
        source: the module's text.
        name: its path, for the header and for messages.

    Raises:
        TwinError: something in it has no blocking form.
    """
    source = DROPPED.sub("", source)
    lines = source.splitlines(keepends=True)
    edits: list[tuple[tuple[int, int], tuple[int, int], str]] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        where = f"{name}:{token.start[0]}"
        if token.type == tokenize.NAME and token.string in {"async", "await"}:
            row, column = token.end
            rest = lines[row - 1][column:]
            if not rest.strip():
                raise TwinError(f"{where}: {token.string!r} ends its line")
            edits.append((token.start, (row, column + len(rest) - len(rest.lstrip())), ""))
        elif token.type == tokenize.NAME and token.string in NAMES:
            edits.append((token.start, token.end, NAMES[token.string]))
        elif token.type == tokenize.NAME and token.string in {"asyncio", "Awaitable", "Coroutine"}:
            raise TwinError(f"{where}: {token.string!r} has no blocking form")
        elif token.type in {tokenize.STRING, tokenize.COMMENT}:
            edits.append((token.start, token.end, rewrite_text(token.string, where)))
    for (row, column), (end_row, end_column), text in reversed(edits):
        head = lines[row - 1][:column]
        tail = lines[end_row - 1][end_column:]
        lines[row - 1 : end_row] = [head + text + tail]
    return HEADER.format(source=name) + "".join(lines)


def sources(tree: Path) -> list[Path]:
    """Return the modules that are written once, for both sides."""
    return sorted(
        [*(tree / DIRECTORY).rglob("*.py"), *(tree / name for name in MODULES if (tree / name).exists())]
    )


def generated(tree: Path) -> list[Path]:
    """Return what stands where this tool writes, and what it once wrote elsewhere in the tree."""
    mark = HEADER.partition("{")[0]
    made = {path for path in tree.rglob("*.py") if path.read_text(encoding="utf-8").startswith(mark)}
    return sorted(made.union(sources(tree)))


def twins(source: Path = SOURCE) -> dict[str, str]:
    """Return all blocking twins: relative path to text."""
    made = {}
    for path in sources(source):
        relative = path.relative_to(source).as_posix()
        made[relative] = rewrite(path.read_text(encoding="utf-8"), f"{source.name}/{relative}")
    return made


def differences(made: dict[str, str], target: Path = TARGET) -> list[str]:
    """Return what separates a directory from the tree that belongs there, one line each."""
    there = {
        path.relative_to(target).as_posix(): path.read_text(encoding="utf-8") for path in generated(target)
    }
    found = [f"{name} is missing" for name in sorted(made.keys() - there.keys())]
    found += [f"{name} has no source" for name in sorted(there.keys() - made.keys())]
    found += [
        f"{name} is not what its source gives"
        for name in sorted(made.keys() & there.keys())
        if made[name] != there[name]
    ]
    return found


def write(made: dict[str, str], target: Path = TARGET) -> int:
    """Make a directory hold the twins, and none whose source is gone.

    Returns:
        How many files were changed, made or removed.
    """
    changed = 0
    for path in generated(target):
        if path.relative_to(target).as_posix() not in made:
            path.unlink()
            changed += 1
    for name, text in made.items():
        path = target / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed += 1
    return changed


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Write the blocking objects from the asyncio ones.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the trees do not fit")
    options = parser.parse_args()
    try:
        made = twins()
    except (TwinError, tokenize.TokenError, SyntaxError) as error:
        print(f"twin: {error}", file=sys.stderr)
        return 1
    if not options.check:
        print(f"twin: {len(made)} blocking modules, {write(made)} changed")
        return 0
    found = differences(made)
    for line in found:
        print(f"twin: blocking: {line}; run: make generate", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
