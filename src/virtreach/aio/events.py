"""Events of a connection: ``connection.events``."""

from __future__ import annotations

from virtreach.aio.entering import entered
from virtreach.aio.objects.base import Facet
from virtreach.aio.subscription import Subscription
from virtreach.errors import CallInterrupted, ConnectionLost, LibvirtError, TransportError
from virtreach.session.events import Resync, kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.aio.channel import Channel
    from virtreach.aio.connection import BaseConnection
    from virtreach.aio.objects.domain import Domain
    from virtreach.aio.objects.network import Network
    from virtreach.aio.objects.node_device import NodeDevice
    from virtreach.aio.objects.secret import Secret
    from virtreach.aio.objects.storage_pool import StoragePool
    from virtreach.session.events import Event, Group, Registration

__all__ = ["Events", "make_subject", "register_again"]

# How many events are kept for a slow reader unless it asks otherwise.
_QUEUE = 1000


class Events(Facet):
    """``connection.events``: ask for events.

    Each method registers with the server and returns a `Subscription`. After a reconnect it is registered again by
    itself and gives a `virtreach.session.events.Resync` first.

    All take ``queue``, the number of events kept for a slow reader, and ``callback``, a function that gets the events
    instead of a reader. What can be asked for: `virtreach.session.events.KINDS`.
    """

    __slots__ = ()

    @entered
    async def domain(
        self,
        kind: str | int = "lifecycle",
        domain: Domain | None = None,
        *,
        queue: int = _QUEUE,
        callback: Callable[[Event], object] | None = None,
    ) -> Subscription:
        """Events of domains. libvirt: ``virConnectDomainEventRegisterAny``.

        Args:
            kind: a name such as ``lifecycle``, ``reboot`` or ``block_job``, or a `DomainEventID`.
            domain: only about this one, or None for all.

        Raises:
            UsageError: there is no such kind.
            LibvirtError: the server does not give such events.
        """
        return await self._subscribe("domain", kind, domain, queue=queue, callback=callback)

    @entered
    async def network(
        self,
        kind: str | int = "lifecycle",
        network: Network | None = None,
        *,
        queue: int = _QUEUE,
        callback: Callable[[Event], object] | None = None,
    ) -> Subscription:
        """Events of networks: ``lifecycle``, ``metadata_change``. libvirt: ``virConnectNetworkEventRegisterAny``."""
        return await self._subscribe("network", kind, network, queue=queue, callback=callback)

    @entered
    async def storage_pool(
        self,
        kind: str | int = "lifecycle",
        pool: StoragePool | None = None,
        *,
        queue: int = _QUEUE,
        callback: Callable[[Event], object] | None = None,
    ) -> Subscription:
        """Events of pools: ``lifecycle``, ``refresh``. libvirt: ``virConnectStoragePoolEventRegisterAny``."""
        return await self._subscribe("storage_pool", kind, pool, queue=queue, callback=callback)

    @entered
    async def node_device(
        self,
        kind: str | int = "lifecycle",
        device: NodeDevice | None = None,
        *,
        queue: int = _QUEUE,
        callback: Callable[[Event], object] | None = None,
    ) -> Subscription:
        """Events of host devices: ``lifecycle``, ``update``. libvirt: ``virConnectNodeDeviceEventRegisterAny``."""
        return await self._subscribe("node_device", kind, device, queue=queue, callback=callback)

    @entered
    async def secret(
        self,
        kind: str | int = "lifecycle",
        secret: Secret | None = None,
        *,
        queue: int = _QUEUE,
        callback: Callable[[Event], object] | None = None,
    ) -> Subscription:
        """Events of secrets: ``lifecycle``, ``value_changed``. libvirt: ``virConnectSecretEventRegisterAny``."""
        return await self._subscribe("secret", kind, secret, queue=queue, callback=callback)

    @entered
    async def connection(
        self, *, queue: int = _QUEUE, callback: Callable[[Event], object] | None = None
    ) -> Subscription:
        """The end of this connection: one ``closed`` event each time, with ``reason`` (`ConnectCloseReason`).

        Comes when the connection breaks, is closed on this side, or when the server loses its hypervisor. libvirt:
        ``virConnectRegisterCloseCallback``.
        """
        return await self._subscribe("connection", "closed", None, queue=queue, callback=callback)

    @entered
    async def qemu_monitor(
        self,
        event: str | None = None,
        domain: Domain | None = None,
        *,
        flags: int = 0,
        queue: int = _QUEUE,
        callback: Callable[[Event], object] | None = None,
    ) -> Subscription:
        """Raw events of QEMU's monitor; unsupported by libvirt in production.

        Args:
            event: only of this name (or pattern, by `flags`), or None for all.
            domain: only from this one, or None for all.
            flags: `ConnectDomainQemuMonitorEventRegisterFlags`.

        libvirt: ``virConnectDomainQemuMonitorEventRegister``.
        """
        return await self._subscribe(
            "qemu", "monitor", domain, queue=queue, callback=callback, extra=(event, flags)
        )

    async def _subscribe(
        self,
        family: str,
        kind: str | int,
        subject: Any,
        *,
        queue: int,
        callback: Callable[[Event], object] | None,
        extra: tuple[Any, ...] = (),
    ) -> Subscription:
        subscription = Subscription(
            kind_of(family, kind), subject, extra, queue=queue, callback=callback, cancel=self._cancel
        )
        await _register(self._connection, subscription)
        return subscription

    async def _cancel(self, subscription: Subscription) -> None:
        channel = self._connection._channel
        async with channel.registering:
            number = channel.hub.leave(subscription)
            if number is None or not channel.alive:
                return
            args = () if subscription.kind.family == "connection" else (number,)
            try:
                await channel.call_now(_procedures(subscription.kind.family)[1], *args)
            except TransportError:
                # The connection went down meanwhile, and the registration with it.
                return


# The procedures that register and deregister for a family of events; all but the last of the remote program.
_PROCEDURES = {
    "domain": ("CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY", "CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY"),
    "network": ("CONNECT_NETWORK_EVENT_REGISTER_ANY", "CONNECT_NETWORK_EVENT_DEREGISTER_ANY"),
    "storage_pool": ("CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY", "CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY"),
    "node_device": ("CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY", "CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY"),
    "secret": ("CONNECT_SECRET_EVENT_REGISTER_ANY", "CONNECT_SECRET_EVENT_DEREGISTER_ANY"),
    "connection": ("CONNECT_REGISTER_CLOSE_CALLBACK", "CONNECT_UNREGISTER_CLOSE_CALLBACK"),
    "qemu": ("CONNECT_DOMAIN_MONITOR_EVENT_REGISTER", "CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER"),
}


def _procedures(family: str) -> list[Any]:
    """The pair of procedures of a family."""
    from virtreach.protocol import qemu, remote

    program = qemu if family == "qemu" else remote
    return [getattr(program, name) for name in _PROCEDURES[family]]


async def _register(connection: BaseConnection, registration: Registration) -> None:
    """Take a wish in, and tell the server of it unless it knows already."""
    channel = connection._channel
    while True:
        await channel.usable_link(channel.scope())
        # Who holds this does not wait for a lost connection, since the connection waits for it when it comes back.
        async with channel.registering:
            group = channel.hub.join(registration)
            if group.callback_id is not None:
                return
            try:
                await _ask(connection, group)
                return
            except (ConnectionLost, CallInterrupted):
                channel.hub.leave(registration)
                # Whether the server had taken it or not, it has gone with the connection.
                if not channel.returning:
                    raise
            except BaseException:
                channel.hub.leave(registration)
                raise


async def _ask(connection: BaseConnection, group: Group) -> None:
    """Register with the server; its messages may come before its answer."""
    channel = connection._channel
    hub = channel.hub
    procedure, _ = _procedures(group.kind.family)
    hub.expect(group)
    number: int | None = None
    try:
        channel.wants_events()
        if group.kind.family == "connection":
            number = await _ask_for_close(channel, procedure)
        elif group.kind.family == "qemu":
            number = (await channel.call_now(procedure, group.subject, *group.extra)).callback_id
        else:
            number = (await channel.call_now(procedure, group.kind.number, group.subject)).callback_id
    finally:
        hub.registered(group, number)


async def _ask_for_close(channel: Channel, procedure: Any) -> int:
    # There is no number in this family, one registration serves all. Drivers that cannot lose their hypervisor refuse
    # it; the end of the connection itself is noticed on this side anyway.
    try:
        await channel.call_now(procedure)
    except LibvirtError:
        return -1
    return -1


async def register_again(connection: BaseConnection) -> None:
    """After a reconnect: register everything anew, and tell the readers that they have missed something."""
    channel = connection._channel
    async with channel.registering:
        for group in channel.hub.groups:
            if group.callback_id is not None:
                # Somebody waited for the connection, and has asked for it since.
                continue
            try:
                await _ask(connection, group)
            except LibvirtError as error:
                # The object is gone, perhaps, or a right. The others still want theirs.
                channel.hub.refused(group, error)
            else:
                group.deliver(Resync(group.kind.family, group.kind.name))


def make_subject(connection: Any, family: str, ref: Any) -> Any:
    """The handle that an event is about."""
    if family in ("domain", "qemu"):
        from virtreach.aio.objects.domain import Domain as Handle
    elif family == "network":
        from virtreach.aio.objects.network import Network as Handle  # type: ignore[assignment]
    elif family == "storage_pool":
        from virtreach.aio.objects.storage_pool import StoragePool as Handle  # type: ignore[assignment]
    elif family == "node_device":
        from virtreach.aio.objects.node_device import NodeDevice as Handle  # type: ignore[assignment]
    else:
        from virtreach.aio.objects.secret import Secret as Handle  # type: ignore[assignment]
    return Handle._one(connection, ref)
