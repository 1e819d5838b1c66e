"""Where a guest keeps what a command reads and writes: a directory of ours alone, among other users of the guest.

Other users see its name in our command lines, and may make it first: then making it fails, and nothing is run. What is
in it nobody else can read, make or exchange, as long as nobody else can rename the directory itself: hence the look at
where it stands.
"""

from __future__ import annotations

import re

from virtreach.errors import UsageError
from virtreach.errors.text import printable

__all__ = ["SAFE", "private_directory"]

SAFE = (
    'safe() { { [ -k "$1" ] && [ -O "$1" ]; } 2>/dev/null && return; s=$(ls -ldn "$1/.") || return; set -- "$1" $s; '
    'case $2 in d????-??-*|d????????[tT]*) case $4 in 0|"$(id -u)") return;; esac;; esac; '
    'echo "other users may change what stands in $1" >&2; return 1; }; '
)
"""POSIX shell text without a newline: ``safe DIRECTORY`` is whether only root and we can rename what we make there."""


def private_directory(name: str) -> str:
    """Return a directory's name that may stand in a command line as it is.

    Raises:
        UsageError: it is not absolute, or has other characters.
    """
    if not re.fullmatch(r"/[A-Za-z0-9._/-]*", name):
        raise UsageError(
            f"{printable(repr(name))} is no directory for private files; write a plain absolute name"
        )
    return name.rstrip("/")
