"""Ansible's inventory files, INI and YAML, as a tree of groups: hosts, children and variables. Nothing is evaluated.

Source: Ansible's plugins/inventory/ini.py and yaml.py, utils/... ``expand_hostname_range``.
"""

from __future__ import annotations

import ast
import functools
import re
import shlex
from dataclasses import dataclass, field

from virtreach.errors import ConfigError, MissingExtra
from virtreach.errors.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    import yaml

__all__ = ["MOST_HOSTS", "AnsibleGroup", "expand", "load_yaml", "parse_ini", "parse_yaml"]

MOST_HOSTS = 100_000
"""How many hosts the ranges of one pattern may stand for."""
_MOST_SAID = 1_000_000
"""How many hosts and variables of hosts a file may have, once ranges and YAML's aliases are replaced."""
_LONGEST_PATTERN = 1000
_LONGEST_NUMBER = 100
_LARGEST_MAPPING = 100_000

_RANGE = re.compile(r"\[([A-Za-z0-9]{1,20}):([A-Za-z0-9]{1,20})(?::([0-9]{1,9}))?\]")
_SECTION = re.compile(r"\[([^:\]\s]+)(?::(\w+))?\]\s*(?:#.*)?$")


@dataclass(slots=True)
class AnsibleGroup:
    """One group.

    Attributes:
        hosts: names of its own hosts with what is said of each here.
        children: names of groups in it.
        variables: of the group.
    """

    hosts: dict[str, dict[str, Any]] = field(default_factory=dict)
    children: list[str] = field(default_factory=list)
    variables: dict[str, Any] = field(default_factory=dict)


class _Groups(dict[str, AnsibleGroup]):
    """Groups by name; a host's are added by way of this, as a small file may name very many."""

    def __init__(self, path: str | None) -> None:
        super().__init__(all=AnsibleGroup(), ungrouped=AnsibleGroup())
        self._path = path
        self._said = 0

    def add_hosts(self, group: AnsibleGroup, pattern: str, variables: dict[str, Any]) -> None:
        """Add the hosts that a pattern stands for to a group, each with some variables."""
        bare, port = _port(pattern)
        if port is not None:
            variables = {"ansible_port": port, **variables}
        hosts = expand(bare, path=self._path)
        self._said += len(hosts) * (1 + len(variables))
        if self._said > _MOST_SAID:
            raise ConfigError(
                f"there are more than {_MOST_SAID} hosts and variables of hosts", path=self._path
            )
        for host in hosts:
            group.hosts.setdefault(host, {}).update(variables)


def expand(pattern: str, *, path: str | None = None) -> list[str]:
    """Return the hosts that a name with ranges stands for: ``n[01:10]``, ``db-[a:f]``, ``n[0:100:10]``.

    Raises:
        ConfigError: a range that makes no sense, or too many hosts.
    """
    if len(pattern) > _LONGEST_PATTERN:
        raise ConfigError(f"a host's name has more than {_LONGEST_PATTERN} characters", path=path)
    names = [""]
    at = 0
    for found in _RANGE.finditer(pattern):
        between = pattern[at : found.start()]
        values = _range(found[1], found[2], int(found[3] or 1), pattern, path)
        if len(names) * len(values) > MOST_HOSTS:
            raise ConfigError(f"{printable(pattern)!r} are more than {MOST_HOSTS} hosts", path=path)
        names = [name + between + value for name in names for value in values]
        at = found.end()
    rest = pattern[at:]
    return [name + rest for name in names]


def _range(begin: str, end: str, step: int, pattern: str, path: str | None) -> list[str]:
    if step > 0:
        if begin.isdigit() and end.isdigit():
            width = len(begin) if begin.startswith("0") else 0
            if (not width or len(begin) == len(end)) and int(end) - int(begin) < MOST_HOSTS * step:
                values = [str(number).zfill(width) for number in range(int(begin), int(end) + 1, step)]
                if values:
                    return values
        elif len(begin) == len(end) == 1 and begin.isalpha() and end.isalpha():
            values = [chr(number) for number in range(ord(begin), ord(end) + 1, step)]
            if values:
                return values
    raise ConfigError(f"{printable(pattern)!r} has a range that makes no sense", path=path)


def parse_ini(text: str, *, path: str | None = None) -> dict[str, AnsibleGroup]:
    """Read the INI form.

    Raises:
        ConfigError: a line makes no sense.
    """
    groups = _Groups(path)
    name, part = "ungrouped", "hosts"
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line[0] in "#;":
            continue
        if line.startswith("["):
            section = _SECTION.match(line)
            if section is not None:
                name, part = section[1], section[2] or "hosts"
                if part not in ("hosts", "children", "vars"):
                    raise ConfigError(
                        f"line {number}: [{printable(name)}:{part}] is no section; there are children and vars",
                        path=path,
                    )
                groups.setdefault(name, AnsibleGroup())
                continue
        try:
            _ini_line(groups, groups[name], part, line)
        except (ValueError, ConfigError) as error:
            raise ConfigError(f"line {number}: {error}", path=path) from error
    return groups


def _ini_line(groups: _Groups, group: AnsibleGroup, part: str, line: str) -> None:
    if part == "children":
        child = line.split("#", 1)[0].strip()
        group.children.append(child)
        groups.setdefault(child, AnsibleGroup())
    elif part == "vars":
        key, equals, value = line.partition("=")
        if not equals:
            raise ValueError(f"{printable(line)!r} is no KEY=VALUE")
        group.variables[key.strip()] = _literal(value.strip())
    else:
        words = shlex.split(line, comments=True)
        variables: dict[str, Any] = {}
        for word in words[1:]:
            key, equals, value = word.partition("=")
            if not equals:
                raise ValueError(f"{printable(word)!r} is no KEY=VALUE")
            variables[key] = _literal(value)
        groups.add_hosts(group, words[0], variables)


def _port(pattern: str) -> tuple[str, int | None]:
    """Take a port off a host's pattern; an IPv6 address has one only behind brackets."""
    host, colon, port = pattern.rpartition(":")
    if not (port.isascii() and port.isdigit() and len(port) < 6):
        return pattern, None
    if colon and ("]" not in port) and (":" not in _RANGE.sub("", host)):
        return host, int(port)
    if host.startswith("[") and host.endswith("]") and not _RANGE.fullmatch(pattern):
        return host[1:-1], int(port)
    return pattern, None


def _literal(text: str) -> Any:
    """Read a value as Ansible does: a Python literal, else text."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text


def load_yaml(text: str, *, path: str | None = None) -> Any:
    """Read YAML without making objects of it.

    Raises:
        ConfigError: it is none, or is encrypted.
        MissingExtra: PyYAML is not installed.
    """
    try:
        import yaml
    except ImportError as error:
        raise MissingExtra("YAML needs PyYAML: pip install 'virtreach[ansible]'") from error
    if text.lstrip().startswith("$ANSIBLE_VAULT;"):
        raise ConfigError("the file is encrypted by Ansible's vault, which is not opened here", path=path)
    try:
        return yaml.load(text, Loader=_loader())
    except yaml.YAMLError as error:
        said = _complaint(error)
        if "!vault" in said:
            raise ConfigError(
                f"a value is encrypted by Ansible's vault, which is not opened here: {said}", path=path
            ) from None
        raise ConfigError(f"this is no YAML that is understood here: {said}", path=path) from error
    except RecursionError as error:
        raise ConfigError("this YAML is nested too deeply", path=path) from error
    except Exception as error:
        # PyYAML lets through what int(), its tables and its patterns raise over a value: no such date, "!!bool x".
        raise ConfigError("this YAML has a value that is none of its kind", path=path) from error


def _complaint(error: yaml.YAMLError) -> str:
    """Return what is wrong and where, without the line itself: a file of variables may be a link to any file."""
    import yaml

    if not isinstance(error, yaml.MarkedYAMLError):
        return "it has characters that YAML does not allow"
    mark = error.problem_mark or error.context_mark
    words = ", ".join(part for part in (error.context, error.problem) if part)
    return printable(words) + (f" (line {mark.line + 1})" if mark is not None else "")


@functools.cache
def _loader() -> type[yaml.SafeLoader]:
    """Return PyYAML's loader of plain values, with bounds on what a short text can make of itself."""
    import yaml

    class Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML has no types
        def flatten_mapping(self, node: yaml.MappingNode) -> None:
            size = 0
            for key, value in node.value:
                if key.tag == "tag:yaml.org,2002:merge":
                    for one in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                        if isinstance(one, yaml.MappingNode):
                            self.flatten_mapping(one)
                            size += len(one.value)
            if size > _LARGEST_MAPPING:
                raise yaml.constructor.ConstructorError(
                    None, None, "mappings merge into one that is too large", node.start_mark
                )
            super().flatten_mapping(node)

        def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
            if len(node.value) > _LONGEST_NUMBER:
                raise yaml.constructor.ConstructorError(
                    None, None, "a number has too many digits", node.start_mark
                )
            return int(super().construct_yaml_int(node))

    Loader.add_constructor("tag:yaml.org,2002:int", Loader.construct_yaml_int)
    return Loader


def parse_yaml(text: str, *, path: str | None = None) -> dict[str, AnsibleGroup]:
    """Read the YAML form.

    Raises:
        ConfigError: it is none, or another plugin's configuration, which would run something.
    """
    document = load_yaml(text, path=path)
    if document is None:
        document = {}
    if isinstance(document, dict) and "plugin" in document:
        plugin = document["plugin"]
        name = f" {printable(plugin)!r}" if isinstance(plugin, str) else ""
        raise ConfigError(
            f"this is a configuration of the inventory plugin{name}, and nothing is run here; "
            "what 'ansible-inventory --list --yaml' prints can be read",
            path=path,
        )
    groups = _Groups(path)
    reader = _YamlReader(groups, path)
    for name, value in reader.table("the file", document).items():
        reader.group(str(name), value, 0)
    return groups


class _YamlReader:
    def __init__(self, groups: _Groups, path: str | None) -> None:
        self._groups = groups
        self._path = path
        self._seen: set[tuple[str, int]] = set()

    def table(self, where: str, value: Any) -> dict[Any, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise ConfigError(f"{where} must be a mapping", path=self._path)
        return value

    def group(self, name: str, value: Any, depth: int) -> None:
        where = f"group {printable(name)}"
        if depth > 100:
            raise ConfigError(f"{where}: groups are nested too deeply", path=self._path)
        if (name, id(value)) in self._seen:
            return  # the same by an alias
        self._seen.add((name, id(value)))
        group = self._groups.setdefault(name, AnsibleGroup())
        for key, inner in self.table(where, value).items():
            if key == "hosts":
                for pattern, said in self.table(f"{where}: hosts", inner).items():
                    variables = {
                        str(one): two
                        for one, two in self.table(f"host {printable(str(pattern))}", said).items()
                    }
                    self._groups.add_hosts(group, str(pattern), variables)
            elif key == "children":
                for child, said in self.table(f"{where}: children", inner).items():
                    if str(child) not in group.children:
                        group.children.append(str(child))
                    self.group(str(child), said, depth + 1)
            elif key == "vars":
                group.variables.update(
                    {str(one): two for one, two in self.table(f"{where}: vars", inner).items()}
                )
            else:
                raise ConfigError(
                    f"{where}: {printable(str(key))!r} is not known; there are hosts, children and vars",
                    path=self._path,
                )
