"""What planning a route has to know about this machine, as an object that tests can replace."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Surroundings"]


class Surroundings:
    """The user, the environment, and which files there are.

    Attributes:
        euid: effective user number.
        environment: environment variables.
    """

    __slots__ = ("environment", "euid")

    def __init__(self, *, euid: int | None = None, environment: Mapping[str, str] | None = None) -> None:
        self.euid = os.geteuid() if euid is None else euid
        self.environment = os.environ if environment is None else environment

    def exists(self, path: str) -> bool:
        """Tell whether something is at a path."""
        return os.path.exists(path)

    def is_program(self, path: str) -> bool:
        """Tell whether a path is a file that may be executed."""
        return os.path.isfile(path) and os.access(path, os.X_OK)

    def runtime_directory(self) -> str:
        """Return the directory of the user's own daemons.

        It is ``$XDG_RUNTIME_DIR/libvirt``, or ``~/.cache/libvirt``.

        Source: libvirt ``src/util/virutil.c``, ``virGetUserRuntimeDirectory``.
        """
        base = self.environment.get("XDG_RUNTIME_DIR") or ""
        if not base.startswith("/"):
            base = self.environment.get("XDG_CACHE_HOME") or ""
        if not base.startswith("/"):
            base = os.path.join(self.environment.get("HOME") or os.path.expanduser("~"), ".cache")
        return os.path.join(base, "libvirt")

    def find_daemon(self, name: str) -> str | None:
        """Return a daemon's program, or None.

        ``VIRTD_PATH``, and without it ``LIBVIRTD_PATH``, names the directory or the program itself; otherwise
        the system's directories and ``PATH`` are looked through.
        """
        given = self.environment.get("VIRTD_PATH") or self.environment.get("LIBVIRTD_PATH")
        if given:
            for path in (os.path.join(given, name), given):
                if os.path.basename(path) == name and self.is_program(path):
                    return path
            return None
        directories = ["/usr/sbin", "/usr/local/sbin", *(self.environment.get("PATH") or "").split(":")]
        for directory in directories:
            path = os.path.join(directory, name)
            if directory.startswith("/") and self.is_program(path):
                return path
        return None
