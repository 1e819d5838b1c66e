"""The command tree for Click: help, complaints about what was typed, and completion.

Nothing runs here: Click's answer is an `Invocation`, as from `virtreach.cli.parsing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from virtreach.cli.catalog import COMMANDS, GROUPS, load, names
from virtreach.cli.declaration import GLOBALS, convert
from virtreach.cli.failures import EXIT_CODES, USAGE
from virtreach.cli.parsing import Invocation
from virtreach.cli.text import one_line
from virtreach.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

    from virtreach.cli.declaration import Command, Parameter

    _ParamType = click.ParamType[Any]
else:
    # It takes a type argument since Click 8.2 only.
    _ParamType = click.ParamType

__all__ = ["PROGRAM", "answer", "complete", "tree"]

PROGRAM = "virtreach"

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 110}
_ABOUT = """Control the virtual machines of any libvirt host, and reach nodes behind proxies: files, commands, services.

The libvirt host is chosen with -c, else by LIBVIRT_DEFAULT_URI, else by libvirt.conf, else it is this machine. A
DOMAIN is named by its name, its UUID, or its id while it runs.

Commands that take a NODE or HOST:/PATH know the nodes of an inventory: the one of --inventory, of VIRTREACH_INVENTORY,
or ~/.config/virtreach/inventory.toml.
"""


def answer(words: Sequence[str]) -> Invocation | int:
    """Understand any command line, give the help it asks for, or say what is wrong with it.

    Returns:
        What to run, or the exit code when there is nothing to run.
    """
    try:
        found = tree().main(list(words), prog_name=PROGRAM, standalone_mode=False)
    except click.UsageError as error:
        _complain(error)
        return USAGE
    return found if isinstance(found, (Invocation, int)) else 0


def _complain(error: click.UsageError) -> None:
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()
        return
    message = error.format_message().rstrip(".")
    path = error.ctx.command_path if error.ctx is not None else PROGRAM
    advice = f"see '{path} --help'"
    if isinstance(error, click.NoSuchOption):
        advice += "; what starts with '-' and is no option goes after '--'"
    click.echo(f"virtreach: {one_line(message)}{' ' if message.endswith('?') else '; '}{advice}", err=True)


def complete(instruction: str) -> int:
    """Do what a shell's completion asks for through the environment.

    Args:
        instruction: such as ``bash_source`` or ``zsh_complete``.

    Returns:
        The exit code.
    """
    from click.shell_completion import shell_complete

    return shell_complete(tree(), {}, PROGRAM, "_VIRTREACH_COMPLETE", instruction)


def tree() -> click.Group:
    """Make the tree; the commands in it are loaded when they are looked at."""
    return _Group(
        "",
        name=PROGRAM,
        help=_ABOUT,
        params=[
            *_shared(hidden=False),
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                help="Print virtreach's own version and leave.",
                callback=_print_version,
            ),
        ],
        context_settings=_SETTINGS,
        epilog=_exit_codes(),
    )


def _print_version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        click.echo(f"virtreach {__version__}")
        context.exit()


def _exit_codes() -> str:
    rows = "\n".join(f"  {code:>3}  {meaning}" for code, meaning in EXIT_CODES.items())
    return f"\b\nExit codes:\n{rows}"


class _Group(click.Group):
    """A group whose commands load late."""

    def __init__(self, prefix: str, **settings: Any) -> None:
        super().__init__(**settings)
        self._prefix = prefix

    def list_commands(self, ctx: click.Context) -> list[str]:
        return names(self._prefix)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if not self._prefix and name in GROUPS:
            return _Group(name, name=name, help=GROUPS[name], params=_shared(), context_settings=_SETTINGS)
        full = f"{self._prefix} {name}".lstrip()
        return _Command(load(full)) if full in COMMANDS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], names(self._prefix), 1)
            if near:
                raise click.UsageError(
                    f"No such command {args[0]!r}; did you mean {near[0]!r}?", ctx
                ) from error
            raise


class _Command(click.Command):
    """A declared command."""

    def __init__(self, command: Command) -> None:
        own = {flag for parameter in command.parameters for flag in parameter.flags}
        params: list[click.Parameter] = [
            _parameter(parameter) for parameter in command.parameters if not parameter.behind
        ]
        params += _shared(besides=own)
        self._declared = command
        self._behind = next((parameter for parameter in command.parameters if parameter.behind), None)
        self._rest: tuple[str, ...] = ()
        text = f"{command.summary}\n\n{command.text}" if command.text else command.summary
        super().__init__(
            command.name.rpartition(" ")[2],
            params=params,
            callback=self._answer,
            help=text,
            short_help=command.summary,
            context_settings=_SETTINGS,
            epilog="The options of virtreach itself (--json, --timeout, ...) may stand here too; see virtreach --help.",
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if self._behind is not None:
            before, rest = args, []
            if "--" in args:
                at = args.index("--")
                before, rest = args[:at], args[at + 1 :]
            self._rest = tuple(rest)
            left = super().parse_args(ctx, before)
            if self._behind.required and not rest and not ctx.resilient_parsing:
                raise click.UsageError(f"Missing -- {self._behind.metavar}", ctx)
            return left
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        pieces = super().collect_usage_pieces(ctx)
        return pieces if self._behind is None else [*pieces, f"-- {self._behind.metavar}..."]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(p.metavar, p.help) for p in self._declared.parameters if not p.flags]
        if rows:
            with formatter.section("Arguments"):
                formatter.write_dl(rows)
        super().format_options(ctx, formatter)

    def _answer(self, **given: Any) -> Invocation:
        declared = {parameter.name for parameter in self._declared.parameters}
        shared = {parameter.name: parameter.start for parameter in GLOBALS}
        context: click.Context | None = click.get_current_context().parent
        above: list[dict[str, Any]] = []
        while context is not None:
            above.append(context.params)
            context = context.parent
        for level in (*reversed(above), {k: v for k, v in given.items() if k not in declared}):
            shared.update({name: value for name, value in level.items() if value not in (None, False)})
        values = {
            parameter.name: self._rest if parameter.behind else self._value(parameter, given[parameter.name])
            for parameter in self._declared.parameters
        }
        return Invocation(self._declared, shared, values)

    @staticmethod
    def _value(parameter: Parameter, value: Any) -> Any:
        if parameter.many:
            return tuple(value)
        return parameter.start if value is None else value


def _shared(*, hidden: bool = True, besides: set[str] = frozenset()) -> list[click.Parameter]:  # type: ignore[assignment]
    """The options of virtreach itself, once more for each level of the tree."""
    return [
        _parameter(parameter, hidden=hidden)
        for parameter in GLOBALS
        if not besides.intersection(parameter.flags)
    ]


class _Kind(_ParamType):
    """Values as `convert` makes them."""

    def __init__(self, parameter: Parameter) -> None:
        self._parameter = parameter
        self.name = parameter.kind

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str | None:
        choices = self._parameter.choices
        return f"[{'|'.join(choices)}]" if choices else self._parameter.metavar

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return convert(self._parameter, value)
        except ValueError as error:
            self.fail(str(error), param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from virtreach.cli.suggestions import suggest

        return suggest(self._parameter, incomplete, _given(ctx))


def _given(context: click.Context | None) -> dict[str, Any]:
    """What is on the command line so far, the nearest level first."""
    found: dict[str, Any] = {}
    while context is not None:
        for name, value in context.params.items():
            if value not in (None, False):
                found.setdefault(name, value)
        context = context.parent
    return found


def _parameter(parameter: Parameter, *, hidden: bool = False) -> click.Parameter:
    if not parameter.flags:
        shown = "|".join(parameter.choices) or parameter.metavar
        return click.Argument(
            [parameter.name],
            type=_Kind(parameter),
            required=parameter.required,
            nargs=-1 if parameter.many else 1,
            metavar=(shown if parameter.required else f"[{shown}]") + ("..." if parameter.many else ""),
        )
    if parameter.kind == "flag":
        return click.Option(
            [parameter.name, *parameter.flags], is_flag=True, help=parameter.help, hidden=hidden
        )
    return click.Option(
        [parameter.name, *parameter.flags],
        type=_Kind(parameter),
        help=parameter.help,
        metavar=None if parameter.choices else parameter.metavar,
        multiple=parameter.many,
        hidden=hidden,
    )
