"""Domains found and listed."""

from __future__ import annotations

from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.wording import bad_argument, check_flags, fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.daemon.hypervisor.domains.domain import Domain
    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result

__all__ = ["FILTERS", "passes"]


def _paused(domain: Domain) -> bool:
    return domain.state == C.VIR_DOMAIN_PAUSED


_PLAIN_STATES = (C.VIR_DOMAIN_RUNNING, C.VIR_DOMAIN_PAUSED, C.VIR_DOMAIN_SHUTOFF)

# Groups of flags; a domain passes a group when none of its flags is given, or one of the given ones fits.
_GROUPS: tuple[tuple[tuple[int, Callable[[Domain], bool]], ...], ...] = (
    (
        (C.VIR_CONNECT_LIST_DOMAINS_ACTIVE, lambda one: one.active),
        (C.VIR_CONNECT_LIST_DOMAINS_INACTIVE, lambda one: not one.active),
    ),
    (
        (C.VIR_CONNECT_LIST_DOMAINS_PERSISTENT, lambda one: one.persistent),
        (C.VIR_CONNECT_LIST_DOMAINS_TRANSIENT, lambda one: not one.persistent),
    ),
    (
        (C.VIR_CONNECT_LIST_DOMAINS_RUNNING, lambda one: one.state == C.VIR_DOMAIN_RUNNING),
        (C.VIR_CONNECT_LIST_DOMAINS_PAUSED, _paused),
        (C.VIR_CONNECT_LIST_DOMAINS_SHUTOFF, lambda one: one.state == C.VIR_DOMAIN_SHUTOFF),
        (C.VIR_CONNECT_LIST_DOMAINS_OTHER, lambda one: one.state not in _PLAIN_STATES),
    ),
    (
        (C.VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE, lambda one: one.saved is not None),
        (C.VIR_CONNECT_LIST_DOMAINS_NO_MANAGEDSAVE, lambda one: one.saved is None),
    ),
    (
        (C.VIR_CONNECT_LIST_DOMAINS_AUTOSTART, lambda one: one.autostart),
        (C.VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART, lambda one: not one.autostart),
    ),
    (
        (C.VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT, lambda one: bool(one.snapshots)),
        (C.VIR_CONNECT_LIST_DOMAINS_NO_SNAPSHOT, lambda one: not one.snapshots),
    ),
    (
        (C.VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT, lambda one: bool(one.checkpoints)),
        (C.VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT, lambda one: not one.checkpoints),
    ),
)
FILTERS = sum(flag for group in _GROUPS for flag, _ in group)
"""All flags that a list of domains may be asked for with."""


def passes(domain: Domain, flags: int) -> bool:
    """Whether a domain belongs to a list asked for with these flags."""
    for group in _GROUPS:
        asked = [fits for flag, fits in group if flags & flag]
        if asked and not any(fits(domain) for fits in asked):
            return False
    return True


@handles("domain_lookup_by_name")
def _on_lookup_by_name(session: TestSession, args: Any) -> Result:
    found = session.hypervisor.domains.named(args.name)
    if found is None:
        raise fault(C.VIR_ERR_NO_DOMAIN)
    return (found.ref,)


@handles("domain_lookup_by_uuid")
def _on_lookup_by_uuid(session: TestSession, args: Any) -> Result:
    found = session.hypervisor.domains.with_uuid(args.uuid)
    if found is None:
        raise fault(C.VIR_ERR_NO_DOMAIN)
    return (found.ref,)


@handles("domain_lookup_by_id")
def _on_lookup_by_id(session: TestSession, args: Any) -> Result:
    found = session.hypervisor.running(args.id)
    if found is None:
        raise fault(C.VIR_ERR_NO_DOMAIN)
    return (found.ref,)


@handles("connect_num_of_domains")
def _on_count_active(session: TestSession, args: Any) -> Result:
    return (session.hypervisor.active_count,)


@handles("connect_list_domains")
def _on_list_active(session: TestSession, args: Any) -> Result:
    if args.maxids < 0:
        raise bad_argument("maxids must be zero or more")
    return ([one.id for one in session.hypervisor.active][: args.maxids],)


@handles("connect_num_of_defined_domains")
def _on_count_defined(session: TestSession, args: Any) -> Result:
    return (sum(not one.active for one in session.hypervisor.domains),)


@handles("connect_list_defined_domains")
def _on_list_defined(session: TestSession, args: Any) -> Result:
    return ([one.name for one in session.hypervisor.domains if not one.active][: max(args.maxnames, 0)],)


@handles("connect_list_all_domains")
def _on_list_all(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, FILTERS, "testConnectListAllDomains")
    found = [one.ref for one in session.hypervisor.domains if not args.flags or passes(one, args.flags)]
    return (found if args.need_results else [], len(found))
