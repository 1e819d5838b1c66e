"""The sockets that clients connect to.

A unix socket is made under a lock of its own file, so that two daemons do not take it from each other, and with its
mode before anybody can connect. TCP listens on every address that the name stands for.
"""

from __future__ import annotations

import asyncio
import errno
import fcntl
import os
import resource
import socket
import stat
import sys
from logging import getLogger
from time import monotonic, sleep

from virtreach.daemon.client import Client
from virtreach.errors import ConnectError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from virtreach.daemon.channel import Channel
    from virtreach.daemon.house import Door, House
    from virtreach.daemon.life.inheritance import Inheritance

__all__ = [
    "Listener",
    "check_unix_path",
    "inherit",
    "listen_tcp",
    "listen_unix",
    "renew_permissions",
    "set_permissions",
    "tcp_place",
]

_log = getLogger("virtreach.daemon")
_BACKLOG = 1024
# Clients that are let in before others have their turn.
_BATCH = 64
# Descriptors that are kept for those who are in: for files, modules, sockets of drivers.
_RESERVE = 16
# How long nobody is let in when that has failed, in seconds.
_PAUSE = 0.5
_LOCK = ".lock"
# How long the workers of a daemon that was killed may be there, in seconds.
_ORPHANS = 2.0


class Listener:
    """Sockets that take clients in through a door.

    Args:
        door: what is true of whoever comes.
        sockets: bound, and listening.
        name: what the sockets are called when they are handed on; see `virtreach.daemon.life.inheritance`.
        asked: where they are, as the configuration says it.
        path: the unix socket's, to be removed at the end; or None.
        lock: the open file that keeps other daemons away from the path; or None.
        kind: makes the connection of a client, from a house and the door.

    Several processes may take clients in at the same sockets: each takes one at a time then, so that the kernel wakes
    another one for the next while this one is busy.
    """

    def __init__(
        self,
        door: Door,
        sockets: list[socket.socket],
        *,
        name: str = "",
        asked: str = "",
        path: str | None = None,
        lock: int | None = None,
        kind: Callable[[House, Door], Channel] = Client,
    ) -> None:
        self.door = door
        self.sockets = sockets
        self.name = name
        self.asked = asked
        self.path = path
        self.kind = kind
        self._lock = lock
        self._house: House | None = None
        self._batch = _BATCH
        self._most = sys.maxsize
        self._coming: set[asyncio.Task[None]] = set()
        self._pauses: dict[socket.socket, asyncio.TimerHandle] = {}

    @property
    def port(self) -> int:
        """The port of a TCP listener."""
        number = self.sockets[0].getsockname()[1]
        assert isinstance(number, int)
        return number

    @property
    def place(self) -> str:
        """Where it listens, for people."""
        name = self.sockets[0].getsockname()
        return str(name) if isinstance(name, str) else f"port {name[1]}"

    @property
    def descriptors(self) -> list[tuple[str, str, int]]:
        """What a successor needs, as `bequeath` takes it."""
        found = [(self.name, self.asked, sock.fileno()) for sock in self.sockets]
        if self._lock is not None:
            found.append((self.name + _LOCK, "", self._lock))
        return found

    def start(self, house: House, *, shared: bool = False) -> None:
        """Take clients in from now on; in the running event loop.

        Args:
            house: where they go.
            shared: other processes do the same.
        """
        self._house = house
        self._batch = 1 if shared else _BATCH
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        self._most = sys.maxsize if limit == resource.RLIM_INFINITY else limit - _RESERVE
        for sock in self.sockets:
            asyncio.get_running_loop().add_reader(sock.fileno(), self._accept, sock)

    def pause(self) -> None:
        """Take nobody in; whoever comes waits in the sockets' queues until `start`, here or elsewhere."""
        loop = asyncio.get_running_loop()
        for sock in self.sockets:
            loop.remove_reader(sock.fileno())
        for timer in self._pauses.values():
            timer.cancel()
        self._pauses.clear()
        self._house = None

    def _accept(self, sock: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        house = self._house
        assert house is not None, "it has started"
        for _ in range(self._batch):
            try:
                connection, _ = sock.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                # Mostly there are no descriptors left. Whoever waits in the queue would wake the loop at once again.
                self._rest(sock, error.strerror or repr(error))
                return
            connection.setblocking(False)
            task = loop.create_task(self._take(connection, house))
            self._coming.add(task)
            task.add_done_callback(self._coming.discard)
            if connection.fileno() >= self._most:
                self._rest(sock, "there are hardly any descriptors left")
                return

    def _rest(self, sock: socket.socket, why: str) -> None:
        """Take nobody in for a moment; those who are in may need what is left."""
        _log.error("nobody comes in at %s for %g s: %s", self.place, _PAUSE, why)
        loop = asyncio.get_running_loop()
        loop.remove_reader(sock.fileno())
        self._pauses[sock] = loop.call_later(_PAUSE, self._go_on, sock)

    def _go_on(self, sock: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        try:
            # The lowest free number is given: it tells how many are in use.
            free = os.dup(sock.fileno())
        except OSError:
            free = self._most
        else:
            os.close(free)
        if free >= self._most:
            self._pauses[sock] = loop.call_later(_PAUSE, self._go_on, sock)
            return
        del self._pauses[sock]
        loop.add_reader(sock.fileno(), self._accept, sock)

    async def _take(self, connection: socket.socket, house: House) -> None:
        """Make a client of a connection."""
        try:
            await asyncio.get_running_loop().connect_accepted_socket(
                lambda: self.kind(house, self.door), connection
            )
        except OSError as error:
            _log.warning("a client was lost at %s: %s", self.place, error.strerror or error)
            connection.close()

    def forsake(self) -> None:
        """Close this process's copies of the sockets, which another process goes on with."""
        for sock in self.sockets:
            sock.close()
        self.unlock()

    def unlock(self) -> None:
        """Leave it to another process to keep other daemons away."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def remove(self) -> None:
        """Leave no socket file behind."""
        if self.path is not None:
            path, self.path = self.path, None
            try:
                os.unlink(path)
            except FileNotFoundError:
                _log.warning("%s was removed by somebody else", path)

    def close(self) -> None:
        """Take nobody in any more, and leave no socket file behind."""
        self.remove()
        if self._house is not None:
            self.pause()
        self.forsake()


def inherit(
    inheritance: Inheritance, door: Door, name: str, asked: str, *, port: int | None = None
) -> Listener | None:
    """Take over the sockets of a door that were made by somebody else, if there are any.

    Args:
        inheritance: where they are.
        door: what is true of whoever comes.
        name: what they are called.
        asked: where the configuration wants them: a path, or `tcp_place`.
        port: for TCP.

    Raises:
        ConfigError: what has the name is of no use.
    """
    sockets = inheritance.sockets(name, asked, port=port)
    if not sockets:
        return None
    # Whoever has the lock has made the socket, and removes it. systemd keeps its own.
    lock = inheritance.descriptor(name + _LOCK)
    return Listener(
        door, sockets, name=name, asked=asked, path=asked if lock is not None else None, lock=lock
    )


def tcp_place(address: str, port: int) -> str:
    """Where a TCP socket listens as the configuration says it."""
    return f"{address or '*'}:{port}"


def listen_unix(door: Door, path: str, *, mode: int, group: int = -1, backlog: int = _BACKLOG) -> Listener:
    """Make a unix socket.

    Args:
        door: what is true of whoever connects.
        path: where; its directory is made, for this user alone to write to, if it is missing.
        mode: permission bits; who may write to it may connect.
        group: the owning group's id, or -1 for this process's.
        backlog: connections that the kernel keeps until they are taken in.

    Raises:
        ConnectError: the path is taken by a daemon that runs, or cannot be used; or others could put a socket of
            theirs in its place.
    """
    check_unix_path(path)
    try:
        os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
        _check_ours(os.path.dirname(path))
        lock = os.open(path + ".lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except ConnectError:
        raise
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
        set_permissions(path, mode, group)
        sock.setblocking(False)
        sock.listen(backlog)
    except OSError as error:
        sock.close()
        os.close(lock)
        taken = error.errno in (errno.EWOULDBLOCK, errno.EADDRINUSE)
        why = "another daemon serves it" if taken else error.strerror
        raise ConnectError(f"{path}: {why}", step="listen", target=path) from error
    return Listener(door, [sock], name=os.path.basename(path), asked=path, path=path, lock=lock)


def check_unix_path(path: str) -> None:
    """Refuse what is no path for a unix socket (``struct sockaddr_un``); raises `ConnectError`."""
    if len(os.fsencode(path)) > 107:
        raise ConnectError(
            f"the path {path} is too long for a unix socket: 107 bytes are possible", step="listen"
        )


def _check_ours(directory: str) -> None:
    """Refuse a directory whose files others can replace."""
    status = os.stat(directory)
    if status.st_uid not in (0, os.geteuid()):
        why = f"belongs to the user {status.st_uid}, who could replace sockets in it"
    elif status.st_mode & stat.S_IWOTH and not status.st_mode & stat.S_ISVTX:
        why = "can be written by everybody; take that away with: chmod o-w"
    else:
        return
    raise ConnectError(f"{directory}: the directory {why}", step="listen", target=directory)


def set_permissions(path: str, mode: int, group: int = -1) -> None:
    """Say who may connect to a unix socket; arguments as for `listen_unix`.

    Raises:
        OSError: it is not there, or is no socket: somebody has put something else in its place.
    """
    # Between a look at the name and a change by it there would be time for a symbolic link.
    found = os.open(path, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        if not stat.S_ISSOCK(os.fstat(found).st_mode):
            raise OSError(errno.ENOTSOCK, "it is no socket")
        itself = f"/proc/self/fd/{found}"
        if group >= 0:
            os.chown(itself, -1, group)
        os.chmod(itself, mode)
    finally:
        os.close(found)


def renew_permissions(path: str, mode: int, group: int = -1) -> None:
    """Do as `set_permissions` for a socket that was taken over; one that is not there any more is no obstacle.

    Raises:
        ConnectError: they cannot be changed.
    """
    try:
        set_permissions(path, mode, group)
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENOTSOCK):
            raise ConnectError(f"{path}: {error.strerror}", step="listen", target=path) from error
        _log.warning("%s: its permissions stay as they are: %s", path, error.strerror)


def _remove_stale(path: str) -> None:
    """Remove the socket of a daemon that has died; anything else in its place stays.

    Workers of a daemon that was killed may still be there for a moment, and have its sockets open.
    """
    try:
        if not stat.S_ISSOCK(os.lstat(path).st_mode):
            raise OSError(errno.EEXIST, "there is something that is no socket")
    except FileNotFoundError:
        return
    until = monotonic() + _ORPHANS
    while True:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(1)
            try:
                probe.connect(path)
            except ConnectionRefusedError:
                os.unlink(path)
                return
            except OSError:
                raise OSError(errno.EADDRINUSE, "somebody listens there") from None
        if monotonic() > until:
            raise OSError(errno.EADDRINUSE, "somebody listens there")
        sleep(0.02)


def _bind(sock: socket.socket, place: tuple[object, ...]) -> None:
    """Bind a socket, also if the workers of a daemon that was killed still have the place for a moment."""
    until = monotonic() + _ORPHANS
    while True:
        try:
            sock.bind(place)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or monotonic() > until:
                raise
            sleep(0.02)
        else:
            return


def listen_tcp(door: Door, address: str, port: int, *, backlog: int = _BACKLOG) -> Listener:
    """Make sockets on a TCP port.

    Args:
        door: what is true of whoever connects.
        address: a name or address; "" for all addresses of the machine.
        port: the port; 0 lets the system choose.
        backlog: connections that the kernel keeps until they are taken in.

    Raises:
        ConnectError: the address cannot be had.
    """
    target = tcp_place(address, port)
    sockets: list[socket.socket] = []
    refused: OSError | None = None
    try:
        found = socket.getaddrinfo(address or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _, place in dict.fromkeys(found):
            try:
                sock = socket.socket(family, kind, protocol)
            except OSError as error:
                if error.errno != errno.EAFNOSUPPORT:
                    raise
                # The kernel may be without IPv6 while names and "all addresses" have it.
                refused = error
                continue
            sockets.append(sock)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            chosen = sockets[0].getsockname()[1] if port == 0 and len(sockets) > 1 else port
            _bind(sock, (place[0], chosen, *place[2:]))
            sock.setblocking(False)
            sock.listen(backlog)
        if not sockets and refused is not None:
            raise refused
    except OSError as error:
        for sock in sockets:
            sock.close()
        raise ConnectError(f"{target}: {error.strerror or error}", step="listen", target=target) from error
    return Listener(door, sockets, name=door.transport, asked=target)
