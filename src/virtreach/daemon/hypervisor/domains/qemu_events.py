"""Events of a guest's monitor, for clients that want them under QEMU's names; each comes with an event of libvirt's.

A client may ask for one name, for all, or by a regular expression. Expressions that could take long are refused: they
are short, and may hold letters, digits and ``_ . * ^ $ |`` alone, four stars at most.
"""

from __future__ import annotations

import re

from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.wording import RPC, bad_argument, check_flags, internal
from virtreach.protocol import constants as C
from virtreach.protocol import qemu as Q

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result
    from virtreach.protocol.procedure import Procedure

__all__ = ["MONITORS_MAX", "Monitors"]

MONITORS_MAX = 100
"""Callbacks that one client may have."""

_SAFE = re.compile(r"[A-Za-z0-9_.*^$|]{1,64}")
_STARS_MAX = 4
_LIFECYCLE = {
    C.VIR_DOMAIN_EVENT_SUSPENDED: "STOP",
    C.VIR_DOMAIN_EVENT_RESUMED: "RESUME",
    C.VIR_DOMAIN_EVENT_STOPPED: "SHUTDOWN",
    C.VIR_DOMAIN_EVENT_CRASHED: "GUEST_PANICKED",
}


def _translated(event: int, values: tuple[Any, ...]) -> tuple[str, dict[str, Any]] | None:
    # The monitor's event and its data, for an event of a domain.
    if event == C.VIR_DOMAIN_EVENT_ID_LIFECYCLE:
        name = _LIFECYCLE.get(values[0])
        if name is None:
            return None
        data = {"guest": values[1] == C.VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN} if name == "SHUTDOWN" else {}
        return name, data
    if event == C.VIR_DOMAIN_EVENT_ID_REBOOT:
        return "RESET", {"guest": False}
    if event == C.VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE:
        return "BALLOON_CHANGE", {"actual": values[0] * 1024}
    if event == C.VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED:
        return "DEVICE_DELETED", {"device": values[0]}
    if event == C.VIR_DOMAIN_EVENT_ID_PMSUSPEND:
        return "SUSPEND", {}
    if event == C.VIR_DOMAIN_EVENT_ID_PMWAKEUP:
        return "WAKEUP", {}
    if event == C.VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2:
        names = {
            C.VIR_DOMAIN_BLOCK_JOB_READY: "BLOCK_JOB_READY",
            C.VIR_DOMAIN_BLOCK_JOB_CANCELED: "BLOCK_JOB_CANCELLED",
        }
        return names.get(values[2], "BLOCK_JOB_COMPLETED"), {"device": values[0]}
    return None


class Monitors:
    """The callbacks for monitor events that one client has registered; each has a number."""

    def __init__(self, send: Callable[[Procedure[Any], bytes], None]) -> None:
        self._send = send
        self._next = 0
        self._callbacks: dict[int, tuple[Callable[[str], object], bytes | None]] = {}

    def add(self, event: str | None, flags: int, only: bytes | None) -> int:
        """Register for an event.

        Args:
            event: its name, or an expression, or None for all.
            flags: of virConnectDomainQemuMonitorEventRegisterFlags.
            only: the UUID of the one domain that matters, or None.

        Raises:
            LibvirtError: there are too many, or the expression is none.
        """
        if len(self._callbacks) >= MONITORS_MAX:
            raise internal("too many monitor event callbacks", domain=RPC)
        number, self._next = self._next, self._next + 1
        self._callbacks[number] = _test(event, flags), only
        return number

    def drop(self, number: int) -> None:
        """Take a registration back.

        Raises:
            LibvirtError: there is none of that number.
        """
        if self._callbacks.pop(number, None) is None:
            raise internal(f"qemu monitor event callback {number} not registered", domain=RPC)

    def announce(self, event: int, subject: Any, values: tuple[Any, ...], now: float) -> None:
        """Tell of an event of a domain, if the monitor has one for it."""
        if not self._callbacks:
            return
        found = _translated(event, values)
        if found is None:
            return
        name, data = found
        seconds, rest = divmod(now, 1)
        import json

        details = json.dumps(data) if data else None
        procedure = Q.DOMAIN_MONITOR_EVENT
        for number, (fits, only) in list(self._callbacks.items()):
            if fits(name) and (only is None or only == subject.key):
                body = procedure.encode_ret(number, subject.ref, name, int(seconds), int(rest * 1e6), details)
                self._send(procedure, body)


def _test(event: str | None, flags: int) -> Callable[[str], object]:
    if event is None:
        return lambda name: True
    blind = bool(flags & C.VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_NOCASE)
    if not flags & C.VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_REGEX:
        wanted = event.lower() if blind else event
        return lambda name: (name.lower() if blind else name) == wanted
    if not _SAFE.fullmatch(event) or event.count("*") > _STARS_MAX:
        raise bad_argument(f"failed to compile regex '{event[:100]}': it is not a simple one")
    try:
        return re.compile(event, re.IGNORECASE if blind else 0).search
    except re.error as error:
        raise bad_argument(f"failed to compile regex '{event}': {error}") from None


@handles("qemu.connect_domain_monitor_event_register")
def _on_register(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 3, "testConnectDomainQemuMonitorEventRegister")
    only = session.hypervisor.domain(args.dom).uuid if args.dom else None
    return (session.monitors.add(args.event, args.flags, only),)


@handles("qemu.connect_domain_monitor_event_deregister")
def _on_deregister(session: TestSession, args: Any) -> Result:
    session.monitors.drop(args.callback_id)
    return None
