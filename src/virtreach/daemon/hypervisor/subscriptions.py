"""What one client wants to hear of, and how an event is told to it.

Source: the events' tables and ``remoteRelay...`` functions in ``src/remote/remote_daemon_dispatch.c``.
"""

from __future__ import annotations

from virtreach.daemon.hypervisor.faults import RPC, internal
from virtreach.daemon.hypervisor.table import handles
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result
    from virtreach.protocol.procedure import Procedure

__all__ = ["Subscriptions"]

# Family, event number: the message's procedure, and whether the values stand in a structure of their own.
_NESTED = True
_MESSAGES: dict[tuple[str, int], tuple[Procedure[Any], bool]] = {
    ("domain", 0): (P.DOMAIN_EVENT_CALLBACK_LIFECYCLE, _NESTED),
    ("domain", 1): (P.DOMAIN_EVENT_CALLBACK_REBOOT, _NESTED),
    ("domain", 8): (P.DOMAIN_EVENT_CALLBACK_BLOCK_JOB, _NESTED),
    ("domain", 13): (P.DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE, _NESTED),
    ("domain", 15): (P.DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED, _NESTED),
    ("domain", 16): (P.DOMAIN_EVENT_BLOCK_JOB_2, False),
    ("domain", 17): (P.DOMAIN_EVENT_CALLBACK_TUNABLE, False),
    ("domain", 19): (P.DOMAIN_EVENT_CALLBACK_DEVICE_ADDED, False),
    ("domain", 20): (P.DOMAIN_EVENT_CALLBACK_MIGRATION_ITERATION, False),
    ("domain", 21): (P.DOMAIN_EVENT_CALLBACK_JOB_COMPLETED, False),
    ("domain", 23): (P.DOMAIN_EVENT_CALLBACK_METADATA_CHANGE, False),
    ("network", 0): (P.NETWORK_EVENT_LIFECYCLE, False),
    ("network", 1): (P.NETWORK_EVENT_CALLBACK_METADATA_CHANGE, False),
    ("pool", 0): (P.STORAGE_POOL_EVENT_LIFECYCLE, False),
    ("pool", 1): (P.STORAGE_POOL_EVENT_REFRESH, False),
    ("device", 0): (P.NODE_DEVICE_EVENT_LIFECYCLE, False),
    ("device", 1): (P.NODE_DEVICE_EVENT_UPDATE, False),
    ("secret", 0): (P.SECRET_EVENT_LIFECYCLE, False),
    ("secret", 1): (P.SECRET_EVENT_VALUE_CHANGED, False),
}
_KINDS = {"domain": 27, "network": 2, "pool": 2, "device": 2, "secret": 2}
_NAMES = {
    "domain": "domain",
    "network": "network",
    "pool": "storage pool",
    "device": "node device",
    "secret": "secret",
}


class Subscriptions:
    """The callbacks that one client has registered; each has a number."""

    def __init__(self, send: Callable[[Procedure[Any], bytes], None]) -> None:
        self._send = send
        self._next: dict[str, int] = {}
        self._callbacks: dict[str, dict[int, tuple[int, bytes | None]]] = {}

    def add(self, family: str, event: int, only: bytes | None) -> int:
        """Register for an event of every object, or of the one with that UUID (or name, as bytes).

        Raises:
            LibvirtError: there is no such event.
        """
        if not 0 <= event < _KINDS[family]:
            which = "" if family == "domain" else f"{_NAMES[family]} "
            raise internal(f"unsupported {which}event ID {event}", domain=RPC)
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

    def announce(self, family: str, event: int, subject: Any, values: tuple[Any, ...]) -> None:
        """Send an event to the client, once for each callback that asked for it."""
        callbacks = self._callbacks.get(family)
        if not callbacks:
            return
        procedure, nested = _MESSAGES[family, event]
        for number, (wanted, only) in list(callbacks.items()):
            if wanted == event and (only is None or only == subject.key):
                message = (subject.ref, *values)
                body = (
                    procedure.encode_ret(number, message)
                    if nested
                    else procedure.encode_ret(number, *message)
                )
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
