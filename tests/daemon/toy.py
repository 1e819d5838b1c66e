"""A driver of a few procedures, for tests of the daemon around it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from functools import partial
from typing import Any

from virtreach.daemon.drivers.base import ClientInfo, Driver, Session
from virtreach.errors.libvirt import class_for
from virtreach.protocol import remote as P
from virtreach.protocol.procedure import Procedure
from virtreach.session.server_stream import ServerStream
from virtreach.wire.packet import HEADER_SIZE

DOMAINS = [("test", bytes(range(16)), 1), ("idle", bytes(range(16, 32)), -1)]
VERSION = 2_000_000
EVENT = P.DOMAIN_EVENT_CALLBACK_LIFECYCLE


class ToySession(Session):
    """Answers a handful of calls; remembers what happened."""

    def __init__(self, driver: ToyDriver, client: ClientInfo, name: str, flags: int) -> None:
        self.driver = driver
        self.client = client
        self.name = name
        self.flags = flags
        self.closed = False
        self.uploaded: list[bytes | int | str] = []

    def call(self, procedure: Procedure[Any], packet: bytes) -> bytes | Awaitable[bytes]:
        name = procedure.name
        args = procedure.decode_args(packet, HEADER_SIZE)
        if name == "connect_get_type":
            return procedure.encode_ret("TEST")
        if name in ("connect_get_version", "connect_get_lib_version"):
            return procedure.encode_ret(VERSION)
        if name == "connect_get_uri":
            return procedure.encode_ret(self.name or "test:///default")
        if name == "connect_get_hostname":
            return self._after(self.driver.pause, procedure.encode_ret("toy"))
        if name == "connect_supports_feature":
            return procedure.encode_ret(int(args.feature == 9))
        if name == "connect_list_all_domains":
            return procedure.encode_ret(DOMAINS, len(DOMAINS))
        if name == "domain_lookup_by_name":
            for domain in DOMAINS:
                if domain[0] == args.name:
                    return procedure.encode_ret(domain)
            text = f"no domain with matching name '{args.name}'"
            raise class_for(42)(
                f"Domain not found: {text}", code=42, domain=12, str1="Domain not found: %s", str2=text
            )
        if name in ("domain_get_state", "domain_get_info"):
            return procedure.encode_ret(*((1, 1) if name == "domain_get_state" else (1, 8192, 8192, 2, 7)))
        if name == "domain_get_xml_desc":
            return procedure.encode_ret(self.driver.xml)
        if name == "connect_num_of_domains":
            self.driver.lifecycle(2000)
            return procedure.encode_ret(len(DOMAINS))
        if name == "domain_destroy":
            self.driver.destroyed.append(args.dom.name)
            return b""
        if name == "domain_reboot":
            raise ZeroDivisionError("the driver has a bug")
        if name == "connect_domain_event_callback_register_any":
            self.driver.watchers.append(self)
            return procedure.encode_ret(1)
        if name == "connect_domain_event_callback_deregister_any":
            return b""
        raise class_for(3)("this function is not supported", code=3, domain=12)

    async def _after(self, seconds: float, body: bytes) -> bytes:
        self.driver.running += 1
        self.driver.most = max(self.driver.most, self.driver.running)
        try:
            if seconds:
                await asyncio.sleep(seconds)
        finally:
            self.driver.running -= 1
        return body

    def open_stream(
        self, procedure: Procedure[Any], packet: bytes, stream: ServerStream
    ) -> bytes | Awaitable[bytes]:
        procedure.decode_args(packet, HEADER_SIZE)
        self.driver.streams.append(stream)
        if procedure.stream == "write":
            stream.on_data = lambda data: self.uploaded.append(bytes(data))
            stream.on_hole = self.uploaded.append
        else:
            self._send(stream, 0)
        stream.on_abort = lambda: self.uploaded.append("aborted")
        return procedure.encode_ret("image/x-portable-pixmap") if procedure.ret_fields else b""

    def _send(self, stream: ServerStream, position: int) -> None:
        data = self.driver.data
        while position < len(data):
            piece = data[position : position + 65536]
            position += len(piece)
            if not stream.write(piece):
                stream.on_writable = partial(self._send, stream, position)
                return
        stream.on_writable = None
        stream.end()

    def close(self) -> None:
        self.closed = True


class ToyDriver(Driver):
    """Opens toy sessions and keeps them for the test to look at."""

    schemes = ("test", "toy")

    def __init__(self) -> None:
        self.sessions: list[ToySession] = []
        self.streams: list[ServerStream] = []
        self.watchers: list[ToySession] = []
        self.destroyed: list[str] = []
        self.xml = "<domain type='test'><name>test</name></domain>"
        self.data = b"0123456789abcdef" * 65536
        self.pause = 0.0
        self.running = 0
        self.most = 0
        self.closed = False

    def open(self, client: ClientInfo, name: str, flags: int) -> ToySession:
        session = ToySession(self, client, name, flags)
        self.sessions.append(session)
        return session

    def lifecycle(self, count: int = 1) -> None:
        """Tell all who watch that a domain has started."""
        body = EVENT.encode_ret(1, (DOMAINS[0], 2, 0))
        for session in self.watchers:
            for _ in range(count):
                session.emit(EVENT, body)

    def close(self) -> None:
        self.closed = True
