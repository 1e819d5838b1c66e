"""The server ``admin``: the socket for administrators, and whoever came in by it."""

from __future__ import annotations

import os

from virtreach.daemon.admin.house import AdminHouse, administrator
from virtreach.daemon.house import Door
from virtreach.daemon.life.inheritance import Inheritance
from virtreach.daemon.listeners import inherit, listen_unix, renew_permissions
from virtreach.daemon.server import Server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from virtreach.daemon.config.settings import Settings
    from virtreach.daemon.dispatch import Policy
    from virtreach.daemon.listeners import Listener

__all__ = ["AdminServer"]


def _doors(settings: Settings, inheritance: Inheritance) -> list[Listener]:
    """Take over or make the socket that a configuration wants for administrators.

    Raises:
        ConfigError, ConnectError: it cannot be had.
    """
    name = "libvirt-admin-sock"
    path = os.path.join(settings.unix_sock_dir, name)
    door = Door("unix")
    listener = inherit(inheritance, door, name, path)
    if listener is None:
        if inheritance.activated:
            return []
        listener = listen_unix(
            door, path, mode=settings.unix_sock_admin_perms, backlog=settings.admin_max_queued_clients
        )
    elif listener.path is not None:
        renew_permissions(path, settings.unix_sock_admin_perms)
    listener.kind = administrator
    return [listener]


class AdminServer(Server):
    """The server for administrators. Its house needs a desk before it starts.

    Args:
        settings: the configuration.
        policy: the daemon's.
        inheritance: sockets that are there already.

    Raises:
        ConfigError, ConnectError: the socket cannot be had.
    """

    house: AdminHouse

    def __init__(self, settings: Settings, policy: Policy, inheritance: Inheritance | None = None) -> None:
        house = AdminHouse(policy)
        house.configure(settings)
        super().__init__(house, _doors(settings, inheritance or Inheritance()))

    async def prepare(self, settings: Settings) -> Callable[[], Awaitable[None]]:
        """Look at a new configuration; see `Server.prepare`."""

        async def commit() -> None:
            self.house.configure(settings)

        return commit
