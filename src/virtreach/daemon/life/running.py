"""The life of a daemon: its start, what signals ask of it, and a graceful end.

========  ==========================================================================================
SIGHUP    read the configuration again: all of it is put in force, or nothing
SIGUSR2   become the code that is installed now; see `virtreach.daemon.life.succession`
SIGTERM   stop: take nobody in, let calls end, go; a second one does not wait for calls
========  ==========================================================================================

What serves clients is a *body*: a `Server` in this process, or a `Supervisor` of several processes. Administration has
a body of its own.
"""

from __future__ import annotations

import asyncio
import os
import signal
from logging import getLogger

from virtreach.daemon.config.keys import AT_START
from virtreach.daemon.life.lifetime import Lifetime
from virtreach.daemon.life.notify import notify, notify_reloading, watchdog_interval
from virtreach.daemon.life.succession import SIGNALS, STATE, become, check, pack_state
from virtreach.daemon.records.logs import log_settings
from virtreach.errors import VirtreachError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from typing import Protocol

    from virtreach.daemon.config.settings import Settings
    from virtreach.daemon.house import House
    from virtreach.daemon.life.background import Herald, PidFile
    from virtreach.daemon.listeners import Listener
    from virtreach.daemon.records.audit import Audit
    from virtreach.daemon.records.logs import Logs

    class Body(Protocol):
        """What serves clients; see `Server`."""

        listeners: list[Listener]

        @property
        def busy(self) -> bool: ...

        async def start(self) -> None: ...

        async def prepare(self, settings: Settings) -> Callable[[], Awaitable[None]]: ...

        async def pause(self, deadline: float) -> None: ...

        async def resume(self) -> None: ...

        async def stop(self, deadline: float) -> None: ...

        def hurry(self) -> None: ...


__all__ = ["PID_FILE", "Orders", "Running"]

PID_FILE = "pid-file"
"""The name under which the pid file is handed on."""

_log = getLogger("virtreach.daemon")
# How often systemd is told how many clients there are, if that has changed, in seconds.
_STATUS_ROUND = 5.0
# How often it is looked whether what a predecessor left behind has ended, in seconds.
_BURIAL_ROUND = 0.5


class Orders:
    """What the command line says about a daemon's life.

    Args:
        load: reads the configuration.
        command: the words that start a successor.
        verbose: log at level 2 at least.
        timeout: end after that many seconds without a client; None or 0 for never.

    Attributes:
        activated: systemd has made the sockets.
        left: processes that end, or have ended, with the predecessor.
    """

    def __init__(
        self,
        load: Callable[[], Settings],
        command: Sequence[str],
        *,
        verbose: bool = False,
        timeout: float | None = None,
    ) -> None:
        self.load = load
        self.command = tuple(command)
        self.verbose = verbose
        self.timeout = timeout
        self.activated = False
        self.left: Sequence[int] = ()


class Running:
    """A daemon while it runs. Belongs to one event loop, in which it is made.

    Args:
        orders: what the command line says.
        settings: the configuration.
        logs: what the process logs.
        house: has the drivers and their objects.
        pid_file: the file with the process's number, or None.

    Attributes:
        bodies: what serves clients, in the order in which they start. Set before `serve`.
        life: when the daemon ends.
        status: says in a few words how the daemon is.
        children: gives the processes that end when this one becomes its successor.
    """

    def __init__(
        self,
        orders: Orders,
        settings: Settings,
        logs: Logs,
        house: House,
        *,
        pid_file: PidFile | None = None,
    ) -> None:
        self._orders = orders
        self._first = settings
        self._grace = float(settings.stop_timeout)
        self._logs = logs
        self._house = house
        self._audit: Audit = house.policy.audit
        self._pid_file = pid_file
        self._one_at_a_time = asyncio.Lock()
        self._errands: set[asyncio.Task[None]] = set()
        self._timers: list[asyncio.TimerHandle] = []
        self.bodies: list[Body] = []
        self.status: Callable[[], str] = str
        self.children: Callable[[], Sequence[int]] = tuple
        self.life = Lifetime(lambda: any(body.busy for body in self.bodies), orders.timeout)

    async def serve(self, herald: Herald | None = None) -> None:
        """Start everything, and return when all has ended.

        Args:
            herald: is told once clients can connect.

        Raises:
            VirtreachError: something does not start; nothing is left behind.
        """
        self._listen_to_signals()
        try:
            for body in self.bodies:
                await body.start()
            notify(f"READY=1\nMAINPID={os.getpid()}")
            self._audit.event("start", None, "ok")
            if herald is not None:
                herald.ready()
            self._pulse()
            self._bury(self._orders.left)
            await self.life.over()
            notify("STOPPING=1")
        finally:
            await self._stop()

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.life.end)
        loop.add_signal_handler(signal.SIGHUP, self._go, self.reload)
        loop.add_signal_handler(signal.SIGUSR2, self._go, self.upgrade)
        # A predecessor has left them blocked.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)

    def _go(self, errand: Callable[[], Awaitable[None]]) -> None:
        """Do something that a signal asks for, once what an earlier one asked for is done."""

        async def alone() -> None:
            async with self._one_at_a_time:
                try:
                    await errand()
                except Exception:  # noqa: BLE001 - nobody else would hear of it
                    _log.exception("what a signal has asked for failed")

        task = asyncio.get_running_loop().create_task(alone())
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    # For systemd.

    def _pulse(self) -> None:
        """Begin to tell systemd how the daemon is, as often as it wants to hear of it."""
        interval = watchdog_interval()
        if interval:
            self._again(interval, lambda: "WATCHDOG=1")
        if "NOTIFY_SOCKET" in os.environ:
            self._again(_STATUS_ROUND, lambda: f"STATUS={self.status()}")

    def _again(self, interval: float, what: Callable[[], str], before: str = "") -> None:
        state = what()
        if state != before or state == "WATCHDOG=1":
            notify(state)
        loop = asyncio.get_running_loop()
        now = loop.time()
        self._timers = [timer for timer in self._timers if timer.when() > now]
        self._timers.append(loop.call_later(interval, self._again, interval, what, state))

    def _bury(self, left: Sequence[int]) -> None:
        """Wait for processes that a predecessor has left behind."""
        left = [pid for pid in left if not _has_ended(pid)]
        if left:
            self._timers.append(asyncio.get_running_loop().call_later(_BURIAL_ROUND, self._bury, left))

    # What signals ask for.

    async def reload(self) -> None:
        """Read everything again that may change under way; what cannot be used changes nothing."""
        notify_reloading()
        try:
            settings = self._orders.load()
            self._refuse_strangers(settings)
            steps = [await body.prepare(settings) for body in self.bodies]
            # Files are opened anew as well, for whoever has renamed them.
            with settings.about("log_outputs"):
                self._logs.configure(**log_settings(settings, verbose=self._orders.verbose))
            for step in steps:
                await step()
            self._grace = float(settings.stop_timeout)
            self._audit.event("reload", None, "ok")
            _log.warning("the configuration was read again")
            waiting = self._waiting(settings)
            if waiting:
                text = "%s: only a start looks at that; until then, or until SIGUSR2, it stays as it was"
                _log.warning(text, ", ".join(waiting))
        except VirtreachError as error:
            _log.error("the configuration stays as it was: %s", error)
            self._audit.event("reload", None, "failed", {"why": str(error)})
        notify("READY=1")

    def _refuse_strangers(self, settings: Settings) -> None:
        """Keep the network's door shut for those who show neither a certificate nor a password.

        Raises:
            ConfigError: certificates are not asked for any more, and the door that there is asks for nothing else.
        """
        if settings.tls_no_verify_certificate and self._first.auth_tls == "none":
            text = f'tls_no_verify_certificate = 1 has to wait for a start, as auth_tls = "{settings.auth_tls}" does'
            raise settings.error(text, "tls_no_verify_certificate")

    def _waiting(self, settings: Settings) -> list[str]:
        """The keys whose new values wait for the next start."""
        waiting = [name for name in AT_START if getattr(settings, name) != getattr(self._first, name)]
        if self._first.workers == 1 != settings.workers:
            waiting.append("workers")
        return waiting

    async def upgrade(self) -> None:
        """Become the code that is installed now. Clients are sent away, and may come back at once."""
        command = self._orders.command
        try:
            await check(command)
        except VirtreachError as error:
            _log.error("the daemon stays as it is: %s", error)
            return
        _log.warning("the daemon becomes its successor")
        notify_reloading()
        await asyncio.gather(*(body.pause(self._grace) for body in self.bodies))
        # Transports close their sockets in the next turn of the loop.
        await asyncio.sleep(0)
        try:
            self._become(command)
        except Exception as error:  # noqa: BLE001 - whatever it was, clients wait at the doors
            text = "the daemon goes on as it was: %s"
            _log.error(text, error, exc_info=None if isinstance(error, VirtreachError) else error)
        for body in self.bodies:
            await body.resume()
        notify("READY=1")

    def _become(self, command: Sequence[str]) -> None:
        """Hand everything on; this comes back only by an exception."""
        state = pack_state(self._house.export_state())
        try:
            descriptors = [one for body in self.bodies for door in body.listeners for one in door.descriptors]
            if self._pid_file is not None:
                descriptors.append((PID_FILE, "", self._pid_file.descriptor))
            descriptors.append((STATE, "", state))
            become(command, descriptors, activated=self._orders.activated, children=self.children())
        finally:
            os.close(state)

    def replace(self) -> None:
        """Something that cannot be mended has happened: become a successor, or else end."""
        self._go(self._replace)

    async def _replace(self) -> None:
        await self.upgrade()
        # Whoever starts daemons may have better luck.
        _log.error("the daemon ends")
        self.life.end()

    async def _stop(self) -> None:
        """Stop everything; another signal has the deadline come at once."""
        loop = asyncio.get_running_loop()
        for timer in self._timers:
            timer.cancel()
        for task in list(self._errands):
            task.cancel()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._hurry)
        for number in (signal.SIGHUP, signal.SIGUSR2):
            loop.add_signal_handler(number, lambda: None)
        await asyncio.gather(*(body.stop(self._grace) for body in self.bodies))
        self._audit.event("stop", None, "ok")

    def _hurry(self) -> None:
        for body in self.bodies:
            body.hurry()


def _has_ended(child: int) -> bool:
    try:
        return os.waitpid(child, os.WNOHANG)[0] == child
    except ChildProcessError:
        return True
