"""Telling systemd how the daemon is doing (sd_notify(3)), without its library."""

from __future__ import annotations

import os
import socket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["notify"]


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
