"""SASLprep: RFC 4013's examples and the classes of forbidden characters."""

from __future__ import annotations

import subprocess
import sys

import pytest

from virtreach.session.sasl.saslprep import prepare_name, prepare_password
from virtreach.session.sasl.secret import Secret


@pytest.mark.parametrize(
    ("text", "prepared"),
    [
        ("", ""),
        ("user", "user"),
        ("USER", "USER"),
        ("with blank", "with blank"),
        ("I\u00adX", "IX"),
        ("\u00aa", "a"),
        ("\u2168", "IX"),
        ("no\u00a0break", "no break"),
        ("ideographic\u3000space", "ideographic space"),
        ("u\u0308ber", "über"),
        ("\u0627\u0628", "\u0627\u0628"),
        ("\u0627 1 \u0628", "\u0627 1 \u0628"),
        ("日本", "日本"),
    ],
)
def test_prepared(text: str, prepared: str) -> None:
    assert prepare_name(text) == prepared
    if text:
        assert prepare_password(Secret(text)).reveal() == prepared.encode()


@pytest.mark.parametrize(
    "text",
    [
        "\x07",
        "\x7f",
        "a\0b",
        "é\x07",
        "\u0080",
        "\u06dd",
        "\ue000",
        "\ufdd0",
        chr(0xDCFF),
        "\ufffd",
        "\u2ff0",
        "\u200e",
        "\U000e0001",
        "\u0627\u0031",
        "a\u0627",
        "\u0627a\u0627",
    ],
)
def test_forbidden(text: str) -> None:
    with pytest.raises(ValueError, match=r"RFC|UTF-8"):
        prepare_name(text)
    raw = text.encode("utf-8", "surrogateescape")
    assert prepare_password(Secret(raw)).reveal() == raw


def test_unassigned_characters_pass_in_names_and_leave_passwords_alone() -> None:
    assert prepare_name("\U0001f600\u2168") == "\U0001f600IX"
    raw = "\U0001f600\u2168".encode()
    assert prepare_password(Secret(raw)).reveal() == raw


def test_a_password_that_nothing_would_be_left_of() -> None:
    assert prepare_password(Secret("\u00ad")).reveal() == "\u00ad".encode()


def test_ascii_loads_no_tables() -> None:
    code = (
        "import sys; from virtreach.session.sasl.saslprep import prepare_name; prepare_name('user');"
        "assert 'stringprep' not in sys.modules; prepare_name('ü'); assert 'stringprep' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
