"""Write the tables that are not codecs: public constants, enums, kinds of typed parameters, error classes."""

from __future__ import annotations

import re

from tools.spec_enums import Enum

_COMMAND = "by: python tools/generate.py"

# libvirt's name would hide a builtin, or another class.
_ERROR_NAMES = {"VIR_ERR_SYSTEM_ERROR": "SystemCallFailed"}


def _top(source: str, doc: str = "") -> list[str]:
    lines = [f'"""{doc}"""'] if doc else []
    return [*lines, f"# Made from {source} {_COMMAND}", "# Do not edit.", ""]


def class_name(enum: Enum) -> str:
    """Return the Python name of an enum: ``virDomainState`` is ``DomainState``."""
    return re.sub(r"^vir", "", enum.name)


def members(enum: Enum) -> dict[str, int]:
    """Return an enum's members under short names, without the sentinel that counts them."""
    kept = {
        name: value
        for name, value in enum.resolved.items()
        if not (name.endswith("_LAST") and value == max(enum.resolved.values()) and not enum.flags)
    }
    if not kept:
        kept = dict(enum.resolved)
    split = {name: name.split("_") for name in kept}
    shortest = min(len(words) for words in split.values()) - 1
    first = next(iter(split.values()))
    common = 0
    while common < shortest and all(words[common] == first[common] for words in split.values()):
        common += 1
    if len(split) == 1:
        # One member shares all its words with itself: strip those that the enum's name has.
        known = set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", enum.name).upper().split("_"))
        common = 0
        while common < len(first) - 1 and first[common] in known:
            common += 1
    made = {}
    for name, words in split.items():
        start = common
        while words[start][0].isdigit():
            start -= 1
        made["_".join(words[start:])] = kept[name]
    return dict(sorted(made.items(), key=lambda item: (item[1] < 0, item[1], item[0])))


def constants_files(package: str, enums: list[Enum], strings: list[tuple[str, str]]) -> dict[str, str]:
    """Write ``constants`` and ``enums``, each as a table and a stub."""
    values: dict[str, int | str] = {}
    for enum in enums:
        values.update(enum.resolved)
    values.update(strings)
    table = _top("spec/enums.spec and spec/strings.spec", "libvirt's public constants by name.")
    table += ["VALUES = {", *(f"    {name!r}: {value!r}," for name, value in sorted(values.items())), "}"]
    stub = _top("spec/enums.spec and spec/strings.spec")
    stub += ["from typing import Final", "", "VALUES: Final[dict[str, int | str]]"]
    stub += [f"{name}: Final = {value!r}" for name, value in sorted(values.items())]
    rows = _top("spec/enums.spec", "libvirt's public enums: name to whether they are flags, and to members.")
    rows += ["ENUMS = {"]
    classes = _top("spec/enums.spec")
    classes += ["from enum import IntEnum, IntFlag", "from typing import Final", ""]
    classes += ["ENUMS: Final[dict[str, tuple[bool, dict[str, int]]]]"]
    for enum in sorted(enums, key=class_name):
        rows.append(f"    {class_name(enum)!r}: ({enum.flags}, {members(enum)!r}),")
        classes += ["", f"class {class_name(enum)}({'IntFlag' if enum.flags else 'IntEnum'}):"]
        classes += [f"    {name} = {value}" for name, value in members(enum).items()]
    rows.append("}")
    return {
        f"{package}/constants.py": "\n".join(table) + "\n",
        f"{package}/constants.pyi": "\n".join(stub) + "\n",
        f"{package}/enums.py": "\n".join(rows) + "\n",
        f"{package}/enums.pyi": "\n".join(classes) + "\n",
    }


def kinds_file(package: str, kinds: list[tuple[str, str]]) -> dict[str, str]:
    """Write the kinds of typed parameters by name."""
    numbers = {"int": 1, "uint": 2, "llong": 3, "ullong": 4, "double": 5, "boolean": 6, "string": 7}
    lines = _top("spec/typed_params.spec", "Typed parameters by name: the number of their kind.")
    lines += ["KINDS = {", *(f"    {name!r}: {numbers[kind]}," for name, kind in kinds), "}"]
    stub = [*_top("spec/typed_params.spec"), "KINDS: dict[str, int]"]
    return {f"{package}/kinds.py": "\n".join(lines) + "\n", f"{package}/kinds.pyi": "\n".join(stub) + "\n"}


def error_class(name: str) -> str:
    """Return the exception class for an error constant: ``VIR_ERR_NO_DOMAIN`` is ``NoDomain``."""
    if name in _ERROR_NAMES:
        return _ERROR_NAMES[name]
    warning = name.startswith("VIR_WAR_")
    words = name.removeprefix("VIR_ERR_").removeprefix("VIR_WAR_").split("_")
    return ("Warn" if warning else "") + "".join(word.capitalize() for word in words)


def error_files(package: str, enums: list[Enum]) -> dict[str, str]:
    """Write the table of error codes and the names of error domains."""
    by_name = {enum.name: enum for enum in enums}
    codes = {name: value for name, value in by_name["virErrorNumber"].resolved.items() if value}
    del codes["VIR_ERR_NUMBER_LAST"]
    domains = {
        value: name.removeprefix("VIR_FROM_")
        for name, value in by_name["virErrorDomain"].resolved.items()
        if name.startswith("VIR_FROM_")
    }
    lines = _top(
        "spec/enums.spec", "libvirt's error codes: number to class name and constant; domains by number."
    )
    lines += ["CODES = {"]
    ordered = sorted(codes.items(), key=lambda item: item[1])
    lines += [f'    {value}: ("{error_class(name)}", "{name}"),' for name, value in ordered]
    lines += ["}", "", "DOMAINS = {"]
    lines += [f'    {value}: "{name}",' for value, name in sorted(domains.items())]
    lines += ["}"]
    stub = _top("spec/enums.spec")
    stub += ["from virtreach.errors.libvirt import LibvirtError", ""]
    stub += ["CODES: dict[int, tuple[str, str]]", "DOMAINS: dict[int, str]", ""]
    stub += [f"class {error_class(name)}(LibvirtError): ..." for name, _ in ordered]
    return {
        f"{package}/__init__.py": "\n".join(_top("spec/enums.spec", "Generated tables of errors.")),
        f"{package}/codes.py": "\n".join(lines) + "\n",
        f"{package}/codes.pyi": "\n".join(stub) + "\n",
    }
