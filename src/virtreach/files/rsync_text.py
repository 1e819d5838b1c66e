"""What rsync reads and prints: names on its standard input, filter rules, listings, itemised changes, complaints."""

from __future__ import annotations

import calendar
import re

from virtreach.errors.files import (
    FileError,
    FileNotFound,
    FileOutcomeUnknown,
    NoSpace,
    RefusedByShell,
    ToolMissing,
)
from virtreach.files.answers import failure, restricted, ssh_failure
from virtreach.files.model import FileStat, TreeResult, parent_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.errors import VirtreachError

__all__ = [
    "CREATED",
    "DELETED",
    "MISJUDGED",
    "NOT_EMPTY",
    "SENT",
    "TreeOutput",
    "listed",
    "names",
    "rejects_missing_args",
    "rejects_option",
    "removal_rules",
    "rsync_failure",
    "transferred",
]

CREATED = re.compile(rb"^(?:<f|>f|cd)\+{9} ", re.MULTILINE)
SENT = re.compile(rb"^[<>]f[.+]", re.MULTILINE)
MISJUDGED = re.compile(rb"\\[*?\[\]]")
"""Names that rsync asks for and then takes for others, which it refuses (3.5.0, add_implied_include in exclude.c)."""
DELETED = re.compile(rb"^\*deleting ", re.MULTILINE)
NOT_EMPTY = re.compile(rb"cannot delete non-empty directory")
_COPIED = re.compile(rb"[<>]f")
_SKIPPED = re.compile(rb"skipping non-regular file ")
_LINE_ENDS = re.compile(rb"[\r\n]")
_PROGRESS = re.compile(rb"\s*([0-9,.]+)\s+([0-9]+)%")

# drwxr-xr-x          4,096 2026/11/20 12:00:00 name
_LISTED = re.compile(
    rb"(?P<mode>[a-zA-Z-][rwxsStT-]{9})[+.]?\s+(?P<size>[0-9,.]+)\s"
    rb"(?P<y>[0-9]{4})/(?P<mo>[0-9]{2})/(?P<d>[0-9]{2})\s(?P<h>[0-9]{2}):(?P<mi>[0-9]{2}):(?P<s>[0-9]{2})\s(?P<name>.*)",
    re.DOTALL,
)
_ESCAPED = re.compile(rb"\\#([0-7]{3})")
_TYPES = {b"-": 0o100000, b"d": 0o040000, b"l": 0o120000, b"b": 0o060000, b"c": 0o020000, b"p": 0o010000}
_SPECIAL = re.compile(rb"[\\*?\[]")


def names(*paths: bytes, inside: bool = False) -> bytes:
    """Return what `--from0 --files-from=-` reads: each path, relative to the directory that rsync is given.

    Args:
        paths: absolute ones, below that directory's own name taken off.
        inside: name the directories' contents rather than the directories.
    """
    return b"".join(b"." + path.rstrip(b"/") + (b"/" if inside else b"") + b"\0" for path in paths)


def removal_rules(path: bytes, *, recursive: bool) -> bytes:
    """Return filter rules, NUL after each, that let a deletion in a path's directory touch that path alone.

    For servers that reject ``--delete-missing-args`` (rsync issue 910: 3.4.3, and Debian's 3.2.7-1+deb12u6).
    """
    own = _pattern(path)
    beside = _pattern(parent_of(path)).rstrip(b"/") + b"/*"
    return b"".join(
        rule + b"\0" for rule in (b"+ " + own, (b"+ " if recursive else b"- ") + own + b"/**", b"- " + beside)
    )


def _pattern(path: bytes) -> bytes:
    # A class of one character means that character, whether or not the pattern has other wildcards; a backslash
    # is an escape only if it has. rsync(1), FILTER RULES.
    return _SPECIAL.sub(lambda match: b"[\\\\]" if match[0] == b"\\" else b"[" + match[0] + b"]", path)


def listed(output: bytes) -> dict[bytes, FileStat]:
    """Read what ``rsync -8 --list-only --no-human-readable`` prints, with TZ=UTC: stats by name.

    Raises:
        ValueError: a line that is no listing.
    """
    found = {}
    for line in output.split(b"\n"):
        match = _LISTED.fullmatch(line)
        if match is None:
            continue
        letters, name = match["mode"], match["name"]
        if letters.startswith(b"l"):
            name = name.split(b" -> ", 1)[0]
        mtime = calendar.timegm(tuple(int(match[part]) for part in ("y", "mo", "d", "h", "mi", "s")))
        mode = _TYPES.get(letters[:1], 0o140000) | _permissions(letters[1:])
        size = int(re.sub(rb"[,.]", b"", match["size"]))
        real = _ESCAPED.sub(lambda digits: bytes([int(digits[1], 8) & 0xFF]), name)
        found[real] = FileStat(mode, size, float(mtime))
    return found


def _permissions(letters: bytes) -> int:
    mode = 0
    for index, letter in enumerate(letters):
        bit = 1 << (8 - index)
        if chr(letter) in "rwxst":
            mode |= bit
        if chr(letter) in "sStT":
            mode |= 0o4000 >> (index // 3)
    return mode


def transferred(output: bytes) -> tuple[int, int] | None:
    """Return the bytes done in a piece of ``--info=progress2`` output and how many percent they are, or None."""
    found = None
    for piece in output.split(b"\r"):
        match = _PROGRESS.match(piece)
        if match is not None:
            found = int(re.sub(rb"[,.]", b"", match[1])), int(match[2])
    return found


class TreeOutput:
    """Counts what rsync says of a tree's copy with ``-i``, as it comes."""

    def __init__(self) -> None:
        self._rest = b""
        self._copied = 0
        self._removed = 0
        self._skipped = 0

    @property
    def result(self) -> TreeResult:
        """What it came to so far."""
        return TreeResult(self._copied, self._removed, self._skipped)

    def feed(self, data: bytes) -> None:
        """Take a piece of output, in which progress is between the lines."""
        *lines, rest = _LINE_ENDS.split(self._rest + data)
        # Names are at the ends of lines, and no longer than this.
        self._rest = rest[: 1 << 16]
        for line in lines:
            self._copied += _COPIED.match(line) is not None
            self._removed += DELETED.match(line) is not None
            self._skipped += _SKIPPED.match(line) is not None


def rejects_missing_args(code: int, said: str) -> bool:
    """Return whether the far rsync is one of those that reject ``--delete-missing-args``."""
    return code in (1, 2, 12) and (
        "invalid file mode" in said.lower() or "delete-missing-args" in said.lower()
    )


def rejects_option(code: int, said: str, option: str) -> bool:
    """Return whether rsync, here or there, or a restricted shell does not know an option."""
    return bool(code) and option in said and ("unknown option" in said or "option" in said)


def rsync_failure(code: int, said: str, *, host: str, path: bytes | None) -> VirtreachError:
    """Return the error for an exit code of rsync (rsync(1), EXIT VALUES) and its words."""
    lower = said.lower()
    if restricted(said):
        return failure(said, host=host, path=path)
    if code == 255 or code < 0:
        return ssh_failure(said, host=host, path=path)
    if code == 127 or "command not found" in lower or "rsync: not found" in lower:
        return ToolMissing("rsync is not installed there", host=host, path=path, said=_first(said))
    if code == 2 and "is your shell clean?" in lower:
        return RefusedByShell(
            "what answers there is not rsync: the account may have SFTP alone (try the driver 'sftp', "
            "--transport sftp), or its login scripts print something",
            host=host,
            path=path,
            said=_first(said),
        )
    known = failure(_first(said), host=host, path=path)
    if type(known) is not FileError:
        return known
    if code == 11 and "write failed" in lower:
        return NoSpace("the file system is full", host=host, path=path, said=_first(said))
    if code in (23, 24):
        return FileNotFound("there is no such file or directory", host=host, path=path, said=_first(said))
    if code in (10, 12, 30, 35):
        return FileOutcomeUnknown(
            "the connection was lost; the host may or may not have done it",
            host=host,
            path=path,
            said=_first(said),
        )
    return FileError(f"rsync ended with exit code {code}", host=host, path=path, said=_first(said))


def _first(said: str) -> str:
    """The first complaint: the last line is rsync's summary."""
    lines = [line for line in said.splitlines() if line.strip() and not line.startswith("rsync error")]
    return lines[0] if lines else said
