"""Which unix socket a local URI means, and which daemon stands behind it.

Source: libvirt ``src/remote/remote_sockets.c``: ``remoteGetURIDaemonInfo``, ``remoteGetUNIXSocket`` and the
two ``remoteProbe...FromSocket`` functions.
"""

from __future__ import annotations

from virtreach.routes.route import UnixRoute

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.routes.surroundings import Surroundings
    from virtreach.uri import RemoteURI

__all__ = ["SYSTEM_DIRECTORIES", "local_route", "system_socket"]

SYSTEM_DIRECTORIES = ("/run/libvirt", "/var/run/libvirt")
_SYSTEM_DRIVERS = ("xen", "qemu", "lxc", "vbox", "bhyve", "vz", "ch")
_SESSION_DRIVERS = ("qemu", "vbox")


def system_socket(directory: str, daemon: str, *, readonly: bool) -> str:
    """Return the path of a system daemon's socket."""
    return f"{directory}/{daemon}-{'sock-ro' if readonly else 'sock'}"


def local_route(uri: RemoteURI, *, readonly: bool, mode: str, surroundings: Surroundings) -> UnixRoute:
    """Choose the socket for a URI whose transport is unix.

    ``socket=`` wins. Otherwise: the session's sockets for ``/session`` and the test driver when we are not
    root, else the system's; in those, for `mode` ``auto``, the driver's own daemon if its socket is there,
    else libvirtd's (which virtproxyd answers on hosts with modular daemons). A session's daemon that does
    not listen is to be started, unless ``LIBVIRT_AUTOSTART=0``. A session socket has no read-only twin.
    """
    given = uri.variable("socket")
    if given is not None:
        return UnixRoute(uri, given, mode="socket")
    probing = uri.driver == "remote" and not uri.variable("name")
    session = surroundings.euid > 0 and (uri.is_session or (probing and uri.text == ""))
    if session:
        directory = surroundings.runtime_directory()
    else:
        directory = next(
            (each for each in SYSTEM_DIRECTORIES if surroundings.exists(each)), SYSTEM_DIRECTORIES[0]
        )

    def socket(daemon: str) -> str:
        return (
            f"{directory}/{daemon}-sock" if session else system_socket(directory, daemon, readonly=readonly)
        )

    driver = "" if probing else uri.driver
    legacy = socket("libvirt")
    if probing and mode != "legacy" and not surroundings.exists(legacy):
        candidates = _SESSION_DRIVERS if session else _SYSTEM_DRIVERS
        driver = next((each for each in candidates if surroundings.exists(socket(f"virt{each}d"))), "")
    direct = socket(f"virt{driver}d") if driver else None
    if mode == "auto":
        if direct is not None and surroundings.exists(direct):
            mode = "direct"
        elif surroundings.exists(legacy) or direct is None:
            mode = "legacy"
        else:
            # Nothing listens yet: go by what is installed, which is what libvirt's build option stands for.
            modular = surroundings.find_daemon(f"virt{driver}d") and not surroundings.find_daemon("libvirtd")
            mode = "direct" if modular else "legacy"
    if mode == "direct" and direct is None:
        mode = "legacy"
    path = direct if mode == "direct" and direct is not None else legacy
    daemon = None
    if session and surroundings.environment.get("LIBVIRT_AUTOSTART") != "0":
        daemon = surroundings.find_daemon(f"virt{driver}d" if mode == "direct" else "libvirtd")
    return UnixRoute(uri, path, mode=mode, daemon=daemon, runtime_directory=directory)
