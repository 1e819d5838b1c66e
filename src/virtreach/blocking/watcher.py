"""The one thread of a process that looks after idle blocking connections.

A connection on which no thread waits would answer no keepalive PING and deliver no
event. The watcher, started when the first connection is opened, waits for input on
idle connections, reads it, and steps back as soon as a caller comes. Busy connections
never pay for it: they are handed to it only after half a second of idleness, or at
once when events are wanted. It ends with the last connection.

It keeps no connection alive: one that nobody refers to any more is gone, as if it had been closed.
"""

from __future__ import annotations

import os
import select
import threading
import weakref
from time import monotonic

from virtreach.errors import ConnectionLost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.blocking.link import Link

__all__ = ["Watcher", "watch"]

# How often connections are looked at, in seconds: to see which have become idle, and for keepalive. The shorter one is
# for connections with keepalive intervals of less than a second.
_SCAN = 0.5
_SCAN_SHORTEST = 0.05
_READABLE = select.EPOLLIN | select.EPOLLRDHUP | select.EPOLLONESHOT


class _Reference(weakref.ref["Link"]):
    """A link, as long as somebody uses it."""

    __slots__ = ("fd",)

    fd: int


class Watcher:
    """A daemon thread around one epoll set.

    A link is *armed* while the set waits for input on it. Input disarms it (one shot), so a caller who reads for
    itself costs the watcher one needless wake-up at most.
    """

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._links: dict[int, _Reference] = {}
        self._seen: dict[int, int] = {}
        self._lock = threading.RLock()
        self._thread: threading.Thread | None = None
        self._pause = _SCAN

    def add(self, link: Link) -> None:
        """Look after a link from now on."""
        with self._lock:
            fd = link.fileno()
            if fd < 0:
                return
            # Armed from the start for its end only, and that once: the end is reported whether asked for or not.
            self._epoll.register(fd, select.EPOLLONESHOT)
            self._links[fd] = _Reference(link, self._forget)
            self._links[fd].fd = fd
            self._seen.pop(fd, None)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="virtreach-watcher", daemon=True)
                self._thread.start()

    def _forget(self, reference: weakref.ref[Link]) -> None:
        """A link has been collected; its socket closes itself."""
        assert isinstance(reference, _Reference), "nothing else is made here"
        if self._links.get(reference.fd) is reference:
            del self._links[reference.fd]

    def remove(self, link: Link, fd: int) -> None:
        """Forget a link; call it before the descriptor is closed."""
        with self._lock:
            reference = self._links.get(fd)
            if reference is not None and reference() is link:
                del self._links[fd]
                self._seen.pop(fd, None)
                self._epoll.unregister(fd)

    def arm(self, link: Link) -> None:
        """Wait for input on a link, unless it is being waited for already."""
        if not link.armed:
            fd = link.fileno()
            if fd in self._links:
                link.armed = True
                wanted = _READABLE | select.EPOLLOUT if link.wants_output else _READABLE
                try:
                    self._epoll.modify(fd, wanted)
                except OSError:
                    # Another thread has closed it just now.
                    link.armed = False

    def _run(self) -> None:
        next_scan = monotonic() + self._pause
        while True:
            ready = self._epoll.poll(max(0.0, next_scan - monotonic()))
            for fd, _ in ready:
                self._serve(fd)
            if monotonic() >= next_scan:
                if not self._scan():
                    return
                next_scan = monotonic() + self._pause

    def _serve(self, fd: int) -> None:
        reference = self._links.get(fd)
        link = None if reference is None else reference()
        if link is None:
            return
        link.armed = False
        # One link's trouble must not end the watch over the others.
        try:
            if link.wants_output:
                link.flush()
            link.service()
            eager = link.wants_watch is not None or link.wants_output
            if eager and link.error is None and not link.led and link.wants_input:
                self.arm(link)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this link's
            link.fail(ConnectionLost(f"the watcher failed: {error!r}"))

    def _scan(self) -> bool:
        """Look at all links; False when there are none, and the thread is to end."""
        pause = _SCAN
        for fd, reference in list(self._links.items()):
            link = reference()
            if link is None or link.error is not None:
                continue
            if link.keepalive.interval > 0:
                pause = min(pause, link.keepalive.interval / 2)
            if not link.led:
                self._look_at(fd, link)
        self._pause = max(_SCAN_SHORTEST, pause)
        with self._lock:
            if self._links:
                return True
            self._thread = None
            return False

    def _look_at(self, fd: int, link: Link) -> None:
        serial = link.session.serial
        try:
            if link.wants_input:
                link.tick(monotonic())
                if self._seen.get(fd) == serial:
                    self.arm(link)
            else:
                link.tick_unread(monotonic())
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this link's
            link.fail(ConnectionLost(f"the watcher failed: {error!r}"))
        self._seen[fd] = serial

    def forsake(self) -> None:
        """In a forked child: let go of everything, since the connections are the parent's."""
        self._epoll.close()
        reason = ConnectionLost(
            "the connection belongs to the process that opened it; open another one after a fork"
        )
        for reference in list(self._links.values()):
            link = reference()
            if link is not None:
                link.forsake(reason)
        self._links.clear()


_watcher: Watcher | None = None
_lock = threading.Lock()
_prepared = False


def _forked() -> None:
    """In a child: the watcher's thread is not there, and the lock may be held by a thread that is not either."""
    global _lock, _watcher
    _lock = threading.Lock()
    watcher, _watcher = _watcher, None
    if watcher is not None:
        watcher.forsake()


def watch() -> Watcher:
    """The watcher of this process; a forked child gets one of its own."""
    global _prepared, _watcher
    with _lock:
        if _watcher is None:
            if not _prepared:
                os.register_at_fork(after_in_child=_forked)
                _prepared = True
            _watcher = Watcher()
        return _watcher
