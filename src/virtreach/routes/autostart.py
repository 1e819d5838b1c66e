"""Starting a session's daemon when nothing listens on its socket.

A lock file makes sure that of many clients one starts it and the others wait. Source: libvirt
``src/rpc/virnetsocket.c``, ``virNetSocketNewConnectUNIX``: lock ``<runtime directory>/<daemon>.lock``, try
again, start with ``--timeout=120``, then try with growing pauses. The daemon puts itself in the background
here (``--daemon``), so that its complaints on the way up can be shown.
"""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import threading
import time

from virtreach.errors import ConnectError
from virtreach.errors.text import printable
from virtreach.routes.failures import remaining, timed_out, unix_failed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.routes.route import UnixRoute

__all__ = ["LONGEST", "start_daemon"]

LONGEST = 30.0
"""Seconds that the daemon has to come up, when no deadline ends the wait earlier."""
_FIRST_PAUSE = 0.001
_LONGEST_PAUSE = 0.25

_one_at_a_time = threading.Lock()
"""The file's lock keeps processes apart, but not the threads of one."""


def start_daemon(route: UnixRoute, deadline: float | None) -> None:
    """See to it that something listens on the route's socket. Blocks; asyncio calls it in a thread.

    Args:
        route: a route with a daemon.
        deadline: on the clock of `time.monotonic`, or None.

    Raises:
        ConnectError: the daemon cannot be started, or ended with a complaint.
        ConnectTimeout: it did not come up in time.
    """
    assert route.daemon is not None
    ends = time.monotonic() + LONGEST
    if deadline is not None:
        ends = min(ends, deadline)
    if not _one_at_a_time.acquire(timeout=max(0.0, ends - time.monotonic())):
        raise timed_out("lock", route.path)
    try:
        _start_alone(route, ends)
    finally:
        _one_at_a_time.release()


def _start_alone(route: UnixRoute, ends: float) -> None:
    lock = _lock(route, ends)
    try:
        if _listens(route):
            return
        _run(route, ends)
        pause = _FIRST_PAUSE
        while not _listens(route):
            left = remaining(ends, step="start", target=route.path)
            time.sleep(min(pause, left or pause))
            pause = min(2 * pause, _LONGEST_PAUSE)
    finally:
        os.close(lock)


def _lock(route: UnixRoute, ends: float) -> int:
    path = os.path.join(route.runtime_directory, f"{os.path.basename(route.daemon or '')}.lock")
    try:
        os.makedirs(route.runtime_directory, mode=0o700, exist_ok=True)
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise ConnectError(
            f"{route.path}: the session's daemon cannot be started, for its lock {path} cannot be made "
            f"({error.strerror}); check XDG_RUNTIME_DIR",
            step="start",
            target=route.path,
        ) from error
    try:
        while True:
            try:
                fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB, 1)
                return lock
            except (BlockingIOError, PermissionError):
                left = remaining(ends, step="lock", target=route.path)
                time.sleep(min(0.02, left or 0.02))
    except BaseException:
        os.close(lock)
        raise


def _listens(route: UnixRoute) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(route.path)
        except (FileNotFoundError, ConnectionRefusedError):
            return False
        except OSError as error:
            raise unix_failed(route.path, error) from error
        return True


def _run(route: UnixRoute, ends: float) -> None:
    assert route.daemon is not None
    try:
        process = subprocess.Popen(
            [route.daemon, "--daemon", "--timeout=120"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd="/",
            umask=0o077,
            start_new_session=True,
        )
    except OSError as error:
        raise ConnectError(
            f"{route.path}: the session's daemon {route.daemon} could not be started ({error.strerror})",
            step="start",
            target=route.path,
        ) from error
    try:
        _, said = process.communicate(timeout=max(0.0, ends - time.monotonic()))
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise timed_out("start", route.path) from None
    except BaseException:
        process.kill()
        process.communicate()
        raise
    if process.returncode != 0:
        words = " / ".join(said[-4096:].decode("utf-8", "replace").split("\n")).strip(" /")
        raise ConnectError(
            f"{route.path}: the session's daemon {route.daemon} ended with exit code {process.returncode}"
            f"{', saying: ' if words else ''}{printable(words)}",
            step="start",
            target=route.path,
        )
