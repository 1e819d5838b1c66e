"""SSH servers that do not keep to the protocol, made of asyncssh's own, and a man in the middle."""

from __future__ import annotations

import asyncio
import contextlib
import struct
from collections.abc import AsyncIterator, Callable
from typing import Any

import asyncssh

from virtreach.routes.ssh.hop import Chain, Hop
from virtreach.routes.ssh.host_keys import HostKeys

__all__ = [
    "HOST_KEY",
    "USER_KEY",
    "Evil",
    "Middle",
    "channel_open",
    "chain_to",
    "serve",
    "string",
    "text_server",
]

HOST_KEY = asyncssh.generate_private_key("ssh-ed25519")
USER_KEY = asyncssh.generate_private_key("ssh-ed25519")


def string(data: bytes) -> bytes:
    """Write a string as SSH does."""
    return struct.pack(">I", len(data)) + data


def channel_open(kind: bytes, more: bytes = b"") -> bytes:
    """Return the body of a request to open a channel."""
    return string(kind) + struct.pack(">III", 7, 1 << 20, 1 << 15) + more


class Evil(asyncssh.SSHServer):
    """A server some of whose answers a test gives itself.

    Attributes:
        connection: asyncssh's object.
        seen: the numbers of the messages that came.
    """

    def __init__(self, answers: dict[int, Callable[[Evil, Any], None]]) -> None:
        self._answers = answers
        self.connection: Any = None
        self.seen: list[int] = []
        self.lost = asyncio.Event()

    def connection_made(self, conn: Any) -> None:
        self.connection = conn
        conn.log_received_packet = lambda number, *_: self.seen.append(number)

        def answer(number: int) -> Callable[..., bool]:
            def given(_: Any, kind: int, sequence: int, packet: Any) -> bool:
                self._answers[number](self, packet)
                return True

            return given

        conn._packet_handlers = {
            **type(conn)._packet_handlers,
            **{number: answer(number) for number in self._answers},
        }

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.set()

    def send(self, number: int, body: bytes) -> None:
        """Send a message, whatever the state."""
        connection = self.connection
        before = connection._auth_complete, connection._auth_in_progress
        connection._auth_complete = connection._auth_in_progress = True
        connection.send_packet(number, body)
        connection._auth_complete, connection._auth_in_progress = before

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return True


@contextlib.asynccontextmanager
async def serve(
    answers: dict[int, Callable[[Evil, Any], None]] | None = None,
    *,
    kind: type[Evil] | None = None,
    **settings: Any,
) -> AsyncIterator[tuple[int, list[Evil]]]:
    """Run such a server; gives its port and, later, its connections."""
    made: list[Evil] = []

    def factory() -> Evil:
        made.append((kind or Evil)(answers or {}))
        return made[-1]

    settings = {"server_host_keys": [HOST_KEY], **settings}
    listener = await asyncssh.listen("127.0.0.1", 0, server_factory=factory, **settings)
    try:
        yield listener.get_port(), made
    finally:
        listener.close()
        for one in made:
            if one.connection is not None:
                one.connection.abort()
                await one.lost.wait()
        await listener.wait_closed()


@contextlib.asynccontextmanager
async def text_server(
    talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any],
) -> AsyncIterator[int]:
    """Run a server that speaks as a test says; gives its port."""

    meetings: set[asyncio.Task[None]] = set()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        meetings.add(asyncio.current_task())  # type: ignore[arg-type]
        try:
            await talk(reader, writer)
        except OSError:
            pass  # the other side has had enough
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    server = await asyncio.start_server(meet, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await asyncio.gather(*meetings)
        await server.wait_closed()


def chain_to(port: int, **settings: Any) -> Chain:
    """Return the chain to a server of this module."""
    key = HOST_KEY.export_public_key("openssh").decode().strip()
    made = {"password": "x", "user": "me", "host_keys": HostKeys(pinned=(key,)), "connect_timeout": 10.0}
    return Chain((Hop(host="127.0.0.1", port=port, **{**made, **settings}),))


class Middle:
    """A man in the middle, who sees bytes only.

    Attributes:
        port: where he listens.
        passed: how many bytes came by from the server, and from the client.
    """

    def __init__(self, port: int, change: Callable[[str, int, bytes], bytes | None]) -> None:
        """Describe him.

        Args:
            port: the server's.
            change: given the direction (``down`` from the server, ``up``), the offset and bytes that come by; returns
                what goes on, or None to close both connections behind what has gone on.
        """
        self._port = port
        self._change = change
        self.passed = {"down": 0, "up": 0}
        self.port = 0
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._meetings: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Middle:
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._meetings)
        await self._server.wait_closed()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._meetings.add(asyncio.current_task())  # type: ignore[arg-type]
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        self.passed = {"down": 0, "up": 0}
        tasks = [
            asyncio.ensure_future(self._carry("up", reader, far_writer)),
            asyncio.ensure_future(self._carry("down", far_reader, writer)),
        ]
        self._tasks.update(tasks)
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks.difference_update(tasks)
        for one in (writer, far_writer):
            one.close()
            with contextlib.suppress(OSError):
                await one.wait_closed()

    async def _carry(self, way: str, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(1 << 16):
                changed = self._change(way, self.passed[way], data)
                self.passed[way] += len(data)
                if changed is None:
                    return
                sink.write(changed)
                await sink.drain()
