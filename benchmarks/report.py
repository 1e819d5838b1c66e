"""Show rows as a table for a terminal, as JSON, or as a page of the documentation."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import time
from dataclasses import asdict
from pathlib import Path

from benchmarks.harness import Row, interpreter

__all__ = ["as_json", "as_text", "conditions", "write_page"]

_PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "benchmarks.md"
_BEGIN, _END = "<!-- results: written by `make bench` -->", "<!-- end of results -->"
_HEADS = ("work", "contender", "virtreach", "other", "ratio", "target", "met")


def conditions() -> dict[str, str]:
    """What the figures depend on: date, machine, versions."""
    versions = "import libvirt, platform; print(platform.python_version(), libvirt.getVersion())"
    words = [interpreter(), "-c", versions]
    python, library = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    number = int(library)
    return {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "processor": _processor(),
        "cores": str(len(os.sched_getaffinity(0))),
        "kernel": platform.release().split("-")[0],
        "python": python,
        "libvirt": f"{number // 1000000}.{number // 1000 % 1000}.{number % 1000}",
        "load": f"{os.getloadavg()[0]:.1f}",
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _cells(row: Row) -> tuple[str, ...]:
    met = "" if row.met is None else "yes" if row.met else "NO"
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    return (row.what, row.name, row.value, row.base, ratio, row.target, met)


def as_text(rows: list[Row]) -> str:
    """A table in columns."""
    table = [_HEADS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in table) for column in range(len(_HEADS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in table]
    return "\n".join(line.rstrip() for line in lines)


def as_json(rows: list[Row]) -> str:
    """Conditions and rows as one JSON object."""
    return json.dumps({"conditions": conditions(), "rows": [asdict(row) for row in rows]}, indent=2)


def write_page(families: dict[str, list[Row]]) -> Path:
    """Renew the results in the documentation's page, keeping the text around them.

    Args:
        families: rows by family; families not measured now keep their old figures, with their date.

    Returns:
        The page.

    Raises:
        RuntimeError: the page lacks the marks between which results stand.
    """
    text = _PAGE.read_text()
    before, mark, rest = text.partition(_BEGIN)
    results, end, after = rest.partition(_END)
    if not (mark and end):
        raise RuntimeError(f"{_PAGE} has no place for results")
    sections = {section.partition("\n")[0]: section for section in results.split("\n### ")[1:]}
    facts = conditions()
    when = f"Measured on {facts.pop('date')}, at a load of {facts.pop('load')}:"
    for name, rows in families.items():
        table = ["| " + " | ".join(_HEADS) + " |", "|" + " --- |" * len(_HEADS)]
        table += ["| " + " | ".join(_cells(row)) + " |" for row in rows]
        sections[name] = "\n".join([name, "", when, "", *table, ""])
    common = "\n".join(f"- {name}: {value}" for name, value in facts.items())
    parts = [
        f"{_BEGIN}\n\nThe machine:\n\n{common}\n",
        *(section.rstrip() + "\n" for section in sections.values()),
    ]
    _PAGE.write_text(before + "\n### ".join(parts) + _END + after)
    return _PAGE
