# Made by `make generate` (tools/twin.py) from aio/stream.py. Edit that file.
"""Streams: the bytes of a volume, a console, a screenshot, inside a connection."""

from __future__ import annotations

from virtreach.errors import CallTimeout, OutcomeUnknown, StreamError, TransportError, UsageError
from virtreach.session.scope import Scope
from virtreach.session.stream import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Callable
    from types import TracebackType
    from typing import Any, Protocol, Self

    from virtreach.blocking.channel import Channel
    from virtreach.blocking.link import Link
    from virtreach.session.stream import ClientStream

    class Readable(Protocol):
        """A binary file that is read from."""

        def read(self, size: int, /) -> bytes: ...

    class Writable(Protocol):
        """A binary file that is written to."""

        def write(self, data: bytes, /) -> Any: ...


__all__ = ["Stream"]

# The size of a packet that we send. libvirtd accepts 32 MiB; large packets save system calls on both sides.
_CHUNK = 1 << 20
# The size of the first packet of a file. The C library's allocator on the server gives a buffer of a new greatest
# size back to the kernel once, and keeps buffers up to that size from then on (glibc, mallopt(3), the dynamic
# M_MMAP_THRESHOLD and M_TRIM_THRESHOLD); with packets of one size it would do so for each of them. Measured with
# libvirt 9: half the server's processor time, and nearly twice the speed.
_FIRST = 2 << 20
_ZEROS = bytes(65536)
# How long to wait for the server's answer to an abort, in seconds.
_ABORT_PATIENCE = 2.0


class Stream:
    """A stream of bytes with holes.

    Use it as a context manager: it is finished at the end of the block, or aborted when the block raises. A stream
    that is neither finished nor aborted keeps the server busy.

    A stream is for one thread at a time; other threads may use its connection meanwhile.
    """

    __slots__ = ("_channel", "_link", "_rest", "_state")

    def __init__(self, channel: Channel, link: Link, state: ClientStream) -> None:
        self._channel = channel
        self._link = link
        self._state = state
        self._rest: bytes | memoryview | Hole | None = None

    # Sending.

    def send(self, data: bytes) -> None:
        """Send bytes.

        Args:
            data: any amount; it is sent in packets of 1 MiB.

        Raises:
            StreamError: the stream is over.
            LibvirtError: the server gave the stream up.
            TransportError: the connection is gone.
        """
        if len(data) <= _CHUNK:
            self._send_packet(data)
            return
        view = memoryview(data)
        for start in range(0, len(data), _CHUNK):
            self._send_packet(view[start : start + _CHUNK])

    def _send_packet(self, data: bytes | memoryview) -> None:
        state = self._state
        state.check_open()
        if data:
            self._link.send_bulk(state, state.header(len(data)), data, self._channel.scope())

    def send_hole(self, length: int) -> None:
        """Send a run of ``length`` zero bytes as a hole; only in a stream opened as sparse.

        Raises:
            StreamError, LibvirtError, TransportError: as for `send`.
        """
        self._state.check_open()
        if length > 0:
            self._link.send_bulk(self._state, self._state.hole(length), scope=self._channel.scope())

    # Receiving.

    def _piece(self) -> bytes | memoryview | Hole | None:
        """The next piece as it came, None at the end."""
        if self._rest is not None:
            piece, self._rest = self._rest, None
            return piece
        state = self._state
        while True:
            # First: between the two another thread may read the last of the data, and that it was the last.
            ended = state.ended
            taken = self._link.take(state)
            if taken is not None:
                return taken
            if state.state == "failed":
                assert state.error is not None
                raise state.error
            if state.aborted:
                raise StreamError("the stream was aborted; what has come may not be all")
            if ended:
                return None
            scope = self._channel.scope()
            try:
                self._link.watch(state, lambda: bool(state.incoming) or state.ended, scope)
            except CallTimeout:
                name = state.procedure.name
                raise CallTimeout(
                    f"nothing came on the stream of {name} before the deadline; the stream is still open",
                    procedure=name,
                    may_have_changed=False,
                ) from None

    def recv_piece(self, size: int = _CHUNK) -> bytes | Hole:
        """Receive the next piece of data, or the next hole.

        Args:
            size: the most bytes of data to return; a hole is returned whole.

        Returns:
            Bytes; a `Hole`, an integer that says how many zeros it stands for; ``b""`` at the end.

        Raises:
            StreamError, LibvirtError, TransportError: as for `send`.
        """
        piece = self._piece()
        if piece is None:
            return b""
        if isinstance(piece, Hole):
            return piece
        if len(piece) > size:
            view = memoryview(piece)
            self._rest = view[size:]
            piece = view[:size]
        return bytes(piece)

    def recv(self, size: int = _CHUNK) -> bytes:
        """Receive up to ``size`` bytes, holes as zeros; ``b""`` at the end.

        Raises:
            StreamError, LibvirtError, TransportError: as for `send`.
        """
        piece = self.recv_piece(size)
        if not isinstance(piece, Hole):
            return piece
        if piece > size:
            self._rest = Hole(piece - size)
        return bytes(min(piece, size))

    def recv_until(self, end: bytes, *, limit: int = _CHUNK) -> bytes:
        """Receive up to a text that is waited for, such as the prompt on a console.

        Limit the time with `Connection.deadline`. When it is over, or anything else goes wrong, what has come so far
        is still there for the next call.

        Args:
            end: what to wait for.
            limit: how many bytes may come without it.

        Returns:
            Everything up to and with ``end``; what came after it is for the next call.

        Raises:
            CallTimeout: it did not come in time.
            StreamError: the stream ended, or ``limit`` was reached, before it came.
            UsageError: ``end`` is empty, or the stream is sparse.
            LibvirtError, TransportError: as for `send`.
        """
        if not end or self._state.sparse:
            raise UsageError("recv_until waits for bytes, on a stream without holes")
        seen = bytearray()
        at = -1
        try:
            while at < 0:
                if len(seen) > limit:
                    raise StreamError(f"more than {limit} bytes came, and {end!r} was not among them")
                piece = self._piece()
                if piece is None:
                    raise StreamError(
                        f"the stream ended before {end!r}; its last bytes are {bytes(seen[-80:])!r}"
                    )
                assert not isinstance(piece, Hole)
                known = max(0, len(seen) - len(end) + 1)
                seen += piece
                at = seen.find(end, known)
        except BaseException:
            self._rest = bytes(seen) or None
            raise
        at += len(end)
        self._rest = bytes(seen[at:]) or None
        return bytes(seen[:at])

    def __iter__(self) -> Iterator[bytes]:
        return self._iterate()

    def _iterate(self) -> Iterator[bytes]:
        while data := self.recv():
            yield data

    # Whole files.

    def send_file(
        self,
        file: Readable,
        *,
        length: int | None = None,
        sparse: bool = False,
        progress: Callable[[int], object] | None = None,
    ) -> int:
        """Send a file from where it stands.

        Args:
            file: opened in binary mode; reading it may block.
            length: bytes to send, or None to its end.
            sparse: send its holes as holes; the file must have a descriptor. The stream must be opened as sparse.
            progress: called with the bytes done so far.

        Returns:
            How many bytes were sent, holes included.

        Raises:
            StreamError, LibvirtError, TransportError: as for `send`.
            OSError: the file cannot be read.
        """
        from virtreach.session.sparse import extents

        done = 0
        if sparse:
            for size, hole in extents(file, length):
                if hole:
                    self.send_hole(size)
                    done += size
                    if progress is not None:
                        progress(done)
                else:
                    done = self._send_part(file, size, done, progress)
            return done
        return self._send_part(file, length, 0, progress)

    def _send_part(
        self, file: Readable, length: int | None, done: int, progress: Callable[[int], object] | None
    ) -> int:
        left = length
        size = _FIRST if not done else _CHUNK
        while left is None or left > 0:
            data = file.read(size if left is None else min(size, left))
            if not data:
                break
            self._send_packet(data)
            size = _CHUNK
            done += len(data)
            if left is not None:
                left -= len(data)
            if progress is not None:
                progress(done)
        return done

    def recv_file(
        self,
        file: Writable,
        *,
        limit: int | None = None,
        sparse: bool = False,
        progress: Callable[[int], object] | None = None,
    ) -> int:
        """Receive to the end of the stream into a file.

        Args:
            file: opened in binary mode; writing it may block.
            limit: the most bytes that may come, holes included: a server can send without end. None for any number.
            sparse: leave holes in the file, which must be seekable; else holes are written as zeros.
            progress: called with the bytes done so far.

        Returns:
            How many bytes the stream had, holes included.

        Raises:
            StreamError: the server sent more than ``limit`` bytes; the file has what came before.
            StreamError, LibvirtError, TransportError: as for `send`.
            OSError: the file cannot be written.
        """
        from virtreach.session.sparse import skip_hole, write_all

        done = 0
        while (piece := self._piece()) is not None:
            size = piece if isinstance(piece, Hole) else len(piece)
            if limit is not None and done + size > limit:
                raise StreamError(f"the server sent more than the {limit} bytes that were asked for")
            if isinstance(piece, Hole):
                skip_hole(file, piece, sparse=sparse)
            else:
                write_all(file, piece)
            done += size
            if progress is not None:
                progress(done)
        return done

    # The end.

    def finish(self) -> None:
        """End the stream in good order and wait for the server to say so.

        Raises:
            LibvirtError: the server could not store what was sent.
            StreamError: the stream is over already.
            TransportError: the connection is gone.
        """
        state = self._state
        scope = self._channel.scope()
        self._link.send_bulk(state, state.finish(), scope=scope)
        self._link.watch(state, lambda: state.state in ("closed", "failed"), scope)
        if state.state == "failed":
            assert state.error is not None
            raise state.error

    def abort(self) -> None:
        """Break the stream off. What the server has stored so far may stay; never raises for a stream that is over.

        Waits a moment for the server's word, but no longer: nothing depends on it.
        """
        state = self._state
        packet = state.abort()
        if not packet or self._link.error is not None:
            return
        # Apart from the scope around it, which may be over: that may be why the stream is aborted.
        scope = Scope(self._channel, _ABORT_PATIENCE, detached=True)
        try:
            self._link.send_bulk(state, packet, scope=scope)
            self._link.watch(state, lambda: state.state in ("closed", "failed"), scope)
        except (OutcomeUnknown, TransportError):
            return

    @property
    def open(self) -> bool:
        """Whether the stream can still be used."""
        return self._state.state == "open"

    def __repr__(self) -> str:
        return f"<Stream {self._state.procedure.name} {self._state.state}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is not None:
            self.abort()
        elif self._state.state == "open":
            self.finish()
