"""A line for each packet, for people who look for a fault; secrets are left out.

Set ``VIRTREACH_TRACE=1`` to get it on standard error, or to a file's name to have it appended
there (the file is made readable by its owner alone).
"""

from __future__ import annotations

import os
import sys
from time import monotonic

from virtreach.errors.text import printable
from virtreach.wire.packet import (
    CALL,
    CONTINUE,
    ERROR,
    HEADER,
    HEADER_SIZE,
    MESSAGE,
    OK,
    REPLY,
    STREAM,
    STREAM_HOLE,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.protocol.procedure import Procedure

__all__ = ["TraceFile", "describe", "to_stderr", "tracer"]

_TYPES = {CALL: "call", REPLY: "reply", MESSAGE: "message", STREAM: "stream", STREAM_HOLE: "hole"}
_STATUS = {OK: "ok", ERROR: "error", CONTINUE: "continue"}
# Procedures whose bodies are never shown: passwords, keys, and what goes to or comes from a guest's own mouth.
_SECRET_WORDS = (
    "auth_sasl", "secret_get_value", "secret_set_value", "password", "authorized_ssh_keys", "send_key", "agent_command",
    "monitor_command", "monitor_event", "memory_peek", "block_peek", "launch_security", "set_identity", "migrate",
)  # fmt: skip
_SHOWN_MAX = 64


def tracer(write: Callable[[str], object] | None) -> Callable[[str, bytes], None] | None:
    """What a session calls for each packet.

    Args:
        write: gets each line, or None to do what ``VIRTREACH_TRACE`` says.

    Returns:
        None when nothing is to be traced.
    """
    if write is None:
        wish = os.environ.get("VIRTREACH_TRACE", "")
        if not wish or wish == "0":
            return None
        write = to_stderr if wish == "1" else TraceFile(wish)
    sink = write
    started = monotonic()
    return lambda direction, packet: _put(sink, started, direction, packet)


def _put(write: Callable[[str], object], started: float, direction: str, packet: bytes) -> None:
    write(f"{monotonic() - started:10.6f} {direction} {describe(direction, packet)}")


def to_stderr(line: str) -> None:
    """Write a line of the trace to standard error."""
    print(printable(line), file=sys.stderr)  # noqa: T201 - where the user asked for it


class TraceFile:
    """Appends lines to a file that its owner alone may read; closed when the connection that it belongs to is gone.

    Args:
        path: the file; it is made when it is not there.

    Raises:
        OSError: it cannot be opened.
    """

    def __init__(self, path: str) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def __call__(self, line: str) -> None:
        os.write(self._descriptor, f"{line}\n".encode(errors="backslashreplace"))

    def __del__(self, close: Callable[[int], None] = os.close) -> None:
        descriptor = getattr(self, "_descriptor", -1)
        if descriptor >= 0:
            close(descriptor)


def describe(direction: str, packet: bytes) -> str:
    """One line about a packet: serial, procedure, status, size, and its fields unless they may hold a secret."""
    from virtreach.protocol import registry

    length, program, _version, number, kind, serial, status = HEADER.unpack_from(packet)
    procedure = registry.by_number(program, number)
    name = f"{procedure.program}.{procedure.name}" if procedure is not None else f"{program:#x}.{number}"
    line = f"#{serial} {_TYPES.get(kind, kind)} {name} {_STATUS.get(status, status)} {length} bytes"
    if procedure is None or status != OK or kind not in (CALL, REPLY, MESSAGE) or len(packet) != length:
        return line
    return line + _fields(procedure, direction, packet)


def _fields(procedure: Procedure[Any], direction: str, packet: bytes) -> str:
    from virtreach.errors import DecodeError

    if len(packet) == HEADER_SIZE:
        return ""
    if any(word in procedure.name for word in _SECRET_WORDS):
        return " (hidden)"
    try:
        decode = procedure.decode_args if direction == "send" else procedure.decode_ret
        record = decode(packet, HEADER_SIZE)
    except DecodeError as error:
        return f" (cannot be decoded: {error})"
    if record is None:
        return ""
    return "".join(f" {name}={_value(value)}" for name, value in record._asdict().items())


def _value(value: Any) -> str:
    """A value short enough for a line; XML may hold passwords, so of long text only the size is shown."""
    if isinstance(value, str):
        return repr(value) if len(value) <= _SHOWN_MAX and "<" not in value else f"<{len(value)} characters>"
    if isinstance(value, bytes):
        return value.hex() if len(value) <= 16 else f"<{len(value)} bytes>"
    if isinstance(value, list):
        return f"<{len(value)} items>"
    if isinstance(value, dict):
        return f"<{len(value)} parameters>"
    if isinstance(value, tuple):
        return f"({', '.join(_value(item) for item in value)})"
    return repr(value)
