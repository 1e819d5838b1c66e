"""Where the lines of ``--trace`` go."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from virtreach.cli.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["trace_to"]


def trace_to(name: str) -> Callable[[str], object]:
    """Open a trace.

    Args:
        name: a file, to which is appended and which its owner alone may read; ``-`` for standard error.

    Raises:
        OSError: the file cannot be opened.
    """
    if name == "-":
        return lambda line: sys.stderr.write(f"{one_line(line)}\n")
    descriptor = os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    return lambda line: os.write(descriptor, f"{line}\n".encode())
