"""Read ``spec/*.spec`` into a model of programs, types and procedures.

The grammar is described in ``spec/README.md``: one statement a line, and indented lines that belong to the
statement above them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

SCALARS = {
    # name -> (struct format, bytes, lowest, highest)
    "int": ("i", 4, -(2**31), 2**31 - 1),
    "uint": ("I", 4, 0, 2**32 - 1),
    "hyper": ("q", 8, -(2**63), 2**63 - 1),
    "uhyper": ("Q", 8, 0, 2**64 - 1),
    "double": ("d", 8, 0, 0),
    "char": ("i", 4, -128, 127),
    "uchar": ("I", 4, 0, 255),
    "ushort": ("I", 4, 0, 65535),
}

TYPED_PARAM_KINDS = {1: "int", 2: "uint", 3: "llong", 4: "ullong", 5: "double", 6: "boolean", 7: "string"}


class SpecError(Exception):
    """A spec file that cannot be understood; the message names file and line."""


@dataclass(frozen=True)
class Scalar:
    """A number of fixed size; ``enum`` names its enum when it has one."""

    kind: str
    enum: str = ""


@dataclass(frozen=True)
class Text:
    """A UTF-8 string of at most ``max`` bytes."""

    max: int


@dataclass(frozen=True)
class Opaque:
    """At most ``max`` bytes."""

    max: int


@dataclass(frozen=True)
class FixedOpaque:
    """Exactly ``size`` bytes (here always a multiple of four)."""

    size: int


@dataclass(frozen=True)
class Chars:
    """At most ``max`` characters, four bytes each on the wire."""

    max: int


@dataclass(frozen=True)
class FixedChars:
    """Exactly ``size`` characters, four bytes each on the wire."""

    size: int


@dataclass(frozen=True)
class Maybe:
    """XDR's optional: a flag, then the value when the flag is 1."""

    of: Type


@dataclass(frozen=True)
class Array:
    """At most ``max`` elements."""

    of: Type
    max: int


@dataclass(frozen=True)
class Params:
    """At most ``max`` typed parameters."""

    max: int


@dataclass(frozen=True)
class StructRef:
    """A struct, by name."""

    struct: Struct


Type = Scalar | Text | Opaque | FixedOpaque | Chars | FixedChars | Maybe | Array | Params | StructRef


@dataclass(frozen=True)
class Field:
    """One field: its name on the wire, its name in Python, its type, and the type's text in the spec."""

    wire_name: str
    name: str
    type: Type
    text: str


@dataclass(frozen=True, eq=False)
class Struct:
    """A named struct of a program."""

    program: str
    name: str
    fields: tuple[Field, ...]

    @property
    def record(self) -> str:
        """The name of its record class."""
        return "".join(part.capitalize() for part in self.name.split("_"))


@dataclass(eq=False)
class Procedure:
    """One procedure or event."""

    number: int
    name: str
    event: bool
    family: str = "procedures"
    priority: str = "low"
    readonly: str = "deny"
    preauth: bool = False
    replayable: bool = False
    acl: tuple[str, ...] = ()
    filter: tuple[str, ...] = ()
    stream: str = ""
    sparse: str = ""
    args: Struct | None = None
    ret: Struct | None = None


@dataclass(eq=False)
class Program:
    """One program: everything that its spec file holds."""

    name: str
    number: int = 0
    version: int = 0
    constants: dict[str, int] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    structs: list[Struct] = field(default_factory=list)
    enums: dict[str, dict[str, int]] = field(default_factory=dict)
    procedures: list[Procedure] = field(default_factory=list)


def snake(name: str) -> str:
    """Turn a wire name into a Python one: ``maxMem`` to ``max_mem``, ``callbackID`` to ``callback_id``."""
    made = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.replace("CPUs", "Cpus")).lower()
    return made + "_" if made in ("from", "class", "def") else made


class _Reader:
    # One file. `line` is kept for error messages.

    def __init__(self, path: Path, programs: dict[str, Program]) -> None:
        self.path = path
        self.programs = programs
        self.number = 0
        self.lines = path.read_text(encoding="utf-8").splitlines()
        self.program = Program("")

    def fail(self, message: str) -> SpecError:
        return SpecError(f"{self.path}:{self.number}: {message}")

    def blocks(self) -> list[tuple[int, str, list[tuple[int, str]]]]:
        # (line number, statement, its indented lines)
        found: list[tuple[int, str, list[tuple[int, str]]]] = []
        for number, raw in enumerate(self.lines, 1):
            line = raw.split("#", 1)[0].rstrip()
            if not line:
                continue
            if line[0] != " ":
                found.append((number, line, []))
            elif found:
                found[-1][2].append((number, line))
            else:
                self.number = number
                raise self.fail("an indented line without a statement above it")
        return found

    def read(self) -> Program:
        blocks = self.blocks()
        # Enums are known before the structs that name them.
        for number, line, inside in blocks:
            words = line.split()
            if words[0] == "enum":
                self.number = number
                self.program.enums[words[1]] = dict(self.member(at, text) for at, text in inside)
                self.program.types[words[1]] = Scalar("uint" if words[1] == "status" else "int", words[1])
        for number, line, inside in blocks:
            self.number = number
            self.statement(line.split(), inside)
        return self.program

    def member(self, number: int, text: str) -> tuple[str, int]:
        self.number = number
        name, value = text.split()
        return name, int(value)

    def statement(self, words: list[str], inside: list[tuple[int, str]]) -> None:
        if inside and words[0] not in ("enum", "typed_param", "struct", "procedure", "event"):
            raise self.fail(f"{words[0]} has no indented lines")
        match words:
            case ["program", name]:
                self.program.name = name
            case ["number", value]:
                self.program.number = int(value)
            case ["version", value]:
                self.program.version = int(value)
            case ["uses", name]:
                self.program.types.update(self.programs[name].types)
                self.program.constants.update(self.programs[name].constants)
            case ["const", name, value]:
                self.program.constants[name] = int(value)
            case ["type", name, text]:
                self.program.types[name] = self.type(text)
            case ["enum", _]:
                pass
            case ["typed_param"]:
                self.typed_param(inside)
            case ["struct", name]:
                struct = self.struct(name, inside, 4)
                self.program.structs.append(struct)
            case ["procedure" | "event" as kind, number, name]:
                self.procedure(Procedure(int(number), name, kind == "event"), inside)
            case _:
                raise self.fail(f"not a statement: {' '.join(words)}")

    def typed_param(self, inside: list[tuple[int, str]]) -> None:
        # The one union there is. The codecs know its kinds; the spec spells them out for readers, and they are checked.
        kinds = {}
        for number, text in inside:
            self.number = number
            kind, name, _ = text.split()
            kinds[int(kind)] = name
        if kinds != TYPED_PARAM_KINDS:
            raise self.fail(f"the codecs know these kinds of typed parameters: {TYPED_PARAM_KINDS}")

    def struct(self, name: str, inside: list[tuple[int, str]], indent: int) -> Struct:
        fields = []
        for number, text in inside:
            self.number = number
            if len(text) - len(text.lstrip()) != indent:
                raise self.fail("wrong indentation")
            wire_name, type_text = text.split()
            fields.append(Field(wire_name, snake(wire_name), self.type(type_text), type_text))
        made = Struct(self.program.name, name, tuple(fields))
        self.program.types[name] = StructRef(made)
        return made

    def bound(self, text: str) -> int:
        if text.isdigit():
            return int(text)
        if text not in self.program.constants:
            raise self.fail(f"no constant {text}")
        return self.program.constants[text]

    def type(self, text: str) -> Type:
        if text.endswith("?"):
            return Maybe(self.type(text[:-1]))
        if found := re.fullmatch(r"(\w+)<(\w+)>", text):
            base, most = found[1], self.bound(found[2])
            if base == "string":
                return Text(most)
            if base == "opaque":
                return Opaque(most)
            if base == "char":
                return Chars(most)
            if base == "typed_param":
                return Params(most)
            return Array(self.type(base), most)
        if found := re.fullmatch(r"(opaque|char)\[(\w+)\]", text):
            size = self.bound(found[2])
            return FixedOpaque(size) if found[1] == "opaque" else FixedChars(size)
        if text in SCALARS:
            return Scalar(text)
        if text not in self.program.types:
            raise self.fail(f"no type {text}")
        return self.program.types[text]

    def procedure(self, made: Procedure, inside: list[tuple[int, str]]) -> None:
        if made.event:
            made.readonly = "event"
        parts: dict[str, list[tuple[int, str]]] = {}
        part: list[tuple[int, str]] | None = None
        for number, text in inside:
            self.number = number
            if text.startswith("        "):
                if part is None:
                    raise self.fail("a field outside args, ret and message")
                part.append((number, text))
                continue
            part = None
            match text.split():
                case ["family", word]:
                    made.family = word
                case ["priority", "high" | "low" as word]:
                    made.priority = word
                case ["readonly", "allow" | "deny" | "conditional" as word]:
                    made.readonly = word
                case ["preauth"]:
                    made.preauth = True
                case ["replayable"]:
                    made.replayable = True
                case ["acl", *rules]:
                    made.acl = tuple(rules)
                case ["filter", *rules]:
                    made.filter = tuple(rules)
                case ["stream", "read" | "write" as word, "after", _]:
                    made.stream = word
                case ["stream", "read" | "write" as word, "after", _, "sparse", made_sparse]:
                    made.stream, made.sparse = word, made_sparse
                case ["args" | "ret" | "message" as word]:
                    part = parts[word] = []
                case _:
                    raise self.fail(f"not a rule: {text.strip()}")
        for word, suffix in (("args", "args"), ("ret", "ret"), ("message", "msg")):
            if word in parts:
                struct = self.struct(f"{made.name}_{suffix}", parts[word], 8)
                if word == "args":
                    made.args = struct
                else:
                    made.ret = struct
        self.program.procedures.append(made)


def load(spec: Path) -> dict[str, Program]:
    """Read every program.

    Args:
        spec: the directory of the spec files.

    Raises:
        SpecError: a file cannot be understood.
    """
    programs: dict[str, Program] = {}
    for name in ("rpc", "remote", "qemu", "lxc", "admin", "keepalive"):
        programs[name] = _Reader(spec / f"{name}.spec", programs).read()
    return programs
