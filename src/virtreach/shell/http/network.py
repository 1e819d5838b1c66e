"""What httpcore asks for connections: streams to a node, blocking and asyncio, with TLS over them."""

from __future__ import annotations

import asyncio
import contextlib
import select
import ssl
from typing import TYPE_CHECKING, Any

import httpcore

from virtreach.errors import ConnectionLost, EndOfStream, UsageError, VirtreachError
from virtreach.routes.tls_layer import TLSSession
from virtreach.shell.http.channel_socket import ChannelTLSSocket, SshProxySocket, start_tls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from virtreach.shell.http.destination import BlockingDestination, Destination
    from virtreach.shell.plain_stream import ByteStream

__all__ = ["AsyncBackend", "Backend"]

_PIECE = 1 << 18


@contextlib.contextmanager
def _as(timed_out: type[Exception], failed: type[Exception]) -> Iterator[None]:
    """Turn errors into those of httpcore."""
    try:
        yield
    except TimeoutError as error:
        raise timed_out(str(error)) from error
    except UsageError:
        raise
    except (OSError, VirtreachError) as error:
        raise failed(str(error)) from error


class Backend(httpcore.NetworkBackend):
    """Connections of one node, for threads."""

    def __init__(self, destination: BlockingDestination, server_hostname: str | None) -> None:
        self._destination = destination
        self._server_hostname = server_hostname

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *_: Any, **__: Any
    ) -> httpcore.NetworkStream:
        with _as(httpcore.ConnectTimeout, httpcore.ConnectError):
            connected = self._destination.connect(host, port, timeout)
        return _Stream(connected, self._server_hostname)

    def connect_unix_socket(self, path: str, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise UsageError("a unix socket of a node is what a destination is made for")


class _Stream(httpcore.NetworkStream):
    def __init__(self, channel: SshProxySocket | ChannelTLSSocket, server_hostname: str | None) -> None:
        self._socket = channel
        self._server_hostname = server_hostname

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _as(httpcore.ReadTimeout, httpcore.ReadError):
            self._socket.settimeout(timeout)
            return self._socket.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with _as(httpcore.WriteTimeout, httpcore.WriteError):
            self._socket.settimeout(timeout)
            self._socket.sendall(buffer)

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        channel = self._socket
        assert isinstance(channel, SshProxySocket)
        try:
            with _as(httpcore.ConnectTimeout, httpcore.ConnectError):
                channel.settimeout(timeout)
                made = start_tls(channel, ssl_context, self._server_hostname or server_hostname)
        except BaseException:
            channel.close()
            raise
        return _Stream(made, self._server_hostname)

    def get_extra_info(self, info: str) -> Any:
        if info == "ssl_object":
            return self._socket if isinstance(self._socket, ssl.SSLSocket) else None
        if info == "socket":
            return self._socket
        if info == "is_readable":
            poller = select.poll()
            poller.register(self._socket, select.POLLIN)
            return bool(poller.poll(0))
        return None


class AsyncBackend(httpcore.AsyncNetworkBackend):
    """The same for asyncio."""

    def __init__(self, destination: Destination, server_hostname: str | None) -> None:
        self._destination = destination
        self._server_hostname = server_hostname

    async def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *_: Any, **__: Any
    ) -> httpcore.AsyncNetworkStream:
        with _as(httpcore.ConnectTimeout, httpcore.ConnectError):
            stream = await self._destination.open_stream(host, port, timeout=timeout)
        return _AsyncStream(stream, self._server_hostname)

    async def connect_unix_socket(self, path: str, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        raise UsageError("a unix socket of a node is what a destination is made for")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _AsyncStream(httpcore.AsyncNetworkStream):
    def __init__(self, stream: ByteStream, server_hostname: str | None) -> None:
        self._stream = stream
        self._server_hostname = server_hostname

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _as(httpcore.ReadTimeout, httpcore.ReadError):
            async with asyncio.timeout(timeout):
                return await self._stream.read(max_bytes)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if buffer:
            with _as(httpcore.WriteTimeout, httpcore.WriteError):
                async with asyncio.timeout(timeout):
                    await self._stream.write(buffer)

    async def aclose(self) -> None:
        self._stream.close()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        name = self._server_hostname or server_hostname
        try:
            with _as(httpcore.ConnectTimeout, httpcore.ConnectError):
                async with asyncio.timeout(timeout):
                    secured = await _TLSStream.over(self._stream, ssl_context, name)
        except BaseException:
            self._stream.abort()
            raise
        return _AsyncTLSStream(secured, self._server_hostname)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.readable if info == "is_readable" else None


class _AsyncTLSStream(_AsyncStream):
    _stream: _TLSStream

    def get_extra_info(self, info: str) -> Any:
        return self._stream.session.tls if info == "ssl_object" else super().get_extra_info(info)


class _Session(TLSSession):
    """The client's end of TLS, without what libvirt adds to it."""

    peer = "server"

    @property
    def tls(self) -> ssl.SSLObject:
        return self._tls

    def shake_hands(self, data: bytes | None) -> tuple[bool, bytes]:
        """Take what came, None at first; return whether TLS stands, and what to send."""
        if data:
            self._incoming.write(data)
        elif data is not None:
            raise ConnectionLost("the server closed the connection during the TLS handshake")
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            return False, self._outgoing.read()
        return True, self._outgoing.read()


class _TLSStream:
    """TLS over a stream; a `ByteStream` as far as HTTP needs one."""

    def __init__(self, stream: ByteStream, session: _Session) -> None:
        self._stream = stream
        self._received = b""
        self._ended = False
        self.session = session
        self.way = stream.way
        self.target = stream.target

    @classmethod
    async def over(cls, stream: ByteStream, context: ssl.SSLContext, server_name: str | None) -> _TLSStream:
        session = _Session(context, server_hostname=server_name)
        done, out = session.shake_hands(None)
        while not done:
            await stream.write(out)
            done, out = session.shake_hands(await stream.read())
        if out:
            await stream.write(out)
        made = cls(stream, session)
        made._take(b"")  # what came along with the last piece of the handshake
        return made

    @property
    def readable(self) -> bool:
        return bool(self._received) or self._ended or self._stream.readable

    async def read(self, size: int = _PIECE, /) -> bytes:
        while not self._received and not self._ended:
            data = await self._stream.read()
            if not data:
                raise ConnectionLost(
                    f"{self.target}: the server ended the stream without saying so in TLS (close_notify): what came "
                    "may not be all"
                )
            self._take(data)
            if out := self.session.outgoing():
                await self._stream.write(out)
        data, self._received = self._received[:size], self._received[size:]
        return data

    def _take(self, data: bytes) -> None:
        try:
            self._received += self.session.unwrap(data)
        except EndOfStream:
            self._ended = True

    async def write(self, data: bytes, /) -> None:
        await self._stream.write(self.session.wrap(data))

    def write_eof(self) -> None:
        self._stream.write_eof()

    def close(self) -> None:
        self._stream.close()

    def abort(self) -> None:
        self._stream.abort()

    async def wait_closed(self) -> None:
        await self._stream.wait_closed()
