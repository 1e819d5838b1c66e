"""What is printed: tables, JSON, and text from hosts that means ill."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from tests.cli.test_text import HOSTILE
from virtreach.cli.output import Output


class Terminal(io.StringIO):
    """A stream that a person looks at."""

    def isatty(self) -> bool:
        return True


COLUMNS = ((">id", "ID"), ("name", "NAME"), ("state", "STATE"))
RECORDS = [
    {"id": 1, "name": "web", "state": "running", "more": 1},
    {"id": None, "name": "database", "state": "shut off", "more": 2},
]


def table(stream: io.StringIO, records: list[dict[str, Any]], *, json: bool = False) -> str:
    Output(json=json, stream=stream).rows(COLUMNS, records)
    return stream.getvalue()


def test_plain_table() -> None:
    assert table(io.StringIO(), RECORDS) == (
        "ID  NAME      STATE\n 1  web       running\n -  database  shut off\n"
    )


def test_table_on_a_terminal() -> None:
    shown = table(Terminal(), RECORDS)
    for word in ("ID", "NAME", "web", "database", "shut off"):
        assert word in shown


def test_table_on_a_terminal_without_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "rich.table", None)
    assert table(Terminal(), RECORDS).startswith("ID  NAME")


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_a_name_cannot_forge_rows_or_colours(stream: type[io.StringIO]) -> None:
    plain = table(stream(), [{"id": 1, "name": "web", "state": "running"}])
    shown = table(stream(), [{"id": 1, "name": HOSTILE[:6] + "[bold red]", "state": "running"}])
    assert shown.count("\n") == plain.count("\n")
    assert shown.count("\x1b") == plain.count("\x1b")
    assert "[bold red]" in shown
    assert "a\\x1b[2Jb" in shown


def test_json_has_everything_and_is_ascii() -> None:
    shown = table(io.StringIO(), [*RECORDS, {"id": 3, "name": HOSTILE, "state": "x"}], json=True)
    assert all(character == "\n" or " " <= character <= "~" for character in shown)
    assert json.loads(shown) == [*RECORDS, {"id": 3, "name": HOSTILE, "state": "x"}]


def test_empty_json_table() -> None:
    assert json.loads(table(io.StringIO(), [], json=True)) == []


def test_record() -> None:
    stream = io.StringIO()
    Output(json=False, stream=stream).record(
        (("name", "Name"), ("autostart", "Autostart"), ("other", "Other")),
        {"name": "we\nb", "autostart": True, "other": None},
    )
    assert stream.getvalue() == "Name:      we\\nb\nAutostart: yes\nOther:     -\n"


def test_xml_is_unchanged_in_a_pipe_and_escaped_on_a_terminal() -> None:
    xml = "<a>\n  \x1b[31m</a>"
    pipe, terminal = io.StringIO(), Terminal()
    Output(json=False, stream=pipe).xml(xml)
    Output(json=False, stream=terminal).xml(xml)
    assert pipe.getvalue() == xml + "\n"
    assert terminal.getvalue() == "<a>\n  \\x1b[31m</a>\n"


def test_a_terminal_that_cannot_show_it_gets_an_escape() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    Output(json=False, stream=stream).line("é")
    stream.flush()
    assert raw.getvalue() == b"\\xe9\n"
