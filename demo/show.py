"""What frames a demonstration: its command line, signals, time limit, and how it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

from demo.stage import DemoError, say

__all__ = ["show", "wait_for_the_end"]


def show(
    usage: str | None,
    arguments: list[str],
    perform: Callable[[bool], None],
    *,
    limit: int,
    failures: tuple[type[Exception], ...] = (),
) -> int:
    """Perform, and clear away.

    Args:
        usage: printed for arguments that make no sense.
        arguments: nothing, or ``--keep``.
        perform: told whether to keep what it has set up until Ctrl-C.
        limit: seconds after which a demonstration that is not kept gives up, whatever it is doing.
        failures: what may go wrong, besides `DemoError` and programs that take too long.

    Returns:
        The exit status: 0 when every step worked.
    """
    if arguments not in ([], ["--keep"]):
        print(usage, file=sys.stderr)
        return 2
    started = time.monotonic()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    # What a shell starts in its background ignores ^C; what is started here is stopped by it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if not arguments:

        def give_up(number: int, frame: FrameType | None) -> NoReturn:
            raise DemoError(f"not done after {limit} s")

        signal.signal(signal.SIGALRM, give_up)
        signal.alarm(limit)
    try:
        perform(bool(arguments))
    except (DemoError, subprocess.TimeoutExpired, TimeoutError, *failures) as error:
        print(f"\ndemo failed: {error}", file=sys.stderr)
        return 1
    say(f"Done in {time.monotonic() - started:.0f} s; nothing is left running.")
    return 0


def wait_for_the_end(text: str) -> None:
    """Wait for Ctrl-C, and say what happens then."""
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        say(text)
