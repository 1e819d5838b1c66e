"""The blocking client.

`connect` opens a connection; everything else hangs on it::

    with virtreach.connect("qemu+tls://host/system") as connection:
        for domain in connection.domains.list():
            print(domain.name)
"""

from __future__ import annotations

from virtreach.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.blocking.opening import connect as connect
    from virtreach.blocking.opening import connect_admin as connect_admin
    from virtreach.blocking.connection import AdminConnection as AdminConnection
    from virtreach.blocking.connection import Connection as Connection
    from virtreach.blocking.stream import Stream as Stream
    from virtreach.blocking.subscription import Subscription as Subscription

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
