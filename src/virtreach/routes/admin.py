"""The way to a daemon's administration socket.

Administration URIs name the daemon, not a hypervisor: ``libvirtd:///system``, ``virtqemud:///session``. The socket is
``DAEMON-admin-sock``, for libvirtd ``libvirt-admin-sock`` (libvirt, src/admin/libvirt-admin.c `getSocketPath`).
"""

from __future__ import annotations

from virtreach.errors import URIError
from virtreach.routes.route import UnixRoute
from virtreach.routes.surroundings import Surroundings
from virtreach.uri import RemoteURI

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.routes.route import Route

__all__ = ["plan_admin"]


def plan_admin(uri: RemoteURI | str | None, *, surroundings: Surroundings | None = None) -> Route:
    """Say where a daemon's administration socket is.

    Args:
        uri: ``DAEMON:///system`` or ``DAEMON:///session``, optionally with ``?socket=PATH``; None for libvirtd,
            system for root and session for everybody else.
        surroundings: this machine as planning sees it.

    Raises:
        URIError: it has a server or a transport (administration is for this machine only), or another path.
    """
    surroundings = surroundings or Surroundings()
    if uri is None:
        uri = "libvirtd:///system" if surroundings.euid == 0 else "libvirtd:///session"
    if not isinstance(uri, RemoteURI):
        uri = RemoteURI.parse(uri)
    if uri.server or uri.transport not in ("", "unix"):
        raise URIError(f"administration goes over a socket on this machine only, not over {uri.transport}")
    given = uri.variable("socket")
    stem = "libvirt" if uri.driver == "libvirtd" else uri.driver
    if given is not None:
        path = given
    elif uri.path == "/system":
        path = f"/run/libvirt/{stem}-admin-sock"
    elif uri.path == "/session":
        path = f"{surroundings.runtime_directory()}/{stem}-admin-sock"
    else:
        raise URIError(f"an administration URI ends in /system or /session, not in {uri.path!r}")
    return UnixRoute(uri, path, mode="socket" if given is not None else "direct")
