"""What a way leads to: a machine with a login by SSH, or a guest that may have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from virtreach.routes.ssh.pool import TIMEOUT
from virtreach.shell.ssh import SshRemote

if TYPE_CHECKING:
    from virtreach.shell.base import Remote
    from virtreach.shell.node import NodeRoute

__all__ = ["remote_to"]


def remote_to(route: NodeRoute, *, connect_timeout: float = TIMEOUT) -> Remote:
    """Return the machine at the end of a way; nothing is opened.

    Args:
        route: the way.
        connect_timeout: seconds to get there.
    """
    if route.node is not None and route.node.kind == "guest":
        from virtreach.shell.guests import GuestRemote

        assert route.inventory is not None
        return GuestRemote(route, route.inventory)
    return SshRemote(route, connect_timeout=connect_timeout)
