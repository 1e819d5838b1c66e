"""Write the Python code that decodes and encodes one struct.

Neighbouring fields of fixed size, and the length word of a string behind them, share one `struct.Struct` call.
Strings are slices; whether the bytes were really there is checked once, at the end, by where the offset stands.
"""

from __future__ import annotations

from tools.spec_model import (
    SCALARS,
    Array,
    Chars,
    FixedChars,
    FixedOpaque,
    Maybe,
    Opaque,
    Params,
    Scalar,
    Struct,
    StructRef,
    Text,
    Type,
)

_CHECKED = ("char", "uchar", "ushort")


def layout(struct: Struct) -> list[str] | None:
    """Return a struct's fields as words of `virtreach.wire.runs`, or None when it holds more than they can say."""
    words = []
    for field in struct.fields:
        match field.type:
            case Text():
                words.append("s")
            case Scalar(kind) if kind not in _CHECKED:
                words.append(SCALARS[kind][0])
            case FixedOpaque(size):
                words.append(f"{size}s")
            case _:
                return None
    return words


def smallest(of: Type) -> int:
    """Return how many bytes a value takes at least."""
    match of:
        case Scalar(kind):
            return SCALARS[kind][1]
        case FixedOpaque(size):
            return size
        case FixedChars(size):
            return 4 * size
        case StructRef(struct):
            return sum(smallest(field.type) for field in struct.fields)
        case _:
            return 4


class Names:
    """What one generated module uses: compiled structs, helpers, and other modules' functions.

    Args:
        shared: names of structs whose functions live in a ``handles`` module, with that module's name.
    """

    def __init__(self, shared: dict[str, str]) -> None:
        self.shared = shared
        self.structs: dict[str, str] = {}
        self.xdr: set[str] = set()
        self.others: dict[str, set[str]] = {}

    def packed(self, kind: str, code: str) -> str:
        """Name the ``pack`` or ``unpack_from`` of a format."""
        name = f"_{'u' if kind == 'unpack_from' else 'p'}_{code}"
        self.structs[name] = f'Struct(">{code}").{kind}'
        return name

    def use(self, *names: str) -> None:
        """Note helpers of `virtreach.wire.xdr`."""
        self.xdr.update(names)

    def function(self, what: str, struct: Struct) -> str:
        """Name the function that decodes or encodes a struct."""
        name = f"{what}_{struct.name}"
        if struct.name in self.shared:
            self.others.setdefault(self.shared[struct.name], set()).add(name)
        return name

    def other(self, module: str, name: str) -> str:
        """Note a name of another module."""
        self.others.setdefault(module, set()).add(name)
        return name


class _Lines:
    def __init__(self, indent: int) -> None:
        self.lines: list[str] = []
        self.indent = indent

    def add(self, text: str) -> None:
        self.lines.append("    " * self.indent + text)


class Decoder(_Lines):
    """Writes the statements that decode a struct's fields from ``_d`` at ``_o``."""

    def __init__(self, names: Names, indent: int) -> None:
        super().__init__(indent)
        self.names = names
        self.code = ""
        self.targets: list[str] = []
        self.size = 0
        self.checks: list[str] = []
        self.temporary = 0

    def fresh(self) -> str:
        self.temporary += 1
        return f"_n{self.temporary}"

    def fixed(self, target: str, code: str, size: int) -> None:
        self.code += code
        self.targets.append(target)
        self.size += size

    def flush(self) -> None:
        if self.code:
            unpack = self.names.packed("unpack_from", self.code)
            targets = ", ".join(self.targets) + ("," if len(self.targets) == 1 else "")
            self.add(f"{targets if len(self.targets) > 1 else '(' + targets + ')'} = {unpack}(_d, _o)")
            self.add(f"_o += {self.size}")
        for check in self.checks:
            self.add(check)
        self.code, self.targets, self.size, self.checks = "", [], 0, []

    def value(self, target: str, of: Type, field: str) -> None:
        """Write the decoding of one value into the variable `target`."""
        match of:
            case Scalar(kind):
                code, size, lowest, highest = SCALARS[kind]
                self.fixed(target, code, size)
                if kind in _CHECKED:
                    self.names.use("bad_range")
                    self.checks += [
                        f"if not {lowest} <= {target} <= {highest}:",
                        f'    bad_range("{field}", {target}, {lowest}, {highest})',
                    ]
            case FixedOpaque(size):
                self.fixed(target, f"{size}s", size)
            case Text(most) | Opaque(most):
                self.variable(target, most, field, text=isinstance(of, Text))
            case Chars(most):
                length = self.fresh()
                self.fixed(length, "I", 4)
                self.flush()
                self.names.use("bad_length", "decode_chars")
                self.add(f"if {length} > {most}:")
                self.add(f'    bad_length("{field}", {length}, {most})')
                self.add(f'{target}, _o = decode_chars(_d, _o, "{field}", {length})')
            case FixedChars(size):
                self.flush()
                self.names.use("decode_chars")
                self.add(f'{target}, _o = decode_chars(_d, _o, "{field}", {size})')
            case Maybe(inner):
                self.maybe(target, inner, field)
            case StructRef(struct):
                self.flush()
                self.add(f"{target}, _o = {self.names.function('decode', struct)}(_d, _o)")
            case Params(most):
                self.flush()
                self.names.other("virtreach.wire.typed_params", "decode_params")
                self.add(f'{target}, _o = decode_params(_d, _o, "{field}", {most})')
            case Array(inner, most):
                self.array(target, inner, most, field)

    def variable(self, target: str, most: int, field: str, *, text: bool) -> None:
        length = self.fresh()
        self.fixed(length, "I", 4)
        self.flush()
        self.names.use("bad_length")
        self.add(f"if {length} > {most}:")
        self.add(f'    bad_length("{field}", {length}, {most})')
        self.add(f"_e = _o + {length}")
        self.add(f"{target} = _d[_o:_e]{'.decode()' if text else ''}")
        if text:
            self.names.use("bad_nul")
            self.add(f'if "\\0" in {target}:')
            self.add(f'    bad_nul("{field}")')
        self.add(f"_o = _e + (-{length} & 3)")

    def maybe(self, target: str, inner: Type, field: str) -> None:
        flag = self.fresh()
        self.fixed(flag, "I", 4)
        self.flush()
        self.add(f"if {flag} == 1:")
        self.indent += 1
        self.value(target, inner, field)
        self.flush()
        self.indent -= 1
        self.add(f"elif {flag} == 0:")
        self.add(f"    {target} = None")
        self.add("else:")
        self.names.use("bad_presence")
        self.add(f'    bad_presence("{field}", {flag})')

    def array(self, target: str, inner: Type, most: int, field: str) -> None:
        match inner:
            case Text(longest):
                self.flush()
                self.names.use("decode_texts")
                self.add(f'{target}, _o = decode_texts(_d, _o, "{field}", {most}, {longest})')
            case Scalar(kind):
                code, size, _, _ = SCALARS[kind]
                assert kind not in _CHECKED
                count = self.fresh()
                self.fixed(count, "I", 4)
                self.flush()
                self.names.use("bad_count")
                self.names.other("struct", "unpack_from")
                self.add(f"if {count} > {most} or {count} * {size} > len(_d) - _o:")
                self.add(f'    bad_count("{field}", {count}, {most}, len(_d) - _o)')
                self.add(f'{target} = list(unpack_from(f">{{{count}}}{code}", _d, _o))')
                self.add(f"_o += {count} * {size}")
            case StructRef(struct):
                self.flush()
                if layout(struct) is not None:
                    decode = self.names.function("decode_many", struct)
                    self.add(f'{target}, _o = {decode}(_d, _o, "{field}", {most})')
                else:
                    decode = self.names.function("decode", struct)
                    self.names.use("decode_many")
                    self.add(
                        f'{target}, _o = decode_many(_d, _o, "{field}", {most}, {smallest(inner)}, {decode})'
                    )
            case _:
                raise TypeError(f"there is no code for an array of {inner}")


class Encoder(_Lines):
    """Writes the statements that encode a struct's fields, and collects the pieces of the result."""

    def __init__(self, names: Names, indent: int) -> None:
        super().__init__(indent)
        self.names = names
        self.pieces: list[str] = []
        self.code = ""
        self.fixed: list[str] = []
        self.temporary = 0

    def fresh(self, letter: str) -> str:
        self.temporary += 1
        return f"_{letter}{self.temporary}"

    def flush(self) -> None:
        if self.code:
            pack = self.names.packed("pack", self.code)
            self.pieces.append(f"{pack}({', '.join(self.fixed)})")
        self.code, self.fixed = "", []

    def piece(self, text: str) -> None:
        self.flush()
        self.pieces.append(text)

    def joined(self) -> str:
        """Return the expression that puts all pieces together."""
        self.flush()
        if not self.pieces:
            return 'b""'
        if len(self.pieces) <= 3:
            return " + ".join(self.pieces)
        return f'b"".join(({", ".join(self.pieces)}))'

    def value(self, source: str, of: Type, field: str) -> None:
        """Write the encoding of the value in the variable `source`."""
        match of:
            case Scalar(kind):
                code, _, lowest, highest = SCALARS[kind]
                if kind in _CHECKED:
                    self.names.use("unfit_range")
                    self.add(f"if not {lowest} <= {source} <= {highest}:")
                    self.add(f'    unfit_range("{field}", {source}, {lowest}, {highest})')
                self.code += code
                self.fixed.append(source)
            case FixedOpaque(size):
                self.names.use("unfit_fixed")
                self.add(f"if len({source}) != {size}:")
                self.add(f'    unfit_fixed("{field}", {source}, {size})')
                self.code += f"{size}s"
                self.fixed.append(source)
            case Text(most):
                raw, length = self.fresh("s"), self.fresh("n")
                self.names.use("unfit_text", "PAD")
                self.add(f"{raw} = {source}.encode()")
                self.add(f"{length} = len({raw})")
                self.add(f"if {length} > {most} or 0 in {raw}:")
                self.add(f'    unfit_text("{field}", {raw}, {most})')
                self.code += "I"
                self.fixed.append(length)
                self.piece(raw)
                self.piece(f"PAD[{length} & 3]")
            case Opaque(most):
                length = self.fresh("n")
                self.names.use("unfit_size", "PAD")
                self.add(f"{length} = len({source})")
                self.add(f"if {length} > {most}:")
                self.add(f'    unfit_size("{field}", {length}, {most})')
                self.code += "I"
                self.fixed.append(length)
                self.piece(source)
                self.piece(f"PAD[{length} & 3]")
            case Chars(most):
                self.names.use("encode_chars")
                raw = self.fresh("s")
                self.add(f'{raw} = encode_chars({source}, "{field}", {most})')
                self.code += "I"
                self.fixed.append(f"len({source})")
                self.piece(raw)
            case FixedChars(size):
                self.names.use("encode_chars", "unfit_fixed")
                self.add(f"if len({source}) != {size}:")
                self.add(f'    unfit_fixed("{field}", {source}, {size})')
                self.piece(f'encode_chars({source}, "{field}", {size})')
            case Maybe(inner):
                self.maybe(source, inner, field)
            case StructRef(struct):
                raw = self.fresh("w")
                encode = self.names.function("encode", struct)
                self.add("try:")
                self.add(f"    {raw} = {source}._wire")
                self.add("except AttributeError:")
                self.add(f"    {raw} = {encode}(*{source})")
                self.piece(raw)
            case Params(most):
                self.names.other("virtreach.protocol.typed_param_kinds", "encode_params")
                self.piece(f'encode_params({source}, "{field}", {most})')
            case Array(Text(longest), most):
                self.names.use("encode_texts")
                self.piece(f'encode_texts({source}, "{field}", {most}, {longest})')
            case Array(Scalar(kind), most):
                self.names.use("encode_numbers")
                self.piece(f'encode_numbers({source}, "{field}", {most}, "{SCALARS[kind][0]}")')
            case Array(StructRef(struct), most):
                self.names.use("encode_many")
                encode = self.names.function("encode", struct)
                self.piece(f'encode_many({source}, "{field}", {most}, {encode})')
            case _:
                raise TypeError(f"there is no code for {of}")

    def maybe(self, source: str, inner: Type, field: str) -> None:
        raw = self.fresh("m")
        self.names.use("NIL", "PRESENT")
        self.flush()
        self.add(f"if {source} is None:")
        self.add(f"    {raw} = NIL")
        self.add("else:")
        inside = Encoder(self.names, self.indent + 1)
        inside.temporary = self.temporary
        inside.pieces.append("PRESENT")
        inside.value(source, inner, field)
        inside.add(f"{raw} = {inside.joined()}")
        self.lines += inside.lines
        self.temporary = inside.temporary
        self.piece(raw)


def decode_struct(struct: Struct, names: Names) -> list[str]:
    """Write ``decode_NAME(_d, _o)``: a record and the offset behind it; no check of the end."""
    made = Decoder(names, 1)
    for field in struct.fields:
        made.value(field.name, field.type, field.name)
    made.flush()
    values = "".join(f"{field.name}, " for field in struct.fields).rstrip(" ")
    made.add(f"return new({struct.record}, ({values.rstrip(',') if len(struct.fields) > 1 else values})), _o")
    return [f"def decode_{struct.name}(_d, _o):", *made.lines]


def encode_struct(struct: Struct, names: Names) -> list[str]:
    """Write ``encode_NAME(fields...)``: the bytes of one struct."""
    made = Encoder(names, 1)
    for field in struct.fields:
        made.value(field.name, field.type, field.name)
    made.add(f"return {made.joined()}")
    return [f"def encode_{struct.name}({', '.join(field.name for field in struct.fields)}):", *made.lines]


def decode_body(struct: Struct, names: Names, what: str) -> list[str]:
    """Write ``_decode_NAME(_d, _o)``: the record that is a whole body."""
    names.use("MALFORMED", "bad_tail", "undecodable")
    made = Decoder(names, 2)
    for field in struct.fields:
        made.value(field.name, field.type, field.name)
    made.flush()
    made.add("if _o != len(_d):")
    made.add("    bad_tail(_d, _o)")
    made.indent = 1
    made.add("except MALFORMED as _error:")
    made.add(f'    raise undecodable("{what}", _error) from None')
    values = "".join(f"{field.name}, " for field in struct.fields).rstrip(" ")
    made.add(f"return new({struct.record}, ({values.rstrip(',') if len(struct.fields) > 1 else values}))")
    return [f"def _decode_{struct.name}(_d, _o):", "    try:", *made.lines]


def encode_body(struct: Struct, names: Names, program: str, procedure: str) -> list[str]:
    """Write ``_encode_NAME(fields...)``: the bytes of a whole body."""
    names.use("UNFIT")
    names.other("virtreach.protocol.procedure", "unencodable")
    arguments = ", ".join(field.name for field in struct.fields)
    made = Encoder(names, 2)
    for field in struct.fields:
        made.value(field.name, field.type, field.name)
    made.add(f"return {made.joined()}")
    made.indent = 1
    made.add("except UNFIT as _error:")
    values = arguments if len(struct.fields) > 1 else arguments + ","
    kind = struct.name[len(procedure) + 1 :]
    made.add(f'    raise unencodable("{program}", "{procedure}", "{kind}", ({values}), _error) from None')
    return [f"def _encode_{struct.name}({arguments}):", "    try:", *made.lines]
