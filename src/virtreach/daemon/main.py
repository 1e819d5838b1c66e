"""The command ``virtreachd``."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from functools import partial

from virtreach.daemon.assembly import check
from virtreach.daemon.config.sample import sample
from virtreach.daemon.config.settings import SYSTEM_FILE, Settings, default_path
from virtreach.daemon.life.launch import launch
from virtreach.daemon.life.running import Orders
from virtreach.errors import ConfigError, VirtreachError
from virtreach.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

__all__ = ["main"]

# Seconds: what virt-admin can set as well.
_TIMEOUT_MAX = 2**32 - 1


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
        "--timeout",
        metavar="SECONDS",
        type=float,
        help="end after that long without a client; 0 for never",
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
        if options.timeout is not None and not 0 <= options.timeout <= _TIMEOUT_MAX:
            raise ConfigError(f"--timeout must be between 0 and {_TIMEOUT_MAX} seconds")
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
    orders = Orders(
        partial(_settings, options), _successor(options), verbose=options.verbose, timeout=options.timeout
    )
    try:
        launch(
            settings,
            orders,
            network=options.listen,
            background=options.daemon,
            pid_file=options.pid_file or None,
        )
    finally:
        _let_go_of_stderr()
    return 0


def _let_go_of_stderr() -> None:
    """Forget what could not be written to a full disk: the interpreter would try again, and end with status 120."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.flush()
    except OSError:
        sys.stderr = open(os.devnull, "w")


def _successor(options: Namespace) -> list[str]:
    """The words that start this daemon anew, wherever it is now."""
    words = [sys.executable, "-P", "-m", "virtreach.daemon"]
    for name in ("config", "pid_file", "timeout", "workers"):
        value = getattr(options, name)
        if value is not None:
            words += ["--" + name.replace("_", "-"), str(value)]
    words += [f"--{name}" for name in ("daemon", "listen", "verbose") if getattr(options, name)]
    return words
