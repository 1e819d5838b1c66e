"""The differences that are known, and which of them explain what a test has seen."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

__all__ = ["DIFFERENCES", "Difference", "check"]

KINDS = ("virsh", "calls", "python", "perl")
"""Who can see a difference."""


class Difference(NamedTuple):
    """One row of the table."""

    what: str
    libvirt: str
    here: str
    why: str
    seen: dict[str, list[str]]


def _read() -> list[Difference]:
    rows = tomllib.loads((Path(__file__).parent / "differences.toml").read_text())["difference"]
    found = []
    for row in rows:
        seen = {kind: row.pop(kind) for kind in KINDS if kind in row}
        found.append(Difference(**row, seen=seen))
    return found


DIFFERENCES = _read()


def check(kind: str, seen: dict[str, str], group: str = "") -> None:
    """Compare what a test has seen with the table.

    Args:
        kind: of `KINDS`.
        seen: names of what differed, and how.
        group: the table's entries that begin so are looked at.

    Raises:
        AssertionError: something differs that the table does not know, or it knows something that does not differ.
    """
    known = [one for row in DIFFERENCES for one in row.seen.get(kind, ()) if one.startswith(group)]
    new = [f"{name}\n{how}" for name, how in seen.items() if not any(_means(one, name) for one in known)]
    assert not new, "not in differences.toml:\n" + "\n".join(new)
    gone = [one for one in known if not _any(one, seen)]
    assert not gone, f"in differences.toml, but there is no difference: {gone}"


def _any(pattern: str, names: Iterable[str]) -> bool:
    return any(_means(pattern, name) for name in names)


def _means(pattern: str, name: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern
