"""The types of a program's fields at run time: for help, for values given by people, and for error messages.

The codecs do not need them. They are parsed from the text that the generator copied from ``spec/``, when first
asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

__all__ = ["NUMBERS", "Field", "Schema", "Type"]

NUMBERS: dict[str, tuple[int, int]] = {
    "int": (-(2**31), 2**31 - 1),
    "uint": (0, 2**32 - 1),
    "hyper": (-(2**63), 2**63 - 1),
    "uhyper": (0, 2**64 - 1),
    "char": (-128, 127),
    "uchar": (0, 255),
    "ushort": (0, 65535),
}
"""Names of number types to the lowest and highest value they hold."""


class Type:
    """One type.

    Attributes:
        kind: a name in `NUMBERS`, ``double``, ``string``, ``opaque``, ``chars``, ``params``, ``struct``, ``array``
            or ``optional``.
        most: how many bytes or elements it may have; 0 when it has no such bound.
        exact: whether it must have exactly that many.
        of: what an array or optional is of, else None.
        fields: a struct's fields.
        name: a struct's or enum's name, else empty.
    """

    __slots__ = ("exact", "fields", "kind", "most", "name", "of")

    def __init__(
        self,
        kind: str,
        *,
        most: int = 0,
        exact: bool = False,
        of: Type | None = None,
        fields: tuple[Field, ...] = (),
        name: str = "",
    ) -> None:
        self.kind = kind
        self.most = most
        self.exact = exact
        self.of = of
        self.fields = fields
        self.name = name

    def __str__(self) -> str:
        """Say in words what a value is."""
        match self.kind:
            case "optional":
                return f"{self.of} or nothing"
            case "array":
                return f"list of {self.of}, at most {self.most}"
            case "struct":
                return self.name.removeprefix("nonnull_")
            case "string":
                return "string"
            case "opaque" | "chars" if self.exact:
                return "uuid" if self.kind == "opaque" and self.most == 16 else f"{self.most} bytes"
            case "opaque" | "chars":
                return f"at most {self.most} bytes"
            case "params":
                return f"typed parameters, at most {self.most}"
            case _:
                return self.name or self.kind


class Field:
    """One field: its name and its type. `optional` says whether it may be left out of a call by name."""

    __slots__ = ("name", "type")

    def __init__(self, name: str, of: Type) -> None:
        self.name = name
        self.type = of

    @property
    def optional(self) -> bool:
        """Whether a call by name may leave it out: flags are 0 then, and what XDR calls optional is nothing."""
        return self.type.kind == "optional" or (self.name == "flags" and self.type.kind in NUMBERS)


class Schema:
    """The types of one program. Use `Schema.of`."""

    _known: ClassVar[dict[str, Schema]] = {}

    def __init__(self, program: str) -> None:
        name = f"virtreach.protocol._generated.{program}{'_' if program == 'rpc' else '.'}schema"
        module = __import__(name, fromlist=("ARGS",))
        self._constants: dict[str, int] = module.CONSTANTS
        self._structs: dict[str, str] = module.STRUCTS
        self._enums: dict[str, dict[str, int]] = module.ENUMS
        self._args: dict[str, str] = module.ARGS
        self._rets: dict[str, str] = module.RETS

    @classmethod
    def of(cls, program: str) -> Schema:
        """Return the schema of a program, by its name."""
        made = cls._known.get(program)
        if made is None:
            made = cls._known[program] = cls(program)
        return made

    def fields(self, procedure: str, part: str) -> tuple[Field, ...]:
        """Return the fields of a procedure's arguments (``args``), or of its result or message (``ret``, ``msg``)."""
        texts = self._args if part == "args" else self._rets
        return self._fields(texts.get(procedure) or self._structs.get(procedure, ""))

    def enum(self, name: str) -> dict[str, int]:
        """Return the members of one of the program's own enums; none when it has no such enum."""
        return self._enums.get(name, {})

    def _fields(self, text: str) -> tuple[Field, ...]:
        made = []
        for part in text.split(", "):
            if part:
                name, _, of = part.partition(" ")
                made.append(Field(name, self._type(of)))
        return tuple(made)

    def _bound(self, text: str) -> int:
        return int(text) if text.isdigit() else self._constants[text]

    def _type(self, text: str) -> Type:
        if text.endswith("?"):
            return Type("optional", of=self._type(text[:-1]))
        if text.endswith(">"):
            base, _, bound = text[:-1].partition("<")
            most = self._bound(bound)
            if base in ("string", "opaque"):
                return Type(base, most=most)
            if base == "char":
                return Type("chars", most=most)
            if base == "typed_param":
                return Type("params", most=most)
            return Type("array", of=self._type(base), most=most)
        if text.endswith("]"):
            base, _, bound = text[:-1].partition("[")
            return Type("opaque" if base == "opaque" else "chars", most=self._bound(bound), exact=True)
        if text in NUMBERS or text == "double":
            return Type(text)
        if text == "nonnull_string":
            return Type("string", most=self._constants["STRING_MAX"])
        if text == "uuid":
            return Type("opaque", most=16, exact=True)
        if text in self._enums:
            return Type("int", name=text)
        return Type("struct", fields=self._fields(self._structs[text]), name=text)

    def misfit(self, of: Type, value: Any, path: str) -> str | None:
        """Say what is wrong with a value that should be of a type; None when nothing is.

        Args:
            of: the type.
            value: the value, as the encoders take it.
            path: the field's name, with indexes and inner fields.
        """
        match of.kind:
            case "optional":
                assert of.of is not None
                return None if value is None else self.misfit(of.of, value, path)
            case "string":
                return _not(value, path, (str,), "a string") or _text(value, path)
            case "double":
                return _not(value, path, (int, float), "a number")
            case "opaque" | "chars":
                return _not(value, path, (bytes, bytearray, memoryview), "bytes")
            case "params":
                return None
            case "array":
                assert of.of is not None
                if (
                    isinstance(value, (str, bytes))
                    or not hasattr(value, "__iter__")
                    or not hasattr(value, "__len__")
                ):
                    return f"{path} is {_kind(value)}; a list is wanted"
                for place, item in enumerate(value):
                    found = self.misfit(of.of, item, f"{path}[{place}]")
                    if found:
                        return found
                return None
            case "struct":
                return self._misfit_struct(of, value, path)
            case _:
                lowest, highest = NUMBERS[of.kind]
                if not hasattr(value, "__index__"):
                    return f"{path} is {_kind(value)}; an integer is wanted"
                if not lowest <= value.__index__() <= highest:
                    return f"{path} is {value!r}; {lowest} to {highest} is allowed"
                return None

    def _misfit_struct(self, of: Type, value: Any, path: str) -> str | None:
        if hasattr(value, "_wire"):
            return None if isinstance(value._wire, bytes) else f"{path} is {_kind(value)}; {of} is wanted"
        if not isinstance(value, (tuple, list)):
            return f"{path} is {_kind(value)}; {of} or a tuple of its fields is wanted"
        if len(value) != len(of.fields):
            names = ", ".join(field.name for field in of.fields)
            return f"{path} has {len(value)} fields; these are wanted: {names}"
        for field, item in zip(of.fields, value, strict=True):
            found = self.misfit(field.type, item, f"{path}.{field.name}")
            if found:
                return found
        return None


def _kind(value: Any) -> str:
    return "None" if value is None else type(value).__name__


def _not(value: Any, path: str, wanted: tuple[type, ...], words: str) -> str | None:
    return None if isinstance(value, wanted) else f"{path} is {_kind(value)}; {words} is wanted"


def _text(value: str, path: str) -> str | None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        return f"{path} cannot be written as UTF-8 ({error.reason} at character {error.start})"
    return None
