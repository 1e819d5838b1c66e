"""The process that forks workers, and does nothing else.

A process with an event loop cannot be forked safely: the child would share the loop's descriptors, and perhaps a lock
that a thread held. The nursery is forked before there is any loop or thread, has imported what workers need, and waits
for orders; so each worker starts from the same clean state, also the one that replaces a crashed one, at the cost of a
fork. It ends when the supervisor does, and takes the workers along.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
from importlib import import_module
from logging import getLogger
from time import monotonic, sleep

from virtreach.daemon.supervisor.control import pair, receive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["Nursery"]

_log = getLogger("virtreach.daemon")
_MESSAGE = 4096
# Seconds until a nursery that should have ended is killed.
_INSISTENCE = 2.0
# What a worker will need sooner or later; what cannot be had is not needed.
_EARLY = (
    "ssl",
    "virtreach.auth.tls_server",
    "virtreach.daemon.drivers.relay",
    "virtreach.daemon.entry.tls",
    "virtreach.daemon.entry.users",
    "virtreach.protocol.remote",
    "virtreach.protocol.rpc",
    "virtreach.session.sasl.scram",
)


class Nursery:
    """The supervisor's end: gives orders, and hears of births and deaths.

    Args:
        work: what a worker does: ``(control socket, descriptor of its settings, words) -> exit status``.
        forget: lets go of what is the supervisor's alone.

    Make it before there is a loop or a thread. Messages: ``{"born": worker, "pid": pid}`` and
    ``{"died": pid, "status": as of waitpid}``.
    """

    def __init__(
        self,
        work: Callable[[socket.socket, int, dict[str, Any]], int],
        forget: Callable[[], None] = lambda: None,
    ) -> None:
        ours, theirs = pair()
        self.sock = ours
        self.pid = os.fork()
        if not self.pid:
            ours.close()
            status = 1
            try:
                forget()
                _Ward(theirs, work).run()
                status = 0
            except BaseException:  # noqa: BLE001 - nothing of this process may go on in its child
                _log.exception("the process that makes workers has failed")
            finally:
                os._exit(status)
        theirs.close()
        ours.setblocking(False)

    def fork(self, control: socket.socket, settings: int, words: dict[str, Any]) -> None:
        """Order a worker; both descriptors are for it, and may be closed here afterwards.

        Raises:
            OSError: the nursery is gone.
        """
        order = json.dumps({"fork": words}).encode()
        socket.send_fds(self.sock, [order], [control.fileno(), settings])

    def kill(self, pid: int) -> None:
        """Have a worker killed, if it is still there. The nursery knows: numbers of the dead are used again."""
        self.sock.send(json.dumps({"kill": pid}).encode())

    def read(self) -> list[dict[str, Any]]:
        """What has happened; raises `EOFError` when the nursery is gone."""
        found: list[dict[str, Any]] = []
        while True:
            try:
                data = self.sock.recv(_MESSAGE)
            except (BlockingIOError, InterruptedError):
                return found
            except OSError:
                data = b""
            if not data:
                raise EOFError
            found.append(json.loads(data))

    def close(self) -> None:
        """Have the nursery end, with all workers that are left; returns once it has. May be called twice."""
        if self.pid:
            pid, self.pid = self.pid, 0
            self.sock.close()
            until = monotonic() + _INSISTENCE
            while monotonic() < until:
                if os.waitpid(pid, os.WNOHANG)[0]:
                    return
                sleep(0.005)
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


class _Ward:
    """The nursery's own side."""

    def __init__(
        self, sock: socket.socket, work: Callable[[socket.socket, int, dict[str, Any]], int]
    ) -> None:
        self._sock = sock
        self._work = work
        self._pids: set[int] = set()

    def run(self) -> None:
        """Carry out orders until the supervisor is gone."""
        # The terminal, and systemd, signal all processes; the supervisor decides what that means.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2):
            signal.signal(number, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        for name in _EARLY:
            try:
                import_module(name)
            except ImportError as error:
                _log.debug("%s is not loaded early: %s", name, error)
        gc.collect()
        gc.freeze()
        wakeup, told = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        signal.set_wakeup_fd(told)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        while True:
            ready, _, _ = select.select([self._sock.fileno(), wakeup], [], [])
            if wakeup in ready:
                os.read(wakeup, 4096)
                self._reap()
            if self._sock.fileno() in ready:
                try:
                    data, descriptors, _ = receive(self._sock, _MESSAGE)
                except ConnectionError:
                    # It has gone without reading all that it was told.
                    break
                if not data:
                    break
                order = json.loads(data)
                if "fork" in order:
                    self._fork(order["fork"], descriptors, (wakeup, told))
                elif order.get("kill") in self._pids:
                    os.kill(order["kill"], signal.SIGKILL)
        self._end()

    def _fork(self, words: dict[str, Any], descriptors: list[int], mine: tuple[int, int]) -> None:
        control, settings = descriptors
        pid = os.fork()
        if not pid:
            status = 1
            try:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for number in mine:
                    os.close(number)
                self._sock.close()
                status = self._work(socket.socket(fileno=control), settings, words)
            except BaseException:  # noqa: BLE001 - as above
                _log.exception("a worker has failed")
            finally:
                os._exit(status)
        for number in descriptors:
            os.close(number)
        self._pids.add(pid)
        self._say(born=words["worker"], pid=pid)

    def _reap(self) -> None:
        while self._pids:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            self._pids.discard(pid)
            self._say(died=pid, status=status)

    def _say(self, **words: object) -> None:
        try:
            self._sock.send(json.dumps(words).encode())
        except OSError:
            # The supervisor is gone; the next look at the socket says so too.
            return

    def _end(self) -> None:
        """The supervisor is gone: what workers still do is of no use, and they have the sockets of the next one."""
        for pid in self._pids:
            os.kill(pid, signal.SIGKILL)
