"""`GuestRemote`: a guest of an inventory, by whichever of SSH, its agent and its serial console works.

``way`` of the node says which; ``auto`` tries them in this order, and `GuestRemote.way` and `GuestRemote.tried` tell
how it went. The host's libvirt is reached by the host's own node.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from virtreach.aio.opening import connect
from virtreach.conf.inventory import default_inventory
from virtreach.conf.nodes import GUEST_WAYS
from virtreach.errors import ConnectError, UsageError, VirtreachError
from virtreach.errors.guests import GuestUnreachable
from virtreach.errors.text import printable
from virtreach.shell.agent import AgentRemote
from virtreach.shell.base import Remote
from virtreach.shell.result import Capability
from virtreach.shell.serial import SerialRemote
from virtreach.shell.ssh import SshRemote
from virtreach.uri import RemoteURI

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncIterator, Callable, Sequence
    from typing import Unpack

    from virtreach.aio.connection import Connection
    from virtreach.conf.inventory import Inventory
    from virtreach.conf.nodes import Node
    from virtreach.shell.node import NodeRoute
    from virtreach.shell.plain_stream import ByteStream
    from virtreach.shell.result import Privileges, Result

__all__ = ["GuestRemote", "host_uri"]

_PATIENCE = 10.0
_WITHOUT_NETWORK = frozenset({Capability.SUDO, Capability.FILES, Capability.JOBS, Capability.END})


def host_uri(inventory: Inventory, node: Node) -> str:
    """Return the URI by which the libvirt that runs a guest is opened from here.

    Raises:
        UsageError: its host stands behind proxies of an inventory that is not this user's own.
    """
    assert node.host is not None
    if "://" in node.host:
        return node.host
    host = inventory.node(node.host)
    if host.uri is None:
        raise UsageError(
            f"{node.cluster}/{node.name} runs in the guest {host.cluster}/{host.name}, which has no uri"
        )
    uri = RemoteURI.parse(host.uri)
    if uri.server or uri.transport != "unix":
        return host.uri
    cluster = inventory.cluster(host.cluster)
    scheme = f"{uri.driver}+libssh"
    if inventory.path is not None and inventory.path == default_inventory():
        return f"{scheme}://{host.name}{uri.path}?proxy_jump=@{host.cluster}"
    if cluster.proxy_groups(host) or cluster.proxy_command is not None:
        raise UsageError(
            f"the host {host.cluster}/{host.name} stands behind proxies; set VIRTREACH_INVENTORY to this inventory"
        )
    login: dict[str, Any] = host.login
    address = host.address or ""
    where = (f"{quote(login['user'])}@" if "user" in login else "") + (
        f"[{address}]" if ":" in address else address
    )
    where += f":{login['port']}" if "port" in login else ""
    known = {key: login[key] for key in ("keyfile", "known_hosts") if key in login}
    variables = "&".join(f"{key}={quote(str(value))}" for key, value in known.items())
    return f"{scheme}://{where}{uri.path}" + (f"?{variables}" if variables else "")


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
        inventory: Inventory,
        *,
        way: str | None = None,
        password: str | None = None,
        patience: float = _PATIENCE,
    ) -> None:
        """Describe it.

        Args:
            route: the way to the node, for SSH.
            inventory: which it is of.
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
        self._inventory = inventory
        self._password = password
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
            uri = host_uri(self._inventory, self._node)
            try:
                self._connection = await connect(uri, connect_timeout=self._patience)
            except TimeoutError as error:
                raise ConnectError(f"its host did not answer: {error}", step="host", target=uri) from error
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
