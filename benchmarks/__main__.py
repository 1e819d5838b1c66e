"""Run benchmarks: `python -m benchmarks [FAMILY ...] [--quick] [--json] [--write]`."""

from __future__ import annotations

import argparse
import importlib
import sys

from benchmarks import report
from benchmarks.harness import Row

FAMILIES = (
    "calls",
    "pipeline",
    "fan_out",
    "bulk",
    "tls",
    "startup",
    "server",
    "domains",
    "gateway",
    "files",
    "access",
)


def main(arguments: list[str]) -> int:
    """Run what is asked for.

    Returns:
        0 when every target is met, 1 when one is missed.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "family", nargs="*", metavar="FAMILY", help=f"of {', '.join(FAMILIES)}; all by default"
    )
    parser.add_argument("--quick", action="store_true", help="a few rounds only; the figures are rough")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--write", action="store_true", help="renew the results in docs/reference/benchmarks.md"
    )
    options = parser.parse_args(arguments)
    unknown = set(options.family) - set(FAMILIES)
    if unknown:
        parser.error(f"unknown family: {', '.join(sorted(unknown))}")
    families: dict[str, list[Row]] = {}
    for name in options.family or FAMILIES:
        families[name] = importlib.import_module(f"benchmarks.{name}").run(options.quick)
        if not options.json:
            print(report.as_text(families[name]) + "\n", flush=True)
    rows = [row for family in families.values() for row in family]
    if options.json:
        print(report.as_json(rows))
    if options.write:
        print(f"results written to {report.write_page(families)}", file=sys.stderr)
    missed = [row for row in rows if row.met is False]
    if missed and not options.json:
        print(f"{len(missed)} of {sum(row.met is not None for row in rows)} targets missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
