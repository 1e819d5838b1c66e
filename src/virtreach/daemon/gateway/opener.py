"""Opening the connection to a host, with the machinery of the client."""

from __future__ import annotations

from virtreach.aio.connection import Connection
from virtreach.aio.opening import RemoteOpener, tls_context
from virtreach.auth.credentials import CredentialSource
from virtreach.daemon.drivers.relay import RelayLink
from virtreach.routes.aio_dial import dial
from virtreach.session.opening import open_remote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.daemon.gateway.hosts import Host
    from virtreach.session.opening import Steps
    from virtreach.session.relay import Relay
    from virtreach.session.scope import Scope

__all__ = ["HostOpener"]


class HostOpener(RemoteOpener):
    """Opens one relay's connection to a host.

    Args:
        host: which.
        relay: gets the connection.
        far_name: what to open there.
        flags: of virConnectOpenFlags.
    """

    __slots__ = ("_far_name", "_relay")

    def __init__(self, host: Host, relay: Relay, far_name: str, flags: int) -> None:
        readonly = bool(flags & 1)
        source = CredentialSource(
            # Nothing but what the table names: the daemon's environment and home are not meant.
            authfile=host.auth_file,
            environment={},
            use_auth_file=host.auth_file is not None,
        )
        super().__init__(
            Connection(host.route(readonly=readonly), readonly=readonly),
            auth=source,
            mechanisms=host.mechanisms,
            keepalive=(host.keepalive_interval, host.keepalive_count),
        )
        self.flags = flags
        if host.auth_file is None:
            self.require_sasl = self.route.requires_sasl
        self._relay = relay
        self._far_name = far_name

    def flow(self) -> Steps:
        """See `RemoteOpener.flow`."""
        return open_remote(
            self._far_name,
            self.flags,
            external_ssf=self.external_ssf,
            min_ssf=self.min_ssf,
            require_sasl=self.require_sasl,
        )

    async def open_host(self, scope: Scope) -> RelayLink:
        """Open it; a session with the link will ask to be told of its end.

        Raises:
            VirtreachError: it cannot be opened.
        """
        link = await self(lambda reason: None, scope)
        assert isinstance(link, RelayLink)
        return link

    async def dial(self, deadline: float | None) -> RelayLink:
        """Open the stream, with the relay's session on it."""
        session = self._relay.host
        _, link = await dial(
            self.route,
            lambda layer: RelayLink(session=session, layers=() if layer is None else (layer,)),
            deadline=deadline,
            tls_context_factory=tls_context,
        )
        return link
