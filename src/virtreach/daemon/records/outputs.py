"""Where logs and audit records go: the standard error stream, files, syslog, the journal.

Written as in libvirtd.conf (``log_outputs``; ``src/util/virlog.c``, ``virLogParseOutput``)::

    3:stderr    1:file:/var/log/x.log    3:syslog:virtreachd    3:journald

Nothing here waits: a socket that is full loses the entry, and says how many were lost as soon as it can.
"""

from __future__ import annotations

import os
import socket
import sys

from virtreach.daemon.plain_file import why_not_ours
from virtreach.errors import ConfigError
from virtreach.errors.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeAlias

    Fields: TypeAlias = dict[str, Any]

__all__ = [
    "LEVELS",
    "FileOutput",
    "Journal",
    "Output",
    "StandardError",
    "Syslog",
    "open_outputs",
    "parse_outputs",
]

LEVELS = {1: "debug", 2: "info", 3: "warning", 4: "error"}
"""libvirt's levels of logging and what they are called."""

_SYSLOG = "/dev/log"
_JOURNAL = "/run/systemd/journal/socket"
# Priorities of syslog(3) by our levels, and its facility "daemon".
_PRIORITIES = {1: 7, 2: 6, 3: 4, 4: 3}
_FACILITY = 3 << 3
# A datagram has to fit into the receiver's buffer; longer messages are cut.
_DATAGRAM_MAX = 60_000


class Output:
    """One place for entries. Not thread-safe: whoever logs from several threads holds a lock.

    Args:
        level: what is less important than that is left out.

    Attributes:
        lost: entries that could not be written and that nobody has been told of yet.
        problem: why the last entry could not be written, or "".
    """

    kind = ""

    def __init__(self, level: int) -> None:
        self.level = level
        self.lost = 0
        self.problem = ""

    def __str__(self) -> str:
        return f"{self.level}:{self.kind}"

    def __del__(self) -> None:
        # Those of a configuration that was never put in force.
        self.close()

    def open(self) -> None:
        """Get hold of the place.

        Raises:
            ConfigError: it cannot be written to.
        """

    def close(self) -> None:
        """Let go of the place. Nothing may be put there afterwards, unless it is opened again."""

    def put(self, level: int, line: str, fields: Fields) -> bool:
        """Write an entry.

        Args:
            level: how important it is, as a key of `LEVELS`.
            line: the entry as text, without control characters but for line feeds between its parts.
            fields: the entry in its parts; ``message`` is the text without time and place.

        Returns:
            Whether it was written; `problem` says why not. It is counted in `lost`.
        """
        if self.lost:
            told = f"{self.lost} entries could not be written: {self.problem}"
            if self._try(3, told, {"message": told}):
                self.lost = 0
        if not self.lost and self._try(level, line, fields):
            self.problem = ""
            return True
        self.lost += 1
        return False

    def _try(self, level: int, line: str, fields: Fields) -> bool:
        try:
            self._write(level, line, fields)
        except OSError as error:
            self.problem = error.strerror or str(error)
            return False
        return True

    def _write(self, level: int, line: str, fields: Fields) -> None:
        raise AssertionError("an output says how it writes")


class StandardError(Output):
    """The standard error stream of the process."""

    kind = "stderr"

    def _write(self, level: int, line: str, fields: Fields) -> None:
        if sys.stderr is not None:
            sys.stderr.write(line + "\n")
            sys.stderr.flush()


class FileOutput(Output):
    """A file of one's own, made for this user alone to read, appended to.

    Args:
        level: see `Output`.
        path: absolute. It is not followed if it is a symbolic link, and must be a plain file without other names.
    """

    kind = "file"

    def __init__(self, level: int, path: str) -> None:
        super().__init__(level)
        self.path = path
        self._descriptor = -1
        self._torn = False

    def __str__(self) -> str:
        return f"{self.level}:file:{self.path}"

    def open(self) -> None:
        flags = (
            os.O_WRONLY
            | os.O_APPEND
            | os.O_CREAT
            | os.O_CLOEXEC
            | os.O_NOFOLLOW
            | os.O_NONBLOCK
            | os.O_NOCTTY
        )
        try:
            descriptor = os.open(self.path, flags, 0o600)
        except OSError as error:
            why = "is a symbolic link" if os.path.islink(self.path) else f"cannot be opened: {error.strerror}"
            raise ConfigError(why, path=self.path) from error
        why = why_not_ours(os.fstat(descriptor))
        if why:
            os.close(descriptor)
            raise ConfigError(why, path=self.path)
        # Only now: one that cannot be opened leaves the old one in use.
        self.close()
        self._descriptor = descriptor

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _write(self, level: int, line: str, fields: Fields) -> None:
        # What a full disk has cut off must not run into the next line.
        text = "\n" + line if self._torn else line
        data = (text + "\n").encode("utf-8", "backslashreplace")
        written = os.write(self._descriptor, data)
        if written < len(data):
            self._torn = True
            raise OSError(28, "there is no space left for a whole line")
        self._torn = False


class _Datagrams(Output):
    """A socket of the machine that takes an entry a datagram."""

    def __init__(self, level: int, address: str) -> None:
        super().__init__(level)
        self._address = address
        self._socket: socket.socket | None = None

    def open(self) -> None:
        try:
            self._connect()
        except OSError as error:
            raise ConfigError(
                f"{self.kind} cannot be reached: {error.strerror}", path=self._address
            ) from error

    def _connect(self) -> socket.socket:
        self.close()
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK)
        try:
            sock.connect(self._address)
        except OSError:
            sock.close()
            raise
        self._socket = sock
        return sock

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _send(self, data: bytes) -> None:
        sock = self._socket
        if sock is not None:
            try:
                sock.send(data)
                return
            except BlockingIOError:
                raise
            except OSError:
                # It was started anew; its socket is another one.
                pass
        self._connect().send(data)


class Syslog(_Datagrams):
    """The machine's syslog (RFC 3164, without time and host, which it knows).

    Args:
        level: see `Output`.
        identity: the program's name there.
        address: its socket.
    """

    kind = "syslog"

    def __init__(self, level: int, identity: str, address: str = _SYSLOG) -> None:
        super().__init__(level, address)
        self.identity = identity

    def __str__(self) -> str:
        return f"{self.level}:syslog:{self.identity}"

    def _write(self, level: int, line: str, fields: Fields) -> None:
        head = f"<{_FACILITY | _PRIORITIES[level]}>{self.identity}[{os.getpid()}]: "
        text = fields["message"].replace("\n", " | ")
        self._send((head + text).encode("utf-8", "backslashreplace")[:_DATAGRAM_MAX])


class Journal(_Datagrams):
    """systemd's journal by its native protocol; fields become fields of the journal, as ``VIRTREACH_CLIENT``.

    Args:
        level: see `Output`.
        address: its socket.
    """

    kind = "journald"

    def __init__(self, level: int, address: str = _JOURNAL) -> None:
        super().__init__(level, address)

    def _write(self, level: int, line: str, fields: Fields) -> None:
        parts = [
            _journal_field("PRIORITY", str(_PRIORITIES[level])),
            _journal_field("SYSLOG_IDENTIFIER", "virtreachd"),
            _journal_field("MESSAGE", fields["message"][: _DATAGRAM_MAX // 4]),
        ]
        for name, value in fields.items():
            if name not in ("message", "time", "level"):
                parts.append(_journal_field(f"VIRTREACH_{name.upper()}", str(value)[:4096]))
        self._send(b"".join(parts))


def _journal_field(name: str, value: str) -> bytes:
    """A field in the form that may hold anything: name, line feed, length, value, line feed."""
    data = value.encode("utf-8", "backslashreplace")
    return name.encode() + b"\n" + len(data).to_bytes(8, "little") + data + b"\n"


def parse_outputs(text: str) -> list[Output]:
    """Read where entries go.

    Args:
        text: ``level:kind[:details]``, parted by blanks.

    Returns:
        The outputs, not open yet; one place once, the last one counts, as in libvirt.

    Raises:
        ConfigError: it cannot be understood; worded as libvirt does.
    """
    found: dict[str, Output] = {}
    for word in text.split():
        output = _parse(word)
        found[str(output).partition(":")[2]] = output
    return list(found.values())


def _parse(word: str) -> Output:
    shown = printable(word)
    digits, colon, rest = word.partition(":")
    kind, _, details = rest.partition(":")
    if not colon or not kind:
        raise ConfigError(f"Malformed format for log output '{shown}'")
    if digits not in ("1", "2", "3", "4"):
        raise ConfigError(f"Invalid log priority '{printable(digits)}' for log output '{shown}'")
    level = int(digits)
    if kind in ("stderr", "journald") and not details:
        return StandardError(level) if kind == "stderr" else Journal(level)
    if kind == "file" and details.startswith("/"):
        return FileOutput(level, details)
    if kind == "syslog" and details:
        return Syslog(level, printable(details))
    if kind in ("stderr", "journald", "file", "syslog"):
        raise ConfigError(
            f"Log output '{shown}' does not meet the format requirements for destination type '{kind}'"
        )
    raise ConfigError(f"Invalid log destination '{printable(kind)}' for log output '{shown}'")


def open_outputs(outputs: Sequence[Output]) -> list[Output]:
    """Open all of them, or none.

    Raises:
        ConfigError: one cannot be had.
    """
    done: list[Output] = []
    try:
        for output in outputs:
            output.open()
            done.append(output)
    except ConfigError:
        for output in done:
            output.close()
        raise
    return done
