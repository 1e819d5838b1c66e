"""The one door from planning and dialling to SSH inside the process, which is optional and loads asyncio.

Programs whose routes need nothing of it never load it.
"""

from __future__ import annotations

import os
import time

from virtreach.errors import URIError, UsageError
from virtreach.errors.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from collections.abc import Coroutine
    from concurrent.futures import Future
    from typing import Any

    from virtreach.conf.inventory import Inventory
    from virtreach.errors.routes import LoginRefused
    from virtreach.routes.route import InProcessSSHRoute, PasswordSource, TCPRoute
    from virtreach.routes.ssh.pool import Pool
    from virtreach.session.sasl.secret import Secret

__all__ = ["asked_for", "begin", "check_jump", "open_stream"]

_TIMEOUT = 60.0
_read: dict[tuple[str, int, int], Inventory] = {}  # the inventory as it was read last


def check_jump(jump: str) -> str:
    """Refuse jump hosts that would be taken for an option, or are none at all; ``@CLUSTER`` is the inventory's.

    Raises:
        URIError: naming the variable.
    """
    from virtreach.conf.jump import check_host, parse_jump

    try:
        if jump.startswith("@"):
            check_host(jump[1:])
        else:
            parse_jump(jump)
    except UsageError as error:
        raise URIError(
            f"proxy_jump={printable(jump)} must be [user@]host[:port],... or @CLUSTER: {error}"
        ) from error
    return jump


def open_stream(route: TCPRoute | InProcessSSHRoute, deadline: float | None) -> socket.socket:
    """Open a route's stream: through its jump hosts, or by a login and a command there.

    Returns:
        A socket in blocking mode; a thread of this process moves the bytes.

    Raises:
        ConnectError: what failed, by its class (`virtreach.errors.routes`).
        MissingExtra: asyncssh is not installed.
    """
    from virtreach.errors.routes import LoginRefused
    from virtreach.routes.ssh.background import shared

    thread = shared()
    try:
        return thread.do(_open(thread.pool, route, deadline))
    except LoginRefused as refused:
        source = asked_for(route, refused)
        if source is None:
            raise
        password = source.resolve("ssh", ("password",), route.hostname, service="ssh").password
        return thread.do(_open(thread.pool, route, deadline, password))


def begin(
    route: TCPRoute | InProcessSSHRoute, deadline: float | None, password: Secret | None = None
) -> Future[socket.socket]:
    """Do the same without waiting for it, and without asking for a password."""
    from virtreach.routes.ssh.background import shared

    thread = shared()
    return thread.begin(_open(thread.pool, route, deadline, password))


def asked_for(route: TCPRoute | InProcessSSHRoute, refused: LoginRefused) -> PasswordSource | None:
    """Return who may be asked for the password of a machine that did not let us in; None when nobody may.

    A jump host's password is nobody's to ask for here: only the machine that the URI names gets one.
    """
    from virtreach.routes.route import TCPRoute

    if isinstance(route, TCPRoute) or route.source is None or route.source.callback is None:
        return None
    if route.methods and not {"password", "keyboard-interactive"} & set(route.methods):
        return None
    from virtreach.routes.ssh.openssh import openssh_chain

    chain = openssh_chain(route.hostname, user=route.uri.user, port=route.uri.port, jump=route.jump)
    return route.source if refused.hop == chain.hops[-1].label else None


def _open(
    pool: Pool,
    route: TCPRoute | InProcessSSHRoute,
    deadline: float | None,
    password: Secret | None = None,
) -> Coroutine[Any, Any, socket.socket]:
    from virtreach.routes.route import TCPRoute
    from virtreach.routes.ssh.openssh import jump_chain

    timeout = _TIMEOUT if deadline is None else max(0.0, deadline - time.monotonic())
    if route.jump is not None and route.jump.startswith("@"):
        return _open_node(route, timeout)
    if isinstance(route, TCPRoute):
        assert route.jump is not None
        return pool.open_socket(jump_chain(route.jump), route.hostname, route.port, timeout=timeout)
    return _open_command(pool, route, timeout, password)


def _open_node(route: TCPRoute | InProcessSSHRoute, timeout: float) -> Coroutine[Any, Any, socket.socket]:
    """Open a stream to a node of the inventory, whose server's name it is, by its cluster's proxies."""
    from virtreach.conf.inventory import Inventory, default_inventory
    from virtreach.routes.route import TCPRoute
    from virtreach.routes.ssh.background import shared

    path = default_inventory()
    if path is None:
        raise URIError(
            f"proxy_jump={route.jump}: there is no inventory to look the cluster up in; VIRTREACH_INVENTORY names one"
        )
    state = os.stat(path) if os.path.exists(path) else None
    written = (path, state.st_mtime_ns if state else 0, state.st_ino if state else 0)
    inventory = _read.get(written)
    if inventory is None:
        inventory = Inventory.load(path)
        _read.clear()
        _read[written] = inventory
    assert route.jump is not None
    name = f"{route.jump[1:]}/{route.hostname}"
    reach = shared().reach(inventory)
    if isinstance(route, TCPRoute):
        return reach.open_socket(name, route.port, timeout=timeout)
    return reach.open_command_socket(name, route.command, timeout=timeout)


def _open_command(
    pool: Pool, route: InProcessSSHRoute, timeout: float, password: Secret | None
) -> Coroutine[Any, Any, socket.socket]:
    from dataclasses import replace

    from virtreach.routes.ssh.hop import METHODS, Hop
    from virtreach.routes.ssh.host_keys import HostKeys
    from virtreach.routes.ssh.openssh import openssh_chain

    chain = openssh_chain(route.hostname, user=route.uri.user, port=route.uri.port, jump=route.jump)
    hop = chain.hops[-1]
    assert isinstance(hop, Hop)
    if route.keyfile is not None:
        hop = replace(hop, keys=(route.keyfile,))
    if password is None and route.source is not None:
        password = route.source.known(route.hostname, service="ssh").password
    if route.methods or password is not None:
        # With a password the user's own keys are tried first, as by the ssh command.
        hop = replace(hop, methods=route.methods or METHODS)
    if password is not None:
        hop = replace(hop, password=password)
    if route.known_hosts is not None:
        hop = replace(hop, host_keys=HostKeys(files=(route.known_hosts,)))
    if route.accept_new:
        path = route.known_hosts or "~/.ssh/known_hosts"
        hop = replace(hop, host_keys=replace(hop.host_keys, first_use=path))
    return pool.open_command_socket(chain.parent.then(hop), route.command, timeout=timeout)
