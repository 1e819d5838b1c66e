"""Arguments from plain values, and plain values from results: what JSON, a shell or a keyword call can hold.

| type | taken as an argument | given as a result |
| --- | --- | --- |
| number | an int, a bool, or text: a number (``0x10``), or names of constants joined by ``|`` | an int |
| string | text | text |
| UUID | text with or without dashes, or 16 bytes | text with dashes |
| opaque bytes | bytes, or base64 text | base64 text |
| characters | bytes, or text | text where they are UTF-8, else base64 text |
| list | a list or tuple | a list |
| handle, struct | an object of ours, a tuple in field order, or a dict by field names | a dict |
| typed parameters | a dict, or a list of ``TypedParam`` or of dicts with name, kind and value | a dict |
| optional | None, or the value | None, or the value |
"""

from __future__ import annotations

from base64 import b64decode, b64encode

from virtreach.errors import UsageError
from virtreach.protocol.schema import NUMBERS, Field, Schema, Type
from virtreach.wire.typed_params import KIND_NAMES, TypedParam

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from virtreach.protocol.procedure import Procedure

__all__ = ["arguments", "results"]


def arguments(procedure: Procedure[Any], given: Mapping[str, Any]) -> tuple[Any, ...]:
    """Turn arguments by name into what a procedure's encoder takes.

    Args:
        procedure: whose arguments they are.
        given: names to plain values; flags (0) and optional fields (nothing) may be left out.

    Raises:
        UsageError: a name is not a field, a field is missing, or a value cannot be understood.
    """
    schema = Schema.of(procedure.program)
    fields = schema.fields(procedure.name, "args")
    return tuple(_by_name(schema, fields, given, procedure.name))


def results(procedure: Procedure[Any], record: tuple[Any, ...] | None) -> dict[str, Any] | None:
    """Turn a result record (or an event's message) into plain values by name; None when there is no result."""
    if record is None:
        return None
    fields = Schema.of(procedure.program).fields(procedure.name, "ret")
    return {field.name: _plain(field.type, value) for field, value in zip(fields, record, strict=True)}


def _by_name(schema: Schema, fields: tuple[Field, ...], given: Mapping[str, Any], what: str) -> list[Any]:
    # A field whose Python name ends in "_" may be given without it.
    left = {name.rstrip("_"): value for name, value in given.items()}
    made = []
    missing = []
    for field in fields:
        name = field.name.rstrip("_")
        if name in left:
            made.append(_take(schema, field.type, left.pop(name), field.name))
        elif field.optional:
            made.append(None if field.type.kind == "optional" else 0)
        else:
            missing.append(field.name)
    known = ", ".join(field.name for field in fields) or "none"
    if left:
        raise UsageError(f"{what} has no field {', '.join(sorted(left))}; its fields are: {known}")
    if missing:
        raise UsageError(f"{what} lacks {', '.join(missing)}; its fields are: {known}")
    return made


def _take(schema: Schema, of: Type, value: Any, path: str) -> Any:
    match of.kind:
        case "optional":
            assert of.of is not None
            return None if value is None else _take(schema, of.of, value, path)
        case "array":
            assert of.of is not None
            if not isinstance(value, (list, tuple)):
                raise UsageError(f"{path}: a list is wanted, not {type(value).__name__}")
            return [_take(schema, of.of, item, f"{path}[{place}]") for place, item in enumerate(value)]
        case "struct":
            return _struct(schema, of, value, path)
        case "params":
            return _params(value, path)
        case "opaque" if isinstance(value, str):
            return _uuid(value, path) if of.exact and of.most == 16 else _base64(value, path)
        case "chars" if isinstance(value, str):
            return value.encode()
        case kind if kind in NUMBERS and isinstance(value, str):
            return _number(schema, of, value, path)
        case _:
            return value


def _struct(schema: Schema, of: Type, value: Any, path: str) -> Any:
    if hasattr(value, "_wire"):
        return value
    if hasattr(value, "items"):
        return tuple(_by_name(schema, of.fields, value, path))
    if isinstance(value, (list, tuple)) and len(value) == len(of.fields):
        pairs = zip(of.fields, value, strict=True)
        return tuple(_take(schema, field.type, item, f"{path}.{field.name}") for field, item in pairs)
    names = ", ".join(field.name for field in of.fields)
    raise UsageError(f"{path}: an object, or these fields as a dict or tuple, are wanted: {names}")


def _params(value: Any, path: str) -> Any:
    if hasattr(value, "items"):
        return value
    made = []
    for place, item in enumerate(value):
        if hasattr(item, "items"):
            try:
                item = (item["name"], item["kind"], item["value"])
            except KeyError as error:
                raise UsageError(f"{path}[{place}] lacks {error}") from None
        if len(item) != 3:
            raise UsageError(f"{path}[{place}]: name, kind and value are wanted")
        name, kind, content = item
        if isinstance(kind, str):
            if kind not in KIND_NAMES[1:]:
                raise UsageError(f"{path}[{place}]: no kind {kind!r}; kinds are {', '.join(KIND_NAMES[1:])}")
            kind = KIND_NAMES.index(kind)
        made.append(TypedParam(name, kind, content))
    return made


def _uuid(text: str, path: str) -> bytes:
    try:
        raw = bytes.fromhex(text.replace("-", ""))
    except ValueError:
        raw = b""
    if len(raw) != 16:
        raise UsageError(f"{path}: {text!r} is not a UUID")
    return raw


def _base64(text: str, path: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise UsageError(f"{path}: base64 text is wanted ({error})") from None


def _number(schema: Schema, of: Type, text: str, path: str) -> int:
    total = 0
    for word in text.split("|"):
        word = word.strip()
        try:
            total |= int(word, 0)
            continue
        except ValueError:
            value = schema.enum(of.name).get(word)
        if value is None:
            from virtreach.protocol import constants

            value = getattr(constants, word, None)
        if not isinstance(value, int):
            raise UsageError(f"{path}: {word!r} is neither a number nor the name of one")
        total |= value
    return total


def _plain(of: Type, value: Any) -> Any:
    if value is None:
        return None
    match of.kind:
        case "optional":
            assert of.of is not None
            return _plain(of.of, value)
        case "array":
            assert of.of is not None
            return [_plain(of.of, item) for item in value]
        case "struct":
            return {
                field.name: _plain(field.type, item) for field, item in zip(of.fields, value, strict=True)
            }
        case "opaque" if of.exact and of.most == 16:
            text = value.hex()
            return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
        case "opaque":
            return b64encode(value).decode()
        case "chars":
            try:
                return bytes(value).rstrip(b"\0").decode()
            except UnicodeDecodeError:
                return b64encode(value).decode()
        case _:
            return value
