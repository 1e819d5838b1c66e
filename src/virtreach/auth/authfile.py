"""``auth.conf``: names and passwords, found and read as libvirt does.

Which file (``src/util/virauth.c``, ``virAuthGetConfigFilePathURI``), the first that applies:

1. the environment variable ``LIBVIRT_AUTH_FILE``;
2. the URI's ``authfile`` variable;
3. ``$XDG_CONFIG_HOME/libvirt/auth.conf`` (``~/.config/libvirt/auth.conf``), if it can be read;
4. ``/etc/libvirt/auth.conf``, if it can be read.

The first two must exist; the last two need not. Inside (``src/util/virauthconfig.c``,
``virAuthConfigLookup``)::

    [credentials-lab]
    authname=fred
    password=s3cret

    [auth-libvirt-hv1.example.org]
    credentials=lab

    [auth-libvirt-default]
    credentials=lab

The group's host must be written exactly as in the URI ("localhost" if the URI has none); only if there is no
such group, ``auth-libvirt-default`` counts.
"""

from __future__ import annotations

import os

from virtreach.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from virtreach.conf.keyfile import KeyFile

__all__ = ["SYSTEM_FILE", "AuthFile", "find_auth_file"]

SYSTEM_FILE = "/etc/libvirt/auth.conf"


def find_auth_file(
    *,
    authfile: str | None = None,
    environment: Mapping[str, str] | None = None,
    system_file: str = SYSTEM_FILE,
) -> str | None:
    """The path of the file that counts, or None. The first two of the places are not looked at, only named.

    Args:
        authfile: the URI's variable, or None.
        environment: where variables are looked up; None for this process's.
        system_file: the last place.
    """
    variables = os.environ if environment is None else environment
    explicit = variables.get("LIBVIRT_AUTH_FILE")
    if explicit is not None:
        return explicit
    if authfile is not None:
        return authfile
    from virtreach.conf.client import user_config_directory

    for path in (os.path.join(user_config_directory(variables), "auth.conf"), system_file):
        if os.access(path, os.R_OK):
            return path
    return None


class AuthFile:
    """One ``auth.conf``. Immutable, so threads and tasks may share it; ``repr`` shows the path only."""

    __slots__ = ("_file", "path")

    def __init__(self, file: KeyFile, path: str | None = None) -> None:
        self._file = file
        self.path = path or file.path

    def __repr__(self) -> str:
        return f"<AuthFile {self.path or 'without path'}>"

    @classmethod
    def load(cls, path: str) -> AuthFile:
        """Read a file.

        Raises:
            ConfigError: it cannot be read or understood.
        """
        from virtreach.conf.keyfile import KeyFile

        # A traceback through the parser would hold lines of the file: a new error is raised, without the old
        # one.
        problem: ConfigError | None = None
        try:
            return cls(KeyFile.load(path), path)
        except ConfigError as error:
            problem = error
            problem.__traceback__ = None
            problem.__cause__ = None
            problem.__context__ = None
        raise problem

    @property
    def exposed(self) -> bool:
        """Whether the file holds a password and others than its owner may read it."""
        if self.path is None or not any("password" in group for group in self._file.groups.values()):
            return False
        try:
            return bool(os.stat(self.path).st_mode & 0o044)
        except OSError:
            # It has gone, and nobody reads it any more.
            return False

    def group_for(
        self, host: str | None, *, service: str = "libvirt"
    ) -> tuple[str, Mapping[str, str]] | None:
        """The group of credentials that counts for a host, with its name, or None when there is none.

        Args:
            host: the host exactly as in the URI; None or "" for a local one.
            service: ``libvirt``; other services have groups of their own in the same file.

        Raises:
            ConfigError: the host's group names no credentials, or credentials that are not there.
        """
        # No local variable holds the groups: a traceback may print it.
        name = f"auth-{service}-{host or 'localhost'}"
        if not self._file.has_group(name):
            name = f"auth-{service}-default"
        if not self._file.has_group(name):
            return None
        credentials = self._file.get(name, "credentials")
        if credentials is None:
            raise ConfigError(f"the group [{name}] has no line credentials=NAME", path=self.path)
        target = f"credentials-{credentials}"
        if not self._file.has_group(target):
            raise ConfigError(f"the group [{target}] is missing; [{name}] refers to it", path=self.path)
        return target, self._file.groups[target]

    def lookup(self, host: str | None, key: str, *, service: str = "libvirt") -> str | None:
        """One value (``username``, ``authname``, ``password``, ``realm``), or None.

        Raises:
            ConfigError: as in `group_for`.
        """
        found = self.group_for(host, service=service)
        return None if found is None else found[1].get(key)
