"""What a command is given: the options that hold for all of them, a place to print, and a way to connect."""

from __future__ import annotations

import sys

from virtreach.cli.output import Output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.blocking.connection import AdminConnection, Connection
    from virtreach.cli.declaration import Globals
    from virtreach.uri import RemoteURI

__all__ = ["Context"]


class Context:
    """A command's surroundings.

    Attributes:
        globals: the options of virtreach itself.
        output: where to print.
    """

    def __init__(self, shared: Globals, output: Output | None = None) -> None:
        self.globals = shared
        self.output = output if output is not None else Output(json=shared.json)
        self._trace: Callable[[str], object] | None = None

    def connect(
        self, uri: RemoteURI | str | None = None, *, unlimited: bool = False, reconnect: bool = False
    ) -> Connection:
        """Open the connection that the options ask for.

        A name and a password that are missing are asked for at the terminal, if there is one.

        Args:
            uri: where to, instead of ``--connect``.
            unlimited: calls may take as long as they like, whatever ``--timeout`` says; connecting may not.
            reconnect: come back when the connection is lost.

        Raises:
            VirtreachError: whatever `virtreach.connect` raises.
        """
        from virtreach.blocking.opening import connect
        from virtreach.errors import NoCredentials

        shared = self.globals
        settings: dict[str, Any] = {"readonly": shared.readonly, "trace": self.trace()}
        if shared.timeout is not None:
            limit = shared.timeout or None
            settings["connect_timeout"] = limit
            settings["timeout"] = None if unlimited else limit
        if reconnect:
            settings["reconnect"] = True
        where = uri if uri is not None else shared.connect
        try:
            return connect(where, **settings)
        except NoCredentials:
            if sys.stdin is None or not sys.stdin.isatty():
                raise
        from virtreach.cli.asking import ask

        # Whoever types does not do it within the time for connecting.
        return connect(where, **{**settings, "auth": ask, "connect_timeout": None})

    def connect_admin(self) -> AdminConnection:
        """Open a connection to a daemon's administration socket; see `connect`."""
        from virtreach.blocking.opening import connect_admin

        shared = self.globals
        settings: dict[str, Any] = {"trace": self.trace()}
        if shared.timeout is not None:
            settings["timeout"] = settings["connect_timeout"] = shared.timeout or None
        return connect_admin(shared.connect, **settings)

    def trace(self) -> Callable[[str], object] | None:
        """What gets the lines of ``--trace``, for every connection of the command; None without it.

        Raises:
            OSError: the file cannot be opened.
        """
        name = self.globals.trace
        if name is not None and self._trace is None:
            from virtreach.session.trace import TraceFile, to_stderr

            self._trace = to_stderr if name == "-" else TraceFile(name)
        return self._trace
