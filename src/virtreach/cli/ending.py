"""SIGTERM and SIGHUP end the command as ^C does: what is under way is taken back first."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # 'signal' imports enum, which every command would wait for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

__all__ = ["end_as_interrupted", "exit_code"]

_NUMBERS = (_signal.SIGTERM, _signal.SIGHUP)
_came: list[int] = []


def end_as_interrupted() -> None:
    """Have both signals do what ^C does, in this process's main thread; one that is ignored, as by nohup, stays so."""
    for number in _NUMBERS:
        if _signal.getsignal(number) == _signal.SIG_DFL:
            _signal.signal(number, _end)


def exit_code(interrupted: int) -> int:
    """Return the exit code of a command that was interrupted.

    Args:
        interrupted: that of ^C.

    Returns:
        128 and the number of the signal that came, as shells have it.
    """
    return 128 + _came[0] if _came else interrupted


def _end(number: int, frame: FrameType | None) -> None:
    # A closed terminal and a service's end send both, some of them twice; what they ask for is under way then.
    if _came:
        return
    _came.append(number)
    interrupt = _signal.getsignal(_signal.SIGINT)
    if not callable(interrupt):
        # A shell starts what runs in its background with ^C ignored.
        raise KeyboardInterrupt
    interrupt(_signal.SIGINT, frame)
