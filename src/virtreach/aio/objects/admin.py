"""The daemon itself: its servers, who is connected to them, its workers, and its logs.

These objects belong to an administration connection, which speaks the ``admin`` program over a socket of its
own: `AdminServers` (``admin.servers``) and `AdminDaemon` (``admin.daemon``) are its facets. Errors and
sharing are as `virtreach.aio.objects.network` says. Facts: libvirt ``src/admin/libvirt-admin.c``,
``include/libvirt/libvirt-admin.h``.
"""

from __future__ import annotations

from virtreach.aio.objects.base import Facet, RemoteObject
from virtreach.protocol import admin as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from builtins import list as List
    from typing import Any

    from virtreach.aio.objects.base import Params
    from virtreach.protocol.enums import ClientTransport

__all__ = ["AdminClient", "AdminDaemon", "AdminServer", "AdminServers"]


class AdminClient(RemoteObject):
    """One client of a server, as the server sees it."""

    __slots__ = ()

    _layout = "hqqi"
    _key = (0, 1)

    @property
    def server(self) -> AdminServer:
        """The server that it is connected to."""
        return AdminServer._one(self._connection, self._ref[0])

    @property
    def id(self) -> int:
        """Its number on the server."""
        value: int = self._ref[1]
        return value

    @property
    def timestamp(self) -> int:
        """When it connected, in seconds since 1970."""
        value: int = self._ref[2]
        return value

    @property
    def transport(self) -> ClientTransport:
        """How it is connected: ``UNIX``, ``TCP`` or ``TLS``."""
        from virtreach.protocol.enums import ClientTransport

        return ClientTransport(self._ref[3])

    def _label(self) -> str:
        return f"{self._ref[1]} of {self._ref[0][0]!r}"

    async def info(self, *, flags: int = 0) -> dict[str, Any]:
        """Read who the client is. libvirt: virAdmClientGetInfo.

        Returns:
            ``readonly``, ``sock_addr``, ``sasl_user_name``, ``tls_x509_dname``, ``unix_user_id``,
            ``unix_user_name``, ``unix_group_id``, ``unix_group_name``, ``unix_process_id``,
            ``selinux_context``: those that its transport has.
        """
        return (await self._connection._call(P.CLIENT_GET_INFO, self, flags)).params

    async def close(self, *, flags: int = 0) -> None:
        """Throw the client out. libvirt: virAdmClientClose."""
        await self._connection._call(P.CLIENT_CLOSE, self, flags)


class AdminServer(RemoteObject):
    """One server of the daemon (``libvirtd``, ``admin``, ``virtqemud``)."""

    __slots__ = ()

    _layout = "s"

    @property
    def name(self) -> str:
        """Its name."""
        value: str = self._ref[0]
        return value

    async def clients(self, *, flags: int = 0) -> list[AdminClient]:
        """List who is connected. libvirt: virAdmServerListClients."""
        ret = await self._connection._call(P.SERVER_LIST_CLIENTS, self, 1, flags)
        return AdminClient._many(self._connection, ret.clients)

    async def lookup_client(self, number: int, *, flags: int = 0) -> AdminClient:
        """Find a client by its number. libvirt: virAdmServerLookupClient.

        Raises:
            NoClient: there is none.
        """
        ret = await self._connection._call(P.SERVER_LOOKUP_CLIENT, self, number, flags)
        return AdminClient._one(self._connection, ret.clnt)

    async def threadpool(self, *, flags: int = 0) -> dict[str, Any]:
        """Read how many workers run. libvirt: virAdmServerGetThreadPoolParameters.

        Returns:
            ``minWorkers``, ``maxWorkers``, ``nWorkers``, ``freeWorkers``, ``prioWorkers``,
            ``jobQueueDepth``: counts.
        """
        return (await self._connection._call(P.SERVER_GET_THREADPOOL_PARAMETERS, self, flags)).params

    async def set_threadpool(self, params: Params, *, flags: int = 0) -> None:
        """Set how many workers may run. libvirt: virAdmServerSetThreadPoolParameters.

        Args:
            params: ``minWorkers``, ``maxWorkers``, ``prioWorkers``.
            flags: none is defined yet.
        """
        await self._connection._call(P.SERVER_SET_THREADPOOL_PARAMETERS, self, params, flags)

    async def client_limits(self, *, flags: int = 0) -> dict[str, Any]:
        """Read how many clients may be connected. libvirt: virAdmServerGetClientLimits.

        Returns:
            ``nclients_max``, ``nclients``, ``nclients_unauth_max``, ``nclients_unauth``: counts.
        """
        return (await self._connection._call(P.SERVER_GET_CLIENT_LIMITS, self, flags)).params

    async def set_client_limits(self, params: Params, *, flags: int = 0) -> None:
        """Set how many clients may be connected. libvirt: virAdmServerSetClientLimits.

        Args:
            params: ``nclients_max``, ``nclients_unauth_max``.
            flags: none is defined yet.
        """
        await self._connection._call(P.SERVER_SET_CLIENT_LIMITS, self, params, flags)

    async def update_tls_files(self, *, flags: int = 0) -> None:
        """Read certificates, keys and revocations anew. libvirt: virAdmServerUpdateTlsFiles.

        When the new files are no good the server says so and goes on with the old ones.
        """
        await self._connection._call(P.SERVER_UPDATE_TLS_FILES, self, flags)


class AdminServers(Facet):
    """The servers of a daemon: ``admin.servers``."""

    __slots__ = ()

    async def list(self, *, flags: int = 0) -> List[AdminServer]:
        """List the servers. libvirt: virAdmConnectListServers."""
        ret = await self._connection._call(P.CONNECT_LIST_SERVERS, 1, flags)
        return AdminServer._many(self._connection, ret.servers)

    async def lookup_by_name(self, name: str, *, flags: int = 0) -> AdminServer:
        """Find a server by its name. libvirt: virAdmConnectLookupServer.

        Raises:
            NoServer: there is none.
        """
        ret = await self._connection._call(P.CONNECT_LOOKUP_SERVER, name, flags)
        return AdminServer._one(self._connection, ret.srv)


class AdminDaemon(Facet):
    """The daemon as a whole: ``admin.daemon``."""

    __slots__ = ()

    async def library_version(self) -> int:
        """Read the daemon's version: major * 1,000,000 + minor * 1,000 + release.

        libvirt: virAdmConnectGetLibVersion.
        """
        return (await self._connection._call(P.CONNECT_GET_LIB_VERSION)).lib_ver

    async def log_outputs(self, *, flags: int = 0) -> str:
        """Read where logs go. libvirt: virAdmConnectGetLoggingOutputs.

        Returns:
            ``level:output[:details]``, parted by spaces (``1:file:/var/log/libvirtd.log``).
        """
        return (await self._connection._call(P.CONNECT_GET_LOGGING_OUTPUTS, flags)).outputs

    async def set_log_outputs(self, outputs: str | None, *, flags: int = 0) -> None:
        """Choose where logs go. libvirt: virAdmConnectSetLoggingOutputs.

        Args:
            outputs: as `log_outputs` returns them; None is the daemon's default.
            flags: none is defined yet.
        """
        await self._connection._call(P.CONNECT_SET_LOGGING_OUTPUTS, outputs, flags)

    async def log_filters(self, *, flags: int = 0) -> str:
        """Read which modules log how much. libvirt: virAdmConnectGetLoggingFilters.

        Returns:
            ``level:match``, parted by spaces; empty for no filters.
        """
        return (await self._connection._call(P.CONNECT_GET_LOGGING_FILTERS, flags)).filters or ""

    async def set_log_filters(self, filters: str | None, *, flags: int = 0) -> None:
        """Choose which modules log how much. libvirt: virAdmConnectSetLoggingFilters.

        Args:
            filters: as `log_filters` returns them; None or empty removes all.
            flags: none is defined yet.
        """
        await self._connection._call(P.CONNECT_SET_LOGGING_FILTERS, filters, flags)

    async def set_timeout(self, seconds: int, *, flags: int = 0) -> None:
        """Let the daemon end when nothing happens. libvirt: virAdmConnectSetDaemonTimeout.

        Args:
            seconds: how long it waits; 0 keeps it running.
            flags: none is defined yet.
        """
        await self._connection._call(P.CONNECT_SET_DAEMON_TIMEOUT, seconds, flags)

    async def shutdown(self, *, flags: int = 0) -> None:
        """Ask the daemon to end. libvirt: virAdmConnectDaemonShutdown (11.2.0).

        Args:
            flags: `AdmConnectDaemonShutdownFlags`; PRESERVE keeps what runs across a restart.
        """
        await self._connection._call(P.CONNECT_DAEMON_SHUTDOWN, flags)
