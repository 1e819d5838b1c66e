"""A program as one end of a socket: `CommandSocket`, and the `Child` behind it.

The program gets one end of a socket pair as its standard input and output, and no other descriptor of ours;
this side has the other end, a plain socket for blocking and asyncio code alike. What it writes to standard
error is kept, the last few thousand bytes of it, for the error message if the stream ends early. Each child
has a thread of its own that drains standard error and waits for the end, so that no child stays a zombie.
"""

from __future__ import annotations

import os
import select
import socket
import subprocess
import threading
import time

from virtreach.errors import ConnectError
from virtreach.errors.text import printable
from virtreach.routes.failures import command_ended

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.routes.route import CommandRoute

__all__ = ["GRACE", "KEPT", "PATIENCE", "Child", "CommandSocket", "start"]

KEPT = 4096
"""How much of the end of standard error is kept, bytes."""
PATIENCE = 0.3
"""Seconds that a child has to end by itself after its stream was closed, where nobody waits for it."""
GRACE = 1.0
"""Seconds between asking a child to end (SIGTERM) and ending it (SIGKILL)."""


class Child:
    """A running program. Safe to use from any thread.

    Attributes:
        route: the route it was started for.
        ended: set once the program has ended and has been waited for.
    """

    __slots__ = (
        "__weakref__",
        "_lock",
        "_process",
        "_said",
        "_signals",
        "_stderr",
        "_term_at",
        "_wake",
        "ended",
        "route",
    )

    def __init__(self, route: CommandRoute, process: subprocess.Popen[bytes], stderr: int) -> None:
        self.route = route
        self.ended = threading.Event()
        self._process = process
        self._said = bytearray()
        self._term_at: float | None = None
        self._signals = 0  # how many we have sent
        self._lock = threading.Lock()  # held to use the waking pipe, which the watching thread closes
        self._stderr = stderr
        self._wake = os.pipe()
        thread = threading.Thread(target=self._watch, name=f"virtreach-child-{process.pid}", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            os.close(self._wake[0])
            os.close(self._wake[1])
            raise

    @property
    def pid(self) -> int:
        """The program's process number."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """The exit code, minus the signal's number when a signal ended it, None while it runs."""
        return self._process.returncode if self.ended.is_set() else None

    @property
    def said(self) -> str:
        """The end of what the program wrote to standard error, safe to show, its lines joined by `` / ``."""
        lines = bytes(self._said).decode("utf-8", "replace").splitlines()
        return printable(" / ".join(line.strip() for line in lines if line.strip()))

    def stop(self, *, patience: float = 0.0) -> None:
        """Have the program end: SIGTERM, and after `GRACE` seconds SIGKILL. Returns at once; may be repeated.

        Args:
            patience: seconds to let it end by itself first; its stream should be closed by then.
        """
        with self._lock:
            if self._term_at is None and not self.ended.is_set():
                self._term_at = time.monotonic() + patience
                os.write(self._wake[1], b"!")

    def failure(self) -> ConnectError:
        """Return the error for a stream that ended before the connection was open."""
        program = printable(os.path.basename(self.route.argv[0]))
        # What our own signals brought about says nothing about why the stream ended.
        code = None if self._signals else self.exit_code
        return command_ended(self.route.transport, self.route.target, program, code, self.said)

    def _watch(self) -> None:
        poller = select.poll()
        poller.register(self._stderr, select.POLLIN)
        poller.register(self._wake[0], select.POLLIN)
        try:
            pidfd = os.pidfd_open(self._process.pid)
            poller.register(pidfd, select.POLLIN)
        except (AttributeError, OSError):
            pidfd = -1
        try:
            while self._process.poll() is None:
                for descriptor, _ in poller.poll(self._signal_when_due(None if pidfd >= 0 else 0.2)):
                    if descriptor == self._wake[0] or (descriptor == self._stderr and not self._read()):
                        poller.unregister(descriptor)
            os.set_blocking(self._stderr, False)
            while self._read():
                pass
        finally:
            with self._lock:
                self.ended.set()
                for descriptor in (self._stderr, *self._wake, pidfd):
                    if descriptor >= 0:
                        os.close(descriptor)

    def _signal_when_due(self, tick: float | None) -> float | None:
        """Send the signal that is due, if any; return for how long to sleep then, in milliseconds."""
        if self._term_at is not None and self._signals < 2:
            due = self._term_at + (GRACE if self._signals else 0.0)
            left = due - time.monotonic()
            if left <= 0:
                if self._signals:
                    self._process.kill()
                else:
                    self._process.terminate()
                self._signals += 1
                left = GRACE
            tick = left if tick is None else min(left, tick)
        return None if tick is None else tick * 1000 + 1

    def _read(self) -> bool:
        try:
            data = os.read(self._stderr, KEPT)
        except BlockingIOError:
            return False
        self._said += data
        del self._said[:-KEPT]
        return bool(data)


class CommandSocket(socket.socket):
    """Our end of a program's standard input and output. Closing it ends the program.

    Attributes:
        child: the program.
    """

    child: Child
    patient = True
    """Whether `close` waits until the program has ended; an event loop must not."""

    def close(self) -> None:
        """Close the stream and end the program; waits for its end, `GRACE` seconds and a little at most."""
        super().close()
        child = getattr(self, "child", None)
        if child is not None:
            child.stop(patience=0.0 if self.patient else PATIENCE)
            if self.patient:
                child.ended.wait(GRACE + 1.0)


def start(route: CommandRoute) -> CommandSocket:
    """Start a route's program.

    Raises:
        ConnectError: it cannot be started.
    """
    ours, theirs = socket.socketpair()
    stderr_read, stderr_write = os.pipe()
    try:
        process = subprocess.Popen(
            route.argv,
            stdin=theirs.fileno(),
            stdout=theirs.fileno(),
            stderr=stderr_write,
            close_fds=True,
            start_new_session=route.own_terminal,
        )
    except (OSError, ValueError) as error:
        ours.close()
        os.close(stderr_read)
        program = printable(route.argv[0])
        why = error.strerror if isinstance(error, OSError) else str(error)
        hint = (
            "install the OpenSSH client, or name another program with command="
            if route.transport == "ssh"
            else ("give the full path, and check that it may be executed")
        )
        raise ConnectError(
            f"{route.target}: the program {program!r} could not be started ({why}); {hint}",
            step=route.transport,
            target=route.target,
        ) from error
    finally:
        theirs.close()
        os.close(stderr_write)
    try:
        child = Child(route, process, stderr_read)
    except BaseException:
        # No descriptor or no thread is to be had for it.
        ours.close()
        os.close(stderr_read)
        process.kill()
        process.wait()
        raise
    stream = CommandSocket(fileno=ours.detach())
    stream.child = child
    return stream
