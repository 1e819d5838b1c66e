"""The table of hosts behind the gateway: where they are, how to log in there, and who may use them.

A TOML file, with a table for each host::

    [hosts.hv1]
    uri = "qemu+tls://hv1.example.org/system"
    identities = ["user alice", "certificate O=Lab,CN=*"]

It says who gets where, and names files with secrets, though it has none itself: nobody but its owner may write it.
"""

from __future__ import annotations

import os
from functools import partial

from virtreach.daemon.entry.allowed import fits
from virtreach.errors import ConfigError, VirtreachError
from virtreach.session.sasl.server_offer import KNOWN
from virtreach.uri import RemoteURI

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from virtreach.daemon.drivers.base import ClientInfo
    from virtreach.routes.route import Route

__all__ = ["FIELDS", "Field", "Host", "load_hosts"]

_MAX_SIZE = 16 << 20
_NAME_MAX = 64
_IDENTITIES = ("user", "certificate", "uid", "account")
_NAME = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


class Field:
    """One key of a host's table.

    Attributes:
        name: the key.
        kind: ``text``, ``texts``, ``number`` or ``seconds``.
        default: its value when the file does not have it.
        text: what it means, for people.
    """

    __slots__ = ("default", "kind", "name", "text")

    def __init__(self, name: str, kind: str, default: object, text: str) -> None:
        self.name = name
        self.kind = kind
        self.default = default
        self.text = text

    def problem(self, value: object) -> str:
        """What is wrong with a value, or ""."""
        if self.kind == "text":
            return "" if isinstance(value, str) and value else "must be a text in quotes"
        if self.kind == "texts":
            good = isinstance(value, list) and all(isinstance(item, str) for item in value)
            return "" if good else 'must be a list of texts, as ["one", "two"]'
        if isinstance(value, bool) or not isinstance(value, int | float):
            return "must be a number"
        if self.kind == "number":
            return "" if isinstance(value, int) and 1 <= value <= 1000 else "must be from 1 to 1000"
        return "" if 0 < value <= 86_400 else "must be more than 0 seconds and at most 86400"


FIELDS = (
    Field("uri", "text", None, "Where it is: any remote URI, as clients write it. It must be there."),
    Field(
        "identities",
        "texts",
        [],
        "Who may use it, with * and ?: user NAME (SASL), certificate DN (TLS), uid NUMBER or account NAME (unix "
        "sockets), anonymous. Nobody may by default.",
    ),
    Field(
        "opens",
        "texts",
        None,
        "What may be opened there, with * and ?, as qemu:///session. By default what the uri opens, and nothing else.",
    ),
    Field(
        "auth_file",
        "text",
        None,
        "An auth.conf with the name and password to log in with. Readable by the daemon's user alone.",
    ),
    Field(
        "mechanisms", "texts", None, "SASL mechanisms that may be used there. All that are safe by default."
    ),
    Field("connect_timeout", "seconds", 10, "Seconds until a connection must be open, login included."),
    Field(
        "keepalive_interval", "seconds", 5, "Seconds of silence before the host is asked whether it is there."
    ),
    Field("keepalive_count", "number", 5, "How often it is asked; then it counts as gone."),
)
"""The keys of a host's table."""

_BY_NAME = {field.name: field for field in FIELDS}


class Host:
    """One host. Immutable by habit; a reload makes new ones.

    Attributes:
        name: what clients call it.
        auth_file, connect_timeout, keepalive_count, keepalive_interval, mechanisms, uri: as in `FIELDS`.
    """

    __slots__ = (
        "_identities",
        "_opens",
        "_routes",
        "auth_file",
        "connect_timeout",
        "keepalive_count",
        "keepalive_interval",
        "mechanisms",
        "name",
        "uri",
    )

    def __init__(self, name: str, values: Mapping[str, Any]) -> None:
        """Take values that fit `FIELDS`.

        Raises:
            VirtreachError: the URI cannot be used.
        """
        from virtreach.conf.client import ClientConf
        from virtreach.routes import plan

        self.name = name
        self.uri: str = values["uri"]
        self.auth_file: str | None = values["auth_file"]
        self.mechanisms: list[str] | None = values["mechanisms"]
        self.connect_timeout = float(values["connect_timeout"])
        self.keepalive_interval = float(values["keepalive_interval"])
        self.keepalive_count: int = values["keepalive_count"]
        # What the user who runs the daemon has set for clients of his own is not meant here.
        settings = ClientConf(path=None, environment={})
        self._routes = [
            plan(_unasking(self.uri), readonly=readonly, conf=settings, warn=None)
            for readonly in (False, True)
        ]
        self._identities: list[str] = values["identities"]
        opens = values["opens"]
        self._opens: list[str] | None = opens

    def route(self, *, readonly: bool) -> Route:
        """The way to it."""
        return self._routes[readonly]

    def admits(self, client: ClientInfo) -> bool:
        """Whether a client may use it."""
        return any(fits(name, self._identities) for name in _names_of(client))

    def far_name(self, wanted: str) -> str | None:
        """The name to open there, or None when that may not be opened.

        Args:
            wanted: what the client asks for; "" when it only says which host.
        """
        own = self._routes[0].far_name
        if not wanted or wanted == own:
            return own
        return wanted if self._opens is not None and fits(wanted, self._opens) else None

    def __repr__(self) -> str:
        return f"<host {self.name}>"


def _unasking(text: str) -> RemoteURI:
    """A host's URI, by which ssh asks nobody at the terminal that the daemon may have been started from."""
    uri = RemoteURI.parse(text)
    if uri.transport != "ssh" or uri.flag("no_tty"):
        return uri
    address, mark, fragment = text.partition("#")
    return RemoteURI.parse(f"{address}{'&' if '?' in address else '?'}no_tty=1{mark}{fragment}")


def _names_of(client: ClientInfo) -> list[str]:
    """What a client is known by; all of it has been proven."""
    names = []
    if client.user:
        names.append(f"user {client.user}")
    if client.distinguished_name:
        names.append(f"certificate {client.distinguished_name}")
    if client.uid >= 0:
        from pwd import getpwuid

        names.append(f"uid {client.uid}")
        try:
            names.append(f"account {getpwuid(client.uid).pw_name}")
        except KeyError:
            # A user without a name: then no pattern for names can mean him.
            pass
    return names or ["anonymous"]


def load_hosts(path: str) -> dict[str, Host]:
    """Read the file; the hosts by name.

    Raises:
        ConfigError: it cannot be read or understood, others may write it, or a file that it names is exposed.
    """
    import tomllib

    data = _read(path, forbidden=0o022, why="others may write it; take that away with: chmod go-w")
    try:
        text = data.decode()
        document = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"is no TOML file: {error}", path=path) from error
    tables = document.pop("hosts", {})
    if document:
        raise ConfigError(
            f"there is no key {next(iter(document))}; tables are called [hosts.NAME]", path=path
        )
    if not isinstance(tables, dict):
        raise ConfigError("hosts must be tables, as [hosts.NAME]", path=path)
    hosts = {}
    for name, table in tables.items():
        hosts[name] = _host(name, table, path, partial(_line, text, name))
    return hosts


def _host(name: str, table: object, path: str, line: Callable[[str], int | None]) -> Host:
    if not 0 < len(name) <= _NAME_MAX or not set(name) <= _NAME:
        raise ConfigError(
            f"{name!r} is no name for a host: letters, digits and -_. only", path=path, line=line("")
        )
    if not isinstance(table, dict):
        raise ConfigError(f"hosts.{name} must be a table", path=path, line=line(""))
    values: dict[str, object] = {field.name: field.default for field in FIELDS}
    for key, value in table.items():
        field = _BY_NAME.get(key)
        problem = f"there is no key {key}" if field is None else field.problem(value) or _unknown(key, value)
        if problem:
            told = problem if field is None else f"{key} {problem}"
            raise ConfigError(f"host {name}: {told}", path=path, line=line(key))
        values[key] = value
    if values["uri"] is None:
        raise ConfigError(f"host {name} has no uri", path=path, line=line(""))
    auth_file = values["auth_file"]
    if isinstance(auth_file, str):
        values["auth_file"] = auth_file = os.path.join(os.path.dirname(path), auth_file)
        from virtreach.auth.authfile import AuthFile

        _read(auth_file, forbidden=0o077, why="others may read it; take that away with: chmod 0600")
        AuthFile.load(auth_file)
    try:
        host = Host(name, values)
    except VirtreachError as error:
        raise ConfigError(f"host {name}: uri: {error}", path=path, line=line("uri")) from error
    if host.route(readonly=False).transport == "embedded":
        text = f"host {name}: uri: the test hypervisor of this process is no host; it needs no gateway"
        raise ConfigError(text, path=path, line=line("uri"))
    return host


def _unknown(key: str, value: Any) -> str:
    """What of a list of the right kind means nothing, and would quietly be of no use; or ""."""
    if key == "identities":
        for one in value:
            kind, _, name = one.partition(" ")
            if one == "anonymous" or set(kind) & set("*?"):
                continue
            if kind not in _IDENTITIES or not name:
                return f"has {one!r}, but an identity is {' ..., '.join(_IDENTITIES)} ..., or anonymous"
            if kind == "uid" and not set(name) <= set("0123456789*?"):
                return f"has {one!r}, but a uid is a number; names are those of accounts: account {name}"
    if key == "mechanisms":
        for one in value:
            if one not in KNOWN:
                return f"has {one!r}; there are {', '.join(KNOWN)}"
    return ""


def _read(path: str, *, forbidden: int, why: str) -> bytes:
    """Read a file that must belong to root or to us, and have none of some permissions."""
    try:
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            data = file.read(_MAX_SIZE + 1)
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", path=path) from error
    if status.st_uid not in (0, os.geteuid()):
        raise ConfigError("belongs to another user", path=path)
    if status.st_mode & forbidden:
        raise ConfigError(why, path=path)
    if len(data) > _MAX_SIZE:
        raise ConfigError(f"is larger than {_MAX_SIZE} bytes", path=path)
    return data


def _line(text: str, host: str, key: str) -> int | None:
    """The line of a host's key, or of its table, as far as it can be found; tomllib does not say."""
    inside: int | None = None
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].strip()
        if words.startswith("["):
            if inside is not None:
                break
            if words.strip("[] ").replace('"', "") == f"hosts.{host}":
                inside = number
        elif inside is not None and key and words.partition("=")[0].strip() == key:
            return number
    return inside
