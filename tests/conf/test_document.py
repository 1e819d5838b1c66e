"""The grammar of libvirt's configuration files: reading, and editing in place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtreach.conf.document import ConfDocument, format_value
from virtreach.errors import ConfigError

SAMPLE = '''\
# the top
listen_tls = 0   # switched off
name = 'it is "quoted"'; other=-5
   text = """one
two "quotes" """
list = [
  "a", 'b',

  "c",
]
nested = [ [ 1, 2 ], [] ]
# listen_tls = 7
listen_tls = 1
plus = +3'''


def test_every_kind_of_value() -> None:
    document = ConfDocument(SAMPLE)
    assert [(entry.name, entry.value, entry.line) for entry in document.entries] == [
        ("listen_tls", 0, 2),
        ("name", 'it is "quoted"', 3),
        ("other", -5, 3),
        ("text", 'one\ntwo "quotes" ', 4),
        ("list", ["a", "b", "c"], 6),
        ("nested", [[1, 2], []], 11),
        ("listen_tls", 1, 13),
        ("plus", 3, 14),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends(end: str) -> None:
    document = ConfDocument(SAMPLE.replace("\n", end))
    assert [entry.line for entry in document.entries] == [2, 3, 3, 4, 6, 11, 13, 14]


def test_the_first_of_several_counts() -> None:
    assert ConfDocument(SAMPLE).get_int("listen_tls") == 0


@pytest.mark.parametrize("text", ["", "\n", "  \n\t\n", "# only a comment", "#\n#\n\n", "a=1;", "a=1;;b=2"])
def test_texts_with_little_in_them(text: str) -> None:
    if text == "a=1;;b=2":
        with pytest.raises(ConfigError, match="a name was expected"):
            ConfDocument(text)
    else:
        assert len(ConfDocument(text).entries) == text.count("a") - text.count("only a")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\n\n= 1", 3, "a name was expected"),
        ("1a = 1", 1, "a name was expected"),
        ("_a = 1", 1, "a name was expected"),
        ("a", 1, "'=' was expected after a"),
        ("a-b = 1", 1, "'=' was expected after a"),
        ("a =", 1, "a value was expected"),
        ("a = b", 1, "a value was expected"),
        ("a =\n1", 1, "a value was expected"),
        ("a = # 1", 1, "a value was expected"),
        ("a = -", 1, "not a number"),
        ("a = 18446744073709551616", 1, "64 bits"),
        ("a = -9223372036854775809", 1, "64 bits"),
        ("a = " + "9" * 5000, 1, "64 bits"),
        ('a = "b', 1, "does not end"),
        ('a = "b\n"', 1, "does not end"),
        ("a = 'b\"", 1, "does not end"),
        ('x = 1\na = """b\n\n', 2, "never ends"),
        ("a = [ 1, 2", 1, "not closed|a value was expected"),
        ("a = [ 1 2 ]", 1, "',' or '\\]'"),
        ("a = [ , ]", 1, "a value was expected"),
        ("a = [\n # comment\n 1 ]", 2, "a value was expected"),
        ("a = " + "[" * 50 + "]" * 50, 1, "nested"),
        ("a = 1 2", 1, "end of the line"),
        ("a = 1 b = 2", 1, "end of the line"),
        ("a = 1\nb = \0", 2, "NUL"),
    ],
)
def test_errors_name_file_and_line(text: str, line: int, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        ConfDocument(text, path="x.conf")
    assert (caught.value.path, caught.value.line) == ("x.conf", line)
    assert str(caught.value).startswith(f"x.conf:{line}: ")


class TestTypedValues:
    document = ConfDocument('s = "x"\ni = 2\nb = 1\nl = ["x", "y"]\nm = ["x", 1]\n', path="f")

    def test_as_asked(self) -> None:
        assert self.document.get_string("s") == "x"
        assert self.document.get_int("i") == 2
        assert self.document.get_bool("b") is True
        assert self.document.get_strings("l") == ["x", "y"]
        assert self.document.get("m") == ["x", 1]

    def test_what_is_not_there_is_none(self) -> None:
        for get in (
            self.document.get,
            self.document.get_string,
            self.document.get_int,
            self.document.get_bool,
            self.document.get_strings,
        ):
            assert get("nothing") is None

    @pytest.mark.parametrize(
        ("getter", "name", "line"),
        [
            ("get_string", "i", 2),
            ("get_int", "s", 1),
            ("get_bool", "i", 2),
            ("get_strings", "s", 1),
            ("get_strings", "m", 5),
        ],
    )
    def test_another_type_is_an_error(self, getter: str, name: str, line: int) -> None:
        with pytest.raises(ConfigError, match=f"^f:{line}: {name} must be"):
            getattr(self.document, getter)(name)


class TestEditing:
    def test_only_the_value_changes(self) -> None:
        document = ConfDocument(SAMPLE)
        document.set("listen_tls", 1)
        document.set("list", ["z"])
        document.set("other", 6)
        expected = SAMPLE.replace("listen_tls = 0 ", "listen_tls = 1 ").replace("other=-5", "other=6")
        start, end = expected.index("[\n"), expected.index("]\n") + 1
        assert document.text == expected[:start] + '[ "z" ]' + expected[end:]
        assert document.get("list") == ["z"]

    def test_a_new_name_goes_below_its_example(self) -> None:
        document = ConfDocument('#a = [\n#  "x",\n#]\n\n#b = 1\nc = 1')
        document.set("a", ["y"])
        document.set("b", 2)
        document.set("d", "end")
        assert document.text == '#a = [\n#  "x",\n#]\na = [ "y" ]\n\n#b = 1\nb = 2\nc = 1\nd = "end"\n'

    def test_removal_takes_the_line_when_it_is_alone(self) -> None:
        document = ConfDocument("# top\na = 1 # note\nb = 2; c = 3\r\na = 4\r\nd = 5")
        assert document.remove("a")
        assert document.text == "# top\nb = 2; c = 3\r\nd = 5"
        assert document.remove("b")
        assert document.remove("d")
        assert [entry.name for entry in document.entries] == ["c"]
        assert not document.remove("nothing")

    @pytest.mark.parametrize("name", ["", "1a", "a b", "a-b", "ä"])
    def test_names_that_cannot_be_written(self, name: str) -> None:
        with pytest.raises(ConfigError, match="not a name"):
            ConfDocument().set(name, 1)

    def test_strings_that_cannot_be_written(self) -> None:
        for value in ("\0", '\'"""', 'a\n"""', 'a\n"', "'\""):
            if value == "'\"":
                value = '\'"\n"'
            with pytest.raises(ConfigError, match="no escapes"):
                format_value(value)

    def test_every_quoting(self) -> None:
        assert format_value("a'b") == '"a\'b"'
        assert format_value('a"b') == "'a\"b'"
        assert format_value("a'\"b") == '"""a\'"b"""'
        assert format_value("a\nb") == '"""a\nb"""'
        assert format_value(True) == "1"
        assert format_value([]) == "[ ]"


SCALARS = st.integers(-(1 << 63), (1 << 64) - 1) | st.text(
    st.characters(exclude_categories=("C",)), max_size=8
)


@given(st.lists(st.tuples(st.sampled_from("abc"), SCALARS | st.lists(SCALARS, max_size=3)), max_size=6))
def test_what_is_set_is_read_back(changes: list[tuple[str, int | str | list[int | str]]]) -> None:
    document = ConfDocument("# kept\nb = 0 # kept too\n")
    expected: dict[str, object] = {"b": 0}
    for name, value in changes:
        try:
            document.set(name, value)  # type: ignore[arg-type]
        except ConfigError:
            continue
        expected[name] = value
    again = ConfDocument(document.text)
    assert {entry.name: entry.value for entry in again.entries} == expected
    assert "# kept\n" in document.text
    assert "# kept too" in document.text


@given(st.text("ab=\"'[],;#1\n \r", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        entries = ConfDocument(text).entries
    except ConfigError as error:
        assert error.line is not None  # noqa: PT017
        assert 1 <= error.line <= text.count("\n") + text.count("\r") + 1  # noqa: PT017
    else:
        assert len(entries) <= text.count("=")


@pytest.mark.needs("/etc/libvirt/libvirt.conf")
def test_libvirts_own_files() -> None:
    for path in sorted(Path("/etc/libvirt").glob("*.conf")):
        if path.name != "auth.conf":
            ConfDocument.load(str(path))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        ConfDocument.load(str(tmp_path / "nothing"))
    path = tmp_path / "latin"
    path.write_bytes(b'# one\na = "\xfc"\n')
    with pytest.raises(ConfigError, match=f"{path}:2: the text is not UTF-8"):
        ConfDocument.load(str(path))
