"""`virtreach call`: any procedure of any program."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument, option
from virtreach.cli.failures import USAGE, CommandFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.cli.context import Context
    from virtreach.protocol.procedure import Procedure

__all__ = ["COMMAND", "CallOptions", "run"]

# Keepalive is the connection's own business.
_PROGRAMS = ("remote", "qemu", "lxc", "admin")


class CallOptions(Options):
    """What `call` is given."""

    procedure: str | None
    fields: str | None
    list: bool
    describe: bool
    data: str


def run(context: Context, options: CallOptions) -> None:
    """List procedures, describe one, or call it."""
    if options.list:
        _list(context, options.procedure or "")
        return
    if options.procedure is None:
        raise CommandFailed("which procedure? 'virtreach call --list' shows them", USAGE)
    program, _, name = options.procedure.rpartition(".")
    if program.lower().startswith("0x") or program.isdecimal():
        _call_raw(context, _number(program), _number(name), options.fields)
        return
    procedure = _find(program or "remote", name, anywhere=not program)
    if options.describe:
        _describe(context, procedure)
    elif procedure.event:
        raise CommandFailed(
            f"{name} is sent by the host and cannot be called; 'virtreach events' shows it", USAGE
        )
    else:
        _call(context, procedure, _read_fields(options.fields), options.data)


def _find(program: str, name: str, *, anywhere: bool) -> Procedure[Any]:
    from virtreach.errors import UsageError
    from virtreach.protocol import registry

    if program not in _PROGRAMS:
        raise CommandFailed(f"no program {program!r}; there are {', '.join(_PROGRAMS)}", USAGE)
    wanted: str | int = int(name) if name.isdecimal() else name
    try:
        return registry.find(program, wanted)
    except UsageError as error:
        if not anywhere or isinstance(wanted, int):
            raise
        others = [
            other
            for other in _PROGRAMS[1:]
            if any(row[1] == wanted.lower() for row in registry.entries(other))
        ]
        if not others:
            raise
        raise CommandFailed(f"{error}; did you mean {others[0]}.{name}?", USAGE) from error


def _list(context: Context, word: str) -> None:
    """A line for each procedure whose name has a word in it: program, number, name."""
    from virtreach.protocol import registry

    found = [
        {
            "program": program,
            "number": number,
            "name": name,
            "kind": kind,
            "readonly": readonly,
            "stream": stream,
        }
        for program in _PROGRAMS
        for number, name, kind, readonly, stream in registry.entries(program)
        if word in f"{program}.{name}"
    ]
    if context.output.json:
        context.output.documents(found)
        return
    for each in found:
        context.output.line(f"{each['program']:<7} {each['number']:>4}  {each['name']}")


def _describe(context: Context, procedure: Procedure[Any]) -> None:
    from virtreach.protocol import registry

    taken, given = (
        [{"name": field.name, "type": str(field.type), "optional": field.optional} for field in fields]
        for fields in registry.describe(procedure)
    )
    if context.output.json:
        context.output.document(
            {
                "program": procedure.program,
                "number": procedure.number,
                "name": procedure.name,
                "readonly": procedure.readonly,
                "acl": list(procedure.acl),
                "stream": procedure.stream,
                "event": procedure.event,
                "arguments": taken,
                "results": given,
            }
        )
        return
    line = context.output.line
    line(f"{procedure.program}.{procedure.name}, number {procedure.number}")
    line(f"on a read-only connection: {procedure.readonly}; permission: {', '.join(procedure.acl) or 'none'}")
    if procedure.stream:
        line(f"opens a stream to {procedure.stream}; see --data")
    for title, fields in (("arguments", taken), ("results", given)):
        line(f"{title}:{'' if fields else ' none'}")
        for field in fields:
            line(f"  {field['name']}: {field['type']}{', may be left out' if field['optional'] else ''}")


def _read_fields(text: str | None) -> dict[str, Any]:
    import json

    from virtreach.cli.files import read_text

    if text is None:
        return {}
    try:
        fields = json.loads(read_text("-") if text == "-" else text)
    except ValueError as error:
        raise CommandFailed(f"the arguments are not JSON: {error}", USAGE) from error
    if not isinstance(fields, dict):
        raise CommandFailed('the arguments are a JSON object: {"name": "web"}', USAGE)
    return fields


def _call(context: Context, procedure: Procedure[Any], fields: dict[str, Any], data: str) -> None:
    from virtreach.protocol import registry

    args = registry.arguments(procedure, fields)
    if procedure.program == "admin":
        with context.connect_admin() as admin:
            record = admin._call(procedure, *args)
    elif procedure.stream:
        with context.connect() as connection:
            record = _stream(connection, procedure, args, data)
        if data == "-" and procedure.stream == "read":
            # The stream's bytes are the output.
            return
    else:
        with context.connect() as connection:
            record = connection._call(procedure, *args)
    context.output.document(registry.results(procedure, record))


def _stream(connection: Any, procedure: Procedure[Any], args: tuple[Any, ...], data: str) -> Any:
    """Call a procedure that opens a stream, and move its data."""
    from virtreach.cli.files import open_for_reading, open_for_writing

    if procedure.stream == "write":
        with open_for_reading(data) as source:
            stream, record = connection._open_stream(procedure, *args)
            with stream:
                stream.send_file(source)
        return record
    stream, record = connection._open_stream(procedure, *args)
    with stream, open_for_writing(data) as target:
        stream.recv_file(target)
    return record


def _call_raw(context: Context, program: int, number: int, body: str | None) -> None:
    """Call what this version does not know: the bodies are base64 text."""
    from base64 import b64decode, b64encode

    try:
        packed = b64decode(body or "", validate=True)
    except ValueError as error:
        raise CommandFailed(f"the body is base64 text: {error}", USAGE) from error
    with context.connect() as connection:
        reply = connection.call_raw(program, number, packed)
    context.output.document({"body": b64encode(reply).decode()})


def _number(text: str) -> int:
    try:
        return int(text, 0)
    except ValueError:
        raise CommandFailed(f"{text!r} is not a number", USAGE) from None


COMMAND = Command(
    "call",
    "Call any procedure of any program, or list them.",
    run,
    options=CallOptions,
    parameters=(
        argument(
            "procedure",
            help="NAME, or PROGRAM.NAME for qemu, lxc and admin; a number will do for the name.",
            required=False,
            suggest="procedure",
        ),
        argument(
            "fields",
            metavar="JSON",
            help="Its arguments, a JSON object; '-' for standard input.",
            required=False,
        ),
        option("--list", kind="flag", help="A line for each procedure: program, number, name."),
        option("--describe", kind="flag", help="Say what it takes and gives; nothing is sent."),
        option(
            "--data",
            default="-",
            metavar="FILE",
            help="Where the data of a stream comes from, or goes; standard input and output unless given.",
            suggest="file",
        ),
    ),
    text="Numbers may be written as text with names of constants ('VIR_DOMAIN_START_PAUSED'), UUIDs with dashes, "
    "opaque bytes in base64, typed parameters as an object. PROGRAM and PROCEDURE as numbers (0x20008086.999) call "
    "what this version does not know, with a body in base64.",
)
