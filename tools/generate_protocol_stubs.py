"""Write the type stubs of the generated codecs: record classes as NamedTuples, procedures with their result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tools.generate_protocol_code import layout
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


def handles_stub(program: Program, shared: set[Struct]) -> str:
    """Write the stub of a program's module of shared structs."""
    lines = [*_top(program.name), "from typing import Any, NamedTuple"]
    for struct in sorted((one for one in shared if one.program == program.name), key=lambda one: one.name):
        lines += named_tuple(struct)
        lines += ["", f"def decode_{struct.name}(_d: bytes, _o: int) -> tuple[{struct.record}, int]: ..."]
        arguments = ", ".join(f"{field.name}: Any" for field in struct.fields)
        lines += [f"def encode_{struct.name}({arguments}) -> bytes: ..."]
        if layout(struct) is not None:
            lines += [
                f"def decode_many_{struct.name}(",
                "    data: bytes, offset: int, field: str, most: int",
                f") -> tuple[{annotation(Array(StructRef(struct), 0))}, int]: ...",
            ]
    return "\n".join(lines) + "\n"


def _uses(of: Type) -> set[str]:
    match of:
        case StructRef(struct):
            return {struct.record}
        case Maybe(inner):
            return _uses(inner)
        case Array(inner, _):
            return set() if annotation(of).startswith("list[tuple[") else _uses(inner)
        case _:
            return set()


def _result(procedure: Any) -> str:
    return procedure.ret.record if procedure.ret else "None"


def family_stub(program: Program, family: str, local: list[Struct]) -> str:
    """Write the stub of one family's module."""
    mine = [procedure for procedure in program.procedures if procedure.family == family]
    structs = list(dict.fromkeys([*local, *(procedure.ret for procedure in mine if procedure.ret)]))
    lines = _top(program.name)
    if structs:
        lines.append("from typing import NamedTuple")
        lines.append("")
    lines += _imports(program, structs)
    lines.append("from virtreach.protocol.procedure import Procedure")
    for struct in structs:
        lines += named_tuple(struct)
    lines.append("")
    lines += [f"{procedure.name.upper()}: Procedure[{_result(procedure)}]" for procedure in mine]
    return "\n".join(lines) + "\n"


def _imports(program: Program, structs: list[Struct]) -> list[str]:
    # The shared structs that some record classes name.
    used: set[str] = set()
    for struct in structs:
        for field in struct.fields:
            used |= _uses(field.type)
    used -= {struct.record for struct in structs}
    home = "remote" if program.name in ("qemu", "lxc") else program.name
    return (
        [f"from virtreach.protocol._generated.{home}.handles import {', '.join(sorted(used))}"]
        if used
        else []
    )


def server_stub(program: Program, family: str, local: list[Struct]) -> str:
    """Write the stub of the server's direction of one family."""
    mine = [procedure for procedure in program.procedures if procedure.family == family]
    structs = list(dict.fromkeys([*local, *(procedure.args for procedure in mine if procedure.args)]))
    lines = _top(program.name)
    lines += [
        "from collections.abc import Callable",
        f"from typing import Any{', NamedTuple' if structs else ''}",
        "",
    ]
    lines += _imports(program, structs)
    for struct in structs:
        lines += named_tuple(struct)
    lines += ["", "CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]"]
    return "\n".join(lines) + "\n"


def rpc_stub(program: Program) -> str:
    """Write the stub of the bodies that every program shares."""
    structs = [struct for struct in program.structs if struct.name != "header"]
    lines = [*_top(program.name), "from typing import Any, NamedTuple"]
    for struct in structs:
        lines += named_tuple(struct)
        arguments = ", ".join(f"{field.name}: Any" for field in struct.fields)
        lines += ["", f"def decode_{struct.name}(_d: bytes, _o: int) -> tuple[{struct.record}, int]: ..."]
        lines += [f"def encode_{struct.name}({arguments}) -> bytes: ..."]
        if not struct.name.startswith("nonnull_"):
            lines += [f"def decode_{struct.name}_body(_d: bytes, _o: int) -> {struct.record}: ..."]
            lines += [f"def encode_{struct.name}_body({arguments}) -> bytes: ..."]
    return "\n".join(lines) + "\n"


def index_stub(
    program: Program,
    shared: set[Struct],
    local: Callable[..., tuple[list[Struct], list[Struct]]],
    where: Any,
) -> str:
    """Write the stub that gives a program's module its names: all procedures and record classes."""
    lines = _top(program.name)
    handles = sorted(struct.record for struct in shared if struct.program == program.name)
    package = f"virtreach.protocol._generated.{program.name}"
    if handles:
        lines += [f"from {package}.handles import {name} as {name}" for name in handles]
    for family in dict.fromkeys(procedure.family for procedure in program.procedures):
        mine = [procedure for procedure in program.procedures if procedure.family == family]
        names = dict.fromkeys(struct.record for struct in local(program, family, where)[0])
        names.update(dict.fromkeys(procedure.ret.record for procedure in mine if procedure.ret))
        names.update(dict.fromkeys(procedure.name.upper() for procedure in mine))
        lines += [f"from {package}.{family} import {name} as {name}" for name in names]
    lines += ["", "NUMBER: int", "VERSION: int", "FAMILIES: dict[str, str]"]
    return "\n".join(lines) + "\n"
