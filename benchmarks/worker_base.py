"""The worker's side of the harness: read a line, do it, answer in a line. Standard library only."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from typing import Any

__all__ = ["resident_kib", "serve"]


def resident_kib() -> float:
    """This process's resident memory, in KiB."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 1024


def serve(operations: dict[str, Callable[..., dict[str, Any]]]) -> None:
    """Answer operations from standard input until it ends.

    Args:
        operations: what can be asked for; each returns the answer.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, hard), hard))
    _say({"ready": True})
    for line in sys.stdin:
        name, arguments = json.loads(line)
        _say(operations[name](**arguments))


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
