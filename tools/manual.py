"""Write the reference pages of the command and of virtreachd.conf, from what declares them.

Usage::

    python tools/manual.py            # write docs/reference/cli.md and docs/reference/virtreachd-conf.md
    python tools/manual.py --check    # write nothing; fail when a page is not what the declarations say
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from virtreach.cli.catalog import COMMANDS, load  # noqa: E402  (found in the tree, installed or not)
from virtreach.cli.declaration import GLOBALS, Command, Parameter  # noqa: E402
from virtreach.cli.failures import EXIT_CODES  # noqa: E402
from virtreach.daemon.config.sample import sample  # noqa: E402

REFERENCE = ROOT / "docs" / "reference"

HEAD = """\
# The command

<!-- Made by tools/manual.py from what the commands declare. -->

`virtreach` comes with the extra `cli`: `pip install 'virtreach[cli]'`. `virtreach --help` and
`virtreach COMMAND --help` say what stands here.

```text
virtreach [OPTIONS] COMMAND [ARGS]...
```

A DOMAIN is named by its id while it runs, by its UUID, or by its name; they are tried in this order. A volume is
`POOL/NAME`, or its path on the host.

The host is the one of `-c`, else that of `LIBVIRT_DEFAULT_URI`, else that of [libvirt.conf](environment.md#files), else
this machine. A name and a password that are needed and not known are asked for when standard input is a terminal.

## Options of virtreach itself

They may stand before the command or after it. One that a command would leave aside is refused: `-r`, say, by `rm`.

"""

MIDDLE = """
## Output

For people: tables and sentences. Text that comes from a host (names, messages, figures) is escaped, so that
nothing in it moves the cursor, changes colours or makes up lines: a name with an ESC in it is shown with `\\x1b`.
`dumpxml` into a file or a pipe is unchanged. `console` alone passes on what the guest prints.

With `--json`, for programs: lists are arrays of objects, single things are objects, commands that do something
print what they did it to with an `action`; `events` prints a document a line. Everything is ASCII. Sizes are in
bytes or, where the key says so, in KiB; times in nanoseconds where the key ends in `_ns`. What is not there is
`null`. Keys are not renamed or removed; new ones may come.

Errors are one line on standard error that starts with `virtreach:` and says what to do next. With
`VIRTREACH_DEBUG=1` it is a traceback.

## Exit codes

"""

COMPLETION = """
## Completion

| shell | line |
| --- | --- |
| bash | `eval "$(virtreach completion bash)"` in `~/.bashrc` |
| zsh | `eval "$(virtreach completion zsh)"` in `~/.zshrc` |
| fish | `virtreach completion fish \\| source` in `~/.config/fish/config.fish` |

Domains and pools are completed from the host that the line names, if it answers within three seconds; nodes, groups and
clusters from the inventory, also before the colon of `NODE:/PATH`. Names that a
shell would read as more than a word are not offered.

## Commands
"""


def table(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    heads = list(titles)
    lines = [heads, ["---"] * len(heads), *(list(row) for row in rows)]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def value_of(parameter: Parameter) -> str:
    """Return what stands for an option's value."""
    if parameter.kind == "flag":
        return ""
    return f" {'|'.join(parameter.choices) or parameter.metavar}"


def options(parameters: Iterable[Parameter]) -> str:
    """Return the table of options."""
    rows = []
    for parameter in parameters:
        flags = ", ".join(
            f"`{flag}{value_of(parameter) if flag[:2] == '--' else ''}`" for flag in parameter.flags
        )
        rows.append((flags, parameter.help))
    return table(("option", "meaning"), rows)


def usage(command: Command) -> str:
    """Return the line that says how a command is written."""
    words = [f"virtreach {command.name}"]
    if any(parameter.flags for parameter in command.parameters):
        words.append("[OPTIONS]")
    for parameter in command.parameters:
        if not parameter.flags:
            word = "|".join(parameter.choices) or parameter.metavar
            dashes = "-- " if parameter.behind else ""
            words.append(
                dashes + (word if parameter.required else f"[{word}]") + ("..." if parameter.many else "")
            )
    return " ".join(words)


def section(command: Command) -> str:
    """Return a command's part of the page."""
    text = f"\n### {command.name}\n\n{command.summary}\n\n```text\n{usage(command)}\n```\n"
    arguments = [parameter for parameter in command.parameters if not parameter.flags]
    if arguments:
        rows = [(f"`{parameter.metavar}`", parameter.help) for parameter in arguments]
        text += "\n" + table(("argument", "meaning"), rows)
    own = [parameter for parameter in command.parameters if parameter.flags]
    if own:
        text += "\n" + options(own)
    return text + (f"\n{command.text}\n" if command.text else "")


def configuration() -> str:
    """Return the text of the page about virtreachd.conf."""
    return (
        "# virtreachd.conf\n\n"
        "Every key, commented out, with its default. `virtreachd --sample` prints the same.\n\n"
        f"```\n{sample()}```\n"
    )


def command() -> str:
    """Return the text of the page about the command."""
    codes = table(("code", "meaning"), ((str(code), meaning) for code, meaning in EXIT_CODES.items()))
    sections = "".join(section(load(name)) for name in COMMANDS)
    return HEAD + options(GLOBALS) + MIDDLE + codes + COMPLETION + sections


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Write reference pages.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is stale")
    arguments = parser.parse_args()
    status = 0
    for name, text in (("cli.md", command()), ("virtreachd-conf.md", configuration())):
        path = REFERENCE / name
        if not arguments.check:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            print(f"manual: docs/reference/{name} is stale; run: make generate", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
