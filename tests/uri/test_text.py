"""Escapes and invisible characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtreach.errors import URIError
from virtreach.uri.text import escape, refuse_invisible, unescape


@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp", "Zs")) | st.just(" ")))
def test_what_is_escaped_comes_back(text: str) -> None:
    escaped = escape(text)
    assert escaped.isascii()
    assert unescape(escaped, "x") == text
    assert unescape(escaped, "x", plus_is_space=True) == text


@pytest.mark.parametrize("text", ["%", "a%2", "%zz", "%-1", "% 1", "%+1", "%2²", "%1_1"])
def test_broken_escapes_are_refused(text: str) -> None:
    with pytest.raises(URIError, match="two hexadecimal digits"):
        unescape(text, "path")


@pytest.mark.parametrize("text", ["%ff", "%c3%28", "a%80b", "%ed%a0%80"])
def test_what_is_not_utf8_is_refused(text: str) -> None:
    with pytest.raises(URIError, match="UTF-8"):
        unescape(text, "path")


@pytest.mark.parametrize("code", [*range(32), 127, 0x80, 0x9B, 0xA0, 0x200B, 0x2028, 0x202E, 0xFEFF, 0xE000])
def test_invisible_characters_are_refused_raw_and_escaped(code: int) -> None:
    with pytest.raises(URIError, match=f"U\\+{code:04X}"):
        refuse_invisible(f"a{chr(code)}b", "path")
    with pytest.raises(URIError, match=f"U\\+{code:04X}"):
        unescape(escape(chr(code)), "path")


def test_a_plus_is_a_space_only_where_asked() -> None:
    assert unescape("a+b%2Bc", "x", plus_is_space=True) == "a b+c"
    assert unescape("a+b", "x") == "a+b"
