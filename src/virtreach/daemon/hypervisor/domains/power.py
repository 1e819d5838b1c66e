"""Guests that sleep: suspended by their own agent, and woken up.

Source: ``qemuDomainPMSuspendForDuration`` and ``qemuDomainPMWakeup`` in ``src/qemu/qemu_driver.c``; libvirt's test
driver has neither.
"""

from __future__ import annotations

from virtreach.daemon.hypervisor.domains.lifecycle import announce, stop
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.wording import DOMAIN, bad_argument, check_flags, fault, invalid
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.daemon.hypervisor.domains.domain import Domain
    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result

__all__: list[str] = []

_TARGETS = {
    C.VIR_NODE_SUSPEND_TARGET_MEM: "suspend-to-mem",
    C.VIR_NODE_SUSPEND_TARGET_DISK: "suspend-to-disk",
    C.VIR_NODE_SUSPEND_TARGET_HYBRID: "suspend-to-mem",
}


def _allowed(domain: Domain, element: str) -> bool:
    found = domain.definition.find(f"pm/{element}")
    return found is None or found.get("enabled") != "no"


@handles("domain_pm_suspend_for_duration")
def _on_suspend(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainPMSuspendForDuration")
    hypervisor = session.hypervisor
    domain = hypervisor.domain(args.dom)
    if args.duration:
        detail = "Duration not supported. Use 0 for now"
        raise fault(C.VIR_ERR_ARGUMENT_UNSUPPORTED, detail, domain=DOMAIN)
    if args.target not in _TARGETS:
        raise bad_argument(f"Unknown suspend target: {args.target}", domain=DOMAIN)
    domain.need_active()
    element = _TARGETS[args.target]
    if not _allowed(domain, element):
        detail = f"{element} disabled for this domain"
        raise fault(C.VIR_ERR_OPERATION_UNSUPPORTED, detail, domain=DOMAIN)
    if domain.state != C.VIR_DOMAIN_RUNNING:
        raise invalid("domain is not running", domain=DOMAIN)
    if args.target == C.VIR_NODE_SUSPEND_TARGET_DISK:
        # The guest is off when it sleeps like that; started, it goes on.
        hypervisor.announce("domain", C.VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK, domain)
        stop(
            hypervisor,
            domain,
            reason=C.VIR_DOMAIN_SHUTOFF_SHUTDOWN,
            detail=C.VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN,
        )
        return None
    domain.state, domain.reason = C.VIR_DOMAIN_PMSUSPENDED, C.VIR_DOMAIN_PMSUSPENDED_UNKNOWN
    hypervisor.announce("domain", C.VIR_DOMAIN_EVENT_ID_PMSUSPEND, domain)
    announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_PMSUSPENDED, C.VIR_DOMAIN_EVENT_PMSUSPENDED_MEMORY)
    return None


@handles("domain_pm_wakeup")
def _on_wakeup(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainPMWakeup")
    hypervisor = session.hypervisor
    domain = hypervisor.domain(args.dom)
    domain.need_active()
    if domain.state != C.VIR_DOMAIN_PMSUSPENDED:
        raise invalid("Unable to wake up domain from state other than pmsuspended", domain=DOMAIN)
    domain.state, domain.reason = C.VIR_DOMAIN_RUNNING, C.VIR_DOMAIN_RUNNING_WAKEUP
    hypervisor.announce("domain", C.VIR_DOMAIN_EVENT_ID_PMWAKEUP, domain)
    announce(hypervisor, domain, C.VIR_DOMAIN_EVENT_STARTED, C.VIR_DOMAIN_EVENT_STARTED_WAKEUP)
    return None
