"""Listening sockets on this machine, for forwarding: TCP, and socket files that replace nothing that is alive."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import socket
import stat

from virtreach.errors import ConnectError
from virtreach.shell.forward_spec import show_place

__all__ = ["listen_tcp", "listen_unix", "unlisten_unix"]

_BACKLOG = 1024
_LOOK = 0.25


def _cannot_listen(place: tuple[str, int] | str, why: str, error: OSError | None = None) -> ConnectError:
    shown = show_place(place)
    failure = ConnectError(f"cannot listen on {shown}: {why}", step="listen", target=shown)
    failure.__cause__ = error
    return failure


async def listen_tcp(host: str, port: int) -> socket.socket:
    """Listen on an address, IPv4 first where a name has both.

    Raises:
        ConnectError: it is in use, or not ours.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise _cannot_listen((host, port), error.strerror or str(error), error) from error
    family, kind, protocol, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setblocking(False)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise _cannot_listen((host, port), error.strerror or str(error), error) from error
    return listener


async def listen_unix(path: str) -> tuple[socket.socket, tuple[int, int]]:
    """Listen on a socket file that only its owner may open; one that nobody listens on is replaced.

    Returns:
        The socket, and the file's device and inode.

    Raises:
        ConnectError: a program listens on it; it is no socket; or it cannot be made.
    """
    listener = socket.socket(socket.AF_UNIX)
    listener.setblocking(False)
    try:
        try:
            listener.bind(path)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            await _remove_dead(path)
            listener.bind(path)
        # Nobody can connect before it listens.
        os.chmod(path, 0o600)
        listener.listen(_BACKLOG)
        info = os.stat(path)
    except OSError as error:
        listener.close()
        if isinstance(error, ConnectError):
            raise
        raise _cannot_listen(path, error.strerror or str(error), error) from error
    return listener, (info.st_dev, info.st_ino)


def unlisten_unix(path: str, inode: tuple[int, int] | None) -> None:
    """Remove a socket file, unless it is another one by now."""
    with contextlib.suppress(OSError):
        info = os.stat(path)
        if (info.st_dev, info.st_ino) == inode:
            os.unlink(path)


async def _remove_dead(path: str) -> None:
    if not stat.S_ISSOCK(os.lstat(path).st_mode):
        raise _cannot_listen(path, "the file is there, and is no socket")
    with socket.socket(socket.AF_UNIX) as probe:
        probe.setblocking(False)
        try:
            async with asyncio.timeout(_LOOK):
                await asyncio.get_running_loop().sock_connect(probe, path)
        except ConnectionRefusedError:
            os.unlink(path)
            return
        except OSError as error:
            raise _cannot_listen(path, f"the socket is there: {error.strerror or error}", error) from error
    raise _cannot_listen(path, "another program listens on it")
