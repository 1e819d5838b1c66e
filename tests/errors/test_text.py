"""Text of others, made harmless."""

from __future__ import annotations

from virtreach.errors.text import printable


def test_printable_shows_what_could_not_be_seen() -> None:
    assert printable("plain ä") == "plain ä"
    assert printable("a\x1b[31m\n\u202eb") == "a\\x1b[31m\\n\\u202eb"
    assert printable("\udc80").isprintable()
