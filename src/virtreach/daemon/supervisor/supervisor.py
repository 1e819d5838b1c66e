"""The supervisor: has the workers, and keeps what they share.

Should the nursery end, no worker could be replaced any more: then the daemon becomes its own successor, which has a
new one.
"""

from __future__ import annotations

import asyncio
from logging import getLogger

from virtreach.daemon.assembly import prepare
from virtreach.daemon.entry.admission import Admission
from virtreach.daemon.records.metrics import merge, snapshot
from virtreach.daemon.supervisor.crew import Crew, Supervision
from virtreach.daemon.supervisor.far import open_for
from virtreach.daemon.supervisor.places import Places, Unlimited
from virtreach.errors import ConfigError, TransportError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from collections.abc import Awaitable, Callable, Sequence
    from typing import Any

    from virtreach.daemon.config.settings import Settings
    from virtreach.daemon.house import House
    from virtreach.daemon.listeners import Listener
    from virtreach.daemon.records.metrics import Snapshot
    from virtreach.daemon.supervisor.control import Message
    from virtreach.daemon.supervisor.crew import WorkerProcess
    from virtreach.daemon.supervisor.nursery import Nursery

__all__ = ["Supervisor"]

_log = getLogger("virtreach.daemon")
# What the supervisor's own house counts about connections was counted by workers before.
_COUNTED_HERE = ("calls", "times", "streams")
# What is done for a worker itself, among the errands that its clients' questions have numbers for.
_CATCH_UP = 0
_DIGEST_SIZE = 64


class Supervisor(Supervision):
    """What serves clients by several processes; a body of the daemon (`virtreach.daemon.life.running`).

    Args:
        house: has the drivers that share state; clients of workers come into it.
        listeners: the doors.
        nursery: makes workers.
        settings: the configuration.
        verbose: workers log at level 2 at least.

    Attributes:
        admission: the places of all workers.
        crew: the workers.
        on_orphaned: called when no worker can be made any more.
        settings: the configuration in force.
    """

    def __init__(
        self,
        house: House,
        listeners: Sequence[Listener],
        nursery: Nursery,
        settings: Settings,
        *,
        verbose: bool = False,
    ) -> None:
        self.house = house
        self.listeners = list(listeners)
        self.settings = settings
        self.admission = Admission(0, 0, 0)
        self.crew = Crew(nursery, self, verbose=verbose)
        self.on_orphaned: Callable[[], object] = lambda: None
        # What administrators have set, until the configuration is read again.
        self._logs: dict[str, Any] = {}
        self._stopped = False
        house.admission = Unlimited()
        self._set_limits(settings)

    def _set_limits(self, settings: Settings) -> None:
        self.admission.max_clients = settings.max_clients
        self.admission.max_strangers = settings.max_anonymous_clients
        self.admission.max_strangers_from_one = settings.max_anonymous_clients_per_address

    @property
    def busy(self) -> bool:
        """Whether anybody is connected."""
        return bool(self.admission.known or self.admission.strangers)

    @property
    def status(self) -> str:
        """How the daemon is, in a few words."""
        return f"{self.admission.known + self.admission.strangers} clients, {len(self.crew.ready)} workers"

    # Life.

    async def start(self) -> None:
        """Have workers made; returns when one takes clients.

        Raises:
            ConfigError: a driver or the workers cannot start.
        """
        for driver in self.house.drivers:
            driver.start()
        self.crew.start()
        await self.crew.fill()
        for listener in self.listeners:
            _log.info("listens on %s (%s)", listener.place, listener.door)

    async def pause(self, deadline: float) -> None:
        """Have all workers end; see `Server.pause`. Whoever comes waits at the doors, which are open here."""
        await self.crew.dismiss(deadline)
        await self.house.empty(0.0)

    async def resume(self) -> None:
        """Take clients in again."""
        self.house.reopen()
        await self.crew.fill()

    async def stop(self, deadline: float) -> None:
        """Take nobody in any more, let calls end, and go; see `Server.stop`."""
        if self._stopped:
            return
        self._stopped = True
        for listener in self.listeners:
            listener.remove()
        await self.pause(deadline)
        self.crew.close()
        for listener in self.listeners:
            listener.forsake()
        self.house.close()
        # Transports close their sockets in the next turn of the loop.
        await asyncio.sleep(0)

    def hurry(self) -> None:
        """Cut everybody off whom `stop` or `pause` waits for."""
        self.crew.hurry()

    def orphaned(self) -> None:
        """See `Supervision.orphaned`."""
        self.on_orphaned()

    # What workers are told and say.

    def welcome(self, worker: WorkerProcess, last: int) -> None:
        """See `Supervision.welcome`."""

        def tell(number: int, why: str) -> None:
            worker.control.post("evict", number=number, why=why)

        worker.places = Places(self.admission, tell)
        worker.places.last = last
        for lock in self.house.lockout.locks():
            worker.control.post("lock", lock=lock)
        if self._logs:
            worker.control.post("logs", **self._logs)

    def hear(self, worker: WorkerProcess, message: Message, sockets: list[socket.socket]) -> None:
        """See `Supervision.hear`."""
        kind = message["kind"]
        if kind == "guests":
            for what, number, source in message["news"]:
                worker.places.note(str(what), int(number), str(source))
        elif kind == "open":
            (sock,) = sockets
            self._open(worker, message, sock)
        elif kind == "cancel":
            task = worker.errands.get(message["number"])
            if task is not None:
                task.cancel()
        elif kind == "failed":
            self._failed(*_digests(message))
        elif kind == "succeeded":
            self.house.lockout.succeeded(*_digests(message))
        elif kind == "ready" and worker.settings is not self.settings:
            self._catch_up(worker)

    def _open(self, worker: WorkerProcess, question: Message, sock: socket.socket) -> None:
        """Open a driver for a client of a worker."""

        async def do() -> None:
            worker.control.answer(question, **await open_for(self.house, question, sock))

        worker.spawn(int(question["ask"]), asyncio.get_running_loop().create_task(do()))

    def _failed(self, name: str, source: str) -> None:
        lockout = self.house.lockout
        lockout.failed(name, source)
        lock = lockout.lock(name, source)
        if lock is not None:
            self.crew.tell("lock", lock=lock)

    def _catch_up(self, worker: WorkerProcess) -> None:
        """Give a new worker the configuration that has come into force while it was made."""
        settings = self.settings

        async def do() -> None:
            try:
                await worker.control.ask("prepare", settings=settings.effective(), path=settings.path)
                await worker.control.ask("commit")
            except TransportError as error:
                _log.debug("worker %d has no new configuration: %s", worker.slot, error)

        worker.spawn(_CATCH_UP, asyncio.get_running_loop().create_task(do()))

    # What concerns all workers.

    async def prepare(self, settings: Settings) -> Callable[[], Awaitable[None]]:
        """Look at a new configuration, in all processes; see `Server.prepare`."""
        put_in_force = prepare(self.house, settings)
        await self.prepare_workers(settings.effective())

        async def commit() -> None:
            put_in_force()
            resized = settings.workers != self.settings.workers
            self.settings = settings
            self._logs.clear()
            self._set_limits(settings)
            if resized:
                await self.crew.resize(settings.workers)
            await self.crew.ask("commit")

        return commit

    def set_logs(self, **words: str) -> None:
        """Have all workers log elsewhere, or something else: ``outputs`` and ``filters`` as of `Logs`."""
        self._logs.update(words)
        self.crew.tell("logs", **words)

    async def prepare_workers(self, text: str | None) -> None:
        """Have all workers look at a configuration, or, without one, at the files for TLS.

        Raises:
            ConfigError: one of them cannot use it.
        """
        for answer in await self.crew.ask("prepare", settings=text, path=self.settings.path):
            if "error" in answer:
                raise ConfigError(str(answer["error"]))

    async def snapshot(self) -> Snapshot:
        """The numbers of all processes together."""
        own = snapshot(self.house)
        answers = await self.crew.ask("metrics")
        merged: dict[str, Any] = merge(answer["numbers"] for answer in answers)
        for name, (good, failed, _, _) in own["calls"].items():
            # To a worker these were calls that it passed on.
            if name in merged.get("calls", {}):
                numbers = merged["calls"][name]
                numbers[3] = max(0, numbers[3] - good - failed)
        return merge([merged, {key: own[key] for key in _COUNTED_HERE}])


def _digests(message: Message) -> tuple[str, str]:
    """Name and address of a login, which workers know by digests only."""
    return str(message["name"])[:_DIGEST_SIZE], str(message["source"])[:_DIGEST_SIZE]
