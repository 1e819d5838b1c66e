"""`virtreach ssh`: the login shell of a node, with a terminal, or a command line in it."""

from __future__ import annotations

import sys

from virtreach.cli.declaration import NO_LIBVIRT, Command, argument, option
from virtreach.cli.failures import USAGE, CommandFailed
from virtreach.cli.nodes import SelectOptions, with_remotes
from virtreach.cli.reaching import NODE, REACH
from virtreach.errors.shell import Unsupported

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context
    from virtreach.shell.base import Remote

__all__ = ["COMMAND", "SshOptions", "run"]

_SIGNALLED = 255


class SshOptions(SelectOptions):
    """What `ssh` is given."""

    node: str
    command: tuple[str, ...]
    terminal: bool


def run(context: Context, options: SshOptions) -> int:
    """Join our terminal to the shell there; return its exit status."""
    sys.stdout.flush()
    line = " ".join(options.command) or None

    async def work(remotes: list[Remote]) -> int:
        [remote] = remotes
        try:
            status, signal = await remote.interact(line, terminal=True if options.terminal else None)
        except Unsupported as error:
            raise CommandFailed(f"{error}; 'virtreach run' gets in there", USAGE) from error
        return _SIGNALLED if signal else status

    return with_remotes(options, (options.node,), work)


COMMAND = Command(
    "ssh",
    "Open a shell on a node, or run a command line in it.",
    run,
    without=NO_LIBVIRT,
    options=SshOptions,
    parameters=(
        NODE,
        argument(
            "command",
            many=True,
            required=False,
            metavar="COMMAND",
            help="A command line for the login shell there; its words are joined by spaces, as by ssh. Put '--' before "
            "it when it has options.",
        ),
        option("-t", "--terminal", kind="flag", help="Give COMMAND a terminal as well."),
        *REACH,
    ),
    text="Without COMMAND the shell has a terminal if we have one; its size follows ours. The exit code is that of the "
    "shell, or 255 when a signal ended it. For programs, 'run' is the better choice: its words are taken literally. "
    "Needs the extra [ssh].",
)
