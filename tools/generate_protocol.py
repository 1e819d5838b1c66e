"""Generate the codecs, indexes and stubs of `virtreach.protocol` from ``spec/``; run by ``tools/generate.py``."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.generate_protocol_code import (
    Names,
    decode_body,
    decode_struct,
    encode_body,
    encode_struct,
    layout,
)
from tools.generate_protocol_stubs import family_stub, handles_stub, index_stub, rpc_stub, server_stub
from tools.generate_protocol_tables import constants_files, error_files, kinds_file
from tools.spec_enums import load_enums, load_pairs
from tools.spec_layout import IMPORT, Layout, bodies, closure, families, members
from tools.spec_model import Procedure, Program, Struct, load

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "src/virtreach/protocol/_generated"
ERRORS = "src/virtreach/errors/_generated"

_DEFAULTS: dict[str, object] = {
    "arg_fields": (),
    "ret_fields": (),
    "priority": "low",
    "acl": (),
    "aclfilter": (),
    "readonly": "deny",
    "preauth": False,
    "replayable": False,
    "stream": "",
    "sparse_flag": 0,
    "event": False,
}


def header(source: str, doc: str) -> list[str]:
    """Return the first lines of a generated module."""
    return [
        f'"""{doc}"""',
        f"# Made from {source} by: python tools/generate.py",
        "# Do not edit.",
        "",
    ]


def imports(names: Names) -> list[str]:
    """Write the imports and compiled structs that a module's code uses."""
    lines = []
    others = dict(names.others)
    if names.structs:
        others.setdefault("struct", set()).add("Struct")
    if names.xdr:
        others["virtreach.wire.xdr"] = names.xdr
    for module in sorted(others, key=lambda name: (name != "struct", name)):
        lines.append(f"from {module} import {', '.join(sorted(others[module]))}")
    lines.append("")
    if "virtreach.wire.record" in others:
        lines.append("new = tuple.__new__")
    lines += [f"{name} = {made}" for name, made in sorted(names.structs.items())]
    return lines


def many(struct: Struct, names: Names) -> list[str]:
    """Write the decoder of an array of a struct that `virtreach.wire.runs` can decode."""
    words = layout(struct)
    if words is None:
        return []
    names.other("virtreach.wire.runs", "run_decoder")
    longest = max((field.type.max for field in struct.fields if hasattr(field.type, "max")), default=0)
    row = ", ".join(f"f{place}" for place in range(len(words))) + ("," if len(words) == 1 else "")
    item = ", ".join(f"f{place}{'.decode()' if word == 's' else ''}" for place, word in enumerate(words))
    item = f"({item}{',' if len(words) == 1 else ''})"
    # Handles are made into objects by whoever asked for them; everything else stays a record.
    if not struct.name.startswith("nonnull_"):
        item = f"new({struct.record}, {item})"
    return [
        f"decode_many_{struct.name} = run_decoder(",
        f'    "{" ".join(words)}", {longest}, lambda rows: [{item} for {row} in rows]',
        ")",
    ]


def record_line(struct: Struct) -> str:
    """Write the definition of a struct's record class."""
    return (
        f'{struct.record} = record("{struct.record}", "{" ".join(f.name for f in struct.fields)}", __name__)'
    )


def module(program: Program, doc: str, names: Names, body: list[str]) -> str:
    """Put a module together; what its body uses is known by now."""
    return "\n".join([*header(f"spec/{program.name}.spec", doc), *imports(names), *body]) + "\n"


def encoder(
    procedure: Procedure, body: Struct | None, program: Program, names: Names, lines: list[str]
) -> str:
    """Add the function that encodes a body, unless it is empty; return its name."""
    if body is None:
        names.use("encode_void")
        return "encode_void"
    lines += ["", "", *encode_body(body, names, program.name, procedure.name)]
    return f"_encode_{body.name}"


def decoder(procedure: Procedure, body: Struct | None, names: Names, lines: list[str]) -> str:
    """Add the function that decodes a body, unless it is empty; return its name."""
    if body is None:
        names.use("decode_void")
        return "decode_void"
    lines += ["", "", *decode_body(body, names, procedure.name)]
    return f"_decode_{body.name}"


def handles_module(program: Program, where: Layout) -> str:
    """Write the module of the structs that several families share: both directions."""
    names = Names({})
    names.other("virtreach.wire.record", "record")
    body = []
    for struct in where.handles(program):
        body += ["", "", record_line(struct), "", "", *decode_struct(struct, names)]
        body += ["", "", *encode_struct(struct, names), "", "", *many(struct, names)]
    doc = f"What several procedures of the {program.name} program share: handles, in both directions."
    return module(program, doc, names, body)


def metadata(procedure: Procedure, flags: dict[str, int]) -> str:
    """Write the keyword arguments of a procedure, those at their default left out."""
    values: dict[str, object] = {
        "arg_fields": tuple(field.name for field in procedure.args.fields) if procedure.args else (),
        "ret_fields": tuple(field.name for field in procedure.ret.fields) if procedure.ret else (),
        "priority": procedure.priority,
        "acl": procedure.acl,
        "aclfilter": procedure.filter,
        "readonly": procedure.readonly,
        "preauth": procedure.preauth,
        "replayable": procedure.replayable,
        "stream": procedure.stream,
        "sparse_flag": flags[procedure.sparse] if procedure.sparse else 0,
        "event": procedure.event,
    }
    parts = [f"{name}={value!r}" for name, value in values.items() if value != _DEFAULTS[name]]
    return ", ".join([*parts, "server=_SERVER"])


def family_module(program: Program, family: str, where: Layout, flags: dict[str, int]) -> str:
    """Write one family's module: the client's direction, and its procedures."""
    names = Names(where.modules(program))
    names.other("virtreach.protocol.procedure", "Procedure")
    body = [
        "",
        f'_PROGRAM = ("{program.name}", {program.number}, {program.version})',
        f'_SERVER = "{IMPORT}.{program.name}.server.{family}"',
    ]
    results, arguments = where.local(program, family)
    for struct in where.records(program, family):
        names.other("virtreach.wire.record", "record")
        body += ["", record_line(struct)]
    for struct in results:
        body += ["", "", *decode_struct(struct, names), "", "", *many(struct, names)]
    for struct in arguments:
        body += ["", "", *encode_struct(struct, names)]
    defined = ["", ""]
    for procedure in members(program, family):
        encode = encoder(procedure, procedure.args, program, names, body)
        decode = decoder(procedure, procedure.ret, names, body)
        defined.append(
            f'{procedure.name.upper()} = Procedure(_PROGRAM, {procedure.number}, "{procedure.name}", '
            f"{encode}, {decode}, {metadata(procedure, flags)})"
        )
    doc = f"The {family} procedures of the {program.name} program, as a client uses them."
    return module(program, doc, names, body + defined)


def server_module(program: Program, family: str, where: Layout) -> str:
    """Write the server's direction of one family: arguments are decoded, results encoded."""
    names = Names(where.modules(program))
    body: list[str] = []
    results, arguments = where.local(program, family)
    for struct in where.server_records(program, family):
        names.other("virtreach.wire.record", "record")
        body += ["", record_line(struct)]
    for struct in arguments:
        body += ["", "", *decode_struct(struct, names), "", "", *many(struct, names)]
    for struct in results:
        body += ["", "", *encode_struct(struct, names)]
    codecs = ["", "", "CODECS = {"]
    for procedure in members(program, family):
        decode = decoder(procedure, procedure.args, names, body)
        encode = encoder(procedure, procedure.ret, program, names, body)
        codecs.append(f'    "{procedure.name}": ({decode}, {encode}),')
    doc = f"The {family} procedures of the {program.name} program, as a server uses them."
    return module(program, doc, names, [*body, *codecs, "}"])


def index_module(program: Program) -> str:
    """Write the map from procedure names to the families that hold them."""
    source = f"spec/{program.name}.spec"
    lines = header(source, f"Which module holds which procedure of the {program.name} program.")
    lines += [f"NUMBER = {program.number}", f"VERSION = {program.version}", "", "FAMILIES = {"]
    lines += [f'    "{procedure.name.upper()}": "{procedure.family}",' for procedure in program.procedures]
    lines += ["}"]
    return "\n".join(lines) + "\n"


def records_module(program: Program, where: Layout) -> str:
    """Write the map from record classes to the modules that hold them."""
    lines = header(
        f"spec/{program.name}.spec", f"Which module holds which record class of the {program.name} program."
    )
    lines += ["MODULES: dict[str, str] = {"]
    lines += [f'    "{struct.record}": "handles",' for struct in where.handles(program)]
    for family in families(program):
        lines += [f'    "{struct.record}": "{family}",' for struct in where.records(program, family)]
    return "\n".join([*lines, "}"]) + "\n"


def table_module(program: Program) -> str:
    """Write what can be known of all procedures without loading one."""
    source = f"spec/{program.name}.spec"
    lines = header(source, f"The procedures of the {program.name} program by number.")
    lines += [
        "# number: name, kind, readonly class, stream",
        "TABLE: dict[int, tuple[str, str, str, str]] = {",
    ]
    for procedure in program.procedures:
        kind = "event" if procedure.event else "call"
        row = (procedure.name, kind, procedure.readonly, procedure.stream)
        lines.append(f"    {procedure.number}: {row!r},")
    lines += ["}"]
    return "\n".join(lines) + "\n"


def schema_module(program: Program) -> str:
    """Write the types as text, for help, for values from the command line, and for error messages."""
    source = f"spec/{program.name}.spec"
    lines = header(source, f"The types of the {program.name} program, as the spec spells them.")

    def fields(struct: Struct | None) -> str:
        return ", ".join(f"{field.name} {field.text}" for field in struct.fields) if struct else ""

    lines += [
        "CONSTANTS: dict[str, int] = {",
        *(f'    "{name}": {value},' for name, value in program.constants.items()),
        "}",
        "",
    ]
    structs = {struct.name: struct for struct in closure(bodies(program))}
    structs.update({s.name: s for s in program.structs if s.name != "header"})
    lines += [
        "STRUCTS: dict[str, str] = {",
        *(f'    "{name}": "{fields(struct)}",' for name, struct in structs.items()),
        "}",
        "",
    ]
    lines += ["ENUMS: dict[str, dict[str, int]] = {"]
    for name, values in program.enums.items():
        lines.append(f'    "{name}": {values!r},')
    lines += ["}", ""]
    lines += ["ARGS: dict[str, str] = {"]
    lines += [f'    "{p.name}": "{fields(p.args)}",' for p in program.procedures if p.args]
    lines += ["}", "", "RETS: dict[str, str] = {"]
    lines += [f'    "{p.name}": "{fields(p.ret)}",' for p in program.procedures if p.ret]
    lines += ["}"]
    return "\n".join(lines) + "\n"


def rpc_module(program: Program) -> str:
    """Write the codecs of what every program shares: the error body and the stream hole, in both directions."""
    names = Names({})
    names.other("virtreach.wire.record", "record")
    body: list[str] = []
    for struct in program.structs:
        if struct.name == "header":
            continue
        body += ["", "", record_line(struct), "", "", *decode_struct(struct, names)]
        body += ["", "", *encode_struct(struct, names)]
        if not struct.name.startswith("nonnull_"):
            body += ["", "", *decode_body(struct, names, struct.name)]
            body += ["", "", *encode_body(struct, names, "rpc", struct.name)]
            body += ["", "", f"decode_{struct.name}_body = _decode_{struct.name}"]
            body += [f"encode_{struct.name}_body = _encode_{struct.name}"]
    return module(program, "Bodies that every program shares: the error and the stream hole.", names, body)


def outputs(root: Path = ROOT) -> dict[str, str]:
    """Return every generated file: its path from the repository's top, and its text."""
    programs = load(root / "spec")
    enums = load_enums(root / "spec" / "enums.spec")
    flags = {name: value for enum in enums for name, value in enum.resolved.items()}
    where = Layout({name: program for name, program in programs.items() if name != "rpc"})
    made = {
        f"{PACKAGE}/__init__.py": "\n".join(
            header("spec/", "Generated codecs and tables; nobody edits them.")
        )
    }
    for name, program in programs.items():
        top = f"{PACKAGE}/{name}"
        if name == "rpc":
            made[f"{PACKAGE}/rpc.py"] = rpc_module(program)
            made[f"{PACKAGE}/rpc.pyi"] = rpc_stub(program)
            made[f"{PACKAGE}/rpc_schema.py"] = schema_module(program)
            continue
        doc = header(f"spec/{name}.spec", f"The {name} program.")
        made[f"{top}/__init__.py"] = "\n".join(doc)
        made[f"{top}/server/__init__.py"] = "\n".join(doc)
        made[f"{top}/index.py"] = index_module(program)
        made[f"{top}/index.pyi"] = index_stub(program, where)
        made[f"{top}/records.py"] = records_module(program, where)
        made[f"{top}/table.py"] = table_module(program)
        made[f"{top}/schema.py"] = schema_module(program)
        if where.handles(program):
            made[f"{top}/handles.py"] = handles_module(program, where)
            made[f"{top}/handles.pyi"] = handles_stub(program, where)
        for family in families(program):
            made[f"{top}/{family}.py"] = family_module(program, family, where, flags)
            made[f"{top}/{family}.pyi"] = family_stub(program, family, where)
            made[f"{top}/server/{family}.py"] = server_module(program, family, where)
            made[f"{top}/server/{family}.pyi"] = server_stub(program, family, where)
    strings = load_pairs(root / "spec" / "strings.spec")
    kinds = load_pairs(root / "spec" / "typed_params.spec")
    made.update(constants_files(PACKAGE, enums, strings))
    made.update(kinds_file(PACKAGE, kinds))
    made.update(error_files(ERRORS, enums))
    return made


def committed(root: Path) -> set[str]:
    """Return the files that lie where generated files lie, caches left out."""
    found = set()
    for top in (PACKAGE, ERRORS):
        for path in (root / top).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                found.add(path.relative_to(root).as_posix())
    return found


def differences(root: Path = ROOT) -> list[str]:
    """Compare what is there with what would be made: a line for each file missing, orphaned or different."""
    made = outputs(root)
    there = committed(root)
    lines = [f"missing: {name}" for name in sorted(made.keys() - there)]
    lines += [f"orphan: {name}" for name in sorted(there - made.keys())]
    for name in sorted(made.keys() & there):
        if (root / name).read_text(encoding="utf-8") != made[name]:
            lines.append(f"different: {name}")
    return lines


def write(root: Path = ROOT) -> None:
    """Write every generated file and remove those that are no longer made."""
    made = outputs(root)
    for name in committed(root) - made.keys():
        (root / name).unlink()
    for name, text in made.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def main(*, check: bool) -> int:
    """Write the files, or compare them with what is there and say where they differ."""
    if not check:
        write()
        return 0
    lines = differences()
    for line in lines:
        print(f"protocol: {line}; run: make generate", file=sys.stderr)
    return 1 if lines else 0
