"""Run the soak: `python -m soak [PART ...] [--minutes N] [--seed N] [--write]`."""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from pathlib import Path
from random import Random, SystemRandom

from soak.outcome import Outcome

PARTS = ("frames", "decoders", "uris", "callers", "logins", "cuts", "kills", "files", "rekeys")
_PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "soak.md"
_BEGIN, _END = "<!-- results: written by `make soak ARGS=--write` -->", "<!-- end of results -->"


def write_page(outcomes: list[Outcome], seed: int) -> None:
    """Renew the figures on the documentation's page."""
    lines = [_BEGIN, "", f"{time.strftime('%Y-%m-%d', time.gmtime())}, seed {seed}:", ""]
    lines += [f"- {outcome.line()}" for outcome in outcomes] + ["", _END]
    before, mark, rest = _PAGE.read_text().partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not (mark and end):
        raise RuntimeError(f"{_PAGE} has no place for results")
    _PAGE.write_text(before + "\n".join(lines) + after)


def main(arguments: list[str]) -> int:
    """Run what is asked for, sharing the time equally.

    Returns:
        0 when nothing was found.
    """
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__)
    parser.add_argument("part", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all by default")
    parser.add_argument("--minutes", type=float, default=20.0, help="for all parts together (default: 20)")
    parser.add_argument("--seed", type=int, help="the seed of chance; printed, so that a run can be repeated")
    parser.add_argument("--write", action="store_true", help="renew the figures in docs/reference/soak.md")
    options = parser.parse_args(arguments)
    unknown = set(options.part) - set(PARTS)
    if unknown:
        parser.error(f"unknown part: {', '.join(sorted(unknown))}")
    seed = SystemRandom().randrange(1 << 32) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    parts = options.part or PARTS
    outcomes = []
    for part in parts:
        module = importlib.import_module(f"soak.{part}")
        outcomes.append(module.run(Random(f"{seed} {part}"), options.minutes * 60 / len(parts), print))
        print(outcomes[-1].line(), flush=True)
    if options.write:
        write_page(outcomes, seed)
    return 1 if any(outcome.findings for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
