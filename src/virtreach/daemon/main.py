"""The command ``virtreachd``."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from functools import partial
from logging import getLogger

from virtreach.daemon.admin.server import AdminServer
from virtreach.daemon.assembly import check, furnish, open_doors
from virtreach.daemon.background import PidFile, detach, errors_are_kept
from virtreach.daemon.config.sample import sample
from virtreach.daemon.config.settings import SYSTEM_FILE, Settings, default_path
from virtreach.daemon.desk import HouseDesk, ProcessDesk
from virtreach.daemon.event_loop import runner
from virtreach.daemon.inheritance import Inheritance
from virtreach.daemon.logs import Logs, default_outputs, log_settings
from virtreach.daemon.metrics import snapshot
from virtreach.daemon.metrics_server import MetricsServer
from virtreach.daemon.running import PID_FILE, Orders, Running
from virtreach.daemon.server import Server
from virtreach.daemon.succession import STATE, unpack_state
from virtreach.errors import VirtreachError
from virtreach.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Coroutine, Mapping, Sequence
    from typing import Any

    from virtreach.daemon.background import Herald
    from virtreach.daemon.listeners import Listener
    from virtreach.daemon.metrics import Snapshot
    from virtreach.daemon.supervisor.nursery import Nursery

__all__ = ["main"]

_log = getLogger("virtreach.daemon")


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="virtreachd",
        description="Serve libvirt's protocol: any libvirt client can connect.",
        epilog="SIGHUP reads configuration, users and certificates again; SIGUSR2 has the daemon become the code "
        "that is installed now; SIGTERM and SIGINT stop gracefully, and at once when they come again.",
    )
    parser.add_argument(
        "--config",
        metavar="FILE",
        help=f"the configuration; by default {SYSTEM_FILE} for root and virtreach/virtreachd.conf in the "
        "configuration directory of others, if it is there",
    )
    parser.add_argument(
        "--daemon", action="store_true", help="go into the background once the sockets are there"
    )
    parser.add_argument("--pid-file", metavar="FILE", help="keep the process's number in this file")
    parser.add_argument(
        "--listen", action="store_true", help="listen on the network as the configuration says"
    )
    parser.add_argument(
        "--timeout", metavar="SECONDS", type=float, help="end after that long without a client"
    )
    parser.add_argument(
        "--workers", metavar="N", type=int, help="serve clients with so many processes, as the key workers"
    )
    parser.add_argument("--verbose", action="store_true", help="log at level 2 at least: who comes, who goes")
    parser.add_argument(
        "--check", action="store_true", help="look at the configuration, print what holds, and end"
    )
    parser.add_argument("--sample", action="store_true", help="print a documented configuration, and end")
    parser.add_argument("--version", action="version", version=f"virtreachd {__version__}")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the daemon.

    Args:
        arguments: without the program's name; None for the process's own.

    Returns:
        The exit status: 0 after a graceful stop, 1 when something is wrong with the configuration or the sockets,
        2 for a command line that makes no sense.
    """
    options = _parser().parse_args(arguments)
    if options.sample:
        print(sample(), end="")  # noqa: T201 - it was asked for
        return 0
    try:
        settings = _settings(options)
        if options.check:
            check(settings, network=options.listen)
            print(settings.effective(), end="")  # noqa: T201 - it was asked for
            return 0
        return _run(options, settings)
    except VirtreachError as error:
        print(f"virtreachd: {error}", file=sys.stderr)  # noqa: T201 - there is no log yet
        return 1


def _config_file(options: Namespace) -> str | None:
    if options.config is not None:
        return os.path.abspath(str(options.config))
    path = default_path()
    return path if os.path.exists(path) else None


def _settings(options: Namespace) -> Settings:
    path = _config_file(options)
    settings = Settings() if path is None else Settings.load(path)
    if options.workers is not None:
        settings.override("workers", options.workers)
    return settings


def _run(options: Namespace, settings: Settings) -> int:
    # Paths stay what they are when the process leaves its directory.
    options.config = _config_file(options)
    if options.pid_file:
        options.pid_file = os.path.abspath(options.pid_file)
    inheritance = Inheritance.claim()
    _raise_limit()
    herald = detach() if options.daemon and not inheritance.predecessor else None
    logs = _start_log(options, settings)
    held = PidFile(options.pid_file, inheritance.descriptor(PID_FILE)) if options.pid_file else None
    try:
        left = inheritance.descriptor(STATE)
        state = unpack_state(left) if left is not None else {}
        doors = open_doors(settings, network=options.listen, inheritance=inheritance)
        nursery = None
        try:
            run = runner(settings.event_loop)
            if settings.workers > 1:
                nursery = _nursery(doors, logs, held, inheritance, run)
            run(_serve(options, settings, logs, inheritance, held, herald, doors, state, nursery))
        finally:
            for listener in doors:
                listener.remove()
                listener.forsake()
            if nursery is not None:
                nursery.close()
    finally:
        if held is not None:
            held.remove()
    return 0


def _raise_limit() -> None:
    """Allow as many descriptors as there may be: the usual limit is made for programs that use select(2)."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _nursery(
    doors: list[Listener],
    logs: Logs,
    held: PidFile | None,
    inheritance: Inheritance,
    run: Callable[[Coroutine[Any, Any, Any]], Any],
) -> Nursery:
    """Fork what makes workers, before there is a loop or a thread."""
    from virtreach.daemon.supervisor.nursery import Nursery
    from virtreach.daemon.supervisor.worker import work

    def forget() -> None:
        # Other daemons are kept away by the supervisor alone, whose death must be seen at once.
        for listener in doors:
            listener.unlock()
        if held is not None:
            os.close(held.descriptor)
        inheritance.close()

    return Nursery(work(doors, logs, run), forget)


def _successor(options: Namespace) -> list[str]:
    """The words that start this daemon anew, wherever it is now."""
    words = [sys.executable, "-P", "-m", "virtreach.daemon"]
    for name in ("config", "pid_file", "timeout", "workers"):
        value = getattr(options, name)
        if value is not None:
            words += ["--" + name.replace("_", "-"), str(value)]
    words += [f"--{name}" for name in ("daemon", "listen", "verbose") if getattr(options, name)]
    return words


def _start_log(options: Namespace, settings: Settings) -> Logs:
    background = options.daemon and not errors_are_kept()
    return Logs(
        **log_settings(settings, verbose=options.verbose),
        default=lambda: default_outputs(background=background),
    )


async def _serve(
    options: Namespace,
    settings: Settings,
    logs: Logs,
    inheritance: Inheritance,
    held: PidFile | None,
    herald: Herald | None,
    doors: list[Listener],
    state: Mapping[str, bytes],
    nursery: Nursery | None,
) -> None:
    house = furnish(settings, tls=any(listener.door.transport == "tls" for listener in doors))
    admin = AdminServer(settings, house.policy, inheritance)
    inheritance.finish()
    try:
        house.import_state(state)
    except VirtreachError as error:
        # Better without its objects than not at all.
        _log.error("what the predecessor had is lost: %s", error)
    orders = Orders(
        partial(_settings, options),
        _successor(options),
        verbose=options.verbose,
        timeout=options.timeout,
        activated=inheritance.activated,
    )
    running = Running(orders, settings, logs, house, pid_file=held)
    if nursery is None:
        server = Server(house, doors)
        running.status = lambda: f"{len(house.clients)} clients"

        async def numbers() -> Snapshot:
            return snapshot(house)

        running.bodies += (server, admin, MetricsServer(settings, numbers))
        servers = {"admin": HouseDesk(admin.house), "virtreachd": HouseDesk(house)}
        admin.house.desk = ProcessDesk(servers, logs, running.life)
    else:
        from virtreach.daemon.supervisor.desk import SupervisorDesk, SupervisorProcessDesk
        from virtreach.daemon.supervisor.supervisor import Supervisor

        supervisor = Supervisor(house, doors, nursery, settings, verbose=options.verbose)
        supervisor.on_orphaned = running.replace
        running.status = lambda: supervisor.status
        running.bodies += (supervisor, admin, MetricsServer(settings, supervisor.snapshot))
        admin.house.desk = SupervisorProcessDesk(
            {"admin": HouseDesk(admin.house), "virtreachd": SupervisorDesk(supervisor)},
            logs,
            running.life,
            supervisor,
        )
    await running.serve(herald)
