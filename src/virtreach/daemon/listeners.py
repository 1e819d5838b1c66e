"""The sockets that clients connect to.

A unix socket is made under a lock of its own file, so that two daemons do not take it from each other, and with its
mode before anybody can connect. TCP listens on every address that the name stands for.
"""

from __future__ import annotations

import asyncio
import errno
import fcntl
import os
import socket
import stat
from logging import getLogger

from virtreach.daemon.client import Client
from virtreach.errors import ConnectError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.daemon.house import Door, House

__all__ = ["Listener", "listen_tcp", "listen_unix"]

_log = getLogger("virtreach.daemon")
_BACKLOG = 1024


class Listener:
    """A socket that takes clients in through a door.

    Args:
        door: what is true of whoever comes.
        sockets: bound, and listening.
        path: the unix socket's, to be removed at the end; or None.
        lock: the open file that keeps other daemons away from the path; or None.
    """

    def __init__(
        self, door: Door, sockets: list[socket.socket], *, path: str | None = None, lock: int | None = None
    ) -> None:
        self.door = door
        self.sockets = sockets
        self.path = path
        self._lock = lock
        self._servers: list[asyncio.Server] = []

    @property
    def port(self) -> int:
        """The port of a TCP listener."""
        number = self.sockets[0].getsockname()[1]
        assert isinstance(number, int)
        return number

    async def start(self, house: House) -> None:
        """Take clients in from now on."""
        loop = asyncio.get_running_loop()
        for sock in self.sockets:
            server = await loop.create_server(lambda: Client(house, self.door), sock=sock, backlog=_BACKLOG)
            self._servers.append(server)

    def close(self) -> None:
        """Take nobody in any more, and leave no socket file behind."""
        if self.path is not None:
            try:
                os.unlink(self.path)
            except FileNotFoundError:
                _log.warning("%s was removed by somebody else", self.path)
        for server in self._servers:
            server.close()
        for sock in self.sockets:
            sock.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def listen_unix(door: Door, path: str, *, mode: int, group: int = -1) -> Listener:
    """Make a unix socket.

    Args:
        door: what is true of whoever connects.
        path: where; its directory is made, for this user alone to write to, if it is missing.
        mode: permission bits; who may write to it may connect.
        group: the owning group's id, or -1 for this process's.

    Raises:
        ConnectError: the path is taken by a daemon that runs, or cannot be used.
    """
    if len(os.fsencode(path)) > 107:
        raise ConnectError(
            f"the path {path} is too long for a unix socket: 107 bytes are possible", step="listen"
        )
    try:
        os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
        lock = os.open(path + ".lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise ConnectError(f"{path}: {error.strerror}", step="listen", target=path) from error
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _remove_stale(path)
        # Nobody may connect before mode and group are right.
        before = os.umask(0o777)
        try:
            sock.bind(path)
        finally:
            os.umask(before)
        if group >= 0:
            os.chown(path, -1, group)
        os.chmod(path, mode)
        sock.setblocking(False)
        sock.listen(_BACKLOG)
    except OSError as error:
        sock.close()
        os.close(lock)
        taken = error.errno in (errno.EWOULDBLOCK, errno.EADDRINUSE)
        why = "another daemon serves it" if taken else error.strerror
        raise ConnectError(f"{path}: {why}", step="listen", target=path) from error
    return Listener(door, [sock], path=path, lock=lock)


def _remove_stale(path: str) -> None:
    """Remove the socket of a daemon that has died; anything else in its place stays."""
    try:
        if not stat.S_ISSOCK(os.lstat(path).st_mode):
            raise OSError(errno.EEXIST, "there is something that is no socket")
    except FileNotFoundError:
        return
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1)
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            os.unlink(path)
            return
        except OSError:
            raise OSError(errno.EADDRINUSE, "somebody listens there") from None
    raise OSError(errno.EADDRINUSE, "somebody listens there")


def listen_tcp(door: Door, address: str, port: int) -> Listener:
    """Make sockets on a TCP port.

    Args:
        door: what is true of whoever connects.
        address: a name or address; "" for all addresses of the machine.
        port: the port; 0 lets the system choose.

    Raises:
        ConnectError: the address cannot be had.
    """
    target = f"{address or '*'}:{port}"
    sockets: list[socket.socket] = []
    try:
        found = socket.getaddrinfo(address or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _, place in dict.fromkeys(found):
            sock = socket.socket(family, kind, protocol)
            sockets.append(sock)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            chosen = sockets[0].getsockname()[1] if port == 0 and len(sockets) > 1 else port
            sock.bind((place[0], chosen, *place[2:]))
            sock.setblocking(False)
            sock.listen(_BACKLOG)
    except OSError as error:
        for sock in sockets:
            sock.close()
        raise ConnectError(f"{target}: {error.strerror or error}", step="listen", target=target) from error
    return Listener(door, sockets)
