"""Making text from a host safe to show: nothing in it may move the cursor, change colours or forge lines."""

from __future__ import annotations

from virtreach.errors.text import printable as one_line

__all__ = ["many_lines", "one_line"]


def many_lines(text: str) -> str:
    """Return text whose lines and tabs are kept, and everything else that is not printable is escaped."""
    if text.isprintable():
        return text
    return "".join(
        character if character in "\n\t" else one_line(character) for character in text.replace("\r\n", "\n")
    )
