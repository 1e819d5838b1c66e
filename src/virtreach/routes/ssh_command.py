"""The ``ssh`` command line for a URI.

``ssh [-p PORT] [-l USER] [-J JUMP] [-i KEYFILE] [-o ...] -T -- HOST COMMAND``: what the URI does not say stays unsaid,
so that the user's own configuration decides: host aliases, ports, ProxyJump, agents, known hosts.
Source: libvirt ``src/rpc/virnetsocket.c`` (``virNetSocketNewConnectSSH``) and ``src/rpc/virnetclient.c``
(``virNetClientSSHHelperCommand``).
"""

from __future__ import annotations

from virtreach.errors import URIError
from virtreach.errors.text import printable
from virtreach.routes import far_shell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.uri import RemoteURI

__all__ = ["FAR_DIRECTORY", "check_program", "far_command", "far_proxy", "ssh_argv"]

FAR_DIRECTORY = "/var/run/libvirt"
"""Where system sockets are on another host: every host with ``/run`` has this name for it too."""


def ssh_argv(
    uri: RemoteURI, *, readonly: bool, proxy: str | None = None, mode: str | None = None
) -> list[str]:
    """Return the arguments, the program's name first.

    Args:
        uri: a URI whose transport is ssh.
        readonly: whether a read-only connection is asked for.
        proxy, mode: defaults from the client's configuration, for a URI that does not say.

    Raises:
        URIError: something in the URI cannot be passed on safely, or does not go together.
    """
    program = uri.variable("command") or "ssh"
    check_program(program)
    argv = [program]
    if uri.port is not None:
        argv += ["-p", str(uri.port)]
    if uri.user is not None:
        argv += ["-l", uri.user]
    jump = uri.variable("proxy_jump")
    if jump is not None:
        argv += ["-J", jump]
    keyfile = uri.variable("keyfile")
    if keyfile is not None:
        if keyfile.startswith("-"):
            raise URIError(
                f"keyfile={printable(keyfile)} must not start with '-'; write ./{printable(keyfile)}"
            )
        argv += ["-i", keyfile]
    if uri.flag("no_tty"):
        argv += ["-o", "BatchMode=yes"]
    if uri.flag("no_verify"):
        argv += ["-o", "StrictHostKeyChecking=no"]
    return [
        *argv,
        "-T",
        "--",
        uri.server or "localhost",
        far_command(uri, readonly=readonly, proxy=proxy, mode=mode),
    ]


def check_program(program: str) -> None:
    """Refuse a program name that is empty or looks like an option.

    Raises:
        URIError: naming the variable.
    """
    if not program or program.startswith("-"):
        raise URIError(f"command={printable(program)} must not be empty or start with '-'")


def far_proxy(uri: RemoteURI, proxy: str | None = None) -> str:
    """Return what is to run on the far side: ``auto``, ``netcat`` or ``native``.

    ``proxy=`` wins, then the client's configuration. ``socket=`` means netcat, and so does ``netcat=``, as
    well as a far name that the helper could not open; ``/session`` means the helper, for only that side knows
    where its session's socket is.
    """
    netcat = uri.variable("netcat")
    chosen = uri.variable("proxy") or proxy
    if chosen is None:
        if uri.variable("socket") is not None:
            chosen = "netcat"
        else:
            chosen = "native" if uri.path == "/session" and netcat is None else "auto"
    if chosen == "auto" and (netcat is not None or not _helper_can_open(uri)):
        chosen = "netcat"
    return chosen


def far_command(uri: RemoteURI, *, readonly: bool, proxy: str | None = None, mode: str | None = None) -> str:
    """Return the command line for the far login shell.

    Raises:
        URIError: something in the URI cannot be passed on safely, or does not go together.
    """
    kind = far_proxy(uri, proxy)
    netcat = uri.variable("netcat")
    far_uri = uri.far_name(keep=("mode", "socket"))
    if kind == "native":
        if netcat is not None:
            raise URIError(
                "netcat= does not go with proxy=native, which runs virt-ssh-helper; leave one of them out"
            )
        return far_shell.helper_command(far_uri, readonly=readonly)
    socket = uri.variable("socket")
    if socket is None:
        if uri.path == "/session":
            raise URIError(
                "where a session's socket is, only the far side knows: leave netcat= and proxy= out, "
                "so that virt-ssh-helper finds it, or give its path as socket="
            )
        direct = (uri.variable("mode") or mode) == "direct" and uri.driver != "remote"
        daemon = f"virt{uri.driver}d" if direct else "libvirt"
        socket = f"{FAR_DIRECTORY}/{daemon}-{'sock-ro' if readonly else 'sock'}"
    netcat = netcat or far_shell.NETCAT
    if kind == "netcat":
        return far_shell.netcat_command(netcat, socket)
    return far_shell.helper_or_netcat_command(far_uri, netcat, socket, readonly=readonly)


def _helper_can_open(uri: RemoteURI) -> bool:
    # The helper insists on a URI with a unix socket behind it; name= may be anything.
    name = uri.variable("name")
    if name is None:
        return uri.driver != "remote"
    scheme, colon, rest = name.partition(":")
    if not colon or name.startswith("-"):
        return False
    _, plus, transport = scheme.partition("+")
    if plus:
        return transport.lower() == "unix"
    return not rest.startswith("//") or rest[2:3] in ("", "/")
