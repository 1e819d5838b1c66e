"""An SFTP server (draft-ietf-secsh-filexfer-02) that lies in a chosen way: ``python evil_sftp.py FILE``.

The file holds the way; it is read anew by each session. Needs the standard library alone.
"""

from __future__ import annotations

import os
import struct
import sys
import time
from pathlib import Path

WAYS = (
    "honest",
    "shorter",
    "longer",
    "endless",
    "huge",
    "more than asked",
    "other type",
    "setuid",
    "times",
    "ok to reads",
    "other request",
    "no such type",
    "big packet",
    "garbage",
    "hangs",
    "hangs up",
    "long words",
)
"""How it lies about a file."""
LISTINGS = ("leading out", "endless listing", "deep", "twice")
"""How it lies about a directory."""
DATA = b"evil"

_STATUS, _HANDLE, _DATA, _NAME, _ATTRS = 101, 102, 103, 104, 105
_OK, _EOF, _FAILURE = 0, 1, 4


def packed(value: bytes) -> bytes:
    return struct.pack(">I", len(value)) + value


class Server:
    """One session."""

    def __init__(self, way: str) -> None:
        self.way = way
        self.listed = 0

    def send(self, kind: int, request: int, body: bytes) -> None:
        if self.way == "other request" and kind in (_DATA, _HANDLE):
            request += 1000
        packet = bytes([kind]) + struct.pack(">I", request) + body
        sys.stdout.buffer.write(struct.pack(">I", len(packet)) + packet)
        sys.stdout.buffer.flush()

    def status(self, request: int, code: int) -> None:
        words = b"\x1b]0;owned\x07\x1b[2J" * (4000 if self.way == "long words" else 1)
        self.send(_STATUS, request, struct.pack(">I", code) + packed(words) + packed(b""))

    def attributes(self, path: bytes) -> bytes:
        directory = path.startswith(b"/dir") or (self.way == "deep" and b".part/" in path)
        mode = 0o040755 if directory else 0o106755 if self.way == "setuid" else 0o100644
        size = 1 << 62 if self.way == "huge" else len(DATA)
        when = 0xFFFFFFFF if self.way == "times" else 1_600_000_000
        return struct.pack(">IQIII", 0xD, size, mode, when, when)

    def serve(self) -> None:
        while True:
            head = sys.stdin.buffer.read(4)
            if len(head) < 4:
                return
            packet = sys.stdin.buffer.read(int.from_bytes(head, "big"))
            if packet[0] == 1:
                body = b"\x02" + struct.pack(">I", 3) + packed(b"posix-rename@openssh.com") + packed(b"1")
                sys.stdout.buffer.write(struct.pack(">I", len(body)) + body)
                sys.stdout.buffer.flush()
                continue
            self.answer(packet[0], int.from_bytes(packet[1:5], "big"), packet[5:])

    def answer(self, kind: int, request: int, body: bytes) -> None:
        name = body[4 : 4 + int.from_bytes(body[:4], "big")]
        if kind in (7, 8, 17):
            if kind == 8 and self.way == "other type":
                name = b"/dir"
            self.send(_ATTRS, request, self.attributes(b"/file" if kind == 8 and name == b"h" else name))
        elif kind == 16:
            self.send(_NAME, request, struct.pack(">I", 1) + packed(name) * 2 + struct.pack(">I", 0))
        elif kind in (3, 11):
            self.misbehave()
            self.listed = 0
            self.send(_HANDLE, request, packed(name if kind == 11 else b"h"))
        elif kind == 12:
            self.entries(request, name)
        elif kind == 5:
            offset, size = struct.unpack(">QI", body[4 + len(name) :])
            self.data(request, offset, size)
        else:
            # Whatever was to be changed: done, it says.
            self.status(request, _OK)

    def misbehave(self) -> None:
        out = sys.stdout.buffer
        if self.way == "hangs":
            time.sleep(600)
        elif self.way == "hangs up":
            os._exit(0)
        elif self.way == "garbage":
            out.write(os.urandom(1 << 16))
        elif self.way == "big packet":
            out.write(b"\x7f\xff\xff\xff" + bytes(1 << 20))
        elif self.way == "no such type":
            out.write(struct.pack(">IBI", 5, 77, 0) * 100)
        out.flush()

    def data(self, request: int, offset: int, size: int) -> None:
        if self.way == "ok to reads":
            self.status(request, _OK)
        elif self.way in ("endless", "huge"):
            self.send(_DATA, request, packed(bytes(size)))
        elif self.way == "more than asked":
            self.send(_DATA, request, packed(b"x" * (size + 1000)))
        else:
            whole = DATA[:2] if self.way == "shorter" else DATA * 1000 if self.way == "longer" else DATA
            piece = whole[offset : offset + size]
            if piece:
                self.send(_DATA, request, packed(piece))
            else:
                self.status(request, _EOF)

    def entries(self, request: int, directory: bytes) -> None:
        self.listed += 1
        names: list[bytes] = []
        if self.way == "endless listing":
            names = [b"%064d" % (self.listed * 1000 + number) for number in range(1000)]
        elif self.listed == 1:
            names = {
                "leading out": [b"good", b"../evil", b"/etc/evil"],
                "deep": [b"dir-down"],
                "twice": [b"good", b"good"],
            }.get(self.way, [b"good"])
        if not names:
            self.status(request, _EOF)
            return
        body = b"".join(packed(name) + packed(name) + self.attributes(b"/" + name) for name in names)
        self.send(_NAME, request, struct.pack(">I", len(names)) + body)


if __name__ == "__main__":
    try:
        Server(Path(sys.argv[1]).read_text()).serve()
    except BrokenPipeError:
        os._exit(1)
