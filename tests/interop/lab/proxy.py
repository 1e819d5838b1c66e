"""A proxy in front of a daemon that can cut, stall and count: for faults on demand."""

from __future__ import annotations

import contextlib
import socket
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

__all__ = ["Proxy"]


class Proxy:
    """Forwards bytes between clients and a daemon; a context manager.

    Attributes:
        path: the unix socket to connect to instead, when the daemon's is one.
        port: the port of 127.0.0.1 to connect to instead, when the daemon's is one.
        to_client: bytes that the next connections get before they are cut; None for no limit.
        to_server: bytes that the next connections may send before they are cut; None for no limit.
        passed: bytes to the client and to the server of the last connection that began.
        accepted: connections so far.
        held: set once something came that `stall` holds back.
    """

    def __init__(self, target: str | int) -> None:
        """Describe it; nothing listens yet.

        Args:
            target: the daemon's unix socket, or its port on 127.0.0.1.
        """
        self.target = target
        self.to_client: int | None = None
        self.to_server: int | None = None
        self.passed = [0, 0]
        self.accepted = 0
        self.held = threading.Event()
        self._flowing = threading.Event()
        self._flowing.set()
        self._directory = tempfile.TemporaryDirectory(prefix="vrproxy-", dir="/tmp")
        self.path = str(Path(self._directory.name) / "sock")
        self.port = 0
        self._family = socket.AF_UNIX if isinstance(target, str) else socket.AF_INET
        self._listener = socket.socket(self._family)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Proxy:
        if isinstance(self.target, str):
            self._listener.bind(self.path)
        else:
            self._listener.bind(("127.0.0.1", 0))
            self.port = self._listener.getsockname()[1]
        self._listener.listen(64)
        self._run(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._flowing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for thread in self._threads:
            thread.join(10)
        self._directory.cleanup()

    def cut(self) -> None:
        """Break all connections now; new ones are accepted."""
        with self._lock:
            for peer in self._open:
                with contextlib.suppress(OSError):
                    peer.shutdown(socket.SHUT_RDWR)

    def stall(self) -> None:
        """Stop forwarding, in both directions, without closing anything."""
        self.held.clear()
        self._flowing.clear()

    def flow(self) -> None:
        """Forward again, what was held back first."""
        self._flowing.set()

    def _run(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        with self._lock:
            self._threads = [one for one in self._threads if one.is_alive()]
            self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(self._family)
            try:
                server.connect(self.target if isinstance(self.target, str) else ("127.0.0.1", self.target))
            except OSError:
                client.close()
                server.close()
                continue
            passed = self.passed = [0, 0]
            self.accepted += 1
            with self._lock:
                self._open |= {client, server}
            alive = [2]
            self._run(self._pump, server, client, passed, 0, self.to_client, alive)
            self._run(self._pump, client, server, passed, 1, self.to_server, alive)

    def _pump(
        self,
        source: socket.socket,
        sink: socket.socket,
        passed: list[int],
        index: int,
        limit: int | None,
        alive: list[int],
    ) -> None:
        """Forward one direction until its end or its limit, then break both."""
        with contextlib.suppress(OSError):  # a side that is gone ends the loop as well
            while limit is None or passed[index] < limit:
                data = source.recv(65536 if limit is None else min(65536, limit - passed[index]))
                if not self._flowing.is_set():
                    self.held.set()
                self._flowing.wait()
                if not data:
                    break
                passed[index] += len(data)
                sink.sendall(data)
        with self._lock:
            for peer in (source, sink):
                with contextlib.suppress(OSError):
                    peer.shutdown(socket.SHUT_RDWR)
            alive[0] -= 1
            if alive[0] == 0:
                for peer in (source, sink):
                    peer.close()
                    self._open.discard(peer)
