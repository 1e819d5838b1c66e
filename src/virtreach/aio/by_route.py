"""Connections by a route that no URI says, such as that of an inventory's node. Of the asyncio client alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from virtreach.aio.channel import Channel
from virtreach.aio.connection import Connection
from virtreach.aio.opening import CONNECT_TIMEOUT, KEEPALIVE, RemoteOpener

if TYPE_CHECKING:
    from virtreach.routes.route import Route

__all__ = ["connect_by"]


async def connect_by(route: Route, *, connect_timeout: float | None = CONNECT_TIMEOUT) -> Connection:
    """Open a connection by a route that was planned already, which may have a way of its own (`Route.by`).

    Args:
        route: from `virtreach.routes.plan`.
        connect_timeout: as for `virtreach.aio.connect`, whose errors it has.
    """
    connection = Connection(route, readonly=False)
    opener = RemoteOpener(connection, keepalive=KEEPALIVE)
    opener.flags = 0
    channel = Channel(connection, opener, timeout=None, connect_timeout=connect_timeout, reconnect=None)
    connection._use(channel)
    await channel.open()
    return connection
