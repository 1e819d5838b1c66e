"""Running the command: reading the line, carrying it out, and saying what went wrong."""

from __future__ import annotations

import os
import sys
import warnings

from virtreach.cli.declaration import GLOBALS
from virtreach.cli.ending import end_as_interrupted, exit_code
from virtreach.cli.parsing import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from virtreach.cli.parsing import Invocation

__all__ = ["main", "run"]


# Warnings that this process has shown: a URI is opened several times by some commands.
_shown: set[str] = set()


def main() -> None:
    """Run the command line of this process and end it with the exit code."""
    completing = os.environ.get("_VIRTREACH_COMPLETE")
    if completing is not None:
        from virtreach.cli.click_tree import complete

        sys.exit(complete(completing))
    warnings.showwarning = _show_warning
    if sys.stdout is None:
        # It was closed by whoever started us: what is printed goes nowhere, as for other programs.
        sys.stdout = open(os.devnull, "w")
    end_as_interrupted()
    sys.exit(run(sys.argv[1:]))


def run(words: Sequence[str]) -> int:
    """Run one command line.

    Args:
        words: what stands behind the program's name.

    Returns:
        The exit code; see `virtreach.cli.failures.EXIT_CODES`. What went wrong is on standard error, in one line.

    Raises:
        Exception: only with ``VIRTREACH_DEBUG=1``: whatever went wrong.
    """
    try:
        invocation = parse(words)
        if invocation is None:
            from virtreach.cli.click_tree import answer

            answered = answer(words)
            if isinstance(answered, int):
                return answered
            invocation = answered
        code = _carry_out(invocation)
        sys.stdout.flush()
        return code
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last stop before the user
        return _failed(error)


def _carry_out(invocation: Invocation) -> int:
    from virtreach.cli.context import Context

    _refuse_what_does_nothing(invocation)
    return invocation.command.run(Context(invocation.globals), invocation.options) or 0


def _refuse_what_does_nothing(invocation: Invocation) -> None:
    """Refuse options of virtreach itself that the command would leave aside: -r is a promise.

    Raises:
        UsageError: there is one.
    """
    without = invocation.command.without
    for parameter in GLOBALS if without else ():
        if parameter.name in without and getattr(invocation.globals, parameter.name) != parameter.start:
            from virtreach.errors import UsageError

            raise UsageError(
                f"{parameter.flags[-1]} does not go with '{invocation.command.name}', which would leave it aside"
            )


def _failed(error: BaseException) -> int:
    """Turn what went wrong into a line and an exit code."""
    from virtreach.cli.failures import INTERRUPTED, PIPE_BROKEN, explain
    from virtreach.errors import VirtreachError

    if isinstance(error, BrokenPipeError) and not isinstance(error, VirtreachError):
        _let_go_of_output()
        return PIPE_BROKEN
    if os.environ.get("VIRTREACH_DEBUG", "") not in ("", "0"):
        raise error
    code, line = (exit_code(INTERRUPTED), "") if isinstance(error, KeyboardInterrupt) else explain(error)
    try:
        sys.stdout.flush()
    except OSError:
        # The reader is gone or the disk is full; what went wrong first is what counts.
        _let_go_of_output()
    if line:
        print(f"virtreach: {line}", file=sys.stderr)
    return code


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Show a warning of the library's as one line, once, without the place in the code that it comes from."""
    from virtreach.cli.text import one_line

    del category, filename, lineno, file, line
    sentence = one_line(str(message))
    if sentence not in _shown:
        _shown.add(sentence)
        print(f"virtreach: warning: {sentence}", file=sys.stderr)


def _let_go_of_output() -> None:
    """Keep the interpreter from complaining, at its end, about a pipe whose reader went away."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
