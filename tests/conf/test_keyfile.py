"""The grammar of auth.conf."""

from __future__ import annotations

from pathlib import Path

import pytest

from virtreach.conf.keyfile import MAX_SIZE, KeyFile
from virtreach.errors import ConfigError

SAMPLE = """\
# who to be
[credentials-lab]
authname=fred
pass-word= with blanks "and" quotes # no comment

; the other kind of comment
[auth-libvirt-hv1]# behind a bracket
credentials=lab
empty=
"""


def test_groups_and_values() -> None:
    keyfile = KeyFile.parse(SAMPLE)
    assert keyfile.groups == {
        "credentials-lab": {"authname": "fred", "pass-word": ' with blanks "and" quotes # no comment'},
        "auth-libvirt-hv1": {"credentials": "lab", "empty": ""},
    }
    assert keyfile.get("credentials-lab", "authname") == "fred"
    assert keyfile.get("credentials-lab", "other") is None
    assert keyfile.get("other", "authname") is None
    assert keyfile.has_group("auth-libvirt-hv1")
    assert not keyfile.has_group("other")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(end: str) -> None:
    assert KeyFile.parse(SAMPLE.replace("\n", end)).groups == KeyFile.parse(SAMPLE).groups


def test_without_a_last_newline() -> None:
    assert KeyFile.parse("[a]\nb=cd").get("a", "b") == "cd"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("x=1", 1, "before the first"),
        ("\n[a", 2, "closing"),
        ("[]", 1, "ASCII"),
        ("[ä]", 1, "ASCII"),
        ("[a]\nx =1", 2, "blanks"),
        ("[a]\n x=1", 2, "blanks"),
        ("[a] x=1", 1, "blanks"),
        ("[a]\nx", 2, "expected '='"),
        ("[a]\n=x", 2, "expected \\[group\\]"),
        ("[a]\n-x=1", 2, "expected \\[group\\]"),
        ("[a]\nx=1\nx=2", 3, "second time"),
        ("[a]\n[a]", 2, "second time"),
        ("[a]\nx=\0", 2, "NUL"),
        ("\ufeff[a]", 1, "expected \\[group\\]"),
    ],
)
def test_errors_name_file_and_line(text: str, line: int, message: str) -> None:
    with pytest.raises(ConfigError, match=f"^auth.conf:{line}: .*{message}") as caught:
        KeyFile.parse(text, path="auth.conf")
    assert (caught.value.path, caught.value.line) == ("auth.conf", line)


def test_secrets_are_neither_in_errors_nor_in_the_repr() -> None:
    with pytest.raises(ConfigError) as caught:
        KeyFile.parse("[a]\npassword geheim\n")
    assert "geheim" not in str(caught.value)
    assert "geheim" not in repr(KeyFile.parse("[a]\npassword=geheim\n"))


def test_a_password_in_another_encoding_keeps_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "auth.conf"
    path.write_bytes(b"[a]\npassword=gr\xfcn\n")
    value = KeyFile.load(str(path)).get("a", "password")
    assert value is not None
    assert value.encode("utf-8", "surrogateescape") == b"gr\xfcn"


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        KeyFile.load(str(tmp_path / "nothing"))
    huge = tmp_path / "huge"
    huge.write_bytes(b"#" * (MAX_SIZE + 1))
    with pytest.raises(ConfigError, match="larger than"):
        KeyFile.load(str(huge))
