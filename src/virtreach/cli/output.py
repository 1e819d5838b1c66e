"""What a command prints: tables and sentences for people, JSON for programs."""

from __future__ import annotations

import sys

from virtreach.cli.text import many_lines, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TextIO, TypeAlias

    Columns: TypeAlias = Sequence[tuple[str, str]]
    Record: TypeAlias = Mapping[str, Any]

__all__ = ["Output"]

_NOTHING = "-"


class Output:
    """Standard output.

    Text from a host is escaped before it is shown; XML alone goes as it is into a file or a pipe.

    Args:
        json: print JSON instead of text.
        stream: where to; standard output unless given.

    Attributes:
        json: whether JSON is wanted.
        terminal: whether a person looks.
    """

    def __init__(self, *, json: bool, stream: TextIO | None = None) -> None:
        self.json = json
        self.stream = stream if stream is not None else sys.stdout
        self.terminal = self.stream.isatty()
        # A terminal that cannot show a character gets an escape, not a traceback.
        if hasattr(self.stream, "reconfigure"):
            self.stream.reconfigure(errors="backslashreplace")

    def rows(self, columns: Columns, records: Sequence[Record]) -> None:
        """Print a table.

        Args:
            columns: keys and titles; JSON has all keys of the records, whatever the columns are. A key that
                starts with ``>`` is set to the right.
            records: a dict for each row.
        """
        if self.json:
            self.documents(records)
            return
        keys = [key.lstrip(">") for key, _ in columns]
        right = [key.startswith(">") for key, _ in columns]
        titles = [title for _, title in columns]
        cells = [[_cell(record[key]) for key in keys] for record in records]
        if self.terminal:
            from virtreach.cli.rich_output import print_table

            if print_table(self.stream, titles, cells, right):
                return
        self._plain_table(titles, cells, right)

    def _plain_table(
        self, titles: Sequence[str], cells: Sequence[Sequence[str]], right: Sequence[bool]
    ) -> None:
        rows = [titles, *cells]
        widths = [max(len(row[index]) for row in rows) for index in range(len(titles))]
        for row in rows:
            words = [
                text.rjust(width) if to_right else text.ljust(width)
                for text, width, to_right in zip(row, widths, right, strict=True)
            ]
            self._line("  ".join(words).rstrip())

    def record(self, titles: Columns, record: Record) -> None:
        """Print one thing: a line for each title, or one JSON object with all of the record."""
        if self.json:
            self.document(record)
            return
        width = max(len(title) for _, title in titles) + 2
        for key, title in titles:
            self._line(f"{title + ':':<{width}}{_cell(record[key])}")

    def done(self, sentence: str, record: Record) -> None:
        """Say that something was done, or print what it was done to."""
        if self.json:
            self.document(record)
        else:
            self._line(one_line(sentence))

    def line(self, text: str) -> None:
        """Print a line of text."""
        self._line(one_line(text))

    def xml(self, text: str) -> None:
        """Print a document that may be read back: as it is, except on a terminal."""
        shown = many_lines(text) if self.terminal else text
        self.stream.write(shown if shown.endswith("\n") else f"{shown}\n")

    def document(self, value: Any) -> None:
        """Print one JSON document, over several lines."""
        import json

        self._line(_harmless(json.dumps(value, indent=2)))

    def documents(self, values: Sequence[Any]) -> None:
        """Print a JSON array with an element a line."""
        import json

        if not values:
            self._line("[]")
            return
        inside = ",\n  ".join(_harmless(json.dumps(value)) for value in values)
        self._line(f"[\n  {inside}\n]")

    def json_line(self, value: Any) -> None:
        """Print one JSON document on one line, at once: for what goes on for a while."""
        import json

        self._line(_harmless(json.dumps(value)))
        self.stream.flush()

    def _line(self, text: str) -> None:
        self.stream.write(f"{text}\n")


def _harmless(document: str) -> str:
    # JSON escapes every control character but DEL.
    return document.replace("\x7f", "\\u007f")


def _cell(value: Any) -> str:
    if value is None:
        return _NOTHING
    if value is True or value is False:
        return "yes" if value else "no"
    return one_line(str(value)) or _NOTHING
