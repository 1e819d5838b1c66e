"""Volumes uploaded and downloaded, with their holes."""

from __future__ import annotations

from virtreach.daemon.hypervisor.storage.sparse_data import BLOCK
from virtreach.daemon.hypervisor.storage.stream_source import send_pieces
from virtreach.daemon.hypervisor.storage.volume import Volume, find_volume, need_memory
from virtreach.daemon.hypervisor.table import streams
from virtreach.daemon.wording import STORAGE, bad_argument, check_flags, fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result
    from virtreach.session.server_stream import ServerStream

__all__: list[str] = []


# Bytes of an upload that are written to a state file in one go.
_UNWRITTEN_MAX = 16 << 20


def _solid(pieces: Iterator[bytes | int]) -> Iterator[bytes | int]:
    # For clients that do not know holes.
    for piece in pieces:
        if isinstance(piece, bytes):
            yield piece
            continue
        while piece:
            length = min(piece, 4 * BLOCK)
            yield bytes(length)
            piece -= length


@streams("storage_vol_download")
def _on_download(session: TestSession, args: Any, stream: ServerStream) -> Result:
    sparse = C.VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM
    check_flags(args.flags, sparse, "testStorageVolDownload")
    volume = find_volume(session.hypervisor, args.vol)
    if args.offset > volume.capacity:
        raise bad_argument(f"offset {args.offset} lies behind the volume's end", domain=STORAGE)
    pieces = volume.data.pieces(args.offset, args.length or volume.capacity - args.offset)
    send_pieces(stream, pieces if args.flags & sparse else _solid(pieces))
    return None


class _Upload:
    # Takes a stream's data into a volume.

    def __init__(
        self, session: TestSession, volume: Volume, stream: ServerStream, offset: int, length: int
    ) -> None:
        self.session = session
        self.volume = volume
        self.at = offset
        self.end = offset + length if length else volume.capacity
        stream.on_data = self.data
        stream.on_hole = self.hole
        self.journal = journal = session.hypervisor.journal
        if journal is not None:
            self.stream = stream
            self.place = "volume", volume.pool.uuid.hex(), volume.name
            self.failures = journal.failures
            self.unwritten = 0
            stream.on_finish = self.finish
            stream.on_abort = journal.book.schedule

    def keep(self, length: int) -> None:
        """Have what was changed written with the next transaction, and see to it that there is one soon."""
        journal = self.journal
        if journal is None:
            return
        if journal.failures != self.failures:
            detail = "what was written so far was lost, because the state cannot be written"
            raise fault(C.VIR_ERR_OPERATION_FAILED, detail, domain=STORAGE)
        journal.pending[self.place] = None
        self.unwritten += length
        if self.unwritten > _UNWRITTEN_MAX:
            self.unwritten = 0
            journal.book.schedule()

    def finish(self) -> None:
        """The end waits until everything is written."""
        assert self.journal is not None
        self.keep(0)
        self.journal.store(*self.place, self.stream.finished, self.stream.fail)

    def data(self, data: bytes | memoryview) -> None:
        self.check(len(data))
        need_memory(self.session.hypervisor, len(data))
        self.keep(len(data))
        self.volume.data.write(self.at, data)
        self.at += len(data)

    def hole(self, length: int) -> None:
        self.check(length)
        self.keep(0)
        self.volume.data.erase(self.at, length)
        self.at += length

    def check(self, length: int) -> None:
        if self.at + length > min(self.end, self.volume.data.size):
            raise fault(C.VIR_ERR_OPERATION_FAILED, "too much data for the volume", domain=STORAGE)


@streams("storage_vol_upload")
def _on_upload(session: TestSession, args: Any, stream: ServerStream) -> Result:
    check_flags(args.flags, C.VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM, "testStorageVolUpload")
    volume = find_volume(session.hypervisor, args.vol)
    if args.offset + args.length > volume.capacity:
        raise bad_argument("offset and length lie behind the volume's end", domain=STORAGE)
    _Upload(session, volume, stream, args.offset, args.length)
    return None
