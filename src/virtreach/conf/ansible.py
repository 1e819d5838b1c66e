"""An Ansible inventory as ours: its hosts, the groups they are in, and the variables that say how they are reached.

``group_vars`` and ``host_vars`` beside the file are read. Nothing is run and nothing evaluated: scripts, plugins,
vaults, and Jinja in a variable that matters are refused. What is ours is said by variables: ``virtreach_is_proxy``
and ``virtreach_behind`` of groups, ``virtreach_cluster``, and for each other word of a node ``virtreach_WORD``.
Source: Ansible's "How to build your inventory" and its ssh connection plugin.
"""

from __future__ import annotations

import os
import re
import shlex

from virtreach.conf.ansible_text import AnsibleGroup, load_yaml, parse_ini, parse_yaml
from virtreach.conf.jump import parse_jump
from virtreach.conf.layout import GroupSettings, Machine, hop_name, lay_out
from virtreach.conf.openssh import way_by_command, with_names
from virtreach.errors import ConfigError, UsageError
from virtreach.errors.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

__all__ = ["ansible_table"]

_LOGIN = {
    "ansible_ssh_user": "user",
    "ansible_user": "user",
    "ansible_ssh_port": "port",
    "ansible_port": "port",
    "ansible_ssh_host": "address",
    "ansible_host": "address",
    "ansible_private_key_file": "keyfile",
    "ansible_ssh_private_key_file": "keyfile",
    "ansible_ssh_timeout": "connect_timeout",
}
"""Variables and the words of a node; a later one of the same word wins."""
_OURS = ("kind", "uri", "host", "domain", "way", "internal_address", "host_key")
_ARGUMENTS = ("ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args")
_GROUP_ONLY = ("virtreach_is_proxy", "virtreach_behind")
_SSH = ("ssh", "smart", "paramiko", "paramiko_ssh", "ansible.builtin.ssh", "ansible.builtin.paramiko_ssh")
_NO_MATTER = re.compile(r"ansible_(python|shell|become|remote_tmp|pipelining|ssh_pipelining|group_priority)")
_YES = (True, 1, "true", "True", "yes", "1")


def ansible_table(text: str, path: str | None, notes: list[str]) -> dict[str, Any]:
    """Return the table of an inventory.

    Args:
        text: of the file, INI or YAML.
        path: the file, or None.
        notes: told what cannot be carried over.

    Raises:
        ConfigError: it cannot be understood, or would have to run something.
    """
    if text.startswith("#!"):
        raise ConfigError(
            "this is a program, and nothing is run here; what 'ansible-inventory --list --yaml' prints can be read",
            path=path,
        )
    if text.lstrip().startswith("$ANSIBLE_VAULT;"):
        raise ConfigError("the file is encrypted by Ansible's vault, which is not opened here", path=path)
    extension = os.path.splitext(path)[1].lower() if path else ""
    is_yaml = extension in (".yml", ".yaml", ".json") or re.match(r"\s*(?:#.*\n\s*)*(?:---|[\w.-]+:\s)", text)
    groups = (parse_yaml if is_yaml else parse_ini)(text, path=path)
    return _Inventory(groups, path, notes).table()


class _Inventory:
    def __init__(self, groups: dict[str, AnsibleGroup], path: str | None, notes: list[str]) -> None:
        self._groups = groups
        self._path = path
        self._notes = notes
        self._untold: dict[str, list[str]] = {}
        self._parents: dict[str, list[str]] = {name: [] for name in groups}
        for name, group in groups.items():
            for child in group.children:
                self._parents[child].append(name)
        self._depths = self._depth_of_each()
        self._hosts: dict[str, list[str]] = {}
        for name, group in groups.items():
            for host in group.hosts:
                self._hosts.setdefault(host, []).append(name)
        self._beside: dict[str, dict[str, Any]] = {}
        self._logins: dict[str, tuple[dict[str, Any], str | None, str | None]] = {}

    def _fail(self, message: str) -> ConfigError:
        return ConfigError(message, path=self._path)

    def _depth_of_each(self) -> dict[str, int]:
        """Return how far below ``all`` each group is, by its longest way."""
        depths = dict.fromkeys(self._groups, 1)
        depths["all"] = 0
        missing = {name: len(self._parents[name]) for name in self._groups}
        ready = [name for name, number in missing.items() if not number or name == "all"]
        done = set(ready)
        while ready:
            name = ready.pop()
            for child in self._groups[name].children:
                missing[child] -= 1
                if child not in done:
                    depths[child] = max(depths[child], depths[name] + 1)
                    if not missing[child]:
                        done.add(child)
                        ready.append(child)
        left = [name for name in self._groups if name not in done]
        if left:
            # Each of them has one of them above it: going up leads round.
            seen: set[str] = set()
            at = left[0]
            while at not in seen:
                seen.add(at)
                at = next(parent for parent in self._parents[at] if parent not in done)
            raise self._fail(f"the group {printable(at)} is in itself")
        return depths

    # Variables

    def _files(self, kind: str, name: str) -> dict[str, Any]:
        """Return the variables of a group or host that stand in files beside the inventory."""
        if self._path is None or "/" in name or name.startswith("."):
            return {}
        found: dict[str, Any] = {}
        base = os.path.join(os.path.dirname(os.path.abspath(self._path)), kind, name)
        if base in self._beside:
            return self._beside[base]
        for path in _variable_files(base):
            try:
                with open(path, encoding="utf-8") as source:
                    value = load_yaml(source.read(), path=path)
            except (OSError, UnicodeDecodeError) as error:
                raise ConfigError(f"{error}", path=path) from error
            if value is not None and not isinstance(value, dict):
                raise ConfigError("variables must be a mapping", path=path)
            found.update(value or {})
        self._beside[base] = found
        return found

    def _group_variables(self, name: str) -> dict[str, Any]:
        """Return what holds for a group's hosts, of all groups that it is in."""
        above: set[str] = set()
        waiting = [name]
        while waiting:
            one = waiting.pop()
            if one not in above:
                above.add(one)
                waiting += self._parents[one]
        return self._merged(above | {"all"})

    def _merged(self, names: set[str]) -> dict[str, Any]:
        variables: dict[str, Any] = {}
        for name in sorted(names, key=lambda one: (self._depths[one], self._priority(one), one)):
            variables.update(self._groups[name].variables)
            variables.update(self._files("group_vars", name))
        return variables

    def _priority(self, name: str) -> int:
        value = self._groups[name].variables.get("ansible_group_priority", 1)
        return value if isinstance(value, int) else 1

    def _variables(self, host: str) -> dict[str, Any]:
        above: set[str] = {"all"}
        waiting = list(self._hosts[host])
        while waiting:
            one = waiting.pop()
            if one not in above:
                above.add(one)
                waiting += self._parents[one]
        variables = self._merged(above)
        for name in self._hosts[host]:
            variables.update(self._groups[name].hosts[host])
        variables.update(self._files("host_vars", host))
        return variables

    def _plain(self, where: str, key: str, value: Any) -> Any:
        """Return a value that matters, after a look at whether somebody would have to evaluate it."""
        if isinstance(value, str) and ("{{" in value or "{%" in value):
            raise self._fail(
                f"{where}: {key} is a Jinja template, and nothing is evaluated here; "
                "what 'ansible-inventory --list --yaml' prints may help"
            )
        if isinstance(value, dict) and "__ansible_vault" in value:
            raise self._fail(f"{where}: {key} is encrypted by Ansible's vault, which is not opened here")
        if value is not None and not isinstance(value, str | int | float):
            raise self._fail(f"{where}: {key} must be a text or a number")
        return value

    # What it means

    def table(self) -> dict[str, Any]:
        """Return the table."""
        settings: dict[tuple[str, str], GroupSettings] = {}
        for name, group in self._groups.items():
            if name in ("all", "ungrouped"):
                continue
            variables = self._group_variables(name)
            flagged = (
                self._plain(f"group {name}", "virtreach_is_proxy", variables.get("virtreach_is_proxy"))
                in _YES
            )
            behind = self._plain(f"group {name}", "virtreach_behind", variables.get("virtreach_behind"))
            if group.hosts or flagged:
                settings[self._cluster(variables), name] = GroupSettings(flagged, behind)
        machines = [
            machine
            for machine in (self._machine(host, settings) for host in self._hosts)
            if machine is not None
        ]
        for what, where in self._untold.items():
            shown = ", ".join(where[:5]) + (f" and {len(where) - 5} more" if len(where) > 5 else "")
            self._notes.append(f"not carried over: {what} ({shown})")
        if not machines:
            self._notes.append("there is no host")
        return lay_out(machines, settings, self._notes)

    def _cluster(self, variables: dict[str, Any]) -> str:
        return str(self._plain("a group", "virtreach_cluster", variables.get("virtreach_cluster", "ansible")))

    def _machine(self, host: str, settings: dict[tuple[str, str], GroupSettings]) -> Machine | None:
        variables = self._variables(host)
        own = {key for name in self._hosts[host] for key in self._groups[name].hosts[host]}
        for key in _GROUP_ONLY:
            if key in own:
                raise self._fail(f"host {printable(host)}: {key} is for groups")
        connection = self._plain(host, "ansible_connection", variables.get("ansible_connection", "smart"))
        if connection not in _SSH:
            self._notes.append(f"{host} is left out: its ansible_connection is {printable(str(connection))}")
            return None
        cluster = self._cluster(variables)
        groups = [name for name in self._hosts[host] if name not in ("all", "ungrouped")]
        # A group that leads to others comes first: who is in one is a proxy.
        groups.sort(
            key=lambda name: not settings[cluster, name].is_proxy if (cluster, name) in settings else True
        )
        if len(groups) > 1:
            self._tell(f"further groups than {groups[0]}: {', '.join(groups[1:])}", host)
        entry, jump, command = self._login(host)
        machine = Machine(host, dict(entry), cluster, groups[0] if groups else "ungrouped")
        if not self._way(machine, jump, command):
            return None
        self._others(host, variables)
        if entry.get("host") and not {"ansible_host", "ansible_ssh_host"} & set(variables):
            del machine.entry["address"]  # a guest is not called by the name that Ansible has for it
        return machine

    def _login(self, host: str) -> tuple[dict[str, Any], str | None, str | None]:
        """Return what is said of a host, as a node has it, and its jump hosts and proxy command."""
        if host not in self._logins:
            variables = self._variables(host)
            entry: dict[str, Any] = {"address": host}
            for key, word in _LOGIN.items():
                if key in variables:
                    self._set(host, entry, word, self._plain(host, key, variables[key]))
            for word in _OURS:
                if f"virtreach_{word}" in variables:
                    entry[word] = self._plain(host, f"virtreach_{word}", variables[f"virtreach_{word}"])
            jump, command = self._arguments(host, entry, variables)
            if "keyfile" in entry:
                entry["keyfile"] = os.path.expanduser(str(entry["keyfile"]))
            self._logins[host] = entry, jump, command
        return self._logins[host]

    def _set(self, host: str, entry: dict[str, Any], word: str, value: Any) -> None:
        if value is None:
            return
        if word in ("port", "connect_timeout"):
            if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
                value = int(value)
            if not isinstance(value, int) or not 0 <= value < 10**9:
                raise self._fail(f"host {printable(host)}: {word} needs a number")
        entry[word] = value if isinstance(value, int) and word in ("port", "connect_timeout") else str(value)

    def _others(self, host: str, variables: dict[str, Any]) -> None:
        for key in variables:
            if key in _LOGIN or key in _ARGUMENTS or key in _GROUP_ONLY:
                continue
            if key in ("ansible_connection", "virtreach_cluster") or _NO_MATTER.match(key):
                if "password" in key or "_pass" in key:
                    self._tell(f"{key}, as passwords are not kept", host)
            elif key.startswith("virtreach_"):
                if key.removeprefix("virtreach_") not in _OURS:
                    raise self._fail(f"host {printable(host)}: {printable(key)} is not known")
            elif "password" in key or key == "ansible_ssh_pass":
                self._tell(f"{key}, as passwords are not kept", host)
            elif key.startswith("ansible_"):
                self._tell(key, host)

    def _tell(self, what: str, host: str) -> None:
        self._untold.setdefault(what, []).append(host)

    # Arguments for ssh

    def _arguments(
        self, host: str, entry: dict[str, Any], variables: dict[str, Any]
    ) -> tuple[str | None, str | None]:
        """Read a host's arguments for ssh into its entry; return its jump hosts and its proxy command."""
        jump = command = None
        for key in _ARGUMENTS:
            if key not in variables:
                continue
            line = str(self._plain(host, key, variables[key]))
            try:
                words = shlex.split(line)
            except ValueError as error:
                raise self._fail(f"host {printable(host)}: {key}: {error}") from error
            for option, value in _options(words):
                if option == "proxyjump":
                    jump = jump or value
                elif option == "proxycommand":
                    command = command or value
                elif option in _ARGUMENT_WORDS and _ARGUMENT_WORDS[option] not in entry:
                    self._set(host, entry, _ARGUMENT_WORDS[option], value)
                elif option not in _ARGUMENT_WORDS:
                    self._tell(f"{option} of {key}", host)
        return jump, command

    def _way(self, machine: Machine, jump: str | None, command: str | None) -> bool:
        """Note how a machine is reached; return whether it can be kept."""
        if jump is None and command is not None and command.lower() != "none":
            jump, machine.proxy_command = way_by_command(with_names(command, machine.name, machine.entry))
            if jump is None and machine.proxy_command is None:
                self._notes.append(f"{machine.name} is left out: its ProxyCommand needs a shell")
                return False
        if jump is not None and jump.lower() != "none":
            self._through(machine, jump)
        return True

    def _through(self, machine: Machine, jump: str) -> None:
        try:
            hosts = parse_jump(jump)
        except UsageError as error:
            raise self._fail(f"host {printable(machine.name)}: {error}") from error
        hops = []
        for user, host, port in hosts:
            # An alias of this file, though ssh itself would not know it: the same machine, under the same name.
            known = self._login(host)[0] if host in self._hosts else {"address": host}
            entry = dict(known)
            if user is not None:
                entry["user"] = user
            if port is not None:
                entry["port"] = port
            same = entry == known or host not in self._hosts
            hops.append(Machine(host if same else hop_name(user, host, port), entry, "", ""))
        machine.hops = tuple(hops)


_ARGUMENT_WORDS = {
    "identityfile": "keyfile",
    "port": "port",
    "user": "user",
    "userknownhostsfile": "known_hosts",
    "connecttimeout": "connect_timeout",
}
_SHORT = {"-J": "proxyjump", "-i": "identityfile", "-p": "port", "-l": "user"}


def _options(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield keywords in lower case and values; what is no option comes as itself."""
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word[:2] == "-o":
            text = word[2:] or (rest.pop(0) if rest else "")
            keyword, _, value = text.strip().partition("=")
            if not value:
                keyword, _, value = text.strip().partition(" ")
            yield keyword.strip().lower(), value.strip()
        elif word[:2] in _SHORT:
            yield _SHORT[word[:2]], word[2:] or (rest.pop(0) if rest else "")
        else:
            yield word, ""


def _variable_files(base: str) -> list[str]:
    if os.path.isdir(base):
        return [
            os.path.join(base, name)
            for name in sorted(os.listdir(base))
            if not name.startswith(".") and os.path.splitext(name)[1] in ("", ".yml", ".yaml", ".json")
        ]
    return [base + end for end in ("", ".yml", ".yaml", ".json") if os.path.isfile(base + end)][:1]
