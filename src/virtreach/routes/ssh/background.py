"""`Background`: an event loop in a thread, for programs without one, with a pool of SSH connections of its own.

All clients of the process that do without an event loop of their own share it, and so the connections to proxies.
Streams come out as sockets, which belong to whoever asked. A process that was forked starts anew.
"""

from __future__ import annotations

import atexit
import os
import threading
from typing import TYPE_CHECKING, TypeVar

from virtreach.routes.loop_thread import LoopThread
from virtreach.routes.ssh.pool import IDLE, TIMEOUT, Pool
from virtreach.routes.ssh.reach import Reach

if TYPE_CHECKING:
    import concurrent.futures
    import socket
    from collections.abc import Coroutine
    from typing import Any

    from virtreach.conf.inventory import Inventory
    from virtreach.routes.ssh.commands import Finished
    from virtreach.routes.ssh.hop import Chain

__all__ = ["Background", "shared"]

_R = TypeVar("_R")
_lock = threading.Lock()
_shared: Background | None = None


def shared() -> Background:
    """Return the one that the clients of this process share; it is started with the first use."""
    global _shared
    with _lock:
        if _shared is None or not _shared.usable:
            _shared = Background()
            atexit.register(_shared.close)
        return _shared


def _after_fork() -> None:
    # The thread is not there in the child, and the lock may be held by it for ever.
    global _lock, _shared
    _lock = threading.Lock()
    _shared = None


os.register_at_fork(after_in_child=_after_fork)


class Background:
    """A thread with an event loop and a `Pool`. Its methods may be called from any thread but its own."""

    def __init__(self, *, idle: float = IDLE) -> None:
        """Start the thread.

        Args:
            idle: seconds after its last use that a connection is kept.
        """
        self._thread = LoopThread("virtreach-ssh")
        self._reaches: dict[int, tuple[Inventory, Reach]] = {}
        self._choosing = threading.Lock()
        self.pool: Pool = self.do(_make_pool(idle))

    @property
    def usable(self) -> bool:
        """Whether it runs, in this process."""
        return self._thread.usable

    def do(self, work: Coroutine[Any, Any, _R]) -> _R:
        """Have the loop do something and wait for it; an interrupted wait (^C) cancels it.

        Raises:
            ConnectionClosed: it was closed, or belongs to the process before a fork.
        """
        return self._thread.call(work)

    def begin(self, work: Coroutine[Any, Any, _R]) -> concurrent.futures.Future[_R]:
        """Have the loop do something, and do not wait for it.

        Raises:
            ConnectionClosed: it was closed, or belongs to the process before a fork.
        """
        return self._thread.begin(work)

    def open_socket(self, chain: Chain, host: str, port: int, *, timeout: float = TIMEOUT) -> socket.socket:
        """Open a stream to a host and port at the end of a chain; see `Pool.open_socket`."""
        return self.do(self.pool.open_socket(chain, host, port, timeout=timeout))

    def open_unix_socket(self, chain: Chain, path: str, *, timeout: float = TIMEOUT) -> socket.socket:
        """Open a stream to a unix socket at the end of a chain."""
        return self.do(self.pool.open_unix_socket(chain, path, timeout=timeout))

    def open_command_socket(self, chain: Chain, command: str, *, timeout: float = TIMEOUT) -> socket.socket:
        """Run a command line at the end of a chain whose output and input are the stream."""
        return self.do(self.pool.open_command_socket(chain, command, timeout=timeout))

    def run(
        self, chain: Chain, command: str, *, stdin: bytes = b"", timeout: float | None = None
    ) -> Finished:
        """Run a command line at the end of a chain; see `Pool.run`."""
        return self.do(self.pool.run(chain, command, stdin=stdin, timeout=timeout))

    def reach(self, inventory: Inventory) -> Reach:
        """Return the `Reach` of an inventory, whose coroutines `do` runs; the health of proxies is kept in it."""
        with self._choosing:
            for number, (known, _) in list(self._reaches.items()):
                if known is not inventory and known.path == inventory.path is not None:
                    del self._reaches[number]  # the same file, as it was before
            kept = self._reaches.get(id(inventory))
            if kept is None or kept[0] is not inventory:
                kept = self._reaches[id(inventory)] = (inventory, Reach(inventory, self.pool))
            return kept[1]

    def close(self) -> None:
        """Close all connections and end the thread. May be called twice."""
        if self._thread.usable:
            self.do(self.pool.aclose())
        self._thread.stop()


async def _make_pool(idle: float) -> Pool:
    return Pool(idle=idle)
