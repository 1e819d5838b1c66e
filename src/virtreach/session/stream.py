"""One stream of bytes with holes, inside a libvirt connection, without I/O.

A procedure with a stream parameter opens a stream under the serial of its call.
Data travels in STREAM packets with status CONTINUE; an empty one is the end of the
sender's data; STREAM_HOLE packets stand for runs of zeros. The client ends a
stream with an empty OK packet, which the server acknowledges with another, or
aborts it with an ERROR packet (libvirt, virnetclientstream.c).

Data may arrive before the reply to the call that opened the stream.
"""

from __future__ import annotations

from collections import deque

from virtreach.errors import StreamError
from virtreach.wire.packet import CONTINUE, ERROR, HEADER, HEADER_SIZE, OK, STREAM, STREAM_HOLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.protocol.procedure import Procedure

__all__ = ["ClientStream", "Hole"]


class Hole(int):
    """A run of zeros of so many bytes, which was not sent byte by byte."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Hole({int(self)})"


class ClientStream:
    """The state of one stream.

    States, from the client's side::

        open ── finish() ──> finishing ── OK ──────────> closed
         │                       └────── ERROR ────────> failed
         ├── abort() ──> aborting ── OK or ERROR ──────> closed
         └── ERROR from the server, connection lost ───> failed

    ``incoming`` holds pieces of data (bytes or memoryview) and `Hole` objects in order.
    All ``watchers`` are called after each change; whoever waits puts one there.

    Attributes:
        procedure: what opened the stream.
        serial: the serial of the call that opened the stream.
        buffered: bytes of data in ``incoming``, holes not counted.
        ended: the server has sent all its data.
        aborted: we broke it off, so what was received may not be all.
        sparse: holes may come; libvirt refuses them otherwise, too (virnetclientstream.c, `allowSkip`).
        state: one of ``open``, ``finishing``, ``aborting``, ``closed``, ``failed``.
        error: why, when failed.
    """

    __slots__ = (
        "_prefix",
        "aborted",
        "buffered",
        "ended",
        "error",
        "incoming",
        "procedure",
        "serial",
        "sparse",
        "state",
        "watchers",
    )

    def __init__(self, procedure: Procedure[Any], serial: int) -> None:
        self.procedure = procedure
        self.serial = serial
        self.incoming: deque[bytes | memoryview | Hole] = deque()
        self.buffered = 0
        self.ended = False
        self.sparse = False
        self.aborted = False
        self.state = "open"
        self.error: Exception | None = None
        self.watchers: list[Callable[[], None]] = []
        self._prefix = (procedure.program_number, procedure.version, procedure.number)

    @property
    def identity(self) -> tuple[int, int]:
        """Program number and procedure number, which each packet of the stream repeats."""
        return self._prefix[0], self._prefix[2]

    # What the server sends.

    def feed(self, data: bytes | memoryview) -> None:
        """Take a piece of the server's data; pieces after an abort are dropped."""
        if self.state in ("open", "finishing"):
            self.incoming.append(data)
            self.buffered += len(data)
            self._changed()

    def feed_hole(self, length: int) -> None:
        """Take a hole of ``length`` bytes."""
        if self.state in ("open", "finishing"):
            self.incoming.append(Hole(length))
            self._changed()

    def feed_end(self) -> None:
        """The server has no more data."""
        self.ended = True
        self._changed()

    def feed_finished(self) -> None:
        """The server acknowledged our finish, or our abort."""
        self.ended = True
        if self.state != "failed":
            self.state = "closed"
        self._changed()

    def fail(self, error: Exception) -> None:
        """The server reported an error, or the connection is gone."""
        if self.state == "failed":
            return
        if self.state == "aborting":
            # The server answers an abort with an error; that is the expected end.
            self.state = "closed"
        elif self.state != "closed":
            self.state = "failed"
            self.error = error
        self.ended = True
        self._changed()

    def overrun(self, error: Exception) -> None:
        """The reader was too slow: the stream has been aborted, and the reader will be told why."""
        self.state = "failed"
        self.error = error
        self.ended = True
        self._changed()

    def _changed(self) -> None:
        for watcher in list(self.watchers):
            watcher()

    # What the client sends.

    def check_open(self) -> None:
        """Raise what stands in the way of sending or receiving.

        Raises:
            StreamError: the stream has been finished or aborted.
            Exception: the server's error, or the connection's.
        """
        if self.state == "failed":
            assert self.error is not None
            raise self.error
        if self.state != "open":
            raise StreamError(f"the stream is {self.state}; open a new one")

    def header(self, size: int, *, kind: int = STREAM, status: int = CONTINUE) -> bytes:
        """The packet header in front of ``size`` bytes of body."""
        return HEADER.pack(HEADER_SIZE + size, *self._prefix, kind, self.serial, status)

    def hole(self, length: int) -> bytes:
        """A packet that stands for ``length`` zero bytes."""
        from virtreach.protocol.rpc import encode_hole

        body = encode_hole(length)
        return self.header(len(body), kind=STREAM_HOLE) + body

    def finish(self) -> bytes:
        """The packet that ends the stream in good order."""
        self.check_open()
        self.state = "finishing"
        return self.header(0, status=OK)

    def abort(self) -> bytes:
        """The packet that breaks the stream off, or nothing when it is over already."""
        if self.state not in ("open", "finishing"):
            return b""
        self.state = "aborting"
        self.aborted = True
        self.incoming.clear()
        self.buffered = 0
        return self.header(0, status=ERROR)
