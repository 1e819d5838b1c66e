"""How a program's module gets its names: from generated modules, by family, when first asked for."""

from __future__ import annotations

from sys import modules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

__all__ = ["names_of"]


def _import(name: str) -> ModuleType:
    # What importlib.import_module does; importing importlib itself takes longer than the index.
    __import__(name)
    return modules[name]


def names_of(module: str) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Build ``__getattr__`` and ``__dir__`` for the module of a program.

    Args:
        module: its full name; the last part names the program.
    """
    program = module.rpartition(".")[2]
    package = f"virtreach.protocol._generated.{program}"
    index = _import(f"{package}.index")

    def load(name: str) -> Any:
        family = index.FAMILIES.get(name)
        if family is None:
            family = _import(f"{package}.records").MODULES.get(name) if name[:1].isupper() else None
            if family is None:
                raise AttributeError(f"the {program} program has no {name}")
        loaded = vars(_import(f"{package}.{family}"))
        # All names of the family come along: procedures are upper case, record classes capitalised.
        vars(modules[module]).update(
            {
                key: value
                for key, value in loaded.items()
                if key[0].isupper() and key not in ("Procedure", "Struct")
            }
        )
        return loaded[name]

    def names() -> list[str]:
        return [*index.FAMILIES, *_import(f"{package}.records").MODULES]

    return load, names
