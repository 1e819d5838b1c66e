"""Records: tuples whose fields have names.

They do what ``collections.namedtuple`` does and cost a tenth of it to define, which start-up time shows. The
stubs of the generated codecs therefore declare them as ``NamedTuple`` classes.
"""

from __future__ import annotations

from _collections import _tuplegetter  # type: ignore[import-not-found]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, ClassVar, Self

__all__ = ["Record", "record"]


_new = tuple.__new__


class Record(tuple):  # type: ignore[type-arg]
    """A tuple with named, read-only fields.

    It is built as a named tuple is: from all field values, by place or by name. The generated codecs call
    ``tuple.__new__`` themselves, which is three times as fast.
    """

    __slots__ = ()
    _fields: ClassVar[tuple[str, ...]] = ()

    def __new__(cls, *values: Any, **named: Any) -> Self:
        if named:
            missing = [name for name in cls._fields[len(values) :] if name not in named]
            if missing:
                raise TypeError(f"{cls.__name__} lacks {', '.join(missing)}")
            values += tuple([named.pop(name) for name in cls._fields[len(values) :]])
            if named:
                raise TypeError(f"{cls.__name__} takes no {', '.join(named)}")
        return cls._make(values)

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Self:
        """Build a record from any iterable.

        Raises:
            TypeError: the count of values is not the count of fields.
        """
        made = _new(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields; {len(made)} values were given")
        return made

    def _asdict(self) -> dict[str, Any]:
        """Return field names and values, in wire order."""
        return dict(zip(self._fields, self, strict=True))

    def _replace(self, **changes: Any) -> Self:
        """Return a copy with some fields changed.

        Raises:
            TypeError: a name is not a field.
        """
        fields = self._asdict()
        unknown = changes.keys() - fields.keys()
        if unknown:
            raise TypeError(f"{type(self).__name__} has no field {', '.join(sorted(unknown))}")
        fields.update(changes)
        return self._make(fields.values())

    def __getnewargs__(self) -> tuple[Any, ...]:
        # How copy and pickle build it anew: tuple's own way would give all values as one.
        return tuple(self)

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({inside})"


def record(name: str, fields: str, module: str) -> type[Record]:
    """Define a record class.

    Args:
        name: the class's name.
        fields: field names, parted by spaces.
        module: the module that the class will be found in (for pickle and repr).
    """
    names = tuple(fields.split())
    body: dict[str, Any] = {field: _tuplegetter(i, "") for i, field in enumerate(names)}
    body["__slots__"] = ()
    body["__module__"] = module
    body["_fields"] = body["__match_args__"] = names
    return type(name, (Record,), body)
