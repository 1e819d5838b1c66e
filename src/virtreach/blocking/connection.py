# Made by `make generate` (tools/twin.py) from aio/connection.py. Edit that file.
"""A connection to a libvirt daemon: what everything else hangs on."""

from __future__ import annotations

from virtreach.session.scope import Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any, Protocol, Self, TypeVar

    from virtreach.blocking.channel import Channel
    from virtreach.blocking.events import Events
    from virtreach.blocking.objects.admin import AdminDaemon, AdminServers
    from virtreach.blocking.objects.domains import Domains
    from virtreach.blocking.objects.host import Host
    from virtreach.blocking.objects.interface import Interfaces
    from virtreach.blocking.objects.network import Networks
    from virtreach.blocking.objects.node_device import NodeDevices
    from virtreach.blocking.objects.nwfilter import NWFilterBindings, NWFilters
    from virtreach.blocking.objects.qemu import QEMU
    from virtreach.blocking.objects.secret import Secrets
    from virtreach.blocking.objects.storage_pool import StoragePools
    from virtreach.blocking.objects.storage_volume import StorageVolumes
    from virtreach.blocking.stream import Stream
    from virtreach.protocol.procedure import Procedure
    from virtreach.routes.route import Route
    from virtreach.session.opening import Opening

    Ret = TypeVar("Ret")

    class _Caller(Protocol):
        """Makes a call: the procedure says what comes back."""

        def __call__(self, procedure: Procedure[Ret], /, *args: Any) -> Ret: ...


__all__ = ["AdminConnection", "BaseConnection", "Connection"]


class BaseConnection:
    """What connections of every program have in common.

    Attributes:
        route: how the daemon is reached.
        opening: how the connection was opened last: authentication, strength of its security layer, keepalive.
    """

    __slots__ = ("__weakref__", "_call", "_channel", "_connection", "opening", "route")

    def __init__(self, route: Route) -> None:
        self.route = route
        self.opening: Opening | None = None
        # So that facets of a connection and of a handle find it in the same place.
        self._connection = self
        self._channel: Channel
        self._call: _Caller

    def _make_subject(self, family: str, ref: Any) -> Any:
        """The handle that an event is about."""
        from virtreach.blocking.events import make_subject

        return make_subject(self, family, ref)

    def _register_again(self) -> None:
        """After a reconnect: tell the server again which events are wanted."""
        from virtreach.blocking.events import register_again

        register_again(self)

    def _use(self, channel: Channel) -> None:
        self._channel = channel
        # The channel itself does not know what a procedure returns.
        call: Any = channel.call
        self._call = call

    @property
    def alive(self) -> bool:
        """Whether a call could be sent just now. With reconnect, a connection that is not alive may come back."""
        return self._channel.alive

    def deadline(self, seconds: float | None) -> Scope:
        """Limit the time of calls, and make it possible to cancel them.

        ``with connection.deadline(5) as scope:`` applies to every call on this connection inside the block; it is a
        plain ``with`` in both clients. ``scope.cancel()`` cuts them off earlier.

        Args:
            seconds: from now, or None for cancellation only.
        """
        return Scope(self, seconds)

    def call(self, program: str, procedure: str | int, /, **fields: Any) -> Any:
        """Call any procedure of any program; `deadline` limits its time.

        Args:
            program: ``remote``, ``qemu``, ``lxc`` or ``admin``.
            procedure: its name (``domain_lookup_by_name``) or number.
            fields: the procedure's arguments by name; flags may be left out. Handles may be given as objects, tuples
                or dicts, UUIDs as text, typed parameters as a dict.

        Returns:
            The result record, or None when there is none.

        Raises:
            UsageError: there is no such procedure or field.
        """
        from virtreach.protocol import registry

        found = registry.find(program, procedure)
        args = registry.arguments(found, fields)
        return self._call(found, *args)

    def call_raw(self, program: int, procedure: int, body: bytes = b"", *, version: int = 1) -> bytes:
        """Call a procedure that this version of virtreach knows nothing of.

        Args:
            program: its program number, such as 0x20008086 for the hypervisor program.
            procedure: its number.
            body: the XDR-encoded arguments.

        Returns:
            The body of the reply, still encoded.
        """
        from virtreach.protocol import registry

        reply: bytes = self._call(registry.raw_procedure(program, procedure, version=version), body)
        return reply

    def _open_stream(self, procedure: Procedure[Any], *args: Any) -> tuple[Stream, Any]:
        """Call a procedure that opens a stream; the stream and the result record."""
        from virtreach.blocking.stream import Stream

        link, reply, result = self._channel.open_stream(procedure, *args)
        assert reply.stream is not None
        return Stream(self._channel, link, reply.stream), result

    def close(self) -> None:
        """Close the connection; calls in flight end with an error, further ones raise `ConnectionClosed`."""
        self._channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.route.target} {self.route.far_name!r}>"


class Connection(BaseConnection):
    """A connection of the hypervisor program. Made by `virtreach.blocking.connect`.

    Attributes:
        readonly: whether the server was asked to refuse changes.
    """

    __slots__ = ("readonly",)

    def __init__(self, route: Route, *, readonly: bool) -> None:
        super().__init__(route)
        self.readonly = readonly

    # Imported when used: a program that lists domains does not load the code for storage.

    @property
    def domains(self) -> Domains:
        """The host's domains: look up, list, define, create, statistics of many."""
        from virtreach.blocking.objects.domains import Domains

        return Domains(self)

    @property
    def networks(self) -> Networks:
        """The host's virtual networks."""
        from virtreach.blocking.objects.network import Networks

        return Networks(self)

    @property
    def storage_pools(self) -> StoragePools:
        """The host's storage pools."""
        from virtreach.blocking.objects.storage_pool import StoragePools

        return StoragePools(self)

    @property
    def storage_volumes(self) -> StorageVolumes:
        """Storage volumes by path or key; those of a pool are at ``pool.volumes``."""
        from virtreach.blocking.objects.storage_volume import StorageVolumes

        return StorageVolumes(self)

    @property
    def interfaces(self) -> Interfaces:
        """The host's own network interfaces."""
        from virtreach.blocking.objects.interface import Interfaces

        return Interfaces(self)

    @property
    def node_devices(self) -> NodeDevices:
        """The host's devices."""
        from virtreach.blocking.objects.node_device import NodeDevices

        return NodeDevices(self)

    @property
    def nwfilters(self) -> NWFilters:
        """The host's network filters."""
        from virtreach.blocking.objects.nwfilter import NWFilters

        return NWFilters(self)

    @property
    def nwfilter_bindings(self) -> NWFilterBindings:
        """Which network filter applies to which port."""
        from virtreach.blocking.objects.nwfilter import NWFilterBindings

        return NWFilterBindings(self)

    @property
    def secrets(self) -> Secrets:
        """The host's secrets."""
        from virtreach.blocking.objects.secret import Secrets

        return Secrets(self)

    @property
    def host(self) -> Host:
        """Facts and settings of the host itself."""
        from virtreach.blocking.objects.host import Host

        return Host(self)

    @property
    def qemu(self) -> QEMU:
        """What only hosts with QEMU have."""
        from virtreach.blocking.objects.qemu import QEMU

        return QEMU(self)

    @property
    def events(self) -> Events:
        """Ask for events."""
        from virtreach.blocking.events import Events

        return Events(self)


class AdminConnection(BaseConnection):
    """A connection of the administration program. Made by `virtreach.blocking.connect_admin`."""

    __slots__ = ()

    @property
    def servers(self) -> AdminServers:
        """The daemon's servers, their clients and their workers."""
        from virtreach.blocking.objects.admin import AdminServers

        return AdminServers(self)

    @property
    def daemon(self) -> AdminDaemon:
        """The daemon as a whole: logs, time limit."""
        from virtreach.blocking.objects.admin import AdminDaemon

        return AdminDaemon(self)
