"""The command ``virtreachd``."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from argparse import ArgumentParser

from virtreach.daemon.admin.server import AdminServer
from virtreach.daemon.assembly import check, furnish, open_doors, prepare
from virtreach.daemon.background import PidFile, detach, errors_are_kept
from virtreach.daemon.config.sample import sample
from virtreach.daemon.config.settings import Settings
from virtreach.daemon.desk import HouseDesk, ProcessDesk
from virtreach.daemon.lifetime import Lifetime
from virtreach.daemon.logs import Logs, default_outputs, log_settings
from virtreach.daemon.notify import notify
from virtreach.daemon.server import Server
from virtreach.errors import VirtreachError
from virtreach.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from virtreach.daemon.background import Herald

__all__ = ["main"]

_log = logging.getLogger("virtreach.daemon")
_SYSTEM_FILE = "/etc/virtreach/virtreachd.conf"
_GRACE = 10.0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="virtreachd",
        description="Serve libvirt's protocol: any libvirt client can connect.",
        epilog="SIGHUP reads configuration, users and certificates again; SIGTERM and SIGINT stop gracefully.",
    )
    parser.add_argument(
        "--config",
        metavar="FILE",
        help=f"the configuration; by default {_SYSTEM_FILE} for root and virtreach/virtreachd.conf in the "
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
    if os.geteuid() == 0:
        path = _SYSTEM_FILE
    else:
        base = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
        path = os.path.join(base, "virtreach", "virtreachd.conf")
    return path if os.path.exists(path) else None


def _settings(options: Namespace) -> Settings:
    path = _config_file(options)
    return Settings() if path is None else Settings.load(path)


def _run(options: Namespace, settings: Settings) -> int:
    # Paths stay what they are when the process leaves its directory.
    options.config = _config_file(options)
    pid_file = os.path.abspath(options.pid_file) if options.pid_file else None
    herald = detach() if options.daemon else None
    logs = _start_log(options, settings)
    held = PidFile(pid_file) if pid_file else None
    try:
        asyncio.run(_serve(options, settings, herald, logs))
    finally:
        if held is not None:
            held.remove()
    return 0


def _start_log(options: Namespace, settings: Settings) -> Logs:
    background = options.daemon and not errors_are_kept()
    return Logs(
        **log_settings(settings, verbose=options.verbose),
        default=lambda: default_outputs(background=background),
    )


async def _serve(options: Namespace, settings: Settings, herald: Herald | None, logs: Logs) -> None:
    house = furnish(settings)
    server = Server(house, open_doors(house, settings, network=options.listen))
    admin = AdminServer(settings, house.policy)
    life = Lifetime(lambda: server.busy or admin.busy, options.timeout)
    servers = {"admin": HouseDesk(admin.house), "virtreachd": HouseDesk(house)}
    admin.house.desk = ProcessDesk(servers, logs, life)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, life.end)
    loop.add_signal_handler(signal.SIGHUP, _reload, server, admin, options, logs)
    try:
        await server.start()
        await admin.start()
        notify(f"READY=1\nMAINPID={os.getpid()}")
        if herald is not None:
            herald.ready()
        await life.over()
        notify("STOPPING=1")
    finally:
        await server.stop(_GRACE)
        await admin.stop()


def _reload(server: Server, admin: AdminServer, options: Namespace, logs: Logs) -> None:
    """Read everything again that may change under way; what cannot be used changes nothing."""
    notify("RELOADING=1")
    try:
        settings = _settings(options)
        put_in_force = prepare(server.house, settings)
        # Files are opened anew as well, for whoever has renamed them.
        logs.configure(**log_settings(settings, verbose=options.verbose))
        put_in_force()
        server.house.policy.audit.event("reload", None, "ok")
        admin.house.configure(settings)
        _log.warning("the configuration was read again")
    except VirtreachError as error:
        _log.error("the configuration stays as it was: %s", error)
        server.house.policy.audit.event("reload", None, "failed", {"why": str(error)})
    notify("READY=1")
