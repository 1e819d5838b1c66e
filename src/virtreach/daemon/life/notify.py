"""Telling systemd how the daemon is doing (sd_notify(3)), without its library."""

from __future__ import annotations

import os
import socket
from time import monotonic_ns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["notify", "notify_reloading", "watchdog_interval"]


def notify(state: str, environment: Mapping[str, str] | None = None) -> bool:
    """Send a state (``READY=1``, ``RELOADING=1``, ``STOPPING=1``) to whoever wants to know.

    Args:
        state: assignments, one a line.
        environment: where ``NOTIFY_SOCKET`` is looked up; None for this process's.

    Returns:
        Whether somebody was told. Nobody is when the daemon was not started by systemd.
    """
    path = (os.environ if environment is None else environment).get("NOTIFY_SOCKET", "")
    if path[:1] not in ("/", "@"):
        return False
    address = "\0" + path[1:] if path[0] == "@" else path
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sock:
        try:
            sock.sendto(state.encode(), address)
        except OSError:
            return False
    return True


def notify_reloading() -> None:
    """Say that the configuration is read anew; ``READY=1`` ends that (sd_notify(3), ``Type=notify-reload``)."""
    notify(f"RELOADING=1\nMONOTONIC_USEC={monotonic_ns() // 1000}")


def watchdog_interval(environment: Mapping[str, str] | None = None) -> float:
    """How often systemd wants to hear ``WATCHDOG=1``, in seconds, with half of the time to spare; 0 for never.

    Args:
        environment: where it says so (sd_watchdog_enabled(3)); None for this process's.
    """
    variables = os.environ if environment is None else environment
    if variables.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return 0.0
    digits = variables.get("WATCHDOG_USEC", "")
    return int(digits) / 2_000_000 if digits.isascii() and digits.isdigit() else 0.0
