"""An OpenSSH client configuration as an inventory: each name of a Host line is a node.

Patterns (``Host *.lab``) are settings and no nodes. Nothing is run: a block under ``Match exec`` is left out, and said.
Every keyword that an inventory has no place for is told. What ``ssh NAME`` would do right now is another matter, which
`virtreach.routes.ssh.openssh` knows. Source: ssh_config(5), readconf.c.
"""

from __future__ import annotations

import fnmatch
import getpass
import glob
import os
import re
import shlex
from dataclasses import dataclass

from virtreach.conf.jump import parse_jump
from virtreach.conf.layout import Machine, hop_name, lay_out
from virtreach.errors import ConfigError, UsageError
from virtreach.errors.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

__all__ = ["openssh_table", "way_by_command", "with_names"]

_DEEPEST = 16
_MOST_FILES = 1000
_LINE = re.compile(r"\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*\S)\s*$")
_SHELL = re.compile(r"[|&;<>()$`*?#~\n]|\[(?!%h\])")
_BARE = re.compile(r"[\w@%+=:,./{}-]+", re.ASCII)
_PLACES = {"%h": "{host}", "%p": "{port}", "%%": "%"}
_GROUP = "nodes"
_SEVERAL = ("identityfile", "certificatefile")
# Heeded elsewhere in this module, or without any meaning for how a machine is reached.
_SILENT = {"hostname", "host", "match", "include", "proxyjump", "proxycommand", "identitiesonly"}


@dataclass(frozen=True, slots=True)
class _Setting:
    conditions: tuple[tuple[str, tuple[str, ...]], ...]
    keyword: str
    value: str
    where: str


def openssh_table(text: str, path: str | None, notes: list[str]) -> dict[str, Any]:
    """Return the table of an inventory.

    Args:
        text: of the configuration.
        path: its file, or None.
        notes: told what cannot be carried over.

    Raises:
        ConfigError: it cannot be understood, or its jump hosts lead to themselves.
    """
    configuration = _Configuration(path, notes)
    configuration.read(text, path, (), 0)
    machines = []
    for name in configuration.names:
        machine = configuration.machine(name)
        if machine is not None:
            machines.append(machine)
    if not machines:
        notes.append("no Host line has a name that is no pattern: there is no node")
    configuration.tell()
    return lay_out(machines, {}, notes)


def way_by_command(line: str) -> tuple[str | None, str | None]:
    """Read a ProxyCommand.

    Returns:
        Jump hosts, when it is ``ssh -W %h:%p HOST``; or a proxy command as inventories have it, with ``{host}`` and
        ``{port}``; or neither, when it needs a shell.
    """
    line = line.strip()
    line = line.removeprefix("exec ").strip()
    if _SHELL.search(line):
        return None, None
    try:
        words = shlex.split(line)
    except ValueError:
        return None, None
    jump = _forwarding_ssh(words)
    if jump is not None:
        return jump, None
    words = [re.sub("%[hp%]", lambda found: _PLACES[found[0]], word) for word in words]
    return None, " ".join(word if _BARE.fullmatch(word) else shlex.quote(word) for word in words)


def with_names(line: str, name: str, entry: dict[str, Any]) -> str:
    """Return a ProxyCommand with what it has for the name that was asked for and the user, ``%n`` and ``%r``."""
    told = {"%n": name, "%r": str(entry.get("user", getpass.getuser()))}
    return re.sub(
        "%.", lambda found: told[found[0]].replace("%", "%%") if found[0] in told else found[0], line
    )


def _forwarding_ssh(words: Sequence[str]) -> str | None:
    """Return the jump host of a command line that is ``ssh -W %h:%p``, and nothing else that matters."""
    if not words or os.path.basename(words[0]) != "ssh":
        return None
    user = port = host = None
    forwards = False
    rest = list(words[1:])
    while rest:
        word = rest.pop(0)
        if word in ("-q", "-x", "-a", "-T"):
            continue
        if word == "-W" and rest and rest.pop(0) in ("%h:%p", "[%h]:%p"):
            forwards = True
        elif word == "-p" and rest:
            port = rest.pop(0)
        elif word == "-l" and rest:
            user = rest.pop(0)
        elif not word.startswith("-") and host is None:
            host = word
        else:
            return None
    if not forwards or host is None:
        return None
    return (f"{user}@" if user else "") + host + (f":{port}" if port else "")


class _Configuration:
    def __init__(self, path: str | None, notes: list[str]) -> None:
        self._path = path
        self._notes = notes
        self._settings: list[_Setting] = []
        self._untold: dict[str, list[str]] = {}
        self._included = 0
        self.names: list[str] = []

    def _fail(self, where: str, message: str) -> ConfigError:
        return ConfigError(f"{where}: {message}", path=self._path)

    # Reading

    def read(
        self, text: str, path: str | None, outer: tuple[tuple[str, tuple[str, ...]], ...], depth: int
    ) -> None:
        """Read a file's text, which holds where the conditions around its Include do."""
        conditions = outer
        readable = True
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            where = f"{os.path.basename(path) if path else 'the text'} line {number}"
            found = _LINE.match(line)
            if found is None:
                # What it says is not repeated: an Include may name any file, /etc/shadow among them.
                raise self._fail(where, "this line is no setting")
            keyword, value = found[1].lower(), found[2]
            if keyword == "host":
                readable = True
                patterns = self._words(value, where)
                conditions = (*outer, ("originalhost", patterns))
                self._name(patterns)
            elif keyword == "match":
                condition = self._match(value, where)
                readable = condition is not None
                conditions = (*outer, *(condition or ()))
            elif not readable:
                continue
            elif keyword == "include":
                self._include(value, path, conditions, depth, where)
            else:
                self._settings.append(_Setting(conditions, keyword, value, where))

    def _words(self, value: str, where: str) -> tuple[str, ...]:
        try:
            return tuple(shlex.split(value, comments=True))
        except ValueError as error:
            raise self._fail(where, str(error)) from error

    def _name(self, patterns: Sequence[str]) -> None:
        for name in patterns:
            if not any(character in name for character in "*?!") and name not in self.names:
                self.names.append(name)

    def _match(self, value: str, where: str) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
        """Return a Match line's conditions; None when they cannot be known here, which is told."""
        words = list(self._words(value, where))
        conditions: list[tuple[str, tuple[str, ...]]] = []
        while words:
            criterion = words.pop(0).lower()
            negated = criterion.startswith("!")
            criterion = criterion.lstrip("!")
            if criterion == "all" and not negated:
                continue
            if criterion in ("host", "originalhost", "user", "localuser") and words:
                conditions.append((("!" if negated else "") + criterion, tuple(words.pop(0).split(","))))
                continue
            why = (
                "it would run a program, and nothing is run here"
                if criterion == "exec"
                else f"'Match {criterion}' cannot be known here"
            )
            self._notes.append(f"{where}: the block is left out: {why}")
            return None
        return tuple(conditions)

    def _include(
        self,
        value: str,
        path: str | None,
        conditions: tuple[tuple[str, tuple[str, ...]], ...],
        depth: int,
        where: str,
    ) -> None:
        if depth >= _DEEPEST:
            raise self._fail(where, "files include each other too deeply")
        base = (
            "/etc/ssh" if path is not None and path.startswith("/etc/ssh/") else os.path.expanduser("~/.ssh")
        )
        for pattern in self._words(value, where):
            full = os.path.join(base, os.path.expanduser(pattern))
            for name in sorted(glob.glob(full)):
                self._included += 1
                if self._included > _MOST_FILES:
                    raise self._fail(where, f"files include more than {_MOST_FILES} others")
                try:
                    with open(name, encoding="utf-8") as source:
                        text = source.read()
                except (OSError, UnicodeDecodeError) as error:
                    raise self._fail(where, f"{name} cannot be read: {error}") from error
                self.read(text, name, conditions, depth + 1)

    # What it means for a name

    def _values(self, name: str) -> dict[str, list[_Setting]]:
        """Return what holds for a name: the first value of each keyword, all of those that add up."""
        values: dict[str, list[_Setting]] = {}
        for setting in self._settings:
            if not all(self._holds(condition, name, values) for condition in setting.conditions):
                continue
            keyword = setting.keyword
            if keyword in ("proxyjump", "proxycommand") and (
                "proxyjump" in values or "proxycommand" in values
            ):
                continue  # whichever comes first
            if keyword in _SEVERAL:
                values.setdefault(keyword, []).append(setting)
            else:
                values.setdefault(keyword, [setting])
        return values

    def _holds(
        self, condition: tuple[str, tuple[str, ...]], name: str, values: dict[str, list[_Setting]]
    ) -> bool:
        criterion, patterns = condition
        negated = criterion.startswith("!")
        criterion = criterion.lstrip("!")
        if criterion == "originalhost":
            subject = name
        elif criterion == "host":
            subject = self._expand(values["hostname"][0], name, None) if "hostname" in values else name
        elif criterion == "user" and "user" in values:
            subject = values["user"][0].value
        else:
            subject = getpass.getuser()
        return _matches(subject, patterns) != negated

    def _expand(self, setting: _Setting, name: str, entry: dict[str, Any] | None) -> str:
        """Return a value with its tokens replaced (ssh_config(5), TOKENS)."""
        told = {"%": "%", "h": name if entry is None else str(entry["address"]), "n": name}
        told["d"], told["u"], told["i"] = os.path.expanduser("~"), getpass.getuser(), str(os.getuid())
        if entry is not None:
            told["p"], told["r"] = str(entry.get("port", 22)), str(entry.get("user", getpass.getuser()))

        def one(match: re.Match[str]) -> str:
            if match[1] not in told:
                raise self._fail(setting.where, f"the token %{printable(match[1])} is not known here")
            return told[match[1]]

        return re.sub(r"%(.)", one, _unquoted(setting.value))

    def machine(self, name: str, depth: int = 0) -> Machine | None:
        """Return a name's machine, or None when its way cannot be carried over, which is told.

        Raises:
            ConfigError: its jump hosts lead to themselves.
        """
        if depth > _DEEPEST:
            raise ConfigError(f"{printable(name)}: its jump hosts lead to themselves", path=self._path)
        values = self._values(name)
        entry = self._entry(name, values)
        machine = Machine(name, entry, "direct", _GROUP)
        jump: str | None = None
        if "proxyjump" in values:
            jump = _unquoted(values["proxyjump"][0].value)
        elif "proxycommand" in values:
            setting = values["proxycommand"][0]
            if setting.value.lower() == "none":
                return machine
            jump, machine.proxy_command = way_by_command(with_names(setting.value, name, entry))
            if jump is None and machine.proxy_command is None:
                self._notes.append(f"{name} is left out: its ProxyCommand ({setting.where}) needs a shell")
                return None
        if jump is None or jump.lower() == "none":
            return machine
        return self._through(machine, jump, depth)

    def _through(self, machine: Machine, jump: str, depth: int) -> Machine | None:
        try:
            hosts = parse_jump(jump)
        except UsageError as error:
            raise ConfigError(f"{printable(machine.name)}: {error}", path=self._path) from error
        hops: list[Machine] = []
        for number, (user, host, port) in enumerate(hosts):
            if number == 0:
                found = self.machine(host, depth + 1)
            else:
                found = Machine(host, self._entry(host, self._values(host)), "direct", _GROUP)
            if found is None:
                self._notes.append(f"{machine.name} is left out, as {host} is, which leads to it")
                return None
            if number == 0:
                hops += found.hops
                machine.proxy_command = found.proxy_command
            entry = dict(found.entry)
            if user is not None:
                entry["user"] = user
            if port is not None:
                entry["port"] = port
            name = host if entry == found.entry else hop_name(user, host, port)
            hops.append(Machine(name, entry, "direct", _GROUP))
        machine.hops = tuple(hops)
        return machine

    def _entry(self, name: str, values: dict[str, list[_Setting]]) -> dict[str, Any]:
        entry: dict[str, Any] = {
            "address": self._expand(values["hostname"][0], name, None) if "hostname" in values else name
        }
        for keyword, settings in values.items():
            if keyword in _SILENT:
                continue
            if not self._carry(name, entry, keyword, settings):
                self._untold.setdefault(keyword, []).append(settings[0].where)
        return entry

    def _carry(self, name: str, entry: dict[str, Any], keyword: str, settings: Sequence[_Setting]) -> bool:
        """Note in an entry what a keyword says; return whether there is a place for it."""
        value = _unquoted(settings[0].value)
        if keyword == "user":
            entry["user"] = value
        elif keyword == "port":
            entry["port"] = self._number(settings[0])
        elif keyword == "connecttimeout":
            entry["connect_timeout"] = self._number(settings[0])
        elif keyword == "serveraliveinterval":
            entry["keepalive"] = self._number(settings[0])
        elif keyword in _FILES:
            files = [self._expand(one, name, entry) for one in settings]
            if keyword == "userknownhostsfile":
                files = [os.path.expanduser(word) for word in self._words(files[0], settings[0].where)]
            files = [os.path.expanduser(one) for one in files if one.lower() not in ("none", "ssh_auth_sock")]
            if files:
                entry[_FILES[keyword]] = files[0]
            if len(files) > 1:
                self._untold.setdefault(f"all but the first {keyword}", []).append(settings[-1].where)
        elif keyword == "stricthostkeychecking":
            if value.lower() not in ("yes", "ask"):
                self._untold.setdefault("stricthostkeychecking, which is never off here", []).append(
                    settings[0].where
                )
        else:
            return False
        return True

    def _number(self, setting: _Setting) -> int:
        value = _unquoted(setting.value)
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise self._fail(setting.where, f"{setting.keyword} needs a number")
        return int(value)

    def tell(self) -> None:
        """Note what there was no place for."""
        for keyword, places in self._untold.items():
            self._notes.append(f"not carried over: {keyword} ({', '.join(dict.fromkeys(places))})")


_FILES = {
    "identityfile": "keyfile",
    "certificatefile": "certificate",
    "identityagent": "agent",
    "userknownhostsfile": "known_hosts",
}


def _matches(subject: str, patterns: Sequence[str]) -> bool:
    """Return whether a name is meant by patterns, of which ``!`` takes names away (match.c, match_pattern_list)."""
    subject = subject.lower()
    meant = False
    for pattern in patterns:
        pattern = pattern.lower()
        plain = pattern.removeprefix("!").replace("[", "[[]")
        if fnmatch.fnmatchcase(subject, plain):
            if pattern.startswith("!"):
                return False
            meant = True
    return meant


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == '"':
        return value[1:-1]
    return value
