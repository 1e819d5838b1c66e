"""A client of bare frames, and a daemon around the toy driver, for tests within one event loop."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from tests.daemon.toy import ToyDriver
from virtreach.daemon.house import Door, House
from virtreach.daemon.listeners import listen_unix
from virtreach.daemon.server import Server
from virtreach.protocol import remote as P
from virtreach.protocol.procedure import Procedure
from virtreach.protocol.rpc import decode_error
from virtreach.wire.packet import CALL, HEADER, HEADER_SIZE, MESSAGE, OK, REPLY

KEEPALIVE = 0x6B656570


class Raw:
    """A connection that says what it is told to."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.serial = 0
        self.messages: list[bytes] = []

    @classmethod
    async def connect(cls, path: str) -> Raw:
        return cls(*await asyncio.open_unix_connection(path, limit=1 << 18))

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    def frame(self, procedure: Procedure[Any], *args: Any) -> bytes:
        self.serial += 1
        body = procedure.encode_args(*args)
        head = (procedure.program_number, procedure.version, procedure.number, CALL, self.serial, OK)
        return HEADER.pack(HEADER_SIZE + len(body), *head) + body

    async def packet(self) -> bytes:
        head = await self.reader.readexactly(4)
        return head + await self.reader.readexactly(int.from_bytes(head, "big") - 4)

    async def reply(self, procedure: Procedure[Any]) -> Any:
        """The next reply, decoded; messages before it are kept. An error is raised."""
        while True:
            packet = await self.packet()
            header = HEADER.unpack_from(packet)
            if header[4] == MESSAGE:
                self.messages.append(packet)
                continue
            assert header[4] == REPLY
            if header[6] != OK:
                raise decode_error(packet, HEADER_SIZE)
            return procedure.decode_ret(packet, HEADER_SIZE)

    async def call(self, procedure: Procedure[Any], *args: Any) -> Any:
        self.send(self.frame(procedure, *args))
        return await self.reply(procedure)

    async def open(self, name: str | None = "test:///default", flags: int = 0) -> Raw:
        await self.call(P.AUTH_LIST)
        await self.call(P.CONNECT_OPEN, name, flags)
        return self

    async def ended(self, seconds: float = 5.0) -> bool:
        """Whether the server closes the connection within that time; what it still sends is thrown away."""
        try:
            async with asyncio.timeout(seconds):
                while await self.reader.read(1 << 20):
                    pass
        except TimeoutError:
            return False
        except ConnectionError:
            return True
        return True

    async def close(self) -> None:
        self.writer.close()
        with contextlib.suppress(ConnectionError):
            await self.writer.wait_closed()


class Place:
    """A daemon on unix sockets in a directory."""

    def __init__(self, directory: Path, server: Server, driver: ToyDriver) -> None:
        self.path = str(directory / "sock")
        self.readonly = str(directory / "sock-ro")
        self.server = server
        self.house = server.house
        self.driver = driver
        self.raws: list[Raw] = []

    async def connect(self, *, readonly: bool = False) -> Raw:
        """A connection that is closed at the end of the test."""
        raw = await Raw.connect(self.readonly if readonly else self.path)
        self.raws.append(raw)
        return raw

    def uri(self, *, readonly: bool = False) -> str:
        return f"test+unix:///default?socket={self.readonly if readonly else self.path}"


@contextlib.asynccontextmanager
async def place(directory: Path, *, sasl: bool = False, **attributes: Any) -> AsyncIterator[Place]:
    """Run a daemon; attributes are put on its house."""
    driver = ToyDriver()
    house = House([driver])
    for name, value in attributes.items():
        assert hasattr(house, name)
        setattr(house, name, value)
    listeners = [
        listen_unix(Door("unix", sasl=sasl), str(directory / "sock"), mode=0o700),
        listen_unix(Door("unix", readonly=True, sasl=sasl), str(directory / "sock-ro"), mode=0o777),
    ]
    async with Server(house, listeners) as server:
        made = Place(directory, server, driver)
        try:
            yield made
        finally:
            for raw in made.raws:
                await raw.close()
