"""The workers and their lives: made, replaced, told to end.

A worker that ends unasked is replaced at once; when that goes on, less and less often. So is one that does not answer
for as long as a client may be silent.
"""

from __future__ import annotations

import asyncio
import os
import signal
from functools import partial
from itertools import count
from logging import getLogger

from virtreach.daemon.supervisor.control import Control, pair
from virtreach.daemon.supervisor.worker import pack_settings
from virtreach.errors import ConfigError, TransportError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from typing import Any

    from virtreach.daemon.config.settings import Settings
    from virtreach.daemon.supervisor.control import Message
    from virtreach.daemon.supervisor.nursery import Nursery
    from virtreach.daemon.supervisor.places import Places

__all__ = ["WORKERS_MAX", "Crew", "Supervision", "WorkerProcess"]

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
_PULSE = -1


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
        control: to it.
        errands: what is being done for it and its clients, by the number of the question.
        gone: it has ended.
    """

    def __init__(self, slot: int, number: int, settings: Settings) -> None:
        self.slot = slot
        self.number = number
        self.settings = settings
        self.pid = 0
        self.ready = False
        self.leaving = False
        self.bye = False
        self.since = asyncio.get_running_loop().time()
        self.places: Places
        self.control: Control
        self.errands: dict[int, asyncio.Task[None]] = {}
        self.gone = asyncio.Event()

    def spawn(self, number: int, task: asyncio.Task[None]) -> None:
        """Keep an errand until it is done."""
        self.errands[number] = task
        task.add_done_callback(partial(self._done, number))

    def _done(self, number: int, task: asyncio.Task[None]) -> None:
        if self.errands.get(number) is task:
            del self.errands[number]


class Supervision:
    """What a crew wants of whoever has it."""

    settings: Settings

    def welcome(self, worker: WorkerProcess, last: int) -> None:
        """A worker is being made: give it its places, and tell it what it must know.

        Args:
            worker: with its channel.
            last: the largest number that a client of its slot has had.
        """
        raise AssertionError("a supervision says what workers are told first")

    def hear(self, worker: WorkerProcess, message: Message, sockets: list[socket.socket]) -> None:
        """A worker says something that is not about its own life."""
        raise AssertionError("a supervision says what workers want")

    def orphaned(self) -> None:
        """No worker can be made any more."""
        raise AssertionError("a supervision says what comes after the nursery's end")


class Crew:
    """All workers. Belongs to one event loop.

    Args:
        nursery: makes them.
        supervision: has the crew.
        verbose: they log at level 2 at least.

    Attributes:
        wanted: how many there shall be.
        workers: those that there are, by number.
    """

    def __init__(self, nursery: Nursery, supervision: Supervision, *, verbose: bool = False) -> None:
        self.wanted = supervision.settings.workers
        self.workers: dict[int, WorkerProcess] = {}
        self._nursery = nursery
        self._supervision = supervision
        self._verbose = verbose
        self._numbers = count(1)
        self._crashes = 0
        self._lasts: dict[int, int] = {}
        self._pauses: dict[int, asyncio.TimerHandle] = {}
        self._first_ready: asyncio.Future[None] | None = None
        self._orphaned = False
        self._round: asyncio.TimerHandle | None = None

    @property
    def ready(self) -> list[WorkerProcess]:
        """Those that take clients."""
        return [worker for worker in self.workers.values() if worker.ready]

    # All of them.

    def start(self) -> None:
        """Begin to hear of births and deaths, and to look after workers."""
        asyncio.get_running_loop().add_reader(self._nursery.sock.fileno(), self._hear_nursery)
        self._look_after()

    async def fill(self) -> None:
        """Have all workers made, and wait for the first one.

        Raises:
            ConfigError: one has ended before that.
        """
        self._first_ready = asyncio.get_running_loop().create_future()
        for slot in range(1, self.wanted + 1):
            self._make(slot)
        try:
            await self._first_ready
        finally:
            self._first_ready = None

    async def dismiss(self, deadline: float) -> None:
        """Have all workers end, and no new ones made until `fill`.

        Args:
            deadline: seconds that calls of their clients have to end.
        """
        wanted, self.wanted = self.wanted, 0
        for timer in self._pauses.values():
            timer.cancel()
        self._pauses.clear()
        try:
            await asyncio.gather(*(self._end(worker, deadline) for worker in list(self.workers.values())))
        finally:
            self.wanted = wanted

    def hurry(self) -> None:
        """Have the deadline of `dismiss` come at once."""
        for worker in self.workers.values():
            if worker.leaving:
                worker.control.post("stop", deadline=0)

    def close(self) -> None:
        """Have the nursery end, and with it whatever is left."""
        if self._round is not None:
            self._round.cancel()
        if not self._orphaned:
            asyncio.get_running_loop().remove_reader(self._nursery.sock.fileno())
        self._nursery.close()

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
        for worker in self.workers.values():
            if worker.slot > workers and not worker.leaving:
                worker.leaving = True
                worker.control.post("stop", deadline=float(self._supervision.settings.stop_timeout))

    def tell(self, kind: str, **words: Any) -> None:
        """Tell all workers something."""
        for worker in self.workers.values():
            worker.control.post(kind, **words)

    async def ask(self, kind: str, **words: Any) -> list[Message]:
        """Ask all workers that take clients; those that end meanwhile, or do not answer, are left out."""

        async def ask(worker: WorkerProcess) -> Message | None:
            try:
                async with asyncio.timeout(_PATIENCE):
                    return await worker.control.ask(kind, **words)
            except (TransportError, TimeoutError):
                return None

        return [answer for answer in await asyncio.gather(*map(ask, self.ready)) if answer is not None]

    # One of them.

    def _make(self, slot: int) -> None:
        """Order a worker."""
        self._pauses.pop(slot, None)
        if slot > self.wanted or any(one.slot == slot and not one.leaving for one in self.workers.values()):
            return
        worker = WorkerProcess(slot, next(self._numbers), self._supervision.settings)
        ours, theirs = pair()
        settings = pack_settings(worker.settings)
        # Numbers of clients differ between slots by their remainder, and grow within one.
        last = self._lasts.get(slot, 0)
        words = {
            "worker": worker.number,
            "first": last + WORKERS_MAX if last else slot,
            "step": WORKERS_MAX,
            "path": worker.settings.path,
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
        self.workers[worker.number] = worker
        worker.control = Control(ours, partial(self._hear, worker), partial(self._lost, worker))
        self._supervision.welcome(worker, last)

    def _hear(self, worker: WorkerProcess, message: Message, sockets: list[socket.socket]) -> None:
        if message["kind"] == "bye":
            worker.bye = True
        elif message["kind"] == "ready":
            worker.ready = True
            _log.info("worker %d (pid %d) takes clients", worker.slot, worker.pid)
            if self._first_ready is not None and not self._first_ready.done():
                self._first_ready.set_result(None)
            self._supervision.hear(worker, message, sockets)
        else:
            self._supervision.hear(worker, message, sockets)

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

    def _look_after(self) -> None:
        """See that workers answer; one that is silent for as long as a client may be is replaced."""
        settings = self._supervision.settings
        interval, rounds = settings.keepalive_interval, settings.keepalive_count
        patience = float(interval * (rounds + 1)) if interval > 0 else _SILENCE
        loop = asyncio.get_running_loop()
        for worker in self.ready:
            if not worker.leaving and _PULSE not in worker.errands:
                worker.spawn(_PULSE, loop.create_task(self._look(worker, patience)))
        self._round = loop.call_later(_ROUND, self._look_after)

    async def _look(self, worker: WorkerProcess, patience: float) -> None:
        try:
            async with asyncio.timeout(patience):
                await worker.control.ask("ping")
        except TimeoutError:
            _log.error("worker %d (pid %d) does not answer and is killed", worker.slot, worker.pid)
            self._kill(worker)
        except TransportError:
            # It ends, and the nursery will say how.
            return

    # Births and deaths.

    def _hear_nursery(self) -> None:
        try:
            reports = self._nursery.read()
        except EOFError:
            asyncio.get_running_loop().remove_reader(self._nursery.sock.fileno())
            _log.error("the process that makes workers has ended")
            self._orphaned = True
            self._supervision.orphaned()
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
        """A worker has ended.

        Args:
            worker: gone.
            how: it ended; "" when all was well.
        """
        if self.workers.pop(worker.number, None) is None:
            return
        worker.gone.set()
        worker.control.close()
        clients = len(worker.places)
        worker.places.clear()
        self._lasts[worker.slot] = max(self._lasts.get(worker.slot, 0), worker.places.last)
        for task in list(worker.errands.values()):
            task.cancel()
        if worker.leaving:
            return
        if how:
            _log.error("worker %d (pid %d) has ended: %s; %d clients", worker.slot, worker.pid, how, clients)
        if self._first_ready is not None and not self._first_ready.done():
            # Whoever waits may end the daemon, or not.
            self._first_ready.set_exception(ConfigError("the workers do not start; the log says why"))
        loop = asyncio.get_running_loop()
        self._crashes = self._crashes + 1 if how and loop.time() - worker.since < _LIFE else 0
        pause = min(_PAUSE_MOST, _PAUSE_FIRST * 2 ** (self._crashes - 2)) if self._crashes > 1 else 0.0
        if worker.slot <= self.wanted:
            self._pauses[worker.slot] = loop.call_later(pause, self._make, worker.slot)


def _how(status: int) -> str:
    """How a process has ended, of what waitpid says; "" when all was well."""
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit status {code}" if code else ""
