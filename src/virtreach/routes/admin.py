"""The way to a daemon's administration socket.

Administration URIs name the daemon, not a hypervisor: ``libvirtd:///system``, ``virtqemud:///session``. The socket is
``DAEMON-admin-sock``, for libvirtd ``libvirt-admin-sock`` (libvirt, src/admin/libvirt-admin.c `getSocketPath`).
virtreachd's is called as libvirtd's, in a directory of its own.
"""

from __future__ import annotations

import os

from virtreach.errors import URIError
from virtreach.routes.route import UnixRoute
from virtreach.routes.surroundings import Surroundings
from virtreach.uri import RemoteURI

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.routes.route import Route

__all__ = ["plan_admin"]

_OURS = "virtreachd"


def plan_admin(uri: RemoteURI | str | None, *, surroundings: Surroundings | None = None) -> Route:
    """Say where a daemon's administration socket is.

    Args:
        uri: ``DAEMON:///system`` or ``DAEMON:///session``, where the daemon is ``libvirtd``, ``virtqemud``, ...,
            ``virtreachd``, optionally with ``?socket=PATH``; None for libvirtd, system for root and session for
            everybody else.
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
    stem = "libvirt" if uri.driver in ("libvirtd", _OURS) else uri.driver
    if given is not None:
        path = given
    elif uri.path == "/system":
        path = f"{_own('/run/libvirt', uri)}/{stem}-admin-sock"
    elif uri.path == "/session":
        path = f"{_own(surroundings.runtime_directory(), uri)}/{stem}-admin-sock"
    else:
        raise URIError(f"an administration URI ends in /system or /session, not in {uri.path!r}")
    return UnixRoute(uri, path, mode="socket" if given is not None else "direct")


def _own(directory: str, uri: RemoteURI) -> str:
    """The directory of a daemon's sockets, beside that of libvirt's daemons if it is ours."""
    return os.path.join(os.path.dirname(directory), "virtreach") if uri.driver == _OURS else directory
