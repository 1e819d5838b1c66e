"""The asyncio client.

`connect` opens a connection; everything else hangs on it::

    async with virtreach.aio.connect("qemu+tls://host/system") as connection:
        for domain in await connection.domains.list():
            print(domain.name)
"""

from __future__ import annotations

from virtreach.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.aio.connection import AdminConnection as AdminConnection
    from virtreach.aio.connection import Connection as Connection
    from virtreach.aio.opening import connect as connect
    from virtreach.aio.opening import connect_admin as connect_admin
    from virtreach.aio.stream import Stream as Stream
    from virtreach.aio.subscription import Subscription as Subscription

__all__ = ["AdminConnection", "Connection", "Stream", "Subscription", "connect", "connect_admin"]

_HOMES = {
    "AdminConnection": "connection",
    "Connection": "connection",
    "Stream": "stream",
    "Subscription": "subscription",
    "connect": "opening",
    "connect_admin": "opening",
}
__getattr__ = door(__name__, _HOMES)


def __dir__() -> list[str]:
    return [*__all__]
