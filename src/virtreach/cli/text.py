"""Making text from a host safe to show: nothing in it may move the cursor, change colours or forge lines."""

from __future__ import annotations

__all__ = ["many_lines", "one_line"]


def one_line(text: str) -> str:
    r"""Return text on one line; what is not printable comes out as an escape (``\n``, ``\x1b``, ``\u202e``)."""
    if text.isprintable():
        return text
    return "".join(map(_shown, text))


def many_lines(text: str) -> str:
    """Return text whose lines and tabs are kept, and everything else that is not printable is escaped."""
    if text.isprintable():
        return text
    return "".join(
        character if character in "\n\t" else _shown(character) for character in text.replace("\r\n", "\n")
    )


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode()
