"""One connection of the `ssh` command, kept open and shared by the commands of a driver (OpenSSH's ControlMaster).

The control socket stands in a directory that only we may enter. What the options do not say, the user's own
configuration of OpenSSH decides: aliases, ports, jump hosts, agents, known hosts. Nothing is ever asked at a terminal.
When this process ends, however it does, the connection ends and the directory goes.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from virtreach.errors import ConnectTimeout, UsageError
from virtreach.errors.files import ToolMissing
from virtreach.errors.text import printable
from virtreach.files.answers import ssh_failure
from virtreach.files.process import end_process, tool_environment
from virtreach.files.ssh_by_route import StreamForSSH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from virtreach.files.connections import SSHRoute

__all__ = ["SSHLink"]

_OPTIONS = (
    "BatchMode=yes",
    "ForwardAgent=no",
    "ForwardX11=no",
    "ClearAllForwardings=yes",
    "PermitLocalCommand=no",
    "RequestTTY=no",
    "ServerAliveInterval=15",
    "ServerAliveCountMax=3",
    "SetEnv=LC_ALL=C",
)
_LOOK = 0.005
_SAID = 1 << 16
_ENDING_WITH_US = (
    'exec 3<&0; (trap "" TERM INT HUP; read -r _ <&3; kill -s TERM 0; rm -f "$0"/*; rmdir "$0") >/dev/null 2>&1 & '
    'exec "$@" 3<&- </dev/null'
)
"""Runs ssh, and beside it, in its process group, what waits for the end of standard input: a pipe that we hold."""


class SSHLink:
    """A shared connection to a host. May be used by tasks of one event loop.

    Attributes:
        host: name, address or alias, as the ssh command takes it.
    """

    def __init__(
        self,
        host: str,
        *,
        user: str | None = None,
        port: int | None = None,
        keyfile: str | None = None,
        config: str | None = None,
        jump: str | None = None,
        ssh: str = "ssh",
        connect_timeout: float = 30.0,
        route: SSHRoute | None = None,
    ) -> None:
        """Describe it; nothing is opened yet.

        Args:
            host: name, address or alias; with a route, any name.
            user, port, keyfile: what the configuration does not say, or says otherwise.
            config: a configuration file to use instead of the user's.
            jump: hosts to go through, ``user@host:port`` with commas between.
            ssh: the program.
            connect_timeout: seconds.
            route: opens the stream to the host's sshd and says how to log in there, in place of OpenSSH's configuration
                and of the arguments above. Closing this closes it.

        Raises:
            UsageError: something looks like an option, or has characters that no host name has; a login was given
                beside a route.
        """
        if route is not None and any(one is not None for one in (user, port, keyfile, config, jump)):
            raise UsageError("a route says how to log in; give it alone")
        for name, value in (
            ("host", host),
            ("user", user),
            ("ssh", ssh),
            ("keyfile", keyfile),
            ("config", config),
            ("jump", jump),
        ):
            if value is None:
                continue
            if not value or value.startswith("-") or not value.isprintable() or set(value) & set("\"'\\"):
                raise UsageError(f"{name} {printable(value)!r} is nothing that can be given to ssh")
        if any(character.isspace() or character in "/@" for character in host):
            raise UsageError(f"host {host!r} is no host's name")
        self.host = host
        self._ssh = ssh
        self._connect_timeout = connect_timeout
        self._said: list[str] = []
        for option, given in (("User", user), ("Port", port), ("IdentityFile", keyfile), ("ProxyJump", jump)):
            if given is not None:
                self._said += ["-o", f"{option}={given}"]
        self._file = ["-F", config] if config is not None else []
        self._route = route
        if route is not None:
            # Should the connection be gone, nothing may go another way.
            self._file, self._said = ["-F", "none"], ["-o", "ProxyCommand=false"]
        self._stream: StreamForSSH | None = None
        self._directory: Path | None = None
        self._master: asyncio.subprocess.Process | None = None
        self._opening = asyncio.Lock()

    @property
    def options(self) -> list[str]:
        """Options that `ssh` and `scp` both understand; the control socket is among them once it is open."""
        words = [*self._file, *self._said]
        for option in _OPTIONS:
            words += ["-o", option]
        words += ["-o", f"ConnectTimeout={max(1, round(self._connect_timeout))}", "-o", "ControlMaster=no"]
        if self._directory is not None:
            words += ["-o", f"ControlPath={self._directory}/s"]
        return words

    @property
    def program(self) -> str:
        """The ssh program."""
        return self._ssh

    def command(self, line: str) -> list[str]:
        """Return the words that run a command line on the host."""
        return [self._ssh, *self.options, "-T", "--", self.host, line]

    def shell(self) -> str:
        """Return the words for rsync's ``-e``, which splits them at spaces and knows quotes."""
        return " ".join(f'"{word}"' if " " in word else word for word in [self._ssh, *self.options, "-T"])

    async def open(self) -> None:
        """Open the connection unless it is open.

        Raises:
            ConnectError: it cannot be opened.
            AuthenticationError: the host did not let us in, or is not who it should be.
            ToolMissing: there is no ssh program here.
        """
        async with self._opening:
            if self._master is not None and self._master.returncode is None:
                return
            await self._close()
            self._directory = Path(tempfile.mkdtemp(prefix="vr-", dir=_short_directory()))
            try:
                await self._start()
            except BaseException:
                await self._close()
                raise

    async def _start(self) -> None:
        assert self._directory is not None
        login = []
        if self._route is not None:
            self._stream = StreamForSSH(self._directory)
            login = await self._stream.open(self._route)
        words: Sequence[str] = [
            *("sh", "-c", _ENDING_WITH_US, str(self._directory)),
            *(self._ssh, *login, "-o", "ControlMaster=yes", "-o", "ControlPersist=no"),
            *(*self.options, "-N", "-T", "--", self.host),
        ]
        if shutil.which(self._ssh) is None:
            raise ToolMissing(f"the program {self._ssh!r} is not installed on this machine")
        with tempfile.TemporaryFile() as log:
            try:
                master = self._master = await asyncio.create_subprocess_exec(
                    *words,
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.DEVNULL,
                    stderr=log,
                    env=tool_environment(),
                    start_new_session=True,
                )
            except (FileNotFoundError, PermissionError) as error:
                raise ToolMissing("the program 'sh' is not installed on this machine") from error
            # OpenSSH opens the socket once it is authenticated (mux.c, muxserver_listen).
            ends = time.monotonic() + self._connect_timeout
            while not (self._directory / "s").exists():
                if master.returncode is not None:
                    said = os.pread(log.fileno(), _SAID, 0).decode("utf-8", "replace")
                    place = None if self._stream is None else self._stream.place_of_key
                    raise ssh_failure(said, host=self.host, connecting=True, route=place)
                if time.monotonic() > ends:
                    raise ConnectTimeout(
                        f"{self.host}: ssh was not let in within {self._connect_timeout:g} seconds",
                        step="ssh",
                        target=self.host,
                    )
                await asyncio.sleep(_LOOK)

    async def aclose(self) -> None:
        """Close the connection; commands that still run over it are cut off. May be called twice."""
        async with self._opening:
            await self._close()
            if self._route is not None:
                await self._route.aclose()

    async def _close(self) -> None:
        master, self._master = self._master, None
        directory, self._directory = self._directory, None
        stream, self._stream = self._stream, None
        if stream is not None:
            await stream.aclose()
        if master is not None:
            assert master.stdin is not None
            master.stdin.close()
            await end_process(master)
        if directory is not None:
            shutil.rmtree(directory, ignore_errors=True)


def _short_directory() -> str | None:
    # A unix socket's path has at most 107 bytes, and OpenSSH appends 17 while it makes it.
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and len(runtime) < 60 and os.access(runtime, os.W_OK):
        return runtime
    return None if len(tempfile.gettempdir()) < 60 else "/tmp"
