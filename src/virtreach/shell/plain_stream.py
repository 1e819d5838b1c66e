"""`PlainStream`: a connected socket with the methods of `routes.ssh.stream.Stream`; both are a `ByteStream`."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Protocol

from virtreach.errors import ConnectionClosed, ConnectionLost

if TYPE_CHECKING:
    import socket

__all__ = ["ByteStream", "PlainStream"]

_PIECE = 1 << 18


class ByteStream(Protocol):
    """Bytes to and from a service. For one reader and one writer at a time, in one event loop.

    Attributes:
        way: how it was made: ``direct``, a relay's name, ``tcp`` or ``command``.
        target: what is at its end, for people.
    """

    way: str
    target: str

    @property
    def readable(self) -> bool:
        """Whether reading would return at once: bytes have come, or the end."""

    async def read(self, size: int = ..., /) -> bytes:
        """Read at least one byte and at most `size`; b"" is the far side's proper end, a broken way an error."""

    async def write(self, data: bytes, /) -> None:
        """Write, and wait while too much is under way."""

    def write_eof(self) -> None:
        """Say that nothing more will be written; reading goes on."""

    def close(self) -> None:
        """Close both directions. May be called twice."""

    def abort(self) -> None:
        """Close without waiting for what is under way."""

    async def wait_closed(self) -> None:
        """Wait until it is closed."""


class PlainStream:
    """Bytes to and from a socket; see `ByteStream`."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, way: str, target: str
    ) -> None:
        self._reader = reader
        self._writer = writer
        self.way = way
        self.target = target

    @classmethod
    async def over(cls, connected: socket.socket, *, way: str, target: str) -> PlainStream:
        """Take over a connected socket."""
        connected.setblocking(False)
        try:
            reader, writer = await asyncio.open_connection(sock=connected, limit=_PIECE)
        except BaseException:
            connected.close()
            raise
        return cls(reader, writer, way=way, target=target)

    async def read(self, size: int = _PIECE) -> bytes:
        """Read at least one byte and at most `size`; b"" is the far side's proper end.

        Raises:
            ConnectionLost: it broke; what was read before may not be all.
        """
        try:
            return await self._reader.read(size)
        except OSError as error:
            raise self._lost(error) from error

    @property
    def readable(self) -> bool:
        """Whether reading would return at once: bytes have come, or the end."""
        reader = self._reader
        # asyncio tells of an end, but not of bytes that wait.
        return reader.at_eof() or reader.exception() is not None or bool(reader._buffer)  # type: ignore[attr-defined]

    async def write(self, data: bytes) -> None:
        """Write, and wait while too much is under way.

        Raises:
            ConnectionLost: it broke; how much arrived is not known.
            ConnectionClosed: it was closed.
        """
        if self._writer.is_closing():
            raise ConnectionClosed(f"{self.target}: the stream is closed")
        try:
            self._writer.write(data)
            await self._writer.drain()
        except OSError as error:
            raise self._lost(error) from error

    def _lost(self, error: OSError) -> ConnectionLost:
        return ConnectionLost(f"{self.target}: the connection broke: {error.strerror or error}")

    def write_eof(self) -> None:
        """Say that nothing more will be written; reading goes on."""
        with contextlib.suppress(OSError):
            self._writer.write_eof()

    def close(self) -> None:
        """Close both directions. May be called twice."""
        self._writer.close()

    def abort(self) -> None:
        """Close without waiting for what is under way."""
        self._writer.transport.abort()

    async def wait_closed(self) -> None:
        """Wait until it is closed."""
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()
