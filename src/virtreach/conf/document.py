"""The ``key = value`` grammar of ``libvirt.conf``, ``libvirtd.conf`` and others: read, and edit in place.

::

    # comment
    listen_tls = 0                    # integers, with an optional sign
    host_uuid = "0000-..."            # strings in "..." or '...', on one line, without escapes
    text = \"\"\"over
    several lines\"\"\"
    access_drivers = [ "polkit", ]    # lists, over several lines if need be; a last comma is allowed
    a = 1; b = 2                      # ';' separates as a newline does

The first entry of a name counts. Comments stand on a line of their own or after a value, not inside a list.
Source: libvirt ``src/util/virconf.c``, ``virConfParse`` and below. A file of blank lines alone, which libvirt
refuses, is accepted.
"""

from __future__ import annotations

from virtreach.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Value: TypeAlias = "int | str | list[Value]"

__all__ = ["MAX_SIZE", "ConfDocument", "ConfEntry", "format_value"]

MAX_SIZE = 10 * 1024 * 1024
"""Largest file that is read, bytes (libvirt: ``MAX_CONFIG_FILE_SIZE``)."""

_ALPHA = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_DIGITS = frozenset("0123456789")
_NAME = _ALPHA | _DIGITS | {"_"}
_EOL = "\r\n"
_BLANK = " \t"
_MAX_DEPTH = 32


class ConfEntry:
    """One ``name = value``.

    Attributes:
        name, value: what was assigned.
        line: 1-based line of the name.
        start, value_start, value_end: offsets in the text, of the name and around the value.
    """

    __slots__ = ("line", "name", "start", "value", "value_end", "value_start")

    def __init__(
        self, name: str, value: Value, line: int, start: int, value_start: int, value_end: int
    ) -> None:
        self.name = name
        self.value = value
        self.line = line
        self.start = start
        self.value_start = value_start
        self.value_end = value_end

    def __repr__(self) -> str:
        return f"ConfEntry({self.name!r}, {self.value!r}, line {self.line})"


class ConfDocument:
    """A configuration text with its entries. Edits change only the characters they are about.

    Not to be shared between threads while it is edited.

    Attributes:
        text: the text, edits included.
        path: where it came from, for errors; or None.
        entries: the entries in order.
    """

    __slots__ = ("entries", "path", "text")

    def __init__(self, text: str = "", *, path: str | None = None) -> None:
        """Parse; raises `ConfigError` with file and line."""
        self.text = text
        self.path = path
        self.entries: list[ConfEntry] = _Parser(text, path).document()

    @classmethod
    def load(cls, path: str) -> ConfDocument:
        """Read and parse a file.

        Raises:
            ConfigError: it cannot be read, is larger than `MAX_SIZE`, is not UTF-8, or breaks the grammar.
        """
        try:
            with open(path, "rb") as stream:
                data = stream.read(MAX_SIZE + 1)
        except OSError as error:
            raise ConfigError(f"cannot be read: {error.strerror or error}", path=path) from error
        if len(data) > MAX_SIZE:
            raise ConfigError(f"is larger than {MAX_SIZE} bytes", path=path)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise ConfigError("the text is not UTF-8", path=path, line=line) from None
        return cls(text, path=path)

    def entry(self, name: str) -> ConfEntry | None:
        """Return the entry that counts for a name, or None."""
        for entry in self.entries:
            if entry.name == name:
                return entry
        return None

    def get(self, name: str) -> Value | None:
        """Return a value of any kind, or None."""
        entry = self.entry(name)
        return None if entry is None else entry.value

    def get_string(self, name: str) -> str | None:
        """Return a string, or None when the name is not there; anything else is a `ConfigError`."""
        entry = self.entry(name)
        if entry is None:
            return None
        if not isinstance(entry.value, str):
            raise self._wrong(entry, "a string in quotes")
        return entry.value

    def get_int(self, name: str) -> int | None:
        """Return an integer, or None when the name is not there; anything else is a `ConfigError`."""
        entry = self.entry(name)
        if entry is None:
            return None
        if not isinstance(entry.value, int):
            raise self._wrong(entry, "a whole number")
        return entry.value

    def get_bool(self, name: str) -> bool | None:
        """Return a switch, 0 or 1, or None when the name is not there; anything else is a `ConfigError`."""
        entry = self.entry(name)
        if entry is None:
            return None
        if entry.value not in (0, 1):
            raise self._wrong(entry, "0 or 1")
        return bool(entry.value)

    def get_strings(self, name: str) -> list[str] | None:
        """Return a list of strings, or None when the name is not there; anything else is a `ConfigError`."""
        entry = self.entry(name)
        if entry is None:
            return None
        if not isinstance(entry.value, list):
            raise self._wrong(entry, 'a list of strings, as in [ "one", "two" ]')
        strings = [item for item in entry.value if isinstance(item, str)]
        if len(strings) != len(entry.value):
            raise self._wrong(entry, 'a list of strings, as in [ "one", "two" ]')
        return strings

    def set(self, name: str, value: Value) -> None:
        """Assign a value: where the name has an entry, else below its commented-out example, else at the end.

        Raises:
            ConfigError: the name or the value cannot be written in this grammar.
        """
        if not name or name[0] not in _ALPHA or not _NAME.issuperset(name):
            raise ConfigError(
                f"{name!r} is not a name: a letter, then letters, digits and '_'", path=self.path
            )
        written = format_value(value)
        entry = self.entry(name)
        if entry is not None:
            text = self.text[: entry.value_start] + written + self.text[entry.value_end :]
        else:
            at = _after_example(self.text, name)
            before = self.text[:at]
            if before and before[-1] not in _EOL:
                before += "\n"
            text = f"{before}{name} = {written}\n{self.text[at:]}"
        self.entries = _Parser(text, self.path).document()
        self.text = text

    def remove(self, name: str) -> bool:
        """Take every entry of a name out, with its line if nothing else is on it; tell if there was one."""
        found = False
        while (entry := self.entry(name)) is not None:
            found = True
            line_start = _line_start(self.text, entry.start)
            end = entry.value_end
            while end < len(self.text) and self.text[end] in _BLANK:
                end += 1
            alone = not self.text[line_start : entry.start].strip(_BLANK)
            if end < len(self.text) and self.text[end] == ";":
                start, end = entry.start, end + 1
            elif not alone:
                start = entry.start
            else:
                start = line_start
                while end < len(self.text) and self.text[end] not in _EOL:
                    end += 1
                if self.text.startswith("\r\n", end):
                    end += 1
                end = min(end + 1, len(self.text))
            self.text = self.text[:start] + self.text[end:]
            self.entries = _Parser(self.text, self.path).document()
        return found

    def _wrong(self, entry: ConfEntry, expected: str) -> ConfigError:
        return ConfigError(f"{entry.name} must be {expected}", path=self.path, line=entry.line)


def format_value(value: Value) -> str:
    """Write a value so that it is read back the same.

    Raises:
        ConfigError: a string that no quotes can hold, since the grammar has no escapes.
    """
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[ {', '.join(format_value(item) for item in value)} ]" if value else "[ ]"
    if "\0" not in value:
        if not any(end in value for end in _EOL):
            for quote in ('"', "'"):
                if quote not in value:
                    return f"{quote}{value}{quote}"
        if '"""' not in value and not value.endswith('"'):
            return f'"""{value}"""'
    raise ConfigError(
        "a string with these quotes in it cannot be written in this grammar, which has no escapes"
    )


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _after_example(text: str, name: str) -> int:
    # The end of the last line that reads '#name = ...'; behind the closing bracket if that opens a list.
    found = len(text)
    position = 0
    in_list = False
    for line in text.splitlines(keepends=True):
        position += len(line)
        if line.startswith("#"):
            content = line.lstrip("#").strip()
            key, equals, value = content.partition("=")
            if equals and key.strip() == name:
                found = position
                in_list = value.strip().startswith("[") and "]" not in value
            elif in_list:
                found = position
                in_list = not content.startswith("]")
        else:
            in_list = False
    return found


class _Parser:
    """A cursor over the text; one method for each rule of the grammar."""

    __slots__ = ("at", "end", "path", "text")

    def __init__(self, text: str, path: str | None) -> None:
        self.text = text
        self.path = path
        self.at = 0
        self.end = len(text)

    def fail(self, message: str) -> ConfigError:
        head = self.text[: self.at].replace("\r\n", "\n").replace("\r", "\n")
        return ConfigError(message, path=self.path, line=head.count("\n") + 1)

    def peek(self) -> str:
        return self.text[self.at] if self.at < self.end else ""

    def skip(self, characters: str) -> None:
        while self.at < self.end and self.text[self.at] in characters:
            self.at += 1

    def skip_comment(self) -> None:
        while self.at < self.end and self.text[self.at] not in _EOL:
            self.at += 1

    def document(self) -> list[ConfEntry]:
        entries: list[ConfEntry] = []
        nul = self.text.find("\0")
        if nul >= 0:
            self.at = nul
            raise self.fail("a NUL character is not allowed")
        line = 1
        counted = 0
        self.skip(_BLANK + _EOL)
        while self.at < self.end:
            if self.peek() == "#":
                self.skip_comment()
            else:
                piece = self.text[counted : self.at].replace("\r\n", "\n").replace("\r", "\n")
                line += piece.count("\n")
                counted = self.at
                entries.append(self.statement(line))
            self.separator()
        return entries

    def statement(self, line: int) -> ConfEntry:
        start = self.at
        if self.peek() not in _ALPHA:
            raise self.fail("a name was expected, as in: name = value")
        while self.at < self.end and self.text[self.at] in _NAME:
            self.at += 1
        name = self.text[start : self.at]
        self.skip(_BLANK)
        if self.peek() != "=":
            raise self.fail(f"'=' was expected after {name}")
        self.at += 1
        self.skip(_BLANK)
        value_start = self.at
        value = self.value(0)
        value_end = self.at
        self.skip(_BLANK)
        if self.peek() == "#":
            self.skip_comment()
        return ConfEntry(name, value, line, start, value_start, value_end)

    def separator(self) -> None:
        self.skip(_BLANK)
        if self.at < self.end:
            if self.peek() == ";":
                self.at += 1
            elif self.peek() not in _EOL:
                raise self.fail("the end of the line, ';' or a comment was expected")
            self.skip(_BLANK + _EOL)

    def value(self, depth: int) -> Value:
        first = self.peek()
        if first and first in "\"'":
            return self.string()
        if first == "[":
            return self.list_of_values(depth)
        if first and (first in _DIGITS or first in "+-"):
            return self.number()
        raise self.fail("a value was expected: a number, a string in quotes, or a list in [ ]")

    def number(self) -> int:
        start = self.at
        if self.peek() in "+-":
            self.at += 1
        digits = self.at
        while self.at < self.end and self.text[self.at] in _DIGITS:
            self.at += 1
        if self.at == digits or self.at - digits > 20:
            self.at = start
            raise self.fail("this is not a number of 64 bits")
        number = int(self.text[start : self.at])
        if not -(1 << 63) <= number < 1 << 64:
            self.at = start
            raise self.fail("this is not a number of 64 bits")
        return number

    def string(self) -> str:
        quote = self.peek()
        if self.text.startswith('"""', self.at):
            close = self.text.find('"""', self.at + 3)
            if close < 0:
                raise self.fail('a string that starts with """ never ends')
            value = self.text[self.at + 3 : close]
            self.at = close + 3
            return value
        close = self.text.find(quote, self.at + 1)
        value = self.text[self.at + 1 : close]
        if close < 0 or any(end in value for end in _EOL):
            raise self.fail(f"a string that starts with {quote} does not end on its line")
        self.at = close + 1
        return value

    def list_of_values(self, depth: int) -> list[Value]:
        if depth == _MAX_DEPTH:
            raise self.fail(f"lists are nested deeper than {_MAX_DEPTH}")
        values: list[Value] = []
        self.at += 1
        self.skip(_BLANK + _EOL)
        while self.peek() != "]":
            values.append(self.value(depth + 1))
            self.skip(_BLANK + _EOL)
            if self.peek() == ",":
                self.at += 1
                self.skip(_BLANK + _EOL)
            elif self.peek() != "]":
                raise self.fail(
                    "',' or ']' was expected in the list" if self.peek() else "the list is not closed with ]"
                )
        self.at += 1
        return values
