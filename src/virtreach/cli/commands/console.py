"""`virtreach console`: a guest's serial console."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument, option
from virtreach.cli.failures import USAGE, CommandFailed
from virtreach.cli.lookup import domain
from virtreach.cli.text import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "ConsoleOptions", "run"]

# virDomainConsoleFlags
_FORCE, _SAFE = 1, 2


class ConsoleOptions(Options):
    """What `console` is given."""

    domain: str
    device: str | None
    force: bool
    safe: bool
    escape: str
    linger: float


def run(context: Context, options: ConsoleOptions) -> None:
    """Connect keyboard and screen, or two pipes, with the guest."""
    from virtreach.cli.terminal import talk

    escape = _control(options.escape)
    flags = (_FORCE if options.force else 0) | (_SAFE if options.safe else 0)
    with context.connect(unlimited=True) as connection:
        found = domain(connection, options.domain)
        stream = found.open_console(options.device, flags=flags)
        talk(
            stream,
            greeting=one_line(f"connected to {found.name}; {options.escape} leaves"),
            escape=escape,
            linger=options.linger,
        )


def _control(text: str) -> bytes:
    """The byte of a control key written ``^X``."""
    if len(text) == 2 and text[0] == "^" and "@" <= text[1].upper() <= "_":
        return bytes((ord(text[1].upper()) & 0x1F,))
    raise CommandFailed(f"{text!r} is no control key: write it like ^]", USAGE)


COMMAND = Command(
    "console",
    "Connect to a guest's serial console; ^] leaves.",
    run,
    options=ConsoleOptions,
    parameters=(
        argument("domain", help="Name, UUID or id.", suggest="domain"),
        option(
            "--device", metavar="ALIAS", help="Which console (serial0, console1); the first unless given."
        ),
        option("--force", kind="flag", help="Take it from whoever has it."),
        option("--safe", kind="flag", help="Fail unless the host can make sure that nobody else has it."),
        option("--escape", default="^]", metavar="KEY", help="The key that leaves, on a terminal."),
        option(
            "--linger",
            kind="number",
            default=2.0,
            metavar="SECONDS",
            help="After the end of an input that is no terminal, leave when the guest was quiet for so long (2).",
        ),
    ),
    text="On a terminal every key goes to the guest, and what it prints is shown as it comes, control sequences "
    "included. With pipes, standard input goes to the guest and what it prints to standard output.",
)
