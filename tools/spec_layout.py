"""Which generated module holds what: families of procedures, and the structs that several of them share."""

from __future__ import annotations

from tools.spec_model import Array, Maybe, Procedure, Program, Struct, StructRef, Type

IMPORT = "virtreach.protocol._generated"


def nested(of: Type) -> list[Struct]:
    """Return the structs that a type names directly."""
    match of:
        case StructRef(struct):
            return [struct]
        case Maybe(inner) | Array(inner, _):
            return nested(inner)
        case _:
            return []


def closure(roots: list[Struct]) -> list[Struct]:
    """Return the structs that some structs are made of, innermost first, without the roots themselves."""
    found: list[Struct] = []

    def visit(struct: Struct) -> None:
        for field in struct.fields:
            for inner in nested(field.type):
                visit(inner)
                if inner not in found:
                    found.append(inner)

    for root in roots:
        visit(root)
    return found


def handles_of(struct: Struct) -> str:
    """Return the module that holds a shared struct."""
    return f"{IMPORT}.{struct.program}.handles"


def bodies(program: Program) -> list[Struct]:
    """Return the structs that are a whole body: all arguments, results and messages."""
    return [
        struct for procedure in program.procedures for struct in (procedure.args, procedure.ret) if struct
    ]


def families(program: Program) -> list[str]:
    """Return the names of a program's families, in the order of their first procedures."""
    return list(dict.fromkeys(procedure.family for procedure in program.procedures))


def members(program: Program, family: str) -> list[Procedure]:
    """Return the procedures of a family."""
    return [procedure for procedure in program.procedures if procedure.family == family]


class Layout:
    """Where each struct's functions live: in the module of shared structs, or in the one family that uses it."""

    def __init__(self, programs: dict[str, Program]) -> None:
        users: dict[Struct, set[tuple[str, str]]] = {}
        for program in programs.values():
            for procedure in program.procedures:
                roots = [struct for struct in (procedure.args, procedure.ret) if struct]
                for struct in closure(roots):
                    users.setdefault(struct, set()).add((program.name, procedure.family))
        self.shared = {
            struct for struct, where in users.items() if len(where) > 1 or struct.name.startswith("nonnull_")
        }

    def modules(self, program: Program) -> dict[str, str]:
        """Map the names of shared structs to the modules that hold them, as a program sees them."""
        return {
            struct.name: handles_of(struct)
            for struct in self.shared
            if struct.program == program.name or program.name in ("qemu", "lxc")
        }

    def handles(self, program: Program) -> list[Struct]:
        """Return the shared structs that a program defines, innermost first."""
        inner = closure(bodies(program))
        return [struct for struct in inner if struct in self.shared and struct.program == program.name]

    def local(self, program: Program, family: str) -> tuple[list[Struct], list[Struct]]:
        """Return the unshared structs inside a family's results, and those inside its arguments."""
        mine = members(program, family)
        results = closure([procedure.ret for procedure in mine if procedure.ret])
        arguments = closure([procedure.args for procedure in mine if procedure.args])
        return (
            [struct for struct in results if struct not in self.shared],
            [struct for struct in arguments if struct not in self.shared],
        )

    def records(self, program: Program, family: str) -> list[Struct]:
        """Return the structs whose record classes a client's module of a family defines."""
        results, _ = self.local(program, family)
        return list(dict.fromkeys([*results, *(one.ret for one in members(program, family) if one.ret)]))

    def server_records(self, program: Program, family: str) -> list[Struct]:
        """Return the structs whose record classes a server's module of a family defines."""
        _, arguments = self.local(program, family)
        return list(dict.fromkeys([*arguments, *(one.args for one in members(program, family) if one.args)]))
