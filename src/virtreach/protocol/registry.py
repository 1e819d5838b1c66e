"""All procedures of all programs: found by name or number, listed without loading them, called though unknown."""

from __future__ import annotations

from virtreach.errors import UsageError
from virtreach.protocol.procedure import Procedure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from virtreach.protocol.schema import Field

__all__ = [
    "PROGRAMS",
    "arguments",
    "by_number",
    "describe",
    "entries",
    "find",
    "raw_procedure",
    "results",
]

PROGRAMS = {
    "remote": 0x20008086,
    "qemu": 0x20008087,
    "lxc": 0x00068000,
    "admin": 0x06900690,
    "keepalive": 0x6B656570,
}
"""Programs by name: their numbers."""

_NAMES = {number: name for name, number in PROGRAMS.items()}
_tables: dict[str, dict[int, tuple[str, str, str, str]]] = {}


def _table(program: str) -> dict[int, tuple[str, str, str, str]]:
    # Number to name, "call" or "event", read-only class, stream.
    known = _tables.get(program)
    if known is None:
        if program not in PROGRAMS:
            raise UsageError(f"no program {program!r}; programs are {', '.join(PROGRAMS)}")
        module = __import__(f"virtreach.protocol._generated.{program}.table", fromlist=("TABLE",))
        known = _tables[program] = module.TABLE
    return known


def _load(program: str, name: str) -> Procedure[Any]:
    module = __import__(f"virtreach.protocol.{program}", fromlist=("__name__",))
    found = getattr(module, name.upper())
    assert isinstance(found, Procedure)
    return found


def find(program: str, procedure: str | int) -> Procedure[Any]:
    """Return a procedure or event.

    Args:
        program: its program's name.
        procedure: its number, or its name: as in Python (``domain_create``) or in C (``REMOTE_PROC_DOMAIN_CREATE``).

    Raises:
        UsageError: there is no such program or procedure; the message names what is similar.
    """
    table = _table(program)
    if isinstance(procedure, int):
        if procedure not in table:
            raise UsageError(f"the {program} program has no procedure {procedure} that is known here")
        return _load(program, table[procedure][0])
    name = procedure.lower().removeprefix(f"{program}_proc_").replace("-", "_")
    names = [row[0] for row in table.values()]
    if name not in names:
        from difflib import get_close_matches

        close = get_close_matches(name, names, 3)
        hint = f"; did you mean {' or '.join(close)}?" if close else ""
        raise UsageError(f"the {program} program has no procedure {procedure!r}{hint}")
    return _load(program, name)


def by_number(program: int, number: int) -> Procedure[Any] | None:
    """Return the procedure or event that a packet's header names, or None when it is not known here."""
    name = _NAMES.get(program)
    if name is None:
        return None
    row = _table(name).get(number)
    return _load(name, row[0]) if row else None


def entries(program: str) -> Iterator[tuple[int, str, str, str, str]]:
    """Yield number, name, ``call`` or ``event``, read-only class and stream side of each of a program's procedures.

    None of them is loaded.

    Raises:
        UsageError: there is no such program.
    """
    for number, row in _table(program).items():
        yield number, *row


def raw_procedure(program: int | str, number: int, *, version: int = 1) -> Procedure[bytes]:
    """Make a procedure that takes and returns bodies as bytes, for what is not known here.

    Args:
        program: the program's number, or the name of a known one.
        number: the procedure's number.
        version: the program's version.
    """
    if isinstance(program, str):
        _table(program)
        program = PROGRAMS[program]
    name = _NAMES.get(program, hex(program))
    return Procedure(
        (name, program, version),
        number,
        f"procedure_{number}",
        _raw_body,
        _raw_result,
        arg_fields=("body",),
        ret_fields=("body",),
    )


def _raw_body(body: bytes = b"") -> bytes:
    return bytes(body)


def _raw_result(data: bytes, offset: int) -> bytes:
    return data[offset:]


def describe(procedure: Procedure[Any]) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """Return the fields of a procedure's arguments and of its result (or an event's message).

    ``str(field.type)`` says in words what a value is.
    """
    from virtreach.protocol.schema import Schema

    schema = Schema.of(procedure.program)
    return schema.fields(procedure.name, "args"), schema.fields(procedure.name, "ret")


def arguments(procedure: Procedure[Any], given: Mapping[str, Any]) -> tuple[Any, ...]:
    """Turn arguments by name into what a procedure's encoder takes; see `virtreach.protocol.plain`.

    Raises:
        UsageError: a name is not a field, a field is missing, or a value cannot be understood.
    """
    from virtreach.protocol.plain import arguments as convert

    return convert(procedure, given)


def results(procedure: Procedure[Any], record: tuple[Any, ...] | None) -> dict[str, Any] | None:
    """Turn a result record into plain values by name; see `virtreach.protocol.plain`."""
    from virtreach.protocol.plain import results as convert

    return convert(procedure, record)
