"""The driver that opens hosts.

A client says which host it means by ``?host=NAME`` in its URI, which libvirt's clients hand through, or by the path::

    qemu+tls://gateway.example.org/system?host=hv1
    qemu+tls://gateway.example.org/hv1
"""

from __future__ import annotations

from logging import getLogger

from virtreach.daemon.drivers.base import Driver
from virtreach.errors import ConnectionClosed, ConnectTimeout, LibvirtError, URIError, VirtreachError
from virtreach.errors.libvirt import class_for
from virtreach.session.server_answers import no_driver
from virtreach.uri.text import unescape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from virtreach.daemon.config.settings import Settings
    from virtreach.daemon.drivers.base import ClientInfo
    from virtreach.daemon.drivers.relay import RelaySession
    from virtreach.daemon.gateway.hosts import Host

__all__ = ["GatewayDriver", "read_name"]

_log = getLogger("virtreach.daemon")
_READONLY = 1
_NO_CONNECT = 5  # VIR_ERR_NO_CONNECT
_FROM_RPC = 7  # VIR_FROM_RPC


class GatewayDriver(Driver):
    """Opens the hosts of a table, each for those who may use it.

    Args:
        hosts: the table; `configure` replaces it.
    """

    # Those with a path: by that a host can be told apart from what is here. Others need ``?host=``.
    schemes = ("bhyve", "ch", "lxc", "qemu", "vbox", "vz", "xen")

    def __init__(self, hosts: dict[str, Host] | None = None) -> None:
        self.hosts = hosts or {}
        self._sessions: dict[RelaySession, ClientInfo] = {}

    def configure(self, settings: Settings) -> Callable[[], None] | None:
        """Read the table; see `Driver.configure`. Who loses the right to a host is cut off from it."""
        if settings.hosts_file:
            from virtreach.daemon.gateway.hosts import load_hosts

            with settings.about("hosts_file"):
                hosts = load_hosts(settings.hosts_file)
            _look_at_certificates(hosts.values())
        else:
            hosts = {}

        def put_in_force() -> None:
            self.hosts = hosts
            for session, client in list(self._sessions.items()):
                host = hosts.get(session.name)
                if host is None or not host.admits(client):
                    session.hang_up(f"it may not use the host {session.name} any more")

        return put_in_force

    def claims(self, name: str) -> bool:
        """Whether the URI names a host by variable; see `Driver.claims`."""
        return "host=" in name and read_name(name)[0] != ""

    def open(self, client: ClientInfo, name: str, flags: int) -> Awaitable[RelaySession]:
        """Open a host for a client; see `Driver.open`.

        A host that there is not and one that the client may not use are answered alike.
        """
        wanted, far_name = read_name(name)
        host = self.hosts.get(wanted)
        if host is None or not host.admits(client):
            _log.warning(
                "%r: %s the host %a", client, "there is not" if host is None else "it may not use", wanted
            )
            raise no_driver(name)
        opened = host.far_name(far_name)
        if opened is None:
            _log.warning("%r: %a may not be opened on the host %s (opens)", client, far_name, host.name)
            raise no_driver(name)
        return self._open(client, host, name, opened, flags | (_READONLY if client.readonly else 0))

    async def _open(
        self, client: ClientInfo, host: Host, name: str, far_name: str, flags: int
    ) -> RelaySession:
        # The client's machinery is loaded when somebody needs it.
        from virtreach.daemon.drivers.relay import RelaySession, host_lost
        from virtreach.daemon.gateway.opener import HostOpener
        from virtreach.protocol.remote import CONNECT_SET_IDENTITY
        from virtreach.session.relay import Relay
        from virtreach.session.scope import Scope

        # To the host the client is the gateway, which may be whoever it says: that is not for clients to say.
        relay = Relay(host_lost, (CONNECT_SET_IDENTITY,))
        opener = HostOpener(host, relay, far_name, flags)
        try:
            link = await opener.open_host(Scope(opener, host.connect_timeout, detached=True))
        except LibvirtError:
            # The host's own answer.
            raise
        except (VirtreachError, OSError) as error:
            _log.warning("%r: the host %s cannot be opened: %s", client, host.name, error)
            raise _unreachable(host, error) from error
        now = self.hosts.get(host.name)
        if now is None or not now.admits(client):
            # It has lost the right meanwhile.
            link.fail(ConnectionClosed("the client may not use it any more"))
            _log.warning("%r: it may not use the host %a any more", client, host.name)
            raise no_driver(name)
        _log.info("%r: opened %s on the host %s", client, far_name, host.name)
        session = RelaySession(link, host.name, self._sessions.pop)
        self._sessions[session] = client
        return session


def _look_at_certificates(hosts: Iterable[Host]) -> None:
    """Tell of TLS material that cannot be used. It may come or be renewed yet, and other hosts do not depend on it."""
    from virtreach.routes import TLSRoute

    for host in hosts:
        route = host.route(readonly=False)
        if isinstance(route, TLSRoute):
            # ssl takes a while to load.
            from virtreach.aio.opening import tls_context

            try:
                tls_context(route)
            except VirtreachError as error:
                _log.warning("the host %s cannot be opened as things are: %s", host.name, error)


def _unreachable(host: Host, error: Exception) -> LibvirtError:
    """What the client is told; addresses, names and certificates behind the gateway are not for it."""
    why = "did not answer in time" if isinstance(error, ConnectTimeout) else "cannot be reached"
    text = f"the host {host.name} {why}; the gateway's log has the reason"
    return class_for(_NO_CONNECT)(text, code=_NO_CONNECT, domain=_FROM_RPC, str1="%s", str2=text)


def read_name(name: str) -> tuple[str, str]:
    """Take the host out of a client's URI.

    Args:
        name: the URI, as CONNECT_OPEN carries it.

    Returns:
        The host's name, or "" when there is none that could be meant; and what to open there, or "" when the client
        does not say.
    """
    address, _, query = name.partition("#")[0].partition("?")
    scheme, _, rest = address.partition("://")
    path = "/" + rest.partition("/")[2]
    hosts = []
    others = []
    for pair in query.replace(";", "&").split("&"):
        variable, _, value = pair.partition("=")
        if variable == "host":
            hosts.append(value)
        elif pair:
            others.append(pair)
    try:
        if hosts:
            # Two hosts: which of them has been asked about by whoever looked at it before us?
            host = unescape(hosts[0], "host") if len(hosts) == 1 else ""
            far_name = f"{scheme}://{path}" + ("?" if others else "") + "&".join(others)
            return host, "" if path == "/" and not others else far_name
        return unescape(path[1:], "path"), ""
    except URIError:
        return "", ""
