"""The asyncio client.

`connect` opens a connection; everything else hangs on it::

    async with virtreach.aio.connect("qemu+tls://host/system") as connection:
        for domain in await connection.domains.list():
            print(domain.name)
"""

from __future__ import annotations

from virtreach.aio.connection import AdminConnection, Connection
from virtreach.aio.opening import connect, connect_admin
from virtreach.aio.stream import Stream
from virtreach.aio.subscription import Subscription

__all__ = ["AdminConnection", "Connection", "Stream", "Subscription", "connect", "connect_admin"]
