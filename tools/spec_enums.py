"""Read the spec files of public constants: ``enums.spec``, ``strings.spec`` and ``typed_params.spec``."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tools.spec_model import SpecError


@dataclass
class Enum:
    """One public enum.

    Attributes:
        name: the C name (``virDomainState``).
        flags: whether its members are bits to be combined.
        members: C names to what the spec says: a number, or the name of another member.
        resolved: C names to numbers.
    """

    name: str
    flags: bool
    members: dict[str, str] = field(default_factory=dict)
    resolved: dict[str, int] = field(default_factory=dict)


def _lines(path: Path) -> list[tuple[int, str]]:
    text = path.read_text(encoding="utf-8")
    numbered = ((number, line.split("#", 1)[0].rstrip()) for number, line in enumerate(text.splitlines(), 1))
    return [(number, line) for number, line in numbered if line]


def load_enums(path: Path) -> list[Enum]:
    """Read the public enums.

    Raises:
        SpecError: a line cannot be understood, or a member refers to no other.
    """
    made: list[Enum] = []
    for number, line in _lines(path):
        words = line.split()
        if words[0] in ("enum", "flags") and len(words) == 2 and line[0] != " ":
            made.append(Enum(words[1], words[0] == "flags"))
        elif line.startswith("    ") and len(words) == 2 and made:
            made[-1].members[words[0]] = words[1]
        else:
            raise SpecError(f"{path}:{number}: not an enum or a member")
    everything = {name: value for enum in made for name, value in enum.members.items()}

    def resolve(value: str) -> int:
        seen = 0
        while not value.lstrip("-").isdigit():
            seen += 1
            if value not in everything or seen > 9:
                raise SpecError(f"{path}: {value} is no member of any enum")
            value = everything[value]
        return int(value)

    for enum in made:
        enum.resolved = {name: resolve(value) for name, value in enum.members.items()}
    return made


def load_pairs(path: Path) -> list[tuple[str, str]]:
    """Read a file of two columns; the second may have spaces in it.

    Raises:
        SpecError: a line has one word only.
    """
    made = []
    for number, line in _lines(path):
        words = line.split(None, 1)
        if len(words) != 2:
            raise SpecError(f"{path}:{number}: two words are wanted")
        made.append((words[0], words[1]))
    return made
