"""Text of others in our messages: harmless on a terminal, and on one line."""

from __future__ import annotations

__all__ = ["printable"]


def printable(text: str) -> str:
    r"""Return text that is safe to show; what is not printable comes out as an escape (``\n``, ``\x1b``)."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )
