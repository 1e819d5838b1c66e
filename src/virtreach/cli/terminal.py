"""Keyboard and screen, or two pipes, at one end of a stream."""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from virtreach.cli.files import write_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from virtreach.blocking.stream import Stream

__all__ = ["talk"]

_INPUT, _OUTPUT = 0, 1
_PIECE = 65536


def talk(stream: Stream, *, greeting: str, escape: bytes, linger: float) -> None:
    """Copy standard input to a stream and the stream to standard output, until either side is done.

    Args:
        stream: both directions are used; it is over afterwards.
        greeting: said first, when a person is there.
        escape: the byte that leaves, when standard input is a terminal.
        linger: seconds of silence after which to leave, once an input that is no terminal has ended.

    Raises:
        VirtreachError: what ended the stream, if not its guest.
    """
    person = os.isatty(_INPUT)
    if person:
        print(greeting, file=sys.stderr, flush=True)
    sys.stdout.flush()
    reader = _Reader(stream)
    try:
        with _raw_terminal() if person else _as_it_is():
            reader.start()
            _send_input(stream, reader, escape if person else b"", linger)
    finally:
        reader.leaving = True
        stream.abort()
        if person:
            print(file=sys.stderr)
    if reader.error is not None:
        raise reader.error


class _Reader(threading.Thread):
    """Writes what the guest says to standard output.

    Attributes:
        over: a descriptor that becomes readable when there is nothing more to come.
        heard: when the guest said something last, on the clock of `monotonic`.
        error: why it ended, or None.
        leaving: the other side has enough; what happens now is no error.
    """

    def __init__(self, stream: Stream) -> None:
        super().__init__(name="virtreach-console", daemon=True)
        self.over, self._ended = os.pipe()
        self.heard = monotonic()
        self.error: Exception | None = None
        self.leaving = False
        self._stream = stream

    def run(self) -> None:
        try:
            while data := self._stream.recv(_PIECE):
                self.heard = monotonic()
                write_all(_OUTPUT, data)
        except Exception as error:  # noqa: BLE001 - handed to the thread that waits, which raises it
            if not self.leaving:
                self.error = error
        finally:
            os.write(self._ended, b".")


def _send_input(stream: Stream, reader: _Reader, escape: bytes, linger: float) -> None:
    """Send what is typed; returns when somebody is done."""
    poll = select.poll()
    poll.register(reader.over, select.POLLIN)
    poll.register(_INPUT, select.POLLIN)
    finished = False
    while True:
        wait = None
        if finished:
            wait = linger - (monotonic() - reader.heard)
            if wait <= 0:
                return
        ready = {descriptor for descriptor, _ in poll.poll(None if wait is None else min(wait, 3600) * 1000)}
        if reader.over in ready:
            return
        if _INPUT not in ready:
            continue
        data = os.read(_INPUT, _PIECE)
        typed, found, _ = data.partition(escape) if escape else (data, b"", b"")
        if typed:
            stream.send(typed)
        if found:
            return
        if not data:
            finished = True
            reader.heard = max(reader.heard, monotonic())
            poll.unregister(_INPUT)


@contextmanager
def _raw_terminal() -> Iterator[None]:
    """Pass every key on, until the end of the block, or until a signal ends the program."""
    import termios
    import tty

    def leave(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    before = termios.tcgetattr(_INPUT)
    handlers = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        tty.setraw(_INPUT)
        yield
    finally:
        termios.tcsetattr(_INPUT, termios.TCSADRAIN, before)
        for number, handler in handlers.items():
            signal.signal(number, handler)


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield
