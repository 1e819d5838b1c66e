"""The procedures of migration, in the two forms that version 3 of libvirt's protocol has, and the limits of moves.

Versions 1 and 2, which libvirt left behind in 0.9.2, are not answered, nor are streams of tunnelled migrations.
"""

from __future__ import annotations

from virtreach.daemon.hypervisor.migration.cookie import SPEED_MAX, check_move
from virtreach.daemon.hypervisor.migration.peer import travel
from virtreach.daemon.hypervisor.migration.source import Departure, begin, confirm, perform, rate_of
from virtreach.daemon.hypervisor.migration.target import finish, prepare
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.wording import (
    argument_fault,
    bad_argument,
    check_flags,
    fault,
    internal,
    invalid,
)
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping
    from typing import Any

    from virtreach.daemon.hypervisor.domains.domain import Domain
    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result

__all__: list[str] = []

_P2P = C.VIR_MIGRATE_PEER2PEER
# Megabytes and milliseconds of a limit that nobody has set: what QEMU has.
_DOWNTIME, _CACHE = 300, 64 << 20
_CACHE_MAX = 1 << 50


def _plain(
    *, xml: str | None = None, uri: str | None = None, name: str | None = None, bandwidth: int = 0
) -> dict[str, Any]:
    """The same as typed parameters."""
    params: dict[str, Any] = {}
    if xml:
        params["destination_xml"] = xml
    if uri:
        params["migrate_uri"] = uri
    if name:
        params["destination_name"] = name
    if bandwidth:
        params["bandwidth"] = bandwidth
    return params


@handles("domain_migrate_begin3_params")
def _on_begin_params(session: TestSession, args: Any) -> Result:
    check_move(args.flags, args.params, "testDomainMigrateBegin3Params")
    domain = session.hypervisor.domain(args.dom)
    return begin(session.hypervisor, domain, args.params, args.flags, session=session)


@handles("domain_migrate_begin3")
def _on_begin(session: TestSession, args: Any) -> Result:
    params = _plain(xml=args.xmlin, name=args.dname, bandwidth=args.resource)
    check_move(args.flags, params, "testDomainMigrateBegin3")
    domain = session.hypervisor.domain(args.dom)
    return begin(session.hypervisor, domain, params, args.flags, session=session)


@handles("domain_migrate_prepare3_params")
def _on_prepare_params(session: TestSession, args: Any) -> Result:
    check_move(args.flags, args.params, "testDomainMigratePrepare3Params")
    return prepare(session, args.params, args.cookie_in, args.flags)


@handles("domain_migrate_prepare3")
def _on_prepare(session: TestSession, args: Any) -> Result:
    params = _plain(xml=args.dom_xml, uri=args.uri_in, name=args.dname, bandwidth=args.resource)
    check_move(args.flags, params, "testDomainMigratePrepare3")
    return prepare(session, params, args.cookie_in, args.flags)


def _perform(
    session: TestSession, domain: Domain, destination: str | None, params: Mapping[str, Any], flags: int
) -> Coroutine[Any, Any, Result]:
    if flags & _P2P:
        if not destination:
            raise argument_fault("dconnuri must not be NULL", "virDomainMigratePerform3Params", "dconnuri")
        return travel(session, domain, destination, params, flags)
    if flags & C.VIR_MIGRATE_OFFLINE:
        raise internal("offline migration has no perform phase")
    return _performed(session, domain, params, flags)


async def _performed(session: TestSession, domain: Domain, params: Mapping[str, Any], flags: int) -> Result:
    return (await perform(session.hypervisor, domain, params, flags, session=session),)


@handles("domain_migrate_perform3_params")
def _on_perform_params(session: TestSession, args: Any) -> Coroutine[Any, Any, Result]:
    check_move(args.flags, args.params, "testDomainMigratePerform3Params")
    domain = session.hypervisor.domain(args.dom)
    return _perform(session, domain, args.dconnuri, args.params, args.flags)


@handles("domain_migrate_perform3")
def _on_perform(session: TestSession, args: Any) -> Coroutine[Any, Any, Result]:
    params = _plain(xml=args.xmlin, uri=args.uri, name=args.dname, bandwidth=args.resource)
    check_move(args.flags, params, "testDomainMigratePerform3")
    domain = session.hypervisor.domain(args.dom)
    return _perform(session, domain, args.dconnuri, params, args.flags)


@handles("domain_migrate_finish3_params")
def _on_finish_params(session: TestSession, args: Any) -> Result:
    check_move(args.flags, args.params, "testDomainMigrateFinish3Params")
    return _finished(session, args.params, args)


@handles("domain_migrate_finish3")
def _on_finish(session: TestSession, args: Any) -> Result:
    check_move(args.flags, {}, "testDomainMigrateFinish3")
    return _finished(session, {"destination_name": args.dname}, args)


def _finished(session: TestSession, params: Mapping[str, Any], args: Any) -> Result:
    domain, cookie = finish(session, params, args.cookie_in, args.flags, cancelled=bool(args.cancelled))
    return domain.ref, cookie


@handles("domain_migrate_confirm3_params")
def _on_confirm_params(session: TestSession, args: Any) -> Result:
    check_move(args.flags, args.params, "testDomainMigrateConfirm3Params")
    return _confirmed(session, args)


@handles("domain_migrate_confirm3")
def _on_confirm(session: TestSession, args: Any) -> Result:
    check_move(args.flags, {}, "testDomainMigrateConfirm3")
    return _confirmed(session, args)


def _confirmed(session: TestSession, args: Any) -> Result:
    domain = session.hypervisor.domain(args.dom)
    confirm(session.hypervisor, domain, args.flags, cancelled=bool(args.cancelled))
    return None


# Limits of moves.


def _limits(domain: Domain) -> dict[str, int]:
    limits: dict[str, int] = domain.tuning.setdefault("migration", {})
    return limits


@handles("domain_migrate_get_max_speed")
def _on_get_speed(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY, "testDomainMigrateGetMaxSpeed")
    return (session.hypervisor.domain(args.dom).tuning.get("migration", {}).get("speed", SPEED_MAX),)


@handles("domain_migrate_set_max_speed")
def _on_set_speed(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY, "testDomainMigrateSetMaxSpeed")
    domain = session.hypervisor.domain(args.dom)
    if not 0 <= args.bandwidth <= SPEED_MAX:
        raise fault(
            C.VIR_ERR_OVERFLOW, f"bandwidth must be less than {SPEED_MAX + 1}", domain=C.VIR_FROM_TEST
        )
    _limits(domain)["speed"] = args.bandwidth or SPEED_MAX
    if isinstance(domain.job, Departure) and domain.job.work is not None:
        work = domain.job.work
        work.set_rate(rate_of(domain, work.total, args.bandwidth))
    return None


@handles("domain_migrate_get_max_downtime")
def _on_get_downtime(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainMigrateGetMaxDowntime")
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    return (domain.tuning.get("migration", {}).get("downtime", _DOWNTIME),)


@handles("domain_migrate_set_max_downtime")
def _on_set_downtime(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainMigrateSetMaxDowntime")
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    _limits(domain)["downtime"] = args.downtime
    return None


@handles("domain_migrate_get_compression_cache")
def _on_get_cache(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainMigrateGetCompressionCache")
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    return (domain.tuning.get("migration", {}).get("cache", _CACHE),)


@handles("domain_migrate_set_compression_cache")
def _on_set_cache(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainMigrateSetCompressionCache")
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    if not 0 < args.cache_size <= _CACHE_MAX:
        raise bad_argument("the cache has between 1 byte and 1 PiB")
    _limits(domain)["cache"] = args.cache_size
    return None


@handles("domain_migrate_start_post_copy")
def _on_post_copy(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainMigrateStartPostCopy")
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    job = domain.job
    if not isinstance(job, Departure) or job.work is None:
        raise invalid("post-copy can only be started while outgoing migration is in progress")
    if not job.post_copy:
        raise invalid(
            "switching to post-copy requires migration to be started with VIR_MIGRATE_POSTCOPY flag"
        )
    # What has not been sent yet follows while the guest runs on the destination.
    job.switch_over(session.hypervisor.agenda)
    return None
