"""Events: what kinds there are, which subscription one belongs to, what is handed to the user.

libvirt registers an event of one kind, for one object or for all, and answers with a
callback id that each message then carries. `EventHub` keeps the table and turns messages
into `Event` objects; registering itself needs calls, so it is the shells' business.
"""

from __future__ import annotations

from _thread import allocate_lock

from virtreach.errors import ConnectionClosed, EndOfStream, KeepaliveLost, UsageError
from virtreach.session.event_enums import named
from virtreach.wire.packet import HEADER_SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.protocol.procedure import Procedure

__all__ = [
    "KINDS",
    "QUEUE_BYTES",
    "Event",
    "EventHub",
    "EventKind",
    "EventsLost",
    "Group",
    "Registration",
    "Resync",
    "close_reason",
    "event_procedure",
    "kind_of",
    "undo_registration",
]


class EventKind:
    """One kind of event.

    Attributes:
        family: ``domain``, ``network``, ``storage_pool``, ``node_device``, ``secret``, ``qemu`` or ``connection``.
        name: such as ``lifecycle``.
        number: libvirt's event id within the family.
        procedure: the name of the procedure that brings it.
    """

    __slots__ = ("family", "name", "number", "procedure")

    def __init__(self, family: str, name: str, number: int, procedure: str) -> None:
        self.family = family
        self.name = name
        self.number = number
        self.procedure = procedure

    def __repr__(self) -> str:
        return f"<EventKind {self.family}.{self.name}>"


def _kinds() -> dict[tuple[str, str], EventKind]:
    callback = "DOMAIN_EVENT_CALLBACK_"
    # Event ids: virDomainEventID and its like; a domain event comes through the procedure named here.
    domain = (
        ("lifecycle", 0, callback + "LIFECYCLE"),
        ("reboot", 1, callback + "REBOOT"),
        ("rtc_change", 2, callback + "RTC_CHANGE"),
        ("watchdog", 3, callback + "WATCHDOG"),
        ("io_error", 4, callback + "IO_ERROR"),
        ("graphics", 5, callback + "GRAPHICS"),
        ("io_error_reason", 6, callback + "IO_ERROR_REASON"),
        ("control_error", 7, callback + "CONTROL_ERROR"),
        ("block_job", 8, callback + "BLOCK_JOB"),
        ("disk_change", 9, callback + "DISK_CHANGE"),
        ("tray_change", 10, callback + "TRAY_CHANGE"),
        ("pmwakeup", 11, callback + "PMWAKEUP"),
        ("pmsuspend", 12, callback + "PMSUSPEND"),
        ("balloon_change", 13, callback + "BALLOON_CHANGE"),
        ("pmsuspend_disk", 14, callback + "PMSUSPEND_DISK"),
        ("device_removed", 15, callback + "DEVICE_REMOVED"),
        ("block_job_2", 16, "DOMAIN_EVENT_BLOCK_JOB_2"),
        ("tunable", 17, callback + "TUNABLE"),
        ("agent_lifecycle", 18, callback + "AGENT_LIFECYCLE"),
        ("device_added", 19, callback + "DEVICE_ADDED"),
        ("migration_iteration", 20, callback + "MIGRATION_ITERATION"),
        ("job_completed", 21, callback + "JOB_COMPLETED"),
        ("device_removal_failed", 22, callback + "DEVICE_REMOVAL_FAILED"),
        ("metadata_change", 23, callback + "METADATA_CHANGE"),
        ("block_threshold", 24, "DOMAIN_EVENT_BLOCK_THRESHOLD"),
        ("memory_failure", 25, "DOMAIN_EVENT_MEMORY_FAILURE"),
        ("memory_device_size_change", 26, "DOMAIN_EVENT_MEMORY_DEVICE_SIZE_CHANGE"),
        ("nic_mac_change", 27, "DOMAIN_EVENT_NIC_MAC_CHANGE"),
    )
    others = (
        ("network", "lifecycle", 0, "NETWORK_EVENT_LIFECYCLE"),
        ("network", "metadata_change", 1, "NETWORK_EVENT_CALLBACK_METADATA_CHANGE"),
        ("storage_pool", "lifecycle", 0, "STORAGE_POOL_EVENT_LIFECYCLE"),
        ("storage_pool", "refresh", 1, "STORAGE_POOL_EVENT_REFRESH"),
        ("node_device", "lifecycle", 0, "NODE_DEVICE_EVENT_LIFECYCLE"),
        ("node_device", "update", 1, "NODE_DEVICE_EVENT_UPDATE"),
        ("secret", "lifecycle", 0, "SECRET_EVENT_LIFECYCLE"),
        ("secret", "value_changed", 1, "SECRET_EVENT_VALUE_CHANGED"),
        ("qemu", "monitor", 0, "DOMAIN_MONITOR_EVENT"),
        ("connection", "closed", 0, "CONNECT_EVENT_CONNECTION_CLOSED"),
    )
    rows = [("domain", *row) for row in domain]
    return {
        (family, name): EventKind(family, name, number, proc)
        for family, name, number, proc in (*rows, *others)
    }


KINDS = _kinds()


def kind_of(family: str, name: str | int) -> EventKind:
    """Find a kind of event by its name or by libvirt's number.

    Raises:
        UsageError: there is no such kind; the message lists those that there are.
    """
    if isinstance(name, str):
        found = KINDS.get((family, name.lower().replace("-", "_")))
        if found is not None:
            return found
    else:
        for kind in KINDS.values():
            if kind.family == family and kind.number == int(name):
                return kind
    known = ", ".join(kind.name for kind in KINDS.values() if kind.family == family)
    raise UsageError(f"there is no {family} event {name!r}; there are: {known}")


class Event:
    """Something that happened on the host.

    Beside the attributes below, each field of the wire's message is one, under its snake_case name: ``event`` and
    ``detail`` of a lifecycle event, ``dev_alias`` of a removed device, and so on. Those that libvirt has an enum for
    are members of it (`virtreach.protocol.enums`): ``event.event`` is ``DomainEventType.STARTED``, which equals 2.

    Attributes:
        family, kind: what it is, such as ``domain`` and ``lifecycle``.
        subject: the handle it is about, or None for ``connection`` events; also there under its own name
            (``domain``, ``network``, ``storage_pool``, ``node_device``, ``secret``).
        fields: the message's own fields by name, enums as plain numbers.
        wire_bytes: size of the message; what its memory is reckoned by while it waits for a slow reader.
    """

    __slots__ = ("family", "fields", "kind", "subject", "wire_bytes")

    def __init__(
        self, family: str, kind: str, subject: Any, fields: dict[str, Any], wire_bytes: int = 0
    ) -> None:
        self.family = family
        self.kind = kind
        self.subject = subject
        self.fields = fields
        self.wire_bytes = wire_bytes

    def __getattr__(self, name: str) -> Any:
        if name in ("family", "fields", "kind", "subject", "wire_bytes"):
            raise AttributeError(name)
        if name == self.family or (self.family == "qemu" and name == "domain"):
            return self.subject
        if name not in self.fields:
            there = ", ".join(("subject", *self.fields))
            raise AttributeError(f"a {self.family} {self.kind} event has no {name!r}; it has: {there}")
        return named(self.family, self.kind, self.fields, name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.fields]

    def __repr__(self) -> str:
        values = ((name, named(self.family, self.kind, self.fields, name)) for name in self.fields)
        inside = "".join(f" {name}={getattr(value, 'name', None) or repr(value)}" for name, value in values)
        return f"<Event {self.family}.{self.kind} {self.subject!r}{inside}>"


class Resync(Event):
    """The connection came back after it was lost: events in between are missing, so look at the state again."""

    __slots__ = ()

    def __init__(self, family: str, kind: str) -> None:
        super().__init__(family, kind, None, {})

    def __repr__(self) -> str:
        return f"<Resync {self.family}.{self.kind}>"


class EventsLost(Event):
    """The reader was too slow for its queue.

    Attributes:
        count: how many events were dropped, oldest first.
    """

    __slots__ = ()

    def __init__(self, family: str, kind: str, count: int) -> None:
        super().__init__(family, kind, None, {"count": count})

    def __repr__(self) -> str:
        return f"<EventsLost {self.family}.{self.kind} count={self.fields['count']}>"


class Registration:
    """A wish for events of one kind, about one object or all; the shells' subscriptions derive from it.

    Attributes:
        kind: the kind wanted.
        subject: the handle that it is limited to, or None.
        extra: further arguments of the registration call (QEMU monitor events).
    """

    __slots__ = ("extra", "kind", "subject")

    def __init__(self, kind: EventKind, subject: Any, extra: tuple[Any, ...] = ()) -> None:
        self.kind = kind
        self.subject = subject
        self.extra = extra

    def __repr__(self) -> str:
        about = "" if self.subject is None else f" of {self.subject!r}"
        return f"<{type(self).__name__} {self.kind.family}.{self.kind.name}{about}>"

    def deliver(self, event: Event) -> None:
        """Take an event; must not block and must not make a call."""
        raise AssertionError("a shell defines where events go")

    def end(self, reason: Exception) -> None:
        """No more events will come, because of ``reason``."""
        raise AssertionError("a shell defines where events go")


class Group:
    """The registrations that want the same; the server is asked once for all of them, since it refuses a second time.

    Attributes:
        kind, subject, extra: as in each of the registrations.
        members: the registrations.
        callback_id: the server's number for it, or None while it has none.
    """

    __slots__ = ("callback_id", "extra", "kind", "members", "subject")

    def __init__(self, first: Registration) -> None:
        self.kind = first.kind
        self.subject = first.subject
        self.extra = first.extra
        self.members: list[Registration] = []
        self.callback_id: int | None = None

    def deliver(self, event: Event) -> None:
        """Hand an event to all members."""
        for member in list(self.members):
            member.deliver(event)


# Messages kept for a registration whose id is not known yet.
_EARLY_MAX = 256
# How many bytes of messages wait for a slow reader, besides the number of events that it asked for; one event may be
# larger. A message has up to 32 MiB, and a server may send them without end.
QUEUE_BYTES = 16 << 20


class EventHub:
    """The registrations of one connection.

    Args:
        make_subject: (family, decoded handle) to the handle object that the user sees.

    May be shared between threads: one reads messages while others register.
    """

    def __init__(self, make_subject: Callable[[str, Any], Any]) -> None:
        self._make_subject = make_subject
        self._groups: dict[Any, Group] = {}
        self._by_id: dict[tuple[str, int], Group] = {}
        self._procedures: dict[tuple[int, int], tuple[EventKind, Procedure[Any]]] = {}
        self._registering = False
        # Held while a message finds its group, and while a group gets its number: a message must not fall in between.
        self._numbering = allocate_lock()
        self._early: list[tuple[EventKind, int, Event]] = []

    @property
    def groups(self) -> list[Group]:
        """What is wanted now."""
        return list(self._groups.values())

    def join(self, registration: Registration) -> Group:
        """Add a registration to those that want the same; with no ``callback_id``, the server must be asked."""
        key = (registration.kind, registration.subject, registration.extra)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = Group(registration)
        group.members.append(registration)
        return group

    def leave(self, registration: Registration) -> int | None:
        """Deliver nothing more to a registration.

        Returns:
            The number to take back at the server when nobody else wants the same, else None.
        """
        key = (registration.kind, registration.subject, registration.extra)
        group = self._groups.get(key)
        if group is None or registration not in group.members:
            return None
        group.members.remove(registration)
        if group.members:
            return None
        del self._groups[key]
        if group.callback_id is not None:
            self._by_id.pop((group.kind.family, group.callback_id), None)
        return group.callback_id

    def expect(self, group: Group) -> None:
        """A registration call is about to be sent: from now on its messages may come."""
        procedure = event_procedure(group.kind)
        self._procedures[procedure.program_number, procedure.number] = (group.kind, procedure)
        self._registering = True

    def registered(self, group: Group, callback_id: int | None) -> None:
        """The registration call is answered; None when it failed."""
        with self._numbering:
            self._registering = False
            early, self._early = self._early, []
            if callback_id is not None:
                group.callback_id = callback_id
                self._by_id[group.kind.family, callback_id] = group
                for kind, number, event in early:
                    if kind is group.kind and number == callback_id:
                        group.deliver(event)

    def refused(self, group: Group, reason: Exception) -> None:
        """The server does not give a group's events any more; its members end."""
        self._groups.pop((group.kind, group.subject, group.extra), None)
        for member in group.members:
            member.end(reason)

    def lost(self) -> None:
        """The connection is gone: no id means anything any more, the wishes remain."""
        self._by_id.clear()
        self._early.clear()
        for group in self.groups:
            group.callback_id = None

    def end(self, reason: Exception) -> None:
        """The connection is gone for good."""
        groups, self._groups = self.groups, {}
        self._by_id.clear()
        for group in groups:
            for member in group.members:
                member.end(reason)

    def closed(self, reason: int) -> None:
        """Tell those who wait for the end of the connection (`virConnectCloseReason`)."""
        for group in self.groups:
            if group.kind.family == "connection":
                group.deliver(Event("connection", "closed", None, {"reason": reason}))

    def on_message(self, program: int, number: int, packet: bytes) -> None:
        """Take a message that is no reply; what nobody asked for is dropped, as in libvirt.

        Raises:
            DecodeError: the message does not fit its procedure.
        """
        found = self._procedures.get((program, number))
        if found is None:
            return
        kind, procedure = found
        fields: dict[str, Any] = procedure.decode_ret(packet, HEADER_SIZE)._asdict()
        if kind.family == "connection":
            self.closed(fields["reason"])
            return
        callback_id = fields.pop("callback_id")
        nested = fields.pop("msg", None)
        if nested is not None:
            fields = {**nested._asdict(), **fields}
        subject = self._make_subject(kind.family, fields.pop(_SUBJECT_FIELDS[kind.family]))
        event = Event(kind.family, kind.name, subject, fields, len(packet))
        with self._numbering:
            group = self._by_id.get((kind.family, callback_id))
            if group is not None:
                group.deliver(event)
            elif (
                self._registering
                and len(self._early) < _EARLY_MAX
                and sum(waiting.wire_bytes for _, _, waiting in self._early) < QUEUE_BYTES
            ):
                self._early.append((kind, callback_id, event))


def undo_registration(procedure: Procedure[Any], packet: bytes) -> tuple[Procedure[Any], bytes] | None:
    """What takes a registration back that was carried out after its caller had gone: libvirtd refuses it twice.

    Returns:
        The procedure to call and its encoded arguments; None when the reply is to something else.
    """
    if "_event" not in procedure.name or "_register" not in procedure.name:
        return None
    if procedure.program == "qemu":
        from virtreach.protocol import qemu as programme
    else:
        from virtreach.protocol import remote as programme  # type: ignore[no-redef]
    undo: Procedure[Any] = getattr(programme, procedure.name.replace("_register", "_deregister").upper())
    return undo, undo.encode_args(procedure.decode_ret(packet, HEADER_SIZE).callback_id)


def close_reason(reason: Exception) -> int:
    """What ended a connection, in libvirt's terms (`virConnectCloseReason`)."""
    if isinstance(reason, ConnectionClosed):
        return 3
    if isinstance(reason, KeepaliveLost):
        return 2
    return 1 if isinstance(reason, EndOfStream) else 0


_SUBJECT_FIELDS = {
    "domain": "dom",
    "network": "net",
    "storage_pool": "pool",
    "node_device": "dev",
    "secret": "secret",
    "qemu": "dom",
}


def event_procedure(kind: EventKind) -> Procedure[Any]:
    """The procedure whose messages carry events of that kind."""
    if kind.family == "qemu":
        from virtreach.protocol import qemu as programme
    else:
        from virtreach.protocol import remote as programme  # type: ignore[no-redef]
    procedure: Procedure[Any] = getattr(programme, kind.procedure)
    return procedure
