"""The key file grammar of ``auth.conf``: groups in brackets, ``key=value`` lines inside.

::

    # comment            ; comment
    [credentials-lab]
    authname=fred
    password=secret with spaces

A value runs from the character after ``=`` to the end of the line; nothing is stripped or unquoted, so that
every password can be written. A group or a key that occurs twice in its place is an error, as are blanks
around a key. Source: libvirt ``src/util/virkeyfile.c``, ``virKeyFileParseStatement`` and below.

Values may be secrets: neither errors nor ``repr`` show them.
"""

from __future__ import annotations

from virtreach.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MAX_SIZE", "KeyFile"]

MAX_SIZE = 1024 * 1024
"""Largest file that is read, bytes (libvirt: ``MAX_CONFIG_FILE_SIZE``)."""

_BLANKS = " \t"


class KeyFile:
    """The groups of one key file. Immutable after parsing, so threads and tasks may share it.

    Attributes:
        groups: group name to its keys and values, in file order.
        path: where the text came from, or None.
    """

    __slots__ = ("groups", "path")

    def __init__(self, groups: Mapping[str, Mapping[str, str]], *, path: str | None = None) -> None:
        self.groups = groups
        self.path = path

    def __repr__(self) -> str:
        return f"<KeyFile {self.path or 'without path'}: {len(self.groups)} groups>"

    @classmethod
    def load(cls, path: str) -> KeyFile:
        """Read and parse a file.

        Bytes that are not UTF-8 are kept as lone surrogates (``surrogateescape``), so that a password in
        another encoding comes out as the bytes it was.

        Raises:
            ConfigError: the file cannot be read, is larger than `MAX_SIZE`, or breaks the grammar.
        """
        try:
            with open(path, "rb") as stream:
                data = stream.read(MAX_SIZE + 1)
        except OSError as error:
            raise ConfigError(f"cannot be read: {error.strerror or error}", path=path) from error
        if len(data) > MAX_SIZE:
            raise ConfigError(f"is larger than {MAX_SIZE} bytes", path=path)
        return cls.parse(data.decode("utf-8", "surrogateescape"), path=path)

    @classmethod
    def parse(cls, text: str, *, path: str | None = None) -> KeyFile:
        """Parse a text; `path` is only named in errors.

        Raises:
            ConfigError: with file and line. The message never repeats the text of the line.
        """
        groups: dict[str, dict[str, str]] = {}
        group: dict[str, str] | None = None
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for number, line in enumerate(lines, 1):
            if "\0" in line:
                raise ConfigError("a NUL character is not allowed", path=path, line=number)
            while line:
                first = line[0]
                if first in "#;":
                    break
                if first in _BLANKS:
                    if line.strip(_BLANKS):
                        raise ConfigError("nothing may follow blanks at this place", path=path, line=number)
                    break
                if first == "[":
                    name, bracket, line = line[1:].partition("]")
                    if not bracket:
                        raise ConfigError("group name without closing ']'", path=path, line=number)
                    if not name or not name.isascii():
                        raise ConfigError(
                            "a group name has one or more ASCII characters", path=path, line=number
                        )
                    if name in groups:
                        raise ConfigError(f"group [{name}] occurs a second time", path=path, line=number)
                    group = groups[name] = {}
                    continue
                _entry(group, line, path, number)
                break
        return cls(groups, path=path)

    def has_group(self, group: str) -> bool:
        """Tell whether the file has this group, even an empty one."""
        return group in self.groups

    def get(self, group: str, key: str) -> str | None:
        """Return a value, or None when the group or the key is not there."""
        entries = self.groups.get(group)
        return None if entries is None else entries.get(key)


def _entry(group: dict[str, str] | None, line: str, path: str | None, number: int) -> None:
    key, equals, value = line.partition("=")
    if not (key.isascii() and key.replace("-", "").isalnum() and key[0] != "-"):
        raise ConfigError(
            "expected [group], a comment, or key=value without blanks around the key", path=path, line=number
        )
    if not equals:
        raise ConfigError("expected '=' after the key", path=path, line=number)
    if group is None:
        raise ConfigError("a value before the first [group]", path=path, line=number)
    if key in group:
        raise ConfigError(f"key {key!r} occurs a second time in its group", path=path, line=number)
    group[key] = value
