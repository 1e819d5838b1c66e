"""From a configuration to a daemon that runs: what has to be there before its event loop, and what comes first in it.

The order matters. Sockets, locks and the process that makes workers come before any loop or thread; the files of
drivers are opened in the loop's process alone, after that one was forked.
"""

from __future__ import annotations

import os
import resource
import signal
from logging import getLogger

from virtreach.daemon.admin.server import AdminServer
from virtreach.daemon.assembly import furnish, open_doors
from virtreach.daemon.desk import HouseDesk, ProcessDesk
from virtreach.daemon.life.background import PidFile, detach, errors_are_kept
from virtreach.daemon.life.event_loop import runner
from virtreach.daemon.life.inheritance import Inheritance
from virtreach.daemon.life.running import PID_FILE, Orders, Running
from virtreach.daemon.life.succession import SIGNALS, STATE, unpack_state
from virtreach.daemon.records.logs import Logs, default_outputs, log_settings
from virtreach.daemon.records.metrics import snapshot
from virtreach.daemon.records.metrics_server import MetricsServer
from virtreach.daemon.server import Server
from virtreach.errors import VirtreachError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from virtreach.daemon.config.settings import Settings
    from virtreach.daemon.house import House
    from virtreach.daemon.life.background import Herald
    from virtreach.daemon.listeners import Listener
    from virtreach.daemon.records.metrics import Snapshot
    from virtreach.daemon.supervisor.nursery import Nursery

__all__ = ["Launch", "launch"]

_log = getLogger("virtreach.daemon")


def launch(
    settings: Settings, orders: Orders, *, network: bool, background: bool, pid_file: str | None
) -> None:
    """Run a daemon until its end.

    Args:
        settings: the configuration.
        orders: what else the command line says about its life.
        network: open the network's sockets as well.
        background: go there once clients can connect.
        pid_file: where to keep the process's number, as an absolute path; or None.

    Raises:
        VirtreachError: it does not start; nothing is left behind.
    """
    # Until there is somebody to listen they would end the process.
    signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGHUP, signal.SIGUSR2))
    inheritance = Inheritance.claim()
    orders.activated = inheritance.activated
    orders.left = inheritance.children
    _raise_limit()
    herald = detach() if background and not inheritance.predecessor else None
    background = background and not errors_are_kept()
    with settings.about("log_outputs"):
        logs = Logs(
            **log_settings(settings, verbose=orders.verbose),
            default=lambda: default_outputs(background=background),
        )
    held = PidFile(pid_file, inheritance.descriptor(PID_FILE)) if pid_file else None
    try:
        Launch(settings, orders, logs, inheritance, held).run(herald, network=network)
    finally:
        if held is not None:
            held.remove()


def _raise_limit() -> None:
    """Allow as many descriptors as there may be: the usual limit is made for programs that use select(2)."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class Launch:
    """What a daemon's parts are made of.

    Args:
        settings: the configuration.
        orders: what else the command line says about its life.
        logs: what the process logs.
        inheritance: what it was started with.
        held: the pid file, or None.
    """

    def __init__(
        self,
        settings: Settings,
        orders: Orders,
        logs: Logs,
        inheritance: Inheritance,
        held: PidFile | None,
    ) -> None:
        self._settings = settings
        self._orders = orders
        self._logs = logs
        self._inheritance = inheritance
        self._held = held

    def run(self, herald: Herald | None, *, network: bool) -> None:
        """Run the daemon until its end; see `launch`."""
        settings = self._settings
        run = runner(settings.event_loop)
        doors = open_doors(settings, network=network, inheritance=self._inheritance)
        nursery = None
        try:
            if settings.workers > 1:
                nursery = self._nursery(doors, run)
            run(self._serve(doors, nursery, herald))
        finally:
            for listener in doors:
                listener.remove()
                listener.forsake()
            if nursery is not None:
                nursery.close()

    def _nursery(self, doors: list[Listener], run: Callable[[Coroutine[Any, Any, Any]], Any]) -> Nursery:
        """Fork what makes workers."""
        from virtreach.daemon.supervisor.nursery import Nursery
        from virtreach.daemon.supervisor.worker import work

        def forget() -> None:
            # Other daemons are kept away by the supervisor alone, whose death must be seen at once.
            for listener in doors:
                listener.unlock()
            if self._held is not None:
                os.close(self._held.descriptor)
            self._inheritance.close()

        return Nursery(work(doors, self._logs, run), forget)

    async def _serve(
        self,
        doors: list[Listener],
        nursery: Nursery | None,
        herald: Herald | None,
    ) -> None:
        """Put the parts together and have them serve."""
        settings = self._settings
        house = furnish(settings, tls=any(listener.door.transport == "tls" for listener in doors))
        admin = AdminServer(settings, house.policy, self._inheritance)
        # Not before: what makes workers has closed it unread, and secrets are in it.
        left = self._inheritance.descriptor(STATE)
        self._inheritance.finish()
        try:
            if left is not None:
                house.import_state(unpack_state(left))
        except VirtreachError as error:
            # Better without its objects than not at all.
            _log.error("what the predecessor had is lost: %s", error)
        running = Running(self._orders, settings, self._logs, house, pid_file=self._held)
        if nursery is None:
            self._alone(running, house, doors, admin)
        else:
            self._with_workers(running, house, doors, admin, nursery)
        try:
            await running.serve(herald)
        finally:
            # The loop takes what listens to signals along; one more of them must not cut off what is left to tidy.
            signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)

    def _alone(self, running: Running, house: House, doors: list[Listener], admin: AdminServer) -> None:
        """Let this process serve clients."""

        async def numbers() -> Snapshot:
            return snapshot(house)

        running.status = lambda: f"{len(house.clients)} clients"
        running.bodies += (Server(house, doors), admin, MetricsServer(self._settings, numbers))
        servers = {"admin": HouseDesk(admin.house), "virtreachd": HouseDesk(house)}
        admin.house.desk = ProcessDesk(servers, self._logs, running.life)

    def _with_workers(
        self, running: Running, house: House, doors: list[Listener], admin: AdminServer, nursery: Nursery
    ) -> None:
        """Let workers serve clients."""
        from virtreach.daemon.supervisor.desk import SupervisorDesk, SupervisorProcessDesk
        from virtreach.daemon.supervisor.supervisor import Supervisor

        supervisor = Supervisor(house, doors, nursery, self._settings, verbose=self._orders.verbose)
        supervisor.on_orphaned = running.replace
        running.status = lambda: supervisor.status
        running.children = lambda: [nursery.pid]
        running.bodies += (supervisor, admin, MetricsServer(self._settings, supervisor.snapshot))
        servers = {"admin": HouseDesk(admin.house), "virtreachd": SupervisorDesk(supervisor)}
        admin.house.desk = SupervisorProcessDesk(servers, self._logs, running.life, supervisor)
