"""Whether a file that the daemon has opened to write to is one of its own."""

from __future__ import annotations

import os
import stat

__all__ = ["why_not_ours"]


def why_not_ours(status: os.stat_result) -> str:
    """Say why a file must not be written to, or "": somebody else could have put it there, or could change it.

    Args:
        status: of the open file, so that it is the same one.
    """
    if not stat.S_ISREG(status.st_mode):
        return "is no plain file"
    if status.st_nlink > 1:
        return "has other names (hard links)"
    if status.st_uid not in (0, os.geteuid()):
        return f"belongs to the user {status.st_uid}"
    if status.st_mode & 0o022:
        return "others may write to it; take that away with: chmod go-w"
    return ""
