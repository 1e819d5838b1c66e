"""The page of metrics over HTTP, for Prometheus to fetch: ``GET /metrics``, and nothing else.

It is made in a thread, so that clients do not wait for it. Who reads slowly, or says too much, is cut off.
"""

from __future__ import annotations

import asyncio
from logging import getLogger

from virtreach.daemon.house import Door
from virtreach.daemon.listeners import listen_tcp, listen_unix
from virtreach.daemon.records.exposition import page, require
from virtreach.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from virtreach.daemon.config.settings import Settings
    from virtreach.daemon.listeners import Listener
    from virtreach.daemon.records.metrics import Snapshot

__all__ = ["READERS_MAX", "REQUEST_MAX", "TIMEOUT", "MetricsServer", "parse_address"]

READERS_MAX = 8
"""Readers at a time; with one more it is sent away."""

REQUEST_MAX = 8192
"""Bytes of a request."""

TIMEOUT = 5.0
"""Seconds that a reader has to ask, and as many to take the answer."""

_log = getLogger("virtreach.daemon")


def parse_address(text: str) -> tuple[str, int] | str:
    """Read where the page is: ``host:port``, ``[address]:port``, or the absolute path of a unix socket.

    Raises:
        ConfigError: it is none of these.
    """
    if text.startswith("/"):
        return text
    host, colon, digits = text.rpartition(":")
    bracketed = host.startswith("[") and host.endswith("]")
    if (
        not colon
        or not host
        or not (digits.isascii() and digits.isdigit() and len(digits) < 6 and int(digits) < 65536)
        or (":" in host and not bracketed)
    ):
        raise ConfigError('must be "host:port", "[address]:port" or the absolute path of a unix socket')
    return host.strip("[]"), int(digits)


class MetricsServer:
    """What serves the page. A body of the daemon (`virtreach.daemon.life.running`).

    Args:
        settings: the configuration; without ``metrics_listen`` there is no page.
        snapshot: gives the numbers.

    Attributes:
        listeners: none that a successor could take over: it makes its own.
    """

    busy = False

    def __init__(self, settings: Settings, snapshot: Callable[[], Awaitable[Snapshot]]) -> None:
        self._snapshot = snapshot
        self._address = settings.metrics_listen
        self._listener: Listener | None = None
        self._servers: list[asyncio.Server] = []
        self._readers: set[asyncio.Task[None]] = set()
        self._one_at_a_time = asyncio.Lock()
        self.listeners: list[Listener] = []

    @property
    def port(self) -> int:
        """The port of a TCP address."""
        assert self._listener is not None
        return self._listener.port

    async def start(self) -> None:
        """Answer from now on.

        Raises:
            ConnectError: the address cannot be had.
            MissingExtra: the library is not there.
        """
        if self._listener is None:
            self._listener = _listen(self._address)
        for sock in self._listener.sockets if self._listener is not None else ():
            self._servers.append(await asyncio.start_server(self._welcome, sock=sock, limit=REQUEST_MAX))
        if self._listener is not None:
            _log.info("metrics are at %s", self._address)

    async def prepare(self, settings: Settings) -> Callable[[], Awaitable[None]]:
        """Look at a new configuration, which may name another address; see `Server.prepare`."""
        address = settings.metrics_listen
        changed = address != self._address
        listener = _listen(address) if changed else None

        async def commit() -> None:
            if changed:
                self._close()
                self._address, self._listener = address, listener
                await self.start()

        return commit

    async def pause(self, deadline: float) -> None:
        """Let go of the address: a successor makes its own."""
        self._close()

    async def resume(self) -> None:
        """There is no successor after all: go on."""
        await self.start()

    async def stop(self, deadline: float) -> None:
        """Answer nobody any more."""
        self._close()

    def hurry(self) -> None:
        """Nothing here takes long."""

    def _close(self) -> None:
        for server in self._servers:
            server.close()
        self._servers.clear()
        for task in list(self._readers):
            task.cancel()
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    # One reader.

    def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._readers) >= READERS_MAX:
            writer.transport.abort()
            return
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._readers.add(task)
        task.add_done_callback(self._readers.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(TIMEOUT):
                head = await reader.readuntil(b"\r\n\r\n")
            status, kind, body = await self._answer(head)
            writer.write(
                f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
                "Connection: close\r\nX-Content-Type-Options: nosniff\r\n\r\n".encode()
                + body
            )
            async with asyncio.timeout(TIMEOUT):
                await writer.drain()
                writer.close()
                await writer.wait_closed()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            # `TimeoutError` is one of the first.
            _log.debug("a reader of metrics was cut off")
        except Exception:  # noqa: BLE001 - what is wrong with figures must not be lost in a task
            _log.exception("the page of metrics could not be made")
        finally:
            writer.transport.abort()

    async def _answer(self, head: bytes) -> tuple[str, str, bytes]:
        """Answer a request: status, content type, body."""
        lines = head.decode("latin-1").split("\r\n")
        words = lines[0].split(" ")
        if len(words) != 3 or not words[2].startswith("HTTP/1."):
            return "400 Bad Request", "text/plain", b"this is no request\n"
        if words[0] != "GET":
            return "405 Method Not Allowed", "text/plain", b"GET only\n"
        if words[1].partition("?")[0] != "/metrics":
            return "404 Not Found", "text/plain", b"metrics are at /metrics\n"
        accept = next((line[7:].strip() for line in lines[1:] if line[:7].lower() == "accept:"), "")
        async with self._one_at_a_time:
            numbers = await self._snapshot()
            kind, body = await asyncio.get_running_loop().run_in_executor(None, page, numbers, accept)
        return "200 OK", kind, body


def _listen(address: str) -> Listener | None:
    """Make the sockets; None without an address."""
    if not address:
        return None
    require()
    place = parse_address(address)
    if isinstance(place, str):
        return listen_unix(Door("unix"), place, mode=0o600)
    return listen_tcp(Door("tcp"), *place)
