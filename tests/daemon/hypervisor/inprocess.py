"""A client of the test hypervisor without a socket: the codecs of both directions stand between test and handlers."""

from __future__ import annotations

import os
from typing import Any

from virtreach.daemon.drivers.base import ClientInfo
from virtreach.daemon.hypervisor.driver import TestDriver
from virtreach.protocol import registry
from virtreach.wire.packet import HEADER_SIZE

__all__ = ["FakeStream", "InProcess"]


class FakeStream:
    """What a handler gets for a procedure with a stream: as much of `ServerStream` as drivers use.

    Attributes:
        sent: what the handler has written: bytes, and ints for holes.
        ended: it has said that no more comes.
        finished_well: the handler has taken all that came.
        error: what it has broken the stream off with.
        room: how many pieces it may write before it has to wait.
    """

    def __init__(self, room: int = 1 << 30) -> None:
        self.sent: list[bytes | int] = []
        self.ended = False
        self.open = True
        self.paused = False
        self.finished_well = False
        self.error: Exception | None = None
        self.room = room
        self.on_data: Any = None
        self.on_hole: Any = None
        self.on_finish: Any = None
        self.on_abort: Any = None
        self.on_writable: Any = None

    @property
    def writable(self) -> bool:
        """Whether there is room."""
        return self.room > 0

    def write(self, data: bytes) -> bool:
        """Take data."""
        self.sent.append(bytes(data))
        self.room -= 1
        return self.writable

    def hole(self, length: int) -> bool:
        """Take a hole."""
        self.sent.append(length)
        self.room -= 1
        return self.writable

    def finished(self) -> None:
        """Take the acknowledgement of the client's end."""
        self.finished_well = True

    def fail(self, error: Exception) -> None:
        """Take the error that breaks the stream off."""
        self.error = error

    def end(self) -> None:
        """Take the end."""
        self.ended = True

    def pause(self) -> None:
        """Hold the client back."""
        self.paused = True

    def resume(self) -> None:
        """Let it go on."""
        self.paused = False

    @property
    def data(self) -> bytes:
        """All that was sent, holes as zeros."""
        return b"".join(bytes(one) if isinstance(one, int) else one for one in self.sent)


class InProcess:
    """Calls a hypervisor as a client's connection does; `call` is `Connection.call`.

    Attributes:
        session: the server's end.
        events: names and decoded messages of the events that came.
    """

    def __init__(
        self,
        driver: TestDriver | None = None,
        uri: str = "test:///default",
        *,
        readonly: bool = False,
        uid: int | None = None,
    ) -> None:
        self.driver = driver or TestDriver()
        client = ClientInfo(1, "unix", "test", readonly=readonly)
        client.uid = os.getuid() if uid is None else uid
        self.session = self.driver.open(client, uri, 0)
        self.events: list[tuple[str, Any]] = []
        self.session.emit = self._emit

    def _emit(self, procedure: Any, body: bytes) -> None:
        self.events.append((procedure.name, procedure.decode_ret(body, 0)))

    def call(self, program: str, name: str, /, **fields: Any) -> Any:
        """Call a procedure by its name; the result record, or None."""
        procedure = registry.find(program, name)
        packet = bytes(HEADER_SIZE) + procedure.encode_args(*registry.arguments(procedure, fields))
        body = self.session.call(procedure, packet)
        assert isinstance(body, bytes)
        return procedure.decode_ret(body, 0)

    async def later(self, name: str, /, **fields: Any) -> Any:
        """Call a procedure that may take its time; that of another program is named ``PROGRAM.NAME``."""
        program, _, short = name.rpartition(".")
        procedure = registry.find(program or "remote", short)
        packet = bytes(HEADER_SIZE) + procedure.encode_args(*registry.arguments(procedure, fields))
        body = self.session.call(procedure, packet)
        return procedure.decode_ret(body if isinstance(body, bytes) else await body, 0)

    def open(self, name: str, /, stream: FakeStream | None = None, **fields: Any) -> tuple[FakeStream, Any]:
        """Call a procedure that opens a stream."""
        procedure = registry.find("remote", name)
        stream = stream or FakeStream()
        packet = bytes(HEADER_SIZE) + procedure.encode_args(*registry.arguments(procedure, fields))
        body = self.session.open_stream(procedure, packet, stream)  # type: ignore[arg-type]
        return stream, procedure.decode_ret(body, 0)
