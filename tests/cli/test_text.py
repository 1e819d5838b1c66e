"""Text from hosts that means ill: nothing in it may reach a terminal as it is."""

from __future__ import annotations

import unicodedata

from virtreach.cli.text import many_lines, one_line

HOSTILE = "a\x1b[2Jb\nc\td\x07\x9b0m\x7f\u202e\u2028\ud800é漢"


def test_one_line_keeps_what_is_harmless() -> None:
    assert one_line("web-01 é 漢 \\x1b") == "web-01 é 漢 \\x1b"


def test_one_line_escapes_everything_else() -> None:
    shown = one_line(HOSTILE)
    assert shown.isprintable()
    assert shown.startswith("a\\x1b[2Jb\\nc\\td")
    assert shown.endswith("é漢")


def test_many_lines_keeps_lines_and_tabs() -> None:
    assert many_lines("<a>\r\n\t<b/>\x1b\r</a>") == "<a>\n\t<b/>\\x1b\\r</a>"


def test_no_character_slips_through() -> None:
    """Every code point that is a control, a format, a separator other than the space, or no character at all."""
    for point in range(0x110000):
        character = chr(point)
        category = unicodedata.category(character)
        dangerous = category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") or (
            category == "Zs" and character != " "
        )
        assert (one_line(character) != character) == dangerous, hex(point)
