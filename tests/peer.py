"""A small libvirt server for tests: real frames and real codecs, and whatever misbehaviour a test asks for.

`Peer` listens on a unix socket and serves each connection in a thread of its own. Handlers by procedure name get
the `Served` connection and the `Packet`; without one, the calls that open a connection are answered as libvirtd
without authentication does, and keepalive PINGs with PONGs.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, Self

from virtreach.protocol import keepalive, registry
from virtreach.protocol import remote as P
from virtreach.protocol.procedure import Procedure
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

__all__ = ["Packet", "Peer", "Served", "error_body", "eventually", "until"]

KEEPALIVE = 0x6B656570
PING = HEADER.pack(HEADER_SIZE, KEEPALIVE, 1, 1, MESSAGE, 0, OK)
PONG = HEADER.pack(HEADER_SIZE, KEEPALIVE, 1, 2, MESSAGE, 0, OK)
assert keepalive is not None

DOMAIN = ("guest", bytes(range(16)), 7)


class Packet(NamedTuple):
    """One packet as it came."""

    program: int
    version: int
    number: int
    kind: int
    serial: int
    status: int
    body: bytes

    @property
    def procedure(self) -> Procedure[Any]:
        found = registry.by_number(self.program, self.number)
        assert found is not None
        return found

    @property
    def args(self) -> Any:
        return self.procedure.decode_args(self.body, 0)


def error_body(code: int, message: str) -> bytes:
    text = message.encode()
    return (
        struct.pack(">iiI", code, 7, 1)
        + struct.pack(">I", len(text))
        + text
        + bytes(-len(text) % 4)
        + struct.pack(">i", 2)
        + bytes(4) * 4
        + bytes(8)
        + bytes(4)
    )


Handler = Callable[["Served", Packet], None]


class Served:
    """One connection on the server's side. Sending is safe from several threads."""

    def __init__(self, peer: Peer, sock: socket.socket, number: int) -> None:
        self.peer = peer
        self.sock = sock
        self.number = number
        self.opened = threading.Event()
        self.ended = threading.Event()
        self.pings = 0
        self.pongs = 0
        self.answer_pings = True
        self.calls: list[Packet] = []
        self._sending = threading.Lock()
        self._received = b""

    def read(self) -> Packet | None:
        """The next packet, None at the end."""
        head = self._exactly(HEADER_SIZE)
        if head is None:
            return None
        length, *fields = HEADER.unpack(head)
        body = self._exactly(length - HEADER_SIZE)
        return None if body is None else Packet(*fields, body)

    def _exactly(self, size: int) -> bytes | None:
        pieces = []
        while size > 0:
            try:
                data = self.sock.recv(min(size, 1 << 20))
            except OSError:
                return None
            if not data:
                return None
            pieces.append(data)
            size -= len(data)
        return b"".join(pieces)

    def send(self, data: bytes) -> None:
        with self._sending, contextlib.suppress(OSError):
            self.sock.sendall(data)

    def frame(self, packet: Packet, body: bytes, *, kind: int = REPLY, status: int = OK) -> bytes:
        header = HEADER.pack(
            HEADER_SIZE + len(body),
            packet.program,
            packet.version,
            packet.number,
            kind,
            packet.serial,
            status,
        )
        return header + body

    def reply(self, packet: Packet, *values: Any) -> None:
        """Answer a call with its result's fields."""
        self.send(self.frame(packet, packet.procedure.encode_ret(*values)))

    def error(self, packet: Packet, code: int, message: str, *, kind: int = REPLY) -> None:
        self.send(self.frame(packet, error_body(code, message), kind=kind, status=ERROR))

    def data(self, packet: Packet, data: bytes) -> None:
        """Stream data; an empty piece is the end of it."""
        self.send(self.frame(packet, data, kind=STREAM, status=CONTINUE))

    def hole(self, packet: Packet, length: int) -> None:
        self.send(self.frame(packet, struct.pack(">qI", length, 0), kind=STREAM_HOLE, status=CONTINUE))

    def finished(self, packet: Packet) -> None:
        self.send(self.frame(packet, b"", kind=STREAM, status=OK))

    def event(self, procedure: Procedure[Any], *values: Any) -> None:
        body = procedure.encode_ret(*values)
        head = (HEADER_SIZE + len(body), procedure.program_number, procedure.version, procedure.number)
        self.send(HEADER.pack(*head, MESSAGE, 0, OK) + body)

    def lifecycle(self, callback_id: int, event: int, detail: int = 0) -> None:
        """A lifecycle event of the one domain there is."""
        self.event(P.DOMAIN_EVENT_CALLBACK_LIFECYCLE, callback_id, (DOMAIN, event, detail))

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()

    def serve(self) -> None:
        while (packet := self.read()) is not None:
            if packet.program == KEEPALIVE:
                if packet.number == 1:
                    self.pings += 1
                    if self.answer_pings:
                        self.send(PONG)
                else:
                    self.pongs += 1
                continue
            self.calls.append(packet)
            if packet.kind != CALL:
                handler: Handler | None = self.peer.on_stream
            else:
                handler = self.peer.handlers.get(packet.procedure.name)
            if handler is not None:
                handler(self, packet)
            elif packet.kind == CALL:
                self._usual(packet)

    def _usual(self, packet: Packet) -> None:
        name = packet.procedure.name
        if name == "auth_list":
            self.reply(packet, [0])
        elif name == "connect_supports_feature":
            self.reply(packet, 1)
        elif name == "connect_open":
            self.reply(packet)
            self.opened.set()
        elif name == "connect_get_lib_version":
            self.reply(packet, 9_000_000)
        elif name == "connect_domain_event_callback_register_any":
            self.reply(packet, 5)
        elif name in ("domain_create", "connect_domain_event_callback_deregister_any"):
            self.reply(packet)
        else:
            self.error(packet, 3, f"{name} is not supported here")


class Peer:
    """A server on a unix socket.

    Args:
        path: of the socket.
        handlers: by procedure name; run in the connection's thread.
        on_stream: gets packets of streams.
    """

    def __init__(
        self, path: Path, handlers: dict[str, Handler] | None = None, on_stream: Handler | None = None
    ) -> None:
        self.path = path
        self.handlers = handlers or {}
        self.on_stream = on_stream
        self.served: list[Served] = []
        self.failures: list[BaseException] = []
        self._threads: list[threading.Thread] = []
        self._came = threading.Condition()
        self._listener: socket.socket | None = None
        self.listen()

    @property
    def uri(self) -> str:
        return f"test+unix:///default?socket={self.path}"

    def listen(self) -> None:
        """Take connections from now on."""
        self.path.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.path))
        self._listener.listen(2048)
        self._start(self._accept, self._listener)

    def _start(self, work: Callable[..., None], *args: Any) -> None:
        thread = threading.Thread(target=work, args=args, name="peer", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            with self._came:
                served = Served(self, sock, len(self.served))
                self.served.append(served)
                self._came.notify_all()
            self._start(self._serve, served)

    def _serve(self, served: Served) -> None:
        try:
            served.serve()
        except BaseException as error:
            self.failures.append(error)
        finally:
            served.ended.set()
            served.close()

    def connection(self, number: int = 0, *, opened: bool = True) -> Served:
        """The n-th connection that came, waiting for it if need be."""
        with self._came:
            assert self._came.wait_for(lambda: len(self.served) > number, 10), (
                f"connection {number} did not come"
            )
        served = self.served[number]
        if opened:
            assert served.opened.wait(10), f"connection {number} was not opened"
        return served

    def stop_listening(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        self.path.unlink(missing_ok=True)

    def drop_all(self) -> None:
        for served in self.served:
            served.close()

    def close(self) -> None:
        self.stop_listening()
        self.drop_all()
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive(), "a server thread hangs"
        if self.failures:
            raise self.failures[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def eventually(check: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.005)


async def until(check: Callable[[], object], seconds: float = 10.0) -> None:
    """Let the event loop turn until something is true."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it did not come true in time"
        await asyncio.sleep(0.005)
