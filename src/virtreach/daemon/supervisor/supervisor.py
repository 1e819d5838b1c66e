"""The supervisor: has workers made, replaces them, and keeps what they share.

A worker that ends unasked is replaced at once; when that goes on, less and less often. Should the nursery end, no
worker could be replaced any more: then the daemon becomes its own successor, which has a new one.
"""

from __future__ import annotations

import asyncio
import os
import signal
from functools import partial
from itertools import count
from logging import getLogger

from virtreach.daemon.admission import Admission
from virtreach.daemon.assembly import prepare
from virtreach.daemon.metrics import merge, snapshot
from virtreach.daemon.supervisor.control import Control, pair
from virtreach.daemon.supervisor.far import open_for
from virtreach.daemon.supervisor.places import Places, Unlimited
from virtreach.daemon.supervisor.worker import pack_settings
from virtreach.errors import ConfigError, TransportError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from collections.abc import Awaitable, Callable, Sequence
    from typing import Any

    from virtreach.daemon.config.settings import Settings
    from virtreach.daemon.house import House
    from virtreach.daemon.listeners import Listener
    from virtreach.daemon.metrics import Snapshot
    from virtreach.daemon.supervisor.control import Message
    from virtreach.daemon.supervisor.nursery import Nursery

__all__ = ["WORKERS_MAX", "Supervisor", "WorkerProcess"]

WORKERS_MAX = 64
"""Workers at a time."""

_log = getLogger("virtreach.daemon")
# A worker that lived for so long, in seconds, did not crash at once.
_LIFE = 10.0
# Pauses before a worker is made again that crashed at once, in seconds.
_PAUSE_FIRST, _PAUSE_MOST = 0.1, 30.0
# Seconds beyond the deadline until a worker that should have ended is killed, and for an answer.
_INSISTENCE = 2.0
_PATIENCE = 10.0
# How often it is looked whether workers answer, and how long they may be silent if clients may be forever, in seconds.
_ROUND, _SILENCE = 5.0, 30.0
# What is done for a worker itself, among the errands that its clients' questions have numbers for.
_CATCH_UP, _PULSE = 0, -1
# What the supervisor's own house counts about connections was counted by workers before.
_COUNTED_HERE = ("calls", "times", "streams")


class WorkerProcess:
    """One worker as the supervisor sees it.

    Attributes:
        slot: its place among the workers, from 1; the one that replaces it has the same.
        number: no other worker has or had it.
        settings: the configuration that it has been made with.
        pid: of the process; 0 until it is known.
        ready: it takes clients.
        leaving: it was told to end.
        bye: it says that it ends.
        places: its clients.
    """

    def __init__(self, slot: int, number: int, settings: Settings) -> None:
        self.slot = slot
        self.number = number
        self.settings = settings
        self.pid = 0
        self.ready = False
        self.leaving = False
        self.bye = False
        self.since = 0.0
        self.places: Places
        self.control: Control
        self.errands: dict[int, asyncio.Task[None]] = {}
        self.gone = asyncio.Event()


class Supervisor:
    """What serves clients by several processes; a body of the daemon (`virtreach.daemon.running`).

    Args:
        house: has the drivers that share state; clients of workers come into it.
        listeners: the doors.
        nursery: makes workers.
        settings: the configuration.
        verbose: workers log at level 2 at least.

    Attributes:
        admission: the places of all workers.
        on_orphaned: called when the nursery has ended.
        settings: the configuration in force.
        wanted: how many workers there shall be.
        workers: those that there are.
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
        self.wanted = settings.workers
        self.workers: dict[int, WorkerProcess] = {}
        self.admission = Admission(0, 0, 0)
        self.on_orphaned: Callable[[], object] = lambda: None
        self._nursery: Nursery = nursery
        self._verbose = verbose
        self._numbers = count(1)
        self._crashes = 0
        self._lasts: dict[int, int] = {}
        self._pauses: dict[int, asyncio.TimerHandle] = {}
        self._first_ready: asyncio.Future[None] | None = None
        self._orphaned = False
        self._round: asyncio.TimerHandle | None = None
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
        ready = sum(worker.ready for worker in self.workers.values())
        return f"{self.admission.known + self.admission.strangers} clients, {ready} workers"

    # Life.

    async def start(self) -> None:
        """Have workers made; returns when they take clients.

        Raises:
            ConfigError: a driver or the workers cannot start.
        """
        for driver in self.house.drivers:
            driver.start()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._nursery.sock.fileno(), self._hear_nursery)
        await self._fill()
        self._look_after()
        for listener in self.listeners:
            _log.info("%r listens on %s", listener.door, listener.place)

    def _look_after(self) -> None:
        """See that workers answer; one that is silent for as long as a client may be is replaced."""
        interval, rounds = self.settings.keepalive_interval, self.settings.keepalive_count
        patience = float(interval * (rounds + 1)) if interval > 0 else _SILENCE

        async def look(worker: WorkerProcess) -> None:
            try:
                async with asyncio.timeout(patience):
                    await worker.control.ask("ping")
            except TimeoutError:
                _log.error("worker %d (pid %d) does not answer and is killed", worker.slot, worker.pid)
                self._kill(worker)
            except TransportError:
                # It ends, and the nursery will say how.
                return

        loop = asyncio.get_running_loop()
        for worker in self.workers.values():
            if worker.ready and not worker.leaving and _PULSE not in worker.errands:
                task = worker.errands[_PULSE] = loop.create_task(look(worker))
                task.add_done_callback(partial(_over, worker.errands, _PULSE))
        self._round = loop.call_later(_ROUND, self._look_after)

    async def _fill(self) -> None:
        """Have all workers made, and wait for the first one, or why there is none."""
        self._first_ready = asyncio.get_running_loop().create_future()
        for slot in range(1, self.wanted + 1):
            self._make(slot)
        try:
            await self._first_ready
        finally:
            self._first_ready = None

    async def resume(self) -> None:
        """Take clients in again."""
        self.house.reopen()
        await self._fill()

    async def pause(self, deadline: float) -> None:
        """Have all workers end; see `Server.pause`. Whoever comes waits at the doors, which are open here."""
        wanted, self.wanted = self.wanted, 0
        self._cancel_pauses()
        try:
            await asyncio.gather(*(self._end(worker, deadline) for worker in list(self.workers.values())))
            await self.house.empty(0.0)
        finally:
            self.wanted = wanted

    async def stop(self, deadline: float) -> None:
        """Take nobody in any more, let calls end, and go; see `Server.stop`."""
        if self._stopped:
            return
        self._stopped = True
        if self._round is not None:
            self._round.cancel()
        for listener in self.listeners:
            listener.remove()
        await self.pause(deadline)
        self.wanted = 0
        asyncio.get_running_loop().remove_reader(self._nursery.sock.fileno())
        self._nursery.close()
        for listener in self.listeners:
            listener.forsake()
        self.house.close()
        await asyncio.sleep(0)

    def hurry(self) -> None:
        """Cut everybody off whom `stop` or `pause` waits for."""
        for worker in self.workers.values():
            if worker.leaving:
                worker.control.post("stop", deadline=0)

    async def _end(self, worker: WorkerProcess, deadline: float) -> None:
        """Have one worker end, in the end by force."""
        worker.leaving = True
        worker.control.post("stop", deadline=deadline)
        try:
            async with asyncio.timeout(deadline + _INSISTENCE):
                await worker.gone.wait()
        except TimeoutError:
            _log.error("worker %d (pid %d) does not end and is killed", worker.slot, worker.pid)
            self._kill(worker)
            try:
                async with asyncio.timeout(_INSISTENCE):
                    await worker.gone.wait()
            except TimeoutError:
                # The nursery does not carry it out. What it has not reaped has its number still.
                if worker.pid:
                    os.kill(worker.pid, signal.SIGKILL)
                self._bury(worker, "the nursery hangs")

    def _kill(self, worker: WorkerProcess) -> None:
        try:
            self._nursery.kill(worker.pid)
        except OSError:
            # With the nursery all of them end.
            self._bury(worker, "the nursery has ended")

    async def resize(self, workers: int) -> None:
        """Have so many workers from now on; those that are too many end once their clients' calls do.

        Raises:
            UsageError: there cannot be so many.
        """
        if not 1 <= workers <= WORKERS_MAX:
            raise UsageError(f"there may be 1 to {WORKERS_MAX} workers")
        before, self.wanted = self.wanted, workers
        for slot in range(before + 1, workers + 1):
            self._make(slot)
        for slot in range(workers + 1, before + 1):
            pause = self._pauses.pop(slot, None)
            if pause is not None:
                pause.cancel()
        for worker in list(self.workers.values()):
            if worker.slot > workers and not worker.leaving:
                worker.leaving = True
                worker.control.post("stop", deadline=float(self.settings.stop_timeout))

    # Workers come and go.

    def _make(self, slot: int) -> None:
        """Order a worker."""
        self._pauses.pop(slot, None)
        if slot > self.wanted or any(one.slot == slot and not one.leaving for one in self.workers.values()):
            return
        worker = WorkerProcess(slot, next(self._numbers), self.settings)
        ours, theirs = pair()
        settings = pack_settings(self.settings)
        # Numbers of clients differ between slots by their remainder, and grow within one.
        step = WORKERS_MAX
        last = self._lasts.get(slot, 0)
        first = last + step if last else slot
        words = {
            "worker": worker.number,
            "first": first,
            "step": step,
            "path": self.settings.path,
            "verbose": self._verbose,
        }
        try:
            self._nursery.fork(theirs, settings, words)
        except OSError as error:
            _log.error("worker %d cannot be ordered: %s", slot, error.strerror)
            ours.close()
            return
        finally:
            theirs.close()
            os.close(settings)
        worker.since = asyncio.get_running_loop().time()
        self.workers[worker.number] = worker
        worker.control = Control(
            ours,
            lambda message, sockets: self._hear(worker, message, sockets),
            lambda why: self._lost(worker, why),
        )
        worker.places = Places(
            self.admission, lambda number, why: worker.control.post("evict", number=number, why=why)
        )
        worker.places.last = last
        worker.control.post("locks", names=self.house.lockout.locks())

    def _hear_nursery(self) -> None:
        try:
            reports = self._nursery.read()
        except EOFError:
            asyncio.get_running_loop().remove_reader(self._nursery.sock.fileno())
            _log.error("the process that makes workers has ended")
            self._orphaned = True
            self.on_orphaned()
            return
        for report in reports:
            born = self.workers.get(report.get("born", 0))
            if born is not None:
                born.pid = report["pid"]
            elif "died" in report:
                for worker in list(self.workers.values()):
                    if worker.pid == report["died"]:
                        self._bury(worker, _how(report["status"]))

    def _lost(self, worker: WorkerProcess, why: str) -> None:
        """A worker's end of the channel is closed; mostly it has just ended, which the nursery will tell."""
        if self._orphaned or worker.leaving:
            self._bury(worker, why)
        elif not worker.bye and worker.pid:
            # Whatever it still does is of no use.
            self._kill(worker)

    def _bury(self, worker: WorkerProcess, how: str) -> None:
        """A worker has ended."""
        if self.workers.pop(worker.number, None) is None:
            return
        worker.gone.set()
        worker.control.close()
        clients = len(worker.places)
        worker.places.clear()
        self._lasts[worker.slot] = max(self._lasts.get(worker.slot, 0), worker.places.last)
        for task in worker.errands.values():
            task.cancel()
        if worker.leaving or self._stopped:
            return
        if how:
            _log.error("worker %d (pid %d) has ended: %s; %d clients", worker.slot, worker.pid, how, clients)
        if self._first_ready is not None and not self._first_ready.done():
            self._first_ready.set_exception(ConfigError("the workers do not start; the log says why"))
            return
        lived = asyncio.get_running_loop().time() - worker.since
        self._crashes = 0 if lived > _LIFE or not how else self._crashes + 1
        pause = min(_PAUSE_MOST, _PAUSE_FIRST * 2 ** (self._crashes - 2)) if self._crashes > 1 else 0.0
        if worker.slot <= self.wanted:
            loop = asyncio.get_running_loop()
            self._pauses[worker.slot] = loop.call_later(pause, self._make, worker.slot)

    def _cancel_pauses(self) -> None:
        for timer in self._pauses.values():
            timer.cancel()
        self._pauses.clear()

    # What workers say.

    def _hear(self, worker: WorkerProcess, message: Message, sockets: list[socket.socket]) -> None:
        kind = message["kind"]
        if kind == "guests":
            for what, number, source in message["news"]:
                worker.places.note(str(what), int(number), str(source))
        elif kind == "open":
            (sock,) = sockets
            self._errand(worker, message, sock)
        elif kind == "cancel":
            task = worker.errands.get(message["number"])
            if task is not None:
                task.cancel()
        elif kind == "failed":
            self._failed(str(message["name"])[:64])
        elif kind == "succeeded":
            self._succeeded(str(message["name"])[:64])
        elif kind == "bye":
            worker.bye = True
        elif kind == "ready":
            worker.ready = True
            _log.info("worker %d (pid %d) takes clients", worker.slot, worker.pid)
            if self._first_ready is not None and not self._first_ready.done():
                self._first_ready.set_result(None)
            if worker.settings is not self.settings:
                self._catch_up(worker)

    def _catch_up(self, worker: WorkerProcess) -> None:
        """Give a new worker the configuration that has come into force while it was made."""

        async def do() -> None:
            try:
                await worker.control.ask(
                    "prepare", settings=self.settings.effective(), path=self.settings.path
                )
                await worker.control.ask("commit")
            except TransportError as error:
                _log.debug("worker %d has no new configuration: %s", worker.slot, error)

        worker.errands[_CATCH_UP] = asyncio.get_running_loop().create_task(do())

    def _errand(self, worker: WorkerProcess, question: Message, sock: socket.socket) -> None:
        """Open a driver for a client of a worker."""

        async def do() -> None:
            worker.control.answer(question, **await open_for(self.house, question, sock))

        number = question["ask"]
        task = asyncio.get_running_loop().create_task(do())
        worker.errands[number] = task
        task.add_done_callback(partial(_over, worker.errands, number))

    def _failed(self, name: str) -> None:
        lockout = self.house.lockout
        lockout.failed(name)
        if lockout.locked(name):
            self._tell_all("locks", names={name: lockout.seconds})

    def _succeeded(self, name: str) -> None:
        self.house.lockout.succeeded(name)

    def _tell_all(self, kind: str, **words: Any) -> None:
        for worker in self.workers.values():
            worker.control.post(kind, **words)

    # What is asked of all workers.

    async def ask_all(self, kind: str, **words: Any) -> list[Message]:
        """Ask all workers that take clients; those that end meanwhile, or do not answer, are left out."""

        async def ask(worker: WorkerProcess) -> Message | None:
            try:
                async with asyncio.timeout(_PATIENCE):
                    return await worker.control.ask(kind, **words)
            except (TransportError, TimeoutError):
                return None

        workers = [worker for worker in self.workers.values() if worker.ready]
        return [answer for answer in await asyncio.gather(*map(ask, workers)) if answer is not None]

    async def prepare(self, settings: Settings) -> Callable[[], Awaitable[None]]:
        """Look at a new configuration, in all processes; see `Server.prepare`."""
        put_in_force = prepare(self.house, settings)
        await self.prepare_workers(settings.effective())

        async def commit() -> None:
            put_in_force()
            resized = settings.workers != self.settings.workers
            self.settings = settings
            self._set_limits(settings)
            if resized:
                await self.resize(settings.workers)
            await self.ask_all("commit")

        return commit

    async def prepare_workers(self, text: str | None) -> None:
        """Have all workers look at a configuration, or, without one, at the files for TLS.

        Raises:
            ConfigError: one of them cannot use it.
        """
        for answer in await self.ask_all("prepare", settings=text, path=self.settings.path):
            if "error" in answer:
                raise ConfigError(str(answer["error"]))

    def tell_logs(self, **words: str) -> None:
        """Have workers log elsewhere, or something else."""
        self._tell_all("logs", **words)

    async def snapshot(self) -> Snapshot:
        """The numbers of all processes together."""
        own = snapshot(self.house)
        answers = await self.ask_all("metrics")
        merged: dict[str, Any] = merge(answer["numbers"] for answer in answers)
        for name, (good, failed, _, _) in own["calls"].items():
            # To a worker these were calls that it passed on.
            if name in merged.get("calls", {}):
                numbers = merged["calls"][name]
                numbers[3] = max(0, numbers[3] - good - failed)
        return merge([merged, {key: own[key] for key in _COUNTED_HERE}])


def _over(errands: dict[int, asyncio.Task[None]], number: int, task: asyncio.Task[None]) -> None:
    """An errand is done."""
    if errands.get(number) is task:
        del errands[number]


def _how(status: int) -> str:
    """How a process has ended, of what waitpid says; "" when all was well."""
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit status {code}" if code else ""
