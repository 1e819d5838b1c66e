"""One worker: a house full of clients, whose shared drivers are elsewhere.

It does what the supervisor says and ends when that is gone. What only concerns its own clients (logins, TLS, hosts
behind a gateway) it does alone; if it crashes, only they notice.
"""

from __future__ import annotations

import asyncio
import os
import signal
from functools import partial
from itertools import count
from logging import getLogger

from virtreach.daemon.assembly import furnish, prepare
from virtreach.daemon.config.settings import Settings
from virtreach.daemon.desk import HouseDesk
from virtreach.daemon.records.logs import log_settings
from virtreach.daemon.records.metrics import snapshot
from virtreach.daemon.supervisor.control import Control
from virtreach.daemon.supervisor.far import FarDriver
from virtreach.daemon.supervisor.places import FarAdmission, FarLockout
from virtreach.errors import VirtreachError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Sequence
    from typing import Any

    from virtreach.daemon.listeners import Listener
    from virtreach.daemon.records.logs import Logs
    from virtreach.daemon.supervisor.control import Message

__all__ = ["Worker", "pack_settings", "unpack_settings", "work"]

_log = getLogger("virtreach.daemon")
_SETTINGS_MAX = 16 << 20


def pack_settings(settings: Settings) -> int:
    """Write a configuration into memory, for other processes; gives the descriptor."""
    descriptor = os.memfd_create("virtreachd-settings")
    with open(os.dup(descriptor), "wb") as file:
        file.write(settings.effective().encode())
    return descriptor


def unpack_settings(descriptor: int, path: str | None) -> Settings:
    """Read what `pack_settings` has written, and close it.

    Args:
        descriptor: of the memory.
        path: what the file with the configuration is called, for messages.
    """
    with open(descriptor, "rb") as file:
        # The position is shared with the other process.
        text = os.pread(file.fileno(), _SETTINGS_MAX, 0).decode()
    return Settings.received(text, path)


def work(
    listeners: Sequence[Listener], logs: Logs, run: Callable[[Any], object]
) -> Callable[[socket.socket, int, dict[str, Any]], int]:
    """Make what a `Nursery` has its workers do.

    Args:
        listeners: the doors, which all workers share.
        logs: what the process logs.
        run: runs a coroutine in an event loop of its own.
    """

    def begin(control: socket.socket, settings: int, words: dict[str, Any]) -> int:
        worker = Worker(listeners, logs, unpack_settings(settings, words["path"]), words)
        run(worker.serve(control))
        return 0

    return begin


class Worker:
    """One worker.

    Args:
        listeners: the doors.
        logs: what the process logs.
        settings: the configuration.
        words: what the supervisor has to say to it: ``first`` and ``step`` of its clients' numbers, ``verbose``.
    """

    def __init__(
        self, listeners: Sequence[Listener], logs: Logs, settings: Settings, words: dict[str, Any]
    ) -> None:
        self._listeners = listeners
        self._logs = logs
        self._settings = settings
        self._words = words
        self._prepared: Callable[[], None] | None = None
        self._stopping: asyncio.Task[None] | None = None

    async def serve(self, sock: socket.socket) -> None:
        """Serve until the supervisor wants no more.

        Args:
            sock: to the supervisor.

        Raises:
            VirtreachError: the configuration cannot be used.
        """
        loop = asyncio.get_running_loop()
        self._over = asyncio.Event()
        self._control = control = Control(sock, self._hear, self._orphaned)
        # Whoever wants this process alone to end: its clients may finish, and the supervisor makes another one.
        loop.add_signal_handler(signal.SIGTERM, self._stop, float(self._settings.stop_timeout))
        self._house = house = furnish(
            self._settings,
            tls=any(listener.door.transport == "tls" for listener in self._listeners),
            far=partial(_far, control),
        )
        house.admission = FarAdmission(control)
        house.lockout = self._lockout = FarLockout(control)
        house.numbers = count(self._words["first"], self._words["step"])
        self._desk = HouseDesk(house)
        for driver in house.drivers:
            driver.start()
        for listener in self._listeners:
            listener.start(house, shared=True)
        control.post("ready")
        await self._over.wait()
        house.close()
        control.post("bye")
        control.close()
        # Transports close their sockets in the next turn of the loop.
        await asyncio.sleep(0)

    def _orphaned(self, why: str) -> None:
        """The supervisor is gone, and with it whatever clients have open."""
        os._exit(1)

    def _stop(self, deadline: float) -> None:
        if self._stopping is None:
            self._stopping = asyncio.get_running_loop().create_task(self._leave(deadline))
        else:
            self._house.hurry()

    async def _leave(self, deadline: float) -> None:
        for listener in self._listeners:
            listener.pause()
        await self._house.empty(deadline)
        admission = self._house.admission
        assert isinstance(admission, FarAdmission)
        admission.tell()
        self._over.set()

    # What the supervisor says.

    def _hear(self, message: Message, sockets: list[socket.socket]) -> None:
        kind = message["kind"]
        if kind == "evict":
            self._evict(int(message["number"]), str(message["why"]))
        elif kind == "lock":
            name, source, seconds, homes = message["lock"]
            self._lockout.learn(str(name), str(source), float(seconds), [str(home) for home in homes])
        elif kind == "stop":
            self._stop(float(message["deadline"]))
        elif kind == "prepare":
            self._prepare(message)
        elif kind == "commit":
            self._commit(message)
        elif kind == "logs":
            self._logs.configure(outputs=message.get("outputs"), filters=message.get("filters"))
        elif kind == "ping":
            self._control.answer(message)
        elif kind == "metrics":
            self._control.answer(message, numbers=snapshot(self._house))
        elif kind == "clients":
            self._control.answer(message, **self._clients())
        elif kind == "close":
            self._control.answer(message, done=self._evict(int(message["number"]), str(message["why"])))

    def _evict(self, number: int, why: str) -> bool:
        for client in self._house.clients:
            if client.info.number == number:
                client.evict(why)
                return True
        return False

    def _prepare(self, message: Message) -> None:
        """Look at a configuration; nothing changes yet."""
        try:
            if message["settings"] is None:
                commit = self._prepare_tls()
            else:
                commit = self._prepare_all(Settings.received(message["settings"], message["path"]))
        except VirtreachError as error:
            self._control.answer(message, error=str(error))
            return

        self._prepared = commit
        self._control.answer(message)

    def _prepare_all(self, settings: Settings) -> Callable[[], None]:
        put_in_force = prepare(self._house, settings)

        def commit() -> None:
            self._logs.configure(**log_settings(settings, verbose=self._words["verbose"]))
            put_in_force()
            self._settings = settings

        return commit

    def _prepare_tls(self) -> Callable[[], None]:
        house = self._house
        rules = house.tls.renewed() if house.tls is not None else None

        def commit() -> None:
            house.tls = rules

        return commit

    def _commit(self, message: Message) -> None:
        commit, self._prepared = self._prepared, None
        if commit is not None:
            commit()
        self._control.answer(message)

    def _clients(self) -> dict[str, object]:
        house = self._house
        return {
            "clients": self._desk.records(),
            "waiting": sum(client.session.waiting for client in house.clients),
            "busy": any(client.session.deferred for client in house.clients),
        }


def _far(control: Control, position: int, schemes: tuple[str, ...]) -> FarDriver:
    return FarDriver(position, schemes, control)
