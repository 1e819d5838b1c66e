"""Write the table of what differs from libvirt's test driver into the test hypervisor's page.

Usage::

    python tools/differences.py            # write it between the two marks in docs/reference/test-hypervisor.md
    python tools/differences.py --check    # write nothing; fail when the page is not what the table says

The table is tests/interop/parity/differences.toml, which the tests hold against real clients.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "tests" / "interop" / "parity" / "differences.toml"
PAGE = ROOT / "docs" / "reference" / "test-hypervisor.md"

BEGIN = "<!-- Made by tools/differences.py from tests/interop/parity/differences.toml: begin. -->\n"
END = "<!-- End. -->\n"


def table() -> str:
    """Return the table as Markdown."""
    rows = tomllib.loads(SOURCE.read_text(encoding="utf-8"))["difference"]
    text = "| what | libvirt's test driver | this one | why |\n| --- | --- | --- | --- |\n"
    for row in rows:
        text += f"| {row['what']} | {row['libvirt']} | {row['here']} | {row['why']} |\n"
    return text


def page(text: str) -> str:
    """Return the page with the table in its place.

    Args:
        text: the page as it is.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"differences: {PAGE} has no place for the table")
    return before + BEGIN + "\n" + table() + "\n" + END + after


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Write the table of differences.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the page is stale")
    arguments = parser.parse_args()
    old = PAGE.read_text(encoding="utf-8")
    new = page(old)
    if not arguments.check:
        PAGE.write_text(new, encoding="utf-8")
    elif new != old:
        print("differences: docs/reference/test-hypervisor.md is stale; run: make generate", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
