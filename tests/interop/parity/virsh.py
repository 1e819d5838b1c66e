"""Command lines for the real `virsh`, and what it does with them at one server.

`lines/GROUP.virsh` has a command line each line, ``#`` begins a comment. Words in brackets before a line are virsh's
own options. In a line ``${xml}`` is the directory of definitions, ``${dir}`` an empty one for what virsh writes,
``${long}`` a word of 3000 letters, ``${esc}`` an escape character, ``${nl}`` a line break.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from string import Template
from typing import NamedTuple

from tests.needs import patience

__all__ = ["ENDLESS", "GROUPS", "Answer", "lines", "play", "plain"]

HERE = Path(__file__).parent
GROUPS = sorted(path.stem for path in (HERE / "lines").glob("*.virsh"))
"""What the lines are sorted by: each group begins with libvirt's default objects."""

_OPTIONS = re.compile(r"\[([^]]*)\] ")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MAC = re.compile(r"52:54:00(?::[0-9a-f]{2}){3}")
_KNOWN = ("6695eb01", "dd8fe884", "dfe224cb", "11111111", "00000000", "52:54:00:aa:")
_CLOCK = re.compile(
    r"(?<![\w.])1[6-9]\d{8}(?!\d)"  # seconds since 1970
    r"|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\s?([+-]\d{4})?"
    r"|(?<=CPU time:)\s+\d+\.\ds"
    r"|(?<=(?:_req|ytes|kets|errs|drop) )\d{9,}"  # what libvirt's test driver counts goes by the clock
    r"|(?<=(?:ed|en|ad|ns|nt):)\s+\d{9,}"
)


ENDLESS = -1
"""The status of a virsh that did not end."""


class Answer(NamedTuple):
    """What one virsh did: its exit status and what it printed."""

    status: int
    out: str
    err: str

    def __str__(self) -> str:
        return f"[{self.status}]\n{self.out}{self.err}"


def lines(group: str) -> list[str]:
    """The command lines of a group."""
    text = (HERE / "lines" / f"{group}.virsh").read_text()
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def play(uri: str, commands: list[str], directory: Path) -> list[Answer]:
    """Run a virsh for each command line, one after the other.

    Args:
        uri: the server.
        commands: the lines.
        directory: an empty one, where virsh runs.

    Returns:
        An answer for each, in which names made up at random and the time of day are replaced.
    """
    words = {"xml": HERE / "xml", "dir": directory, "long": "x" * 3000, "esc": "\x1b", "nl": "\n"}
    environment = {
        "LC_ALL": "C.UTF-8",
        "PATH": os.environ["PATH"],
        "HOME": str(directory),
        "TZ": "UTC",
        "EDITOR": "true",
        "LIBVIRT_DEFAULT_URI": uri,
    }
    names = {str(directory): "(dir)", str(HERE): "(here)", uri: "(uri)"}
    seen: dict[str, str] = {}
    answers = []
    for line in commands:
        line = Template(line).substitute(words)
        options = _OPTIONS.match(line)
        extra = options[1].split() if options else []
        command = ["virsh", *extra, line[options.end() if options else 0 :]]
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=10 * patience(),
                env=environment,
                cwd=directory,
                check=False,
            )
        except subprocess.TimeoutExpired:
            answers.append(Answer(ENDLESS, "", ""))
            continue
        out, err = (
            plain(data.decode(errors="backslashreplace"), seen, names) for data in (done.stdout, done.stderr)
        )
        answers.append(Answer(done.returncode, out, err))
    return answers


def plain(text: str, seen: dict[str, str], names: dict[str, str]) -> str:
    """Replace what is made up: UUIDs and MAC addresses by their number of appearance, and times.

    Args:
        text: what a client has printed.
        seen: what has been replaced before; grows.
        names: what is replaced besides, and by what.
    """
    for name, shown in names.items():
        text = text.replace(name, shown)

    def number(found: re.Match[str]) -> str:
        if found[0].startswith(_KNOWN):
            return found[0]
        return seen.setdefault(found[0], f"(made up {len(seen) + 1})")

    text = _MAC.sub(number, _UUID.sub(number, text))
    return _CLOCK.sub("(time)", text)
