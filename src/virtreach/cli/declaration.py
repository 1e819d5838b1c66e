"""What a command takes: its options and arguments, as data that two parsers and the manual read."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Literal, TypeAlias

    from virtreach.cli.context import Context

    Kind: TypeAlias = Literal["flag", "text", "integer", "number", "size", "choice"]
    Suggest: TypeAlias = Literal[
        "", "domain", "pool", "file", "node", "group", "cluster", "place", "far place", "procedure"
    ]

__all__ = [
    "GLOBALS",
    "NO_LIBVIRT",
    "NO_LIBVIRT_READING",
    "Command",
    "Globals",
    "Options",
    "Parameter",
    "argument",
    "convert",
    "option",
]

_SIZES = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


class Parameter:
    """An option or an argument.

    Attributes:
        name: the attribute of the options object that holds its value.
        flags: how an option is written (``--all``, ``-a``); empty for an argument.
        kind: ``flag`` (an option without a value), ``text``, ``integer``, ``number``, ``size`` (bytes, with an
            optional K, M, G or T) or ``choice``.
        help: one sentence.
        default: its value when it is not given.
        required: whether an argument must be given.
        many: whether it may be given several times; its value is a tuple then.
        choices: what a ``choice`` may be.
        metavar: what stands for its value in the help.
        suggest: what completion offers.
        behind: whether it is all that stands behind ``--``, as it is; only an argument that may be given several times.
    """

    __slots__ = (
        "behind",
        "choices",
        "default",
        "flags",
        "help",
        "kind",
        "many",
        "metavar",
        "name",
        "required",
        "suggest",
    )

    def __init__(
        self,
        name: str,
        flags: tuple[str, ...],
        kind: Kind,
        help: str,
        *,
        default: Any = None,
        required: bool = False,
        many: bool = False,
        choices: tuple[str, ...] = (),
        metavar: str = "",
        suggest: Suggest = "",
        behind: bool = False,
    ) -> None:
        self.name = name
        self.flags = flags
        self.kind: Kind = kind
        self.help = help
        self.default = default
        self.required = required
        self.many = many
        self.choices = choices
        self.metavar = metavar or name.upper().replace("_", "-")
        self.suggest: Suggest = suggest
        self.behind = behind

    @property
    def start(self) -> Any:
        """The value before anything is given."""
        if self.many:
            return ()
        return False if self.kind == "flag" else self.default


def option(
    *flags: str,
    help: str,
    kind: Kind = "text",
    default: Any = None,
    many: bool = False,
    choices: tuple[str, ...] = (),
    metavar: str = "",
    suggest: Suggest = "",
) -> Parameter:
    """Declare an option; its name is that of its first long flag, and choices make it a ``choice``."""
    long = next(flag for flag in flags if flag.startswith("--"))
    return Parameter(
        long[2:].replace("-", "_"),
        flags,
        "choice" if choices else kind,
        help,
        default=default,
        many=many,
        choices=choices,
        metavar=metavar,
        suggest=suggest,
    )


def argument(
    name: str,
    *,
    help: str,
    required: bool = True,
    many: bool = False,
    choices: tuple[str, ...] = (),
    metavar: str = "",
    suggest: Suggest = "",
    behind: bool = False,
) -> Parameter:
    """Declare an argument; only the last one may be optional or be given several times, and one ``behind`` it."""
    return Parameter(
        name,
        (),
        "choice" if choices else "text",
        help,
        required=required,
        many=many,
        choices=choices,
        metavar=metavar,
        suggest=suggest,
        behind=behind,
    )


class Options:
    """What a command line says; subclasses name the attributes and their types."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.__dict__!r})"


class Globals(Options):
    """What holds for every command."""

    connect: str | None
    readonly: bool
    json: bool
    timeout: float | None
    trace: str | None


class Command:
    """A command.

    Attributes:
        name: as it is typed, with its group: ``list``, ``vol upload``.
        summary: one line, for the list of commands.
        text: the rest of its help.
        parameters: what it takes, beside `GLOBALS`.
        options: the class of the options object that `run` gets.
        run: does the work; its result is the exit code, None for 0.
        without: names of those of `GLOBALS` that do nothing here, so that they are refused.
    """

    __slots__ = ("name", "options", "parameters", "run", "summary", "text", "without")

    def __init__(
        self,
        name: str,
        summary: str,
        run: Callable[[Context, Any], int | None],
        *,
        parameters: Sequence[Parameter] = (),
        options: type[Options] = Options,
        text: str = "",
        without: Sequence[str] = (),
    ) -> None:
        self.name = name
        self.summary = summary
        self.run = run
        self.parameters = tuple(parameters)
        self.options = options
        self.text = text
        self.without = tuple(without)


GLOBALS = (
    option(
        "-c",
        "--connect",
        metavar="URI",
        help="Which host, as a remote URI or an alias from libvirt.conf; see 'virtreach uri'.",
    ),
    option("-r", "--readonly", kind="flag", help="Have libvirt refuse whatever changes something."),
    option("-j", "--json", kind="flag", help="Print JSON for programs."),
    option(
        "--timeout",
        kind="number",
        metavar="SECONDS",
        help="Time for each call to libvirt, for a request of 'http', and for connecting (30 unless given), and for a "
        "command on a node or for what is done to a file there (no limit unless given); 0 for no limit.",
    ),
    option(
        "--trace",
        metavar="FILE",
        help="Append a line for each packet to FILE, '-' for standard error; secrets are left out.",
        suggest="file",
    ),
)
"""The options of virtreach itself; they may stand before the command or after it."""

NO_LIBVIRT_READING = ("connect", "trace")
"""What does nothing for a command that does not go through libvirt, and changes nothing."""

NO_LIBVIRT = ("readonly", *NO_LIBVIRT_READING)
"""What does nothing for a command that does not go through libvirt, and may change something."""


def convert(parameter: Parameter, text: str) -> Any:
    """Turn what was typed into a parameter's value.

    Raises:
        ValueError: saying what would be right.
    """
    kind = parameter.kind
    if kind == "choice":
        if text in parameter.choices:
            return text
        raise ValueError(f"{text!r} is not one of {', '.join(parameter.choices)}")
    if kind == "integer":
        try:
            return int(text, 0)
        except ValueError:
            raise ValueError(f"{text!r} is not an integer") from None
    if kind == "number":
        try:
            number = float(text)
        except ValueError:
            raise ValueError(f"{text!r} is not a number") from None
        if not number >= 0:
            raise ValueError(f"{text!r} is less than 0")
        return number
    if kind == "size":
        return _size(text)
    return text


def _size(text: str) -> int:
    unit = _SIZES.get(text[-1:].upper())
    digits = text if unit is None else text[:-1]
    if not digits.isdecimal():
        raise ValueError(
            f"{text!r} is not a size: write bytes, or a number with K, M, G or T (powers of 1024)"
        )
    return int(digits) * (unit or 1)
