"""A host that is friendly until the connection is open, and then does as it likes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from virtreach.protocol import remote as P
from virtreach.session.client import KEEPALIVE_PROGRAM
from virtreach.wire.packet import CONTINUE, HEADER, HEADER_SIZE, MESSAGE, OK, REPLY, STREAM

__all__ = ["PING", "Host", "Peer", "message", "stream_data"]

PING = HEADER.pack(HEADER_SIZE, KEEPALIVE_PROGRAM, 1, 1, MESSAGE, 0, OK)

_FRIENDLY: dict[int, Callable[[], bytes]] = {
    P.AUTH_LIST.number: lambda: P.AUTH_LIST.encode_ret([0]),
    P.CONNECT_SUPPORTS_FEATURE.number: lambda: P.CONNECT_SUPPORTS_FEATURE.encode_ret(1),
    P.CONNECT_OPEN.number: bytes,
    P.DOMAIN_LOOKUP_BY_NAME.number: lambda: P.DOMAIN_LOOKUP_BY_NAME.encode_ret(("web", bytes(16), 1)),
    P.STORAGE_VOL_LOOKUP_BY_PATH.number: lambda: P.STORAGE_VOL_LOOKUP_BY_PATH.encode_ret(("p", "v", "/v")),
    P.CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY.number: (
        lambda: P.CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY.encode_ret(7)
    ),
}


def message(number: int, body: bytes) -> bytes:
    """An event's packet."""
    return HEADER.pack(HEADER_SIZE + len(body), P.AUTH_LIST.program_number, 1, number, MESSAGE, 0, OK) + body


def stream_data(
    number: int, serial: int, data: bytes, *, kind: int = STREAM, status: int = CONTINUE
) -> bytes:
    """A packet of a stream."""
    size = HEADER_SIZE + len(data)
    return HEADER.pack(size, P.AUTH_LIST.program_number, 1, number, kind, serial, status) + data


class Peer:
    """One client, as the host sees it.

    Attributes:
        number, serial: procedure and serial of the call that was read last.
    """

    def __init__(self, stream: socket.socket) -> None:
        self.stream = stream
        self._incoming = stream.makefile("rb")
        self.number = self.serial = 0

    def read(self) -> bool:
        """Read the client's next packet; False when it has gone."""
        head = self._incoming.read(4)
        if len(head) < 4:
            return False
        rest = self._incoming.read(int.from_bytes(head, "big") - 4)
        _, _, _, self.number, _, self.serial, _ = HEADER.unpack_from(head + rest)
        return True

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.stream.sendall(data)

    def reply(self, body: bytes, **changes: Any) -> None:
        """Answer the call that was read last.

        Args:
            body: the reply's body.
            changes: of ``length``, ``program``, ``number``, ``serial``, ``kind``, ``status``: lies in the header.
        """
        values = {
            "length": HEADER_SIZE + len(body),
            "program": P.AUTH_LIST.program_number,
            "number": self.number,
            "kind": REPLY,
            "serial": self.serial,
            "status": OK,
            **changes,
        }
        head = HEADER.pack(
            values["length"],
            values["program"],
            1,
            values["number"],
            values["kind"],
            values["serial"],
            values["status"],
        )
        self.send(head + body)

    def close(self) -> None:
        """Hang up."""
        self._incoming.close()
        self.stream.close()


class Host:
    """Listens on a unix socket; serves one client after another on a thread. A context manager.

    Args:
        directory: where the socket goes.
        evil: called with the client at the first call that has no friendly answer; then the host hangs up.
        answers: procedure number to what makes a reply, beside or instead of the friendly ones; None is evil.
    """

    def __init__(
        self,
        directory: Path,
        evil: Callable[[Peer], object],
        answers: dict[int, Callable[[], bytes] | None] | None = None,
    ) -> None:
        self.path = directory / "sock"
        self.uri = f"qemu+unix:///system?socket={self.path}"
        self._evil = evil
        self._answers = {**_FRIENDLY, **(answers or {})}
        self._listener = socket.socket(socket.AF_UNIX)
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def _serve(self) -> None:
        while True:
            try:
                stream, _ = self._listener.accept()
            except OSError:
                return
            peer = Peer(stream)
            try:
                while peer.read():
                    friendly = self._answers.get(peer.number)
                    if friendly is None:
                        self._evil(peer)
                        break
                    peer.reply(friendly())
            except OSError:
                # The client has had enough.
                pass
            finally:
                peer.close()

    def __enter__(self) -> Host:
        self._listener.bind(str(self.path))
        self._listener.listen()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)
