"""What a way leads to: a machine with a login by SSH, or a guest that may have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from virtreach.errors import UsageError
from virtreach.routes.ssh.pool import TIMEOUT
from virtreach.shell.ssh import SshRemote

if TYPE_CHECKING:
    from virtreach.session.sasl.secret import Secret
    from virtreach.shell.base import Remote
    from virtreach.shell.node import NodeRoute

__all__ = ["remote_to"]


def remote_to(
    route: NodeRoute,
    *,
    connect_timeout: float = TIMEOUT,
    way: str | None = None,
    console_password: Secret | str | None = None,
) -> Remote:
    """Return the machine at the end of a way; nothing is opened.

    Args:
        route: the way.
        connect_timeout: seconds to get there.
        way: into a guest, one of `virtreach.conf.nodes.GUEST_WAYS`; what the inventory says unless given. To other
            machines there is SSH alone.
        console_password: of the login on a guest's console.

    Raises:
        UsageError: it is not reached in that way.
    """
    if route.node is not None and route.node.kind == "guest":
        from virtreach.shell.guests import GuestRemote

        return GuestRemote(route, way=way, password=console_password)
    if way not in (None, "auto", "ssh"):
        raise UsageError(f"{route.label} is no guest of an inventory; only SSH leads there")
    return SshRemote(route, connect_timeout=connect_timeout)
