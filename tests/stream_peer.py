"""What a scripted server does with streams: takes uploads, gives downloads, sends without end."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from tests.peer import Packet, Served
from virtreach.wire.packet import CONTINUE, ERROR, OK, STREAM_HOLE

__all__ = ["SHAPES", "Flood", "Store", "accept", "give", "make_file"]


class Store:
    """Takes uploads; keeps what came, holes as pairs."""

    def __init__(self, *, fail_after: int = -1, stop_after: int = -1) -> None:
        self.pieces: list[bytes | int] = []
        self.ends: list[str] = []
        self.received = 0
        self.fail_after = fail_after
        self.stop_after = stop_after
        self.go = threading.Event()
        self.failed = False

    def __call__(self, served: Served, packet: Packet) -> None:
        if packet.kind == STREAM_HOLE:
            self.pieces.append(int.from_bytes(packet.body[:8], "big"))
        elif packet.status == CONTINUE:
            self.pieces.append(packet.body)
            self.received += len(packet.body)
            if 0 <= self.fail_after < self.received and not self.failed:
                self.failed = True
                served.error(packet, 38, "the disk is full", kind=3)
            if 0 <= self.stop_after < self.received:
                assert self.go.wait(20)
        elif packet.status == OK:
            self.ends.append("finished")
            served.finished(packet)
        elif packet.status == ERROR:
            self.ends.append("aborted")
            served.error(packet, 1, "the stream was aborted", kind=3)

    @property
    def data(self) -> bytes:
        return b"".join(piece if isinstance(piece, bytes) else bytes(piece) for piece in self.pieces)


def give(*pieces: bytes | int, before: int = 0, end: bool = True) -> Callable[[Served, Packet], None]:
    """Answers a download; the first ``before`` pieces come ahead of the reply."""

    def handler(served: Served, packet: Packet) -> None:
        for index, piece in enumerate(pieces):
            if index == before:
                served.reply(packet)
            served.hole(packet, piece) if isinstance(piece, int) else served.data(packet, piece)
        if before >= len(pieces):
            served.reply(packet)
        if end:
            served.data(packet, b"")

    return handler


def accept(served: Served, packet: Packet) -> None:
    served.reply(packet)


SHAPES: dict[str, list[tuple[bool, int]]] = {
    "empty": [],
    "hole only": [(True, 1 << 20)],
    "hole at the end": [(False, 1 << 16), (True, 1 << 20)],
    "hole at the beginning": [(True, 1 << 20), (False, 1 << 16)],
    "many": [(index % 2 == 0, 1 << 16) for index in range(20)],
    "data": [(False, (3 << 20) + 17)],
}


def make_file(path: Path, shape: list[tuple[bool, int]]) -> None:
    with path.open("wb") as file:
        for hole, size in shape:
            if hole:
                file.seek(size, os.SEEK_CUR)
            else:
                file.write(os.urandom(size))
        file.truncate()


class Flood:
    """Sends a download without end, as fast as it is taken."""

    def __init__(self, size: int = 1 << 18) -> None:
        self.stop = threading.Event()
        self.sent = 0
        self.threads: list[threading.Thread] = []
        self._chunk = bytes(size)

    def __call__(self, served: Served, packet: Packet) -> None:
        served.reply(packet)
        thread = threading.Thread(target=self._run, args=(served, packet), daemon=True)
        self.threads.append(thread)
        thread.start()

    def _run(self, served: Served, packet: Packet) -> None:
        while not self.stop.is_set() and not served.ended.is_set():
            served.data(packet, self._chunk)
            self.sent += len(self._chunk)
        served.data(packet, b"")

    def end(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(10)
