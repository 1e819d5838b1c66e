"""The one thread of a process that looks after idle blocking connections.

A connection on which no thread waits would answer no keepalive PING and deliver no
event. The watcher, started when the first connection is opened, waits for input on
idle connections, reads it, and steps back as soon as a caller comes. Busy connections
never pay for it: they are handed to it only after half a second of idleness, or at
once when events are wanted.
"""

from __future__ import annotations

import os
import select
import threading
from time import monotonic

from virtreach.errors import ConnectionLost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.blocking.link import Link

__all__ = ["Watcher", "watch"]

# How often connections are looked at, in seconds: to see which have become idle, and for keepalive.
_SCAN = 0.5
_READABLE = select.EPOLLIN | select.EPOLLRDHUP | select.EPOLLONESHOT


class Watcher:
    """A daemon thread around one epoll set.

    A link is *armed* while the set waits for input on it. Input disarms it (one shot), so a caller who reads for
    itself costs the watcher one needless wake-up at most.
    """

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._links: dict[int, Link] = {}
        self._seen: dict[int, int] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.pid = os.getpid()

    def add(self, link: Link) -> None:
        """Look after a link from now on."""
        with self._lock:
            fd = link.fileno()
            self._links[fd] = link
            self._epoll.register(fd, 0)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="virtreach-watcher", daemon=True)
                self._thread.start()

    def remove(self, link: Link, fd: int) -> None:
        """Forget a link; call it before the descriptor is closed."""
        with self._lock:
            if self._links.get(fd) is link:
                del self._links[fd]
                self._seen.pop(fd, None)
                self._epoll.unregister(fd)

    def arm(self, link: Link) -> None:
        """Wait for input on a link, unless it is being waited for already."""
        if not link.armed:
            fd = link.fileno()
            if fd in self._links:
                link.armed = True
                self._epoll.modify(fd, _READABLE)

    def _run(self) -> None:
        next_scan = monotonic() + _SCAN
        while True:
            ready = self._epoll.poll(max(0.0, next_scan - monotonic()))
            for fd, _ in ready:
                link = self._links.get(fd)
                if link is not None:
                    link.armed = False
                    self._guard(link, service=True)
            if monotonic() >= next_scan:
                self._scan()
                next_scan = monotonic() + _SCAN

    def _guard(self, link: Link, *, service: bool) -> None:
        """One link's trouble must not end the watch over the others."""
        try:
            if service:
                link.service()
                if link.error is None and link.wants_watch is not None and not link.led:
                    self.arm(link)
            else:
                link.tick(monotonic())
        except Exception as error:  # noqa: BLE001 - the watcher serves other connections too
            link.fail(ConnectionLost(f"the watcher failed: {error!r}"))

    def _scan(self) -> None:
        for fd, link in list(self._links.items()):
            if link.error is not None or link.led:
                continue
            self._guard(link, service=False)
            serial = link.session.serial
            if self._seen.get(fd) == serial and link.wants_input:
                self.arm(link)
            self._seen[fd] = serial


_watcher: Watcher | None = None
_lock = threading.Lock()


def watch() -> Watcher:
    """The watcher of this process; a forked child gets one of its own."""
    global _watcher
    with _lock:
        if _watcher is None or _watcher.pid != os.getpid():
            _watcher = Watcher()
        return _watcher
