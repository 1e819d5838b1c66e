"""`GuestRemote`: a guest of an inventory, by whichever of SSH, its agent and its serial console works.

``way`` of the node says which; ``auto`` tries them in this order, and `GuestRemote.way` and `GuestRemote.tried` tell
how it went. The host's libvirt is reached by the host's own node.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from virtreach.aio.by_route import connect_by
from virtreach.conf.nodes import GUEST_WAYS
from virtreach.errors import AuthenticationError, CertificateError, ConnectError, UsageError, VirtreachError
from virtreach.errors.guests import GuestUnreachable
from virtreach.errors.routes import AllProxiesFailed, SessionsForbidden
from virtreach.errors.shell import CommandFailed, ShellUnusable
from virtreach.errors.text import printable
from virtreach.routes.planning import plan
from virtreach.routes.route import EmbeddedRoute, InProcessSSHRoute, TCPRoute
from virtreach.session.sasl.secret import Secret
from virtreach.shell.agent import AgentRemote
from virtreach.shell.base import Remote
from virtreach.shell.result import Capability, hide_password
from virtreach.shell.serial import SerialRemote
from virtreach.shell.ssh import SshRemote
from virtreach.uri import RemoteURI

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncIterator, Callable, Sequence
    from typing import Unpack

    from virtreach.aio.connection import Connection
    from virtreach.routes.route import Route
    from virtreach.shell.forward_spec import ForwardSpec
    from virtreach.shell.forwarding import LocalForward, RemoteForward
    from virtreach.shell.node import NodeRoute
    from virtreach.shell.plain_stream import ByteStream
    from virtreach.shell.result import Privileges, Result

__all__ = ["GuestRemote", "host_route"]

_PATIENCE = 10.0
_HOST = 30.0
_WITHOUT_NETWORK = frozenset({Capability.SUDO, Capability.FILES, Capability.JOBS, Capability.END})


def host_route(route: NodeRoute) -> Route:
    """Return the way to the libvirt that runs a guest, as a libvirt URI and the host's own node say it.

    The host is reached as its node is: through its proxies, with its login and its host key. Nothing is opened.

    Args:
        route: the way to the guest, a node of an inventory.

    Raises:
        UsageError: nothing leads to the host, or its URI names a program to run: an inventory may be somebody else's.
    """
    assert route.node is not None
    assert route.inventory is not None
    wanted = route.node.host
    assert wanted is not None
    if "://" in wanted:
        return plan(wanted, allow_programs=False)
    host = route.beside(wanted)
    node = host.node
    assert node is not None
    if node.uri is None:
        raise UsageError(f"{route.label} runs in the guest {host.label}, which has no uri")
    uri = RemoteURI.parse(node.uri)
    behind = bool(route.inventory.cluster(node.cluster).proxy_groups(node))
    if uri.transport == "unix":
        # What a socket there is to the node itself, it is to us by a login; all else of the URI stays as it is.
        name = re.sub(r"[^A-Za-z0-9.]", "-", node.name).strip("-.") or "host"  # which nobody looks up
        query = node.uri.partition("?")
        planned = plan(
            f"{uri.driver}+libssh://{name}{quote(uri.path)}{query[1]}{query[2]}", allow_programs=False
        )
    else:
        planned = plan(uri, allow_programs=False)
        if not behind:
            return planned
    if isinstance(planned, InProcessSSHRoute):
        command = planned.command
        planned.by = lambda left: host.open_command_socket(command, timeout=_HOST if left is None else left)
    elif isinstance(planned, TCPRoute):
        port = planned.port
        planned.by = lambda left: host.open_socket(port, timeout=_HOST if left is None else left)
    elif not isinstance(planned, EmbeddedRoute):
        raise UsageError(
            f"{host.label} stands behind proxies, and {printable(node.uri)} does not go through them; write its uri as "
            "on the node itself, such as qemu:///system"
        )
    return planned


def _stops(error: BaseException) -> bool:
    """Whether a way has failed otherwise than by leading nowhere: another one must not hide who answers there, that we
    are not let in, or that we may run nothing."""
    if isinstance(error, AllProxiesFailed):
        return any(map(_stops, error.failures))
    return isinstance(
        error, AuthenticationError | CertificateError | CommandFailed | SessionsForbidden | ShellUnusable
    )


class GuestRemote(Remote):
    """A guest of an inventory. Nothing is opened before it is used.

    Attributes:
        way: which way was taken: ``ssh``, ``agent`` or ``serial``; None before.
        tried: the ways that did not work, and why.
    """

    _medium = "the guest agent or the serial console"

    def __init__(
        self,
        route: NodeRoute,
        *,
        way: str | None = None,
        password: Secret | str | None = None,
        patience: float = _PATIENCE,
    ) -> None:
        """Describe it.

        Args:
            route: the way to the node, as its inventory has it.
            way: one of `GUEST_WAYS`; what the node says unless given.
            password: of the login on the console.
            patience: seconds that each way may take before the next one is tried.

        Raises:
            UsageError: the node is no guest, or the way is none.
        """
        node = route.node
        if node is None or node.kind != "guest":
            raise UsageError(f"{route.label} is no guest")
        wanted = way or node.way
        if wanted not in GUEST_WAYS:
            raise UsageError(f"{printable(wanted)!r} is no way to a guest; there are {', '.join(GUEST_WAYS)}")
        self.label = route.label
        self.way: str | None = None
        self.tried: tuple[tuple[str, Exception], ...] = ()
        self._route = route
        self._node = node
        self._password = None if password is None else Secret(password)
        self._patience = patience
        addressed = node.address is not None or node.internal_address is not None
        self._ways = (
            [one for one in GUEST_WAYS[1:] if one != "ssh" or addressed] if wanted == "auto" else [wanted]
        )
        self._opening = asyncio.Lock()
        self._inner: Remote | None = None
        self._connection: Connection | None = None

    def capabilities(self) -> frozenset[Capability]:
        """Return what it can do; as long as no way is taken, what the best of them can."""
        if self._inner is not None:
            return self._inner.capabilities()
        return frozenset(Capability) if "ssh" in self._ways else _WITHOUT_NETWORK

    async def open(self) -> Remote:
        """Take the first way that works, and return the guest by it; the same one until it is closed.

        Raises:
            GuestUnreachable: none works.
            HostKeyError, LoginRefused, SessionsForbidden, ShellUnusable: SSH leads there, and something is wrong that
                another way would hide.
        """
        async with self._opening:
            if self._inner is None:
                self._inner = await self._choose()
            return self._inner

    async def _choose(self) -> Remote:
        tried: list[tuple[str, Exception]] = []
        for way in self._ways:
            try:
                inner = await self._try(way)
            except (VirtreachError, OSError) as error:
                tried.append((way, error))
                if way != "serial" and _stops(error):
                    self.tried = tuple(tried)
                    raise
                continue
            self.way, self.tried = way, tuple(tried)
            return inner
        self.tried = tuple(tried)
        await self._hang_up()
        said = "; ".join(f"by {way}: {error}" for way, error in tried)
        raise GuestUnreachable(f"no way leads into it: {said}", label=self.label, tried=tried) from tried[-1][
            1
        ]

    async def _try(self, way: str) -> Remote:
        if way == "ssh":
            remote = SshRemote(self._route, connect_timeout=self._patience)
            await remote.run(["true"], timeout=2 * self._patience, check=True)
            return remote
        connection = await self._host()
        domain = await connection.domains.lookup_by_name(self._node.domain or self._node.name)
        if way == "agent":
            agent = AgentRemote(domain, label=self.label)
            async with asyncio.timeout(self._patience):
                await agent.ping()
            return agent
        user = self._node.login.get("user")
        serial = SerialRemote(
            domain,
            user=str(user) if user is not None else None,
            password=self._password,
            label=self.label,
            patience=max(30.0, self._patience),
        )
        await serial.open()
        return serial

    async def _host(self) -> Connection:
        if self._connection is None:
            way = host_route(self._route)
            try:
                self._connection = await connect_by(way, connect_timeout=self._patience)
            except TimeoutError as error:
                raise ConnectError(
                    f"its host did not answer: {error}", step="host", target=way.target
                ) from error
        return self._connection

    async def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(VirtreachError, OSError):
                await connection.close()

    async def aclose(self) -> None:
        """Leave the guest, and its host."""
        inner, self._inner = self._inner, None
        if inner is not None:
            await inner.aclose()
        await self._hang_up()

    # What is asked of it goes to what leads there.

    async def _run(self, body: bytes, name: str, **options: Any) -> Result:
        return await (await self.open())._run(body, name, **options)

    async def _execute(
        self,
        line: Sequence[str],
        feed: AsyncIterator[bytes],
        on_stdout: Callable[[bytes], object],
        on_stderr: Callable[[bytes], object],
    ) -> tuple[int, str]:
        return await (await self.open())._execute(line, feed, on_stdout, on_stderr)

    async def read_file(
        self, path: str | bytes, *, max_size: int = 16 << 20, **options: Unpack[Privileges]
    ) -> bytes:
        """Return a file's contents; see `virtreach.shell.editing.read_file`."""
        hide_password(options)
        return await (await self.open()).read_file(path, max_size=max_size, **options)

    async def open_stream(self, port: int, host: str | None = None, *, timeout: float = 30.0) -> ByteStream:
        """Open a stream to a port of the guest, when SSH leads there."""
        return await (await self.open()).open_stream(port, host, timeout=timeout)

    async def open_socket(
        self, port: int, host: str | None = None, *, timeout: float = 30.0
    ) -> socket.socket:
        """Open the same as a socket in blocking mode, for another thread."""
        return await (await self.open()).open_socket(port, host, timeout=timeout)

    async def open_unix_socket(self, path: str, *, timeout: float = 30.0) -> socket.socket:
        """Open a stream to a unix socket of the guest, when SSH leads there."""
        return await (await self.open()).open_unix_socket(path, timeout=timeout)

    def forward(
        self, spec: ForwardSpec | str, *, remote: bool = False, **options: Any
    ) -> LocalForward | RemoteForward:
        """Return a forwarding to the guest, or from it, when SSH leads there; see `Remote.forward`."""
        if Capability.FORWARD not in self.capabilities():
            return super().forward(spec, remote=remote, **options)
        return SshRemote(self._route).forward(spec, remote=remote, **options)

    async def interact(self, line: str | None = None, **options: Any) -> tuple[int, str]:
        """Run the login shell of the guest, or a command line in it, when SSH leads there; see `Remote.interact`."""
        if Capability.TERMINAL not in self.capabilities():
            return await super().interact(line, **options)
        return await (await self.open()).interact(line, **options)
