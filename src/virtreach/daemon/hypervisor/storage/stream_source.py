"""Sends what is in memory over a stream, as fast as the client takes it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from virtreach.session.server_stream import ServerStream

__all__ = ["send", "send_pieces"]

_PIECE = 256 << 10


class _Sender:
    # Writes pieces while there is room and goes on when there is room again.

    def __init__(self, stream: ServerStream, pieces: Iterator[bytes | int]) -> None:
        self.stream = stream
        self.pieces = pieces
        stream.on_writable = self.go_on
        self.go_on()

    def go_on(self) -> None:
        stream = self.stream
        while stream.open and stream.writable:
            piece = next(self.pieces, None)
            if piece is None:
                stream.on_writable = None
                stream.end()
                return
            if isinstance(piece, int):
                stream.hole(piece)
            else:
                stream.write(piece)


def send_pieces(stream: ServerStream, pieces: Iterable[bytes | int]) -> None:
    """Send data (bytes) and holes (their lengths), then the end."""
    _Sender(stream, iter(pieces))


def send(stream: ServerStream, data: bytes) -> None:
    """Send data, then the end."""
    send_pieces(stream, (data[at : at + _PIECE] for at in range(0, len(data), _PIECE)))
