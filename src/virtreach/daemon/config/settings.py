"""Reading a configuration by the table of keys."""

from __future__ import annotations

import os
from contextlib import contextmanager

from virtreach.conf.document import ConfDocument, format_value
from virtreach.daemon.config.keys import ELSEWHERE, KEYS
from virtreach.errors import CertificateError, ConfigError
from virtreach.routes.surroundings import Surroundings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from virtreach.conf.document import ConfEntry
    from virtreach.daemon.config.keys import Key

__all__ = ["SYSTEM_FILE", "Settings", "default_path"]

SYSTEM_FILE = "/etc/virtreach/virtreachd.conf"
"""The configuration of a daemon that runs as root."""

_BY_NAME = {key.name: key for key in KEYS}
_MODE_MAX = 0o777


class Settings:
    """A value for each key, as an attribute. Immutable by habit; a reload makes new ones."""

    __slots__ = ("_lines", "_values", "path")

    admin_max_client_requests: int
    admin_max_clients: int
    admin_max_queued_clients: int
    auth_timeout: int
    auth_tcp: str
    auth_tls: str
    auth_unix_ro: str
    auth_unix_rw: str
    audit_format: str
    audit_level: int
    audit_logging: bool
    audit_outputs: str
    ca_file: str
    cert_file: str
    crl_file: str
    drivers: list[str]
    event_loop: str
    fault_injection: bool
    faults: list[str]
    host_uuid: str
    host_uuid_source: str
    hosts_file: str
    keepalive_count: int
    keepalive_interval: int
    key_file: str
    listen_addr: str
    listen_tcp: bool
    listen_tls: bool
    log_filters: str
    log_format: str
    log_level: int
    log_outputs: str
    log_rate: int
    max_account_failures: int
    max_anonymous_clients: int
    max_anonymous_clients_per_address: int
    max_auth_attempts: int
    max_client_requests: int
    max_clients: int
    max_queued_clients: int
    max_unfinished_megabytes: int
    metrics_listen: str
    sasl_allowed_username_list: list[str] | None
    sasl_mechanisms: list[str]
    sasl_realm: str
    state_file: str
    stop_timeout: int
    tcp_min_ssf: int
    tcp_port: int
    test_max_call: int
    test_max_data: int
    test_max_moments: int
    test_max_objects: int
    tls_allowed_dn_list: list[str] | None
    tls_no_sanity_certificate: bool
    tls_no_verify_certificate: bool
    tls_port: int
    tls_priority: str
    tls_verify_client_address: bool
    unix_sock_admin_perms: int
    unix_sock_dir: str
    unix_sock_group: str
    unix_sock_ro_perms: int
    unix_sock_rw_perms: int
    users_file: str
    workers: int

    def __init__(
        self, document: ConfDocument | None = None, *, environment: Mapping[str, str] | None = None
    ) -> None:
        """Read a document; what it does not say has its default.

        Args:
            document: the file, or None for defaults alone.
            environment: where ``XDG_RUNTIME_DIR`` is looked up; None for this process's.

        Raises:
            ConfigError: a key is unknown, comes twice or has a bad value, or keys contradict each other.
        """
        self.path = document.path if document is not None else None
        self._values: dict[str, Any] = {key.name: _converted(key, key.default) for key in KEYS}
        if self._values["unix_sock_dir"] is None:
            self._values["unix_sock_dir"] = _run_directory(os.environ if environment is None else environment)
        self._lines = seen = dict[str, int]()
        for entry in document.entries if document is not None else ():
            if entry.name in seen:
                text = f"{entry.name} was set in line {seen[entry.name]} already"
                raise ConfigError(text, path=self.path, line=entry.line)
            seen[entry.name] = entry.line
            self._values[entry.name] = self._read(entry)
        self._check_together()

    @classmethod
    def load(cls, path: str) -> Settings:
        """Read a file; raises `ConfigError`."""
        return cls(ConfDocument.load(path))

    @classmethod
    def received(cls, text: str, path: str | None) -> Settings:
        """Read what `effective` gave in another process; errors name the file, whose lines are not known here."""
        settings = cls(ConfDocument(text, path=path))
        settings._lines.clear()
        return settings

    def override(self, name: str, value: object) -> None:
        """Set a key as the command line says; before the settings are used.

        Raises:
            ConfigError: it has no such value.
        """
        key = _BY_NAME[name]
        problem = _wrong_kind(key, value) or key.check(value)
        if problem:
            raise ConfigError(f"--{name} {problem}")
        self._values[name] = _converted(key, value)

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            try:
                return self._values[name]
            except KeyError:
                raise AttributeError(name) from None

    def _read(self, entry: ConfEntry) -> Any:
        key = _BY_NAME.get(entry.name)
        if key is None:
            raise ConfigError(_unknown(entry.name), path=self.path, line=entry.line)
        problem = _wrong_kind(key, entry.value) or key.check(entry.value)
        if problem:
            raise ConfigError(f"{key.name} {problem}", path=self.path, line=entry.line)
        return _converted(key, entry.value)

    def _check_together(self) -> None:
        network = {"auth_tcp": self.listen_tcp, "auth_tls": self.listen_tls}
        for name, is_open in {"auth_unix_rw": True, "auth_unix_ro": True, **network}.items():
            if is_open and self._values[name] == "sasl" and not self.users_file:
                raise self.error(f'{name} = "sasl" needs users_file, where the users are', name)
            if is_open and self._values[name] == "sasl" and not self.sasl_mechanisms:
                text = f'{name} = "sasl" needs a mechanism: sasl_mechanisms is empty, so that nobody could log in'
                raise self.error(text, "sasl_mechanisms")
        if self.listen_tcp and self.auth_tcp == "sasl" and "DIGEST-MD5" not in self.sasl_mechanisms:
            text = (
                'listen_tcp with SASL needs "DIGEST-MD5" in sasl_mechanisms, the only one that encrypts plain TCP; '
                "use TLS instead"
            )
            raise self.error(text, "listen_tcp")
        if self.tls_no_verify_certificate and self.auth_tls == "none":
            text = (
                "tls_no_verify_certificate = 1 lets anybody in who reaches the port; have clients log in with "
                'auth_tls = "sasl", or leave it out'
            )
            raise self.error(text, "tls_no_verify_certificate")
        if self.audit_level > 1 and not self.audit_outputs:
            text = "audit_level = 2 needs audit_outputs: of the log nobody can tell whether it was written"
            raise self.error(text, "audit_level")

    # What is wrong with what the keys name.

    def error(self, text: str, name: str) -> ConfigError:
        """An error that says where a key is set."""
        return ConfigError(text, path=self.path, line=self._lines.get(name))

    @contextmanager
    def about(self, *names: str) -> Iterator[None]:
        """Have errors of files and the like say which key has named them, and where.

        Args:
            names: the key; or several, of which those count whose files the error is about.

        Raises:
            ConfigError, CertificateError: one that was raised inside, with that before what it says.
        """
        try:
            yield
        except (ConfigError, CertificateError) as error:
            values = {name: self._values[name] for name in names}
            meant = [name for name, value in values.items() if value and value in str(error)] or names[:1]
            told = self.error(f"{', '.join(meant)}: {error}", meant[0])
            raise (
                told if isinstance(error, ConfigError) else CertificateError(str(told), step=error.step)
            ) from error

    def effective(self) -> str:
        """All keys with their values, as a file that says the same."""
        lines = []
        for key in KEYS:
            value = self._values[key.name]
            if value is None:
                lines.append(f"#{key.name} is not set")
            elif key.kind == "mode":
                lines.append(f'{key.name} = "{value:04o}"')
            else:
                text = str(value) if key.kind == "port" else int(value) if key.kind == "switch" else value
                lines.append(f"{key.name} = {format_value(text)}")
        return "\n".join(lines) + "\n"


def default_path(environment: Mapping[str, str] | None = None) -> str:
    """Where the configuration is unless somebody says otherwise; it need not be there.

    Args:
        environment: where ``XDG_CONFIG_HOME`` is looked up; None for this process's.
    """
    if os.geteuid() == 0:
        return SYSTEM_FILE
    surroundings = os.environ if environment is None else environment
    base = surroundings.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return os.path.join(base, "virtreach", "virtreachd.conf")


def _run_directory(environment: Mapping[str, str]) -> str:
    if os.geteuid() == 0:
        return "/run/virtreach"
    # Beside that of libvirt's daemons, where clients look for it.
    libvirt = Surroundings(environment=environment).runtime_directory()
    return os.path.join(os.path.dirname(libvirt), "virtreach")


def _wrong_kind(key: Key, value: object) -> str:
    if key.kind == "switch":
        return "" if value in (0, 1) else "must be 0 or 1"
    if key.kind == "number":
        return "" if isinstance(value, int) else "must be a whole number"
    if key.kind == "port":
        digits = value if isinstance(value, str) else str(value) if isinstance(value, int) else ""
        good = digits.isascii() and digits.isdigit() and len(digits) < 6 and int(digits) < 65536
        return "" if good else "must be a port from 0 to 65535"
    if key.kind == "mode":
        good = (
            isinstance(value, str)
            and value != ""
            and set(value) <= set("01234567")
            and int(value, 8) <= _MODE_MAX
        )
        return "" if good else 'must be permissions in quotes, as "0770"'
    if key.kind == "texts":
        good = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return "" if good else 'must be a list of texts, as [ "one", "two" ]'
    return "" if isinstance(value, str) else "must be a text in quotes"


def _converted(key: Key, value: Any) -> Any:
    if value is None:
        return None
    if key.kind == "switch":
        return bool(value)
    if key.kind == "port":
        return int(value)
    if key.kind == "mode":
        return int(value, 8)
    return value


def _unknown(name: str) -> str:
    if name in ELSEWHERE:
        return f"virtreachd does not have {name}: {ELSEWHERE[name]}"
    from difflib import get_close_matches

    close = get_close_matches(name, _BY_NAME, 1)
    return f"there is no key {name}" + (f"; did you mean {close[0]}?" if close else "")
