"""Write the type stubs of the generated codecs: record classes as NamedTuples, procedures with their result."""

from __future__ import annotations

from tools.generate_protocol_code import layout
from tools.spec_layout import IMPORT, Layout, families, handles_of, members
from tools.spec_model import (
    Array,
    Chars,
    FixedChars,
    FixedOpaque,
    Maybe,
    Opaque,
    Params,
    Program,
    Scalar,
    Struct,
    StructRef,
    Text,
    Type,
)


def annotation(of: Type) -> str:
    """Return how a decoded value is typed in Python."""
    match of:
        case Scalar("double"):
            return "float"
        case Scalar():
            return "int"
        case Text():
            return "str"
        case Opaque() | FixedOpaque() | Chars() | FixedChars():
            return "bytes"
        case Maybe(inner):
            return f"{annotation(inner)} | None"
        case Params():
            return "dict[str, int | float | bool | str]"
        case StructRef(struct):
            return struct.record
        case Array(StructRef(struct), _) if struct.name.startswith("nonnull_") and layout(struct) is not None:
            return f"list[tuple[{', '.join(annotation(field.type) for field in struct.fields)}]]"
        case Array(inner, _):
            return f"list[{annotation(inner)}]"
    raise AssertionError(of)


def named_tuple(struct: Struct) -> list[str]:
    """Write a record class."""
    lines = ["", f"class {struct.record}(NamedTuple):"]
    lines += [f"    {field.name}: {annotation(field.type)}" for field in struct.fields]
    return lines


def _top(source: str) -> list[str]:
    return [f"# Made from spec/{source}.spec by: python tools/generate.py", "# Do not edit.", ""]


def functions(struct: Struct) -> list[str]:
    """Write the functions that decode and encode one struct."""
    arguments = ", ".join(f"{field.name}: Any" for field in struct.fields)
    return [
        "",
        f"def decode_{struct.name}(_d: bytes, _o: int) -> tuple[{struct.record}, int]: ...",
        f"def encode_{struct.name}({arguments}) -> bytes: ...",
    ]


def handles_stub(program: Program, where: Layout) -> str:
    """Write the stub of a program's module of shared structs."""
    lines = [*_top(program.name), "from typing import Any, NamedTuple"]
    for struct in where.handles(program):
        lines += [*named_tuple(struct), *functions(struct)]
        if layout(struct) is not None:
            lines += [
                f"def decode_many_{struct.name}(",
                "    data: bytes, offset: int, field: str, most: int",
                f") -> tuple[{annotation(Array(StructRef(struct), 0))}, int]: ...",
            ]
    return "\n".join(lines) + "\n"


def _uses(of: Type) -> set[Struct]:
    match of:
        case StructRef(struct):
            return {struct}
        case Maybe(inner):
            return _uses(inner)
        case Array(inner, _):
            return set() if annotation(of).startswith("list[tuple[") else _uses(inner)
        case _:
            return set()


def family_stub(program: Program, family: str, where: Layout) -> str:
    """Write the stub of one family's module."""
    structs = where.records(program, family)
    lines = _top(program.name)
    if structs:
        lines += ["from typing import NamedTuple", ""]
    lines += _imports(structs)
    lines.append("from virtreach.protocol.procedure import Procedure")
    for struct in structs:
        lines += named_tuple(struct)
    lines.append("")
    for procedure in members(program, family):
        result = procedure.ret.record if procedure.ret else "None"
        lines.append(f"{procedure.name.upper()}: Procedure[{result}]")
    return "\n".join(lines) + "\n"


def _imports(structs: list[Struct]) -> list[str]:
    # The shared structs that some record classes name.
    shared = {inner for struct in structs for field in struct.fields for inner in _uses(field.type)}
    return [
        f"from {handles_of(struct)} import {struct.record}"
        for struct in sorted(shared - set(structs), key=lambda one: one.name)
    ]


def server_stub(program: Program, family: str, where: Layout) -> str:
    """Write the stub of the server's direction of one family."""
    structs = where.server_records(program, family)
    lines = [*_top(program.name), "from collections.abc import Callable"]
    lines += [f"from typing import Any{', NamedTuple' if structs else ''}", "", *_imports(structs)]
    for struct in structs:
        lines += named_tuple(struct)
    lines += ["", "CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]"]
    return "\n".join(lines) + "\n"


def rpc_stub(program: Program) -> str:
    """Write the stub of the bodies that every program shares."""
    lines = [*_top(program.name), "from typing import Any, NamedTuple"]
    for struct in program.structs:
        if struct.name == "header":
            continue
        lines += [*named_tuple(struct), *functions(struct)]
        if not struct.name.startswith("nonnull_"):
            arguments = ", ".join(f"{field.name}: Any" for field in struct.fields)
            lines += [f"def decode_{struct.name}_body(_d: bytes, _o: int) -> {struct.record}: ..."]
            lines += [f"def encode_{struct.name}_body({arguments}) -> bytes: ..."]
    return "\n".join(lines) + "\n"


def index_stub(program: Program, where: Layout) -> str:
    """Write the stub that gives a program's module its names: all procedures and record classes."""
    lines = _top(program.name)
    for struct in where.handles(program):
        lines.append(f"from {handles_of(struct)} import {struct.record} as {struct.record}")
    for family in families(program):
        names = [struct.record for struct in where.records(program, family)]
        names += [procedure.name.upper() for procedure in members(program, family)]
        lines += [f"from {IMPORT}.{program.name}.{family} import {name} as {name}" for name in names]
    lines += ["", "NUMBER: int", "VERSION: int", "FAMILIES: dict[str, str]"]
    return "\n".join(lines) + "\n"
