"""What one client wants to hear of, and how an event is told to it.

Source: the events' tables and ``remoteRelay...`` functions in ``src/remote/remote_daemon_dispatch.c``.
"""

from __future__ import annotations

from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.wording import RPC, internal
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result
    from virtreach.protocol.procedure import Procedure

__all__ = ["CALLBACKS_MAX", "Subscriptions"]

CALLBACKS_MAX = 1000
"""Callbacks that one client may have, of each kind: every event is sent once for each."""

# How the values stand in the message: in a structure of their own behind the callback's number, all behind it, or with
# a reason, of which there is only one, between the number and the structure.
_NESTED, _FLAT, _REASONED = range(3)
_MESSAGES: dict[tuple[str, int], tuple[Procedure[Any], int]] = {
    ("domain", 0): (P.DOMAIN_EVENT_CALLBACK_LIFECYCLE, _NESTED),
    ("domain", 1): (P.DOMAIN_EVENT_CALLBACK_REBOOT, _NESTED),
    ("domain", 2): (P.DOMAIN_EVENT_CALLBACK_RTC_CHANGE, _NESTED),
    ("domain", 3): (P.DOMAIN_EVENT_CALLBACK_WATCHDOG, _NESTED),
    ("domain", 4): (P.DOMAIN_EVENT_CALLBACK_IO_ERROR, _NESTED),
    ("domain", 5): (P.DOMAIN_EVENT_CALLBACK_GRAPHICS, _NESTED),
    ("domain", 6): (P.DOMAIN_EVENT_CALLBACK_IO_ERROR_REASON, _NESTED),
    ("domain", 7): (P.DOMAIN_EVENT_CALLBACK_CONTROL_ERROR, _NESTED),
    ("domain", 8): (P.DOMAIN_EVENT_CALLBACK_BLOCK_JOB, _NESTED),
    ("domain", 9): (P.DOMAIN_EVENT_CALLBACK_DISK_CHANGE, _NESTED),
    ("domain", 10): (P.DOMAIN_EVENT_CALLBACK_TRAY_CHANGE, _NESTED),
    ("domain", 11): (P.DOMAIN_EVENT_CALLBACK_PMWAKEUP, _REASONED),
    ("domain", 12): (P.DOMAIN_EVENT_CALLBACK_PMSUSPEND, _REASONED),
    ("domain", 13): (P.DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE, _NESTED),
    ("domain", 14): (P.DOMAIN_EVENT_CALLBACK_PMSUSPEND_DISK, _REASONED),
    ("domain", 15): (P.DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED, _NESTED),
    ("domain", 16): (P.DOMAIN_EVENT_BLOCK_JOB_2, _FLAT),
    ("domain", 17): (P.DOMAIN_EVENT_CALLBACK_TUNABLE, _FLAT),
    ("domain", 18): (P.DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE, _FLAT),
    ("domain", 19): (P.DOMAIN_EVENT_CALLBACK_DEVICE_ADDED, _FLAT),
    ("domain", 20): (P.DOMAIN_EVENT_CALLBACK_MIGRATION_ITERATION, _FLAT),
    ("domain", 21): (P.DOMAIN_EVENT_CALLBACK_JOB_COMPLETED, _FLAT),
    ("domain", 22): (P.DOMAIN_EVENT_CALLBACK_DEVICE_REMOVAL_FAILED, _FLAT),
    ("domain", 23): (P.DOMAIN_EVENT_CALLBACK_METADATA_CHANGE, _FLAT),
    ("domain", 24): (P.DOMAIN_EVENT_BLOCK_THRESHOLD, _FLAT),
    ("domain", 25): (P.DOMAIN_EVENT_MEMORY_FAILURE, _FLAT),
    ("domain", 26): (P.DOMAIN_EVENT_MEMORY_DEVICE_SIZE_CHANGE, _FLAT),
    ("domain", 27): (P.DOMAIN_EVENT_NIC_MAC_CHANGE, _FLAT),
    ("network", 0): (P.NETWORK_EVENT_LIFECYCLE, _FLAT),
    ("network", 1): (P.NETWORK_EVENT_CALLBACK_METADATA_CHANGE, _FLAT),
    ("pool", 0): (P.STORAGE_POOL_EVENT_LIFECYCLE, _FLAT),
    ("pool", 1): (P.STORAGE_POOL_EVENT_REFRESH, _FLAT),
    ("device", 0): (P.NODE_DEVICE_EVENT_LIFECYCLE, _FLAT),
    ("device", 1): (P.NODE_DEVICE_EVENT_UPDATE, _FLAT),
    ("secret", 0): (P.SECRET_EVENT_LIFECYCLE, _FLAT),
    ("secret", 1): (P.SECRET_EVENT_VALUE_CHANGED, _FLAT),
}
# The messages of clients that know no numbers of callbacks: events of domains, by event.
_OLD: tuple[Procedure[Any], ...] = (
    P.DOMAIN_EVENT_LIFECYCLE,
    P.DOMAIN_EVENT_REBOOT,
    P.DOMAIN_EVENT_RTC_CHANGE,
    P.DOMAIN_EVENT_WATCHDOG,
    P.DOMAIN_EVENT_IO_ERROR,
    P.DOMAIN_EVENT_GRAPHICS,
    P.DOMAIN_EVENT_IO_ERROR_REASON,
    P.DOMAIN_EVENT_CONTROL_ERROR,
    P.DOMAIN_EVENT_BLOCK_JOB,
    P.DOMAIN_EVENT_DISK_CHANGE,
    P.DOMAIN_EVENT_TRAY_CHANGE,
    P.DOMAIN_EVENT_PMWAKEUP,
    P.DOMAIN_EVENT_PMSUSPEND,
    P.DOMAIN_EVENT_BALLOON_CHANGE,
    P.DOMAIN_EVENT_PMSUSPEND_DISK,
    P.DOMAIN_EVENT_DEVICE_REMOVED,
)
_KINDS = {"domain": 28, "network": 2, "pool": 2, "device": 2, "secret": 2}
_NAMES = {
    "domain": "domain",
    "network": "network",
    "pool": "storage pool",
    "device": "node device",
    "secret": "secret",
}


class Subscriptions:
    """The callbacks that one client has registered; each has a number, but for those of the old kind."""

    def __init__(self, send: Callable[[Procedure[Any], bytes], None]) -> None:
        self._send = send
        self._next: dict[str, int] = {}
        self._callbacks: dict[str, dict[int, tuple[int, bytes | None]]] = {}
        # How often each event was registered for in the old way.
        self._old: dict[int, int] = {}

    def add(self, family: str, event: int, only: bytes | None) -> int:
        """Register for an event of every object, or of the one with that UUID (or name, as bytes).

        Raises:
            LibvirtError: there is no such event.
        """
        if not 0 <= event < _KINDS[family]:
            which = "" if family == "domain" else f"{_NAMES[family]} "
            raise internal(f"unsupported {which}event ID {event}", domain=RPC)
        if sum(map(len, self._callbacks.values())) >= CALLBACKS_MAX:
            raise internal("too many event callbacks", domain=RPC)
        number = self._next.get(family, 0)
        self._next[family] = number + 1
        self._callbacks.setdefault(family, {})[number] = (event, only)
        return number

    def drop(self, family: str, number: int) -> None:
        """Take a registration back.

        Raises:
            LibvirtError: there is none of that number.
        """
        if self._callbacks.get(family, {}).pop(number, None) is None:
            raise internal(f"{_NAMES[family]} event callback {number} not registered", domain=RPC)

    def add_old(self, event: int) -> None:
        """Register for an event of every domain, in the way that knows no numbers.

        Raises:
            LibvirtError: there is no such event, or it came when there were numbers.
        """
        if not 0 <= event < len(_OLD):
            raise internal(f"unsupported event ID {event}", domain=RPC)
        if sum(self._old.values()) >= CALLBACKS_MAX:
            raise internal("too many event callbacks", domain=RPC)
        self._old[event] = self._old.get(event, 0) + 1

    def drop_old(self, event: int) -> None:
        """Take one such registration back.

        Raises:
            LibvirtError: there is none.
        """
        if not 0 <= event < len(_OLD):
            raise internal(f"unsupported event ID {event}", domain=RPC)
        if not self._old.get(event):
            raise internal(f"domain event {event} not registered", domain=RPC)
        self._old[event] -= 1

    def announce(self, family: str, event: int, subject: Any, values: tuple[Any, ...]) -> None:
        """Send an event to the client, once for each callback that asked for it."""
        message = (subject.ref, *values)
        if family == "domain" and event < len(_OLD):
            for _ in range(self._old.get(event, 0)):
                self._send(_OLD[event], _OLD[event].encode_ret(*message))
        callbacks = self._callbacks.get(family)
        if not callbacks:
            return
        procedure, form = _MESSAGES[family, event]
        for number, (wanted, only) in list(callbacks.items()):
            if wanted == event and (only is None or only == subject.key):
                if form == _NESTED:
                    body = procedure.encode_ret(number, message)
                elif form == _FLAT:
                    body = procedure.encode_ret(number, *message)
                else:
                    body = procedure.encode_ret(number, 0, message)
                self._send(procedure, body)


@handles("connect_domain_event_callback_register_any")
def _on_register_domain(session: TestSession, args: Any) -> Result:
    only = session.hypervisor.domain(args.dom).uuid if args.dom else None
    return (session.subscriptions.add("domain", args.event_id, only),)


@handles("connect_network_event_register_any")
def _on_register_network(session: TestSession, args: Any) -> Result:
    return (session.subscriptions.add("network", args.event_id, args.net[1] if args.net else None),)


@handles("connect_storage_pool_event_register_any")
def _on_register_pool(session: TestSession, args: Any) -> Result:
    return (session.subscriptions.add("pool", args.event_id, args.pool[1] if args.pool else None),)


@handles("connect_node_device_event_register_any")
def _on_register_device(session: TestSession, args: Any) -> Result:
    only = args.dev[0].encode() if args.dev else None
    return (session.subscriptions.add("device", args.event_id, only),)


@handles("connect_secret_event_register_any")
def _on_register_secret(session: TestSession, args: Any) -> Result:
    only = args.secret[0] if args.secret else None
    return (session.subscriptions.add("secret", args.event_id, only),)


@handles("connect_domain_event_callback_deregister_any")
def _on_deregister_domain(session: TestSession, args: Any) -> Result:
    session.subscriptions.drop("domain", args.callback_id)
    return None


@handles("connect_network_event_deregister_any")
def _on_deregister_network(session: TestSession, args: Any) -> Result:
    session.subscriptions.drop("network", args.callback_id)
    return None


@handles("connect_storage_pool_event_deregister_any")
def _on_deregister_pool(session: TestSession, args: Any) -> Result:
    session.subscriptions.drop("pool", args.callback_id)
    return None


@handles("connect_node_device_event_deregister_any")
def _on_deregister_device(session: TestSession, args: Any) -> Result:
    session.subscriptions.drop("device", args.callback_id)
    return None


@handles("connect_secret_event_deregister_any")
def _on_deregister_secret(session: TestSession, args: Any) -> Result:
    session.subscriptions.drop("secret", args.callback_id)
    return None


@handles("connect_domain_event_register")
def _on_register_old(session: TestSession, args: Any) -> Result:
    session.subscriptions.add_old(0)
    return (0,)


@handles("connect_domain_event_deregister")
def _on_deregister_old(session: TestSession, args: Any) -> Result:
    session.subscriptions.drop_old(0)
    return (0,)


@handles("connect_domain_event_register_any")
def _on_register_old_any(session: TestSession, args: Any) -> Result:
    session.subscriptions.add_old(args.event_id)
    return None


@handles("connect_domain_event_deregister_any")
def _on_deregister_old_any(session: TestSession, args: Any) -> Result:
    session.subscriptions.drop_old(args.event_id)
    return None
