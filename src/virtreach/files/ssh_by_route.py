"""A login by the ``ssh`` command over a stream that this process has opened, through proxies that only it knows.

The stream is a socket. ssh gets it from its ProxyCommand, a few lines that fetch it from us by a unix socket, hand it
on (ProxyUseFdpass) and end, so that nothing stands between ssh and the stream.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
from typing import TYPE_CHECKING

from virtreach.errors import UsageError
from virtreach.errors.text import printable
from virtreach.routes.far_shell import quote_words

if TYPE_CHECKING:
    from pathlib import Path

    from virtreach.files.connections import SSHRoute
    from virtreach.routes.ssh.hop import Hop

__all__ = ["StreamForSSH", "login_options"]

_PASS_ON = """\
import socket, sys
here = socket.socket(socket.AF_UNIX)
here.connect(sys.argv[1])
_, fds, _, _ = socket.recv_fds(here, 1, 1)
socket.send_fds(socket.socket(fileno=1), [b"\\0"], fds)
"""


class StreamForSSH:
    """One stream on its way to an ssh program.

    Attributes:
        place_of_key: where the host's key has to be, for people.
    """

    def __init__(self, directory: Path) -> None:
        """Describe it.

        Args:
            directory: one that only we may enter, with a short path; files are put there.
        """
        self._directory = directory
        self.place_of_key = ""
        self._listener: socket.socket | None = None
        self._task: asyncio.Task[None] | None = None

    async def open(self, route: SSHRoute) -> list[str]:
        """Open the stream, and return the options that let ssh log in over it.

        Raises:
            RouteError: what failed on the way, by its class.
            UsageError: the login is one that ssh cannot be told.
        """
        hop, stream = await route.to_sshd()
        self.place_of_key = _place_of_key(hop)
        try:
            options = login_options(hop, self._directory)
            passer, place = self._directory / "pass.py", self._directory / "stream"
            passer.write_text(_PASS_ON)
            listener = self._listener = socket.socket(socket.AF_UNIX)
            listener.bind(str(place))
            listener.listen(1)
            listener.setblocking(False)
        except BaseException:
            stream.close()
            raise
        self._task = asyncio.get_running_loop().create_task(_hand_over(listener, stream))
        # ssh gives the line to the user's shell, and expands its tokens before.
        line = quote_words([sys.executable, "-I", "-S", str(passer), str(place)]).replace("%", "%%")
        return [*options, "-o", f"ProxyCommand={line}", "-o", "ProxyUseFdpass=yes"]

    async def aclose(self) -> None:
        """Take the stream back if nobody has fetched it."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        if self._listener is not None:
            self._listener.close()


async def _hand_over(listener: socket.socket, stream: socket.socket) -> None:
    with stream:
        peer, _ = await asyncio.get_running_loop().sock_accept(listener)
        with peer:
            peer.setblocking(True)
            with contextlib.suppress(OSError):
                socket.send_fds(peer, [b"\0"], [stream.fileno()])


def login_options(hop: Hop, directory: Path) -> list[str]:
    """Return the options for ssh that say what a login is, and nothing else: no configuration file is read.

    Args:
        hop: the login.
        directory: private; the known host keys are put there.

    Raises:
        UsageError: it has a password, a passphrase, or keys from memory, which ssh takes from nobody but a terminal and
            files; or a host key would be accepted.
    """
    memory = [*hop.keys, *hop.certificates]
    if (
        hop.password is not None
        or hop.passphrase is not None
        or any(isinstance(key, bytes) for key in memory)
    ):
        raise UsageError(
            f"{hop.label}: the ssh command takes neither passwords nor keys from memory; use the driver 'sftp', key "
            "files, or an agent"
        )
    if hop.host_keys.first_use is not None:
        raise UsageError(
            f"{hop.label}: host keys are not accepted by this driver; use 'sftp', or give the key"
        )
    known = directory / "known_hosts"
    known.write_text(_known_hosts(hop))
    settings = [
        ("HostName", hop.host),
        ("Port", str(hop.port)),
        ("UserKnownHostsFile", str(known)),
        ("GlobalKnownHostsFile", "/dev/null"),
        ("StrictHostKeyChecking", "yes"),
        ("VerifyHostKeyDNS", "no"),
        ("UpdateHostKeys", "no"),
    ]
    if hop.user is not None:
        settings.append(("User", hop.user))
    if hop.alias is not None:
        settings.append(("HostKeyAlias", hop.alias))
    settings += [("IdentityFile", str(key)) for key in hop.keys]
    settings += [("CertificateFile", str(one)) for one in hop.certificates]
    if not hop.uses_defaults:
        settings.append(("IdentityAgent", hop.agent if hop.agent is not None else "none"))
        if hop.agent is None:
            settings.append(("IdentitiesOnly", "yes"))
    words = ["-F", "none"]
    for name, value in settings:
        if set(value) & set("\"'\\") or not value.isprintable():
            raise UsageError(f"{hop.label}: {name} {printable(value)!r} is nothing that can be given to ssh")
        words += ["-o", f"{name}={_word(value)}"]
    return words


def _place_of_key(hop: Hop) -> str:
    if hop.host_keys.pinned:
        return "the inventory, or wherever it is pinned"
    name = f" as that of {hop.alias}" if hop.alias is not None else ""
    files = hop.host_keys.files
    return (", ".join(str(one) for one in files) if files else "known_hosts") + name + ", or pin it"


def _word(value: str) -> str:
    value = value.replace("%", "%%") if "/" in value else value
    return f'"{value}"' if " " in value else value


def _known_hosts(hop: Hop) -> str:
    from virtreach.routes.ssh.host_keys import host_pattern

    if not hop.host_keys.pinned:
        return hop.host_keys.known_hosts()
    name = host_pattern(hop.alias) if hop.alias is not None else host_pattern(hop.host, hop.port)
    return "".join(f"{name} {line}\n" for line in hop.host_keys.pinned)
