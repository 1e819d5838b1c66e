"""A daemon in a thread of the process that uses it: what ``test:///default`` comes to, and what tests are served by.

The thread has an event loop of its own; nothing of the daemon is touched from other threads. What they want of it goes
through `EmbeddedDaemon.run`. When the interpreter ends, daemons that still run are stopped, so that nothing is left
behind and nothing complains. A forked child has none of its parent's daemons: connections that it has inherited are of
no use to it, and its first own one starts a new daemon with new objects.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import socket
import threading
from concurrent.futures import Future

from virtreach.daemon.client import Client
from virtreach.daemon.dispatch import Policy
from virtreach.daemon.house import Door, House
from virtreach.daemon.server import Server
from virtreach.errors import ConnectError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from virtreach.daemon.listeners import Listener

    T = TypeVar("T")

__all__ = ["EmbeddedDaemon", "connect"]

_INSIDE = Door("unix")
_NAME = "virtreach-embedded"
_GRACE = 1.0


class EmbeddedDaemon:
    """A daemon that runs in a thread. All methods may be called from any thread but the daemon's own.

    Args:
        house: what its clients share; from the start on it belongs to the thread.
        listeners: the doors that are open beside `connect`.
        grace: seconds that calls have to end when the daemon is stopped.

    Use it as a context manager, or with `start` and `stop`. It can be started once.
    """

    def __init__(self, house: House, listeners: Sequence[Listener] = (), *, grace: float = _GRACE) -> None:
        self._grace = grace
        self._server = Server(house, listeners)
        self._house = house
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over: asyncio.Event | None = None
        self._thread: threading.Thread | None = None
        self._failure: BaseException | None = None
        self._ready = threading.Event()
        self._arriving: set[asyncio.Task[object]] = set()

    @property
    def running(self) -> bool:
        """Whether clients can connect."""
        return self._over is not None

    def start(self) -> None:
        """Start the thread; returns when clients can connect.

        Raises:
            ConnectError: there is no thread or descriptor for it.
        """
        assert self._thread is None, "it is started once"
        thread = threading.Thread(target=self._run, name=_NAME, daemon=True)
        try:
            thread.start()
        except RuntimeError as error:
            raise ConnectError(f"the embedded daemon gets no thread: {error}", step="start") from error
        self._thread = thread
        self._ready.wait()
        if self._failure is not None:
            thread.join()
            raise ConnectError(f"the embedded daemon does not start: {self._failure}", step="start") from (
                self._failure
            )
        _look_after(self)

    def stop(self) -> None:
        """Send everybody away and end the thread.

        Does nothing when it does not run, or belongs to the process that this one was forked from.
        """
        with self._lock:
            loop, over, self._over = self._loop, self._over, None
            if loop is None or over is None:
                return
            loop.call_soon_threadsafe(over.set)
        assert self._thread is not None
        self._thread.join()
        _running.discard(self)

    def __enter__(self) -> EmbeddedDaemon:
        self.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.stop()

    def connect(self) -> socket.socket:
        """Open a connection as if through a unix socket.

        Returns:
            A connected socket in blocking mode, which the caller closes.

        Raises:
            ConnectError: the daemon does not run, or there is no descriptor left.
        """
        try:
            ours, theirs = socket.socketpair()
        except OSError as error:
            raise ConnectError(f"no socket can be had: {error.strerror}", step="connect") from error
        theirs.setblocking(False)
        try:
            # What the caller sends waits in the socket until the thread has it.
            self._schedule(lambda: self._adopt(theirs))
        except BaseException:
            ours.close()
            theirs.close()
            raise
        return ours

    def open(self, listener: Listener) -> None:
        """Open another door. Only in the daemon's thread: call it by `run`."""
        self._server.listeners.append(listener)
        listener.start(self._house)

    def run(self, function: Callable[[], T]) -> T:
        """Call a function in the daemon's thread, between two of its turns, and wait for what it gives or raises.

        Raises:
            ConnectError: the daemon does not run.
        """
        if threading.current_thread() is self._thread:
            raise UsageError("the embedded daemon cannot wait for itself")
        result: Future[T] = Future()

        def carry_out() -> None:
            try:
                result.set_result(function())
            except BaseException as error:  # noqa: BLE001 - the caller gets it
                result.set_exception(error)

        self._schedule(carry_out)
        return result.result()

    def _schedule(self, function: Callable[[], object]) -> None:
        with self._lock:
            if self._loop is None or self._over is None:
                raise ConnectError("the embedded daemon does not run", step="connect")
            # The end is scheduled under the same lock, so this comes before it.
            self._loop.call_soon_threadsafe(function)

    def _run(self) -> None:
        """What the thread does."""
        try:
            with asyncio.Runner(loop_factory=_Loop) as runner:
                runner.run(self._serve())
        except BaseException as error:  # noqa: BLE001 - whoever waits for the start gets it
            self._failure = error
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        await self._server.start()
        over = asyncio.Event()
        self._loop, self._over = asyncio.get_running_loop(), over
        self._ready.set()
        await over.wait()
        while self._arriving:
            await asyncio.wait(self._arriving)
        await self._server.stop(self._grace)
        # Whoever was let in while the doors were being closed.
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    def _adopt(self, sock: socket.socket) -> None:
        """Take a connection in; in the daemon's thread."""
        loop = asyncio.get_running_loop()
        arrival = loop.connect_accepted_socket(lambda: Client(self._house, _INSIDE), sock)
        task = loop.create_task(arrival)
        self._arriving.add(task)
        task.add_done_callback(self._arriving.discard)

    def _inherited(self) -> None:
        """This is a child of the process that it runs in."""
        self._lock = threading.Lock()
        self._over = None


class _Loop(asyncio.SelectorEventLoop):
    """An event loop that a forked child can drop: closing it there would reach into the parent's."""

    def __init__(self) -> None:
        super().__init__()
        self._pid = os.getpid()

    def __del__(self) -> None:
        if self._pid == os.getpid():
            super().__del__()


_running: set[EmbeddedDaemon] = set()
_lock = threading.Lock()
_own: EmbeddedDaemon | None = None
_looked_after = False


def connect() -> socket.socket:
    """Open a connection to this process's own test hypervisor, which is started with the first one.

    All of a process's connections meet the same hypervisors, one for each URI, for as long as the process runs.

    Returns:
        A connected socket in blocking mode, which the caller closes.

    Raises:
        ConnectError: there is no thread or descriptor for it, or the interpreter ends.
    """
    global _own
    with _lock:
        if _own is None:
            from virtreach.daemon.hypervisor.driver import TestDriver

            # Who calls is known, and nobody has asked for a record of it.
            house = House([TestDriver()], policy=Policy(audit=False))
            # Nobody goes away silently in here.
            house.keepalive_interval = 0
            daemon = EmbeddedDaemon(house)
            daemon.start()
            _own = daemon
    return _own.connect()


def _look_after(daemon: EmbeddedDaemon) -> None:
    """Have a daemon stopped when the interpreter ends, and forgotten in forked children."""
    global _looked_after
    _running.add(daemon)
    if not _looked_after:
        _looked_after = True
        atexit.register(_stop_all)
        os.register_at_fork(after_in_child=_forked)


def _stop_all() -> None:
    for daemon in list(_running):
        daemon.stop()


def _forked() -> None:
    global _lock, _own
    _lock = threading.Lock()
    _own = None
    for daemon in _running:
        daemon._inherited()
    _inherited.extend(_running)
    _running.clear()


# What a child must not have collected: it would close what is the parent's as well.
_inherited: list[EmbeddedDaemon] = []
